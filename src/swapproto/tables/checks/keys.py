"""Keys that differ only in what people overlook: look-alike letters, zeros at the beginning, kinds of dash."""

import re
import unicodedata

from ...lists import Schema
from ..columnar import Columnar
from ..findings import Findings

_LOOK_ALIKES = str.maketrans("авекмнрстухјѕԛԝьαβεικνορτυχ", "abekmhpctyxjsqwbabeikvoptyx")
_LIKE_DIGITS = str.maketrans("OoОоIlІі|", "000011111")
_MAX_LENGTH = 256  # characters
_SIGNS = re.compile(r"[\W_]+")
_BETWEEN_LETTER_AND_DIGIT = re.compile(r"(?<=[^\W\d])-(?=\d)|(?<=\d)-(?=[^\W\d])")
_ZEROS = re.compile(r"(?<![0-9])0+(?=[0-9])")


def find_alike_keys(table: Columnar, schema: Schema, findings: Findings) -> None:
    """Report each key that looks like another one of an earlier row, and is not equal to it."""
    texts = [field.name for field in schema.fields if field.name in schema.primary_key and field.type == "string"]
    if not texts or len(texts) < len(schema.primary_key):
        return
    first: dict[int, tuple[int, list[str]]] = {}
    for row, found in enumerate(table.rows(texts), 1):
        values = [str(value or "") for value in found]
        if not all(values):
            continue
        earlier, others = first.setdefault(hash(tuple(map(fold_key, values))), (row, values))
        if earlier == row:
            continue
        if others != values and [*map(fold_key, others)] == [*map(fold_key, values)]:
            what = (
                f"looks like the key in {findings.place(earlier)}, and differs in letters of another alphabet, "
                "case, zeros or signs: make sure that the two are meant to differ"
            )
            field = texts[0] if len(texts) == 1 else None
            findings.add("alike-keys", what, row=row, field=field, found=" ".join(values))


def fold_key(key: str) -> str:
    """Return a key without what people overlook."""
    if len(key) > _MAX_LENGTH:
        return key
    if key.isascii() and key.isdigit():
        return key.lstrip("0") or "0"
    text = unicodedata.normalize("NFKC", key).translate(_LIKE_DIGITS).casefold().translate(_LOOK_ALIKES)
    text = _SIGNS.sub("-", text).strip("-")
    return _ZEROS.sub("", _BETWEEN_LETTER_AND_DIGIT.sub("", text))

"""Keys that differ only in what people overlook: look-alike letters, zeros at the beginning, kinds of dash."""

import re
import unicodedata
from array import array
from collections.abc import Sequence

from ...lists import Schema
from ..columnar import Columnar
from ..findings import Findings
from .entries import repeated_in

_LOOK_ALIKES = str.maketrans("авекмнрстухјѕԛԝьαβεικνορτυχ", "abekmhpctyxjsqwbabeikvoptyx")
_LIKE_DIGITS = str.maketrans("OoОоIlІі|", "000011111")
_MAX_LENGTH = 256  # characters
_SIGNS, _SIGNS_BUT_ONE = re.compile(r"(?:[^\w\0]|_)+"), re.compile(r"[^\w\0-]|_|--")
_BETWEEN_LETTER_AND_DIGIT = re.compile(r"(?<=[^\W\d])-(?=\d)|(?<=\d)-(?=[^\W\d])")
_ZEROS = re.compile(r"(?<![0-9])0+(?=[0-9])")


def find_alike_keys(table: Columnar, schema: Schema, findings: Findings) -> None:
    """Report each key that looks like another one of an earlier row, and is not equal to it."""
    texts = [field.name for field in schema.fields if field.name in schema.primary_key and field.type == "string"]
    if not texts or len(texts) < len(schema.primary_key):
        return
    hashes = array("q")
    for _, portions in table.side_by_side(texts):
        columns = (fold_keys([str(value or "") for value in portion.values()]) for portion in portions)
        hashes.extend(map(hash, zip(*columns, strict=True)))
    if not (repeated := repeated_in(hashes)):
        return
    first: dict[int, tuple[int, list[str]]] = {}
    for row, (key, found) in enumerate(zip(hashes, table.rows(texts), strict=True), 1):
        if key not in repeated or not all(values := [str(value or "") for value in found]):
            continue
        earlier, others = first.setdefault(key, (row, values))
        if others != values and [*map(fold_key, others)] == [*map(fold_key, values)]:
            what = (
                f"looks like the key in {findings.place(earlier)}, and differs in letters of another alphabet, "
                "case, zeros or signs: make sure that the two are meant to differ"
            )
            field = texts[0] if len(texts) == 1 else None
            findings.add("alike-keys", what, row=row, field=field, found=" ".join(values))


def fold_key(key: str) -> str:
    """Return a key without what people overlook."""
    return fold_keys([key])[0]


def fold_keys(keys: Sequence[str]) -> list[str]:
    """Return keys without what people overlook, each as :func:`fold_key` does."""
    joined = "\0".join(keys)
    if joined.count("\0") >= len(keys) or max(map(len, keys), default=0) > _MAX_LENGTH:
        return [key if "\0" in key or len(key) > _MAX_LENGTH else fold_key(key) for key in keys]
    text = unicodedata.normalize("NFKC", joined).translate(_LIKE_DIGITS).casefold()
    text = text if text.isascii() else text.translate(_LOOK_ALIKES)
    if _SIGNS_BUT_ONE.search(text):
        text = _SIGNS.sub("-", text)
    text = _ZEROS.sub("", _BETWEEN_LETTER_AND_DIGIT.sub("", text))
    return [key.strip("-") for key in text.split("\0")]

"""Rows of totals below a table: they would be entries, and persons that do not exist."""

import re
from collections.abc import Sequence

from ...lists import Value
from ..findings import Findings
from .entries import Entries, Values
from .rules import filled

_TOTAL = (
    *("всього", "усього", "разом", "загалом", "підсумок"),
    *("итого", "всего", "итог"),
    *("total", "grand total", "sum", "subtotal", "total général", "somme", "sous-total", "effectif"),
    *("المجموع", "الإجمالي", "المجموع الكلي", "الجملة", "الإجمالي العام", "العدد الكلي", "σ", "∑"),
)
_COUNTED = (
    *("ос", "осіб", "чол", "ч", "за списком", "військовослужбовців"),
    *("чел", "человек", "лиц", "по списку"),
    *("persons", "people", "pax", "entries", "personnes", "pers"),
    *("شخص", "أشخاص", "فرد", "أفراد"),
)
_PUNCTUATION = r"[\s:.,=()\-–—]"
_IS_TOTAL = re.compile(
    rf"{_PUNCTUATION}*(?:{'|'.join(map(re.escape, _TOTAL))})"
    rf"(?:{_PUNCTUATION}|\d|(?<![^\W\d])(?:{'|'.join(map(re.escape, _COUNTED))})(?![^\W\d]))*"
)
_IS_NUMBER = re.compile(rf"(?:{_PUNCTUATION}|\d)*(?:(?<=[\d\s])(?:{'|'.join(map(re.escape, _COUNTED))})\.?)?")


def find_totals(entries: Entries, findings: Findings) -> None:
    """Report rows that consist of a word for a total, and of nothing but numbers beside it."""
    for row, entry in enumerate(entries, 1):
        if (word := _total_in(entry)) is not None:
            what = "a row of totals, which would be an entry: delete the row"
            findings.add("total-row", what, row=row, found=word)


def is_total(cells: Sequence[str]) -> bool:
    """Return whether the filled cells of a row are a word for a total, and only numbers beside it."""
    return _total_in(dict(enumerate(cells))) is not None  # type: ignore[arg-type]


def _total_in(entry: Values) -> str | None:
    """Return the word for a total if a row has one, and only numbers beside it."""
    found: str | None = None
    for value in entry.values():
        if not filled(value) or _is_number(value):
            continue
        if found is not None or not isinstance(value, str):
            return None  # as in almost every row, soon
        found = value
    return found if found is not None and _IS_TOTAL.fullmatch(found.casefold()) else None


def _is_number(value: Value) -> bool:
    return isinstance(value, int) or (isinstance(value, str) and _IS_NUMBER.fullmatch(value.casefold()) is not None)

"""Rows of totals below a table: they would be entries, and persons that do not exist."""

import re
from collections.abc import Sequence
from itertools import islice

from ...lists import Value
from ..columnar import Columnar, Portion, filled
from ..findings import Findings

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


def find_totals(table: Columnar, findings: Findings) -> None:
    """Report rows that consist of a word for a total, and of nothing but numbers beside it."""
    for rows, portions in table.side_by_side(table.names):
        if sum(1 for _ in islice(filter(_is_all_words, sorted(portions, key=_cost)), 2)) == 2:
            continue  # no row has numbers alone beside one word, as in almost every portion
        if not any(is_word_for_total(value) for portion in portions for value in portion.different()):
            continue
        for row, values in zip(rows, zip(*(portion.values() for portion in portions), strict=True), strict=True):
            if (word := _total_in(values)) is not None:
                what = "a row of totals, which would be an entry: delete the row"
                findings.add("total-row", what, row=row, found=word)


def _cost(portion: Portion) -> bool:
    return not portion.has_few


def _is_all_words(portion: Portion) -> bool:
    """Return whether every value is a text that begins with a letter, as no number does."""
    return all(type(value) is str and value[:1].isalpha() for value in portion.different())


def is_total(cells: Sequence[str]) -> bool:
    """Return whether the filled cells of a row are a word for a total, and only numbers beside it."""
    return _total_in(cells) is not None


def _total_in(values: Sequence[Value]) -> str | None:
    """Return the word for a total if a row has one, and only numbers beside it."""
    found: str | None = None
    for value in values:
        if not filled(value) or _is_number(value):
            continue
        if found is not None or not isinstance(value, str):
            return None  # as in almost every row, soon
        found = value
    return found if is_word_for_total(found) else None


def is_word_for_total(value: Value) -> bool:
    """Return whether a value is a word for a total."""
    return isinstance(value, str) and _IS_TOTAL.fullmatch(value.casefold()) is not None


def _is_number(value: Value) -> bool:
    return isinstance(value, int) or (isinstance(value, str) and _IS_NUMBER.fullmatch(value.casefold()) is not None)

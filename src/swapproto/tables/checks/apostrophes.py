"""Apostrophes of several kinds in one column: a search for a name with one kind misses the others."""

import re
from collections import Counter
from collections.abc import Sequence

from ..findings import Findings
from .texts import repaired

_KINDS = "’ʼ'`´′"  # of two kinds that equally many cells have, the earlier one is taken for the usual one
_BETWEEN_LETTERS = re.compile(f"(?<=[^\\W\\d_])[{_KINDS}](?=[^\\W\\d_])")


def has_apostrophe(text: str) -> bool:
    """Return whether there is an apostrophe between letters."""
    return _BETWEEN_LETTERS.search(text) is not None


def find_other_apostrophes(cells: Sequence[tuple[int, str]], field: str, findings: Findings) -> None:
    """Report the cells of a column, each with its row, whose apostrophe is not the usual one of the column."""
    counts = Counter(mark for _, text in cells for mark in set(_BETWEEN_LETTERS.findall(text)))
    if len(counts) < 2:
        return
    usual = max(counts, key=lambda mark: (counts[mark], -_KINDS.index(mark)))
    named = f"{usual} (U+{ord(usual):04X})"
    what = f"another apostrophe than elsewhere in this column, so that equal names differ: write {named}"
    for row, text in cells:
        if set(_BETWEEN_LETTERS.findall(text)) != {usual}:
            instead = repaired(_BETWEEN_LETTERS.sub(usual, text))
            findings.add("apostrophes", what, row=row, field=field, found=text, instead=instead)

"""Apostrophes of several kinds in one column, of which a search finds one."""

import re
from collections import Counter
from collections.abc import Sequence

from ..findings import Findings
from .texts import repaired

_USUAL = "’ʼ'`´′"  # if as many cells have one as another, the earlier
_BETWEEN_LETTERS = re.compile(f"(?<=[^\\W\\d_])[{_USUAL}](?=[^\\W\\d_])")


def has(text: str) -> bool:
    """Whether there is an apostrophe between letters."""
    return _BETWEEN_LETTERS.search(text) is not None


def without(text: str) -> str:
    """The text without the apostrophes between its letters."""
    return _BETWEEN_LETTERS.sub("", text)


def check(cells: Sequence[tuple[int, str]], field: str, findings: Findings) -> None:
    """Report those of a column's cells, each with its row, that have another apostrophe than most."""
    counts = Counter(mark for _, text in cells for mark in set(_BETWEEN_LETTERS.findall(text)))
    if len(counts) < 2:
        return
    usual = max(counts, key=lambda mark: (counts[mark], -_USUAL.index(mark)))
    named = f"{usual} (U+{ord(usual):04X})"
    what = f"another apostrophe than elsewhere in this column, which makes equal names differ: write {named}"
    for row, text in cells:
        if set(_BETWEEN_LETTERS.findall(text)) != {usual}:
            mended = repaired(_BETWEEN_LETTERS.sub(usual, text))
            findings.add("apostrophes", what, row=row, field=field, found=text, instead=mended)

"""The rows of a grid, kept some at a time as one text, which takes little more room than the table's own."""

from array import array
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice
from typing import NamedTuple

from ..columnar import PORTION

_CELL, _ROW = "\x1f", "\x1e"  # the unit and record separators of ASCII, which no cell of a list has


class GridRow(NamedTuple):
    """A row: its number in the sheet, or the line that it begins in, and its cells."""

    number: int
    cells: list[str]


class GridRows:
    """The rows of a table that are not empty, in the order in which they are added."""

    def __init__(self) -> None:
        self._numbers = array("L")
        self._kept: list[str | list[list[str]]] = []
        self._last: list[list[str]] = []
        self._widths: set[int] = set()

    def extend(self, numbers: Iterable[int], rows: Iterable[list[str]]) -> None:
        """Add some rows."""
        self._numbers.extend(numbers)
        before = len(self._last)
        self._last += rows
        self._widths.update(map(len, self._last[before:]))
        while len(self._last) >= PORTION:
            self._kept.append(_packed(self._last[:PORTION]))
            del self._last[:PORTION]

    def __len__(self) -> int:
        return len(self._numbers)

    def __getitem__(self, index: int) -> GridRow:
        index = range(len(self))[index]
        return GridRow(self._numbers[index], self._cells(index // PORTION)[index % PORTION])

    def __iter__(self) -> Iterator[GridRow]:
        for numbers, cells in self.portions():
            yield from map(GridRow, numbers, cells)

    def head(self, count: int) -> list[GridRow]:
        """Return the first rows."""
        return [*islice(self, count)]

    def below(self, index: int) -> Iterator[list[str]]:
        """Yield the cells of the rows below the one with this index."""
        return chain.from_iterable(cells for _, cells in self.portions(index + 1))

    def portions(self, first: int = 0) -> Iterator[tuple[Sequence[int], list[list[str]]]]:
        """Yield the numbers and the cells of some rows at a time, from the row with this index on."""
        for portion in range(first // PORTION, -(-len(self) // PORTION)):
            skipped = max(0, first - portion * PORTION)
            start = portion * PORTION + skipped
            yield self._numbers[start : (portion + 1) * PORTION], self._cells(portion)[skipped:]

    def _cells(self, portion: int) -> list[list[str]]:
        kept = self._kept[portion] if portion < len(self._kept) else self._last
        if not isinstance(kept, str):
            return kept
        rows = kept.split(_ROW)
        return [row.split(_CELL) for row in rows] if _CELL in kept else [[cell] for cell in rows]

    def have_width(self, width: int) -> bool:
        """Return whether each row has so many cells."""
        return self._widths == {width}

    def are_wider_than(self, width: int) -> bool:
        """Return whether some row has more cells."""
        return max(self._widths, default=0) > width


def by_column(rows: Sequence[Sequence[str]], width: int) -> list[Sequence[str]]:
    """Return the cells of rows by column, as many as the header has; a cell that is not there is empty."""
    if {*map(len, rows)} == {width}:
        return [*zip(*rows, strict=True)]
    fitted = [([*cells, *[""] * width])[:width] for cells in rows]
    return [*zip(*fitted, strict=True)] or [()] * width


def _packed(rows: list[list[str]]) -> str | list[list[str]]:
    """Return rows as one text, or as they are if a cell has a sign that would separate it."""
    joined = _ROW.join(map(_CELL.join, rows))
    cells = sum(map(len, rows))
    return joined if joined.count(_ROW) == len(rows) - 1 and joined.count(_CELL) == cells - len(rows) else rows

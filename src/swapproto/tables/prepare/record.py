"""The record of what was prepared: every change, and what is left to a person, worked out when it is asked for."""

from array import array
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence, Set
from itertools import chain
from typing import NamedTuple

from .grid import Doubt, Grid
from .reading import ColumnReader, Written

REPAIRED = "repaired: "
_MOST_LISTED = 10_000
"""The changes that are listed cell by cell; of more, equal ones of a column share a row."""


class Change(NamedTuple):
    """One change: where it was, the text before and after, and why."""

    place: str
    before: str
    after: str
    why: str


class Repair(NamedTuple):
    """What is written instead of a text, and what was wrong with it."""

    after: str
    code: str


Repairs = Sequence[Mapping[str, Mapping[str, Repair]]]
"""The repairs of each round, by field and text."""


class Persons:
    """The rows of a grid that are persons, with their columns."""

    def __init__(self, grid: Grid, header: int, readers: Sequence[ColumnReader]) -> None:
        self._grid, self._header = grid, header
        self._readers = readers
        self.left_out: bytearray = bytearray(len(grid.rows) - header - 1)
        """For each row below the header 1 if it is no person."""
        self.doubtful: list[int] = []
        """The numbers of rows that are taken for persons, and may be none."""

    def columns(self) -> Iterator[tuple[Sequence[int], list[Sequence[str]]]]:
        """Yield the numbers of some rows, and their cells in each column that is read."""
        start = 0
        for numbers, rows in self._grid.rows.portions(self._header + 1):
            left_out = self.left_out[start : start + len(rows)]
            start += len(rows)
            if 1 in left_out:
                numbers = [number for number, out in zip(numbers, left_out, strict=True) if not out]
                rows = [row for row, out in zip(rows, left_out, strict=True) if not out]
            if rows:
                yield numbers, [[row[one.at] if one.at < len(row) else "" for row in rows] for one in self._readers]

    def changes(self, repairs: Repairs) -> Iterator[tuple[int, int, str, str, str]]:
        """Yield each change of a cell: its row, its column, the text before and after, and why."""
        for numbers, columns in self.columns():
            for reader, cells in zip(self._readers, columns, strict=True):
                written = reader.read(cells)
                touched = [any(name in round_ for round_ in repairs) for name in reader.fields]
                if not any(touched) and not any(one.why for one in {*written}):
                    continue
                for number, cell, one in zip(numbers, cells, written, strict=True):
                    if one.why:
                        yield number, reader.at, cell, " | ".join(one.texts), one.why
                    for name, text in zip(reader.fields, one.texts, strict=True):
                        for round_ in repairs:
                            if (repair := round_.get(name, {}).get(text)) is not None:
                                yield number, reader.at, text, repair.after, REPAIRED + repair.code
                                text = repair.after

    def doubts(self) -> Iterator[Doubt]:
        """Yield each cell that is left to a person. A whole name that could not be split is missing in the result."""
        for number, reader, text, why in self._doubtful():
            yield Doubt(self.place(number, reader.at), text, why, missing=reader.is_split, row=number, at=reader.at)

    def unsplit(self) -> Iterator[tuple[int, int, str, str]]:
        """Yield each whole name that could not be split: its row, its column, itself, and why."""
        return ((number, reader.at, name, why) for number, reader, name, why in self._doubtful() if reader.is_split)

    def _doubtful(self) -> Iterator[tuple[int, ColumnReader, str, str]]:
        if not any(reader.may_doubt for reader in self._readers):
            return
        for numbers, columns in self.columns():
            for reader, cells in zip(self._readers, columns, strict=True):
                written = reader.read(cells) if reader.may_doubt else ()
                if any(one.doubt for one in {*written}):
                    for number, cell, one in zip(numbers, cells, written, strict=True):
                        if one.doubt:
                            yield number, reader, cell, one.doubt

    def rows_in_list(self, numbers: Set[int]) -> dict[int, int]:
        """Return the rows of the list, from 0, in which the persons of some rows of the table are."""
        if not numbers:
            return {}
        every = chain.from_iterable(of_some for of_some, _ in self.columns())
        return {number: row for row, number in enumerate(every) if number in numbers}

    def field_of(self, at: int | None) -> str | None:
        """Return the field that a column of the table is written into, the first of several; None if it is not read."""
        return next((reader.fields[0] for reader in self._readers if reader.at == at), None)

    def place(self, number: int, at: int) -> str:
        """Return where a cell is."""
        return self._grid.place(number, at)

    def places(self, numbers: Sequence[int], at: int) -> Iterator[str]:
        """Yield where the cells of a column in some rows are, many at a time."""
        return self._grid.places(numbers, at)


class Counts:
    """How many cells were changed as they were read, by the reason, left to a person, and are missing in the list."""

    def __init__(self) -> None:
        self.changes: Counter[str] = Counter()
        self.doubts: int = 0
        self.missing: int = 0

    def add(self, reader: ColumnReader, written: Sequence[Written]) -> None:
        """Count some cells of a column."""
        self.changes.update(one.why for one in written if one.why)
        doubts = sum(one.doubt != "" for one in written) if reader.may_doubt else 0
        self.doubts += doubts
        self.missing += doubts if reader.is_split else 0


class Record:
    """What was changed in a table, and what is left to do, as often as it is asked for."""

    def __init__(
        self,
        persons: Persons,
        repairs: Repairs,
        changes: Sequence[Change],
        left: Sequence[Doubt],
        guess: str,
        as_read: Counts,
    ) -> None:
        self._persons, self._repairs = persons, repairs
        self._changes, self._left = changes, left
        #: What the file was read in, if that is a guess.
        self.guess: str = guess
        #: How many changes there are of each kind.
        self.counts: Counter[str] = Counter(change.why for change in changes) + as_read.changes
        if repairs:
            found = persons.changes(repairs)
            self.counts.update(why for *_, why in found if why.startswith(REPAIRED))
        self._in_cells: int = self.counts.total() - len(changes)
        self._doubts: int = as_read.doubts
        #: How many cells and columns of the table could not be taken into the list.
        self.missing: int = sum(doubt.missing for doubt in left) + as_read.missing

    def changes(self) -> Iterator[Change]:
        """Yield each change; of very many, those that are equal in a column together, with all of their places."""
        yield from self._changes
        if not self._in_cells:
            return
        found = self._persons.changes(self._repairs)
        if self.counts.total() <= _MOST_LISTED:
            for number, at, before, after, why in found:
                yield Change(self._persons.place(number, at), before, after, why)
            return
        rows: dict[tuple[int, str, str, str], array[int]] = {}
        for number, at, before, after, why in found:
            rows.setdefault((at, before, after, why), array("L")).append(number)
        for (at, before, after, why), numbers in rows.items():
            for places in self._persons.places(numbers, at):
                yield Change(places, before, after, why)

    def unsplit(self) -> Iterator[tuple[int, str, str]]:
        """Yield the whole names that could not be split: the column of each, itself, and why."""
        return ((at, name, why) for _, at, name, why in self._persons.unsplit()) if self._doubts else iter(())

    def left(self) -> Iterator[tuple[Doubt, int | None, str | None]]:
        """Yield what is left to a person, with the row of the list that it is about, from 0, and the field, if any."""
        left = [*self._left, *(self._persons.doubts() if self._doubts else ())]
        rows = self._persons.rows_in_list({doubt.row for doubt in left if doubt.row is not None})
        for doubt in left:
            row = None if doubt.row is None else rows.get(doubt.row)
            yield doubt, row, self._persons.field_of(doubt.at)

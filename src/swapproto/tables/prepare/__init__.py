"""Preparing: a table as clerks write it becomes a list that can be checked, with a record of every change.

Nothing is changed that admits two readings: it is left as it is, and listed. Record 43.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import chain
from typing import NamedTuple

from ...errors import InputError
from ...lists import Schema
from ...lists.list import ENTRIES
from ..blanks import any_blank, is_blank, is_nothing
from ..cells import Column
from ..checks.strays import begins_with_a_word
from ..checks.totals import is_total, is_word_for_total
from ..columnar import Columnar
from ..findings import Findings
from ..outline import Outline
from ..plan import Plan
from ..profiles import Profile
from .grid import Doubt, Grid
from .proposing import Layout, Proposal, find_layout, to_plan
from .reading import ColumnReader, readers_of
from .record import REPAIRED, Change, Counts, Persons, Record, Repair, Repairs
from .repairing import find_repairs, with_repairs
from .rows import by_column

__all__ = ["Change", "Grid", "Layout", "Plan", "Prepared", "Proposal", "find_layout", "prepare", "to_plan"]

_ROUNDS = 8  # of repairs, each of as many texts as are kept of one finding
_CELL_COUNTS_MANY = 2
_RIGHT_OF_ALL = "is to the right of all columns, and is not in the result: give its column a header, or remove it"
_BELOW_A_TOTAL = "has few cells below a row of totals, and is in the result: delete it if it is no person"
_TOTALS = "a row of totals"
_MAX_WORDS = 20  # of a column, about which a person is asked


class Prepared(NamedTuple):
    """The list, as the text of each value by field, with the record of every change and what is left to a person."""

    schema: Schema
    values: Columnar
    record: Record

    def unknown_words(self) -> dict[str, list[tuple[str, int]]]:
        """Return the texts that are none of the closed values of their field, with how many cells have each.

        The most frequent ones come first.
        """
        return self._words(lambda column, text: column.is_closed and not column.allows(text))

    def words_for_nothing(self) -> dict[str, list[tuple[str, int]]]:
        """Return the texts that look like a word or sign for nothing, with how many cells have each."""
        return self._words(lambda column, text: not (column.is_closed and column.allows(text)) and is_nothing(text))

    def _words(self, is_meant: Callable[[Column, str], bool]) -> dict[str, list[tuple[str, int]]]:
        words: dict[str, list[tuple[str, int]]] = {}
        for field in self.schema.fields:
            column = Column(field, self.schema)
            found: Counter[str] = Counter()
            for portion in self.values.portions(field.name) if field.name in self.values.names else ():
                for text, count in portion.counted():
                    if text in found or is_meant(column, text):
                        found[text] += count
            if some := found.most_common(_MAX_WORDS):
                words[field.name] = some
        return words


def prepare(grid: Grid, layout: Layout, plan: Plan, profile: Profile) -> Prepared:
    """Return the list of a table whose columns are decided. Raise :class:`InputError` ``table``."""
    readers = readers_of(layout, plan, profile.schema, profile.rules.vocabulary)
    if not readers:
        raise InputError("table", "no column of the table is known: say with --map which field each is")
    persons = Persons(grid, layout.header, readers)
    changes = [*_around(grid, layout), *_leave_out(grid, layout, persons)]
    _refuse_misshapen(grid, layout, persons)
    left = [*_left_around(grid, layout, persons), *_right_of(grid, layout)]
    values, as_read = _read(persons, readers, plan, profile.schema)
    repairs: list[dict[str, dict[str, Repair]]] = []
    for _ in range(_ROUNDS):
        again = {field for round_ in repairs[-1:] for field in round_} if repairs else {*values.names}
        if not (found := find_repairs(values, profile, again)):
            break
        values = with_repairs(values, found)
        repairs.append(found)
    for name, value in plan.values.items():
        changes += _of_all_rows(name, value, repairs)
    record = Record(persons, repairs, changes, left, grid.guess, as_read)
    return Prepared(profile.schema, values, record)


def _around(grid: Grid, layout: Layout) -> Iterator[Change]:
    """Yield what was taken as the sheet shows it, and the lines and columns that are left out."""
    for place, text, why in grid.taken:
        yield Change(place, "", text, why)
    for row in grid.rows.head(layout.header):
        yield Change(_row(grid, row.number), _short(row.cells), "", "a line above the header, left out")
    number = grid.rows[layout.header].number
    for one in layout.columns:
        if one.field == "" and not one.parts and one.header.strip():
            yield Change(grid.place(number, one.at), one.header, "", f"a column left out, {one.why}")


def _left_around(grid: Grid, layout: Layout, persons: Persons) -> Iterator[Doubt]:
    """Yield what is left to a person beside the cells: doubts about the file, and columns that are not known."""
    number = grid.rows[layout.header].number
    taken = persons.rows_in_list({doubt.row for doubt in grid.doubts if doubt.row is not None})
    for row in persons.doubtful:
        yield Doubt(_row(grid, row), "", _BELOW_A_TOTAL, row=row)
    for doubt in grid.doubts:
        is_left_out = grid.sheet != "" and doubt.row is not None and doubt.row not in taken
        if not is_left_out and not _is_above(doubt.place, number):
            yield doubt
    for one in layout.columns:
        if one.field is None and not one.parts and (one.header.strip() or one.samples):
            why = "is not in the result: say with --map which field it is, or that it is omitted"
            yield Doubt(f"column {grid.label(one.at + 1)}", one.header, why, missing=True)


def _right_of(grid: Grid, layout: Layout) -> Iterator[Doubt]:
    """Yield the cells to the right of all columns: of a remark, of a column without a header, or of other persons.

    A row that is left out has them, too: what stands to the right of a title may be a person.
    """
    width = len(layout.headers)
    if not grid.rows.are_wider_than(width):
        return
    for numbers, rows in grid.rows.portions(layout.header + 1):
        for number, cells in zip(numbers, rows, strict=True):
            for index, cell in enumerate(cells[width:], width):
                if not is_blank(cell):
                    yield Doubt(grid.place(number, index), cell, _RIGHT_OF_ALL, missing=True, row=number)


def _is_above(place: str, header: int) -> bool:
    """Return whether merged cells, as in A1:C1, end above the header, as a title does."""
    last = re.fullmatch(r"[A-Z]+[0-9]+:[A-Z]+([0-9]+)", place)
    return last is not None and int(last[1]) < header


def _refuse_misshapen(grid: Grid, layout: Layout, persons: Persons) -> None:
    """Raise :class:`InputError` for a row of a text with other cells than the header has: its cells may be shifted."""
    width = len(grid.rows[layout.header].cells)
    start = 0
    if grid.sheet or grid.rows.have_width(width):
        return
    for numbers, rows in grid.rows.portions(layout.header + 1):
        if {*map(len, rows)} != {width}:
            for number, cells, out in zip(numbers, rows, persons.left_out[start:], strict=False):
                if not out and (len(cells) < width or any(cells[width:])):
                    what = f"line {number:,} has {len(cells)} cells where the header has {width}"
                    raise InputError("table", f"{what}, so that its cells may be shifted: correct it first")
        start += len(rows)


def _leave_out(grid: Grid, layout: Layout, persons: Persons) -> Iterator[Change]:
    """Yield each row below the header that is no person, after it is left out of the persons."""
    reported = _headers_again(grid, layout)
    width = len(layout.headers)
    below: list[tuple[int, int, str]] = []  # rows of few cells below a total, perhaps the end of the table
    ended = False
    index = -1
    for numbers, rows in grid.rows.portions(layout.header + 1):
        texts = {*chain.from_iterable(rows)}
        suspect = any(map(is_word_for_total, texts)) or any_blank(texts)
        for number, row in zip(numbers, rows, strict=True):
            index += 1
            why = reported.get(index, "")
            if not why and (suspect or len(row) - row.count("") <= _CELL_COUNTS_MANY < width):
                filled = [cell for cell in row if not is_blank(cell)]
                why = _why_no_person(filled, width)
                if not why and len(filled) <= _CELL_COUNTS_MANY < width:
                    if ended and not _is_numbered(row):
                        below.append((index, number, _short(row)))
                    continue
            if why:
                ended = ended or why == _TOTALS
                persons.left_out[index] = 1
                yield Change(_row(grid, number), _short(row), "", f"{why}, left out")
            elif ended:
                ended = False  # the total was that of a part
                persons.doubtful += [number for _, number, _ in below]
                below.clear()
    for index, number, text in below:
        persons.left_out[index] = 1
        yield Change(_row(grid, number), text, "", "a title, or a line below the table, left out")


def _headers_again(grid: Grid, layout: Layout) -> dict[int | None, str]:
    """Return which rows below the header, from 0, repeat it or number its columns, and which of both they do."""
    outline, again = Outline(layout.headers), Findings()
    start = 0
    for _, rows in grid.rows.portions(layout.header + 1):
        columns = by_column(rows, len(layout.headers))
        outline.look_at([*zip(*columns, strict=True)], columns, range(start, start + len(rows)), again)
        start += len(rows)
    outline.finish(again)
    return {finding.row: finding.what.partition(",")[0] for finding in again}


def _why_no_person(filled: Sequence[str], width: int) -> str:
    """Return what a row with these cells is; "" for one that may be a person."""
    if is_total(filled):
        return _TOTALS
    if len(filled) <= _CELL_COUNTS_MANY < width and begins_with_a_word(filled):
        return "a title, or a line below the table"
    if len(filled) == 1 and width > _CELL_COUNTS_MANY:
        return "a line of one cell, as titles have it"
    return ""


def _is_numbered(row: Sequence[str]) -> bool:
    """Return whether a row begins with a number, as those of persons do, and no signature does."""
    return row[0].strip(" .").isdecimal()


def _read(persons: Persons, readers: Sequence[ColumnReader], plan: Plan, schema: Schema) -> tuple[Columnar, Counts]:
    """Return what is written for each person, by field, and how many cells that changes."""
    as_read = Counts()
    names = {name for reader in readers for name in reader.fields} | {*plan.values}
    needed = {field.name for field in schema.fields if field.constraints.required}
    values = Columnar(field.name for field in schema.fields if field.name in names | needed)
    for numbers, columns in persons.columns():
        found: dict[str, Sequence[str]] = {name: [""] * len(numbers) for name in values.names}
        found |= {name: [text] * len(numbers) for name, text in plan.values.items()}
        for reader, cells in zip(readers, columns, strict=True):
            written = reader.read(cells)
            as_read.add(reader, written)
            texts = zip(*(one.texts for one in written), strict=True)
            found |= dict(zip(reader.fields, texts, strict=True))
        values.add(found)
        if len(values) > ENTRIES:
            raise InputError("table", f"a list has at most {ENTRIES:,} entries: prepare it in parts")
    return values, as_read


def _of_all_rows(name: str, value: str, repairs: Repairs) -> Iterator[Change]:
    """Yield what a value that all rows have was, and became."""
    yield Change("all rows", "", value, f"{name}, as --set says")
    for round_ in repairs:
        if (repair := round_.get(name, {}).get(value)) is not None:
            yield Change("all rows", value, repair.after, REPAIRED + repair.code)
            value = repair.after


def _row(grid: Grid, number: int) -> str:
    return f"row {number}" if grid.sheet else f"line {number}"


def _short(cells: Sequence[str]) -> str:
    return " | ".join(cell.strip() for cell in cells if cell.strip())[:500]

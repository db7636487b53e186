"""The cells of a table as they stand in its file, before anything is decided about them."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import compress, islice
from typing import BinaryIO, NamedTuple

from ...errors import InputError
from ...xlsx.ooxml import Package
from ...xlsx.workbook import Sheet, Workbook
from ...xlsx.worksheet import UNWRITABLE, Cell, CellProblem, Row, SheetRows, letters
from ..csv_.records import HIDES_ROWS, Rows, hides_rows
from ..dialect import find_dialect
from ..formats import Invalid
from ..plan import Plan
from ..source import Text
from ..vocabulary import Vocabulary, fold_word
from ..xlsx_.display import PLAIN_TEXT, displayed
from ..xlsx_.help_sheets import changes_of, is_help_sheet
from ..xlsx_.reader import most_characters, refuse_long
from .rows import GridRows

MAX_CELLS = 2**22
_NOT_TAKEN = "the cell is empty in the result"
_PREPARED = (
    "this workbook was made by prepare, and another run would lose what it changed: correct the sheet with the list in "
    "it, and check it; or prepare the table again that it was made of"
)
_SPANS_NAMED = 16  # runs of rows in one text
_HEAD = 50  # rows of each sheet, by which the one with the list is found


class Doubt(NamedTuple):
    """What a person must look at: where it is, its text, why, and whether it is missing in the result.

    ``row`` is the number of the row of the table that it is about, and ``at`` the index of its column, if it is of one.
    """

    place: str
    found: str
    why: str
    missing: bool = False
    row: int | None = None
    at: int | None = None


class Grid(NamedTuple):
    """The rows of a table that are not empty, and what must be looked at.

    ``label`` is what the file calls its n-th column, from 1; ``sheet`` is the name of the sheet, "" in a text;
    ``taken`` are cells that stood as no text, with the text that the sheet shows and what they were; ``guess`` says
    in which encoding a text was read, if that is a guess.
    """

    rows: GridRows
    label: Callable[[int], str]
    doubts: list[Doubt]
    notes: list[str]
    sheet: str
    taken: list[tuple[str, str, str]]
    guess: str = ""

    def place(self, number: int, index: int) -> str:
        """Return where a cell is, by the number of its row and the index of its column."""
        return f"{self.label(index + 1)}{number}" if self.sheet else f"line {number}, column {index + 1}"

    def places(self, numbers: Sequence[int], index: int) -> Iterator[str]:
        """Yield where the cells of a column in some rows are, in texts that are not too long to be read."""
        column = self.label(index + 1)
        spans: list[str] = []
        for first, last in _spans(numbers):
            if self.sheet:
                spans.append(f"{column}{first}" if first == last else f"{column}{first}:{column}{last}")
            else:
                spans.append(f"{first}" if first == last else f"{first}-{last}")
            if len(spans) == _SPANS_NAMED:
                yield self._named(spans, column)
                spans = []
        if spans:
            yield self._named(spans, column)

    def _named(self, spans: Sequence[str], column: str) -> str:
        return ", ".join(spans) if self.sheet else f"lines {', '.join(spans)}, column {column}"


def _spans(numbers: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Yield the first and the last of each run of rising numbers without a gap."""
    first = last = None
    for number in numbers:
        if first is None or last is None:
            first = last = number
        elif number == last + 1:
            last = number
        else:
            yield first, last
            first = last = number
    if first is not None and last is not None:
        yield first, last


def of_text(stream: BinaryIO, plan: Plan, *, encoding: str | None, delimiter: str | None, named_tsv: bool) -> Grid:
    """Return the cells of a CSV text. Raise :class:`InputError` ``table``."""
    text = Text(stream, encoding)
    rows = Rows(text, find_dialect(text.head, given=delimiter, named_tsv=named_tsv))
    found = GridRows()
    doubts: list[Doubt] = []
    cells = 0
    for lines, records in rows.portions():
        if not records:
            continue  # of empty lines alone
        cells += sum(map(len, records))
        if cells > MAX_CELLS:
            raise InputError("table", f"the table has more than {MAX_CELLS:,} cells: prepare it in parts")
        doubts += _open_quotes(lines, records, rows.delimiter)
        if UNWRITABLE.search("".join(map("".join, records))):
            doubts += _empty_controls(lines, records)
        filled = [record[0].strip() != "" or any(map(str.strip, record)) for record in records]
        if all(filled):
            found.extend(lines, records)
        else:
            found.extend(compress(lines, filled), compress(records, filled))
    if not found:
        raise InputError("table", "the file has no table, only empty lines")
    guess = f"its encoding is a guess: {text.encoding}" if text.guess else ""
    if text.guess:
        doubts.insert(0, Doubt("the file", "", text.guess))
    return Grid(found, str, doubts, [*text.notes, *rows.notes()], "", [], guess)


def _empty_controls(lines: Sequence[int], records: Sequence[list[str]]) -> Iterator[Doubt]:
    """Empty each cell with a control character, which no workbook can contain, and yield it."""
    for line, record in zip(lines, records, strict=True):
        for index, cell in enumerate(record):
            if UNWRITABLE.search(cell):
                record[index] = ""
                what = f"a control character: type it again; {_NOT_TAKEN}"
                yield Doubt(f"line {line}, column {index + 1}", cell, what, missing=True, row=line, at=index)


def _open_quotes(lines: Sequence[int], records: Sequence[list[str]], delimiter: str) -> Iterator[Doubt]:
    """Yield the cells that likely hide rows, because a quote is not closed."""
    on_one_line = len(records) - 1 if lines[-1] - lines[0] == len(records) - 1 else 0  # all but perhaps the last
    for line, record in zip(lines[on_one_line:], records[on_one_line:], strict=True):
        for n, cell in enumerate(record, 1) if len(record) > 1 else ():
            if hides_rows(cell, delimiter, len(record)):
                yield Doubt(f"line {line}, column {n}", cell, HIDES_ROWS, missing=True, row=line, at=n - 1)


def of_workbook(stream: BinaryIO, plan: Plan, vocabulary: Vocabulary) -> Grid:
    """Return the cells of the sheet that the plan names, or of the one with the most headers that are known."""
    package = Package(stream)
    workbook = Workbook(package)
    if changes_of(package, workbook):
        raise InputError("table", _PREPARED)
    heads = {
        sheet: [*islice(SheetRows(package, workbook, sheet), _HEAD)] for sheet in _sheets(package, workbook, plan.sheet)
    }
    filled = {sheet: head for sheet, head in heads.items() if head}
    if not filled:
        raise InputError("table", "the workbook has no table: it is empty")
    best = max(filled, key=lambda sheet: max(_known(row, plan, vocabulary) for row in filled[sheet]))
    found = _of_sheet(package, workbook, best)
    what = "is not empty, and is not in the result: prepare it with --sheet, if it is a list"
    found.doubts.extend(Doubt(f"sheet {sheet.name[:40]!r}", "", what) for sheet in filled if sheet != best)
    return found


def _known(row: Row, plan: Plan, vocabulary: Vocabulary) -> int:
    said = {*map(fold_word, (*plan.columns, *plan.splits))}
    words = [fold_word(cell.text) for cell in row.cells if cell.kind == "text"]
    return sum(word in said or word in vocabulary.headers or word in vocabulary.full_names for word in words)


def _sheets(package: Package, workbook: Workbook, name: str | None) -> list[Sheet]:
    if name is None:
        return [sheet for sheet in workbook.sheets if not is_help_sheet(SheetRows(package, workbook, sheet))]
    found = [sheet for sheet in workbook.sheets if sheet.name.strip().casefold() == name.strip().casefold()]
    if not found:
        known = ", ".join(repr(sheet.name[:40]) for sheet in workbook.sheets[:12])
        raise InputError("table", f"there is no sheet {name[:40]!r}: choose one with --sheet. There are {known}")
    return found[:1]


def _of_sheet(package: Package, workbook: Workbook, sheet: Sheet) -> Grid:
    found = Grid(GridRows(), letters, [], [], sheet.name, [])
    rows, doubts = found.rows, found.doubts
    sheet_rows = SheetRows(package, workbook, sheet)
    most = most_characters(package)
    cells = size = 0
    for row in sheet_rows:
        width = max(cell.column for cell in row.cells)
        cells += width
        if cells > MAX_CELLS:
            raise InputError("table", f"the table has more than {MAX_CELLS:,} cells: prepare it in parts")
        texts = [""] * width
        for cell in row.cells:
            texts[cell.column - 1] = _text(cell, row.number, found, since_1904=workbook.since_1904)
        size += sum(map(len, texts))
        refuse_long(size, most)
        rows.extend((row.number,), (texts,))
        if row.hidden:
            what = "was hidden, and is in the result nevertheless"
            doubts.append(Doubt(f"row {row.number}", "", what, row=row.number))
        if any(cell.struck for cell in row.cells):
            what = "was struck out, in whole or in part, and is in the result nevertheless"
            doubts.append(Doubt(f"row {row.number}", "", what, row=row.number))
    merged = "the cells were merged: fill in each in the result"
    doubts += [Doubt(ref, "", merged, row=_only_row(ref)) for ref in sheet_rows.merges if ":" in ref]
    if package.has_comments(sheet.part):
        doubts.append(Doubt(f"sheet {sheet.name[:40]!r}", "", "has comments, which are not in the result"))
    doubts += [
        Doubt(f"column {letters(n)}", "", "was hidden, and is in the result nevertheless")
        for n in sheet_rows.hidden_columns
    ]
    return found


def _only_row(merged: str) -> int | None:
    """Return the row of merged cells, as in A5:K5; None if they are in several."""
    found = re.fullmatch(r"[A-Z]+([0-9]+):[A-Z]+\1", merged)
    return None if found is None else int(found[1])


def _text(cell: Cell, row: int, found: "Grid", *, since_1904: bool) -> str:
    """Return the text of a cell as the sheet shows it, and note what it was, or why it cannot be read."""
    if cell.kind == "text" and cell.problem is None and cell.code in PLAIN_TEXT:
        return cell.text
    is_formula = cell.problem is CellProblem.FORMULA
    place = f"{letters(cell.column)}{row}"
    try:
        text = displayed(cell._replace(problem=None) if is_formula else cell, "string", since_1904=since_1904).text
    except Invalid as error:
        if cell.kind == "number" and error.instead:  # zeros of the format 00000, which the sheet shows
            found.taken.append((place, error.instead, "a number, taken as the sheet shows it"))
            return error.instead
        what = "a formula of which the file has no result" if is_formula else str(error)
        what = f"{what}; {_NOT_TAKEN}"
        found.doubts.append(Doubt(place, cell.text, what, missing=True, row=row, at=cell.column - 1))
        return ""
    if is_formula and text:
        found.taken.append((place, text, "a formula, taken as what it shows"))
    return text

"""The cells of a table as they stand in its file, before anything is decided about them."""

from collections.abc import Callable, Iterator
from itertools import islice
from typing import BinaryIO, NamedTuple

from ...errors import InputError
from ...xlsx.ooxml import Package
from ...xlsx.workbook import Sheet, Workbook
from ...xlsx.worksheet import Cell, CellProblem, Row, SheetRows, letters
from ..csv_.records import Rows
from ..dialect import find_dialect
from ..formats import Invalid
from ..plan import Plan
from ..source import Text
from ..vocabulary import Vocabulary, fold_word
from ..xlsx_.display import PLAIN_TEXT, displayed
from ..xlsx_.help_sheets import changes_of, is_help_sheet

MAX_CELLS = 2**22
NOT_TAKEN = "the cell is empty in the result"
"""What is said of a cell that could not be read."""
_PREPARED = (
    "this workbook was made by prepare, and another run would lose what it changed: correct the sheet with the list in "
    "it, and check it; or prepare the table again that it was made of"
)
_HEAD = 50  # rows of each sheet, by which the one with the list is found


class GridRow(NamedTuple):
    """A row: its number in the sheet, or the line that it begins in, and its cells."""

    number: int
    cells: list[str]


class Grid(NamedTuple):
    """The rows of a table that are not empty, and what must be looked at, as place and reason.

    ``label`` is what the file calls its n-th column, from 1; ``sheet`` is the name of the sheet, "" in a text;
    ``taken`` are cells that stood as no text, with the text that the sheet shows and what they were.
    """

    rows: list[GridRow]
    label: Callable[[int], str]
    doubts: list[tuple[str, str]]
    notes: list[str]
    sheet: str
    taken: list[tuple[str, str, str]]

    def place(self, row: GridRow, index: int) -> str:
        """Return where a cell is, by the index of its column."""
        return f"{self.label(index + 1)}{row.number}" if self.sheet else f"line {row.number}, column {index + 1}"


def of_text(stream: BinaryIO, plan: Plan, *, encoding: str | None, delimiter: str | None, named_tsv: bool) -> Grid:
    """Return the cells of a CSV text. Raise :class:`InputError` ``table``."""
    text = Text(stream, encoding)
    rows = Rows(text, find_dialect(text.head, given=delimiter, named_tsv=named_tsv))
    found = [GridRow(line, cells) for line, cells in _limited(rows) if any(map(str.strip, cells))]
    if not found:
        raise InputError("table", "the file has no table, only empty lines")
    doubts = [("the file", text.guess)] if text.guess else []
    return Grid(found, str, doubts, [*text.notes, *rows.notes()], "", [])


def _limited(rows: Rows) -> Iterator[tuple[int, list[str]]]:
    cells = 0
    for line, row in rows:
        cells += len(row)
        if cells > MAX_CELLS:
            raise InputError("table", f"the table has more than {MAX_CELLS:,} cells: prepare it in parts")
        yield line, row


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
    best = max(filled, key=lambda sheet: max(_known(row, vocabulary) for row in filled[sheet]))
    found = _of_sheet(package, workbook, best)
    what = "is not empty, and is not in the result: prepare it with --sheet, if it is a list"
    found.doubts.extend((f"sheet {sheet.name[:40]!r}", what) for sheet in filled if sheet != best)
    return found


def _known(row: Row, vocabulary: Vocabulary) -> int:
    words = [fold_word(cell.text) for cell in row.cells if cell.kind == "text"]
    return sum(word in vocabulary.headers or word in vocabulary.full_names for word in words)


def _sheets(package: Package, workbook: Workbook, name: str | None) -> list[Sheet]:
    if name is None:
        return [sheet for sheet in workbook.sheets if not is_help_sheet(SheetRows(package, workbook, sheet))]
    found = [sheet for sheet in workbook.sheets if sheet.name.strip().casefold() == name.strip().casefold()]
    if not found:
        known = ", ".join(repr(sheet.name[:40]) for sheet in workbook.sheets[:12])
        raise InputError("table", f"there is no sheet {name[:40]!r}; there are {known}")
    return found[:1]


def _of_sheet(package: Package, workbook: Workbook, sheet: Sheet) -> Grid:
    found = Grid([], letters, [], [], sheet.name, [])
    rows, doubts = found.rows, found.doubts
    sheet_rows = SheetRows(package, workbook, sheet)
    cells = 0
    for row in sheet_rows:
        width = max(cell.column for cell in row.cells)
        cells += width
        if cells > MAX_CELLS:
            raise InputError("table", f"the table has more than {MAX_CELLS:,} cells: prepare it in parts")
        texts = [""] * width
        for cell in row.cells:
            place = f"{letters(cell.column)}{row.number}"
            texts[cell.column - 1] = _text(cell, place, found, since_1904=workbook.since_1904)
        rows.append(GridRow(row.number, texts))
        if row.hidden:
            doubts.append((f"row {row.number}", "was hidden, and is in the result nevertheless"))
        if any(cell.struck for cell in row.cells):
            doubts.append(
                (f"row {row.number}", "was struck out, in whole or in part, and is in the result nevertheless")
            )
    doubts += [(ref, "the cells were merged: fill in each in the result") for ref in sheet_rows.merges if ":" in ref]
    if package.has_comments(sheet.part):
        doubts.append((f"sheet {sheet.name[:40]!r}", "has comments, which are not in the result"))
    doubts += [
        (f"column {letters(n)}", "was hidden, and is in the result nevertheless") for n in sheet_rows.hidden_columns
    ]
    return found


def _text(cell: Cell, place: str, found: "Grid", *, since_1904: bool) -> str:
    """Return the text of a cell as the sheet shows it, and note what it was, or why it cannot be read."""
    if cell.kind == "text" and cell.problem is None and cell.code in PLAIN_TEXT:
        return cell.text
    is_formula = cell.problem is CellProblem.FORMULA
    try:
        text = displayed(cell._replace(problem=None) if is_formula else cell, "string", since_1904=since_1904).text
    except Invalid as error:
        if cell.kind == "number" and error.instead:  # zeros of the format 00000, which the sheet shows
            found.taken.append((place, error.instead, "a number, taken as the sheet shows it"))
            return error.instead
        kept = cell.kind == "text" and cell.problem is None
        what = "a formula of which the file has no result" if is_formula else str(error)
        found.doubts.append((place, what if kept else f"{what}; {NOT_TAKEN}"))
        return cell.text if kept else ""
    if is_formula and text:
        found.taken.append((place, text, "a formula, taken as what it shows"))
    return text

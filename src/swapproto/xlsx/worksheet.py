"""The rows of a sheet: the cells that are not empty, as the file stores them, and what is hidden."""

import re
from collections.abc import Iterator, Mapping
from enum import Enum, auto
from functools import lru_cache
from typing import Literal, NamedTuple, TypeAlias

from ..errors import InputError
from ..limits import CELL_LIMIT, LEAST_ROW, MANY_ROWS
from .ooxml import Handler, Package, damaged
from .workbook import Runs, Sheet, Workbook, is_true, number_of, unescape_text

ROWS = 2**20
COLUMNS = 256
_LAST_COLUMN = 16_384
_MAX_MERGES = 1_000
_LETTERS = re.compile("[A-Z]{1,3}")
_style_of = lru_cache(2**10)(number_of)
UNWRITABLE = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
"""Characters that XML cannot contain."""


def letters(column: int) -> str:
    """Return the letters of a column, counted from 1."""
    name = ""
    while column:
        column, digit = divmod(column - 1, 26)
        name = chr(ord("A") + digit) + name
    return name


class CellProblem(Enum):
    """Why the text of a cell is not what somebody typed, or cannot be read."""

    FORMULA = auto()
    TOO_LONG = auto()
    """Longer than a cell of a table may be, or with a lone surrogate."""
    CONTROL = auto()
    """With a control character."""


Kind: TypeAlias = Literal["text", "number", "boolean", "date", "error"]
_KINDS: Mapping[str, Kind] = {
    **dict.fromkeys(("s", "inlineStr", "str"), "text"),
    "n": "number",
    "b": "boolean",
    "e": "error",
    "d": "date",
}


class Cell(NamedTuple):
    """A cell that is not empty. ``code`` is the format in which a number is displayed."""

    column: int
    kind: Kind
    text: str
    code: str
    struck: bool
    problem: CellProblem | None = None


class Row(NamedTuple):
    """A row that is not empty, and its number in the sheet, from 1."""

    number: int
    cells: list[Cell]
    hidden: bool


class SheetRows:
    """The rows of a sheet, in order, to be iterated once. Its properties are complete after the last row."""

    def __init__(self, package: Package, workbook: Workbook, sheet: Sheet) -> None:
        self._handler = _Rows(workbook, max(MANY_ROWS, package.size // LEAST_ROW))
        self._pieces = package.pieces(sheet.part, self._handler)

    def __iter__(self) -> Iterator[Row]:
        for _ in self._pieces:
            done, self._handler.done = self._handler.done, []
            yield from done

    @property
    def hidden_columns(self) -> set[int]:
        """The numbers of the hidden columns, from 1."""
        return self._handler.hidden_columns

    @property
    def filtered(self) -> bool:
        """Whether a filter has a condition, and so can hide rows."""
        return self._handler.filtered

    @property
    def merged(self) -> str:
        """The first merged cells, as in A1:C1, or "" if there are none."""
        return self._handler.merges[0] if self._handler.merges else ""

    @property
    def merges(self) -> list[str]:
        """The first of the merged cells, as in A1:C1; at most 1,000 of them."""
        return self._handler.merges


class _Rows(Handler):
    """The handler of a sheet's XML. It keeps the rows that are not empty, ``most`` of them, until they are fetched."""

    def __init__(self, workbook: Workbook, most: int) -> None:
        self._count, self._most = 0, most
        self.done: list[Row] = []
        self.hidden_columns: set[int] = set()
        self.filtered = False
        self.merges: list[str] = []
        self._workbook = workbook
        self._row = self._column = 0
        self._cells: list[Cell] = []
        self._hidden = self._in_rows = self._in_cell = self._in_value = False
        self._type, self._style = "n", 0
        self._value: list[str] = []
        self._size = 0
        self._runs = Runs()
        self._problem: CellProblem | None = None
        self._columns: dict[str, int] = {}

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        if self._in_cell:
            self._start_within(name, attributes)
        elif name == "c" and self._in_rows:
            self._start_cell(attributes)
        elif name == "row" and self._in_rows:
            self._start_row(attributes)
        elif name == "sheetData":
            self._in_rows = True
        elif name == "col" and (is_true(attributes.get("hidden")) or _is_zero(attributes.get("width"))):
            first, last = number_of(attributes.get("min", "0")), number_of(attributes.get("max", "0"))
            self.hidden_columns.update(range(first, min(last, COLUMNS) + 1))
        elif name == "filterColumn":
            self.filtered = True
        elif name == "mergeCell" and len(self.merges) < _MAX_MERGES:
            self.merges.append(attributes.get("ref", "?"))

    def end(self, name: str) -> None:
        if self._in_cell:
            if name == "c":
                self._in_cell = False
                self._end_cell()
            else:
                self._in_value = False
                self._runs.end(name)
        elif name == "row" and self._cells:
            self._count += 1
            if self._count > self._most:
                what = f"it has over {self._most:,} rows, and fewer than {LEAST_ROW} bytes for each, as no list has"
                raise InputError("table", f"{what}: remove its empty rows, or look whether it is the right file")
            self.done.append(Row(self._row, self._cells, self._hidden))
            self._cells = []
        elif name == "sheetData":
            self._in_rows = False

    def text(self, text: str) -> None:
        if self._in_value:
            self._value.append(text)
            self._size += len(text)
            if self._size > CELL_LIMIT:
                self._value.clear()
                self._report(CellProblem.TOO_LONG)
        elif self._in_cell:
            self._runs.text(text)

    def _start_row(self, attributes: Mapping[str, str]) -> None:
        number = number_of(attributes["r"]) if "r" in attributes else self._row + 1
        if self._cells:
            raise damaged(f"row {self._row:,} does not end")
        if number <= self._row:
            raise damaged(f"row {number:,} comes after row {self._row:,}")
        if number > ROWS:
            raise InputError("table", f"there are more than {ROWS:,} rows")
        self._row, self._column, self._cells = number, 0, []
        self._hidden = bool(attributes) and (is_true(attributes.get("hidden")) or _is_zero(attributes.get("ht")))

    def _start_cell(self, attributes: Mapping[str, str]) -> None:
        column = self._column + 1
        if (reference := attributes.get("r")) is not None:
            name = reference.rstrip("0123456789")
            if reference != f"{name}{self._row}":
                raise damaged(f"a cell of row {self._row:,} is said to be elsewhere")
            column = self._columns.get(name) or self._numbered(name)
        if not self._column < column <= _LAST_COLUMN:
            raise damaged(f"the cells of row {self._row:,} are out of order")
        self._column, self._in_cell, self._problem = column, True, None
        self._type, self._style = attributes.get("t", "n"), _style_of(attributes["s"]) if "s" in attributes else 0
        if self._size:
            self._value, self._size = [], 0
        if self._type == "inlineStr":
            self._runs.clear()

    def _start_within(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "v":
            self._in_value = True
        elif name == "is" and self._type != "inlineStr":
            raise damaged(f"{self._place()} is of another type than it says")
        elif name == "f":
            self._report(CellProblem.FORMULA)
        else:
            self._runs.start(name, attributes)

    def _end_cell(self) -> None:
        styles = self._workbook.styles
        code, struck = styles[self._style] if self._style < len(styles) else ("General", False)
        kind = _KINDS.get(self._type)
        if kind is None:
            raise damaged(f"{self._place()} is of no known type")
        text = "".join(self._value)
        if kind == "number" or kind == "boolean":
            text = text.strip()
        elif self._type == "s" and text:
            text, runs_struck = self._string(text)
            struck = struck or runs_struck
        elif self._type == "inlineStr":
            if text.strip():  # the schema allows an empty one beside the text
                raise damaged(f"{self._place()} is of another type than it says")
            text, struck = self._usable(self._runs.whole()), struck or self._runs.struck
        elif self._type == "str":
            text = self._unescaped(text)
        if not text and self._problem is None and kind not in ("error", "date"):
            return
        if self._column > COLUMNS:
            raise InputError("table", f"{self._place()} is beyond the {COLUMNS} columns that a table may have")
        if kind == "text":
            self._check(text)
        self._cells.append(Cell(self._column, kind, text, code, struck, self._problem))

    def _unescaped(self, text: str) -> str:
        try:
            return unescape_text(text)
        except ValueError:
            return self._usable(None)

    def _string(self, value: str) -> tuple[str, bool]:
        number = number_of(value)
        if number >= len(self._workbook.strings):
            raise damaged(f"{self._place()} refers to a text that does not exist")
        return self._usable(self._workbook.strings[number]), number in self._workbook.struck_strings

    def _usable(self, text: str | None) -> str:
        if text is None:
            self._report(CellProblem.TOO_LONG)
        return text or ""

    def _check(self, text: str) -> None:
        if len(text) > CELL_LIMIT // 4 and len(text.encode()) > CELL_LIMIT:
            self._usable(None)
        if UNWRITABLE.search(text):
            self._report(CellProblem.CONTROL)

    def _numbered(self, name: str) -> int:
        """Return the number of the column with these letters, and remember it: there are at most 18,278."""
        if not _LETTERS.fullmatch(name):
            raise damaged(f"a cell of row {self._row:,} is said to be elsewhere")
        number = 0
        for letter in name:
            number = 26 * number + ord(letter) - ord("A") + 1
        self._columns[name] = number
        return number

    def _place(self) -> str:
        return f"{letters(self._column)}{self._row}"

    def _report(self, problem: CellProblem) -> None:
        self._problem = self._problem or problem


def _is_zero(text: str | None) -> bool:
    return text is not None and not text.strip("0.")

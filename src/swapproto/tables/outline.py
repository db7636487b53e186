"""The outline of a table: where its header is, and rows that repeat it or number its columns instead of a person."""

from collections import Counter
from collections.abc import Sequence

from ..lists import Schema
from .findings import ByRow, Findings
from .titles import HEADER_LIMIT, Titles, fold

HEAD_ROWS = 10
"""The rows among which the header is looked for."""
_MIN_COLUMNS = 3
_MAX_ROWS_READ = 50  # to learn whether the cells of a table have letters
_ALPHABETS = (
    "abcdefghijklmnopqrstuvwxyz",
    "абвгдежзиклмн",
    "абвгґдеєжзиіїйклмн",
    "أبتثجحخدذرز",
    "ابتثجحخدذرز",
    "ابجدهوزحطي",
)
_BRACKETS = " ().[]"


def header_below(rows: Sequence[Sequence[str]], schema: Schema | None) -> int:
    """Return the index of the row that seems to be the header; 0 for the first, also if nothing tells."""
    filled = [sum(map(bool, map(str.strip, cells))) for cells in rows]
    usual = [count for count, times in Counter(filled).items() if times > 1]
    widest = max(usual or filled)
    if widest >= _MIN_COLUMNS and 2 * filled[0] <= widest:
        return next(index for index, count in enumerate(filled) if count >= widest)
    if schema is None:
        return 0
    titles = Titles(schema)
    known = [sum(bool(titles.meaning(cell)) for cell in cells if len(cell) <= HEADER_LIMIT) for cells in rows]
    best = max(known)
    return known.index(best) if best > 1 and not known[0] else 0


class Outline:
    """The header of a table, and rows below it that repeat it or number its columns, which are no entries."""

    def __init__(self, headers: Sequence[str]) -> None:
        self._headers = [fold(header) for header in headers]
        self._first = next((n for n, header in enumerate(self._headers) if header), None)
        initial = "" if self._first is None else headers[self._first].lstrip()[:1] + self._headers[self._first][:1]
        self._initials = {initial, *initial.lower(), *initial.upper()}
        self._numbered: list[int] = []
        self._cells = self._cells_with_letters = 0
        self._read = 0

    def look_at(
        self,
        cells: Sequence[Sequence[str]],
        columns: Sequence[Sequence[str]],
        rows: Sequence[int],
        findings: Findings | ByRow,
    ) -> None:
        """Look at some rows, which are also given by column."""
        if len(columns) < 2:
            return  # neither the header again nor the numbers of columns can be told from an entry
        which = range(len(rows)) if self._read < _MAX_ROWS_READ else self._candidates(columns)
        for index in which:
            self.look(cells[index], rows[index], findings)

    def _candidates(self, columns: Sequence[Sequence[str]]) -> Sequence[int]:
        """Return the rows that may be the header again, or have the numbers of the columns."""
        begins = [] if self._first is None else columns[self._first]
        which = {index for index, cell in enumerate(begins) if cell.lstrip()[:1] in self._initials}
        if len(columns) >= _MIN_COLUMNS:
            which.update(index for index, cell in enumerate(columns[0]) if len(cell) <= _MIN_COLUMNS)
        return sorted(which)

    def look(self, cells: Sequence[str], row: int, findings: Findings | ByRow) -> None:
        """Look at a row, and report it if it is the header again."""
        if self._repeats(cells):
            what = "the header again, which would be an entry: delete the row"
            findings.add("header-row", what, row=row)
        elif _are_numbers(cells):
            self._numbered.append(row)
        elif self._read < _MAX_ROWS_READ:
            self._read += 1
            filled = [cell for cell in cells if cell.strip()]
            self._cells += len(filled)
            self._cells_with_letters += sum(any(map(str.isalpha, cell[:64])) for cell in filled)

    def finish(self, findings: Findings) -> None:
        """Report the rows with the numbers of the columns, unless all cells of the table are such numbers."""
        if self._cells and 3 * self._cells_with_letters < self._cells:
            return
        for row in self._numbered:
            what = "the numbers of the columns, which would be an entry: delete the row"
            findings.add("header-row", what, row=row)

    def no_entries(self, cells: Sequence[Sequence[str]], columns: Sequence[Sequence[str]]) -> set[int]:
        """Return which rows, also given by column, are the header again or the numbers of columns, as it seems."""
        if len(columns) < 2:
            return set()
        return {n for n in self._candidates(columns) if self._repeats(cells[n]) or _are_numbers(cells[n])}

    def _repeats(self, cells: Sequence[str]) -> bool:
        if self._first is None or cells[self._first].lstrip()[:1] not in self._initials:
            return False  # as for almost every row
        pairs = [(cell, header) for cell, header in zip(cells, self._headers, strict=False) if header or cell.strip()]
        return len(pairs) > 1 and all(fold(cell) == header for cell, header in pairs)


def _are_numbers(cells: Sequence[str]) -> bool:
    """Return whether half of a row's cells or more are 1, 2, 3 and so on, or the first letters of an alphabet."""
    if len(cells[0]) > _MIN_COLUMNS:
        return False  # as for almost every row
    texts = [text for cell in cells if (text := cell.strip(_BRACKETS))]
    if len(texts) < _MIN_COLUMNS or 2 * len(texts) < len(cells) or texts[0] == texts[1]:
        return False
    return _count_up(texts) or _spell(texts)


def _count_up(texts: Sequence[str]) -> bool:
    """Return whether texts are 1, 2, 3 and so on, in any digits, perhaps after letters as in А, Б, 1, 2."""
    letters = next((n for n, text in enumerate(texts) if text.isdecimal()), len(texts))
    digits = texts[letters:]
    if len(digits) < 2 or letters > 2 or (letters and not _spell(texts[:letters])):
        return False
    return all(text.isdecimal() and int(text) == n for n, text in enumerate(digits, 1))


def _spell(texts: Sequence[str]) -> bool:
    """Return whether texts are the first letters of an alphabet, one each."""
    together = "".join(texts).casefold()
    return len(together) == len(texts) and any(alphabet.startswith(together) for alphabet in _ALPHABETS)

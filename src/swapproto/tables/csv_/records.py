"""Records: the rows of a CSV text, each with the line that it begins in."""

import csv
import re
from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from functools import partial
from itertools import chain, islice

from ...errors import InputError
from ...limits import CELL_LIMIT
from ..columnar import PORTION
from ..dialect import Dialect
from ..findings import Locate
from ..matched import Matched
from ..source import ROW_LIMIT, Text

HIDES_ROWS = (
    "runs over the end of its line, and holds the separator: a quote is likely not closed, and hides a row or more"
)
"""What is said of a cell for which :func:`hides_rows`."""
_SPACE_AFTER_QUOTE = re.compile(r'"[ \t\xa0]+(?=[,;\t|\r\n]|\Z)')

Record = tuple[int, list[str]]
"""The line in which a row begins, and its cells."""


class Rows:
    """The records of a table, each with the line that it begins in. Empty lines are skipped."""

    def __init__(self, text: Text, dialect: Dialect) -> None:
        if len(dialect.delimiter) != 1 or dialect.delimiter in '"\r\n\0':
            raise InputError("usage", "a delimiter is one character, such as ; or a tab, and not a quote")
        self.delimiter: str = dialect.delimiter
        self._dialect = dialect
        self._blank_lines = self._rows = 0
        self._text = text
        self._end = 0  # the line in which the last whole record ends
        self._kept: list[str] = []
        self._kept_from = 1
        self._has_long = False
        self._ended = False
        self._begins = array("Q")
        self._long: set[int] = set()

    @property
    def counted(self) -> int:
        """The number of rows of the table so far."""
        return len(self._begins)

    def count(self, lines: Iterable[int]) -> None:
        """Count the records that begin in these lines as rows of the table, which the header is not."""
        self._begins.extend(lines)

    def over_lines(self, rows: range) -> Set[int]:
        """Return which of some rows of the table, from 1, go over more than one line."""
        lines = self._begins[rows.start - 1 : rows.stop - 1]
        return {row for row, line in zip(rows, lines, strict=True) if line in self._long} if self._long else set()

    def locate(self, matched: Matched) -> Locate:
        """Return what locates rows by the line that they begin in, and fields by the number of their column."""
        columns = {name: f", column {n} ({name})" for name, n in matched.places()}
        return partial(_place, columns, self._begins)

    def notes(self) -> list[str]:
        """Return how the text was cut into cells."""
        notes = []
        if self._dialect.has_sep_line:
            notes.append("The first line only says what separates the cells (sep=), and is no row.")
        if note := self._dialect.in_words():
            notes.append(note)
        if self._blank_lines:
            notes.append(f"Empty lines were skipped: {self._blank_lines:,}.")
        return notes

    def __iter__(self) -> Iterator[Record]:
        """Yield each record. Raise :class:`InputError` ``table`` for what is none, after all before it."""
        for lines, records in self.portions():
            yield from zip(lines, records, strict=True)

    def portions(self) -> Iterator[tuple[Sequence[int], list[list[str]]]]:
        """Yield the lines in which some records begin, and the records. Raise as ``__iter__`` does."""
        lines = chain.from_iterable(self._lines())
        if self._dialect.has_sep_line:
            self._end = len([*islice(lines, 1)])
        skipped = self._end
        reader = csv.reader(lines, delimiter=self.delimiter, strict=True)
        failed: InputError | None = None
        while failed is None:
            first, found, ends = self._end + 1, list[list[str]](), array("Q")
            try:
                for cells in islice(reader, PORTION):
                    self._end = skipped + reader.line_num
                    found.append(cells)
                    ends.append(self._end)
            except csv.Error:
                failed = self._failure(skipped + reader.line_num)
            except InputError as error:
                failed = error
            if not found:
                break
            begins: Sequence[int] = range(first, self._end + 1)
            if len(begins) != len(found):
                begins = [first, *(end + 1 for end in ends[:-1])]
            self._refuse_long(begins, ends, found)
            if not all(found):
                self._blank_lines += found.count([])
                begins = [line for line, cells in zip(begins, found, strict=True) if cells]
                found = [cells for cells in found if cells]
            self._rows += len(found)
            self._text.refuse_short(self._rows)
            yield begins, found
        if failed is not None:
            raise failed

    def _lines(self) -> Iterator[list[str]]:
        """Yield some lines at a time, and keep those since the last whole record. Raise if they are too many."""
        for lines in self._text.portions():
            whole = self._end + 1 - self._kept_from
            del self._kept[:whole]
            self._kept_from += whole
            if sum(map(len, self._kept)) > ROW_LIMIT:
                raise self._too_long(self._end + 1)
            self._kept += lines
            self._has_long = self._has_long or max(map(len, lines), default=0) > CELL_LIMIT // 4
            yield lines
        self._ended = True

    def _refuse_long(self, begins: Sequence[int], ends: Sequence[int], found: list[list[str]]) -> None:
        """Note which records go over lines. Raise :class:`InputError` ``table`` for a cell that is too long."""
        if len(begins) == ends[-1] + 1 - begins[0] and not self._has_long:
            return
        self._long.update(begin for begin, end in zip(begins, ends, strict=True) if begin < end)
        for line, cells in zip(begins, found, strict=True):
            if any(len(cell) > CELL_LIMIT // 4 and len(cell.encode()) > CELL_LIMIT for cell in cells):
                raise self._too_long(line)

    def _failure(self, line: int) -> InputError:
        """Return why the record after the last whole one, which was read up to a line, is none."""
        start = self._end + 1
        raw = self._kept[start - self._kept_from : line + 1 - self._kept_from]
        if sum(map(len, raw)) > CELL_LIMIT:
            return self._too_long(start)
        if self._ended:
            return _refusal(f"the row at line {start:,} opens a quote that is not closed before the file ends")
        if _SPACE_AFTER_QUOTE.search(raw[-1]):
            return _refusal(f"line {line:,} has a space after a closing quote: delete the space")
        within = f"the row at line {start:,} has a quote within a quoted cell"
        if len(raw) > 1:
            return _refusal(f"{within}, which runs over {len(raw):,} lines: close the quote that it opens")
        return _refusal(f'{within}: write it twice ("")')

    def _too_long(self, line: int) -> InputError:
        return _refusal(
            f"the row at line {line:,} has a cell over {CELL_LIMIT:,} bytes: "
            "shorten it, or close the quote that it opens"
        )


def hides_rows(cell: str, delimiter: str, width: int) -> bool:
    """Return whether a cell over several lines, of a row of ``width``, would be whole rows if it were not in quotes."""
    if "\n" not in cell and "\r" not in cell:
        return False
    breaks = len(re.findall(r"\r\n?|\n", cell))
    inside = cell.count(delimiter)
    # as cells do, and not only before spaces as sentences do
    separates = re.search(re.escape(delimiter) + r"(?![\s0-9])", cell) is not None
    return inside > 0 and (inside == breaks * (width - 1) or separates)


def _place(columns: Mapping[str, str], begins: Sequence[int], row: int | None, field: str | None) -> str:
    if row is None:
        return columns.get(field or "", "").removeprefix(", ")
    column = "" if field is None else columns.get(field, f", {field}")
    return f"row {row:,} (line {begins[row - 1]:,}){column}"


def _refusal(why: str) -> InputError:
    return InputError("table", why)

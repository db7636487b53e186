"""Help sheets of a template. Each carries a digest of its cells, and is ignored only while the digest matches.

If somebody types an entry into such a sheet, the digest no longer matches, and the sheet counts as a second table.
"""

from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256
from itertools import chain

from ...xlsx.ooxml import Package
from ...xlsx.styles import Style
from ...xlsx.workbook import Workbook
from ...xlsx.worksheet import Row, SheetRows
from ...xlsx.writer import Cell, Styled

_MARK = "swapproto-sheet/1 "
CHANGES = "Changes"
"""The name of the sheet with every change to a list that was prepared, and a summary in its first cell."""
TEXT_LIMIT = 2**22
"""Characters. Our own sheets have fewer. Many cells can refer to one long text, which is in the file only once."""


def with_digest(rows: Sequence[Sequence[Cell]], column: int) -> Iterator[Sequence[Cell]]:
    """Yield rows with their digest in the first row, in this column, which is to the right of its other cells."""
    texts = [[cell if isinstance(cell, str) else cell.text for cell in row] for row in rows]
    whole = sha256()
    for y, row in enumerate(texts, 1):
        for x, text in enumerate(row, 1):
            whole.update(_marked(y, x, text) if text else b"")
    gap = [""] * (column - 1 - len(rows[0]))
    yield [*rows[0], *gap, Styled(_digest(whole.hexdigest()), Style.GREY)]
    yield from rows[1:]


def is_help_sheet(rows: Iterable[Row]) -> bool:
    """Return whether these are rows from :func:`with_digest`, with every text unchanged."""
    rows = iter(rows)
    first = next(rows, None)
    if first is None or first.number != 1 or not first.cells[-1].text.startswith(_MARK):
        return False
    *cells, mark = first.cells
    size = 0
    whole = sha256()
    for row in chain([first._replace(cells=cells)], rows):
        for cell in row.cells:
            size += len(cell.text)
            if cell.kind != "text" or size > TEXT_LIMIT:
                return False
            whole.update(_marked(row.number, cell.column, cell.text))
    return mark.text == _digest(whole.hexdigest())


def changes_of(package: Package, workbook: Workbook) -> str:
    """Return the summary of the changes that ``prepare`` made, from its sheet, if it is unaltered; else ""."""
    for sheet in workbook.sheets:
        if sheet.name == CHANGES and is_help_sheet(SheetRows(package, workbook, sheet)):
            first = next(iter(SheetRows(package, workbook, sheet)))
            return first.cells[0].text
    return ""


def _marked(row: int, column: int, text: str) -> bytes:
    return f"{row} {column} {len(text)} {text}\n".encode()


def _digest(whole: str) -> str:
    return _MARK + whole[:32]

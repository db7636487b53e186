"""Sheets that only explain: they bear a digest of their own cells, and stand beside a list as long as it is right.

Whoever types an entry into such a sheet changes what the digest is of, and the sheet is taken for what it then is:
a second one that holds something.
"""

from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256
from itertools import chain

from ...xlsx.styles import Style
from ...xlsx.worksheet import Row
from ...xlsx.writer import Cell, Styled

_MARK = "swapproto-sheet/1 "
_LIMIT = 2**22
"""Characters. What we write has fewer; many cells can refer to one long text, which is in the file only once."""


def marked(rows: Sequence[Sequence[Cell]], column: int) -> Iterator[Sequence[Cell]]:
    """Rows with their digest in the first of them, in this column, to the right of all that the row has."""
    texts = [[cell if isinstance(cell, str) else cell.text for cell in row] for row in rows]
    mark = _digest((y, x, text) for y, row in enumerate(texts, 1) for x, text in enumerate(row, 1) if text)
    room = [""] * (column - 1 - len(rows[0]))
    yield [*rows[0], *room, Styled(mark, Style.GREY)]
    yield from rows[1:]


def only_explains(rows: Iterable[Row]) -> bool:
    """Whether a sheet with these rows is one that :func:`marked` made, with every text as it was."""
    rows = iter(rows)
    first = next(rows, None)
    if first is None or first.number != 1 or not first.cells[-1].text.startswith(_MARK):
        return False
    *cells, mark = first.cells
    size = 0
    texts = []
    for row in chain([first._replace(cells=cells)], rows):
        for cell in row.cells:
            size += len(cell.text)
            if cell.kind != "text" or size > _LIMIT:
                return False
            texts.append((row.number, cell.column, cell.text))
    return mark.text == _digest(texts)


def _digest(texts: Iterable[tuple[int, int, str]]) -> str:
    whole = sha256()
    for row, column, text in texts:
        whole.update(f"{row} {column} {len(text)} {text}\n".encode())
    return _MARK + whole.hexdigest()[:32]

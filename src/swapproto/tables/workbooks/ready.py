"""A prepared list as a workbook: the list itself, every change, and what is left to do.

The second and third sheet carry a digest each, and are no part of the list while nobody writes into them.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import BinaryIO

from ...xlsx.styles import Style
from ...xlsx.writer import Cell, Sheet, Styled
from ...xlsx.writer import write as write_sheets
from ..findings import Findings
from ..prepare import Prepared
from ..prepare.checking import columns_of
from ..xlsx_.help_sheets import CHANGES, TEXT_LIMIT, with_digest
from .findings import to_write
from .visible import in_a_cell
from .words import Words

LIST, LEFT = "List", "Left to do"
_CHANGES = {"Where it was": 20, "Before": 40, "After": 40, "Why": 60}
_LEFT = {"Where": 24, "Where it was": 20, "Found": 40, "What is left to do": 80, "Write instead": 40}
_COLUMN_WIDTH = 18  # characters
_MAX_TEXT = TEXT_LIMIT // 2


def write(prepared: Prepared, findings: Findings, source: str, stream: BinaryIO) -> None:
    """Write the workbook, with the findings of a check on the list. It has names: it is for the table's owner."""
    record = prepared.record
    sheets = [_list(prepared)]
    changes = ([*map(in_a_cell, change)] for change in record.changes())
    sheets += _help(CHANGES, f"Prepared from {source}: {record.in_words()}", _CHANGES, changes)
    summary = f"Left to do in the sheet {LIST}, after {source} was prepared"
    sheets += _help(LEFT, summary, _LEFT, _left(prepared, findings))
    write_sheets(sheets, stream)


def _left(prepared: Prepared, findings: Findings) -> Iterator[Sequence[str]]:
    """Yield what could not be taken, by its place in the table, and the findings, by their place in the list."""
    for doubt in prepared.record.left():
        yield ["", *map(in_a_cell, doubt[:3])]
    say = Words(None)
    for one in findings:
        what = f"{one.severity}: {one.what}"
        yield [*map(in_a_cell, (one.place, "", one.found, what)), to_write(one.instead, say)]


def _list(prepared: Prepared) -> Sheet:
    """Return the sheet of the list, with the names of its fields as a header; fields without any value are left out."""
    names = columns_of(prepared)
    return Sheet(name=LIST, rows=_rows(prepared, names), widths=[_COLUMN_WIDTH] * len(names))


def _rows(prepared: Prepared, names: Sequence[str]) -> Iterator[Sequence[Cell]]:
    yield [Styled(name, Style.BOLD) for name in names]
    for _, portions in prepared.values.side_by_side(names):
        yield from zip(*([str(text) for text in portion.values()] for portion in portions), strict=True)


def _help(name: str, summary: str, columns: dict[str, int], rows: Iterable[Sequence[str]]) -> Iterator[Sheet]:
    """Yield sheets that are no part of the list: as many as it takes, so that each can be told by its digest."""
    parts: list[list[Sequence[str]]] = [[]]
    size = 0
    for row in rows:
        size += sum(map(len, row))
        if size > _MAX_TEXT:
            parts.append([])
            size = sum(map(len, row))
        parts[-1].append(row)
    for number, part in enumerate(parts, 1):
        head: list[list[Cell]] = [
            [Styled(summary[:2000], Style.WRAPPED)],
            [Styled(text, Style.HEADING) for text in columns],
        ]
        yield Sheet(
            name=name if number == 1 else f"{name} {number}",
            rows=_wrapped(with_digest([*head, *part], len(columns) + 2)),
            widths=list(columns.values()),
            frozen=2,
        )


def _wrapped(rows: Iterator[Sequence[Cell]]) -> Iterator[Sequence[Cell]]:
    for row in rows:
        yield [Styled(cell, Style.WRAPPED) if cell and isinstance(cell, str) else cell for cell in row]

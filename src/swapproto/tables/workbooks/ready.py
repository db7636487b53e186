"""A prepared list as a workbook: the list itself, every change, and what is left to do.

The second and third sheet carry a digest each, and are no part of the list while nobody writes into them.
"""

from collections.abc import Iterator, Sequence
from typing import BinaryIO

from ...lists import List
from ...xlsx.styles import Style
from ...xlsx.writer import Cell, Sheet, Styled
from ...xlsx.writer import write as write_sheets
from ..cells import Column
from ..findings import Findings
from ..prepare import Prepared
from ..xlsx_.help_sheets import CHANGES, TEXT_LIMIT, with_digest
from .visible import in_a_cell

LIST, LEFT = "List", "Left to do"
_CHANGES = {"Where it was": 20, "Before": 40, "After": 40, "Why": 60}
_LEFT = {"Where": 24, "Found": 40, "What is left to do": 80}
_COLUMN_WIDTH = 18  # characters
_MAX_TEXT = TEXT_LIMIT // 2


def write(prepared: Prepared, findings: Findings, source: str, stream: BinaryIO) -> None:
    """Write the workbook, with the findings of a check on the list. It has names: it is for the table's owner."""
    left: list[Sequence[str]] = [(place, found, what) for place, found, what in prepared.left]
    left += [(one.place, one.found, f"{one.severity}: {one.what}") for one in findings]
    sheets = [_list(prepared.content)]
    summary = f"Prepared from {source}: {prepared.in_words()}"
    changes = [[change.place, change.before, change.after, change.why] for change in prepared.changes]
    sheets += _help(CHANGES, summary, _CHANGES, changes)
    sheets += _help(LEFT, f"Left to do in the sheet {LIST}, after {source} was prepared", _LEFT, left)
    write_sheets(sheets, stream)


def write_list(prepared: Prepared, stream: BinaryIO) -> None:
    """Write a workbook with the list alone, as ``check`` will read it."""
    write_sheets([_list(prepared.content)], stream)


def _list(entries: List) -> Sheet:
    """Return the sheet of the list, with the names of its fields as a header; fields without any value are left out."""
    columns = _columns(entries)
    return Sheet(name=LIST, rows=_list_rows(entries, columns), widths=[_COLUMN_WIDTH] * len(columns))


def _list_rows(entries: List, columns: Sequence[Column]) -> Iterator[list[Cell]]:
    yield [Styled(column.name, Style.BOLD) for column in columns]
    for entry in entries:
        yield ["" if entry[column.name] is None else _cell(entry[column.name]) for column in columns]


def _cell(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _columns(entries: List) -> list[Column]:
    used = {name for entry in entries for name, value in entry.items() if value not in (None, "")}
    needed = {field.name for field in entries.schema.fields if field.constraints.required}
    return [Column(field, entries.schema) for field in entries.schema.fields if field.name in used | needed]


def _help(name: str, summary: str, columns: dict[str, int], rows: Sequence[Sequence[str]]) -> Iterator[Sheet]:
    """Yield sheets that are no part of the list: as many as it takes, so that each can be told by its digest."""
    parts: list[list[list[Cell]]] = [[]]
    size = 0
    for row in rows:
        texts = [in_a_cell(text) for text in row]
        size += sum(map(len, texts))
        if size > _MAX_TEXT:
            parts.append([])
            size = sum(map(len, texts))
        parts[-1].append([Styled(text, Style.WRAPPED) for text in texts])
    for number, part in enumerate(parts, 1):
        head: list[list[Cell]] = [
            [Styled(summary[:2000], Style.WRAPPED)],
            [Styled(text, Style.HEADING) for text in columns],
        ]
        yield Sheet(
            name=name if number == 1 else f"{name} {number}",
            rows=with_digest([*head, *part], len(columns) + 2),
            widths=list(columns.values()),
            frozen=2,
        )

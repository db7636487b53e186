"""A prepared list as a workbook: the list itself, every change, and what is left to do.

The second and third sheet carry a digest each, and are no part of the list while nobody writes into them.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import BinaryIO

from ...empty import EMPTY
from ...xlsx.styles import Style
from ...xlsx.writer import Cell, Sheet, Styled
from ...xlsx.writer import write as write_sheets
from ..findings import Findings
from ..prepare import Prepared
from ..prepare.checking import columns_of, left_to_do
from ..prepare.record import REPAIRED, Record
from ..xlsx_.help_sheets import CHANGES, TEXT_LIMIT, with_digest
from .explained import explained
from .findings import to_write
from .visible import in_a_cell
from .words import Words

LIST, LEFT = "List", "Left to do"
_CHANGES = {"Where it was": 20, "Before": 40, "After": 40, "Why": 60}
_LEFT = {"Where": 24, "Where it was": 20, "Found": 40, "What is left to do": 80, "Write instead": 40}
_COLUMN_WIDTH = 18  # characters
_MAX_TEXT = TEXT_LIMIT // 2


def write(
    prepared: Prepared,
    findings: Findings,
    source: str,
    stream: BinaryIO,
    *,
    language: str | None = None,
    titles: Mapping[str, str] = EMPTY,
) -> None:
    """Write the workbook, with the findings of a check on the list. It has names: it is for the table's owner.

    It is in ``language``, and ``titles`` are what to call the fields; details of a finding stay English, in brackets.
    """
    record, say = prepared.record, Words(language)
    sheets = [_list(prepared, titles)]
    summary = say("Prepared from {source}: {changes}", source=source, changes=summary_of(record, say))
    sheets += _help(CHANGES, summary, _CHANGES, _changes(record, say), say)
    summary = say("Left to do in the sheet {sheet}, after {source} was prepared", sheet=LIST, source=source)
    sheets += _help(LEFT, summary, _LEFT, _left(prepared, findings, say), say)
    write_sheets(sheets, stream)


def summary_of(record: Record, say: Words) -> str:
    """Return how many changes there are of each kind, and what is missing."""
    repairs_last = sorted(record.counts, key=lambda why: why.startswith(REPAIRED))
    kinds = "; ".join(f"{record.counts[why]:,} x {say.plain(why)}" for why in repairs_last)
    words = [say.count_of(record.counts.total(), "change") + (f": {kinds}" if kinds else "")]
    words += [record.guess] if record.guess else []
    missing = say.count_of(record.missing, "cell or column", "cells or columns")
    words += [say("NOT TAKEN: {count}", count=missing)] if record.missing else []
    return "; ".join(words)


def _changes(record: Record, say: Words) -> Iterator[Sequence[str]]:
    for place, before, after, why in record.changes():
        yield [*map(in_a_cell, (place, before, after, say.plain(why)))]


def _left(prepared: Prepared, findings: Findings, say: Words) -> Iterator[Sequence[str]]:
    """Yield what could not be taken, with its place in the table, and the findings."""
    for place, doubt in left_to_do(prepared):
        yield [place, *map(in_a_cell, (doubt.place, doubt.found, say.plain(doubt.why)))]
    for one in findings:
        what = f"{explained(one.code, say)} ({one.what})" if say.known else one.what
        texts = (one.place, "", one.found, f"{say(one.severity)}: {what}")
        yield [*map(in_a_cell, texts), to_write(one.instead, say)]


def _list(prepared: Prepared, titles: Mapping[str, str]) -> Sheet:
    """Return the sheet of the list, headed by its fields; those without any value are left out."""
    names = columns_of(prepared)
    header = [titles.get(name, name) for name in names]
    return Sheet(name=LIST, rows=_rows(prepared, names, header), widths=[_COLUMN_WIDTH] * len(names))


def _rows(prepared: Prepared, names: Sequence[str], header: Sequence[str]) -> Iterator[Sequence[Cell]]:
    yield [Styled(text, Style.BOLD) for text in header]
    for _, portions in prepared.values.side_by_side(names):
        yield from zip(*([str(text) for text in portion.values()] for portion in portions), strict=True)


def _help(
    name: str, summary: str, columns: dict[str, int], rows: Iterable[Sequence[str]], say: Words
) -> Iterator[Sheet]:
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
            [Styled(say(text), Style.HEADING) for text in columns],
        ]
        yield Sheet(
            name=name if number == 1 else f"{name} {number}",
            rows=_wrapped(with_digest([*head, *part], len(columns) + 2)),
            widths=list(columns.values()),
            frozen=2,
            right_to_left=say.right_to_left,
        )


def _wrapped(rows: Iterator[Sequence[Cell]]) -> Iterator[Sequence[Cell]]:
    for row in rows:
        yield [Styled(cell, Style.WRAPPED) if cell and isinstance(cell, str) else cell for cell in row]

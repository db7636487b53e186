"""The overview of all lists as a workbook."""

from collections.abc import Iterator, Sequence
from typing import BinaryIO

from ..assessment import Assessment
from ..wording import Name, when
from ..xlsx import writer
from ..xlsx.styles import Style
from ..xlsx.writer import Cell, Sheet, Styled
from . import lists
from .html import base
from .markup import Words, clean
from .page import ordered

_WIDTHS = (24, 12, 34, 9, 10, 40, 14, 24, 40, 18)
_LONGEST = 4_000


def write(assessment: Assessment, language: str, name: Name, stream: BinaryIO) -> None:
    """Write a row for each version of each list. Raise :class:`InputError` ``table`` for what no workbook can hold."""
    words = Words(language, name, when)
    title = words.text("overview.title")
    writer.write([Sheet(name=title, rows=_rows(assessment, words), widths=_WIDTHS, filtered=True, paged=True)], stream)


def _rows(assessment: Assessment, words: Words) -> Iterator[Sequence[Cell]]:
    yield [Styled(words.text(f"overview.{head}"), Style.HEADING) for head in lists.HEADS]
    for row in lists.rows(ordered(assessment), assessment):
        yield [Styled(clean(text)[:_LONGEST], Style.WRAPPED) for text in _texts(row, words)]


def _texts(row: lists.Row, words: Words) -> Sequence[str]:
    place = row.commitment.body.place
    readers = ", ".join(map(words.called, row.readers)) or words.text("overview.nobody")
    return (
        words.called(row.commitment.kid),
        place.role,
        place.list_id.hex(),
        str(place.version),
        str(row.commitment.body.count),
        words.text(f"cells.{row.existed.code}", **row.existed.value),
        words.text(f"sealed.{row.sealed}"),
        words.text("overview.everyone") if row.public else readers,
        ", ".join(map(base, row.files)),
        ", ".join(row.faults),
    )

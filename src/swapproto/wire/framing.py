"""Framing: finds the artefacts in a file's bytes by how they begin, whatever stands around them. Spec 3.2."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from ..errors import FormatError
from . import cbor
from .armor import found_blocks, is_text
from .heads import FRAME_DEPTH, item_end

_STATEMENT = re.compile(rb"\xd2\x84\x58[\x80-\xff]\xa4\x01\x32\x04\x58\x20.{32}\x0f\xa3\x01", re.DOTALL)
_WITHIN = b"\xa4\x01\x32\x04\x58\x20"  # of the above, and rare: searching for it is fast
_WHOLE = (
    b"\xd8\x60\x84\x51\xa2\x01\x03\x05\x4c" + bytes(12) + b"\xa0",
    b"\xdaSWAP\x84\x6adisclosure\x58\x20",
    b"\xdaSWAP\x83\x65stamp\x58\x20",
)


class Piece(NamedTuple):
    """One item of a file as its bytes, or a stretch of the file with the reason why it is no item.

    ``begins``: it begins as every artefact begins that can be read. What does not is no artefact, whatever it holds.
    """

    offset: int
    data: bytes
    error: FormatError | None = None
    begins: bool = False

    @property
    def is_artefact(self) -> bool:
        """Whether it can be read alone: it begins as an artefact does, and ends."""
        return self.begins and self.error is None


def frame(data: bytes) -> Iterator[Piece]:
    """Split a file's bytes, and what armor in it carries, into pieces. Time and memory are linear in ``data``."""
    starts = beginnings(data)
    for piece in _artefacts(data, starts):  # steps 1 and 2
        if piece.begins:
            yield piece
        elif not is_text(piece.data):
            yield from _items(piece)
        elif error := found_blocks(piece.data)[1]:
            yield piece._replace(error=error)
    if not is_text(data):
        return
    contents, _ = found_blocks(data)  # step 3; offsets count in these
    for piece in _artefacts(contents, beginnings(contents)):
        if piece.begins:
            yield piece
        elif not starts:
            yield from _items(piece)


def is_bare(data: bytes) -> bool:
    """Return whether a file is artefacts and nothing else, so that nobody reads a text in it."""
    return all(piece.is_artefact for piece in _artefacts(data, beginnings(data)))


def beginnings(data: bytes) -> list[tuple[int, int]]:
    """Return where the beginning of each artefact stands: its first byte, and the one after its last. Spec 3.2."""
    found = [(at, at + len(whole)) for whole in _WHOLE for at in _all(data, whole)]
    statements = (_STATEMENT.match(data, max(0, at - 4)) for at in _all(data, _WITHIN))
    return sorted([*found, *(match.span() for match in statements if match)])


def _all(data: bytes, part: bytes) -> Iterator[int]:
    at = data.find(part)
    while at >= 0:
        yield at
        at = data.find(part, at + 1)


def _artefacts(data: bytes, starts: Sequence[tuple[int, int]]) -> Iterator[Piece]:
    """Yield the item at each beginning, and each stretch between them. Spec 3.2, step 1."""
    at = 0
    for (start, _), (following, whole) in pairwise([*starts, (len(data), len(data) + 1)]):
        if at < start:
            yield Piece(at, data[at:start])
        reach = whole - 1 - start  # it does not contain the whole of another beginning
        try:
            at, heads = item_end(data, start, start + reach, FRAME_DEPTH, cbor.most_heads(reach))
            if heads > cbor.most_heads(at - start):
                raise FormatError("too-large", f"{heads:,} items within one of {at - start:,} bytes")
            yield Piece(start, data[start:at], begins=True)
        except FormatError as error:
            at = following
            yield Piece(start, data[start:at], error.with_traceback(None), begins=True)
    if at < len(data):
        yield Piece(at, data[at:])


def _items(junk: Piece) -> Iterator[Piece]:
    """Yield the items in a stretch without a beginning, as far as they are well-formed. Spec 3.2, step 4."""
    at, left = 0, cbor.most_heads(len(junk.data))
    while at < len(junk.data):
        try:
            end, heads = item_end(junk.data, at, len(junk.data), FRAME_DEPTH, left)
        except FormatError as error:
            yield Piece(junk.offset + at, junk.data[at:], error)
            return
        yield Piece(junk.offset + at, junk.data[at:end])
        at, left = end, left - heads

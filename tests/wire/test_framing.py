"""Framing: each artefact is found by how it begins, and what stands between is split as far as it is well-formed."""

from typing import Any

import cbor2
import pytest

from swapproto.errors import FormatError
from swapproto.wire import cbor
from swapproto.wire.armor import armor
from swapproto.wire.framing import Piece, beginnings, frame, is_bare
from tests.making import HERON, NORTH, make, reveal

CARD = HERON.party.card


def test_each_item_is_framed_whole_and_at_its_offset() -> None:
    values: list[Any] = [1, "a", [1, {"b": b"c"}], {"d": [[]]}, cbor2.CBORTag(18, [1]), 1.5, None]
    items = [cbor2.dumps(v) for v in values]
    found = list(frame(b"".join(items)))
    assert [piece.data for piece in found] == items
    assert [piece.offset for piece in found] == [sum(map(len, items[:n])) for n in range(len(items))]


@pytest.mark.parametrize("rest", ["81", "5818", "1f", "ff", "81" * 17 + "00", "1b00", "9bffffffffffffffff"])
def test_items_before_a_broken_piece_and_artefacts_after_it_are_kept(rest: str) -> None:
    found = list(frame(b"\x01\x80" + bytes.fromhex(rest) + CARD))
    assert found[:2] == [Piece(0, b"\x01"), Piece(1, b"\x80")]
    offset, data, error, begins = found[2]
    assert (offset, data, begins) == (2, bytes.fromhex(rest), False)
    assert isinstance(error, FormatError)
    assert found[3] == Piece(2 + len(data), CARD, begins=True)


def test_every_kind_of_artefact_has_its_beginning() -> None:
    made = make(NORTH)
    assert [at for at, _ in beginnings(CARD + made.both)] == [0, len(CARD), len(CARD + made.commitment)]


def test_an_item_has_no_more_heads_than_its_length_allows() -> None:
    start = b"\xdaSWAP\x84\x6adisclosure\x58\x20" + bytes(32)
    for count, allowed in ((4000, True), (6000, False)):
        item = start + cbor.encode([[]] * count) + b"\x80"
        piece, _ = frame(item + CARD)
        assert (piece.error is None) is allowed
        assert piece.error is None or piece.error.code == "too-large"


def test_a_file_is_bare_that_is_artefacts_and_nothing_else() -> None:
    made = make(NORTH)
    files = made.both, reveal(made)
    assert all(map(is_bare, [*files, b"".join(files)]))
    for text in (b"They are safe.", b"\n", b"\xff"):
        assert not is_bare(text + files[0])
        assert not is_bare(files[0] + text)
        assert not is_bare(files[0][:60] + text + files[1])
    assert not is_bare(armor(files[0]).encode())

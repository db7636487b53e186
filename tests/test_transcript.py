"""Files of artefacts. Spec 3.2, 3.3."""

import copy
import pickle
from collections.abc import Callable

import pytest

from swapproto import (
    Commitment,
    Disclosure,
    InputError,
    Party,
    Transcript,
    disclose,
    obtain_key,
    read_statement,
    unseal,
)
from swapproto.wire import cbor
from swapproto.wire.armor import armor
from swapproto.wire.octets import Octets
from tests.making import HERON, NORTH, SOUTH, make, reveal

MADE = make(NORTH, readers=[SOUTH])
PIECES = [NORTH.party.card, MADE.commitment, MADE.envelope, reveal(MADE)]
WHOLE = b"".join(PIECES)


def codes(transcript: Transcript) -> list[str]:
    return sorted(piece.code for piece in transcript.rejected.values())


def test_what_was_written_is_read_back() -> None:
    found = Transcript.read(WHOLE)
    assert sorted(found.artefacts()) == sorted(PIECES)
    assert not codes(found)
    assert found.framed == 4
    again = Transcript.read(found.encode())
    assert again.artefacts() == found.artefacts()
    assert Transcript.read(found.armored().encode()).artefacts() == found.artefacts()


def test_order_duplicates_and_files_make_no_difference() -> None:
    found = Transcript.read(WHOLE)
    for other in (
        Transcript.read(b"".join(PIECES[::-1])),
        Transcript.read(WHOLE + WHOLE),
        Transcript.read(armor(PIECES[0]).encode() + armor(b"".join(PIECES[1:])).encode()),
        Transcript.union(map(Transcript.read, PIECES)),
        Transcript.read(PIECES[3]) | Transcript.read(b"".join(PIECES[:3])),
    ):
        assert other.encode() == found.encode()


def test_one_bad_artefact_spoils_no_other() -> None:
    junk = [b"\x01", b"\xd2\x80", b"\xd8\x60\x80", b"\xa2\x61b\x00\x61a\x00", b"\xf9\x00\x00"]
    found = Transcript.read(b"".join(x + y for x, y in zip(PIECES, junk, strict=False)) + junk[4])
    assert len(found.artefacts()) == 4
    assert codes(found) == [
        "artefact-unknown",
        "artefact-unknown",
        "artefact-unknown",
        "envelope-malformed",
        "statement-malformed",
    ]


def test_what_precedes_a_cut_is_kept() -> None:
    found = Transcript.read(WHOLE[:-1])
    assert len(found.artefacts()) == 3
    assert codes(found) == ["malformed"]


@pytest.mark.parametrize("data", [b"Hello", b"\n", "\ufeffпривіт".encode(), b"-----BEGIN SWAPPROTO-----\n"])
def test_text_without_artefacts_is_rejected(data: bytes) -> None:
    found = Transcript.read(data, "letter.txt")
    assert codes(found) == ["armor-malformed"]
    assert found.framed == 0


def test_a_rejected_piece_is_one_with_its_first_place_for_each_code() -> None:
    files = [b"\x0a\x0a\x9f", b"\x0a", b"\x0a\x9f", b"\x0a"]
    for order in (files, files[::-1]):
        found = Transcript.union(Transcript.read(data, str(place)) for place, data in enumerate(order))
        assert sorted(r.code for r in found.rejected.values()) == ["armor-malformed"] * 3  # two are the same
    binary = [b"\x00\x00\x9f", b"\x00\x9f"]
    found = Transcript.union(Transcript.read(data, str(place)) for place, data in enumerate(binary))
    assert sorted((r.code, r.source, r.offset) for r in found.rejected.values()) == [
        ("artefact-unknown", "0", 0),
        ("malformed", "0", 2),
    ]
    mixed = [b"\x0b\x0a", b"\x0a"]
    for order in (mixed, mixed[::-1]):
        found = Transcript.union(Transcript.read(data) for data in order)
        assert sorted(r.code for r in found.rejected.values()) == ["armor-malformed", *["artefact-unknown"] * 2]


def test_an_empty_file_is_an_empty_transcript() -> None:
    assert Transcript.read(b"") == Transcript()


def test_a_block_is_found_in_a_letter_of_another_encoding() -> None:
    text = "Schöne Grüße,\n".encode("latin-1") + armor(WHOLE).encode()
    assert len(Transcript.read(text).artefacts()) == 4


def test_any_number_of_artefacts_is_read() -> None:
    assert Transcript.read(HERON.party.card * 10_001).framed == 10_001


def test_of_the_items_that_are_no_artefacts_a_thousand_are_listed() -> None:
    numbers = b"".join(cbor.encode(1000 + i) for i in range(2000))
    found = Transcript.read(numbers + WHOLE)
    assert codes(found) == ["artefact-unknown"] * 1000
    assert len(found.artefacts()) == 4


def test_a_transcript_can_be_copied_and_sent_to_another_process() -> None:
    transcript = Transcript.read(make(NORTH).both)
    assert pickle.loads(pickle.dumps(transcript)) == copy.deepcopy(transcript) == transcript


@pytest.mark.parametrize("kind", [bytearray, memoryview])
def test_artefacts_are_read_from_what_databases_hand_out(kind: Callable[[bytes], Octets]) -> None:
    assert Transcript.read(kind(WHOLE)) == Transcript.read(WHOLE)
    assert Party.read(kind(NORTH.party.card)) == NORTH.party
    signed = read_statement(kind(MADE.commitment), NORTH.party.verify_key, Commitment)
    assert signed == MADE.signed
    opened = unseal(signed, kind(MADE.envelope), obtain_key(signed, kind(MADE.envelope), SOUTH.party.kid, SOUTH))
    assert Disclosure.read(kind(disclose(opened, [0]))).verify(signed)[0].entry in opened.list


def test_a_text_is_no_file_and_is_refused_in_words() -> None:
    for read in (Transcript.read, Party.read, Disclosure.read):
        with pytest.raises(InputError, match="bytes, and a value of type str was given"):
            read("text")  # type: ignore[arg-type]

"""Bodies of statements, and who signed them. Spec 5, 7.4, 9."""

from typing import Any

import pytest

from swapproto import Place, read_statement
from swapproto.errors import InputError, SwapError
from swapproto.statements import Commitment, Reveal, prepare
from swapproto.statements.commitment import context
from swapproto.wire.cose_encrypt import WRAP_SIZE
from tests.making import IAT, NORTH, SOUTH, Made, make, reveal, sign

MADE = make(NORTH, place=Place(role="report", list_id=bytes(range(16))))
BODY = MADE.signed.body.to_body()
REVEAL: dict[str, Any] = {
    "nonce": bytes(16),
    "commitment": bytes(32),
    "given": [],
    "cek": bytes(32),
    "wrap": None,
    "seen": [],
}
IDS = [bytes([n]) * 32 for n in range(33)]


def refused(kind: str, body: dict[str, Any], subject: bytes = bytes(range(16))) -> str:
    data = sign(NORTH, kind, body, subject)
    with pytest.raises(SwapError) as caught:
        read_statement(data, NORTH.party.verify_key, Commitment if kind == "commitment" else Reveal)
    return caught.value.code


def test_a_sound_body_is_accepted() -> None:
    assert (
        read_statement(
            sign(NORTH, "commitment", BODY, bytes(range(16))), NORTH.party.verify_key, Commitment
        ).body.to_body()
        == BODY
    )
    full = BODY | {"beacon": [1, bytes(48)], "seen": IDS[:32], "answers": IDS[1], "version": 2, "previous": IDS[2]}
    assert (
        read_statement(
            sign(NORTH, "commitment", full, bytes(range(16))), NORTH.party.verify_key, Commitment
        ).body.to_body()
        == full
    )
    assert (
        read_statement(sign(NORTH, "reveal", REVEAL, bytes(16)), NORTH.party.verify_key, Reveal).body.to_body()
        == REVEAL
    )


@pytest.mark.parametrize(
    "change",
    [
        {"more": None},
        {"role": ""},
        {"role": "Offer"},
        {"role": "1offer"},
        {"role": "offer\n"},
        {"role": "x" * 33},
        {"role": "ö"},
        {"list": bytes(15)},
        {"version": 0},
        {"version": True},
        {"version": 2},
        {"previous": bytes(32)},
        {"version": 2, "previous": bytes(31)},
        {"exchange": bytes(31)},
        {"answers": bytes(16)},
        {"schema": None},
        {"count": -1},
        {"count": 2**20 + 1},
        {"count": False},
        {"root": bytes(31)},
        {"envelope": ""},
        {"key": bytes(33)},
        {"beacon": [0, bytes(48)]},
        {"beacon": [1, bytes(47)]},
        {"beacon": [1]},
        {"seen": None},
        {"seen": IDS[1::-1]},
        {"seen": [IDS[0], IDS[0]]},
        {"seen": IDS},
        {"seen": ["x"]},
    ],
)
def test_a_commitments_field_outside_its_type_is_refused(change: dict[str, Any]) -> None:
    assert refused("commitment", BODY | change) == "body-invalid"


@pytest.mark.parametrize("name", BODY)
def test_a_commitment_without_a_field_is_refused(name: str) -> None:
    assert refused("commitment", {k: v for k, v in BODY.items() if k != name}) == "body-invalid"


@pytest.mark.parametrize(
    "change",
    [
        {"cek": None},
        {"wrap": [bytes(32), bytes(WRAP_SIZE)]},
        {"cek": bytes(31)},
        {"cek": None, "wrap": [bytes(32), bytes(WRAP_SIZE - 1)]},
        {"cek": None, "wrap": [bytes(31), bytes(WRAP_SIZE)]},
        {"cek": None, "wrap": [bytes(32), bytes(WRAP_SIZE), None]},
        {"given": IDS[1::-1]},
        {"commitment": None},
        {"more": None},
    ],
)
def test_a_reveals_field_outside_its_type_is_refused(change: dict[str, Any]) -> None:
    assert refused("reveal", REVEAL | change, bytes(16)) == "body-invalid"


def test_a_subject_other_than_what_it_is_about_is_refused() -> None:
    assert refused("commitment", BODY, bytes(16)) == "claims-mismatch"
    assert refused("commitment", BODY | {"exchange": IDS[3]}) == "claims-mismatch"
    inside = sign(NORTH, "commitment", BODY | {"exchange": IDS[3]}, IDS[3])
    assert read_statement(inside, NORTH.party.verify_key, Commitment).subject == IDS[3].hex()
    assert refused("reveal", REVEAL, bytes(17)) == "claims-mismatch"


def test_one_kind_is_not_read_as_another() -> None:
    with pytest.raises(SwapError) as caught:
        read_statement(reveal(MADE), NORTH.party.verify_key, Commitment)
    assert caught.value.code == "body-invalid"
    for other in (MADE.commitment, NORTH.party.card):
        with pytest.raises(SwapError):
            read_statement(other, NORTH.party.verify_key, Reveal)


def test_anothers_statement_is_not_read_as_ones_own() -> None:
    with pytest.raises(SwapError) as caught:
        read_statement(MADE.commitment, SOUTH.party.verify_key, Commitment)
    assert caught.value.code == "kid-mismatch"


def test_a_body_that_no_reader_accepts_is_not_made() -> None:
    for body in (
        Reveal(bytes(16), bytes(32)),
        Reveal(bytes(16), bytes(32), cek=bytes(32), wrap=(bytes(32), bytes(WRAP_SIZE))),
        Commitment(Place("r", bytes(16))._replace(role="R"), bytes(32), 0, bytes(32), bytes(32), bytes(32)),
        Commitment(Place("r", bytes(16))._replace(version=2), bytes(32), 0, bytes(32), bytes(32), bytes(32)),
    ):
        with pytest.raises(InputError) as caught:
            prepare(body, NORTH.party.verify_key, subject=bytes(16), iat=IAT)
        assert caught.value.code == "usage"


def test_a_later_version_keeps_its_place() -> None:
    place = Place(role="report", list_id=bytes(16), exchange=IDS[1], answers=IDS[2])
    made: Made = make(NORTH, place=place)
    later = Place.after(made.signed)
    assert later == Place(
        role="report", list_id=bytes(16), exchange=IDS[1], answers=IDS[2], version=2, previous=made.id
    )
    assert Place.first("report").list_id != Place.first("report").list_id
    assert place.subject == IDS[1]


def test_a_context_depends_on_everything_that_it_is_made_of() -> None:
    place = Place(role="report", list_id=bytes(16))
    base = context(IDS[0], place, IDS[1], 5)
    others = [
        context(IDS[2], place, IDS[1], 5),
        context(IDS[0], Place(role="other", list_id=bytes(16)), IDS[1], 5),
        context(IDS[0], Place(role="report", list_id=b"\1" * 16), IDS[1], 5),
        context(IDS[0], Place(role="report", list_id=bytes(16), version=2, previous=IDS[3]), IDS[1], 5),
        context(IDS[0], Place(role="report", list_id=bytes(16), version=2, previous=IDS[4]), IDS[1], 5),
        context(IDS[0], Place(role="report", list_id=bytes(16), exchange=IDS[3]), IDS[1], 5),
        context(IDS[0], Place(role="report", list_id=bytes(16), answers=IDS[3]), IDS[1], 5),
        context(IDS[0], place, IDS[2], 5),
        context(IDS[0], place, IDS[1], 6),
    ]
    assert len({base, *others}) == 1 + len(others)

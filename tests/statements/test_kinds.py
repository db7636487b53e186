"""The table of kinds: adding one means a body, its checks and a row, and nothing anywhere else knows it."""

from collections.abc import Mapping
from hashlib import sha512
from typing import Any, NamedTuple

import pytest
from nacl import bindings as nacl

from swapproto import (
    Commitment,
    Identity,
    InputError,
    SwapError,
    Transcript,
    Trust,
    assess,
    gather,
    plain,
    read_statement,
)
from swapproto.statements import KINDS, prepare
from swapproto.statements.bodies import Kind, is_references
from swapproto.wire import cbor
from swapproto.wire.hashes import x
from tests.cli.desk import Desk
from tests.making import IAT, NORTH, NOW, make


class Note(NamedTuple):
    """A made-up kind of statement: a text about the list of this id."""

    text: str
    about: bytes
    seen: tuple[bytes, ...] = ()

    def to_body(self) -> dict[str, Any]:
        return {"text": self.text, "about": self.about, "seen": list(self.seen)}

    @classmethod
    def from_body(cls, body: Mapping[str, Any]) -> "Note":
        return cls(body["text"], body["about"], tuple(body["seen"]))

    def subject_fits(self, subject: str, kid: bytes) -> bool:
        return subject == self.about.hex()

    @property
    def mentions(self) -> frozenset[bytes]:
        return frozenset(self.seen)


FIELDS = {
    "text": lambda value: isinstance(value, str),
    "about": lambda value: type(value) is bytes and len(value) == 16,
    "seen": is_references,
}
NOTE = Kind("note", Note, FIELDS, limit=10_000)
LIST = make(NORTH)


def note(text: str = "a reminder") -> bytes:
    body = Note(text, LIST.signed.body.place.list_id, (LIST.id,))
    return prepare(body, NORTH.party.verify_key, subject=body.about, iat=IAT).sign(NORTH)


@pytest.fixture
def with_note(monkeypatch: pytest.MonkeyPatch) -> None:
    """Add the row that a new kind takes."""
    monkeypatch.setitem(KINDS, "note", NOTE)


@pytest.mark.usefixtures("with_note")
def test_a_row_makes_a_kind_that_is_signed_read_and_assessed() -> None:
    data = note()
    signed = read_statement(data, NORTH.party.verify_key, Note)
    assert signed.body == Note("a reminder", LIST.signed.body.place.list_id, (LIST.id,))

    found = assess(Transcript.read(LIST.both + data), Trust.of(NORTH.party), now=NOW)
    assert found.of(Note) == {signed.id: signed}
    assert {(fact.code, fact.evidence) for fact in found.facts if fact.subject == signed.id} == {
        ("signed", (signed.id,)),
        ("knew", (signed.id, LIST.id)),
    }
    assert found.exit_code() == 0
    assert [claim["code"] for claim in plain(found)["claims"] if claim["subject"] == signed.id.hex()] == [
        "knew",
        "signed",
    ]


@pytest.mark.usefixtures("with_note")
def test_a_row_makes_a_kind_that_the_command_line_verifies_inspects_and_merges(desk: Desk) -> None:
    desk.write("both.swap", NORTH.party.card + LIST.both + note())
    assert "note" in desk.run("inspect", "both.swap").out
    assert "signed by" in desk.run("verify", "both.swap", "--from", NORTH.party.fingerprint).out
    desk.run("merge", "both.swap", "--only", "note", "-o", "notes.swap")
    kept = Transcript.read(desk.read("notes.swap"))
    assert [statement.kind for statement in kept.statements.values()] == ["note"]


@pytest.mark.usefixtures("with_note")
def test_a_kind_has_its_own_limit() -> None:
    """Terms may be larger than other statements, and a large commitment is still refused."""
    assert read_statement(note("x" * 9_000), NORTH.party.verify_key, Note).body.text == "x" * 9_000
    with pytest.raises(InputError):
        note("x" * 10_000)
    monster = LIST.signed.body._replace(place=LIST.signed.body.place._replace(role="r" * 5_000))
    with pytest.raises(SwapError):
        prepare(monster, NORTH.party.verify_key, subject=bytes(16), iat=IAT)


def test_a_kind_without_a_row_is_unknown() -> None:
    KINDS["note"] = NOTE
    try:
        data = note()
    finally:
        del KINDS["note"]
    assert [piece.code for piece in Transcript.read(data).rejected.values()] == ["kind-unknown"]


@pytest.mark.usefixtures("with_note")
def test_a_statement_of_one_kind_is_not_read_as_another() -> None:
    with pytest.raises(SwapError) as caught:
        read_statement(note(), NORTH.party.verify_key, Commitment)
    assert caught.value.code == "body-invalid"


def signed_again(data: bytes) -> bytes:
    """Return the same statement with another valid signature, as only the holder of the key can make it."""
    tag = cbor.decode(data, 8, tag=cbor.SIGN1, heads=1024)
    message = cbor.encode(["Signature1", tag[0], b"", tag[2]])
    digest = bytearray(sha512(x(32, "signing key", NORTH.seed)).digest()[:32])
    digest[0] &= 248
    digest[31] = digest[31] & 127 | 64
    nonce = nacl.crypto_core_ed25519_scalar_reduce(bytes(range(64)))
    point = nacl.crypto_scalarmult_ed25519_base_noclamp(nonce)
    challenge = sha512(point + NORTH.party.verify_key + message).digest()
    scalar = nacl.crypto_core_ed25519_scalar_reduce(bytes(digest) + bytes(32))
    product = nacl.crypto_core_ed25519_scalar_mul(nacl.crypto_core_ed25519_scalar_reduce(challenge), scalar)
    signature = point + nacl.crypto_core_ed25519_scalar_add(nonce, product)
    return cbor.encode(cbor.Tag(cbor.SIGN1, [tag[0], {}, tag[2], signature]))


def test_every_valid_signature_of_a_statement_is_kept() -> None:
    """A stamp can be on any of them, so none may be dropped; they are one statement. Spec 5.2."""
    again = signed_again(LIST.commitment)
    assert again != LIST.commitment
    evidence = gather(Transcript.read(LIST.both + again), Trust.of(NORTH.party))
    assert evidence.statements.keys() == {LIST.id}
    assert {LIST.commitment, again} == set(evidence.variants[LIST.id])


def test_a_bad_signature_takes_nothing_from_a_good_one() -> None:
    """Anyone can copy a statement and spoil the signature of the copy: that must not remove the statement."""
    spoilt = LIST.commitment[:-1] + bytes([LIST.commitment[-1] ^ 1])
    found = assess(Transcript.read(LIST.both + spoilt), Trust.of(NORTH.party), now=NOW)
    assert [piece.code for piece in found.rejected] == ["signature-invalid"]
    assert {fact.code for fact in found.facts} >= {"signed", "committed"}


@pytest.mark.parametrize("iat", [-1, 253402300800, 1.5, True])
def test_a_time_that_no_reader_accepts_is_not_signed(iat: Any) -> None:
    with pytest.raises(InputError):
        prepare(LIST.signed.body, NORTH.party.verify_key, subject=bytes(16), iat=iat)
    with pytest.raises(InputError):
        Identity.generate("Somebody", iat=iat)

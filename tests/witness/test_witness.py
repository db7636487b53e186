"""Another COSE implementation reads what this package writes. `make test` installs it into .venv-witness."""

import base64
from collections.abc import Iterator
from hashlib import sha256

import pytest

from swapproto import Commitment, Identity, List, Place, Schema, Sealed, prepare_reveal, read_statement, seal
from swapproto.cli.disk import cose_files
from swapproto.stamps.stamp import stamped_bytes
from swapproto.wire import cbor, cose, hpke
from swapproto.wire.cose_encrypt import HPKE_9_KE, Encrypted
from tests.stamps.authorities import Authorities

from .asking import Ask, asking

pytestmark = pytest.mark.slow

ALICE, BOB = (Identity.from_seed(bytes([n]) * 32, f"party {n}", iat=1_800_000_000) for n in (1, 2))
SLOT = Place(role="offer", list_id=bytes(range(16)))


@pytest.fixture(scope="module")
def ask() -> Iterator[Ask]:
    with asking() as ask:
        yield ask


@pytest.fixture(scope="module")
def sealed() -> Sealed:
    content = List.of("people", Schema.of_texts(["name"]), [{"name": "Olha"}, {"name": "Петро"}])
    return seal(
        content,
        author=ALICE.party,
        local_secret=ALICE.local_secret,
        place=SLOT,
        readers=[BOB.party],
        iat=1_800_000_001,
    )


def statements(sealed: Sealed) -> dict[str, bytes]:
    commitment = sealed.sign(ALICE)
    signed = read_statement(commitment, ALICE.party.verify_key, Commitment)
    reveal = prepare_reveal(signed, sealed.opened.cek, revealer=ALICE.party, reader=None, iat=1_800_000_002)
    return {
        "card": ALICE.party.card,
        "commitment": commitment,
        "reveal": reveal.finish(ALICE.sign(reveal.to_be_signed)),
    }


def test_another_implementation_verifies_a_statement_with_its_time_stamp(
    ask: Ask, sealed: Sealed, authorities: Authorities
) -> None:
    commitment = sealed.sign(ALICE)
    token = authorities.authority().stamp(stamped_bytes(commitment[-64:]))
    exported = cose_files.encode(commitment, token)
    found = ask("statement", statement=exported.hex(), verify=ALICE.party.verify_key.hex())
    assert found["ok"]["others"] == 1
    assert ask("stamp", statement=exported.hex()) == {"ok": {"270": token.hex()}}


def test_another_implementation_verifies_our_statements(ask: Ask, sealed: Sealed) -> None:
    for kind, statement in statements(sealed).items():
        found = ask("statement", statement=statement.hex(), verify=ALICE.party.verify_key.hex())
        assert "ok" in found, (kind, found)
        header, kid = found["ok"]["header"], ALICE.party.kid
        uri = "urn:ietf:params:oauth:ckt:sha-256:" + base64.urlsafe_b64encode(kid).decode().rstrip("=")
        assert header["alg"] == -19
        assert header["kid"] == kid.hex()
        assert header["typ"] == f"application/vnd.swapproto.{kind}+cose"
        assert header["claims"].keys() == {"1", "2", "6"}
        assert header["claims"]["1"] == uri
        assert header["claims"]["2"] == (kid if kind == "card" else SLOT.list_id).hex()
        assert found["ok"]["others"] == 0
        assert found["ok"]["payload"] == cose.Sign1.read(statement)._payload.hex()


def test_another_implementation_refuses_an_altered_signature_header_or_payload(ask: Ask, sealed: Sealed) -> None:
    for kind, statement in statements(sealed).items():
        protected, _, payload, signature = cbor.decode(statement, cose.DEPTH, tag=cbor.SIGN1, heads=cose.HEADS)
        for part in (protected, payload, signature):
            start = statement.index(part)
            for place in (start + len(part) // 2, start + len(part) - 1):
                altered = bytearray(statement)
                altered[place] ^= 1
                found = ask("statement", statement=altered.hex(), verify=ALICE.party.verify_key.hex())
                assert "refused" in found, (kind, place)


def test_another_implementation_refuses_another_key_or_algorithm(ask: Ask, sealed: Sealed) -> None:
    statement = statements(sealed)["commitment"]
    found = ask("statement", statement=statement.hex(), verify=BOB.party.verify_key.hex())
    assert "refused" in found
    header, *_ = cbor.decode(statement, cose.DEPTH, tag=cbor.SIGN1, heads=cose.HEADS)
    other = statement.replace(header, header.replace(b"\x01\x32", b"\x01\x27", 1))  # EdDSA, of the older registration
    assert other != statement
    assert "refused" in ask("statement", statement=other.hex(), verify=ALICE.party.verify_key.hex())


def test_another_implementation_decrypts_our_envelopes(ask: Ask, sealed: Sealed) -> None:
    given = {"ctx": sealed.opened.ctx.hex(), "cek": sealed.opened.cek.hex()}
    found = ask("envelope", envelope=sealed.envelope.hex(), **given)
    assert "ok" in found, found
    assert found["ok"]["kids"] == sorted([ALICE.party.kid.hex(), BOB.party.kid.hex()])
    content = sealed.opened.list
    due = cbor.encode([content.label, content.schema.to_wire(), [*content.public], None])
    assert bytes.fromhex(found["ok"]["plaintext"]).rstrip(b"\0") == due.rstrip(b"\0")
    ciphertext = Encrypted.read(sealed.envelope).ciphertext
    altered = sealed.envelope.replace(ciphertext[-16:], bytes(16))
    assert "refused" in ask("envelope", envelope=altered.hex(), **given)
    assert "refused" in ask("envelope", envelope=sealed.envelope.hex(), **{**given, "ctx": bytes(32).hex()})


def test_another_implementation_binds_wraps_to_the_same_structure(ask: Ask) -> None:
    extra = sha256(b"a place").digest()
    protected = cbor.encode({1: HPKE_9_KE, 4: ALICE.party.kid})
    found = ask("info", protected=protected.hex(), extra=extra.hex())
    assert found == {"ok": {"info": hpke.wrap_info(ALICE.party.kid, extra).hex()}}

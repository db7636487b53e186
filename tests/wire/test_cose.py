"""The one form of COSE_Sign1. Spec 5."""

from collections.abc import Callable
from hashlib import sha256
from typing import Any

import pytest

from swapproto.errors import SwapError
from swapproto.wire import cbor, cose
from tests.making import NORTH, SOUTH

BODY: dict[str, Any] = {
    "nonce": bytes(16),
    "commitment": bytes(32),
    "given": [],
    "cek": bytes(32),
    "wrap": None,
    "seen": [],
}
KEY = NORTH.party.verify_key


def statement(
    *,
    header: Callable[[dict[Any, Any]], Any] = lambda header: header,
    payload: bytes = cbor.encode(BODY),
    unprotected: Any = None,
    tag: int = 18,
) -> bytes:
    """A soundly signed statement with something about it changed before it was signed."""
    unsigned = cose.prepare("reveal", BODY, verify_key=KEY, subject=bytes(16), iat=5)
    protected = cbor.encode(header(cbor.decode(unsigned.protected, 8, heads=99)))
    changed = cose.Unsigned(KEY, protected, payload)
    item = [protected, unprotected or {}, payload, NORTH.sign(changed.to_be_signed)]
    return cbor.encode(cbor.Tag(tag, item))


def code(work: Callable[[], Any]) -> str:
    with pytest.raises(SwapError) as caught:
        work()
    return caught.value.code


def test_a_sound_statement_is_read() -> None:
    found = cose.Sign1.read(statement())
    assert (found.kind, found.iat, found.subject, found.kid) == ("reveal", 5, "00" * 16, NORTH.party.kid)
    assert found.read_payload(found.verify(KEY)) == BODY


@pytest.mark.parametrize(
    ("expected", "header"),
    [
        ("alg-unknown", lambda h: h | {1: -8}),
        ("alg-unknown", lambda h: h | {1: -7}),
        ("statement-malformed", lambda h: h | {1: "Ed25519"}),
        ("statement-malformed", lambda h: h | {1: True}),
        ("statement-malformed", lambda h: h | {2: [4]}),
        ("statement-malformed", lambda h: {k: v for k, v in h.items() if k != 16}),
        ("statement-malformed", lambda h: h | {4: bytes(31)}),
        ("statement-malformed", lambda h: h | {15: h[15] | {4: 9}}),
        ("statement-malformed", lambda h: h | {15: h[15] | {6: -1}}),
        ("statement-malformed", lambda h: h | {15: h[15] | {6: 253402300800}}),
        ("statement-malformed", lambda h: h | {15: h[15] | {6: True}}),
        ("statement-malformed", lambda h: h | {15: [1, 2, 6]}),
        ("statement-malformed", lambda h: []),
        ("kind-unknown", lambda h: h | {16: "application/vnd.swapproto.RECEIPT+cose"}),
        ("kind-unknown", lambda h: h | {16: "application/cwt"}),
    ],
)
def test_a_header_of_another_form_is_refused(expected: str, header: Callable[[dict[Any, Any]], Any]) -> None:
    assert code(lambda: cose.Sign1.read(statement(header=header))) == expected


def test_a_field_outside_the_signature_is_refused() -> None:
    assert code(lambda: cose.Sign1.read(statement(unprotected={4: b"kid"}))) == "statement-malformed"
    many = dict.fromkeys(range(33), 0)
    assert code(lambda: cose.Sign1.read(statement(unprotected=many))) == "too-large"


def test_a_payload_of_more_or_less_than_allowed_is_refused() -> None:
    assert code(lambda: cose.Sign1.read(statement(payload=b"x" * 65_537))) == "statement-malformed"
    assert code(lambda: cose.Sign1.read(statement(payload=b""))) == "statement-malformed"
    assert cose.Sign1.read(statement(payload=b"x" * 65_536)).kind == "reveal"


def test_the_key_is_compared_before_the_payload_is_read() -> None:
    for payload in (b"\xff", cbor.encode([1]), b"\xa2\x61b\x00\x61a\x00"):
        found = cose.Sign1.read(statement(payload=payload))
        assert code(lambda found=found: found.read_payload(found.verify(KEY))) == "body-invalid"  # type: ignore[misc]
        assert code(lambda found=found: found.verify(SOUTH.party.verify_key)) == "kid-mismatch"  # type: ignore[misc]


def test_an_issuer_other_than_the_signer_is_refused() -> None:
    other = cose.kid_uri(SOUTH.party.kid)
    found = cose.Sign1.read(statement(header=lambda h: h | {15: h[15] | {1: other}}))
    found.verify(KEY)
    assert code(lambda: found.check_claims(None)) == "claims-mismatch"


def test_an_item_without_the_tag_of_a_statement_is_refused() -> None:
    assert code(lambda: cose.Sign1.read(statement(tag=96))) == "statement-malformed"
    assert code(lambda: cose.Sign1.read(statement(tag=17))) == "type-not-allowed"
    assert code(lambda: cose.Sign1.read(cbor.encode([]))) == "statement-malformed"
    assert code(lambda: cose.Sign1.read(b"")) == "malformed"


def test_a_signature_by_another_key_finishes_no_statement() -> None:
    unsigned = cose.prepare("reveal", BODY, verify_key=KEY, subject=bytes(16), iat=0)
    assert code(lambda: unsigned.finish(SOUTH.sign(unsigned.to_be_signed))) == "signature-invalid"
    assert code(lambda: unsigned.finish(b"")) == "signature-invalid"
    assert sha256(unsigned.to_be_signed).digest() == unsigned.id == cose.Sign1.read(unsigned.sign(NORTH)).id

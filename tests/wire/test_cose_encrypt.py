"""The one form of COSE_Encrypt. Spec 8.2, 8.3."""

from typing import Any

from swapproto.wire import cbor
from swapproto.wire.cose_encrypt import Encrypted
from tests.making import HERON, NORTH, SOUTH, make
from tests.wire.test_cose import code


def test_an_envelope_of_another_form_is_refused() -> None:
    made = make(NORTH, readers=[SOUTH, HERON])
    tag = cbor.decode(made.envelope, 8, tag=96, heads=99)
    protected, _, ciphertext, recipients = tag
    assert Encrypted.read(made.envelope).encode() == made.envelope
    wrong: dict[str, list[Any]] = {
        "no recipient": [protected, {}, ciphertext, []],
        "65 recipients": [protected, {}, ciphertext, recipients * 22],
        "out of order": [protected, {}, ciphertext, recipients[::-1]],
        "twice": [protected, {}, ciphertext, [recipients[0], *recipients]],
        "a field outside": [protected, {5: bytes(12)}, ciphertext, recipients],
        "another algorithm": [cbor.encode({1: 1, 5: bytes(12)}), {}, ciphertext, recipients],
        "another IV": [cbor.encode({1: 3, 5: b"\1" * 12}), {}, ciphertext, recipients],
        "detached": [protected, {}, None, recipients],
        "short wrap": [protected, {}, ciphertext, [[recipients[0][0], recipients[0][1], b""], *recipients[1:]]],
        "inner recipients": [protected, {}, ciphertext, [[*recipients[0], []], *recipients[1:]]],
        "another wrap": [
            protected,
            {},
            ciphertext,
            [[cbor.encode({1: 46, 4: bytes(32)}), *recipients[0][1:]], *recipients[1:]],
        ],
    }
    for why, item in wrong.items():
        data = cbor.encode(cbor.Tag(96, item))
        assert code(lambda data=data: Encrypted.read(data)) == "envelope-malformed", why  # type: ignore[misc]

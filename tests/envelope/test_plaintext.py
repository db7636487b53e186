"""The plaintext: padded, and refused at the step that finds what is wrong with it. Spec 8.1, 8.4."""

import pytest

from swapproto import unseal
from swapproto.envelope.plaintext import padded_length
from swapproto.errors import VerificationError
from swapproto.wire import cbor
from tests.making import NORTH, committed_to_plaintext, people


def test_what_is_wrong_within_is_reported_at_its_own_step() -> None:
    schema = people().schema.to_wire()
    row = people(1).public[0]
    for expected, plaintext, count in (
        ("content-malformed", b"", 0),
        ("content-malformed", b"\x84", 0),
        ("content-malformed", cbor.encode([1, schema, [], None]), 0),
        ("content-malformed", cbor.encode(["x" * 513, schema, [], None]), 0),
        ("content-malformed", cbor.encode(["", schema, ["text"], None]), 1),
        ("content-malformed", cbor.encode(["", schema, {}, None]), 0),
        ("content-malformed", cbor.encode(["", schema, [], []]), 0),
        ("content-malformed", cbor.encode(["", schema, [], None, None]), 0),
        ("padding-wrong", cbor.encode(["", schema, [], None]) + b"\1", 0),
        ("schema-mismatch", cbor.encode(["", {"fields": []}, [], None]), 0),
        ("count-mismatch", cbor.encode(["", schema, [row], None]), 2),
        ("entry-invalid", cbor.encode(["", schema, [b"\xa0"], None]), 1),
        ("entry-invalid", cbor.encode(["", schema, [row[:-1]], None]), 1),
        ("root-mismatch", cbor.encode(["", schema, [row], None]), 1),
        ("root-mismatch", cbor.encode(["", schema, [row, row], None]), 2),
    ):
        made = committed_to_plaintext(NORTH, plaintext, count=count)
        with pytest.raises(VerificationError) as caught:
            unseal(made.signed, made.envelope, made.cek)
        assert caught.value.code == expected, plaintext


def test_padding_shows_only_the_magnitude() -> None:
    for length in range(2, 5000):
        padded = padded_length(length)
        assert length <= padded <= length * 1.12 + 1
        assert padded_length(padded) == padded
    assert len({padded_length(length) for length in range(2**20, 2**21)}) <= 33

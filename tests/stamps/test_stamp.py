"""The stamp as an artefact. Spec 18.1."""

from contextlib import suppress
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from swapproto import FormatError
from swapproto.stamps.stamp import TOKEN_LEAST, TOKEN_LIMIT, Stamp, stamped_bytes
from swapproto.wire import cbor
from swapproto.wire.heads import head

ID = bytes(range(32))
TOKEN = b"token" * 60


def code_of(value: object) -> str:
    with pytest.raises(FormatError) as caught:
        Stamp.read(value if isinstance(value, bytes) else cbor.encode(cbor.Tag(cbor.SWAP, value)))
    return caught.value.code


def test_a_stamp_is_read_as_it_was_made() -> None:
    stamp = Stamp.of(ID, TOKEN)
    assert stamp.raw == cbor.encode(cbor.Tag(cbor.SWAP, ["stamp", ID, TOKEN]))
    assert stamp.id == sha256(stamp.raw).digest()
    again = Stamp.read(bytearray(stamp.raw))
    assert again == stamp
    assert (again.target, again.token) == (ID, TOKEN)
    assert len({again, stamp, Stamp.of(ID, bytes(TOKEN_LEAST))}) == 2


@pytest.mark.parametrize(
    "value",
    [
        [],
        ["stamp", ID],
        ["stamp", ID, TOKEN, b""],
        ["stamps", ID, TOKEN],
        ["stamp", ID[1:], TOKEN],
        ["stamp", ID.hex(), TOKEN],
        ["stamp", ID, b""],
        ["stamp", ID, bytes(TOKEN_LEAST - 1)],
        ["stamp", ID, bytes(TOKEN_LIMIT + 1)],
        ["stamp", ID, [TOKEN]],
        {"stamp": ID},
        5,
    ],
)
def test_another_form_is_refused(value: object) -> None:
    assert code_of(value) == "stamp-malformed"


def test_what_is_no_cbor_is_refused_by_its_code() -> None:
    raw = Stamp.of(ID, TOKEN).raw
    assert code_of(raw[:-1]) == "malformed"
    assert code_of(raw + b"\x00") == "malformed"
    assert code_of(cbor.encode(["stamp", ID, TOKEN])) == "stamp-malformed"  # without the tag
    assert code_of(head(6, cbor.SWAP) + b"\x83\x65stamp\x58\x20" + ID + b"\xfb" + bytes(8)) == "type-not-allowed"


def test_the_largest_token_fits() -> None:
    assert Stamp.read(Stamp.of(ID, bytes(TOKEN_LIMIT)).raw).token == bytes(TOKEN_LIMIT)


def test_a_token_is_over_the_signature_as_it_is_encoded() -> None:
    """RFC 9921, section 3.1.1, names these heading bytes."""
    assert stamped_bytes(bytes(64)) == b"\x58\x40" + bytes(64)


@given(st.binary(max_size=200) | st.binary(max_size=300).map(lambda end: Stamp.of(ID, TOKEN).raw[:40] + end))
def test_of_any_bytes_only_errors_of_ours_come(data: bytes) -> None:
    with suppress(FormatError):
        assert Stamp.read(data).raw == data

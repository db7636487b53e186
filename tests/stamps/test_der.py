"""DER is read strictly: each other way to encode the same thing is refused, in linear time."""

import pytest

from swapproto import SwapError
from swapproto.stamps.der import SEQUENCE, Fields, whole, write, write_integer

from .forging import NULL, integer, sequence, tlv

SOUND = [
    sequence(),
    sequence(NULL),
    sequence(integer(0), integer(127), integer(128), integer(-1), integer(-128), integer(2**200)),
    sequence(tlv(1, b"\x00"), tlv(1, b"\xff")),
    sequence(tlv(3, b"\x00"), tlv(3, b"\x07\x80"), tlv(3, b"\x00\xff")),
    sequence(tlv(6, b"\x2a"), tlv(6, b"\x2a\x86\x48"), tlv(6, b"\x88\x37")),
    sequence(tlv(0x0C, "é".encode()), tlv(0x1E, b"\x00a"), tlv(0x1C, b"\x00\x00\x00a"), tlv(0x13, b"a")),
    sequence(tlv(4, bytes(127)), tlv(4, bytes(128)), tlv(4, bytes(300))),
    sequence(tlv(0x80), tlv(0xA0, NULL), tlv(0x9E), tlv(0x41)),
    tlv(0x30, tlv(0x31, integer(2), integer(1))),
]
WRONG = {
    "nothing": b"",
    "a tag alone": b"\x30",
    "an indefinite length": b"\x30\x80\x05\x00\x00\x00",
    "a long length that could be short": b"\x30\x81\x02\x05\x00",
    "a length with a leading zero": b"\x30\x82\x00\x80" + tlv(4, bytes(126)),
    "a length of five bytes": b"\x30\x85\x00\x00\x00\x00\x02\x05\x00",
    "a reserved length": b"\x30\xff" + bytes(127),
    "cut short": sequence(tlv(4, b"abc"))[:-1],
    "an element longer than what it is in": b"\x30\x03\x04\x05abcde",
    "something after it": sequence() + b"\x00",
    "another tag": tlv(0x31),
    "a high tag number": sequence(b"\x1f\x81\x01\x00"),
    "a high tag number of the context": sequence(b"\xbf\x21\x00"),
    "no tag": sequence(b"\x00\x00"),
    "a constructed string": sequence(tlv(0x24, tlv(4, b"a"))),
    "a primitive sequence": sequence(tlv(0x10)),
    "a primitive set": sequence(tlv(0x11)),
    "an empty number": sequence(tlv(2)),
    "a number with a leading zero": sequence(tlv(2, b"\x00\x01")),
    "a negative number with a leading ff": sequence(tlv(2, b"\xff\x80")),
    "an enumerated value with a leading zero": sequence(tlv(10, b"\x00\x01")),
    "a truth value of two bytes": sequence(tlv(1, b"\x00\x00")),
    "an empty truth value": sequence(tlv(1)),
    "another truth value": sequence(tlv(1, b"\x01")),
    "a NULL with content": sequence(tlv(5, b"\x00")),
    "an empty identifier": sequence(tlv(6)),
    "an arc that does not end": sequence(tlv(6, b"\x2a\x86")),
    "an arc with a leading zero": sequence(tlv(6, b"\x2a\x80\x01")),
    "an identifier that begins with a leading zero": sequence(tlv(6, b"\x80\x01")),
    "empty bits": sequence(tlv(3)),
    "eight unused bits": sequence(tlv(3, b"\x08\x00")),
    "unused bits of nothing": sequence(tlv(3, b"\x01")),
    "unused bits that are set": sequence(tlv(3, b"\x01\x01")),
    "no UTF-8": sequence(tlv(0x0C, b"\xff")),
    "half a UTF-16 character": sequence(tlv(0x1E, b"\x00")),
    "no UTF-32": sequence(tlv(0x1C, b"\x00\x11\x00\x00")),
    "deep within": tlv(0x30, tlv(0xA0, tlv(0x31, tlv(0x30, tlv(2))))),
}


@pytest.mark.parametrize("data", SOUND)
def test_what_is_in_der_is_read(data: bytes) -> None:
    assert whole(data).raw == data


@pytest.mark.parametrize("what", WRONG)
def test_what_is_not_in_der_is_refused(what: str) -> None:
    with pytest.raises(SwapError) as caught:
        whole(WRONG[what])
    assert caught.value.code == "token-malformed"


@pytest.mark.parametrize("value", [0, 1, 127, 128, 255, 256, 2**63, 2**64, 2**159 + 1])
def test_a_number_that_is_written_is_read(value: int) -> None:
    assert write_integer(value) == integer(value)
    assert Fields(whole(write(SEQUENCE, write_integer(value)))).take(2).integer() == value


@pytest.mark.parametrize("size", [0, 1, 127, 128, 255, 256, 65_535, 65_536])
def test_a_string_that_is_written_is_read(size: int) -> None:
    assert write(4, bytes(size)) == tlv(4, bytes(size))
    assert whole(write(4, bytes(size)), 4).content == bytes(size)


def test_elements_are_taken_in_their_order() -> None:
    fields = Fields(whole(sequence(integer(5), NULL)))
    assert fields.take_if(5) is None
    assert fields.take(2).integer() == 5
    with pytest.raises(SwapError):
        fields.end()
    assert fields.has(4, 5)
    fields.take(5)
    fields.end()
    assert fields.any() is None
    with pytest.raises(SwapError):
        fields.take(5)


@pytest.mark.parametrize("data", [tlv(0x31, NULL), NULL])
def test_what_is_no_sequence_has_no_fields(data: bytes) -> None:
    with pytest.raises(SwapError):
        Fields(whole(data, data[0]))


def test_ten_thousand_levels_are_read_without_recursion() -> None:
    data = b""
    for _ in range(10_000):
        data = tlv(0x30, data)
    assert whole(data).raw == data

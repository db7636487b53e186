"""Byte strings that are kept together are those that were given, and encode to the same bytes."""

import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from swapproto.errors import FormatError
from swapproto.wire import cbor, strings
from swapproto.wire.strings import PORTION, Strings

MANY = [str(number).encode() for number in range(3 * PORTION + 7)]


def kept(*parts: list[bytes]) -> Strings:
    made = Strings()
    for part in parts:
        made.extend(part)
    return made


@given(st.lists(st.lists(st.binary(max_size=300), max_size=2 * PORTION), max_size=4))
def test_they_are_those_that_were_given_and_encode_alike(parts: list[list[bytes]]) -> None:
    whole, made = [one for part in parts for one in part], kept(*parts)
    assert [*made] == whole == made
    assert len(made) == len(whole)
    assert strings.encode(made) == strings.encode(whole) == cbor.encode(whole)


@pytest.mark.parametrize("size", [0, 1, PORTION - 1, PORTION, PORTION + 1, len(MANY)])
def test_each_is_found_by_its_index_as_in_a_list(size: int) -> None:
    whole, made = MANY[:size], kept(MANY[:size])
    assert [made[index] for index in range(-size, size)] == whole + whole
    assert made[5:-3:7] == whole[5:-3:7]
    assert made[::-1] == whole[::-1]
    assert made != [*whole, b""]
    with pytest.raises(IndexError):
        made[size]


def test_they_can_be_pickled() -> None:
    assert pickle.loads(pickle.dumps(kept(MANY))) == MANY


@pytest.mark.parametrize("size", [0, 1, 31, 33])
@pytest.mark.parametrize("count", [0, 1, PORTION - 1, PORTION, PORTION + 1, 2 * PORTION, 600])
def test_what_is_read_is_what_was_encoded(count: int, size: int) -> None:
    whole = [bytes([number % 7]) * size for number in range(count)]
    data = b"??" + cbor.encode(whole) + b"rest"
    found, end = strings.read(data, 2, 600)
    assert (list(found), end) == (whole, len(data) - 4)
    assert isinstance(found, Strings) or size > 30 or count < 2


@pytest.mark.parametrize("bad", ["81581761", "8161", "8100", "8240", "825800", "9b0000000100000000", "9f40ff", "8141"])
def test_anything_but_a_whole_array_of_byte_strings_is_malformed(bad: str) -> None:
    with pytest.raises(FormatError) as caught:
        strings.read(bytes.fromhex(bad), 0, 2**33)
    assert caught.value.code == "malformed"
    whole = cbor.encode([b"ab"] * 600)
    for cut in (4, 3 + 3 * PORTION - 1, 3 + 3 * PORTION, len(whole) - 1):
        with pytest.raises(FormatError, match="byte"):
            strings.read(whole[:cut], 0, 600)
    with pytest.raises(FormatError, match="allowed"):
        strings.read(whole, 0, 599)

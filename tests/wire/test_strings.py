"""Byte strings that are kept together are those that were given, and encode to the same bytes."""

import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

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

"""Deterministic CBOR. Spec 3.1."""

import tracemalloc
from collections.abc import Callable
from typing import Any

import pytest

from swapproto.errors import FormatError
from swapproto.wire import cbor


def code(work: Callable[[], Any]) -> str:
    with pytest.raises(FormatError) as caught:
        work()
    return caught.value.code


def read(hexadecimal: str, depth: int = 8) -> str:
    return code(lambda: cbor.decode(bytes.fromhex(hexadecimal), depth))


@pytest.mark.parametrize(
    ("value", "encoding"),
    [
        (0, "00"),
        (23, "17"),
        (24, "1818"),
        (255, "18ff"),
        (256, "190100"),
        (2**63 - 1, "1b7fffffffffffffff"),
        (-1, "20"),
        (-(2**63), "3b7fffffffffffffff"),
        (b"", "40"),
        ("ї", "62d197"),
        ([1, [2, {}]], "82018202a0"),
        ({"bb": 1, "a": 2}, "a261610262626201"),
        ({-4: 1, 16: 2, 1: 3}, "a3010310022301"),
        ([False, True, None], "83f4f5f6"),
    ],
)
def test_encoding_is_that_of_rfc_8949(value: Any, encoding: str) -> None:
    assert cbor.encode(value).hex() == encoding
    assert cbor.decode(bytes.fromhex(encoding), 8, heads=100) == value


def test_map_keys_are_sorted_by_bytes_and_not_by_length() -> None:
    assert cbor.encode({-1: 0, 100: 0}).hex() == "a21864002000"


@pytest.mark.parametrize("value", [1.5, 2**63, -(2**63) - 1, {1, 2}, {1.5: 1}, {True: 1}, [object()], "\ud800"])
def test_a_value_outside_the_profile_is_not_encoded(value: Any) -> None:
    assert code(lambda: cbor.encode(value)) == "type-not-allowed"


def test_one_and_true_stay_different() -> None:
    assert cbor.encode([1, True, 0, False]).hex() == "8401f500f4"
    assert list(map(type, cbor.decode(bytes.fromhex("8401f500f4"), 1))) == [int, bool, int, bool]


@pytest.mark.parametrize(
    ("encoding", "expected"),
    [
        ("", "malformed"),
        ("1800", "malformed"),
        ("190001", "malformed"),
        ("6161ff", "malformed"),
        ("62c328", "malformed"),
        ("5f41ff", "malformed"),
        ("1c", "malformed"),
        ("9b1000000000000000", "malformed"),
        ("5b1000000000000000", "malformed"),
        ("f90000", "type-not-allowed"),
        ("f7", "type-not-allowed"),
        ("1b8000000000000000", "type-not-allowed"),
        ("c100", "type-not-allowed"),
        ("82d81c80d81d00", "type-not-allowed"),
        ("a2616200616100", "not-deterministic"),
        ("a2616100616100", "not-deterministic"),
        ("81" * 9 + "00", "too-deep"),
        ("81" * 5000 + "00", "too-deep"),
    ],
)
def test_bytes_outside_the_profile_are_refused(encoding: str, expected: str) -> None:
    assert read(encoding) == expected


def test_depth_counts_an_empty_array_but_no_tag() -> None:
    assert read("80", 0) == "too-deep"
    assert cbor.decode(bytes.fromhex("80"), 1) == []
    assert cbor.decode(bytes.fromhex("d280"), 1, tag=18) == []


def test_a_sound_item_other_than_the_one_asked_for_is_unread() -> None:
    for item in ("d280", "80", "a161610f"[:8]):
        assert isinstance(cbor.decode(bytes.fromhex(item), 2, tag=96), cbor.Unread)
    assert isinstance(cbor.decode(bytes.fromhex("a20100f500"), 2, heads=10), cbor.Unread)  # 1 and true
    assert isinstance(cbor.decode(bytes.fromhex("83010203"), 2, heads=3), cbor.Unread)


def test_a_map_of_more_pairs_than_allowed_is_refused() -> None:
    item = cbor.encode({str(n): n for n in range(33)})
    assert code(lambda: cbor.decode(item, 1, pairs=32)) == "too-large"
    assert len(cbor.decode(item, 1, pairs=33)) == 33


def test_a_bomb_of_shared_references_takes_little_memory() -> None:
    bomb = b"\xd8\x1c\x82" * 30 + b"\xd8\x1d\x00" * 31
    tracemalloc.start()
    assert code(lambda: cbor.decode(bomb, 100)) in ("malformed", "type-not-allowed")
    assert tracemalloc.get_traced_memory()[1] < 2**20
    tracemalloc.stop()


def test_strings_are_those_that_were_encoded() -> None:
    parts = [bytes(n) for n in (0, 1, 23, 24, 255, 256, 65535, 65536)]
    data = b"??" + cbor.encode(parts) + b"rest"
    assert cbor.strings(data, 2, 8) == (parts, len(data) - 4)


@pytest.mark.parametrize(
    "data",
    ["", "8141", "81581761", "815818", "8161", "8100", "a0", "f6", "9f40ff", "825800", "9b0000000100000000", "8240"],
)
def test_anything_but_a_whole_array_of_byte_strings_is_malformed(data: str) -> None:
    assert code(lambda: cbor.strings(bytes.fromhex(data), 0, 2**33)) == "malformed"


def test_a_claimed_count_of_strings_is_not_believed() -> None:
    assert code(lambda: cbor.strings(bytes.fromhex("9b1000000000000000"), 0, 2**20)) == "too-large"
    assert code(lambda: cbor.strings(bytes.fromhex("1a00100000" + "9a00100000")[5:], 0, 2**20)) == "malformed"
    assert code(lambda: cbor.strings(cbor.encode([b""] * 3), 0, 2)) == "too-large"


def test_a_member_of_a_map_is_found_whatever_the_other_keys_are() -> None:
    keys = b"\xa4\x01\x00" + cbor.encode("a") + b"\x81\x05" + cbor.encode("bb") + b"\x41x" + b"\xf5\x00"
    assert cbor.decode(keys, 8) is not None
    assert cbor.member(keys, "a") == [5]
    assert cbor.member(keys, "bb") == b"x"
    assert cbor.member(keys, "b") is None
    for other in ([1], "a", 5, None):
        assert cbor.member(cbor.encode(other), "a") is None


def test_keys_are_sorted_alike_however_many_names_were_seen_before() -> None:
    for number in range(2 * cbor.NAMES + 1):
        name = f"name-{number}"
        assert cbor.decode(cbor.encode({"b": 1, "aa": 2, name: 3}), 1) == {"b": 1, "aa": 2, name: 3}
    assert read("a2616200616100", 1) == "not-deterministic"


def test_a_truth_value_is_no_key_even_after_the_integer_that_equals_it() -> None:
    assert cbor.decode(cbor.encode({1: 0}), 1, heads=8) == {1: 0}
    assert isinstance(cbor.decode(bytes.fromhex("a1f500"), 1, heads=8), cbor.Unread)

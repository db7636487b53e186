"""Heads: where items begin and end. Spec 3.2."""

from typing import Any

import pytest

from swapproto.errors import FormatError
from swapproto.wire import cbor, heads
from swapproto.wire.heads import item_at, tag_of
from tests.wire.test_cbor import code


def test_a_tag_is_seen_in_its_short_and_long_form() -> None:
    assert tag_of(bytes.fromhex("d280")) == 18
    assert tag_of(bytes.fromhex("d8128000")) == 18
    assert tag_of(b"\x80") is None
    assert code(lambda: tag_of(b"\xd8")) == "malformed"


def test_the_first_item_is_taken_exactly() -> None:
    assert item_at(b"?\x82\x01\x02rest", 1, 3) == b"\x82\x01\x02"
    assert code(lambda: item_at(b"\x82\x01\x02", 0, 2)) == "too-large"
    assert code(lambda: item_at(b"\x82\x01", 0, 10)) == "malformed"


FORM = ((b"\xa3\x01", heads.INT), (b"\x04", heads.BYTES), (b"\x10", heads.TEXT))
"""A map with an integer, a byte string and a text, as the header of a statement has them."""


@pytest.mark.parametrize("number", [0, 23, 24, 255, 256, 2**32, 2**63 - 1, -1, -24, -25, -(2**63)])
@pytest.mark.parametrize("size", [0, 23, 24, 256])
def test_a_fixed_form_gives_the_values_that_were_encoded(number: int, size: int) -> None:
    values = [number, b"k" * size, "é" * (size // 2)]
    assert heads.fields(cbor.encode(dict(zip((1, 4, 16), values, strict=True))), FORM) == values


def test_a_fixed_form_passes_nothing_that_is_not_deterministic() -> None:
    """Whatever byte of it is changed, left out or added, it passes exactly what decoding finds to be of the form."""
    sound = cbor.encode({1: -19, 4: b"0123456789abcdef01234567", 16: "стаття"})
    changed = [sound[:i] + bytes([byte]) + sound[i + 1 :] for i in range(len(sound)) for byte in range(256)]
    cut = [sound[:i] for i in range(len(sound))] + [sound[:i] + sound[i + 1 :] for i in range(len(sound))]
    longer = [sound + b"\x00", b"\xa3\x01\x38\x12" + sound[3:], b"\xa3\x01\x18\x05" + sound[3:]]
    passed = 0
    for data in (*changed, *cut, *longer):
        assert _fields(data) == _decoded(data), data.hex()
        passed += _fields(data) is not None
    assert len(sound) < passed < len(changed)


def test_an_integer_beyond_the_range_is_in_no_form() -> None:
    for head in (b"\x1b", b"\x3b"):
        data = b"\xa3\x01" + head + b"\xff" * 8 + b"\x04\x40\x10\x60"
        assert _fields(data) is _decoded(data) is None


def _fields(data: bytes) -> list[Any] | None:
    try:
        return heads.fields(data, FORM)
    except FormatError:
        return None


def _decoded(data: bytes) -> list[Any] | None:
    try:
        value = cbor.decode(data, 1, heads=64)
    except FormatError:
        return None
    if type(value) is not dict or [*value] != [1, 4, 16] or [*map(type, value.values())] != [int, bytes, str]:
        return None
    return [*value.values()]

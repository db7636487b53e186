"""Heads: where items begin and end. Spec 3.2."""

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

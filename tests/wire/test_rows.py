"""Many small maps, decoded in portions. Spec 6.2."""

import pytest

from swapproto.errors import FormatError
from swapproto.wire import cbor
from swapproto.wire.rows import PORTION, PORTION_BYTES, Row, Rows


def rows(depth: int = 4, size: int = 65_536) -> Rows:
    return Rows(lambda row: None if "a" in row else "no a", code="entry-invalid", depth=depth, size=size)


def refused(encoded: list[bytes], match: str) -> None:
    with pytest.raises(FormatError, match=match) as caught:
        list(rows().decode(encoded))
    assert caught.value.code == "entry-invalid"


GOOD = cbor.encode({"a": 1, "b": "x"})


def test_rows_over_several_portions_come_back_unchanged() -> None:
    values: list[Row] = [{"a": n, "b": [str(n), {"c": None}]} for n in range(2 * PORTION + 3)]
    assert list(rows().decode(map(cbor.encode, values))) == values


@pytest.mark.parametrize("place", [0, 1, PORTION - 1, PORTION, 2 * PORTION])
def test_a_bad_row_is_named_by_its_number(place: int) -> None:
    encoded = [GOOD] * (2 * PORTION + 1)
    encoded[place] = cbor.encode({"b": 1})
    refused(encoded, f"^entry {place + 1}: no a")
    encoded[place] = b"\xa1\x61"
    refused(encoded, f"^entry {place + 1}: ")


def test_bytes_that_run_into_the_next_row_are_refused() -> None:
    # Joined they are three sound maps; apart, none is what it claims to be.
    one, two = cbor.encode({"a": b"".hex(), "b": ""}), cbor.encode({"a": "", "b": ""})
    refused([one[:-1], one[-1:] + two], "^entry 1: ")
    refused([one + two[:3], two[3:]], "^entry 1: ")
    refused([b"", GOOD + GOOD], "^entry 1: ")


@pytest.mark.parametrize(
    "bad",
    [
        "a2616201616101",  # keys out of order
        "a2616101616102",  # a key twice
        "a161611801",  # not shortest
        "bf616101ff",  # indefinite
        "a16161f90000",  # a float
        "a16161c100",  # a tag
        "a161618181818100",  # too deep
        "80",
        "01",
        "a16161a2010001f5"[:12],
        "a20100616101",  # an integer key
    ],
)
def test_a_row_outside_the_profile_is_refused(bad: str) -> None:
    refused([GOOD, bytes.fromhex(bad)], "^entry 2: ")


@pytest.mark.parametrize(
    "bad",
    [
        "a161618181818180",  # too deep, like its neighbours at the top
        "a1616181a2616201616101",  # keys out of order within
        "a1616181a2616101616102",  # a key twice within
        "a161618181a1f500",  # true is no key
        "a16161811bffffffffffffffff",  # beyond 64 bits with a sign
    ],
)
def test_a_row_is_refused_among_valid_ones_that_are_checked_with_it(bad: str) -> None:
    good = [cbor.encode({"a": [{"a": n, "b": {}}]}) for n in range(10)]
    assert len([*rows().decode(good)]) == 10
    refused([*good, bytes.fromhex(bad), *good], "^entry 11: ")


def test_a_row_longer_than_allowed_is_refused() -> None:
    long = cbor.encode({"a": "x" * 65_536})
    refused([long], "at most 65536")


def test_large_rows_are_decoded_in_bounded_portions(monkeypatch: pytest.MonkeyPatch) -> None:
    sizes: list[int] = []
    load = cbor.load

    def spy(data: bytes, depth: int) -> object:
        sizes.append(len(data))
        return load(data, depth)

    monkeypatch.setattr(cbor, "load", spy)
    large = cbor.encode({"a": "x" * 60_000})
    assert len(list(rows().decode([GOOD, *[large] * 100, GOOD]))) == 102
    assert len(sizes) > 1
    assert max(sizes) <= PORTION_BYTES + 60_100


def test_what_was_learned_from_one_row_excuses_no_other() -> None:
    known = rows()
    assert list(known.decode([cbor.encode({"a": "x", "b": None})]))
    with pytest.raises(FormatError):
        list(known.decode([cbor.encode({"b": "x"})]))
    with pytest.raises(FormatError):
        list(known.decode([bytes.fromhex("a261626178616178")[:8]]))

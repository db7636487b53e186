"""Showing some entries. Spec 10."""

from typing import Any

import pytest

from swapproto import Disclosure, Field, List, Opened, Place, Schema, disclose, unseal
from swapproto.errors import InputError, SwapError
from swapproto.wire import cbor
from swapproto.wire.cbor import SWAP as TAG
from tests.making import GUARDED, NORTH, make, people

MADE = make(NORTH, people(9, schema=GUARDED), place=Place(role="report", list_id=bytes(16)))
OPENED: Opened = unseal(MADE.signed, MADE.envelope, MADE.cek)


def code(data: bytes, made: Any = MADE) -> str:
    with pytest.raises(SwapError) as caught:
        Disclosure.read(data).verify(made.signed)
    return caught.value.code


def names(data: bytes) -> list[str]:
    return sorted(shown.entry["name"] for shown in Disclosure.read(data).verify(MADE.signed))


@pytest.mark.parametrize("indexes", [[0], [8], [3, 1], range(9), [5, 5, 5]])
def test_the_chosen_entries_are_shown(indexes: list[int]) -> None:
    assert names(disclose(OPENED, indexes)) == sorted(f"person name {i}" for i in set(indexes))


def test_a_restricted_part_is_shown_only_on_request() -> None:
    held = disclose(OPENED, [2])
    assert b"health" not in held
    shown = Disclosure.read(held).verify(MADE.signed)[0]
    assert shown.held_back
    assert "health" not in shown.entry
    full = Disclosure.read(disclose(OPENED, [2], restricted=True)).verify(MADE.signed)[0]
    assert not full.held_back
    assert full.entry["health"] == "person health 2"
    assert full.position == shown.position


def test_a_disclosure_omits_entries_and_salts_that_were_not_chosen() -> None:
    data = disclose(OPENED, [2])
    assert b"person name 2" in data
    assert not any(b"person name %d" % i in data for i in range(9) if i != 2)
    salt, second = OPENED.salts.of(2)
    assert salt in data
    assert second not in data
    assert not any(OPENED.salts.of(i)[0] in data for i in range(9) if i != 2)
    assert MADE.cek not in data


@pytest.mark.parametrize("indexes", [[], [9], [-1], [0, 100]])
def test_an_entry_that_is_not_there_cannot_be_disclosed(indexes: list[int]) -> None:
    with pytest.raises(InputError) as caught:
        disclose(OPENED, indexes)
    assert caught.value.code == "usage"


def changed(change: Any) -> bytes:
    item = cbor.decode(disclose(OPENED, [1, 4], restricted=True), 8, tag=TAG)
    return cbor.encode(cbor.Tag(TAG, change(item)))


CHANGES = {
    "another word": ("disclosure-malformed", lambda d: ["exposure", *d[1:]]),
    "a short id": ("disclosure-malformed", lambda d: [d[0], d[1][:31], *d[2:]]),
    "no items": ("disclosure-malformed", lambda d: [d[0], d[1], [], d[3]]),
    "more": ("disclosure-malformed", lambda d: [*d, None]),
    "descending": ("disclosure-malformed", lambda d: [*d[:2], d[2][::-1], d[3]]),
    "twice": ("disclosure-malformed", lambda d: [*d[:2], [d[2][0], d[2][0]], d[3]]),
    "beyond the count": ("disclosure-malformed", lambda d: [*d[:2], [d[2][0], [9, *d[2][1][1:]]], d[3]]),
    "negative": ("disclosure-malformed", lambda d: [*d[:2], [[-1, *d[2][0][1:]], d[2][1]], d[3]]),
    "true": ("disclosure-malformed", lambda d: [*d[:2], [[True, *d[2][0][1:]]], d[3]]),
    "a short salt": ("disclosure-malformed", lambda d: [*d[:2], [[d[2][0][0], b"", *d[2][0][2:]]], d[3]]),
    "a text": ("disclosure-malformed", lambda d: [*d[:2], [[*d[2][0][:2], "x", None]], d[3]]),
    "a short hash": ("disclosure-malformed", lambda d: [*d[:3], [d[3][0][:31], *d[3][1:]]]),
    "another list": ("commitment-missing", lambda d: [d[0], bytes(32), *d[2:]]),
    "no map": ("entry-invalid", lambda d: [*d[:2], [[*d[2][0][:2], b"\x80", d[2][0][3]], d[2][1]], d[3]]),
    "no part": ("entry-invalid", lambda d: [*d[:2], [[*d[2][0][:3], [bytes(32), b"\xff"]], d[2][1]], d[3]]),
    "other part": ("proof-invalid", lambda d: [*d[:2], [[*d[2][0][:3], [bytes(32), b"\xa0"]], d[2][1]], d[3]]),
    "a field in both": (
        "entry-invalid",
        lambda d: [*d[:2], [[*d[2][0][:3], [bytes(32), d[2][0][2]]], d[2][1]], d[3]],
    ),
    "another salt": ("proof-invalid", lambda d: [*d[:2], [[d[2][0][0], bytes(32), *d[2][0][2:]], d[2][1]], d[3]]),
    "no restricted": ("proof-invalid", lambda d: [*d[:2], [[*d[2][0][:3], None], d[2][1]], d[3]]),
    "another place": ("proof-invalid", lambda d: [*d[:2], [[d[2][0][0] - 1, *d[2][0][1:]], d[2][1]], d[3]]),
    "one item less": ("proof-invalid", lambda d: [*d[:2], d[2][:1], d[3]]),
    "one hash more": ("proof-invalid", lambda d: [*d[:3], [*d[3], bytes(32)]]),
    "one hash less": ("proof-invalid", lambda d: [*d[:3], d[3][:-1]]),
    "hashes swapped": ("proof-invalid", lambda d: [*d[:3], d[3][::-1]]),
}


@pytest.mark.parametrize(("expected", "change"), CHANGES.values(), ids=CHANGES)
def test_an_altered_disclosure_is_refused(expected: str, change: Any) -> None:
    assert code(changed(change)) == expected


def test_swapped_items_of_equal_form_are_refused() -> None:
    assert code(changed(lambda d: [*d[:2], [[d[2][0][0], *d[2][1][1:]], [d[2][1][0], *d[2][0][1:]]], d[3]])) == (
        "proof-invalid"
    )


def test_the_only_entry_of_a_list_can_be_shown() -> None:
    made = make(NORTH, people(1))
    opened = unseal(made.signed, made.envelope, made.cek)
    data = disclose(opened, [0])
    assert [shown.position for shown in Disclosure.read(data).verify(made.signed)] == [0]
    assert cbor.decode(data, 8, tag=TAG)[3] == []


def test_a_field_of_any_name_is_shown() -> None:
    schema = Schema((Field(""" "quoted\n" """), Field("поле", "array"), Field("z", "object", restricted=True)))
    entry = {""" "quoted\n" """: "x", "поле": ["a", 1, None], "z": {"k": [True]}}
    made = make(NORTH, List.of("", schema, [entry]))
    opened = unseal(made.signed, made.envelope, made.cek)
    shown = Disclosure.read(disclose(opened, [0], restricted=True)).verify(made.signed)
    assert shown[0].entry == entry

"""Schemas, entries, lists and what changed between two of them. Spec 6, 11."""

from collections.abc import Sequence
from typing import Any

import pytest

from swapproto import Constraints, Field, List, Schema, diff, unseal
from swapproto.errors import FormatError, InputError
from swapproto.lists.schema import TYPES
from swapproto.wire import cbor
from tests.making import GUARDED, NORTH, make

ONE: dict[str, Any] = {"name": "n", "type": "string"}


@pytest.mark.parametrize(
    "wire",
    [
        None,
        [],
        {},
        {"fields": []},
        {"fields": [ONE] * 2},
        {"fields": [{**ONE, "name": str(n)} for n in range(129)]},
        {"fields": [ONE], "foreignKeys": []},
        {"fields": [{"name": "n"}]},
        {"fields": [{"type": "string"}]},
        {"fields": [{**ONE, "name": ""}]},
        {"fields": [{**ONE, "name": "й" * 129}]},
        {"fields": [{**ONE, "type": "text"}]},
        {"fields": [{**ONE, "type": ["string"]}]},
        {"fields": [{**ONE, "title": ""}]},
        {"fields": [{**ONE, "title": None}]},
        {"fields": [{**ONE, "description": "d" * 16_385}]},
        {"fields": [{**ONE, "restricted": False}]},
        {"fields": [{**ONE, "restricted": 1}]},
        {"fields": [{**ONE, "format": "email"}]},
        {"fields": [ONE], "primaryKey": []},
        {"fields": [ONE], "primaryKey": "n"},
        {"fields": [ONE], "primaryKey": ["m"]},
        {"fields": [ONE], "primaryKey": ["n", "n"]},
        {"fields": [{**ONE, "restricted": True}], "primaryKey": ["n"]},
        {"fields": [ONE], "missingValues": []},
        {"fields": [ONE], "missingValues": ["-" * 65]},
        {"fields": [ONE], "missingValues": [str(n) for n in range(17)]},
        {"fields": [{**ONE, "name": str(n), "description": "d" * 16_384} for n in range(4)]},
    ],
)
def test_a_schema_outside_the_subset_is_refused(wire: object) -> None:
    with pytest.raises(FormatError) as caught:
        Schema.from_wire(wire)
    assert caught.value.code == "schema-invalid"


def test_a_schema_survives_the_wire() -> None:
    wire = {
        "fields": [
            {**ONE, "title": {"en": "Name", "uk": "Ім’я"}, "description": "As in the passport."},
            {"name": "m", "type": "integer", "restricted": True, "constraints": {"required": True, "minimum": 0}},
        ],
        "primaryKey": ["n"],
        "missingValues": ["", "-"],
    }
    schema = Schema.from_wire(wire)
    assert schema.to_wire() == wire
    assert cbor.decode(schema.encoded, 8) == wire
    assert schema.public.names == ("n",)
    assert schema.restricted
    assert schema.restricted.names == ("m",)


def test_an_opened_list_is_not_judged_by_its_constraints() -> None:
    asked = Constraints(required=True, unique=True, enum=("a",), pattern="(", min_length=9, max_length=1)
    schema = Schema((Field("f", constraints=asked), Field("d", "partialdate", constraints=Constraints(minimum="x"))))
    rows: list[dict[str, Any]] = [{"f": "b", "d": "never"}, {"f": "b", "d": None}, {"f": None, "d": ""}]
    made_ = make(NORTH, List.of("", schema, rows))
    opened = unseal(made_.signed, made_.envelope, made_.cek).list
    assert list(opened) == rows
    assert opened.schema.fields[0].constraints == asked


GOOD: dict[str, list[Any]] = {
    "string": ["", "x", "їжак\n"],
    "number": ["1.50", "not checked here"],
    "date": ["2026-02-30"],
    "partialdate": ["1984-13?"],
    "datetime": ["x"],
    "integer": [0, -(2**63), 2**63 - 1],
    "boolean": [True, False],
    "array": [[], ["x", [1]], [None, {}]],
    "object": [{}, {"a": {"b": 1}}],
}
BAD: dict[str, list[Any]] = {
    "string": [1, True, b"x", ["x"], "\ud800"],
    "number": [1, 1.5],
    "date": [20260101],
    "partialdate": [1984],
    "datetime": [0],
    "integer": ["1", True, 2**63, 1.0],
    "boolean": [1, 0, "true"],
    "array": [{}, "x", [b"x"], [1.5], [[[["x"]]]], [{1: 2}]],
    "object": [[], {"a": b"x"}, {1: "a"}, {"a": {"b": {"c": {}}}}, {str(n): n for n in range(129)}],
}


@pytest.mark.parametrize("kind", TYPES)
def test_each_type_takes_its_own_values_and_no_others(kind: str) -> None:
    schema = Schema((Field("f", kind),))
    entries = [{"f": value} for value in [*GOOD[kind], None]]
    content = List.of("", schema, entries)
    assert list(content) == entries
    assert [type(entry["f"]) for entry in content] == [type(entry["f"]) for entry in entries]
    for value in BAD[kind]:
        with pytest.raises(InputError) as caught:
            List.of("", schema, [{"f": None}, {"f": value}])
        assert caught.value.code == "table"
        assert "entry 2" in str(caught.value)


@pytest.mark.parametrize("wrong", [2**63, -(2**63) - 1, True, 1.0])
def test_an_integer_is_refused_in_whatever_row_it_is_out_of_range(wrong: Any) -> None:
    schema = Schema((Field("f", "integer"),))
    good: list[dict[str, Any]] = [{"f": -(2**63)}, {"f": 2**63 - 1}, {"f": None}] * 500
    assert list(List.of("", schema, good)) == good
    with pytest.raises(InputError, match="entry 1501: "):
        List.of("", schema, [*good, {"f": wrong}])


def test_a_field_left_out_is_null_and_an_unknown_one_is_refused() -> None:
    schema = Schema((Field("a"), Field("b", restricted=True)))
    assert list(List.of("", schema, [{}, {"b": "x"}])) == [{"a": None, "b": None}, {"a": None, "b": "x"}]
    with pytest.raises(InputError, match=r"entry 2.*'c'"):
        List.of("", schema, [{"a": "1"}, {"a": "1", "c": "x"}])


def test_a_restricted_value_is_kept_out_of_the_public_part() -> None:
    schema = Schema((Field("b", restricted=True), Field("a")))
    content = List.of("", schema, [{"a": "seen", "b": "secret"}])
    assert b"secret" not in content.public[0]
    assert content.restricted
    assert b"secret" in content.restricted[0]
    assert [list(entry) for entry in content] == [["b", "a"]], "fields in the schema's order"
    assert List.of("", Schema((Field("a"),)), [{"a": "x"}]).restricted is None


def test_an_entry_or_label_past_its_limit_is_refused() -> None:
    schema = Schema.of_texts(["a"])
    assert len(List.of("", schema, [{"a": "x" * (65_536 - 8)}])) == 1
    with pytest.raises(InputError, match="65536"):
        List.of("", schema, [{"a": "x" * 65_536}])
    assert List.of("й" * 256, schema, []).label == "й" * 256
    with pytest.raises(InputError, match="512"):
        List.of("й" * 257, schema, [])


def test_more_than_2_to_the_20_entries_are_refused() -> None:
    content = List("", Schema.of_texts(["a"]), [b""] * 2**20)
    assert len(content) == 2**20
    with pytest.raises(InputError, match="1,048,576"):
        List.of("", Schema((Field("a", "boolean"),)), ({"a": None} for _ in range(2**20 + 1)))


# --- differences ----------------------------------------------------------------------------------------------------


def table(*rows: Sequence[Any], key: tuple[str, ...] = ("id",), names: Sequence[str] = ("id", "name")) -> List:
    schema = Schema(tuple(map(Field, names)), primary_key=key)
    return List.of("", schema, (dict(zip(names, row, strict=True)) for row in rows))


def test_added_removed_changed_and_same_entries_are_separated() -> None:
    found = diff(table(("1", "a"), ("2", "b"), ("3", "c")), table(("3", "c"), ("2", "B"), ("4", "d")))
    assert found.key == ("id",)
    assert [entry["id"] for entry in found.added] == ["4"]
    assert [entry["id"] for entry in found.removed] == ["1"]
    assert [change.fields for change in found.changed] == [{"name": ("b", "B")}]
    assert found.same == 1


def test_entries_under_another_key_are_told_from_changed_ones() -> None:
    old = table(("1", "a"), ("2", "b"), ("3", "c"), ("9", "z"))
    new = table(("1", "new"), ("2", "a"), ("3", "b"), ("4", "c"), ("9", "Z"))
    moved = diff(old, new).renumbered()
    assert [(change.before["id"], change.after["id"]) for change in moved] == [("3", "4"), ("1", "2"), ("2", "3")]
    assert {tuple(change.fields) for change in moved} == {("id",)}
    assert diff(old, old).renumbered() == []
    assert diff(old, new, ()).renumbered() == []


def test_entries_alike_but_for_their_key_are_not_said_to_be_renumbered() -> None:
    old, new = table(("1", "a"), ("2", "a"), ("3", None)), table(("4", "a"), ("5", "a"), ("6", None))
    assert diff(old, new).renumbered() == []


def test_the_order_of_entries_is_no_difference() -> None:
    one, two = table(("1", "a"), ("2", "b")), table(("2", "b"), ("1", "a"))
    for key in (None, (), ("name",)):
        found = diff(one, two, key)
        assert (found.added, found.removed, found.changed, found.same) == ([], [], [], 2)


def test_another_key_than_the_schemas_can_be_used() -> None:
    found = diff(table(("1", "a")), table(("2", "a")), ["name"])
    assert [change.fields for change in found.changed] == [{"id": ("1", "2")}]
    assert diff(table(("1", "a")), table(("2", "a"))).changed == []


@pytest.mark.parametrize("which", ["older", "newer"])
def test_two_entries_of_one_key_are_not_compared(which: str) -> None:
    twice, once = table(("1", "a"), ("2", "b"), ("1", "c")), table(("1", "a"))
    with pytest.raises(InputError, match=f"the {which} list has two entries with the same id .*row 3") as caught:
        diff(*((twice, once) if which == "older" else (once, twice)))
    assert caught.value.code == "usage"


def test_a_key_that_a_list_does_not_have_is_refused() -> None:
    with pytest.raises(InputError, match="the older list has no field 'name'"):
        diff(table(("1",), key=(), names=("id",)), table(("1", "a")), ["name"])


def test_equal_entries_are_counted_when_content_is_compared() -> None:
    old, new = table(("1", "a"), ("1", "a"), ("2", "b"), key=()), table(("1", "a"), ("3", "c"), ("3", "c"), key=())
    found = diff(old, new)
    assert found.key == ()
    assert found.same == 1
    assert sorted(entry["id"] for entry in found.removed) == ["1", "2"]
    assert [entry["id"] for entry in found.added] == ["3", "3"]


def test_a_field_added_between_versions_is_a_change_only_where_it_is_filled() -> None:
    old, new = table(("1",), names=("id",)), table(("1", None))
    assert diff(old, new).same == 1
    assert diff(old, table(("1", "a"))).changed[0].fields == {"name": (None, "a")}


def test_one_and_true_are_a_difference() -> None:
    schema = Schema((Field("k"), Field("v", "array")))
    one, two = (List.of("", schema, [{"k": "x", "v": [value]}]) for value in (1, True))
    assert diff(one, two, ["k"]).changed[0].fields == {"v": ([1], [True])}
    assert len(diff(one, two).added) == 1


def test_distinct_keys_are_counted() -> None:
    assert table(("1", "a"), ("1", "b"), ("2", None)).distinct_keys() == 2
    assert table(("1", "a"), key=()).distinct_keys() is None


def test_distinct_keys_are_counted_for_every_type_of_key() -> None:
    schema = Schema((Field("a", "integer"), Field("b", "boolean")), primary_key=("a", "b"))
    rows: list[dict[str, Any]] = [
        {"a": 1, "b": True},
        {"a": 1, "b": True},
        {"a": 1, "b": False},
        {"a": None, "b": True},
    ]
    assert List.of("", schema, rows).distinct_keys() == 3
    texts = Schema((Field("a"), Field("b", "date")), primary_key=("a", "b"))
    assert List.of("", texts, [{"a": "x", "b": "2026-01-01"}, {"a": "x"}, {"a": "x"}]).distinct_keys() == 2


def test_a_list_is_a_sequence() -> None:
    whole = List.of("crew", GUARDED, [{"id": str(n), "health": "well"} for n in range(5)])
    entries = list(whole)
    assert isinstance(whole, Sequence)
    assert [whole[n] for n in range(-5, 5)] == entries * 2
    assert list(reversed(whole)) == entries[::-1]
    assert (whole.index(entries[3]), whole.count(entries[3]), entries[3] in whole) == (3, 1, True)
    for index in (5, -6, 10**9):
        with pytest.raises(IndexError, match="the list has 5"):
            whole[index]


@pytest.mark.parametrize("places", [slice(1, 3), slice(None, None, -1), slice(-2, None), slice(9, 12)])
def test_a_slice_of_a_list_is_a_list(places: slice) -> None:
    whole = List.of("crew", GUARDED, [{"id": str(n), "health": "well"} for n in range(5)])
    part = whole[places]
    assert part == List.of("crew", GUARDED, list(whole)[places])


def test_entries_that_were_checked_are_the_same_when_they_are_decoded_again() -> None:
    whole = List.of("crew", GUARDED, [{"id": str(n), "health": "well"} for n in range(3000)])
    unchecked = List("crew", GUARDED, whole.public, whole.restricted)
    assert list(unchecked) == list(whole) == list(whole[:])


def test_entries_that_nobody_has_checked_are_decoded_strictly_each_time() -> None:
    fields = Schema((Field("a", "object"),))
    unordered = bytes.fromhex("a16161a2616201616101")
    for entries in ([unordered], [b"\xa1\x61\x61\xa0", unordered]):
        unchecked = List("l", fields, entries)
        for _ in range(2):
            with pytest.raises(FormatError):
                list(unchecked)
        with pytest.raises(FormatError):
            list(unchecked[-1:])
        with pytest.raises(FormatError):
            unchecked.read_all(iter)
        with pytest.raises(FormatError):
            list(unchecked)


def test_what_is_decoded_again_without_a_check_is_refused_where_it_is_no_map() -> None:
    with pytest.raises(FormatError, match="not checked before"):
        list(Schema.of_texts(["a"]).public.decode_again([b"\xff"]))

"""A list comes out of an envelope as it went in; what is shown is what was chosen; what changed is what differs."""

from collections import Counter
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from swapproto import Disclosure, List, Opened, Place, Schema, diff, disclose, obtain_key, unseal
from swapproto.envelope.plaintext import padded_length
from swapproto.lists import Field
from swapproto.testing import strategies as some
from swapproto.wire import cbor
from swapproto.wire.cose_encrypt import Encrypted
from swapproto.wire.merkle import SortedTree, root_from_proof
from tests.making import HERON, NORTH, SOUTH, Made, make

SLOT = Place(role="report", list_id=bytes(16))


def opened(made: Made) -> Opened:
    return unseal(made.signed, made.envelope, made.cek)


@given(some.lists())
def test_a_list_comes_out_as_it_went_in(content: List) -> None:
    made = make(NORTH, content, readers=[SOUTH])
    for reader in (NORTH, SOUTH):
        cek = obtain_key(made.signed, made.envelope, reader.party.kid, reader)
        found = unseal(made.signed, made.envelope, cek).list
        assert (found.label, found.schema) == (content.label, content.schema)
        assert found.schema.digest == content.schema.digest == made.signed.body.schema
        assert cbor.encode(list(found)) == cbor.encode(list(content))
        assert [list(entry) for entry in found] == [list(entry) for entry in content]
        assert len(found) == made.signed.body.count


@given(st.data())
def test_entries_come_out_of_a_list_with_the_values_and_types_they_had(data: st.DataObject) -> None:
    schema = data.draw(some.schemas())
    rows = data.draw(st.lists(some.entries(schema), max_size=4))
    found = list(List.of("", schema, rows))
    assert found == rows
    assert [cbor.encode(row) for row in found] == [cbor.encode(row) for row in rows]  # 1 is not True


@given(some.schemas())
def test_a_schema_survives_the_wire(schema: Schema) -> None:
    found = Schema.from_wire(cbor.decode(schema.encoded, 8))
    assert found == schema
    assert found.fields == schema.fields


@given(some.lists())
def test_the_same_list_in_the_same_place_has_the_same_root_and_key(content: List) -> None:
    one, again = make(NORTH, content, place=SLOT), make(NORTH, content, place=SLOT, readers=[HERON])
    assert one.signed.body.fixed == again.signed.body.fixed
    assert Encrypted.read(one.envelope).ciphertext == Encrypted.read(again.envelope).ciphertext


@given(some.lists(min_size=1), st.data())
def test_any_other_list_has_another_root_and_key(content: List, data: st.DataObject) -> None:
    other = data.draw(
        st.sampled_from(
            [
                List(content.label, content.schema, content.public[1:], content.restricted and content.restricted[1:]),
                List(content.label + "x", content.schema, content.public, content.restricted),
            ]
        )
    )
    one, two = make(NORTH, content, place=SLOT).signed.body, make(NORTH, other, place=SLOT).signed.body
    assert one.root != two.root
    assert one.key != two.key


@given(some.lists(min_size=1), st.data())
def test_a_disclosure_shows_exactly_what_was_chosen(content: List, data: st.DataObject) -> None:
    made = make(NORTH, content)
    chosen = data.draw(st.sets(st.integers(0, len(content) - 1), min_size=1))
    restricted = data.draw(st.booleans())
    shown = Disclosure.read(disclose(opened(made), chosen, restricted=restricted)).verify(made.signed)
    held_back = {field.name for field in content.schema.fields if field.restricted}
    rows = list(content)
    expected = [{name: value for name, value in rows[i].items() if restricted or name not in held_back} for i in chosen]
    assert Counter(cbor.encode(s.entry) for s in shown) == Counter(map(cbor.encode, expected))
    assert {s.held_back for s in shown} == {bool(held_back) and not restricted}
    assert [s.position for s in shown] == sorted({s.position for s in shown})


@given(st.lists(st.text(min_size=8, max_size=12), min_size=1, max_size=6, unique=True), st.data())
def test_a_disclosure_holds_no_byte_of_what_was_not_chosen(secrets: list[str], data: st.DataObject) -> None:
    schema = Schema((Field("open"), Field("closed", restricted=True)))
    content = List.of("", schema, ({"open": "o" + s, "closed": "c" + s} for s in secrets))
    chosen = data.draw(st.sets(st.integers(0, len(content) - 1), min_size=1))
    raw = disclose(opened(make(NORTH, content)), chosen)
    for index, secret in enumerate(secrets):
        assert (("o" + secret).encode() in raw) == (index in chosen) or any(
            secret in secrets[other] for other in chosen - {index}
        )
        assert ("c" + secret).encode() not in raw


@given(st.sets(st.binary(min_size=32, max_size=32), min_size=0, max_size=40), st.data())
def test_every_choice_of_leaves_proves_the_root_and_no_other(leaves: set[bytes], data: st.DataObject) -> None:
    tree, order = SortedTree(list(leaves)), sorted(leaves)
    places = sorted(data.draw(st.sets(st.integers(0, len(order) - 1)))) if order else []
    proof = tree.prove(places)
    assert root_from_proof(len(order), {place: order[place] for place in places}, proof) == tree.root
    if len(places) == len(order):
        assert proof == []


@given(st.integers(2, 2**40))
def test_padding_is_small_and_stable(length: int) -> None:
    padded = padded_length(length)
    assert length <= padded <= length * 1.12 + 1
    assert padded_length(padded) == padded
    assert padded <= padded_length(length + 1)


# --- diff -----------------------------------------------------------------------------------------------------------

KEYED = Schema((Field("id", "integer"), Field("v", "array")), primary_key=("id",))
ROWS = st.dictionaries(st.integers(0, 6), st.lists(some.SCALARS, max_size=2), max_size=6)


def keyed(rows: dict[int, Any]) -> List:
    return List.of("", KEYED, ({"id": key, "v": value} for key, value in rows.items()))


def bag(rows: Any) -> Counter[bytes]:
    return Counter(map(cbor.encode, rows))


@given(some.lists())
def test_a_list_does_not_differ_from_itself(content: List) -> None:
    found = diff(content, content, ())
    assert (found.added, found.removed, found.changed, found.same) == ([], [], [], len(content))


@given(ROWS, ROWS, st.booleans())
def test_the_older_list_with_its_changes_is_the_newer(before: dict[int, Any], after: dict[int, Any], by: bool) -> None:
    old, new = keyed(before), keyed(after)
    found = diff(old, new, None if by else ())
    changed_from, changed_to = bag(c.before for c in found.changed), bag(c.after for c in found.changed)
    assert bag(old) - bag(found.removed) - changed_from + bag(found.added) + changed_to == bag(new)
    assert len(old) == found.same + len(found.changed) + len(found.removed)
    assert len(new) == found.same + len(found.changed) + len(found.added)
    for change in found.changed:
        assert change.fields
        assert change.before | {name: pair[1] for name, pair in change.fields.items()} == change.after


@given(ROWS, ROWS, st.booleans())
def test_a_diff_the_other_way_round_is_its_mirror(before: dict[int, Any], after: dict[int, Any], by: bool) -> None:
    old, new = keyed(before), keyed(after)
    key = None if by else ()
    there, back = diff(old, new, key), diff(new, old, key)
    assert (bag(there.added), bag(there.removed)) == (bag(back.removed), bag(back.added))
    assert bag(c.before for c in there.changed) == bag(c.after for c in back.changed)
    assert there.same == back.same


@given(some.lists(), some.lists())
def test_any_two_lists_can_be_compared_by_content(old: List, new: List) -> None:
    found = diff(old, new, ())
    assert bag(old) - bag(found.removed) == bag(new) - bag(found.added)

"""Schemas, entries and lists of every shape that the protocol allows, and bytes that were tampered with."""

from collections.abc import Sequence
from functools import cache
from typing import Any

from hypothesis import strategies as st

from swapproto import List, Schema, Slot, disclose, unseal
from swapproto.lists import Constraints, Field
from tests.making import (
    GUARDED,
    HERON,
    NORTH,
    SOUTH,
    STRANGER,
    Made,
    committed_to_plaintext,
    make,
    people,
    publish,
    reveal,
    sign,
)

INTEGERS = st.integers(-(2**63), 2**63 - 1)
NAMES = st.text(min_size=1, max_size=40)
SCALARS = st.none() | st.booleans() | INTEGERS | st.text(max_size=20)


def _nested(depth: int) -> st.SearchStrategy[Any]:
    if not depth:
        return SCALARS
    inner = _nested(depth - 1)
    return SCALARS | st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3)


WITHIN = _nested(2)
VALUES: dict[str, st.SearchStrategy[Any]] = {
    "string": st.text(max_size=60),
    "number": st.text(max_size=10),
    "date": st.text(max_size=10),
    "partialdate": st.text(max_size=11),
    "datetime": st.text(max_size=10),
    "integer": INTEGERS,
    "boolean": st.booleans(),
    "array": st.lists(WITHIN, max_size=3),
    "object": st.dictionaries(st.text(max_size=8), WITHIN, max_size=3),
}


TITLES = NAMES | st.dictionaries(
    st.from_regex("[a-z]{2,3}(-[A-Za-z0-9]{1,8}){0,3}", fullmatch=True), NAMES, min_size=1, max_size=4
)
LENGTHS = st.integers(0, 65_536)


def constraints(kind: str) -> st.SearchStrategy[Constraints]:
    """Any that a field of this type may have; most of them no value satisfies, and no reader asks."""
    asked: dict[str, st.SearchStrategy[Any]] = {"required": st.booleans()}
    if kind not in ("array", "object"):
        asked["unique"] = st.booleans()
    if kind == "string":
        asked["enum"] = st.lists(NAMES, max_size=3, unique=True).map(tuple)
        asked |= {"pattern": st.none() | NAMES, "min_length": st.none() | LENGTHS, "max_length": st.none() | LENGTHS}
    if kind in ("integer", "number", "date", "partialdate"):
        bound = INTEGERS if kind == "integer" else NAMES
        asked |= {"minimum": st.none() | bound, "maximum": st.none() | bound}
    return st.fixed_dictionaries(asked).map(lambda drawn: Constraints(**drawn))


@st.composite
def schemas(draw: st.DrawFn) -> Schema:
    names = draw(st.lists(NAMES, min_size=1, max_size=5, unique=True))
    fields = tuple(
        Field(
            name,
            kind := draw(st.sampled_from(sorted(VALUES))),
            draw(st.none() | TITLES),
            draw(st.none() | NAMES),
            restricted=draw(st.booleans()),
            constraints=draw(constraints(kind)),
        )
        for name in names
    )
    shown = [field.name for field in fields if not field.restricted]
    key = draw(st.lists(st.sampled_from(shown), unique=True, max_size=3)) if shown else []
    missing = draw(st.lists(st.text(max_size=5), unique=True, max_size=3))
    return Schema(fields, tuple(key), tuple(missing))


def entries(schema: Schema) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries({field.name: st.none() | VALUES[field.type] for field in schema.fields})


@st.composite
def lists(draw: st.DrawFn, min_size: int = 0) -> List:
    schema = draw(schemas())
    rows = draw(st.lists(entries(schema), min_size=min_size, max_size=6))
    return List.of(draw(st.text(max_size=30)), schema, rows)


@st.composite
def tampered(draw: st.DrawFn, data: bytes) -> bytes:
    """The bytes with one flipped, removed, added, or a run of them doubled or cut out."""
    at = draw(st.integers(0, len(data) - 1))
    match draw(st.sampled_from(["flip", "remove", "add", "cut", "double", "truncate"])):
        case "flip":
            return data[:at] + bytes([data[at] ^ 1 << draw(st.integers(0, 7))]) + data[at + 1 :]
        case "remove":
            return data[:at] + data[at + 1 :]
        case "add":
            return data[:at] + draw(st.binary(min_size=1, max_size=3)) + data[at:]
        case "cut":
            return data[:at] + data[draw(st.integers(at + 1, len(data))) :]
        case "double":
            return data[:at] + data[draw(st.integers(0, at)) :]
    return data[:at]


@cache
def pool() -> Sequence[bytes]:
    """Artefacts of every kind by honest parties, cheats and strangers, each a file."""
    exchange = b"\3" * 32
    first = make(NORTH, people(4, schema=GUARDED), readers=[SOUTH], slot=Slot.first("offer", exchange=exchange))
    second = make(NORTH, people(5, schema=GUARDED), slot=Slot.after(first.signed))
    third = make(NORTH, people(2), slot=Slot.after(second.signed))
    answer = make(SOUTH, people(3), slot=Slot.first("offer", exchange=exchange, answers=first.id))
    again = make(SOUTH, people(3), slot=answer.signed.body.slot, readers=[HERON])
    forked = make(SOUTH, people(2), slot=answer.signed.body.slot)
    beside = make(SOUTH, people(1), slot=Slot.first("offer", exchange=exchange))
    broken = make(SOUTH, people(1), slot=Slot.after(first.signed))
    garbage = committed_to_plaintext(SOUTH, b"\xff" * 80, count=1)
    strange = make(STRANGER)
    opened, opened2 = unseal(first.signed, first.envelope, first.cek), unseal(third.signed, third.envelope, third.cek)
    made: list[Made] = [first, second, third, answer, again, forked, beside, broken, garbage, strange]
    return [
        *(each.commitment for each in made),
        *(each.envelope for each in made),
        *(identity.party.card for identity in (NORTH, SOUTH, STRANGER)),
        reveal(first),
        reveal(first, by=SOUTH),
        reveal(second, to=HERON),
        reveal(third),
        reveal(third, by=SOUTH),
        reveal(answer),
        reveal(garbage),
        publish(NORTH, garbage, garbage.cek),
        reveal(strange),
        publish(SOUTH, first, b"\1" * 32),
        publish(NORTH, second, second.cek, subject=b"\4" * 32),
        disclose(opened, [0, 2]),
        disclose(opened, [1], restricted=True),
        disclose(opened2, [0, 1]),
        sign(NORTH, "commitment", {"seen": []}, bytes(16)),
        b"\x00",
        b"\xff\xff",
        b"\xd2\x84",
    ]

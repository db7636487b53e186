"""Strategies: schemas, entries and lists of every shape that the protocol allows, files, and bytes tampered with."""

from collections.abc import Sequence
from functools import cache
from typing import Any

from hypothesis import strategies as st

from ..lists import Constraints, Field, List, Schema
from ..statements import Place
from .made import make, party, people, reveal, shown

__all__ = ["PARTIES", "entries", "histories", "lists", "schemas", "tampered"]

PARTIES = (party("North"), party("South"))
"""The parties who sign what :func:`histories` draws; some files in it are by a stranger."""

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


def _constraints(kind: str) -> st.SearchStrategy[Constraints]:
    """Draw any that a field of this type may have; most of them no value satisfies, and no reader asks."""
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
    """Draw a schema that a list can be made with."""
    names = draw(st.lists(NAMES, min_size=1, max_size=5, unique=True))
    fields = tuple(
        Field(
            name,
            kind := draw(st.sampled_from(sorted(VALUES))),
            draw(st.none() | TITLES),
            draw(st.none() | NAMES),
            restricted=draw(st.booleans()),
            constraints=draw(_constraints(kind)),
        )
        for name in names
    )
    shown = [field.name for field in fields if not field.restricted]
    key = draw(st.lists(st.sampled_from(shown), unique=True, max_size=3)) if shown else []
    missing = draw(st.lists(st.text(max_size=5), unique=True, max_size=3))
    return Schema(fields, tuple(key), tuple(missing))


def entries(schema: Schema) -> st.SearchStrategy[dict[str, Any]]:
    """Draw an entry that fits a schema, by types alone: no reader asks for more."""
    return st.fixed_dictionaries({field.name: st.none() | VALUES[field.type] for field in schema.fields})


@st.composite
def lists(draw: st.DrawFn, min_size: int = 0) -> List:
    """Draw a list of up to six entries."""
    schema = draw(schemas())
    rows = draw(st.lists(entries(schema), min_size=min_size, max_size=6))
    return List.of(draw(st.text(max_size=30)), schema, rows)


@st.composite
def tampered(draw: st.DrawFn, data: bytes) -> bytes:
    """Draw these bytes with one flipped, removed or added, or with a run of them doubled or cut out."""
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
def _files() -> Sequence[bytes]:
    """Return files of every kind, by honest parties and others: what their signers meant to say, and what they hid."""
    north, south = PARTIES
    exchange = b"\3" * 32
    first = make(north, people(4), readers=[south], place=Place("offer", b"n" * 16, exchange=exchange))
    second = make(north, people(5), place=Place.after(first.signed))
    again = make(north, people(5), place=second.signed.body.place, readers=[south])
    fork = make(north, people(6), place=second.signed.body.place)
    answer = make(south, people(3), place=Place("request", b"s" * 16, answers=first.id))
    unchained = make(south, people(1), place=Place.after(first.signed)._replace(list_id=b"s" * 16))
    strange = make(party("A stranger"))
    return [
        *(one.party.card for one in PARTIES),
        *(made.both for made in (first, second, again, fork, answer, unchained, strange)),
        *(made.commitment for made in (first, answer)),
        *(_forged(made.commitment) for made in (first, second, fork)),
        *(reveal(made) for made in (first, fork, strange)),
        reveal(second, to=south),
        reveal(first, by=south),
        shown(first, [0, 2]),
        shown(second, [1]),
        b"\x00",
        b"a letter without anything in it",
        b"\xd2\x84",
    ]


def _forged(statement: bytes) -> bytes:
    """Return a statement with a wrong signature, which has the same id."""
    return statement[:-1] + bytes([statement[-1] ^ 1])


def histories() -> st.SearchStrategy[list[bytes]]:
    """Draw files as they arrive: lists, versions, forks, reveals, disclosures, forgeries, strangers, and junk."""
    return st.sets(st.integers(0, len(_files()) - 1)).map(lambda chosen: [_files()[place] for place in sorted(chosen)])

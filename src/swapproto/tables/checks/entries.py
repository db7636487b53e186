"""Repeated entries, and entries without a value that another of their values asks for."""

import json
from array import array
from collections.abc import Callable, Iterator, Sequence, Set
from itertools import chain, compress
from typing import NamedTuple

from ...lists import Schema, Value
from .. import people
from ..columnar import Columnar, Portion, filled
from ..findings import Findings
from .rules import Rules

_MAX_REPORTED_BY_ROW, _MAX_FIELDS_NAMED = 3, 5


class _Repeat(NamedTuple):
    """A row that repeats an earlier one, and the values of both in all columns."""

    row: int
    earlier: int
    values: tuple[Value, ...]
    same: tuple[Value, ...]


def find_repeats(table: Columnar, schema: Schema, findings: Findings) -> None:
    """Report entries that repeat the primary key of an earlier one, or everything but the key.

    A key of one field that the schema requires to be filled, or unique, was checked for that when it was read.
    While columns are unknown nothing but keys is compared: people who differ in an unknown column look the same.
    """
    reported = set()
    for found in _repeated_keys(table, schema):
        reported.add(found.row)
        _report_key(found, table, schema, findings)
    if findings.columns_unknown:
        return
    others = [field.name for field in schema.fields if field.name not in schema.primary_key]
    told: dict[int, str] = {}
    for found in _repeats(table, others, lambda values: any(map(filled, values))):
        if found.earlier not in told:
            told[found.earlier] = _same_in(others, table.names, found, findings)
        if found.row not in reported and (what := told[found.earlier]):
            findings.add("same-entry", what, row=found.row)


def _same_in(others: Sequence[str], names: Sequence[str], found: _Repeat, findings: Findings) -> str:
    """Return what to say of entries that are the same in these fields; "" if different people can be."""
    entry = dict(zip(names, found.values, strict=True))
    compared = [name for name in others if filled(entry[name])]
    if not _tell_apart(compared, others):
        return ""
    shown = ", ".join(compared[:_MAX_FIELDS_NAMED]) + (", ..." if len(compared) > _MAX_FIELDS_NAMED else "")
    where = findings.place(found.earlier)
    return f"the same as {where} in {shown}, which is all that it holds: look at the papers of both"


def _tell_apart(compared: Sequence[str], names: Sequence[str]) -> bool:
    """Return whether different entries would differ in the fields compared: of persons, a name has to be among them."""
    return people.has_names(compared) if people.has_names(names) else True


def _repeated_keys(table: Columnar, schema: Schema) -> Iterator[_Repeat]:
    """Yield each row whose primary key an earlier row has; without what was reported on reading."""
    key = schema.primary_key
    if not key:
        return
    constraints = [field.constraints for field in schema.fields if field.name in key]
    single = constraints[0] if len(constraints) == 1 else None
    compare_empty, compare_filled = single is None or not single.required, single is None or not single.unique

    def is_compared(values: tuple[Value, ...]) -> bool:
        return compare_filled if any(map(filled, values)) else compare_empty

    if compare_empty or compare_filled:
        yield from _repeats(table, key, is_compared)


def _report_key(found: _Repeat, table: Columnar, schema: Schema, findings: Findings) -> None:
    key, place = schema.primary_key, findings.place(found.earlier)
    entry = dict(zip(table.names, found.values, strict=True))
    if not any(filled(entry[name]) for name in key):
        what = f"nothing in the primary key, as in {place}: give each entry a key of its own"
    elif _comparable(found.values) == _comparable(found.same):
        what = f"identical to {place}: remove one of the two"
    else:
        what = f"the same primary key as {place}: give each entry a key of its own"
    shown = " ".join(str(entry[name]) for name in key if entry[name])
    findings.add("duplicate-key", what, row=found.row, field=key[0] if len(key) == 1 else None, found=shown)


def _repeats(
    table: Columnar, names: Sequence[str], is_compared: Callable[[tuple[Value, ...]], bool]
) -> Iterator[_Repeat]:
    """Yield each row with the same values in these columns as an earlier row. Of most rows only a hash is kept."""
    if not names:
        return
    hashes = array("q", chain.from_iterable(_hashes(portions) for _, portions in table.side_by_side(names)))
    repeated = repeated_in(hashes)
    first: dict[int, tuple[int, tuple[Value, ...], tuple[Value, ...] | None]] = {}
    at = [table.names.index(name) for name in names]
    for rows, portions in table.side_by_side(table.names) if repeated else ():
        here = hashes[rows[0] - 1 : rows[-1]]
        if repeated.isdisjoint(here):
            continue
        for row, key, whole in zip(rows, here, zip(*(one.values() for one in portions), strict=True), strict=True):
            if key not in repeated:
                continue
            values = _comparable(tuple(map(whole.__getitem__, at)))
            if key not in first:
                first[key] = row, whole, values if is_compared(values) else None
                continue
            earlier, same, compared = first[key]
            if compared == values:
                yield _Repeat(row, earlier, whole, same)


def repeated_in(hashes: Sequence[int]) -> Set[int]:
    """Return the hashes that occur more than once."""
    seen: set[int] = set()
    repeated: set[int] = set()
    for one in hashes if len({*hashes}) < len(hashes) else ():
        (repeated if one in seen else seen).add(one)
    return repeated


def _hashes(portions: Sequence[Portion]) -> Iterator[int]:
    """Return the hash of the values of each row."""
    rows = zip(*(portion.values() for portion in portions), strict=True)
    return map(hash if all(portion.is_of_texts for portion in portions) else _hash, rows)


def _hash(values: tuple[Value, ...]) -> int:
    # texts hash by a secret of the process; integers could be chosen to collide, and so hide what is repeated
    values = _comparable(values)
    return hash(repr(values) if int in map(type, values) else values)


def _comparable(values: tuple[Value, ...]) -> tuple[Value, ...]:
    """Return values with arrays and objects as texts."""
    if _NESTED.isdisjoint(map(type, values)):
        return values
    return tuple(_as_text(value) if type(value) in (list, dict) else value for value in values)


_NESTED = frozenset({list, dict})
_as_text = json.JSONEncoder(sort_keys=True).encode


def find_unfilled(table: Columnar, rules: Rules, findings: Findings) -> None:
    """Report empty fields that the rules expect to be filled because of another field's value.

    A field that is empty in every entry, such as one without a column, is reported once if many entries need it.
    A cell with an error is not empty, although it is read as null.
    """
    wrong = {(found.row, found.field) for found in findings.of("error")}
    lacks = {name: _bits(table.flags(name, _is_empty)) for rule in rules.expected for name in rule.then}
    everything = _bits(b"\1" * len(table))
    for rule in rules.expected:
        asking = _bits(table.flags(rule.field, rule.asking()))
        why = f" ({rule.why})" if rule.why else ""
        for name in rule.then:
            lacking = asking & lacks[name]
            count = lacking.bit_count()
            if count > _MAX_REPORTED_BY_ROW and lacks[name] == everything:
                what = (
                    f"no entry has any {name!r}, though {rule.field!r} asks for it in {count:,} of them{why}: "
                    "fill it in, as far as it is known"
                )
                findings.add("expected", what, field=name)
                continue
            what = f"nothing is in it, though {rule.field!r} asks for it{why}: fill it in, as far as it is known"
            for row in _rows(lacking, len(table)):
                if (row, name) not in wrong:
                    findings.add("expected", what, row=row, field=name)


def _is_empty(value: Value) -> bool:
    return not filled(value)


def _bits(flags: bytes) -> int:
    """Return the flags of all rows as one number, which combines with others at once."""
    return int.from_bytes(flags, "little")


def _rows(bits: int, count: int) -> Iterator[int]:
    return compress(range(1, count + 1), bits.to_bytes(count, "little"))

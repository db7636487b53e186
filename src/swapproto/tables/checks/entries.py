"""Repeated entries, and entries without a value that another of their values asks for."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Protocol, TypeAlias

from ...lists import Schema, Value
from .. import people
from ..findings import Findings
from .rules import Rules, filled

Values: TypeAlias = Mapping[str, Value]
"""The values of one entry by the names of their fields."""

_MAX_REPORTED_BY_ROW, _MAX_FIELDS_NAMED = 3, 5


class Entries(Protocol):
    """Entries that can be iterated over several times: a list of them, or a :class:`~swapproto.lists.List`."""

    def __len__(self) -> int: ...
    def __iter__(self) -> Iterator[Values]: ...
    def __getitem__(self, index: int, /) -> Values: ...


def find_repeats(entries: Entries, schema: Schema, findings: Findings) -> None:
    """Report entries that repeat the primary key of an earlier one, or everything but the key.

    A key of one field that the schema requires to be filled, or unique, was checked for that when it was read.
    While columns are unknown nothing but keys is compared: people who differ in an unknown column look the same.
    """
    reported = set()
    for row, earlier in _repeated_keys(entries, schema):
        reported.add(row)
        _report_key(row, earlier, entries, schema, findings)
    if findings.columns_unknown:
        return
    others = [field.name for field in schema.fields if field.name not in schema.primary_key]
    for row, earlier in _repeated_values(entries, others):
        compared = [name for name in others if filled(entries[row - 1].get(name))]
        if row not in reported and _tell_apart(compared, others):
            shown = ", ".join(compared[:_MAX_FIELDS_NAMED]) + (", ..." if len(compared) > _MAX_FIELDS_NAMED else "")
            where = findings.place(earlier)
            what = f"the same as {where} in {shown}, which is all that it holds: look at the papers of both"
            findings.add("same-entry", what, row=row)


def _tell_apart(compared: Sequence[str], names: Sequence[str]) -> bool:
    """Return whether different entries would differ in the fields compared: of persons, a name has to be among them."""
    return people.has_names(compared) if people.has_names(names) else True


def _repeated_keys(entries: Entries, schema: Schema) -> Iterator[tuple[int, int]]:
    """Yield each row whose primary key an earlier row has, with that row; without what was reported on reading."""
    key = schema.primary_key
    if not key:
        return
    constraints = [field.constraints for field in schema.fields if field.name in key]
    single = constraints[0] if len(constraints) == 1 else None
    compare_empty, compare_filled = single is None or not single.required, single is None or not single.unique

    def is_compared(values: tuple[Value, ...]) -> bool:
        return compare_filled if any(map(filled, values)) else compare_empty

    yield from _repeats(entries, key, is_compared)


def _report_key(row: int, earlier: int, entries: Entries, schema: Schema, findings: Findings) -> None:
    key, names = schema.primary_key, [field.name for field in schema.fields]
    entry, same, place = entries[row - 1], entries[earlier - 1], findings.place(earlier)
    if not any(map(filled, _values(entry, key))):
        what = f"nothing in the primary key, as in {place}: give each entry a key of its own"
    elif _values(entry, names) == _values(same, names):
        what = f"identical to {place}: remove one of the two"
    else:
        what = f"the same primary key as {place}: give each entry a key of its own"
    found = " ".join(str(entry[name]) for name in key if entry.get(name))
    findings.add("duplicate-key", what, row=row, field=key[0] if len(key) == 1 else None, found=found)


def _repeated_values(entries: Entries, names: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Yield each row whose values of these fields an earlier row has, with that row. Empty entries do not count."""
    yield from _repeats(entries, names, lambda values: any(map(filled, values)))


def _repeats(
    entries: Entries, names: Sequence[str], is_compared: Callable[[tuple[Value, ...]], bool]
) -> Iterator[tuple[int, int]]:
    """Yield each row with the same values as an earlier row, with that row. Only hashes are kept in memory."""
    first_rows: dict[int, int] = {}
    for row, entry in enumerate(entries, 1):
        values = _values(entry, names)
        if is_compared(values):
            earlier = first_rows.setdefault(_hash(values), row)
            if earlier != row and _values(entries[earlier - 1], names) == values:
                yield row, earlier


def _hash(values: tuple[Value, ...]) -> int:
    # texts hash by a secret of the process; integers could be chosen to collide, and so hide what is repeated
    return hash(repr(values) if int in map(type, values) else values)


def _values(entry: Values, names: Sequence[str]) -> tuple[Value, ...]:
    values = tuple(map(entry.get, names))
    try:
        hash(values)
    except TypeError:  # arrays and objects
        return tuple(json.dumps(value, sort_keys=True) if type(value) in (list, dict) else value for value in values)
    return values


def find_unfilled(entries: Entries, rules: Rules, findings: Findings) -> None:
    """Report empty fields that the rules expect to be filled because of another field's value.

    A field that is empty in every entry, such as one without a column, is reported once if many entries need it.
    A cell with an error is not empty, although it is read as null.
    """
    wrong = {(found.row, found.field) for found in findings.of("error")}
    for rule in rules.expected:
        asks = rule.asking()
        asking = [(row, entry) for row, entry in enumerate(entries, 1) if asks(entry.get(rule.field))]
        why = f" ({rule.why})" if rule.why else ""
        for name in rule.then:
            lacking = [row for row, entry in asking if not filled(entry.get(name))]
            if len(lacking) > _MAX_REPORTED_BY_ROW and not any(filled(entry.get(name)) for entry in entries):
                what = (
                    f"no entry has any {name!r}, though {rule.field!r} asks for it in {len(lacking):,} of them{why}: "
                    "fill it in, as far as it is known"
                )
                findings.add("expected", what, field=name)
                continue
            what = f"nothing is in it, though {rule.field!r} asks for it{why}: fill it in, as far as it is known"
            for row in lacking:
                if (row, name) not in wrong:
                    findings.add("expected", what, row=row, field=name)

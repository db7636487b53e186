"""Entries that are there twice, and fields of an entry that others ask for."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Protocol

from ...lists import Schema, Value
from ..findings import Findings
from .rules import Rules, filled

Entry = Mapping[str, Value]


class Entries(Protocol):
    """Entries that can be read again and again: a list of them, or a :class:`~swapproto.lists.List`."""

    def __len__(self) -> int: ...
    def __iter__(self) -> Iterator[Entry]: ...
    def __getitem__(self, number: int, /) -> Entry: ...


def check_twice(entries: Entries, schema: Schema, findings: Findings) -> None:
    """Report entries that have the primary key of an earlier one, or all that it has, its key perhaps not counted.

    A key of one field that is required, or unique, is not looked at for what was reported when it was read.
    """
    key = schema.primary_key
    fields = [field for field in schema.fields if field.name in key]
    alone = fields[0].constraints if len(fields) == 1 else None
    with_null, with_key = alone is None or not alone.required, alone is None or not alone.unique
    names = [field.name for field in schema.fields]
    others = [name for name in names if name not in key]

    def keys(entry: Entry) -> tuple[Value, ...] | None:
        found = _values(entry, key)
        return found if (with_key if any(map(filled, found)) else with_null) else None

    def contents(entry: Entry) -> tuple[Value, ...] | None:
        found = _values(entry, others)
        return found if any(map(filled, found)) else None

    field = key[0] if len(key) == 1 else None
    told = set()
    for row, earlier in _repeats(entries, keys) if key else ():
        told.add(row)
        entry, same = entries[row - 1], entries[earlier - 1]
        if not any(map(filled, _values(entry, key))):
            what = f"nothing in the primary key, as in {findings.place(earlier)}: give each entry a key of its own"
        elif _values(entry, names) == _values(same, names):
            what = f"{findings.place(earlier)} again, word for word: remove one of the two"
        else:
            what = f"the same primary key as {findings.place(earlier)}: give each entry a key of its own"
        found = " ".join(str(entry[name]) for name in key if entry.get(name))
        findings.add("duplicate-key", what, row=row, field=field, found=found)
    for row, earlier in _repeats(entries, contents):
        if row not in told:
            but = " but the key" if key else ""
            what = f"the same as {findings.place(earlier)} in everything{but}: remove one, if it is one"
            findings.add("same-entry", what, row=row)


def _repeats(entries: Entries, part: Callable[[Entry], tuple[Value, ...] | None]) -> Iterator[tuple[int, int]]:
    """Rows with the same part as an earlier row, with that row; None is no part. Only hashes are kept."""
    seen: dict[int, int] = {}
    for row, entry in enumerate(entries, 1):
        if (found := part(entry)) is not None:
            earlier = seen.setdefault(hash(found), row)
            if earlier != row and part(entries[earlier - 1]) == found:
                yield row, earlier


def _values(entry: Entry, names: Sequence[str]) -> tuple[Value, ...]:
    values = tuple(map(entry.get, names))
    try:
        hash(values)
    except TypeError:  # arrays and objects
        return tuple(json.dumps(value, sort_keys=True) if type(value) in (list, dict) else value for value in values)
    return values


def check_expected(entries: Entries, rules: Rules, findings: Findings) -> None:
    """Report fields with nothing in them that the rules expect by what another field holds.

    A field in which no entry has anything, as one without a column, is told once if many ask for it. A cell with an
    error is not empty, and only read as if it were.
    """
    wrong = {(found.row, found.field) for found in findings.of("error")}
    for rule in rules.expected:
        asking = [(row, entry) for row, entry in enumerate(entries, 1) if rule.asks(entry.get(rule.field))]
        why = f" ({rule.why})" if rule.why else ""
        for name in rule.then:
            lacking = [row for row, entry in asking if not filled(entry.get(name))]
            if len(lacking) > _FEW and not any(filled(entry.get(name)) for entry in entries):
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


_FEW = 3

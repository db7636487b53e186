"""Entries that are likely the same person, in another spelling, order of names or script."""

from collections.abc import Mapping
from typing import NamedTuple

from ...lists import List, Schema, Value
from .. import people
from ..columnar import Columnar
from ..findings import Findings


class Examined(NamedTuple):
    """What the checks found out besides the findings.

    ``persons`` is how many different persons the entries likely are, None if that is unknown.
    ``left_out`` are sentences that say which check was not made, and why.
    """

    #: How many different persons the entries likely are; None if that is unknown.
    persons: int | None = None
    #: Sentences that say which check was not made, and why.
    left_out: tuple[str, ...] = ()


_MAX_ENTRIES = 100_000
_MANY, _LEAST = 2**14, 20
"""From so many entries on, so many characters have to be known of each: many people share a name."""
_LEFT_OUT = "Entries that are likely the same person were not looked for"
_NOT_INSTALLED = f"{_LEFT_OUT}: pip install 'swapproto[names]'"
_TOO_MANY = f"{_LEFT_OUT}, because there are more than {_MAX_ENTRIES:,} entries."
_TOO_LITTLE = f"{_LEFT_OUT}, because there are more than {_MANY:,} entries, and too little is known of each."


def find_likely_same(table: Columnar, schema: Schema, findings: Findings) -> Examined:
    """Report each entry that is likely the same person as an earlier one. The likeness may be wrong."""
    if not people.has_names(field.name for field in schema.fields) or findings.columns_unknown:
        return Examined()  # people who differ in a column that is unknown look the same
    if not people.installed():
        return Examined(left_out=(_NOT_INSTALLED,))
    if len(table) > _MAX_ENTRIES:
        return Examined(left_out=(_TOO_MANY,))
    names = [name for name in people.READ if name in table.names]
    if len(table) > _MANY and sum(map(table.characters, names)) < _LEAST * len(table):
        return Examined(left_out=(_TOO_LITTLE,))
    pairs = people.likely_same(table.entries(names))
    entries = table.entries_at({row for pair in pairs for row in (pair.first, pair.second)})
    for pair in pairs:
        verb = "differs" if len(pair.differ) == 1 else "differ"
        differ = f", though {', '.join(pair.differ)} {verb}" if pair.differ else ""
        findings.add(
            "likely-same",
            f"likely the same person as in {findings.place(pair.first)}, by {', '.join(pair.agree)}{differ}: "
            "look at the papers of both",
            row=pair.second,
            found=f"{_shown(entries[pair.second])} | {_shown(entries[pair.first])}",
        )
    return Examined(people.count_distinct(len(table), pairs))


def count_persons(content: List) -> int | None:
    """Return how many different persons are likely in a list, by names and dates; None if that is unknown."""
    if len(content) > _MAX_ENTRIES or not people.has_names(field.name for field in content.schema.fields):
        return None
    table = Columnar.of(content, (field.name for field in content.schema.fields))
    return find_likely_same(table, content.schema, Findings()).persons


def _shown(entry: Mapping[str, Value]) -> str:
    return ", ".join(str(entry[name]) for name in people.SHOWN if entry.get(name))

"""Entries that are likely the same person, written down twice: in another spelling, order of names, or script."""

from collections.abc import Mapping
from typing import NamedTuple

from ...lists import List, Schema, Value
from .. import people
from ..findings import Findings
from .entries import Entries


class Examined(NamedTuple):
    """``persons`` is how many different ones the entries likely are, None if that cannot be told.

    ``left_out`` says in sentences what was not looked for, and why.
    """

    persons: int | None = None
    left_out: tuple[str, ...] = ()


_MOST = 100_000
_NOT_INSTALLED = "Likely the same persons were not looked for: pip install 'swapproto[names]'"
_TOO_MANY = f"Likely the same persons were not looked for, because there are more than {_MOST:,} entries."


def check(entries: Entries, schema: Schema, findings: Findings) -> Examined:
    """Report each entry that is likely the same person as an earlier one. It is a likeness, and may be wrong."""
    if not people.has_names(field.name for field in schema.fields):
        return Examined()
    if not people.installed():
        return Examined(left_out=(_NOT_INSTALLED,))
    if len(entries) > _MOST:
        return Examined(left_out=(_TOO_MANY,))
    pairs = people.likely_same(entries)
    for pair in pairs:
        verb = "differs" if len(pair.differ) == 1 else "differ"
        differ = f", though {', '.join(pair.differ)} {verb}" if pair.differ else ""
        findings.add(
            "likely-same",
            f"likely the same person as in {findings.place(pair.first)}, by {', '.join(pair.agree)}{differ}: "
            "remove one if it is one person",
            row=pair.second,
            found=f"{_shown(entries[pair.second - 1])} | {_shown(entries[pair.first - 1])}",
        )
    return Examined(people.distinct(len(entries), pairs))


def count_persons(content: List) -> int | None:
    """How many different persons a list likely holds; None if that cannot be told. Names and dates are compared."""
    if len(content) > _MOST or not people.has_names(field.name for field in content.schema.fields):
        return None
    return check(content, content.schema, Findings()).persons


def _shown(entry: Mapping[str, Value]) -> str:
    return ", ".join(str(entry[name]) for name in people.SHOWN if entry.get(name))

"""The differences between two lists: entries added, removed and changed. Spec 11."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from ..errors import InputError
from ..wire import cbor
from .fields import Value
from .list import Entry, List, key_of


class Change(NamedTuple):
    """One entry before and after a change."""

    before: Entry
    after: Entry

    @property
    def fields(self) -> dict[str, tuple[Value, Value]]:
        """The values before and after, by the names of the fields that differ."""
        names = [*self.after, *(name for name in self.before if name not in self.after)]
        pairs = {name: (self.before.get(name), self.after.get(name)) for name in names}
        return {name: pair for name, pair in pairs.items() if cbor.encode(pair[0]) != cbor.encode(pair[1])}


class Diff(NamedTuple):
    """What a second list adds, removes and changes. ``key`` names the fields compared by; () stands for content."""

    key: tuple[str, ...]
    added: list[Entry]
    removed: list[Entry]
    changed: list[Change]
    same: int


def diff(old: List, new: List, key: Sequence[str] | None = None) -> Diff:
    """Compare two opened versions: by ``key``, else by the new schema's primary key, else by whole content.

    By content, entries are counted: a second copy is added or removed. Raise :class:`InputError` ``usage`` if a list
    lacks a field of the key, or if two of its entries have the same key.
    """
    names = tuple(new.schema.primary_key if key is None else key)
    if not names:
        return _diff_content(old, new)
    before, after = _by_key(old, names, "older"), _by_key(new, names, "newer")
    changes = [Change(before[k], after[k]) for k in after if k in before]
    changed = [change for change in changes if change.fields]
    return Diff(
        names,
        added=[entry for k, entry in after.items() if k not in before],
        removed=[entry for k, entry in before.items() if k not in after],
        changed=changed,
        same=len(changes) - len(changed),
    )


def _by_key(entries: List, key: tuple[str, ...], which: str) -> dict[bytes, Entry]:
    known = {field.name for field in entries.schema.fields}
    if missing := [name for name in key if name not in known]:
        raise InputError("usage", f"the {which} list has no field {missing[0]!r} to compare by")
    found: dict[bytes, Entry] = {}
    for row, entry in enumerate(entries, 1):
        k = key_of(entry, key)
        if k in found:
            raise InputError(
                "usage",
                f"the {which} list has two entries with the same {', '.join(key)} (the second is row {row}); "
                "compare by another field, or by content",
            )
        found[k] = entry
    return found


def _diff_content(old: List, new: List) -> Diff:
    before = _by_content(old)
    added: list[Entry] = []
    same = 0
    for entry in new:
        if left := before.get(cbor.encode(entry)):
            left.pop()
            same += 1
        else:
            added.append(entry)
    removed = [entry for left in before.values() for entry in left]
    return Diff((), added, removed, [], same)


def _by_content(entries: List) -> dict[bytes, list[Entry]]:
    found: dict[bytes, list[Any]] = {}
    for entry in entries:
        found.setdefault(cbor.encode(entry), []).append(entry)
    return found

"""The differences between two lists: entries added, removed and changed. Spec 11."""

from array import array
from collections.abc import Iterable, Iterator, Sequence
from operator import itemgetter
from typing import NamedTuple

from ..errors import InputError
from ..wire import cbor
from .fields import Value
from .list import Entry, List, key_of


class Change(NamedTuple):
    """One entry before and after a change."""

    #: The entry in the older list.
    before: Entry
    #: The entry in the newer list.
    after: Entry

    def __repr__(self) -> str:
        return f"Change(in {', '.join(self.fields)})"  # without the values, which are about people

    @property
    def fields(self) -> dict[str, tuple[Value, Value]]:
        """The values before and after, by the names of the fields that differ."""
        names = [*self.after, *(name for name in self.before if name not in self.after)]
        pairs = {name: (self.before.get(name), self.after.get(name)) for name in names}
        return {name: pair for name, pair in pairs.items() if cbor.encode(pair[0]) != cbor.encode(pair[1])}


class Diff(NamedTuple):
    """What a second list adds, removes and changes. ``key`` names the fields compared by; () stands for content."""

    #: The fields that were compared by; () for whole content.
    key: tuple[str, ...]
    #: Entries of the newer list alone.
    added: list[Entry]
    #: Entries of the older list alone.
    removed: list[Entry]
    #: Entries with one key and different values.
    changed: list[Change]
    #: The number of entries that are the same in both.
    same: int

    def renumbered(self) -> list[Change]:
        """Return the entries that differ from one of the older list in nothing but the key, each with that one.

        An entry whose other fields are those of several entries is left out: which one it was, nobody can tell.
        """
        older = _by_rest((*self.removed, *(change.before for change in self.changed)), self.key)
        newer = _by_rest((*self.added, *(change.after for change in self.changed)), self.key)
        return [Change(older[rest], entry) for rest, entry in newer.items() if rest in older]

    def __repr__(self) -> str:
        counts = f"{len(self.added)} added, {len(self.removed)} removed, {len(self.changed)} changed, {self.same} same"
        return f"Diff(by {', '.join(self.key) or 'content'}: {counts})"


def diff(old: List, new: List, key: Sequence[str] | None = None) -> Diff:
    """Compare two opened versions: by ``key``, else by the new schema's primary key, else by whole content.

    By content, entries are counted: a second copy is added or removed. Raise :class:`InputError` ``usage`` if a list
    lacks a field of the key, or if two of its entries have the same key.
    """
    names = tuple(new.schema.primary_key if key is None else key)
    if not names:
        return _diff_content(old, new)
    before = _by_key(old, names, "older")
    newer = array("l", [-1]) * len(old)  # of each older entry, the one with its key: the keys are kept once
    added: dict[bytes, int] = {}
    for index, k in _keys(new, names, "newer"):
        place = before.get(k)
        if k in added if place is None else newer[place] >= 0:
            raise _twice(names, "newer", index)
        if place is None:
            added[k] = index
        else:
            newer[place] = index
    is_alike = old.schema == new.schema
    kept = ((one, other) for one, other in enumerate(newer) if other >= 0)
    both = [pair for pair in kept if not is_alike or _encoded(old, pair[0]) != _encoded(new, pair[1])]
    both.sort(key=itemgetter(1))
    pairs = zip(_pick(old, (one for one, _ in both)), _pick(new, (other for _, other in both)), strict=True)
    changed = [change for change in (Change(*pair) for pair in pairs) if change.fields]
    return Diff(
        names,
        added=_pick(new, added.values()),
        removed=_pick(old, (index for index, other in enumerate(newer) if other < 0)),
        changed=changed,
        same=len(new) - len(added) - len(changed),
    )


def _by_rest(entries: Iterable[Entry], key: tuple[str, ...]) -> dict[bytes, Entry]:
    """Return the entries by what they say besides their key, as far as no other of them says it."""
    found: dict[bytes, Entry | None] = {}
    for entry in entries:
        said = {name: value for name, value in entry.items() if name not in key and value is not None}
        rest = cbor.encode(said)
        if said and key:
            found[rest] = None if rest in found else entry
    return {rest: entry for rest, entry in found.items() if entry is not None}


def _encoded(entries: List, index: int) -> tuple[bytes, bytes | None]:
    return entries.public[index], None if entries.restricted is None else entries.restricted[index]


def _pick(entries: List, indexes: Iterable[int]) -> list[Entry]:
    """Return some entries of a list. Only these are decoded: a list takes ten times as much memory when it is."""
    chosen = list(indexes)
    restricted = None if entries.restricted is None else [entries.restricted[index] for index in chosen]
    return list(List(entries.label, entries.schema, [entries.public[index] for index in chosen], restricted))


def _by_key(entries: List, key: tuple[str, ...], which: str) -> dict[bytes, int]:
    found: dict[bytes, int] = {}
    for index, k in _keys(entries, key, which):
        if found.setdefault(k, index) != index:
            raise _twice(key, which, index)
    return found


def _keys(entries: List, key: tuple[str, ...], which: str) -> Iterator[tuple[int, bytes]]:
    """Yield the index and the key of each entry."""
    known = {field.name for field in entries.schema.fields}
    if missing := [name for name in key if name not in known]:
        raise InputError("usage", f"the {which} list has no field {missing[0]!r} to compare by")
    yield from ((index, key_of(entry, key)) for index, entry in enumerate(entries))


def _twice(key: tuple[str, ...], which: str, index: int) -> InputError:
    return InputError(
        "usage",
        f"the {which} list has two entries with the same {', '.join(key)} (the second is row {index + 1}); "
        "compare by another field, or by content",
    )


def _diff_content(old: List, new: List) -> Diff:
    before = _by_content(old)
    added: list[int] = []
    for index, entry in enumerate(new):
        if left := before.get(cbor.encode(entry)):
            left.pop()
        else:
            added.append(index)
    removed = sorted(index for left in before.values() for index in left)
    return Diff((), _pick(new, added), _pick(old, removed), [], len(new) - len(added))


def _by_content(entries: List) -> dict[bytes, list[int]]:
    found: dict[bytes, list[int]] = {}
    for index, entry in enumerate(entries):
        found.setdefault(cbor.encode(entry), []).append(index)
    return found

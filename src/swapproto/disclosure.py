"""Some entries of a list, with the proof that they are in its commitment. Spec 10."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from itertools import pairwise
from typing import Any

from .envelope import Opened, context_of, leaf, restricted_digest
from .errors import FormatError, InputError, VerificationError
from .lists import ENTRIES, Entry
from .schema import ENTRY_DEPTH, ENTRY_LIMIT, is_json
from .statements import Commitment, Signed
from .wire import cbor
from .wire.merkle import HASH, root_from_proof
from .wire.rows import Row, Rows

TAG = 1398227280
"""The tag of this protocol's own artefacts: "SWAP" in ASCII."""
_DEPTH = 8


@dataclass(frozen=True, slots=True)
class Shown:
    """One entry that was proven to be in a list. ``held_back``: it has a restricted part, which is not shown."""

    position: int
    entry: Entry
    held_back: bool


@dataclass(frozen=True, slots=True)
class Disclosure:
    """An unsigned artefact: it shows that entries are in a list, not who shows them. Shut until :meth:`verify`."""

    id: bytes
    commitment_id: bytes
    raw: bytes
    _items: list[Any]
    _proof: list[Any]

    @classmethod
    def read(cls, data: bytes) -> "Disclosure":
        """Raises :class:`FormatError` ``disclosure-malformed``. Spec 10.2, step 1, but for what needs the count."""
        # an item of the right form takes seven bytes and more for each of its heads; a bomb of empty arrays, one
        match cbor.decode(data, _DEPTH, tag=TAG, heads=cbor.FEW + len(data) // 7):
            case ["disclosure", bytes(commitment_id), [_, *_] as items, list(proof)] if (
                len(commitment_id) == HASH
                and len(items) <= ENTRIES
                and all(type(node) is bytes and len(node) == HASH for node in proof)
                and all(map(_is_item, items))
            ):
                return cls(sha256(data).digest(), commitment_id, data, items, proof)
        raise FormatError("disclosure-malformed", "not of the one form that disclosures have")

    def __len__(self) -> int:
        return len(self._items)

    def encoded(self) -> Iterator[tuple[int, bytes, bytes | None]]:
        """Position, public part and restricted part (None where it is not shown) as they are encoded."""
        for position, _, public, restricted in self._items:
            yield position, public, restricted[1] if type(restricted) is list else None

    def verify(self, commitment: Signed[Commitment]) -> list[Shown]:
        """The entries, proven to be in the list that ``commitment`` fixes. Raises :class:`SwapError`. Spec 10.2."""
        positions = [item[0] for item in self._items]
        count = commitment.body.count
        if any(b <= a for a, b in pairwise(positions)) or positions[-1] >= count:  # step 1
            raise FormatError("disclosure-malformed", "its positions are not ascending, or not below the signed count")
        if self.commitment_id != commitment.id:  # step 2
            raise VerificationError("commitment-missing", "it is about another commitment than this one")
        entries = self._entries()  # step 3
        ctx = context_of(commitment)
        leaves = {item[0]: leaf(ctx, item[1], item[2], _digest(item[3])) for item in self._items}
        ascending = all(a < b for a, b in pairwise(leaves.values()))
        if not ascending or root_from_proof(count, leaves, self._proof) != commitment.body.root:  # step 4
            raise VerificationError("proof-invalid", "the entries are not in the list that was committed to")
        return entries

    def _entries(self) -> list[Shown]:
        rows = Rows(_wrong, code="entry-invalid", depth=ENTRY_DEPTH, size=ENTRY_LIMIT)
        entries = list(rows.decode(item[2] for item in self._items))
        inner = rows.decode(item[3][1] for item in self._items if type(item[3]) is list)
        for entry, (_, _, _, restricted) in zip(entries, self._items, strict=True):
            if type(restricted) is list:
                held_back = next(inner)
                if not held_back.keys().isdisjoint(entry):
                    raise FormatError("entry-invalid", "a field is both in the shown and in the restricted part")
                entry.update(held_back)
        return [Shown(item[0], entry, type(item[3]) is bytes) for item, entry in zip(self._items, entries, strict=True)]


def _wrong(row: Row) -> str | None:
    if all(type(name) is str and is_json(value) for name, value in row.items()):
        return None
    return "it holds something that no entry can hold"


def _is_item(item: object) -> bool:
    match item:
        case [int(position), bytes(salt), bytes(), restricted]:
            return type(position) is int and position >= 0 and len(salt) == HASH and _is_restricted(restricted)
    return False


def _is_restricted(value: object) -> bool:
    match value:
        case None:
            return True
        case bytes(digest):
            return len(digest) == HASH
        case [bytes(salt), bytes()]:
            return len(salt) == HASH
    return False


def _digest(restricted: Any) -> bytes | None:
    return restricted_digest(*restricted) if type(restricted) is list else restricted


def disclose(opened: Opened, indexes: Iterable[int], *, restricted: bool = False) -> bytes:
    """A disclosure of the entries at ``indexes`` (from 0, in the list's own order). Spec 10.

    ``restricted`` also shows the parts that the schema holds back. Raises :class:`InputError` ``usage`` for an index
    that is not in the list, or for none.
    """
    content = opened.list
    items: list[tuple[int, bytes, bytes, Any]] = []
    for index in sorted(set(indexes)):
        if not 0 <= index < len(content):
            raise InputError("usage", f"there is no entry {index + 1}: the list has {len(content):,}")
        salt, second = opened.salts.of(index)
        shown: bytes | list[bytes] | None = None
        if content.restricted is not None:
            inner = content.restricted[index]
            shown = [second, inner] if restricted else restricted_digest(second, inner)
        place = opened.tree.position(leaf(opened.ctx, salt, content.public[index], _digest(shown)))
        items.append((place, salt, content.public[index], shown))
    if not items:
        raise InputError("usage", "no entry was chosen")
    items.sort()
    proof = opened.tree.prove([item[0] for item in items])
    return cbor.encode(cbor.Tag(TAG, ["disclosure", opened.commitment_id, items, proof]))

"""The disclosure: some entries of a list, with the proof that they are in its commitment. Spec 10."""

from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256
from itertools import islice
from operator import lt
from typing import Any, NamedTuple

from .envelope import Opened, context_of, leaves, restricted_digest
from .errors import FormatError, InputError, VerificationError
from .lists import ENTRIES, Entry
from .lists.fields import is_json
from .lists.schema import ENTRY_DEPTH, ENTRY_LIMIT
from .statements import Commitment, Signed
from .wire import cbor
from .wire.heads import argument, head
from .wire.merkle import HASH, root_from_proof
from .wire.octets import Octets, octets
from .wire.rows import Row, Rows

WORD = "disclosure"
_DEPTH = 8
_START = head(6, cbor.SWAP) + head(4, 4) + cbor.encode(WORD)

Restricted = tuple[bytes, bytes] | bytes | None
"""The restricted part of an item: its second salt and encoding where it is shown, its digest where it is withheld."""
Item = tuple[int, bytes, bytes, Restricted]


class Shown(NamedTuple):
    """One entry that was proven to be in a list, in the encodings that were checked.

    ``held_back``: it has a restricted part that is not shown.
    """

    #: The place of the entry's leaf in the tree, from 0; not in the list.
    position: int
    #: The encoded public part, as it was checked.
    public: bytes
    #: The encoded restricted part, or None where there is none or where it is not shown.
    restricted: bytes | None
    #: Whether there is a restricted part that is not shown.
    held_back: bool

    @property
    def entry(self) -> Entry:
        """The entry's fields, decoded anew: a megabyte of small values takes seventy when it is decoded."""
        entry: Entry = cbor.load(self.public, ENTRY_DEPTH)  # which were checked with the proof
        return entry if self.restricted is None else entry | cbor.load(self.restricted, ENTRY_DEPTH)

    def __repr__(self) -> str:
        return f"Shown(position {self.position})"  # without the entry, which is about people


class Disclosure:
    """Entries that are not yet verified. A disclosure is unsigned: it never shows who discloses them."""

    def __init__(self, raw: bytes, commitment_id: bytes, items: list[Item], proof: list[bytes]) -> None:
        #: The SHA-256 of its bytes.
        self.id: bytes = sha256(raw).digest()
        #: Its bytes.
        self.raw: bytes = raw
        #: The id of the commitment that it claims to be of.
        self.commitment_id: bytes = commitment_id
        self._items, self._proof = items, proof

    @classmethod
    def read(cls, data: Octets) -> "Disclosure":
        """Take step 1 of spec 10.2, as far as it needs no commitment. Raise :class:`FormatError`."""
        data = octets(data)
        try:
            return cls(data, *_read_form(data))
        except FormatError:
            # an item in this form has at least seven bytes for each of its heads; a bomb of empty arrays has one
            cbor.decode(data, _DEPTH, tag=cbor.SWAP, heads=cbor.FEW + len(data) // 7)  # names what 3.1 rejects
            raise _not_of_form() from None

    def __len__(self) -> int:
        return len(self._items)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Disclosure) and self.raw == other.raw

    def __hash__(self) -> int:
        return hash(self.id)

    def __repr__(self) -> str:
        return f"Disclosure({self.id.hex()!r}, {len(self)} entries)"

    def encoded(self) -> Iterator[tuple[int, bytes, bytes | None]]:
        """Yield position, public part and restricted part (None where it is not shown) as they are encoded."""
        for position, _, public, restricted in self._items:
            yield position, public, restricted[1] if isinstance(restricted, tuple) else None

    def verify(self, commitment: Signed[Commitment]) -> list[Shown]:
        """Return the entries, proven to be in the list of ``commitment``. Raise :class:`SwapError`. Spec 10.2."""
        positions, salts, public, restricted = zip(*self._items, strict=True)
        count = commitment.body.count
        if positions[-1] >= count:  # step 1
            raise FormatError("disclosure-malformed", "it has a position that is not below the signed count")
        if self.commitment_id != commitment.id:  # step 2
            raise VerificationError("commitment-missing", "it is a disclosure of another commitment")
        _check_entries(public, restricted)  # step 3
        found = [*leaves(context_of(commitment), salts, public, map(_digest, restricted))]
        placed = dict(zip(positions, found, strict=True))
        if not _ascending(found) or root_from_proof(count, placed, self._proof) != commitment.body.root:  # step 4
            raise VerificationError("proof-invalid", "the entries are not in the list that was committed to")
        return [
            Shown(position, outer, part[1] if isinstance(part, tuple) else None, isinstance(part, bytes))
            for position, outer, part in zip(positions, public, restricted, strict=True)
        ]


def _ascending(values: Sequence[Any]) -> bool:
    return all(map(lt, values, islice(values, 1, None)))


def _check_entries(public: Sequence[bytes], restricted: Sequence[Restricted]) -> None:
    rows = Rows(_wrong, code="entry-invalid", depth=ENTRY_DEPTH, size=ENTRY_LIMIT)
    inner = rows.decode(part[1] for part in restricted if isinstance(part, tuple))
    for outer, part in zip(rows.decode(public), restricted, strict=True):
        if isinstance(part, tuple) and not next(inner).keys().isdisjoint(outer):
            raise FormatError("entry-invalid", "a field is in both the public and the restricted part")


def _wrong(row: Row) -> str | None:
    if all(type(name) is str and is_json(value) for name, value in row.items()):
        return None
    return "it has a value that no entry can have"


def _digest(restricted: Restricted) -> bytes | None:
    return restricted_digest(*restricted) if isinstance(restricted, tuple) else restricted


def _not_of_form() -> FormatError:
    return FormatError("disclosure-malformed", "not in the form that disclosures have")


def _read_form(data: bytes) -> tuple[bytes, list[Item], list[bytes]]:
    """Return commitment id, items and proof. Disclosures have one form, so reading it by heads checks 3.1 as well."""
    if not data.startswith(_START):
        raise _not_of_form()
    commitment_id, pos = _read_hash(data, len(_START))
    count, pos = argument(data, pos, 4)
    if not 1 <= count <= ENTRIES:
        raise _not_of_form()
    items: list[Item] = []
    for _ in range(count):
        item, pos = _read_item(data, pos)
        items.append(item)
    if not _ascending([item[0] for item in items]) or items[-1][0] >= ENTRIES:
        raise _not_of_form()
    proof, pos = cbor.strings(data, pos, len(data) // HASH)
    if pos != len(data) or any(len(node) != HASH for node in proof):
        raise _not_of_form()
    return commitment_id, items, proof


def _read_item(data: bytes, pos: int) -> tuple[Item, int]:
    if data[pos : pos + 1] != b"\x84":
        raise _not_of_form()
    position, pos = argument(data, pos + 1, 0)
    salt, pos = _read_hash(data, pos)
    length, pos = argument(data, pos, 2)
    public, pos = data[pos : pos + length], pos + length
    restricted: Restricted = None
    match data[pos : pos + 1]:
        case b"\xf6":
            pos += 1
        case b"\x82":
            second, pos = _read_hash(data, pos + 1)
            length, pos = argument(data, pos, 2)
            restricted, pos = (second, data[pos : pos + length]), pos + length
        case _:
            restricted, pos = _read_hash(data, pos)
    return (position, salt, public, restricted), pos


def _read_hash(data: bytes, pos: int) -> tuple[bytes, int]:
    end = pos + 2 + HASH
    if data[pos : pos + 2] != b"\x58\x20" or end > len(data):
        raise _not_of_form()
    return data[pos + 2 : end], end


def disclose(opened: Opened, indexes: Iterable[int], *, restricted: bool = False) -> bytes:
    """Make a disclosure of the entries at ``indexes`` (from 0, in the list's own order). Spec 10.

    ``restricted`` also shows the restricted parts. Raise :class:`InputError` ``usage`` for an index that is not in the
    list, or for no index.
    """
    content = opened.list
    salts: list[bytes] = []
    public: list[bytes] = []
    parts: list[Restricted] = []
    for index in sorted(set(indexes)):
        if not 0 <= index < len(content):
            raise InputError("usage", f"there is no entry {index + 1}: the list has {len(content):,}")
        salt, second = opened.salts.of(index)
        salts.append(salt)
        public.append(content.public[index])
        if content.restricted is None:
            parts.append(None)
        else:
            inner = content.restricted[index]
            parts.append((second, inner) if restricted else restricted_digest(second, inner))
    if not salts:
        raise InputError("usage", "no entry was chosen")
    places = map(opened.tree.position, leaves(opened.ctx, salts, public, map(_digest, parts)))
    items = sorted(zip(places, salts, public, parts, strict=True))
    proof = opened.tree.prove([item[0] for item in items])
    return cbor.encode(cbor.Tag(cbor.SWAP, [WORD, opened.commitment_id, items, proof]))

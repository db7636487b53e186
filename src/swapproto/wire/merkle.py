"""The Merkle tree over sorted leaves (RFC 9162 section 2.1.1), and multiproofs for any of them. Spec 7.3, 10.1."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import sha256
from itertools import chain, islice
from operator import eq
from struct import iter_unpack
from typing import ClassVar

from ..errors import VerificationError
from .octets import Octets

HASH = 32
EMPTY = sha256(b"").digest()
LEAF, NODE = b"\x00", b"\x01"
"""The first byte of what is hashed into a leaf and into a node, so that neither can be taken for the other."""
_PAIRS = 2 * HASH * 4096


class SortedTree:
    """The tree over ``leaves`` (32-byte hashes, in any order). It keeps all nodes: 64 bytes a leaf.

    Raise :class:`VerificationError` ``root-mismatch`` if two leaves are equal.
    """

    def __init__(self, leaves: Iterable[bytes]) -> None:
        # levels[k] holds the roots of the aligned subtrees of 2^k leaves, and at its end perhaps one of fewer. Joining
        # pairs from below gives the same tree as splitting at the largest power of two from above
        level, self._starts = _in_order(leaves)
        self._levels = [level]
        while len(level) > HASH:
            level = _parents(level)
            self._levels.append(level)

    @property
    def root(self) -> bytes:
        """The 32 bytes that commit to all leaves; ``SHA-256("")`` for none."""
        return bytes(self._levels[-1]) or EMPTY

    def __len__(self) -> int:
        return len(self._levels[0]) // HASH

    def __eq__(self, other: object) -> bool:
        return isinstance(other, SortedTree) and self._levels[0] == other._levels[0]

    __hash__: ClassVar[None]  # type: ignore[assignment]

    def position(self, leaf: bytes) -> int:
        """Return the position of a leaf in ascending order, from 0. Raise KeyError if it is not in the tree."""
        first, last = self._starts[leaf[0]], self._starts[leaf[0] + 1]
        place = bisect_left(range(last), leaf, first, key=lambda index: self._node(0, index))
        if place == last or self._node(0, place) != leaf:
            raise KeyError("no such leaf")
        return place

    def prove(self, positions: Sequence[int]) -> list[bytes]:
        """Return the multiproof for ``positions`` (ascending, unique, in range): hashes in the order of spec 10.1."""
        return [self._node(level, index) for level, index, first, last in _walk(len(self), positions) if first == last]

    def _node(self, level: int, index: int) -> bytes:
        return bytes(self._levels[level][HASH * index : HASH * (index + 1)])


def _in_order(leaves: Iterable[bytes]) -> tuple[bytearray, list[int]]:
    """Return the leaves in order, and where those with each first byte start. They are sorted by one first byte at a
    time, because a million texts of 32 bytes take three times the memory of their bytes."""
    by_first = [bytearray() for _ in range(256)]
    for leaf in leaves:
        by_first[leaf[0]] += leaf
    ordered, starts = bytearray(), [0]
    for some in by_first:
        alike = sorted(_cut(some, HASH))
        if any(map(eq, alike, islice(alike, 1, None))):
            raise VerificationError("root-mismatch", "two entries have the same leaf")
        some.clear()
        ordered += b"".join(alike)
        starts.append(len(ordered) // HASH)
    return ordered, starts


def _parents(level: Octets) -> bytearray:
    """Return the nodes above a level, which are hashed some at a time."""
    nodes = bytearray()
    pairs = len(level) // (2 * HASH) * 2 * HASH
    for start in range(0, pairs, _PAIRS):
        some = _cut(level[start : min(start + _PAIRS, pairs)], 2 * HASH)
        nodes += b"".join([sha256(NODE + pair).digest() for pair in some])
    return nodes + level[pairs:]


def _cut(data: Octets, size: int) -> Iterator[bytes]:
    return chain.from_iterable(iter_unpack(f"{size}s", data))


def _root(hashes: Sequence[bytes]) -> bytes:
    level: Octets = b"".join(hashes)
    while len(level) > HASH:
        level = _parents(level)
    return bytes(level)


def _walk(count: int, positions: Sequence[int]) -> Iterator[tuple[int, int, int, int]]:
    """Yield the maximal subtrees whose leaves are all disclosed or all hidden, left to right.

    Each is its level, its index, and the slice of ``positions`` that lies in it.
    """
    todo = [((count - 1).bit_length(), 0, 0, len(positions))] if count else []
    while todo:
        level, index, first, last = todo.pop()
        if last - first in (0, min(1 << level, count - (index << level))):
            yield level, index, first, last
            continue
        middle = bisect_left(positions, (2 * index + 1) << (level - 1), first, last)
        if (2 * index + 1) << (level - 1) < count:  # a lone node is its own parent
            todo.append((level - 1, 2 * index + 1, middle, last))
        todo.append((level - 1, 2 * index, first, middle))


def root_from_proof(count: int, leaves: Mapping[int, bytes], proof: Sequence[bytes]) -> bytes:
    """Return the root that ``proof`` gives for ``leaves`` (position to hash) in a tree of ``count`` leaves.

    ``count`` must be the signed one. Raise :class:`VerificationError` ``proof-invalid`` unless ``proof`` has exactly as
    many hashes as needed. Spec 10.1.
    """
    hashes = iter(proof)
    positions = sorted(leaves)
    known = [leaves[position] for position in positions]
    nodes: list[tuple[int, int, bytes]] = []  # complete subtrees, left to right, not yet joined
    for level, index, first, last in _walk(count, positions):
        value = _root(known[first:last]) if first < last else next(hashes, None)
        if value is None:
            raise VerificationError("proof-invalid", "the proof has too few hashes")
        nodes.append((level, index, value))
        _join(count, nodes)
    if next(hashes, None) is not None:
        raise VerificationError("proof-invalid", "the proof has too many hashes")
    return nodes[0][2] if nodes else EMPTY


def _join(count: int, nodes: list[tuple[int, int, bytes]]) -> None:
    """Join the last node with its left siblings, and lift it over levels where it is alone, as far as possible."""
    top = (count - 1).bit_length()
    while nodes[-1][0] < top:
        level, index, value = nodes[-1]
        if index % 2 == 0:
            if (index + 1) << level < count:
                return  # its right sibling comes later
            nodes[-1] = (level + 1, index // 2, value)
        else:
            nodes.pop()
            _, _, left = nodes.pop()
            nodes.append((level + 1, index // 2, sha256(NODE + left + value).digest()))

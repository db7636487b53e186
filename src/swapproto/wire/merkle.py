"""The Merkle tree over sorted leaves (RFC 9162 section 2.1.1), and multiproofs for any of them. Spec 7.3, 10.1."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from hashlib import sha256
from itertools import chain, groupby, islice
from operator import eq
from struct import iter_unpack
from typing import ClassVar

from ..errors import VerificationError

HASH = 32
EMPTY = sha256(b"").digest()
LEAF, NODE = b"\x00", b"\x01"
"""The first byte of what is hashed into a leaf and into a node, so that neither can be taken for the other."""

_PORTION = 2**12  # leaves


class SortedTree:
    """The tree over ``leaves`` (32-byte hashes, in any order). It keeps them joined, and more once a proof is made.

    Raise :class:`VerificationError` ``root-mismatch`` if two leaves are equal.
    """

    def __init__(self, leaves: Iterable[bytes]) -> None:
        self._leaves = _in_order(leaves)
        #: The 32 bytes that commit to all leaves; ``SHA-256("")`` for none.
        self.root: bytes = _root(self._leaves) or EMPTY

    @cached_property
    def _order(self) -> list[bytes]:
        return [*split(self._leaves)]

    @cached_property
    def _levels(self) -> list[bytearray]:
        """The roots of the aligned subtrees of 2^k leaves, at the end of each level perhaps one of fewer.

        Joining pairs from below gives the same tree as splitting at the largest power of two from above.
        """
        levels = [self._leaves]
        while len(levels[-1]) > HASH:
            levels.append(_parents(levels[-1]))
        return levels

    def __len__(self) -> int:
        return len(self._leaves) // HASH

    def __eq__(self, other: object) -> bool:
        return isinstance(other, SortedTree) and self._leaves == other._leaves

    __hash__: ClassVar[None]  # type: ignore[assignment]

    def position(self, leaf: bytes) -> int:
        """Return the position of a leaf in ascending order, from 0. Raise KeyError if it is not in the tree."""
        place = bisect_left(self._order, leaf)
        if self._order[place : place + 1] != [leaf]:
            raise KeyError("no such leaf")
        return place

    def prove(self, positions: Sequence[int]) -> list[bytes]:
        """Return the multiproof for ``positions`` (ascending, unique, in range): hashes in the order of spec 10.1."""
        return [
            bytes(self._levels[level][HASH * index : HASH * (index + 1)])
            for level, index, first, last in _walk(len(self), positions)
            if first == last
        ]


def split(hashes: bytes | bytearray) -> Iterator[bytes]:
    """Yield the hashes that are joined, 32 bytes each."""
    return chain.from_iterable(iter_unpack(f"{HASH}s", hashes))


def _in_order(leaves: Iterable[bytes]) -> bytearray:
    """Return the leaves in ascending order, joined: sorted by how they begin, and then those that begin alike.

    Each as an object of its own takes three times as much memory.
    """
    alike: list[list[bytes]] = [[] for _ in range(16)]
    pending = iter(leaves)
    while portion := sorted(islice(pending, _PORTION)):
        for begin, some in groupby(portion, key=_begin):
            alike[begin].append(b"".join(some))
    whole = bytearray()
    for runs in alike:
        order = sorted(split(b"".join(runs)))
        if any(map(eq, order, islice(order, 1, None))):
            raise VerificationError("root-mismatch", "two entries have the same leaf")
        runs.clear()
        whole += b"".join(order)
    return whole


def _begin(leaf: bytes) -> int:
    return leaf[0] >> 4


def _parents(level: bytes | bytearray) -> bytearray:
    paired = len(level) - len(level) % (2 * HASH)
    nodes = bytearray()
    for (pair,) in iter_unpack(f"{2 * HASH}s", memoryview(level)[:paired]):
        nodes += sha256(NODE + pair).digest()
    nodes += level[paired:]
    return nodes


def _root(level: bytes | bytearray) -> bytes:
    """Return the root over leaves that are joined: of many by the roots of aligned subtrees, one after another."""
    if len(level) > (subtree := HASH * _PORTION):
        level = b"".join(_root(level[at : at + subtree]) for at in range(0, len(level), subtree))
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


def root_from_proof(count: int, leaves: Mapping[int, bytes], proof: Iterable[bytes]) -> bytes:
    """Return the root that ``proof`` gives for ``leaves`` (position to hash) in a tree of ``count`` leaves.

    ``count`` must be the signed one. Raise :class:`VerificationError` ``proof-invalid`` unless ``proof`` has exactly as
    many hashes as needed. Spec 10.1.
    """
    hashes = iter(proof)
    positions = sorted(leaves)
    known = [leaves[position] for position in positions]
    nodes: list[tuple[int, int, bytes]] = []  # complete subtrees, left to right, not yet joined
    for level, index, first, last in _walk(count, positions):
        value = _root(b"".join(known[first:last])) if first < last else next(hashes, None)
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

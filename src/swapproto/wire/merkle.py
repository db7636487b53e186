"""Trees over sorted leaves (RFC 9162 section 2.1.1), and one compact proof for any number of them. Spec 7.3, 10.1."""

from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from itertools import pairwise

from ..errors import VerificationError

HASH = 32
EMPTY = sha256(b"").digest()


class Tree:
    """The tree over ``leaves`` (32-byte hashes, in any order), all of its nodes kept: 64 bytes a leaf.

    Raises :class:`VerificationError` ``root-mismatch`` if two leaves are equal.
    """

    def __init__(self, leaves: Sequence[bytes]) -> None:
        self._order = sorted(leaves)
        if any(a == b for a, b in pairwise(self._order)):
            raise VerificationError("root-mismatch", "two entries have the same leaf")
        # levels[k] holds the roots of the aligned subtrees of 2^k leaves, and at its end one of fewer: pairing them
        # up from below gives the same tree as splitting at the largest power of two from above
        self._levels = [b"".join(self._order)]
        while len(self._levels[-1]) > HASH:
            self._levels.append(_parents(self._levels[-1]))

    @property
    def root(self) -> bytes:
        """The 32 bytes that commit to all leaves; ``SHA-256("")`` for none."""
        return self._levels[-1] or EMPTY

    def __len__(self) -> int:
        return len(self._order)

    def position(self, leaf: bytes) -> int:
        """The place of a leaf in ascending order, from 0. Raises KeyError if it is not in the tree."""
        low, high = 0, len(self._order)
        while low < high:
            middle = (low + high) // 2
            low, high = (middle + 1, high) if self._order[middle] < leaf else (low, middle)
        if low == len(self._order) or self._order[low] != leaf:
            raise KeyError("no such leaf")
        return low

    def prove(self, positions: Sequence[int]) -> list[bytes]:
        """The multiproof for ``positions`` (ascending, unique, in range): hashes in the order of spec 10.1."""
        return [
            self._levels[level][HASH * index : HASH * (index + 1)]
            for level, index, known in _walk(len(self), positions)
            if not known
        ]


def _parents(level: bytes) -> bytes:
    nodes = [sha256(b"\x01" + level[i : i + 64]).digest() for i in range(0, len(level) - 63, 64)]
    if len(level) % 64:
        nodes.append(level[-HASH:])
    return b"".join(nodes)


def _walk(count: int, positions: Sequence[int]) -> Iterator[tuple[int, int, bool]]:
    """(level, index, known) of each disclosed leaf and each subtree without one, left before right."""
    if not count:
        return
    top = (count - 1).bit_length()
    todo = [(top, 0, 0, len(positions))]
    while todo:
        level, index, first, last = todo.pop()
        if first == last:
            yield level, index, False
        elif level == 0:
            yield 0, index, True
        else:
            middle = (2 * index + 1) << (level - 1)
            if middle >= count:  # a lone node is its own parent
                todo.append((level - 1, 2 * index, first, last))
                continue
            low, high = first, last
            while low < high:
                half = (low + high) // 2
                low, high = (half + 1, high) if positions[half] < middle else (low, half)
            todo.append((level - 1, 2 * index + 1, low, last))
            todo.append((level - 1, 2 * index, first, low))


def root_from_proof(count: int, leaves: Mapping[int, bytes], proof: Sequence[bytes]) -> bytes:
    """The root that ``proof`` gives for ``leaves`` (position to hash) in a tree of ``count`` leaves.

    Raises :class:`VerificationError` ``proof-invalid`` unless ``proof`` has exactly as many hashes as needed.
    Spec 10.1; ``count`` must be the signed one.
    """
    hashes = iter(proof)
    known = dict(leaves)
    nodes: list[tuple[int, int, bytes]] = []  # complete subtrees, left to right, not yet joined
    for level, index, disclosed in _walk(count, sorted(known)):
        value = known[index] if disclosed else next(hashes, None)
        if value is None:
            raise VerificationError("proof-invalid", "the proof has too few hashes")
        nodes.append((level, index, value))
        _join(count, nodes)
    if next(hashes, None) is not None:
        raise VerificationError("proof-invalid", "the proof has too many hashes")
    return nodes[0][2] if nodes else EMPTY


def _join(count: int, nodes: list[tuple[int, int, bytes]]) -> None:
    """Raise the last node as far as it goes: over lone levels, and with its left sibling."""
    top = (count - 1).bit_length()
    while nodes[-1][0] < top:
        level, index, value = nodes[-1]
        if index % 2 == 0:
            if (index + 1) << level < count:
                return  # its right sibling is still to come
            nodes[-1] = (level + 1, index // 2, value)
        else:
            nodes.pop()
            _, _, left = nodes.pop()
            nodes.append((level + 1, index // 2, sha256(b"\x01" + left + value).digest()))

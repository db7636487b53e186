"""The causal past: which statements the signer of another one knew, directly or not. Spec 17.8."""

from collections.abc import Iterable, Iterator

from ..statements import Body, Signed
from .evidence import Evidence


class Past:
    """For every present statement, which of some marked statements are in its causal past.

    A set of marked statements is a number with a bit for each: a thousand of them cost as much as one.
    """

    def __init__(self, evidence: Evidence, marked: Iterable[bytes]) -> None:
        self._evidence = evidence
        self.marked: list[bytes] = sorted(marked)
        self._bits = {identifier: 1 << place for place, identifier in enumerate(self.marked)}
        self._known = self._propagate() if self.marked else {}

    def _propagate(self) -> dict[bytes, int]:
        known: dict[bytes, int] = {}
        for statement in in_order(self._evidence):
            bits = 0
            for other in statement.body.mentions:
                if other in known:
                    bits |= known[other] | self._bits.get(other, 0)
            known[statement.id] = bits
        return known

    def of(self, statement: bytes) -> int:
        """Return which marked statements are in the causal past of a statement."""
        return self._known.get(statement, 0)

    def bits(self, ids: Iterable[bytes]) -> int:
        """Return the number that stands for these marked statements."""
        found = 0
        for identifier in ids:
            found |= self._bits[identifier]
        return found

    def ids(self, bits: int) -> list[bytes]:
        """Return the marked statements that a number stands for, in order of their ids."""
        found = []
        while bits:
            lowest = bits & -bits
            found.append(self.marked[lowest.bit_length() - 1])
            bits ^= lowest
        return found


def in_order(evidence: Evidence) -> Iterator[Signed[Body]]:
    """Yield the present statements, each after all those that it names. Ids are hashes, so there is no circle."""
    statements, done = evidence.statements, set[bytes]()
    for start in statements:
        waiting = [start]
        while waiting:
            identifier = waiting[-1]
            if identifier in done:
                waiting.pop()
                continue
            before = [i for i in statements[identifier].body.mentions if i in statements and i not in done]
            if before:
                waiting += before
            else:
                done.add(waiting.pop())
                yield statements[identifier]


def between(past: Past, marked: int, future: Iterable[bytes], evidence: Evidence) -> set[bytes]:
    """Return the statements on all paths of references from ``future`` back to ``marked`` ones, with both ends."""
    found: set[bytes] = set()
    ends = set(past.ids(marked))
    waiting = list(future)
    while waiting:
        identifier = waiting.pop()
        if identifier not in found and (identifier in ends or past.of(identifier) & marked):
            found.add(identifier)
            waiting += evidence.statements[identifier].body.mentions & evidence.statements.keys()
    return found

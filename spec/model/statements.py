"""Statements of one exchange as immutable tuples: what they say, without any cryptography.

An id stands for the hash of a statement. Its maker writes into it all that tells the statement from others, so that
equal ids are equal statements. `fault` is what its maker did wrong: the properties read it, and no rule does.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

X = "x"
"""The exchange; every other one is `OTHER`."""
OTHER = "another exchange"


class Slot(NamedTuple):
    """A list that the terms ask of a party."""

    kid: str
    role: str


class Terms(NamedTuple):
    """What is exchanged, by whom, and whether the parties (1) or the mediators (2) reveal."""

    slots: tuple[Slot, ...]
    mediators: tuple[str, ...]
    release: int
    id: str = X
    by: str = ""
    fault: str = ""

    @property
    def parties(self) -> tuple[str, ...]:
        """Return every kid of a slot once."""
        return tuple(dict.fromkeys(slot.kid for slot in self.slots))


class Accept(NamedTuple):
    """An accept of the terms, with a key to which `to` alone may seal."""

    id: str
    by: str
    to: str
    number: int
    seen: tuple[str, ...] = ()
    fault: str = ""


class Wrap(NamedTuple):
    """A list's key, sealed to the key of an accept. A wrap that is not good fails, or gives another key."""

    accept: str
    good: bool


class Envelope(NamedTuple):
    """A sealed list. One that is not sound opens to something else than its commitment says."""

    id: str
    by: str
    wraps: tuple[Wrap, ...]
    sound: bool
    fault: str = ""


class Commitment(NamedTuple):
    """A commitment to a list. It fits if its schema and count are those of the terms."""

    id: str
    by: str
    role: str
    list: str
    version: int
    envelope: str
    fits: bool = True
    exchange: str = X
    seen: tuple[str, ...] = ()
    fault: str = ""


class Reveal(NamedTuple):
    """A list's key for everyone (`to` is empty) or wrapped under an accept; `good` if it is the committed key."""

    id: str
    by: str
    of: str
    given: tuple[str, ...]
    to: str
    good: bool = True
    sub: str = X
    fault: str = ""


class Receipt(NamedTuple):
    """A word on a list: `opened` with a tag, or `unopenable` with the source, the accept, and its seed for everyone.

    `right` says whether the tag or the seed is; it is None of a complaint without a seed.
    """

    id: str
    by: str
    of: str
    stage: str
    right: bool | None
    source: str = ""
    accept: str = ""
    seen: tuple[str, ...] = ()
    fault: str = ""


class Withdraw(NamedTuple):
    """The withdrawal of one's own accept."""

    id: str
    by: str
    target: str
    fault: str = ""


Statement = Terms | Accept | Envelope | Commitment | Reveal | Receipt | Withdraw
Transcript = frozenset[Statement]


class Shown:
    """A transcript, sorted by kind: the statements that are presented, and nothing else."""

    def __init__(self, transcript: Iterable[Statement]) -> None:
        self.all = frozenset(transcript)
        self.ids = {each.id: each for each in sorted(self.all, key=lambda each: each.id)}
        self.terms = next((each for each in self.all if isinstance(each, Terms)), None)
        self.accepts = {id: each for id, each in self.ids.items() if isinstance(each, Accept)}
        self.envelopes = {id: each for id, each in self.ids.items() if isinstance(each, Envelope)}
        self.commitments = {id: each for id, each in self.ids.items() if isinstance(each, Commitment)}
        self.reveals = {id: each for id, each in self.ids.items() if isinstance(each, Reveal)}
        self.receipts = {id: each for id, each in self.ids.items() if isinstance(each, Receipt)}
        self.withdrawals = {id: each for id, each in self.ids.items() if isinstance(each, Withdraw)}
        assert len(self.ids) == len(self.all), "two statements have one id"


def named(statement: Statement) -> tuple[str, ...]:
    """Return the ids that a statement names, whose content therefore existed before it was signed."""
    match statement:
        case Accept(seen=seen):
            return seen
        case Commitment(envelope=envelope, seen=seen):
            return (envelope, *seen)
        case Reveal(of=of, given=given):
            return (of, *given)
        case Receipt(of=of, source=source, seen=seen):
            return (of, source, *seen)
        case Withdraw(target=target):
            return (target,)
    return ()


def past(statement: Statement, shown: Shown) -> set[str]:
    """Return the ids that a statement names, directly or through others that are presented."""
    found: set[str] = set()
    ahead = [statement]
    while ahead:
        for id in named(ahead.pop()):
            if id not in found:
                found.add(id)
                if id in shown.ids:
                    ahead.append(shown.ids[id])
    return found

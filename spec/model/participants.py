"""Participants: the moves that the tools offer to an honest one, and those of Mallory.

A participant acts on any set of statements that holds what their own statements name: delivery may be late, partial and
in any order, for ever. A tool asks for the absence of others' withdrawals, complaints and reveals alone, so these are
what a view may lack. To withhold another statement only takes moves away, and another run has those moves first.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import combinations, product
from typing import NamedTuple

from .rules import Rules, agreed, key_for, sealed, sound, spent, withdrawn
from .statements import (
    OTHER,
    Accept,
    Commitment,
    Envelope,
    Receipt,
    Reveal,
    Shown,
    Statement,
    Terms,
    Withdraw,
    Wrap,
    X,
    past,
)
from .states import Table, spoiled


class Move(NamedTuple):
    """Statements that a participant signs at once."""

    by: str
    statements: tuple[Statement, ...]


def views(who: str, shown: Shown) -> Iterator[Shown]:
    """Yield what someone may hold: all of it first, then without some withdrawals, complaints and reveals of others."""
    known = {id for each in shown.all if each.by == who for id in past(each, shown)}
    complaints = (each for each in shown.receipts.values() if each.stage == "unopenable")
    absent: tuple[Statement, ...] = (*shown.withdrawals.values(), *complaints, *shown.reveals.values())
    late = [each for each in absent if each.by != who and each.id not in known]
    for count in range(len(late) + 1):
        for withheld in combinations(late, count):
            yield Shown(shown.all - set(withheld)) if withheld else shown


def a_list(who: str, role: str, keys: Iterable[str], word: str = "", good: bool = True) -> tuple[Envelope, Commitment]:
    """Make an envelope and the commitment to the list in it."""
    under = " and ".join(keys)
    id = f"{who}'s {word}{role}" + (f" under {under}" if under else "")
    envelope = Envelope(f"the envelope of {id}", who, tuple(Wrap(key, good) for key in keys), sound=True)
    return envelope, Commitment(id, who, role, f"{who}'s {role}", 1, envelope.id)


def a_reveal(who: str, of: str, to: str, given: Iterable[str] = (), word: str = "") -> Reveal:
    """Make a reveal under an accept, or for everyone."""
    given = tuple(sorted(given))
    id = f"{who}'s {word}reveal of ({of}) " + (f"under {to}" if to else "for everyone")
    return Reveal(id + (f", given {', '.join(given)}" if given else ""), who, of, given, to)


class Desk:
    """The tools in the hands of a participant who holds some statements."""

    def __init__(self, who: str, shown: Shown, rules: Rules) -> None:
        assert shown.terms
        self.who = who
        self.shown = shown
        self.rules = rules
        self.terms: Terms = shown.terms
        self.gone = withdrawn(shown)
        self.slots = [slot for slot in self.terms.slots if slot.kid == who]
        self.others = [kid for kid in self.terms.parties if kid != who]

    @cached_property
    def table(self) -> Table:
        """Return what the state table reads from the statements."""
        return Table(self.shown, self.rules)

    def sign(self, *statements: Statement) -> Move:
        """Make a move."""
        return Move(self.who, statements)

    def key(self, reader: str) -> Accept | None:
        """Return the accept under which they seal to a reader."""
        return key_for(self.who, reader, self.shown, self.rules)

    def moves(self) -> Iterator[Move]:
        """Yield what the tools offer."""
        yield from self.accept()
        yield from self.receive()
        # S10: a list is committed and revealed only while the terms are in force.
        if agreed(self.shown) and self.gone.isdisjoint({*self.terms.parties, self.who}):
            yield from self.commit()
            yield from self.deposit()
            yield from self.reveal()

    def next_accept(self, other: str) -> Accept:
        """Make the next accept for another: its number is one more for each key that was given away. M1."""
        number = sum(each.by == self.who and each.to == other for each in self.shown.accepts.values())
        return Accept(f"{self.who}'s key {number} for {other}", self.who, other, number)

    def accept(self) -> Iterator[Move]:
        """Accept, with a key for each who may seal to it, and another where that was given away. M1, M8."""
        others = self.others if self.who in self.terms.mediators else [*self.others, *self.terms.mediators]
        needed = [each for each in others if not key_for(each, self.who, self.shown, self.rules)]
        if needed and self.who not in self.gone:
            yield self.sign(*map(self.next_accept, needed))

    def mediators(self) -> list[Accept]:
        """Return the accepts of mediators under which they seal."""
        accepts = [self.key(kid) for kid in self.terms.mediators if kid not in self.gone]
        return [accept for accept in accepts if accept]

    def commit(self) -> Iterator[Move]:
        """Commit, sealed to mediators whose accepts have arrived, as the next version of the list."""
        keys = [accept.id for accept in self.mediators()]
        for slot in self.slots:
            if self.table.filling[slot]:
                continue
            version = 1 + sum(each.list == f"{self.who}'s {slot.role}" for each in self.shown.commitments.values())
            for count in range(len(keys), -1, -1):
                for chosen in combinations(keys, count):
                    envelope, commitment = a_list(self.who, slot.role, chosen, "next " if version > 1 else "")
                    yield self.sign(envelope, commitment._replace(version=version))

    def deposit(self) -> Iterator[Move]:
        """Seal an own list to a mediator under whose key it is not sealed, or who complains. S5."""
        for slot, accept in product(() if spoiled(self.table) is not None else self.slots, self.mediators()):
            for commitment in self.table.filling[slot]:
                if not self.table.deposited(slot, accept.id):
                    yield self.sign(self.again(a_reveal(self.who, commitment.id, accept.id)))

    def again(self, reveal: Reveal) -> Reveal:
        """Tell a reveal from those before it, as its nonce does."""
        while reveal.id in self.shown.ids:
            reveal = reveal._replace(id=f"{reveal.id}, again")
        return reveal

    def reveal(self) -> Iterator[Move]:
        """Reveal in turn to each party: an own list in release 1, a mediator every list in release 2. M3, S1."""
        lists = self.table.filling
        mediated = self.terms.release == 2
        if mediated:
            if self.who not in self.terms.mediators:
                return
            lists = {slot: [each for each in lists[slot] if self.table.said_opened(each, self.who)] for slot in lists}
        for chosen in product(*lists.values()):
            ids = {each.id for each in chosen}
            opened = {id for id, each in self.shown.receipts.items() if each.by == self.who and each.of in ids}
            for commitment, kid in product(filter(self.holds, chosen), self.terms.parties):
                accept = self.key(kid)
                mine = mediated or commitment.by == self.who
                if accept and mine and commitment.by != kid and self.due(commitment, kid):
                    given = ids - {commitment.id} | (opened if mediated else set())
                    yield self.sign(self.again(a_reveal(self.who, commitment.id, accept.id, given)))

    def due(self, commitment: Commitment, kid: str) -> bool:
        """Return whether they have not revealed a list to a party, or a complaint stands of each time that they did."""
        reveals = [each for each in self.table.reveals_to(commitment, kid) if each.by == self.who]
        return all(any(map(self.table.stands, self.table.complaints(each.id, kid))) for each in reveals)

    def receive(self) -> Iterator[Move]:
        """Sign `opened` of another's list, or complain of each wrap that fails, with the next accept. M2."""
        shown = self.shown
        for commitment in shown.commitments.values():
            if commitment.by == self.who or self.table.said_opened(commitment, self.who):
                continue
            content = sound(commitment, shown)
            if content and commitment.id in self.table.public:
                yield self.sign(self.opened(commitment))
            if self.table.wrong(commitment):
                continue
            for source in (commitment.id, *(id for id, each in shown.reveals.items() if each.of == commitment.id)):
                for accept, wrap in self.wraps(source):
                    if content and wrap.good:
                        yield self.sign(self.opened(commitment))
                    elif content is not None and not self.table.complaints(source, self.who):
                        receipt = self.complaint(commitment, source, accept)
                        last = self.who in self.gone or spent(accept, shown)
                        yield self.sign(receipt) if last else self.sign(receipt, self.next_accept(accept.to))

    def holds(self, commitment: Commitment) -> bool:
        """Return whether they have the key of a list."""
        if commitment.by == self.who or commitment.id in self.table.public:
            return True
        reveals = [id for id, each in self.shown.reveals.items() if each.of == commitment.id]
        return any(wrap.good for source in (commitment.id, *reveals) for _, wrap in self.wraps(source))

    def wraps(self, source: str) -> Iterator[tuple[Accept, Wrap]]:
        """Yield the wraps of a source under their own accepts that are not void. M1."""
        found = sealed(source, self.shown)
        for wrap in found[2] if found else ():
            accept = self.shown.accepts.get(wrap.accept)
            if found and accept and accept.by == self.who and not self.rules.void(accept, found[0]):
                yield accept, wrap

    def opened(self, commitment: Commitment) -> Receipt:
        """Make the receipt of a list that they opened."""
        return Receipt(
            f"{self.who} opened {commitment.id}", self.who, commitment.id, "opened", right=True, seen=self.seen
        )

    def complaint(self, commitment: Commitment, source: str, accept: Accept, word: str = "with its seed") -> Receipt:
        """Make a complaint with the seed of an accept."""
        id = f"{self.who}'s complaint of ({source}) under {accept.id} {word}"
        return Receipt(id, self.who, commitment.id, "unopenable", True, source, accept.id, self.seen)

    @property
    def seen(self) -> tuple[str, ...]:
        """Return their own withdrawals, which every later statement of theirs names."""
        return tuple(id for id, each in self.shown.withdrawals.items() if each.by == self.who)

    # --- what an honest party may do as well -----------------------------------------------------------------------

    def may(self, acts: Iterable[str]) -> Iterator[Move]:
        """Yield the moves that are a party's right and nobody's duty, of those that are asked for."""
        own = [each for each in self.shown.commitments.values() if each.by == self.who and each.role != "review"]
        for act in acts:
            match act:
                case "withdraw" if self.who not in self.gone:
                    yield from self.withdraw()
                case "publish":
                    yield from (self.sign(a_reveal(self.who, each.id, "")) for each in own)
                case "review":
                    yield from self.review()

    def withdraw(self) -> Iterator[Move]:
        """Withdraw the first accept."""
        own = [each.id for each in self.shown.accepts.values() if each.by == self.who]
        yield from (self.sign(Withdraw(f"{self.who}'s withdrawal", self.who, id)) for id in own[:1])

    def review(self) -> Iterator[Move]:
        """Commit to a review list of each list of another that they opened."""
        for each in self.shown.commitments.values():
            if each.by != self.who and each.role != "review" and self.table.opened(each, self.who):
                envelope, commitment = a_list(self.who, "review", (), f"list on {each.id}: ")
                yield self.sign(envelope, commitment._replace(list=commitment.id))


class Mallory(Desk):
    """A hostile participant: uses the tools, and does what is in the table of faults."""

    def faults(self) -> Iterator[Move]:
        """Yield every hostile act, each marked with what is wrong with it."""
        if self.slots:
            yield from self.commit_badly()
        yield from self.reveal_badly()
        yield from self.receive_badly()
        yield from (
            self.sign(each.statements[0]._replace(fault="withdrawal"))
            for each in self.withdraw()
            if self.who not in self.gone
        )
        if self.seen:
            accept = self.next_accept(self.others[0])
            yield self.sign(
                accept._replace(id=f"{accept.id} after withdrawal", seen=self.seen, fault="after-withdrawal")
            )

    def commit_badly(self) -> Iterator[Move]:
        """Yield lists off terms, forked, with wrong content, badly sealed, replayed, or after withdrawal."""
        role = self.slots[0].role
        keys = [accept.id for accept in self.mediators()]
        void = [
            each.id for each in self.shown.accepts.values() if each.by in self.terms.mediators and each.to != self.who
        ]

        def act(
            word: str, under: list[str] = keys, well: bool = True, content: bool = True
        ) -> tuple[Envelope, Commitment]:
            envelope, commitment = a_list(self.who, role, under, f"{word} ", well)
            return envelope._replace(sound=content), commitment._replace(fault=word)

        if any((each.by, each.exchange) == (self.who, X) for each in self.shown.commitments.values()):
            yield self.sign(*act("fork"))
            envelope, commitment = act("slot-fork")
            yield self.sign(envelope, commitment._replace(list=commitment.id))
            return
        if not agreed(self.shown):
            yield self.sign(*act("early"))
        if self.seen:
            yield self.sign(*act("late"))
            envelope, commitment = act("after-withdrawal")
            yield self.sign(envelope, commitment._replace(seen=self.seen))
        envelope, commitment = act("off-terms")
        yield self.sign(envelope, commitment._replace(fits=False))
        envelope, commitment = act("replay")
        yield self.sign(envelope, commitment._replace(exchange=OTHER, list=OTHER))
        yield self.sign(*act("wrong-content", content=False))
        if keys:
            yield self.sign(*act("bad-wrap", well=False))
        if void:
            yield self.sign(*act("void-wrap", void, well=False))

    def reveal_badly(self) -> Iterator[Move]:
        """Yield reveals before they are due, with junk in `given`, with a wrong key, or with a bad wrap."""
        size = len(self.terms.slots) * self.terms.release - 1
        presented = sorted(self.shown.accepts)[:size]
        for commitment in self.shown.commitments.values():
            if commitment.exchange != X or commitment.role == "review":
                continue
            wrong = a_reveal(self.who, commitment.id, "", word="wrong ")
            yield self.sign(wrong._replace(good=False, fault="wrong-key"))
            if not self.holds(commitment):
                continue
            everyone = a_reveal(self.who, commitment.id, "")
            if commitment.by == self.who:
                yield self.sign(everyone._replace(fault="published"))
            else:
                yield self.sign(everyone._replace(fault="premature"))
                elsewhere = everyone._replace(id=f"{everyone.id}, in {OTHER}", sub=OTHER)
                yield self.sign(elsewhere._replace(fault="premature"))
            if len(presented) == size:
                yield self.sign(a_reveal(self.who, commitment.id, "", presented)._replace(fault="premature"))
            junk = [f"junk {number}" for number in range(size)]
            for accept in (self.key(kid) for kid in self.others if kid != commitment.by):
                if accept:
                    yield self.sign(a_reveal(self.who, commitment.id, accept.id, junk)._replace(fault="junk"))
        for move in self.reveal():
            for reveal in move.statements:
                if isinstance(reveal, Reveal):
                    bad = reveal._replace(id=f"{reveal.id}, with a bad wrap", good=False, fault="bad-wrap")
                    yield self.sign(bad)

    def receive_badly(self) -> Iterator[Move]:
        """Yield receipts of lists that they can not open, and complaints of wraps that are good, void or absent."""
        own = [each for each in self.shown.accepts.values() if each.by == self.who]
        for commitment in self.shown.commitments.values():
            if commitment.by == self.who or commitment.role == "review":
                continue
            if not self.holds(commitment):
                false = self.opened(commitment)
                yield self.sign(false._replace(id=f"{false.id}, falsely", right=False, fault="false-opened"))
            reveals = [
                id for id, each in self.shown.reveals.items() if each.of == commitment.id and each.by != self.who
            ]
            for source, accept in product((commitment.id, *reveals), own):
                there = any(each == accept for each, _ in self.wraps(source))
                seed = self.complaint(commitment, source, accept)
                yield self.sign(seed._replace(fault="false-complaint"))
                if there:
                    wrong = self.complaint(commitment, source, accept, "with a wrong seed")
                    yield self.sign(wrong._replace(right=False, fault="false-complaint"))
                    none = self.complaint(commitment, source, accept, "without a seed")
                    yield self.sign(none._replace(right=None, fault="seedless"))

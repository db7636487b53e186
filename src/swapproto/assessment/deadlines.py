"""The deadlines of an exchange: what was shown in time, what was too late, and who need not act. Spec 18.6."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any, Literal, NamedTuple

from ..statements import Accept, Commitment, Reveal, Signed, Terms
from .evidence import Evidence
from .exchanges import Exchange
from .openings import Openings
from .past import Past
from .times import CLOCK_SETS, ClockSet, Round, Times

Step = Literal["accept", "commit", "acknowledge", "reveal", "review"]


class Met(NamedTuple):
    """A statement that existed by its deadline, by one set of clocks."""

    step: Step
    statement: Signed[Any]
    clock: ClockSet
    #: The ids of the receipts that show a delivery.
    receipts: tuple[bytes, ...] = ()


class Late(NamedTuple):
    """A statement that was not made before its deadline had passed, though it could have been."""

    statement: Signed[Any]
    after: Round
    due: int


class NotMet(NamedTuple):
    """A deadline that nothing is shown to have met, and the kid who had to, or whose list it is about."""

    by: bytes
    step: Step
    role: str | None
    due: int


class Deadlines:
    """What the times of one exchange, whose rules are applied, show of its deadlines."""

    def __init__(
        self, exchange: Exchange, terms: Signed[Terms], evidence: Evidence, openings: Openings, times: Times
    ) -> None:
        #: The terms of the exchange.
        self.terms = terms
        self._exchange, self._terms = exchange, terms.body
        self._evidence, self._openings, self._times = evidence, openings, times
        self._covering = exchange.covering(exchange.commitments)
        self._owner = {c.id: slot for slot, group in self._covering.items() for c in group}
        #: The statements that were in time.
        self.met: list[Met] = [*self._steps_met(), *self._deliveries()]
        #: Those that were too late.
        self.late: list[Late] = list(self._too_late())
        #: The kids with whom nothing is overdue, each with those who are not shown to have accepted in time.
        self.unhurried: dict[bytes, list[bytes]] = dict(self._unhurried()) if self._terms.clocks else {}

    def _steps(self) -> Iterator[tuple[Step, int, Signed[Any]]]:
        """Yield each statement that a deadline is about, with that."""
        due, exchange = self._terms.deadlines, self._exchange
        found: tuple[tuple[Step, int | None, Iterable[Signed[Any]]], ...] = (
            ("accept", due.accept, (a for kid in self._terms.parties for a in exchange.accepted.get(kid, ()))),
            ("commit", due.commit, (c for group in self._covering.values() for c in group)),
            ("reveal", due.reveal, (r for r, c in exchange.reveals if c.id in self._owner and self._counts(r, c))),
            ("review", due.review, (r for r, c in exchange.reviews if self._is_awaited(r.kid, c.id))),
        )
        for step, time, statements in found:
            if time is not None:
                for statement in statements:
                    yield step, time, statement

    def _counts(self, reveal: Signed[Reveal], commitment: Signed[Commitment]) -> bool:
        in_turn = self._exchange.in_turn(reveal.id, self._evidence)
        return in_turn or self._openings.is_published(reveal, commitment)

    def _is_awaited(self, reviewer: bytes, commitment: bytes) -> bool:
        slot = self._owner.get(commitment)
        return slot is not None and reviewer in self._terms.parties and reviewer != slot.kid

    def _existed(self, subject: bytes, clock: ClockSet, due: int) -> bool:
        time = self._times.existed_by(subject, clock)
        return time is not None and time <= due

    def _is_shown(self, subject: bytes, due: int) -> bool:
        return any(self._existed(subject, clock, due) for clock in CLOCK_SETS)

    def was_there(self, statement: Signed[Any], due: int) -> bool:
        """Return whether a statement was there by a time: by clocks if the terms name some, or as its signer says."""
        return self._is_shown(statement.id, due) if self._terms.clocks else statement.iat <= due

    def _steps_met(self) -> Iterator[Met]:
        if not self._times:
            return
        for step, due, statement in self._steps():
            for clock in CLOCK_SETS:
                if self._existed(statement.id, clock, due):
                    yield Met(step, statement, clock)

    def _delivery(self) -> int | None:
        """Return by when lists have to be acknowledged, or None if they need not be."""
        due = self._terms.deadlines.commit
        return None if due is None or not self._terms.delivery else due + self._terms.grace

    def _deliveries(self) -> Iterator[Met]:
        due = self._delivery()
        if due is None:
            return
        receipts = defaultdict(list)
        for receipt, commitment in self._exchange.receipts:
            receipts[commitment.id].append(receipt)
        for slot, group in self._covering.items():
            others = {kid for kid in self._terms.parties if kid != slot.kid}
            for commitment in group:
                for clock in CLOCK_SETS:
                    timely = [r for r in receipts[commitment.id] if self._existed(r.id, clock, due)]
                    by_mediators = [r.id for r in timely if r.kid in self._terms.mediators]
                    if by_mediators:
                        yield Met("acknowledge", commitment, clock, (min(by_mediators),))
                    elif others <= {r.kid for r in timely}:
                        first = tuple(min(r.id for r in timely if r.kid == kid) for kid in sorted(others))
                        yield Met("acknowledge", commitment, clock, first)

    def _too_late(self) -> Iterator[Late]:
        if not self._times.after:
            return
        for _, due, statement in self._steps():
            after = self._times.after.get(statement.id)
            if after is not None and after.time > due and self._could_be_sooner(statement, due):
                yield Late(statement, after, due)

    def _could_be_sooner(self, statement: Signed[Any], due: int) -> bool:
        """Return whether all that a statement answers is shown to have existed by its deadline."""
        match statement.body:
            case Accept(number=number):
                return number == 0 and self._is_shown(self._exchange.id, due)
            case Commitment(place=place):
                return place.version == 1 and all(
                    any(self._is_shown(accept.id, due) for accept in self._exchange.accepted.get(kid, ()))
                    for kid in self._terms.parties
                )
            case Reveal(wrap=wrap):
                in_turn = self._exchange.in_turn(statement.id, self._evidence)
                needed = {*self._exchange.turns[statement.id].ids, *(() if wrap is None else wrap[:1])}
                return in_turn and all(self._is_shown(i, due) for i in needed)
        opened = (  # a review answers what its signer opened
            receipt
            for receipt, about in self._exchange.receipts
            if receipt.kid == statement.kid and about.id == statement.body.commitment and receipt.body.stage == "opened"
        )
        return any(self._is_shown(receipt.id, due) for receipt in opened)

    def _unhurried(self) -> Iterator[tuple[bytes, list[bytes]]]:
        accepted, parties = self._exchange.accepted, self._terms.parties
        timely = {one.statement.kid for one in self.met if one.step == "accept"}
        untimely = [kid for kid in parties if kid not in timely]
        past = Past(self._evidence, (a.id for kid in untimely for a in accepted.get(kid, ())))
        acts: defaultdict[bytes, int] = defaultdict(int)
        signed: list[Signed[Any]] = [*self._exchange.commitments, *self._reveals()]
        for act in signed:
            acts[act.kid] |= past.of(act.id)
        for kid in parties:
            known = {self._evidence.statements[i].kid for i in past.ids(acts[kid])}
            unknown = [other for other in untimely if other not in known]
            if kid in timely and unknown:
                yield kid, sorted(unknown)

    def _reveals(self) -> list[Signed[Reveal]]:
        return [r for r, _ in self._exchange.reveals if not self._evidence.is_misplaced(r.id)]

    def not_met(self, now: int) -> Iterator[NotMet]:
        """Yield what nothing is shown to have met of the deadlines before ``now``, if the terms name clocks."""
        if not self._exchange.agreed or not self._terms.clocks:
            return
        due = self._terms.deadlines
        accepted = {one.statement.kid for one in self.met if one.step == "accept"}
        reviewed = {one.statement.kid for one in self.met if one.step == "review"}
        for kid in self._terms.parties:
            if due.accept is not None and due.accept < now and kid not in accepted:
                yield NotMet(kid, "accept", None, due.accept)
            if due.review is not None and due.review < now and kid not in reviewed:
                yield NotMet(kid, "review", None, due.review)
        steps: tuple[tuple[Step, int | None], ...] = (
            ("commit", due.commit),
            ("acknowledge", self._delivery()),
            ("reveal", due.reveal),
        )
        for step, time in steps:
            lists = {self._list_of(one) for one in self.met if one.step == step}
            for slot, group in self._covering.items():
                if time is not None and time < now and lists.isdisjoint(c.id for c in group):
                    yield NotMet(slot.kid, step, slot.role, time)

    def _list_of(self, met: Met) -> bytes:
        body = met.statement.body
        commitment: bytes = body.commitment if isinstance(body, Reveal) else met.statement.id
        return commitment


def find_deadlines(
    exchanges: Iterable[Exchange], evidence: Evidence, openings: Openings, times: Times
) -> dict[bytes, Deadlines]:
    """Return the deadlines of each exchange whose rules are applied, by its id."""
    return {
        one.id: Deadlines(one, one.agreement, evidence, openings, times)
        for one in exchanges
        if one.agreement is not None
    }

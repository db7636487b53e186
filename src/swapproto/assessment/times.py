"""Times: by when statements and stamps existed, and when they were not made yet. Spec 18.5."""

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from copy import copy
from typing import Literal, NamedTuple

from ..errors import SwapError
from ..stamps import beacon
from ..statements import Commitment, Terms
from .evidence import Evidence
from .exchanges import Exchange, exchange_of
from .past import in_order

ClockSet = Literal["pinned", "agreed"]
CLOCK_SETS: tuple[ClockSet, ...] = ("pinned", "agreed")


class Existence(NamedTuple):
    """That something existed by a time, by one set of clocks."""

    #: Whether stamps of it itself show it, or only of what names it.
    direct: bool
    #: In seconds since 1970.
    time: int
    #: The names of the operators whose clocks say so, in the order of their set.
    operators: tuple[str, ...]
    #: The ids of their stamps.
    stamps: tuple[bytes, ...]


class Round(NamedTuple):
    """A round of the beacon that a commitment names: its time in seconds, its number, and the commitment's id."""

    time: int
    number: int
    commitment: bytes


class _Bound(NamedTuple):
    """By when a stamp shows that its target existed, whose clock and which key (its SHA-256) say so, and the stamp."""

    time: int
    operator: str
    key: bytes
    stamp: bytes


class _Clock(NamedTuple):
    """An operator of one set of clocks: a name, the SHA-256 of their anchors, and an accuracy to assume."""

    name: str
    anchors: frozenset[bytes]
    accuracy: int


class Times:
    """What stamps and beacons show of every present statement and stamp."""

    def __init__(self, evidence: Evidence, exchanges: Mapping[bytes, Exchange]) -> None:
        self._evidence = evidence
        self._found: dict[tuple[bytes, ClockSet], list[Existence]] = {}
        #: Of statements that fewer operators stamped than have to agree: their names, and how many have to.
        self.short: dict[tuple[bytes, ClockSet], tuple[list[str], int]] = {}
        #: The latest round of the beacon that each statement was not made before, by its id.
        self.after: dict[bytes, Round] = {}
        #: The commitments with a beacon that was checked and is none, and those whose beacon was not checked.
        self.unknown: list[bytes] = []
        self.unchecked: list[bytes] = []
        self._counted: dict[tuple[bytes, ClockSet], _Clock] = {}  # whose each stamp is, by its id
        self._take_pinned()
        for exchange in exchanges.values():
            if exchange.terms is not None and exchange.agreed and exchange.terms.body.clocks:
                self._take_agreed(exchange.terms.body, exchange.id)
        self._take_beacons()

    def __bool__(self) -> bool:
        """Return whether anything is shown of times at all."""
        return bool(self._found or self.after)

    def of(self, subject: bytes, clock: ClockSet) -> Sequence[Existence]:
        """Return by when something existed by a set of clocks: directly, and by reference where that is earlier."""
        return self._found.get((subject, clock), ())

    def existed_by(self, subject: bytes, clock: ClockSet) -> int | None:
        """Return the earliest time by which something existed by a set of clocks, in seconds, or None."""
        return min((one.time for one in self.of(subject, clock)), default=None)

    def doubtful(self, now: int, clock: ClockSet) -> dict[bytes, int]:
        """Return the ends of the stamps by a set of clocks that ended before ``now``, and were not renewed in time.

        Spec 18.7.
        """
        ends: dict[bytes, int] = {}
        sound: defaultdict[bytes, list[int]] = defaultdict(list)
        for identifier in reversed(self._evidence.stamps):  # a renewal comes after what it renews
            stamped, counted = self._evidence.stamps[identifier], self._counted.get((identifier, clock))
            if counted is None:
                continue
            end = self._evidence.trust.clocks.end_of(stamped.token, counted.anchors)
            if end < now and not any(renewed <= end for renewed in sound[identifier]):
                ends[identifier] = end
            else:
                sound[stamped.stamp.target].append(stamped.token.bound(counted.accuracy))
        return ends

    def ahead(self, now: int) -> Iterator[tuple[bytes, int]]:
        """Yield the stamps of operators that are of a time after ``now``, with that time. Spec 18.6."""
        accuracies: defaultdict[bytes, list[int]] = defaultdict(list)
        for (identifier, _), counted in self._counted.items():
            accuracies[identifier].append(counted.accuracy)
        for identifier, assumed in accuracies.items():
            token = self._evidence.stamps[identifier].token
            if token.earliest(max(assumed)) > now:
                yield identifier, token.time

    def firm(self, now: int) -> "Times":
        """Return what the pinned clocks say without the stamps that they doubt, and those that are ahead, at ``now``.

        Spec 12.1, step 9.
        """
        weak = {*self.doubtful(now, "pinned"), *(stamp for stamp, _ in self.ahead(now))}
        if not weak:
            return self
        firm = copy(self)
        firm._found, firm.short = {}, {}
        firm._take_pinned(without=weak)
        return firm

    def __iter__(self) -> Iterator[tuple[bytes, ClockSet, Existence]]:
        for (subject, clock), found in self._found.items():
            for one in found:
                yield subject, clock, one

    def _take_pinned(self, without: Container[bytes] = ()) -> None:
        trust = self._evidence.trust
        clocks = [_Clock(one.name, one.anchors, one.accuracy) for one in trust.clocks.operators]
        self._take("pinned", clocks, trust.quorum, None, without)

    def _take_agreed(self, terms: Terms, exchange: bytes) -> None:
        clocks = [_Clock(one.name, frozenset(one.certificates), one.accuracy) for one in terms.clocks]
        self._take("agreed", clocks, terms.quorum or 1, exchange)

    def _take(
        self,
        clock: ClockSet,
        clocks: Sequence[_Clock],
        quorum: int,
        exchange: bytes | None,
        without: Container[bytes] = (),
    ) -> None:
        stamps = [bound for bound in self._stamps_of(clocks, exchange) if bound.stamp not in without]
        direct, named = self._bound_by(stamps, direct=True), self._bound_by(stamps, direct=False)
        for subject, bounds in named.items():
            if exchange is not None and self._exchange_of(subject) != exchange:
                continue
            found: list[Existence] = []
            for way, given in ((True, direct.get(subject, [])), (False, bounds)):
                if agreeing := _agreeing(given, quorum):
                    said = tuple(sorted({bound.stamp for bound in agreeing}))
                    one = Existence(way, agreeing[-1].time, _names(clocks, agreeing), said)
                    if not found or one.time < found[0].time:
                        found.append(one)
                elif way and given and subject in self._evidence.statements:
                    self.short[subject, clock] = list(_names(clocks, given)), quorum
            if found:
                self._found[subject, clock] = found

    def _stamps_of(self, clocks: Sequence[_Clock], exchange: bytes | None) -> list[_Bound]:
        """Return the bounds of the stamps of these operators, in ascending order.

        Agreed clocks are those of the stamps of their own exchange; they bound what others name, too.
        """
        anchors = [one.anchors for one in clocks]
        found = []
        for stamped in self._evidence.stamps.values():
            try:
                operator = clocks[self._evidence.trust.clocks.first_reached(stamped.token, anchors)]
            except SwapError:
                continue
            time = stamped.token.bound(operator.accuracy)
            found.append(_Bound(time, operator.name, stamped.token.signer.key_digest, stamped.stamp.id))
            if exchange is None or self._exchange_of(stamped.stamp.id) == exchange:
                self._counted[stamped.stamp.id, "pinned" if exchange is None else "agreed"] = operator
        return sorted(found)

    def _bound_by(self, stamps: Iterable[_Bound], *, direct: bool) -> dict[bytes, list[_Bound]]:
        """Return the lowest bounds, in order, for everything that stamps are of, or that these name.

        There is one for each operator and key.
        """
        found: defaultdict[bytes, list[_Bound]] = defaultdict(list)
        done: set[tuple[str, bytes, bytes]] = set()
        for bound in stamps:
            waiting = [self._evidence.stamps[bound.stamp].stamp.target]
            while waiting:
                subject = waiting.pop()
                if (bound.operator, bound.key, subject) in done:
                    continue
                done.add((bound.operator, bound.key, subject))
                found[subject].append(bound)
                if subject in self._evidence.stamps:
                    waiting.append(self._evidence.stamps[subject].stamp.target)
                elif not direct:
                    waiting += self._evidence.statements[subject].body.mentions & self._evidence.statements.keys()
        return found

    def _exchange_of(self, subject: bytes) -> bytes | None:
        stamped = self._evidence.stamps.get(subject)
        statement = self._evidence.statements[subject if stamped is None else stamped.statement]
        return exchange_of(statement, self._evidence)

    def _take_beacons(self) -> None:
        rounds: dict[bytes, Round] = {}
        for commitment in self._evidence.of(Commitment).values():
            if commitment.body.beacon is None:
                continue
            if not self._evidence.trust.beacon:
                self.unchecked.append(commitment.id)
                continue
            number, signature = commitment.body.beacon
            try:
                rounds[commitment.id] = Round(beacon.verify_round(number, signature), number, commitment.id)
            except SwapError:
                self.unknown.append(commitment.id)
        for statement in in_order(self._evidence) if rounds else ():
            named = (self.after.get(other) for other in statement.body.mentions)
            known = [one for one in (rounds.get(statement.id), *named) if one is not None]
            if known:
                self.after[statement.id] = min(known, key=lambda one: (-one.time, one.commitment))


def _agreeing(bounds: Sequence[_Bound], quorum: int) -> Sequence[_Bound]:
    """Return bounds that show the first time at which so many operators agree by as many keys, or none. Spec 18.5.

    Operators and keys are paired as in the method of augmenting paths: a new bound may free a key for another operator.
    """
    by_key: dict[bytes, _Bound] = {}
    offers: defaultdict[str, list[_Bound]] = defaultdict(list)

    def place(operator: str, tried: set[bytes]) -> bool:
        for one in offers[operator]:
            if one.key in tried:
                continue
            tried.add(one.key)
            if one.key not in by_key or place(by_key[one.key].operator, tried):
                by_key[one.key] = one
                return True
        return False

    for bound in bounds:
        offers[bound.operator].append(bound)
        placed = {one.operator for one in by_key.values()}
        if any(place(operator, set()) for operator in offers if operator not in placed) and len(by_key) == quorum:
            return _lowest([one for one in bounds if one.time <= bound.time], quorum)
    return ()


def _lowest(bounds: Iterable[_Bound], most: int) -> list[_Bound]:
    """Return the lowest bounds of each operator, by so many keys at most, in order: they show all that the rest do.

    Spec 12.7. An operator needs no other key: the others that have to agree take one fewer of these.
    """
    found: defaultdict[str, list[_Bound]] = defaultdict(list)
    for bound in sorted(bounds, key=lambda one: (one.time, one.stamp)):
        found[bound.operator].append(bound)
    return sorted(bound for of_operator in found.values() for bound in of_operator[:most])


def _names(clocks: Iterable[_Clock], bounds: Iterable[_Bound]) -> tuple[str, ...]:
    """Return the names of the operators that these bounds are of, in the order of their set of clocks."""
    stamped_by = {bound.operator for bound in bounds}
    return tuple(one.name for one in clocks if one.name in stamped_by)

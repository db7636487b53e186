"""Where an exchange stands, and whose move it is. Spec 17.10."""

from collections.abc import Iterable, Iterator
from typing import Literal, NamedTuple

from ..statements import Commitment, Signed, Slot
from .complaints import Source
from .deadlines import Deadlines
from .dealings import Dealings, latest_time
from .evidence import Evidence
from .exchanges import Exchange
from .openings import Openings

State = Literal[
    "no-terms",
    "replaced",
    "withdrawn",
    "proposed",
    "committing",
    "undelivered",
    "spoiled",
    "depositing",
    "releasing",
    "complained",
    "receiving",
    "reviewing",
    "contested",
    "settled",
]
Move = Literal["accept", "commit", "acknowledge", "deposit", "open", "reveal", "review", "amend"]

BEFORE_DEPOSITS: tuple[State, ...] = ("proposed", "committing", "undelivered")
"""The states before lists go to a mediator."""


class Awaited(NamedTuple):
    """A move that is somebody's to make."""

    #: The kid of whoever is to make it.
    by: bytes
    #: What is to be done.
    what: Move
    #: The id of the commitment that it is about, or None.
    commitment: bytes | None
    #: Since when it is theirs to make, as signers state it, in seconds; or None.
    since: int | None
    #: By when it is due, in seconds; or None.
    due: int | None
    #: The kids of those for whom it is to be made, ascending, where it hands something over.
    readers: tuple[bytes, ...] = ()
    #: Whether it is due, and whatever it needs was there by then.
    possible: bool = False

    @property
    def order(self) -> tuple[bytes, str, bytes]:
        """What moves are sorted by."""
        return self.by, self.what, self.commitment or b""


class Standing(NamedTuple):
    """The state of one exchange, as far as what is present shows it."""

    #: What is present of it.
    exchange: Exchange
    #: The first row of the table of spec 17.10 that fits.
    state: State
    #: Whose move it is, in order of their kids.
    awaiting: tuple[Awaited, ...] = ()
    #: The commitment of each slot that later moves are about.
    at_stake: dict[Slot, Signed[Commitment] | None] = {}  # noqa: RUF012  # never changed
    #: The commitment that binds in each slot.
    binding: dict[Slot, Signed[Commitment] | None] = {}  # noqa: RUF012
    #: Whether it is agreed, not replaced and nobody has withdrawn.
    in_force: bool = False
    #: The kids with whom nothing is overdue, since another is not shown to have accepted in time. Spec 18.6.
    unhurried: frozenset[bytes] = frozenset()

    def is_overdue(self, move: Awaited, now: int) -> bool:
        """Return whether a move was due before ``now``, in seconds, and whoever is to make it could have."""
        past = move.due is not None and move.due < now
        return past and move.possible and move.by not in self.unhurried

    def __repr__(self) -> str:
        return f"Standing({self.exchange!r}, {self.state})"


def find_standing(exchange: Exchange, evidence: Evidence, openings: Openings, deadlines: Deadlines | None) -> Standing:
    """Return where an exchange stands. There are deadlines where its rules are applied."""
    if deadlines is None:
        return Standing(exchange, "no-terms")
    standing = _Table(exchange, evidence, openings, deadlines).standing()
    return standing._replace(unhurried=frozenset(deadlines.unhurried))


class _Table(Dealings):
    """The table of spec 17.10: a method for each row, which yields the moves that it awaits, if any."""

    def standing(self) -> Standing:
        """Return the first row that fits."""
        state, awaited = self._row()
        in_force = self._exchange.agreed and not self._replaced and not self._withdrawn_accepts()
        return Standing(self._exchange, state, _joined(awaited), self._stakes, self._binding, in_force)

    def _row(self) -> tuple[State, list[Awaited]]:
        if self._is_settled():
            return "settled", []
        if self._replaced:
            return "replaced", []
        if self._is_withdrawn():
            return "withdrawn", []
        rows: tuple[tuple[State, Iterator[Awaited]], ...] = (
            ("proposed", self._proposed()),
            ("committing", self._committing()),
            ("undelivered", self._undelivered()),
            ("spoiled", self._spoiled()),
            ("depositing", self._depositing()),
            ("releasing", self._releasing()),
            ("complained", self._complained()),
            ("receiving", self._receiving()),
            ("reviewing", self._reviewing()),
            ("contested", self._contested()),
        )
        state, found = next((state, found) for state, moves in rows if (found := list(moves)))
        return state, found + list(self._mediators_needed()) if state in BEFORE_DEPOSITS else found

    # --- the rows

    def _is_settled(self) -> bool:
        if not self._exchange.agreed or not all(self._filled.values()):
            return False
        if not all(self._has(reader, commitment) for commitment, reader in self._promised()):
            return False
        if any(self._is_spoiled(c) or self._is_contested(c) for _, c in self._at_stake()):
            return False
        asked = self._terms.body.deadlines.review is not None
        return not asked or all(self._latest_review(reader, c) is not None for c, reader in self._readings())

    def _proposed(self) -> Iterator[Awaited]:
        for kid in self._parties:
            if kid not in self._accepted:
                yield Awaited(kid, "accept", None, self._terms.iat, self._terms.body.deadlines.accept)

    def _mediators_needed(self) -> Iterator[Awaited]:
        """Yield the mediators of release 2 who serve, while none of them has accepted."""
        if self._terms.body.release == 2 and not self._mediators:
            for kid in self._serving:
                yield Awaited(kid, "accept", None, self._terms.iat, None)

    def _committing(self) -> Iterator[Awaited]:
        since = max(min(accept.iat for accept in self._accepted[kid]) for kid in self._parties)
        due = self._terms.body.deadlines.commit
        for slot, group in self._filled.items():
            if not group:
                yield Awaited(slot.kid, "commit", None, since, due, possible=self._could(slot.kid, due))

    def _undelivered(self) -> Iterator[Awaited]:
        if not self._terms.body.delivery:
            return
        due = self._terms.body.deadlines.commit
        due = None if due is None else due + self._terms.body.grace
        for slot, commitment in self._at_stake():
            readers, mediators = self._readers(slot), self._terms.body.mediators
            by_mediator = any(self._acknowledged[kid, commitment.id] for kid in mediators)
            if not by_mediator and not all(self._acknowledged[kid, commitment.id] for kid in readers):
                for kid in (*readers, *self._mediators):
                    if not self._acknowledged[kid, commitment.id]:
                        possible = self._could(kid, due, [commitment])
                        yield Awaited(kid, "acknowledge", commitment.id, commitment.iat, due, possible=possible)

    def _spoiled(self) -> Iterator[Awaited]:
        for _, commitment in self._at_stake():
            if self._is_spoiled(commitment):
                yield Awaited(commitment.kid, "amend", commitment.id, None, None)

    def _depositing(self) -> Iterator[Awaited]:
        if self._terms.body.release == 1 or self._openers():
            return
        since = self._since_stakes()
        if not self._mediators:
            for kid in self._serving:
                yield Awaited(kid, "accept", None, since, None)
        for mediator in self._mediators:
            for _, commitment in self._at_stake():
                if self._opened(mediator, commitment):
                    continue
                if self._is_deposited(commitment, mediator):
                    yield Awaited(mediator, "open", commitment.id, since, None)
                elif self._exchange.key_for(commitment.kid, mediator) is None:
                    yield Awaited(mediator, "accept", commitment.id, since, None)
                else:
                    yield Awaited(commitment.kid, "deposit", commitment.id, since, None, (mediator,))

    def _is_deposited(self, commitment: Signed[Commitment], mediator: bytes) -> bool:
        envelope = self._evidence.envelopes[commitment.body.envelope]
        wraps: list[tuple[Source, bytes]] = [(commitment, key_id) for key_id in envelope.wraps]
        wraps += [
            (reveal, reveal.body.wrap[0])
            for reveal in self._reveals[commitment.id]
            if reveal.kid == commitment.kid and reveal.body.wrap is not None
        ]
        return any(self._is_good(key_id, mediator, source, commitment) for source, key_id in wraps)

    def _releasing(self) -> Iterator[Awaited]:
        moves = list(self._first_reveals())
        if moves:
            yield from moves
            yield from self._complained()

    def _first_reveals(self) -> Iterator[Awaited]:
        due = self._terms.body.deadlines.reveal
        for commitment, reader in self._promised():
            if self._is_handed(commitment, reader):
                continue
            for kid, since in self._releasers(commitment):
                if self._complaints_of(reader, commitment, kid):
                    continue
                if self._exchange.key_for(kid, reader) is None:
                    yield Awaited(reader, "accept", commitment.id, since, None)
                else:
                    possible = self._could(kid, due, *self._needed(kid, commitment, reader))
                    yield Awaited(kid, "reveal", commitment.id, since, due, (reader,), possible)

    def _releasers(self, commitment: Signed[Commitment]) -> Iterator[tuple[bytes, int | None]]:
        """Yield who is to reveal a list, and since when."""
        if self._terms.body.release == 1:
            yield commitment.kid, self._since_stakes()
            return
        for kid in self._openers():
            receipts = [receipt for _, c in self._at_stake() for receipt in self._opened(kid, c)]
            yield kid, latest_time(receipts)

    def _complained(self) -> Iterator[Awaited]:
        for commitment, reader in self._promised():
            if self._is_handed(commitment, reader):
                continue
            for kid, _ in self._releasers(commitment):
                for complaint in self._complaints_of(reader, commitment, kid):
                    since = complaint.receipt.iat
                    if self._exchange.key_for(kid, reader) is None:
                        yield Awaited(reader, "accept", commitment.id, since, None)
                    else:
                        yield Awaited(kid, "reveal", commitment.id, since, None, (reader,))

    def _receiving(self) -> Iterator[Awaited]:
        for commitment, reader in self._promised():
            if not self._has(reader, commitment):
                reveals = [
                    r
                    for r in self._reveals[commitment.id]
                    if self._exchange.in_turn(r.id, self._evidence) or self._openings.is_published(r, commitment)
                ]
                yield Awaited(reader, "open", commitment.id, latest_time(reveals), None)

    def _reviewing(self) -> Iterator[Awaited]:
        due = self._terms.body.deadlines.review
        if due is None:
            return
        for commitment, reader in self._readings():
            if self._latest_review(reader, commitment) is None:
                opened = self._opened(reader, commitment)
                possible = self._could(reader, due, [*opened, *self._publications(commitment)])
                yield Awaited(reader, "review", commitment.id, latest_time(opened), due, possible=possible)

    def _contested(self) -> Iterator[Awaited]:
        for _, commitment in self._at_stake():
            latest = (self._latest_review(kid, commitment) for kid in self._parties)
            contesting = [r for r in latest if r is not None and r.body.verdict == "contested"]
            if contesting:
                yield Awaited(commitment.kid, "amend", commitment.id, latest_time(contesting), None)


def _joined(moves: Iterable[Awaited]) -> tuple[Awaited, ...]:
    """Return moves in order, those of one party that are the same but for their readers as one.

    That is possible by when it is due if any of them is.
    """
    same: dict[tuple[bytes, str, bytes], Awaited] = {}
    for move in moves:
        known = same.get(move.order, move)
        times = [time for time in (known.since, move.since) if time is not None]
        readers = tuple(sorted({*known.readers, *move.readers}))
        possible = known.possible or move.possible
        same[move.order] = known._replace(since=max(times, default=None), readers=readers, possible=possible)
    return tuple(same[order] for order in sorted(same))

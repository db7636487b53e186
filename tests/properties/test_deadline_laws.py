"""Whoever acts at once on what they have is never called overdue or late, whatever the others sign, and when.

South is hostile: they act when they like, state any time, have stamped what they like, and let arrive all or nothing.
North and the mediator Mira answer at once, and have everything stamped at once. No time passes while they do.
"""

from collections.abc import Callable
from contextlib import suppress
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spec.cases.clocks import stamp
from spec.cases.tokens import ROUNDS
from swapproto import Assessment, Commitment, Desk, Identity, Transcript, Trust, assess
from swapproto.errors import AccessError, InputError
from swapproto.keys import ExchangeKey
from swapproto.ledger import InMemory, Ledger
from swapproto.stamps.beacon import verify_round
from swapproto.statements import Accept, Deadlines, Receipt, new_nonce
from tests.clocks import AUTHORITIES, QUORUM, agreed_clocks, clocks
from tests.exchanges import MIRA, NORTH, SOUTH, ids, kid, signed, terms

pytestmark = pytest.mark.slow

NUMBER = 32285086
BEACON = NUMBER, bytes.fromhex(ROUNDS[NUMBER])
ROUND = verify_round(*BEACON)
"""When the round of the beacon was published that South can put into a list."""
HONEST = (NORTH, MIRA)
ALL = (*HONEST, SOUTH)
STEPS = ("accept", "commit", "amend", "acknowledge", "reveal", "review", "contest", "new key")
_AS_STEP = {"open": "acknowledge", "deposit": "reveal"}


class Play:
    """An exchange from its terms on; ``files`` is all that was signed and stamped."""

    def __init__(self, seed: int, *, trusting: bool) -> None:
        self.random = Random(seed)
        self.now, self.lie, self.count = ROUND - 100, 0, 0
        #: Whether nobody lies about times, and the terms name no clocks.
        self.trusting = trusting
        self.files: list[bytes] = []
        self.of_south: list[bytes] = []
        self.pinned = [who.party for who in ALL]
        self.desks = {
            kid(who): Desk(who, Ledger(InMemory(), kid(who)), clock=self._clock(who), pinned=self.pinned) for who in ALL
        }
        times = sorted(ROUND + self.random.randint(-90, 200) for _ in range(4))
        due = Deadlines(*(time if self.random.random() < 0.7 else None for time in times))
        fields: dict[str, Any] = {"deadlines": due, "delivery": self.random.random() < 0.5, "grace": 40}
        fields |= {"release": self.random.choice([1, 2]), "mediators": [kid(MIRA)]}
        fields |= {} if trusting else {"clocks": agreed_clocks(), "quorum": QUORUM}
        who = self.random.choice([NORTH, SOUTH])
        self._sign(who, self.desks[kid(who)].propose_terms, terms(**fields), stamped=self.random.random() < 0.7)

    def _clock(self, who: Identity) -> Callable[[], int]:
        return lambda: self.now - (self.lie if who is SOUTH else 0)

    def _sign(self, who: Identity, act: Callable[..., bytes], *what: Any, stamped: bool = True, **how: Any) -> bool:
        """Let somebody sign, as far as their program does that, and have it stamped; return whether it is new."""
        with suppress(InputError, AccessError):
            before = Transcript.union(map(Transcript.read, self.files)).statements
            file = act(*what, **how)
            new = [s.raw for i, s in Transcript.read(file).statements.items() if i not in before and s.kind != "card"]
            made = [
                stamp(tsa, raw, self.now) for raw in new if stamped for tsa, _ in list(AUTHORITIES.values())[:QUORUM]
            ]
            self.files += [file, *made]
            self.of_south += [file, *made] if who is SOUTH else []
            return bool(new)
        return False

    def answer(self) -> None:
        """Let all who are honest do whatever they can, now."""
        while sum(self._answer(who) for who in HONEST):
            pass

    def _answer(self, who: Identity) -> bool:
        desk, found = self.desks[kid(who)], self.seen()
        done = [self._sign(who, desk.accept, *self.files)] if not self._signed(who, Accept) else []
        if who is NORTH and not self._signed(who, Commitment):
            done.append(self._commit(who))
        done.append(self._sign(who, desk.acknowledge, *self.files))
        done.append(self._sign(who, desk.reveal_due, *self.files))
        opened = desk.assess(*self.files).opened
        asked = {m.commitment for m in found.exchanges[0].awaiting if m.by == kid(who) and m.what == "review"}
        lists = [one for i, one in found.of(Commitment).items() if i in asked & opened.keys()]
        done += [self._review(who, one, "agreed") for one in lists]
        return any(done)

    def _signed(self, who: Identity, body: type[Any]) -> bool:
        return any(one.kid == kid(who) for one in self.seen().of(body).values())

    def _commit(self, who: Identity, after: Any = None, stamped: bool = True) -> bool:
        desk, beacon = self.desks[kid(who)], None
        if who is SOUTH and self.now > ROUND and self.random.random() < 0.7:
            beacon = BEACON
        self.count += 1

        def commit() -> bytes:
            content = ids(f"{self.count}", label=f"{who}")
            return desk.commit(desk.propose(content, "offer", under=self.files, after=after, beacon=beacon))

        return self._sign(who, commit, stamped=stamped)

    def _review(self, who: Identity, commitment: Any, verdict: str, stamped: bool = True) -> bool:
        review: Any = self.desks[kid(who)].review
        return self._sign(who, review, *self.files, commitment=commitment, verdict=verdict, stamped=stamped)

    def south(self) -> None:
        """Let time pass, and South do something, and say that it was any time."""
        self.now += self.random.choice([0, 1, 30, 90])
        self.lie = 0 if self.trusting else self.random.choice([0, 0, 200, 600, -300])
        desk, stamped, seen = self.desks[kid(SOUTH)], self.random.random() < 0.6, self.seen()
        due = [_AS_STEP.get(move.what, move.what) for move in seen.exchanges[0].awaiting if move.by == kid(SOUTH)]
        step = self.random.choice(due if due and self.random.random() < 0.6 else STEPS)
        found = seen.of(Commitment).values()
        own = sorted((c for c in found if c.kid == kid(SOUTH)), key=lambda c: c.body.place.version)
        others = [c for c in found if c.kid != kid(SOUTH)]
        match step:
            case "accept":
                self._sign(SOUTH, desk.accept, *self.files, stamped=stamped)
            case "commit" if not own:
                self._commit(SOUTH, stamped=stamped)
            case "amend" if own:
                self._commit(SOUTH, own[-1], stamped)
            case "acknowledge":
                self._sign(SOUTH, desk.acknowledge, *self.files, stamped=stamped)
            case "reveal":
                self._sign(SOUTH, desk.reveal_due, *self.files, stamped=stamped)
            case "review" | "contest" if others:
                self._review(SOUTH, others[0], "agreed" if step == "review" else "contested", stamped)
            case "new key" if others:
                self._sign(SOUTH, self._new_key, others[0], stamped=stamped)
        self.lie = 0

    def _new_key(self, commitment: Any) -> bytes:
        """Complain of a wrap that is not there, which gives a key away, and present the next one."""
        exchange, time = commitment.body.place.exchange, self.now - self.lie
        own = [a for a in self.seen().of(Accept).values() if (a.kid, a.body.maker) == (kid(SOUTH), commitment.kid)]
        if not own:
            raise InputError("usage", "South has not accepted")
        last = max(own, key=lambda accept: accept.body.number)
        old, new = (
            ExchangeKey(SOUTH.local_secret, exchange, commitment.kid, last.body.number + step) for step in (0, 1)
        )
        about: dict[str, Any] = {"source": commitment.id, "key": last.id, "seed": old.seed}
        complaint = Receipt(new_nonce(), commitment.id, commitment.body.envelope, "unopenable", **about)
        accept = Accept(new_nonce(), exchange, commitment.kid, last.body.number + 1, new.encrypt_key)
        return b"".join(signed(SOUTH, body, exchange, time) for body in (complaint, accept))

    def seen(self, files: list[bytes] | None = None, now: int = 0) -> Assessment:
        transcript = Transcript.union(map(Transcript.read, self.files if files is None else files))
        trust = Trust.of(*self.pinned)._replace(clocks=clocks(), quorum=QUORUM, beacon=True)
        return assess(transcript, trust, now=now or self.now)

    def without_some(self) -> list[bytes]:
        """Return all files, but only some of those of South, who decides which arrive."""
        kept = [file for file in self.of_south if self.random.random() < 0.7]
        return [file for file in self.files if file not in self.of_south or file in kept]


def called(found: Assessment) -> set[tuple[str, bytes]]:
    """Return who is called overdue or late."""
    return {(one.code, one.by) for one in (*found.facts, *found.views) if one.code in ("overdue", "late")}


@settings(max_examples=8, deadline=None)
@given(st.integers(0, 10**9), st.booleans())
def test_whoever_acts_at_once_is_neither_overdue_nor_late(seed: int, trusting: bool) -> None:
    play = Play(seed, trusting=trusting)
    play.answer()
    for _ in range(6):
        play.south()
        unanswered = play.seen()
        play.answer()
        answered = (play.seen(files, ROUND + 10_000) for files in (play.files, play.without_some()))
        for found in (unanswered, *answered):
            assert {by for _, by in called(found)} <= {kid(SOUTH)}


def test_the_play_goes_all_the_way_and_south_is_overdue() -> None:
    """Or the law would hold of plays in which nothing happens."""
    reached, codes = set[str](), set[str]()
    for seed in range(6):
        play = Play(seed, trusting=seed % 3 == 0)
        play.answer()
        for _ in range(6):
            play.south()
            play.answer()
            found = play.seen(now=ROUND + 10_000)
            reached |= {standing.state for standing in found.exchanges}
            codes |= {code for code, _ in called(found)} | {fact.code for fact in found.facts}
    assert reached >= {"proposed", "committing", "releasing", "receiving", "reviewing", "contested", "settled"}
    assert codes >= {"overdue", "not-before", "commit-in-time"}

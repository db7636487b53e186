"""Two honest parties, an honest mediator, and a hostile party and mediator who forge, withhold, replay and lie.

Three clocks stamp what they are shown. One of them says whatever the hostile like; two have to agree.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from spec.cases.clocks import renewal, stamp
from swapproto import (
    Assessment,
    Commitment,
    Identity,
    Place,
    Receipt,
    Reveal,
    Review,
    Signed,
    SwapError,
    Transcript,
    Trust,
    assess,
    prepare_reveal,
    seal,
)
from swapproto.assessment import Standing
from swapproto.errors import AccessError, InputError
from swapproto.keys import ExchangeKey
from swapproto.statements import Accept, Body, Deadlines, Slot, Withdraw, new_nonce
from tests.clocks import AUTHORITIES, QUORUM, agreed_clocks, clocks
from tests.exchanges import EAST, MIRA, NORTH, OTTO, SOUTH, START, Hall, codes, facts, ids, kid, signed, terms

pytestmark = pytest.mark.slow

HONEST = (NORTH, SOUTH, MIRA)
HOSTILE = (EAST, OTTO)
ALL = (*HONEST, *HOSTILE)
PARTIES = (NORTH, SOUTH, EAST)
LIAR = min(AUTHORITIES)
SHOWN = {"in-turn", "published", "not-shown-in-turn"}


class Machine(RuleBasedStateMachine):
    """``sent`` is every artefact that exists; each honest person has those of them that the adversary lets through."""

    def __init__(self) -> None:
        super().__init__()
        self.hall = Hall(*ALL)
        self.sent: list[bytes] = []
        self.has: dict[bytes, list[bytes]] = {kid(who): [] for who in ALL}
        self.before: set[tuple[Any, ...]] = set()
        self.faults: set[tuple[str, bytes]] = set()
        self.count = 0
        self.done: set[str] = set()
        #: When each statement was made, by its id.
        self.made: dict[bytes, int] = {}

    @initialize(release=st.sampled_from([1, 2]), delivery=st.booleans(), steps=st.integers(0, 22))
    def begin(self, release: int, delivery: bool, steps: int) -> None:
        """Begin an exchange, and go some steps as all would who are honest: chance alone seldom gets that far."""
        owed = tuple(Slot(kid(who), "offer") for who in PARTIES)
        due = Deadlines(accept=START + 200, commit=START + 300, reveal=START + 500)
        fields: dict[str, Any] = {"release": release, "delivery": delivery, "deadlines": due, "quorum": QUORUM}
        made = terms(*owed, mediators=[kid(MIRA), kid(OTTO)], clocks=agreed_clocks(), **fields)
        self._send(self.hall.desk(NORTH).propose_terms(made))
        course = [(self.accept, who) for who in (SOUTH, EAST, MIRA, OTTO)]
        course += [(self.commit, who) for who in PARTIES]
        course += [(act, who) for act in (self.acknowledge, self.reveal, self.acknowledge) for who in ALL]
        for act, who in course[:steps]:
            self.has = {one: list(self.sent) for one in self.has}
            act(who)

    def _send(self, file: bytes, *readers: Identity) -> None:
        """Let artefacts exist; the hostile have them at once, and who made them has them, too."""
        transcript = Transcript.read(file)
        pieces = [s.raw for s in transcript.statements.values()] + [e.raw for e in transcript.envelopes.values()]
        pieces += [stamped.raw for stamped in transcript.stamps.values()]
        for statement in transcript.statements.values():
            self.made.setdefault(statement.id, self.hall.now)
        self.sent += [piece for piece in pieces if piece not in self.sent]
        for who in (*HOSTILE, *readers):
            self.has[kid(who)] += [piece for piece in pieces if piece not in self.has[kid(who)]]

    def _files(self, who: Identity) -> list[bytes]:
        return self.has[kid(who)]

    # --- what arrives where

    @rule(who=st.sampled_from(HONEST), seed=st.integers(0, 99), everything=st.booleans())
    def deliver(self, who: Identity, seed: int, everything: bool) -> None:
        """Let some of what was sent arrive, in any order and perhaps twice."""
        chosen = [piece for piece in self.sent if everything or Random(seed).random() < 0.5]
        Random(seed).shuffle(chosen)
        self.has[kid(who)] += chosen

    # --- honest people do what their programs allow

    def _do(self, who: Identity, act: Callable[..., bytes], **how: Any) -> None:
        with suppress(InputError, AccessError):
            self._send(act(*self._files(who), **how), who)
            self.done.add(act.__name__)

    @rule(who=st.sampled_from(HONEST))
    def accept(self, who: Identity) -> None:
        self._do(who, self.hall.desk(who).accept)

    @rule(who=st.sampled_from([NORTH, SOUTH]))
    def commit(self, who: Identity) -> None:
        self.count += 1
        desk = self.hall.desk(who)
        with suppress(InputError, AccessError):
            proposal = desk.propose(ids(f"{self.count}", label=f"{who}"), "offer", under=self._files(who))
            self._send(desk.commit(proposal), who)

    @rule(who=st.sampled_from([NORTH, SOUTH]))
    def amend(self, who: Identity) -> None:
        desk = self.hall.desk(who)
        own = [c for c in desk.assess(*self._files(who)).of(Commitment).values() if c.kid == kid(who)]
        latest = max(own, key=lambda c: c.body.place.version, default=None)
        self.count += 1
        if latest is not None:
            with suppress(InputError, AccessError):
                content = ids(f"{self.count}", label=f"{who}")
                self._send(desk.commit(desk.propose(content, "offer", after=latest, under=self._files(who))), who)

    @rule(who=st.sampled_from(HONEST))
    def acknowledge(self, who: Identity) -> None:
        self._do(who, self.hall.desk(who).acknowledge)

    @rule(who=st.sampled_from(HONEST))
    def reveal(self, who: Identity) -> None:
        self._do(who, self.hall.desk(who).reveal_due)

    @rule(who=st.sampled_from(HONEST), number=st.integers(0, 5), verdict=st.sampled_from(["agreed", "contested"]))
    def review(self, who: Identity, number: int, verdict: Any) -> None:
        commitment = self._pick(who, number)
        if commitment is not None:
            self._do(who, self.hall.desk(who).review, commitment=commitment, verdict=verdict)

    @rule(who=st.sampled_from(HONEST), number=st.integers(0, 5))
    def complain(self, who: Identity, number: int) -> None:
        """Complain of a list whose wrap does not open. Honest people do so only where it does not."""
        commitment = self._pick(who, number)
        seen = self.hall.desk(who).assess(*self._files(who))
        failed = {view.evidence[-1] for view in seen.views if view.code == "wrap-failed"}
        wrong = {c.evidence for c in seen.contradictions if c.code == "wrong-content"}
        if commitment is not None and (commitment.id in failed or any(commitment.id in ids_ for ids_ in wrong)):
            self._do(who, self.hall.desk(who).complain, commitment=commitment)

    @rule(who=st.sampled_from([NORTH, SOUTH]), seed=st.integers(0, 3))
    def withdraw(self, who: Identity, seed: int) -> None:
        if seed:  # seldom, or nothing else would happen
            return
        accepts = [a for a in self.hall.assess(*self._files(who) or [b""]).of(Accept).values() if a.kid == kid(who)]
        if accepts:
            self._do(who, self.hall.desk(who).withdraw, target=min(accepts, key=lambda a: a.id))

    def _pick(self, who: Identity, number: int) -> Signed[Commitment] | None:
        found = sorted(self.hall.desk(who).assess(*self._files(who)).of(Commitment).values(), key=lambda c: c.id)
        return found[number % len(found)] if found else None

    # --- the hostile sign whatever their keys can sign

    @rule(who=st.sampled_from(HOSTILE))
    def accept_as_everyone_does(self, who: Identity) -> None:
        self._do(who, self.hall.desk(who).accept)

    @rule(who=st.sampled_from(HOSTILE), maker=st.sampled_from(ALL), number=st.integers(0, 1))
    def accept_twice_with_other_keys(self, who: Identity, maker: Identity, number: int) -> None:
        exchange = self._standing(who).exchange.id
        key = ExchangeKey(who.local_secret, bytes(32), kid(maker), self.count)
        self._sign(who, Accept(new_nonce(), exchange, kid(maker), number, key.encrypt_key), exchange)

    @rule(role=st.sampled_from(["offer", "request"]), shared=st.booleans(), seen=st.booleans())
    def commit_again(self, role: str, shared: bool, seen: bool) -> None:
        """Fork, or fill a slot with a list that another party made."""
        self.count += 1
        standing = self._standing(EAST)
        place = Place(role, bytes(16) if shared else self.count.to_bytes(16, "big"), exchange=standing.exchange.id)
        accepts = [a for who in (MIRA, OTTO) if (a := standing.exchange.key_for(kid(EAST), kid(who)))]
        sealed = seal(
            ids(f"east {self.count}"),
            author=EAST.party,
            local_secret=EAST.local_secret,
            place=place,
            readers=accepts,
            iat=START,
            seen=sorted({s.id for s in self._seen(EAST) if isinstance(s.body, Withdraw)})[:32] if seen else (),
        )
        self._send(sealed.sign(EAST) + sealed.envelope)

    @rule(who=st.sampled_from(HOSTILE), number=st.integers(0, 5), public=st.booleans(), given=st.integers(0, 3))
    def reveal_whatever_opens(self, who: Identity, number: int, public: bool, given: int) -> None:
        seen = self.hall.desk(who).assess(*self.sent)
        opened = sorted(seen.opened)
        if not opened:
            return
        commitment = seen.of(Commitment)[opened[number % len(opened)]]
        reader = None if public else self._standing(who).exchange.key_for(kid(who), kid(ALL[number % len(ALL)]))
        known = sorted([*seen.of(Commitment), *seen.of(Receipt)])
        relied = [[], known[:40], [bytes([n]) * 32 for n in range(6)], known[:2]][given]
        made = prepare_reveal(
            commitment, seen.opened[commitment.id].cek, revealer=who.party, reader=reader, iat=START, given=relied
        )
        self._send(made.sign(who))

    @rule(who=st.sampled_from(HOSTILE), number=st.integers(0, 5), reader=st.sampled_from(HONEST), own=st.booleans())
    def wrap_badly(self, who: Identity, number: int, reader: Identity, own: bool) -> None:
        """Wrap another key than the committed one, under the right key id or under that of another maker."""
        commitment = self._pick(who, number)
        if commitment is None:
            return
        accepts = [a for a in self._standing(who).exchange.accepts if a.kid == kid(reader)]
        mine = [a for a in accepts if (a.body.maker == kid(who)) == own]
        if mine:
            known = sorted(s.id for s in self._seen(who) if isinstance(s.body, Commitment | Receipt))[:40]
            body = Reveal(new_nonce(), commitment.id, wrap=(mine[number % len(mine)].id, bytes(1168)), given=known)
            self._sign(who, body, commitment.body.place.subject)

    @rule(who=st.sampled_from(HOSTILE), number=st.integers(0, 5), stage=st.sampled_from(["received", "opened"]))
    def acknowledge_falsely(self, who: Identity, number: int, stage: Any) -> None:
        commitment = self._pick(who, number)
        if commitment is not None:
            tag = bytes(32) if stage == "opened" else None
            body = Receipt(new_nonce(), commitment.id, commitment.body.envelope, stage, tag)
            self._sign(who, body, commitment.body.place.subject)

    @rule(who=st.sampled_from(HOSTILE), number=st.integers(0, 9), seed=st.sampled_from(["right", "wrong", "none"]))
    def complain_falsely(self, who: Identity, number: int, seed: str) -> None:
        commitment = self._pick(who, number)
        accepts = [a for a in self._standing(who).exchange.accepts if a.kid == kid(who)]
        if commitment is None or not accepts:
            return
        accept = accepts[number % len(accepts)]
        right = ExchangeKey(who.local_secret, accept.body.exchange, accept.body.maker, accept.body.number).seed
        sources = [commitment.id, *(s.id for s in self._seen(who) if isinstance(s.body, Reveal))]
        body = Receipt(
            new_nonce(),
            commitment.id,
            commitment.body.envelope,
            "unopenable",
            source=sources[number % len(sources)],
            key=accept.id,
            seed={"right": right, "wrong": bytes(32), "none": None}[seed],
        )
        self._sign(who, body, commitment.body.place.subject)

    @rule(number=st.integers(0, 20), who=st.sampled_from(HOSTILE))
    def sign_anothers_statement(self, number: int, who: Identity) -> None:
        found = [s for s in self._seen(who) if s.kid != kid(who) and not hasattr(s.body, "verify_key")]
        if found:
            stolen = found[number % len(found)]
            self._sign(who, stolen.body, bytes.fromhex(stolen.subject))

    @rule(number=st.integers(0, 20), who=st.sampled_from(HOSTILE), subject=st.binary(min_size=32, max_size=32))
    def withdraw_or_review_anything(self, number: int, who: Identity, subject: bytes) -> None:
        found = self._seen(who)
        target = found[number % len(found)] if found else None
        if target is not None:
            self._sign(who, Withdraw(new_nonce(), target.id), bytes.fromhex(target.subject))
            self._sign(who, Review(new_nonce(), target.id, "contested"), subject)

    @rule(number=st.integers(0, 40), name=st.sampled_from(sorted(AUTHORITIES)), lie=st.integers(-900, 900))
    def have_it_stamped(self, number: int, name: str, lie: int) -> None:
        """Have anything stamped by a clock: the first one lies, and the others tell the time."""
        authority, time = AUTHORITIES[name][0], START + lie if name == LIAR else self.hall.tick()
        found = Transcript.union(map(Transcript.read, self.sent))
        targets: list[Any] = [s for s in found.statements.values() if s.kind != "card"]
        targets += found.stamps.values()
        if targets:
            target = sorted(targets, key=lambda one: one.id)[number % len(targets)]
            make = renewal if target.raw in {one.raw for one in found.stamps.values()} else stamp
            self._send(make(authority, target.raw, time))

    def _sign(self, who: Identity, body: Body, subject: bytes) -> None:
        with suppress(SwapError):
            self._send(signed(who, body, subject))

    def _seen(self, who: Identity) -> list[Signed[Body]]:
        return [s for _, s in sorted(self._assess(self._files(who)).statements.items())]

    def _standing(self, who: Identity) -> Standing:
        return self._assess(self._files(who)).exchanges[0]

    # --- what always holds

    def _assess(self, files: Sequence[bytes]) -> Assessment:
        transcript = Transcript.union(Transcript.read(file) for file in files)
        trust = Trust.of(*(who.party for who in ALL))._replace(clocks=clocks(), quorum=QUORUM)
        return assess(transcript, trust, now=START)

    def _everybody(self) -> Iterator[Assessment]:
        yield self._assess(self.sent)
        for who in ALL:
            yield self.hall.desk(who).assess(*self.sent)
        for who in HONEST:
            yield self.hall.desk(who).assess(*self._files(who))

    @invariant()
    def no_honest_party_is_at_fault(self) -> None:
        for seen in self._everybody():
            assert {fault.culprit for fault in seen.contradictions} <= {kid(who) for who in HOSTILE}, [
                (fault.code, fault.why) for fault in seen.contradictions
            ]

    @invariant()
    def what_was_proven_stays_proven(self) -> None:
        seen = self._assess(self.sent)
        now, faults = facts(seen), codes(seen)
        assert self.before <= now, self.before - now
        assert self.faults <= faults
        self.before, self.faults = now, faults

    @invariant()
    def no_time_is_too_early(self) -> None:
        """Fewer clocks lie than have to agree."""
        due = {"accept-in-time": START + 200, "commit-in-time": START + 300, "reveal-in-time": START + 500}
        for fact in self._assess(self.sent).facts:
            made = self.made.get(fact.subject, 0)
            assert fact.code != "existed-by" or fact.value["time"] >= made
            assert fact.code not in due or made <= due[fact.code]

    @invariant()
    def the_order_of_artefacts_makes_no_difference(self) -> None:
        shuffled = list(self.sent)
        Random(len(self.sent)).shuffle(shuffled)
        one, other = self._assess(self.sent), self._assess([b"".join(shuffled), *shuffled[:3]])
        assert (one.facts, one.contradictions, one.views) == (other.facts, other.contradictions, other.views)

    @invariant()
    def no_honest_list_is_read_before_it_is_released(self) -> None:
        """An honest list is read by its author, by mediators, and by whom a reveal or a complaint hands its key.

        A reveal that does is in turn, or is shown not to be.
        """
        everything = self._assess(self.sent)
        owners = {accept.id: accept.kid for accept in everything.of(Accept).values()}
        shown = {one.subject for one in (*everything.facts, *everything.views) if one.code in SHOWN}
        culprits = {fault.culprit for fault in everything.contradictions if fault.code == "premature"}
        given_away = {r.body.commitment for r in everything.of(Receipt).values() if r.body.gives_seed}
        for who in PARTIES:
            for identifier in self.hall.desk(who).assess(*self.sent).opened:
                if everything.of(Commitment)[identifier].kid not in {kid(one) for one in HONEST if one != who}:
                    continue
                reveals = [r for r in everything.of(Reveal).values() if r.body.commitment == identifier]
                opens = [r for r in reveals if r.body.wrap is None or owners.get(r.body.wrap[0]) == kid(who)]
                assert opens or identifier in given_away
                assert not opens or any(r.id in shown or r.kid in culprits for r in opens)


@pytest.mark.parametrize("release", [1, 2])
def test_the_machine_plays_an_exchange_to_its_end(release: int) -> None:
    """Or it would hold of exchanges in which nothing happens."""
    machine = Machine()
    machine.begin(release=release, delivery=False, steps=22)
    assert machine.done >= {"accept", "acknowledge", "reveal_due"}
    seen = machine.hall.desk(SOUTH).assess(*machine.sent)
    assert {c.kid for c in seen.of(Commitment).values()} == {kid(who) for who in PARTIES}
    assert seen.exchanges[0].state == "settled"
    machine.no_honest_list_is_read_before_it_is_released()


TestExchange = Machine.TestCase
TestExchange.settings = settings(
    max_examples=12, stateful_step_count=20, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)

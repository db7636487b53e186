"""Moves: what a party can do next in an exchange, each prepared to be signed here or elsewhere. Spec 17."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cached_property
from typing import NamedTuple, Protocol

from .assessment import Assessment, Awaited, Evidence, Exchange, Standing, find_wraps
from .assessment.standing import Move
from .causality import Known
from .counting import count_of
from .envelope import Opened, Sealed
from .errors import AccessError, InputError
from .keys import ExchangeKey, LocalSecret, Secret
from .ledger import About, AboutExchange, AboutList, Ledger
from .lists import List
from .release import Wrapped, complaint_extra, opened_tag, prepare_reveal
from .statements import (
    Accept,
    Body,
    Commitment,
    Party,
    Place,
    Reader,
    Receipt,
    Review,
    Revoke,
    Signed,
    Slot,
    Terms,
    Withdraw,
    key_for,
    new_nonce,
    prepare,
)
from .statements.accept import NUMBERS
from .statements.kinds import kind_of
from .statements.review import Verdict
from .wire.cose import Unsigned
from .wire.hpke import wrap


class Keys(Protocol):
    """What the moves of a party need of its keys; an :class:`Identity` has it."""

    @property
    def party(self) -> Party:
        """The party whose keys these are."""
        ...

    @property
    def local_secret(self) -> LocalSecret:
        """What exchange keys are derived from. Spec 17.2."""
        ...


class Prepared(NamedTuple):
    """A statement to be signed, and what the ledger records of it before."""

    #: The statement.
    unsigned: Unsigned
    #: The name of its kind.
    kind: str
    #: What it is about, for the ledger.
    about: About


class Moves(Secret):
    """What one party can do, as the files that it has show it. Nothing is signed here, and nothing is recorded.

    Each statement names what its signer knew (spec 5.2): the statements of the same exchange that no other one names,
    and the one prepared before.
    """

    def __init__(self, me: Keys, evidence: Evidence, assessment: Assessment, ledger: Ledger, *, iat: int) -> None:
        self._me, self._evidence, self._assessment, self._ledger = me, evidence, assessment, ledger
        self._iat = iat
        self._known = Known(evidence, ledger)
        own = [r for r in assessment.of(Receipt).values() if r.kid == me.party.kid]
        self._told = {(r.body.commitment, r.body.stage) for r in own}

    def __repr__(self) -> str:
        return f"Moves({self._me.party.name!r})"

    @property
    def assessment(self) -> Assessment:
        """What the files show."""
        return self._assessment

    @property
    def _kid(self) -> bytes:
        return self._me.party.kid

    # --- terms

    def propose(self, terms: Terms) -> list[Prepared]:
        """Prepare terms, with a fresh nonce, and one's own accepts of them.

        Raise :class:`InputError` ``usage`` if one's own name is not in the terms, no reader accepts them, one's card
        has expired or a deadline has passed; :class:`AccessError` ``signer-not-pinned`` if somebody whom they name is
        not pinned. Spec 17.1.
        """
        self._require_named(terms)
        self._require_pinned(terms)
        self._require_valid()
        self._require_in_time(terms)
        terms = terms._replace(
            nonce=new_nonce(), seen=() if terms.replaces is None else self._known.seen(terms.replaces)
        )
        unsigned = prepare(terms, self._me.party.verify_key, subject=self._kid, iat=self._iat)
        self._known.add(unsigned.id, unsigned.id, terms.mentions)
        first = Prepared(unsigned, "terms", AboutExchange(unsigned.id.hex(), ""))
        return [first, *(self._accept(unsigned.id, kid, 0) for kid in self._others(terms))]

    def accept(self, standing: Standing) -> list[Prepared]:
        """Prepare an accept for each other party and mediator who has none that can be sealed to.

        Raise :class:`InputError` ``usage`` if one's own name is not in the terms, nothing is to be accepted, the terms
        are withdrawn or replaced, one's card has expired, or a party accepts for the first time after a deadline;
        :class:`AccessError` ``signer-not-pinned`` if somebody whom they name is not pinned. Spec 17.1.
        """
        terms, exchange = self.require_terms(standing), standing.exchange
        self._require_named(terms.body)
        self._require_pinned(terms.body)
        self._require_not_withdrawn(exchange)
        self._require_valid()
        if standing.state in ("replaced", "withdrawn"):
            raise InputError("usage", f"these terms are {standing.state}: an accept of them would bind nobody")
        if self._kid in terms.body.parties and self._kid not in exchange.accepted:
            self._require_in_time(terms.body)
        waiting = [kid for kid in self._others(terms.body) if exchange.key_for(kid, self._kid) is None]
        if not waiting:
            raise InputError("usage", "you have accepted these terms already, and everybody can seal to you")
        return [self._accept(exchange.id, kid, self._next_number(exchange, kid)) for kid in waiting]

    def _accept(self, exchange: bytes, maker: bytes, number: int) -> Prepared:
        if number > NUMBERS:
            raise InputError("usage", "no more keys for this party: the terms have to be made anew")
        key = ExchangeKey(self._me.local_secret, exchange, maker, number).encrypt_key
        body = Accept(new_nonce(), exchange, maker, number, key, self._known.seen(exchange))
        return self._prepared(body, exchange, exchange, AboutExchange(exchange.hex(), maker.hex(), number))

    def _next_number(self, exchange: Exchange, maker: bytes) -> int:
        """Return a number whose key was not given away, as far as the files and the ledger show it."""
        own = [a for a in exchange.accepts if (a.kid, a.body.maker) == (self._kid, maker)]
        given_away = max((a.body.number for a in own if a.id in self._evidence.spent), default=-1)
        return max(given_away + 1, self._ledger.next_number(exchange.id, maker) - 1, 0)

    def _others(self, terms: Terms) -> list[bytes]:
        return [kid for kid in (*terms.parties, *terms.mediators) if kid != self._kid]

    def _require_named(self, terms: Terms) -> None:
        if self._kid not in (*terms.parties, *terms.mediators):
            raise InputError("usage", "you are neither a party nor a mediator of these terms")

    def _require_pinned(self, terms: Terms) -> None:
        missing = [kid.hex()[:12] for kid in self._others(terms) if kid not in self._assessment.trust.parties]
        if missing:
            raise AccessError(
                "signer-not-pinned",
                f"the terms name parties whose cards you have not pinned, with the keys {', '.join(missing)}: "
                "pin them first, after comparing their digits",
            )

    def _require_valid(self) -> None:
        if self._me.party.not_after is not None and self._me.party.not_after < self._iat:
            raise InputError("usage", "your card has expired: make a new key first")

    def _require_in_time(self, terms: Terms) -> None:
        for step, time in terms.deadlines._asdict().items():
            if time is not None and time < self._iat:
                raise InputError(
                    "usage",
                    f"the deadline {step} of these terms has passed, as the clock says here: new terms are needed, "
                    "which replace them",
                )

    def _require_not_withdrawn(self, exchange: Exchange) -> None:
        if self._has_withdrawn(exchange):
            raise InputError("usage", "you have withdrawn from this exchange, and that is final: it needs new terms")

    def require_terms(self, standing: Standing) -> Signed[Terms]:
        """Return the terms of an exchange. Raise :class:`InputError` ``usage`` if they are not among the files."""
        if standing.exchange.terms is None:
            raise InputError("usage", "the terms of this exchange are not among these files")
        return standing.exchange.terms

    # --- lists

    def slot(self, standing: Standing, role: str | None) -> Slot:
        """Return one's own slot, of this role if there are several, that a list is to fill.

        Raise :class:`InputError` ``usage`` if there is none, or one has not accepted, or has withdrawn.
        """
        terms, exchange = self.require_terms(standing), standing.exchange
        own = [slot for slot in terms.body.slots if slot.kid == self._kid]
        if not own:
            raise InputError("usage", "you owe no list by these terms")
        chosen = [slot for slot in own if role in (None, slot.role)]
        roles = ", ".join(slot.role for slot in own)
        if len(chosen) != 1:
            raise InputError("usage", f"by these terms you owe a list in the role {roles}: give one of them")
        self._require_pinned(terms.body)
        self._require_not_withdrawn(exchange)
        if standing.state in ("replaced", "withdrawn"):
            raise InputError("usage", f"these terms are {standing.state}: a list under them would bind nobody")
        if self._kid not in exchange.accepted:
            raise InputError("usage", "you have not accepted these terms: accept them first")
        return chosen[0]

    def require_fits(self, standing: Standing, role: str | None, content: List, readers: Iterable[Party]) -> Slot:
        """Return one's own slot if a list fits it. Raise :class:`InputError` ``usage`` with what does not."""
        slot, terms = self.slot(standing, role), self.require_terms(standing).body
        if terms.schema not in (None, content.schema.digest):
            raise InputError("usage", "the terms name another schema than the one of this list")
        if slot.count not in (None, len(content)):
            asked = count_of(slot.count or 0, "entry", "entries")
            raise InputError("usage", f"the terms ask for {asked}, and this list has {len(content):,}")
        early = [party.name for party in readers if party.kid in (*terms.parties, *terms.mediators)]
        if early:
            raise InputError(
                "usage",
                f"{', '.join(early)}: a list under terms is sealed to its author and to mediators by their accepts; "
                "parties read it when it is revealed in turn",
            )
        return slot

    def depositees(self, exchange: Exchange) -> list[Signed[Accept]]:
        """Return the accepts that one's own list is sealed to: with release 2 those of the mediators. Spec 17.2."""
        terms = exchange.terms
        if terms is None or terms.body.release == 1:
            return []
        serving = (kid for kid in terms.body.mediators if kid not in exchange.withdrawn)
        found = (self.key_for(exchange, kid) for kid in serving)
        return [accept for accept in found if accept is not None]

    def key_for(self, exchange: Exchange, reader: bytes) -> Signed[Accept] | None:
        """Return the accept of ``reader`` to seal to, or None. Spec 17.2.

        Raise :class:`InputError` ``usage`` if its key is that of a card.
        """
        accept = exchange.key_for(self._kid, reader)
        cards = {party.encrypt_key for party in self._assessment.trust.parties.values()}
        if accept is not None and accept.body.encrypt_key in cards:
            raise InputError(
                "usage",
                f"the accept by {reader.hex()[:12]} has the key of a card, perhaps of somebody else, who would read "
                "what is sealed to it: ask them for another, and why",
            )
        return accept

    def seen_by_list(self, place: Place) -> tuple[bytes, ...]:
        """Return what a commitment in this place names as known. Spec 5.2."""
        return self._known.seen(place.exchange, place.list_id)

    # --- receipts and complaints

    def acknowledge(self) -> list[Prepared]:
        """Prepare a receipt for each list of others whose envelope is here: *opened* where it opens, else *received*.

        None for a list that one has acknowledged as far already.
        """
        found = []
        for commitment in sorted(self._assessment.of(Commitment).values(), key=lambda c: c.id):
            place = commitment.body.place
            opened = self._assessment.opened.get(commitment.id)
            stages = ("received", "opened") if opened is None else ("opened",)
            if commitment.kid == self._kid or commitment.body.envelope not in self._evidence.envelopes:
                continue
            if any((commitment.id, stage) in self._told for stage in stages):
                continue
            body = Receipt(new_nonce(), commitment.id, commitment.body.envelope, "received")
            if opened is not None:
                body = body._replace(stage="opened", tag=opened_tag(opened.cek, commitment.id, self._kid))
            body = body._replace(seen=self.seen_by_list(place))
            self._told.add((commitment.id, body.stage))
            found.append(self._about_list(body, commitment))
        return found

    def complain(self, commitment: Signed[Commitment], mediator: Party | None) -> list[Prepared]:
        """Prepare complaints of the wraps of a list that do not open it for this party, each with the next accept.

        The seed of each key complained of is given to ``mediator``, by their accept or else their card, or to everyone
        if None. Raise :class:`InputError` ``usage`` for a list that opens, or without such a wrap, or for somebody who
        is no mediator of its terms.
        """
        if commitment.id in self._assessment.opened:
            raise InputError("usage", "this list opens for you: there is nothing to complain of")
        accepts = self._evidence.of(Accept)
        reader = None if mediator is None else self._mediator(commitment, mediator)
        found: list[Prepared] = []
        numbers: dict[tuple[bytes, bytes], int] = {}
        for wrapped in self.not_opening(commitment):
            body = Receipt(new_nonce(), commitment.id, commitment.body.envelope, "unopenable")
            body = body._replace(source=wrapped.source, key=wrapped.key_id)
            accept = accepts.get(wrapped.key_id)
            if accept is not None:
                body = self._with_seed(body, accept, reader)
            body = body._replace(seen=self.seen_by_list(commitment.body.place))
            found.append(self._about_list(body, commitment))
            if accept is not None:
                pair, number = (accept.body.exchange, accept.body.maker), accept.body.number + 1
                numbers[pair] = max(number, numbers.get(pair, 0))
        if not found:
            raise InputError("usage", "nothing is wrapped for you here that should open this list, and does not")
        return found + [self._next_accept(*pair, number) for pair, number in numbers.items() if self._goes_on(pair[0])]

    def _next_accept(self, exchange_id: bytes, maker: bytes, number: int) -> Prepared:
        exchange = self.standing(exchange_id).exchange
        return self._accept(exchange_id, maker, max(self._next_number(exchange, maker), number))

    def _goes_on(self, exchange_id: bytes) -> bool:
        return not self._has_withdrawn(self.standing(exchange_id).exchange)

    def _mediator(self, commitment: Signed[Commitment], mediator: Party) -> Reader:
        """Return whom a seed is wrapped for: a mediator of the terms, by their accept or by their card."""
        self._require_pin(mediator)
        found = commitment.body.place.exchange
        standing = None if found is None else self.standing(found)
        terms = None if standing is None else standing.exchange.terms
        if standing is None or terms is None or mediator.kid not in terms.body.mediators:
            raise InputError("usage", f"{mediator.name!r} is no mediator of the terms that this list is under")
        return self.key_for(standing.exchange, mediator.kid) or mediator

    def _require_pin(self, party: Party) -> None:
        if self._assessment.trust.parties.get(party.kid) != party:
            raise AccessError("signer-not-pinned", f"the card of {party.name!r} is not pinned")

    def not_opening(self, commitment: Signed[Commitment]) -> list[Wrapped]:
        """Return the wraps that should open a list for this party, and do not, but for those complained of already.

        A complaint to a mediator does not count as one: it can be made to everyone afterwards.
        Nobody is blamed for a list whose envelope is not here: a wrap that gives the committed key is sound.
        """
        if commitment.id in self._assessment.opened:
            return []
        here = commitment.body.envelope in self._evidence.envelopes
        return [wrapped for wrapped in self._not_told.get(commitment.id, ()) if wrapped.source in self._failed or here]

    @cached_property
    def _failed(self) -> set[bytes]:
        """The sources of wraps that do not open: found once, however many lists are asked about."""
        return {view.subject for view in self._assessment.views if view.code == "wrap-failed"}

    @cached_property
    def _not_told(self) -> Mapping[bytes, Sequence[Wrapped]]:
        """By the id of each commitment its wraps for this party, but for those that it told everyone about."""
        own = (receipt.body for receipt in self._assessment.of(Receipt).values() if receipt.kid == self._kid)
        told = {(body.source, body.key) for body in own if body.wrap is None}
        found: defaultdict[bytes, list[Wrapped]] = defaultdict(list)
        for wrapped in find_wraps(self._evidence, self._kid):
            if wrapped.commitment is not None and (wrapped.source, wrapped.key_id) not in told:
                found[wrapped.commitment.id].append(wrapped)
        return found

    def given_away(self, key_id: bytes) -> list[Signed[Commitment]]:
        """Return the lists that the key of an accept opens, if it is given away: what was wrapped for it alone."""
        wraps = find_wraps(self._evidence, self._kid)
        found = {w.commitment.id: w.commitment for w in wraps if w.key_id == key_id and w.commitment is not None}
        return [found[i] for i in sorted(found)]

    def _with_seed(self, body: Receipt, accept: Signed[Accept], reader: Reader | None) -> Receipt:
        key = ExchangeKey(self._me.local_secret, accept.body.exchange, accept.body.maker, accept.body.number)
        if reader is None:
            return body._replace(seed=key.seed)
        key_id, public = key_for(reader)
        extra = complaint_extra(body.source or b"", self._kid, accept.id, key_id)
        return body._replace(wrap=(key_id, wrap(key.seed, public, key_id, extra)))

    def _has_withdrawn(self, exchange: Exchange) -> bool:
        return self._kid in exchange.withdrawn or self._ledger.has_withdrawn(exchange.id)

    # --- reveals

    def due(self, standing: Standing, what: Collection[Move] = ("reveal", "deposit")) -> list[Awaited]:
        """Return the reveals and deposits that are due from this party, or only one of the two."""
        own = [move for move in standing.awaiting if move.by == self._kid and move.commitment is not None]
        return [move for move in own if move.what in what]

    def reveals(self, standing: Standing, what: Collection[Move] = ("reveal", "deposit")) -> list[Prepared]:
        """Prepare every reveal that is now due from this party, and every deposit, or only one of the two. Spec 17.4.

        Raise :class:`InputError` ``usage`` if none is.
        """
        self._require_not_withdrawn(standing.exchange)
        found = []
        for move in self.due(standing, what):
            commitment = move.commitment or b""
            found += [self._hand_over(standing, commitment, kid, move.what) for kid in move.readers]
        if not found:
            raise InputError("usage", "no reveal is due from you in this exchange")
        return found

    def _hand_over(self, standing: Standing, commitment_id: bytes, reader: bytes, what: str) -> Prepared:
        commitment = self._assessment.of(Commitment)[commitment_id]
        accept = self.key_for(standing.exchange, reader)
        opened = self._assessment.opened.get(commitment_id)
        if accept is None:
            raise InputError("usage", f"the reader {reader.hex()[:12]} has no accept for you here: ask them for it")
        if opened is None:
            raise AccessError("reader-not-found", "a list that you are to hand over does not open with your key")
        given = [] if what == "deposit" else self.relied_on(standing, commitment_id)
        seen = self._known.seen(standing.exchange.id)
        unsigned = prepare_reveal(
            commitment,
            opened.cek,
            revealer=self._me.party,
            reader=accept,
            iat=self._iat,
            given=given,
            seen=seen,
        )
        self._known.add(unsigned.id, standing.exchange.id, (commitment_id, *given, *seen))
        return Prepared(unsigned, "reveal", AboutList.of(commitment.body, opened.list.label))

    def hand_out(self, commitment: Signed[Commitment], opened: Opened, reader: Reader | None) -> Prepared:
        """Prepare a reveal outside of any turn, to ``reader``, or to everyone if None.

        Raise :class:`InputError` ``usage`` for another's list of an exchange, which is handed on in turn alone.
        """
        place = commitment.body.place
        if place.exchange is not None and commitment.kid != self._kid:
            raise InputError(
                "usage", "this list of another is of an exchange: a reveal out of turn is a fault of yours"
            )
        seen = self.seen_by_list(place)
        unsigned = prepare_reveal(
            commitment, opened.cek, revealer=self._me.party, reader=reader, iat=self._iat, seen=seen
        )
        self._known.add(unsigned.id, place.exchange or place.list_id, (commitment.id, *seen))
        return Prepared(unsigned, "reveal", AboutList.of(commitment.body, opened.list.label))

    def relied_on(self, standing: Standing, revealed: bytes) -> list[bytes]:
        """Return the commitments that a reveal relies on and, with release 2, receipts that say "opened".

        Raise :class:`InputError` ``usage`` if, with release 2, a list of some slot was not opened.
        """
        terms = self.require_terms(standing)
        if terms.body.release == 1:
            return sorted({c.id for c in standing.at_stake.values() if c is not None} - {revealed})
        mediators = {self._kid} if self._kid in terms.body.mediators else set(terms.body.mediators)
        opened = {
            commitment.id: receipt.id
            for receipt, commitment in reversed(standing.exchange.receipts)  # the lowest id counts
            if receipt.body.stage == "opened" and receipt.kid in mediators
        }
        found: set[bytes] = set()
        for slot, stake in standing.at_stake.items():
            same = [c for c in standing.exchange.commitments if standing.exchange.slot_of(c) == slot]
            of_slot = sorted(same, key=lambda c: (c != stake, -c.body.place.version, c.id))
            chosen = next((c.id for c in of_slot if c.id in opened), None)
            if chosen is None:
                raise InputError("usage", "you have not opened a list of each party: acknowledge them first")
            found |= {chosen, opened[chosen]}
        return sorted(found - {revealed})

    # --- reviews, withdrawals, revocations

    def sealed(self, sealed: Sealed) -> Prepared:
        """Return a list that was sealed, to be signed as other statements are; what is prepared next names it."""
        place = sealed.commitment.place
        self._known.add(sealed.unsigned.id, place.exchange or place.list_id, sealed.commitment.mentions)
        return Prepared(sealed.unsigned, "commitment", AboutList.of(sealed.commitment, sealed.opened.list.label))

    def review(self, commitment: Signed[Commitment], verdict: Verdict, details: bytes | None = None) -> Prepared:
        """Prepare a review of another's list. Raise :class:`InputError` ``usage`` for one's own."""
        if commitment.kid == self._kid:
            raise InputError("usage", "this list is your own: it is reviewed by its readers")
        seen = self.seen_by_list(commitment.body.place)
        return self._about_list(Review(new_nonce(), commitment.id, verdict, details, seen), commitment)

    def withdraw(self, target: Signed[Body], reason: str | None) -> Prepared:
        """Prepare the withdrawal of one's own terms, accept or commitment. Raise :class:`InputError` ``usage``."""
        if target.kid != self._kid or not isinstance(target.body, Terms | Accept | Commitment):
            raise InputError("usage", "only terms, accepts and commitments of your own can be withdrawn")
        if isinstance(target.body, Accept) and self._kid in self.standing(target.body.exchange).exchange.withdrawn:
            raise InputError("usage", "you have withdrawn from this exchange already, and that is final")
        if any(before.id == target.id for _, before in self._evidence.withdrawals()):
            raise InputError("usage", "you have withdrawn this already")
        exchange, list_id = target.id, None
        if isinstance(target.body, Accept):
            exchange = target.body.exchange
        elif isinstance(target.body, Commitment):
            exchange, list_id = target.body.place.exchange or b"", target.body.place.list_id
        body = Withdraw(new_nonce(), target.id, reason, self._known.seen(exchange or None, list_id))
        about = AboutExchange(exchange.hex(), target.id.hex())
        return self._prepared(body, exchange or list_id, bytes.fromhex(target.subject), about)

    def revoke(self, since: int) -> Prepared:
        """Prepare the revocation of one's own key from a time on, in seconds since 1970.

        Raise :class:`InputError` ``usage`` for a time that is yet to come.
        """
        if since > self._iat:
            raise InputError("usage", "a key is revoked from a time that has passed, and this one is yet to come")
        own = () if self._ledger.last is None else (self._ledger.last,)
        return self._prepared(Revoke(new_nonce(), since, own), None, self._kid, AboutExchange("", ""))

    # --- what all have in common

    def standing(self, exchange: bytes) -> Standing:
        """Return where the exchange of this id stands. Raise :class:`InputError` ``usage`` if nothing of it is here."""
        for standing in self._assessment.exchanges:
            if standing.exchange.id == exchange:
                return standing
        raise InputError("usage", "nothing of this exchange is among these files")

    def _about_list(self, body: Receipt | Review, commitment: Signed[Commitment]) -> Prepared:
        place = commitment.body.place
        about = AboutExchange((place.exchange or b"").hex(), commitment.id.hex())
        return self._prepared(body, place.exchange or place.list_id, place.subject, about)

    def _prepared(self, body: Body, where: bytes | None, subject: bytes, about: About) -> Prepared:
        unsigned = prepare(body, self._me.party.verify_key, subject=subject, iat=self._iat)
        self._known.add(unsigned.id, where, body.mentions)
        return Prepared(unsigned, kind_of(type(body)).name, about)

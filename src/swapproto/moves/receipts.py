"""Receipts of lists: acknowledgements, and complaints of wraps that do not open. Spec 17.5."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cached_property

from ..assessment import find_wraps
from ..errors import AccessError, InputError
from ..keys import ExchangeKey
from ..release import Wrapped, complaint_extra, opened_tag
from ..statements import Accept, Commitment, Party, Reader, Receipt, Signed, key_for, new_nonce
from ..wire.hpke import wrap
from .agreement import Agreement
from .signatory import Prepared


class Receipts(Agreement):
    """The receipts that one party prepares: a complaint gives a key away, and comes with the next accept."""

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
        for (exchange_id, maker), number in numbers.items():
            exchange = self.standing(exchange_id).exchange
            if not self._has_withdrawn(exchange):
                found.append(self._accept(exchange_id, maker, max(self._next_number(exchange, maker), number)))
        return found

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
    def _told(self) -> set[tuple[bytes, str]]:
        """The lists that were acknowledged, and as far as which stage."""
        own = [r for r in self._assessment.of(Receipt).values() if r.kid == self._kid]
        return {(r.body.commitment, r.body.stage) for r in own}

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

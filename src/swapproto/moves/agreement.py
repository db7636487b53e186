"""Agreement: terms, accepts of them, each with a key of its own, and the slots that lists fill. Spec 17.1 to 17.3."""

from collections.abc import Iterable

from ..assessment import Exchange, Standing
from ..counting import count_of
from ..errors import InputError
from ..keys import ExchangeKey
from ..ledger import AboutExchange
from ..lists import List
from ..statements import Accept, Party, Signed, Slot, Terms, new_nonce, prepare
from ..statements.accept import NUMBERS
from .signatory import Prepared, Signatory


class Agreement(Signatory):
    """The terms and accepts that one party prepares, and the slots that its lists fill."""

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
            made = self._ledger.last_in(exchange.id, "accept")
            if made is not None:
                where = f", which you signed into {made.kept_in}," if made.kept_in else ""
                raise InputError("usage", f"your accept of these terms{where} is not among these files: add it")
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

    def _require_named(self, terms: Terms) -> None:
        if self._kid not in (*terms.parties, *terms.mediators):
            raise InputError("usage", "you are neither a party nor a mediator of these terms")

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

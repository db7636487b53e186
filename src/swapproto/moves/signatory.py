"""The signatory: one party, with what its files and its ledger show, and how a statement of it is prepared."""

from typing import NamedTuple, Protocol

from ..assessment import Assessment, Evidence, Exchange, Standing
from ..causality import Known
from ..errors import AccessError, InputError
from ..keys import LocalSecret, Secret
from ..ledger import About, AboutExchange, Ledger
from ..statements import Accept, Body, Commitment, Party, Place, Receipt, Review, Signed, Terms, prepare
from ..statements.kinds import kind_of
from ..wire.cose import Unsigned


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


class Signatory(Secret):
    """One party that prepares statements. Nothing is signed here, and nothing is recorded."""

    def __init__(self, me: Keys, evidence: Evidence, assessment: Assessment, ledger: Ledger, *, iat: int) -> None:
        self._me, self._evidence, self._assessment, self._ledger = me, evidence, assessment, ledger
        self._iat = iat
        self._known = Known(evidence, ledger)

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self._me.party.name!r})"

    @property
    def assessment(self) -> Assessment:
        """What the files show."""
        return self._assessment

    @property
    def _kid(self) -> bytes:
        return self._me.party.kid

    def standing(self, exchange: bytes) -> Standing:
        """Return where the exchange of this id stands. Raise :class:`InputError` ``usage`` if nothing of it is here."""
        for standing in self._assessment.exchanges:
            if standing.exchange.id == exchange:
                return standing
        raise InputError("usage", "nothing of this exchange is among these files")

    def require_terms(self, standing: Standing) -> Signed[Terms]:
        """Return the terms of an exchange. Raise :class:`InputError` ``usage`` if they are not among the files."""
        if standing.exchange.terms is None:
            raise InputError("usage", "the terms of this exchange are not among these files")
        return standing.exchange.terms

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

    def _others(self, terms: Terms) -> list[bytes]:
        return [kid for kid in (*terms.parties, *terms.mediators) if kid != self._kid]

    def _require_pinned(self, terms: Terms) -> None:
        missing = [kid.hex()[:12] for kid in self._others(terms) if kid not in self._assessment.trust.parties]
        if missing:
            raise AccessError(
                "signer-not-pinned",
                f"the terms name parties whose cards you have not pinned, with the keys {', '.join(missing)}: "
                "pin them first, after comparing their digits",
            )

    def _require_not_withdrawn(self, exchange: Exchange) -> None:
        if self._has_withdrawn(exchange):
            raise InputError("usage", "you have withdrawn from this exchange, and that is final: it needs new terms")

    def _has_withdrawn(self, exchange: Exchange) -> bool:
        return self._kid in exchange.withdrawn or self._ledger.has_withdrawn(exchange.id)

    def _about_list(self, body: Receipt | Review, commitment: Signed[Commitment]) -> Prepared:
        place = commitment.body.place
        about = AboutExchange((place.exchange or b"").hex(), commitment.id.hex())
        return self._prepared(body, place.exchange or place.list_id, place.subject, about)

    def _prepared(self, body: Body, where: bytes | None, subject: bytes, about: About) -> Prepared:
        unsigned = prepare(body, self._me.party.verify_key, subject=subject, iat=self._iat)
        self._known.add(unsigned.id, where, body.mentions)
        return Prepared(unsigned, kind_of(type(body)).name, about)

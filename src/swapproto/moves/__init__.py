"""Moves: what a party can do next in an exchange, each prepared to be signed here or elsewhere. Spec 17."""

from ..envelope import Sealed
from ..errors import InputError
from ..ledger import AboutExchange, AboutList
from ..statements import Accept, Body, Commitment, Review, Revoke, Signed, Terms, Withdraw, new_nonce
from ..statements.review import Verdict
from .receipts import Receipts
from .reveals import Reveals
from .signatory import Keys, Prepared

__all__ = ["Keys", "Moves", "Prepared"]


class Moves(Receipts, Reveals):
    """What one party can do, as the files that it has show it. Nothing is signed here, and nothing is recorded.

    Each statement names what its signer knew (spec 5.2): the statements of the same exchange that no other one names,
    and the one prepared before.
    """

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

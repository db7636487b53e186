"""Reveals and deposits, in turn and out of it. Spec 17.4."""

from collections.abc import Collection, Sequence

from ..assessment import Awaited, Standing
from ..assessment.standing import Move
from ..envelope import Opened
from ..errors import AccessError, InputError
from ..ledger import AboutList
from ..release import prepare_reveal
from ..statements import Commitment, Reader, Signed
from .signatory import Prepared, Signatory


class Reveals(Signatory):
    """The reveals that one party prepares."""

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
        return self._reveal(commitment, opened, accept, given)

    def hand_out(self, commitment: Signed[Commitment], opened: Opened, reader: Reader | None) -> Prepared:
        """Prepare a reveal outside of any turn, to ``reader``, or to everyone if None.

        Raise :class:`InputError` ``usage`` for another's list of an exchange, which is handed on in turn alone.
        """
        if commitment.body.place.exchange is not None and commitment.kid != self._kid:
            raise InputError(
                "usage", "this list of another is of an exchange: a reveal out of turn is a fault of yours"
            )
        return self._reveal(commitment, opened, reader, ())

    def _reveal(
        self, commitment: Signed[Commitment], opened: Opened, reader: Reader | None, given: Sequence[bytes]
    ) -> Prepared:
        place = commitment.body.place
        seen = self.seen_by_list(place)
        unsigned = prepare_reveal(
            commitment, opened.cek, revealer=self._me.party, reader=reader, iat=self._iat, given=given, seen=seen
        )
        self._known.add(unsigned.id, place.exchange or place.list_id, (commitment.id, *given, *seen))
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

"""What an exchange has come to: what binds, what is handed over, and who has it. Spec 17.10.

These are the terms that the rows of the table of states speak in.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from ..statements import Accept, Body, Commitment, Receipt, Reveal, Review, Signed, Slot
from .complaints import Complaint, Source, is_void
from .deadlines import Deadlines
from .evidence import Evidence
from .exchanges import Exchange
from .openings import Openings


class Dealings:
    """The statements of one exchange by what they are about, and what follows from them for its lists."""

    def __init__(self, exchange: Exchange, evidence: Evidence, openings: Openings, deadlines: Deadlines) -> None:
        terms = deadlines.terms
        self._exchange, self._terms, self._replaced = exchange, terms, bool(exchange.replaced_by)
        self._evidence, self._openings, self._deadlines = evidence, openings, deadlines
        self._accepted = exchange.accepted
        self._parties = terms.body.parties
        self._serving = [kid for kid in terms.body.mediators if kid not in exchange.withdrawn]
        self._mediators = [kid for kid in self._serving if kid in self._accepted]
        self._acknowledged: defaultdict[tuple[bytes, bytes], list[Signed[Receipt]]] = defaultdict(list)
        for receipt, commitment in exchange.receipts:
            self._acknowledged[receipt.kid, commitment.id].append(receipt)
        self._reveals: defaultdict[bytes, list[Signed[Reveal]]] = defaultdict(list)
        for reveal, commitment in exchange.reveals:
            if not evidence.is_misplaced(reveal.id):
                self._reveals[commitment.id].append(reveal)
        self._latest_reviews: dict[tuple[bytes, bytes], Signed[Review]] = {}
        for review, commitment in sorted(exchange.reviews, key=lambda pair: pair[0].iat):
            self._latest_reviews[review.kid, commitment.id] = review
        self._complaints: defaultdict[tuple[bytes, bytes], list[Complaint]] = defaultdict(list)
        for receipt, commitment in exchange.receipts:
            if receipt.id in openings.complaints:
                self._complaints[receipt.kid, commitment.id].append(openings.complaints[receipt.id])
        self._wraps: dict[tuple[bytes, bytes], set[tuple[bytes, bytes | None]]] = {}
        covered = exchange.covering(exchange.commitments)
        self._covered = covered
        self._filled = {
            slot: [c for c in group if c.body.envelope in evidence.envelopes] for slot, group in covered.items()
        }
        self._binding = {slot: self._binding_of(self._filled[slot] or group) for slot, group in covered.items()}
        self._stakes = {slot: self._stake_of(slot) for slot in covered}

    def _binding_of(self, group: list[Signed[Commitment]]) -> Signed[Commitment] | None:
        relied = [c for c in group if c.id in self._exchange.relied_on]
        if relied:
            return min(relied, key=lambda c: (-c.body.place.version, c.id))
        return min(group, key=lambda c: (c.body.place.version, c.id), default=None)

    def _stake_of(self, slot: Slot) -> Signed[Commitment] | None:
        binding = self._binding[slot]
        if binding is None:
            return None
        place = binding.body.place
        same = [c for c in self._filled[slot] if c.body.place.list_id == place.list_id]
        later = [c for c in same if c.body.place.version > place.version]
        if self._is_spoiled(binding) or any(self._is_contested(c) for c in (binding, *later)):
            return min(later, key=lambda c: (-c.body.place.version, c.id), default=binding)
        return binding

    def _at_stake(self) -> list[tuple[Slot, Signed[Commitment]]]:
        return [(slot, c) for slot, c in self._stakes.items() if c is not None]

    def _readers(self, slot: Slot) -> list[bytes]:
        return [kid for kid in self._parties if kid != slot.kid]

    def _readings(self) -> Iterator[tuple[Signed[Commitment], bytes]]:
        """Yield each commitment at stake with each of its readers."""
        for slot, commitment in self._at_stake():
            for reader in self._readers(slot):
                yield commitment, reader

    def _promised(self) -> Iterator[tuple[Signed[Commitment], bytes]]:
        """Yield each commitment at stake, and each that others relied on, with each of its readers."""
        for slot, group in self._covered.items():
            for commitment in group:
                promised = commitment == self._stakes[slot] or commitment.id in self._exchange.relied_on
                if promised and not self._is_spoiled(commitment):
                    for reader in self._readers(slot):
                        yield commitment, reader

    def _opened(self, reader: bytes, commitment: Signed[Commitment]) -> list[Signed[Receipt]]:
        return [r for r in self._acknowledged[reader, commitment.id] if r.body.stage == "opened"]

    def _is_public(self, commitment: Signed[Commitment]) -> bool:
        return commitment.id in self._openings.published

    def _is_spoiled(self, commitment: Signed[Commitment]) -> bool:
        """Return whether the key is public, and opens to something else than the committed list."""
        return self._is_public(commitment) and commitment.id in self._openings.wrong_contents

    def _has(self, reader: bytes, commitment: Signed[Commitment]) -> bool:
        read = self._is_public(commitment) and commitment.id in self._openings.opened
        return read or bool(self._opened(reader, commitment))

    def _standing_complaints(self, reader: bytes, commitment: Signed[Commitment]) -> list[Complaint]:
        if self._has(reader, commitment):
            return []
        return [
            c
            for c in self._complaints[reader, commitment.id]
            if c.receipt.body.gives_seed
            and not (c.outcome == "false" or (c.outcome == "opens" and commitment.id in self._openings.opened))
        ]

    def _complaints_of(self, reader: bytes, commitment: Signed[Commitment], maker: bytes) -> list[Complaint]:
        """Return the complaints by a reader that stand, about wraps by this party or mediator."""
        return [c for c in self._standing_complaints(reader, commitment) if c.source.kid == maker]

    def _is_good(self, key_id: bytes, reader: bytes, source: Source, of: Signed[Commitment]) -> bool:
        """Return whether a wrap for this key id is for the reader, and good so far."""
        if key_id != reader:
            accept = self._evidence.find(Accept, key_id)
            if accept is None or accept.kid != reader or is_void(accept, source, of):
                return False
        return (source.id, key_id) not in self._complained_wraps(reader, of)

    def _complained_wraps(self, reader: bytes, commitment: Signed[Commitment]) -> set[tuple[bytes, bytes | None]]:
        """Return the source and key id of each wrap that a complaint which stands is about, found once for a reader."""
        found = self._wraps.get((reader, commitment.id))
        if found is None:
            complaints = self._standing_complaints(reader, commitment)
            found = self._wraps[reader, commitment.id] = {(c.source.id, c.receipt.body.key) for c in complaints}
        return found

    def _is_handed(self, commitment: Signed[Commitment], reader: bytes) -> bool:
        return (
            self._has(reader, commitment)
            or self._is_public(commitment)
            or any(
                reveal.body.wrap is not None
                and self._exchange.in_turn(reveal.id, self._evidence)
                and self._is_good(reveal.body.wrap[0], reader, reveal, commitment)
                for reveal in self._reveals[commitment.id]
            )
        )

    def _latest_review(self, reader: bytes, commitment: Signed[Commitment]) -> Signed[Review] | None:
        return self._latest_reviews.get((reader, commitment.id))

    def _is_contested(self, commitment: Signed[Commitment]) -> bool:
        latest = (self._latest_review(kid, commitment) for kid in self._parties)
        return any(review is not None and review.body.verdict == "contested" for review in latest)

    def _withdrawn_accepts(self) -> bool:
        return not self._exchange.withdrawn.isdisjoint(self._parties)

    def _is_withdrawn(self) -> bool:
        terms = any(target.id == self._terms.id for _, target in self._exchange.withdrawals)
        unserved = self._terms.body.release == 2 and not self._serving
        return self._withdrawn_accepts() or (terms and not self._exchange.agreed) or unserved

    def _openers(self) -> list[bytes]:
        """Return the mediators who serve, and opened every commitment at stake."""
        return [kid for kid in self._serving if all(self._opened(kid, c) for _, c in self._at_stake())]

    def _could(self, kid: bytes, due: int | None, *needed: Iterable[Signed[Body]]) -> bool:
        """Return whether by ``due`` all had accepted, this kid too, and one was there of each group that is needed."""
        if due is None:
            return False
        accepts = (self._accepted.get(one, ()) for one in {*self._parties, kid})
        return all(any(self._deadlines.was_there(one, due) for one in group) for group in (*accepts, *needed))

    def _needed(self, kid: bytes, commitment: Signed[Commitment], reader: bytes) -> Iterator[Iterable[Signed[Body]]]:
        """Yield what somebody needs to hand a list to a reader in turn: one of each group of statements."""
        yield [commitment]
        yield [a for a in self._accepted[reader] if a.body.maker == kid and a.id not in self._evidence.spent]
        for group in self._covered.values():
            of_mediator = (receipt for one in group for receipt in self._opened(kid, one))
            yield group if self._terms.body.release == 1 else of_mediator

    def _publications(self, commitment: Signed[Commitment]) -> list[Signed[Body]]:
        """Return the public reveals and complaints that give the key of a list."""
        return [self._evidence.statements[i] for i in self._openings.published.get(commitment.id, ())]

    def _since_stakes(self) -> int | None:
        return latest_time(c for _, c in self._at_stake())


def latest_time(statements: Iterable[Signed[Accept | Commitment | Receipt | Reveal | Review]]) -> int | None:
    """Return the latest time that signers state of some statements, in seconds, or None of none."""
    return max((statement.iat for statement in statements), default=None)

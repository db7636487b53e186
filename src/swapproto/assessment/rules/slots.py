"""Rules about commitments under terms, and answers to commitments without. Spec 17.3, 17.9."""

from collections import defaultdict
from collections.abc import Iterator

from ...statements import Commitment, Signed
from ...statements.commitment import REVIEW_ROLE
from ..case import Case
from ..claims import Claim, Contradiction
from ..exchanges import Exchange


def slots(case: Case) -> Iterator[Claim]:
    """Yield which commitments fill a slot of their terms, and which fit none."""
    for exchange in case.exchanges.values():
        terms = exchange.agreement
        if terms is None:
            continue
        for commitment in exchange.commitments:
            slot = exchange.slot_of(commitment)
            if slot is None and not _is_review(commitment, case):
                differs = _differs(commitment, exchange)
                yield Claim.of("off-terms", commitment.id, commitment.kid, (terms.id,), differs=differs)
            if slot is not None and slot.count is not None:
                yield Claim.of("count-agreed", commitment.id, commitment.kid, (terms.id,), count=slot.count)
            if slot is not None and commitment.body.envelope in case.evidence.envelopes:
                proof = (terms.id, commitment.body.envelope)
                yield Claim.of("slot-filled", commitment.id, commitment.kid, proof, role=slot.role)


def slot_forks(case: Case) -> Iterator[Contradiction]:
    """Yield where a party signed different lists for one slot, each with all commitments there."""
    for exchange in case.exchanges.values():
        terms = exchange.agreement
        if terms is None:
            continue
        owed = {(slot.kid, slot.role) for slot in terms.body.slots}
        firsts: defaultdict[tuple[bytes, str], list[Signed[Commitment]]] = defaultdict(list)
        for commitment in exchange.commitments:
            place = commitment.body.place
            if place.version == 1 and (commitment.kid, place.role) in owed:
                firsts[commitment.kid, place.role].append(commitment)
        for (kid, _), group in firsts.items():
            if len({commitment.body.place.list_id for commitment in group}) > 1:
                proof = (terms.id, *(commitment.id for commitment in group))
                yield Contradiction.of("slot-fork", kid, proof)


def answers(case: Case) -> Iterator[Claim]:
    """Yield which commitments others answered, and which of those without an exchange nobody did."""
    commitments = case.evidence.of(Commitment)
    answered: set[bytes] = set()
    for answer in commitments.values():
        first = case.evidence.find(Commitment, answer.body.place.answers)
        if first is not None and first.kid != answer.kid:
            answered.add(first.id)
            yield Claim.of("answered", first.id, first.kid, (answer.id,), answered_by=answer.kid)
    for commitment in commitments.values():
        if commitment.body.place.exchange is None and commitment.id not in answered:
            yield Claim.of("unanswered", commitment.id, commitment.kid)


def _is_review(commitment: Signed[Commitment], case: Case) -> bool:
    """Return whether a commitment is to a review of a list of its own exchange, or of one that can be of it."""
    place = commitment.body.place
    if place.role != REVIEW_ROLE or place.answers is None:
        return False
    reviewed = case.evidence.find(Commitment, place.answers)
    if reviewed is None:
        return place.answers not in case.evidence.statements
    return reviewed.body.place.exchange == place.exchange


def _differs(commitment: Signed[Commitment], exchange: Exchange) -> list[str]:
    """Return what keeps a commitment from covering a slot. Spec 17.9, off-terms."""
    terms, body = exchange.agreement, commitment.body
    own = [slot for slot in terms.body.slots if slot.kid == commitment.kid] if terms else []
    same = [slot for slot in own if slot.role == body.place.role]
    if not own or not same or terms is None:
        return ["role"] if own else ["kid"]
    wrong = {"schema": terms.body.schema not in (None, body.schema), "count": same[0].count not in (None, body.count)}
    return [name for name, differs in wrong.items() if differs]

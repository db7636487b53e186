"""Rules about reveals under terms: which are in turn, which premature, and what others relied on. Spec 17.4, 17.9."""

from collections.abc import Iterator

from ...statements import Commitment, Reveal, Signed, Terms
from ..case import Case
from ..claims import Claim, Contradiction
from ..exchanges import Exchange, Turn


def in_turn(case: Case) -> Iterator[Claim]:
    """Yield the reveals in turn, and for each whether all that it relied on was opened, too."""
    for exchange in case.exchanges.values():
        for reveal, commitment in exchange.reveals:
            terms = exchange.agreement
            if terms is None or not exchange.in_turn(reveal.id, case.evidence):
                continue
            turn = exchange.turns[reveal.id]
            yield Claim.of("in-turn", reveal.id, reveal.kid, (terms.id, *turn.ids))
            relied = [i for i in turn.ids if reveal.id in exchange.relied_on.get(i, ())]
            needed = {commitment.id, *relied}
            if needed <= case.openings.opened.keys():
                transferable = needed <= case.openings.published.keys()
                yield Claim.of("reciprocated", reveal.id, reveal.kid, needed, transferable=transferable)


def published(case: Case) -> Iterator[Claim]:
    """Yield the reveals by which committers published their own lists outside of any turn. No fault."""
    for exchange in case.exchanges.values():
        for reveal, commitment in exchange.reveals:
            if case.openings.is_published(reveal, commitment):
                yield Claim.of("published", reveal.id, reveal.kid, (commitment.id,))


def relied_on(case: Case) -> Iterator[Claim]:
    """Yield the commitments that others relied on, and which of them did not open."""
    commitments = case.evidence.of(Commitment)
    for exchange in case.exchanges.values():
        for identifier, reveals in exchange.relied_on.items():
            commitment = commitments[identifier]
            yield Claim.of("relied-on", identifier, commitment.kid, (min(reveals),))
            if identifier not in case.openings.opened:
                yield Claim.of("owed", identifier, commitment.kid)


def premature(case: Case) -> Iterator[Contradiction]:
    """Yield each reveal out of turn by who had accepted: too few ids, or all present and a slot not covered."""
    for exchange in case.exchanges.values():
        terms = exchange.agreement
        if terms is None:
            continue
        for reveal, commitment in exchange.reveals:
            if _is_premature(reveal, commitment, terms, exchange):
                relied = [i for i in exchange.turns[reveal.id].ids if i in case.evidence.statements]
                proof = (reveal.id, terms.id, exchange.first_accepts[reveal.kid].id, *relied)
                yield Contradiction.of("premature", reveal.kid, proof)


def out_of_turn(case: Case) -> Iterator[Claim]:
    """Yield the reveals that are not shown to be in turn, with the ids that are missing."""
    for exchange in case.exchanges.values():
        terms = exchange.agreement
        if terms is None:
            continue
        for reveal, commitment in exchange.reveals:
            allowed = _is_own(reveal, commitment) or exchange.turns[reveal.id].complete
            allowed = allowed or case.evidence.is_misplaced(reveal.id)
            if not allowed and not _is_premature(reveal, commitment, terms, exchange):
                missing = list(exchange.turns[reveal.id].missing)
                yield Claim.of("not-shown-in-turn", reveal.id, reveal.kid, (commitment.id,), missing=missing)


def _is_own(reveal: Signed[Reveal], commitment: Signed[Commitment]) -> bool:
    """Return whether this is the committer's own reveal outside of any turn: published, or a deposit."""
    return reveal.kid == commitment.kid and not reveal.body.given


def _is_premature(
    reveal: Signed[Reveal], commitment: Signed[Commitment], terms: Signed[Terms], exchange: Exchange
) -> bool:
    if _is_own(reveal, commitment) or reveal.kid not in exchange.first_accepts:
        return False
    turn = exchange.turns[reveal.id]
    return len(turn.ids) < terms.body.release * len(terms.body.slots) or _is_out_of_turn(turn)


def _is_out_of_turn(turn: Turn) -> bool:
    return not turn.missing and not turn.covered

"""Rules about where an exchange stands, and whose move it is. Spec 17.9, 17.10."""

from collections.abc import Iterator

from ..case import Case
from ..claims import Claim


def states(case: Case) -> Iterator[Claim]:
    """Yield the state of each exchange whose terms are present, and whether it is in force."""
    for standing in case.standings:
        terms = standing.exchange.terms
        if terms is not None:
            yield Claim.of("state", terms.id, terms.kid, state=standing.state)
            if standing.in_force:
                yield Claim.of("in-force", terms.id, terms.kid)


def moves(case: Case) -> Iterator[Claim]:
    """Yield whose move it is in each exchange, and which moves are overdue."""
    for standing in case.standings:
        for move in standing.awaiting:
            proof = () if move.commitment is None else (move.commitment,)
            value = {"what": move.what, "since": move.since, "due": move.due}
            yield Claim.of("awaiting", standing.exchange.id, move.by, proof, **value)
            if standing.is_overdue(move, case.now):
                yield Claim.of("overdue", standing.exchange.id, move.by, proof, **value)


def bindings(case: Case) -> Iterator[Claim]:
    """Yield the commitment that binds in each slot, and the higher versions of its list that cover the slot."""
    for standing in case.standings:
        for commitment in standing.exchange.commitments:
            slot = standing.exchange.slot_of(commitment)
            binding = None if slot is None else standing.binding[slot]
            if binding is None:
                continue
            place, bound = commitment.body.place, binding.body.place
            if commitment.id == binding.id:
                yield Claim.of("binding", commitment.id, commitment.kid, version=place.version)
            elif place.list_id == bound.list_id and place.version > bound.version:
                versions = {"version": place.version, "newest": bound.version}
                yield Claim.of("amended", commitment.id, commitment.kid, (binding.id,), **versions)

"""Rules about terms: who proposed, who accepted, and what was replaced. Spec 17.9."""

from collections.abc import Iterator

from ...statements import Signed, Terms
from ..case import Case
from ..claims import Claim
from ..exchanges import Exchange


def proposed(case: Case) -> Iterator[Claim]:
    """Yield each terms statement, and each party of it that is not pinned."""
    for exchange in case.exchanges.values():
        terms = exchange.terms
        if terms is not None:
            yield Claim.of("proposed", terms.id, terms.kid)
            if exchange.unpinned:
                yield Claim.of("party-not-pinned", terms.id, terms.kid, kids=exchange.unpinned)


def accepted(case: Case) -> Iterator[Claim]:
    """Yield each accept by a party or mediator that the terms name, and each terms that all parties accepted."""
    for exchange in case.exchanges.values():
        if exchange.terms is None:
            continue
        terms = exchange.terms
        for group in exchange.accepted.values():
            for accept in group:
                role = "party" if accept.kid in terms.body.parties else "mediator"
                yield Claim.of("accepted", accept.id, accept.kid, (terms.id,), role=role)
        if exchange.agreed:
            yield Claim.of("agreed", terms.id, terms.kid, _firsts(exchange, terms))


def absent(case: Case) -> Iterator[Claim]:
    """Yield each accept and commitment whose terms are not present."""
    for exchange in case.exchanges.values():
        if exchange.terms is None:
            signers = {s.id: s.kid for s in exchange.accepts} | {s.id: s.kid for s in exchange.commitments}
            for identifier, kid in signers.items():
                yield Claim.of("terms-absent", identifier, kid, exchange=exchange.id)


def replaced(case: Case) -> Iterator[Claim]:
    """Yield terms that all of their parties replaced, and terms for which two replacements were accepted."""
    for exchange in case.exchanges.values():
        terms = exchange.terms
        if terms is None:
            continue
        for other in exchange.replaced_by:
            proof = (other.id, *_firsts(other, terms))
            yield Claim.of("replaced", terms.id, terms.kid, proof, replaced_by=other.id)
        accepted_too = [other.id for other in exchange.replacements if other.accepted]
        if len(accepted_too) > 1:
            yield Claim.of("two-replacements", terms.id, terms.kid, accepted_too)


def _firsts(exchange: Exchange, terms: Signed[Terms]) -> list[bytes]:
    """Return of each party of these terms the accept of an exchange with the lowest id."""
    return [exchange.first_accepts[kid].id for kid in terms.body.parties]

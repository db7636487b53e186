"""Rules about terms: who proposed, who accepted, and what was replaced. Spec 17.9."""

from collections.abc import Iterator

from ..case import Case
from ..claims import Claim


def proposed(case: Case) -> Iterator[Claim]:
    """Yield each terms statement, and each party of it that is not pinned."""
    for exchange in case.exchanges.values():
        terms = exchange.terms
        if terms is not None:
            yield Claim("proposed", terms.id, terms.kid, (terms.id,))
            if exchange.unpinned:
                kids = {"kids": exchange.unpinned}
                yield Claim("party-not-pinned", terms.id, terms.kid, (terms.id,), kids)


def accepted(case: Case) -> Iterator[Claim]:
    """Yield each accept by a party or mediator that the terms name, and each terms that all parties accepted."""
    for exchange in case.exchanges.values():
        if exchange.terms is None:
            continue
        terms, accepts = exchange.terms, exchange.accepted
        for group in accepts.values():
            for accept in group:
                role = "party" if accept.kid in terms.body.parties else "mediator"
                yield Claim("accepted", accept.id, accept.kid, (accept.id, terms.id), {"role": role})
        if exchange.agreed:
            proof = sorted(accept.id for kid in terms.body.parties for accept in accepts[kid])
            yield Claim("agreed", terms.id, terms.kid, (terms.id, *proof))


def absent(case: Case) -> Iterator[Claim]:
    """Yield each accept and commitment whose terms are not present."""
    for exchange in case.exchanges.values():
        if exchange.terms is None:
            signers = {s.id: s.kid for s in exchange.accepts} | {s.id: s.kid for s in exchange.commitments}
            for identifier, kid in signers.items():
                yield Claim("terms-absent", identifier, kid, (identifier,), {"exchange": exchange.id})


def replaced(case: Case) -> Iterator[Claim]:
    """Yield terms that all of their parties replaced, and terms for which two replacements were accepted."""
    for exchange in case.exchanges.values():
        terms = exchange.terms
        if terms is None:
            continue
        for other in exchange.replaced_by:
            proof = sorted(accept.id for kid in terms.body.parties for accept in other.accepted[kid])
            yield Claim("replaced", terms.id, terms.kid, (terms.id, other.id, *proof), {"replaced_by": other.id})
        accepted_too = [other.id for other in exchange.replacements if other.accepted]
        if len(accepted_too) > 1:
            yield Claim("two-replacements", terms.id, terms.kid, (terms.id, *accepted_too))

"""Facts: they hang on statements, not on the present, and no addition un-proves them. Spec 12.2."""

from collections.abc import Iterator

from ..envelope import check_key
from ..errors import VerificationError
from ..statements import Commitment, Reveal, Signed
from .evidence import Evidence
from .faults import follows, reissues
from .model import Claim
from .openings import Openings


def facts(evidence: Evidence, found: Openings) -> Iterator[Claim]:
    """Everything that what is here proves, in no order."""
    signers = evidence.signers()
    for statement, kid in signers.items():
        yield Claim("signed", statement, kid, (statement,))
    statements: list[Signed[Commitment | Reveal]] = [
        *evidence.commitments.values(),
        *evidence.reveals.values(),
    ]
    for signed in statements:
        for other in signed.body.mentions & signers.keys():
            yield Claim("knew", signed.id, signed.kid, (signed.id, other))
    for commitment in evidence.commitments.values():
        yield from _commitment_facts(evidence, commitment, found)
    for one, twin in reissues(evidence.commitments):
        yield Claim("reissued", one.id, one.kid, tuple(sorted((one.id, twin.id))))
    for reveal, target in evidence.reveals_by_target():
        if reveal.body.wrap is not None:
            yield Claim("released", reveal.id, reveal.kid, (target.id, reveal.id), {"to": reveal.body.wrap[0]})
        elif reveal.body.cek is not None and _fits(target, reveal.body.cek):
            yield Claim("released", reveal.id, reveal.kid, (target.id, reveal.id), {"to": None})
    for disclosure in evidence.disclosures.values():
        by = evidence.commitments[disclosure.commitment_id]
        yield Claim("disclosed", disclosure.id, by.kid, (by.id, disclosure.id), {"entries": len(disclosure)})


def _commitment_facts(evidence: Evidence, commitment: Signed[Commitment], found: Openings) -> Iterator[Claim]:
    body, own = commitment.body, (commitment.id,)
    yield Claim("count-stated", commitment.id, commitment.kid, own, {"count": body.count})
    if body.envelope in evidence.envelopes:
        yield Claim("committed", commitment.id, commitment.kid, (*own, body.envelope))
    if body.slot.previous and follows(commitment, evidence.commitments.get(body.slot.previous)):
        yield Claim("chained", commitment.id, commitment.kid, (*own, body.slot.previous))
    opened = found.opened.get(commitment.id)
    if opened is not None:
        proof, transferable = found.proof(commitment), commitment.id in found.published
        yield Claim("opened", commitment.id, commitment.kid, proof, {"transferable": transferable})
        counts = {"count": len(opened.list), "distinct_keys": found.distinct_keys[commitment.id]}
        yield Claim("count-proven", commitment.id, commitment.kid, proof, counts)


def _fits(commitment: Signed[Commitment], key: bytes) -> bool:
    try:
        check_key(commitment, key)
    except VerificationError:
        return False
    return True

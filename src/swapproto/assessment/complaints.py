"""Complaints, run again: whether a wrap does not open, and whose doing that is. Spec 17.5."""

from collections.abc import Mapping
from typing import Literal, NamedTuple

from ..envelope import check_key
from ..errors import AccessError, Code, VerificationError
from ..release import wrap_in_envelope, wrap_in_reveal
from ..statements import Accept, Commitment, Receipt, Reveal, Signed
from ..wire.hpke import encrypt_key, unwrap
from .evidence import Evidence
from .exchanges import acknowledges

Outcome = Literal["open", "false", "bad-wrap", "opens"]
"""What running a complaint again shows: nothing yet; that the seed is not that of the accept, or opens no wrap of the
source; that the wrap does not open; that it opens, so that the sealed list decides who is right."""


Source = Signed[Commitment] | Signed[Reveal]
"""What a wrap is in: the envelope of a commitment, or a reveal."""


class Complaint(NamedTuple):
    """A receipt that says *unopenable*, and what running it again shows."""

    receipt: Signed[Receipt]
    commitment: Signed[Commitment]
    #: The commitment or reveal whose wrap is complained of.
    source: Source
    outcome: Outcome
    #: Whether everybody can run it again, and not this reader alone.
    public: bool
    #: The content key that the wrap holds, 32 bytes, if it opens.
    cek: bytes | None = None
    #: Why the wrap does not open, if it does not.
    why: Code | None = None
    #: The ids of what shows the outcome, up to what the wrap holds.
    proof: tuple[bytes, ...] = ()

    def __repr__(self) -> str:
        return f"Complaint({self.receipt.id.hex()!r}, {self.outcome})"  # without the key


def run_complaints(evidence: Evidence, seeds: Mapping[bytes, bytes]) -> dict[bytes, Complaint]:
    """Run every complaint again, with its own seed or with one of ``seeds`` that was wrapped for this reader."""
    found: dict[bytes, Complaint] = {}
    for receipt, commitment in evidence.about(Receipt):
        if receipt.body.stage == "unopenable" and acknowledges(receipt, commitment, evidence):
            found[receipt.id] = _run(receipt, commitment, seeds, evidence)
    return found


def _run(
    receipt: Signed[Receipt], commitment: Signed[Commitment], seeds: Mapping[bytes, bytes], evidence: Evidence
) -> Complaint:
    source = evidence.find(Reveal, receipt.body.source) or commitment
    accept = evidence.find(Accept, receipt.body.key)
    public = receipt.body.seed is not None
    seed = receipt.body.seed if public else seeds.get(receipt.id)
    complaint = Complaint(receipt, commitment, source, "open", public)
    if accept is None or accept.kid != receipt.kid or seed is None:
        return complaint
    both = (receipt.id, accept.id)
    proof = (*both, source.id, commitment.id)
    if encrypt_key(seed) != accept.body.encrypt_key:  # step 1
        return complaint._replace(outcome="false", proof=both)
    if is_void(accept, source, commitment):  # step 2
        return complaint._replace(outcome="false", proof=proof)
    in_envelope = (*proof, commitment.body.envelope) if source == commitment else proof
    try:
        if isinstance(source.body, Reveal):
            wrapped = wrap_in_reveal(commitment, evidence.of(Reveal)[source.id], accept.id)
        elif commitment.body.envelope in evidence.envelopes:
            wrapped = wrap_in_envelope(commitment, evidence.envelopes[commitment.body.envelope], accept.id)
        else:
            return complaint
    except AccessError:
        return complaint._replace(outcome="false", proof=in_envelope)
    try:
        cek = unwrap(wrapped.wrap, seed, wrapped.info)  # step 3
        check_key(commitment, cek)
    except VerificationError as error:
        return complaint._replace(outcome="bad-wrap", why=error.code, proof=in_envelope)
    return complaint._replace(outcome="opens", cek=cek, proof=proof)  # step 4


def is_void(accept: Signed[Accept], maker: Source, commitment: Signed[Commitment]) -> bool:
    """Return whether a wrap by the signer of ``maker`` under an accept counts for nothing. Spec 17.2."""
    return (accept.body.maker, accept.body.exchange) != (maker.kid, commitment.body.place.exchange)

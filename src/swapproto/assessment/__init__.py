"""``assess``: what a transcript proves to a reader with pinned cards, at a given moment. Spec 12."""

from collections.abc import Iterator, Mapping
from itertools import groupby

from ..envelope import Opened, check_key, unseal_ciphertext
from ..errors import VerificationError
from ..keys import Party
from ..statements import Commitment, Reveal, Signed
from ..transcript import Transcript
from ..wire.cose import Encrypted
from .evidence import Evidence, gather
from .faults import bad_chains, follows, forks, reissues
from .model import FACTS, Assessment, Claim, Contradiction, Ignored, Unproven, View
from .openings import open_wraps
from .plain import plain

__all__ = ["FACTS", "Assessment", "Claim", "Contradiction", "Ignored", "assess", "open_wraps", "plain"]


def assess(
    transcript: Transcript,
    trust: Mapping[bytes, Party],
    *,
    openings: Mapping[bytes, bytes] | None = None,
    now: int,
) -> Assessment:
    """A pure function of what was presented, whom the reader has pinned (by kid), and ``now`` in seconds.

    ``openings`` are content keys (32 bytes), by commitment id, from wraps to this reader; empty bytes where a wrap did
    not open. The order of artefacts, and how often each is there, make no difference. Nothing is raised.
    """
    evidence = gather(transcript, trust)
    found = _open(evidence, openings or {})
    contradictions = {*found.faults, *forks(evidence.commitments), *bad_chains(evidence)}
    always: list[Unproven] = [
        "true-not-proven",
        "complete-not-proven",
        "only-not-proven",
        "time-not-proven",
        "receipt-not-proven",
    ]
    return Assessment(
        now=now,
        parties=trust,
        facts=tuple(sorted(_facts(evidence, found), key=lambda claim: claim.order)),
        contradictions=tuple(sorted(contradictions, key=lambda contradiction: contradiction.order)),
        views=tuple(sorted([*_views(evidence, found, now), *found.failed], key=lambda claim: claim.order)),
        not_proven=(*always, "presenter-not-proven") if evidence.shown else tuple(always),
        rejected=tuple(sorted(evidence.rejected)),
        ignored=tuple(sorted(evidence.ignored)),
        commitments=evidence.commitments,
        reveals=evidence.reveals,
        opened=found.opened,
        shown=evidence.shown,
        framed=transcript.framed,
    )


class _Openings:
    """Spec 12.1, step 6. By commitment id: published keys' reveals, and the lists that could be opened."""

    def __init__(self) -> None:
        self.published: dict[bytes, list[bytes]] = {}
        self.opened: dict[bytes, Opened] = {}
        self.faults: list[Contradiction] = []
        self.failed: list[Claim] = []

    def proof(self, commitment: Signed[Commitment]) -> tuple[bytes, ...]:
        """What shows an opening to others: commitment, envelope, and the first reveal of the key, if any."""
        return (commitment.id, commitment.body.envelope, *self.published.get(commitment.id, ())[:1])


def _open(evidence: Evidence, openings: Mapping[bytes, bytes]) -> _Openings:
    found = _Openings()
    keys: dict[bytes, bytes] = {}
    for reveal, commitment in evidence.reveals_by_target():
        if reveal.body.cek is None:
            continue
        try:
            check_key(commitment, reveal.body.cek)
        except VerificationError as error:
            proof = tuple(sorted((commitment.id, reveal.id)))
            found.faults.append(Contradiction("wrong-key", reveal.kid, proof, why=error.code))
        else:
            found.published.setdefault(commitment.id, []).append(reveal.id)
            keys[commitment.id] = reveal.body.cek
    for commitment_id in openings.keys() & evidence.commitments.keys():
        commitment = evidence.commitments[commitment_id]
        try:
            check_key(commitment, openings[commitment_id])
            keys.setdefault(commitment_id, openings[commitment_id])
        except VerificationError:
            found.failed.append(Claim("wrap-failed", commitment_id, commitment.kid, (commitment_id,)))
    by_envelope = sorted(keys, key=lambda commitment_id: evidence.commitments[commitment_id].body.envelope)
    for digest, ids in groupby(
        by_envelope, key=lambda commitment_id: evidence.commitments[commitment_id].body.envelope
    ):
        if digest in evidence.envelopes:
            ciphertext = Encrypted.read(evidence.envelopes[digest]).ciphertext  # once, however many name it
            for commitment_id in ids:
                _unseal(evidence.commitments[commitment_id], ciphertext, keys[commitment_id], found)
    return found


def _unseal(commitment: Signed[Commitment], ciphertext: bytes, key: bytes, found: _Openings) -> None:
    try:
        found.opened[commitment.id] = unseal_ciphertext(commitment, ciphertext, key)
    except VerificationError as error:
        proof, transferable = found.proof(commitment), commitment.id in found.published
        found.faults.append(Contradiction("wrong-content", commitment.kid, proof, transferable, error.code))


def _facts(evidence: Evidence, found: _Openings) -> Iterator[Claim]:
    """Spec 12.2."""
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


def _commitment_facts(evidence: Evidence, commitment: Signed[Commitment], found: _Openings) -> Iterator[Claim]:
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
        counts = {"count": len(opened.list), "distinct_keys": opened.list.distinct_keys()}
        yield Claim("count-proven", commitment.id, commitment.kid, proof, counts)


def _fits(commitment: Signed[Commitment], key: bytes) -> bool:
    try:
        check_key(commitment, key)
    except VerificationError:
        return False
    return True


def _views(evidence: Evidence, found: _Openings, now: int) -> Iterator[Claim]:
    """Spec 12.4."""
    signers = evidence.signers()
    latest: dict[tuple[bytes, bytes], int] = {}
    for commitment in evidence.commitments.values():
        line = commitment.kid, commitment.body.slot.list_id
        latest[line] = max(latest.get(line, 0), commitment.body.slot.version)
    for commitment in evidence.commitments.values():
        slot, own = commitment.body.slot, (commitment.id,)
        if commitment.body.envelope not in evidence.envelopes:
            yield Claim("envelope-absent", commitment.id, commitment.kid, own)
        if commitment.id not in found.published:
            yield Claim("sealed", commitment.id, commitment.kid, own)
        if slot.version == latest[commitment.kid, slot.list_id]:
            yield Claim("current-version", commitment.id, commitment.kid, own, {"version": slot.version})
        if slot.previous is not None and slot.previous not in signers:
            yield Claim("gap", commitment.id, commitment.kid, own, {"version": slot.version - 1})
    for disclosure in evidence.disclosures.values():
        commitment = evidence.commitments[disclosure.commitment_id]
        slot = commitment.body.slot
        newest = latest[commitment.kid, slot.list_id]
        code: View = "superseded" if newest > slot.version else "disclosure-age"
        value = {"version": slot.version, "newest": newest}
        yield Claim(code, disclosure.id, commitment.kid, (commitment.id, disclosure.id), value)
    for party in evidence.pinned.values():
        if party.not_after is not None and party.not_after < now:
            yield Claim("card-expired", party.card_id, party.kid, (party.card_id,), {"not_after": party.not_after})

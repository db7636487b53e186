"""Views: of the present, or of absence, among what was presented; further artefacts may change them. Spec 12.4."""

from collections.abc import Iterator

from .evidence import Evidence
from .model import Claim, View
from .openings import Openings


def views(evidence: Evidence, found: Openings, now: int) -> Iterator[Claim]:
    """Everything that can be said as of ``now`` (seconds), in no order."""
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

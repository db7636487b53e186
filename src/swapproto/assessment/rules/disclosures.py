"""Rules about disclosures: the entries that they prove, and the version that these are of. Spec 10."""

from collections.abc import Iterator

from ...statements import Commitment
from ..claims import Claim, View
from ..evidence import Evidence
from ..openings import Openings
from ..versions import highest_versions


def disclosed(evidence: Evidence, openings: Openings, now: int) -> Iterator[Claim]:
    """Yield how many entries each disclosure proves, and whether a later version of their list is present."""
    commitments, newest = evidence.of(Commitment), highest_versions(evidence.of(Commitment).values())
    for disclosure in evidence.disclosures.values():
        commitment = commitments[disclosure.commitment_id]
        slot, proof = commitment.body.slot, (commitment.id, disclosure.id)
        yield Claim("disclosed", disclosure.id, commitment.kid, proof, {"entries": len(disclosure)})
        highest = newest[commitment.kid, slot.list_id]
        age: View = "superseded" if highest > slot.version else "disclosure-age"
        yield Claim(age, disclosure.id, commitment.kid, proof, {"version": slot.version, "newest": highest})

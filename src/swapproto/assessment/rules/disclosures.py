"""Rules about disclosures: the entries that they prove, and the version that these are of. Spec 10."""

from collections.abc import Iterator

from ...statements import Commitment
from ..case import Case
from ..claims import Claim, View
from ..versions import highest_versions


def disclosed(case: Case) -> Iterator[Claim]:
    """Yield how many entries each disclosure proves, and whether a later version of their list is present."""
    evidence = case.evidence
    commitments, newest = evidence.of(Commitment), highest_versions(evidence.of(Commitment).values())
    for disclosure in evidence.disclosures.values():
        commitment = commitments[disclosure.commitment_id]
        place, proof = commitment.body.place, (commitment.id,)
        yield Claim.of("disclosed", disclosure.id, commitment.kid, proof, entries=len(disclosure))
        highest = newest[commitment.kid, place.list_id]
        age: View = "superseded" if highest > place.version else "disclosure-age"
        yield Claim.of(age, disclosure.id, commitment.kid, proof, version=place.version, newest=highest)

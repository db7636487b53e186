"""Rules about commitments: the lists that they fix, how versions follow each other, and forks. Spec 11."""

from collections import defaultdict
from collections.abc import Iterator

from ...statements import Commitment, Signed
from ..case import Case
from ..claims import Claim, Contradiction
from ..versions import highest_versions, list_key


def committed(case: Case) -> Iterator[Claim]:
    """Yield the stated count of each commitment, and whether its envelope is present."""
    evidence = case.evidence
    for commitment in evidence.of(Commitment).values():
        body = commitment.body
        yield Claim.of("count-stated", commitment.id, commitment.kid, count=body.count)
        if body.envelope in evidence.envelopes:
            yield Claim.of("committed", commitment.id, commitment.kid, (body.envelope,))
        else:
            yield Claim.of("envelope-absent", commitment.id, commitment.kid)


def opened(case: Case) -> Iterator[Claim]:
    """Yield which lists were opened and checked in full, and which have no published key."""
    evidence, openings = case.evidence, case.openings
    for commitment in evidence.of(Commitment).values():
        transferable = commitment.id in openings.published
        if commitment.id in openings.opened:
            content, proof = openings.opened[commitment.id].list, openings.proof(commitment)
            yield Claim.of("opened", commitment.id, commitment.kid, proof, transferable=transferable)
            distinct = openings.distinct_keys[commitment.id]
            counts = {"count": len(content), "distinct_keys": distinct}
            yield Claim.of("count-proven", commitment.id, commitment.kid, proof, **counts)
        if not transferable:
            yield Claim.of("sealed", commitment.id, commitment.kid)


def wrong_contents(case: Case) -> Iterator[Contradiction]:
    """Yield a contradiction for each list that is not what its committer committed to."""
    evidence, openings = case.evidence, case.openings
    commitments = evidence.of(Commitment)
    for commitment_id, code in openings.wrong_contents.items():
        commitment, transferable = commitments[commitment_id], commitment_id in openings.published
        proof = openings.proof(commitment)
        yield Contradiction.of("wrong-content", commitment.kid, proof, transferable=transferable, why=code)


def chains(case: Case) -> Iterator[Claim | Contradiction]:
    """Yield whether the version that each commitment follows is present, and the right one."""
    evidence = case.evidence
    commitments = evidence.of(Commitment)
    for commitment in commitments.values():
        previous, version = commitment.body.place.previous, commitment.body.place.version
        if previous is None:
            continue
        if previous not in evidence.statements:
            yield Claim.of("gap", commitment.id, commitment.kid, version=version - 1)
        elif _follows(commitment, commitments.get(previous)):
            yield Claim.of("chained", commitment.id, commitment.kid, (previous,))
        else:
            yield Contradiction.of("bad-chain", commitment.kid, (commitment.id, previous))


def latest_versions(case: Case) -> Iterator[Claim]:
    """Yield which commitments are of the highest version that is present of their list."""
    evidence = case.evidence
    commitments = evidence.of(Commitment).values()
    newest = highest_versions(commitments)
    for commitment in commitments:
        version = commitment.body.place.version
        if version == newest[list_key(commitment)]:
            yield Claim.of("current-version", commitment.id, commitment.kid, version=version)


def reissues(case: Case) -> Iterator[Claim]:
    """Yield each commitment that fixes the same list in the same place as another, with one such other. No fault."""
    evidence = case.evidence
    same: defaultdict[tuple[object, ...], list[Signed[Commitment]]] = defaultdict(list)
    for commitment in evidence.of(Commitment).values():
        place = commitment.body.place
        same[commitment.kid, place.list_id, place.version, commitment.body.fixed].append(commitment)
    for group in same.values():
        first, *rest = sorted(group, key=lambda commitment: commitment.id)
        for one, twin in [(other, first) for other in rest] + [(first, other) for other in rest[:1]]:
            yield Claim.of("reissued", one.id, one.kid, (twin.id,))


def forks(case: Case) -> Iterator[Contradiction]:
    """Yield where there are different lists as one version of a list, each with all commitments there.

    What is added later adds to the evidence.
    """
    by_version: defaultdict[tuple[bytes, bytes, int], list[Signed[Commitment]]] = defaultdict(list)
    for commitment in case.evidence.of(Commitment).values():
        place = commitment.body.place
        by_version[commitment.kid, place.list_id, place.version].append(commitment)
    for (kid, _, _), group in by_version.items():
        if len({commitment.body.fixed for commitment in group}) > 1:
            # all: not every pair, of which ten thousand have fifty million, and not some, which others could replace
            yield Contradiction.of("fork", kid, (commitment.id for commitment in group))


def _follows(later: Signed[Commitment], earlier: Signed[Commitment] | None) -> bool:
    if earlier is None:  # a statement of another kind
        return False
    one, two = earlier.body.place, later.body.place
    before = earlier.kid, one.list_id, one.exchange, one.version + 1
    return before == (later.kid, two.list_id, two.exchange, two.version)

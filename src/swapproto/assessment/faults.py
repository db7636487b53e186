"""Contradictions: what one to three artefacts prove against a pinned party, for ever. Spec 12.3."""

from collections import defaultdict
from collections.abc import Iterator, Mapping

from ..statements import Commitment, Signed
from .evidence import Evidence
from .model import Contradiction


def forks(commitments: Mapping[bytes, Signed[Commitment]]) -> Iterator[Contradiction]:
    """Two different lists in one place: ``fork`` by list and version, ``slot-fork`` by role of an exchange.

    Of many in one place each is set against the first by id: ten thousand have fifty million pairs.
    """
    by_version: defaultdict[tuple[object, ...], list[Signed[Commitment]]] = defaultdict(list)
    by_slot: defaultdict[tuple[object, ...], list[Signed[Commitment]]] = defaultdict(list)
    for commitment in commitments.values():
        slot = commitment.body.slot
        by_version[commitment.kid, slot.list_id, slot.version].append(commitment)
        if slot.exchange is not None and slot.version == 1:
            by_slot[commitment.kid, slot.exchange, slot.role].append(commitment)
    for group in by_version.values():
        one = min(group, key=lambda commitment: commitment.id)
        for other in group:
            if one.body.fixed != other.body.fixed:
                yield Contradiction("fork", one.kid, tuple(sorted((one.id, other.id))))
    for group in by_slot.values():
        one = min(group, key=lambda commitment: commitment.id)
        for other in group:
            if one.body.slot.list_id != other.body.slot.list_id:
                yield Contradiction("slot-fork", one.kid, tuple(sorted((one.id, other.id))))


def reissues(
    commitments: Mapping[bytes, Signed[Commitment]],
) -> Iterator[tuple[Signed[Commitment], Signed[Commitment]]]:
    """Every commitment that fixes the same list in the same place as another, with one such other. No fault."""
    same: defaultdict[tuple[object, ...], list[Signed[Commitment]]] = defaultdict(list)
    for commitment in commitments.values():
        slot = commitment.body.slot
        same[commitment.kid, slot.list_id, slot.version, commitment.body.fixed].append(commitment)
    for group in same.values():
        first, *rest = sorted(group, key=lambda commitment: commitment.id)
        for other in rest:
            yield other, first
        if rest:
            yield first, rest[0]


def bad_chains(evidence: Evidence) -> Iterator[Contradiction]:
    """A ``previous`` that is here, and is not the version before of the same list by the same signer."""
    signers = evidence.signers()
    for commitment in evidence.commitments.values():
        previous = commitment.body.slot.previous
        if previous is not None and previous in signers and not follows(commitment, evidence.commitments.get(previous)):
            yield Contradiction("bad-chain", commitment.kid, tuple(sorted((commitment.id, previous))))


def follows(later: Signed[Commitment], earlier: Signed[Commitment] | None) -> bool:
    """Whether ``earlier`` is what the later one's ``previous`` must be. Spec 11."""
    if earlier is None:
        return False
    one, two = earlier.body.slot, later.body.slot
    return (earlier.kid, one.list_id, one.exchange, one.version + 1) == (
        later.kid,
        two.list_id,
        two.exchange,
        two.version,
    )

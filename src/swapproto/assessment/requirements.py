"""Requirements: facts that a reader wants proven of every list that they mean. Spec 12.1, step 9."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from ..statements import Commitment, Signed
from .claims import Claim, Fact
from .versions import highest_versions, list_key

Commitments = Mapping[bytes, Signed[Commitment]]


class Requirement(NamedTuple):
    """A fact that is required of every list, or of those that have this signer (a kid), role and list id."""

    #: The fact that is required.
    code: Fact
    #: The kid of the signer of the lists that are meant; None for any.
    by: bytes | None = None
    #: The role of the lists that are meant; None for any.
    role: str | None = None
    #: The id of the list that is meant, 16 bytes; None for any.
    list_id: bytes | None = None

    def means(self, commitment: Signed[Commitment]) -> bool:
        """Return whether the list of this commitment is meant."""
        slot = commitment.body.slot
        wanted, its = (self.by, self.role, self.list_id), (commitment.kid, slot.role, slot.list_id)
        return all(want in (None, value) for want, value in zip(wanted, its, strict=True))


def unmet(required: Iterable[Requirement], facts: Iterable[Claim], commitments: Commitments) -> list[Requirement]:
    """Return the requirements that no list is meant by, or whose fact is not true of a list that is meant."""
    proven = _proven(facts, commitments)
    lists = _lists(commitments)
    found: list[Requirement] = []
    for requirement in dict.fromkeys(required):
        meant = [same for same in lists if requirement.means(commitments[same[0]])]
        true = proven[requirement.code]
        if not meant or any(true.isdisjoint(same) for same in meant):
            found.append(requirement)
    return found


def _proven(facts: Iterable[Claim], commitments: Commitments) -> defaultdict[str, set[bytes]]:
    """Return by the code of a fact the commitments that it is about."""
    found: defaultdict[str, set[bytes]] = defaultdict(set)
    for fact in facts:
        about = fact.evidence[0] if fact.code in ("released", "disclosed") else fact.subject
        if about in commitments:
            found[fact.code].add(about)
    return found


def _lists(commitments: Commitments) -> list[list[bytes]]:
    """Return the commitments of the highest version of each list; those that fix the same list stand together."""
    newest = highest_versions(commitments.values())
    same: defaultdict[tuple[object, ...], list[bytes]] = defaultdict(list)
    for identifier, commitment in commitments.items():
        if commitment.body.slot.version == newest[list_key(commitment)]:
            same[commitment.kid, commitment.body.fixed].append(identifier)
    return list(same.values())

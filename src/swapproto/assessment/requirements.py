"""Requirements: facts that a reader wants proven of every list that they mean. Spec 12.1, step 9."""

from collections import defaultdict
from collections.abc import Container, Iterable, Mapping, Sequence
from typing import NamedTuple

from ..statements import Commitment, Signed, Terms
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
        place = commitment.body.place
        wanted, its = (self.by, self.role, self.list_id), (commitment.kid, place.role, place.list_id)
        return all(want in (None, value) for want, value in zip(wanted, its, strict=True))


Timed = tuple[str, bytes]
"""The code and the subject of a fact about times."""

ABOUT_TERMS: frozenset[Fact] = frozenset({"proposed", "accepted", "agreed"})
"""The facts that a requirement is about terms with, and not about lists."""


def unmet(
    required: Iterable[Requirement],
    facts: Sequence[Claim],
    commitments: Commitments,
    about: Mapping[bytes, bytes],
    terms: Mapping[bytes, Signed[Terms]],
    firm: Container[Timed],
) -> list[Requirement]:
    """Return the requirements that are not met.

    ``about`` has the commitment of each reveal, receipt, review and disclosure, and ``firm`` the facts about times that
    meet a requirement: see :func:`by_pinned_clocks`.
    """
    proven: defaultdict[str, set[bytes]] = defaultdict(set)
    for fact in facts:
        if "clock" not in fact.value or (fact.code, fact.subject) in firm:
            proven[fact.code].add(about.get(fact.subject, fact.subject))
    lists = _lists(commitments)
    found: list[Requirement] = []
    for requirement in dict.fromkeys(required):
        if requirement.code in ABOUT_TERMS:
            met = _met_by_terms(requirement, facts, terms)
        else:
            meant = [one for one in lists if any(requirement.means(commitments[same[0]]) for same in one)]
            met = bool(meant) and not any(proven[requirement.code].isdisjoint(same) for one in meant for same in one)
        if not met:
            found.append(requirement)
    return found


def by_pinned_clocks(facts: Iterable[Claim]) -> frozenset[Timed]:
    """Return the facts about times that clocks show which the reader pinned; of ``existed-by``, only the direct ones.

    Spec 12.1, step 9.
    """
    pinned = (fact for fact in facts if fact.value.get("clock") == "pinned")
    return frozenset((fact.code, fact.subject) for fact in pinned if fact.value.get("direct", True))


def _met_by_terms(requirement: Requirement, facts: Iterable[Claim], terms: Mapping[bytes, Signed[Terms]]) -> bool:
    replaced = {fact.subject for fact in facts if fact.code == "replaced"}
    meant = terms.keys() - replaced  # never all: ids are hashes, and there is no circle
    if not meant or (requirement.role, requirement.list_id) != (None, None):
        return False
    if requirement.code == "accepted":
        true = {f.evidence[1] for f in facts if f.code == "accepted" and requirement.by in (None, f.by)}
        return meant <= true
    owed = all(requirement.by is None or requirement.by in terms[i].body.parties for i in meant)
    return owed and meant <= {fact.subject for fact in facts if fact.code == requirement.code}


def _lists(commitments: Commitments) -> list[list[list[bytes]]]:
    """Return each list as the commitments of its highest version; those that fix the same list stand together."""
    newest = highest_versions(commitments.values())
    lists: defaultdict[tuple[object, ...], defaultdict[object, list[bytes]]] = defaultdict(lambda: defaultdict(list))
    for identifier, commitment in commitments.items():
        key = list_key(commitment)
        if commitment.body.place.version == newest[key]:
            lists[key][commitment.body.fixed].append(identifier)
    return [list(one.values()) for one in lists.values()]

"""What files show against a list, so that whoever gets entries of it is told that as well."""

from collections.abc import Sequence
from typing import NamedTuple

from ..assessment import Assessment, Contradiction
from ..assessment.versions import list_key
from ..statements import Body, Commitment, Revoke, Signed, Terms, Withdraw
from .subjects import artefacts_about, members


class Against(NamedTuple):
    """Because of what a list may count for less than its entries seem to say.

    The signer's own statements go along with its entries. What takes statements of others to prove, as the terms of an
    exchange, is only told: they are not the reader's affair, who could not verify them either.
    """

    #: Their faults with any version of the list that their own statements prove, one of each code.
    faults: Sequence[Contradiction] = ()
    #: What proves these, and every other such fault with the list, besides the list itself.
    proof: Sequence[Signed[Body]] = ()
    #: The first of their withdrawals of it.
    withdrawal: Signed[Withdraw] | None = None
    #: The revocation of their key from the earliest time on.
    revocation: Signed[Revoke] | None = None
    #: The newest version, if it is a later one.
    newer: Signed[Commitment] | None = None
    #: Other faults of the signer with this list or in its exchange, one of each code.
    beyond: Sequence[Contradiction] = ()
    #: Whether the exchange of the list is withdrawn, by whomever.
    is_exchange_withdrawn: bool = False

    @property
    def statements(self) -> Sequence[Signed[Body]]:
        """All that goes along, each once."""
        others = (one for one in (self.withdrawal, self.revocation, self.newer) if one is not None)
        return list({one.id: one for one in (*self.proof, *others)}.values())

    @classmethod
    def of(cls, commitment: Signed[Commitment], assessment: Assessment) -> "Against":
        """Return what verified statements of pinned parties show against a list."""
        place, by_list = commitment.body.place, artefacts_about(assessment)
        versions = [c for c in assessment.of(Commitment).values() if list_key(c) == list_key(commitment)]
        of_list = {i for c in versions for i in (c.id, *by_list[c.id])}
        own = {
            i: one
            for i, one in assessment.statements.items()
            if one.kid == commitment.kid and not isinstance(one.body, Terms)
        }
        standing = next((one for one in assessment.exchanges if one.exchange.id == place.exchange), None)
        about = of_list if standing is None else of_list | members(standing.exchange)
        theirs = [one for one in assessment.contradictions if one.culprit == commitment.kid]
        proven = [one for one in theirs if own.keys() >= {*one.evidence} and not of_list.isdisjoint(one.evidence)]
        faults = {one.code: one for one in proven}
        beyond = {one.code: one for one in theirs if not about.isdisjoint(one.evidence)}
        proof = {i: own[i] for one in proven for i in one.evidence if i != commitment.id}
        later = [c for c in versions if c.body.place.version > place.version]
        withdrawn = [f.subject for f in assessment.facts if f.code == "withdrew" and f.evidence[1] == commitment.id]
        withdrawals = [one for i, one in assessment.of(Withdraw).items() if i in withdrawn]
        revocations = [one for one in assessment.of(Revoke).values() if one.kid == commitment.kid]
        return cls(
            list(faults.values()),
            list(proof.values()),
            min(withdrawals, key=lambda one: (one.iat, one.id), default=None),
            min(revocations, key=lambda one: (one.body.since, one.id), default=None),
            min(later, key=lambda c: (-c.body.place.version, c.id), default=None),
            [one for code, one in beyond.items() if code not in faults],
            standing is not None and standing.state == "withdrawn",
        )

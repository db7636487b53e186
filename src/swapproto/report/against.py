"""What files show against a list, so that whoever gets entries of it gets that as well."""

from collections.abc import Sequence
from typing import NamedTuple

from ..assessment import Assessment, Contradiction
from ..statements import Body, Commitment, Revoke, Signed, Withdraw


class Against(NamedTuple):
    """Statements by the signer of a list because of which it may count for less than its entries seem to say."""

    #: Their faults that the list proves together with other statements of theirs alone, one of each code.
    faults: Sequence[Contradiction] = ()
    #: These other statements.
    proof: Sequence[Signed[Body]] = ()
    #: The first of their withdrawals of it.
    withdrawal: Signed[Withdraw] | None = None
    #: The revocation of their key from the earliest time on.
    revocation: Signed[Revoke] | None = None
    #: The newest version, if it is a later one.
    newer: Signed[Commitment] | None = None

    @property
    def statements(self) -> Sequence[Signed[Body]]:
        """All of them, each once."""
        others = (one for one in (self.withdrawal, self.revocation, self.newer) if one is not None)
        return list({one.id: one for one in (*self.proof, *others)}.values())

    @classmethod
    def of(cls, commitment: Signed[Commitment], assessment: Assessment) -> "Against":
        """Return what verified statements of pinned parties show against a list."""
        place, lists = commitment.body.place, assessment.of(Commitment).values()
        own = {i: one for i, one in assessment.statements.items() if one.kid == commitment.kid}
        of_it = (one for one in assessment.contradictions if commitment.id in one.evidence)
        faults = {one.code: one for one in of_it if own.keys() >= {*one.evidence}}.values()
        proof = {i: own[i] for one in faults for i in one.evidence if i != commitment.id}
        later = [
            c
            for c in lists
            if (c.kid, c.body.place.list_id) == (commitment.kid, place.list_id) and c.body.place.version > place.version
        ]
        withdrawn = [f.evidence[0] for f in assessment.facts if f.code == "withdrew" and f.evidence[1] == commitment.id]
        withdrawals = [one for i, one in assessment.of(Withdraw).items() if i in withdrawn]
        revocations = [one for one in assessment.of(Revoke).values() if one.kid == commitment.kid]
        return cls(
            list(faults),
            list(proof.values()),
            min(withdrawals, key=lambda one: (one.iat, one.id), default=None),
            min(revocations, key=lambda one: (one.body.since, one.id), default=None),
            min(later, key=lambda c: (-c.body.place.version, c.id), default=None),
        )

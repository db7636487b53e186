"""What files show against a list, so that whoever gets entries of it is told that as well."""

from collections.abc import Sequence
from typing import NamedTuple

from ..assessment import Assessment, Contradiction
from ..statements import Body, Commitment, Revoke, Signed, Terms, Withdraw
from .subjects import artefacts_about, members


class Against(NamedTuple):
    """Because of what a list may count for less than its entries seem to say.

    The signer's own statements go along with its entries. What takes statements of others to prove, as the terms of an
    exchange, is only told: they are not the reader's affair, who could not verify them either.
    """

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
        place, lists = commitment.body.place, assessment.of(Commitment).values()
        own = {
            i: one
            for i, one in assessment.statements.items()
            if one.kid == commitment.kid and not isinstance(one.body, Terms)
        }
        standing = next((one for one in assessment.exchanges if one.exchange.id == place.exchange), None)
        about = {commitment.id, *artefacts_about(assessment)[commitment.id]}
        about |= set() if standing is None else members(standing.exchange)
        theirs = [one for one in assessment.contradictions if one.culprit == commitment.kid]
        of_it = (one for one in theirs if commitment.id in one.evidence)
        faults = {one.code: one for one in of_it if own.keys() >= {*one.evidence}}.values()
        beyond = {one.code: one for one in theirs if not about.isdisjoint(one.evidence)}
        proof = {i: own[i] for one in faults for i in one.evidence if i != commitment.id}
        later = [
            c
            for c in lists
            if (c.kid, c.body.place.list_id) == (commitment.kid, place.list_id) and c.body.place.version > place.version
        ]
        withdrawn = [f.subject for f in assessment.facts if f.code == "withdrew" and f.evidence[1] == commitment.id]
        withdrawals = [one for i, one in assessment.of(Withdraw).items() if i in withdrawn]
        revocations = [one for one in assessment.of(Revoke).values() if one.kid == commitment.kid]
        return cls(
            list(faults),
            list(proof.values()),
            min(withdrawals, key=lambda one: (one.iat, one.id), default=None),
            min(revocations, key=lambda one: (one.body.since, one.id), default=None),
            min(later, key=lambda c: (-c.body.place.version, c.id), default=None),
            [one for code, one in beyond.items() if code not in {fault.code for fault in faults}],
            standing is not None and standing.state == "withdrawn",
        )

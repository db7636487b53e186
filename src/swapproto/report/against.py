"""What files show against a list, so that whoever gets entries of it gets that as well."""

from collections.abc import Sequence
from typing import NamedTuple

from ..assessment import Assessment
from ..statements import Body, Commitment, Revoke, Signed, Withdraw


class Against(NamedTuple):
    """Statements by the signer of a list because of which it may count for less than its entries seem to say."""

    #: Another list as the same version.
    fork: Signed[Commitment] | None = None
    #: The first of their withdrawals of it.
    withdrawal: Signed[Withdraw] | None = None
    #: The revocation of their key from the earliest time on.
    revocation: Signed[Revoke] | None = None
    #: The newest version, if it is a later one.
    newer: Signed[Commitment] | None = None

    @property
    def statements(self) -> Sequence[Signed[Body]]:
        """Those that there are."""
        return [one for one in self if one is not None]

    @classmethod
    def of(cls, commitment: Signed[Commitment], assessment: Assessment) -> "Against":
        """Return what verified statements of pinned parties show against a list."""
        place, lists = commitment.body.place, assessment.of(Commitment).values()
        of_list = [c for c in lists if (c.kid, c.body.place.list_id) == (commitment.kid, place.list_id)]
        at_once = [c for c in of_list if c.body.place.version == place.version]
        forks = [c for c in at_once if c.body.fixed != commitment.body.fixed]
        later = [c for c in of_list if c.body.place.version > place.version]
        withdrawn = [f.evidence[0] for f in assessment.facts if f.code == "withdrew" and f.evidence[1] == commitment.id]
        withdrawals = [one for i, one in assessment.of(Withdraw).items() if i in withdrawn]
        revocations = [one for one in assessment.of(Revoke).values() if one.kid == commitment.kid]
        return cls(
            min(forks, key=lambda c: c.id, default=None),
            min(withdrawals, key=lambda one: (one.iat, one.id), default=None),
            min(revocations, key=lambda one: (one.body.since, one.id), default=None),
            min(later, key=lambda c: (-c.body.place.version, c.id), default=None),
        )

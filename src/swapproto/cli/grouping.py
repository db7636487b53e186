"""Grouping: which artefacts are about which list."""

from collections import defaultdict

from ..assessment import Assessment
from ..statements import Receipt, Reveal, Review, Withdraw


def artefacts_about(assessment: Assessment) -> defaultdict[bytes, list[bytes]]:
    """Return by commitment id the ids of the disclosures, reveals, receipts, reviews and withdrawals about it.

    With them are the stamps of the commitment and of these.
    """
    about: defaultdict[bytes, list[bytes]] = defaultdict(list)
    for commitment_id, disclosure_id in {(c.evidence[0], c.subject) for c in assessment.facts if c.code == "disclosed"}:
        about[commitment_id].append(disclosure_id)
    subject: dict[bytes, bytes] = {}
    for identifier, statement in assessment.statements.items():
        match statement.body:
            case Reveal(commitment=target) | Receipt(commitment=target) | Review(commitment=target):
                subject[identifier] = target
            case Withdraw(target=target):
                subject[identifier] = target
    for identifier, commitment in subject.items():
        about[commitment].append(identifier)
    for stamp, stamped in assessment.stamps.items():
        about[subject.get(stamped, stamped)].append(stamp)
    return about

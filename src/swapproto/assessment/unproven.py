"""What no assessment says, and an assessment therefore names as unproven. Spec 12.5."""

from collections.abc import Container, Iterator, Sequence

from ..statements import Commitment
from .case import Case
from .claims import Claim, Unproven
from .requirements import Timed


def unproven(case: Case, claims: Sequence[Claim], pinned: Container[Timed]) -> Iterator[Unproven]:
    """Yield the codes of what stays unproven beside these claims, with those about times that pinned clocks show."""
    codes = {claim.code for claim in claims}
    receipts = [claim for claim in claims if claim.code in ("ack-received", "ack-opened", "ack-unopenable")]
    acknowledged = {identifier for claim in receipts for identifier in claim.evidence}
    commitments = case.evidence.of(Commitment).keys()
    yield from ("true-not-proven", "complete-not-proven", "only-not-proven")
    if not commitments or not all(("existed-by", commitment) in pinned for commitment in commitments):
        yield "time-not-proven"
    if not commitments or not commitments <= acknowledged:
        yield "receipt-not-proven"
    if not codes.isdisjoint({"unanswered", "awaiting"}):
        yield "refusal-not-proven"
    if case.evidence.shown:
        yield "presenter-not-proven"

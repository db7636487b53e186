"""Rules about receipts: what was acknowledged, and whose doing it is if a list does not open. Spec 17.5."""

from collections.abc import Iterator

from ...release import opened_tag
from ...statements import Receipt
from ..case import Case
from ..claims import Claim, Contradiction, Fact
from ..exchanges import acknowledges

_FACTS: dict[str, Fact] = {"received": "ack-received", "opened": "ack-opened", "unopenable": "ack-unopenable"}


def acknowledged(case: Case) -> Iterator[Claim]:
    """Yield what each receipt acknowledges."""
    for receipt, commitment in case.evidence.about(Receipt):
        if acknowledges(receipt, commitment, case.evidence):
            proof = [one for one in (commitment.id, receipt.body.source) if one is not None]
            yield Claim.of(_FACTS[receipt.body.stage], receipt.id, receipt.kid, proof)


def opened_by(case: Case) -> Iterator[Claim | Contradiction]:
    """Yield whether the tag of a receipt shows that its signer had the key, and whether that key opens the list."""
    openings = case.openings
    lowest = {commitment: min(sources) for commitment, sources in openings.published.items()}
    for receipt, commitment in case.evidence.about(Receipt):
        cek = openings.keys.get(commitment.id)
        if receipt.body.stage != "opened" or cek is None or not acknowledges(receipt, commitment, case.evidence):
            continue
        public = commitment.id in lowest
        known = (commitment.id, *([lowest[commitment.id]] if public else ()))
        if receipt.body.tag != opened_tag(cek, commitment.id, receipt.kid):
            yield Contradiction.of("false-opened", receipt.kid, (receipt.id, *known), transferable=public)
            continue
        yield Claim.of("opened-by", receipt.id, receipt.kid, known, transferable=public)
        if commitment.id in openings.wrong_contents:
            proof, why = (receipt.id, *known, commitment.body.envelope), openings.wrong_contents[commitment.id]
            yield Contradiction.of("false-opened", receipt.kid, proof, transferable=public, why=why)


def complaints(case: Case) -> Iterator[Claim | Contradiction]:
    """Yield what running each complaint again shows."""
    for complaint in case.openings.complaints.values():
        receipt, commitment, public = complaint.receipt, complaint.commitment, complaint.public
        opened = commitment.id in case.openings.opened
        match complaint.outcome:
            case "bad-wrap":
                proof, maker = complaint.proof, complaint.source.kid
                yield Contradiction.of("bad-wrap", maker, proof, transferable=public, why=complaint.why)
                yield Claim.of("bad-wrap-proven", receipt.id, receipt.kid, proof, transferable=public)
            case "false":
                yield Contradiction.of("false-complaint", receipt.kid, complaint.proof, transferable=public)
            case "opens" if opened:
                proof = (*complaint.proof, commitment.body.envelope)
                yield Contradiction.of("false-complaint", receipt.kid, proof, transferable=public)
            case "open":
                yield Claim.of("complaint-open", receipt.id, receipt.kid, (commitment.id,))
            case "opens" if commitment.id not in case.openings.wrong_contents:
                yield Claim.of("complaint-open", receipt.id, receipt.kid, (commitment.id,))

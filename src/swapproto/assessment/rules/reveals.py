"""Rules about reveals: whose key was handed to whom, and keys that are not the committed ones. Spec 9."""

from collections.abc import Iterator

from ...statements import Reveal
from ..case import Case
from ..claims import Claim, Contradiction


def released(case: Case) -> Iterator[Claim]:
    """Yield each reveal of a key that fits its commitment, or of a wrap that only its reader can try."""
    evidence, openings = case.evidence, case.openings
    for reveal, commitment in evidence.about(Reveal):
        if reveal.id in openings.wrong_keys:
            continue
        to = None if reveal.body.wrap is None else reveal.body.wrap[0]
        yield Claim.of("released", reveal.id, reveal.kid, (commitment.id,), to=to)


def failed_wraps(case: Case) -> Iterator[Claim]:
    """Yield each wrap for this reader that does not give the committed key, by the party who made it."""
    evidence, openings = case.evidence, case.openings
    for source, commitment in openings.not_opened.items():
        yield Claim.of("wrap-failed", source, evidence.statements[source].kid, (commitment.id,))


def wrong_keys(case: Case) -> Iterator[Contradiction]:
    """Yield a contradiction for each published key that is not the committed one."""
    evidence, openings = case.evidence, case.openings
    for reveal, commitment in evidence.all_about(Reveal):
        if reveal.id in openings.wrong_keys:
            proof, why = (commitment.id, reveal.id), openings.wrong_keys[reveal.id]
            yield Contradiction.of("wrong-key", reveal.kid, proof, why=why)

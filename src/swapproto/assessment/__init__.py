"""``assess``: what a transcript proves to a reader with pinned cards, at a given moment. Spec 12."""

from collections.abc import Mapping

from ..keys import Party
from ..transcript import Transcript
from .evidence import gather
from .facts import facts
from .faults import bad_chains, forks
from .model import FACTS, Assessment, Claim, Contradiction, Ignored, Unproven
from .openings import open_all, open_wraps
from .plain import plain
from .views import views

__all__ = ["FACTS", "Assessment", "Claim", "Contradiction", "Ignored", "assess", "open_wraps", "plain"]


def assess(
    transcript: Transcript,
    trust: Mapping[bytes, Party],
    *,
    openings: Mapping[bytes, bytes] | None = None,
    now: int,
) -> Assessment:
    """A pure function of what was presented, whom the reader has pinned (by kid), and ``now`` in seconds.

    ``openings`` are content keys (32 bytes), by commitment id, from wraps to this reader; empty bytes where a wrap did
    not open. The order of artefacts, and how often each is there, make no difference. Nothing is raised.
    """
    evidence = gather(transcript, trust)
    found = open_all(evidence, openings or {})
    contradictions = {*found.faults, *forks(evidence.commitments), *bad_chains(evidence)}
    always: list[Unproven] = [
        "true-not-proven",
        "complete-not-proven",
        "only-not-proven",
        "time-not-proven",
        "receipt-not-proven",
    ]
    return Assessment(
        now=now,
        parties=trust,
        facts=tuple(sorted(facts(evidence, found), key=lambda claim: claim.order)),
        contradictions=tuple(sorted(contradictions, key=lambda contradiction: contradiction.order)),
        views=tuple(sorted([*views(evidence, found, now), *found.failed], key=lambda claim: claim.order)),
        not_proven=(*always, "presenter-not-proven") if evidence.shown else tuple(always),
        rejected=tuple(sorted(evidence.rejected)),
        ignored=tuple(sorted(evidence.ignored)),
        commitments=evidence.commitments,
        reveals=evidence.reveals,
        opened=found.opened,
        shown=evidence.shown,
        framed=transcript.framed,
    )

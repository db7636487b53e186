"""``assess``: what a transcript proves to a reader, at a given moment. Spec 12."""

from collections.abc import Callable, Iterator, Mapping

from ..progress import Progress, nobody
from ..transcript import Transcript
from ..trust import Trust
from .claims import FACTS, FAULTS, UNPROVEN, VIEWS, Claim, Contradiction, Unproven
from .evidence import Evidence, gather
from .forms import AssessmentData
from .model import Assessment, Ignored
from .openings import NotOpened, Openings, find_wraps, open_all, open_wraps
from .plain import plain
from .requirements import Requirement
from .rules import disclosures, lists, reveals, statements

__all__ = [
    "FACTS",
    "FAULTS",
    "RULES",
    "UNPROVEN",
    "VIEWS",
    "Assessment",
    "AssessmentData",
    "Claim",
    "Contradiction",
    "Evidence",
    "Ignored",
    "NotOpened",
    "Requirement",
    "assess",
    "conclude",
    "find_wraps",
    "gather",
    "open_wraps",
    "plain",
]

Rule = Callable[[Evidence, Openings, int], Iterator[Claim | Contradiction]]

RULES: tuple[Rule, ...] = (
    statements.signed,
    statements.knew,
    statements.expired_cards,
    lists.committed,
    lists.opened,
    lists.wrong_contents,
    lists.chains,
    lists.latest_versions,
    lists.reissues,
    lists.forks,
    reveals.released,
    reveals.wrong_keys,
    reveals.failed_wraps,
    disclosures.disclosed,
)

_ALWAYS: tuple[Unproven, ...] = (
    "true-not-proven",
    "complete-not-proven",
    "only-not-proven",
    "time-not-proven",
    "receipt-not-proven",
)


def assess(
    transcript: Transcript,
    trust: Trust,
    *,
    openings: Mapping[bytes, bytes | NotOpened] | None = None,
    now: int,
    progress: Progress = nobody,
) -> Assessment:
    """Return what a transcript proves to a reader with this ``trust``, at ``now`` in seconds. Nothing is raised.

    ``openings`` are what :func:`open_wraps` found. The order of artefacts, and how often each of them
    is there, make no difference. A reader with a key calls :func:`gather`, :func:`open_wraps` and :func:`conclude`
    in turn, so that nothing is verified twice. ``progress`` is called with how many steps of opening lists are done,
    and of how many; what it raises ends the work, and nothing else does.
    """
    return conclude(gather(transcript, trust), openings=openings, now=now, progress=progress)


def conclude(
    evidence: Evidence,
    *,
    openings: Mapping[bytes, bytes | NotOpened] | None = None,
    now: int,
    progress: Progress = nobody,
) -> Assessment:
    """Return what gathered evidence proves, as :func:`assess`. Spec 12.1, steps 6 and 8."""
    found = open_all(evidence, openings or {}, progress)
    claims: list[Claim] = []
    contradictions: set[Contradiction] = set()
    for rule in RULES:
        for one in rule(evidence, found, now):
            if isinstance(one, Contradiction):
                contradictions.add(one)
            else:
                claims.append(one)
    ordered = sorted(claims, key=lambda claim: claim.order)
    return Assessment(
        now=now,
        trust=evidence.trust,
        facts=tuple(claim for claim in ordered if claim.code in FACTS),
        contradictions=tuple(sorted(contradictions, key=lambda contradiction: contradiction.order)),
        views=tuple(claim for claim in ordered if claim.code in VIEWS),
        not_proven=(*_ALWAYS, "presenter-not-proven") if evidence.shown else _ALWAYS,
        rejected=tuple(sorted(evidence.rejected)),
        ignored=tuple(sorted(set(evidence.ignored))),  # two signatures are one statement
        statements=evidence.statements,
        opened=found.opened,
        shown=evidence.shown,
        sources=evidence.sources,
        framed=evidence.framed,
    )

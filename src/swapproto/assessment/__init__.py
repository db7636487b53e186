"""``assess``: what a transcript proves to a reader, at a given moment. Spec 12."""

from collections.abc import Callable, Iterator, Mapping
from operator import attrgetter

from ..errors import InputError
from ..progress import Progress, nobody
from ..transcript import Transcript
from ..trust import Trust
from .case import Case
from .claims import FACTS, FAULTS, UNPROVEN, VIEWS, Claim, Contradiction
from .deadlines import find_deadlines
from .evidence import Evidence, Ignored
from .exchanges import Exchange, find_exchanges
from .forms import AssessmentData
from .gathering import gather
from .model import Assessment
from .openings import NotOpened, find_wraps, open_all, open_wraps
from .plain import plain
from .requirements import Requirement, Timed, by_pinned_clocks
from .rules import (
    deadlines,
    disclosures,
    lists,
    receipts,
    reveals,
    slots,
    standings,
    statements,
    terms,
    times,
    turns,
    withdrawals,
)
from .standing import Awaited, Standing, find_standing
from .times import Times
from .unproven import unproven

__all__ = [
    "FACTS",
    "FAULTS",
    "RULES",
    "UNPROVEN",
    "VIEWS",
    "Assessment",
    "AssessmentData",
    "Awaited",
    "Case",
    "Claim",
    "Contradiction",
    "Evidence",
    "Exchange",
    "Ignored",
    "NotOpened",
    "Requirement",
    "Standing",
    "assess",
    "conclude",
    "find_wraps",
    "gather",
    "open_wraps",
    "plain",
]

Rule = Callable[[Case], Iterator[Claim | Contradiction]]

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
    terms.proposed,
    terms.accepted,
    terms.absent,
    terms.replaced,
    slots.slots,
    slots.slot_forks,
    slots.answers,
    turns.in_turn,
    turns.published,
    turns.relied_on,
    turns.premature,
    turns.out_of_turn,
    receipts.acknowledged,
    receipts.opened_by,
    receipts.complaints,
    withdrawals.reviewed,
    withdrawals.withdrawn,
    withdrawals.after_withdrawal,
    withdrawals.revoked,
    standings.states,
    standings.moves,
    standings.bindings,
    times.existed,
    times.short_of_quorum,
    times.not_before,
    times.conflicts,
    times.stamps,
    deadlines.in_time,
    deadlines.not_met,
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

    (Only a ``trust`` of another type, or a ``now`` that is not in whole seconds, is an
    :class:`InputError` ``usage``: it is the caller's mistake.)
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
    _require_seconds(now)
    found = open_all(evidence, openings or {}, progress)
    claims: list[Claim] = []
    contradictions: set[Contradiction] = set()
    exchanges = find_exchanges(evidence)
    found_times = Times(evidence, exchanges)
    found_deadlines = find_deadlines(exchanges.values(), evidence, found, found_times)
    found_standings = tuple(
        find_standing(exchange, evidence, found, found_deadlines.get(exchange.id)) for exchange in exchanges.values()
    )
    case = Case(evidence, found, exchanges, found_standings, found_times, found_deadlines, now)
    for rule in RULES:
        for one in rule(case):
            if isinstance(one, Contradiction):
                contradictions.add(one)
            else:
                claims.append(one)
    ordered = sorted(claims, key=attrgetter("order"))
    pinned = by_pinned_clocks(ordered)
    return Assessment(
        now=now,
        trust=evidence.trust,
        facts=tuple([claim for claim in ordered if claim.code in FACTS]),
        contradictions=tuple(sorted(contradictions, key=attrgetter("order"))),
        views=tuple([claim for claim in ordered if claim.code in VIEWS]),
        not_proven=tuple(unproven(case, ordered, pinned)),
        rejected=tuple(sorted(evidence.rejected)),
        ignored=tuple(sorted(set(evidence.ignored))),  # two signatures are one statement
        statements=evidence.statements,
        exchanges=found_standings,
        opened=found.opened,
        shown=evidence.shown,
        sources=evidence.sources,
        firm=_firm(case, pinned),
        stamps={i: one.statement for i, one in evidence.stamps.items()} | evidence.unmatched,
        framed=evidence.framed,
    )


_FARTHEST = 2**40  # seconds, some 35,000 years; milliseconds of today are more


def _require_seconds(now: int) -> None:
    if type(now) is not int or abs(now) > _FARTHEST:
        raise InputError("usage", f"{now!r} is no time: it takes whole seconds since 1970, not milliseconds")


def _firm(case: Case, pinned: frozenset[Timed]) -> frozenset[Timed]:
    """Return which facts about times meet a requirement: without stamps that are in doubt, or ahead, by now."""
    firm_times = case.times.firm(case.now)
    if firm_times is case.times:
        return pinned
    found = find_deadlines(case.exchanges.values(), case.evidence, case.openings, firm_times)
    firm = case._replace(times=firm_times, deadlines=found)
    return by_pinned_clocks((*times.existed(firm), *deadlines.in_time(firm)))

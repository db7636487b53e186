"""The headline of a report: one sentence of a fixed table, by what the files show, and nothing of what is elsewhere."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from ..assessment import Assessment, Contradiction
from ..statements import Commitment
from .made_of import Material
from .moves import earliest_due, together

_STATES = frozenset({"settled", "replaced", "withdrawn", "no-terms"})


class Headline(NamedTuple):
    """The place of a sentence in ``report.headline``, and its values; or a contradiction, whose sentence it is."""

    code: str
    value: Mapping[str, Any]
    contradiction: Contradiction | None = None


def headline(material: Material) -> Headline:
    """Return what is told first: a proven fault, unreadable files, strangers, whose move it is, or what is there."""
    assessment = material.assessment
    if assessment.contradictions:
        first, *others = assessment.contradictions
        return Headline("contradiction", {"others": len(others) or None}, first)
    if assessment.rejected:
        return Headline("rejected", {})
    if assessment.only_cards:
        return Headline("strangers" if assessment.has_strangers else "cards", {})
    if len(assessment.exchanges) > 1:
        return _several(assessment)
    return _one_exchange(assessment) if assessment.exchanges else _lists(assessment)


def _several(assessment: Assessment) -> Headline:
    overdue = sum(any(one.is_overdue(m, assessment.now) for m in one.awaiting) for one in assessment.exchanges)
    return Headline("exchanges", {"count": len(assessment.exchanges), "overdue": overdue or None})


def _one_exchange(assessment: Assessment) -> Headline:
    (standing,) = assessment.exchanges
    moves = together(standing)
    if standing.exchange.unpinned:
        return Headline("unpinned", {"count": len(standing.exchange.unpinned)})
    if not moves:
        return Headline(standing.state if standing.state in _STATES else "no-move", {})
    dues = {what: earliest_due(move for move in standing.awaiting if move.what == what) for what in moves}
    what = min(moves, key=lambda one: (dues[one] is None, dues[one] or 0))
    return Headline(f"awaiting.{what}", {"by": moves[what]})


def _lists(assessment: Assessment) -> Headline:
    lists = assessment.of(Commitment)
    by = list(dict.fromkeys(one.kid for one in lists.values()))
    disclosed = sum(map(len, assessment.shown.values()))
    if disclosed:
        return Headline("disclosed", {"count": disclosed, "by": by})
    if not lists:
        return Headline("no-list", {})
    if assessment.opened.keys() >= lists.keys():
        return Headline("opened", {"count": len(lists), "by": by})
    return Headline("sealed", {"count": len(lists), "by": by})

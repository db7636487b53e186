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
    if revoked := _by(assessment, "revoked"):
        return Headline("revoked", {"by": revoked})
    if withdrawn := _withdrawn(assessment):
        return Headline("withdrawn-list", {"by": withdrawn})
    if len(assessment.exchanges) > 1:
        return _several(assessment)
    return _one_exchange(assessment) if assessment.exchanges else _lists(assessment)


def _by(assessment: Assessment, code: str) -> list[bytes]:
    return list(dict.fromkeys(fact.by for fact in assessment.facts if fact.code == code))


def _withdrawn(assessment: Assessment) -> list[bytes]:
    """Return the kids of those who withdrew a list that no later version of theirs follows."""
    lists = assessment.of(Commitment)
    followed = {one.body.place.previous for one in lists.values()}
    targets = (view.evidence[1] for view in assessment.views if view.code == "withdrawn")
    return list(dict.fromkeys(lists[i].kid for i in targets if i in lists and i not in followed))


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
    of_list = {fact.subject: fact.evidence[1] for fact in assessment.facts if fact.code == "disclosed"}
    disclosed = {(of_list[i], one.position) for i, shown in assessment.shown.items() for one in shown}
    if disclosed:
        of = list(dict.fromkeys(lists[i].kid for i, _ in sorted(disclosed)))
        return Headline("disclosed", {"count": len(disclosed), "by": of})
    if not lists:
        return Headline("no-list", {})
    if assessment.opened.keys() >= lists.keys():
        return Headline("opened", {"count": len(lists), "by": by})
    return Headline("sealed", {"count": len(lists), "by": by})

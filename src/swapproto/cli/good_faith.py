"""What "sent in good faith" consists of: for each list its parts, as far as files show them."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from typing import NamedTuple

from ..assessment import Assessment, Claim, Standing
from ..assessment.exchanges import Exchange
from ..statements import Commitment, Signed
from ..wording import when
from .grouping import artefacts_about
from .pins import Pins
from .terminal import bold

_PARTS = (
    "committed to",
    "acknowledged",
    "fixed since",
    "handed over in turn",
    "opened, and matching",
    "no contradiction",
)
_ABSENT = "absent"
_FORKS = {"fork", "slot-fork", "bad-chain"}
_ACKNOWLEDGED = ("ack-opened", "ack-received", "ack-unopenable")


class _Shown(NamedTuple):
    """What is shown of one list: facts and views of its commitment and of what is about it, and its owner's faults."""

    commitment: Signed[Commitment]
    claims: Mapping[str, Sequence[Claim]]
    faults: Set[str]
    due: int | None
    pins: Pins

    def of(self, *codes: str) -> list[Claim]:
        return [claim for code in codes for claim in self.claims.get(code, ())]


def table(standing: Standing, assessment: Assessment, pins: Pins) -> Iterator[str]:
    """Yield a table with a column for each list that is owed, if everybody has agreed to the terms."""
    if standing.exchange.terms is None or not standing.exchange.agreed:
        return
    about, claims = artefacts_about(assessment), _by_subject(assessment)
    terms, within = standing.exchange.terms, _ids(standing.exchange)
    theirs = [one for one in assessment.contradictions if not within.isdisjoint(one.evidence)]
    columns = []
    for slot, commitment in standing.at_stake.items():
        faults = {one.code for one in theirs if one.culprit == slot.kid}
        cells = [_ABSENT] * (len(_PARTS) - 1)
        if commitment is not None:
            subjects = {commitment.id, *about[commitment.id]}
            its = {one.code for one in theirs if one.culprit == slot.kid and not subjects.isdisjoint(one.evidence)}
            shown = _Shown(commitment, _by_code(claims, subjects), its, terms.body.deadlines.commit, pins)
            cells = [cell(shown) for cell in (_committed, _acknowledged, _fixed, _handed_over, _opened)]
        columns.append([*cells, _contradicted(faults) or "none here"])
    heads = [f"{pins.shown(slot.kid)}, {slot.role}" for slot in standing.at_stake]
    rows = [("", *heads), *zip(_PARTS, *columns, strict=True)]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    yield bold("Each list, part by part, as far as these files show it")
    for row in rows:
        yield "  " + "  ".join(text.ljust(width) for text, width in zip(row, widths, strict=True)).rstrip()


def _ids(exchange: Exchange) -> Set[bytes]:
    """Return the ids of all that is present of an exchange."""
    found = {exchange.id}
    found.update(one.id for one in exchange.accepts)
    found.update(one.id for one in exchange.commitments)
    for pairs in (exchange.reveals, exchange.receipts, exchange.reviews, exchange.withdrawals):
        found.update(one.id for one, _ in pairs)
    return found


def _by_subject(assessment: Assessment) -> Mapping[bytes, Sequence[Claim]]:
    found: defaultdict[bytes, list[Claim]] = defaultdict(list)
    for claim in (*assessment.facts, *assessment.views):
        found[claim.subject].append(claim)
    return found


def _by_code(claims: Mapping[bytes, Sequence[Claim]], subjects: Iterable[bytes]) -> Mapping[str, Sequence[Claim]]:
    found: defaultdict[str, list[Claim]] = defaultdict(list)
    for claim in (claim for subject in subjects for claim in claims.get(subject, ())):
        found[claim.code].append(claim)
    return found


def _committed(shown: _Shown) -> str:
    own = [c for c in shown.of("existed-by") if c.subject == shown.commitment.id and c.value["direct"]]
    if not own:
        return f"claimed: {when(shown.commitment.iat)}"
    best = min(own, key=lambda claim: (claim.value["clock"] != "pinned", claim.value["time"]))
    clock, time = best.value["clock"], best.value["time"]
    met = any(claim.value["clock"] == clock for claim in shown.of("commit-in-time"))
    in_time = ", in time" if met and shown.due is not None and time <= shown.due else ""
    return f"proven: by {when(time)} ({clock} clocks){in_time}"


def _acknowledged(shown: _Shown) -> str:
    by = {claim.by: None for claim in shown.of(*_ACKNOWLEDGED)}
    if not by:
        return _ABSENT
    return f"proven: by {shown.pins.together(by)}{_in_time(shown, 'delivered-in-time')}"


def _fixed(shown: _Shown) -> str:
    return _contradicted(shown.faults & _FORKS) or "no other version here"


def _handed_over(shown: _Shown) -> str:
    if premature := _contradicted(shown.faults & {"premature"}):
        return premature
    if not shown.of("in-turn", "published"):
        return "claimed" if shown.of("not-shown-in-turn") else _ABSENT
    way = "in turn" if shown.of("in-turn") else "published"
    said = "proven" if shown.of("opened", "ack-opened") else f"{way}; not shown to open"
    return f"{said}{_in_time(shown, 'reveal-in-time')}"


def _opened(shown: _Shown) -> str:
    if shown.of("opened"):
        return "proven"
    by = {claim.by: None for claim in shown.of("ack-opened")}
    claimed = f"claimed: by {shown.pins.together(by)}" if by else _ABSENT
    return _contradicted(shown.faults & {"wrong-content"}) or claimed


def _in_time(shown: _Shown, code: str) -> str:
    clocks = {claim.value["clock"] for claim in shown.of(code)}
    return f", in time ({'pinned' if 'pinned' in clocks else 'agreed'} clocks)" if clocks else ""


def _contradicted(faults: Set[str]) -> str:
    return f"contradicted: {', '.join(sorted(faults))}" if faults else ""

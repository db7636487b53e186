"""What "sent in good faith" consists of: for each list its parts, as far as files show them."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from typing import NamedTuple

from ..assessment import Assessment, Claim, Standing
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
    pins: Pins

    def of(self, *codes: str) -> list[Claim]:
        return [claim for code in codes for claim in self.claims.get(code, ())]


def table(standing: Standing, assessment: Assessment, pins: Pins) -> Iterator[str]:
    """Yield a table with a column for each list that is owed, if everybody has agreed to the terms."""
    if not standing.exchange.agreed:
        return
    about, claims = artefacts_about(assessment), _by_subject(assessment)
    columns = []
    for slot, commitment in standing.at_stake.items():
        faults = {one.code for one in assessment.contradictions if one.culprit == slot.kid}
        cells = [_ABSENT] * (len(_PARTS) - 1)
        if commitment is not None:
            found = _by_code(claims, (commitment.id, *about[commitment.id]))
            shown = _Shown(commitment, found, faults, pins)
            cells = [cell(shown) for cell in (_committed, _acknowledged, _fixed, _handed_over, _opened)]
        columns.append([*cells, _contradicted(faults) or "none here"])
    heads = [f"{pins.shown(slot.kid)}, {slot.role}" for slot in standing.at_stake]
    rows = [("", *heads), *zip(_PARTS, *columns, strict=True)]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    yield bold("Each list, part by part, as far as these files show it")
    for row in rows:
        yield "  " + "  ".join(text.ljust(width) for text, width in zip(row, widths, strict=True)).rstrip()


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
    best = min(own, key=lambda claim: claim.value["time"])
    in_time = ", in time" if shown.of("commit-in-time") else ""
    return f"proven: by {when(best.value['time'])} ({best.value['clock']} clocks){in_time}"


def _acknowledged(shown: _Shown) -> str:
    by = {claim.by: None for claim in shown.of(*_ACKNOWLEDGED)}
    if not by:
        return _ABSENT
    in_time = ", in time" if shown.of("delivered-in-time") else ""
    return f"proven: by {shown.pins.together(by)}{in_time}"


def _fixed(shown: _Shown) -> str:
    return _contradicted(shown.faults & _FORKS) or "proven"


def _handed_over(shown: _Shown) -> str:
    if shown.of("in-turn", "published"):
        return "proven" + (", in time" if shown.of("reveal-in-time") else "")
    return _contradicted(shown.faults & {"premature"}) or ("claimed" if shown.of("not-shown-in-turn") else _ABSENT)


def _opened(shown: _Shown) -> str:
    if shown.of("opened"):
        return "proven"
    by = {claim.by: None for claim in shown.of("ack-opened")}
    claimed = f"claimed: by {shown.pins.together(by)}" if by else _ABSENT
    return _contradicted(shown.faults & {"wrong-content"}) or claimed


def _contradicted(faults: Set[str]) -> str:
    return f"contradicted: {', '.join(sorted(faults))}" if faults else ""

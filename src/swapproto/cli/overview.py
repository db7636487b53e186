"""An overview of lists: a line for each version of each, for those who received many."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from ..assessment import Assessment
from ..statements import Commitment, Signed
from ..wording import when
from .pins import Pins
from .terminal import bold

_HEADER: tuple[str, ...] = ("party", "role", "list", "version", "entries", "says it was signed", "sealed list", "key")


def overview_lines(commitments: Sequence[Signed[Commitment]], assessment: Assessment, pins: Pins) -> Iterator[str]:
    """Return a table of the commitments, if there is more than one."""
    if len(commitments) < 2:
        return
    about: defaultdict[bytes, set[str]] = defaultdict(set)
    for claim in (*assessment.facts, *assessment.views):
        about[claim.evidence[0]].add(claim.code)
    faults: defaultdict[bytes, set[str]] = defaultdict(set)
    for fault in assessment.contradictions:
        for evidence in fault.evidence:
            faults[evidence].add(fault.code.upper())
    rows = [_HEADER + (("fault",) if faults else ())]
    for commitment in commitments:
        fault_shown = (", ".join(sorted(faults[commitment.id])),) if faults else ()
        rows.append(_row(commitment, about[commitment.id], pins) + fault_shown)
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    yield bold("Overview")
    for row in rows:
        yield "  " + "  ".join(text.ljust(width) for text, width in zip(row, widths, strict=True)).rstrip()
    yield ""


def _row(commitment: Signed[Commitment], about: set[str], pins: Pins) -> tuple[str, ...]:
    place = commitment.body.place
    return (
        pins.shown(commitment.kid),
        place.role,
        place.list_id.hex()[:8],
        str(place.version),
        f"{commitment.body.count:,}",
        when(commitment.iat),
        "opened" if "opened" in about else "here" if "committed" in about else "not here",
        "not public" if "sealed" in about else "public",
    )

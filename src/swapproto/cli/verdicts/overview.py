"""An overview of lists: a line for each version of each, for those who received many."""

from collections.abc import Iterator, Sequence

from ...assessment import Assessment
from ...report import lists
from ...statements import Commitment, Signed
from ...wording import when
from ..pinning.pins import Pins
from ..screen import layout
from ..screen.terminal import bold

_HEADER = ("party", "role", "list-head", "version", "entries", "says-signed", "sealed-list", "key")


def overview_lines(commitments: Sequence[Signed[Commitment]], assessment: Assessment, pins: Pins) -> Iterator[str]:
    """Return a table of the commitments, if there is more than one."""
    if len(commitments) < 2:
        return
    words, found = pins.words, list(lists.rows(commitments, assessment))
    with_faults = any(row.faults for row in found)
    heads = tuple(map(words.label, _HEADER))
    faults = [(words.label("fault"),), *((", ".join(row.faults).upper(),) for row in found)]
    table = [heads, *(_row(row, pins) for row in found)]
    if with_faults:
        table = [(*cells, *fault) for cells, fault in zip(table, faults, strict=True)]
    yield bold(words.label("overview"))
    yield from (f"  {line}" for line in layout.aligned(table))
    yield ""


def _row(row: lists.Row, pins: Pins) -> tuple[str, ...]:
    words, commitment = pins.words, row.commitment
    place = commitment.body.place
    return (
        pins.shown(commitment.kid),
        place.role,
        place.list_id.hex()[:8],
        str(place.version),
        words.number(commitment.body.count),
        words.isolated(when(commitment.iat)),
        words.report(f"sealed.{row.sealed}"),
        words.report("key", public=row.public),
    )

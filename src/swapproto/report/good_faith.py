"""What "sent in good faith" consists of: for each list its parts, as far as files show them."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ..assessment import Assessment, Standing
from ..statements import Commitment, Signed, Slot
from . import list_cells
from .cells import ABSENT, Cell
from .list_cells import Shown, contradicted
from .subjects import artefacts_about, by_subject, firm, members

PARTS = ("committed", "acknowledged", "fixed", "handed-over", "matches", "no-fault")
"""The parts, in order. Their words are ``report.parts``."""


class Column(NamedTuple):
    """The parts of one list that is owed: a cell for each of :data:`PARTS`."""

    slot: Slot
    commitment: Signed[Commitment] | None
    cells: Sequence[Cell]

    @property
    def by(self) -> bytes:
        """The kid of the party that owes it."""
        return self.slot.kid

    @property
    def role(self) -> str:
        """The role that it is owed in."""
        return self.slot.role


def columns(standing: Standing, assessment: Assessment) -> Iterator[Column]:
    """Yield the parts of each list that is owed, if everybody has agreed to the terms."""
    if standing.exchange.terms is None or not standing.exchange.agreed:
        return
    about, claims = artefacts_about(assessment), by_subject(firm(assessment))
    due, within = standing.exchange.terms.body.deadlines.commit, members(standing.exchange)
    theirs = [one for one in assessment.contradictions if not within.isdisjoint(one.evidence)]
    for slot, commitment in standing.at_stake.items():
        cells = [ABSENT] * (len(PARTS) - 1)
        if commitment is not None:
            shown = Shown.of(commitment, claims, about[commitment.id], theirs)
            cells = [
                list_cells.existed(shown, due),
                list_cells.acknowledged(shown),
                list_cells.fixed(shown),
                list_cells.handed_over(shown, standing.exchange),
                list_cells.matches(shown),
            ]
        faults = {one.code for one in theirs if one.culprit == slot.kid}
        yield Column(slot, commitment, [*cells, contradicted(faults) or Cell("absent", "no-fault")])

"""An overview of lists: one row for each version of each list."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

from ..assessment import Assessment
from ..statements import Commitment, Signed
from . import list_cells
from .cells import Cell
from .list_cells import Shown
from .subjects import artefacts_about, by_subject, firm

HEADS = ("party", "role", "list", "version", "count", "existed", "sealed", "key", "files", "faults")
"""The columns of an overview. Their words are ``report.overview``."""
Sealed = Literal["opened", "here", "absent"]


class Row(NamedTuple):
    """One version of a list."""

    commitment: Signed[Commitment]
    #: When it existed, proven or by its signer's word.
    existed: Cell
    #: Whether its sealed list is among the files; its word is ``report.sealed`` under this.
    sealed: Sealed
    #: Whether the key is public.
    public: bool
    #: The kids, or ids of accepts, of those whom its key was handed to by name.
    readers: Sequence[bytes]
    #: The codes of the contradictions that it is evidence of.
    faults: Sequence[str]
    #: The names of the files that it, its sealed list, and what is about it are in.
    files: Sequence[str]


def rows(commitments: Sequence[Signed[Commitment]], assessment: Assessment) -> Iterator[Row]:
    """Yield a row for each commitment, in the same order."""
    about, claims = artefacts_about(assessment), by_subject(firm(assessment))
    of_list: defaultdict[bytes, set[str]] = defaultdict(set)
    for claim in (*assessment.facts, *assessment.views):
        of_list[claim.subject].add(claim.code)
    faults: defaultdict[bytes, set[str]] = defaultdict(set)
    for fault in assessment.contradictions:
        for evidence in fault.evidence:
            faults[evidence].add(fault.code)
    for commitment in commitments:
        codes = of_list[commitment.id]
        shown = Shown.of(commitment, claims, about[commitment.id], assessment.contradictions)
        to = (claim.value["to"] for claim in shown.claims_of("released"))
        artefacts = (commitment.id, commitment.body.envelope, *about[commitment.id])
        yield Row(
            commitment,
            list_cells.existed(shown),
            "opened" if "opened" in codes else "here" if "committed" in codes else "absent",
            "sealed" not in codes,
            list(dict.fromkeys(kid for kid in to if kid is not None)),
            sorted(faults[commitment.id]),
            list(dict.fromkeys(name for i in artefacts for name in assessment.sources.get(i, ()))),
        )

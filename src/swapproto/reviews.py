"""Review lists: what a reader says of each entry of a list that they opened, as a list of its own. Spec 17.6."""

import re
from collections.abc import Iterable, Mapping
from itertools import repeat
from typing import NamedTuple, get_args

from .envelope import Opened, leaves_of
from .errors import InputError
from .lists import Field, List, Schema
from .lists.fields import Constraints
from .lists.list import LABEL_LIMIT
from .statements.review import Verdict

VERDICTS: tuple[Verdict, ...] = get_args(Verdict)
_LEAF = re.compile("[0-9a-f]{64}")
REASON_LIMIT = 64
"""Characters of a reason."""

SCHEMA = Schema(
    (
        Field("leaf", constraints=Constraints(required=True, pattern=_LEAF.pattern)),
        Field("verdict", constraints=Constraints(required=True, enum=VERDICTS)),
        Field("reason", constraints=Constraints(max_length=REASON_LIMIT)),
    ),
    primary_key=("leaf",),
)
"""The schema of a review list."""


class Opinion(NamedTuple):
    """What a reader says of one entry."""

    verdict: Verdict
    #: Why, in at most 64 characters, or None.
    reason: str | None = None

    def __repr__(self) -> str:
        return f"Opinion({self.verdict!r})"  # reasons are sealed, as lists are


Opinions = Mapping[str, Opinion]
"""Opinions by the leaves of the entries, in hexadecimal."""


def leaves(opened: Opened) -> list[str]:
    """Return the leaf of each entry, in the order of the entries, in hexadecimal."""
    return [leaf.hex() for leaf in leaves_of(opened)]


def make(opened: Opened, opinions: Opinions) -> List:
    """Return the review list of an opened list, in the order of its entries.

    Raise :class:`InputError` ``usage`` unless there is exactly one opinion of each entry, with a reason that fits.
    """
    order = leaves(opened)
    if opinions.keys() != set(order):
        raise InputError("usage", "a review list has a verdict on every entry of the list, and on nothing else")
    for row, leaf in enumerate(order, 1):
        _require_opinion(row, opinions[leaf])
    rows = ({"leaf": leaf, **opinions[leaf]._asdict()} for leaf in order)
    label = f"Review of {opened.list.label}".encode()[:LABEL_LIMIT].decode(errors="ignore")
    return List.of(label, SCHEMA, rows)


def read(content: List) -> dict[str, Opinion]:
    """Return the opinions in a review list. Raise :class:`InputError` ``usage`` for a list that is none."""
    if content.schema != SCHEMA:
        raise InputError("usage", "this list has another schema than a review list")
    found = {}
    for row, entry in enumerate(content, 1):  # readers of a list check no constraints
        leaf, opinion = entry["leaf"], Opinion(entry["verdict"], entry["reason"])
        if leaf is None or not _LEAF.fullmatch(leaf) or leaf in found:
            raise InputError("usage", f"row {row} of this review list is about no entry, or about one twice")
        _require_opinion(row, opinion)
        found[leaf] = opinion
    return found


def _require_opinion(row: int, opinion: Opinion) -> None:
    if opinion.verdict not in VERDICTS or len(opinion.reason or "") > REASON_LIMIT:
        what = f"{' or '.join(VERDICTS)}, with a reason of at most {REASON_LIMIT} characters"
        raise InputError("usage", f"entry {row}: a verdict is {what}")


def verdict_of(opinions: Opinions) -> Verdict:
    """Return the verdict on the whole list: contested if one entry is."""
    return "contested" if any(opinion.verdict == "contested" for opinion in opinions.values()) else "agreed"


def differing(first: Opinions, second: Opinions) -> list[str]:
    """Return the leaves of the entries of which both speak, and differ, in the order of the first."""
    return [leaf for leaf, opinion in first.items() if second.get(leaf, opinion) != opinion]


def carried(opinions: Opinions, before: Opened, after: Opened) -> dict[str, Opinion]:
    """Return the opinions of one version that hold for another: those of entries whose content is unchanged.

    Leaves change with every version; so entries are compared. Of equal entries with different opinions none is kept.
    """
    by_content: dict[tuple[bytes, bytes | None], set[Opinion]] = {}
    for content, leaf in zip(_contents(before), leaves(before), strict=True):
        if leaf in opinions:
            by_content.setdefault(content, set()).add(opinions[leaf])
    found = {}
    for content, leaf in zip(_contents(after), leaves(after), strict=True):
        if len(known := by_content.get(content, set())) == 1:
            (found[leaf],) = known
    return found


def _contents(opened: Opened) -> list[tuple[bytes, bytes | None]]:
    restricted: Iterable[bytes | None] = repeat(None) if opened.list.restricted is None else opened.list.restricted
    return list(zip(opened.list.public, restricted, strict=False))

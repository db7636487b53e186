"""Whose move it is: who is to do what, since when and by when."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from ..assessment import Awaited, Standing


class Awaiting(NamedTuple):
    """What one party is to do; its words are ``report.moves`` under ``what``. Times are in seconds since 1970."""

    by: bytes
    what: str
    #: Since when, as signers state it, or None.
    since: int | None
    #: By when it is due, or None; of moves of which some are overdue, the earliest of these.
    due: int | None
    #: Whether it was due before now, and could have been made by then.
    overdue: bool


def awaiting(standing: Standing, now: int) -> Iterator[Awaiting]:
    """Yield what each party is to do, once for all the lists that they are to do it with; ``now`` is in seconds."""
    found: defaultdict[tuple[bytes, str], list[Awaited]] = defaultdict(list)
    for move in standing.awaiting:
        found[move.by, move.what].append(move)
    for (by, what), moves in found.items():
        yield Awaiting(by, what, latest_since(moves), *due_of(standing, moves, now))


def together(standing: Standing) -> dict[str, list[bytes]]:
    """Return by what is to be done the kids of those who are to do it."""
    found: defaultdict[str, dict[bytes, None]] = defaultdict(dict)
    for move in standing.awaiting:
        found[move.what][move.by] = None
    return {what: list(kids) for what, kids in found.items()}


def earliest_due(moves: Iterable[Awaited]) -> int | None:
    """Return the earliest time by which a move is due, or None."""
    return min((move.due for move in moves if move.due is not None), default=None)


def due_of(standing: Standing, moves: Iterable[Awaited], now: int) -> tuple[int | None, bool]:
    """Return by when the first of some moves is due, or None, and whether it is overdue: those first. Spec 18.6."""
    its = list(moves)
    overdue = [move for move in its if standing.is_overdue(move, now)]
    return earliest_due(overdue or its), bool(overdue)


def latest_since(moves: Iterable[Awaited]) -> int | None:
    """Return since when the last of these moves is somebody's to make, as signers state it, or None."""
    return max((move.since for move in moves if move.since is not None), default=None)

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
    #: By when it is due, or None.
    due: int | None


def awaiting(standing: Standing) -> Iterator[Awaiting]:
    """Yield what each party is to do, once for all the lists that they are to do it with."""
    found: defaultdict[tuple[bytes, str], list[Awaited]] = defaultdict(list)
    for move in standing.awaiting:
        found[move.by, move.what].append(move)
    for (by, what), moves in found.items():
        yield Awaiting(by, what, latest_since(moves), earliest_due(moves))


def together(standing: Standing) -> dict[str, list[bytes]]:
    """Return by what is to be done the kids of those who are to do it."""
    found: defaultdict[str, dict[bytes, None]] = defaultdict(dict)
    for move in standing.awaiting:
        found[move.what][move.by] = None
    return {what: list(kids) for what, kids in found.items()}


def earliest_due(moves: Iterable[Awaited]) -> int | None:
    """Return the earliest time by which a move is due, or None."""
    return min((move.due for move in moves if move.due is not None), default=None)


def latest_since(moves: Iterable[Awaited]) -> int | None:
    """Return since when the last of these moves is somebody's to make, as signers state it, or None."""
    return max((move.since for move in moves if move.since is not None), default=None)

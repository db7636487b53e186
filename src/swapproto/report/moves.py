"""Whose move it is: who is to do what, since when and by when."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Literal, NamedTuple

from ..assessment import Awaited, Standing

How = Literal["due", "passed", "overdue"]
"""Whether a time by which something is due is to come or has passed, or what it is about is overdue. Spec 17.9."""


class Awaiting(NamedTuple):
    """What one party is to do; its words are ``report.moves`` under ``what``. Times are in seconds since 1970."""

    by: bytes
    what: str
    #: Since when, as signers state it, or None.
    since: int | None
    #: By when it is due, or None; of moves of which some are overdue, the earliest of these.
    due: int | None
    how: How


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


def due_of(standing: Standing, moves: Iterable[Awaited], now: int) -> tuple[int | None, How]:
    """Return by when the first of some moves is due, or None, and how that is: of what is overdue before all else."""
    its = list(moves)
    overdue = [move for move in its if standing.is_overdue(move, now)]
    due = earliest_due(overdue or its)
    return due, "overdue" if overdue else "passed" if due is not None and due < now else "due"


def is_over(standing: Standing, now: int) -> bool:
    """Return whether terms were not accepted by all before a deadline of theirs: no command accepts them any more."""
    terms = standing.exchange.terms
    if terms is None or standing.state != "proposed":
        return False
    return any(time is not None and time < now for time in terms.body.deadlines)


def is_past_all(standing: Standing, now: int) -> bool:
    """Return whether an agreed exchange waits for somebody, and terms with deadlines have none to come."""
    terms = standing.exchange.terms
    if terms is None or standing.state == "proposed" or not standing.awaiting:
        return False
    times = [time for time in terms.body.deadlines if time is not None]
    return bool(times) and max(times) < now


def latest_since(moves: Iterable[Awaited]) -> int | None:
    """Return since when the last of these moves is somebody's to make, as signers state it, or None."""
    return max((move.since for move in moves if move.since is not None), default=None)

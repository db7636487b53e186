"""Likely persons: find the entries of lists that are likely the same person, however their names are spelled.

A score is a likelihood under a rough model. It puts the pairs in order, and a person must look at them: it is no claim,
and nothing here decides. It is no probability either, because the share of true pairs depends on how many relatives and
namesakes are in the lists. Of made-up pairs with a score of 0.99 or more, 99 in 100 were true. From 0.95 to 0.99 it was
75 to 100 in 100; these are mostly names that agree without a date of birth, which would distinguish namesakes. Lower
scores were few. The extra ``swapproto[names]`` is needed; :func:`installed` returns whether it is there.
"""

from collections.abc import Iterable
from importlib.util import find_spec

from ...errors import InputError
from ...progress import Progress, nobody
from .model import BIRTH, COMPARED, READ, SHOWN, Pair, Record, has_names

__all__ = [
    "BIRTH",
    "COMPARED",
    "READ",
    "SHOWN",
    "Pair",
    "Record",
    "count_distinct",
    "has_names",
    "installed",
    "likely_same",
    "match",
]


def installed() -> bool:
    """Return whether the extra ``swapproto[names]`` is installed, which the functions below need."""
    return all(find_spec(name) is not None for name in ("anyascii", "rapidfuzz"))


def likely_same(records: Iterable[Record]) -> list[Pair]:
    """Return the pairs of rows of one list that are likely one person, best first.

    Rows that say exactly the same of a person are each paired with the first of them only. Raises :class:`InputError`
    ``usage`` if the extra is missing.
    """
    _require()
    from . import pairs

    return pairs.likely_same(records)


def match(mine: Iterable[Record], theirs: Iterable[Record], *, progress: Progress = nobody) -> list[Pair]:
    """Return the pairs of a row of ``mine`` and a row of ``theirs`` that are likely one person, best first.

    A row can be in several pairs, but in none that is clearly worse than another one of it. ``progress`` is called with
    how many comparisons are done, of how many at most. Raises :class:`InputError` ``usage`` if the extra is missing.
    """
    _require()
    from . import pairs

    return pairs.match(mine, theirs, progress)


def count_distinct(count: int, pairs: Iterable[Pair]) -> int:
    """Return how many persons a list of ``count`` entries has if each of its ``pairs`` is one person."""
    above = list(range(count + 1))

    def top(row: int) -> int:
        while above[row] != row:
            above[row] = row = above[above[row]]
        return row

    for pair in pairs:
        above[top(pair.second)] = top(pair.first)
    return sum(above[row] == row for row in range(1, len(above)))


def _require() -> None:
    if not installed():
        raise InputError("usage", "comparing names needs two more libraries: pip install 'swapproto[names]'")

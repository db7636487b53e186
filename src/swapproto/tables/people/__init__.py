"""Which entries of lists are likely the same person, however their names were written down.

A score is a likelihood under a rough model, to put the pairs in order for somebody to look at. It is no claim, and
nothing here decides. It is no probability either: how many pairs of a score are true depends on how many relatives and
namesakes there are in the lists. Of made-up pairs with 0.99 and more, 99 in 100 were true; from 0.95 to 0.99, mostly of
names that agree without a birth date that tells namesakes apart, 75 to 100 in 100; those below were few.
Needs the extra ``swapproto[names]``; :func:`installed` tells whether it is there.
"""

from collections.abc import Iterable
from importlib.util import find_spec

from ...errors import InputError
from .model import BIRTH, COMPARED, SHOWN, Entry, Pair, has_names

__all__ = ["BIRTH", "COMPARED", "SHOWN", "Entry", "Pair", "distinct", "has_names", "installed", "likely_same", "match"]


def installed() -> bool:
    """Whether the extra ``swapproto[names]`` is there; without it the functions below raise ``usage``."""
    return all(find_spec(name) is not None for name in ("anyascii", "rapidfuzz"))


def likely_same(entries: Iterable[Entry]) -> list[Pair]:
    """Pairs of rows of one list that are likely one person, best first.

    Rows that say the very same of a person are each paired with the first of them only. Raises :class:`InputError`
    ``usage`` if the extra is missing.
    """
    _require()
    from .pairs import within

    return within(entries)


def match(mine: Iterable[Entry], theirs: Iterable[Entry]) -> list[Pair]:
    """Pairs of a row of ``mine`` and a row of ``theirs`` that are likely one person, best first.

    A row can be in several pairs, but not in one that is clearly worse than another of it. Raises :class:`InputError`
    ``usage`` if the extra is missing.
    """
    _require()
    from .pairs import between

    return between(mine, theirs)


def distinct(count: int, pairs: Iterable[Pair]) -> int:
    """How many persons a list of ``count`` entries likely holds, where each of its ``pairs`` is one."""
    from .pairs import persons

    return persons(count, pairs)


def _require() -> None:
    if not installed():
        raise InputError("usage", "comparing names needs two more libraries: pip install 'swapproto[names]'")

"""Which rows are compared at all, so that a million are not compared a million million times; and what comes of it.

Rows that say the very same of a person are compared as one. The others that share a key form a block: a small one is
compared whole, a large one between neighbours in the order of its content. For every kind of key, blocks are taken from
the smallest on, until a number of comparisons is spent that grows with the rows only.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import combinations, cycle
from typing import NamedTuple

from .likeness import Evidence, Person, Weights, read
from .model import BIRTH, PLACE, Entry, Pair
from .names import beginnings, token

_WHOLE = 40  # rows of a block within which all are compared
_NEIGHBOURS = 8
_AT_LEAST = 200_000  # comparisons for one kind of key; more if there are more rows
# Log-odds in bits from which two rows are a pair; a list seldom holds a person twice, two lists often do
_LEAST_WITHIN, _LEAST_BETWEEN = 3.0, 1.0
_CLEARLY = 5.0  # bits by which one pair is clearly worse than another


def within(entries: Iterable[Entry]) -> list[Pair]:
    """See :func:`swapproto.tables.people.likely_same`."""
    found = [_pair(min(rows), max(rows), likely) for rows, likely in _alike(entries)]
    return sorted(found, key=_best_first)


def persons(count: int, pairs: Iterable[Pair]) -> int:
    """See :func:`swapproto.tables.people.distinct`."""
    above = list(range(count + 1))

    def top(row: int) -> int:
        while above[row] != row:
            above[row] = row = above[above[row]]
        return row

    for pair in pairs:
        above[top(pair.second)] = top(pair.first)
    return sum(above[row] == row for row in range(1, len(above)))


def between(mine: Iterable[Entry], theirs: Iterable[Entry]) -> list[Pair]:
    """See :func:`swapproto.tables.people.match`."""
    rows, their_rows = _rows_by_person(mine), _rows_by_person(theirs)
    people = [*rows, *their_rows]
    weights = Weights(people)
    found = list(_likely(people, [0] * len(rows) + [1] * len(their_rows), weights, _LEAST_BETWEEN))
    best: dict[int, float] = defaultdict(float)
    for likely in found:
        for one in likely.first, likely.second:
            best[one] = max(best[one], likely.bits)
    pairs = []
    for likely in found:
        if likely.bits > max(best[likely.first], best[likely.second]) - _CLEARLY:
            both = rows[people[likely.first]], their_rows[people[likely.second]]
            pairs += [_pair(first, second, likely) for first, second in _side_by_side(*both)]
    return sorted(pairs, key=_best_first)


class _Likely(NamedTuple):
    first: int
    second: int
    bits: float
    evidence: list[Evidence]


def _rows_by_person(entries: Iterable[Entry]) -> dict[Person, list[int]]:
    rows: dict[Person, list[int]] = defaultdict(list)
    for row, entry in enumerate(entries, 1):
        rows[read(entry)].append(row)
    return rows


def _alike(entries: Iterable[Entry]) -> Iterator[tuple[tuple[int, int], _Likely]]:
    """Pairs of rows of one list; of rows that say the same, each with the first, and the first with others."""
    rows = _rows_by_person(entries)
    people = list(rows)
    weights = Weights(people)
    for number, person in enumerate(people):
        if len(rows[person]) > 1 and (likely := _weigh(people, number, number, weights, _LEAST_WITHIN)):
            for row in rows[person][1:]:
                yield (rows[person][0], row), likely
    for likely in _likely(people, range(len(people)), weights, _LEAST_WITHIN):
        yield (rows[people[likely.first]][0], rows[people[likely.second]][0]), likely


def _side_by_side(ours: Sequence[int], theirs: Sequence[int]) -> Iterable[tuple[int, int]]:
    """Each row of either side with one of the other: as many pairs as the longer side has rows."""
    if len(ours) < len(theirs):
        return zip(cycle(ours), theirs, strict=False)
    return zip(ours, cycle(theirs), strict=False)


def _likely(people: Sequence[Person], sides: Sequence[int], weights: Weights, least: float) -> Iterator[_Likely]:
    """Those persons of different sides that are likely one, the first before the second."""
    seen = set()
    for keys in _KINDS:
        for first, second in _candidates(people, sides, keys):
            pair = first * len(people) + second
            if pair not in seen:
                seen.add(pair)
                if likely := _weigh(people, first, second, weights, least):
                    yield likely


def _weigh(people: Sequence[Person], first: int, second: int, weights: Weights, least: float) -> _Likely | None:
    evidence = weights.evidence(people[first], people[second])
    bits = weights.bits(evidence)
    if bits < least or not any(found.agrees for found in evidence if found.field not in (BIRTH, PLACE)):
        return None
    return _Likely(first, second, bits, evidence)


def _pair(first: int, second: int, likely: _Likely) -> Pair:
    return Pair(
        first,
        second,
        round(1 / (1 + 2**-likely.bits), 4),
        tuple(found.field for found in likely.evidence if found.agrees),
        tuple(found.field for found in likely.evidence if not found.agrees),
    )


def _best_first(pair: Pair) -> tuple[float, int, int]:
    return -pair.score, pair.first, pair.second


def _candidates(
    people: Sequence[Person], sides: Sequence[int], keys: Callable[[Person], Iterable[str]]
) -> Iterator[tuple[int, int]]:
    """Pairs that share a key of this kind, a bounded number."""
    blocks: dict[str, list[int]] = defaultdict(list)
    for number, person in enumerate(people):
        for key in set(keys(person)):
            blocks[key].append(number)
    left = max(_AT_LEAST, len(people))
    for _, block in sorted((len(block), key) for key, block in blocks.items() if len(block) > 1):
        for first, second in _within_block(blocks[block], people):
            if sides[first] != sides[second]:
                yield min(first, second), max(first, second)
                left -= 1
        if left <= 0:
            return


def _within_block(block: list[int], people: Sequence[Person]) -> Iterator[tuple[int, int]]:
    if len(block) <= _WHOLE:
        yield from combinations(block, 2)
        return
    in_order = sorted(block, key=people.__getitem__)
    for distance in range(1, _NEIGHBOURS + 1):
        yield from zip(in_order, in_order[distance:], strict=False)


# The kinds of key. Names serve in any order, and by their consonants, if they are not known given names.


def _tokens(person: Person) -> list[str]:
    return [token(way) for name in person.names for way in name if not way.initial]


def _born(person: Person) -> str:
    """The year; then month and day in either order."""
    digits = person.birth.digits
    return digits[:4] + "".join(sorted((digits[4:6], digits[6:])))


def _by_birth(person: Person) -> Iterable[str]:
    return [_born(person)] if len(person.birth.digits) == 8 else []


def _by_two_names(person: Person) -> Iterable[str]:
    return [f"{a} {b}" for a, b in combinations(sorted(_tokens(person)), 2)]


def _by_name_and_year(person: Person) -> Iterable[str]:
    year = person.birth.digits[:4]
    return [f"{token} {year}" for token in _tokens(person)] if year else []


def _by_name_and_day(person: Person) -> Iterable[str]:
    day = _born(person)[4:]
    return [f"{token} {day}" for token in _tokens(person)] if day else []


def _by_family_name_and_initial(person: Person) -> Iterable[str]:
    family, given, _ = person.names
    return [f"{token(a)} {letters}" for a in family for b in given for letters in beginnings(b) if len(letters) == 1]


def _by_serial(person: Person) -> Iterable[str]:
    return [person.serial] if person.serial else []


_KINDS = (_by_serial, _by_birth, _by_two_names, _by_name_and_year, _by_name_and_day, _by_family_name_and_initial)

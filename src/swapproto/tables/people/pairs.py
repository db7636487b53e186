"""Pairs of rows: choose which rows to compare, since comparing all with all would take too long, and rank the result.

Rows that say exactly the same of a person are compared as one. Other rows that share a key form a block. All rows of a
small block are compared with each other; in a large one, neighbours in the order of their content are. For each kind of
key, the smallest blocks come first, until a number of comparisons is reached that grows only with the number of rows.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import combinations, cycle
from typing import NamedTuple

from ...progress import PORTION, Progress, nobody
from .likeness import Evidence, Weights
from .model import BIRTH, PLACE, Pair, Record
from .names import beginnings, token
from .person import Person, read

_MAX_ROWS_ALL_COMPARED = 40  # of a block; in a larger one only neighbours are compared
NEIGHBOURS = 8
COMPARISONS_OF_EACH = 4  # for one kind of key
FEWEST_COMPARISONS, MOST_COMPARISONS = 20_000, 200_000
_MIN_BITS_WITHIN, _MIN_BITS_BETWEEN = 3.0, 1.0  # log-odds: few persons are in one list twice, many are in two lists
_CLEARLY_WORSE = 5.0  # bits between a pair and a better one of the same row


def likely_same(records: Iterable[Record]) -> list[Pair]:
    """Return the pairs within one list, best first."""
    found = [_pair(min(rows), max(rows), likely) for rows, likely in _alike(records)]
    return sorted(found, key=_best_first)


def match(mine: Iterable[Record], theirs: Iterable[Record], progress: Progress) -> list[Pair]:
    """Return the pairs between two lists, best first, without those that are clearly worse than another."""
    rows, their_rows = rows_by_person(mine), rows_by_person(theirs)
    people = [*rows, *their_rows]
    weights = Weights(people)
    found = list(_likely(people, [0] * len(rows) + [1] * len(their_rows), weights, _MIN_BITS_BETWEEN, progress))
    best: dict[int, float] = defaultdict(float)
    for likely in found:
        for one in likely.first, likely.second:
            best[one] = max(best[one], likely.bits)
    pairs = []
    for likely in found:
        if likely.bits > max(best[likely.first], best[likely.second]) - _CLEARLY_WORSE:
            both = rows[people[likely.first]], their_rows[people[likely.second]]
            pairs += [_pair(first, second, likely) for first, second in _side_by_side(*both)]
    return sorted(pairs, key=_best_first)


class _Likely(NamedTuple):
    """Two persons by their indexes, and what speaks for their being one."""

    first: int
    second: int
    bits: float
    evidence: list[Evidence]


def rows_by_person(records: Iterable[Record]) -> dict[Person, list[int]]:
    """Return the rows, from 1, of each different person of a list."""
    rows: dict[Person, list[int]] = defaultdict(list)
    for row, record in enumerate(records, 1):
        rows[read(record)].append(row)
    return rows


def _alike(records: Iterable[Record]) -> Iterator[tuple[tuple[int, int], _Likely]]:
    """Yield pairs of rows of one list. Of rows that say the same, only the first is paired with others."""
    rows = rows_by_person(records)
    people = list(rows)
    weights = Weights(people)
    for index, person in enumerate(people):
        if len(rows[person]) > 1 and (likely := _weigh(people, index, index, weights, _MIN_BITS_WITHIN)):
            for row in rows[person][1:]:
                yield (rows[person][0], row), likely
    for likely in _likely(people, range(len(people)), weights, _MIN_BITS_WITHIN):
        yield (rows[people[likely.first]][0], rows[people[likely.second]][0]), likely


def _side_by_side(ours: Sequence[int], theirs: Sequence[int]) -> Iterable[tuple[int, int]]:
    """Pair each row of either side with one of the other: as many pairs as the longer side has rows."""
    if len(ours) < len(theirs):
        return zip(cycle(ours), theirs, strict=False)
    return zip(ours, cycle(theirs), strict=False)


def _likely(
    people: Sequence[Person],
    sides: Sequence[int],
    weights: Weights,
    min_bits: float,
    progress: Progress = nobody,
) -> Iterator[_Likely]:
    """Yield the persons of different sides that are likely one, by ascending index."""
    seen = set()
    most = most_comparisons(len(people))
    for number, keys in enumerate(KINDS_OF_KEY):
        for count, (first, second) in enumerate(candidates(people, sides, keys)):
            if count % PORTION == 0:
                progress(number * most + min(count, most), len(KINDS_OF_KEY) * most)
            pair = first * len(people) + second
            if pair not in seen:
                seen.add(pair)
                if likely := _weigh(people, first, second, weights, min_bits):
                    yield likely


def _weigh(people: Sequence[Person], first: int, second: int, weights: Weights, min_bits: float) -> _Likely | None:
    evidence = weights.evidence(people[first], people[second])
    bits = weights.bits(evidence)
    if bits < min_bits or not any(found.agrees for found in evidence if found.field not in (BIRTH, PLACE)):
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


def most_comparisons(persons: int) -> int:
    """Return how many comparisons are made for one kind of key: four for each person, within limits, or one for each of
    more persons than these allow."""
    return max(persons, min(MOST_COMPARISONS, max(FEWEST_COMPARISONS, COMPARISONS_OF_EACH * persons)))


def candidates(
    people: Sequence[Person], sides: Sequence[int], keys: Callable[[Person], Iterable[str]]
) -> Iterator[tuple[int, int]]:
    """Yield pairs of indexes of persons that share a key of this kind, a bounded number of them."""
    blocks: dict[str, list[int]] = defaultdict(list)
    for index, person in enumerate(people):
        for key in set(keys(person)):
            blocks[key].append(index)
    left = most_comparisons(len(people))
    for _, block in sorted((len(block), key) for key, block in blocks.items() if len(block) > 1):
        for first, second in _within_block(blocks[block], people):
            if sides[first] != sides[second]:
                yield min(first, second), max(first, second)
                left -= 1
        if left <= 0:
            return


def _within_block(block: list[int], people: Sequence[Person]) -> Iterator[tuple[int, int]]:
    if len(block) <= _MAX_ROWS_ALL_COMPARED:
        yield from combinations(block, 2)
        return
    in_order = sorted(block, key=people.__getitem__)
    for distance in range(1, NEIGHBOURS + 1):
        yield from zip(in_order, in_order[distance:], strict=False)


# The kinds of key. Names are used in any order, and by their consonants unless they are known given names.


def _tokens(person: Person) -> list[str]:
    return [token(way) for name in person.names for way in name if not way.initial]


def _born(person: Person) -> str:
    """Return the year, then month and day in ascending order, so that swapping them makes no difference."""
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


KINDS_OF_KEY = (_by_serial, _by_birth, _by_two_names, _by_name_and_year, _by_name_and_day, _by_family_name_and_initial)

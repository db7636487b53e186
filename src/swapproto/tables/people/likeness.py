"""The likeness of two persons: weigh the evidence of each field in bits, and add it up.

A field that agrees weighs more, the rarer its value is in these lists. A field that clearly differs outweighs much that
agrees: fathers and sons, brothers and sisters, twins and namesakes share everything else. Unknown values weigh nothing.
This follows Fellegi and Sunter's theory of record linkage; the weights were set by hand and tried on made-up people.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import date
from math import log2
from typing import NamedTuple

from rapidfuzz.distance import OSA

from .folding import consonants
from .model import BIRTH, FATHER, PLACE, SERIAL
from .names import Word, beginnings, stems, token
from .person import Date, Name, Person


class Evidence(NamedTuple):
    """What one field says: ``bits`` above 0 speak for one person and below 0 for two; and whether its values agree."""

    field: str
    bits: float
    agrees: bool


_SAME_DAY, _SAME_MONTH, _SAME_YEAR, _SAME_SERIAL = 12.0, 8.0, 4.5, 10.0
_SLIP = 3.0
"""Bits that each slip of the pen takes from the weight of an agreement."""
_MAX_BITS_OF_NAMES = 6.0
_NOT_NAMES = frozenset((BIRTH, SERIAL, FATHER, PLACE))
_OTHER_BIRTH, _OTHER_DAY = -20.0, -12.0
_NEW_YEAR = "0101"  # which often stands for a year whose day is not known
_MOST_WITH_ONE_SERIAL = 4  # persons, as two lists spell one: a number that more of them have is less and less theirs
_OTHER_NAME = (-12.0, -20.0, -12.0)
_OTHER_ORDERS = ((1, 0, 2), (0, 2, 1), (2, 1, 0), (1, 2, 0), (2, 0, 1))


class Weights:
    """The weight of an agreement on each value, by how rare it is among the different persons of the lists."""

    def __init__(self, persons: Iterable[Person]) -> None:
        self._names: Counter[str] = Counter()
        self._dates: Counter[str] = Counter()
        self._serials: Counter[str] = Counter()
        self._count = 0
        for person in persons:
            self._count += 1
            self._names.update({way.key for name in person.names for way in name})
            self._dates[person.birth.digits] += 1
            self._serials[person.serial] += 1

    def bits(self, found: Iterable[Evidence]) -> float:
        """Return the odds that two persons with this evidence are one, as a power of 2.

        Even a rare name can have a namesake: names alone give odds of 64 to 1 at most.
        """
        prior = log2(self._count + 256)  # bits against any two persons being one, before they are compared
        names = others = 0.0
        for evidence in found:
            if evidence.field in _NOT_NAMES:
                others += evidence.bits
            else:
                names += evidence.bits
        return min(names - prior, _MAX_BITS_OF_NAMES) + others

    def evidence(self, first: Person, second: Person) -> list[Evidence]:
        """Return the evidence of each field that both persons have.

        Dates of birth with nothing in common are the only evidence, unless the serial numbers are the same.
        """
        birth = self._by_birth(first.birth, second.birth)
        serial = self._by_serial(first.serial, second.serial)
        if birth and birth.bits <= _OTHER_BIRTH and not (serial and serial.agrees):
            return [birth]
        found = self._by_name(first, second)
        found += filter(None, (birth, serial))
        if first.father and second.father:
            bits = self._best(first.father, second.father, -4.0)
            found.append(Evidence(FATHER, min(bits, 2.0), bits > 0))
        if first.place and second.place:
            same = first.place == second.place
            found.append(Evidence(PLACE, 2.0 if same else -0.5, same))
        return found

    def _by_name(self, first: Person, second: Person) -> list[Evidence]:
        """Compare the names field by field, or in another order of the fields if they agree better in that one."""
        as_written = self._in_order(first, second.names)
        if all(name.bits >= 0 for name in as_written) or not _share_names_across_fields(first, second):
            return as_written
        return max([as_written, *self._in_other_orders(first, second)], key=_total)

    def _in_other_orders(self, first: Person, second: Person) -> Iterator[list[Evidence]]:
        """Yield the evidence of each other order in which all names agree, both family names among them."""
        for order in _OTHER_ORDERS:
            names = [second.names[index] for index in order]
            family_is_compared = names[0] and first.names[order.index(0)]
            found = self._in_order(first, names) if family_is_compared else []
            if len(found) > 1 and all(name.bits > 0 for name in found):
                cost = _SLIP / len(found)
                yield [name._replace(bits=name.bits - cost) for name in found]

    def _in_order(self, first: Person, names: Iterable[Name]) -> list[Evidence]:
        found = []
        for field, one, other, unlike in zip(first.fields, first.names, names, _OTHER_NAME, strict=True):
            if one and other:
                bits = self._best(one, other, unlike)
                found.append(Evidence(field, bits, bits > 0))
        return found

    def _best(self, one: Name, other: Name, unlike: float) -> float:
        if len(one) == len(other) == 1:
            return self._by_word(one[0], other[0], unlike)
        return max(self._by_word(a, b, unlike) for a in one for b in other)

    def _by_word(self, one: Word, other: Word, unlike: float) -> float:
        if one.key == other.key:
            return 2.0 if one.initial else self._rarity(one)
        if one.initial or other.initial:
            return unlike * 0.75 if beginnings(one).isdisjoint(beginnings(other)) else 2.0
        if one.known and other.known:
            return unlike
        weight = min(self._rarity(one), self._rarity(other))
        if (len(one.parts) > 1 or len(other.parts) > 1) and not {*one.parts}.isdisjoint(other.parts):
            return max(weight - _SLIP, 1.0)
        if one.known or other.known:
            slips = min(_slips(a, b) for a in stems(one) for b in stems(other))
        else:
            slips = _slips(one.stem, other.stem)
        if one.stem != one.folded or other.stem != other.folded:  # the slip may be in a patronymic's ending
            slips = min(slips, _slips(one.folded, other.folded))
        return unlike * (slips - 2) if slips > 2 else max(weight - _SLIP * slips, 1.0)

    def _rarity(self, name: Word) -> float:
        return log2((self._count + 300) / (self._names[name.key] + 1))

    def _by_birth(self, one: Date, other: Date) -> Evidence | None:
        known = min(len(one.digits), len(other.digits))
        if not known:
            return None
        a, b = one.digits[:known], other.digits[:known]
        if a == b:
            return Evidence(
                BIRTH, self._same_day(a, b) if known == 8 else _SAME_MONTH if known == 6 else _SAME_YEAR, True
            )
        years = abs(int(a[:4]) - int(b[:4]))
        if one.unsure or other.unsure:
            return Evidence(BIRTH, 1.0 if years <= 2 else -4.0 if years <= 5 else _OTHER_BIRTH, False)
        if known == 8 and (slips := _slips_of_date(a, b, years)):
            return Evidence(BIRTH, self._same_day(a, b) - _SLIP * slips, False)
        if years == 0:
            return Evidence(BIRTH, 0.0 if _NEW_YEAR in (a[4:], b[4:]) else _OTHER_DAY, False)
        return Evidence(BIRTH, _OTHER_BIRTH, False)

    def _same_day(self, one: str, other: str) -> float:
        return min(_SAME_DAY, log2((self._count + 4000) / (1 + max(self._dates[one], self._dates[other]))))

    def _by_serial(self, one: str, other: str) -> Evidence | None:
        if not one or not other:
            return None
        if one == other:
            crowd = self._serials[one] / _MOST_WITH_ONE_SERIAL
            return Evidence(SERIAL, _SAME_SERIAL - _SLIP * max(0.0, log2(crowd)), True)
        near = len(one) > 4 and OSA.distance(one, other, score_cutoff=1) == 1
        return Evidence(SERIAL, _SLIP if near else -_SLIP, False)


def _slips_of_date(one: str, other: str, years: int) -> int:
    """Return how many slips of the pen explain the difference of two dates YYYYMMDD, or 0 if none do."""
    if years == 0 and one[4:6] == other[6:] and one[6:] == other[4:6]:  # day and month are swapped
        return 1
    if (years == 1 and one[4:] == other[4:]) or OSA.distance(one, other, score_cutoff=1) == 1:
        return 2 if years < 10 else 3
    return 2 if years < 2 and _are_neighbours(one, other) else 0


def _are_neighbours(one: str, other: str) -> bool:
    """Return whether a date is the day before or after the other, as another time zone makes it."""
    with suppress(ValueError):
        return abs(date.fromisoformat(one).toordinal() - date.fromisoformat(other).toordinal()) == 1
    return False


def _total(found: Iterable[Evidence]) -> float:
    return sum(evidence.bits for evidence in found)


def _share_names_across_fields(first: Person, second: Person) -> bool:
    """Return whether a name of the one is roughly a name of the other in another field."""
    return any(
        token(a) == token(b)
        for i, one in enumerate(first.names)
        for j, other in enumerate(second.names)
        if i != j
        for a in one
        for b in other
    )


def _slips(one: str, other: str) -> float:
    """Return how many slips of the pen explain the difference: 3 for two different names, 2.5 if that is uncertain."""
    longer = max(len(one), len(other))
    distance = OSA.distance(one, other, score_cutoff=3)
    if distance > 3 or longer < 3:
        return 3.0
    if distance == 1 or (3 * distance <= longer and consonants(one) == consonants(other)):
        return 1.0
    if 4 * distance <= longer + 1:
        return 0.8 * distance
    return 2.5 if 3 * distance <= longer else 3.0

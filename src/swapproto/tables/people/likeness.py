"""The likeness of two persons: weigh the evidence of each field in bits, and add it up.

A field that agrees weighs more, the rarer its value is in these lists. A field that clearly differs outweighs much that
agrees: fathers and sons, brothers and sisters, twins and namesakes share everything else. Unknown values weigh nothing.
This follows Fellegi and Sunter's theory of record linkage; the weights were set by hand and tried on made-up people.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from math import log2
from typing import NamedTuple

from rapidfuzz.distance import OSA

from .folding import LIMIT, consonants, fold
from .model import ADDITIONAL, BIRTH, FAMILY, FATHER, GIVEN, LATIN, PATRONYMIC, PLACE, SERIAL, Record
from .names import Word, beginnings, is_patronymic, stems, token, word

_BETWEEN = re.compile(r"[\s.,;]+")
_DATE = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?([?~%]?)")


class Date(NamedTuple):
    """The known digits of a date, YYYY[MM[DD]], and whether it is marked as uncertain or approximate."""

    digits: str
    unsure: bool


Name = tuple[Word, ...]
"""The spellings of one name: none, one, or two if the original and the Latin column differ."""


class Person(NamedTuple):
    """What is compared of a record. ``names`` are the family name, given name, and patronymic or additional name."""

    names: tuple[Name, Name, Name]
    birth: Date
    serial: str
    father: Name
    place: str
    fields: tuple[str, str, str]


class Evidence(NamedTuple):
    """What one field says: ``bits`` above 0 speak for one person and below 0 for two; and whether its values agree."""

    field: str
    bits: float
    agrees: bool


def read(record: Record) -> Person:
    """Read the person of a record with any values."""
    names = [_ways(record, field) for field in (FAMILY, GIVEN, PATRONYMIC)]
    fields = [_filled(record, field) for field in (FAMILY, GIVEN, PATRONYMIC)]
    if not names[2]:
        names[2], fields[2] = _ways(record, ADDITIONAL), _filled(record, ADDITIONAL)
    family, given, third = _spread(*names)
    birth = _DATE.fullmatch(_text(record, BIRTH))
    return Person(
        (_words(family), _words(given), _words(third)),
        Date("".join(part or "" for part in birth.groups()[:3]), bool(birth[4])) if birth else Date("", False),
        "".join(filter(str.isalnum, _text(record, SERIAL))).casefold(),
        _words(_ways(record, FATHER)),
        "".join(fold(_text(record, PLACE))),
        (fields[0], fields[1], fields[2]),
    )


def _ways(record: Record, field: str) -> list[str]:
    both = _text(record, field), _text(record, field + LATIN)
    return [text for text in both if fold(text)]


def _filled(record: Record, field: str) -> str:
    return field if _text(record, field) or not _text(record, field + LATIN) else field + LATIN


def _text(record: Record, field: str) -> str:
    value = record.get(field)
    if isinstance(value, int) and not isinstance(value, bool) and value.bit_length() < 256:
        return str(value)
    return value[:LIMIT] if isinstance(value, str) else ""


def _spread(family: list[str], given: list[str], third: list[str]) -> tuple[list[str], list[str], list[str]]:
    """Return the names each in its own field, where one field has several of them."""
    if family and not given and not third:  # a whole name in one field
        pieces = [_pieces(text) for text in family]
        return _joined(pieces, 0, 1), _joined(pieces, 1, 2), _joined(pieces, 2, None)
    if given and not third and all(map(_BETWEEN.search, given)):
        pieces = [_pieces(text) for text in given]
        if all(_two_names(names) for names in pieces):
            return family, _joined(pieces, 0, 1), _joined(pieces, 1, 2)
    return family, given, third


def _pieces(text: str) -> list[str]:
    """Split a text at spaces, dots and commas; a double name stays in one piece."""
    return [piece for piece in _BETWEEN.split(text) if fold(piece)]


def _joined(pieces: list[list[str]], first: int, end: int | None) -> list[str]:
    return [" ".join(names[first:end]) for names in pieces]


def _two_names(pieces: list[str]) -> bool:
    if len(pieces) != 2:
        return False
    one, other = (fold(piece) for piece in pieces)
    return is_patronymic("".join(other)) or (word(one).initial and word(other).initial)


def _words(ways: list[str]) -> Name:
    return tuple(dict.fromkeys(word(parts) for text in ways if (parts := fold(text))))


_SAME_DAY, _SAME_MONTH, _SAME_YEAR, _SAME_SERIAL = 12.0, 8.0, 4.5, 10.0
_SLIP = 3.0
"""Bits that each slip of the pen takes from the weight of an agreement."""
_MAX_BITS_OF_NAMES = 6.0
_NOT_NAMES = frozenset((BIRTH, SERIAL, FATHER, PLACE))
_OTHER_BIRTH, _OTHER_DAY = -20.0, -12.0
_OTHER_NAME = (-12.0, -20.0, -12.0)
_OTHER_ORDERS = ((1, 0, 2), (0, 2, 1), (2, 1, 0), (1, 2, 0), (2, 0, 1))


class Weights:
    """The weight of an agreement on each value, by how rare it is among the different persons of the lists."""

    def __init__(self, persons: Iterable[Person]) -> None:
        self._names: Counter[str] = Counter()
        self._dates: Counter[str] = Counter()
        self._count = 0
        for person in persons:
            self._count += 1
            self._names.update({way.key for name in person.names for way in name})
            self._dates[person.birth.digits] += 1

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
        serial = _by_serial(first.serial, second.serial)
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
        same_day = min(_SAME_DAY, log2((self._count + 4000) / (1 + max(self._dates[a], self._dates[b]))))
        if a == b:
            same = same_day if known == 8 else _SAME_MONTH if known == 6 else _SAME_YEAR
            return Evidence(BIRTH, same, True)
        years = abs(int(a[:4]) - int(b[:4]))
        if one.unsure or other.unsure:
            return Evidence(BIRTH, 1.0 if years <= 2 else -4.0 if years <= 5 else _OTHER_BIRTH, False)
        day_and_month_swapped = a[:4] == b[:4] and a[4:6] == b[6:] and a[6:] == b[4:6]
        if known == 8 and day_and_month_swapped:
            return Evidence(BIRTH, same_day - _SLIP, False)
        one_slip = OSA.distance(a, b, score_cutoff=1) == 1 or (years == 1 and a[4:] == b[4:])
        if known == 8 and one_slip:
            return Evidence(BIRTH, same_day - _SLIP * (2 if years < 10 else 3), False)
        return Evidence(BIRTH, _OTHER_DAY if years == 0 else _OTHER_BIRTH, False)


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


def _by_serial(one: str, other: str) -> Evidence | None:
    if not one or not other:
        return None
    if one == other:
        return Evidence(SERIAL, _SAME_SERIAL, True)
    near = len(one) > 4 and OSA.distance(one, other, score_cutoff=1) == 1
    return Evidence(SERIAL, _SLIP if near else -_SLIP, False)


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

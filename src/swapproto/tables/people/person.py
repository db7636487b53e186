"""The person of a row: its names folded, and its date and numbers without what says nothing."""

import re
from typing import NamedTuple

from .folding import LIMIT, fold, fold_number
from .model import ADDITIONAL, BIRTH, FAMILY, FATHER, GIVEN, LATIN, PATRONYMIC, PLACE, SERIAL, Record
from .names import Word, is_patronymic, word
from .placeholders import is_no_number, is_nothing, known_digits

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


def read(record: Record) -> Person:
    """Read the person of a record with any values."""
    names = [_ways(record, field) for field in (FAMILY, GIVEN, PATRONYMIC)]
    fields = [_filled(record, field) for field in (FAMILY, GIVEN, PATRONYMIC)]
    if not names[2]:
        names[2], fields[2] = _ways(record, ADDITIONAL), _filled(record, ADDITIONAL)
    family, given, third = _spread(*names)
    birth = _DATE.fullmatch(_text(record, BIRTH))
    serial = fold_number(_text(record, SERIAL))
    return Person(
        (_words(family), _words(given), _words(third)),
        Date(known_digits(*birth.groups("")[:3]), bool(birth[4])) if birth else Date("", False),
        "" if is_no_number(serial) else serial,
        _words(_ways(record, FATHER)),
        "".join(fold(_text(record, PLACE))),
        (fields[0], fields[1], fields[2]),
    )


def _ways(record: Record, field: str) -> list[str]:
    both = _text(record, field), _text(record, field + LATIN)
    return [text for text in both if text and fold(text)]


def _filled(record: Record, field: str) -> str:
    return field + LATIN if not _text(record, field) and _text(record, field + LATIN) else field


def _text(record: Record, field: str) -> str:
    value = record.get(field)
    if isinstance(value, int) and not isinstance(value, bool) and value.bit_length() < 256:
        return str(value)
    return value[:LIMIT] if isinstance(value, str) and not is_nothing(value) else ""


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

"""The person of a row: its names folded, and its date and numbers without what says nothing."""

import re
from collections.abc import Mapping
from typing import NamedTuple

from .folding import LIMIT, fold, fold_number
from .model import ADDITIONAL, BIRTH, FAMILY, FATHER, GIVEN, LATIN, PATRONYMIC, PLACE, READ, SERIAL, Record
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
    texts = {field: text for field in READ if (text := _text(record.get(field)))}
    third = PATRONYMIC if _ways(texts, PATRONYMIC) or not _ways(texts, ADDITIONAL) else ADDITIONAL
    family, given, more = _spread(_ways(texts, FAMILY), _ways(texts, GIVEN), _ways(texts, third))
    birth = _DATE.fullmatch(texts.get(BIRTH, ""))
    serial = fold_number(texts.get(SERIAL, ""))
    return Person(
        (_words(family), _words(given), _words(more)),
        Date(known_digits(*birth.groups("")[:3]), bool(birth[4])) if birth else Date("", False),
        "" if is_no_number(serial) else serial,
        _words(_ways(texts, FATHER)),
        "".join(fold(texts.get(PLACE, ""))),
        (_filled(texts, FAMILY), _filled(texts, GIVEN), _filled(texts, third)),
    )


def _ways(texts: Mapping[str, str], field: str) -> list[str]:
    return [text for name in (field, field + LATIN) if (text := texts.get(name)) and fold(text)]


def _filled(texts: Mapping[str, str], field: str) -> str:
    return field + LATIN if field not in texts and field + LATIN in texts else field


def _text(value: object) -> str:
    if isinstance(value, int) and not isinstance(value, bool) and value.bit_length() < 256:
        return str(value)
    return value[:LIMIT] if isinstance(value, str) and value and not is_nothing(value) else ""


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

"""Placeholders: what clerks and programs write where nothing is known.

Whoever has no patronymic is not another person than somebody whose patronymic is missing, and two people without a
number do not share one. So a placeholder says nothing of a person, like an empty cell.
"""

import re
from functools import lru_cache
from unicodedata import normalize

from ..blanks import SAYING_NOTHING

_LONGEST = 24
_AROUND = " .,;:()[]<>«»\"'"
_SIGN = re.compile(r"[\W_]*|[xх]{2,}|[^\W\d_]{1,2}/[^\W\d_]{1,2}")  # -, ???, xxx, n/a, н/д, б/н

# The first days that programs count from, and the years that are typed to get past a required cell
_FIRST_DAYS = frozenset(("17530101", "18991230", "18991231", "19000101", "19040101", "19700101"))
_NO_YEARS = frozenset(("0000", "0001", "1111", "9999"))
_MIN_REPEATED = 3


@lru_cache(maxsize=1 << 14)
def is_nothing(text: str) -> bool:
    """Return whether a text stands for nothing: a sign, an abbreviation such as n/a, or a word for unknown.

    >>> [is_nothing(text) for text in ("Н/Д", "(невідомо)", "—", "Null", "Невідомий")]
    [True, True, True, False, False]
    """
    if len(text) > _LONGEST:
        return False
    bare = " ".join(normalize("NFC", text).casefold().split()).strip(_AROUND)
    return bare in SAYING_NOTHING or _SIGN.fullmatch(bare) is not None


def is_no_number(serial: str) -> bool:
    """Return whether a serial number can be nobody's: it has no digit but 0, or is one digit over and over.

    >>> [is_no_number(serial) for serial in ("б/н", "000000", "999999", "AB000123", "7")]
    [True, True, True, False, False]
    """
    digits = {c for c in serial if c.isdigit()}
    return digits <= {"0"} or (len(serial) >= _MIN_REPEATED and len(set(serial)) == 1)


def known_digits(year: str, month: str = "", day: str = "") -> str:
    """Return the digits of a date that say something: none of a placeholder, and the year alone of 1984-00-00.

    >>> known_digits("1984", "05", "17"), known_digits("1984", "00", "00"), known_digits("1900", "01", "01")
    ('19840517', '1984', '')
    """
    if year in _NO_YEARS or year + month + day in _FIRST_DAYS:
        return ""
    return year + ("" if month == "00" else month + ("" if day == "00" else day))

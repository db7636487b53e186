"""The text of a number, a date or a truth value in a spreadsheet's cell, where there is only one that it can be.

A spreadsheet keeps numbers, and shows them by a format: 5 can be 005, 500%, or 5 January 1900. What is returned is what
a person sees in the cell, dates in ISO 8601; where that depends on more than the file, the cell is refused.
"""

import re
from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple

from ..cells import Invalid

RETYPE = "format the column as text and type it again"
BUILT_IN = {
    0: "General", 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 11: "0.00E+00", 12: "# ?/?",
    13: "# ??/??", 14: "d/m/yyyy", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 18: "h:mm AM/PM", 19: "h:mm:ss AM/PM",
    20: "h:mm", 21: "h:mm:ss", 22: "d/m/yyyy h:mm", 37: "#,##0 ;", 38: "#,##0 ;", 39: "#,##0.00 ;", 40: "#,##0.00 ;",
    45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss.0", 48: "##0.0E+0", 49: "@",
}  # fmt: skip
"""Number formats that a file need not spell out, by their ids; what differs by country is as in most."""

_NUMBER = re.compile(r"-?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]{1,3})?")
_AS_IT_IS = ("general", "@", "0")
_PADDED, _DIGITS_ONLY = re.compile("0{2,32}"), re.compile("[0-9]{1,15}")
_PLAIN = re.compile(r"(?:#,##|#*)0(?:\.(0+))?")
_DIGITS = 10**15  # what lies above has lost digits when it was typed
_LITERAL = re.compile(r'"[^"]*"?|\\.|_.|\*.|\[[^\]]*\]|am/pm|a/p|general')
_ELAPSED = re.compile(r"\[(?:h+|m+|s+)\]")
_DAY, _MONTH = re.compile(r"(?<!d)d{1,2}(?!d)"), re.compile(r"(?<!m)m{1,4}(?!m)")
_FIRST_SERIAL, _LAST_DAY = 61, date.max
_SECONDS = 24 * 60 * 60


class Shown(NamedTuple):
    """A cell's text, and what kind of thing it was: ``number``, ``date``, ``moment`` or ``boolean``."""

    text: str
    kind: str


def _unfit(what: str) -> Invalid:
    return Invalid(what, "not-shown")


def truth(value: str, field_type: str) -> Shown:
    """A truth value's text, in a column of them. Raises :class:`Invalid` in any other."""
    if field_type != "boolean" or value not in ("0", "1"):
        raise _unfit(f"a truth value, which reads otherwise in each language: {RETYPE}")
    return Shown("true" if value == "1" else "false", "boolean")


def number(value: str, code: str, field_type: str, *, since_1904: bool) -> Shown:
    """The text of a number that is shown by the format ``code``, in a column of a type. Raises :class:`Invalid`."""
    if not _NUMBER.fullmatch(value):
        raise _unfit("not a number, though the file says so")
    quantity = Decimal(f"{float(value):.15g}")
    if not quantity.is_finite():
        raise _unfit("a number that is too large")
    code = code.lower()
    if _ELAPSED.search(code):
        raise _unfit(f"a length of time: {RETYPE}")
    pattern = _LITERAL.sub(" ", code).partition(";")[0]
    if re.search("[dmyhs]", pattern):
        return _date(float(value), pattern, since_1904=since_1904)
    if abs(quantity) >= _DIGITS:
        raise _unfit(f"a number of more than 15 digits, of which a spreadsheet keeps only 15: {RETYPE}")
    if field_type in ("integer", "number"):
        return Shown(_typed(value, quantity, code, whole=field_type == "integer"), "number")
    if code not in _AS_IT_IS:
        padded = str(quantity).zfill(len(code)) if _PADDED.fullmatch(code) and _DIGITS_ONLY.fullmatch(value) else ""
        raise _unfit(f"a number that is shown otherwise than it is kept: {RETYPE}").proposing(padded)
    if quantity != int(quantity):
        raise _unfit(f"a number with a fraction, which reads otherwise in each language: {RETYPE}")
    return Shown(str(int(quantity)), "number")


def _typed(value: str, quantity: Decimal, code: str, *, whole: bool) -> str:
    plain = _PLAIN.fullmatch(code)
    if code not in _AS_IT_IS and plain is None:
        raise _unfit("a number that is shown otherwise than it is kept: give it the format General")
    places = len(plain[1] or "") if plain else None
    if (places is not None and round(quantity, places) != quantity) or float(quantity) != float(value):
        raise _unfit("a number with more digits than are shown: write it with the digits that are meant")
    if quantity == int(quantity) and (whole or not places):
        return str(int(quantity))
    return f"{quantity:f}" if places is None else f"{quantity:.{places}f}"


def _date(serial: float, pattern: str, *, since_1904: bool) -> Shown:
    timed = "h" in pattern
    if "y" not in pattern or not _DAY.search(pattern) or not _MONTH.search(pattern):
        what = "a time of day" if timed or "s" in pattern else "a date of which only a part is shown"
        raise _unfit(f"{what}: {RETYPE}")
    if (not since_1904 and serial < _FIRST_SERIAL) or serial < 0:
        raise _unfit(f"a date before March 1900, which spreadsheet programs count differently: {RETYPE}")
    days, seconds = divmod(round(serial * _SECONDS), _SECONDS)
    start = date(1904, 1, 1) if since_1904 else date(1899, 12, 30)
    if days > (_LAST_DAY - start).days:
        raise _unfit("a date after the year 9999")
    day = (start + timedelta(days)).isoformat()
    if not seconds:
        return Shown(day, "date")
    if not timed:
        raise _unfit(f"a date with a time of day that is not shown: {RETYPE}")
    return Shown(f"{day}T{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}", "moment")

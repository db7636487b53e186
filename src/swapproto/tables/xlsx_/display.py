"""The text of a spreadsheet's cell as a person sees it, with dates in ISO 8601.

A spreadsheet stores numbers and displays them in a format: 5 can be 005, 500%, or 5 January 1900. A cell whose
display depends on more than the file, as on the language of the program, is invalid.
"""

import re
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from ...limits import CELL_LIMIT
from ...xlsx.worksheet import Cell, CellProblem
from ..formats import Invalid

RETYPE = "format the column as text and type it again"

_NUMBER = re.compile(r"-?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]{1,3})?")
_PLAIN_FORMATS = ("general", "@", "0")
_PADDED, _DIGITS_ONLY = re.compile("0{2,32}"), re.compile("[0-9]{1,15}")
_PLAIN = re.compile(r"(?:#,##|#*)0(?:\.(0+))?")
_DIGITS_LOST_FROM = 10**15  # a larger number lost digits when it was typed
PLAIN_TEXT = frozenset(("General", "@"))
"""Formats in which a text is shown as it is."""
_PARTS = re.compile(r'"[^"]*"?|\\.|_.|\*.|\[[^\]]*\]|.', re.DOTALL)
_SECTIONS_WITHOUT_TEXT = 3  # for positive numbers, negative ones and zero
_OTHER_WORD = re.compile(r"[^\W\d_]*[^\W\d_dmyhs][^\W\d_]*")  # as Standard, and no part of a date
_LITERAL = re.compile(r'"[^"]*"?|\\.|_.|\*.|\[[^\]]*\]|am/pm|a/p|general')
_ELAPSED = re.compile(r"\[(?:h+|m+|s+)\]")
_DAY, _MONTH = re.compile(r"(?<!d)d{1,2}(?!d)"), re.compile(r"(?<!m)m{1,4}(?!m)")
_FIRST_SERIAL, _LAST_DAY = 61, date.max
_SECONDS = 24 * 60 * 60


class Displayed(NamedTuple):
    """A cell's text, and the kind of its value: ``text``, ``number``, ``date``, ``moment`` or ``boolean``."""

    text: str
    kind: str


def _not_certain(what: str) -> Invalid:
    return Invalid(what, "not-shown")


def displayed(cell: Cell, field_type: str, *, since_1904: bool) -> Displayed:
    """Return the text of a cell in a column of a type. Raise :class:`Invalid` if it is not certain."""
    match cell.problem:
        case CellProblem.FORMULA:
            result = cell.text if cell.kind == "text" else ""
            raise Invalid("a formula: copy the cells and paste them as values", "formula", instead=result)
        case CellProblem.TOO_LONG:
            raise Invalid(f"more than {CELL_LIMIT:,} bytes, or half a character: shorten it, or type it again")
        case CellProblem.CONTROL:
            raise Invalid("a control character: type it again", "control")
    match cell.kind:
        case "number":
            return _number(cell.text, cell.code, field_type, since_1904=since_1904)
        case "boolean":
            return _boolean(cell.text, field_type)
        case "error":
            raise Invalid("an error such as #N/A: write what is meant, or leave it empty", "formula")
        case "date":
            raise _not_certain("a date as only strict files have it: save the workbook as an ordinary .xlsx")
    return Displayed(_text(cell.text, cell.code), "text")


def _text(text: str, code: str) -> str:
    """Return a text that is shown in a format. Raise :class:`Invalid` if more or less than the text is shown."""
    section = _section_for_text(code)
    if section is None:
        return text
    shown = "".join(text if part == "@" else _literal(part) for part in _PARTS.findall(section))
    if shown.strip() == text.strip():
        return text
    what = "nothing of the text is shown" if not shown.strip() else "a text that is displayed with more than it has"
    raise _not_certain(f"{what}: format the column as text, and compare it with what was meant").proposing(shown)


def _section_for_text(code: str) -> str | None:
    """Return the section of a format that is for texts; None if it has none, so that a text is shown as it is."""
    sections = [""]
    for part in _PARTS.findall(code):
        if part == ";":
            sections.append("")
        else:
            sections[-1] += part
    if len(sections) > _SECTIONS_WITHOUT_TEXT:
        return sections[_SECTIONS_WITHOUT_TEXT]
    return next((section for section in sections[-1:] if "@" in _LITERAL.sub("", section)), None)


def _literal(part: str) -> str:
    """Return what is shown for a part of a format: a text in quotes, or after a backslash; colours show nothing."""
    if part[0] == '"':
        return part.strip('"')
    if part[0] == "\\":
        return part[1:]
    if part[0] == "_":
        return " "
    return "" if part[0] in "*[" else part


def _boolean(value: str, field_type: str) -> Displayed:
    if field_type != "boolean" or value not in ("0", "1"):
        raise _not_certain(f"a truth value, which is displayed differently in each language: {RETYPE}")
    return Displayed("true" if value == "1" else "false", "boolean")


@lru_cache(2**12)
def _number(value: str, code: str, field_type: str, *, since_1904: bool) -> Displayed:
    if not _NUMBER.fullmatch(value):
        raise _not_certain("not a number, though the file says so")
    quantity = Decimal(f"{float(value):.15g}")
    if not quantity.is_finite():
        raise _not_certain("a number that is too large")
    code = code.lower()
    if _ELAPSED.search(code):
        raise _not_certain(f"a length of time: {RETYPE}")
    pattern = _OTHER_WORD.sub(" ", _LITERAL.sub(" ", code).partition(";")[0])
    if re.search("[dmyhs]", pattern):
        return _date(float(value), pattern, since_1904=since_1904)
    if abs(quantity) >= _DIGITS_LOST_FROM:
        raise _not_certain(f"a number of more than 15 digits, of which a spreadsheet keeps only 15: {RETYPE}")
    if field_type in ("integer", "number"):
        return Displayed(_typed(value, quantity, code, whole=field_type == "integer"), "number")
    if code not in _PLAIN_FORMATS:
        padded = str(quantity).zfill(len(code)) if _PADDED.fullmatch(code) and _DIGITS_ONLY.fullmatch(value) else ""
        raise _not_certain(f"a number that is displayed differently from how it is stored: {RETYPE}").proposing(padded)
    if quantity != int(quantity):
        raise _not_certain(f"a number with a fraction, which is displayed differently in each language: {RETYPE}")
    return Displayed(str(int(quantity)), "number")


def _typed(value: str, quantity: Decimal, code: str, *, whole: bool) -> str:
    plain = _PLAIN.fullmatch(code)
    if code not in _PLAIN_FORMATS and plain is None:
        raise _not_certain("a number that is displayed differently from how it is stored: give it the format General")
    places = len(plain[1] or "") if plain else None
    if (places is not None and round(quantity, places) != quantity) or float(quantity) != float(value):
        raise _not_certain("a number with more digits than are shown: write it with the digits that are meant")
    if quantity == int(quantity) and (whole or not places):
        return str(int(quantity))
    return f"{quantity:f}" if places is None else f"{quantity:.{places}f}"


def _date(serial: float, pattern: str, *, since_1904: bool) -> Displayed:
    timed = "h" in pattern
    if "y" not in pattern or not _DAY.search(pattern) or not _MONTH.search(pattern):
        what = "a time of day" if timed or "s" in pattern else "a date of which only a part is shown"
        raise _not_certain(f"{what}: {RETYPE}")
    if (not since_1904 and serial < _FIRST_SERIAL) or serial < 0:
        raise _not_certain(f"a date before March 1900, which spreadsheet programs count differently: {RETYPE}")
    days, seconds = divmod(round(serial * _SECONDS), _SECONDS)
    start = date(1904, 1, 1) if since_1904 else date(1899, 12, 30)
    if days > (_LAST_DAY - start).days:
        raise _not_certain("a date after the year 9999")
    day = (start + timedelta(days)).isoformat()
    if not seconds:
        return Displayed(day, "date")
    if not timed:
        raise _not_certain(f"a date with a time of day that is not shown: {RETYPE}")
    return Displayed(f"{day}T{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}", "moment")

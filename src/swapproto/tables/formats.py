"""The text formats of numbers, dates and times, and what is wrong with a text that has none. Spec 6.1."""

import re
from calendar import monthrange
from datetime import date, timedelta

from ..lists.fields import INT_MAX, INT_MIN
from .findings import ByRow, Code, Findings

INTEGER = re.compile(r"0|-?[1-9][0-9]{0,18}")
NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]{1,6})?")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_PARTIAL = re.compile(r"[0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2})?)?[?~%]?")
_YEAR_FIRST = re.compile(r"([0-9]{4})([./-])([0-9]{1,2})\2([0-9]{1,2})(?:T[0-9:]{8})?")
_YEAR_LAST = re.compile(r"([0-9]{1,2})([./-])([0-9]{1,2})\2([0-9]{4})")
_NO_DAY = re.compile(r"([0-9]{1,2})[./-]([0-9]{4})")
_YEAR_WORD = re.compile(
    r" *(?:[гр]\.?(?: ?[нр]\.?)?|року|года|року народження|года рождения|р\.? ?нар\.?|г\.? ?рожд\.?|г/р|م)\Z"
)  # 1984 г., 1984 р.н.
_MIDNIGHT = re.compile(r"(?:T| +)0{1,2}:00(?::00(?:\.0+)?)?(?: ?Z|[+-]00:00)?\Z")
_EXCEL_TEXT = re.compile(r"=\"(.*)\"|'(.*)")
_LIKELY_YEARS = range(1850, 2101)  # others are of another calendar, or slips
_SERIAL = re.compile(r"([1-9][0-9]{4})(?:\.[0-9]+)?")
_SERIALS = range(7_306, 73_416)  # 1920 to 2100
_DAY_ZERO = date(1899, 12, 30)
_TIME = re.compile(
    r"[Tt ](?:[01][0-9]|2[0-3]):[0-5][0-9]:(?:[0-5][0-9]|60)(?:\.[0-9]+)?"
    r"(?:[Zz]|[+-](?:[01][0-9]|2[0-3]):[0-5][0-9])"
)


class Invalid(ValueError):
    """A value that is not of its type or format. The message says why and what to write, not what was found.

    ``code`` is that of its finding. ``earlier`` is the row, from 1, that has the same value; the message has {} in
    its place. ``instead`` is what to write, if that is known.
    """

    def __init__(self, why: str, code: Code = "malformed", earlier: int | None = None, instead: str = "") -> None:
        super().__init__(why)
        self.code: Code = code
        self._earlier = earlier
        self.instead = instead

    def proposing(self, instead: str) -> "Invalid":
        """Return the same error with what to write instead."""
        return Invalid(str(self), self.code, self._earlier, instead)

    def alone(self) -> "Invalid":
        """Return the same error without where it was raised, to be kept."""
        return self.proposing(self.instead)

    def report(self, findings: Findings | ByRow, row: int, field: str, found: str) -> None:
        """Add it to ``findings``."""
        what = str(self) if self._earlier is None else str(self).format(findings.place(self._earlier))
        findings.add(self.code, what, row=row, field=field, found=found, instead=self.instead)


def integer(text: str) -> int:
    """Return a 64-bit integer from its only notation. A text with leading zeros is not a number."""
    if not INTEGER.fullmatch(text) or not INT_MIN <= int(text) <= INT_MAX:
        raise Invalid(
            "not an integer (digits only, no leading zeros or plus sign, 64 bits); "
            "a code or telephone number is of type string"
        )
    return int(text)


def number(text: str) -> str:
    """Return a number in the decimal notation of JSON, unchanged."""
    if not NUMBER.fullmatch(text):
        raise Invalid(
            "not a number (digits, with a point before the fraction, no spaces or leading zeros, "
            "and at most six digits after an e)"
        )
    return text


def boolean(text: str) -> bool:
    """Return the truth value of ``true`` or ``false``."""
    if text not in ("true", "false"):
        raise Invalid("neither true nor false")
    return text == "true"


def day(text: str) -> str:
    """Return a date of the calendar, written as YYYY-MM-DD, unchanged."""
    if _DATE.fullmatch(text) and _is_day(text):
        return text
    raise _not_a_date("not a date of the calendar, written as 2024-02-29", text)


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def partial_day(text: str) -> str:
    """Return a date that may omit the day, or month and day, and may say how certain it is. Spec 6.1."""
    try:
        if _PARTIAL.fullmatch(text):
            first_day(text)
            return text
    except Invalid:
        pass
    why = "not a date as 1984, 1984-05 or 1984-05-17, with perhaps ? (uncertain), ~ (about) or % (both) after it"
    raise _not_a_date(why, text, partial=True)


def day_of_serial(text: str) -> date | None:
    """Return the day that a spreadsheet stores as this number, from 1920 to 2100; None for another text."""
    found = _SERIAL.fullmatch(text)
    return _DAY_ZERO + timedelta(int(found[1])) if found and int(found[1]) in _SERIALS else None


def _not_a_date(why: str, text: str, *, partial: bool = False) -> Invalid:
    if (meant := day_of_serial(text)) is not None:
        why = "a number, perhaps of a day as a spreadsheet counts them: write the date, as in 2024-02-29"
        return Invalid(why, instead=meant.isoformat())
    meant_text = _as_iso(_bare(text))
    return Invalid(why, instead=meant_text if partial or len(meant_text) == len("1984-05-17") else "")


def _bare(text: str) -> str:
    """Return a date without what machines and people write around it: midnight, the word for year, Excel's escape."""
    text = text.strip()
    if found := _EXCEL_TEXT.fullmatch(text):
        text = (found[1] or found[2] or "").strip()
    if text.isdecimal() or not text.isascii():
        text = "".join(str(int(c)) if c.isdecimal() else c for c in text)
    return _YEAR_WORD.sub("", _MIDNIGHT.sub("", text)).strip()


def _as_iso(text: str) -> str:
    """Return a date of another form as YYYY-MM-DD; "" if it can be read in two ways, or in none."""
    if found := _YEAR_FIRST.fullmatch(text):
        year, _, month, number = found.groups()
    elif found := _YEAR_LAST.fullmatch(text):
        number, sign, month, year = found.groups()
        if sign != "." and number != month:  # some begin with the month
            if int(month) > 12:
                number, month = month, number
            elif int(number) <= 12:
                return ""
    elif found := _NO_DAY.fullmatch(text):
        (month, year), number = found.groups(), ""
    else:
        year, month, number = text, "", ""
    if not number.strip("0"):
        number = ""
        month = month if month.strip("0") else ""
    if not (year.isascii() and year.isdigit()) or int(year) not in _LIKELY_YEARS:
        return ""
    written = "-".join(part.zfill(2) for part in (year, month, number) if part)
    whole = written + "-01-01"[len(written) - 4 :]
    return written if _DATE.fullmatch(whole) and _is_day(whole) else ""


def first_day(text: str) -> str:
    """Return the first day that a date, which may be partial, can mean. Raise :class:`Invalid`."""
    text = text.rstrip("?~%")
    return day(text + "-01-01"[len(text) - 4 :])


def last_day(text: str) -> str:
    """Return the last day that a date, which may be partial, can mean. Raise :class:`Invalid`."""
    text = text.rstrip("?~%")
    if len(text) == len("1984-05"):
        year, month = map(int, text.split("-"))
        return f"{text}-{monthrange(year, month)[1]}"
    return day(text + "-12-31"[len(text) - 4 :])


def moment(text: str) -> str:
    """Return a date and time with its offset from UTC, RFC 3339, unchanged."""
    if not _TIME.fullmatch(text, 10):
        raise Invalid("not a date and time with its offset, written as 2024-02-29T16:30:00+02:00")
    return day(text[:10]) + text[10:]

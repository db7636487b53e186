"""Dates as people write them: in an order that is one for a whole column, with two digits of the year, or in words."""

import re
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from ..errors import InputError

_FORM = re.compile(r"(d|m|y{1,4})([./ -])(d|m|y{1,4})\2(d|m|y{1,4})")
_NUMBERS = re.compile(r"([0-9]{1,4})[./ -]+([0-9]{1,2})[./ -]+([0-9]{1,4})")
_IN_WORDS = re.compile(r"([0-9]{1,2})(?:er|-?го|-?е)?[\s./-]+([^\W\d]+)\.?[\s./-]+([0-9]{4})")
_FIRST_YEAR = 1850
_MIN_DATES = 2  # from which their form is taken for that of the column
_LIKELY = range(_FIRST_YEAR, 2101)
_ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii")
_MONTHS = (
    "січ янв jan janv يناير جانفي",
    "лют фев feb fév fev فبراير فيفري شباط",
    "бер мар mar mars مارس آذار",
    "кві апр apr avr أبريل إبريل أفريل نيسان",
    "тра май мая may mai مايو ماي أيار",
    "чер июн jun juin يونيو يونيه جوان حزيران",
    "лип июл jul juil يوليو يوليه جويلية يوليوز تموز",
    "сер авг aug août aout أغسطس أوت غشت آب",
    "вер сен sep سبتمبر شتنبر أيلول",
    "жов окт oct أكتوبر",
    "лис ноя nov نوفمبر نونبر",
    "гру дек dec déc ديسمبر دجنبر",
)
_NUMBER_OF = {beginning: n for n, beginnings in enumerate(_MONTHS, 1) for beginning in beginnings.split()}


class DateForm(NamedTuple):
    """The order of day, month and year in a column, as ``d.m.yy``, and the last year that two digits can mean."""

    order: str
    text: str
    last_year: int

    @classmethod
    def parse(cls, text: str, last_year: int) -> "DateForm":
        """Return the form that a text describes. Raise :class:`InputError` ``usage``."""
        found = _FORM.fullmatch(text.strip().lower())
        order = "".join(part[0] for part in (found[1], found[3], found[4])) if found else ""
        if sorted(order) != ["d", "m", "y"]:
            raise InputError("usage", f"--dates {text!r}: write the order as d.m.yyyy, d.m.yy, m/d/yyyy or yyyy-m-d")
        return cls(order, text.strip().lower(), last_year)

    def read(self, text: str) -> str:
        """Return a date as YYYY-MM-DD, or "" if a text is none in this form."""
        found = _NUMBERS.fullmatch(text.strip())
        if found is None:
            return in_words(text)
        parts = dict(zip(self.order, found.groups(), strict=True))
        if len(parts["y"]) not in (2, 4) or len(parts["d"]) > 2:
            return ""
        year = int(parts["y"])
        if len(parts["y"]) == 2:
            year += self.last_year // 100 * 100
            year -= 100 if year > self.last_year else 0
        return _day(year, int(parts["m"]), int(parts["d"]))


class Evidence(NamedTuple):
    """The form of a column's dates: how many of its cells can be read in it, and how many in no other form."""

    form: str
    read: int
    only: int
    cells: int

    def in_words(self) -> str:
        """Return the evidence as a sentence's part."""
        return f"{self.read:,} of {self.cells:,} can be read as {self.form}, {self.only:,} of them in no other way"


def in_words(text: str) -> str:
    """Return a date with its month in words or Roman numbers as YYYY-MM-DD; "" for another text."""
    found = _IN_WORDS.fullmatch(text.strip().casefold())
    if found is None:
        return ""
    day, word, year = found.groups()
    month = _ROMAN.index(word) + 1 if word in _ROMAN else _NUMBER_OF.get(word) or _NUMBER_OF.get(word[:3])
    return _day(int(year), month, int(day)) if month else ""


def find_form(texts: Sequence[str], last_year: int) -> Evidence | None:
    """Return the form in which a column's dates can be read; None without one, or with two that are equally likely."""
    dates = [text.strip() for text in texts if _NUMBERS.fullmatch(text.strip())]
    if len(dates) < _MIN_DATES or 2 * len(dates) < len(texts):
        return None
    sign = next(c for c in dates[0] if not c.isdigit())
    if any(len(part) == 4 for part in dates[0].replace(sign, ".").split(".")[:1]):
        return None  # year first, which is proposed cell by cell
    year = "yy" if any(len(re.split("[./ -]+", text)[-1]) == 2 for text in dates) else "yyyy"
    forms = [DateForm.parse(f"{first}{sign}{second}{sign}{year}", last_year) for first, second in ("dm", "md")]
    read = [{text for text in dates if form.read(text)} for form in forms]
    counts = [sum(text in readable for text in dates) for readable in read]
    only = [sum(text in one and text not in other for text in dates) for one, other in (read, read[::-1])]
    best = 0 if (counts[0], sign == ".") >= (counts[1], False) else 1
    if only[1 - best] or (not only[best] and sign != "."):
        return None
    return Evidence(forms[best].text, counts[best], only[best], len(texts))


def _day(year: int, month: int, day: int) -> str:
    try:
        return date(year, month, day).isoformat() if year in _LIKELY else ""
    except ValueError:
        return ""

"""Dates as people write them: in an order that is one for a whole column, with two digits of the year, or in words."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from typing import NamedTuple

from ..errors import InputError

_FORM = re.compile(r"(d|m|y{1,4})([./ -])(d|m|y{1,4})\2(d|m|y{1,4})")
_NUMBERS = re.compile(r"([0-9]{1,4})[./ -]+([0-9]{1,2})[./ -]+([0-9]{1,4})")
_IN_WORDS = re.compile(r"([0-9]{1,2})(?:er|-?го|-?е)?[\s./-]+([^\W\d]+)\.?[\s./-]+([0-9]{4})")
_SEPARATORS = "./ -"
_FIRST_YEAR = 1850
_ORDERS = "dmy", "mdy"  # of which a column's form has to be found
_MIN_DATES = 2  # from which their form is taken for that of the column
_OLDEST = 110  # years of a person, among which two digits of a year of birth can mean two
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
    """The order of day, month and year in a column, as ``d.m.yy``, and the last year that two digits can mean.

    Two kinds of dates are left to a person: those whose two digits can also mean a year a hundred years earlier, from
    ``first_year`` on, and those with other separators than ``separators``, whose order may be another one.
    """

    order: str
    text: str
    last_year: int
    first_year: int | None = None
    separators: str = _SEPARATORS

    @property
    def leaves_some(self) -> bool:
        """Whether some dates are left to a person."""
        return self.first_year is not None or self.separators != _SEPARATORS

    @classmethod
    def parse(cls, text: str, last_year: int) -> "DateForm":
        """Return the form that a text describes. Raise :class:`InputError` ``usage``."""
        found = _FORM.fullmatch(text.strip().lower())
        order = "".join(part[0] for part in (found[1], found[3], found[4])) if found else ""
        if sorted(order) != ["d", "m", "y"]:
            raise InputError("usage", f"--dates {text!r}: write the order as d.m.yyyy, d.m.yy, m/d/yyyy or yyyy-m-d")
        return cls(order, text.strip().lower(), last_year)

    def read(self, text: str) -> str:
        """Return a date as YYYY-MM-DD, or "" if a text is none in this form, or is left to a person."""
        return "" if self._has_other_separator(text) or self.is_of_two_centuries(text) else self._read(text)

    def is_of_two_orders(self, text: str) -> bool:
        """Return whether a text is a date in both orders, and has a separator of which the order is not known."""
        return self._has_other_separator(text) and all(self._replace(order=order)._read(text) for order in _ORDERS)

    def _has_other_separator(self, text: str) -> bool:
        return is_in_an_order(text) and _separator(text.strip()) not in self.separators

    def is_of_two_centuries(self, text: str) -> bool:
        """Return whether a text is a date whose two digits of the year can mean two years."""
        found = None if self.first_year is None else _NUMBERS.fullmatch(text.strip())
        if found is None or self.first_year is None or len(found[self.order.index("y") + 1]) != len("yy"):
            return False
        day = self._read(text)
        return day != "" and int(day[:4]) - 100 >= self.first_year

    def _read(self, text: str) -> str:
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
    """The form of a column's dates: how many of its cells can be read in it, and how many in no other form.

    Of ``of_two_centuries`` the two digits of the year can mean two years; ``of_two_orders`` have another separator, and
    can be read in both orders.
    """

    form: DateForm
    read: int
    only: int
    cells: int
    of_two_centuries: int = 0
    of_two_orders: int = 0

    def in_words(self) -> str:
        """Return the evidence as a sentence's part."""
        of_two = f", and {self.of_two_centuries:,} in two centuries" if self.of_two_centuries else ""
        read = f"{self.read:,} of {self.cells:,} can be read as {self.form.text}"
        return f"{read}, {self.only:,} of them in no other way{of_two}"


def in_words(text: str) -> str:
    """Return a date with its month in words or Roman numbers as YYYY-MM-DD; "" for another text."""
    found = _IN_WORDS.fullmatch(text.strip().casefold())
    if found is None:
        return ""
    day, word, year = found.groups()
    month = _ROMAN.index(word) + 1 if word in _ROMAN else _NUMBER_OF.get(word) or _NUMBER_OF.get(word[:3])
    return _day(int(year), month, int(day)) if month else ""


class _Found:
    """The dates of a column that have one separator, by the orders in which they can be read."""

    def __init__(self) -> None:
        self.read: Counter[str] = Counter()
        self.only: Counter[str] = Counter()
        self.of_two_centuries: Counter[str] = Counter()
        self.count = self.of_two_orders = 0

    def order(self, separator: str) -> str | None:
        """Return the one order of these dates; None if none shows it, or two show two. With dots, days are first."""
        day_first, _ = _ORDERS
        shown = [order for order in _ORDERS if self.only[order]]
        if not shown and separator == "." and self.read[day_first]:
            return day_first
        return shown[0] if len(shown) == 1 else None


class FormSearch:
    """The search for the form of a column's dates, of which some cells are looked at at a time.

    Dates with different separators are often of different hands, and of different orders. Two digits that can also mean
    a year a hundred years earlier, from ``first_year`` on, are left to a person.
    """

    def __init__(self, last_year: int, first_year: int | None = None) -> None:
        self._forms = {order: DateForm(order, "", last_year) for order in _ORDERS}
        self._strict = {order: form._replace(first_year=first_year) for order, form in self._forms.items()}
        self._found: dict[str, _Found] = {}
        self._cells = 0
        self._year_first = self._short_years = False

    def look(self, texts: Iterable[str]) -> None:
        """Look at some cells."""
        for text, count in Counter(texts).items():
            self._cells += count
            if (found := _NUMBERS.fullmatch(bare := text.strip())) is None:
                continue
            if not self._found:
                self._year_first = len(found[1]) > 2
            group = self._found.setdefault(_separator(bare), _Found())
            group.count += count
            self._short_years = self._short_years or len(found[3]) == 2
            readable = [order for order, form in self._forms.items() if form.read(bare)]
            group.of_two_orders += count if len(readable) > 1 else 0
            for order in readable:
                group.read[order] += count
                group.only[order] += count if len(readable) == 1 else 0
                group.of_two_centuries[order] += count if self._strict[order].is_of_two_centuries(bare) else 0

    def result(self) -> "Evidence | None":
        """Return the form in which most dates can be read, as far as it is certain; None if there is none."""
        dates = sum(group.count for group in self._found.values())
        if dates < _MIN_DATES or 2 * dates < self._cells or self._year_first:  # which is read cell by cell
            return None
        read: Counter[str] = Counter()
        orders = {separator: group.order(separator) for separator, group in self._found.items()}
        for separator, order in orders.items():
            if order is not None:
                read[order] += self._found[separator].read[order]
        if not read:
            return None
        best = max(_ORDERS, key=lambda order: read[order])
        groups = {separator: self._found[separator] for separator, order in orders.items() if order == best}
        others = [separator for separator in self._found if separator not in groups]
        first = max(groups, key=lambda separator: groups[separator].read[best])
        form = self._strict[best]._replace(
            text=first.join((best[0], best[1], "yy" if self._short_years else "yyyy")),
            separators="".join(groups) if others else _SEPARATORS,
        )
        return Evidence(
            form,
            read[best],
            sum(group.only[best] for group in groups.values()),
            self._cells,
            sum(group.of_two_centuries[best] for group in groups.values()),
            sum(self._found[separator].of_two_orders for separator in others),
        )


def is_in_an_order(text: str) -> bool:
    """Return whether a text is a date in numbers, whose order of day and month has to be known."""
    return _NUMBERS.fullmatch(text.strip()) is not None and not text.strip()[:4].isdigit()


def _separator(date_in_numbers: str) -> str:
    return next(c for c in date_in_numbers if not c.isdigit())


def first_year_of(field: str, within: Mapping[str, int], last_year: int) -> int | None:
    """Return from which year on a field's dates are likely, if it is one of births: ``within`` is of a profile's rules.

    From then on two digits can mean two years.
    """
    return last_year - _OLDEST if within.get(field, 0) >= _OLDEST else None


def find_form(texts: Iterable[str], last_year: int, first_year: int | None = None) -> Evidence | None:
    """Return the form in which a column's dates can be read; None without one, or with two that are equally likely."""
    search = FormSearch(last_year, first_year)
    search.look(texts)
    return search.result()


def _day(year: int, month: int, day: int) -> str:
    try:
        return date(year, month, day).isoformat() if year in _LIKELY else ""
    except ValueError:
        return ""

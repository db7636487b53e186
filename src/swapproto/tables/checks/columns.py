"""Changes by spreadsheet programs to a column of text: lost zeros, dates as numbers, numbers as dates."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import chain

from ...lists import Field
from ..columnar import Cell, Columnar
from ..findings import Findings
from ..formats import day_of_serial

_MIN_SHARE = 0.8  # of a column's cells, from which their form is taken for that of the column
_MIN_CODES = 5
_MIN_LENGTH = 5  # digits, from which shorter numbers are conspicuous though no other begins with a zero
_CLOSE = 20
_MAX_DIGITS = 18

_SHORTENED = re.compile(r"-?[0-9](?:[.,][0-9]{1,14})?E\+[0-9]{2,3}")
_MONTHS = (
    "jan feb mar apr may jun jul aug sep oct nov dec "
    "янв фев мар апр май мая июн июл авг сен окт ноя дек "
    "січ лют бер кві тра чер лип сер вер жов лис гру"
)
_MONTH = "(?:" + "|".join(_MONTHS.split()) + ")"
_DATE_FROM_NUMBER = re.compile(rf"[0-9]{{1,2}}[-.]{_MONTH}\.?|{_MONTH}\.?[-.][0-9]{{2}}", re.IGNORECASE)

_DATES = {
    "%Y-%m-%d": re.compile(r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}"),
    "%d.%m.%Y": re.compile(r"[0-9]{1,2}\.[0-9]{1,2}\.[0-9]{4}"),
    "": re.compile(r"[0-9]{1,2}[/-][0-9]{1,2}[/-][0-9]{2,4}|[0-9]{1,2}\.[0-9]{1,2}\.[0-9]{2}"),
}
_NAME_OF_A_DATE = re.compile(r"(?:\b|_)(?:date|birthday|born|datum|fecha|дата|дати|дату|تاريخ)(?:\b|_)", re.IGNORECASE)


class Numbers:
    """Whether a column has texts that are digits, and some that a spreadsheet may store a day as."""

    def __init__(self) -> None:
        self.digits: bool = False
        self.serials: bool = False

    def look(self, texts: Sequence[str]) -> tuple[str, ...]:
        """Look at some texts; none is worth a look of its own."""
        self.digits = self.digits or any(map(str.isdigit, texts))
        self.serials = self.serials or any(_serials(texts))
        return ()


def _serials(texts: Sequence[str]) -> Iterator[str]:
    return (text for text in texts if (len(text) == 5 or text[5:6] == ".") and day_of_serial(text) is not None)


def made_of_numbers(texts: Sequence[str]) -> list[str]:
    """Return the texts that a spreadsheet program may have made of numbers: days and months."""
    return [text for text in texts if 5 <= len(text) <= 7 and _DATE_FROM_NUMBER.fullmatch(text)]


def shortened(texts: Sequence[str]) -> list[str]:
    """Return the texts that are long numbers as spreadsheet programs shorten them."""
    return [text for text in texts if "E+" in text and _SHORTENED.fullmatch(text)]


def find_lost_zeros(table: Columnar, name: str, findings: Findings) -> None:
    """Report cells with fewer digits than the others of a column of codes."""
    lengths: Counter[int] = Counter()
    least, most = 10**_MAX_DIGITS, 0
    for text, rows in chain.from_iterable(portion.counted() for portion in table.portions(name)):
        if _is_of_digits(text):
            lengths[len(text)] += rows
            least, most = min(least, number := int(text[:_MAX_DIGITS])), max(most, number)
    length, count = next(iter(lengths.most_common(1)), (0, 0))
    if count < _MIN_CODES or count < _MIN_SHARE * table.count(name):
        return
    kept_one = table.count(name, lambda text: text[:1] == "0" and len(text) == length and _is_of_digits(text)) > 0
    are_counted = most - least < _CLOSE * lengths.total()  # as given one after the other in a list
    if not kept_one and (length < _MIN_LENGTH or count < 2 * _MIN_CODES or are_counted):
        return
    what = f"fewer digits than the others in this column, which have {length}: zeros at its beginning seem to be lost"
    for (shorter,) in table.choose(name, partial(_shorter, length)):
        for row, text in shorter:
            findings.add("lost-zeros", what, row=row, field=name, found=text, instead=text.zfill(length))


def _is_of_digits(text: str) -> bool:
    return text.isdigit() and text.isascii()


def _shorter(length: int, texts: Sequence[str]) -> Iterator[str]:
    return (text for text in texts if len(text) < length and _is_of_digits(text))


def find_dates_as_numbers(table: Columnar, field: Field, findings: Findings) -> None:
    """Report days that became numbers, in a column of dates."""
    forms = Counter({form: table.count(field.name, pattern.fullmatch) for form, pattern in _DATES.items()})
    others = table.count(field.name, lambda text: text != "" and day_of_serial(text) is None)
    dated = others > 0 and forms.total() >= _MIN_SHARE * others
    if not dated and not any(map(_NAME_OF_A_DATE.search, _names(field))):
        return
    form = max(forms, key=lambda form: forms[form], default="") or "%Y-%m-%d"
    what = "a date that became a number, the count of days since 1900: look at the original, and write the date"
    for row, text in (cell for (serials,) in table.choose(field.name, _serials) for cell in serials):
        if (day := day_of_serial(text)) is not None:
            findings.add("turned", what, row=row, field=field.name, found=text, instead=day.strftime(form))


def find_numbers_as_dates(made: Sequence[Cell], table: Columnar, name: str, findings: Findings) -> None:
    """Report numbers that became days and months."""
    if not made or len(made) > (1 - _MIN_SHARE) * table.count(name):  # the column is written this way
        return
    what = "a day and month, or month and year, which a spreadsheet program makes of numbers: type it again as text"
    for row, text in made:
        findings.add("turned", what, row=row, field=name, found=text)


def find_shortened_numbers(shortened: Sequence[Cell], name: str, findings: Findings) -> None:
    """Report long numbers that lost digits."""
    what = "a long number that a spreadsheet program shortened; its digits are lost: type it again as text"
    for row, text in shortened:
        findings.add("turned", what, row=row, field=name, found=text)


def _names(field: Field) -> Iterator[str]:
    """Yield the name of a field and its titles."""
    yield field.name
    if field.title is not None:
        yield from [field.title] if isinstance(field.title, str) else field.title.values()

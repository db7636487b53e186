"""Impossible dates: in the future, too long ago, or earlier than a date that they must follow."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache, partial
from itertools import chain, compress
from operator import le
from typing import NamedTuple

from ...lists import Value
from ..columnar import Columnar
from ..findings import Findings
from ..formats import first_day, last_day
from .rules import Age, Rules

_DAY = len("2024-02-29")
_MAX_LENGTH = 64  # characters: a longer text is no date, and must not fill the cache
_CALENDARS = (("1280", "1470", "Solar Hijri or Hijri"), ("2440", "2600", "Buddhist"), ("5650", "5850", "Hebrew"))
"""The years of births and events of today in other calendars."""
_OLDEST = 120  # years
_YEARS_OF_DOUBT = 10  # by which a date that is marked as uncertain or approximate may be wrong


class Span(NamedTuple):
    """The earliest and the latest day that a date can mean, as YYYY-MM-DD."""

    first: str
    last: str


def find_implausible_dates(table: Columnar, rules: Rules, findings: Findings, today: date) -> None:
    """Report the dates of entries that are wrong, whichever day a partial date means."""
    suspect = _suspect_rows(table, rules, today)
    if 1 not in suspect:
        return
    of_ages = {name for rule in rules.ages for name in (rule.field, rule.birth, rule.at)}
    names = tuple({*rules.past, *rules.within, *chain(*rules.chronology), *of_ages})
    for row, values in compress(enumerate(table.rows(names), 1), suspect):
        _find_in_entry(dict(zip(names, values, strict=True)), row, rules, findings, today)


def _suspect_rows(table: Columnar, rules: Rules, today: date) -> bytearray:
    """Return for each row 0 if its dates are certainly plausible, else 1."""
    suspect = bytearray(len(table))
    oldest = [(name, _moved(today.isoformat(), -years)) for name, years in rules.within.items()]
    for name, first in (*oldest, *((name, "") for name in rules.past)):
        for (outside,) in table.choose(name, partial(_not_within, first, today.isoformat())):
            for row, _ in outside:
                suspect[row - 1] = 1
    for names, is_plausible in (
        *((sequence, _ascend) for sequence in rules.chronology),
        *(((rule.birth, rule.at), _lacks_one) for rule in rules.ages),
    ):
        for index, values in enumerate(table.rows(names)):
            if not is_plausible(values):
                suspect[index] = 1
    return suspect


def _not_within(first: str, last: str, texts: Sequence[str]) -> Iterator[str]:
    """Yield the texts that are not certainly one day, or no date, within these days."""
    return (text for text in texts if not (len(text) == _DAY and first <= text <= last))


def _ascend(values: Sequence[Value]) -> bool:
    """Return whether values are certainly days in ascending order, or no dates."""
    days = [value for value in values if value]
    return all(type(day) is str and len(day) == _DAY for day in days) and all(map(le, days, days[1:]))


def _lacks_one(values: Sequence[Value]) -> bool:
    return not all(values)


def _find_in_entry(entry: Mapping[str, Value], row: int, rules: Rules, findings: Findings, today: date) -> None:
    for name in rules.past:
        span = _span(entry.get(name))
        if span and span.first > today.isoformat():
            what = f"a date in the future: correct it{_calendar(span.first)}"
            findings.add("implausible-date", what, row=row, field=name, found=entry[name])
    for name, years in rules.within.items():
        span = _span(entry.get(name))
        if span and span.last < _moved(today.isoformat(), -years):
            what = f"a date more than {years} years ago: correct it{_calendar(span.first)}"
            findings.add("implausible-date", what, row=row, field=name, found=entry[name])
    if rules.ages:
        _find_implausible_age(entry, row, rules.ages, findings)
    found = {pair for sequence in rules.chronology for pair in _out_of_order(entry, sequence)}
    for name, earlier in sorted(found):
        what = f"a date before that in field {earlier!r}, which is impossible: correct one of the two"
        findings.add("implausible-date", what, row=row, field=name, found=entry[name])


def _find_implausible_age(entry: Mapping[str, Value], row: int, ages: Sequence[Age], findings: Findings) -> None:
    """Report the first age that is unlikely. Dates in the wrong order, or too long ago, are reported as such."""
    for rule in ages:
        birth, at = _span(entry.get(rule.birth)), _span(entry.get(rule.at))
        if birth is None or at is None or not rule.asking()(entry.get(rule.field)):
            continue
        oldest, youngest = _years(birth.first, at.last), _years(birth.last, at.first)
        if 0 <= oldest < rule.least:
            age = "less than a year" if oldest < 1 else f"at most {oldest} years"
        elif rule.most < youngest <= _OLDEST:
            age = f"at least {youngest} years"
        else:
            continue
        because = f", which is unlikely with a {rule.field}" if rule.field else ", which is unlikely"
        what = f"an age of {age} at the {rule.at}{because}: look at both years, of which one may be of a wrong century"
        findings.add("implausible-age", what, row=row, field=rule.birth, found=entry[rule.birth])
        return


def _years(first: str, last: str) -> int:
    """Return the whole years from one day to another, negative if it is earlier."""
    return int(last[:4]) - int(first[:4]) - (last[4:] < first[4:])


def _calendar(day: str) -> str:
    """Return a hint for a year that is common in another calendar; "" for others."""
    for first, last, calendar in _CALENDARS:
        if first <= day[:4] <= last:
            return f"; if it is of the {calendar} calendar, have somebody who knows convert it"
    return ""


def _out_of_order(entry: Mapping[str, Value], sequence: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """Yield each field whose date is too early, with the field that it must follow."""
    latest, field_of_latest = "", ""
    for name in sequence:
        span = _span(entry.get(name))
        if span is None:
            continue
        if span.last < latest:
            yield name, field_of_latest
        elif span.first > latest:
            latest, field_of_latest = span.first, name


def _span(value: Value) -> Span | None:
    """Return the days that a date, partial date or moment can mean; None for anything else."""
    return _span_of(value) if type(value) is str and len(value) <= _MAX_LENGTH else None


@lru_cache(2**14)
def _span_of(text: str) -> Span | None:
    text = text.partition("T")[0]
    try:
        span = Span(first_day(text), last_day(text))
    except ValueError:
        return None
    return Span(_moved(span.first, -_YEARS_OF_DOUBT), _moved(span.last, _YEARS_OF_DOUBT)) if text[-1] in "?~%" else span


def _moved(day: str, years: int) -> str:
    """Return the day ``years`` later. It need not be in the calendar: days are compared as texts."""
    return f"{min(max(int(day[:4]) + years, 0), 9999):04}{day[4:]}"

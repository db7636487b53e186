"""Impossible dates: in the future, too long ago, or earlier than a date that they must follow."""

from collections.abc import Iterator, Mapping
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from ...lists import Value
from ..findings import Findings
from ..formats import first_day, last_day
from .rules import Rules

_MAX_LENGTH = 64  # characters: a longer text is no date, and must not fill the cache
_YEARS_OF_DOUBT = 10  # by which a date that is marked as uncertain or approximate may be wrong


class Span(NamedTuple):
    """The earliest and the latest day that a date can mean, as YYYY-MM-DD."""

    first: str
    last: str


def find_implausible_dates(entry: Mapping[str, Value], row: int, rules: Rules, findings: Findings, today: date) -> None:
    """Report the dates of one entry that are wrong, whichever day a partial date means."""
    for name in rules.past:
        span = _span(entry.get(name))
        if span and span.first > today.isoformat():
            findings.add("implausible-date", "a date in the future: correct it", row=row, field=name, found=entry[name])
    for name, years in rules.within.items():
        span = _span(entry.get(name))
        if span and span.last < _moved(today.isoformat(), -years):
            what = f"a date more than {years} years ago: correct it"
            findings.add("implausible-date", what, row=row, field=name, found=entry[name])
    found = {pair for sequence in rules.chronology for pair in _out_of_order(entry, sequence)}
    for name, earlier in sorted(found):
        what = f"a date before that in field {earlier!r}, which is impossible: correct one of the two"
        findings.add("implausible-date", what, row=row, field=name, found=entry[name])


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

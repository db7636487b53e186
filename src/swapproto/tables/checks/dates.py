"""Dates that cannot be: in the future, too long ago, or one before another that it comes after."""

from collections.abc import Iterator, Mapping
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from ...lists import Value
from ..findings import Findings
from ..formats import first_day, last_day
from .rules import Rules

_LONGEST = 64  # characters: what is longer is no date, and is not to be remembered
_DOUBT = 10  # years that a date may be off which is marked as uncertain or approximate


class Span(NamedTuple):
    """The first day and the last that a date can be, as YYYY-MM-DD."""

    first: str
    last: str


def check(entry: Mapping[str, Value], row: int, rules: Rules, findings: Findings, today: date) -> None:
    """Report the dates of one entry that are certainly wrong, whatever day a partial one is."""
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
        what = f"a date before that in field {earlier!r}, which cannot be: correct one of the two"
        findings.add("implausible-date", what, row=row, field=name, found=entry[name])


def _out_of_order(entry: Mapping[str, Value], sequence: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """Fields whose dates come before that of another, which is named with it."""
    latest, its_name = "", ""
    for name in sequence:
        span = _span(entry.get(name))
        if span is None:
            continue
        if span.last < latest:
            yield name, its_name
        elif span.first > latest:
            latest, its_name = span.first, name


def _span(value: Value) -> Span | None:
    """A date, partial date or moment in its widest sense; None for anything else."""
    return _span_of(value) if type(value) is str and len(value) <= _LONGEST else None


@lru_cache(2**14)
def _span_of(text: str) -> Span | None:
    text = text.partition("T")[0]
    try:
        span = Span(first_day(text), last_day(text))
    except ValueError:
        return None
    return Span(_moved(span.first, -_DOUBT), _moved(span.last, _DOUBT)) if text[-1] in "?~%" else span


def _moved(day: str, years: int) -> str:
    """The day so many years later, which need not be in the calendar: days are compared as texts."""
    return f"{min(max(int(day[:4]) + years, 0), 9999):04}{day[4:]}"

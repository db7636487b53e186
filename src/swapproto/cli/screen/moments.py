"""Moments and durations, as people type them."""

import re
from datetime import UTC, datetime

from ...counting import count_of
from ...errors import InputError
from ...wire.cose import TIME_MAX
from ...wording import Wording, when

_UNITS = {"d": 86_400, "h": 3_600, "m": 60, "s": 1}
_DURATION = re.compile(r"([0-9]{1,9})([dhms])")


def zoned(seconds: int, words: Wording) -> str:
    """Return a time in UTC and, where this computer has another zone, in that."""
    try:
        here = datetime.fromtimestamp(seconds).astimezone()
    except (OverflowError, ValueError, OSError):  # after the last time that the zones of this computer are known for
        return when(seconds)
    if not here.utcoffset():
        return when(seconds)
    return words.label("local", time=seconds, local=f"{here:%Y-%m-%d %H:%M:%S}")


def parse(text: str) -> int:
    """Return a time in seconds since 1970; without an offset it is in UTC. Raise :class:`InputError` ``usage``."""
    try:
        if text.isascii() and text.isdigit():
            seconds = int(text)
        else:
            moment = datetime.fromisoformat(text)
            seconds = int((moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp())
    except (ValueError, OverflowError):
        seconds = -1
    if not 0 <= seconds <= TIME_MAX:
        raise InputError("usage", f"{text!r} is not a time: YYYY-MM-DD, YYYY-MM-DDTHH:MM:SSZ, or seconds since 1970")
    return seconds


def parse_duration(text: str) -> int | None:
    """Return the seconds of a duration as "2d", "36h", "90m" or "30s", or None if the text is none."""
    found = _DURATION.fullmatch(text)
    return None if found is None else int(found[1]) * _UNITS[found[2]]


def duration(seconds: int) -> str:
    """Return a duration in the largest unit that it is whole in, as "2 days"."""
    for unit, name in (("d", "day"), ("h", "hour"), ("m", "minute")):
        if seconds and seconds % _UNITS[unit] == 0:
            return count_of(seconds // _UNITS[unit], name)
    return count_of(seconds, "second")

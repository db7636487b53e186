"""The values of entries as a reader reads them: dates in words, closed values by their titles, texts as they are."""

import json
import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any, NamedTuple

from babel import dates

from ..lists import Field, Value
from ..tables import choices

_PARTIAL = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?([?~%]?)")
_CERTAINTY = {"?": "uncertain", "~": "approximate", "%": "uncertain-approximate"}
_LINE_ENDS = re.compile(r"\r\n|\r|\n")

Label = Callable[..., str]
"""Returns a sentence of the letter by its code, as :meth:`Wording.label` does."""


class Shown(NamedTuple):
    """A value in lines of text, and as it is in the list where that is another text, else ``""``."""

    lines: list[str]
    signed: str = ""


def shown(field: Field | None, value: Value, language: str, label: Label) -> Shown | None:
    """Return a value of a field of a schema, or None for one that says nothing. ``label`` has the words for it."""
    if value is None or value in ("", [], {}):
        return None
    if isinstance(value, bool):
        return Shown([label("yes" if value else "no")], json.dumps(value))
    if isinstance(value, list) and not any(isinstance(part, list | dict) for part in value):
        return Shown([part if isinstance(part, str) else json.dumps(part) for part in value])
    if not isinstance(value, str):
        return Shown([json.dumps(value, ensure_ascii=False)])
    words = None if field is None else _in_words(field, value, language, label)
    return Shown(_LINE_ENDS.split(value)) if words is None or words == value else Shown([words], value)


def moment(seconds: int, language: str) -> str:
    """Return a time in seconds since 1970, in words and in UTC."""
    return _time(datetime.fromtimestamp(seconds, UTC), language)


def _in_words(field: Field, value: str, language: str, label: Label) -> str | None:
    """Return what a text means that is in the form of its field's type, or is one of the values of a profile."""
    try:
        match field.type:
            case "date" | "partialdate":
                return _partial_date(value, language, label)
            case "datetime":
                return _time(datetime.fromisoformat(value), language)
            case _:
                return choices.title(field.name, value, language)
    except (ValueError, OverflowError):
        return None  # the reader of a list checks types, and not that there is such a day


def _partial_date(text: str, language: str, label: Label) -> str | None:
    found = _PARTIAL.fullmatch(text)
    if found is None:
        return None
    year, month, day, certainty = found.groups()
    if day:
        words = dates.format_date(date.fromisoformat(f"{year}-{month}-{day}"), "long", language)
    elif month:
        words = dates.format_skeleton("yMMMM", date.fromisoformat(f"{year}-{month}-01"), locale=language)
    else:
        words = year
    return label(_CERTAINTY[certainty], date=words) if certainty else words


def _time(time: datetime, language: str) -> str:
    offset: Any = time.utcoffset()
    zone = "UTC" if not offset else f"UTC{time:%z}"
    return f"{dates.format_date(time.date(), 'long', language)}, {time:%H:%M:%S} {zone}"

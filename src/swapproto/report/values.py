"""The values of entries as a reader reads them: dates in words, closed values by their titles, texts as they are."""

import json
import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import NamedTuple

from babel import dates

from ..lists import Field, Value
from ..tables import choices, formats

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
    return _moment(datetime.fromtimestamp(seconds, UTC).isoformat(), language)


def _in_words(field: Field, value: str, language: str, label: Label) -> str | None:
    """Return what a text means that has the form of its field's type (spec 6.1), or is one of the values of a profile.

    The reader of a list does not check that form: a text without it stands as it is, and nothing is read into it.
    """
    try:
        match field.type:
            case "date":
                return _day(formats.day(value), language)
            case "partialdate":
                return _partial_date(formats.partial_day(value), language, label)
            case "datetime":
                return _moment(formats.moment(value), language)
            case _:
                return choices.title(field.name, value, language)
    except formats.Invalid:
        return None


def _day(text: str, language: str) -> str:
    return dates.format_date(date.fromisoformat(text), "long", language)


def _partial_date(text: str, language: str, label: Label) -> str:
    known = text.rstrip("?~%")
    if len(known) == len("1984-05-17"):
        words = _day(known, language)
    elif len(known) == len("1984-05"):
        words = dates.format_skeleton("yMMMM", date.fromisoformat(f"{known}-01"), locale=language)
    else:
        words = known
    return label(_CERTAINTY[text[-1]], date=words) if text != known else words


def _moment(text: str, language: str) -> str:
    zone = re.sub("[Zz:]", "", text[19:].lstrip(".0123456789"))  # what follows the seconds and their fraction
    return f"{_day(text[:10], language)}, {text[11:19]} UTC{zone if zone.strip('+-0') else ''}"

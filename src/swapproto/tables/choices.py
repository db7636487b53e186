"""Choices: what the closed values of profiles are called in a reader's language. What is signed is the value itself."""

import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any


def title(field: str, value: str, language: str) -> str | None:
    """Return what a value of the field with this name is called, or None if no profile closes it or in that language.

    Names of countries, by their ISO 3166-1 alpha-3 codes, are those of CLDR.
    """
    known = _known()
    called = known["values"].get(field, {}).get(value)
    if called is not None:
        return str(called[language]) if language in called else None
    return _country(value, language) if field in known["countries"] else None


def _country(code: str, language: str) -> str | None:
    from babel import Locale, UnknownLocaleError  # takes longer to load than most commands take
    from babel.core import get_global

    alpha_2 = get_global("territory_aliases").get(code, [])
    try:
        return Locale.parse(language).territories.get(alpha_2[0]) if len(alpha_2) == 1 else None
    except (ValueError, UnknownLocaleError):
        return None


@cache
def _known() -> Mapping[str, Any]:
    known: Mapping[str, Any] = json.loads(files(__package__).joinpath("choices.json").read_text("utf-8"))
    return known

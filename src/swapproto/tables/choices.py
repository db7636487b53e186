"""Choices: what the closed values of profiles are called in a reader's language. What is signed is the value itself."""

import json
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any

from .titles import LANGUAGES
from .vocabulary import fold_word


def title(field: str, value: str, language: str) -> str | None:
    """Return what a value of the field with this name is called, or None if no profile closes it or in that language.

    Names of countries, by their ISO 3166-1 alpha-3 codes, are those of CLDR.
    """
    called = known()["values"].get(field, {}).get(value)
    if called is not None:
        return str(called[language]) if language in called else None
    return _country(value, language) if field in known()["countries"] else None


def _country(code: str, language: str) -> str | None:
    from babel import Locale, UnknownLocaleError  # takes longer to load than most commands take

    try:
        return Locale.parse(language).territories.get(known()["alpha_2"].get(code))
    except (ValueError, UnknownLocaleError):
        return None


class CountryWords(Mapping[str, str]):
    """The countries that a field allows, by what they are called in five languages, folded, and by ``more`` words.

    The names are those of CLDR, which are read when the first word is looked up; one of two countries is left out.
    """

    def __init__(self, field: str, allowed: Sequence[str], more: Mapping[str, str]) -> None:
        self._named = field, tuple(allowed)
        self._more = more

    def __getitem__(self, word: str) -> str:
        return self._more[word] if word in self._more else _country_words(*self._named)[word]

    def __iter__(self) -> Iterator[str]:
        return iter({**_country_words(*self._named), **self._more})

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def __bool__(self) -> bool:
        return True


def fields_of_countries() -> Sequence[str]:
    """Return the names of the fields whose values are countries."""
    return list(map(str, known()["countries"]))


@cache
def _country_words(field: str, allowed: Sequence[str]) -> Mapping[str, str]:
    meant: dict[str, set[str]] = {}
    for code in allowed:
        for language in LANGUAGES:
            if name := title(field, code, language):
                meant.setdefault(fold_word(name), set()).add(code)
    return {word: min(codes) for word, codes in meant.items() if len(codes) == 1}


@cache
def known() -> Mapping[str, Any]:
    """Return the titles of closed ``values``, which fields are ``countries``, and the ``alpha_2`` codes of these."""
    found: Mapping[str, Any] = json.loads(files(__package__).joinpath("choices.json").read_text("utf-8"))
    return found

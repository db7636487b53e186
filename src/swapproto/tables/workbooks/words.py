"""Words: the sentences about tables in a reader's language, found by the English ones."""

import json
from functools import lru_cache
from importlib.resources import files

from ...counting import count_of

LANGUAGES = ("ar", "fr", "ru", "uk")
"""The languages beside English in which workbooks explain themselves."""


class Words:
    """The sentences in one language. What has no translation stays English."""

    def __init__(self, language: str | None) -> None:
        self._known = _load(language) if language in LANGUAGES else {}
        #: Whether there are sentences in this language beside the English ones.
        self.known: bool = language in LANGUAGES
        #: Whether the language is written from right to left.
        self.right_to_left: bool = language == "ar"

    def __call__(self, sentence: str, **values: object) -> str:
        """Return a sentence with its values, by the sentence in English with names in braces."""
        return self.plain(sentence).format(**values)

    def count_of(self, number: int, one: str, many: str = "") -> str:
        """Return a number with its noun: "2 errors"; in another language, which may have more forms, "помилки: 2"."""
        many = many or f"{one}s"
        return f"{self._known[many]}: {number:,}" if many in self._known else count_of(number, one, many)

    def plain(self, sentence: str) -> str:
        """Return a sentence without values, in which braces are braces."""
        return self._known.get(sentence, sentence)


@lru_cache(maxsize=len(LANGUAGES))
def _load(language: str) -> dict[str, str]:
    known: dict[str, str] = json.loads((files(__package__) / "words" / f"{language}.json").read_bytes())
    return known

"""Words: the sentences of a workbook in a reader's language, found by the English ones."""

import json
from functools import lru_cache
from importlib.resources import files

LANGUAGES = ("ar", "fr", "ru", "uk")
"""The languages beside English in which workbooks explain themselves."""


class Words:
    """The sentences in one language. What has no translation stays English."""

    def __init__(self, language: str | None) -> None:
        self._known = _load(language) if language in LANGUAGES else {}
        #: Whether the language is written from right to left.
        self.right_to_left: bool = language == "ar"

    def __call__(self, sentence: str, **values: object) -> str:
        """Return a sentence with its values, by the sentence in English with names in braces."""
        return self.plain(sentence).format(**values)

    def plain(self, sentence: str) -> str:
        """Return a sentence without values, in which braces are braces."""
        return self._known.get(sentence, sentence)


@lru_cache(maxsize=len(LANGUAGES))
def _load(language: str) -> dict[str, str]:
    known: dict[str, str] = json.loads((files(__package__) / "words" / f"{language}.json").read_bytes())
    return known

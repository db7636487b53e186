"""The vocabulary of a profile: what people call its fields and closed values. It stays with the list's owner."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import chain
from typing import NamedTuple

from ..empty import EMPTY
from .formats import Invalid

_LATIN_IN_CYRILLIC = str.maketrans("aceiopxyABCEHIKMOPTXY", "асеіорхуАВСЕНІКМОРТХУ")
_ARABIC = str.maketrans({"أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ی": "ي", "ک": "ك", "ة": "ه", "ـ": None})
_HARAKAT = re.compile("[\u064b-\u0652\u0670]")
_NUMBER = re.compile(
    r"(?:№+|n[º°]|\bno\.?(?=\s|$)|\bnr\.?(?=\s|$)|\bnumber(?=\s)|(?<=\s)number\b|\bномер(?=\s)|(?<=\s)номер\b|#)",
    re.IGNORECASE,
)
_APOSTROPHES = re.compile("['’ʼ`´‘′″]")
_INITIALS = re.compile(r"(?<!\w)(?:\w[.\s]+){1,}\w\.?(?!\w)")
_BROKEN = re.compile(r"(?<=\w)-[\r\n]+(?=\w)")
_MAX_LENGTH = 256


class Vocabulary(NamedTuple):
    """Words for fields and values. Each word is folded by :func:`fold_word`."""

    #: The field of each header.
    headers: Mapping[str, str] = EMPTY
    #: Headers of whole names.
    full_names: frozenset[str] = frozenset()
    #: Headers of what the profile has no field for, such as notes.
    no_field: frozenset[str] = frozenset()
    #: For each field, the value that each word means.
    values: Mapping[str, Mapping[str, str]] = EMPTY

    def adding(self, values: Mapping[str, Mapping[str, str]]) -> "Vocabulary":
        """Return this vocabulary with more words for values, by field. They count more, and need not be folded.

        A word of which nothing is left when it is folded, as a dash, is only itself.
        """
        if not values:
            return self
        added = {
            field: {
                **self.values.get(field, EMPTY),
                **{folded: value for word, value in words.items() if (folded := fold_word(word))},
                **words,
            }
            for field, words in values.items()
        }
        return self._replace(values={**self.values, **added})


NO_WORDS = Vocabulary()


def meaning(cell: str, words: Mapping[str, str]) -> str | None:
    """Return the value that a cell means by the words for a field's values; None if it is none of them."""
    value = words.get(cell.strip())
    return words.get(fold_word(cell) or cell.strip()) if value is None else value


Words = Mapping[str, Sequence[str]]
"""Words by language."""


def build(
    headers: Mapping[str, Words],
    full_names: Words,
    no_field: Mapping[str, Words],
    values: Mapping[str, Mapping[str, Words]],
) -> Vocabulary:
    """Return a vocabulary. Raise :class:`Invalid` if one word means two fields, or two values of one."""
    meant: dict[str, str] = {}
    for field, words in headers.items():
        _add(meant, field, words, "headers")
    of_values: dict[str, dict[str, str]] = {}
    for field, by_value in values.items():
        of_values[field] = {}
        for value, words in by_value.items():
            _add(of_values[field], value, words, f"values.{field}")
    without = {fold_word(word) for words in no_field.values() for word in chain(*words.values())} - meant.keys()
    return Vocabulary(meant, frozenset(map(fold_word, chain(*full_names.values()))), frozenset(without), of_values)


def _add(meant: dict[str, str], meaning: str, words: Words, place: str) -> None:
    for word in chain(*words.values()):
        if (folded := fold_word(word)) and meant.setdefault(folded, meaning) != meaning:
            raise Invalid(f"words.{place}: {word!r} means both {meant[folded]!r} and {meaning!r}: keep it in one")


@lru_cache(2**12)
def fold_word(text: str) -> str:
    """Return a header or value without what clerks write differently: accents, dots, kinds of dash and apostrophe."""
    if len(text) > _MAX_LENGTH:
        return text
    text = _BROKEN.sub("", unicodedata.normalize("NFKC", text.replace("№", "#").replace("Nº", "#")))
    text = _APOSTROPHES.sub("", text.casefold().replace("ё", "е"))
    text = _HARAKAT.sub("", text.translate(_ARABIC))
    text = _NUMBER.sub(" # ", text)
    text = " ".join(map(_one_script, re.split(r"[\s_:;,()\[\]–—-]+", text)))
    text = _INITIALS.sub(lambda found: re.sub(r"[.\s]", "", found[0]), text)
    return " ".join(text.replace(".", " ").split())


def _one_script(word: str) -> str:
    """Return a word with its Latin look-alikes in Cyrillic if it has Cyrillic letters, else without Latin accents."""
    if any("\u0400" <= c <= "\u04ff" for c in word):
        return word.translate(_LATIN_IN_CYRILLIC)
    if word.isascii():
        return word
    return "".join(c for c in unicodedata.normalize("NFD", word) if not "\u0300" <= c <= "\u036f")

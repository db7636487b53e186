"""Letters of two scripts in one word, by the data of Unicode Technical Standard 39 and Annex 24.

The data are those of the library confusable-homoglyphs, which comes with the extra ``names``.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from functools import cache, lru_cache
from importlib import import_module
from importlib.util import find_spec
from typing import Any

_LIBRARY = "confusable_homoglyphs"
_WORDS = re.compile("(?:[^\\W_\u02bc]|[\u0300-\u036f])+")
_MOST = 4  # scripts of a word: one of more is no slip of a hand, and each takes time to try
_TOGETHER = [
    {"LATIN", "HAN", "HIRAGANA", "KATAKANA"},
    {"LATIN", "HAN", "BOPOMOFO"},
    {"LATIN", "HAN", "HANGUL"},
]
"""Scripts that are written together: Technical Standard 39, section 5.2, highly restrictive."""


@cache
def available() -> bool:
    """Whether the library is installed. Nothing else here may be called if it is not."""
    return find_spec(_LIBRARY) is not None


def mixed(text: str) -> set[str]:
    """The scripts, by their names in English, of words that have letters of several; empty if no word has."""
    found: set[str] = set()
    for word in _WORDS.findall(text):
        if not word.isascii() and not _together(scripts := _scripts(word)):
            found |= scripts
    return {name.replace("_", " ").title() for name in found}


def unmixed(text: str) -> str:
    """The text with look-alikes replaced, in each mixed word of which all the letters can be of one script.

    Where that is possible in either of two, it is the one that more letters of the word have, or of the text; a word
    that could as well be of the other stays as it is.
    """
    of_text = Counter(filter(None, map(_script, text)))

    def in_one(match: re.Match[str]) -> str:
        word = match[0]
        if word.isascii() or _together(_scripts(word)):
            return word
        of_word = Counter(filter(None, map(_script, word)))
        ways = sorted(((of_word[script], of_text[script], way) for script, way in _ways(word)), reverse=True)
        clear = ways and (len(ways) == 1 or ways[0][:2] > ways[1][:2])
        return ways[0][2] if clear else word

    return unicodedata.normalize("NFC", _WORDS.sub(in_one, text))


def _ways(word: str) -> Iterator[tuple[str, str]]:
    """The scripts that a word can be written in without looking different, each with the word so written."""
    scripts = _scripts(word)
    if len(scripts) > _MOST:
        return
    for script in scripts:
        if None not in (letters := {c: _look_alike(c, script) for c in set(word)}).values():
            yield script, "".join(letters[c] or "" for c in word)


def _scripts(word: str) -> set[str]:
    return set(filter(None, map(_script, word)))


def _together(scripts: set[str]) -> bool:
    return len(scripts) < 2 or any(scripts <= some for some in _TOGETHER)


@cache
def _data() -> Any:
    return import_module(f"{_LIBRARY}.categories"), import_module(f"{_LIBRARY}.confusables").confusables_data


@lru_cache(2**14)
def _script(c: str) -> str | None:
    """The script of a letter; None for all else, and for letters that several scripts share."""
    if not c.isalpha():
        return None
    script: str = _data()[0].alias(c)
    return None if script in ("COMMON", "INHERITED", "Unknown") else script


@lru_cache(2**14)
def _look_alike(c: str, script: str) -> str | None:
    """The letter of a script that looks like ``c``, upper case for upper case; itself if it is of it or of none."""
    if _script(c) in (None, script):
        return c
    alike = _alike(c)
    for near in (alike, {further for one in alike for further in _alike(one)}):
        if fit := [one for one in near if _script(one) == script and _same_sort(one, c)]:
            return min(fit)
    apart = unicodedata.normalize("NFD", c)
    found = _look_alike(apart[0], script) if len(apart) > 1 else None
    return found and found + apart[1:]


def _alike(c: str) -> set[str]:
    return {one["c"] for one in _data()[1].get(c, ()) if len(one["c"]) == 1}


def _same_sort(one: str, other: str) -> bool:
    return unicodedata.category(one) == unicodedata.category(other) and not unicodedata.decomposition(one)

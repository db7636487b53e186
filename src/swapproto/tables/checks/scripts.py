"""Words that mix scripts, found by the data of Unicode Technical Standard 39 and Standard Annex 24.

The data come from the library confusable-homoglyphs, which the extra ``names`` installs.
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
_MAX_SCRIPTS = 4  # of a word: one with more is no slip of the pen, and each takes time to try
_TOGETHER = [
    {"LATIN", "HAN", "HIRAGANA", "KATAKANA"},
    {"LATIN", "HAN", "BOPOMOFO"},
    {"LATIN", "HAN", "HANGUL"},
]
"""Scripts that are written together: Technical Standard 39, section 5.2, highly restrictive."""


@cache
def installed() -> bool:
    """Return whether the library is installed. The other functions here may only be called if it is."""
    return find_spec(_LIBRARY) is not None


def find_mixed(text: str) -> set[str]:
    """Return the English names of the scripts that words mix; an empty set if no word mixes any."""
    found: set[str] = set()
    for word in _WORDS.findall(text):
        if not word.isascii() and not _together(scripts := _scripts(word)):
            found |= scripts
    return {name.replace("_", " ").title() for name in found}


def unmixed(text: str) -> str:
    """Return the text with look-alikes replaced in each mixed word that can be written in one script.

    If two scripts are possible, the one with more letters in the word is taken, then the one with more in the text.
    A word for which neither decides stays as it is.
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
    """Yield the scripts in which the word can be written without looking different, and the word in each."""
    scripts = _scripts(word)
    if len(scripts) > _MAX_SCRIPTS:
        return
    for script in scripts:
        if None not in (letters := {c: _look_alike(c, script) for c in set(word)}).values():
            yield script, "".join(letters[c] or "" for c in word)


def _scripts(word: str) -> set[str]:
    return set(filter(None, map(_script, word)))


def _together(scripts: set[str]) -> bool:
    return len(scripts) < 2 or any(scripts <= family for family in _TOGETHER)


@cache
def _data() -> Any:
    return import_module(f"{_LIBRARY}.categories"), import_module(f"{_LIBRARY}.confusables").confusables_data


@lru_cache(2**14)
def _script(c: str) -> str | None:
    """Return the script of a letter; None for other characters, and for letters that scripts share."""
    if not c.isalpha():
        return None
    script: str = _data()[0].alias(c)
    return None if script in ("COMMON", "INHERITED", "Unknown") else script


@lru_cache(2**14)
def _look_alike(c: str, script: str) -> str | None:
    """Return the letter of ``script`` that looks like ``c``, in its case; ``c`` if it is of that script or of none."""
    if _script(c) in (None, script):
        return c
    alike = _alike(c)
    for near in (alike, {further for one in alike for further in _alike(one)}):
        if fit := [one for one in near if _script(one) == script and _same_kind(one, c)]:
            return min(fit)
    apart = unicodedata.normalize("NFD", c)
    found = _look_alike(apart[0], script) if len(apart) > 1 else None
    return found and found + apart[1:]


def _alike(c: str) -> set[str]:
    return {one["c"] for one in _data()[1].get(c, ()) if len(one["c"]) == 1}


def _same_kind(one: str, other: str) -> bool:
    return unicodedata.category(one) == unicodedata.category(other) and not unicodedata.decomposition(one)

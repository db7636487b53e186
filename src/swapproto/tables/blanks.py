"""Cells that say that nothing is known: blank ones, and words and signs for nothing in five languages."""

import json
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from importlib.resources import files

from ..text import HIDING, WIDE_SPACE

_BLANK = re.compile(rf"(?:\s|{HIDING.pattern}|{WIDE_SPACE.pattern})*")
FILLERS = frozenset("\u115f\u1160\u3164\uffa0")
"""Letters that cannot be seen."""
_MAX_LENGTH = 48
_SPELLINGS = str.maketrans({"ё": "е", "’": "'", "ʼ": "'", "`": "'"} | dict.fromkeys("‐‑‒–—―−ـ", "-"))
_MARKS = re.compile(r"(?:[-_.…·*/\\×!~]|\?{1,3}(?!\?)|\(\s*\)|(?>x{3,})|-0-)+|[\"”“″]+|-[\"/\\ ]+-|=")
_NUMBERED = re.compile(r"(?>(?:[^1-9\0]*+[1-9][^\0]*+\0)*)")  # no word for nothing has such a digit
_MARKS_BEGIN = frozenset(' -_.…·*/\\×!~?(x"”“″=')
_UNEVEN, _SPACES = re.compile(r"\s\s|[^\S ]"), re.compile(r"\s+")
_AROUND = " \t.:;()[]<>«»„“”\"'"
_NOTHING: Mapping[str, Mapping[str, Sequence[str]]] = json.loads((files(__package__) / "nothing.json").read_bytes())
SAYING_NOTHING = frozenset(word for words in _NOTHING.values() for word in words["nothing"])
"""Words for what is not known, by no language. None of them is a name of people."""
_WORDS = SAYING_NOTHING.union(*(words["other"] for words in _NOTHING.values()))
"""With them, words that are names of people, too, abbreviations with other meanings, and words for the cell above."""
_NAMES = frozenset(("Nan", "Nat", "Na", "Nil"))  # as people write a name, and no program what is missing


def is_blank(text: str) -> bool:
    """Return whether a text has nothing that can be seen."""
    return not text or (_BLANK.fullmatch(text) is not None)


def any_blank(texts: Iterable[str]) -> bool:
    """Return whether any text that is not empty has nothing that can be seen."""
    return any(is_blank(text) for text in texts if text and (not text[0].isalnum() or text[0] in FILLERS))


def fold_nothing(text: str) -> str:
    """Return a text without differences in case, spaces and kinds of dash."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().translate(_SPELLINGS).split())


@lru_cache(2**12)
def is_nothing(text: str) -> bool:
    """Return whether a text looks like a word or sign for nothing. It may be a name: Null, Nil and None are."""
    if len(text) > _MAX_LENGTH:
        return False
    folded = fold_nothing(text)
    if text in _NAMES:
        return False
    return _MARKS.fullmatch(folded) is not None or folded.strip(_AROUND) in _WORDS


def nothings(texts: Sequence[str]) -> list[str]:
    """Return the texts that look like a word or sign for nothing: as :func:`is_nothing`, for many."""
    if _NUMBERED.fullmatch("\0".join(texts) + "\0"):
        return []
    joined = unicodedata.normalize("NFKC", "\0".join(texts)).casefold()
    for spelling, usual in _SPELLINGS.items():
        joined = joined.replace(chr(spelling), usual)
    if _UNEVEN.search(joined):
        joined = _SPACES.sub(" ", joined)
    folded = joined.split("\0")
    if len(folded) != len(texts):  # some text has a NUL
        return [*filter(is_nothing, texts)]
    return [
        text
        for text, one in zip(texts, folded, strict=True)
        if (one.strip(_AROUND) in _WORDS or one[:1] in _MARKS_BEGIN) and is_nothing(text)
    ]

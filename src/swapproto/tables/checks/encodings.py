"""Text that was decoded without an error, but by the wrong encoding: found by how unlikely its letters are.

Each wrong pair of encodings is tried backwards: what was read is turned into bytes again by the one, and decoded by the
other. Where that can be done at all, letters tell: how frequent each is in Ukrainian and Russian, and whether a word
stays in one script, and goes from upper case to lower. UTF-8 tells by itself: other text hardly ever is valid UTF-8.
"""

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from itertools import islice, pairwise
from operator import ne
from typing import NamedTuple

SAMPLE = 1000
"""Texts of a table that are enough to tell."""

_LENGTH = 200
_MOST = 0.9
_LEAST_LETTERS = 24
_LEAST_CHANGED = 8
_MARGIN = 0.6  # how much likelier each letter that changes has to become on average, as a natural logarithm
_LEAST_UTF8 = 2
_LIKELY = -4.5  # Cyrillic letters in their words average -3, and so a word as short as "чек" is no UTF-8

_NAMES = {
    "cp1251": "Windows-1251",
    "koi8_u": "KOI8-U",
    "koi8_r": "KOI8-R",
    "cp866": "CP866",
    "cp1125": "CP1125",
    "mac_cyrillic": "Mac Cyrillic",
    "iso8859_5": "ISO 8859-5",
    "cp1252": "Windows-1252",
    "latin-1": "ISO 8859-1",
}
"""What a text was taken for. It can have been in each that has Cyrillic letters, or in UTF-8."""
_WESTERN = ("cp1252", "latin-1")

_FREQUENCIES = {
    "о": 93, "а": 88, "н": 68, "и": 66, "е": 62, "т": 52, "р": 50, "в": 49, "с": 46, "л": 44, "к": 40, "м": 33,
    "і": 32, "д": 31, "у": 31, "п": 28, "я": 22, "з": 19, "б": 17, "г": 17, "ь": 14, "ч": 13, "й": 12, "х": 10,
    "ы": 9, "ж": 8, "ш": 8, "ю": 8, "ц": 6, "є": 4, "ї": 4, "ф": 4, "щ": 4, "э": 2, "ё": 1, "ґ": 0.3, "ъ": 0.3,
}  # fmt: skip
"""Of a thousand Cyrillic letters in names and addresses, about; of both languages together."""
_VOWELS = frozenset("аеиоуыэюяіїєё")
_TURN = {(True, True): -1.2, (True, False): 0.4, (False, True): 0.4, (False, False): -0.5}
"""How much likelier than by itself a letter is after one, vowels or not."""
_TYPOGRAPHY = frozenset("«»„“”‘’ʼ´–—…№°§·\u00a0")
_INSIDE = frozenset("«„“‘’ʼ´–—№§\u00a0")  # what may stand before a letter
_WORDS = re.compile("[А-Яа-яЁёІіЇїЄєҐґ]{3,}")


class Misread(NamedTuple):
    """What a text was taken for, and what it is in; one of the texts as it was read, and as it reads rightly."""

    taken_for: str
    encoding: str
    found: str
    instead: str


def misread(texts: Iterable[str]) -> Misread | None:
    """Whether a table's texts were decoded by a wrong encoding; None unless that is much likelier than not.

    Looks at the first 1,000 texts of up to 200 characters that are not ASCII.
    """
    some = (text for text in texts if not text.isascii() and len(text) <= _LENGTH)
    sample = list(dict.fromkeys(islice(some, SAMPLE)))
    return _misread_utf8(sample) or _misread_cyrillic(sample)


def _misread_utf8(sample: Sequence[str]) -> Misread | None:
    for taken_for in _NAMES:
        found = _again(sample, taken_for, "utf-8")
        if len(found) < _MOST * len(sample) or sum(len(a) - len(b) for a, b in found) < _LEAST_UTF8:
            continue
        before = "\n".join(text for text, _ in found)
        if _likelihood(before) < _LIKELY * _foreign(before):
            return Misread(_NAMES[taken_for], "UTF-8", *found[0])
    return None


def _misread_cyrillic(sample: Sequence[str]) -> Misread | None:
    best, most = None, 0.0
    for taken_for in _NAMES:
        for encoding in _NAMES:
            if encoding in (taken_for, *_WESTERN):
                continue
            found = _again(sample, taken_for, encoding)
            if not found or len(found) < _MOST * len(sample):
                continue
            before, after = ("\n".join(texts) for texts in zip(*found, strict=True))
            letters = sum(map(len, _WORDS.findall(after)))
            if letters < _LEAST_LETTERS or letters < _MOST * _foreign(before):
                continue
            changed = sum(map(ne, before, after))
            gain = _likelihood(after) - _likelihood(before)
            if changed >= _LEAST_CHANGED and gain > _MARGIN * changed and gain > most:
                example = next(pair for pair in found if pair[0] != pair[1])
                best, most = Misread(_NAMES[taken_for], _NAMES[encoding], *example), gain
    return best


def _again(sample: Iterable[str], taken_for: str, encoding: str) -> list[tuple[str, str]]:
    """Each text that can have been misread so, with the text that it then is."""
    found = []
    table = _bytes_of(taken_for)
    for text in sample:
        try:
            found.append((text, bytes(table[c] for c in text).decode(encoding)))
        except (KeyError, UnicodeDecodeError):
            continue
    return found


@cache
def _bytes_of(encoding: str) -> Mapping[str, int]:
    """The byte of each character; of bytes that have none, a control character or a sign of loss stands for it."""
    table = {}
    for byte in range(256):
        one = bytes([byte])
        table[one.decode(encoding, "ignore") or one.decode("latin-1")] = byte
    if encoding == "cp1251":
        table["\ufffd"] = 0x98
    return table


def _foreign(text: str) -> int:
    return sum(not c.isascii() for c in text)


def _likelihood(text: str) -> float:
    """The logarithm of how likely the characters outside of ASCII are, each after the one before it."""
    return sum(count * _log(*pair) for pair, count in Counter(pairwise("\n" + text)).items())


def _log(before: str, c: str) -> float:
    found = 0.0 if c.isascii() else _log_of(c)
    if not c.isalpha() or (c.isascii() and before.isascii()):
        return found
    if not before.isalpha():
        return found if before.isascii() or before in _INSIDE else found - 3
    if _is_latin(before) != _is_latin(c):
        return found - 5
    if before.islower() and c.isupper():
        found -= 5
    if _is_latin(c):
        return found
    return found + _TURN[before.lower() in _VOWELS, c.lower() in _VOWELS]


def _log_of(c: str) -> float:
    if frequency := _FREQUENCIES.get(c.lower()):
        return math.log(frequency / 1000)
    return -5 if c in _TYPOGRAPHY else -6 if c.isalpha() else -9


def _is_latin(c: str) -> bool:
    return c < "\u0370"

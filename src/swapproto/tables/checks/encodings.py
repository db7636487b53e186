"""Text that was decoded without an error but with the wrong encoding: it is found by how unlikely its letters are.

Every pair of encodings is tried backwards: the text is encoded with the one and decoded with the other. Where that is
possible, the letters decide: how frequent each is in Ukrainian and Russian, whether a word stays in one script, and
whether it goes from upper to lower case. UTF-8 needs less evidence: other text is hardly ever valid UTF-8.
"""

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from itertools import islice, pairwise
from operator import ne
from typing import NamedTuple

SAMPLE_SIZE = 1000
"""The number of a table's texts that are enough to decide."""

_MAX_LENGTH = 200
_MIN_SHARE = 0.9  # of the texts, which the other encoding must be able to decode; and of the letters in them
_MIN_LETTERS = 24
_MIN_CHANGED = 8
_MIN_GAIN = 0.6  # by which each letter that changes must become likelier on average, as a natural logarithm
_MIN_SHORTENED = 2  # characters by which UTF-8 must shorten the texts
_MAX_LIKELIHOOD = -4.5  # Cyrillic letters in their words average -3: a word as short as "чек" is not misread UTF-8

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
"""Encodings that text may have been read with. It may be in UTF-8, or in one of these with Cyrillic letters."""
_WESTERN = ("cp1252", "latin-1")

_FREQUENCIES = {
    "о": 93, "а": 88, "н": 68, "и": 66, "е": 62, "т": 52, "р": 50, "в": 49, "с": 46, "л": 44, "к": 40, "м": 33,
    "і": 32, "д": 31, "у": 31, "п": 28, "я": 22, "з": 19, "б": 17, "г": 17, "ь": 14, "ч": 13, "й": 12, "х": 10,
    "ы": 9, "ж": 8, "ш": 8, "ю": 8, "ц": 6, "є": 4, "ї": 4, "ф": 4, "щ": 4, "э": 2, "ё": 1, "ґ": 0.3, "ъ": 0.3,
}  # fmt: skip
"""Approximate counts in a thousand Cyrillic letters of names and addresses, both languages together."""
_VOWELS = frozenset("аеиоуыэюяіїєё")
_TURN = {(True, True): -1.2, (True, False): 0.4, (False, True): 0.4, (False, False): -0.5}
"""How much likelier a letter becomes after another one: whether that is a vowel, and whether this is one."""
_TYPOGRAPHY = frozenset("«»„“”‘’ʼ´–—…№°§·\u00a0")
_INSIDE = frozenset("«„“‘’ʼ´–—№§\u00a0")  # which may precede a letter
_WORDS = re.compile("[А-Яа-яЁёІіЇїЄєҐґ]{3,}")


class Misread(NamedTuple):
    """The encodings that texts were read with and are in, with one text as it was read and as it should be."""

    taken_for: str
    encoding: str
    found: str
    instead: str


def find_misreading(texts: Iterable[str]) -> Misread | None:
    """Return how a table's texts were misread, or None unless that is much likelier than not.

    Only the first 1,000 texts are used that are not ASCII and have up to 200 characters.
    """
    suitable = (text for text in texts if not text.isascii() and len(text) <= _MAX_LENGTH)
    sample = list(dict.fromkeys(islice(suitable, SAMPLE_SIZE)))
    return _misread_utf8(sample) or _misread_cyrillic(sample)


def _misread_utf8(sample: Sequence[str]) -> Misread | None:
    for taken_for in _NAMES:
        found = _decoded_again(sample, taken_for, "utf-8")
        if len(found) < _MIN_SHARE * len(sample) or sum(len(a) - len(b) for a, b in found) < _MIN_SHORTENED:
            continue
        before = "\n".join(text for text, _ in found)
        if _likelihood(before) < _MAX_LIKELIHOOD * _count_not_ascii(before):
            return Misread(_NAMES[taken_for], "UTF-8", *found[0])
    return None


def _misread_cyrillic(sample: Sequence[str]) -> Misread | None:
    best, most = None, 0.0
    for taken_for in _NAMES:
        for encoding in _NAMES:
            if encoding in (taken_for, *_WESTERN):
                continue
            found = _decoded_again(sample, taken_for, encoding)
            if not found or len(found) < _MIN_SHARE * len(sample):
                continue
            before, after = ("\n".join(texts) for texts in zip(*found, strict=True))
            letters = sum(map(len, _WORDS.findall(after)))
            if letters < _MIN_LETTERS or letters < _MIN_SHARE * _count_not_ascii(before):
                continue
            changed = sum(map(ne, before, after))
            gain = _likelihood(after) - _likelihood(before)
            if changed >= _MIN_CHANGED and gain > _MIN_GAIN * changed and gain > most:
                example = next(pair for pair in found if pair[0] != pair[1])
                best, most = Misread(_NAMES[taken_for], _NAMES[encoding], *example), gain
    return best


def _decoded_again(sample: Iterable[str], taken_for: str, encoding: str) -> list[tuple[str, str]]:
    """Return the texts that can have been misread in this way, each with the text that it would be."""
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
    """Return the byte of each character. Bytes without a character are read as a control or replacement character."""
    table = {}
    for byte in range(256):
        one = bytes([byte])
        table[one.decode(encoding, "ignore") or one.decode("latin-1")] = byte
    if encoding == "cp1251":
        table["\ufffd"] = 0x98
    return table


def _count_not_ascii(text: str) -> int:
    return sum(not c.isascii() for c in text)


def _likelihood(text: str) -> float:
    """Return the logarithm of the likelihood of the characters outside of ASCII, each after the one before it."""
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

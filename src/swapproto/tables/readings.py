"""Readings of bytes that are not UTF-8: in each code page, judged by the letters of 32 languages. Record 42."""

import json
import math
import re
import unicodedata
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import NamedTuple

_WINDOWS = ("cp1252", "cp1251", "cp1250", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257", "cp1258")
_ISO = tuple(f"iso8859_{n}" for n in (1, 2, 4, 5, 6, 7, 8, 9, 13, 15))
_DOS = ("cp437", "cp737", "cp775", "cp850", "cp852", "cp855", "cp857", "cp858", "cp862", "cp866", "cp1125")
_KOI = ("koi8_r", "koi8_u")
_MAC = ("mac_cyrillic", "mac_latin2", "mac_greek", "mac_turkish", "mac_iceland", "mac_roman", "mac_romanian")
_RARE = ("iso8859_3", "iso8859_10", "iso8859_14", "iso8859_16", "cp860", "cp861", "cp863", "cp864", "cp865", "cp869")
CODE_PAGES: Mapping[str, float] = (
    dict.fromkeys(_WINDOWS, 0.0)
    | dict.fromkeys(_ISO, -1.0)
    | dict.fromkeys(_DOS + _KOI, -1.5)
    | dict.fromkeys((*_MAC, "mac_croatian"), -2.5)
    | dict.fromkeys(_RARE, -3.0)
)
"""The code pages that are tried, and how much rarer each is than a Windows page, as a natural logarithm."""

MIN_MARGIN = 5.0
"""By which a reading must be likelier than the next one that differs, as a natural logarithm."""
MIN_MARGIN_OF_FEW_WORDS = 8.0
_MANY_WORDS = 4  # with a letter that is not ASCII
MIN_MEAN = -3.4
"""The least mean likelihood of a letter: names of a known language have -2.7 to -3.2."""
_DOUBT = 1.2  # which the mean of one word may be lower by chance, and that of n words by the root of n less
_HOPELESS = -5.0  # the mean below which not even the likeliest reading is worth a look
_MAX_WORDS = 150
_MAX_SHOWN = 40
_WORDS = re.compile(rb"[A-Za-z\x80-\xff'`]{2,40}")
_VOWEL_SIGN = -5.0  # which names in Arabic and Hebrew letters are seldom written with
_SIGN_AT_END, _SIGN_IN_WORD, _LOWER_BEFORE_UPPER, _SMALL_INITIAL, _UNKNOWN_LETTER = -4.0, -14.0, -6.0, -1.0, -11.0
_FREE = frozenset("'`’ʼ‘´-ʹ")  # signs that stand in words, or between them
_AT_ENDS = '«»„“”"‹›…–—.,;:()№°ªº'
_TOGETHER = {
    "western": ("fr", "de", "es", "pt", "it", "sv", "no", "da", "fi", "is"),
    "central": ("pl", "cs", "sk", "hu", "ro", "hr", "sl", "de"),
    "baltic": ("lt", "lv", "et", "pl", "de"),
}
"""Languages whose names stand together in one list, and in one code page."""
_MARK = re.compile("[\u05b0-\u05c7\u0640\u064b-\u0670\u200c\u200d]")
_PRESENTED = re.compile("[\ufb50-\ufdff\ufe70-\ufefc]")
_FOLD = str.maketrans("şţ", "șț")  # Romanian with a cedilla instead of a comma below


class Reading(NamedTuple):
    """A code page, how likely the letters are that it makes of the bytes, and these letters, without ASCII."""

    encoding: str
    language: str
    likelihood: float
    mean: float
    letters: str
    text: str


class Readings(NamedTuple):
    """The likeliest readings of a file that differ from each other, best first, three at most, of so many words."""

    best: tuple[Reading, ...]
    words: int

    @property
    def guess(self) -> Reading | None:
        """The one that is so much likelier than others that it may be taken; else None."""
        if not self.best or self.best[0].mean < MIN_MEAN - _DOUBT / math.sqrt(self.words):
            return None
        margin = MIN_MARGIN if self.words >= _MANY_WORDS else MIN_MARGIN_OF_FEW_WORDS
        if len(self.best) > 1 and self.best[0].likelihood - self.best[1].likelihood < margin:
            return None
        return self.best[0]

    def in_words(self) -> str:
        """Return the likeliest readings by their letters; "" if not even one is likely."""
        likely = [one for one in self.best if one.mean >= _HOPELESS]
        return "; ".join(f"{one.encoding}: {one.letters}" for one in likely)


def find_readings(data: bytes) -> Readings:
    """Return the likeliest readings of bytes that are no UTF-8."""
    words = _distinct_words(data)
    readings = [reading for encoding in CODE_PAGES if (reading := _read(words, encoding)) is not None]
    best: dict[str, Reading] = {}
    for reading in sorted(readings, key=lambda one: -one.likelihood):
        best.setdefault(reading.text, reading)
    return Readings(tuple(best.values())[:3], len(words))


def _distinct_words(data: bytes) -> list[bytes]:
    words: dict[bytes, None] = {}
    for found in _WORDS.finditer(data):
        if not found[0].isascii() and not _is_utf8(found[0]):
            words[found[0]] = None
            if len(words) == _MAX_WORDS:
                break
    return [*words] or [data[:_MAX_SHOWN]]


def _is_utf8(word: bytes) -> bool:
    """Return whether a word is UTF-8, and so of another part of a file that mixes encodings."""
    try:
        return len(word) - len(word.decode()) > 1
    except UnicodeDecodeError:
        return False


def _read(words: Sequence[bytes], encoding: str) -> Reading | None:
    try:
        texts = [word.decode(encoding) for word in words]
    except (UnicodeDecodeError, LookupError):
        return None
    signs, letters = 0.0, []
    for text in texts:
        signs += _signs(text)
        letters += [c for c in _folded(text) if c.isalpha()]
    if not letters:
        return None
    counts: dict[str, int] = {}
    for c in letters:
        counts[c] = counts.get(c, 0) + 1
    likelihood, language = max(
        (sum(n * table.get(c, _UNKNOWN_LETTER) for c, n in counts.items()), name) for name, table in _tables().items()
    )
    likelihood += signs
    whole = " ".join(texts)
    shown = "".join(sorted({c for c in whole if c > "\x7f" and c.isprintable()}))[:_MAX_SHOWN]
    return Reading(encoding, language, likelihood + CODE_PAGES[encoding], likelihood / len(letters), shown, whole)


def _folded(text: str) -> str:
    """Return a text in small letters, with one letter for each form of an Arabic one."""
    if _PRESENTED.search(text):
        text = unicodedata.normalize("NFKC", text)
    return text.lower().translate(_FOLD)


def _signs(word: str) -> float:
    """Return how unlikely the signs and capitals of a word are, as a natural logarithm, 0 at most."""
    bare = word.strip(_AT_ENDS)
    score = _SIGN_AT_END * sum(c > "\x7f" for c in word if c in _AT_ENDS)
    before = ""
    for c in bare:
        if "\u0590" < before < "\u0700" and _MARK.match(c):
            score += _VOWEL_SIGN
        elif not c.isalpha() and c not in _FREE:
            score += _SIGN_IN_WORD
        if before.islower() and c.isupper():
            score += _LOWER_BEFORE_UPPER
        before = c
    if bare[:1].islower():
        score += _SMALL_INITIAL
    return score


@cache
def _tables() -> Mapping[str, Mapping[str, float]]:
    """Return for each language the natural logarithm of each letter's frequency."""
    counted = json.loads(files(__package__).joinpath("letters.json").read_text("utf-8"))
    for name, languages in _TOGETHER.items():
        mixed: dict[str, float] = {}
        for language in languages:
            for letter, count in counted[language].items():
                mixed[letter] = mixed.get(letter, 0) + count / len(languages)
        counted[name] = mixed
    return {
        language: {letter: math.log(count / 10_000) for letter, count in letters.items()}
        for language, letters in counted.items()
    }

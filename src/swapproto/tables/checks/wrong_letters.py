"""Wrong letters in one word, whatever the encoding of the file: what was read in another encoding somewhere before.

A whole table that was misread is found by :mod:`.encodings`; here one word is enough.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from itertools import pairwise

WHAT = "has letters that only a wrong encoding makes of a word: look it up in the original"
_SUSPECT = re.compile(
    r"[\u00a0-\u00bf×÷]|[À-ÖØ-öø-ÿ]{3}|[À-ÖØ-öø-ÿ].[À-ÖØ-öø-ÿ]|[‚„…†‡ˆ‰‹•˜›™€ƒ]"
    r"|[a-z][À-ÖØ-ÞŠŽŒŸ][a-z]|[aeiouy]œ|[\x80-\x9f]"
    r"|[\u2190-\u25ff]|[а-яёіїєґўђѓљњќћџ][А-ЯЁІЇЄҐЎЂЃЉЊЌЋЏ]|[РС][\u0080-\u00bf\u0400-\u045f‚-€°-ї]"
)
_LATIN = re.compile(r"[a-z][À-ÖØ-ÞŠŽŒŸ][a-z]|[aeiouy]œ[bcdfghjklmnpqrstvxz]|[a-z]{3}³\Z")
_WORD = re.compile(r"[^\s.,;:()\[\]/|\"-]+")
_SIGNS_IN_WORDS = frozenset("¡¢£¤¥¦§¨©¬®¯°±²³´µ¶¸¹¼½¾×÷†‡ˆ‰˜™€ƒ•…‹›")
_AFTER_A_LETTER = frozenset("‚„")
_MAX_LENGTH = 1_000  # characters: names and addresses are shorter
_MIN_SHARE = 0.7
_MIN_LETTERS = 4
_MIN_SEQUENCES = 2  # of UTF-8: one alone can be two letters, unless one of its bytes is none
_CONTROL = re.compile("[\x80-\x9f]")
_ENCODINGS = ("cp1252", "cp1251", "latin-1", "cp1250", "cp1254", "cp866")
_OTHERS = ("cp1251", "cp1253", "cp1255", "cp1256")


def is_suspect(text: str) -> bool:
    """Return whether a text has a sign or letters that wrong encodings leave. Few texts have."""
    return not text.isascii() and _SUSPECT.search(text) is not None


def has_wrong_letters(text: str) -> bool:
    """Return whether a word of a text has letters that only a wrong encoding makes of a name."""
    return len(text) <= _MAX_LENGTH and is_suspect(text) and any(map(_is_wrong, _words(text)))


def read_again(text: str) -> str:
    """Return a text that is UTF-8 read as something else as it should be; any other text as it is."""
    for _ in range(2 if len(text) <= _MAX_LENGTH else 0):  # some were read wrongly twice
        text = _as_utf8(text)
    return text


def _words(text: str) -> Iterator[str]:
    return (word for word in _WORD.findall(text) if not word.isascii())


def _is_wrong(word: str) -> bool:
    return (
        _LATIN.search(word) is not None
        or _has_signs(word)
        or _changes_case(word)
        or _as_utf8(word) != word
        or _is_all_accents(word)
    )


def _has_signs(word: str) -> bool:
    """Return whether a sign stands between letters, or beside one where no language has it."""
    for index, c in enumerate(word):
        before, after = word[index - 1 : index] if index else "", word[index + 1 : index + 2]
        if c in _AFTER_A_LETTER and before.isalpha():
            return True
        if (c in _SIGNS_IN_WORDS or "\u2190" <= c <= "\u25ff") and (
            after.isalpha() or (before.isalpha() and c not in "…°²³¹")
        ):
            return True
    return False


def _changes_case(word: str) -> bool:
    """Return whether small letters come before capital ones otherwise than in Мак-names."""
    letters = [c for c in word if c.isalpha()]
    if len(letters) < _MIN_LETTERS or not any("\u0400" <= c <= "\u04ff" for c in letters):
        return False
    rises = sum(one.islower() and other.isupper() for one, other in pairwise(letters))
    return rises > 1 or (rises == 1 and letters[0].islower())


def _is_all_accents(word: str) -> bool:
    """Return whether almost all letters of a word have accents, and are letters of another alphabet in its encoding."""
    letters = [c for c in word if c.isalpha()]
    accented = sum("À" <= c <= "ÿ" for c in letters)
    if len(letters) < _MIN_LETTERS or accented < _MIN_SHARE * len(letters):
        return False
    for encoding in _OTHERS:
        try:
            other = word.encode("cp1252").decode(encoding)
        except UnicodeError:
            continue
        if all(c.isalpha() or c in "'’ʼ" or unicodedata.combining(c) for c in other):
            return True
    return False


def _as_utf8(text: str) -> str:
    for encoding in _ENCODINGS:
        try:
            again = _bytes(text, encoding).decode()
        except UnicodeError:
            continue
        least = 1 if _CONTROL.search(text) else _MIN_SEQUENCES
        if sum(not c.isascii() for c in again) >= least and len(again) < len(text) and again.isprintable():
            return again
    return text


def _bytes(text: str, encoding: str) -> bytes:
    """Return the bytes of a text. Bytes without a character were read as control characters."""
    try:
        return text.encode(encoding)
    except UnicodeEncodeError as error:
        if not "\x80" <= text[error.start] <= "\x9f":
            raise
    return b"".join(c.encode("latin-1" if "\x80" <= c <= "\x9f" and not _has(c, encoding) else encoding) for c in text)


@cache
def _has(c: str, encoding: str) -> bool:
    """Return whether an encoding has a character."""
    try:
        return bool(c.encode(encoding))
    except UnicodeEncodeError:
        return False

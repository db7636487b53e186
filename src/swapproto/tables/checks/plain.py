"""Plain texts: of so simple a form that no check of a text's letters finds anything in them. Most texts are.

One pattern reads many texts at once, each with a NUL after it. Its parts are such that no word is UTF-8 in any encoding
that :mod:`.wrong_letters` tries: a Cyrillic word begins with a byte that no UTF-8 begins with in CP866, and has two
letters side by side that cannot stand so in Windows-1251; a letter with an accent stands alone among others.
"""

import re
from collections.abc import Iterator, Sequence

from .traces import ERRORS

_BETWEEN = r"(),\-./:;\[\]|"  # signs that end a word
_ASCII = r"!$%*+0-9>@A-Z^_a-z{}~"  # letters and signs, without apostrophes and what other programs leave in a text
_SMALL, _CAPITAL = r"à-öø-ÿĀ-őŔ-şš-ŷŹ-żžƠơƯưẠ-ỹß", "À-ÖØ-ÞŠŽ"
_ACCENTED = rf"(?:[{_SMALL}]|(?<![a-z])[{_CAPITAL}])(?![{_SMALL}{_CAPITAL}]|.[{_SMALL}{_CAPITAL}])"
_ARABIC, _HEBREW, _HAN = r"\u0621-\u063a\u0641-\u064a", r"\u05d0-\u05ea", r"\u4e00-\u9fff"
_OTHERS = rf"\u0400-\u04ff{_ARABIC}{_HEBREW}{_HAN}"
_WORDS = (
    "[А-ЯІҐ](?:[ёіїєґ]?[а-я][а-я][а-яёіїєґ]*+|[а-я][а-яёіїєґ]*+|[А-Я][А-ЯЁІЇЄҐ]*+)",
    "[ЁЇЄ](?=[а-п]{0,2}[р-яёіїєґ]|[а-п]{4}|[а-я]{1,5}(?![а-яёіїєґ]))[а-яёіїєґ]++",
    "(?:[а-пі][а-я]|[р-я][а-п]?[р-я])[а-яёіїєґ]*+",
    "[А-Яа-яЁёІіЇїЄєҐґ]",
    f"[{_ARABIC}]++",
    f"[{_HEBREW}]++",
    f"[{_HAN}]++",
)
_PARTS = (
    rf"[{_ASCII}]++(?![{_OTHERS}])",
    rf"[{_BETWEEN}]++",
    r" (?![ \0])",
    *(rf"{word}(?=[ \0{_BETWEEN}])" for word in _WORDS),
    rf"{_ACCENTED}(?![{_OTHERS}])",
)
_PLAIN = rf"(?! |{'|'.join(ERRORS)})(?>(?:{'|'.join(_PARTS)})*)\0"
_ONE, _MANY = re.compile(_PLAIN), re.compile(f"(?>(?:{_PLAIN})*)")
_SIZE = 2**14  # characters that are matched at once


def is_plain(text: str) -> bool:
    """Return whether a text is plain."""
    return _ONE.fullmatch(text + "\0") is not None


def suspects(texts: Sequence[str]) -> Iterator[str]:
    """Yield the texts that are not plain."""
    joined = "\0".join(texts) + "\0"
    if len(joined) > _SIZE and len(texts) > 1:
        middle = len(texts) // 2
        yield from suspects(texts[:middle])
        yield from suspects(texts[middle:])
    elif len(joined) > _SIZE or joined.count("\0") > len(texts):
        yield from texts
    else:
        yield from _suspects(joined)


def _suspects(joined: str) -> Iterator[str]:
    start = 0
    while (found := _MANY.match(joined, start)) and found.end() < len(joined):
        end = joined.index("\0", found.end())
        yield joined[found.end() : end]
        start = end + 1

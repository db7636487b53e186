"""Whole names, split into the fields of their parts, where that is safe; every other name is left to a person.

A split keeps every word of the name, and adds none.
"""

import re
from collections import Counter
from collections.abc import Sequence
from itertools import dropwhile

WHOLE_NAME = ("family_name", "given_name", "patronymic_name")
_PATRONYMIC = re.compile(
    r".*(?:ович|йович|евич|івна|ївна|овна|евна|ічна|ична|инична|ілліч|лукич|кузьмич|хомич|савич|ильич|фомич|никитич|саввич"
    r"|ovych|iovych|yovych|evych|ovich|evich|ivna|yivna|ovna|evna|ichna)",
    re.IGNORECASE,
)
_TURKIC = frozenset(
    ("оглу", "огли", "оглы", "кизи", "кызы", "гызы", "улы", "уулу", "ogly", "oglu", "kyzy", "qizi", "uly", "uulu")
)
_RANKS = re.compile(
    r"(?:солдат|сол|ст|мол|мл|гол|шт|сержант|с-т|капітан|капитан|к-н|лейтенант|л-т|майор|м-р|полковник|п-к|п/п-к"
    r"|прапорщик|матрос|рядовой|ряд|єфрейтор|ефрейтор|генерал|pte|pvt|cpl|sgt|lt|capt|maj|col|mr|mrs|m|mme|mlle)\.?",
    re.IGNORECASE,
)
_INITIALS = re.compile(r"(?:[^\W\d_]\.\s?-?)+|[^\W\d_]")
_NOT_A_NAME = re.compile(r"[()\[\]\"«»„“”/\\0-9;:|?]")
_SIGNS = re.compile(r"[\s.,;:|?/\\()\[\]\"«»„“”]+")
_IN_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|\"[^\"]*\"|«[^«»]*»|[„“][^„“”]*[“”]")
_ARABIC = re.compile("[\u0600-\u06ff]")
_NUMERALS = frozenset(("II", "III", "IV"))


class NotSplit(ValueError):
    """A name that only a person can split, and why, without a word of it."""


def split_name(text: str, fields: Sequence[str]) -> list[str]:
    """Return the part of a whole name for each of ``fields``. Raise :class:`NotSplit`."""
    words = text.split()
    _refuse_unusual(text, words)
    parts = _by_comma(text, fields) or _by_capitals(words, fields) or _by_order(words, fields)
    if sorted(" ".join(parts).split()) != sorted(text.replace(",", " ").split()):
        raise NotSplit("its words would not all be kept")
    return parts


def said_parts(text: str, fields: Sequence[str], name: str) -> list[str]:
    """Return the parts of a name that a person wrote as "FAMILY | GIVEN | PATRONYMIC"; the last ones may be missing.

    They are the words of the name, in any order. Left out may be what is no part of it: what it has in brackets or
    quotes, as a call sign, and a rank before it. Raise :class:`NotSplit` for anything else.
    """
    parts = [" ".join(part.split()) for part in text.split("|")]
    if not 1 < len(parts) <= len(fields) or not any(parts):
        raise NotSplit(f"put | between its parts, as {' | '.join(fields)}")
    written, of_name = Counter(_words(text)), Counter(_words(name))
    if written - of_name:
        raise NotSplit("its parts have a word that it has not: write its own words")
    if Counter(_words(_without_extras(name))) - written:
        raise NotSplit("its parts lack a word that it has: write all of its words")
    return [*parts, *[""] * (len(fields) - len(parts))]


def _words(text: str) -> list[str]:
    return [word for word in _SIGNS.split(text) if word]


def _without_extras(name: str) -> str:
    """Return a name without what it has in brackets or quotes, and without a rank before it."""
    words = _IN_BRACKETS.sub(" ", name).split()
    return " ".join(dropwhile(_RANKS.fullmatch, words[:-1])) + " " + " ".join(words[-1:])


def _refuse_unusual(text: str, words: Sequence[str]) -> None:
    if _NOT_A_NAME.search(text):
        raise NotSplit("it has brackets, quotes, digits or other signs, as a call sign or an earlier name has")
    if _ARABIC.search(text):
        raise NotSplit("an Arabic name is a chain of no fixed length")
    if len(words) > 1 and _RANKS.fullmatch(words[0]):
        raise NotSplit("it begins with a rank or title")
    if any(_INITIALS.fullmatch(word) for word in words):
        raise NotSplit("it has initials")


def _by_comma(text: str, fields: Sequence[str]) -> list[str]:
    """Return the parts of "Family, Given Patronymic"; nothing without exactly one comma."""
    if text.count(",") != 1 or not fields[0].startswith("family"):
        return []
    family, rest = (" ".join(part.split()) for part in text.split(","))
    words = rest.split()
    if not family or not 1 <= len(words) <= len(fields) - 1:
        raise NotSplit(f"it has a comma, and {len(words)} words after it")
    return [family, *words, *[""] * (len(fields) - 1 - len(words))]


def _by_capitals(words: Sequence[str], fields: Sequence[str]) -> list[str]:
    """Return the parts of a name whose family name alone is in capitals, wherever it stands; nothing otherwise."""
    capital = [len(word) > 1 and word.isupper() and word not in _NUMERALS for word in words]
    first, last = (capital.index(True), len(words) - capital[::-1].index(True)) if any(capital) else (0, 0)
    family = [field.startswith("family") for field in fields]
    if not any(capital) or all(capital) or not all(capital[first:last]) or True not in family:
        return []
    others = [*words[:first], *words[last:]]
    if len(others) != len(fields) - 1:
        raise NotSplit(f"it has {len(others)} words beside the family name in capitals")
    _require_patronymic(others[-1:], fields)
    parts = iter(others)
    return [" ".join(words[first:last]) if is_family else next(parts) for is_family in family]


def _by_order(words: Sequence[str], fields: Sequence[str]) -> list[str]:
    if len(words) == len(fields) + 1 and words[-1].casefold() in _TURKIC and fields[-1].startswith("patronymic"):
        return [*words[:-2], " ".join(words[-2:])]
    if len(words) != len(fields):
        raise NotSplit(f"it has {len(words)} words where {len(fields)} are expected")
    index = next((n for n, field in enumerate(fields) if field.startswith("patronymic")), None)
    if index is not None:
        _require_patronymic(words[index : index + 1], ["patronymic"])
    return [*words]


def _require_patronymic(words: Sequence[str], fields: Sequence[str]) -> None:
    if fields[-1].startswith("patronymic") and not _PATRONYMIC.fullmatch(words[0]):
        raise NotSplit("its last word has not the ending of a patronymic")

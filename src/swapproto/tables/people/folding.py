"""Folding of names: the Ukrainian, Russian and Latin spellings of a name become the same letters.

The library transliterates any script; the rules here undo what systems of transliteration and tired writers do
differently. They lose differences on purpose: a folded name is for comparing, never for showing.
"""

import re
from functools import lru_cache
from unicodedata import decimal, normalize

from anyascii import anyascii

LIMIT = 200
"""The number of characters of a text that are used."""

_LOOK_ALIKE = dict(zip("АВСЕНІЇКМОРТХУаеорсухії", "ABCEHIÏKMOPTXYaeopcyxiï", strict=True))
_LATIN_OF = str.maketrans(_LOOK_ALIKE)
_CYRILLIC_OF = str.maketrans({latin: cyrillic for cyrillic, latin in _LOOK_ALIKE.items()})
_CYRILLIC = re.compile(r"[Ѐ-ӿ]")
_LATIN = re.compile(r"[A-Za-zÏï]")
_WORD = re.compile(r"\w+")
_AS_NUMBERS = _LATIN_OF | str.maketrans("ΑΒΕΖΗΚΜΝΡΤΥΧ" + "ІΙI" + "ОΟO" + "З", "ABEZHKMNPTYX" + "111" + "000" + "3")

# No sound, or a soft or hard sign: ' ’ ʼ ` ´ ‘ ʹ ʺ ″ and their like, and separate accents and stress marks.
_SIGNS = re.compile("[\u0027\u0022\u0060\u00b4\u02b0-\u02ff\u0300-\u036f\u2018-\u201f\u2032-\u2036\uff07]")

# Letters with diacritics that are sounds of their own in the scientific systems and ISO 9
_SOUNDS = str.maketrans(
    {"š": "sh", "č": "ch", "ž": "zh", "ŝ": "shch", "ż": "zh", "â": "ia", "û": "iu", "ь": "", "ъ": "", "’": ""}
)

# How the systems write each sound, and the one letter for it
_GROUPS = {
    **dict.fromkeys(("shch", "szcz", "shh", "sch", "sh", "sz"), "š"),
    **dict.fromkeys(("tsch", "tch", "ch", "cz"), "č"),
    "zgh": "zg",
    "zh": "ž",
    **dict.fromkeys(("ts", "tz"), "c"),
    **dict.fromkeys(("kh", "gh", "h", "x"), "g"),
    "ph": "f",
    "th": "t",
    "ou": "u",
    "w": "v",
    "q": "k",
    **dict.fromkeys("jy", "i"),
}
_GROUP = re.compile("[tc](?=sh|zh)|" + "|".join(sorted(_GROUPS, key=len, reverse=True)))  # t before sh is no ts
_X_IS_KS = re.compile(r"(?<=\bale)x|(?<=\bma)x(?=[iy]m)")
_CH_IS_KH = re.compile(r"\bch(?=[lmrvw])")
_VOWELS = re.compile(r"i+[eo]?")
_DOUBLED = re.compile(r"(.)\1+")
_LOOSE_ENDS = re.compile(r"off?\b|eff?\b|aia\b|ine\b")
_ENDS = {"off": "ov", "of": "ov", "eff": "ev", "ef": "ev", "aia": "a", "ine": "in"}

# The other letters of a word show what ch, cz and j mean: the French write Chevtchouk and Joukov, but no u without an
# o, no sh, zh or sch, and no w; Germans, Poles and scientists write Chwylewskyj; cz is ц in GOST 7.79, but not in
# Polish, which has no v and no x
_FRENCH = re.compile(r"(?=\w*(?:tch|ou))(?!\w*(?:(?<![gou])u|[sz]h|sch|w))")
_FROM_FRENCH = {"chtch": "shch", "tch": "tch", "ch": "sh", "j": "zh", "gu": "g"}
_FRENCH_GROUP = re.compile("chtch|tch|ch|j|gu(?=[eiy])")
_GOST = re.compile("[vx]|shh|cz(?=k[ij])|ecz$")
_CENTRAL = re.compile("tsch|sz|[włżčšž]")
_CENTRAL_CH = re.compile("(?<![st])ch")


def fold(text: str) -> tuple[str, ...]:
    """Return the words in the first 200 characters of ``text``, folded into the letters a-z and č š ž.

    >>> fold("Зоряно-Щербацький"), fold("Zorianoff-Shcherbatskyi"), fold("Зорянов-Щербацкий")
    (('zoriano', 'šerbacki'), ('zorianov', 'šerbacki'), ('zorianov', 'šerbacki'))
    """
    return _fold(text[:LIMIT])


def fold_number(text: str) -> str:
    """Return the letters and digits of a number, in which characters that look alike are the same.

    It is the same whether its letters were typed with a Latin, Cyrillic or Greek keyboard, and O is 0.

    >>> fold_number("АВ № 12З"), fold_number("ab-I23"), fold_number("ГД 7")
    ('AB123', 'AB123', 'ГД7')
    """
    capitals = normalize("NFKC", text[:LIMIT].replace("№", "")).upper().translate(_AS_NUMBERS)
    return "".join(str(decimal(c, c)) for c in capitals if c.isalnum())


@lru_cache(maxsize=1 << 14)
def _fold(text: str) -> tuple[str, ...]:
    if not text.isascii():
        text = _WORD.sub(_one_script, normalize("NFC", text))
        text = _WORD.sub(_as_english, _SIGNS.sub("", text).casefold()).translate(_SOUNDS)
        text = anyascii(text)
    else:
        text = _WORD.sub(_as_english, _SIGNS.sub("", text).lower())
    words = re.findall("[a-z]+", _SIGNS.sub("", text).lower())
    return tuple(_settle(word) for word in words)


def _one_script(match: re.Match[str]) -> str:
    """Return a word that mixes Cyrillic and Latin look-alikes in one script."""
    word = match[0]
    if not (_CYRILLIC.search(word) and _LATIN.search(word)):
        return word
    as_cyrillic, as_latin = word.translate(_CYRILLIC_OF), word.translate(_LATIN_OF)
    left_latin, left_cyrillic = len(_LATIN.findall(as_cyrillic)), len(_CYRILLIC.findall(as_latin))
    if left_latin == left_cyrillic:
        return as_latin if 2 * len(_LATIN.findall(word)) > len(word) else as_cyrillic
    return as_cyrillic if left_latin < left_cyrillic else as_latin


def _as_english(match: re.Match[str]) -> str:
    """Return a word in small letters with ch, cz and j as in English transliteration."""
    word = match[0]
    if _FRENCH.match(word):
        return _FRENCH_GROUP.sub(lambda group: _FROM_FRENCH[group[0]], word)
    if _CENTRAL.search(word):
        return _CENTRAL_CH.sub("kh", word)
    return word.replace("cz", "ts") if _GOST.search(word) else word


def _settle(word: str) -> str:
    """Apply the rules until nothing changes, so that a folded word folds to itself."""
    before = ""
    while word != before:
        before, word = word, _apply_rules(word.translate(_SOUNDS))
    return word


def _apply_rules(word: str) -> str:
    word = _CH_IS_KH.sub("kh", _X_IS_KS.sub("ks", word))
    word = _LOOSE_ENDS.sub(lambda end: _ENDS[end[0]], word)
    word = _GROUP.sub(lambda group: _GROUPS.get(group[0], group[0]), word)
    word = _VOWELS.sub(lambda i: "e" if i[0][-1] in "eo" else "i", word)
    return _DOUBLED.sub(r"\1", word)


_VOWEL = str.maketrans("", "", "aeiou")


@lru_cache(maxsize=1 << 14)
def consonants(folded: str) -> str:
    """Return a folded word without its vowels after the first letter: there Ukrainian and Russian differ most."""
    return folded[:1] + folded[1:].translate(_VOWEL)

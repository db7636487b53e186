"""The spellings of look_alikes.py: names written by ear, as another language spells them, or by a system."""

import re
from collections.abc import Callable
from random import Random

from .alphabets import LATIN
from .invented_names import BY_EAR, Name


def _letters(keys: str, values: str) -> dict[str, str]:
    return dict(zip(keys, [value.replace("_", "") for value in values.split()], strict=True))


_KEYS = "абвгґдеєжзиіїйклмнопрстуфхцчшщьюяыэёъ’"
_FRENCH = _letters(_KEYS, "a b v g g d e e j z i i i i k l m n o p r s t ou f kh ts tch ch chtch _ iou ia y e e _ _")
_GERMAN = _letters(
    _KEYS, "a b w h g d e je sch s y i ji j k l m n o p r s t u f ch z tsch sch schtsch _ ju ja y e jo _ _"
)
_POLISH = _letters(_KEYS, "a b w h g d e je ż z y i ji j k l m n o p r s t u f ch c cz sz szcz _ ju ja y e jo _ _")
_ENGLISH = _letters(_KEYS, "a b v g g d e ye zh z i i yi y k l m n o p r s t u f kh ts ch sh sch _ yu ya y e yo _ _")


def _spell(name: str, table: dict[str, str]) -> str:
    text = "".join(table.get(letter, letter) for letter in name.lower())
    return "-".join(part[:1].upper() + part[1:] for part in text.split("-"))


def _french(ru: str, draw: Random) -> str:
    text = ru.lower()
    text = re.sub("(?<=[аеёиоуыэюя])с(?=[аеёиоуыэюя])", "ss", text)
    text = re.sub("г(?=[еиэ])", "gu", text)
    text = re.sub("ин$", "ine", text)
    text = re.sub("(?<=[ий])й", "", re.sub("ий$", "i", text))
    text = re.sub("^е", draw.choice(["e", "ie"]), text)
    return _spell(text, _FRENCH)


def _german(name: Name, draw: Random) -> str:
    uk, ru = name[0].lower(), name[1].lower()
    if draw.random() < 0.5:
        return re.sub("yj\\b", draw.choice(["yj", "y", "yi"]), _spell(uk, _GERMAN))
    text = re.sub("(?<![а-яё])е|(?<=[аеёиоуыэюяйь])е", "je", ru)
    text = re.sub("(?<=[аеёиоуыэюя])с(?=[аеёиоуыэюя])", "ss", text)
    text = re.sub("и[й]$", draw.choice(["ij", "i", "y"]), text)
    text = re.sub("(?<=[аеоуыэ])й", "i", text)
    return _spell(text, _GERMAN | {"г": "g", "и": "i"})


def _polish(name: Name, draw: Random) -> str:
    text = name[0].lower() if draw.random() < 0.6 else name[1].lower()
    text = re.sub("ськи?й|ский", "ski", re.sub("цьки?й|цкий", "cki", text))
    text = re.sub("ська|ская", "ska", re.sub("цька|цкая", "cka", text))
    text = re.sub("л(?=[аоуи]|[бвгджзкмнпрстфхцчшщ]|$)", "ł", text)
    text = re.sub("нь", "ń", re.sub("сь", "ś", re.sub("зь", "ź", re.sub("ць", "ć", text))))
    text = text.replace("ій", "ij").replace("ий", "yj")
    return _spell(text, _POLISH)


def _english(name: Name, draw: Random) -> str:
    """Spell a name by ear, without a system."""
    if name[1] in BY_EAR:
        return draw.choice(BY_EAR[name[1]])
    which = draw.randrange(2)
    text = _spell(name[which], _ENGLISH | ({"г": "h", "и": "y"} if which == 0 else {}))
    for heard, written in (
        ("kh", "h"),
        ("ks", "x"),
        ("iy\\b|yy\\b", "y"),
        ("iy\\b", "i"),
        ("ay\\b", "ai"),
        ("yev", "ev"),
        ("iya\\b", "ia"),
        ("ya", "ia"),
        ("yu", "u"),
        ("ts", "tz"),
        ("ov\\b", "off"),
        ("k(?=[aou])", "c"),
        ("aya\\b", "aia"),
    ):
        if draw.random() < 0.25:
            text = re.sub(heard, written, text)
    return text[:1].upper() + text[1:]


def _by_system(system: str) -> Callable[[Name, Random], str]:
    language, latin = LATIN[system]
    return lambda name, _: latin(name[language])


HANDS: dict[str, Callable[[Name, Random], str]] = {
    "in Ukrainian": lambda name, _: name[0],
    "in Russian": lambda name, _: name[1],
    "in Russian without ё": lambda name, _: name[1].replace("ё", "е").replace("Ё", "Е"),
    "as the French do": lambda name, draw: _french(name[1], draw),
    "as Germans do": _german,
    "as Poles do": _polish,
    "by ear in English": _english,
    **{f"by {system}": _by_system(system) for system in LATIN},
}
CYRILLIC = ("in Ukrainian", "in Russian", "in Russian without ё")

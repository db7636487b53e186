"""Systems that write Ukrainian or Russian names in Latin letters, after their published tables."""

from collections.abc import Callable
from typing import NamedTuple

_UK = "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя"
_RU = "абвгдеёжзийклмнопрстуфхцчшщъыьэюя"


class _System(NamedTuple):
    letters: dict[str, str]
    first: dict[str, str]  # where the beginning of a word differs
    after_vowel: dict[str, str]  # and after a vowel or a sign


def _system(alphabet: str, latin: str, first: str = "", after_vowel: str = "") -> _System:
    def pairs(text: str) -> dict[str, str]:
        return {pair[0]: pair[1:] for pair in text.split()}

    letters = dict(zip(alphabet, ("" if part == "-" else part for part in latin.split()), strict=True))
    return _System(letters, pairs(first), pairs(after_vowel))


_SYSTEMS = {
    # the Cabinet of Ministers' resolution 55 of 2010, as in passports
    "uk KMU": _system(
        _UK,
        "a b v h g d e ie zh z y i i i k l m n o p r s t u f kh ts ch sh shch - iu ia",
        "єye їyi йy юyu яya",
    ),
    "uk BGN": _system(_UK, "a b v h g d e ye zh z y i yi y k l m n o p r s t u f kh ts ch sh shch ’ yu ya"),
    "uk scientific": _system(_UK, "a b v h g d e je ž z y i ji j k l m n o p r s t u f x c č š šč ʹ ju ja"),
    "uk by hand": _system(_UK, "a b v g g d e ye zh z i i i y k l m n o p r s t u f h c ch sh sch - yu ya"),
    # ICAO Doc 9303, as in passports
    "ru ICAO": _system(_RU, "a b v g d e e zh z i i k l m n o p r s t u f kh ts ch sh shch ie y - e iu ia"),
    "ru BGN": _system(
        _RU,
        "a b v g d e ë zh z i y k l m n o p r s t u f kh ts ch sh shch ” y ’ e yu ya",
        "еye ёyë",
        "еye ёyë",
    ),
    "ru GOST 7.79 B": _system(_RU, "a b v g d e yo zh z i j k l m n o p r s t u f x cz ch sh shh `` y` ` e` yu ya"),
    "ru ISO 9": _system(_RU, "a b v g d e ë ž z i j k l m n o p r s t u f h c č š ŝ ʺ y ʹ è û â"),
}


def _write(text: str, system: _System) -> str:
    latin, before = [], " "
    for letter in text:
        small = letter.lower()
        table = system.first if not before.isalpha() and before not in "’ʼ'" else {}
        if before.lower() in "аеєёиіїоуюяыэьъ’'ʼ":
            table = system.after_vowel
        written = table.get(small, system.letters.get(small, "" if small in "’ʼ'" else letter))
        latin.append(written.capitalize() if letter.isupper() else written)
        before = letter
    return "".join(latin)


LATIN: dict[str, tuple[int, Callable[[str], str]]] = {
    name: (("uk", "ru").index(name[:2]), lambda text, system=system: _write(text, system))  # type: ignore[misc]
    for name, system in _SYSTEMS.items()
}
"""By the name of the system: whether it is for the Ukrainian (0) or the Russian (1) spelling, and the function."""

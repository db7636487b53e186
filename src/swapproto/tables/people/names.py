"""Words of names: given names that are one name in two languages, patronymics by what they are made from, initials."""

import json
import re
from functools import lru_cache
from importlib.resources import files
from typing import NamedTuple

from .folding import consonants, fold

_PATRONYMIC = re.compile(r"(?:[aoei]v(?:i?č|na)|i(?:č|čna))$")
_VOWELS = "aeiou"


class Word(NamedTuple):
    """A name as it is compared: ``key`` is equal for equal names, ``stem`` is what a slip of the pen is looked for in.

    ``known`` if the given name, or the one that the patronymic is made from, is in ``names.json``; ``initial`` if it is
    a first letter only: П., Ю. or Yu.; ``parts`` are the words of a double name.
    """

    skeleton: str
    key: str
    stem: str
    known: bool
    initial: bool
    parts: tuple[str, ...]


@lru_cache(maxsize=1 << 14)
def word(parts: tuple[str, ...]) -> Word:
    """The name of these skeletons; several if it is double, or was written apart."""
    skeleton = "".join(parts)
    stem, ending = _stem(skeleton)
    group = _group(stem, ending)
    key = f"{stem if group is None else group}{ending}"
    return Word(skeleton, key, stem, group is not None, len(skeleton) == 1 or skeleton in ("iu", "ia"), parts)


def token(name: Word) -> str:
    """What most spellings of a name have in common: its key if it is known, or else its consonants."""
    return name.key if name.known else consonants(name.skeleton)


def is_patronymic(skeleton: str) -> bool:
    """Whether it ends as a patronymic does; so do some surnames."""
    return len(skeleton) > 3 and _PATRONYMIC.search(skeleton) is not None


@lru_cache(maxsize=1 << 14)
def beginnings(name: Word) -> set[str]:
    """The first letters of a name, one and two, in any of its languages."""
    group = _group(*_stem(name.skeleton))
    two = {skeleton[:2] for skeleton in (_equivalents().lines[group] if group is not None else (name.skeleton,))}
    return two | {letters[:1] for letters in two} | {"i" for letters in two if letters[0] == "e"}  # Ye, Je, Io


def _bare(skeleton: str) -> str:
    """What a patronymic is made from: a given name without vowels at its end."""
    return _PATRONYMIC.sub("", skeleton).rstrip(_VOWELS) or skeleton


def _stem(skeleton: str) -> tuple[str, str]:
    """A patronymic's beginning without vowels at its end, and a mark; any other name as it is."""
    if not is_patronymic(skeleton):
        return skeleton, ""
    return _bare(skeleton), "-vič"


@lru_cache(maxsize=1 << 14)
def stems(name: Word) -> set[str]:
    """Its stem, in every language if it is known."""
    group = _group(*_stem(name.skeleton))
    if group is None:
        return {name.stem}
    line = _equivalents().lines[group]
    return {_bare(skeleton) for skeleton in line} if is_patronymic(name.skeleton) else line


def _group(stem: str, ending: str) -> int | None:
    return (_equivalents().stems if ending else _equivalents().names).get(stem)


class _Equivalents(NamedTuple):
    names: dict[str, int]
    stems: dict[str, int]
    lines: list[set[str]]


@lru_cache(maxsize=1)
def _equivalents() -> _Equivalents:
    """The data file: the number of its line by a given name, and by the stem of the patronymic made from it."""
    lines: list[list[str]] = json.loads((files(__package__) / "names.json").read_bytes())
    found = _Equivalents({}, {}, [])
    for number, spellings in enumerate(lines):
        found.lines.append({"".join(fold(spelling)) for spelling in spellings})
        for skeleton in found.lines[number]:
            found.names[skeleton] = number
            found.stems.setdefault(_bare(skeleton), number)
    return found

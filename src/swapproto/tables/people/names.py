"""Words of names: recognise initials, patronymics, and given names that are one name in two languages."""

import json
import re
from functools import lru_cache
from importlib.resources import files
from typing import NamedTuple

from .folding import consonants, fold

_PATRONYMIC = re.compile(r"(?:[aoei]v(?:i?č|na)|i(?:č|čna))$")
_VOWELS = "aeiou"


class Word(NamedTuple):
    """A name as it is compared: equal names have the same ``key``, and slips of the pen are sought in ``stem``.

    ``known`` means that the given name, or the one that the patronymic is made from, is in ``names.json``.
    ``initial`` means that only the first letter is given: П., Ю. or Yu. ``parts`` are the words of a double name.
    """

    folded: str
    key: str
    stem: str
    known: bool
    initial: bool
    parts: tuple[str, ...]


@lru_cache(maxsize=1 << 14)
def word(parts: tuple[str, ...]) -> Word:
    """Return the name of these folded words; there are several if it is double or was written apart."""
    folded = "".join(parts)
    stem, ending = _stem(folded)
    group = _group(stem, ending)
    key = f"{stem if group is None else group}{ending}"
    return Word(folded, key, stem, group is not None, len(folded) == 1 or folded in ("iu", "ia"), parts)


def token(name: Word) -> str:
    """Return what most spellings of a name share: its key if it is known, or else its consonants."""
    return name.key if name.known else consonants(name.folded)


def is_patronymic(folded: str) -> bool:
    """Return whether a name ends as patronymics do. Some surnames do, too."""
    return len(folded) > 3 and _PATRONYMIC.search(folded) is not None


@lru_cache(maxsize=1 << 14)
def beginnings(name: Word) -> set[str]:
    """Return the first letter and the first two letters of a name, in each of its languages."""
    group = _group(*_stem(name.folded))
    two = {folded[:2] for folded in (_equivalents().lines[group] if group is not None else (name.folded,))}
    return two | {letters[:1] for letters in two} | {"i" for letters in two if letters[0] == "e"}  # Ye, Je, Io


def _bare(folded: str) -> str:
    """Return the given name that a patronymic is made from, without the vowels at its end."""
    return _PATRONYMIC.sub("", folded).rstrip(_VOWELS) or folded


def _stem(folded: str) -> tuple[str, str]:
    """Return what a patronymic is made from, and a mark; any other name unchanged, and no mark."""
    if not is_patronymic(folded):
        return folded, ""
    return _bare(folded), "-vič"


@lru_cache(maxsize=1 << 14)
def stems(name: Word) -> set[str]:
    """Return the stem of a name: in each of its languages if it is known."""
    group = _group(*_stem(name.folded))
    if group is None:
        return {name.stem}
    line = _equivalents().lines[group]
    return {_bare(folded) for folded in line} if is_patronymic(name.folded) else line


def _group(stem: str, ending: str) -> int | None:
    return (_equivalents().stems if ending else _equivalents().names).get(stem)


class _Equivalents(NamedTuple):
    names: dict[str, int]
    stems: dict[str, int]
    lines: list[set[str]]


@lru_cache(maxsize=1)
def _equivalents() -> _Equivalents:
    """Return the lines of the data file, and their indexes by given name and by the stem of its patronymic."""
    lines: list[list[str]] = json.loads((files(__package__) / "names.json").read_bytes())
    found = _Equivalents({}, {}, [])
    for index, spellings in enumerate(lines):
        found.lines.append({"".join(fold(spelling)) for spelling in spellings})
        for folded in found.lines[index]:
            found.names[folded] = index
            found.stems.setdefault(_bare(folded), index)
    return found

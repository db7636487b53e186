"""The column map: which header means which field, as words "HEADER=FIELD" (``--map``); see also :mod:`.plan`."""

import json
import re
from collections.abc import Iterable, Mapping
from typing import TypeAlias

from ..errors import InputError

ColumnMap: TypeAlias = Mapping[str, str]
"""The field of each header, or "" to omit the column. The header "*" with "" omits all columns that are not known."""


SIZE_LIMIT = 2**20
NAME_LIMIT = 256
COLUMNS = 256
_MAX_CHARACTERS_SHOWN = 40

_TEXT = r'(?:"(?:[^"\\\n]|\\.)*+"|\'[^\'\n]*+\')'
LINE = re.compile(rf"\s*(?:\[[^\[\].\n]*+\]|(?:{_TEXT}|[A-Za-z0-9_-]++)[ \t]*+=[ \t]*+{_TEXT})?[ \t]*+(?:#.*+)?\r?")
"""A line of a TOML file of pairs: cheap to read whatever it contains."""


def is_file(word: str) -> bool:
    """Return whether a word names a TOML file, and is not itself "HEADER=FIELD"."""
    return "=" not in word and word.lower().endswith(".toml")


def from_word(word: str) -> tuple[str, str]:
    """Return the pair of "HEADER=FIELD". Raise :class:`InputError` ``usage``."""
    header, equals, name = word.rpartition("=")
    if not equals:
        raise InputError(
            "usage",
            f'--map "{short(word)}": write "HEADER=FIELD", "HEADER=" to omit it, or the name of a .toml file',
        )
    return header, name.strip()


def quoted(text: str) -> str:
    """Return a text as TOML writes it."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007F")  # TOML escapes as JSON does, and DEL too


def merge(pairs: Iterable[tuple[str, str]]) -> ColumnMap:
    """Return the column map of these pairs. Raise :class:`InputError` ``usage`` if they contradict each other."""
    merged: dict[str, str] = {}
    for header, name in pairs:
        if merged.setdefault(header, name) != name:
            raise InputError("usage", f'--map says of "{short(header)}" both "{merged[header]}" and "{name}": say one')
        if len(name.encode()) > NAME_LIMIT:
            raise InputError("usage", f'--map gives "{short(header)}" a name of over {NAME_LIMIT} bytes')
    if len(merged) > COLUMNS:
        raise InputError("usage", f"--map names {len(merged):,} columns; a table has at most {COLUMNS}")
    return merged


def short(text: str) -> str:
    """Return a header for use in a sentence: on one line, and not too long."""
    words = " ".join(text.split())
    return words if len(words) <= _MAX_CHARACTERS_SHOWN else words[: _MAX_CHARACTERS_SHOWN - 1] + "…"

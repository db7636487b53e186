"""The column map: which header means which field, as words "HEADER=FIELD" (``--map``) or as a TOML file."""

import json
import re
import tomllib
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
_LINE = re.compile(rf"\s*(?:\[[^\[\].\n]*+\]|(?:{_TEXT}|[A-Za-z0-9_-]++)[ \t]*+=[ \t]*+{_TEXT})?[ \t]*+(?:#.*+)?\r?")
_FORM = 'write "HEADER" = "FIELD", both in quotes, under [columns]'


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


def from_toml(data: bytes, file: str) -> list[tuple[str, str]]:
    """Return the pairs of a TOML file with a table ``[columns]``. Raise :class:`InputError` ``usage`` with the line."""

    def refused(why: str) -> InputError:
        return InputError("usage", f"{file}: {why}")

    if len(data) > SIZE_LIMIT:
        raise refused(f"it is longer than {SIZE_LIMIT:,} bytes")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise refused(f"it is not UTF-8 at byte {error.start:,}") from None
    # tomllib takes memory by the square of a dotted key, so only lines that a list of pairs needs reach it.
    for number, line in enumerate(text.split("\n"), 1):
        if not _LINE.fullmatch(line):
            raise refused(f"line {number:,}: {_FORM}")
    try:
        found = tomllib.loads(text)
    except ValueError as error:
        raise refused(f"it is not TOML: {error}") from None
    columns = found.pop("columns", None)
    if found:
        raise refused(f'"{short(next(iter(found)))}" is not known here: {_FORM}')
    if not isinstance(columns, dict):
        raise refused(f"it has no [columns]: {_FORM}")
    return [*columns.items()]


def to_toml(column_map: ColumnMap) -> str:
    """Return the TOML file that :func:`from_toml` reads as these pairs."""
    lines = [f"{_quoted(header)} = {_quoted(name)}\n" for header, name in column_map.items()]
    return "[columns]\n" + "".join(lines)


def _quoted(text: str) -> str:
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

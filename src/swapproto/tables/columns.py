"""What the user says of columns: "HEADER=FIELD" in words (``--map``), or a TOML file of such pairs."""

import json
import re
import tomllib
from collections.abc import Iterable

from ..errors import InputError

SIZE_LIMIT = 2**20
NAME_LIMIT = 256
COLUMNS = 256
_SHOWN = 40

_TEXT = r'(?:"(?:[^"\\\n]|\\.)*+"|\'[^\'\n]*+\')'
_LINE = re.compile(rf"\s*(?:\[[^\[\].\n]*+\]|(?:{_TEXT}|[A-Za-z0-9_-]++)[ \t]*+=[ \t]*+{_TEXT})?[ \t]*+(?:#.*+)?\r?")
_FORM = 'write "HEADER" = "FIELD", both in quotes, under [columns]'


def is_file(word: str) -> bool:
    """Whether a user's word names a file of pairs, and is not itself one."""
    return "=" not in word and word.lower().endswith(".toml")


def from_word(word: str) -> tuple[str, str]:
    """The pair of "HEADER=FIELD". Raises :class:`InputError` ``usage``."""
    header, equals, name = word.rpartition("=")
    if not equals:
        raise InputError(
            "usage",
            f'--map "{short(word)}": write "HEADER=FIELD", "HEADER=" to leave it out, or the name of a .toml file',
        )
    return header, name.strip()


def from_toml(data: bytes, file: str) -> list[tuple[str, str]]:
    """The pairs of a TOML file with a table ``[columns]``. Raises :class:`InputError` ``usage``, naming the line."""

    def refused(why: str) -> InputError:
        return InputError("usage", f"{file}: {why}")

    if len(data) > SIZE_LIMIT:
        raise refused(f"it is longer than {SIZE_LIMIT:,} bytes")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise refused(f"it is not UTF-8 at byte {error.start:,}") from None
    # Before tomllib, which takes memory by the square of a dotted key: a list of pairs needs none of what is left out.
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


def to_toml(pairs: Iterable[tuple[str, str]]) -> str:
    """A TOML file of these pairs; :func:`from_toml` reads the same."""
    lines = [f"{_quoted(header)} = {_quoted(name)}\n" for header, name in dict(pairs).items()]
    return "[columns]\n" + "".join(lines)


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007F")  # JSON's escapes are TOML's, but for DEL


def together(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """All that the user said, by header. Raises :class:`InputError` ``usage`` where it cannot be meant."""
    said: dict[str, str] = {}
    for header, name in pairs:
        if said.setdefault(header, name) != name:
            raise InputError("usage", f'--map says of "{short(header)}" both "{said[header]}" and "{name}": say one')
        if len(name.encode()) > NAME_LIMIT:
            raise InputError("usage", f'--map gives "{short(header)}" a name of over {NAME_LIMIT} bytes')
    if len(said) > COLUMNS:
        raise InputError("usage", f"--map names {len(said):,} columns; a table has at most {COLUMNS}")
    return said


def short(text: str) -> str:
    """A header in a sentence: on one line, and not too long."""
    words = " ".join(text.split())
    return words if len(words) <= _SHOWN else words[: _SHOWN - 1] + "…"

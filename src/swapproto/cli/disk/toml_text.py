"""The text of a TOML file: read within limits, and where its keys stand, for messages to whoever wrote it."""

import re
import tomllib
from collections.abc import Sequence
from typing import Any

from ...errors import InputError

Path = Sequence[str | int]
"""Where a value is: the keys and the indexes, from 0, that lead to it."""

_MAX_DOTS = 16  # tomllib takes memory by the square of a dotted key
_STRING_OR_COMMENT = re.compile(
    r'"""(?:[^"\\]|\\.|"(?!""))*+(?:""")?'
    r"|'''(?:[^']|'(?!''))*+(?:''')?"
    r'|"(?:[^"\\\n]|\\.)*+"?'
    r"|'[^'\n]*+'?"
    r"|#[^\n]*+",
    re.DOTALL,
)
_TABLE = re.compile(r"\s*\[\[?\s*([A-Za-z0-9_-]+)\s*\]\]?\s*")
_KEY = re.compile(r"\s*([A-Za-z0-9_-]+)\s*=")


class TomlText:
    """The content of a TOML file, and the lines of its keys."""

    def __init__(self, data: bytes, file: str, limit: int) -> None:
        self._file = file
        if len(data) > limit:
            raise self.refused(f"it is longer than {limit:,} bytes")
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise self.refused(f"it is not UTF-8 at byte {error.start:,}") from None
        bare = _STRING_OR_COMMENT.sub(lambda found: "\n" * found[0].count("\n"), text)
        self._lines: list[str] = bare.split("\n")
        for number, line in enumerate(self._lines, 1):
            if line.count(".") > _MAX_DOTS:
                raise self.refused(f"line {number:,}: a key here has too many parts")
        try:
            #: What the file says.
            self.content: dict[str, Any] = tomllib.loads(text)
        except (ValueError, RecursionError) as error:
            why = "it is nested too deeply" if isinstance(error, RecursionError) else str(error)
            raise self.refused(f"it is not TOML: {why}") from None

    def refused(self, why: str, path: Path = ()) -> InputError:
        """Return the refusal of a value: the file, the line and the key, and what is wrong with it."""
        line = self.line_of(path)
        place = (f"line {line:,}: " if line else "") + (f"{_name(path)}: " if path else "")
        return InputError("usage", f"{self._file}: {place}{why}")

    def line_of(self, path: Path) -> int | None:
        """Return the line of a key, of its table where the key is not there, or None where neither is found."""
        keys = [part for part in path if isinstance(part, str)]
        index = next((part for part in path if isinstance(part, int)), 0)
        if not keys:
            return None
        table, seen, found = "", 0, None
        for number, line in enumerate(self._lines, 1):
            if header := _TABLE.fullmatch(line):
                table = header[1]
                seen += table == keys[0]
                if table == keys[0] and seen == index + 1:
                    found = number
            elif (key := _KEY.match(line)) and (
                (not table and key[1] == keys[0]) or (found and keys[:2] == [table, key[1]] and seen == index + 1)
            ):
                return number
        return found


def _name(path: Path) -> str:
    """Return a path in the form "slot 2, party": people count from 1."""
    words: list[str] = []
    for part in path:
        if isinstance(part, int) and words:
            words[-1] += f" {part + 1}"
        else:
            words.append(str(part))
    return ", ".join(words)

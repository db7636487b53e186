"""Layout: text fitted to the window that shows it, so that no word is cut in two."""

import os
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import TextIO
from unicodedata import combining, east_asian_width

WIDEST = 100
MARGIN = "  | "
"""What begins each line of a text that another party wrote."""
_ISOLATES = "\N{FIRST STRONG ISOLATE}\N{POP DIRECTIONAL ISOLATE}"
_NARROWEST = 30
_STYLE = re.compile("\x1b\\[[0-9;]*m")
_AFTER_KEY = re.compile("[^ ] {2,}(?=[^ ])")
_COMMAND = re.compile(r"(?:swapproto [a-z]+|mkdir|chmod) (?=[^ ])")
_WORD = re.compile("[^ ]+ *")


def window(stream: TextIO | None) -> int | None:
    """Return how many columns the window of a stream has: as COLUMNS says, or as it says itself; None if unknown."""
    said = os.environ.get("COLUMNS", "")
    if said.isascii() and said.isdigit() and len(said) < 6 and int(said):
        return max(_NARROWEST, int(said))
    try:
        columns = 0 if stream is None else os.get_terminal_size(stream.fileno()).columns
    except (OSError, ValueError):  # a pipe, a file, or a stream without a descriptor
        columns = 0
    return max(_NARROWEST, columns) if columns else None


def paragraph(text: str, columns: int | None) -> str:
    """Return a text of several sentences, whose lines are filled anew if the window is narrower than they are."""
    if columns is None or all(width(line) <= columns for line in text.split("\n")):
        return text
    return "\n".join(_pieces(_WORD.findall(" ".join(text.split())), "", "", columns))


def fitted(text: str, columns: int | None) -> str:
    """Return a text with its long lines broken at spaces. A command stays in one line, so that it can be copied."""
    if columns is None:
        return text
    return "\n".join(piece for line in text.split("\n") for piece in _broken(line, columns))


def _broken(line: str, columns: int) -> Iterator[str]:
    """Yield the pieces of a line. Those after the first are indented: below what follows its key, if it has one."""
    if width(line) <= columns:
        yield line
        return
    first = MARGIN if line.startswith(MARGIN) else line[: len(line) - len(line.lstrip(" "))]
    key = _AFTER_KEY.search(line, 0, columns // 2)
    under_key = " " * key.end() if key is not None else ""
    later = MARGIN if first == MARGIN else under_key or first + "  "
    yield from _pieces(_words(line[len(first) :]), first, later, columns)


def _pieces(words: Iterable[str], first: str, later: str, columns: int) -> Iterator[str]:
    """Yield lines of words, the first one begun by ``first`` and the others by ``later``."""
    piece, empty = first, True
    for word in words:
        if not empty and width(piece) + width(word.rstrip(" ")) > columns:
            yield piece.rstrip(" ")
            piece = later
        piece += word
        empty = False
    yield piece.rstrip(" ")


def _words(line: str) -> Iterator[str]:
    """Yield the words of a line, each with the spaces after it; a command is one word, to the end of the line."""
    command = _COMMAND.search(line)
    end = len(line) if command is None else command.start()
    yield from _WORD.findall(line[:end])
    if command is not None:
        yield line[end:]


def aligned(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Yield the rows of a table as lines, each column as wide as its widest text."""
    widths = [max(map(width, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        yield "  ".join(padded(text, columns) for text, columns in zip(row, widths, strict=True)).rstrip()


def padded(text: str, columns: int) -> str:
    """Return a text with spaces after it, so that it takes as many columns."""
    return text + " " * (columns - width(text))


def width(text: str) -> int:
    """Return how many columns a text takes: marks on letters take none, and wide letters two."""
    bare = _STYLE.sub("", text)
    if bare.isascii():
        return len(bare)
    return sum(0 if combining(c) or c in _ISOLATES else 2 if east_asian_width(c) in "WF" else 1 for c in bare)

"""Patterns: I-Regexp (RFC 9485) without groups and categories, matched in bounded time. Spec 6.1.

Without groups a branch is a sequence of characters with repeat counts. The positions up to which the text has matched
are the bits of one integer, so all ways to match are followed at once and nothing is tried twice.
"""

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

TEXT_LIMIT = 1024
"""The most characters of a text that can match; a longer text never does."""

_META = re.escape(".\\?*+{}()[]|^$")
_ESCAPE = r"\\[().*+?\[\\\]^{|}nrt-]"  # RFC 9485, SingleCharEsc
_LETTER = rf"(?:{_ESCAPE}|[^\\\[\]-])"  # within a class
_PIECE = re.compile(
    rf"(?P<atom>\[\^?-?(?:{_LETTER}(?:-{_LETTER})?)*-?\]|{_ESCAPE}|\.|[^{_META}])"
    r"(?P<times>[?*+]|\{(?P<least>[0-9]{1,3})(?P<range>,(?P<most>[0-9]{1,3})?)?\})?"
)
_RANGE = re.compile(rf"({_LETTER})-({_LETTER})|({_LETTER}|-)")
_CONTROLS = {r"\n": "\n", r"\r": "\r", r"\t": "\t"}


class _Piece(NamedTuple):
    """The allowed characters, and how often they occur at least and at most (None for any number)."""

    allows: Callable[[str], bool]
    least: int
    most: int | None


class Pattern:
    """A pattern. Raises :class:`ValueError` with the position if the text is not a pattern.

    >>> Pattern("[A-Z]{2}[0-9]+|-").matches("AB17")
    True
    """

    def __init__(self, text: str) -> None:
        self._branches: list[list[_Piece]] = [[]]
        at = 0
        while at < len(text):
            if text[at] == "|":
                self._branches.append([])
                at += 1
                continue
            piece = _PIECE.match(text, at)
            if piece is None:
                raise ValueError(f"at character {at + 1}: {_REASONS.get(text[at], 'this is not allowed')}")
            self._branches[-1].append(_read(piece))
            at = piece.end()
        if not all(self._branches):
            raise ValueError("it is empty, or something is missing beside a |")

    def matches(self, text: str) -> bool:
        """Return whether the whole text matches."""
        return len(text) <= TEXT_LIMIT and any(_matches(branch, text) for branch in self._branches)


_REASONS = {
    "^": "omit ^: the whole text is matched anyway (as a character it is \\^)",
    "$": "omit $: the whole text is matched anyway (as a character it is [$])",
    "(": "there are no groups; write the alternatives out, with | between them",
}


def _read(piece: "re.Match[str]") -> _Piece:
    allows = _characters(piece["atom"])
    match piece["times"]:
        case None:
            return _Piece(allows, 1, 1)
        case "?":
            return _Piece(allows, 0, 1)
        case "*":
            return _Piece(allows, 0, None)
        case "+":
            return _Piece(allows, 1, None)
    least = int(piece["least"])
    most = least if piece["range"] is None else None if piece["most"] is None else int(piece["most"])
    if most is not None and most < least:
        raise ValueError(f"at character {piece.start() + 1}: it ends before it begins")
    return _Piece(allows, least, most)


def _characters(atom: str) -> Callable[[str], bool]:
    if atom == ".":
        return lambda char: char not in "\n\r"
    if atom[0] != "[":
        only = _character(atom)
        return lambda char: char == only
    negated = atom.startswith("[^")
    ranges = list(_ranges(atom[1 + negated : -1]))
    if not ranges:
        raise ValueError("there is nothing between [ and ]")
    return lambda char: any(low <= char <= high for low, high in ranges) is not negated


def _ranges(text: str) -> Iterator[tuple[str, str]]:
    for low, high, single in _RANGE.findall(text):
        first, last = _character(low or single), _character(high or single)
        if last < first:
            raise ValueError("a range between [ and ] ends before it begins")
        yield first, last


def _character(written: str) -> str:
    return _CONTROLS.get(written, written[-1])


def _matches(branch: list[_Piece], text: str) -> bool:
    reached = 1  # bit i: the first i characters match the branch up to here
    for piece in branch:
        allowed = sum(1 << i for i, char in enumerate(text) if piece.allows(char))
        for _ in range(piece.least):
            reached = (reached & allowed) << 1
        step, left = reached, len(text) if piece.most is None else piece.most - piece.least
        while left and (step := (step & allowed) << 1):
            reached |= step
            left -= 1
        if not reached:
            return False
    return bool(reached >> len(text) & 1)

"""Patterns: I-Regexp (RFC 9485) without groups and categories, matched in bounded time. Spec 6.1.

Without groups a branch is a sequence of characters with repeat counts. Each place in the pattern is one bit of an
integer, so all ways to match are followed at once, and a character of the text costs a few operations whatever it is.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
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
    """The allowed characters as ranges, and how often they occur at least and at most (None for any number)."""

    ranges: Sequence[tuple[str, str]]
    negated: bool
    least: int
    most: int | None

    def allows(self, char: str) -> bool:
        """Return whether this is one of the allowed characters."""
        return any(low <= char <= high for low, high in self.ranges) is not self.negated


class Pattern:
    """A pattern. Raises :class:`ValueError` with the position if the text is not a pattern.

    >>> Pattern("[A-Z]{2}[0-9]+|-").matches("AB17")
    True
    """

    def __init__(self, text: str) -> None:
        branches: list[list[_Piece]] = [[]]
        at = 0
        while at < len(text):
            if text[at] == "|":
                branches.append([])
                at += 1
                continue
            piece = _PIECE.match(text, at)
            if piece is None:
                raise ValueError(f"at character {at + 1}: {_REASONS.get(text[at], 'this is not allowed')}")
            branches[-1].append(_read(piece))
            at = piece.end()
        if not all(branches):
            raise ValueError("it is empty, or something is missing beside a |")
        self._places = _Places(branches)

    def matches(self, text: str) -> bool:
        """Return whether the whole text matches."""
        return len(text) <= TEXT_LIMIT and self._places.reach(text)


class _Places:
    """The places of a pattern as bits: the start of each branch, and above it one for each time that a character can
    occur. A text moves what is reached upwards, a bit for each character."""

    def __init__(self, branches: Sequence[Sequence[_Piece]]) -> None:
        self._starts = self._ends = self._optional = self._repeats = 0
        self._pieces: list[tuple[_Piece, int]] = []  # each with the bits of its places
        size = 0
        for branch in branches:
            self._starts |= 1 << size
            size += 1
            for piece in branch:
                most = max(1, piece.least) if piece.most is None else piece.most
                bits = (1 << most) - 1 << size
                self._pieces.append((piece, bits))
                self._optional |= bits & ~((1 << size + piece.least) - 1)
                self._repeats |= 1 << size + most - 1 if piece.most is None else 0
                size += most
            self._ends |= 1 << size - 1
        # all characters between two bounds are alike: a text with many different ones costs no more than another
        self._bounds = sorted({bound for piece, _ in self._pieces for pair in piece.ranges for bound in _bounds(*pair)})
        self._allowed: dict[int, tuple[int, int]] = {}

    def reach(self, text: str) -> bool:
        """Return whether the text leads from a start to an end."""
        optional = self._optional
        reached = self._filled(self._starts)
        for char in text:
            allowed, repeated = self._of(char)
            reached = reached << 1 & allowed | reached & repeated
            if not reached:
                return False
            if optional:
                reached = self._filled(reached)
        return bool(reached & self._ends)

    def _filled(self, reached: int) -> int:
        """Return what is reached together with the places above it that can be left out: carries run through them."""
        above = reached << 1 & self._optional
        return reached | ((self._optional + above ^ self._optional) | above) & self._optional if above else reached

    def _of(self, char: str) -> tuple[int, int]:
        """Return the places that this character leads to, and those of them at which it can stay."""
        group = bisect_right(self._bounds, char)
        if group not in self._allowed:
            bits = 0
            for piece, its in self._pieces:
                bits |= its if piece.allows(char) else 0
            self._allowed[group] = bits, bits & self._repeats
        return self._allowed[group]


def _bounds(low: str, high: str) -> Iterator[str]:
    yield low
    if high != chr(0x10FFFF):
        yield chr(ord(high) + 1)


_REASONS = {
    "^": "omit ^: the whole text is matched anyway (as a character it is \\^)",
    "$": "omit $: the whole text is matched anyway (as a character it is [$])",
    "(": "there are no groups; write the alternatives out, with | between them",
}


def _read(piece: "re.Match[str]") -> _Piece:
    ranges, negated = _characters(piece["atom"])
    match piece["times"]:
        case None:
            return _Piece(ranges, negated, 1, 1)
        case "?":
            return _Piece(ranges, negated, 0, 1)
        case "*":
            return _Piece(ranges, negated, 0, None)
        case "+":
            return _Piece(ranges, negated, 1, None)
    least = int(piece["least"])
    most = least if piece["range"] is None else None if piece["most"] is None else int(piece["most"])
    if most is not None and most < least:
        raise ValueError(f"at character {piece.start() + 1}: it ends before it begins")
    return _Piece(ranges, negated, least, most)


def _characters(atom: str) -> tuple[list[tuple[str, str]], bool]:
    """Return the ranges of an atom, and whether it is all characters but these."""
    if atom == ".":
        return [("\n", "\n"), ("\r", "\r")], True
    if atom[0] != "[":
        only = _character(atom)
        return [(only, only)], False
    negated = atom.startswith("[^")
    ranges = list(_ranges(atom[1 + negated : -1]))
    if not ranges:
        raise ValueError("there is nothing between [ and ]")
    return ranges, negated


def _ranges(text: str) -> Iterator[tuple[str, str]]:
    for low, high, single in _RANGE.findall(text):
        first, last = _character(low or single), _character(high or single)
        if last < first:
            raise ValueError("a range between [ and ] ends before it begins")
        yield first, last


def _character(written: str) -> str:
    return _CONTROLS.get(written, written[-1])

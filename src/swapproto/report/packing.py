"""Pack a long text with many repetitions into a shorter one, the same with every version of Python.

Where at least :data:`_LEAST` bytes stood before within reach, two characters stand for them: how many characters they
are, above U+E000, and how far before they begin, above U+1000. Everything else stands as it is. ``packing.mjs`` unpacks
it. Compression by zlib would not do: its bytes differ from one version of it to another, and a page has a digest.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence

_LENGTHS, _DISTANCES = 0xE000, 0x1000
_MOST, _REACH = 0x17FF, 0xC7FF
_LEAST, _BEGINNING, _TRIED = 7, 4, 32


def packed(text: str) -> str:
    """Return a text packed. Raise :class:`ValueError` for one with characters that stand for others when packed."""
    if any(_LENGTHS <= ord(character) <= _LENGTHS + _MOST for character in text):
        raise ValueError("a text with characters from U+E000 to U+F7FF cannot be packed")
    return "".join(_parts(text))


def _parts(text: str) -> Iterator[str]:
    places: defaultdict[str, list[int]] = defaultdict(list)
    at = 0
    while at < len(text):
        length, before = _longest(text, at, places[text[at : at + _BEGINNING]])
        if len(text[at : at + length].encode()) < _LEAST:
            length = 1
            yield text[at]
        else:
            yield chr(_LENGTHS + length) + chr(_DISTANCES + at - before)
        for place in range(at, at + length):
            places[text[place : place + _BEGINNING]].append(place)
        at += length


def _longest(text: str, at: int, places: Sequence[int]) -> tuple[int, int]:
    """Return how long the longest of these repetitions is, and where it begins, the last of several."""
    best, found = 0, at
    for before in places[: -_TRIED - 1 : -1]:
        if at - before > _REACH:
            break
        length = 0
        most = min(_MOST, at - before, len(text) - at)
        while length < most and text[before + length] == text[at + length]:
            length += 1
        if length > best:
            best, found = length, before
    return best, found

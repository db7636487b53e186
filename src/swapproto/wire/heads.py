"""Heads: where the items of CBOR begin and end, read without building anything. RFC 8949 section 3; spec 3.2."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from ..errors import FormatError

FRAME_DEPTH = 16
WORD_LIMIT = 32
UINT, NEGATIVE, BYTES, TEXT, ARRAY, MAP, TAG, SIMPLE = range(8)  # the major types
INT = UINT
"""Stands in :func:`fields` for both types of integers."""
_STRINGS, _HOLDERS = (BYTES, TEXT), (ARRAY, MAP)
_LEAST = {24: 24, 25: 2**8, 26: 2**16, 27: 2**32}


def head(major: int, argument: int) -> bytes:
    """Return a CBOR head in shortest form: major type 0 to 7, argument below 2^64."""
    if argument < 24:
        return bytes([major << 5 | argument])
    size = 1 if argument < 2**8 else 2 if argument < 2**16 else 4 if argument < 2**32 else 8
    return bytes([major << 5 | 23 + size.bit_length()]) + argument.to_bytes(size, "big")


def argument(data: bytes, pos: int, major: int) -> tuple[int, int]:
    """Return the argument of the head of this major type at ``pos``, and where it ends. Raise ``malformed``."""
    lead = data[pos] - (major << 5) if pos < len(data) else -1
    if 0 <= lead < 24:
        return lead, pos + 1
    if 24 <= lead < 28:
        end = pos + 1 + (1 << lead - 24)
        value = int.from_bytes(data[pos + 1 : end], "big")
        if value >= _LEAST[lead] and end <= len(data):
            return value, end
    raise FormatError("malformed", f"an unexpected item at byte {pos}")


def fields(data: bytes, form: Iterable[tuple[bytes, int]]) -> list[Any]:
    """Return the values in an item of a fixed form: some bytes, a value of a major type, and so on to its end.

    They are integers (``INT``), byte strings and texts. Where the bytes between them make one deterministic item,
    nothing else passes. Raise ``malformed``.
    """
    found: list[Any] = []
    pos = 0
    try:
        for before, major in form:
            start = pos + len(before)
            if not data.startswith(before, pos):
                raise FormatError("malformed", f"an unexpected item at byte {pos}")
            negative = major == INT and data[start : start + 1] >= b"\x20"
            value, pos = argument(data, start, NEGATIVE if negative else major)
            if major == INT:
                if value >= 2**63:  # of the range of spec 3.1
                    raise FormatError("malformed", f"an integer out of range at byte {start}")
                found.append(-1 - value if negative else value)
            else:
                content = data[pos : pos + value]
                pos += value
                found.append(content.decode() if major == TEXT else content)
    except UnicodeDecodeError:
        raise FormatError("malformed", "a text is not valid UTF-8") from None
    if pos != len(data):
        raise FormatError("malformed", "cut short, or something follows")
    return found


Head = tuple[int, int, int, int, int, bool]
"""One head: major type, additional information, argument, depth, where it ends (after a string's content), and whether
it is in shortest form. A plain tuple, since every head of a file becomes one."""


def walk(data: bytes, start: int, stop: int, max_depth: int) -> Iterator[Head]:
    """Yield the heads of the item at ``start``, which ends before ``stop``, and build nothing else.

    Raise ``malformed``, as spec 3.2 frames.
    """
    open_items: list[int] = []  # the number of members that each open container still lacks
    pos = start
    while True:
        lead = data[pos] if pos < stop else 31
        major, info, after = lead >> 5, lead & 31, pos + 1
        argument, shortest, members, depth = info, True, 0, len(open_items)
        if info >= 24:
            after += 1 << info - 24 if info < 28 else stop  # reserved, or of indefinite length
            argument = int.from_bytes(data[pos + 1 : after], "big") if after <= stop else 0
            shortest = argument >= (_LEAST.get(info, 0) if major != SIMPLE else 32 if info == 24 else 0)
        if major in _STRINGS:
            after += argument
        elif major in _HOLDERS:
            members, depth = argument if major == ARRAY else 2 * argument, depth + 1
            if depth > max_depth:
                raise FormatError("malformed", f"nested more than {max_depth} deep")
        if after + members > stop:  # a member takes a byte at least
            raise FormatError("malformed", f"cut short, or of indefinite length, at byte {pos}")
        yield major, info, argument, depth, after, shortest
        pos = after
        if major == TAG:
            continue  # the tagged item follows in its place
        if members:
            open_items.append(members)
            continue
        while open_items:
            open_items[-1] -= 1
            if open_items[-1]:
                break
            open_items.pop()
        else:
            return


def item_end(data: bytes, start: int, stop: int, max_depth: int, max_heads: int) -> tuple[int, int]:
    """Return where the item at ``start`` ends, at most at ``stop``, and how many heads it has.

    Raise ``malformed``, ``too-large``.
    """
    count, pos = 0, start
    for count, head in enumerate(walk(data, start, stop, max_depth), 1):
        if count > max_heads:
            raise FormatError("too-large", f"more than {max_heads:,} items within one")
        pos = head[4]
    return pos, count


def item_at(data: bytes, start: int, size: int) -> bytes:
    """Return the bytes of the item at ``start``, at most ``size``. Raise ``malformed`` or ``too-large``."""
    stop, _ = item_end(data, start, min(len(data), start + size + 16), FRAME_DEPTH, size)
    if stop > start + size:
        raise FormatError("too-large", f"an item of {stop - start} bytes, {size} allowed")
    return data[start:stop]


def tag_of(data: bytes) -> int | None:
    """Return the tag that an item begins with, in whatever form, or None. Raise ``malformed`` for a cut head."""
    major, _, tag, _, _, _ = next(walk(data, 0, len(data), 1))
    return tag if major == TAG else None


def word_of(data: bytes) -> str | None:
    """Return the text that a tagged array begins with, or None. Raise as :func:`tag_of`."""
    heads = list(islice(walk(data, 0, len(data), 2), 3))
    if [head[0] for head in heads] != [TAG, ARRAY, TEXT]:
        return None
    _, _, size, _, end, _ = heads[2]
    word = data[end - size : end]
    return word.decode() if size <= WORD_LIMIT and is_utf8(word) else None


def is_utf8(data: bytes) -> bool:
    """Return whether bytes are a text in UTF-8."""
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True

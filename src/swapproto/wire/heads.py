"""Heads: where the items of CBOR begin and end, read without building anything. RFC 8949 section 3; spec 3.2."""

from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from ..errors import FormatError

FRAME_DEPTH = 16
WORD_LIMIT = 32
UINT, NEGATIVE, BYTES, TEXT, ARRAY, MAP, TAG, SIMPLE = range(8)  # the major types
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


class Head(NamedTuple):
    """One head: major type, additional information, argument, depth, and where it ends (after a string's content)."""

    major: int
    info: int
    argument: int
    depth: int
    end: int
    shortest: bool


def walk(data: bytes, start: int, stop: int, max_depth: int) -> Iterator[Head]:
    """Yield the heads of the item at ``start``, which ends before ``stop``, and build nothing else.

    Raise ``malformed``, as spec 3.2 frames.
    """
    open_items: list[int] = []  # the number of members that each open container still lacks
    pos = start
    while True:
        major, info = (data[pos] >> 5, data[pos] & 31) if pos < stop else (UINT, 31)
        width = 0 if info < 24 else 1 << info - 24 if info < 28 else stop  # reserved, or of indefinite length
        argument = info if info < 24 else int.from_bytes(data[pos + 1 : pos + 1 + width], "big") if info < 28 else 0
        after, members = pos + 1 + width, 0
        if major in (ARRAY, MAP):
            members = argument if major == ARRAY else 2 * argument
        content = argument if major in (BYTES, TEXT) else members  # a member takes a byte at least
        if after + content > stop:
            raise FormatError("malformed", f"cut short, or of indefinite length, at byte {pos}")
        if major in (BYTES, TEXT):
            after += argument
        depth = len(open_items) + (major in (ARRAY, MAP))
        if depth > max_depth:
            raise FormatError("malformed", f"nested more than {max_depth} deep")
        least = 0 if not width else 24 if width == 1 else 1 << 4 * width
        if major == SIMPLE:
            least = 32 if width == 1 else 0
        yield Head(major, info, argument, depth, after, argument >= least)
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
    for count, one in enumerate(walk(data, start, stop, max_depth), 1):
        if count > max_heads:
            raise FormatError("too-large", f"more than {max_heads:,} items within one")
        pos = one.end
    return pos, count


def item_at(data: bytes, start: int, size: int) -> bytes:
    """Return the bytes of the item at ``start``, at most ``size``. Raise ``malformed`` or ``too-large``."""
    stop, _ = item_end(data, start, min(len(data), start + size + 16), FRAME_DEPTH, size)
    if stop > start + size:
        raise FormatError("too-large", f"an item of {stop - start} bytes, {size} allowed")
    return data[start:stop]


def tag_of(data: bytes) -> int | None:
    """Return the tag that an item begins with, in whatever form, or None. Raise ``malformed`` for a cut head."""
    first_head = next(walk(data, 0, len(data), 1))
    return first_head.argument if first_head.major == TAG else None


def word_of(data: bytes) -> str | None:
    """Return the text that a tagged array begins with, or None. Raise as :func:`tag_of`."""
    heads = list(islice(walk(data, 0, len(data), 2), 3))
    if [head.major for head in heads] != [TAG, ARRAY, TEXT] or heads[2].argument > WORD_LIMIT:
        return None
    word = data[heads[2].end - heads[2].argument : heads[2].end]
    return word.decode() if is_utf8(word) else None


def is_utf8(data: bytes) -> bool:
    """Return whether bytes are a text in UTF-8."""
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True

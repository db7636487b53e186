"""Deterministic CBOR (RFC 8949 section 4.2.1) under the guards of spec section 3.1.

``frame`` and ``strings`` go by heads alone and build nothing else; ``rows`` is this module's work for a million maps.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, NamedTuple, NoReturn

import cbor2
from cbor2 import CBORTag as Tag

from ..errors import FormatError

__all__ = [
    "Piece",
    "Tag",
    "argument",
    "decode",
    "encode",
    "encode_strings",
    "first",
    "frame",
    "head",
    "strings",
    "tag_of",
    "word_of",
]

SIGN1, ENCRYPT, SWAP = 18, 96, 1398227280
TAGS = frozenset({SIGN1, ENCRYPT, SWAP})
"""The tags that an artefact can begin with: those of COSE, and "SWAP" in ASCII for this protocol's own. Spec 3.1."""
INT_MIN, INT_MAX = -(2**63), 2**63 - 1
MAP_PAIRS = 128
FRAME_DEPTH = 16
FRAME_HEADS = 2**24
FEW = 4096
WORD_LIMIT = 32


def encode(value: Any) -> bytes:
    """The deterministic encoding of ``value``: ints, bytes, str, list/tuple, dict, bool, None; a ``Tag`` only on top.

    Raises :class:`FormatError` ``type-not-allowed`` for anything else. Spec 3.1.
    """
    item = Tag(value.tag, ordered(value.value)) if isinstance(value, Tag) else ordered(value)
    try:
        return cbor2.dumps(item)
    except UnicodeEncodeError:  # Python's texts can hold what JSON's "\\ud800" makes, and UTF-8 cannot
        raise FormatError("type-not-allowed", "a text holds half of a surrogate pair, which is no character") from None


def ordered(value: Any) -> Any:
    """``value`` with every map in order, for the library's plain encoder. Raises ``type-not-allowed``."""
    kind = type(value)
    if kind in (bytes, str, bool) or value is None:
        return value
    if kind is int and INT_MIN <= value <= INT_MAX:
        return value
    if kind in (list, tuple):
        return [ordered(v) for v in value]
    if isinstance(value, Mapping):
        if any(type(key) not in (int, str, bytes) for key in value):
            raise FormatError("type-not-allowed", "a map key is neither an integer nor a string")
        # not canonical=True: that sorts by length first (RFC 7049)
        return {k: ordered(value[k]) for k in sorted(value, key=encode)}
    raise FormatError("type-not-allowed", f"a value of type {kind.__name__} cannot be encoded")


def head(major: int, argument: int) -> bytes:
    """A shortest-form CBOR head: major type 0 to 7, argument below 2^64."""
    if argument < 24:
        return bytes([major << 5 | argument])
    size = 1 if argument < 2**8 else 2 if argument < 2**16 else 4 if argument < 2**32 else 8
    return bytes([major << 5 | 23 + size.bit_length()]) + argument.to_bytes(size, "big")


def _refuse(*_: Any) -> NoReturn:
    raise ValueError("a tag")


# Shared references (28, 29) and string references (25, 256) turn a kilobyte into gigabytes, and others build objects:
# every tag that the library knows is refused before it acts, and the hook refuses those that it does not know.
_NO_TAGS: dict[int, Callable[[Any], Any]] = dict.fromkeys((*range(300), 1004, 43000, 55799), _refuse)


# Never MemoryError or RecursionError: what this machine lacks is nobody's fault, and must convict nobody.
LIBRARY_ERRORS = (cbor2.CBORError, FormatError, ValueError, OverflowError, TypeError)


def load(data: bytes | memoryview, depth: int, *, int_keys: bool = False) -> Any:
    """Decode with every guard of the library on. What passes is not yet known to be deterministic."""
    return cbor2.loads(
        data,
        max_depth=depth + 1,
        allow_indefinite=False,
        allow_duplicate_keys=False,
        # text hashes by a secret of the process; integer keys could all be chosen to collide
        strict_hashable_types=not int_keys,
        tag_hook=_refuse,
        semantic_decoders=_NO_TAGS,
    )


def decode(data: bytes, depth: int, *, tag: int | None = None, heads: int | None = None, pairs: int = INT_MAX) -> Any:
    """The value of exactly one item, which must be its own deterministic encoding; below the head of ``tag``, if given.

    No map may have more than ``pairs``. ``heads`` says how many items an artefact can have within: what has more, or
    another tag, or keys that no dict can hold, is :class:`Unread`. Integer keys, as COSE headers have, are read only
    where ``heads`` is small.
    Raises :class:`FormatError` with the code of spec 3.1's first failing step. Memory and time are linear in ``data``.
    """
    outer = b"" if tag is None else head(6, tag)
    try:
        if not data.startswith(outer):
            raise FormatError("malformed", "another tag, or none")
        inner = data[len(outer) :]
        if heads is not None:
            _end(inner, 0, len(inner), heads)
        value = load(inner, depth, int_keys=heads is not None and heads <= FEW)
        fits = not deeper(value, depth) and (pairs == INT_MAX or width_of(value) <= pairs)
        if fits and cbor2.dumps(ordered(value)) == inner:
            return value
    except LIBRARY_ERRORS:
        pass  # the library's reasons are its own; ours are found below
    if wrong := _diagnose(data, depth, pairs):
        raise wrong
    return Unread()


class Unread:
    """A sound item that is not what was asked for: another tag, too much in it, keys that Python takes for one."""


def deeper(value: Any, depth: int) -> bool:
    """Whether ``value`` is nested more than ``depth``: an array or map is one deeper than its deepest member. Spec 3.1.

    Goes no deeper itself.
    """
    if isinstance(value, dict):
        value = value.values()
    elif not isinstance(value, (list, tuple)):
        return False
    return depth == 0 or any(deeper(member, depth - 1) for member in value)


def width_of(value: Any) -> int:
    """The most pairs that any map in a value has."""
    if isinstance(value, dict):
        return max(len(value), *map(width_of, value.values()), 0)
    return max(map(width_of, value), default=0) if isinstance(value, list) else 0


def _diagnose(data: bytes, depth: int, pairs: int) -> FormatError | None:
    """Which step of spec 3.1 the bytes fail first, if any."""
    shortest = allowed = readable = small = True
    end = deepest = maps = 0
    try:
        for item in _walk(data, 0, len(data)):
            shortest &= item.shortest
            allowed &= _is_allowed(item) or (item.major == 6 and not end and item.argument in TAGS)
            small &= item.major != 5 or item.argument <= pairs
            readable &= item.major != 3 or _is_utf8(data[item.end - item.argument : item.end])
            end, deepest, maps = item.end, max(deepest, item.depth), maps + (item.major == 5)
    except FormatError as error:  # step 1
        return error
    if not shortest:
        return FormatError("malformed", "a length or number is not in shortest form")
    if end != len(data):  # step 2
        return FormatError("malformed", f"{len(data) - end} bytes follow the item")
    if deepest > depth:  # step 3
        return FormatError("too-deep", f"nested {deepest} deep, {depth} allowed")
    if not small:
        return FormatError("too-large", f"a map has more than {pairs} pairs")
    if not allowed:  # step 4
        return FormatError("type-not-allowed", "it holds a float, tag or other value that is not allowed")
    if not readable:
        return FormatError("malformed", "a text is not valid UTF-8")
    try:
        if maps:
            _check_keys(data, _walk(data, 0, len(data)))  # step 5
    except FormatError as error:
        return error
    return None


def _check_keys(data: bytes, heads: Iterator["Head"]) -> int:
    """Where the next item ends. Raises ``not-deterministic`` unless every key's bytes are above those before."""
    head = next(heads)
    end, last = head.end, b""
    for _ in range({4: head.argument, 6: 1}.get(head.major, 0)):
        end = _check_keys(data, heads)
    for _ in range(head.argument if head.major == 5 else 0):
        start, end = end, _check_keys(data, heads)
        if data[start:end] <= last:
            raise FormatError("not-deterministic", "map keys are out of order or repeated")
        last = data[start:end]
        end = _check_keys(data, heads)
    return end


class Head(NamedTuple):
    """One head: its major type, additional information and argument, how deep it stands, and where it ends.

    A string's content is part of it.
    """

    major: int
    info: int
    argument: int
    depth: int
    end: int
    shortest: bool


def _is_allowed(head: Head) -> bool:
    if head.major < 2:
        return head.argument <= INT_MAX
    return head.major < 6 or (head.major == 7 and head.info in (20, 21, 22))


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True


def _walk(data: bytes, start: int, max_depth: int) -> Iterator[Head]:
    """The heads of the item at ``start``; builds nothing else. Raises ``malformed`` as spec 3.2, step 2."""
    open_items: list[int] = []  # members still to come, per open container
    pos = start
    while True:
        lead = data[pos] if pos < len(data) else 0x1F
        major, info = lead >> 5, lead & 31
        argument, width = info, 0
        if info >= 24:
            width = 1 << info - 24 if info < 28 else len(data)
            argument = int.from_bytes(data[pos + 1 : pos + 1 + width], "big") if info < 28 else 0
        end = pos + 1 + width
        members = (0, 0, argument, argument, argument, 2 * argument, 1, 0)[major]
        if end > len(data) or (1 < major < 6 and members > len(data) - end):
            raise FormatError("malformed", f"cut short, or of indefinite length, at byte {pos}")
        if 1 < major < 4:
            end, members = end + argument, 0
        depth = len(open_items) + (3 < major < 6)
        if depth > max_depth:
            raise FormatError("malformed", f"nested more than {max_depth} deep")
        least = 0 if not width else 24 if width == 1 else 1 << 4 * width
        if major == 7:
            least = 32 if width == 1 else 0
        yield Head(major, info, argument, depth, end, argument >= least)
        pos = end
        if major == 6:
            continue  # what it tags comes in its place
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


def tag_of(data: bytes) -> int | None:
    """Return the tag that an item begins with, in whatever form, or None. Raise ``malformed`` for a cut head."""
    first_head = next(_walk(data, 0, 1))
    return first_head.argument if first_head.major == 6 else None


def word_of(data: bytes) -> str | None:
    """Return the text that a tagged array begins with, or None. Raise as :func:`tag_of`."""
    heads = list(islice(_walk(data, 0, FRAME_DEPTH), 3))
    if [head.major for head in heads] != [6, 4, 3] or heads[2].argument > WORD_LIMIT:
        return None
    word = data[heads[2].end - heads[2].argument : heads[2].end]
    return word.decode() if _is_utf8(word) else None


def _end(data: bytes, start: int, max_depth: int, max_heads: int) -> tuple[int, int]:
    """Where the item at ``start`` ends, and how many heads it has. Raises ``malformed``, ``too-large``."""
    count, end = 0, start
    for count, head in enumerate(_walk(data, start, max_depth), 1):
        if count > max_heads:
            raise FormatError("too-large", f"more than {max_heads} items within one artefact or file")
        end = head.end
    return end, count


class Piece(NamedTuple):
    """One item of a CBOR Sequence as its bytes, or the rest of the sequence with the reason why it cannot be framed."""

    offset: int
    data: bytes
    error: FormatError | None = None


def frame(data: bytes) -> Iterator[Piece]:
    """Split a CBOR Sequence into its items by their heads alone; the last piece may be one with an error.

    Spec 3.2, steps 1 and 2.
    """
    pos, heads = 0, FRAME_HEADS
    while pos < len(data):
        try:
            end, count = _end(data, pos, FRAME_DEPTH, heads)
        except FormatError as error:
            yield Piece(pos, data[pos:], error)
            return
        yield Piece(pos, data[pos:end])
        pos, heads = end, heads - count


def first(data: bytes, start: int, size: int) -> bytes:
    """The bytes of the item at ``start``, of at most ``size``. Raises ``malformed`` or ``too-large``."""
    end, _ = _end(data[start : start + size + 16], 0, FRAME_DEPTH, size)
    if end > size:
        raise FormatError("too-large", f"an item of {end} bytes, {size} allowed")
    return data[start : start + end]


def encode_strings(strings: Sequence[bytes]) -> bytes:
    """The encoding of an array of byte strings; ``encode`` for a million of them."""
    return cbor2.dumps(strings)


def strings(data: bytes, start: int, most: int) -> tuple[list[bytes], int]:
    """The byte strings that the array at ``start`` consists of, at most ``most``, and where it ends.

    Raises ``malformed`` for anything else, ``too-large``. Memory is linear in what is there, not in what is claimed.
    """
    count, _ = argument(data, start, 4)
    if count > most:
        raise FormatError("too-large", f"{count} byte strings, {most} allowed")
    try:
        found: list[bytes] = load(memoryview(data)[start:], 1)
    except LIBRARY_ERRORS:
        found = []
    encoded = encode_strings(found)
    if len(found) != count or {*map(type, found)} - {bytes} or not data.startswith(encoded, start):
        raise FormatError("malformed", f"no array of byte strings at byte {start}")
    return found, start + len(encoded)


def argument(data: bytes, pos: int, major: int) -> tuple[int, int]:
    """The argument of the shortest-form head of this major type at ``pos``, and where it ends. Raises ``malformed``."""
    lead = data[pos] - (major << 5) if pos < len(data) else -1
    if 0 <= lead < 24:
        return lead, pos + 1
    if 24 <= lead < 28:
        end = pos + 1 + (1 << lead - 24)
        value = int.from_bytes(data[pos + 1 : end], "big")
        if value >= _LEAST[lead] and end <= len(data):
            return value, end
    raise FormatError("malformed", f"something other than was expected at byte {pos}")


_LEAST = {24: 24, 25: 2**8, 26: 2**16, 27: 2**32}

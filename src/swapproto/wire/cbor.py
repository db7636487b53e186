"""Deterministic CBOR (RFC 8949 section 4.2.1), encoded and strictly decoded. Spec 3.1.

The module ``heads`` finds where items end; the module ``rows`` decodes a million small maps.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from io import BytesIO
from itertools import chain
from typing import Any, NoReturn

import cbor2

from ..errors import FormatError
from .heads import (
    ARRAY,
    FRAME_DEPTH,
    MAP,
    NEGATIVE,
    SIMPLE,
    TAG,
    TEXT,
    UINT,
    WORD_LIMIT,
    Head,
    argument,
    head,
    is_utf8,
    item_end,
    walk,
)

Tag = cbor2.CBORTag
SIGN1, ENCRYPT, SWAP = 18, 96, 1398227280
TAGS = frozenset({SIGN1, ENCRYPT, SWAP})
"""The tags that an artefact can begin with: those of COSE, and "SWAP" in ASCII for this protocol's own. Spec 3.1."""
INT_MIN, INT_MAX = -(2**63), 2**63 - 1
MAP_PAIRS = 128
FEW = 4096
NAMES = 1024


def encode(value: Any) -> bytes:
    """Return the deterministic encoding of an int, bytes, str, list, tuple, dict, bool or None; a ``Tag`` only on top.

    Raise :class:`FormatError` ``type-not-allowed`` for anything else. Spec 3.1.
    """
    item = Tag(value.tag, ordered(value.value)) if isinstance(value, Tag) else ordered(value)
    try:
        return cbor2.dumps(item)
    except UnicodeEncodeError:  # Python's texts can hold what JSON's "\\ud800" makes, and UTF-8 cannot
        raise FormatError("type-not-allowed", "a text holds half of a surrogate pair, which is no character") from None


def encoder() -> Callable[[Any], bytes]:
    """Return an encoder of values that are in order already, a third faster for many than the library's ``dumps``.

    It is not shared by threads.
    """
    return cbor2.CBOREncoder(BytesIO()).encode_to_bytes


def ordered(value: Any) -> Any:
    """Return ``value`` with every map in order, for the library's plain encoder. Raise ``type-not-allowed``."""
    kind = type(value)
    if kind in _ATOMS:
        return value
    if kind is int and INT_MIN <= value <= INT_MAX:
        return value
    if kind in (list, tuple):
        if {*map(type, value)} <= _ENCODED:
            return [member and ordered(member) for member in value]  # what is empty has no order
        return [ordered(member) for member in value]
    if kind is dict or isinstance(value, Mapping):
        # not canonical=True: that sorts by length first (RFC 7049)
        return {k: ordered(value[k]) for k in sorted(value, key=_place)}
    raise FormatError("type-not-allowed", f"a value of type {kind.__name__} cannot be encoded")


class _Places(dict[Any, bytes]):
    """What map keys are sorted by. Every statement has the same few names: they are encoded once."""

    def __missing__(self, key: Any) -> bytes:
        if type(key) not in _KEYS:
            raise FormatError("type-not-allowed", "a map key is neither an integer nor a string")
        place = encode(key)
        if type(key) is str and len(key) <= WORD_LIMIT:  # no integer, since 1 equals True
            if len(self) == NAMES:
                self.clear()
            self[key] = place
        return place


_place = _Places().__getitem__
_ATOMS = frozenset({bytes, str, bool, type(None)})
_KEYS = frozenset({int, str, bytes})
_ENCODED = _ATOMS | {int, list, tuple, dict}


def in_order(value: Any) -> bool:
    """Return whether :func:`ordered` would change nothing in ``value``, which is not nested deeply: much faster.

    It is as fast for a thousand values in a list as for one.
    """
    level = [value]
    while level:
        kinds = {*map(type, level)}
        if not kinds <= _ENCODED or not are_in_range(level, kinds):
            return False
        if dict in kinds:
            keys = {(*one, *map(type, one)) for one in level if type(one) is dict}  # those of most are the same
            if not all(map(_ascend, keys)):
                return False
        level = [*members(containers(level))]
    return True


def _ascend(keys: tuple[Any, ...]) -> bool:
    """Return whether keys, which their types follow, are such that a map can have, in order."""
    count = len(keys) // 2
    if {*keys[count:]} - _KEYS:
        return False
    places = [*map(_place, keys[:count])]
    return places == sorted(places)


def are_in_range(values: Iterable[Any], kinds: Set[type]) -> bool:
    """Return whether all integers among some values, which have these types, are of the range of spec 3.1."""
    if int not in kinds:
        return True
    integers = [one for one in values if type(one) is int]
    return min(integers) >= INT_MIN and max(integers) <= INT_MAX


def _refuse(*_: Any) -> NoReturn:
    raise ValueError("a tag")


# Shared references (28, 29) and string references (25, 256) turn a kilobyte into gigabytes, and others build objects:
# every tag that the library knows is refused before it acts, and the hook refuses those that it does not know.
_NO_TAGS: dict[int, Callable[[Any], Any]] = dict.fromkeys((*range(300), 1004, 43000, 55799), _refuse)


# Never MemoryError or RecursionError: that this computer lacks memory must convict nobody.
LIBRARY_ERRORS = (cbor2.CBORError, FormatError, ValueError, OverflowError, TypeError)


def load(data: bytes | memoryview, depth: int, *, int_keys: bool = False) -> Any:
    """Decode with every guard of the library on. The result is not yet known to be deterministic."""
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
    """Return the value of exactly one item in deterministic encoding, under the head of ``tag`` if one is given.

    No map may have more than ``pairs``. Return :class:`Unread` for a well-formed item with more than ``heads`` items,
    with another tag, or with keys that a dict cannot distinguish. Integer keys, as in COSE headers, are read only where
    ``heads`` is small.
    Raise :class:`FormatError` with the code of spec 3.1's first failing step. Memory and time are linear in ``data``.
    """
    outer = b"" if tag is None else head(6, tag)
    try:
        if not data.startswith(outer):
            raise FormatError("malformed", "another tag, or none")
        inner = data[len(outer) :]
        if heads is not None and len(inner) > heads:  # a head takes a byte at least
            item_end(inner, 0, len(inner), len(inner), heads)
        value = load(inner, depth, int_keys=heads is not None and heads <= FEW)
        if _is_allowed_value(value, depth, pairs) and cbor2.dumps(value) == inner:
            return value
    except LIBRARY_ERRORS:
        pass  # the library's reason is not the specification's, which is found below
    if wrong := _diagnose(data, depth, pairs, len(data) if heads is None else most_heads(len(data))):
        raise wrong
    return Unread()


def most_heads(size: int) -> int:
    """Return how many heads an artefact of so many bytes may have. What it needs is one in seven bytes. Spec 3.2."""
    return FEW + size // 7


class Unread:
    """A well-formed item that is not what was asked for: another tag, too many items, keys equal in Python."""


def deeper(value: Any, depth: int) -> bool:
    """Return whether ``value`` is nested more than ``depth``. It is read level by level, no deeper than that."""
    level = [value] if type(value) in _CONTAINERS else []
    for _ in range(depth - 1):
        level = containers(members(level))
        if not level:
            return False
    return any(type(one) in _CONTAINERS for one in (members(level) if depth else level))


def containers(values: Iterable[Any]) -> list[Any]:
    """Return the arrays and maps among some values that are not empty."""
    return [one for one in values if one and type(one) in _CONTAINERS]


def members(containers: Iterable[Any]) -> Iterator[Any]:
    """Yield what some arrays hold, and the values of some maps."""
    return chain.from_iterable(one.values() if type(one) is dict else one for one in containers)


_CONTAINERS = frozenset({list, tuple, dict})


def _is_allowed_value(value: Any, depth: int, pairs: int) -> bool:
    """Return whether a decoded value is nested at most ``depth``, and holds what 3.1 allows, every map in order."""
    kind = type(value)
    if kind is list and depth:
        members: Iterable[Any] = value
    elif kind is dict and depth and len(value) <= pairs and [*value] == sorted(value, key=_place):
        members = value.values()
    else:
        return kind in _ATOMS or (kind is int and INT_MIN <= value <= INT_MAX)
    for one in members:  # noqa: SIM110  # all() of a generator takes longer than what it looks at
        if type(one) not in _ATOMS and not _is_allowed_value(one, depth - 1, pairs):
            return False
    return True


def _diagnose(data: bytes, depth: int, pairs: int, heads: int) -> FormatError | None:
    """Return the error of the first step of spec 3.1 that the bytes fail, or None; ``too-large`` above ``heads``."""
    shortest = allowed = readable = small = True
    end = deepest = maps = 0
    try:
        for count, (major, info, size, level, after, short) in enumerate(walk(data, 0, len(data), len(data)), 1):
            if count > heads:
                return FormatError("too-large", f"more than {heads:,} items within one artefact")
            shortest &= short
            allowed &= _is_allowed(major, info, size) or (major == TAG and not end and size in TAGS)
            small &= major != MAP or size <= pairs
            readable &= major != TEXT or is_utf8(data[after - size : after])
            end, deepest, maps = after, max(deepest, level), maps + (major == MAP)
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
            _check_keys(data, walk(data, 0, len(data), len(data)))  # step 5
    except FormatError as error:
        return error
    return None


def _check_keys(data: bytes, heads: Iterator[Head]) -> int:
    """Return where the next item ends. Raise ``not-deterministic`` unless every map's keys ascend."""
    major, _, count, _, end, _ = next(heads)
    last = b""
    if major == TAG:
        end = _check_keys(data, heads)
    elif major == ARRAY:
        for _ in range(count):
            end = _check_keys(data, heads)
    elif major == MAP:
        for _ in range(count):
            start, end = end, _check_keys(data, heads)
            if data[start:end] <= last:
                raise FormatError("not-deterministic", "map keys are out of order or repeated")
            last = data[start:end]
            end = _check_keys(data, heads)
    return end


def _is_allowed(major: int, info: int, argument: int) -> bool:
    if major in (UINT, NEGATIVE):
        return argument <= INT_MAX
    return major < TAG or (major == SIMPLE and info in (20, 21, 22))  # false, true, null


def member(data: bytes, name: str) -> Any:
    """Return the value under the key ``name`` of a map that :func:`decode` accepted, whatever its other keys are.

    Return None if there is none, or if it is no map.
    """
    major, _, count, _, pos, _ = next(walk(data, 0, len(data), FRAME_DEPTH))
    if major != MAP:
        return None
    wanted = encode(name)
    for _ in range(count):
        start, (pos, _) = pos, item_end(data, pos, len(data), FRAME_DEPTH, len(data))
        key, value = data[start:pos], pos
        pos, _ = item_end(data, pos, len(data), FRAME_DEPTH, len(data))
        if key == wanted:
            return decode(data[value:pos], FRAME_DEPTH)
    return None


def encode_strings(strings: Sequence[bytes | str]) -> bytes:
    """Return the encoding of an array of strings: as ``encode``, for a million of them."""
    return cbor2.dumps(strings)


def strings(data: bytes, start: int, most: int) -> tuple[list[bytes], int]:
    """Return the byte strings in the array at ``start``, at most ``most``, and where it ends.

    Raise ``malformed`` for anything else, ``too-large``. Memory is linear in the data, not in what its heads claim.
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

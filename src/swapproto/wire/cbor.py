"""Deterministic CBOR (RFC 8949 section 4.2.1) under the guards of spec section 3.1.

``encode`` and ``decode`` are for values of any shape; ``Rows`` is the same work for a million maps of one shape.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, NoReturn

import cbor2
from cbor2 import CBORTag as Tag

from ..errors import Code, FormatError

__all__ = ["Rows", "Tag", "decode", "encode", "frame", "head"]

INT_MIN, INT_MAX = -(2**63), 2**63 - 1
MAP_PAIRS = 128
FRAME_DEPTH = 16
FRAME_HEADS = 2**24
PORTION = 4096
"""Entries decoded at a time: enough to amortise the call, little enough to bound memory."""


def encode(value: Any) -> bytes:
    """The deterministic encoding of ``value``: ints, bytes, str, list/tuple, dict, bool, None; a ``Tag`` only on top.

    Raises :class:`FormatError` ``type-not-allowed`` for anything else. Spec 3.1.
    """
    if isinstance(value, Tag):
        return cbor2.dumps(Tag(value.tag, _ordered(value.value)))
    return cbor2.dumps(_ordered(value))


def _ordered(value: Any) -> Any:
    kind = type(value)
    if kind in (bytes, str, bool) or value is None:
        return value
    if kind is int and INT_MIN <= value <= INT_MAX:
        return value
    if kind in (list, tuple):
        return [_ordered(v) for v in value]
    if isinstance(value, Mapping):
        if any(type(key) not in (int, str, bytes) for key in value):
            raise FormatError("type-not-allowed", "a map key is neither an integer nor a string")
        # not canonical=True: that sorts by length first (RFC 7049)
        return {k: _ordered(value[k]) for k in sorted(value, key=encode)}
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
_NO_TAGS: dict[int, Callable[[Any], Any]] = {t: _refuse for t in (*range(300), 1004, 43000, 55799)}


_LIBRARY_ERRORS = (cbor2.CBORError, FormatError, ValueError, RecursionError, OverflowError, MemoryError, TypeError)


def _load(data: bytes, depth: int, *, int_keys: bool = False) -> Any:
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


def decode(data: bytes, depth: int, *, tag: int | None = None, heads: int | None = None) -> Any:
    """The value of exactly one item, which must be its own deterministic encoding; below the head of ``tag``, if given.

    Integer map keys, as COSE headers have, are read only where ``heads`` bounds the number of items within.
    Raises :class:`FormatError` with the code of spec 3.1's first failing step. Memory and time are linear in ``data``.
    """
    if heads is not None:
        _Scan.of(data, 0, len(data), heads)
    if tag is not None:
        outer = head(6, tag)
        if not data.startswith(outer):
            raise FormatError("type-not-allowed", f"it does not begin with tag {tag}")
        data = data[len(outer) :]
    try:
        value = _load(data, depth, int_keys=heads is not None)
        if _depth(value) <= depth and cbor2.dumps(_ordered(value)) == data:
            return value
    except _LIBRARY_ERRORS:
        pass  # the library's reasons are its own; ours are found below
    raise _diagnose(data, depth)


def _depth(value: Any) -> int:
    if isinstance(value, dict):
        return 1 + max(map(_depth, value.values()), default=0)
    if isinstance(value, list):
        return 1 + max(map(_depth, value), default=0)
    return 0


def _diagnose(data: bytes, depth: int) -> FormatError:
    """Which step of spec 3.1 the bytes fail first."""
    try:
        scan = _Scan.of(data, 0, len(data))
    except FormatError as error:
        return error
    if scan.end != len(data):  # step 2
        return FormatError("malformed", f"{len(data) - scan.end} bytes follow the item")
    if scan.depth > depth:  # step 3
        return FormatError("too-deep", f"nested {scan.depth} deep, {depth} allowed")
    if scan.bad_type or scan.tags:  # step 4
        return FormatError("type-not-allowed", "it holds a float, tag or other value that is not allowed")
    if scan.bad_text:
        return FormatError("malformed", "a text is not valid UTF-8")
    if scan.bad_size:
        return FormatError("too-large", f"a map has more than {MAP_PAIRS} pairs")
    try:
        _ordered(_load(data, depth, int_keys=scan.heads <= MAP_PAIRS))
    except FormatError as error:
        return error
    except _LIBRARY_ERRORS:
        pass
    return FormatError("not-deterministic", "map keys are out of order or repeated")  # step 5


@dataclass(slots=True)
class _Scan:
    """What the heads of one item say, without building any of its values."""

    end: int
    depth: int
    heads: int
    tags: int
    bad_type: bool
    bad_text: bool
    bad_size: bool

    @classmethod
    def of(cls, data: bytes, start: int, max_depth: int, max_heads: int = FRAME_HEADS) -> "_Scan":
        """Walk the heads from ``start``. Raises ``malformed`` (spec 3.1, step 1), ``too-large`` past ``max_heads``."""
        size = len(data)
        pos, deepest, heads, tags = start, 0, 0, 0
        bad_type = bad_text = bad_size = False
        open_items: list[int] = []  # members still to come, per open container
        while True:
            if pos >= size:
                raise FormatError("malformed", "the bytes end within an item")
            heads += 1
            if heads > max_heads:
                raise FormatError("too-large", f"more than {max_heads} items within one file")
            major, info = data[pos] >> 5, data[pos] & 31
            pos += 1
            if info < 24:
                arg = info
            elif info < 28:
                width = 1 << info - 24
                arg = int.from_bytes(data[pos : pos + width], "big")
                if pos + width > size or (major != 7 and arg < (24 if width == 1 else 1 << 4 * width)):
                    raise FormatError("malformed", f"a head at byte {pos - 1} is cut short or not in shortest form")
                pos += width
            else:
                raise FormatError("malformed", f"an indefinite or reserved length at byte {pos - 1}")
            members = 0
            if major in (2, 3):
                if arg > size - pos:
                    raise FormatError("malformed", "a string is longer than the bytes that remain")
                if major == 3:
                    bad_text = bad_text or not _is_utf8(data[pos : pos + arg])
                pos += arg
            elif major in (4, 5):
                members = arg * (major - 3)
                if members > size - pos:
                    raise FormatError("malformed", "a container claims more members than bytes remain")
                deepest = max(deepest, len(open_items) + 1 - tags)
                bad_size = bad_size or (major == 5 and arg > MAP_PAIRS)
            elif major == 6:
                members, tags = 1, tags + 1
                bad_type = bad_type or bool(open_items)
            elif major == 7:
                bad_type = bad_type or info not in (20, 21, 22)
            else:
                bad_type = bad_type or arg > INT_MAX
            if members:
                open_items.append(members)
                if len(open_items) > max_depth + 1:
                    raise FormatError("malformed", f"nested more than {max_depth} deep")
                continue
            while open_items:
                open_items[-1] -= 1
                if open_items[-1]:
                    break
                open_items.pop()
            else:
                return cls(pos, deepest, heads, tags, bad_type, bad_text, bad_size)


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True


def frame(data: bytes, limit: int) -> Iterator[tuple[int, int] | tuple[int, FormatError]]:
    """Where the items of a CBOR Sequence lie: ``(offset, length)`` each; then, if framing fails, ``(offset, error)``.

    At most ``limit`` items. Nothing is decoded. Spec 3.2, steps 1 and 2.
    """
    pos, heads = 0, FRAME_HEADS
    for _ in range(limit):
        if pos == len(data):
            return
        try:
            scan = _Scan.of(data, pos, FRAME_DEPTH, heads)
        except FormatError as error:
            yield pos, error
            return
        yield pos, scan.end - pos
        pos, heads = scan.end, heads - scan.heads
    if pos < len(data):
        yield pos, FormatError("too-large", f"more than {limit} artefacts in one file")


class Rows:
    """Maps with the same names and kinds of value, a million at a time: encoded, and strictly decoded again.

    ``kinds`` gives for each name a test of a value. The names are put into bytewise order of their encodings; every map
    has exactly these keys. Spec 3.1 and 6.2.
    """

    def __init__(self, kinds: Mapping[str, Callable[[Any], bool]], *, code: Code, depth: int, size: int) -> None:
        self.names = tuple(sorted(kinds, key=encode))
        self._kinds = kinds
        self._code: Code = code
        self._depth = depth
        self._size = size
        # Names and exact types of rows already found good. Only shapes of scalars whose type says all are kept.
        self._known: set[tuple[Any, ...]] = set()

    def encode(self, row: Mapping[str, Any]) -> bytes:
        """One map, encoded. Raises :class:`FormatError` with this object's code if it is not of the shape."""
        ordered = {name: row.get(name) for name in self.names}
        if len(row) > len(ordered) or any(key not in ordered for key in row):
            raise FormatError(self._code, "there is a field that the schema does not have")
        self._check(ordered, "")
        if not self._known.isdisjoint([(*ordered, *map(type, ordered.values()))]):
            data = cbor2.dumps(ordered)
        else:
            data = encode(ordered)
        if len(data) > self._size:
            raise FormatError(self._code, f"it takes {len(data)} bytes; at most {self._size} are allowed")
        return data

    def decode(self, encoded: Sequence[bytes]) -> Iterator[dict[str, Any]]:
        """Every map of ``encoded``, checked in full, in order. Raises :class:`FormatError` with this object's code."""
        rows = iter(encoded)
        first = 0
        while portion := list(islice(rows, PORTION)):
            yield from self._portion(portion, first)
            first += len(portion)

    def _portion(self, portion: list[bytes], first: int) -> Iterable[dict[str, Any]]:
        try:
            values = _load(head(4, len(portion)) + b"".join(portion), self._depth + 1)
        except _LIBRARY_ERRORS:
            values = []
        # One decoding of them all is fast, and proves nothing about where one ends: each is compared below.
        if len(values) != len(portion):
            values = [self._alone(data, first + i) for i, data in enumerate(portion)]
        known, dumps, size = self._known, cbor2.dumps, self._size
        for i, (value, data) in enumerate(zip(values, portion, strict=True)):
            if type(value) is not dict:
                raise self._wrong(first + i, "it is not a map")
            if (*value, *map(type, value.values())) not in known:
                self._check(value, f"entry {first + i + 1}: ")
                value = _ordered(value)
            if dumps(value) != data:
                self._alone(data, first + i)
                raise self._wrong(first + i, "it is not in its deterministic encoding")
            if len(data) > size:
                raise self._wrong(first + i, f"it takes {len(data)} bytes; at most {size} are allowed")
        return values

    def _alone(self, data: bytes, place: int) -> Any:
        try:
            return decode(data, self._depth)
        except FormatError as error:
            raise self._wrong(place, str(error)) from None

    def _check(self, row: dict[str, Any], where: str) -> None:
        shape = (*row, *map(type, row.values()))
        if shape in self._known:
            return
        if tuple(row) != self.names:
            raise FormatError(self._code, f"{where}its fields are not those of the schema, in order")
        for name, value in row.items():
            if value is not None and not self._kinds[name](value):
                raise FormatError(self._code, f"{where}field {name!r} does not hold a value of its type")
        if _depth(row) > self._depth:
            raise FormatError(self._code, f"{where}nested more than {self._depth} deep")
        if all(type(v) in (str, bool, type(None)) for v in row.values()):
            self._known.add(shape)

    def _wrong(self, place: int, why: str) -> FormatError:
        return FormatError(self._code, f"entry {place + 1}: {why}")

"""Byte strings kept as the CBOR of some at a time: a million short ones take a sixth of the room of objects."""

from collections.abc import Iterator, Sequence
from itertools import chain
from typing import ClassVar, overload

from ..errors import FormatError
from . import cbor
from .heads import argument, head

PORTION = 256
_SMALL = 32  # bytes
_BYTES, _ARRAY = 2, 4  # the major types


class Strings(Sequence[bytes]):
    """A sequence of byte strings that grows at its end."""

    def __init__(self) -> None:
        self._portions: list[bytes] = []
        self._last: list[bytes] = []
        self._size = 0
        self._decoded: tuple[int, list[bytes]] = -1, []

    def extend(self, strings: Sequence[bytes]) -> None:
        """Add byte strings at the end."""
        self._last += strings
        while len(self._last) >= PORTION:
            self._portions.append(cbor.encode_strings(self._last[:PORTION]))
            self._size += len(self._portions[-1])
            del self._last[:PORTION]

    @property
    def size(self) -> int:
        """The bytes that they take."""
        return self._size + sum(map(len, self._last))

    def encode(self) -> bytes:
        """Return the encoding of the array of all."""
        start = len(head(_ARRAY, PORTION))
        last = cbor.encode_strings(self._last)[len(head(_ARRAY, len(self._last))) :]
        return b"".join((head(_ARRAY, len(self)), *(portion[start:] for portion in self._portions), last))

    def __len__(self) -> int:
        return PORTION * len(self._portions) + len(self._last)

    def __iter__(self) -> Iterator[bytes]:
        return chain(chain.from_iterable(map(_decode, self._portions)), self._last)

    @overload
    def __getitem__(self, index: int) -> bytes: ...

    @overload
    def __getitem__(self, index: slice) -> list[bytes]: ...

    def __getitem__(self, index: int | slice) -> bytes | list[bytes]:
        if isinstance(index, slice):
            return [self[at] for at in range(len(self))[index]]
        portion, at = divmod(range(len(self))[index], PORTION)
        if portion == len(self._portions):
            return self._last[at]
        if self._decoded[0] != portion:
            self._decoded = portion, _decode(self._portions[portion])
        return self._decoded[1][at]

    def __eq__(self, other: object) -> bool:
        return [*self] == [*other] if isinstance(other, Sequence) else NotImplemented

    __hash__: ClassVar[None]  # type: ignore[assignment]


def _decode(portion: bytes) -> list[bytes]:
    found: list[bytes] = cbor.load(portion, 1)
    return found


def read(data: bytes, start: int, most: int) -> tuple[Sequence[bytes], int]:
    """Return the byte strings in the array at ``start``, at most ``most``, and where it ends: small ones as
    :class:`Strings`. Raise as :func:`cbor.strings`."""
    count, at = argument(data, start, _ARRAY)
    if count > most or count * _SMALL <= len(data) - at:
        return cbor.strings(data, start, most)
    found = Strings()
    for left in range(count, 0, -PORTION):
        begin = at
        for _ in range(min(left, PORTION)):
            length, at = argument(data, at, _BYTES)
            at += length
        if at > len(data):
            raise FormatError("malformed", f"no array of byte strings at byte {start}")
        found.extend(_decode(head(_ARRAY, min(left, PORTION)) + data[begin:at]))
    return found, at


def encode(strings: Sequence[bytes]) -> bytes:
    """Return the encoding of an array of byte strings."""
    return strings.encode() if isinstance(strings, Strings) else cbor.encode_strings(strings)

"""Many small maps: encoded, and strictly decoded again in portions. Spec 3.1 and 6.2."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

import cbor2

from ..errors import Code, FormatError
from . import cbor

PORTION, PORTION_BYTES = 4096, 2**20
"""Decoded at a time: enough to make up for the call, little enough that a bomb of empty arrays stays small."""

KNOWN = 4096

Row = dict[str, Any]


class Rows:
    """Maps that pass ``check``, which says what is wrong with one whose keys are in order, or None.

    ``check`` may look at names and values; ``depth`` and ``size`` (bytes) bound each map; ``code`` is every error's.
    """

    def __init__(self, check: Callable[[Row], str | None], *, code: Code, depth: int, size: int) -> None:
        self._check = check
        self._code: Code = code
        self._depth = depth
        self._size = size
        # names and exact types of rows found good, where these alone decide; a table has few, a hostile one any number
        self._known: set[tuple[Any, ...]] = set()

    def encode(self, row: Row) -> bytes:
        """One map, its keys already in order. Raises :class:`FormatError`."""
        if (*row, *map(type, row.values())) not in self._known:
            row = self._learn(row, "")
        try:
            data = cbor2.dumps(row)
        except UnicodeEncodeError:
            raise FormatError(self._code, "a text holds half of a surrogate pair, which is no character") from None
        if len(data) > self._size:
            raise FormatError(self._code, f"it takes {len(data)} bytes; at most {self._size} are allowed")
        return data

    def decode(self, encoded: Iterable[bytes]) -> Iterator[Row]:
        """Every map of ``encoded``, in order, each checked in full. Raises :class:`FormatError` naming the place."""
        first = 1
        for portion in self._portions(encoded):
            yield from self._portion(portion, first)
            first += len(portion)

    def _portions(self, encoded: Iterable[bytes]) -> Iterator[list[bytes]]:
        portion: list[bytes] = []
        size = place = 0
        for place, data in enumerate(encoded, 1):
            if len(data) > self._size:
                raise self._wrong(place, f"it takes {len(data)} bytes; at most {self._size} are allowed")
            portion.append(data)
            size += len(data)
            if len(portion) == PORTION or size > PORTION_BYTES:
                yield portion
                portion, size = [], 0
        if portion:
            yield portion

    def _portion(self, portion: list[bytes], first: int) -> list[Row]:
        try:
            values: list[Any] = cbor.load(cbor.head(4, len(portion)) + b"".join(portion), self._depth + 1)
        except cbor.LIBRARY_ERRORS:
            values = [self._alone(data, first + i) for i, data in enumerate(portion)]
        # Decoding them together is fast, and proves nothing about where one ends and the next begins:
        # so every map is encoded again, and compared with the bytes that it claims to be.
        known, dumps = self._known, cbor2.dumps
        for i, (value, data) in enumerate(zip(values, portion, strict=True)):
            if type(value) is not dict:
                raise self._wrong(first + i, "it is not a map")
            if (*value, *map(type, value.values())) not in known:
                value = self._learn(value, f"entry {first + i}: ")
            if dumps(value) != data:
                self._alone(data, first + i)
                raise self._wrong(first + i, "its encoding runs into that of its neighbour")
        return values

    def _learn(self, row: Row, where: str) -> Row:
        """The row with every map within it in order, if it is sound."""
        if cbor.deeper(row, self._depth):
            raise FormatError(self._code, f"{where}it is nested more than {self._depth} deep")
        try:
            sorted_row: Row = cbor.ordered(row)
        except FormatError as error:
            raise FormatError(self._code, f"{where}{error}") from None
        wrong = self._check(row)
        if list(sorted_row) != list(row):
            wrong = "its fields are not in order"
        elif len(row) > cbor.MAP_PAIRS:
            wrong = f"it has more than {cbor.MAP_PAIRS} fields"
        if wrong:
            raise FormatError(self._code, where + wrong)
        flat = all(type(value) in (str, bool, type(None)) for value in row.values())
        if flat and len(self._known) < KNOWN:
            self._known.add((*row, *map(type, row.values())))
        return sorted_row

    def _alone(self, data: bytes, place: int) -> Any:
        try:
            return cbor.decode(data, self._depth)
        except FormatError as error:
            raise self._wrong(place, str(error)) from None

    def _wrong(self, place: int, why: str) -> FormatError:
        return FormatError(self._code, f"entry {place}: {why}")

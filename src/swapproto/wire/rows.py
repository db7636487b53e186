"""Rows: many small maps, encoded and strictly decoded in portions. Spec 3.1, 6.2."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice, repeat
from typing import Any

import cbor2

from ..errors import Code, FormatError
from . import cbor
from .heads import head

PORTION, PORTION_BYTES = 1024, 2**16
"""How much is decoded at a time: enough to be fast, little enough that a bomb of empty arrays stays small."""

KNOWN = 4096
_MAP = 5  # the major type
_SAMPLE = 64  # values of a column, by which most are repeated or not
_SIMPLE = frozenset({str, bool, int, type(None)})
_REPEATED = frozenset({str, type(None)})  # 1 and True are one key in a dict, and lists are none

Row = dict[str, Any]


class Rows:
    """An encoder and decoder of maps that pass ``check``, which returns what is wrong with a map, or None.

    ``depth`` and ``size`` (bytes) bound each map. Every error has the code ``code``.
    """

    def __init__(self, check: Callable[[Row], str | None], *, code: Code, depth: int, size: int) -> None:
        self._check = check
        self._code: Code = code
        self._depth = depth
        self._size = size
        # the names and exact types of valid rows, where these alone decide; a table has few, a hostile one any number
        self._known: set[tuple[Any, ...]] = set()
        # each name of a valid row with the type of its value, as above; an integer has to be in range, too
        self._simple: set[tuple[str, type]] = set()

    def encode(self, columns: Mapping[str, Sequence[Any]], count: int, first: int) -> list[bytes]:
        """Encode ``count`` maps by the values of each key, keys in order. A value that is repeated is encoded once.

        Raise :class:`FormatError` that names the row, from ``first``.
        """
        if not all(self._are_simple(name, values) for name, values in columns.items()):
            rows = [dict(zip(columns, values, strict=True)) for values in zip(*columns.values(), strict=True)]
            valid = self._valid(rows, first)
            columns = {name: [row[name] for row in valid] for name in columns}
        to_bytes = cbor.encoder()
        start = head(_MAP, len(columns))
        parts: list[Iterable[bytes]] = []
        try:
            for name, values in columns.items():
                parts += _each(start + to_bytes(name), values, to_bytes)
                start = b""
        except UnicodeEncodeError:
            why = "a text holds half of a surrogate pair, which is no character"
            raise self._wrong(first + _first_surrogate(columns, count), why) from None
        encoded = [*map(b"".join, zip(*parts, strict=False))] if parts else [start] * count
        self._measure(encoded, first)
        return encoded

    def _are_simple(self, name: str, values: Sequence[Any]) -> bool:
        kinds = {*map(type, values)}
        if not {*zip(repeat(name), kinds)} <= self._simple:
            return False
        numbers = [value for value in values if type(value) is int] if int in kinds else (0,)
        return min(numbers) >= cbor.INT_MIN and max(numbers) <= cbor.INT_MAX

    def decode(self, encoded: Iterable[bytes]) -> Iterator[Row]:
        """Yield every map of ``encoded``, each checked in full. Raise :class:`FormatError` that names the row."""
        first = 1
        for portion in self._portions(encoded):
            yield from self._portion(portion, first)
            first += len(portion)

    def decode_again(self, encoded: Iterable[bytes]) -> Iterator[Row]:
        """Yield every map of ``encoded``, which :meth:`decode` passed or :meth:`encode` made: much faster.

        Raise :class:`FormatError` that names the row, for what was not.
        """
        first = 1
        for portion in self._portions(encoded):
            try:
                yield from cbor.load(head(4, len(portion)) + b"".join(portion), self._depth + 1)
            except cbor.LIBRARY_ERRORS:
                raise self._wrong(first, "it was not checked before") from None
            first += len(portion)

    def _portions(self, encoded: Iterable[bytes]) -> Iterator[list[bytes]]:
        pending, first = iter(encoded), 1
        while portion := list(islice(pending, PORTION)):
            if self._measure(portion, first) <= PORTION_BYTES:
                yield portion
            else:
                yield from _in_parts(portion)
            first += len(portion)

    def _measure(self, portion: Sequence[bytes], first: int) -> int:
        """Return the size of all in bytes. Raise for a row that is too large."""
        sizes = [*map(len, portion)]
        if max(sizes, default=0) > self._size:
            place, size = next((place, size) for place, size in enumerate(sizes, first) if size > self._size)
            raise self._wrong(place, f"it takes {size} bytes; at most {self._size} are allowed")
        return sum(sizes)

    def _portion(self, portion: list[bytes], first: int) -> list[Row]:
        try:
            values: list[Any] = cbor.load(head(4, len(portion)) + b"".join(portion), self._depth + 1)
        except cbor.LIBRARY_ERRORS:
            values = [self._alone(data, first + i) for i, data in enumerate(portion)]
        rows = self._valid(values, first)
        # Decoding them together is fast, but does not show where one ends and the next begins:
        # so every map is encoded again and compared with its bytes.
        again = [*map(cbor.encoder(), rows)]
        if again != portion:
            at = next(i for i, data in enumerate(portion) if again[i] != data)
            self._alone(portion[at], first + at)
            raise self._wrong(first + at, "its encoding runs into that of its neighbour")
        return values

    def _valid(self, rows: Sequence[Any], first: int) -> Sequence[Row]:
        """Return the rows, with every map in them in order, if they are valid."""
        if {*map(type, rows)} - {dict}:
            raise self._wrong(next(n for n, row in enumerate(rows, first) if type(row) is not dict), "it is not a map")
        shapes = {(*row, *map(type, row.values())) for row in rows}
        if shapes <= self._known:
            return rows
        in_order = not cbor.deeper(rows, 1 + self._depth) and cbor.in_order(rows)
        if in_order and max(map(len, rows)) <= cbor.MAP_PAIRS and not any(map(self._check, rows)):
            found = rows
        else:
            found = [self._ordered(row, place) for place, row in enumerate(rows, first)]
        self._learn(shapes)
        return found

    def _learn(self, shapes: Iterable[tuple[Any, ...]]) -> None:
        """Remember the shapes of valid rows, names and then types, where they show that another one is valid."""
        for shape in shapes:
            names, types = shape[: len(shape) // 2], shape[len(shape) // 2 :]
            if len(self._known) < KNOWN and {*types} <= _SIMPLE:
                if int not in types:
                    self._known.add(shape)
                self._simple.update(zip(names, types, strict=True))

    def _ordered(self, row: Row, place: int) -> Row:
        """Return the row with every map in it in order if it is valid."""
        if cbor.deeper(row, self._depth):
            raise self._wrong(place, f"it is nested more than {self._depth} deep")
        try:
            sorted_row: Row = row if cbor.in_order(row) else cbor.ordered(row)
        except FormatError as error:
            raise self._wrong(place, f"field {_unfit(row)!r}: {error}") from None
        wrong = self._check(row)
        if list(sorted_row) != list(row):
            wrong = "its fields are not in order"
        elif len(row) > cbor.MAP_PAIRS:
            wrong = f"it has more than {cbor.MAP_PAIRS} fields"
        if wrong:
            raise self._wrong(place, wrong)
        return sorted_row

    def _alone(self, data: bytes, place: int) -> Any:
        try:
            return cbor.decode(data, self._depth)
        except FormatError as error:
            raise self._wrong(place, str(error)) from None

    def _wrong(self, place: int, why: str) -> FormatError:
        return FormatError(self._code, f"entry {place}: {why}")


def _unfit(row: Row) -> object:
    """Return the key of the first value that cannot be encoded."""
    for key, value in row.items():
        try:
            cbor.ordered(value)
        except FormatError:
            return key
    return None


def _each(name: bytes, values: Sequence[Any], to_bytes: Callable[[Any], bytes]) -> list[Iterable[bytes]]:
    """Return the parts of each row's encoding that hold a name and its value."""
    if {*map(type, values)} <= _REPEATED and 2 * len({*values[:_SAMPLE]}) <= len(values[:_SAMPLE]):
        return [map({value: name + to_bytes(value) for value in {*values}}.__getitem__, values)]
    return [repeat(name), [*map(to_bytes, values)]]


def _first_surrogate(columns: Mapping[str, Sequence[Any]], count: int) -> int:
    """Return the index of the first row that cannot be encoded."""
    for index in range(count):
        try:
            cbor2.dumps([values[index] for values in columns.values()])
        except UnicodeEncodeError:
            return index
    return count


def _in_parts(portion: Sequence[bytes]) -> Iterator[list[bytes]]:
    """Yield a portion in parts of at most ``PORTION_BYTES``, or of one row."""
    part: list[bytes] = []
    size = 0
    for row in portion:
        if part and size + len(row) > PORTION_BYTES:
            yield part
            part, size = [], 0
        part.append(row)
        size += len(row)
    yield part

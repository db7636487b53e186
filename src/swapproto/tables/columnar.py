"""The values of a table by column, in portions that take little room: what the checks look at.

A portion of a column keeps each different value once if they are few, and one text if all are texts. A check looks at
the different texts of a portion together, and at its rows only where it found something. Record 46.
"""

import re
from array import array
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from itertools import islice, pairwise, repeat
from operator import eq
from typing import ClassVar, TypeAlias

from ..lists import Value

PORTION = 512
"""The most rows of a portion."""
_MOST_SHARED = 2**14  # different texts of a column that are kept once for all portions
_MAY_REPEAT = frozenset({str, type(None)})  # 1 and True are one key in a dict, and lists are none
_MOST_SEEN = 2**15  # different texts of a column that are remembered
_END = "\0"
_BLANK = re.compile(rf"{_END}\s*{_END}")

Cell: TypeAlias = tuple[int, str]
"""A row, from 1, and its text."""
Choice: TypeAlias = Callable[[Sequence[str]], Iterable[str]]
"""Returns those of some texts that are worth a look."""


class Portion:
    """The values of one column in consecutive rows."""

    __slots__ = ("_codes", "_kept")

    def __init__(self, values: Sequence[Value], shared: dict[str | None, str | None] | None = None) -> None:
        """Keep values. ``shared`` are texts of other portions, of which each is kept once for all."""
        shared = {} if shared is None else shared
        self._codes: array[int] | None = None
        self._kept: str | Sequence[Value] = values
        kinds = {*map(type, values)}
        codes = dict.fromkeys(values) if kinds <= _MAY_REPEAT else {}
        room = 3 * len(values) // 4 if len(shared) < _MOST_SHARED else len(values) // 8
        if codes and len(codes) <= room:
            numbers = {value: number for number, value in enumerate(codes)}
            self._codes = array("B" if len(codes) <= 256 else "H", map(numbers.__getitem__, values))
            keep = shared.setdefault if len(shared) < _MOST_SHARED else shared.get
            self._kept = tuple(keep(value, value) for value in codes)
        elif kinds == {str} and (joined := _END.join(values)).count(_END) == len(values) - 1:
            self._kept = joined

    @property
    def has_few(self) -> bool:
        """Whether its different values are few, and are texts or null."""
        return self._codes is not None

    @property
    def is_of_texts(self) -> bool:
        """Whether each value is certainly a text or null."""
        return self._codes is not None or type(self._kept) is str

    def different(self) -> Sequence[Value]:
        """Return each different value; perhaps more than once if most are different."""
        return self._kept.split(_END) if type(self._kept) is str else self._kept

    def values(self) -> Sequence[Value]:
        """Return the value of each row."""
        found = self.different()
        return found if self._codes is None else [*map(found.__getitem__, self._codes)]

    def texts(self) -> Sequence[str]:
        """Return each different text that is not empty; perhaps more than once if most are different."""
        if type(self._kept) is str:
            return [*filter(None, self.different())]
        return [value for value in self._kept if type(value) is str and value]

    def is_ascii(self) -> bool:
        """Return whether no text has a character outside of ASCII."""
        return self._kept.isascii() if type(self._kept) is str else all(map(str.isascii, self.texts()))

    def cells(self) -> Iterator[tuple[int, str]]:
        """Yield each text that is not empty with its index."""
        return ((index, text) for index, text in enumerate(self.values()) if type(text) is str and text)

    def filled(self) -> bytes:
        """Return for each row 1 if it has a value, else 0."""
        if type(self._kept) is str and not _BLANK.search(f"{_END}{self._kept}{_END}"):
            return b"\1" * (self._kept.count(_END) + 1)
        return self.flags(filled)

    def counted(self) -> Iterator[tuple[str, int]]:
        """Yield each different text that is not empty with how many rows have it, or some of them."""
        if self._codes is None:
            return zip(self.texts(), repeat(1))
        counts = Counter(self._codes)
        return ((text, counts[code]) for code, text in enumerate(self.different()) if text)

    def flags(self, test: Callable[[Value], object]) -> bytes:
        """Return for each row 1 if its value passes a test, else 0."""
        passed = bytes(map(bool, map(test, self.different())))
        return passed if self._codes is None else bytes(map(passed.__getitem__, self._codes))


class Columnar:
    """The values of entries by column. Rows count from 1; a column that is not there is null in each."""

    def __init__(self, names: Iterable[str]) -> None:
        self._columns: dict[str, list[Portion]] = {name: [] for name in names}
        self._shared: dict[str, dict[str | None, str | None]] = {name: {} for name in self._columns}
        self._starts = [0]

    @classmethod
    def of(cls, entries: Iterable[Mapping[str, Value]], names: Iterable[str]) -> "Columnar":
        """Return the values of entries; an omitted field is null."""
        made, pending = cls(names), iter(entries)
        while portion := list(islice(pending, PORTION)):
            made.add({name: [entry.get(name) for entry in portion] for name in made.names})
        return made

    def add(self, columns: Mapping[str, Sequence[Value]]) -> None:
        """Add up to ``PORTION`` rows, by the values of each column."""
        for name, portions in self._columns.items():
            portions.append(Portion(columns[name], self._shared[name]))
        self._starts.append(self._starts[-1] + len(next(iter(columns.values()))))

    def keep(self, portions: Iterable[Mapping[str, Sequence[Value]]]) -> Iterator[Mapping[str, Sequence[Value]]]:
        """Yield portions of columns, and add each."""
        for columns in portions:
            self.add(columns)
            yield columns

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the columns."""
        return tuple(self._columns)

    def __len__(self) -> int:
        return self._starts[-1]

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Columnar):
            return NotImplemented
        names = self.names
        return (names, len(self)) == (other.names, len(other)) and all(map(eq, self.rows(names), other.rows(names)))

    __hash__: ClassVar[None]  # type: ignore[assignment]

    def portions(self, name: str) -> list[Portion]:
        """Return the portions of a column."""
        if name in self._columns:
            return self._columns[name]
        return [Portion([None] * (end - start)) for start, end in pairwise(self._starts)]

    def side_by_side(self, names: Sequence[str]) -> Iterator[tuple[range, list[Portion]]]:
        """Yield rows with the portions of these columns."""
        columns = [self.portions(name) for name in names]
        for number, (start, end) in enumerate(pairwise(self._starts)):
            yield range(start + 1, end + 1), [portions[number] for portions in columns]

    def rows(self, names: Sequence[str]) -> Iterator[tuple[Value, ...]]:
        """Yield the values of each row in these columns."""
        for rows, portions in self.side_by_side(names):
            yield from zip(*(portion.values() for portion in portions), strict=True) if portions else [()] * len(rows)

    def entries(self, names: Sequence[str]) -> Iterator[dict[str, Value]]:
        """Yield these fields of each entry."""
        return (dict(zip(names, values, strict=True)) for values in self.rows(names))

    def entries_at(self, rows: Set[int]) -> dict[int, dict[str, Value]]:
        """Return the entries of some rows."""
        found = {}
        for here, portions in self.side_by_side(self.names):
            if wanted := [row for row in here if row in rows]:
                values = [portion.values() for portion in portions]
                for row in wanted:
                    found[row] = {name: one[row - here[0]] for name, one in zip(self.names, values, strict=True)}
        return found

    def cells(self, name: str) -> Iterator[Cell]:
        """Yield each text of a column that is not empty, with its row."""
        for start, portion in zip(self._starts, self.portions(name), strict=False):
            yield from ((start + 1 + index, text) for index, text in portion.cells())

    def count(self, name: str, test: Callable[[str], object] = bool) -> int:
        """Return how many texts of a column pass a test; by default, how many are not empty."""
        return self.flags(name, lambda value: type(value) is str and test(value)).count(1)

    def characters(self, name: str) -> int:
        """Return how many characters all texts of a column have."""
        return sum(len(text) * rows for one in self.portions(name) for text, rows in one.counted())

    def choose(self, name: str, *choices: Choice) -> Iterator[list[list[Cell]]]:
        """Yield for each choice the cells of a column whose text is among those that it returns, some at a time.

        A text that is repeated is shown to the choices once, as long as most texts are.
        """
        picked: list[set[str]] = [set() for _ in choices]
        seen: set[str] = set()
        repeat = True
        for start, portion in zip(self._starts, self.portions(name), strict=False):
            texts = new = portion.texts()
            if repeat:
                fresh = {*texts} - seen
                repeat = len(seen) < _MOST_SEEN or 2 * len(fresh) <= len(texts)
                seen |= fresh if len(seen) < _MOST_SEEN else set()
                new = [*fresh]
            else:
                picked = [set() for _ in choices]
            for choice, picks in zip(choices, picked, strict=True):
                picks.update(choice(new) if new else ())
            if any(picks and not picks.isdisjoint(texts) for picks in picked):
                cells = [(start + 1 + index, text) for index, text in portion.cells()]
                yield [[cell for cell in cells if cell[1] in picks] for picks in picked]

    def flags(self, name: str, test: Callable[[Value], object]) -> bytes:
        """Return for each row of a column 1 if its value passes a test, else 0."""
        return b"".join(portion.flags(test) for portion in self.portions(name))


def filled(value: Value) -> bool:
    """Return whether a cell has a value. False and 0 are values."""
    return value is not None and value not in ("", [], {}) and not (type(value) is str and value.isspace())

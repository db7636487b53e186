"""Matched columns: the field of each column of a table, and how its cells are read."""

from collections.abc import Iterator, Mapping
from itertools import chain
from types import MappingProxyType
from typing import NamedTuple, TypeAlias

from ..empty import EMPTY
from ..errors import InputError
from ..lists import Schema
from .cells import Column, SplitColumn
from .columns import ColumnMap
from .dating import DateForm
from .findings import Findings
from .vocabulary import NO_WORDS, Vocabulary

Columns: TypeAlias = list[Column | SplitColumn | None]
"""The columns of a table in its order, None for one that is omitted."""


class Problem(NamedTuple):
    """Something wrong with the columns. ``found`` is the header concerned, which only the table's owner may see."""

    what: str
    column: int | None = None
    found: str = ""


class Matched(NamedTuple):
    """The field of each column.

    ``names`` are the fields in the table's order, None for a column that is omitted. ``column_map`` gives the same
    columns again the next time. ``notes`` are sentences about columns whose field is not named like their header.
    ``splits`` are the fields of the parts of whole names, and ``dates`` the forms of dates, by the index of the column;
    ``values`` are of fields without a column, for all entries.
    ``nameless`` are the numbers of columns without a header, which must be empty; see :func:`not_empty`.
    """

    names: tuple[str | None, ...]
    column_map: ColumnMap = EMPTY
    notes: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    nameless: tuple[int, ...] = ()
    splits: Mapping[int, tuple[str, ...]] = MappingProxyType({})
    dates: Mapping[int, DateForm] = MappingProxyType({})
    values: Mapping[str, str] = EMPTY
    vocabulary: Vocabulary = NO_WORDS
    #: The parts of some whole names, as their owner wrote them, by the index of the column.
    said_names: Mapping[int, Mapping[str, str]] = MappingProxyType({})

    def schema(self, schema: Schema | None, findings: Findings) -> Schema:
        """Return the schema of the table, by default with texts only, and report what is wrong with its columns.

        Raise :class:`InputError` ``table`` if they cannot be read at all.
        """
        if schema is None and self.problems:
            raise InputError("table", self.problems[0].what)
        for problem in self.problems:
            findings.add("columns", problem.what, found=problem.found)
        return schema or Schema.of_texts([*filter(None, self.names), *chain(*self.splits.values()), *self.values])

    def columns(self, schema: Schema) -> Columns:
        """Return the columns, each of which reads its cells."""
        return [self._column(index, schema) for index in range(len(self.names))]

    def constants(self, schema: Schema) -> list[tuple[Column, str]]:
        """Return the fields that have one value in all entries, and this value as a cell."""
        return [(self._of_field(name, schema), text) for name, text in self.values.items()]

    def places(self) -> Iterator[tuple[str, int]]:
        """Yield each field with the number of its column, from 1."""
        for index, name in enumerate(self.names):
            if name is not None:
                yield name, index + 1
            for part in self.splits.get(index, ()):
                yield part, index + 1

    def _column(self, index: int, schema: Schema) -> Column | SplitColumn | None:
        if index in self.splits:
            parts = [self._of_field(part, schema) for part in self.splits[index]]
            return SplitColumn(parts, self.said_names.get(index, EMPTY))
        name = self.names[index]
        return None if name is None else self._of_field(name, schema, self.dates.get(index))

    def _of_field(self, name: str, schema: Schema, form: DateForm | None = None) -> Column:
        field = next(field for field in schema.fields if field.name == name)
        return Column(field, schema, form, self.vocabulary.values.get(name, EMPTY))

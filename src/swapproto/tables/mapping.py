"""Which column of a table is which field of its schema: by what the user says (``--map``), else by its header.

All that is wrong is collected. A header that nothing recognises may be the first row of a table without one, a person;
so it is told by its number, and its text goes to ``Problem.found`` alone.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

from ..errors import InputError
from ..lists import Schema
from ..lists.schema import FIELDS
from .cells import Column
from .columns import COLUMNS, NAME_LIMIT, short
from .findings import Findings
from .titles import HEADER_LIMIT, Titles, closest, fold

_REST = "*"
_SAID = "as --map says"
_NOT_SAID = "because --map does not name it"
_SUGGESTIONS = 8  # each takes a while
_CORRECT = "correct the header row, or say with --no-header that there is none"


Columns: TypeAlias = list[Column | None]


class Problem(NamedTuple):
    """What is wrong with the columns; ``found`` is the header that it is about, and for its owner alone."""

    what: str
    column: int | None = None
    found: str = ""


@dataclass(frozen=True, slots=True)
class Mapped:
    """What became of each column.

    ``names`` are the columns' fields in the table's order, None for one that is left out. ``pairs`` are the headers
    with their fields, "" for those left out, for :func:`said.to_toml`. ``told`` says in sentences what is not as it
    is in the header. ``nameless`` are the numbers of the columns without a header, which must be empty:
    :func:`not_empty` says what is wrong if one is not.
    """

    names: tuple[str | None, ...]
    pairs: tuple[tuple[str, str], ...] = ()
    told: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    nameless: tuple[int, ...] = ()


def by_header(
    headers: Sequence[str],
    schema: Schema | None,
    said: Mapping[str, str],
    letters: Callable[[int], str] = str,
) -> Mapped:
    """The columns under these headers; ``letters`` is what the table calls its n-th column, counted from 1.

    Without ``schema`` a header is a name as it stands, unless the user said another.
    """
    if len(headers) > COLUMNS:
        what = f"the header has {len(headers):,} columns; a table has at most {COLUMNS}"
        return Mapped((None,) * len(headers), problems=(Problem(what),))
    matching = _Matching(headers, schema, said, letters)
    matching.match()
    return matching.mapped()


def by_place(count: int, schema: Schema | None, said: Mapping[str, str]) -> Mapped:
    """The columns of a table without a header: the schema's fields in their order.

    Without a schema, or where the user says something, their headers are column_1, column_2 and so on.
    """
    if schema is None or said:
        return by_header([f"column_{n}" for n in range(1, count + 1)], schema, said)
    names = tuple(field.name for field in schema.fields)
    if count == len(names):
        return Mapped(names)
    what = f"there are {count:,} columns where the schema has {len(names)} fields"
    return Mapped((None,) * count, problems=(Problem(what),))


def not_empty(column: str) -> str:
    """What is wrong if a column without a header holds something."""
    return f'column {column} has no name in the header: {_CORRECT}; --map "*=" leaves out all that is not known'


def schema_of(mapped: Mapped, schema: Schema | None, findings: Findings) -> Schema:
    """The schema of the table: without one, its columns are all text. What is wrong with them is reported.

    Raises :class:`InputError` ``table`` if no list can be made of them.
    """
    if schema is None and mapped.problems:
        raise InputError("table", mapped.problems[0].what)
    for problem in mapped.problems:
        findings.add("columns", problem.what, found=problem.found)
    return schema or Schema.of_texts(filter(None, mapped.names))


def columns_of(mapped: Mapped, schema: Schema) -> Columns:
    """What reads each column's cells; None for a column that is left out."""
    fields = {field.name: field for field in schema.fields}
    return [None if name is None else Column(fields[name], schema) for name in mapped.names]


class _Fate(NamedTuple):
    """What becomes of a column: its field, or none, and for what reason; neither if it is not known."""

    name: str | None = None
    why: str = ""


class _Matching:
    """The columns while they are matched; they are counted from 0 here."""

    def __init__(
        self, headers: Sequence[str], schema: Schema | None, said: Mapping[str, str], letters: Callable[[int], str]
    ) -> None:
        self.headers = headers
        self.folded = [fold(header) for header in headers]
        self.fields = schema.fields if schema else ()
        self.names = [field.name for field in self.fields]
        self.needed = {f.name for f in self.fields if f.constraints.required} | set(
            schema.primary_key if schema else ()
        )
        self.titles = Titles(schema) if schema else None
        self.leaves_rest = said.get(_REST) == ""
        self.said = {header: name for header, name in said.items() if name or header != _REST}
        self.letters = letters
        self.fates: list[_Fate] = []
        self.problems: list[Problem] = []
        self.unknown: list[int] = []
        self.nameless: list[int] = []

    def match(self) -> None:
        keys = self._keys()
        self._report_no_fields()
        self.fates = [
            self._said(keys[n]) if n in keys else self._recognised(n, header) for n, header in enumerate(self.headers)
        ]
        self._report_unknown()
        self._report_repeated()
        self._report_absent()

    def _keys(self) -> dict[int, str]:
        """For each column that the user named, his word for it: its header, or what folds to the same."""
        there = set(self.headers)
        alike = {fold(key): key for key in self.said if key not in there and fold(key)}
        keys = {
            n: key
            for n, header in enumerate(self.headers)
            if (key := header if header in self.said else alike.get(self.folded[n])) is not None
        }
        for count, key in enumerate(key for key in self.said if key not in set(keys.values())):
            what = f'--map names the column "{short(key)}", which the table does not have'
            near = closest(fold(key), self.folded) if count < _SUGGESTIONS else None
            if near is None:
                self._wrong(what)
            else:
                n = self.folded.index(near)
                self._wrong(f"{what}; the closest is column {self.letters(n + 1)}", n)
        return keys

    def _report_no_fields(self) -> None:
        if self.titles is None:
            return
        wrong = [(header, name) for header, name in self.said.items() if name and name not in self.names]
        for count, (header, name) in enumerate(wrong):
            meant = [*self.titles.meaning(name)]
            near = meant[0] if len(meant) == 1 else None
            if near is None and count < _SUGGESTIONS:
                near = self.titles.likeliest(name, self.names)
            hint = f"; did you mean {near}?" if near else ""
            self._wrong(f'--map "{short(header)}={short(name)}": the schema has no such field{hint}')

    def _said(self, key: str) -> _Fate:
        name = self.said[key]
        if self.titles is not None and name and name not in self.names:
            return _Fate()
        return _Fate(name or None, _SAID)

    def _recognised(self, n: int, header: str) -> _Fate:
        if not (header.strip() if self.titles else header):
            if self.leaves_rest:
                return _Fate(None, _NOT_SAID)
            self.nameless.append(n + 1)
            return _Fate()
        meaning = self._meaning(header)
        if len(meaning) == 1:
            [(name, how)] = meaning.items()
            return _Fate(name, f"by {how}")
        if meaning:
            several = " or ".join([*meaning][:4])
            self._wrong(f'column {self.letters(n + 1)} can be {several}: say which with --map "HEADER=FIELD"', n)
            return _Fate()
        if self.leaves_rest:
            return _Fate(None, _NOT_SAID)
        self.unknown.append(n)
        return _Fate()

    def _meaning(self, header: str) -> dict[str, str]:
        if self.titles is not None:
            return self.titles.meaning(header) if len(header) <= HEADER_LIMIT else {}
        return {} if self.leaves_rest or len(header.encode()) > NAME_LIMIT else {header: "its name"}

    def _report_unknown(self) -> None:
        """The columns that are no field; the likeliest is one that no other column is."""
        free = set(self.names) - {fate.name for fate in self.fates}
        for count, n in enumerate(self.unknown):
            header, column = self.headers[n], f"column {self.letters(n + 1)}"
            if self.titles is None:
                self._wrong(f"{column} has a name of over {NAME_LIMIT} bytes: {_CORRECT}", n)
                continue
            near = self.titles.likeliest(header, free) if count < _SUGGESTIONS else None
            self._wrong(
                f'{column} is not in the schema: say which field it is with --map "HEADER=FIELD"'
                f'{f" (the likeliest is {near})" if near else ""}, or leave it out with --map "HEADER="',
                n,
            )

    def _report_repeated(self) -> None:
        first: dict[str, int] = {}
        for n, (name, _) in enumerate(self.fates):
            if name is None or first.setdefault(name, n) == n:
                continue
            one, other = self.headers[first[name]], self.headers[n]
            columns = f"columns {self.letters(first[name] + 1)} and {self.letters(n + 1)}"
            if one == other:
                self._wrong(f"{columns} have the same name: {_CORRECT}", n)
            else:
                advice = 'leave one out with --map "HEADER=", or say which other field it is'
                self._wrong(f"{columns} are both {short(name)}: {advice}", n, f"{one}; {other}")
            self.fates[n] = _Fate()

    def _report_absent(self) -> None:
        kept = {fate.name for fate in self.fates if fate.name is not None}
        if len(kept) > FIELDS:
            self._wrong(f"the header has {len(kept)} columns; a list has at most {FIELDS}")
        for name in self.names:
            if name in self.needed and name not in kept:
                what = f"there is no column named {name!r}, which the schema requires"
                self._wrong(f'{what}; if it has another name, say so with --map "HEADER={name}"')
        if not kept and not self.problems:
            self._wrong("no column is left of the table: all of them are left out")

    def _wrong(self, what: str, n: int | None = None, found: str = "") -> None:
        if n is None:
            self.problems.append(Problem(what))
        else:
            self.problems.append(Problem(what, n + 1, found or self.headers[n]))

    def mapped(self) -> Mapped:
        """The result, once all is matched."""
        told, rest, pairs = [], [], []
        for n, (header, (name, why)) in enumerate(zip(self.headers, self.fates, strict=True)):
            column = self.letters(n + 1)
            if why:
                pairs.append((header, name or ""))
            if why == _NOT_SAID:
                rest.append(column)
            elif why and name != header:
                what = short(name) if name else "left out"
                told.append(f"Column {column} ‘{short(header)}’ is {what}, {why}.")
        if rest:
            told.append(f"Columns that are left out, because --map does not name them: {', '.join(rest)}.")
        names = tuple(fate.name for fate in self.fates)
        return Mapped(names, tuple(pairs), tuple(told), tuple(self.problems), tuple(self.nameless))

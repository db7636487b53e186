"""Headers: which field each column of a table contains, by the user's column map (``--map``) or by the header itself.

Every problem is collected. An unrecognised header may be a data row, that is, a person's name. Messages therefore give
the column number only, and the header's text is in ``Problem.found`` alone.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import chain
from typing import NamedTuple, TypeVar

from ..counting import count_of
from ..empty import EMPTY
from ..lists import Schema
from ..lists.schema import FIELDS
from .columns import COLUMNS, NAME_LIMIT, short
from .dating import DateForm
from .matched import Matched, Problem
from .plan import Plan
from .splitting import WHOLE_NAME
from .titles import HEADER_LIMIT, Titles, closest, fold
from .value_words import wrong_words
from .vocabulary import NO_WORDS, Vocabulary, fold_word

_REST = "*"
_BY_MAP = "as --map says"
_BY_SPLIT = "as --split says"
_MAX_CHOICES_SHOWN = 12
_T = TypeVar("_T")
_NOT_IN_MAP = "because --map does not name it"
_MAX_SUGGESTIONS = 8  # each takes a while
_CORRECT = "correct the header row, or say with --no-header that there is none"


def match_headers(
    headers: Sequence[str],
    schema: Schema | None,
    plan: Plan,
    vocabulary: Vocabulary = NO_WORDS,
    label: Callable[[int], str] = str,
) -> Matched:
    """Match the columns with these headers. ``label`` is what the table calls its n-th column, counted from 1.

    Without ``schema`` a header is the name of its field, unless the column map gives another.
    """
    if len(headers) > COLUMNS:
        what = f"the header has {len(headers):,} columns; a table has at most {COLUMNS}"
        return Matched((None,) * len(headers), problems=(Problem(what),))
    return _Matching(headers, schema, plan, vocabulary, label).result()


def match_positions(count: int, schema: Schema | None, plan: Plan, vocabulary: Vocabulary = NO_WORDS) -> Matched:
    """Match the columns of a table without a header with the schema's fields, in order.

    Without a schema, or with a column map, their headers are column_1, column_2 and so on.
    """
    if schema is None or not plan.is_empty:
        return match_headers([f"column_{n}" for n in range(1, count + 1)], schema, plan, vocabulary)
    names = tuple(field.name for field in schema.fields)
    if count == len(names):
        return Matched(names, vocabulary=vocabulary)
    what = f"the table has {count_of(count, 'column')}, and the schema {count_of(len(names), 'field')}"
    return Matched((None,) * count, problems=(Problem(what),))


def not_empty(label: str) -> str:
    """Return what is wrong with a column that has no header and is not empty."""
    return f'column {label} has no name in the header: {_CORRECT}; --map "*=" omits all columns that are not known'


class _Match(NamedTuple):
    """The field of a column, or None if it is omitted, and the reason; without a reason the column is unknown."""

    name: str | None = None
    reason: str = ""


class _Matching:
    """The columns while they are matched, by index."""

    def __init__(
        self,
        headers: Sequence[str],
        schema: Schema | None,
        plan: Plan,
        vocabulary: Vocabulary,
        label: Callable[[int], str],
    ) -> None:
        column_map = plan.columns
        self._plan, self._vocabulary = plan, vocabulary.adding(plan.words)
        self._schema = schema
        self._splits: dict[int, tuple[str, ...]] = {}
        self._dates: dict[int, DateForm] = {}
        self._headers = headers
        self._folded = [fold(header) for header in headers]
        self._names = [field.name for field in schema.fields] if schema else []
        self._needed = _needed(schema) if schema else set()
        self._titles = Titles(schema) if schema else None
        self._omits_rest = column_map.get(_REST) == ""
        self._map = {header: name for header, name in column_map.items() if name or header != _REST}
        self._label = label
        self._problems: list[Problem] = []
        self._unknown: list[int] = []
        self._nameless: list[int] = []
        self._matches: list[_Match] = []

    def result(self) -> Matched:
        """Match all columns."""
        keys = self._map_keys()
        self._report_unknown_fields()
        self._splits = self._by_plan(self._plan.splits, "--split")
        self._dates = self._by_plan(self._plan.dates, "--dates")
        self._matches = [
            _Match(None, _BY_SPLIT)
            if index in self._splits
            else (self._by_map(keys[index]) if index in keys else self._by_header(index, header))
            for index, header in enumerate(self._headers)
        ]
        self._report_unknown_columns()
        self._report_repeated()
        self._report_absent()
        return Matched(
            tuple(match.name for match in self._matches),
            {header: name or "" for header, (name, reason) in self._with_headers() if reason not in ("", _BY_SPLIT)},
            tuple(self._notes()),
            tuple(self._problems),
            tuple(self._nameless),
            self._splits,
            self._dates,
            self._plan.values,
            self._vocabulary,
            {n: self._plan.words.get(self._headers[n], EMPTY) for n in self._splits},
        )

    def _by_plan(self, said: Mapping[str, _T], option: str) -> dict[int, _T]:
        """Return by the index of the column what an option says of headers, and report those that are not there."""
        found: dict[int, _T] = {}
        for header, value in said.items():
            folded = fold(header)
            index = next((n for n, one in enumerate(self._headers) if one == header), None)
            if index is None:
                index = next((n for n, one in enumerate(self._folded) if one == folded and folded), None)
            if index is None:
                self._report(f'{option} names the column "{short(header)}", which the table does not have')
            else:
                found[index] = value
        return found

    def _with_headers(self) -> Iterable[tuple[str, _Match]]:
        return zip(self._headers, self._matches, strict=True)

    def _column(self, index: int) -> str:
        return f"column {self._label(index + 1)}"

    def _map_keys(self) -> dict[int, str]:
        """Return the key in the column map of each column that it names: its header, or one that folds to the same."""
        present = set(self._headers)
        alike = {fold(key): key for key in self._map if key not in present and fold(key)}
        keys = {
            index: key
            for index, header in enumerate(self._headers)
            if (key := header if header in self._map else alike.get(self._folded[index])) is not None
        }
        used = set(keys.values())
        for count, key in enumerate(key for key in self._map if key not in used):
            what = f'--map names the column "{short(key)}", which the table does not have'
            near = closest(fold(key), self._folded) if count < _MAX_SUGGESTIONS else None
            if near is None:
                self._report(what)
            else:
                index = self._folded.index(near)
                self._report(f"{what}; the closest is {self._column(index)}", index)
        return keys

    def _report_unknown_fields(self) -> None:
        if self._titles is None:
            return
        wrong = [(header, name) for header, name in self._map.items() if name and name not in self._names]
        for count, (header, name) in enumerate(wrong):
            meant = [*self._titles.meaning(name)]
            near = meant[0] if len(meant) == 1 else None
            if near is None and count < _MAX_SUGGESTIONS:
                near = self._titles.likeliest(name, self._names)
            hint = f"; did you mean {near}?" if near else ""
            self._report(f'--map "{short(header)}={short(name)}": the schema has no such field{hint}')

    def _by_map(self, key: str) -> _Match:
        name = self._map[key]
        if self._titles is not None and name and name not in self._names:
            return _Match()
        return _Match(name or None, _BY_MAP)

    def _by_header(self, index: int, header: str) -> _Match:
        if not (header.strip() if self._titles else header):
            if self._omits_rest:
                return _Match(None, _NOT_IN_MAP)
            self._nameless.append(index + 1)
            return _Match()
        meaning = self._meaning(header)
        if len(meaning) == 1:
            [(name, how)] = meaning.items()
            return _Match(name, f"by {how}")
        if meaning:
            several = " or ".join([*meaning][:4])
            self._report(f'{self._column(index)} can be {several}: say which with --map "HEADER=FIELD"', index)
            return _Match()
        if self._omits_rest:
            return _Match(None, _NOT_IN_MAP)
        self._unknown.append(index)
        return _Match()

    def _meaning(self, header: str) -> dict[str, str]:
        if self._titles is not None:
            if len(header) > HEADER_LIMIT:
                return {}
            return self._titles.meaning(header) or self._by_words(header)
        return {} if self._omits_rest or len(header.encode()) > NAME_LIMIT else {header: "its name"}

    def _by_words(self, header: str) -> dict[str, str]:
        name = self._vocabulary.headers.get(fold_word(header))
        return {name: "one of its words"} if name in self._names else {}

    def _report_unknown_columns(self) -> None:
        """Suggest for each the likeliest of the fields that no other column has."""
        free = set(self._names) - {match.name for match in self._matches}
        for count, index in enumerate(self._unknown):
            column = self._column(index)
            if self._titles is None:
                self._report(f"{column} has a name of over {NAME_LIMIT} bytes: {_CORRECT}", index)
                continue
            if (said := self._said_of(self._headers[index])) is not None:
                self._report(f"{column} ‘{short(self._headers[index])}’ {said}", index)
                continue
            near = self._titles.likeliest(self._headers[index], free) if count < _MAX_SUGGESTIONS else None
            self._report(
                f'{column} is not in the schema: say which field it is with --map "HEADER=FIELD"'
                f'{f" (the likeliest is {near})" if near else ""}, or omit it with --map "HEADER="',
                index,
            )

    def _said_of(self, header: str) -> str | None:
        """Return what is wrong with a column that is known, and is no field; None for another."""
        folded = fold_word(header)
        if folded in self._vocabulary.full_names:
            parts = " ".join(name for name in WHOLE_NAME if name in self._names)
            return f'is a whole name: split it with --split "{short(header)}={parts}", or map it'
        if folded in self._vocabulary.no_field:
            return f'has no field in the profile: omit it with --map "{short(header)}=", or say which field it is'
        return None

    def _report_repeated(self) -> None:
        first: dict[str, int] = {}
        for index, (name, _) in enumerate(self._matches):
            if name is None or first.setdefault(name, index) == index:
                continue
            one, other = self._headers[first[name]], self._headers[index]
            columns = f"columns {self._label(first[name] + 1)} and {self._label(index + 1)}"
            if one == other:
                self._report(f"{columns} have the same name: {_CORRECT}", index)
            else:
                advice = 'omit one with --map "HEADER=", or say which other field it is'
                self._report(f"{columns} are both {short(name)}: {advice}", index, f"{one}; {other}")
            self._matches[index] = _Match()

    def _report_absent(self) -> None:
        present = {match.name for match in self._matches if match.name is not None}
        for name in chain(*self._splits.values(), self._plan.values):
            if self._names and name not in self._names:
                self._report(f"--split or --set names {short(name)!r}, and the schema has no such field")
            elif name in present:
                self._report(f"--split or --set gives {short(name)!r}, which a column has, too: say one")
            present.add(name)
        self._splits = {
            index: parts for index, parts in self._splits.items() if not self._names or {*parts} <= {*self._names}
        }
        if len(present) > FIELDS:
            self._report(f"the header has {len(present)} columns; a list has at most {FIELDS}")
        for what in wrong_words(self._plan, self._schema, self._vocabulary):
            self._report(what)
        for name in self._names:
            if name in self._needed and name not in present:
                what = f"there is no column named {name!r}, which the schema requires{self._choices(name)}"
                self._report(f'{what}; if it has another name, say so with --map "HEADER={name}"')
        if not present and not self._problems:
            self._report("every column of the table is omitted: keep one at least")

    def _choices(self, name: str) -> str:
        """Return what a field must be, and how to say it of all entries; "" for a field without a few choices."""
        choices = (
            next(field.constraints.enum for field in self._schema.fields if field.name == name) if self._schema else ()
        )
        if not 0 < len(choices) <= _MAX_CHOICES_SHOWN:
            return ""
        return f" ({', '.join(choices)}; --set {name}={choices[0]} gives it to all entries)"

    def _report(self, what: str, index: int | None = None, found: str = "") -> None:
        if index is None:
            self._problems.append(Problem(what))
        else:
            self._problems.append(Problem(what, index + 1, found or self._headers[index]))

    def _notes(self) -> Iterable[str]:
        for index, (header, (name, reason)) in enumerate(self._with_headers()):
            if reason and reason not in (_NOT_IN_MAP, _BY_SPLIT) and name != header:
                what = short(name) if name else "omitted"
                yield f"Column {self._label(index + 1)} ‘{short(header)}’ is {what}, {reason}."
        for index, parts in self._splits.items():
            header = short(self._headers[index])
            yield f"Column {self._label(index + 1)} ‘{header}’ is split into {', '.join(parts)}, as --split says."
        for name, value in self._plan.values.items():
            yield f"All entries have {short(value)!r} in {short(name)}, as --set says."
        rest = [self._label(index + 1) for index, match in enumerate(self._matches) if match.reason == _NOT_IN_MAP]
        if rest:
            yield f"Columns that are omitted, because --map does not name them: {', '.join(rest)}."


def _needed(schema: Schema) -> set[str]:
    return {field.name for field in schema.fields if field.constraints.required}.union(schema.primary_key)

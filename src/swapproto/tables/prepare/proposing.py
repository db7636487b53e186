"""What a table's columns are likely to be: the row of the header, and the plan by which the rest is read."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import islice
from typing import NamedTuple, TypeVar

from ...errors import InputError
from ...lists import Schema
from ..dating import Evidence, FormSearch, first_year_of
from ..headers import match_headers
from ..matched import Matched
from ..outline import Outline, header_below
from ..plan import Plan
from ..profiles import Profile
from ..splitting import WHOLE_NAME, NotSplit, split_name
from ..titles import HEADER_LIMIT, Titles, fold
from ..vocabulary import Vocabulary, fold_word
from .grid import Grid
from .rows import GridRow, by_column

BY_MAP, BY_SPLIT, AS_SAID = "as --map says", "as --split says", "as you said"
_ROWS_SEARCHED, _ROWS_OF_WIDTH = 50, 200
_SAMPLES = 3
_T = TypeVar("_T")
_MIN_SPLIT = 0.5  # of the names, which must be split by a rule before the column is


class Proposal(NamedTuple):
    """What a column is likely to be, with three of its cells.

    ``field`` is "" for a column that is left out, None for one that is unknown; ``parts`` are of whole names, and
    ``evidence`` is on its dates. ``why`` says how it is known.
    """

    at: int
    header: str
    samples: list[str]
    field: str | None = None
    parts: tuple[str, ...] = ()
    evidence: Evidence | None = None
    why: str = ""


class Layout(NamedTuple):
    """Where the header is among the rows of a grid, and what each of its columns is likely to be."""

    header: int
    headers: list[str]
    columns: list[Proposal]


def find_layout(grid: Grid, profile: Profile, plan: Plan) -> Layout:
    """Return the layout of a table, by the plan where it says something."""
    schema, vocabulary = profile.schema, profile.rules.vocabulary
    head = grid.rows.head(_ROWS_SEARCHED)
    if plan.header_row is not None:
        at = next((n for n, row in enumerate(grid.rows) if row.number >= plan.header_row), 0)
    else:
        at = _header(head, schema, vocabulary)
    first = grid.rows[at].cells
    width = max(len(cells) for cells in (first, *islice(grid.rows.below(at), _ROWS_OF_WIDTH)))
    headers = (first + [""] * width)[:width]
    matched = match_headers(headers, schema, plan, vocabulary, grid.label)
    _refuse(matched)
    columns = [_proposal(index, header, matched, plan, vocabulary) for index, header in enumerate(headers)]
    kinds = {field.name: field.type for field in schema.fields}
    names = [field.name for field in schema.fields]
    parts = tuple(name for name in WHOLE_NAME if name in names and name not in matched.names)
    searches: dict[int, FormSearch] = {}
    splits: dict[int, _Splits] = {}
    for one in columns:
        if one.field and one.at not in matched.dates and kinds[one.field] in ("date", "partialdate"):
            first_year = first_year_of(one.field, profile.rules.within, plan.last_year)
            searches[one.at] = FormSearch(plan.last_year, first_year)
        elif _may_be_name(one, vocabulary) and len(parts) > 1 and parts[0] == "family_name":
            splits[one.at] = _Splits(parts)
    samples = _look(grid, at, headers, searches, splits)
    return Layout(
        at, headers, [_seen(one._replace(samples=samples[one.at]), searches, splits, vocabulary) for one in columns]
    )


def _proposal(index: int, header: str, matched: Matched, plan: Plan, vocabulary: Vocabulary) -> Proposal:
    """Return what the header of a column says that it is."""
    proposal = Proposal(index, header, [], matched.names[index])
    if proposal.field is not None:
        return proposal._replace(why=AS_SAID if header in plan.columns else "by its header")
    if index in matched.splits:
        return proposal._replace(parts=matched.splits[index], why=BY_SPLIT)
    if header in matched.column_map:
        return proposal._replace(field="", why=BY_MAP)
    if fold_word(header) in vocabulary.no_field and not _may_be_name(proposal, vocabulary):
        return proposal._replace(field="", why="because the profile has no field for it")
    return proposal


def _may_be_name(one: Proposal, vocabulary: Vocabulary) -> bool:
    return one.field is None and not one.parts and fold_word(one.header) in vocabulary.full_names


def _seen(
    one: Proposal, searches: Mapping[int, FormSearch], splits: Mapping[int, "_Splits"], vocabulary: Vocabulary
) -> Proposal:
    """Return what a column is likely to be, after its cells were looked at."""
    if one.at in searches:
        return one._replace(evidence=searches[one.at].result())
    if one.at in splits:
        return splits[one.at].proposal(one)
    if not one.header.strip() and not one.samples and one.field is None and not one.parts:
        return one._replace(field="", why=BY_MAP)
    return one


def _look(
    grid: Grid,
    header: int,
    headers: Sequence[str],
    searches: Mapping[int, FormSearch],
    splits: Mapping[int, "_Splits"],
) -> list[list[str]]:
    """Look at the cells below the header that seem to be of persons, and return three of each column."""
    width = len(headers)
    outline = Outline(headers)
    samples: list[dict[str, None]] = [{} for _ in headers]
    wanted = set(range(width))
    for _, rows in grid.rows.portions(header + 1):
        columns = by_column(rows, width)
        if none := outline.no_entries([*zip(*columns, strict=True)], columns):
            columns = by_column([cells for n, cells in enumerate(rows) if n not in none], width)
        for index in wanted & {*range(len(columns))}:
            for cell in columns[index]:
                if cell.strip() and len(samples[index]) < _SAMPLES:
                    samples[index][cell] = None
        wanted = {index for index in wanted if len(samples[index]) < _SAMPLES}
        for index, search in searches.items():
            search.look(cell for cell in columns[index] if cell.strip() and not cell[:4].isdigit())
        for index, split in splits.items():
            split.look(cell for cell in columns[index] if cell.strip())
    return [[*some] for some in samples]


def _refuse(matched: Matched) -> None:
    """Raise :class:`InputError` for a table that is too wide, or a plan of another table."""
    said = [problem.what for problem in matched.problems if problem.what.startswith(("--", "the header has"))]
    if said:
        raise InputError("table" if said[0].startswith("the") else "usage", said[0])


def to_plan(layout: Layout, plan: Plan) -> Plan:
    """Return the plan of a layout in which every column is decided; columns that are unknown are left out."""
    columns = {one.header: one.field or "" for one in layout.columns if not one.parts and one.header.strip()}
    splits = {one.header: one.parts for one in layout.columns if one.parts}
    dates = {one.header: one.evidence.form for one in layout.columns if one.evidence}
    dates |= _by_header(plan.dates, [one.header for one in layout.columns])
    return plan._replace(columns=columns, splits=splits, dates=dates, words=_by_header(plan.words, splits))


def _by_header(said: Mapping[str, _T], headers: Iterable[str]) -> dict[str, _T]:
    """Return what was said of some headers by the headers that the table has, perhaps written a little differently.

    What is no header stays as it is.
    """
    known = [*headers]
    alike = {fold(header): header for header in reversed(known)}  # the first, of several
    return {key if key in known else alike.get(fold(key), key): value for key, value in said.items()}


def _header(rows: Sequence[GridRow], schema: Schema, vocabulary: Vocabulary) -> int:
    """Return the index of the row of the header: the one with the most headers that are known."""
    titles = Titles(schema)
    known = [sum(_is_known(cell, titles, vocabulary) for cell in row.cells) for row in rows]
    if max(known) > 0:
        return known.index(max(known))
    return header_below([row.cells for row in rows], schema)


def _is_known(cell: str, titles: Titles, vocabulary: Vocabulary) -> bool:
    if not cell.strip() or len(cell) > HEADER_LIMIT:
        return False
    word = fold_word(cell)
    known = word in vocabulary.headers or word in vocabulary.full_names or word in vocabulary.no_field
    return known or bool(titles.meaning(cell))


class _Splits:
    """How many whole names of a column can be split into some fields by rule."""

    def __init__(self, parts: tuple[str, ...]) -> None:
        self._parts = parts
        self._names = self._split = 0

    def look(self, names: Iterable[str]) -> None:
        """Look at some names."""
        for name in names:
            self._names += 1
            self._split += _can_split(name, self._parts)

    def proposal(self, one: Proposal) -> Proposal:
        """Return a column with its parts, if most of its names can be split."""
        if self._split < max(1, _MIN_SPLIT * self._names):
            return one
        why = f"a whole name, of which {self._split:,} of {self._names:,} can be split by rule"
        return one._replace(parts=self._parts, why=why)


def _can_split(text: str, parts: Sequence[str]) -> bool:
    try:
        split_name(text, parts)
    except NotSplit:
        return False
    return True

"""What a table's columns are likely to be: the row of the header, and the plan by which the rest is read."""

from collections.abc import Sequence
from typing import NamedTuple

from ...errors import InputError
from ...lists import Schema
from ..dating import DateForm, Evidence, find_form
from ..headers import Matched, match_headers
from ..outline import Outline, header_below
from ..plan import Plan
from ..splitting import NotSplit, split_name
from ..titles import HEADER_LIMIT, Titles
from ..vocabulary import Vocabulary, fold_word
from .grid import Grid, GridRow

_ROWS_SEARCHED = 50
_SAMPLES = 3
_WHOLE_NAME = ("family_name", "given_name", "patronymic_name")
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


def find_layout(grid: Grid, schema: Schema, vocabulary: Vocabulary, plan: Plan) -> Layout:
    """Return the layout of a table, by the plan where it says something."""
    at = _header(grid.rows, schema, vocabulary, plan)
    width = max(len(row.cells) for row in grid.rows[at : at + 200])
    headers = [(grid.rows[at].cells + [""] * width)[index] for index in range(width)]
    matched = match_headers(headers, schema, plan, vocabulary, grid.label)
    _refuse(matched)
    outline = Outline(headers)
    rows = [row for row in grid.rows[at + 1 :] if not outline.is_no_entry((row.cells + [""] * width)[:width])]
    kinds = {field.name: field.type for field in schema.fields}
    columns = []
    for index, header in enumerate(headers):
        cells = [row.cells[index] for row in rows if index < len(row.cells) and row.cells[index].strip()]
        proposal = Proposal(index, header, list(dict.fromkeys(cells))[:_SAMPLES], matched.names[index])
        if proposal.field is not None:
            form = index in matched.dates or kinds[proposal.field] not in ("date", "partialdate")
            evidence = None if form else find_form([cell for cell in cells if not cell[:4].isdigit()], plan.last_year)
            columns.append(proposal._replace(evidence=evidence, why="by its header"))
        elif index in matched.splits:
            columns.append(proposal._replace(parts=matched.splits[index], why="as --split says"))
        elif header in matched.column_map or (not header.strip() and not cells):
            columns.append(proposal._replace(field="", why="as --map says"))
        elif fold_word(header) in vocabulary.full_names:
            columns.append(_whole_name(proposal, cells, schema, {*matched.names}))
        elif fold_word(header) in vocabulary.no_field:
            columns.append(proposal._replace(field="", why="because the profile has no field for it"))
        else:
            columns.append(proposal)
    return Layout(at, headers, columns)


def _refuse(matched: Matched) -> None:
    """Raise :class:`InputError` for a table that is too wide, or a plan of another table."""
    said = [problem.what for problem in matched.problems if problem.what.startswith(("--", "the header has"))]
    if said:
        raise InputError("table" if said[0].startswith("the") else "usage", said[0])


def to_plan(layout: Layout, plan: Plan) -> Plan:
    """Return the plan of a layout in which every column is decided; columns that are unknown are left out."""
    columns = {one.header: one.field or "" for one in layout.columns if not one.parts and one.header.strip()}
    splits = {one.header: one.parts for one in layout.columns if one.parts}
    dates = dict(plan.dates) | {
        one.header: DateForm.parse(one.evidence.form, plan.last_year) for one in layout.columns if one.evidence
    }
    return plan._replace(columns=columns, splits=splits, dates=dates)


def _header(rows: Sequence[GridRow], schema: Schema, vocabulary: Vocabulary, plan: Plan) -> int:
    """Return the index of the row of the header: the one with the most headers that are known."""
    if plan.header_row is not None:
        return next((n for n, row in enumerate(rows) if row.number >= plan.header_row), 0)
    titles = Titles(schema)
    known = [sum(_is_known(cell, titles, vocabulary) for cell in row.cells) for row in rows[:_ROWS_SEARCHED]]
    if max(known) > 0:
        return known.index(max(known))
    return header_below([row.cells for row in rows[:_ROWS_SEARCHED]], schema)


def _is_known(cell: str, titles: Titles, vocabulary: Vocabulary) -> bool:
    if not cell.strip() or len(cell) > HEADER_LIMIT:
        return False
    word = fold_word(cell)
    known = word in vocabulary.headers or word in vocabulary.full_names or word in vocabulary.no_field
    return known or bool(titles.meaning(cell))


def _whole_name(proposal: Proposal, cells: Sequence[str], schema: Schema, taken: set[str | None]) -> Proposal:
    """Return a column of whole names with their parts, if most of them can be split by rule."""
    names = [field.name for field in schema.fields]
    parts = tuple(name for name in _WHOLE_NAME if name in names and name not in taken)
    if len(parts) < 2 or parts[0] != "family_name":
        return proposal
    split = sum(_can_split(cell, parts) for cell in cells)
    if split < max(1, _MIN_SPLIT * len(cells)):
        return proposal
    why = f"a whole name, of which {split:,} of {len(cells):,} can be split by rule"
    return proposal._replace(parts=parts, why=why)


def _can_split(text: str, parts: Sequence[str]) -> bool:
    try:
        split_name(text, parts)
    except NotSplit:
        return False
    return True

"""Preparing: a table as clerks write it becomes a list that can be checked, with a record of every change.

Nothing is changed that admits two readings: it is left as it is, and listed. Record 42.
"""

import csv
import io
import re
from collections.abc import Sequence
from typing import NamedTuple

from ...counting import count_of
from ...errors import InputError
from ...lists import Entry, List
from ..blanks import is_blank
from ..checks import examine_texts
from ..checks.strays import begins_with_a_word
from ..checks.totals import is_total
from ..columnar import Columnar
from ..csv_ import reader as csv_reader
from ..findings import Code, Findings
from ..outline import Outline
from ..plan import Plan
from ..profiles import Profile
from ..source import Text
from .grid import NOT_TAKEN, Grid, GridRow
from .proposing import Layout, Proposal, find_layout, to_plan

__all__ = ["Change", "Grid", "Layout", "Plan", "Prepared", "Proposal", "find_layout", "prepare", "to_plan"]

SAFE: frozenset[Code] = frozenset(("spaces", "not-nfc", "invisible", "apostrophes", "escapes", "quotes"))
"""What is repaired by a character or two that nobody sees or means, and admits one reading."""
_ROUNDS = 3
_CELL_COUNTS_MANY = 2


class Change(NamedTuple):
    """One change: where it was, the text before and after, and why."""

    place: str
    before: str
    after: str
    why: str


class Prepared(NamedTuple):
    """The list, every change, and what is left to a person, as place, text and reason.

    ``missing`` is how many cells and columns of the table could not be taken into the list, and are in ``left``.
    """

    content: List
    changes: list[Change]
    left: list[tuple[str, str, str]]
    missing: int

    def in_words(self) -> str:
        """Return how many changes there are of each kind."""
        counts: dict[str, int] = {}
        for change in self.changes:
            counts[change.why] = counts.get(change.why, 0) + 1
        kinds = "; ".join(f"{count:,} x {why}" for why, count in counts.items())
        missing = f"; NOT TAKEN: {count_of(self.missing, 'cell or column', 'cells or columns')}" if self.missing else ""
        return count_of(len(self.changes), "change") + (f": {kinds}" if kinds else "") + missing


def prepare(grid: Grid, layout: Layout, plan: Plan, profile: Profile) -> Prepared:
    """Return the list of a table whose columns are decided."""
    changes: list[Change] = []
    left = [(place, "", why) for place, why in grid.doubts if not _is_above(place, grid.rows[layout.header].number)]
    changes += [Change(place, "", text, why) for place, text, why in grid.taken]
    header = grid.rows[layout.header]
    above = "a line above the header, left out"
    changes += [Change(_row(grid, row), _short(row), "", above) for row in grid.rows[: layout.header]]
    for one in layout.columns:
        if one.field == "" and not one.parts and one.header.strip():
            changes.append(Change(grid.place(header, one.at), one.header, "", f"a column left out, {one.why}"))
        elif one.field is None and not one.parts and (one.header.strip() or one.samples):
            why = "is not in the result: say with --map which field it is, or that it is omitted"
            left.append((f"column {grid.label(one.at + 1)}", one.header, why))
    rows = _persons(grid, layout, changes)
    _refuse_misshapen(grid, layout, rows)
    entries, found = _read(rows, layout, plan, profile)
    _record(grid, rows, layout, plan, entries, changes)
    left += [
        (_origin(grid, rows, layout, one.row, one.field), one.found, one.what)
        for one in found
        if one.code == "not-split"
    ]
    missing = sum(why.endswith(NOT_TAKEN) or "say with --map" in why or "cannot be split" in why for *_, why in left)
    for _ in range(_ROUNDS):
        if not _repair(grid, rows, layout, profile, entries, changes):
            break
    return Prepared(List.of("", profile.schema, entries), changes, left, missing)


def _is_above(place: str, header: int) -> bool:
    """Return whether merged cells, as in A1:C1, end above the header, as a title does."""
    last = re.fullmatch(r"[A-Z]+[0-9]+:[A-Z]+([0-9]+)", place)
    return last is not None and int(last[1]) < header


def _refuse_misshapen(grid: Grid, layout: Layout, rows: Sequence[GridRow]) -> None:
    """Raise :class:`InputError` for a row of a text with other cells than the header has: its cells may be shifted."""
    width = len(grid.rows[layout.header].cells)
    for row in rows:
        if not grid.sheet and (len(row.cells) < width or any(row.cells[width:])):
            what = f"line {row.number:,} has {len(row.cells)} cells where the header has {width}"
            raise InputError("table", f"{what}, so that its cells may be shifted: correct it first")


def _persons(grid: Grid, layout: Layout, changes: list[Change]) -> list[GridRow]:
    """Return the rows below the header that are persons, and record each one that is left out."""
    rows = grid.rows[layout.header + 1 :]
    outline = Outline(layout.headers)
    reported = Findings()
    width = len(layout.headers)
    for number, row in enumerate(rows, 1):
        outline.look((row.cells + [""] * width)[:width], number, reported)
    outline.finish(reported)
    again = {finding.row: finding.what.partition(",")[0] for finding in reported}
    ended = False
    persons = []
    for number, row in enumerate(rows, 1):
        filled = [cell for cell in row.cells if not is_blank(cell)]
        why = again.get(number, "")
        if not why and is_total(filled):
            why, ended = "a row of totals", True
        elif not why and len(filled) <= _CELL_COUNTS_MANY < width and (ended or begins_with_a_word(filled)):
            why = "a title, or a line below the table"
        elif not why and len(filled) == 1 and width > _CELL_COUNTS_MANY:
            why = "a line of one cell, as titles have it"
        if why:
            changes.append(Change(_row(grid, row), _short(row), "", f"{why}, left out"))
        else:
            persons.append(row)
    return persons


def _read(rows: Sequence[GridRow], layout: Layout, plan: Plan, profile: Profile) -> tuple[list[Entry], Findings]:
    """Return the entries of the rows, with the text of every cell that could not be read as its field."""
    kept = [one for one in layout.columns if one.parts or one.field]
    if not kept:
        raise InputError("table", "no column of the table is known: say with --map which field each is")
    text = io.StringIO(newline="")
    writer = csv.writer(text, quoting=csv.QUOTE_ALL)
    writer.writerow([one.header for one in kept])
    for row in rows:
        writer.writerow([row.cells[one.at] if one.at < len(row.cells) else "" for one in kept])
    headers = {one.header for one in kept}
    reading = plan._replace(
        columns={header: name for header, name in plan.columns.items() if header in headers},
        splits={header: parts for header, parts in plan.splits.items() if header in headers},
        dates={header: form for header, form in plan.dates.items() if header in headers},
        header_row=None,
    )
    source = Text(io.BytesIO(text.getvalue().encode()), "utf-8")
    severities, words = profile.rules.severity, profile.rules.vocabulary
    survey = csv_reader.read(source, "", profile.schema, reading, words, ",", True, severities)
    entries = [dict(entry) for entry in survey.list]
    for finding in survey.findings:
        if (
            finding.row is not None
            and finding.field is not None
            and finding.code in ("malformed", "not-allowed", "repeated")
        ):
            instead = "" if finding.found.strip().isdecimal() else finding.instead  # a count of days needs a look
            entries[finding.row - 1][finding.field] = instead or finding.found
    return entries, survey.findings


def _record(
    grid: Grid,
    rows: Sequence[GridRow],
    layout: Layout,
    plan: Plan,
    entries: Sequence[Entry],
    changes: list[Change],
) -> None:
    """Record every cell that was read as something else than its text."""
    for one in layout.columns:
        fields = one.parts or ((one.field,) if one.field else ())
        if not fields:
            continue
        dated = (
            f"a date, read as {plan.dates[one.header].text}" if one.header in plan.dates else "a date in another form"
        )
        for row, entry in zip(rows, entries, strict=True):
            before = row.cells[one.at] if one.at < len(row.cells) else ""
            values = [entry.get(name) for name in fields]
            if one.parts:
                after = " | ".join(str(value or "") for value in values)
                if any(values):
                    changes.append(
                        Change(grid.place(row, one.at), before, after, f"a whole name, split into {', '.join(fields)}")
                    )
                continue
            after = (
                "" if values[0] is None else str(values[0]).lower() if isinstance(values[0], bool) else str(values[0])
            )
            if after != before:
                why = "a sign for nothing" if not after else dated if after[:4].isdecimal() else "a word for the value"
                changes.append(Change(grid.place(row, one.at), before, after, why))
    for name, value in plan.values.items():
        changes.append(Change("all rows", "", value, f"{name}, as --set says"))


def _repair(
    grid: Grid,
    rows: Sequence[GridRow],
    layout: Layout,
    profile: Profile,
    entries: list[Entry],
    changes: list[Change],
) -> bool:
    """Write what the checks propose where it is safe; return whether anything was changed."""
    found = Findings(profile.rules.severity)
    examine_texts(Columnar.of(entries, (field.name for field in profile.schema.fields)), profile.schema, found)
    changed = False
    for finding in found:
        if finding.code not in SAFE or not finding.instead or finding.row is None or finding.field is None:
            continue
        entry = entries[finding.row - 1]
        if entry.get(finding.field) == finding.found and "\n" not in finding.found:
            entry[finding.field] = finding.instead
            place = _origin(grid, rows, layout, finding.row, finding.field)
            changes.append(Change(place, finding.found, finding.instead, f"repaired: {finding.code}"))
            changed = True
    return changed


def _origin(grid: Grid, rows: Sequence[GridRow], layout: Layout, row: int | None, field: str | None) -> str:
    if row is None:
        return ""
    index = next((one.at for one in layout.columns if one.field == field or field in one.parts), None)
    return _row(grid, rows[row - 1]) if index is None else grid.place(rows[row - 1], index)


def _row(grid: Grid, row: GridRow) -> str:
    return f"row {row.number}" if grid.sheet else f"line {row.number}"


def _short(row: GridRow) -> str:
    return " | ".join(cell.strip() for cell in row.cells if cell.strip())[:500]

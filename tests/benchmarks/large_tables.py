"""Large tables: the files that are measured, and what Python's own reader takes for them."""

import csv
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from functools import partial
from pathlib import Path

from swapproto import Identity, Place, seal, tables
from swapproto.demo.people import people
from swapproto.tables import profiles
from swapproto.tables.checks import Rules, examine
from swapproto.tables.findings import Findings
from swapproto.tables.plan import Plan
from swapproto.tables.prepare import find_layout, grid, prepare, to_plan

TODAY = date(2026, 1, 1)
ME = Identity.from_seed(bytes(32), "Benchmark", iat=0)
_PLACE = Place(role="report", list_id=bytes(16))
_MAPPED = Plan(columns={"unit_or_place": ""})
_EVERY_TENTH = 10


def contenders(folder: Path, size: int) -> Mapping[str, Callable[[], object]]:
    """Return what is measured on a table of made-up people, and ``csv.reader`` alone on each file."""
    plain, broken = folder / "plain.csv", folder / "broken.csv"
    write(plain, (list(person.values()) for person in people(size, 1)))
    write(broken, with_line_breaks(people(size, 1)))
    return {
        "csv.reader": partial(read_alone, plain),
        "check": partial(check, plain),
        "commit": partial(commit, plain),
        "check, person": partial(check, plain, "person", _MAPPED),
        "prepare, person": partial(prepared, plain),
        "csv.reader, line breaks": partial(read_alone, broken),
        "check, line breaks": partial(check, broken),
    }


def with_line_breaks(some: Iterable[dict[str, str]]) -> Iterator[list[str]]:
    """Yield the cells of each person, with a line break in a tenth of the last column."""
    for number, person in enumerate(some):
        *cells, last = person.values()
        yield [*cells, f"{last}\nby the river" if number % _EVERY_TENTH == 0 else last]


def write(path: Path, rows: Iterable[list[str]]) -> None:
    """Write a table with the names of the demonstration's people."""
    with path.open("w", newline="", encoding="utf-8") as stream:
        csv.writer(stream).writerows([["id", "family_name", "given_name", "birth_date", "unit_or_place"], *rows])


def read_alone(path: Path) -> int:
    """Cut a file into cells, and do nothing with them: the number of rows."""
    with path.open(newline="", encoding="utf-8") as stream:
        return sum(1 for _ in csv.reader(stream))


def check(path: Path, profile: str | None = None, plan: Plan | None = None) -> tuple[tables.Survey, Findings]:
    """Read a table, and check it."""
    known = profiles.load(profile) if profile else None
    rules = known.rules if known else Rules()
    with path.open("rb") as stream:
        survey = tables.survey(
            stream,
            "csv",
            label="people",
            schema=known.schema if known else None,
            plan=plan,
            vocabulary=rules.vocabulary,
            severities=rules.severity,
        )
    examine(survey.in_columns(), survey.list.schema, rules, survey.findings, TODAY)
    return survey, survey.findings


def commit(path: Path) -> bytes:
    """Read a table, check it, seal it and sign."""
    content = check(path)[0].list
    return seal(content, author=ME.party, local_secret=ME.local_secret, place=_PLACE, iat=0).sign(ME)


def prepared(path: Path) -> int:
    """Prepare a table, without writing the workbook: the number of its entries."""
    profile = profiles.load("person")
    with path.open("rb") as stream:
        cells = grid.of_text(stream, _MAPPED, encoding=None, delimiter=None, named_tsv=False)
    layout = find_layout(cells, profile, _MAPPED)
    return len(prepare(cells, layout, to_plan(layout, _MAPPED), profile).values)

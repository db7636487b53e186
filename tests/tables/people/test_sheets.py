"""Three sheets of a thousand made-up persons: every planted fault is found, and little else.

They are prepared, completed as their page says, exchanged, and compared; it is known which persons are the same.
"""

import io
from collections import Counter
from datetime import date
from itertools import combinations
from pathlib import Path

import pytest

from swapproto import tables
from swapproto.lists import List
from swapproto.tables import profiles
from swapproto.tables.checks import examine
from swapproto.tables.findings import CODES, Findings
from swapproto.tables.people import match
from tests.cli.desk import Desk
from tests.docs.blocks import blocks, type_into

from . import sheets
from .households import Entry

pytestmark = pytest.mark.slow

PAGE = Path(__file__).parents[3] / "docs" / "how-to" / "from-three-sheets.md"

TODAY = date(2026, 6, 15)
COLUMNS = {name: {header: field for field, header in headers.items()} for name, headers in sheets.HEADERS.items()}
NOT_PLANTED = {
    # Only the given name, which is missing in row 12, would distinguish this person from a twin.
    "uk": [("likely-same", 114, None)],
    "ru": [],
    "en": [],
}


def findings_of(name: str, workbook: bytes) -> Findings:
    profile = profiles.load("detainee")
    survey = tables.survey(
        io.BytesIO(workbook),
        "xlsx",
        label=name,
        schema=profile.schema,
        column_map=COLUMNS[name],
        severities=profile.rules.severity,
    )
    examine(list(survey.list), profile.schema, profile.rules, survey.findings, TODAY)
    return survey.findings


@pytest.mark.parametrize("name", sheets.HEADERS)
def test_every_planted_fault_is_found_and_little_else(name: str) -> None:
    made = sheets.make(name)
    found = Counter(
        (one.code, None if one.row is None else one.row + 1, one.field) for one in findings_of(name, made.workbook)
    )
    planted = Counter((one.code, one.line, one.field) for one in made.planted)
    assert sorted(planted - found, key=str) == []
    assert sorted(found - planted, key=str) == sorted(NOT_PLANTED[name], key=str)


def test_every_kind_of_finding_is_planted_but_those_of_other_files() -> None:
    planted = {one.code for name in sheets.HEADERS for one in sheets.make(name).planted}
    assert set(CODES) - planted == {
        *("shape", "empty", "total-row", "header-row", "stray-row"),  # of other files
        *(
            "nothing",
            "quotes",
            "escapes",
            "alike-keys",
            "implausible-age",
            "guessed-encoding",
            "not-split",
        ),  # test_cases.py has these
        "duplicate-key",  # where keys need not differ
    }


def test_a_list_in_windows_1251_that_is_read_as_koi8_is_reported() -> None:
    data = io.BytesIO(sheets.misread_csv())
    survey = tables.survey(
        data, "csv", label="", encoding="koi8-u", schema=profiles.load("person").schema, column_map={"*": ""}
    )
    rules = profiles.load("person").rules
    examine(list(survey.list), survey.list.schema, rules, survey.findings, TODAY)
    found = [one for one in survey.findings if one.code == "encoding"]
    assert [one.severity for one in found] == ["error"]
    assert "Windows-1251" in found[0].what


FILES = {"uk": "North", "ru": "South", "en": "Heron"}


MAPS = {
    "uk": ["--map", "Коли взято=measure_date"],
    "ru": ["--map", "Категория=status", "--map", "Взят=measure_date"],
    "en": ["--map", "Ref.=id", "--dates", "Date of birth=d/m/yyyy"],
}


def ready(desk: Desk, name: str) -> str:
    """Prepare a sheet, type what the page says into its list, and check it."""
    desk.write(f"{name}.xlsx", sheets.make(name).workbook)
    words = ["--profile", "detainee"]
    desk.run("prepare", f"{name}.xlsx", *words, *MAPS[name], "--yes", "-o", f"{name}-ready.xlsx", expect=2)
    (typed,) = (one.text for one in blocks(PAGE.read_text("utf-8")) if one.name == f"{name}-ready.xlsx")
    type_into(desk.folder / f"{name}-ready.xlsx", typed)
    desk.run("check", f"{name}-ready.xlsx", *words)
    return f"{name}-ready.xlsx"


def test_a_prepared_list_is_opened_as_it_was_and_its_persons_are_matched(north: Desk) -> None:
    opened: dict[str, list[Entry]] = {}
    for name, party in FILES.items():
        words = [ready(north, name), "-k", f"{party}.swapkey", "--profile", "detainee"]
        north.run("commit", *words, "--yes", "--role=report", "-o", f"{name}.swap")
        key, reader = f"{name}-key.swap", "South" if party == "North" else "North"
        north.run(
            "reveal",
            f"{name}.swap",
            "-k",
            f"{party}.swapkey",
            "--to",
            f"{reader}.swap",
            "--yes",
            "-o",
            f"{name}-key.swap",
        )
        north.run("open", f"{name}.swap", key, "-k", f"{reader}.swapkey", "-o", f"{name}-opened.xlsx")
        opened[name] = entries(north.read(f"{name}-opened.xlsx"), name)
        assert opened[name] == sheets.make(name).right
    for one, other in combinations(FILES, 2):
        recall, precision = recall_and_precision(one, other, opened)
        assert recall >= 0.95, (one, other, recall)
        assert precision >= 0.9, (one, other, precision)
        without = {name: [entry | {"serial_number": None} for entry in listed] for name, listed in opened.items()}
        recall, precision = recall_and_precision(one, other, without)
        assert recall >= 0.95, (one, other, recall)
        assert precision >= 0.9, (one, other, precision)


def entries(workbook: bytes, name: str) -> list[Entry]:
    """Return the values of an opened workbook in the fields of its sheet; all other fields are empty."""
    listed: List = tables.read(io.BytesIO(workbook), "xlsx", label="", schema=profiles.load("detainee").schema).list
    fields = [field for field in (*COLUMNS[name].values(), "serial_number") if field]
    assert not any(value for entry in listed for field, value in entry.items() if field not in fields)
    return [{field: entry[field] for field in fields} for entry in listed]


def recall_and_precision(one: str, other: str, opened: dict[str, list[Entry]]) -> tuple[float, float]:
    known = {name: sheets.make(name).persons for name in (one, other)}
    persons = {name: [known[name][str(entry["id"])] for entry in opened[name]] for name in known}
    pairs = match(opened[one], opened[other])
    right = sum(persons[one][pair.first - 1] == persons[other][pair.second - 1] for pair in pairs)
    return right / len({*persons[one]} & {*persons[other]}), right / len(pairs)

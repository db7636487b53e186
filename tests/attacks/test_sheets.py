"""Attacks by a spreadsheet, a mapping, a profile or an opened list: through the command line, as they come."""

import io
import json
import random
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from swapproto.cli.verbs import match
from swapproto.lists import Field, List, Schema
from swapproto.tables import source
from swapproto.tables.checks.texts import find_faults, repaired
from swapproto.tables.findings import ALWAYS_ERRORS, CODES, Findings
from swapproto.tables.workbooks import findings as findings_sheet
from tests.budget import cpu_budget
from tests.cli.desk import Desk

pytestmark = pytest.mark.slow

LONGEST = 2**20
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
SHEET = "xl/worksheets/sheet1.xml"


def workbook(*rows: list[Any], merged: str = "") -> bytes:
    """As another program saves it."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in rows:
        sheet.append(row)
    if merged:
        sheet.merge_cells(merged)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def altered(part: str, content: bytes) -> bytes:
    """A workbook with one part replaced."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook(["id", "name"], ["1", "x"]))) as old:
        parts = {name: old.read(name) for name in old.namelist()} | {part: content}
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name, data in parts.items():
            new.writestr(name, data)
    return out.getvalue()


def rows(xml: str) -> bytes:
    return altered(SHEET, f'<worksheet xmlns="{MAIN}"><sheetData>{xml}</sheetData></worksheet>'.encode())


def text(cell: str) -> str:
    return f'<c t="inlineStr"><is><t>{cell}</t></is></c>'


HEADER = f"<row>{text('id')}{text('name')}</row>"
MACROS = b'<Types><Override PartName="/x" ContentType="application/vnd.ms-excel.sheet.macroEnabled.main+xml"/></Types>'
LAUGHS = "<!DOCTYPE l [<!ENTITY a 'ha'>" + "".join(
    f"<!ENTITY {chr(98 + n)} '{f'&{chr(97 + n)};' * 10}'>" for n in range(9)
)
OLE = b"\xd0\xcf\x11\xe0" + bytes(600)
CP1251 = "".join(f"{n};Прикладний Петро\n" for n in range(50)).encode("cp1251")
MIXED = b"id;name\n" + CP1251 + "50;Вигадана SECRET Ольга\n".encode()

BAD: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "a CSV file called XLSX": ("a.xlsx", lambda: b"id,name\n1,SECRET\n", "not an XLSX file whatever its name says"),
    "an XLSX file called CSV": ("a.csv", lambda: workbook(["id"], ["SECRET"]), "a ZIP or XLSX file whatever its name"),
    "an old workbook": ("a.xlsx", lambda: OLE, "an old Excel or Word file"),
    "an old workbook called CSV": ("a.csv", lambda: OLE, "an old Excel or Word file"),
    "a web page": ("a.csv", lambda: b"<!DOCTYPE html><p>SECRET", "a web page or XML file"),
    "a password": ("a.xlsx", lambda: OLE + "EncryptedPackage".encode("utf-16-le"), "password-protected"),
    "macros": ("a.xlsx", lambda: altered("[Content_Types].xml", MACROS), "it has macros"),
    "macros in its name": ("a.xlsm", lambda: workbook(["id"], ["SECRET"]), "does not say what the table is"),
    "a ZIP bomb": ("a.xlsx", lambda: rows(" " * 2**26), "over 64 times its size"),
    "an XML bomb": (
        "a.xlsx",
        lambda: altered(SHEET, f"{LAUGHS}]><worksheet>&j;</worksheet>".encode()),
        "a document type (DTD)",
    ),
    "2^20 rows and one": (
        "a.xlsx",
        lambda: rows(f'{HEADER}<row r="{LONGEST + 1}">{text("SECRET")}</row>'),
        "more than 1,048,576 rows",
    ),
    "2^20 entries and one": ("a.csv", lambda: b"id\n" + b"someone\n" * (LONGEST + 1), "at most 1,048,576 entries"),
    "rows of next to nothing": ("a.csv", lambda: b"id\n" + b"x\n" * LONGEST, "fewer than 6 characters for each"),
    "merged cells": (
        "a.xlsx",
        lambda: workbook(["id", "name"], ["1", "SECRET"], ["2", None], merged="B2:B3"),
        "B2:B3: the cells are merged",
    ),
    "a header in row 3": (
        "a.xlsx",
        lambda: workbook(["SECRET list"], [], ["id", "name", "born"], ["1", "x", "y"]),
        "row 1 is not the header: row 3 looks like it",
    ),
    "an empty sheet": ("a.xlsx", workbook, "the workbook has no table"),
    "an empty file": ("a.csv", lambda: b"", "the file is empty"),
    "only empty lines": ("a.csv", lambda: b"\n\n\n", "only empty lines"),
    "formulas": ("a.xlsx", lambda: workbook(["id", "name"], ["1", '="SECRET"&A2']), "B2 (name): a formula"),
    "a sheet of formulas": ("a.xlsx", lambda: workbook(["=A2", "=B2"], ["=1+1", "=2"]), "A1: a formula"),
    "mixed encodings": ("a.csv", lambda: MIXED, "line 52 is UTF-8, and other lines are not: the file mixes encodings"),
    "mixed encodings, as much of the one": ("a.csv", lambda: MIXED[-60:] + CP1251[:60], "the file mixes encodings"),
    "mixed encodings, far apart": (
        "a.csv",
        lambda: "id;name\n1;Ольга\n".encode() + b"2;someone\n" * 2**17 + "3;Петро\n".encode("cp1251"),
        "line 131,075 holds bytes that are not utf-8",
    ),
    "a million characters": (
        "a.csv",
        lambda: b"id,name\n1," + b"SECRET" * 170_000,
        "the row at line 2 has a cell over",
    ),
    "a million characters in XLSX": (
        "a.xlsx",
        lambda: rows(f"{HEADER}<row>{text('1')}{text('s' * 1_000_000)}</row>"),
        "B2 (name): more than 65,536 bytes",
    ),
    "a million characters in JSON": (
        "a.json",
        lambda: json.dumps([{"id": "1", "name": "s" * 1_100_000}]).encode(),
        "entry 1: it takes 1100016 bytes",
    ),
}


@pytest.mark.parametrize("attack", BAD)
def test_a_bad_table_is_refused_and_its_values_are_not_shown(north: Desk, attack: str) -> None:
    """A hostile file would be signed as something else, or an error would show the people in it."""
    name, data, words = BAD[attack]
    north.write(name, data())
    said = north.run("check", name, expect=2)
    assert words in said.all
    assert "SECRET" not in said.all
    before = north.names()
    said = north.fails(2, "table", "commit", name, "-k", "North.swapkey", "--yes", "--role=report", "-o", "l.swap")
    assert words in said.all
    assert "SECRET" not in said.all
    assert north.names() == before


def test_two_columns_are_not_mapped_to_one_field(north: Desk) -> None:
    """One of two columns would be lost from what is signed."""
    table = "Прізвище,Family name,id\nSECRET,Secret,1\n"
    north.write("a.csv", table)
    north.write("a.xlsx", workbook(*[line.split(",") for line in table.splitlines()]))
    for name, places in (("a.csv", "columns 1 and 2"), ("a.xlsx", "columns A and B")):
        said = north.run(
            "check", name, "--profile", "person", "-o", f"{name}.xlsx", "--save-map", f"{name}.toml", expect=2
        )
        assert f"{places} are both family_name" in said.out
        assert "secret" not in said.all.lower()
        north.fails(
            2,
            "table",
            *("commit", name, "-k", "North.swapkey", "--profile", "person", "--yes"),
            *("--role=report", "-o", "l.swap"),
        )
    words = ("--map", "Прізвище=given_name", "--map", "Family name=given_name")
    assert "are both given_name" in north.run("check", "a.csv", "--profile", "person", *words, expect=2).out


def test_bad_tables_are_refused_when_libreoffice_saved_them(north: Desk, office: Callable[..., bytes]) -> None:
    """A file that another program saved would pass where the same file made by hand is refused."""
    for attack in ("merged cells", "a header in row 3", "formulas", "an empty sheet"):
        name, data, words = BAD[attack]
        north.write(name, office(name, data(), "xlsx"))
        said = north.run("check", name, expect=2)
        assert words in said.all
        assert "SECRET" not in said.all


def test_a_column_of_formulas_is_reported_within_bounds(desk: Desk) -> None:
    """A sheet full of formulas would bury the other findings, or fill memory with its own."""
    desk.write("a.xlsx", workbook(["id", "name"], *([str(n), f"=A{n}"] for n in range(2, 12_002))))
    said = desk.run("check", "a.xlsx", "-o", "f.xlsx", expect=2)
    assert "ERRORS, which commit refuses: 12,000" in said.out
    assert len(said.out.splitlines()) < 210
    summary = openpyxl.load_workbook("f.xlsx")["Summary"]
    assert "2,000" in {cell.value for row in summary.rows for cell in row}


# --- profiles ---------------------------------------------------------------------------------------------------------

FIELDS = [{"name": "id"}, {"name": "born", "type": "date"}, {"name": "name"}]


def profile(desk: Desk, **checks: Any) -> None:
    desk.write("p.json", json.dumps({"fields": FIELDS, "checks": checks}))


@pytest.mark.parametrize("severity", ["warning", "ignore"])
def test_a_profile_cannot_turn_off_what_would_be_signed_as_null(north: Desk, severity: str) -> None:
    """A cell that cannot be read is null in the entry: without its error, somebody would sign that null."""
    north.write("l.csv", "id,born,name\n1,yesterday,Olha\n")
    for check in sorted(ALWAYS_ERRORS):
        profile(north, severity={check: severity})
        said = north.run("check", "l.csv", "--profile", "p.json", expect=2)
        assert f"checks.severity.{check}: it is always an error" in said.err
    profile(north, severity=dict.fromkeys(sorted(set(CODES) - ALWAYS_ERRORS), severity))
    assert "not a date" in north.run("check", "l.csv", "--profile", "p.json", expect=2).out
    north.fails(
        2,
        "table",
        *("commit", "l.csv", "-k", "North.swapkey", "--profile", "p.json", "--yes"),
        *("--role=report", "-o", "l.swap"),
    )


HUGE = [{"field": "id", "then": ["name"]}] * 4_000


@pytest.mark.parametrize(
    ("checks", "words"),
    [
        ({"expected": HUGE}, "at most 28 times"),
        ({"chronology": [["born"] * 8_000]}, "at most 28 times"),
        ({"past": [1] * 9_000}, "more than 8,192 values"),
        ({"expected": [{"field": "id", "values": ["x"] * 2_000, "then": ["name"]}]}, "more than 1,000 values"),
        ({"expected": [{"field": "id", "then": ["name"], "why": "SECRET" * 100}]}, "checks.expected[0].why: "),
        ({"expected": [{"field": "id", "then": []}]}, "checks.expected[0].then: "),
        ({"past": ["nobody"]}, "a field that it does not have: 'nobody'"),
        ({"past": [1]}, "checks.past[0]: "),
        ({"within": {"born": 0.5}}, "checks.within.born: "),
        ({"severity": {"spaces": "fatal"}}, "checks.severity.spaces: is none of error, warning, ignore"),
        ({"severity": {"x" * 100_000: "error"}}, "there is no check named"),
        ({"more": {}}, "checks.more: no such key is known here"),
    ],
)
def test_a_hostile_profile_is_refused(desk: Desk, checks: dict[str, Any], words: str) -> None:
    """A profile sent by somebody else would stop the program, or crash it."""
    desk.write("l.csv", "id,born,name\n1,,Olha\n")
    profile(desk, **checks)
    said = desk.fails(2, "schema-invalid", "check", "l.csv", "--profile", "p.json")
    assert words in said.err
    assert "SECRET" not in said.all


def test_rules_do_not_travel_with_the_schema(north: Desk) -> None:
    """What a list's owner suspects in it would be sent to everybody with the list."""
    profile(north, past=["born"], severity={"spaces": "error"})
    north.write("l.csv", "id,born,name\n1,,Olha\n")
    north.run("commit", "l.csv", "-k", "North.swapkey", "--profile", "p.json", "--yes", "--role=report", "-o", "l.swap")
    assert set(Schema.from_wire({"fields": [{"name": "a", "type": "string"}]}).to_wire()) == {"fields"}
    with pytest.raises(Exception, match="nothing else"):
        Schema.from_wire({"fields": [{"name": "a", "type": "string"}], "checks": {}})


# --- what is written, and what is reported ----------------------------------------------------------------------------

FORMULAS = [
    '=HYPERLINK("http://x")',
    "+1+cmd|' /C x'!A0",
    "@SUM(1)",
    "-2+3",
    "\t=1",
    "=1\r",
    "<&]]>\ufffe",
    "_x0041_",
    "\0\x1b[31m",
]


def test_a_findings_sheet_holds_hostile_values_as_text(tmp_path: Path) -> None:
    """A value of the table would run as a formula when its owner opens the findings."""
    findings = Findings()
    for one in FORMULAS:
        findings.add("spaces", one, place=one, field=one, found=one, instead=one)
    path = tmp_path / "f.xlsx"
    with path.open("wb") as stream:
        findings_sheet.write(findings, stream, "=1+1")
    for sheet in openpyxl.load_workbook(path):
        assert {cell.data_type for row in sheet.rows for cell in row if cell.value is not None} == {"s"}
    with zipfile.ZipFile(path) as package:
        assert not any(b"<f>" in package.read(name) for name in package.namelist())


def test_findings_are_written_to_a_workbook_and_not_over_the_profile(desk: Desk) -> None:
    """A slip in a command would destroy the profile, or write values of the table to the terminal."""
    profile(desk)
    desk.write("l.csv", "id,born,name\n1,,Olha\n")
    for name in ("-", "f.csv", "f"):
        desk.run("check", "l.csv", "-o", name, expect=2)
    (desk.folder / "p.json").rename(desk.folder / "p.xlsx")
    desk.fails(2, "file", "check", "l.csv", "--profile", "p.xlsx", "-o", "p.xlsx", "--force")
    assert desk.read("p.xlsx").startswith(b"{")


def test_files_that_can_name_a_person_are_readable_by_their_owner_only(desk: Desk) -> None:
    """Other users of the machine would read the names that findings and maps can contain."""
    desk.write("l.csv", "Olha,Prykladna\nPetro,Vyhadanyi\n")
    desk.run("check", "l.csv", "--save-map", "m.toml", "-o", "f.xlsx")
    for name in ("m.toml", "f.xlsx"):
        assert sys.platform == "win32" or (desk.folder / name).stat().st_mode & 0o077 == 0
    assert {name for name in desk.names() if name.endswith(".tmp")} == set()


def test_a_guess_at_the_encoding_shows_no_person(desk: Desk) -> None:
    """Whoever sees the terminal would read a person's name in a message about encodings."""
    desk.write("l.csv", "id;name\n1;Вигадана Ольга\n2;Прикладний Петро\n".encode("cp1251"))
    said = desk.run("check", "l.csv")
    assert "The encoding is a guess" in said.out
    assert not any(name in said.all for name in ("Вигадана", "Ольга", "Прикладний", "Петро"))


def test_a_text_over_the_limit_is_refused(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file without end would fill the memory of whoever reads it."""
    monkeypatch.setattr(source, "MAX_CHARACTERS", 1_000)
    desk.write("l.jsonl", '{"a": "x"}\n' * 200)
    assert "more than 1,000 characters" in desk.fails(2, "table", "check", "l.jsonl").err


def test_a_text_in_all_scripts_takes_little_time() -> None:
    """Each letter of a word was tried in each of its scripts: 64 KiB took seconds, and a table of them hours."""
    firsts = [0x41, 0x3B1, 0x430, 0x561, 0x5D0, 0x628, 0x710, 0x780, 0x905, 0x985, 0xA05, 0xA85, 0xB05, 0xB85, 0xC05]
    firsts += [0xC85, 0xD05, 0xD85, 0xE01, 0xE81, 0xF40, 0x1000, 0x10A0, 0x1100, 0x1200, 0x13A0, 0x1401, 0x16A0, 0x1780]
    firsts += [0x1820, 0x3041, 0x30A1, 0x3105, 0x4E00, 0xA000, 0xAC00]
    chance = random.Random(1)
    with cpu_budget(3):
        for _ in range(4):
            text = "".join(chr(chance.choice(firsts) + chance.randrange(30)) for _ in range(21_000))
            assert "mixed-scripts" in [check for check, _ in find_faults(text)]
            assert repaired(text)


# --- match ------------------------------------------------------------------------------------------------------------


def opened(desk: Desk, name: str, schema: Schema, entries: list[dict[str, Any]]) -> str:
    """A list as JSON lines, with what JSON can hold, committed to by South."""
    desk.write(f"{name}.jsonl", "".join(json.dumps(entry) + "\n" for entry in entries))
    desk.write(f"{name}.json", json.dumps(schema.to_wire() | {"checks": {"severity": {"bidirectional": "ignore"}}}))
    words = ("--profile", f"{name}.json", "--yes", "--to", "North", "-o", f"{name}.swap")
    desk.run("commit", f"{name}.jsonl", "-k", "South.swapkey", "--role=report", *words)
    return f"{name}.swap"


def test_a_hostile_list_breaks_neither_the_comparison_nor_the_sheet(north: Desk) -> None:
    """A list by the other side would crash the comparison, or put formulas and reordered text into its sheet."""
    turned = "\u202eName\u202c"
    fields = [
        Field("family_name", "array"),
        Field("given_name", "object"),
        Field("birth_date", "integer"),
        Field("x", title={"en": "Family name", "uk": "Ім’я"}),
        Field("y", title=turned),
        Field("family_name_latin"),
        Field("given_name_latin"),
    ]
    entry = {
        "family_name": [["=1+1"]],
        "given_name": {"=1": "\u202e"},
        "birth_date": 2**63 - 1,
        "x": "x" * 30_000,
        "y": "=HYPERLINK(1)",
        "family_name_latin": "=1+1 Vyhadanyi",
        "given_name_latin": "Petro\u202e " + "Б" * 10_000,
    }
    theirs = opened(north, "theirs", Schema(fields), [entry] * 3)
    north.write("mine.csv", "family_name_latin,given_name_latin\nVyhadanyi,Petro\n1+1 Vyhadanyi,Petro\n")
    said = north.run("match", "mine.csv", theirs, "-k", "North.swapkey", "-o", "p.xlsx")
    assert "\u202e" not in said.all
    assert "Vyhadanyi" not in said.all
    for sheet in openpyxl.load_workbook("p.xlsx"):
        cells = [cell for row in sheet.rows for cell in row if cell.value is not None]
        assert {cell.data_type for cell in cells} == {"s"}
        assert not any("\u202e" in str(cell.value) for cell in cells)
    assert sys.platform == "win32" or (north.folder / "p.xlsx").stat().st_mode & 0o077 == 0


def test_a_column_that_takes_the_name_of_another_replaces_none(desk: Desk) -> None:
    """If two fields had one name, one of them would be lost from the comparison."""
    desk.write("a.csv", "given_name,z,family_name\nOlha,Petro,Vyhadana\n")
    words = ("--map", "given_name=family_name", "--map", "z=given_name", "-o", "p.xlsx")
    desk.run("match", "a.csv", "a.csv", *words)
    row = [cell.value for cell in list(openpyxl.load_workbook("p.xlsx")["Pairs"].rows)[1]]
    assert {"Olha", "Vyhadana"} <= set(row), "a name is lost"


def test_a_comparison_of_large_lists_is_bounded(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two large lists would keep a machine busy for hours, or fill a sheet with pairs."""
    desk.write("a.csv", "family_name,given_name\n" + "Vyhadana,Olha\n" * 6)
    monkeypatch.setattr(match, "MAX_PAIRS", 4)
    assert "note: 2 more, which are less alike, are omitted" in desk.run("match", "a.csv", "a.csv", "-o", "p.xlsx").err
    monkeypatch.setattr(match, "MAX_ENTRIES", 11)
    assert "more than 11 entries together" in desk.fails(2, "usage", "match", "a.csv", "a.csv", "-o", "q.xlsx").err
    assert "q.xlsx" not in desk.names()


def test_a_list_over_the_size_limit_is_not_made(monkeypatch: pytest.MonkeyPatch) -> None:
    """A table would fill memory while its list is made."""
    monkeypatch.setattr("swapproto.lists.list._SIZE_LIMIT", 1_000)
    schema = Schema([Field("a"), Field("b", restricted=True)])
    with pytest.raises(Exception, match="more than 1,000 bytes"):
        List.of("x", schema, ({"a": "x", "b": "y" * 200} for _ in range(10)))

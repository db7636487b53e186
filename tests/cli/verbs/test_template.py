"""template: commit takes what people fill in, and nothing is overwritten or guessed."""

import io

import openpyxl

from swapproto.tables import profiles
from tests.cli.desk import GUARDED, Desk


def test_commit_takes_what_was_filled_in(north: Desk) -> None:
    north.write("mine.json", GUARDED.encode())
    assert "3 columns" in north.run("template", "mine.json", "-o", "blank.xlsx").err
    book = openpyxl.load_workbook(io.BytesIO(north.read("blank.xlsx")))
    book["List"].append(["007", "Olha", "=1+1"])
    book["List"]["C2"].data_type = "s"
    book.save("people.xlsx")
    result = north.run(
        *("commit", "people.xlsx", "-k", "North.swapkey", "--profile", "mine.json", "--yes", "--role=report"),
        *("-o", "a.swap"),
    )
    assert "health (restricted)" in result.err
    assert "007,Olha,=1+1" in north.process("open", "a.swap", "-k", "North.swapkey", "-o", "-").out


def test_a_template_is_headed_in_the_given_language(desk: Desk) -> None:
    for name in profiles.names():
        desk.run("template", name, "--language", "uk", "-o", f"{name}.xlsx")
        assert openpyxl.load_workbook(f"{name}.xlsx")["List"]["A1"].value == "Номер у списку"
    desk.fails(2, "usage", "template", "person", "--language", "tlh", "-o", "x.xlsx")
    assert not (desk.folder / "x.xlsx").exists()


def test_a_template_is_a_workbook_and_overwrites_nothing(desk: Desk) -> None:
    desk.run("template", "person", "-o", "blank.xlsx")
    desk.fails(2, "file", "template", "person", "-o", "blank.xlsx")
    desk.run("template", "person", "-o", "blank.xlsx", "--force")
    for name in ("blank.csv", "blank.xls", "blank"):
        desk.fails(2, "usage" if name.endswith("csv") else "table", "template", "person", "-o", name)
    desk.fails(2, "usage", "template", "nobody", "-o", "x.xlsx")

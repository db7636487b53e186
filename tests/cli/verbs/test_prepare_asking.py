"""prepare asks column by column on a terminal, and asks nothing that a map answers."""

import sys

import pytest

from tests.cli.desk import Desk
from tests.tables import clerks

from .test_prepare import WORDS, sheets

if sys.platform == "win32":
    pytest.skip("there is no pty here", allow_module_level=True)

from tests.cli.test_pty import on_terminal


def test_the_next_month_needs_only_the_map_of_the_last(desk: Desk) -> None:
    desk.write("november.xlsx", clerks.workbook())
    desk.write("december.xlsx", clerks.workbook(12))
    desk.run("prepare", "november.xlsx", *WORDS, "--save-map", "november.toml")
    with on_terminal(
        "prepare", "december.xlsx", "--profile", "detainee", "--map", "november.toml", "-o", "december-ready.xlsx"
    ) as terminal:
        assert terminal.end().code == 0, "nothing that was answered is asked again"
    assert "Nothing was found" in desk.run("check", "december-ready.xlsx", "--profile", "detainee").out


def test_each_column_is_asked_about_with_three_samples(desk: Desk) -> None:
    desk.write("table.csv", "Ном;Хто;Коли\n1;Вигаданенко Петро;03.04.91\n2;Прикладчук Олена;25.06.85\n")
    with on_terminal(
        "prepare", "table.csv", "--profile", "person", "-o", "ready.xlsx", "--save-map", "m.toml"
    ) as asked:
        asked.answer(r"‘Ном’: not known \(2 samples: 1; 2\)\s+\?", "id")
        asked.answer(r"‘Хто’.*Вигаданенко Петро", "family_name given_name")
        asked.answer(r"‘Коли’", "nonsense")
        asked.answer(r"There is no such field: nonsense", "Дата народження")
        result = asked.end()
    assert result.code in (0, 2)
    listed = sheets(desk.read("ready.xlsx"))["List"]
    assert listed[:2] == [
        ["id", "family_name", "given_name", "birth_date"],
        ["1", "Вигаданенко", "Петро", listed[1][3]],
    ]
    assert '"Хто" = "family_name given_name"' in desk.read("m.toml").decode()


def test_ctrl_c_in_the_middle_of_the_questions_leaves_nothing_written(desk: Desk) -> None:
    desk.write("table.csv", "Ном;Хто\n1;Вигаданенко\n")
    before = desk.names()
    with on_terminal(
        "prepare", "table.csv", "--profile", "person", "-o", "ready.xlsx", "--save-map", "m.toml"
    ) as asked:
        asked.answer(r"‘Ном’", "id")
        asked.answer(r"‘Хто’", b"\x03")
        result = asked.end()
    assert result.code != 0
    assert desk.names() == before

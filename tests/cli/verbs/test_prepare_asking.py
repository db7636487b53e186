"""prepare asks column by column on a terminal, and asks nothing that a map answers."""

import os
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
    assert "id, as you said" in desk.run("prepare", "november.xlsx", *WORDS, "--map", "november.toml").err
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


def test_it_asks_in_a_language(desk: Desk) -> None:
    desk.write("table.csv", "№ з/п;Хто;Статус\n1;Вигаданенко Петро;в полоні\n2;Уявний (Грім) Степан;в полоні\n")
    words = ("--profile", "detainee", "--language", "uk", "-o", "ready.xlsx")
    with on_terminal("prepare", "table.csv", *words) as asked:
        asked.answer(r"Заголовок — рядок 1[\s\S]*стовпець 1 «№ з/п»: id, за заголовком[\s\S]*\?", "")
        asked.answer(r"«Хто»: невідомо \(зразків: 2[\s\S]*\?", "Прізвище nonsense")
        asked.answer(r"Такого поля немає: Прізвище nonsense", "family_name given_name")
        asked.answer(r"«Статус»[\s\S]*\?", "")
        asked.answer(r"не є значенням поля status[\s\S]*‘в полоні’ \(клітинок: 2\)", "1")
        asked.answer(r"це ім’я не розділити[\s\S]*Enter — лишити на потім", "Уявний | Степан")
        asked.end()
    assert [row[1:4] for row in sheets(desk.read("ready.xlsx"))["List"][1:]] == [
        ["prisoner-of-war", "Вигаданенко", "Петро"],
        ["prisoner-of-war", "Уявний", "Степан"],
    ]


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


def test_words_that_no_profile_knows_are_asked_once_and_kept_in_the_map(desk: Desk) -> None:
    rows = "1;Вигаданенко Петро Іванович;в полоні\n2;Уявний Степан Петрович;В полоні\n3;Казковий Іван Іванович;цив\n"
    desk.write("table.csv", "№ з/п;ПІБ;Статус\n" + rows)
    words = ("prepare", "table.csv", "--profile", "detainee", "-o", "ready.xlsx", "--save-map", "m.toml", "--force")
    with on_terminal(*words) as asked:
        for header in ("№ з/п", "ПІБ", "Статус"):
            asked.answer(rf"‘{header}’[\s\S]*\?", "")
        asked.answer(r"1 {2}prisoner-of-war[\s\S]*‘[вВ] полоні’ \(2 cells\)", "9")
        asked.answer(r"There is no such value: 9", "військовополонений")
        asked.end()
    statuses = [row[1] for row in sheets(desk.read("ready.xlsx"))["List"][1:]]
    assert statuses == ["prisoner-of-war", "prisoner-of-war", "civilian"]
    assert 'полоні" = "prisoner-of-war"' in desk.read("m.toml").decode()
    with on_terminal(*words, "--map", "m.toml") as asked:
        asked.end()
    assert [row[1] for row in sheets(desk.read("ready.xlsx"))["List"][1:]] == statuses


def test_the_order_of_dates_that_admit_two_is_asked(desk: Desk) -> None:
    desk.write("table.csv", "№ з/п;Прізвище;Дата нар.\n1;Вигаданенко;03/04/1991\n2;Уявний;05/06/1985\n")
    with on_terminal(
        "prepare", "table.csv", "--profile", "person", "-o", "ready.xlsx", "--save-map", "m.toml"
    ) as asked:
        for header in ("№ з/п", "Прізвище", "Дата нар."):
            asked.answer(rf"‘{header}’[\s\S]*\?", "")
        asked.answer(r"can be read in two ways", "day first")
        asked.answer(r"write the order as", "d/m/yyyy")
        assert asked.end().code == 0
    assert [row[-1] for row in sheets(desk.read("ready.xlsx"))["List"][1:]] == ["1991-04-03", "1985-06-05"]
    assert '"Дата нар." = "d/m/yyyy"' in desk.read("m.toml").decode()


@pytest.mark.parametrize(("answer", "born"), [("d.m.yy", "2020-06-05"), ("", "05.06.20")])
def test_the_century_of_a_birth_is_asked(desk: Desk, answer: str, born: str) -> None:
    desk.write("table.csv", "№ з/п;Прізвище;Дата нар.\n1;Вигаданенко;05.06.20\n2;Уявний;15.06.85\n")
    with on_terminal("prepare", "table.csv", "--profile", "person", "-o", "ready.xlsx") as asked:
        for header in ("№ з/п", "Прізвище", "Дата нар."):
            asked.answer(rf"‘{header}’[\s\S]*\?", "")
        asked.answer(r"can be of two centuries. Type the order[\s\S]*\?", answer)
        assert asked.end().code == (0 if answer else 2)
    assert [row[-1] for row in sheets(desk.read("ready.xlsx"))["List"][1:]] == [born, "1985-06-15"]


def test_signs_for_nothing_are_asked_and_may_be_left(desk: Desk) -> None:
    rows = "1;Вигаданенко;—\n2;Уявна;—\n3;Казкова;немає\n4;Мрійна;Іванівна\n"
    desk.write("table.csv", "№ з/п;Прізвище;По батькові\n" + rows)
    with on_terminal(
        "prepare", "table.csv", "--profile", "detainee", "-o", "ready.xlsx", "--save-map", "m.toml"
    ) as asked:
        for header in ("№ з/п", "Прізвище", "По батькові"):
            asked.answer(rf"‘{header}’[\s\S]*\?", "")
        asked.answer(r"look like a word or sign for\s+nothing[\s\S]*‘—’ \(2 cells\)", "-")
        asked.answer(r"‘немає’ \(1 cell\)", "")
        asked.end()
    rows_ = sheets(desk.read("ready.xlsx"))["List"]
    at = rows_[0].index("patronymic_name")
    assert [row[at] for row in rows_[1:]] == [None, None, "немає", "Іванівна"]
    assert '"patronymic_name:—" = ""' in desk.read("m.toml").decode()


def test_names_that_no_rule_splits_are_asked_and_kept_in_the_map(desk: Desk) -> None:
    rows = "1;Вигаданенко Петро Іванович\n2;Уявний (Грім) Степан\n3;Казковий Іван Іванович\n4;Мрійник Олег\n"
    desk.write("table.csv", "№ з/п;ПІБ\n" + rows)
    with on_terminal(
        "prepare", "table.csv", "--profile", "detainee", "-o", "ready.xlsx", "--save-map", "m.toml"
    ) as asked:
        for header in ("№ з/п", "ПІБ"):
            asked.answer(rf"‘{header}’[\s\S]*\?", "")
        asked.answer(r"‘Уявний \(Грім\) Степан’ cannot be split[\s\S]*family_name \| given_name", "Уявний Степан")
        asked.answer(r"Put \| between the parts: family_name \| given_name", "Уявна | Степан")
        asked.answer(r"its parts have a word that it has not", "Уявний | Степан")
        asked.answer(r"‘Мрійник Олег’[\s\S]*\?", "")
        assert "m.toml contains names: keep it to yourself." in asked.end().all
    assert os.stat(desk.folder / "m.toml").st_mode & 0o777 == 0o600
    rows_ = sheets(desk.read("ready.xlsx"))["List"]
    at = rows_[0].index("family_name")
    assert [row[at : at + 2] for row in rows_[2:]] == [["Уявний", "Степан"], ["Казковий", "Іван"], [None, None]]
    assert '"ПІБ:Уявний (Грім) Степан" = "Уявний | Степан | "' in desk.read("m.toml").decode()

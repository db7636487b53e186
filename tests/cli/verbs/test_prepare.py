"""prepare: a clerk's sheet becomes a list that can be checked; every change is told, and nothing else is changed."""

import io
import re
from datetime import UTC, datetime
from typing import Any

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from swapproto.tables import profiles
from swapproto.tables.titles import headings
from swapproto.tables.workbooks.explained import explained
from swapproto.tables.workbooks.words import LANGUAGES, Words
from tests.cli.desk import Desk
from tests.tables import clerks
from tests.xlsx.making import sheet

DETAINEE = profiles.load("detainee").schema
WORDS = ("--profile", "detainee", "--yes", "-o", "ready.xlsx", "--force")


def sheets(data: bytes) -> dict[str, list[list[Any]]]:
    book = openpyxl.load_workbook(io.BytesIO(data))
    return {one.title: [[cell.value for cell in row] for row in one.iter_rows()] for one in book.worksheets}


def changes(desk: Desk) -> list[list[Any]]:
    rows = [row[:4] for row in sheets(desk.read("ready.xlsx"))["Changes"][2:]]
    return [[re.sub(r"<U\+(\w+)>", lambda found: chr(int(found[1], 16)), text or "") for text in row] for row in rows]


def test_a_clerks_sheet_becomes_a_list_in_which_check_finds_nothing(desk: Desk) -> None:
    book = clerks.workbook()
    desk.write("november.xlsx", book)
    result = desk.run("prepare", "november.xlsx", *WORDS, "--save-map", "november.toml")
    assert "Entries: 40." in result.out
    assert desk.read("november.xlsx") == book, "the table itself is never touched"
    assert "Nothing was found that is wrong in form." in desk.run("check", "ready.xlsx", "--profile", "detainee").out
    first = dict(zip(*sheets(desk.read("ready.xlsx"))["List"][:2], strict=True))
    assert (first["status"], first["patronymic_name"][-3:]) == ("prisoner-of-war", "вич")
    assert first["birth_date"].startswith("19")


def with_list_called(name: str) -> bytes:
    """Return the clerk's workbook, with another name of the sheet with the list."""
    book, stream = openpyxl.load_workbook(io.BytesIO(clerks.workbook())), io.BytesIO()
    book["Список"].title = name
    book.save(stream)
    return stream.getvalue()


def test_a_map_serves_a_workbook_whose_sheets_have_other_names(desk: Desk) -> None:
    """A name that prepare found by itself is not in the map: it can be a person's, and the next one is another."""
    desk.write("november.xlsx", with_list_called("Вигаданенко"))
    told = desk.run("prepare", "november.xlsx", *WORDS, "--save-map", "november.toml").err
    assert "sheet" not in desk.read("november.toml").decode()
    assert "contains the name of the sheet" not in told
    desk.write("december.xlsx", with_list_called("Грудень"))
    assert "Entries: 40." in desk.run("prepare", "december.xlsx", *WORDS, "--map", "november.toml").out


def test_the_sheet_is_found_by_the_headers_of_the_map_too(desk: Desk) -> None:
    book, stream = openpyxl.Workbook(), io.BytesIO()
    first, second = book.worksheets[0], book.create_sheet("Другий")
    for row in (("Дата нар.", "Статус"), ("коли", "хто")):
        first.append(row)
    for person in (("Код", "А1", "Б2", "В3"), ("7", "Вигаданенко Ігор Петрович", "03.02.1991", "військовополонений")):
        second.append(person)
    book.save(stream)
    desk.write("two.xlsx", stream.getvalue())
    mapped = ("--map", "Код=id", "--map", "Б2=birth_date", "--map", "В3=status")
    told = desk.run("prepare", "two.xlsx", *WORDS, *mapped, "--split", "А1=family_name given_name patronymic_name").out
    assert "Entries: 1." in told
    assert "sheet 'Sheet': is not empty, and is not in the result" in told


def test_a_sheet_that_was_named_is_in_the_map_and_said_to_be(desk: Desk) -> None:
    desk.write("november.xlsx", clerks.workbook())
    words = ("--sheet", "Список", "--save-map", "november.toml")
    told = desk.run("prepare", "november.xlsx", *WORDS, *words).err
    assert "november.toml contains the name of the sheet, 'Список'. For a workbook without it:\n" in told
    desk.write("december.xlsx", with_list_called("Грудень"))
    again = ("prepare", "december.xlsx", *WORDS, "--map", "november.toml")
    refused = desk.fails(2, "table", *again).err
    assert "there is no sheet 'Список': choose one with --sheet. There are 'Грудень'" in refused
    assert "Entries: 40." in desk.run(*again, "--sheet", "Грудень").out


def test_every_change_is_told_with_its_cell_before_after_and_why(desk: Desk) -> None:
    desk.write("november.xlsx", clerks.workbook())
    desk.run("prepare", "november.xlsx", *WORDS)
    told = changes(desk)
    book = openpyxl.load_workbook(io.BytesIO(clerks.workbook()))["Список"]
    for place, before, after, _ in told:
        if before and place[0].isalpha() and place[1:].isdigit():
            assert book[place].value.strip() == before.strip(), place
        assert before != after
    whys = {why for *_, why in told}
    assert {"a row of totals, left out", "the header again, left out", "the numbers of the columns, left out"} <= whys
    assert "a word for the value" in whys
    assert "a date, read as d.m.yy" in whys
    assert len([why for *_, why in told if why.startswith("a whole name")]) == 40
    left = sheets(desk.read("ready.xlsx"))["Left to do"]
    assert any("sheet 'Чернетка'" in str(row[1]) for row in left)


def test_the_confirmation_names_what_was_changed_until_somebody_writes_into_it(desk: Desk) -> None:
    desk.party("North")
    desk.write("november.xlsx", clerks.workbook())
    desk.run("prepare", "november.xlsx", *WORDS)
    words = ("commit", "ready.xlsx", "--profile", "detainee", "-k", "North.swapkey", "--role", "report", "--yes")
    said = desk.run(*words, "-o", "november.swap").err
    assert "changed   Prepared from november.xlsx: " in said
    assert "40 x a word for the value" in said
    book = openpyxl.load_workbook(io.BytesIO(desk.read("ready.xlsx")))
    book["Changes"]["B5"] = "something else"
    book.save(desk.folder / "ready.xlsx")
    assert "a second sheet is not empty" in desk.run(*words, "-o", "other.swap", expect=2).err


def test_a_column_of_two_orders_names_the_option_until_it_is_given(desk: Desk) -> None:
    desk.write("born.csv", "id,birth_date\n1,05/06/1985\n2,3/4/1991\n")
    words = ("prepare", "born.csv", "--profile", "person", "--yes", "--force", "-o", "born.xlsx")
    told = "say the order with --dates"
    assert told in desk.run(*words, expect=2).err
    assert told not in desk.run(*words, "--dates", "birth_date=d.m.yyyy").err
    desk.write("born.csv", "id,birth_date\n1,05/13/1985\n2,5/6/1990\n3,3.4.1991\n")
    assert told in desk.run(*words, expect=2).err


def test_what_admits_two_readings_is_left_alone_and_told(desk: Desk) -> None:
    rows = [
        ["№ з/п", "ПІБ", "Дата нар.", "Статус", "Дивне"],
        ["1", "Вигаданенко Петро Іванович", "03.04.1991", "полонений", "x"],
        ["2", "Прикладчук Олена", "05.06.1985", "зник безвісти", "y"],
        ["3", "Уявний Степан Петрович", "31.02.1991", "Полонений", ""],
        ["4", "N/A Іван Петрович", "невідомо", "полонений", ""],
    ]
    desk.write("table.xlsx", sheet(*rows))
    result = desk.run("prepare", "table.xlsx", *WORDS, expect=2)
    listed = sheets(desk.read("ready.xlsx"))["List"]
    entries = [dict(zip(listed[0], row, strict=True)) for row in listed[1:]]
    assert entries[1]["family_name"] is None, "a name of two words is not split"
    assert entries[1]["status"] == "зник безвісти"
    assert [entry["birth_date"] for entry in entries] == ["1991-04-03", "1985-06-05", "31.02.1991", "невідомо"]
    left = "\n".join(str(row) for row in sheets(desk.read("ready.xlsx"))["Left to do"])
    for told in ("B3", "Прикладчук Олена", "column E", "Дивне", "not one of the values", "31.02.1991"):
        assert told in left
    assert "Прикладчук" not in result.all, "no cell ends up in a log"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (" Вигаданенко  ", "Вигаданенко"),
        ("О&#39;Вигад", "О'Вигад"),
        ("Ви\u200bгаданенко", "Вигаданенко"),
        ("Зразковии\u0306", "Зразковий"),
        ("\u200eВигаданенко \u200f", "Вигаданенко"),
        ("أحمد\u200f", "أحمد"),
        ("Вигаданенко\n", "Вигаданенко"),
        ('="Вигад"', "Вигад"),
    ],
)
def test_what_is_safe_is_repaired_and_told(desk: Desk, before: str, after: str) -> None:
    table = f'id;family_name\n1;"{before.replace(chr(34), chr(34) * 2)}"\n2;Прикладчук\n'
    desk.write("table.csv", table)
    desk.run("prepare", "table.csv", "--profile", "person", "--yes", "-o", "ready.xlsx")
    assert sheets(desk.read("ready.xlsx"))["List"][1][1] == after
    assert [row[:3] for row in changes(desk)] == [["line 2, column 2", before, after]]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Вигaданенко ", 0),  # with a Latin letter
        ("Вигад\u202eаненко ", 2),  # shown in another order than it is written
        ("Вигад \u200f(Ivan)", 2),
        ("Вигад \u0623\u062d\u200f", 2),  # of two directions
        ("Вигаданенко\nПрикладчук", 0),  # perhaps two names
        ("Виг\ufffdдан ", 2),
    ],
)
def test_a_text_with_anything_that_is_not_safe_is_left_as_it_is(desk: Desk, text: str, code: int) -> None:
    desk.write("table.csv", f'id;family_name\n1;"{text}"\n2;Прикладчук\n'.encode())
    desk.run("prepare", "table.csv", "--profile", "person", "--yes", "-o", "ready.xlsx", expect=code)
    assert sheets(desk.read("ready.xlsx"))["List"][1][1] == text
    assert changes(desk) == []


@pytest.mark.parametrize(
    ("table", "words", "said"),
    [
        (";".join(f"c{n}" for n in range(1000)) + "\n" + ";" * 999 + "\n", (), "a table has at most 256"),
        ("Всього;5\n", (), "no column of the table is known"),
        ("№ з/п;Прізвище\n1;А\n", ("--map", "Інше=id"), "which the table does not have"),
        ("№ з/п;Прізвище\n1;А\n", ("--split", "Інше=family_name given_name"), "which the table does not have"),
        ("№ з/п;Прізвище\n1;А\n", ("--dates", "Інше=x"), "write the order as"),
        ("", (), "the file is empty"),
        ("\n\n", (), "no table"),
    ],
)
def test_bad_input_is_refused_with_a_message_and_nothing_is_written(
    desk: Desk, table: str, words: tuple[str, ...], said: str
) -> None:
    desk.write("table.csv", table)
    result = desk.run("prepare", "table.csv", "--profile", "person", "--yes", "-o", "ready.xlsx", *words, expect=2)
    assert said in result.err
    assert "ready.xlsx" not in desk.names()


def test_the_sheet_with_the_list_is_found_among_many(desk: Desk) -> None:
    others = {f"Лист {n}": ["щось", "інше"] for n in range(39)}
    desk.write("many.xlsx", sheet(["x"], others=others | {"Список": ["№ з/п", "Прізвище", "Ім'я"]}))
    result = desk.run("prepare", "many.xlsx", "--profile", "person", "--yes", "-o", "ready.xlsx")
    assert "sheet 'Лист 1' and 37 more: is not empty" in result.out


def test_a_header_on_every_fiftieth_row_is_left_out_and_told(desk: Desk) -> None:
    header = "№ з/п;Прізвище;Ім'я\n"
    rows = [f"{n};Вигаданенко-{n};Петро-{n}\n" for n in range(1, 201)]
    desk.write("long.csv", header + header.join("".join(rows[at : at + 50]) for at in range(0, 200, 50)))
    result = desk.run("prepare", "long.csv", "--profile", "person", "--yes", "-o", "ready.xlsx")
    assert "Entries: 200." in result.out
    assert "3 x the header again, left out" in result.out


def test_what_a_sheet_shows_is_taken_for_formulas_and_padded_numbers_and_told(desk: Desk) -> None:
    def change(main: Worksheet) -> None:
        main["A2"].number_format = "00000"
        main["C2"].number_format = "yyyy-mm-dd"

    book = sheet(["№ з/п", "Прізвище", "Дата нар."], [123, "Вигаданенко", datetime(1991, 2, 3)], change=change)  # noqa: DTZ001
    desk.write("table.xlsx", book)
    desk.run("prepare", "table.xlsx", "--profile", "person", "--yes", "-o", "ready.xlsx")
    assert sheets(desk.read("ready.xlsx"))["List"][1] == ["00123", "Вигаданенко", "1991-02-03"]
    assert ["A2", "", "00123", "a number, taken as the sheet shows it"] in changes(desk)


def test_a_row_whose_cells_may_be_shifted_is_refused(desk: Desk) -> None:
    for row in ("2;Прикладчук", "2;Прикладчук;Олена;1985;x"):
        desk.write(
            "table.csv", f"№ з/п;Прізвище;Ім'я;Дата нар.\n1;Вигаданенко;Петро;1984\n{row}\n3;Уявний;Степан;1971\n"
        )
        result = desk.run("prepare", "table.csv", "--profile", "person", "--yes", "-o", "ready.xlsx", expect=2)
        assert "line 3 has" in result.err
        assert "ready.xlsx" not in desk.names()


def test_what_could_not_be_taken_is_in_the_confirmation(desk: Desk) -> None:
    desk.party("North")
    desk.write("table.csv", "№ з/п;ПІБ\n1;Вигаданенко Петро\n2;Прикладчук Олена\n3;Уявний С. П.\n")
    words = ("prepare", "table.csv", "--profile", "person", "--yes", "-o", "ready.xlsx")
    out = desk.run(*words, "--split", "ПІБ=family_name given_name", expect=2).out
    assert "(in the table line 4, column 2): cannot be split" in out
    said = desk.run(
        *("commit", "ready.xlsx", "--profile", "person", "-k", "North.swapkey", "--role", "report"),
        *("--yes", "-o", "people.swap"),
    )
    assert "NOT TAKEN: 1 cell or column" in said.err


def test_merged_cells_below_the_header_are_left_to_do(desk: Desk) -> None:
    def change(main: Worksheet) -> None:
        main.merge_cells("A1:C1")
        main.merge_cells("B3:B4")

    rows: list[list[Any]] = [
        ["Список"],
        ["№ з/п", "Прізвище", "Ім'я"],
        ["1", "Вигаданенко", "Петро"],
        ["2", None, "Олена"],
    ]
    desk.write("table.xlsx", sheet(*rows, change=change))
    out = desk.run("prepare", "table.xlsx", "--profile", "person", "--yes", "-o", "ready.xlsx").out
    assert "B3:B4: the cells were merged" in out
    assert "A1:C1" not in out


def test_what_is_left_to_do_says_what_to_write_and_where(desk: Desk) -> None:
    rows = [["Прізвище", "№ з/п"], ["Вигaданенко", "1"], ["#N/A", "2"]]
    desk.write("table.xlsx", sheet(*rows))
    desk.run("prepare", "table.xlsx", "--profile", "person", "--yes", "-o", "ready.xlsx", expect=2)
    head, *left = sheets(desk.read("ready.xlsx"))["Left to do"][1:]
    assert head[:5] == ["Where", "Where it was", "Found", "What is left to do", "Write instead"]
    assert [row[:3] for row in left if row[1]] == [["B3", "A3", "#N/A"]]
    (found,) = [row for row in left if row[4]]
    assert (found[0], found[2], found[4]) == ("B2 (family_name)", "Виг<Latin a>даненко", "Вигаданенко")


def test_what_is_left_to_do_is_told_by_its_place_in_the_list(desk: Desk) -> None:
    def change(main: Worksheet) -> None:
        main.row_dimensions[5].hidden = True
        main.row_dimensions[6].hidden = True  # the totals, which are not in the list
        main.merge_cells("A4:C4")
        main["C6"].value = "=COUNTA(C3:C5)"

    rows: list[list[Any]] = [
        ["Список полонених"],
        ["Прізвище", "Ім'я", "№ з/п"],
        ["Вигаданенко", "#N/A", "1"],
        ["Рота 2"],
        ["Прикладчук", "Олена", "2"],
        ["Всього:", "", ""],
    ]
    desk.write("table.xlsx", sheet(*rows, change=change))
    out = desk.run("prepare", "table.xlsx", "--profile", "person", "--yes", "-o", "ready.xlsx", expect=2).out
    assert sheets(desk.read("ready.xlsx"))["List"] == [
        ["id", "family_name", "given_name"],
        ["1", "Вигаданенко", None],
        ["2", "Прикладчук", "Олена"],
    ]
    assert "C2 (in the table B3): an error" in out
    assert "row 3 (in the table row 5): was hidden" in out
    left = sheets(desk.read("ready.xlsx"))["Left to do"][2:]
    assert [row[:2] for row in left if row[1]] == [["C2", "B3"], ["row 3", "row 5"]], (
        "nothing of rows that are left out"
    )


def test_a_cell_to_the_right_of_all_columns_is_left_to_do(desk: Desk) -> None:
    rows = [["№ з/п", "Прізвище"], *([str(n), "Вигаданенко"] for n in range(600)), ["600", "Прикладчук", "", "спитати"]]
    desk.write("table.xlsx", sheet(*rows))
    out = desk.run("prepare", "table.xlsx", "--profile", "person", "--yes", "-o", "ready.xlsx", expect=2).out
    assert "row 602 (in the table D602): is to the right of all columns" in out


@pytest.mark.parametrize("above", [3, 300])
def test_a_person_to_the_right_of_all_columns_is_left_to_do_in_any_row(desk: Desk, above: int) -> None:
    rows = [["№ з/п", "Прізвище", "Ім'я"], *([str(n), "Вигаданенко", "Петро"] for n in range(above))]
    for cells in (["", "", "", "", "900", "Прикладчук"], ["", "", "", "", "Казковий"], [*rows[0], "", "901", "Уявний"]):
        desk.write("table.xlsx", sheet(*rows, cells, ["999", "Мрійник", "Олег"]))
        result = desk.run(
            "prepare", "table.xlsx", "--profile", "person", "--yes", "-o", "ready.xlsx", "--force", expect=2
        )
        assert "NOT TAKEN" in result.out
        found = [row[2] for row in sheets(desk.read("ready.xlsx"))["Left to do"][2:]]
        assert above == 3 or {*cells[3:]} - {""} <= {*found}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_list_is_prepared_in_a_language_and_signed_under_its_titles(desk: Desk, language: str) -> None:
    desk.party("North")
    desk.write("november.xlsx", clerks.workbook())
    desk.run("prepare", "november.xlsx", *WORDS)
    plain = sheets(desk.read("ready.xlsx"))
    result, phrase = desk.run("prepare", "november.xlsx", *WORDS, "--language", language), Words(language)
    book = sheets(desk.read("ready.xlsx"))
    last = "Nothing was signed. Next: swapproto commit, with this workbook and the same profile."
    assert phrase(last) in result.err
    assert phrase("Left to do: {count}", count=1) in result.out
    assert book["List"][1:] == plain["List"][1:]
    called = dict(zip((field.name for field in DETAINEE.fields), headings(DETAINEE, language), strict=True))
    assert book["List"][0] == [called[name] for name in plain["List"][0]]
    assert book["Changes"][1][:4] == [phrase(text) for text in ("Where it was", "Before", "After", "Why")]
    whys = {row[3] for row in book["Changes"][2:]}
    assert phrase("a word for the value") in whys
    assert phrase("a row of totals, left out") in whys
    words = (
        "ready.xlsx",
        "--profile",
        "detainee",
        "-k",
        "North.swapkey",
        "--role",
        "report",
        "--yes",
        "-o",
        "list.swap",
    )
    confirmed = desk.run("commit", *words).err
    assert phrase("Prepared from {source}: {changes}", source="november.xlsx", changes="")[:12] in confirmed


def test_a_finding_is_explained_in_a_language(desk: Desk) -> None:
    desk.write("table.csv", "№ з/п;Прізвище\n1;Вигaданенко\n1;Прикладчук\n")
    out = desk.run(
        "prepare", "table.csv", "--profile", "person", "--yes", "-o", "ready.xlsx", "--language=uk", expect=2
    ).out
    assert f"    {explained('mixed-scripts', Words('uk'))}" in out
    left = sheets(desk.read("ready.xlsx"))["Left to do"]
    assert any(explained("mixed-scripts", Words("uk")) in str(row[3]) for row in left)
    desk.fails(2, "usage", "prepare", "table.csv", "--profile", "person", "--yes", "-o", "x.xlsx", "--language=xx")


def test_a_prepared_workbook_is_not_prepared_again(desk: Desk) -> None:
    desk.write("list.csv", "id;ПІБ;Статус\n1;Іваненко Іван Іванович;цивільна особа\n")
    desk.run("prepare", "list.csv", "--profile", "detainee", "-o", "ready.xlsx", "--yes")
    said = desk.fails(2, "table", "prepare", "ready.xlsx", "--profile", "detainee", "-o", "again.xlsx", "--yes").err
    assert "was made by prepare" in said
    said = desk.fails(2, "usage", "check", "ready.xlsx").err
    assert "--profile" in said


def test_no_cell_is_lost_however_many_are_malformed(desk: Desk) -> None:
    count = 10_050  # findings are kept up to 10,000
    rows = "".join(f"{n};Вигаданенко-{n};31.02.{1900 + n % 99}\n" for n in range(count))
    desk.write("many.csv", "№ з/п;Прізвище;Дата нар.\n" + rows)
    result = desk.run("prepare", "many.csv", "--profile", "person", "--yes", "-o", "ready.xlsx", expect=2)
    assert "0 changes" in result.out
    dates = [row[-1] for row in sheets(desk.read("ready.xlsx"))["List"][1:]]
    assert dates == [f"31.02.{1900 + n % 99}" for n in range(count)]


def test_very_many_changes_are_listed_together_with_all_of_their_places(desk: Desk) -> None:
    count = 10_200
    rows = "".join(f"{n};Вигаданенко-{n};{'полонений' if n % 100 else 'цивільний'}\n" for n in range(count))
    desk.write("many.csv", "№ з/п;Прізвище;Статус\n" + rows)
    desk.run("prepare", "many.csv", "--profile", "detainee", "--yes", "-o", "ready.xlsx", expect=2)
    told = changes(desk)
    assert len(told) < 200
    places: dict[str, set[int]] = {}
    for place, before, after, why in told:
        assert why == "a word for the value"
        assert (before, after) in (("полонений", "prisoner-of-war"), ("цивільний", "civilian"))
        spans = [span.split("-") for span in place.removeprefix("lines ").removesuffix(", column 3").split(", ")]
        places.setdefault(before, set()).update(*(range(int(span[0]), int(span[-1]) + 1) for span in spans))
    assert places["цивільний"] == {n + 2 for n in range(count) if n % 100 == 0}
    assert places["полонений"] == {n + 2 for n in range(count) if n % 100}


def test_a_quote_that_hides_a_row_is_left_to_do(desk: Desk) -> None:
    eaten = '1;"Вигаданенко;Петро;1984\n2;Прикладчук";Олена;1990\n3;Уявний;Степан;1971\n'
    desk.write("table.csv", "№ з/п;Прізвище;Ім'я;Дата нар.\n" + eaten)
    out = desk.run("prepare", "table.csv", "--profile", "person", "--yes", "-o", "ready.xlsx", expect=2).out
    assert "B2 (in the table line 2, column 2): runs over the end of its line" in out
    assert "NOT TAKEN: 1 cell or column" in out


def test_a_cell_with_a_control_character_is_left_to_do(desk: Desk) -> None:
    desk.write("table.csv", "Прізвище;№ з/п\nВи\x07гаданенко;1\nПрикладчук;2\n")
    out = desk.run("prepare", "table.csv", "--profile", "person", "--yes", "-o", "ready.xlsx", expect=2).out
    assert "B2 (in the table line 2, column 1): a control character" in out
    book = sheets(desk.read("ready.xlsx"))
    assert book["List"][1:] == [["1", None], ["2", "Прикладчук"]]
    assert "Ви<U+0007>гаданенко" in [row[2] for row in book["Left to do"]]


def test_a_text_that_a_sheet_does_not_show_as_it_is_is_not_taken(desk: Desk) -> None:
    def change(main: Worksheet) -> None:
        main["A2"].number_format = '"UA-"@'

    desk.write("table.xlsx", sheet(["№ з/п", "Прізвище"], ["123", "Вигаданенко"], ["4", "Уявний"], change=change))
    desk.run("prepare", "table.xlsx", "--profile", "person", "--yes", "-o", "ready.xlsx", expect=2)
    book = sheets(desk.read("ready.xlsx"))
    assert book["List"][1] == [None, "Вигаданенко"]
    assert ["A2", "123"] in [row[1:3] for row in book["Left to do"]]


def test_a_sheet_with_words_and_names_of_its_own_is_signed_without_a_spreadsheet_program(desk: Desk) -> None:
    desk.party("North")
    book = openpyxl.load_workbook(io.BytesIO(clerks.workbook()))
    main = book["Список"]
    main["F5"], main["F6"], main["B9"] = "в полоні", "В  полоні", "Уявний (Грім) Степан"
    book.save(desk.folder / "own.xlsx")
    said = ("--set", "status:в полоні=prisoner-of-war", "--set", "ПІБ:Уявний (Грім) Степан=Уявний | Степан")
    out = desk.run("prepare", "own.xlsx", *WORDS, *said, "--save-map", "own.toml").out
    assert "39 x a whole name, split" in out
    assert "1 x a whole name in its parts, as --set" in out
    assert "38 x a word for the value;" in out
    assert "2 x a word for the value, as --set" in out
    words = ("commit", "ready.xlsx", "--profile", "detainee", "-k", "North.swapkey", "--role", "report", "--yes")
    assert "40 distinct primary keys" in desk.run(*words, "-o", "own.swap").err
    desk.run("prepare", "own.xlsx", *WORDS, "--map", "own.toml")


def test_a_sign_that_is_said_to_mean_a_value_is_no_other_sign_and_no_empty_cell(desk: Desk) -> None:
    desk.write("table.csv", "№ з/п;Статус;Прізвище\n1;…;Вигаданенко\n2;—;Уявний\n3;;Казковий\n4; … ;Мрійник\n")
    desk.run("prepare", "table.csv", *WORDS, "--set", "status:…=civilian", expect=2)
    assert [row[1] for row in sheets(desk.read("ready.xlsx"))["List"][1:]] == ["civilian", "—", None, "civilian"]


@pytest.mark.parametrize("verb", [("prepare", "--yes", "-o", "ready.xlsx"), ("check",)])
def test_one_word_with_two_meanings_is_refused(desk: Desk, verb: tuple[str, ...]) -> None:
    desk.write("table.csv", "№ з/п;Статус;Прізвище\n1;цив;Вигаданенко\n")
    desk.write("m.toml", '[columns]\n[set]\n"status:цив" = "civilian"\n"status:ЦИВ." = "prisoner-of-war"\n')
    result = desk.run(*verb, "table.csv", "--profile", "detainee", "--map", "m.toml", expect=2)
    assert "'ЦИВ.' and 'цив' are one word for 'status', with two meanings" in result.all
    assert "ready.xlsx" not in desk.names()


def test_a_guessed_encoding_is_in_the_confirmation(desk: Desk) -> None:
    desk.party("North")
    names = ["Łukasz Zmyślonowski", "Żaneta Przykładowska", "Michał Wymyślony", "Agnieszka Gąsień"]
    rows = "".join(f"{n},{name.split()[1]},{name.split()[0]}\n" for n, name in enumerate(names))
    desk.write("table.csv", ("id,family_name,given_name\n" + rows).encode("cp1250"))
    desk.run("prepare", "table.csv", "--profile", "person", "--yes", "-o", "ready.xlsx")
    words = ("--profile", "person", "-k", "North.swapkey", "--role", "report", "--yes", "-o", "people.swap")
    assert "its encoding is a guess: cp1250" in desk.run("commit", "ready.xlsx", *words).err


def test_a_sign_for_nothing_is_empty_in_the_list_even_where_a_value_is_required(desk: Desk) -> None:
    desk.write("table.csv", "№ з/п;Прізвище;Дата нар.\n \xa0;Вигаданенко;1984\n-;Уявний;-\n3;Казковий;1990\n")
    desk.run("prepare", "table.csv", "--profile", "person", "--yes", "-o", "ready.xlsx", expect=2)
    assert sheets(desk.read("ready.xlsx"))["List"][1:3] == [[None, "Вигаданенко", "1984"], [None, "Уявний", None]]
    assert [why for *_, why in changes(desk)] == ["a sign for nothing"] * 3


def test_what_prepare_says_of_the_list_is_what_check_says_of_the_workbook(desk: Desk) -> None:
    rows = [
        ["№ з/п", "ПІБ", "Дата нар.", "Статус", "Звання"],
        ["1", "Вигаданенко Петро Іванович", "03.04.1991", "полонений", "солдат"],
        ["1", "Прикладчук Олена", "05.06.1985", "зник безвісти", "солдат "],
        ["", "", "", "", "N/A"],
        ["3", "Уявний Степан Петрович", "31.02.1991", "Полонений", "сoлдат"],
        ["4", "Ви?ман Іван Петрович", "невідомо", "", "майор"],
        ["5", "Прикладчук Олена", "", "", ""],
        ["6", "Уявний Степан Петрович", "17.05.1884", "цивільний", "майор"],
    ]
    desk.write("table.xlsx", sheet(*rows))
    desk.run("prepare", "table.xlsx", *WORDS, expect=2)
    left = sheets(desk.read("ready.xlsx"))["Left to do"][2:]
    desk.run("check", "ready.xlsx", "--profile", "detainee", "-o", "findings.xlsx", expect=2)
    table = sheets(desk.read("findings.xlsx"))["Findings"]
    where, what, severity = (table[0].index(title) for title in ("Where", "What is wrong, and what to do", "Severity"))
    found = {(row[where] or "", f"{row[severity]}: {row[what]}".lower()) for row in table[1:]}
    assert found == {(row[0] or "", row[3].lower()) for row in left if row[3].startswith(("error: ", "warning: "))}
    assert len(found) > 8


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [
        ("family_name:Вигаданенко", "Прикладчук", "has no closed values"),
        ("id:2", "", "no word or sign for nothing"),
        ("id:2", "3", "has no closed values"),
        ("patronymic_name:Іванович", "", "no word or sign for nothing"),
        ("birth_date:1984", "1985", "has no closed values"),
        ("ПІБ:Уявний (Грім) Степан", "Прикладчук | Іван", "a word that it has not"),
        ("ПІБ:Уявний (Грім) Степан", "Уявний | Степан | Іванович", "a word that it has not"),
        ("ПІБ:Уявний (Грім) Степан", "Степан | Уявний Уявний", "a word that it has not"),
        ("ПІБ:Уявний (Грім) Степан", "Уявний | ", "lack a word"),
        ("ПІБ:Уявний (Грім) Степан", "Уявний\u202e | Степан", "a word that it has not"),
        ("ПІБ:Уявний (Грім) Степан", "Уявний Степан", "put | between its parts"),
        ("ПІБ:Уявний (Грім) Степан", "", "put | between its parts"),
    ],
)
def test_a_map_that_would_change_a_person_is_refused(desk: Desk, key: str, value: str, said: str) -> None:
    desk.write("table.csv", "№ з/п;ПІБ;Дата нар.\n1;Уявний (Грім) Степан;1984\n2;Вигаданенко Петро Іванович;1984\n")
    desk.write("m.toml", f'[columns]\n[set]\n"{key}" = "{value}"\n')
    result = desk.run("prepare", "table.csv", *WORDS, "--map", "m.toml", expect=2)
    assert said in result.err
    assert "ready.xlsx" not in desk.names()
    assert desk.run("check", "table.csv", "--profile", "detainee", "--map", "m.toml", expect=2).all.count(said) == 1


def test_what_a_map_says_is_told_apart_from_what_the_profile_says(desk: Desk) -> None:
    rows = "1;Уявний (Грім) Степан;в полоні;—\n2;сержант Мрійник О. П.;цивільний;-\n3;Казковий Іван Іванович;цив;—\n"
    desk.write("table.csv", "№ з/п;ПІБ;Статус;Звання\n" + rows)
    said = {
        "status:в полоні": "prisoner-of-war",
        "ПІБ:Уявний (Грім) Степан": "Уявний | Степан",
        "ПІБ:сержант Мрійник О. П.": "Мрійник | О. | П.",
        "rank:—": "",
    }
    split = '[columns]\n[split]\n"ПІБ" = "family_name given_name patronymic_name"\n[set]\n'
    desk.write("m.toml", split + "".join(f'"{key}" = "{value}"\n' for key, value in said.items()))
    out = desk.run("prepare", "table.csv", *WORDS, "--map", "m.toml").out
    by_map = "as --set, --map or an answer says"
    assert f"2 x a whole name in its parts, {by_map}" in out
    assert {(before, why) for _, before, _, why in changes(desk)} == {
        ("Уявний (Грім) Степан", f"a whole name in its parts, {by_map}"),
        ("сержант Мрійник О. П.", f"a whole name in its parts, {by_map}"),
        ("Казковий Іван Іванович", "a whole name, split into family_name, given_name, patronymic_name"),
        ("в полоні", f"a word for the value, {by_map}"),
        ("цивільний", "a word for the value"),
        ("цив", "a word for the value"),
        ("—", f"a sign for nothing, {by_map}"),
        ("-", "a sign for nothing"),
    }


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_persons_below_a_subtotal_are_in_the_list(desk: Desk, kind: str) -> None:
    rows = [
        ["№ з/п", "Прізвище", "Ім'я", "Дата нар."],
        ["1", "Вигаданенко", "Петро", "1984"],
        ["Всього:", "1", "", ""],
        ["", "Уявний", "Степан", ""],
        ["3", "Прикладчук", "Олена", "1971"],
        ["Разом", "2", "", ""],
        ["4", "Казковий", "", ""],
        ["Полковник", "Зразковий А. А.", "", ""],
    ]
    desk.write(f"table.{kind}", sheet(*rows) if kind == "xlsx" else "\n".join(map(";".join, rows)))
    out = desk.run("prepare", f"table.{kind}", "--profile", "person", "--yes", "-o", "ready.xlsx", expect=2).out
    listed = sheets(desk.read("ready.xlsx"))["List"][1:]
    assert [row[1] for row in listed] == ["Вигаданенко", "Уявний", "Прикладчук", "Казковий"]
    assert "row 3 (in the table " in out
    assert ": has few cells below a row of totals" in out
    assert [before for _, before, *_ in changes(desk)][-1] == "Полковник | Зразковий А. А.", "the signature is none"


def test_the_value_that_all_rows_get_is_told_as_it_is_in_the_list(desk: Desk) -> None:
    desk.write("table.csv", "№ з/п;Прізвище\n1;Вигаданенко\n2;Уявний\n")
    desk.run(
        "prepare", "table.csv", "--profile", "person", "--yes", "-o", "ready.xlsx", "--set", "given_name=О&#39;Ві  Та"
    )
    assert [row[2] for row in sheets(desk.read("ready.xlsx"))["List"][1:]] == ["О'Ві Та"] * 2
    told = [row[:3] for row in changes(desk) if row[0] == "all rows"]
    assert told[0] == ["all rows", "", "О&#39;Ві  Та"]
    assert told[-1][2] == "О'Ві Та"
    assert [after for _, _, after in told[:-1]] == [before for _, before, _ in told[1:]]


def test_the_map_of_last_month_is_enough_with_one_title_line_more(desk: Desk) -> None:
    rows = [["№ з/п", "Прізвище", "Ім'я"], ["1", "Вигаданенко", "Петро"], ["2", "Уявний", "Степан"]]
    desk.write("last.xlsx", sheet(["Список"], *rows))
    desk.write("next.xlsx", sheet(["Список"], ["станом на 1 число"], *rows))
    desk.run("prepare", "last.xlsx", "--profile", "person", "--yes", "-o", "last-ready.xlsx", "--save-map", "last.toml")
    saved = desk.read("last.toml").decode()
    assert '"profile" = "person"' in saved
    assert "header-row" not in saved
    result = desk.run("prepare", "next.xlsx", "--map", "last.toml", "--yes", "-o", "ready.xlsx")
    assert "Entries: 2." in result.out
    assert "The profile is person, as the map says." in result.err
    assert "contains names" not in result.err.replace("It contains names", "")
    said = desk.fails(2, "usage", "check", "ready.xlsx", "--map", "last.toml", "--profile", "detainee").err
    assert "made with --profile person" in said
    desk.write("sent.toml", '[columns]\n[table]\n"profile" = "./mine.json"\n')
    said = desk.fails(2, "usage", "prepare", "next.xlsx", "--map", "sent.toml", "--yes", "-o", "x.xlsx").err
    assert "does not come with swapproto" in said
    desk.run(*("prepare", "last.xlsx", "--map", "last.toml", "--header-row", "2", "--save-map", "row.toml"), *WORDS[2:])
    assert '"header-row" = "2"' in desk.read("row.toml").decode(), "what its owner said is kept"


def test_a_sheet_without_numbers_is_told_what_to_do(desk: Desk) -> None:
    desk.write("table.csv", "Прізвище;Ім'я\nВигаданенко;Петро\nУявний;Степан\n")
    out = desk.run("prepare", "table.csv", "--profile", "person", "--yes", "-o", "ready.xlsx", expect=2).out
    assert "(id): no value is given" in out
    assert "number the rows, and let each keep its number in the next list" in out


def test_a_birth_of_two_centuries_is_left_to_a_person(desk: Desk) -> None:
    year = datetime.now(UTC).year % 100
    days = [f"05.06.{year:02}", f"25.06.{(year - 10) % 100:02}", f"25.06.{(year - 11) % 100:02}", "25.06.91"]
    rows = "".join(f"{n};Вигаданенко;{day};25.06.{year - 1:02}\n" for n, day in enumerate(days))
    desk.write("table.csv", "№ з/п;Прізвище;Дата нар.;Дата полону\n" + rows)
    result = desk.run("prepare", "table.csv", *WORDS, "--save-map", "m.toml", "--set", "status=civilian", expect=2)
    assert "2 of them can be of two centuries, and are left to do" in result.err
    assert (
        "E2 (in the table line 2, column 3); E3 (in the table line 3, column 3): its year can be of two" in result.out
    )
    listed = sheets(desk.read("ready.xlsx"))["List"]
    born, taken = listed[0].index("birth_date"), listed[0].index("measure_date")
    assert [row[born][-5:] for row in listed[1:]] == [days[0][-5:], days[1][-5:], "06-25", "06-25"]
    assert {row[taken][:2] for row in listed[1:]} == {"20"}, "nobody of this war was captured a hundred years ago"
    assert "Дата нар." not in desk.read("m.toml").decode().partition("[dates]")[2], "what nobody said is no answer"
    desk.run("prepare", "table.csv", *WORDS, "--dates", "Дата нар.=d.m.yy", "--set", "status=civilian", expect=2)
    assert sheets(desk.read("ready.xlsx"))["List"][1][born] == f"20{year:02}-06-05", "what its owner said"


def test_what_is_said_of_a_header_is_heeded_if_it_is_written_a_little_differently(desk: Desk) -> None:
    desk.write("table.csv", "№ з/п;ПІБ:;Дата нар.\n1;Уявний (Грім) Степан;03/04/1991\n2;Мрійник О. П.;05/06/1985\n")
    columns = ("--dates", "дата нар=d/m/yyyy", "--split", "ПІБ:=family_name given_name patronymic_name")
    names = ("--set", "ПІБ:Уявний (Грім) Степан=Уявний | Степан", "--set", "ПІБ:Мрійник О. П.=Мрійник | О. | П.")
    desk.run("prepare", "table.csv", *WORDS, *columns, *names, "--set", "status=civilian")
    listed = sheets(desk.read("ready.xlsx"))["List"]
    at = listed[0].index("family_name")
    assert [row[at : at + 2] for row in listed[1:]] == [["Уявний", "Степан"], ["Мрійник", "О."]]
    assert [row[listed[0].index("birth_date")] for row in listed[1:]] == ["1991-04-03", "1985-06-05"]

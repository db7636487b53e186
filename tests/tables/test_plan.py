"""Columns as people write them: words for headers and values, whole names, forms of dates, values for all entries."""

import io
from typing import Any

import pytest

from swapproto import tables
from swapproto.errors import InputError
from swapproto.tables import choices, profiles
from swapproto.tables.dating import DateForm, find_form, in_words
from swapproto.tables.plan import Plan, from_pairs, from_toml, from_word, to_toml
from swapproto.tables.splitting import NotSplit, split_name
from swapproto.tables.titles import LANGUAGES
from swapproto.tables.vocabulary import fold_word
from tests.xlsx.making import sheet

DETAINEE = profiles.load("detainee")
NAMES = ("family_name", "given_name", "patronymic_name")


def survey(data: str | bytes, plan: Plan | None = None, kind: tables.Kind = "csv") -> tables.Survey:
    return tables.survey(
        io.BytesIO(data.encode() if isinstance(data, str) else data),
        kind,
        label="",
        schema=DETAINEE.schema,
        plan=plan,
        vocabulary=DETAINEE.rules.vocabulary,
    )


def plan(**said: list[str]) -> Plan:
    return from_pairs(
        {section: [from_word(word, f"--{section}") for word in words] for section, words in said.items()}, 2026
    )


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("№ з/п", "id"),
        ("№ п/п", "id"),
        ("S/N", "id"),
        ("N° d'ordre", "id"),
        ("ت", "id"),
        ("Прізв.", "family_name"),
        ("SURNAME", "family_name"),
        ("Фамилия", "family_name"),
        ("اسم العائلة", "family_name"),
        ("Prenom", "given_name"),
        ("По-батькові", "patronymic_name"),
        ("Отч.", "patronymic_name"),
        ("Звання", "rank"),
        ("В/зв.", "rank"),
        ("الرتبه العسكريه", "rank"),
        ("Особистий №", "serial_number"),
        ("Личный номер", "serial_number"),
        ("N° matricule", "serial_number"),
        ("Дата нар.", "birth_date"),
        ("D.O.B.", "birth_date"),
        ("Née le", "birth_date"),
        ("Г.р.", "birth_date"),
        ("تاريخ الولادة", "birth_date"),
        ("Дата\nполону", "measure_date"),
        ("Дaта полону", "measure_date"),
        ("Дата пленения", "measure_date"),
        ("Статус", "status"),
        ("Статус за конвенціями", "status"),
        ("Громадянство", "nationality"),
    ],
)
def test_a_header_is_known_by_its_words(header: str, field: str) -> None:
    assert survey(f'"{header}"\nx\n').column_map == {header: field}


@pytest.mark.parametrize("header", ["اللقب", "Номер", "Категорія", "Адреса", "الرقم الشخصي", "Nom", "Name", "Телефон"])
def test_a_header_that_may_mean_several_things_is_asked_and_never_guessed(header: str) -> None:
    assert survey(f'"{header}"\nx\n').column_map == {}


def test_a_whole_name_is_told_with_how_to_split_it() -> None:
    said = [one.what for one in survey("№ з/п,П.І.Б.\n1,Вигаданенко Петро Іванович\n").findings]
    assert any('--split "П.І.Б.=family_name given_name patronymic_name"' in what for what in said)
    said = [one.what for one in survey("№ з/п,Прим.\n1,x\n").findings]
    assert any('has no field in the profile: omit it with --map "Прим.="' in what for what in said)


def test_a_whole_name_is_split_into_its_fields_and_what_is_irregular_is_an_error() -> None:
    rows = ["Вигаданенко Петро Іванович", "Прикладчук Олена", "Уявний С. П.", "Лис (Грім) Іван", ""]
    found = survey(
        "№ з/п,ПІБ\n" + "".join(f"{n},{row}\n" for n, row in enumerate(rows, 1)), plan(split=[f"ПІБ={' '.join(NAMES)}"])
    )
    assert next(iter(found.list))["patronymic_name"] == "Іванович"
    irregular = [one for one in found.findings if one.code == "not-split"]
    assert [(one.row, one.severity) for one in irregular] == [(2, "error"), (3, "error"), (4, "error")]
    assert irregular[0].place == "row 2 (line 3), column 2 (family_name)"
    assert not any(word in one.what for one in irregular for row in rows for word in row.split())


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("Нечуй-Вигад Марія Семенівна", ["Нечуй-Вигад", "Марія", "Семенівна"]),
        ("ВИГАДАНЕНКО Петро Іванович", ["ВИГАДАНЕНКО", "Петро", "Іванович"]),
        ("Петро Іванович ВИГАДАНЕНКО", ["ВИГАДАНЕНКО", "Петро", "Іванович"]),
        ("Вымышленный, Иван Петрович", ["Вымышленный", "Иван", "Петрович"]),
        ("Мамедов Али Гасан оглы", ["Мамедов", "Али", "Гасан оглы"]),
        ("Юркевич Ілля Ілліч", ["Юркевич", "Ілля", "Ілліч"]),
    ],
)
def test_a_name_is_split_where_that_is_safe(name: str, parts: list[str]) -> None:
    assert split_name(name, NAMES) == parts
    assert sorted(" ".join(parts).split()) == sorted(name.replace(",", "").split()), "no word is lost"


@pytest.mark.parametrize(
    "name",
    [
        "Вигаданенко Петро",
        "Вигаданенко Петро Степан",
        "Гарсія Перес Хосе Іванович",
        "Вигаданенко П. І.",
        "солдат Вигаданенко Петро",
        "Вигаданенко (Іваненко) Олена",
        "Вигаданенко «Грім» Петро",
        "أحمد محمد علي",
        "А, Б, В",
    ],
)
def test_a_name_that_a_rule_may_split_wrongly_is_left_to_a_person(name: str) -> None:
    with pytest.raises(NotSplit) as caught:
        split_name(name, NAMES)
    assert not any(word in str(caught.value) for word in name.split() if len(word) > 2)


def test_dates_are_read_in_the_form_that_is_given_for_the_column() -> None:
    data = "№ з/п,Дата нар.,Дата полону\n1,03.02.91,24.02.22\n2,31.02.91,01.03.2022\n3,17 травня 1984,\n"
    found = survey(data, plan(dates=["Дата нар.=d.m.yy", "Дата полону=d.m.yy"]))
    assert [entry["birth_date"] for entry in found.list] == ["1991-02-03", None, "1984-05-17"]
    assert [entry["measure_date"] for entry in found.list] == ["2022-02-24", "2022-03-01", None]
    assert [one.row for one in found.findings if one.code == "malformed"] == [2]
    assert "Column 2 (birth_date): 2 dates read as --dates says." in found.notes


def test_a_column_of_dates_is_proposed_as_a_whole_with_its_evidence() -> None:
    data = "№ з/п,Дата нар.\n1,03.02.91\n2,31.02.91\n3,24.07.85\n4,30.12.79\n"
    (note,) = [note for note in survey(data).notes if "--dates" in note]
    assert "3 of 4 can be read as d.m.yy, 2 of them in no other way" in note
    assert '--dates "Дата нар.=d.m.yy" accepts it' in note


@pytest.mark.parametrize(
    ("texts", "form"),
    [
        (["1/2/1990", "3/14/1991"], "m/d/yyyy"),
        (["1/2/1990", "30/4/1991"], "d/m/yyyy"),
        (["1/2/1990", "3/4/1991"], None),
        (["14/2/1990", "3/14/1991"], None),
        (["1990/2/1"], None),
        (["Вигаданенко", "1.2.90", "3.4.91"], "d.m.yy"),
        (["05/13/85", "3.4.91"], "d.m.yy"),
        (["05/13/85", "5/6/90", "3.4.91"], "m/d/yy"),
        (["03.02.91", "05.06.1990", "5/7/85"], "d.m.yy"),
        (["03.02.91", "05.06.90", "5/13/85"], "d.m.yy"),
        ([], None),
    ],
)
def test_the_form_of_dates_is_found_only_where_it_is_certain(texts: list[str], form: str | None) -> None:
    evidence = find_form(texts, 2026)
    assert (evidence and evidence.form.text) == form


def test_dates_with_a_separator_that_does_not_show_its_order_are_left_to_a_person() -> None:
    evidence = find_form(["05/13/85", "5/6/90", "3.4.91", "3-14-85"], 2026)
    assert evidence is not None
    assert (evidence.read, evidence.only, evidence.of_two_orders) == (3, 2, 1)
    form = evidence.form
    assert [form.read(text) for text in ("5/6/90", "5-6-90", "3.4.91", "17 May 1984")] == [
        *("1990-05-06", "1990-05-06", ""),
        "1984-05-17",
    ]
    assert [form.is_of_two_orders(text) for text in ("3.4.91", "3.14.91", "5/6/90", "a", "1991-04-03")] == [
        *(True, False, False, False, False),
    ]
    assert DateForm.parse("d.m.yy", 2026).read("3/4/91") == "1991-04-03"  # somebody said it of the whole column


def test_no_form_is_hinted_at_that_would_read_other_dates_in_a_wrong_order() -> None:
    rows = ["03.04.1984", "05.17.1984", "06/07/1984", "13/07/1984"]
    found = survey("id,birth_date\n" + "".join(f"{n},{text}\n" for n, text in enumerate(rows, 1)))
    (note,) = [note for note in found.notes if "can be read as" in note]
    assert "can be read in two orders: write those as 1984-05-17 first" in note
    assert "--dates" not in note


def test_two_digits_of_a_year_are_of_the_last_hundred_years() -> None:
    form = DateForm.parse("d.m.yy", 2026)
    assert [form.read(text) for text in ("1.1.26", "1.1.27", "1.1.00")] == ["2026-01-01", "1927-01-01", "2000-01-01"]


@pytest.mark.parametrize(
    "text", ["17 травня 1984", "17-мая-1984", "17 May 1984", "17.V.1984", "17 mai 1984", "17 مايو 1984"]
)
def test_a_month_in_words_is_read(text: str) -> None:
    assert in_words(text) == "1984-05-17"


def test_values_are_known_by_their_words_in_every_language_and_told() -> None:
    words = ["Військовополонений", "военнопленный", "POW", "prisonnier de guerre", "أسير حرب", "цивільна", "civilian"]
    found = survey("№ з/п,Статус\n" + "".join(f"{n},{word}\n" for n, word in enumerate(words, 1)))
    assert [entry["status"] for entry in found.list] == ["prisoner-of-war"] * 5 + ["civilian"] * 2
    assert "Column 2 (status): 5 cells read as prisoner-of-war, by its words." in found.notes
    assert [one.code for one in survey("№ з/п,Статус\n1,зник безвісти\n").findings if one.row] == ["not-allowed"]


def test_all_entries_get_the_value_that_is_set() -> None:
    found = survey("№ з/п\n1\n2\n", plan(set=["status=prisoner-of-war"]))
    assert [entry["status"] for entry in found.list] == ["prisoner-of-war"] * 2
    assert "All entries have 'prisoner-of-war' in status, as --set says." in found.notes
    assert any("not one of the values" in one.what for one in survey("№ з/п\n1\n", plan(set=["status=x"])).findings)
    twice = survey("№ з/п,Статус\n1,POW\n", plan(set=["status=civilian"]))
    assert any("a column has, too" in one.what for one in twice.findings)
    assert any("--set status=prisoner-of-war gives it to all" in one.what for one in survey("№ з/п\n1\n").findings)


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_word_of_a_table_means_what_its_owner_says(kind: tables.Kind) -> None:
    rows = [["№ з/п", "Статус"], ["1", "в полоні"], ["2", "В  ПОЛОНІ"], ["3", "полонений"], ["4", "зник"]]
    said = plan(set=["status:в полоні=prisoner-of-war", "status: полонений = civilian"])
    found = survey("\n".join(map(",".join, rows)) if kind == "csv" else sheet(*rows), said, kind)
    assert [entry["status"] for entry in found.list] == ["prisoner-of-war"] * 2 + ["civilian", None]
    assert from_pairs(from_toml(to_toml(said).encode(), "m.toml"), 2026) == said


def test_a_word_or_sign_of_a_table_is_nothing_where_its_owner_says_so() -> None:
    said = plan(set=["patronymic_name:—=", "patronymic_name: немає ="])
    rows = "1,—,—\n2,Уявна, —\n3,Казкова,Немає\n4,Мрійна,(?)\n5,Проста,Іванівна\n"
    found = survey("№ з/п,Прізвище,По батькові\n" + rows, said)
    assert [entry["patronymic_name"] for entry in found.list] == [None, None, None, "(?)", "Іванівна"]
    assert found.list[0]["family_name"] == "—"
    assert from_pairs(from_toml(to_toml(said).encode(), "m.toml"), 2026) == said


def test_a_name_that_no_rule_splits_has_the_parts_that_its_owner_says() -> None:
    rows = "№ з/п,ПІБ\n1,Прикладчук  (Лис) Петро\n2,Вигаданенко Іван Петрович\n3,Уявний (Грім) Степан\n"
    split = "ПІБ=family_name given_name patronymic_name"
    said = plan(split=[split], set=["ПІБ:Прикладчук (Лис) Петро=Прикладчук | Петро"])
    found = survey(rows, said)
    assert [entry["family_name"] for entry in found.list] == ["Прикладчук", "Вигаданенко", None]
    assert (found.list[0]["given_name"], found.list[0]["patronymic_name"]) == ("Петро", None)
    assert [one.row for one in found.findings if one.code == "not-split"] == [3]
    assert from_pairs(from_toml(to_toml(said).encode(), "m.toml"), 2026) == said
    wrong = survey(rows, plan(split=[split], set=["ПІБ:Прикладчук (Лис) Петро=А | Б | В | Г"]))
    assert any("family_name | given_name | patronymic_name" in one.what for one in wrong.findings)


@pytest.mark.parametrize("language", LANGUAGES)
def test_countries_are_known_by_their_names(language: str) -> None:
    field = next(field for field in DETAINEE.schema.fields if field.name == "nationality")
    named = {code: choices.title("nationality", code, language) for code in field.constraints.enum}
    data = "№ з/п,Громадянство\n" + "".join(f'{n},"{name}"\n' for n, name in enumerate(named.values()))
    read = [entry["nationality"] for entry in survey(data).list]
    wrong = {code for code, value in zip(named, read, strict=True) if value != code}
    assert len(wrong) <= 8, "names of two countries are left to a person"
    assert {value for value in read if value} == {*named} - wrong


@pytest.mark.parametrize(
    ("word", "said"),
    [
        ("status:в полоні=x", "not one of the values"),
        ("nothing:в полоні=civilian", "the schema has no such field"),
        ("nationality:Українець=Ukraine", "nationality:Українець"),
    ],
)
def test_a_word_for_no_value_is_refused(word: str, said: str) -> None:
    assert any(said in one.what for one in survey("№ з/п,Статус\n1,civilian\n", plan(set=[word])).findings)


@pytest.mark.parametrize("word", [":x=y", "status:=civilian", "status: =civilian"])
def test_a_word_without_a_field_or_a_text_is_refused(word: str) -> None:
    with pytest.raises(InputError, match="FIELD"):
        plan(set=[word])


def test_the_header_row_and_the_sheet_are_chosen() -> None:
    book = sheet(["Список"], [], ["№ з/п", "Прізвище"], ["1", "Вигаданенко"], others={"Друга": ["x"]})
    with pytest.raises(InputError, match="--header-row 3"):
        survey(book, kind="xlsx")
    found = survey(book, Plan(header_row=3, sheet="sheet"), "xlsx")
    assert [entry["family_name"] for entry in found.list] == ["Вигаданенко"]
    assert "second-sheet" not in found.findings.counts
    found = survey("Список,\n\n№ з/п,Прізвище\n1,Вигаданенко\n", Plan(header_row=2))
    assert found.list[0]["family_name"] == "Вигаданенко"
    for wrong in (Plan(header_row=2), Plan(header_row=9), Plan(sheet="Третя")):
        with pytest.raises(InputError):
            survey(book, wrong, "xlsx")


def test_a_plan_comes_back_from_its_file() -> None:
    said: dict[str, Any] = {
        "columns": [("№ з/п", "id"), ('Прим. "x"', "")],
        "split": [("ПІБ", "family_name given_name")],
        "dates": [("Дата нар.", "d.m.yy")],
        "set": [("status", "civilian")],
        "table": [("profile", "person"), ("header-row", "3"), ("sheet", "Список")],
    }
    made = from_pairs(said, 2026)
    assert from_pairs(from_toml(to_toml(made).encode(), "map.toml"), 2026) == made


@pytest.mark.parametrize(
    ("sections", "words"),
    [
        ({"columns": [("a", "id")], "split": [("a", "x y")]}, "both mapped to a field and split"),
        ({"split": [("a", "x")]}, "give 2 to 8 different fields"),
        ({"split": [("a", "x x")]}, "different fields"),
        ({"dates": [("a", "d.d.yy")]}, "write the order as d.m.yyyy"),
        ({"dates": [("a", "d.m.yy"), ("a", "m.d.yy")]}, "given twice"),
        ({"table": [("header-row", "0")]}, "the number of a row"),
        ({"table": [("color", "0")]}, "not known in [table]"),
    ],
)
def test_a_plan_that_contradicts_itself_is_refused(sections: Any, words: str) -> None:
    with pytest.raises(InputError) as caught:
        from_pairs(sections, 2026)
    assert (caught.value.code, words in str(caught.value)) == ("usage", True)


def test_a_profile_whose_words_contradict_each_other_is_refused() -> None:
    for words in (
        '{"headers": {"a": {"uk": ["Слово"]}, "b": {"ru": ["слово."]}}}',
        '{"headers": {"c": {"uk": ["Слово"]}}}',
        '{"values": {"a": {"x": {"uk": ["так"]}, "y": {"uk": ["Так"]}}}}',
        '{"values": {"a": {"z": {"uk": ["так"]}}}}',
    ):
        fields = '[{"name": "a", "constraints": {"enum": ["x", "y"]}}, {"name": "b"}]'
        with pytest.raises(InputError) as caught:
            profiles.read(f'{{"fields": {fields}, "words": {words}}}'.encode())
        assert caught.value.code == "schema-invalid"


@pytest.mark.parametrize(
    ("one", "other"),
    [("П. І. Б.", "ПІБ"), ("Né(e) le", "Ne(e) le"), ("№ п/п", "No п/п"), ("Прізви-\nще", "прізвище"), ("Им'я", "ИМЯ")],
)
def test_words_fold_to_the_same(one: str, other: str) -> None:
    assert fold_word(one) == fold_word(other)


def test_a_form_is_advised_with_the_births_that_it_reads_in_one_of_two_centuries() -> None:
    table = b"id,birth_date,measure_date\n1,05.06.20,05.06.20\n2,13.02.91,13.02.21\n3,14.02.90,14.02.22\n"
    found = tables.survey(
        io.BytesIO(table),
        "csv",
        label="x",
        schema=DETAINEE.schema,
        plan=Plan(last_year=2026),
        within=DETAINEE.rules.within,
    )
    born, taken = (note for note in found.notes if "--dates" in note)
    assert "3 of 3 can be read as d.m.yy, 2 of them in no other way, and 1 in two centuries" in born
    assert "centuries" not in taken

"""What a tired clerk's file has, kind by kind: nothing is wrong silently, and no advice is wrong.

Each test has the kind that a shared case stands for, and siblings of it. Persons are made up.
"""

import io
import zipfile
from datetime import date

import pytest
from openpyxl.worksheet.worksheet import Worksheet

from swapproto import tables
from swapproto.errors import InputError
from swapproto.lists import Schema
from swapproto.tables import profiles
from swapproto.tables.checks import Rules, examine
from swapproto.tables.findings import Finding, Findings
from tests.xlsx.making import HEADER as HEADER_ROW
from tests.xlsx.making import raw, sheet

TODAY = date(2026, 6, 15)
HEADER = "id,family_name,given_name,birth_date\n"


def survey(
    data: str | bytes, kind: tables.Kind = "csv", profile: str | None = "person", schema: Schema | None = None
) -> tables.Survey:
    """Read and check a table as ``check`` does."""
    loaded = profiles.load(profile) if profile else None
    rules = loaded.rules if loaded else Rules()
    found = tables.survey(
        io.BytesIO(data.encode() if isinstance(data, str) else data),
        kind,
        label="",
        schema=schema or (loaded.schema if loaded else None),
        severities=rules.severity,
    )
    examine(list(found.list), found.list.schema, rules, found.findings, TODAY)
    return found


def found(data: str | bytes, code: str, kind: tables.Kind = "csv", profile: str | None = "person") -> list[Finding]:
    return [one for one in survey(data, kind, profile).findings if one.code == code]


def rows_of(data: str, code: str) -> list[int | None]:
    return [one.row for one in found(data, code)]


def refusal(data: str | bytes, kind: tables.Kind = "csv", profile: str | None = None) -> str:
    with pytest.raises(InputError) as caught:
        survey(data, kind, profile)
    assert caught.value.code == "table"
    return str(caught.value)


PEOPLE = "1,Vyhadanenko,Petro,1984-05-17\n2,Prykladchuk,Olena,1990\n3,Uiavnyi,Stepan,1971\n"


# rows that are no persons


@pytest.mark.parametrize(
    "numbers", ["1,2,3,4", "(1),(2),(3),(4)", "1.,2.,3.,4.", "١,٢,٣,٤", "А,Б,1,2", "a,b,c,d", "1, 2, 3, 4"]
)
def test_a_row_with_the_numbers_of_the_columns_is_an_error(numbers: str) -> None:
    assert rows_of(HEADER + numbers + "\n" + PEOPLE, "header-row") == [1]
    assert rows_of(HEADER + PEOPLE + numbers + "\n" + PEOPLE.replace("\n", "0\n"), "header-row") == [4]


def test_a_table_of_numbers_has_no_row_of_the_columns_numbers() -> None:
    assert found("a,b,c\n1,2,3\n4,5,6\n", "header-row", profile=None) == []
    assert found(HEADER + "1,Pak,U,4\n" + PEOPLE, "header-row") == []


@pytest.mark.parametrize("again", ["id,family_name,given_name,birth_date", "ID , Family_Name,given_name:,Birth_Date"])
def test_the_header_again_is_an_error(again: str) -> None:
    assert rows_of(HEADER + PEOPLE + again + "\n" + PEOPLE, "header-row") == [4]


@pytest.mark.parametrize(
    "last", ["Chief of section,Zrazkovyi A. A.,,", ",Начальник відділу,,", "М.П.,,,", ",,Petro Zrazok,"]
)
def test_a_signature_below_the_table_is_a_warning(last: str) -> None:
    data = HEADER + PEOPLE + "Total: 3,,,\n" + last + "\n"
    assert rows_of(data, "total-row") == [4]
    assert rows_of(data, "stray-row") == [5]


@pytest.mark.parametrize("title", ["Офіцери,,,", "Додаток 2,,,", ",Group B,,"])
def test_a_title_within_the_table_is_a_warning(title: str) -> None:
    assert rows_of(HEADER + PEOPLE + title + "\n" + PEOPLE, "stray-row") == [4]


def test_a_numbered_person_of_whom_little_is_known_is_no_stray_row() -> None:
    assert found(HEADER + PEOPLE + "4,Hromovyi,,\n5,,,\n", "stray-row") == []


# words and signs for nothing


def test_spaces_around_a_missing_value_do_not_count() -> None:
    checked = survey(HEADER + "1,Vyhadanenko,-0- ,1984\n2,Prykladchuk,  -,-0- \n")
    assert [list(entry.values())[2:] for entry in checked.list] == [[None, "1984"], [None, None]]
    assert list(checked.findings) == []


@pytest.mark.parametrize(
    "word",
    [
        *("N/A", "n/a.", "Н/Д ", "NULL", "None", "nan", "<NA>", "—", "–", "--", "…", "???", "невідомо", "Невідомий"),
        "(немає)",
        "неизвестно",
        "Нет  данных",
        "unknown",
        "UNK",
        "inconnu",
        "Néant",
        "غير معروف",
        "لا يوجد",
        "-//-",
        "xxx",
    ],
)
def test_a_word_for_nothing_is_a_warning_and_stays_a_text(word: str) -> None:
    checked = survey(HEADER + f'1,"{word}",Petro,\n')
    assert [one.severity for one in checked.findings if one.code == "nothing"] == ["warning"]
    assert next(iter(checked.list))["family_name"] == word


@pytest.mark.parametrize("name", ["Nan", "Nulland", "Ні", "Нетреба", "Non", "Sans", "Ng", "O", "Inkonnu"])
def test_a_name_is_no_word_for_nothing(name: str) -> None:
    assert found(HEADER + f"1,{name},Petro,\n", "nothing") == []


def test_codes_and_answers_are_no_words_for_nothing() -> None:
    assert found("id,state\n1,ND\n2,NC\n3,OH\n", "nothing", profile=None) == []
    assert found("id,wounded\n1,так\n2,немає\n", "nothing", profile=None) == []


# how a text is cut into cells


def texts(data: str | bytes, kind: tables.Kind = "csv") -> list[list[str]]:
    return [list(entry.values()) for entry in survey(data, kind, None).list]


def test_the_separator_is_found_from_many_rows() -> None:
    data = "Прізвище, імʼя;Рік, місяць народження\nВигаданенко, Петро;1984, травень\nПрикладчук, Олена;1990, січень\n"
    assert texts(data)[0] == ["Вигаданенко, Петро", "1984, травень"]
    assert "Cells are taken to be separated by semicolons." in survey(data, profile=None).notes
    assert texts("name|born, year, place\nA, B|1984, Nove\nC, D|1990, Stare\n")[1] == ["C, D", "1990, Stare"]


def test_a_tie_between_separators_is_told() -> None:
    (note,) = survey("a;b,c\nx;y,z\nu;v,w\n", profile=None).notes
    assert "nearly as likely" in note
    assert "--delimiter" in note


def test_a_file_named_tsv_has_tabs() -> None:
    data = "family_name, given_name\tborn (year, place)\nVyhadanenko, Petro\t1984, Nove\n"
    assert texts(data, "tsv") == [["Vyhadanenko, Petro", "1984, Nove"]]
    assert texts("a,b\n1,2\n", "tsv") == [["1", "2"]], "without a tab, the name is wrong"


@pytest.mark.parametrize("line", ["sep=;\n", "SEP=;\r\n"])
def test_the_line_sep_says_the_separator_and_is_no_row(line: str) -> None:
    checked = survey(line + "id;family_name\n1;Vyhadanenko\n", profile=None)
    assert [list(entry.values()) for entry in checked.list] == [["1", "Vyhadanenko"]]
    assert any("sep=" in note for note in checked.notes)
    assert "line 3" in refusal('sep=;\nid;name\n1;"a"b\n')


@pytest.mark.parametrize("end", [";", ";;"])
def test_separators_at_the_ends_of_lines_are_told_once(end: str) -> None:
    data = f"id;family_name;given_name\n1;Vyhadanenko;Petro{end}\n2;Prykladchuk;Olena{end}\n"
    checked = survey(data)
    (one,) = checked.findings
    assert (one.code, "every row ends with a separator, where the header does not" in one.what) == ("shape", True)
    assert len(checked.list) == 2
    (one,) = survey("id;family_name;\n1;Vyhadanenko\n2;Prykladchuk\n").findings
    assert "does not end with a separator, where the header does" in one.what


def test_a_title_above_the_header_is_told_with_the_row_of_the_header() -> None:
    for blank in (";;\n", "\n", ""):
        said = refusal(
            f"List of persons, as of 1 May;;\n{blank}id;family_name;given_name\n1;Vyhadanenko;Petro\n2;P;O\n"
        )
        assert "row 1 (line 1) is not the header" in said
        assert "looks like it" in said
    assert "row 2 (line 2) looks like it" in refusal("List\nid,family_name\n1,Vyhadanenko\n", profile="person")


@pytest.mark.parametrize("end", ["\x1a", "\x1a\x1a\x1a"])
def test_the_mark_at_the_end_of_a_dos_file_is_passed_over(end: str) -> None:
    for kind, data in (("csv", "id,name\r\n1,A\r\n"), ("csv", "id,name\r\n1,A"), ("json", '[{"id": "1"}]\r\n')):
        checked = survey(data + end, kind, None)  # type: ignore[arg-type]
        assert len(checked.list) == 1
        assert any("1A" in note for note in checked.notes)
        assert list(checked.findings) == []


def test_a_quote_after_a_space_is_a_warning_and_the_bare_text_is_proposed() -> None:
    checked = survey(HEADER + '1, "Vyhadanenko",Petro,1984\n')
    (one,) = checked.findings
    assert (one.code, one.instead) == ("quotes", "Vyhadanenko")
    assert "a quote after a space" in next(iter(survey(HEADER + '1, "Vy,ha",Petro,1984\n').findings)).what


def test_a_space_after_a_closing_quote_is_named() -> None:
    assert "line 3 has a space after a closing quote" in refusal('id,name\n1,"A"\n2,"B" \n')
    assert "line 2 has a space after a closing quote" in refusal('id,name,more\n2,"B" ,c\n')


def test_a_quote_that_is_not_closed_is_told_by_its_line() -> None:
    eaten = HEADER + '1,"Vyhadanenko,Petro,1984\n2,Prykladchuk",Olena,1990\n3,Uiavnyi,Stepan,1971\n'
    (one,) = found(eaten, "quotes")
    assert one.place == "row 1 (line 2), column 2 (family_name)"
    assert "a quote is likely not closed" in one.what
    assert "line 2 opens a quote that is not closed" in refusal(HEADER + '1,"Vyhadanenko,Petro,1984\n2,P,O,1990\n')
    assert "runs over 2 lines: close the quote" in refusal(HEADER + '1,"Vyhadanenko,Petro,1984\n2,"P",O,1990\n')


def test_an_address_on_two_lines_is_no_quote_that_is_not_closed() -> None:
    assert found('id,family_name,given_name,birth_date\n1,"Main St, 5\nKyiv",A,\n', "quotes") == []


@pytest.mark.parametrize(
    ("cell", "instead"),
    [('"=""001"""', "001"), ('="007"', "007"), ("'0012", "0012"), ("=A2&B2", ""), ("'+380441234567", "+380441234567")],
)
def test_excels_escapes_and_formulas_as_text_are_warnings(cell: str, instead: str) -> None:
    (one,) = found(f"id,family_name\n{cell},Vyhadanenko\n", "escapes")
    assert (one.severity, one.instead) == ("warning", instead)


# traces of other programs


@pytest.mark.parametrize("name", ["В?тал?й", "?рина", "Мар'?нчук", "Серг?й", "Олена В?тр", "Ві¿тор", "Ł?cja"])
def test_a_question_mark_in_place_of_a_letter_is_an_error(name: str) -> None:
    (one,) = found(HEADER + f"1,{name},Petro,\n", "encoding")
    assert "in place of a letter" in one.what
    assert one.instead == ""


@pytest.mark.parametrize("name", ["Іванов?", "Іванов (?)", "http://example.org/?name=x", "1984?"])
def test_a_doubt_is_no_lost_letter(name: str) -> None:
    assert found(HEADER + f"1,{name},Petro,\n", "encoding") == []


@pytest.mark.parametrize(
    ("found_", "instead"),
    [
        ("O&#39;Sample", "O'Sample"),
        ("Об&apos;єднаненко", "Об'єднаненко"),
        ("O&amp;#39;Sample", "O'Sample"),
        ("Vyha&nbsp;danenko", "Vyha danenko"),
        ("Ren&eacute;", "René"),
        ("\\u041f\\u0435\\u0442\\u0440\\u043e", "Петро"),
        ("Petro<br>Vyhad", "Petro<br>Vyhad"),
    ],
)
def test_escapes_of_web_pages_are_warnings_with_the_text_that_they_stand_for(found_: str, instead: str) -> None:
    (one,) = found(HEADER + f"1,{found_},Petro,\n", "escapes")
    assert one.instead == ("" if instead == found_ else instead)


@pytest.mark.parametrize("error", ["#N/A", "#ИМЯ?", "#REF!", "##########", "#ДЕЛ/0!", "#VALEUR!", "#Н/Д", "Err:502"])
@pytest.mark.parametrize("kind", ["csv", "json"])
def test_an_error_of_a_spreadsheet_as_text_is_an_error(error: str, kind: tables.Kind) -> None:
    data = HEADER + f"1,{error},Petro,\n" if kind == "csv" else f'[{{"id": "1", "family_name": "{error}"}}]'
    (one,) = found(data, "formula", kind)
    assert (one.severity, one.field, one.instead) == ("error", "family_name", "")


@pytest.mark.parametrize("text", ["#12", "№ 5", "A&B", "Rock & Roll", "a=b", "x < y"])
def test_ordinary_signs_are_no_traces(text: str) -> None:
    assert list(survey(f"id,name\n1,{text}\n", profile=None).findings) == []


# keys


@pytest.mark.parametrize("blank", [" ", "\xa0", "\u3000", "\u200b", "\u2060 "])
def test_a_blank_key_is_missing(blank: str) -> None:
    assert [one.row for one in found(HEADER + f"{blank},Vyhadanenko,Petro,1984\n", "missing")] == [1]


@pytest.mark.parametrize(
    ("one", "other"), [("A-1", "А-1"), ("001", "1"), ("a/7", "A–7"), ("O12", "012"), ("UA 5", "UA5")]
)
def test_keys_that_look_alike_are_a_warning(one: str, other: str) -> None:
    assert rows_of(HEADER + f"{one},Vyhadanenko,Petro,1984\n{other},Prykladchuk,Olena,1990\n", "alike-keys") == [2]


@pytest.mark.parametrize(("one", "other"), [("1", "2"), ("A1", "B1"), ("1-12", "11-2"), ("10", "1")])
def test_keys_that_differ_visibly_are_not_reported(one: str, other: str) -> None:
    assert found(HEADER + f"{one},Vyhadanenko,Petro,1984\n{other},Prykladchuk,Olena,1990\n", "alike-keys") == []


def test_nothing_is_compared_while_a_column_is_unknown() -> None:
    checked = survey("id,family_name,Unknown\n1,Vyhadanenko,A\n2,Vyhadanenko,B\n")
    assert {one.code for one in checked.findings} == {"columns"}


def test_no_advice_deletes_a_person() -> None:
    data = HEADER + "1,Vyhadanenko,Petro,1984-05-17\n2,Vyhadanenko,Petro,1984-05-17\n"
    for one in survey(data).findings:
        assert not any(word in one.what for word in ("remove one", "delete"))


# dates


@pytest.mark.parametrize("year", ["1364", "1404", "0084", "2527", "5744"])
def test_a_year_of_another_calendar_is_a_warning_and_none_is_proposed(year: str) -> None:
    assert [one.severity for one in found(HEADER + f"1,A,B,{year}-05-12\n", "implausible-date")] == ["warning"]
    assert [one.instead for one in found(HEADER + f"1,A,B,{year}/05/12\n", "malformed")] == [""]


@pytest.mark.parametrize(
    ("born", "captured", "words"),
    [
        ("2023-05-17", "2024-03-01", "less than a year"),
        ("2024-03-01", "2024-03-01", "less than a year"),
        ("2015", "2024-03-01", "at most 9 years"),
        ("1924-05-17", "2024-03-01", "at least 99 years"),
    ],
)
def test_an_unlikely_age_at_capture_is_a_warning(born: str, captured: str, words: str) -> None:
    header = "id,status,family_name,given_name,birth_date,measure,measure_date,rank,serial_number\n"
    row = f"1,prisoner-of-war,Vyhadanenko,Petro,{born},capture,{captured},soldier,100001\n"
    (one,) = found(header + row, "implausible-age", profile="detainee")
    assert (one.severity, words in one.what) == ("warning", True)
    child = f"1,civilian,Vyhadanenko,Petro,2023-05-17,arrest,{captured},,\n"
    assert found(header + child, "implausible-age", profile="detainee") == []


@pytest.mark.parametrize(
    ("cell", "instead"),
    [
        ("1984-05-17 00:00:00", "1984-05-17"),
        ("1984-05-17T00:00:00Z", "1984-05-17"),
        ("17.05.1984 0:00", "1984-05-17"),
        ("1971-02-00", "1971-02"),
        ("1965-00-00", "1965"),
        ("00.00.1985", "1985"),
        ("17.05.1984 р.н.", "1984-05-17"),
        ("1984 г.р.", "1984"),
        ("17.05.1984 року", "1984-05-17"),
        ("١٧/٠٥/١٩٨٤", "1984-05-17"),
        ('"=""1984-05-17"""', "1984-05-17"),
    ],
)
def test_a_date_as_machines_and_clerks_write_it_is_proposed_in_the_right_form(cell: str, instead: str) -> None:
    (one,) = found(HEADER + f"1,A,B,{cell}\n", "malformed")
    assert one.instead == instead


# names and types in JSON


def test_names_in_json_are_titles_as_in_tables() -> None:
    checked = survey('[{"ID": "1", "Family Name": "Vyhadanenko", "Прізвище": null}]', "json")
    assert "two of its names are family_name" in next(iter(checked.findings)).what
    checked = survey('[{"ID": "1", "Family Name": "Vyhadanenko"}, {"ID": "2", "Прізвище": "Prykladchuk"}]', "json")
    assert [entry["family_name"] for entry in checked.list] == ["Vyhadanenko", "Prykladchuk"]
    assert list(checked.findings) == []


def test_an_unknown_name_in_json_is_told_once_with_its_place_and_the_likeliest_field() -> None:
    checked = survey('[{"id": "1", "famly_name": "A"}, {"id": "2", "famly_name": "B"}]', "json")
    (one,) = checked.findings
    assert (one.place, "its name 2 (the likeliest is family_name)" in one.what) == ("row 1 (line 1)", True)


def test_a_number_where_a_text_belongs_is_told_once_with_what_to_do() -> None:
    checked = survey("[" + ", ".join(f'{{"id": {n}}}' for n in range(1, 5)) + "]", "json")
    (line,) = checked.findings.summary("error")
    assert line.startswith("id, 4 cells, first row 1 (line 1): its type is integer")
    assert line.endswith("write it in quotes")
    assert next(iter(checked.findings)).instead == '"1"'


def test_equal_findings_fold_into_one_line() -> None:
    data = HEADER + "".join(f"{n},A{n},B,x\n" for n in range(1, 40))
    (line,) = survey(data).findings.summary("error")
    assert line.startswith("column 4 (birth_date), 39 cells, first row 1 (line 2): not a date")
    few: Findings = survey(HEADER + "1,A,B,x\n2,B,C,y\n").findings
    assert few.summary("error")[0].startswith("row 1 (line 2), column 4 (birth_date); row 2 (line 3), column 4")


def test_zeros_are_missed_where_every_one_is_lost() -> None:
    numbers = [*("345678", "912345", "334455", "456712", "69746", "234567", "876123", "555432"), "761234", "8123"]
    numbers += ["678901", "432198"]
    data = "id,number\n" + "".join(f"{n},{number}\n" for n, number in enumerate(numbers, 1))
    lost = found(data, "lost-zeros", profile=None)
    assert [(one.row, one.instead) for one in lost] == [(5, "069746"), (10, "008123")]
    counted = "id,number\n" + "".join(f"{n},{n}\n" for n in range(9_990, 10_100))
    assert found(counted, "lost-zeros", profile=None) == []


# XLSX


def formatted(text: object, code: str) -> bytes:
    def change(main: Worksheet) -> None:
        main["A2"].number_format = code

    return sheet(["id", "family_name"], [text, "Vyhadanenko"], change=change)


@pytest.mark.parametrize(
    ("code", "instead"),
    [('"UA-"@', "UA-123"), (";;;", ""), ('0;-0;0;@" (1)"', "123 (1)"), (r"\#@", "#123"), ("[Red]@;", None)],
)
def test_a_text_that_is_shown_otherwise_than_kept_is_an_error(code: str, instead: str | None) -> None:
    reported = found(formatted("123", code), "not-shown", "xlsx")
    assert [one.instead for one in reported] == ([] if instead is None else [instead])


@pytest.mark.parametrize("code", ["General", "@", "[Red]@", "0;-0;0;@", "_-@_-", "0.00", "yyyy-mm-dd", '"x"0'])
def test_a_text_that_is_shown_as_it_is_kept_is_read(code: str) -> None:
    assert found(formatted("123", code), "not-shown", "xlsx") == []


@pytest.mark.parametrize("code", ["Standard", "Основной", "Général", "Стандартный", "Estándar"])
def test_the_name_of_a_format_in_another_language_is_no_date(code: str) -> None:
    (one,) = found(formatted(12, code), "not-shown", "xlsx")
    assert "displayed differently from how it is stored" in one.what


def test_names_of_parts_are_compared_without_case() -> None:
    data = io.BytesIO()
    book = zipfile.ZipFile(io.BytesIO(sheet(["id", "family_name"], ["1", "Vyhadanenko"])))
    with book, zipfile.ZipFile(data, "w") as other:
        for name in book.namelist():
            other.writestr(name.upper() if name.startswith("xl/") else name, book.read(name))
    assert len(survey(data.getvalue(), "xlsx").list) == 1


def test_an_empty_value_beside_an_inline_text_is_read_and_a_filled_one_refused() -> None:
    beside = '<row><c t="inlineStr"><v>{}</v><is><t>A</t></is></c></row>'
    assert [*survey(raw(HEADER_ROW + beside.format("")), "xlsx", None).list] == [{"a": "A", "b": ""}]
    assert "of another type" in refusal(raw(HEADER_ROW + beside.format("1")), "xlsx")


@pytest.mark.parametrize(
    "page", ["<html><table>", "\ufeff\n<!DOCTYPE html>", "<table><tr>", "<?xml version='1.0'?>", "  <meta charset='x'>"]
)
@pytest.mark.parametrize("kind", ["xlsx", "csv", "json"])
def test_a_web_page_under_the_name_of_a_table_is_told_at_once(page: str, kind: tables.Kind) -> None:
    said = refusal(page, kind)
    assert "it is a web page or XML file whatever its name says" in said
    assert ".csv" not in said


# encodings

POLISH = ["Łukasz Zmyślonowski", "Żaneta Przykładowska", "Michał Wymyślony", "Agnieszka Gąsień", "Józef Świętałka"]
NAMES = {
    "cp1250": POLISH,
    "iso8859_2": ["Božena Vymyšlená", "Jiří Příkladný", "Šárka Nováčková", "Řehoř Ďuriš", "Tomáš Žežulka"],
    "cp852": ["Božena Vymyšlená", "Jiří Příkladný", "Šárka Nováčková", "Řehoř Ďuriš", "Tomáš Žežulka"],
    "cp1253": ["Γιώργος Παραδείγματος", "Ελένη Φανταστική", "Νίκος Επινοημένος"],
    "cp1254": ["Gülşah Örnekoğlu", "İsmail Uydurmuş", "Çağrı Kurmacı", "Şükrü Yıldız", "Tuğba Öztürk"],
    "cp1255": ["יעל דמיוני", "משה בדוי", "רבקה לדוגמה"],
    "cp1256": ["أحمد الخيالي", "فاطمة المثال", "يوسف المفترض"],
    "cp1257": ["Jānis Piemērs", "Ērika Izdomātā", "Kārlis Šķēle", "Ģirts Ņikitins", "Žanis Bērziņš"],
    "koi8_r": ["Иван Вымышленный", "Ольга Примерова", "Сергей Образцов"],
    "mac_cyrillic": ["Петро Вигаданий", "Олена Прикладна", "Богдан Уявний"],
}


@pytest.mark.parametrize("encoding", NAMES)
def test_the_code_page_is_told_by_the_letters_of_the_language_and_is_a_warning(encoding: str) -> None:
    data = "id,family_name\n" + "".join(f"{n},{name}\n" for n, name in enumerate(NAMES[encoding], 1))
    checked = survey(data.encode(encoding))
    assert [entry["family_name"] for entry in checked.list] == NAMES[encoding]
    (guess,) = [one for one in checked.findings if one.code == "guessed-encoding"]
    assert guess.severity == "warning"
    assert "The encoding is a guess: " in guess.what
    assert NAMES[encoding][0] not in guess.what


def test_an_encoding_that_is_not_certain_is_refused_with_the_likeliest_readings() -> None:
    said = refusal("id,name\n1,André\n".encode("cp850"))
    assert "its encoding is not certain" in said
    assert "cp437: é" in said
    assert said.count(": ") >= 3
    assert "Andr" not in said


def test_bytes_in_which_nothing_is_likely_get_no_advice() -> None:
    said = refusal(b"id,name\n" + bytes(range(0x80, 0x100)) * 3 + b"\n")
    assert "likeliest" not in said
    assert "name its encoding with --encoding" in said


@pytest.mark.parametrize(
    ("name", "instead"),
    [
        ("Петро".encode().decode("cp1252", "replace").replace("\ufffd", ""), None),
        ("Вигаданий".encode().decode("latin-1"), "Вигаданий"),
        ("Олена".encode().decode("cp1251"), "Олена"),
        ("Zmyślonowska".encode().decode("latin-1"), "Zmyślonowska"),
        ("Примерова".encode("cp1251").decode("cp1252"), ""),
        ("Примерова".encode("koi8_r").decode("cp1251"), ""),
        ("Примерова".encode("cp1251").decode("cp866"), ""),
        ("Łukasz".encode("cp1250").decode("cp1252"), ""),
        ("Lefèvre".encode("cp850").decode("cp1252"), ""),
        ("Andr‚", ""),
    ],
)
def test_wrong_letters_in_one_word_are_found_whatever_the_encoding(name: str, instead: str | None) -> None:
    others = "".join(f"{n},Вигаданенко{'абвг'[n % 4] * n},Petro,\n" for n in range(2, 40))
    reported = found(HEADER + f"1,{name},Petro,\n" + others, "encoding")
    assert {one.row for one in reported} == {1}
    if instead is not None:
        assert instead in {one.instead for one in reported}


@pytest.mark.parametrize("name", [*POLISH, "Њего́ш", "МакГрегор", "Mª José", "Gal·la", "Đức", "«Грім»", "Çağrı", "Ærø"])
def test_a_name_in_another_language_has_no_wrong_letters(name: str) -> None:
    assert found(HEADER + f"1,{name},Petro,\n", "encoding") == []

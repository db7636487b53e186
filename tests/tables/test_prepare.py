"""Preparing any text: it is refused in words, or what is said of the list is what check says of its workbook."""

import io
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from swapproto import tables
from swapproto.errors import InputError
from swapproto.tables import profiles
from swapproto.tables.checks import examine
from swapproto.tables.findings import Findings
from swapproto.tables.plan import Plan
from swapproto.tables.prepare import Prepared, find_layout, grid, prepare, to_plan
from swapproto.tables.prepare.checking import check
from swapproto.tables.prepare.rows import GridRows
from swapproto.tables.profiles import Profile
from swapproto.tables.workbooks import ready

TODAY = date(2026, 6, 15)
PLAN = Plan(words={"status": {"в полоні": "prisoner-of-war"}}, last_year=2026)
DETAINEE = profiles.load("detainee")
HEADERS = ["№ з/п", "ПІБ", "Прізвище", "Ім'я", "Дата нар.", "Статус", "Громадянство", "Примітка", "Дивне", ""]
CELLS = [
    *("", " ", "\xa0", "-", "—", "N/A", "1", "2", "3", "Всього:", "Начальник", "03.02.91", "31.02.91", "1984-05-17"),
    *("полонений", "в полоні", "Україна", "Вигаданенко Петро Іванович", "Уявний (Грім) Степан", "Ви?тал", "Лист"),
    *("O&#39;Вигад", '="001"', "'0012", "\u200b", "a\x1fb", "\x1e", '"x;y\n2;z"', '"не закрито'),
]


def prepared_from(text: str, profile: Profile) -> Prepared:
    cells = grid.of_text(io.BytesIO(text.encode()), PLAN, encoding=None, delimiter=";", named_tsv=False)
    layout = find_layout(cells, profile, PLAN)
    return prepare(cells, layout, to_plan(layout, PLAN), profile)


def found_in(workbook: io.BytesIO, profile: Profile) -> Findings:
    survey = tables.survey(workbook, "xlsx", label="", schema=profile.schema, severities=profile.rules.severity)
    examine(survey.in_columns(), profile.schema, profile.rules, survey.findings, TODAY)
    return survey.findings


@given(
    st.lists(st.sampled_from(HEADERS), min_size=2, max_size=5, unique=True).flatmap(
        lambda headers: st.tuples(
            st.just(headers),
            st.lists(st.lists(st.sampled_from(CELLS), min_size=len(headers), max_size=len(headers)), max_size=12),
        )
    )
)
def test_what_is_said_of_the_list_is_what_check_says_of_the_workbook(table: tuple[list[str], list[list[str]]]) -> None:
    headers, rows = table
    workbook = io.BytesIO()
    try:
        prepared = prepared_from("\n".join(";".join(row) for row in [headers, *rows]), DETAINEE)
        findings = check(prepared, DETAINEE, TODAY)
        ready.write(prepared, findings, "a table", workbook)
        expected = found_in(workbook, DETAINEE)
    except InputError:
        return
    places = sorted((one.code, one.place, one.what, one.instead) for one in findings)
    assert places == sorted((one.code, one.place, one.what, one.instead) for one in expected)


@given(st.lists(st.lists(st.text("ab\x1e\x1f\n", max_size=3), min_size=1, max_size=4), max_size=1100))
def test_rows_come_back_as_they_were_added(rows: list[list[str]]) -> None:
    kept = GridRows()
    kept.extend(range(1, len(rows) + 1), rows)
    assert [row.cells for row in kept] == rows
    assert [row.number for row in kept] == [*range(1, len(rows) + 1)]
    assert [*kept.below(0)] == rows[1:]

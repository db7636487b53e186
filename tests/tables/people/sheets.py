"""Spreadsheets of made-up persons by three secretariats, with faults at known places.

``python -m tests.tables.people.sheets FOLDER`` writes uk.xlsx, ru.xlsx and en.xlsx, the same on every machine. Each has
a thousand persons under headers of its own, and a few rows to remove. It is known who is in several of them.
"""

import csv
import io
import re
import sys
import unicodedata
import zipfile
from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from pathlib import Path
from random import Random
from typing import NamedTuple, TypeAlias

from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from swapproto.tables.findings import Code

from .households import FAULTS, NAMES, Entry, Person, population, written

COUNT = 1000
_SEED = 20240229
_LISTED = {
    "uk": range(COUNT),
    "ru": range(400, 400 + COUNT),
    "en": [*range(200, 600), *range(1000, 1600)],
}
"""The persons of each list, by number. The first two share 600; the third shares 400 and 600 with them."""
_POPULATION = 1700

Cell: TypeAlias = str | int | date | datetime | None

HEADERS: Mapping[str, Mapping[str, str]] = {
    "uk": {
        "id": "№ з/п",
        "status": "Статус за конвенціями",
        "family_name": "Прізвище",
        "given_name": "Ім'я",
        "patronymic_name": "По батькові",
        "birth_date": "Дата народження",
        "birth_place": "Місце народження",
        "rank": "Звання",
        "serial_number": "Особистий №",
        "measure": "Вжитий захід",
        "measure_date": "Коли взято",
        "": "Примітки",
    },
    "ru": {
        "id": "№ п/п",
        "family_name": "ФАМИЛИЯ",
        "given_name": "ИМЯ",
        "patronymic_name": "ОТЧЕСТВО",
        "birth_date": "Дата рождения:",
        "birth_place": "Место рождения",
        "status": "Категория",
        "rank": "Воинское звание",
        "serial_number": "Личный номер",
        "measure": "Принятая мера",
        "measure_date": "Взят",
    },
    "en": {
        "id": "Ref.",
        "family_name": "Surname",
        "given_name": "First name",
        "patronymic_name": "Patronymic",
        "birth_date": "Date of birth",
        "birth_place": "Place of birth",
        "status": "Status under the conventions",
        "rank": "Rank",
        "measure": "Measure taken",
        "measure_date": "Date of capture",
        "": "Remarks",
    },
}
"""The columns of each sheet, in order, by field; "" is a column for which no list has a field."""

_RANKS = (
    {"uk": "солдат", "ru": "рядовой", "en": "private"},
    {"uk": "старший солдат", "ru": "ефрейтор", "en": "private"},
    {"uk": "сержант", "ru": "сержант", "en": "sergeant"},
    {"uk": "лейтенант", "ru": "лейтенант", "en": "lieutenant"},
    {"uk": "капітан", "ru": "капитан", "en": "captain"},
)
_SLIPS = (
    "family and given name swapped",
    "no patronymic",
    "no birthplace",
    "day and month swapped",
    "one digit of the date wrong",
    "year only",
    "one letter wrong",
)
"""Slips that no check can find, and that a match has to tolerate."""
_YEARS = range(1925, 2007)


class Planted(NamedTuple):
    """A fault: its row of the sheet and its field, None if it is about more than one; and the code of its finding."""

    line: int | None
    field: str | None
    code: Code


class Made(NamedTuple):
    """A sheet, its faults, the entries after their repair, and the person of each entry by its ``id``."""

    workbook: bytes
    planted: list[Planted]
    right: list[Entry]
    persons: dict[str, int]


def _entry(people: list[Person], number: int, sheet: str) -> Entry:
    """Return the entry of a person in the spelling of one secretariat."""
    draw, person = Random(f"{_SEED} {number}"), people[number]
    rank, serial, captured = draw.choice(_RANKS)[sheet], draw.randrange(1_000, 99_999), draw.randrange(900)
    civilian = draw.random() < 0.2
    latin = draw.choices(("uk KMU", "ru ICAO", "uk by hand"), (6, 3, 1))[0]
    draw = Random(f"{_SEED} {number} {sheet}")
    entry = written(person, latin if sheet == "en" else sheet)
    if sheet != "uk" and draw.random() < 0.2:
        entry = _slip(entry, draw)
    if sheet == "ru" and draw.random() < 0.3:
        serial += draw.choice((1, 10, 100))  # misheard
    return entry | {
        "status": "civilian" if civilian else "prisoner-of-war",
        "rank": None if civilian else rank,
        "serial_number": None if civilian or sheet == "en" else f"{serial:06}",
        "measure": "internment" if civilian else "capture",
        "measure_date": (date(2022, 3, 1) + timedelta(captured)).isoformat(),
    }


def _slip(entry: Entry, draw: Random) -> Entry:
    changed = FAULTS[draw.choice(_SLIPS)](entry, draw) or entry
    return changed if int((changed["birth_date"] or "0")[:4]) in _YEARS else entry


class _Draft:
    """An unfinished sheet. Its first row is the header, so ``rows[0]`` is on line 2."""

    def __init__(self, name: str) -> None:
        self.name, self.headers = name, HEADERS[name]
        people = population(_POPULATION, Random(_SEED))
        numbers = [*_LISTED[name]]
        if name != "uk":
            Random(f"{_SEED} {name}").shuffle(numbers)
        self.people = people
        self.rows: list[dict[str, Cell]] = []
        self.right: list[Entry | None] = []
        self.persons: dict[str, int] = {}
        self.planted: list[Planted] = []
        self.hidden: list[int] = []
        self.struck: list[int] = []
        self.results: dict[str, str] = {}  # of formulas
        self._taken: set[int] = set()
        for number in numbers:
            self.add(number, _entry(people, number, name))

    def add(self, number: int, entry: Entry, at: int | None = None) -> None:
        """Add a row at the end; or one ``at`` a line, which is not part of the repaired list."""
        if at is None:
            self.rows.append({**entry})
            self.right.append(entry)
            self.numbers = [*getattr(self, "numbers", []), number]
        else:
            self.rows.insert(at - 2, {**entry})
            self.right.insert(at - 2, None)
            self.numbers.insert(at - 2, number)
            self._taken.add(at)

    def number_rows(self, form: Callable[[int], Cell]) -> None:
        """Number all rows, by which the persons of the repaired list are then known."""
        for n, (row, right, number) in enumerate(zip(self.rows, self.right, self.numbers, strict=True), 1):
            row["id"] = form(n)
            if right is not None:
                right["id"] = str(row["id"])
                self.persons[str(row["id"])] = number

    def find(self, first: int, suits: Callable[[Entry], object] = bool) -> int:
        """Return the first line, from this one on, with a suitable row of the repaired list that has no fault yet."""
        for line in range(first, len(self.rows) + 2):
            right = self.right[line - 2]
            if line not in self._taken and right is not None and suits(right):
                self._taken.add(line)
                return line
        raise ValueError(first)

    def plant(
        self,
        first: int,
        field: str,
        code: Code,
        change: Callable[[str], Cell],
        suits: Callable[[str], object] = bool,
    ) -> int:
        """Change the field of the first row, from this line on, whose value suits, so that a finding has this code."""
        line = self.find(first, lambda entry: entry[field] and suits(entry[field] or ""))
        self.rows[line - 2][field] = change(str((self.right[line - 2] or {})[field]))
        self.planted.append(Planted(line, field, code))
        return line

    def found(self, line: int | None, field: str | None, *codes: Code) -> None:
        """Note the findings of a fault that was not planted by :meth:`plant`."""
        self.planted += [Planted(line, field, code) for code in codes]

    def leave_out(self, first: int, field: str, code: Code, suits: Callable[[Entry], object] = bool) -> None:
        """Empty a cell whose value nobody knows; the repaired list has none, either."""
        line = self.find(first, suits)
        self.rows[line - 2][field] = None
        (self.right[line - 2] or {})[field] = None
        self.planted.append(Planted(line, field, code))


def _uk() -> tuple[_Draft, Workbook]:
    draft = _Draft("uk")
    people = draft.people
    draft.add(54, written(people[54], "ru") | _rest(draft, 54), at=210)
    draft.add(88, _turned_round(_entry(people, 88, "uk")), at=333)
    draft.add(120, _entry(people, 120, "uk"), at=480)
    draft.add(1650, _entry(people, 1650, "uk"), at=510)
    draft.number_rows(lambda n: n)
    draft.found(None, "id", "turned")
    draft.found(210, None, "likely-same")
    draft.found(333, None, "likely-same")
    draft.found(480, None, "same-entry", "likely-same")
    draft.struck.append(510)
    draft.found(510, None, "struck-out")

    draft.plant(12, "given_name", "missing", lambda _: None)
    draft.plant(25, "birth_date", "malformed", _day_first)
    draft.plant(38, "birth_date", "malformed", lambda text: text[:4] + "-02-30")
    draft.plant(47, "birth_date", "malformed", _serial)
    draft.plant(60, "serial_number", "lost-zeros", int)
    draft.found(None, "serial_number", "turned")
    draft.plant(71, "id", "repeated", lambda text: int(text) - 1)
    draft.plant(84, "family_name", "not-nfc", _decomposed, lambda text: _decomposed(text) != text)
    draft.plant(97, "family_name", "invisible", lambda text: text[:3] + "\u200b" + text[3:])
    draft.plant(110, "birth_place", "spaces", lambda text: text.replace(" ", "\u00a0"), lambda text: " " in text)
    draft.plant(123, "given_name", "mixed-scripts", lambda text: text.replace("о", "o"), lambda text: "о" in text)
    draft.plant(136, "family_name", "apostrophes", lambda text: text.replace("’", "'"), lambda text: "’" in text)
    draft.plant(149, "family_name", "apostrophes", lambda text: text.replace("’", "ʼ"), lambda text: "’" in text)
    draft.plant(162, "family_name", "bidirectional", lambda text: text + "\u200f")
    draft.plant(201, "rank", "formula", lambda _: "=H200")
    line = draft.plant(220, "birth_place", "formula", lambda _: "=G219")
    draft.results["G219"] = (draft.right[line - 2] or {})["birth_place"] or ""
    draft.plant(244, "measure_date", "implausible-date", lambda text: "19" + text[2:])
    line = draft.plant(
        257, "birth_date", "implausible-date", lambda text: "20" + text[2:], lambda text: text[2:4] > "40"
    )
    draft.found(line, "measure_date", "implausible-date")  # which is before that birth, too
    draft.plant(270, "status", "not-allowed", lambda _: "військовополонений", lambda text: text != "civilian")
    draft.plant(296, "family_name", "encoding", lambda text: "?" * len(text))
    draft.plant(309, "given_name", "spaces", lambda text: f" {text} ")
    draft.plant(322, "birth_date", "implausible-date", lambda _: "1890")
    draft.plant(350, "patronymic_name", "spaces", lambda text: text + "\n")
    draft.leave_out(283, "rank", "expected", lambda entry: entry["rank"])
    for line in (400, 401):
        draft.hidden.append(draft.find(line))
        draft.found(line, None, "hidden")

    book, sheet = _book(draft, "Список", "dd.mm.yyyy")
    sheet.auto_filter.ref = sheet.dimensions
    sheet.auto_filter.add_filter_column(1, ["prisoner-of-war"])
    other = book.create_sheet("Аркуш2")
    other.append(["уточнити у слідчого", 17])
    draft.found(None, None, "second-sheet")
    return draft, book


def _ru() -> tuple[_Draft, Workbook]:
    draft = _Draft("ru")
    people = draft.people
    numbers = draft.numbers
    twice, again = numbers[30], numbers[500]
    draft.add(twice, written(people[twice], "ru ICAO") | _rest(draft, twice), at=222)
    draft.add(again, written(people[again], "uk") | _rest(draft, again), at=610)
    draft.add(1651, _entry(people, 1651, "ru"), at=700)
    draft.number_rows(lambda n: f"Р-{n:04}")
    draft.found(222, None, "likely-same")
    draft.found(610, None, "likely-same")
    draft.struck.append(700)
    draft.found(700, None, "struck-out")

    draft.plant(15, "id", "missing", lambda _: "")
    draft.plant(28, "birth_date", "malformed", lambda text: f"{text[5:7]}/{text[8:]}/{text[:4]}", _is_month_first)
    draft.plant(41, "birth_date", "malformed", lambda text: f"{text} г.", lambda text: len(text) == 4)
    draft.plant(54, "birth_date", "malformed", _at_noon, _is_whole)
    draft.plant(67, "family_name", "invisible", lambda text: text[:2] + "\u00ad" + text[2:])
    draft.plant(80, "family_name", "mixed-scripts", lambda text: text.replace("о", "o"), lambda text: "о" in text)
    draft.plant(93, "id", "repeated", lambda text: f"Р-{int(text[2:]) - 40:04}")
    draft.plant(106, "measure_date", "implausible-date", lambda text: "19" + text[2:])
    draft.plant(119, "status", "missing", lambda _: None)
    draft.plant(132, "given_name", "missing", lambda _: "н/д")
    draft.plant(145, "serial_number", "not-shown", int)
    draft.plant(158, "given_name", "not-nfc", _decomposed, lambda text: _decomposed(text) != text)
    draft.plant(171, "birth_place", "spaces", lambda text: text.replace(" ", "  "), lambda text: " " in text)
    draft.plant(184, "measure", "not-allowed", lambda _: "плен")
    for line in (300, 301, 302):
        draft.hidden.append(draft.find(line))
        draft.found(line, None, "hidden")
    draft.found(None, "birth_place", "hidden")

    book, sheet = _book(draft, "Лист1", "dd.mm.yyyy")
    (padded,) = (place.line for place in draft.planted if place.code == "not-shown")
    sheet.cell(padded or 0, _column(draft, "serial_number")).number_format = "000000"
    sheet.column_dimensions[get_column_letter(_column(draft, "birth_place"))].hidden = True
    return draft, book


def _en() -> tuple[_Draft, Workbook]:
    draft = _Draft("en")
    people = draft.people
    twice = draft.numbers[70]
    draft.add(twice, written(people[twice], "uk") | _rest(draft, twice), at=260)
    draft.number_rows(lambda n: f"M{n:04}")
    draft.found(260, None, "likely-same")
    draft.found(None, "serial_number", "expected")

    draft.plant(20, "family_name", "missing", lambda _: "-")
    draft.plant(33, "birth_date", "malformed", lambda text: text[:4] + "-04-31")
    draft.plant(46, "birth_date", "malformed", lambda text: f"{text[8:]}/{text[5:7]}/{text[:4]}", _is_either)
    draft.plant(59, "id", "repeated", lambda text: f"M{int(text[1:]) - 5:04}")
    draft.plant(72, "given_name", "mixed-scripts", lambda text: text.replace("a", "а"), lambda text: "a" in text)
    draft.plant(85, "family_name", "spaces", lambda text: text + " ")
    draft.plant(98, "family_name", "control", lambda text: text[:2] + "_x0007_" + text[2:])
    draft.plant(111, "measure_date", "implausible-date", lambda _: "2202-08-14")
    draft.plant(137, "rank", "formula", lambda _: "#N/A")
    draft.plant(150, "given_name", "invisible", lambda text: "\ufeff" + text)
    first = draft.find(410)
    draft.find(first + 1)
    book, sheet = _book(draft, "Sheet1", "yyyy-mm-dd")
    place = _column(draft, "birth_place")
    for row in (first, first + 1):
        draft.rows[row - 2]["birth_place"] = (draft.right[row - 2] or {})["birth_place"] = "Medvyn"
        sheet.cell(row, place).value = "Medvyn"
    sheet.merge_cells(start_row=first, end_row=first + 1, start_column=place, end_column=place)
    draft.found(None, None, "merged")
    stray = draft.find(450)
    sheet.cell(stray, len(draft.headers) + 2).value = "ask again"
    draft.found(stray, None, "columns")
    return draft, book


def _rest(draft: _Draft, number: int) -> Entry:
    """Return what somebody else copied without a fault."""
    entry = _entry(draft.people, number, draft.name)
    return {field: text for field, text in entry.items() if field not in NAMES and field != "birth_place"}


def _turned_round(entry: Entry) -> Entry:
    return entry | {"family_name": entry["given_name"], "given_name": entry["family_name"], "birth_place": None}


def _is_whole(text: str) -> bool:
    return len(text) == len("1984-05-17")


def _is_month_first(text: str) -> bool:
    return _is_whole(text) and text[8:] > "12"


def _is_either(text: str) -> bool:
    return _is_whole(text) and text[8:] <= "12" and text[8:] != text[5:7]


def _day_first(text: str) -> str:
    return f"{text[8:]}.{text[5:7]}.{text[:4]}"


def _serial(text: str) -> int:
    return (date.fromisoformat(text) - date(1899, 12, 30)).days


def _at_noon(text: str) -> datetime:
    return datetime.combine(date.fromisoformat(text), time(12, 30))


def _decomposed(text: str) -> str:
    return unicodedata.normalize("NFD", text)


def _column(draft: _Draft, field: str) -> int:
    return [*draft.headers].index(field) + 1


def _book(draft: _Draft, title: str, date_format: str) -> tuple[Workbook, Worksheet]:
    """Return the workbook as a spreadsheet program saves it: two in three dates are dates, the others are texts."""
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = title
    sheet.append([*draft.headers.values()])
    sheet.freeze_panes = "A2"
    touched = {(place.line, place.field) for place in draft.planted}
    for line, row in enumerate(draft.rows, 2):
        for column, field in enumerate(draft.headers, 1):
            value = row.get(field)
            if field == "" and line % 90 == 0:
                value = "див. папери" if draft.name == "uk" else "see papers"
            if field.endswith("_date") and line % 3 and isinstance(value, str) and (line, field) not in touched:
                value = date.fromisoformat(value) if _is_whole(value) else value
            cell = sheet.cell(line, column)
            cell.value = value
            if isinstance(value, datetime):
                cell.number_format = f"{date_format} hh:mm"
            elif isinstance(value, date):
                cell.number_format = date_format
            if line in draft.struck:
                cell.font = Font(strike=True)
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for line in draft.hidden:
        sheet.row_dimensions[line].hidden = True
    return book, sheet


_DRAFTS = {"uk": _uk, "ru": _ru, "en": _en}


def make(name: str) -> Made:
    """Return the sheet ``uk``, ``ru`` or ``en``."""
    draft, book = _DRAFTS[name]()
    stream = io.BytesIO()
    book.save(stream)
    right = [entry for entry in draft.right if entry is not None]
    return Made(_with_results(stream.getvalue(), draft.results), draft.planted, right, draft.persons)


def _with_results(workbook: bytes, results: Mapping[str, str]) -> bytes:
    """Return the workbook with the results of its formulas, as a program that computed them saves it."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            text = old.read(info).decode()
            for formula, result in results.items():
                text = re.sub(
                    rf'(<c r="[A-Z0-9]+")(><f>{formula}</f>)<v ?(?:/>|></v>)', rf'\1 t="str"\2<v>{result}</v>', text
                )
            new.writestr(info, text)
    return made.getvalue()


def misread_csv() -> bytes:
    """Return the beginning of the Ukrainian list as CSV in Windows-1251."""
    fields = ("id", "family_name", "given_name", "patronymic_name", "birth_date", "birth_place")
    stream = io.StringIO(newline="")
    rows = csv.writer(stream)
    rows.writerow(fields)
    people = population(_POPULATION, Random(_SEED))
    for number in range(200):
        entry = _entry(people, number, "uk") | {"id": str(number)}
        rows.writerow([entry[field] for field in fields])
    return stream.getvalue().encode("cp1251")


if __name__ == "__main__":
    for name in HEADERS:
        path = Path(sys.argv[1]) / f"{name}.xlsx"
        path.write_bytes(make(name).workbook)
        print(path)

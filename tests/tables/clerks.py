"""The sheet of a tired clerk, made up: title lines, whole names, dates as 03.02.91, totals, a second sheet.

``python -m tests.tables.clerks FOLDER`` writes it there, and that of the next month.
"""

import io
import random
import sys
from pathlib import Path
from typing import cast

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

FAMILY = ["Вигаданенко", "Прикладчук", "Уявний", "Зразковий", "Нечуй-Вигад", "Небувалюк", "Казковий", "Мрійник"]
GIVEN = ["Петро", "Іван", "Степан", "Богдан", "Тарас", "Андрій", "Олег", "Юрій", "Роман", "Сергій"]
FATHER = ["Іванович", "Петрович", "Степанович", "Богданович", "Тарасович", "Андрійович", "Олегович", "Юрійович"]
RANKS = ["солдат", "сержант", "ст. солдат", "молодший сержант", "матрос"]
HEADER = ["№ з/п", "ПІБ", "Звання", "Особистий №", "Дата нар.", "Статус", "Дата полону", "Примітка"]
COUNT = 40


def person(number: int, chance: random.Random) -> list[str]:
    """A row of the sheet."""
    name = f"{FAMILY[number % 8]} {GIVEN[number // 4 % 10]} {FATHER[(number * 7 + number // 8) % 8]}"
    if number % 9 == 4:
        name = f"{name.split()[0].upper()}  {' '.join(name.split()[1:])}"
    born = f"{chance.randint(1, 28):02}.{chance.randint(1, 12):02}.{chance.randint(70, 99)}"
    taken = f"{chance.randint(1, 28):02}.{chance.randint(1, 12):02}.{chance.choice((22, 23, 24))}"
    rank = chance.choice(RANKS) + (" " if number % 11 == 3 else "")
    return [f"{number}", name, rank, f"{chance.randint(100_000, 999_999)}", born, "Військовополонений", taken, ""]


def workbook(month: int = 11) -> bytes:
    """The sheet of a month, as a workbook."""
    chance = random.Random(month)
    book = openpyxl.Workbook()
    main = cast(Worksheet, book.active)
    main.title = "Список"
    main.append(["Список військовополонених, станом на 1 число"])
    main.merge_cells("A1:H1")
    main.append([])
    main.append(HEADER)
    main.append([f"{n}" for n in range(1, len(HEADER) + 1)])
    for number in range(1, COUNT + 1):
        main.append(person(number, chance))
        if number == 20:
            main.append(HEADER)
    main.append(["Всього:", f"{COUNT} осіб"])
    main.append(["Начальник відділу", "", "", "", "", "", "", "Зразковий А. А."])
    other = book.create_sheet("Чернетка")
    other.append(["нагадати про підпис"])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


if __name__ == "__main__":
    for name, month in (("november.xlsx", 11), ("december.xlsx", 12)):
        Path(sys.argv[1], name).write_bytes(workbook(month))
        print(name)

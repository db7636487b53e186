"""Rows that are likely no entry: section titles, signatures and other lines around a table."""

import re
from collections import Counter
from collections.abc import Sequence

from ...lists import Value
from ..columnar import Columnar, filled
from ..findings import Findings

_MIN_USUAL = 3  # cells of a row, from which a row with one alone is conspicuous
_WORDS = (
    *("начальник", "командир", "т.в.о", "тво", "в.о", "виконавець", "вик", "відповідальний", "склав", "склала"),
    *("перевірив", "затверджую", "погоджено", "голова комісії", "уповноважений", "представник", "підпис", "м.п", "мп"),
    *("розділ", "додаток", "військовослужбовці", "цивільні", "жінки", "поранені", "офіцери", "продовження", "аркуш"),
    *("врио", "и.о", "исполнитель", "исп", "ответственный", "составил", "проверил", "утверждаю", "согласовано"),
    *("председатель комиссии", "представитель", "подпись", "раздел", "приложение", "военнослужащие", "гражданские"),
    *("женщины", "раненые", "офицеры", "продолжение", "группа", "група", "список", "категория", "категорія", "дата"),
    *("commander", "chief", "head of", "officer in charge", "oic", "prepared by", "checked by", "approved by"),
    *("certified by", "for the", "witness", "signature", "signed", "stamp", "section", "annex", "appendix", "page"),
    *("continued", "military", "civilians", "women", "wounded", "officers", "group", "date", "note", "notes"),
    *("le chef", "le commandant", "l'officier", "établi par", "vérifié par", "vu", "certifié conforme", "cachet"),
    *("visa", "fait à", "annexe", "militaires", "civils", "femmes", "blessés", "suite", "groupe", "partie"),
    *("القائد", "الآمر", "مدير", "المسؤول", "أعد", "إعداد", "دقق", "صادق", "يعتمد", "المنظم", "التوقيع", "الختم"),
    *("المجموعة", "القسم", "الجزء", "قائمة", "كشف", "ملحق", "العسكريون", "المدنيون", "النساء", "الجرحى", "تابع"),
)
_BEGINS = re.compile(rf"[\W_]*(?:{'|'.join(map(re.escape, sorted(_WORDS, key=len, reverse=True)))})(?!\w)")


def begins_with_a_word(cells: Sequence[str]) -> bool:
    """Return whether a row's first cell begins with a word of titles or signatures."""
    return bool(cells) and _BEGINS.match(cells[0].casefold()) is not None


def find_strays(table: Columnar, findings: Findings) -> None:
    """Report rows with one or two cells where the others have more, as titles and signatures have."""
    if not len(table):
        return
    counts = _counts(table)
    usual = max(Counter(counts).items(), key=lambda pair: (pair[1], pair[0]))[0]
    reported = {found.row for found in findings if found.code in ("total-row", "header-row")}
    few = {row for row, count in enumerate(counts, 1) if 0 < count <= 2 and 2 * count <= usual and row not in reported}
    if not few:
        return
    last_whole = next((row for row in range(len(counts), 0, -1) if 2 * counts[row - 1] > usual), 0)
    numbers = table.flags(table.names[0], _is_number)
    numbered = 2 * sum(numbers) > len(table)  # most rows begin with a number
    what = f"has few cells where most rows have {usual}, as a title or a signature has: delete the row if it is one"
    for row, values in enumerate(table.rows(table.names), 1):
        if row not in few:
            continue
        first = next(str(value) for value in values if filled(value))
        alone = usual >= _MIN_USUAL and (counts[row - 1] == 1 or row > last_whole)
        if (alone and not (numbered and numbers[row - 1])) or _BEGINS.match(first.casefold()):
            findings.add("stray-row", what, row=row, found=first)


def _counts(table: Columnar) -> bytes:
    """Return how many cells of each row are filled."""
    return b"".join(
        sum(int.from_bytes(one.filled(), "little") for one in portions).to_bytes(len(rows), "little")
        for rows, portions in table.side_by_side(table.names)  # no schema has so many fields that a byte overflows
    )


def _is_number(value: Value) -> bool:
    return isinstance(value, int) or (isinstance(value, str) and value.strip(" .").isdecimal())

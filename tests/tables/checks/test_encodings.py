"""Text that was decoded with the wrong encoding."""

from collections.abc import Callable
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from swapproto.tables.checks.encodings import find_misreading
from tests.tables.checks.checking import codes, findings_of

UK = "Хмароченко Зорекривук Дощовилко Їжакобірай Річколнюк Щебетич Степобігайло Камнебренко Снігоєдюк Громовидзе"
RU = "Звездокрылов Ветрогонов Лесоглядова Росопадский Тучкин Камнебров Снегоедова Щебетин Яворнюк Степобегов Рычкова"
UK_GIVEN = "Олена Петро Сергій Наталія Ігор Юлія Андрій Ганна Євген Соломія"
RU_GIVEN = "Елена Пётр Сергей Наталья Игорь Юлия Андрей Анна Евгений Людмила"
CASES: list[Callable[[str], str]] = [str, str.upper]
SINGLE = ["cp1251", "koi8_u", "koi8_r", "cp866", "mac_cyrillic", "iso8859_5"]
PAIRS = [
    (true, wrong)
    for true in [*SINGLE, "utf-8"]
    for wrong in [*SINGLE, "cp1252", "latin-1"]
    if true != wrong and {true, wrong} not in ({"koi8_u", "koi8_r"}, {"cp866", "mac_cyrillic"})
]
"""The two pairs left out differ in few letters; a test below distinguishes them in lower case and in Ukrainian."""


def people(names: str, given: str, count: int) -> list[str]:
    random = Random(5)
    return [" ".join([random.choice(names.split()), random.choice(given.split())]) for _ in range(count)]


def taken_for(texts: list[str], true: str, wrong: str) -> list[str]:
    """Return the texts as programs misread them: a byte without a character becomes a control character."""
    table = {n: bytes([n]).decode(wrong, "ignore") or chr(n) for n in range(256)}
    return ["".join(table[byte] for byte in text.encode(true)) for text in texts]


@pytest.mark.parametrize("case", CASES, ids=["title", "upper"])
@pytest.mark.parametrize(("true", "wrong"), PAIRS)
def test_russian_names_in_another_encoding_are_found_and_repaired(
    true: str, wrong: str, case: Callable[[str], str]
) -> None:
    right = [case(text) for text in people(RU, RU_GIVEN, 40)]
    wrongly = taken_for(right, true, wrong)
    found = find_misreading(wrongly)
    assert found is not None
    assert found.instead == right[wrongly.index(found.found)]


@pytest.mark.parametrize("case", CASES, ids=["title", "upper"])
@pytest.mark.parametrize(("true", "wrong"), [*((a, b) for a, b in PAIRS if a in ("cp1251", "koi8_u", "utf-8"))])
def test_ukrainian_names_in_another_encoding_are_found_and_repaired(
    true: str, wrong: str, case: Callable[[str], str]
) -> None:
    right = [case(text) for text in people(UK, UK_GIVEN, 40)]
    wrongly = taken_for(right, true, wrong)
    found = find_misreading(wrongly)
    assert found is not None
    assert found.instead == right[wrongly.index(found.found)]


def test_two_encodings_that_differ_in_few_letters_are_distinguished() -> None:
    ukrainian, russian = people(UK, UK_GIVEN, 40), people(RU, RU_GIVEN, 40)
    for right, true, wrong in [(ukrainian, "koi8_u", "koi8_r"), (russian, "cp866", "mac_cyrillic")]:
        wrongly = taken_for(right, true, wrong)
        found = find_misreading(wrongly)
        assert found is not None
        assert found.instead == right[wrongly.index(found.found)]


@pytest.mark.parametrize("wrong", ["cp1252", "latin-1", "cp1251", "koi8_u"])
def test_western_names_in_utf8_are_found_and_repaired(wrong: str) -> None:
    right = ["Élodie Lefèvre", "Jürgen Weiß", "John Smith", "Łukasz Wójcik"]
    found = find_misreading(taken_for(right, "utf-8", wrong))
    assert found is not None
    assert found.encoding == "UTF-8"
    assert found.instead == right[0]


RIGHT = {
    "uk": UK + UK_GIVEN + " М’ята «Ґедзь» № 5 ФОП ДНІПРО",
    "ru": RU + RU_GIVEN + " объём подъезд ёж съёмка ЁЛКА НКВД №",
    "en": "Zoë Brontë’s café – naïve",
    "fr": "Élodie François Gaëlle Noël né à Besançon Côté «à l’été» œuvre où déjà forêt ÉLODIE FRANÇOIS",
    "de": "Jürgen Groß Müller Weiß Köln Königstraße Äußere Ölberg Übach Schäfer für MÜLLER",
    "pl": "Łukasz Żółć Małgorzata Dąbrowska Kraków Wójcik Józef źródło ŻÓŁĆ GÓRA",
    "cs": "Dvořák Růžička Žižka Příbram",
    "vi": "Nguyễn Văn Ánh Trần Thị Bích Đỗ",
    "ar": "محمد عبد الله فاطمة الزهراء يوسف",
    "he": "משה כהן רבקה לוי יצחק",
    "zh": "王小明 李四 张伟 欧阳娜娜",
    "el": "Γιώργος Παπαδόπουλος Ελένη",
    "sr": "Ђорђе Јовановић Љиљана Његош Џемо Ћосић Шћепановић ђорђе љиљана",
    "mk": "Ѓорѓи Ќосев Ѕвезда Јованова",
    "bg": "Ъглин Щърбанов Цветанка Желязкова Георги Ангелов Мъглиж",
    "be": "Ўладзімір Кавалёў Аляксей Быкаў Юрый Дзмітрыеў",
    "kk": "Нұрсұлтан Әбішұлы Қанат Жүсіпов",
    "signs": "• ° № — © § ½ ± € £ µ “ ” …",
}


@pytest.mark.parametrize("language", RIGHT)
@pytest.mark.parametrize("case", [str, str.upper, str.lower])
def test_right_text_is_not_called_misread(language: str, case: Callable[[str], str]) -> None:
    words = case(RIGHT[language]).split()
    assert find_misreading(words) is None
    assert find_misreading([f"{word} {n}" for word in words for n in range(9)]) is None


@pytest.mark.parametrize("word", ["янв", "чек", "сам", "тип", "РАДА"])
def test_a_short_word_that_can_be_utf8_is_not_called_misread(word: str) -> None:
    assert find_misreading([word]) is None
    assert find_misreading([word, f"{word} 1", f"{word} 2"]) is None


def test_a_misread_table_is_reported_once_with_both_encodings() -> None:
    wrongly = taken_for(people(UK, UK_GIVEN, 40), "cp1251", "koi8_u")
    found = [one for one in findings_of([{"n": text} for text in wrongly], ["n"]) if one.code == "encoding"]
    assert [one.row for one in found] == [None]
    assert "Windows-1251 read as KOI8-U" in found[0].what
    assert codes(found) == ["encoding"]
    assert found[0].found == wrongly[0]


@given(st.lists(st.text(max_size=30), max_size=20))
def test_any_texts_are_examined_without_an_error(texts: list[str]) -> None:
    found = find_misreading(texts)
    assert found is None or found.found in texts

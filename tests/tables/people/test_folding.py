import re
from importlib.resources import files
from json import loads

import pytest
from hypothesis import given
from hypothesis import strategies as st

from swapproto.tables.people.folding import LIMIT, fold
from swapproto.tables.people.names import beginnings, word

from .alphabets import LATIN
from .households import BEGINNINGS, ENDINGS, MEN, WOMEN

NAMES = st.text(st.sampled_from("абвгґдеєжзиіїйклмнопрстуфхцчшщьюяёэыъ’"), min_size=1, max_size=12)


@given(st.text())
def test_any_text_folds_to_latin_letters(text: str) -> None:
    assert all(re.fullmatch("[a-zčšž]+", folded) for folded in fold(text))


@given(st.one_of(st.text(), NAMES, st.text(st.sampled_from("abcdefghijklmnopqrstuvwxyzšč"))))
def test_a_folded_text_folds_to_itself(text: str) -> None:
    skeletons = fold(text)
    assert fold(" ".join(skeletons))[: len(skeletons) - 1] == skeletons[:-1]  # the last may be cut off by the limit
    if len(" ".join(skeletons)) <= LIMIT:
        assert fold(" ".join(skeletons)) == skeletons


@given(NAMES, NAMES)
def test_an_apostrophe_makes_no_difference(before: str, after: str) -> None:
    assert len({fold(before + sign + after) for sign in ("'", "’", "ʼ", "`", "‘", "´", "′", "")}) == 1


@given(NAMES)
def test_case_makes_no_difference(name: str) -> None:
    assert fold(name) == fold(name.upper()) == fold(name.title())


@pytest.mark.parametrize(
    "spellings",
    [
        "Щербацький Щербацкий Shcherbatskyi Shcherbatsky Shcherbatskiy Ščerbacʹkyj Shherbaczkij Szczerbacki Sherbatsky",
        "Хмаренко Khmarenko Chmarenko Xmarenko Hmarenko ХМАРЕНКО",
        "Дем’ян Дем'ян Демʼян Демьян Demian Demyan Dem'yan Demʹjan",
        "Євген Yevhen Ievhen Jevhen Yevgen Evhen",
        "Сергій Serhii Serhiy Serhij Sergij Sergii",
        "Пётр Петр Pyotr Petr Pëtr Piotr",
        "Ґалаґан Галаган Galagan Halahan",
        "Наталія Наталья Nataliia Natalia Natalya Natal'ja Natalʹâ",
        "Жовтобрюх Zhovtobriukh Žovtobrjux Zhovtobryukh Zhovtobriuh",
        "Цвіркун Tsvirkun Cvirkun Czvirkun Tzvirkun",
        "Ющенюк Yushchenyuk Iushcheniuk Juščenjuk Ûŝenûk",
        "Зорянов Zorianov Zoryanov Zorianoff",
        "Жевчук Zhevchuk Jevtchouk Żewczuk",
        "Щебетюк Shchebetiuk Chtchebetiouk Schtschebetjuk Szczebetiuk Shhebetyuk",
        "Туманчин Tumanchyn Toumantchine Tumantschin Tumanczyn",
        "Хвилов Khvylov Chwylow Khvilov Chvilov Chwilow",
        "Глибочанець Hlybochanets Glybochanecz Hłyboczaneć",
        "Анна Ана Anna",
    ],
)
def test_spellings_of_one_name_fold_to_the_same_letters(spellings: str) -> None:
    assert len({fold(spelling) for spelling in spellings.split()}) == 1


@pytest.mark.parametrize("system", LATIN)
def test_names_fold_alike_in_every_system_of_transliteration_but_for_few(system: str) -> None:
    language, latin = LATIN[system]
    names = {row[language] for row in (*MEN, *WOMEN)}
    names |= {row[language] + end[0 if language == 0 else 2] for row in BEGINNINGS for end in ENDINGS}
    other = [name for name in names if fold(name) != fold(latin(name))]
    assert len(other) <= len(names) / 50, other[:20]


def test_look_alike_letters_of_another_script_make_no_difference() -> None:
    assert fold("Xмаренко") == fold("Хмаренко") == fold("Хмаpeнкo")
    assert fold("Khmаrеnko") == fold("Khmarenko")


def test_different_names_stay_different() -> None:
    names = [row[0] for row in BEGINNINGS]
    assert len({fold(name) for name in names}) == len(names)


def test_a_decomposed_letter_makes_no_difference() -> None:
    assert fold("Ši\u0301ŝ") == fold("S\u030cis\u0302")


def test_a_given_name_is_in_one_group_only() -> None:
    groups: list[list[str]] = loads((files("swapproto.tables.people") / "names.json").read_bytes())
    group_of: dict[str, int] = {}
    for number, spellings in enumerate(groups):
        for spelling in spellings:
            assert group_of.setdefault("".join(fold(spelling)), number) == number, spelling


@pytest.mark.parametrize("row", MEN, ids=lambda row: row[0])
def test_a_patronymic_is_the_same_in_two_languages(row: list[str]) -> None:
    assert word(fold(row[2])).key == word(fold(row[3])).key != word(fold(row[0])).key


def test_a_patronymic_is_the_same_for_a_son_and_a_daughter() -> None:
    daughters = {"Сергійович": "Сергіївна", "Миколайович": "Николаевна", "Ілліч": "Ильинична", "Іванович": "Иванівна"}
    assert all(word(fold(son)).key == word(fold(daughter)).key for son, daughter in daughters.items())


def test_an_initial_can_be_that_of_the_name_in_any_language() -> None:
    name = word(fold("Микола"))
    assert {"m", "n"} <= beginnings(name)
    assert "p" not in beginnings(name)

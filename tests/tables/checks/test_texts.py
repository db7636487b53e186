"""Hidden faults of texts."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from swapproto.lists import Field
from swapproto.tables.checks import plain, scripts, texts, wrong_letters
from tests.tables.checks.checking import codes, column, findings_of

needs_names = pytest.mark.skipif(not scripts.installed(), reason="the library of the extra names is not installed")

RIGHT = [
    "Олена Хмаро",
    "М’ята-Ґалаґан",
    "Jean-Luc d’Aubigné",
    "Nguyễn Văn Ánh",
    "Łukasz Żółć",
    "يوسف عبد الله",
    "می\u200cخواهم",  # Persian, with a non-joiner where it belongs
    "क्\u200dष",  # Hindi, with a joiner where it belongs
    "משה",
    "山田太郎",
    "ひらがなカタカナ漢字",
    "김철수",
    "葛\U000e0100城",  # one of several forms of a name's letter
    "ВС-123456/2",
    "511 Hart Building",
    "Іван/Ivan",
    "Іван (Ivan), Ivan.Іван",
    "D'Arcy",
    "Anna & Olha",
    "",
]


@pytest.mark.parametrize("text", RIGHT, ids=ascii)
def test_a_right_text_is_not_reported(text: str) -> None:
    assert column([text]) == []


@pytest.mark.parametrize(
    ("text", "check", "instead", "named"),
    [
        ("Cafe\u0301", "not-nfc", "Café", "NFC"),
        ("Киї\u200bв", "invisible", "Київ", "U+200B ZERO WIDTH SPACE"),
        ("Кра\u00adвець", "invisible", "Кравець", "U+00AD SOFT HYPHEN"),
        ("\ufeffКравець", "invisible", "Кравець", "U+FEFF"),
        ("Anna\u200dOlha", "invisible", "AnnaOlha", "U+200D ZERO WIDTH JOINER"),
        ("می\u200c", "invisible", "می", "U+200C"),
        ("A\ufe0f", "invisible", "A", "U+FE0F VARIATION SELECTOR-16"),
        ("A\U000e0041", "invisible", "A", "U+E0041 TAG LATIN CAPITAL LETTER A"),
        ("Анна\u202e", "bidirectional", "Анна", "U+202E RIGHT-TO-LEFT OVERRIDE"),
        ("\u200fيوسف", "bidirectional", "يوسف", "U+200F RIGHT-TO-LEFT MARK"),
        ("A\u2066B\u2069", "bidirectional", "AB", "U+2066 LEFT-TO-RIGHT ISOLATE"),
        ("Kyiv\n5", "spaces", "Kyiv 5", "U+000A LINE BREAK"),
        ("Kyiv\f5", "control", "Kyiv 5", "U+000C"),
        ("Kyiv\u2028 5", "control", "Kyiv 5", "U+2028 LINE SEPARATOR"),
        ("Ki\x85", "control", "Ki", "U+0085"),
        ("Olha\x00", "control", "Olha", "U+0000"),
        (" Олена", "spaces", "Олена", "begins"),
        ("Олена  Хмаро ", "spaces", "Олена Хмаро", "two in a row"),
        ("Олена\u00a0Хмаро", "spaces", "Олена Хмаро", "U+00A0 NO-BREAK SPACE"),
        ("Olha \ufffd", "encoding", "", "U+FFFD REPLACEMENT CHARACTER"),
        ("????? ????", "encoding", "", "question marks"),
    ],
    ids=ascii,
)
def test_what_hides_in_a_text_is_reported(text: str, check: str, instead: str, named: str) -> None:
    (found,) = column(["Plain", text])
    assert (found.code, found.found, found.instead) == (check, text, instead)
    assert (found.row, found.field, found.place) == (2, "name", "row 2, name")
    assert named in found.what


@needs_names
@pytest.mark.parametrize(
    ("text", "instead"),
    [
        ("Xмаро", "Хмаро"),  # a Latin X in a Ukrainian name
        ("IВАНЕНКО Олена", "ІВАНЕНКО Олена"),
        ("Олeнa", "Олена"),
        ("Khmаro", "Khmaro"),  # a Cyrillic а in a Latin one
        ("Ïжак", "Їжак"),
        ("Тёплый Пëтр", "Тёплый Пётр"),
        ("Kїв", "Кїв"),
        ("Олеnа", ""),  # n looks like no Cyrillic letter
        ("Оo", ""),  # it may be either
        ("Оo Олена", "Оо Олена"),  # but hardly so here
        ("ТB34567", ""),
        ("АBС4567", "АВС4567"),
        ("Ελένη Eλένη", "Ελένη Ελένη"),
    ],
    ids=ascii,
)
def test_a_letter_of_another_script_in_a_word_is_reported(text: str, instead: str) -> None:
    found = [one for one in column([text]) if one.code == "mixed-scripts"]
    assert len(found) == 1
    assert found[0].instead == instead


def test_words_of_two_scripts_are_not_reported_without_the_library(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scripts, "installed", lambda: False)
    assert column(["Олeнa", "Олена\u200b"]) == column(["Олена", "Олена\u200b"])
    assert codes(column(["Олeнa", "Олена\u200b"])) == ["invisible"]


def test_several_faults_of_one_text_are_repaired_at_once() -> None:
    found = column([" Cafe\u0301\u200b\u00a0\u202eRene\u0301\f"])
    assert set(codes(found)) == {"not-nfc", "invisible", "bidirectional", "spaces", "control"}
    assert {one.instead for one in found} == {"Café René"}


def test_a_fault_inside_an_array_or_object_is_reported() -> None:
    value = [{"na\u200bme": ["Anna\u202e"]}, 5, None]
    found = findings_of([{"a": value}], [Field("a", "array")])
    assert codes(found) == ["bidirectional", "invisible"]
    assert all(one.instead == "" for one in found)


@pytest.mark.parametrize(
    ("texts", "instead"),
    [
        (["Степ’юк", "Дем’янко", "Лук'яненко"], {3: "Лук’яненко"}),
        (["D'Arcy", "O'Neil", "d’Orsay", "M`Ba"], {3: "d'Orsay", 4: "M'Ba"}),
        (["Дем’янко", "Лук\u02bcян"], {2: "Лук’ян"}),
        (["Дем’янко", "5'", "'так'", "5´ 3′"], {}),
        (["Степ’юк’як", "Дем’ян’ко", "Лу’к'я\u200bн"], {3: "Лу’к’ян"}),
    ],
)
def test_two_kinds_of_apostrophes_in_a_column_are_reported(texts: list[str], instead: dict[int, str]) -> None:
    found = [one for one in column(texts) if one.code == "apostrophes"]
    assert {one.row: one.instead for one in found} == instead


_AWKWARD = st.sampled_from(
    "аоеіїйaoeiI '’ʼ\u0301\u0306\u0315\u05b0\u200b\u200c\u200d\u00a0\u3000\u202e\ufe0f\n\x85ب漢カ각?\ufffd"
)


@given(st.text(st.characters() | _AWKWARD, max_size=80) | st.text(_AWKWARD, max_size=80))
def test_a_repaired_text_has_no_faults_but_those_that_need_a_guess(text: str) -> None:
    found = list(texts.find_faults(text))
    assert all(what.isprintable() for _, what in found)
    repaired = texts.repaired(text)
    left = {check for check, _ in texts.find_faults(repaired)}
    assert left <= {"encoding", "mixed-scripts"}
    assert texts.repaired(repaired) == repaired or "mixed-scripts" in left
    assert unicodedata.is_normalized("NFC", repaired)
    for one in column([text, text + "x"]):
        assert one.instead != one.found


_LETTERS = st.sampled_from("abАбСРсрадЄїіІЁё  ?5-ê漢ءאÉéœš.'\0")


@given(st.text(st.characters() | _LETTERS, max_size=40) | st.text(_LETTERS, max_size=12))
def test_a_plain_text_has_no_faults(text: str) -> None:
    if plain.is_plain(text):
        assert list(texts.find_faults(text)) == []
        assert texts.repaired(text) == text
        assert not wrong_letters.has_wrong_letters(text)


@pytest.mark.parametrize("word", ["радрад", "Сидоров-радрад", "Рі", "ЄвабФваб", "свяТо", "ĂšĂš", "Иван\0", "Err:502"])
def test_a_word_that_may_be_of_a_wrong_encoding_is_not_plain(word: str) -> None:
    assert not plain.is_plain(word)


@given(st.lists(st.text(st.characters() | _LETTERS, max_size=8) | st.just("Сергій " * 2_000), max_size=20))
def test_the_suspects_among_texts_are_those_that_are_not_plain(some: list[str]) -> None:
    assert list(plain.suspects(some)) == [text for text in some if not plain.is_plain(text)] or any(
        "\0" in text or len(text) > 9_999 for text in some
    )
    assert {*plain.suspects(some)} >= {text for text in some if not plain.is_plain(text)}


@pytest.mark.parametrize("word", ["Olha", "Ольга", "يوسف", "משה", "山田", "17-b", "!"])
def test_a_text_with_a_space_too_many_is_not_plain(word: str) -> None:
    """The pattern of a plain text backtracks in no version of Python."""
    assert plain.is_plain(word)
    assert plain.is_plain(f"{word} {word}")
    for uneven in (f"{word} ", f" {word}", f"{word}  {word}", f"{word} {word} "):
        assert not plain.is_plain(uneven)

"""The profiles that come with the program: titles in every language, and no more requirements than the law has."""

import io
import re
import unicodedata
from datetime import date

import pytest

from swapproto import tables
from swapproto.errors import InputError
from swapproto.lists import Schema
from swapproto.tables import profiles
from swapproto.tables.checks import examine

LANGUAGES = ("en", "uk", "ru", "fr", "ar")
LETTERS = {"en": "LATIN", "fr": "LATIN", "uk": "CYRILLIC", "ru": "CYRILLIC", "ar": "ARABIC"}


def shown(name: str) -> dict[str, dict[str, str]]:
    found = {}
    for field in profiles.load(name).schema.fields:
        assert isinstance(field.title, dict), field.name
        found[field.name] = field.title
    return found


def test_a_profile_is_found_by_its_exact_name_only() -> None:
    assert profiles.names() == ["detainee", "person"]
    for name in ("nobody", "", "../pyproject", "__init__"):
        with pytest.raises(InputError, match="there are detainee, person"):
            profiles.load(name)


@pytest.mark.parametrize("name", profiles.names())
def test_a_profile_is_a_schema_that_takes_little_room(name: str) -> None:
    schema = profiles.load(name).schema
    assert Schema.from_wire(schema.to_wire()) == schema
    assert len(schema.encoded) < 32_768, "it travels in every envelope"
    assert schema.primary_key == ("id",)


@pytest.mark.parametrize("name", profiles.names())
def test_every_field_has_a_title_of_its_own_in_every_language(name: str) -> None:
    titles = shown(name)
    for language in LANGUAGES:
        texts = [title[language].casefold() for title in titles.values()]
        assert len(set(texts)) == len(texts), language
    assert {tuple(title) for title in titles.values()} == {LANGUAGES}


@pytest.mark.parametrize("name", profiles.names())
def test_every_title_is_in_the_letters_of_its_language(name: str) -> None:
    for field, title in shown(name).items():
        for language, text in title.items():
            assert text == unicodedata.normalize("NFC", text).strip()
            scripts = {unicodedata.name(char).split()[0] for char in text if char.isalpha()}
            assert scripts == {LETTERS[language]}, (field, language)
            assert not re.search("[ыэъё]", text.lower()) or language == "ru", (field, text)
            assert not re.search("[іїєґ’]", text.lower()) or language in ("uk", "fr"), (field, text)


def test_the_countries_are_249_codes_of_three_letters() -> None:
    by_name = {field.name: field.constraints.enum for field in profiles.load("detainee").schema.fields}
    countries = by_name["birth_country"]
    assert len(countries) == 249
    assert list(countries) == sorted(set(countries))
    assert all(re.fullmatch("[A-Z]{3}", code) for code in countries)
    assert {"UKR", "RUS", "BLR", "CHE", "PSE", "TWN"} <= set(countries)
    assert by_name["power_depended_on"] == countries
    assert by_name["nationality"] == (*countries, "XXA")


def test_every_field_names_its_article() -> None:
    for field in profiles.load("detainee").schema.fields:
        named = re.search(r"GC (III|IV) [0-9]+", field.description or "")
        assert named or field.name == "id" or field.name.endswith("_latin"), field.name


def test_no_more_is_required_than_the_articles_require() -> None:
    fields = profiles.load("detainee").schema.fields
    required = {field.name for field in fields if field.constraints.required}
    assert required == {"id", "status", "family_name", "given_name"}


def test_somebody_who_cannot_state_the_date_of_their_birth_is_listed_with_a_warning() -> None:
    detainee = profiles.load("detainee")
    survey = tables.survey(io.BytesIO(PEOPLE.replace(",1990,", ",,").encode()), "csv", label="", schema=detainee.schema)
    examine(survey.in_columns(), detainee.schema, detainee.rules, survey.findings, date(2026, 6, 15))
    assert survey.list[1]["birth_date"] is None
    (one,) = [one for one in survey.findings if one.field == "birth_date"]
    assert (one.severity, one.row, "GC III 17" in one.what) == ("warning", 2, True)


def test_what_can_harm_a_person_is_restricted() -> None:
    schema = profiles.load("detainee").schema
    open_to_see = {field.name for field in schema.fields if not field.restricted}
    assert open_to_see == {
        *("id", "status", "family_name", "given_name", "patronymic_name", "additional_name"),
        *("family_name_latin", "given_name_latin", "patronymic_name_latin", "additional_name_latin"),
        *("birth_date", "birth_place", "birth_country", "nationality", "power_depended_on", "rank", "serial_number"),
        *("measure", "measure_date"),
    }


PEOPLE = """\
id,status,family_name,given_name,patronymic_name,family_name_latin,birth_date,nationality,rank,health_state,repatriation_consent
N-1,prisoner-of-war,Вітрогонч,Ігор,Олесьович,Vitrohonch,1985-01~,UKR,солдат,seriously-wounded,true
N-2,civilian,Tarn,Ossian,-0-,,1990,XXA,н/д,,
"""


def test_a_sheet_of_both_kinds_of_persons_is_read() -> None:
    imported = tables.read(io.BytesIO(PEOPLE.encode()), "csv", label="", schema=profiles.load("detainee").schema)
    soldier, civilian = imported.list
    assert (soldier["birth_date"], soldier["repatriation_consent"]) == ("1985-01~", True)
    assert [name for name, value in civilian.items() if value is not None] == [
        *("id", "status", "family_name", "given_name", "birth_date", "nationality")
    ]


@pytest.mark.parametrize(
    ("right", "wrong", "words"),
    [
        ("N-2", "N-1", "the same as in row 1"),
        ("civilian", "civilian-internee", "prisoner-of-war, retained-personnel, civilian"),
        ("Tarn", "н/д", "the schema requires one"),
        (",1990,", ",23.11.1990,", "not a date as 1984"),
        (",1990,", ",0190,", "1880-01-01 at least"),
        ("XXA", "Atlantis", "not one of the values that the schema lists: ABW, AFG"),
    ],
)
def test_a_row_that_nobody_could_act_on_is_refused(right: str, wrong: str, words: str) -> None:
    assert PEOPLE.count(right) == 1
    data = PEOPLE.replace(right, wrong).encode()
    with pytest.raises(InputError) as caught:
        tables.read(io.BytesIO(data), "csv", label="", schema=profiles.load("detainee").schema)
    assert "row 2" in str(caught.value)
    assert words in str(caught.value)
    assert len(str(caught.value)) < 300

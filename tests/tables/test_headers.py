"""Which column is which field: by the user's word, else by title; all that is wrong at once, no cell's content."""

import contextlib
import random
from collections.abc import Sequence

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from swapproto.errors import InputError
from swapproto.lists import Constraints, Field, Schema
from swapproto.tables import plan as plans
from swapproto.tables import profiles
from swapproto.tables.columns import ColumnMap, from_word, is_file, merge
from swapproto.tables.headers import match_headers, match_positions, not_empty
from swapproto.tables.matched import Matched, Problem
from swapproto.tables.plan import Plan
from swapproto.tables.titles import LANGUAGES, Titles
from tests.budget import cpu_budget

DETAINEE = profiles.load("detainee").schema
PERSON = profiles.load("person").schema
SMALL = Schema(
    [
        Field("id", constraints=Constraints(required=True)),
        Field("name", title={"en": "Family name", "uk": "Прізвище", "de": "Name (Familie)"}),
        Field("born", "partialdate", title="Born on"),
        Field("place", title={"en": "Place", "uk": "Місце"}),
        Field("unit", title={"en": "Unit", "uk": "Місце"}),
    ]
)
HEADER = st.text(
    st.characters(exclude_categories=["Cs"]) | st.sampled_from("\"\\=*#\n\r\t\x00\x7f\x85\u2028'[]. "), max_size=8
)


def from_toml(data: bytes, file: str) -> list[tuple[str, str]]:
    return plans.from_toml(data, file)["columns"]


def to_toml(pairs: ColumnMap) -> str:
    return plans.to_toml(Plan(pairs))


def matched(headers: Sequence[str], *words: str, schema: Schema | None = SMALL) -> Matched:
    return match_headers(headers, schema, Plan(merge(map(from_word, words))))


def field_of(header: str, schema: Schema = DETAINEE) -> list[str]:
    return [*Titles(schema).meaning(header)]


def whats(found: Matched) -> list[str]:
    return [problem.what for problem in found.problems]


def refusal(*words: str) -> str:
    with pytest.raises(InputError) as caught:
        merge(map(from_word, words))
    assert caught.value.code == "usage"
    return str(caught.value)


def refused_file(data: bytes) -> str:
    with pytest.raises(InputError) as caught:
        from_toml(data, "columns.toml")
    assert caught.value.code == "usage"
    return str(caught.value).removeprefix("columns.toml: ")


@pytest.mark.parametrize("profile", profiles.names())
def test_a_title_of_a_profile_means_its_field(profile: str) -> None:
    schema = profiles.load(profile).schema
    titles = Titles(schema)
    for field in schema.fields:
        assert isinstance(field.title, dict)
        assert set(field.title) == set(LANGUAGES)
        for title in (field.name, *field.title.values()):
            for header in (title, f" {title.upper()} : ", title.replace(" ", "\n"), f"{title} *"):
                assert [*titles.meaning(header)] == [field.name], header
        for other in field.title.values():
            for header in (f"{field.title['uk']} / {other}", f"{other}\n{field.title['ar']}"):
                assert [*titles.meaning(header)] == [field.name], header


@pytest.mark.parametrize(
    ("header", "name"),
    [
        ("Family Name", "family_name"),
        ("family-name", "family_name"),
        ("FamilyName", "family_name"),
        ("Ім'я", "given_name"),
        ("Імʼя", "given_name"),
        ("Ім`я:", "given_name"),
        ("По-батькові", "patronymic_name"),
        ("Прізвище (латиницею)", "family_name_latin"),
        ("Прізвище латиницею", "family_name_latin"),
        ("Прізвище [ЛАТИНИЦЕЮ]", "family_name_latin"),
        ("Ｆａｍｉｌｙ　ｎａｍｅ", "family_name"),
        ("\u200fاسم العائلة\u200e", "family_name"),
        ("Имя отца / Ім’я батька", "father_given_name"),
        ("Прізвище (Family name)", "family_name"),
        ("Прізвище (Family name / Фамилия)", "family_name"),
        ("Прізвище (Family name) / Nom de famille", "family_name"),
        ("Дата\nнародження (Date of birth)", "birth_date"),
        ("Дата народження (день/місяць/рік)", "birth_date"),
        ("Звання | звання за штатом | Rank", "rank"),
    ],
)
def test_a_header_as_people_write_it_is_recognised(header: str, name: str) -> None:
    assert field_of(header) == [name]


@pytest.mark.parametrize(
    "header",
    [
        "Прізвище (лат.)",  # the profile has a field for that, which it may be
        "Family name\nin Latin",
        "Mother (Family name)",
        "Contact (given name / family name)",
        "Name",
        "Петренко",
        "",
        ":",
        "()",
        "/",
    ],
)
def test_an_uncertain_header_means_no_field(header: str) -> None:
    assert field_of(header) == []


def test_yo_and_the_number_sign_and_kinds_of_dashes_make_no_difference() -> None:
    schema = Schema([Field("a", title="Учётный № – дело")])
    assert field_of("учетный N - дело", schema) == ["a"]


def test_an_exact_name_comes_before_a_title() -> None:
    schema = Schema([Field("unit", title="place"), Field("place")])
    assert field_of("place", schema) == ["place"]
    assert field_of("Place", schema) == ["unit", "place"]


def test_a_title_of_two_fields_is_left_to_the_user() -> None:
    found = matched(["id", "Місце"])
    assert found.names == ("id", None)
    assert found.problems == (
        Problem('column 2 can be place or unit: say which with --map "HEADER=FIELD"', 2, "Місце"),
    )
    assert matched(["id", "Місце"], "*=").problems == found.problems
    assert matched(["id", "Місце"], "Місце=unit").names == ("id", "unit")
    assert matched(["id", "Місце / Unit"]).names == ("id", "unit")  # together they can only be one
    assert whats(matched(["id", "Place / Unit"])) == [
        'column 2 can be place or unit: say which with --map "HEADER=FIELD"'
    ]


def test_the_column_map_used_is_returned_and_explained() -> None:
    headers = ["№", "Прізвище / Family name", "Born\non", "Name (Familie)", "unit", "Note", "", "x"]
    found = matched(headers, "№=id", "Name (Familie)=place", "Note=", "*=")
    assert found.problems == ()
    assert found.names == ("id", "name", "born", "place", "unit", None, None, None)
    assert found.notes == (
        "Column 1 ‘№’ is id, as --map says.",
        "Column 2 ‘Прізвище / Family name’ is name, by its Ukrainian title and its English title.",
        "Column 3 ‘Born on’ is born, by its title.",
        "Column 4 ‘Name (Familie)’ is place, as --map says.",
        "Column 6 ‘Note’ is omitted, as --map says.",
        "Columns that are omitted, because --map does not name them: 7, 8.",
    )
    assert found.column_map == dict(zip(headers, ["id", "name", "born", "place", "unit", "", "", ""], strict=True))
    assert matched(["id", "name"]).notes == ()
    assert match_headers(["id", "Name (Familie)"], SMALL, Plan(), label=lambda n: "-AB"[n]).notes == (
        "Column B ‘Name (Familie)’ is name, by its title in 'de'.",
    )


def test_every_problem_is_reported_at_once() -> None:
    found = matched(["Прізвище", "Family name", "Plase", "x", "x"], "Прзівище=name", "Y=bron")
    assert found.names == ("name", None, None, None, None)
    assert found.problems == (
        Problem(
            '--map names the column "Прзівище", which the table does not have; the closest is column 1', 1, "Прізвище"
        ),
        Problem('--map names the column "Y", which the table does not have'),
        Problem('--map "Y=bron": the schema has no such field; did you mean born?'),
        Problem(
            'column 3 is not in the schema: say which field it is with --map "HEADER=FIELD" (the likeliest is place), '
            'or omit it with --map "HEADER="',
            3,
            "Plase",
        ),
        *(
            Problem(
                f'column {n} is not in the schema: say which field it is with --map "HEADER=FIELD", '
                'or omit it with --map "HEADER="',
                n,
                "x",
            )
            for n in (4, 5)
        ),
        Problem(
            'columns 1 and 2 are both name: omit one with --map "HEADER=", or say which other field it is',
            2,
            "Прізвище; Family name",
        ),
        Problem(
            "there is no column named 'id', which the schema requires; if it has another name, say so with "
            '--map "HEADER=id"'
        ),
    )


def test_a_field_that_has_its_column_is_not_suggested_for_another() -> None:
    assert "likeliest is born" in whats(matched(["id", "Born onn"]))[0]
    assert "likeliest" not in whats(matched(["id", "born", "Born onn"]))[0]


def test_no_message_names_a_person_in_the_first_row_of_a_table_without_a_header() -> None:
    row = ["P-001", "Вітрогонч", "Ігор", "1985-01-13", "Дзвінка"]
    for schema in (SMALL, PERSON, DETAINEE):
        found = matched(row, schema=schema)
        assert [problem.found for problem in found.problems if problem.column] == row
        assert not any(cell in what for what in whats(found) for cell in row)


def test_a_field_of_the_primary_key_must_have_a_column() -> None:
    schema = Schema([Field("a"), Field("b")], ["b"])
    [what] = whats(matched(["a"], schema=schema))
    assert what.startswith("there is no column named 'b', which the schema requires")
    assert matched(["a", "x"], "x=b", schema=schema).problems == ()


def test_the_column_map_applies_in_any_case_unless_a_header_is_exact() -> None:
    assert matched(["id", "ПРИМІТКИ :"], "примітки=").names == ("id", None)
    assert matched(["Id", "id"], "id=", "Id=id").names == ("id", None)
    assert matched(["x", "X", "id"], "x=born", "X=name").names == ("born", "name", "id")
    assert matched(["unit", "UNIT", "id"], "unit=").names == (None, "unit", "id")
    assert matched(["A", "a"], "a=born", "A=id").names == ("id", "born")
    assert matched(["id", "Прізвище"], "Прізвище=born").names == ("id", "born")


def test_a_column_without_a_header_must_be_empty_or_mapped() -> None:
    assert matched(["id", "", " "]).nameless == (2, 3)
    assert matched(["id", "", " "]).problems == ()
    assert matched(["id", "", " "], "*=").nameless == ()
    assert matched(["id", ""], "=").column_map == {"id": "id", "": ""}
    assert matched(["", "x"], "=id", "x=").names == ("id", None)
    assert matched(["id", "", " "], schema=None).names == ("id", None, " ")
    assert not_empty("2").startswith("column 2 has no name in the header")


def test_without_a_profile_every_header_is_a_name() -> None:
    headers = ["id", "Прізвище", "x", "y"]
    assert matched(headers, schema=None) == Matched(tuple(headers), {h: h for h in headers})
    assert matched(headers, "Прізвище=family_name", "x=", schema=None).names == ("id", "family_name", None, "y")
    assert matched(headers, "Прізвище=name", "id=id", "*=", schema=None).names == ("id", "name", None, None)
    assert matched(["a", "b"], "a=b", "b=a", schema=None).names == ("b", "a")
    assert whats(matched(["a", "b"], "a=b", schema=None))[0].startswith("columns 1 and 2 are both b")
    assert whats(matched(["a", "b", "a"], schema=None)) == [
        "columns 1 and 3 have the same name: correct the header row, or say with --no-header that there is none"
    ]
    assert matched(["a", "b", "a"], "a=", schema=None).names == (None, "b", None)
    assert whats(matched(["a", "b" * 257], schema=None))[0].startswith("column 2 has a name of over 256 bytes")
    assert whats(matched(["a"], "*=", schema=None)) == ["every column of the table is omitted: keep one at least"]


def test_more_columns_than_a_list_may_have_are_refused() -> None:
    wide = [f"c{n}" for n in range(129)]
    assert whats(matched(wide, schema=None)) == ["the header has 129 columns; a list has at most 128"]
    assert matched(wide, "c0=", schema=None).problems == ()
    assert matched(["id", *wide], "*=").problems == ()
    wider = matched([f"c{n}" for n in range(257)], schema=None)
    assert whats(wider) == ["the header has 257 columns; a table has at most 256"]
    assert wider.names == (None,) * 257


def test_columns_without_a_header_are_the_fields_in_order() -> None:
    assert match_positions(2, None, Plan()).names == ("column_1", "column_2")
    assert match_positions(5, SMALL, Plan()).names == tuple(field.name for field in SMALL.fields)
    assert whats(match_positions(3, SMALL, Plan())) == ["the table has 3 columns, and the schema 5 fields"]
    assert match_positions(3, SMALL, Plan({"column_2": "id", "*": ""})).names == (None, "id", None)
    assert match_positions(2, None, Plan({"column_2": "id"})).names == ("column_1", "id")


def test_a_word_of_a_column_map_is_read_in_one_way() -> None:
    assert from_word("Прізвище= family_name ") == ("Прізвище", "family_name")
    assert from_word("a=b=c") == ("a=b", "c")
    assert from_word("a==") == ("a=", "")
    assert from_word("*=") == ("*", "")
    assert is_file("columns.TOML")
    assert not is_file("columns.toml=name")
    assert not is_file("columns")
    assert refusal("columns").startswith('--map "columns": write "HEADER=FIELD"')
    assert refusal("a=b", "a=c") == '--map says of "a" both "b" and "c": say one'
    assert merge([("a", "b"), ("a", "b")]) == {"a": "b"}
    assert "over 256 bytes" in refusal("a=" + "b" * 257)
    assert "257 columns" in refusal(*(f"{n}=" for n in range(257)))


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "it has no [columns]"),
        (b'"a" = "b"', '"a" is not known here'),
        (b'[columns]\n[rows]\n"a" = "b"', '"rows" is not known here'),
        (b"columns = 'x'", "it has no [columns]"),
        (b'[columns]\n\n"a" = 1', "line 3: write"),
        ('[columns]\nПрізвище = "a"'.encode(), "line 2: write"),
        (b'[columns]\na.b = "c"', "line 2: write"),
        (b'[columns]\na = """\nb"""', "line 2: write"),
        (b'[columns]\n"a" = "b"\n"a" = "b"', "it is not TOML: "),
        (b'[columns]\n"a" = "\\q"', "it is not TOML: "),
        (b"[columns]\n\xff", "it is not UTF-8 at byte 10"),
        (b"#" * (2**20 + 1), "it is longer than 1,048,576 bytes"),
    ],
)
def test_a_file_that_is_not_a_column_map_is_refused(data: bytes, why: str) -> None:
    assert refused_file(data).startswith(why)


def test_a_column_map_as_people_write_it_is_accepted() -> None:
    file = "\ufeff# columns\r\n\r\n [columns]  # all\r\n\"Прізвище\" = 'name'\r\n'Note \"x\"'=\"\" # no\r\n№1 = 'x'\r\n"
    assert "line 6" in refused_file(file.encode())
    assert from_toml(file.replace("№1", "n-1").encode(), "") == [("Прізвище", "name"), ('Note "x"', ""), ("n-1", "x")]


@given(st.dictionaries(HEADER, HEADER))
@example({"": "", "*": "", '"\\': "a", "\x7f\x00": "\u2028", "a\r\nb": "'"})
def test_a_saved_column_map_reads_back_the_same(pairs: dict[str, str]) -> None:
    assert dict(from_toml(to_toml(pairs).encode(), "")) == pairs


@given(
    st.binary(max_size=80)
    | st.lists(HEADER | st.sampled_from(["[columns]\n", '"a" = "b"\n'])).map("".join).map(str.encode)
)
def test_any_bytes_are_a_column_map_or_refused(data: bytes) -> None:
    with contextlib.suppress(InputError):
        from_toml(data, "columns.toml")


@given(
    st.lists(HEADER | st.sampled_from(["id", "Прізвище", "Born on", "Place / x"]), max_size=6),
    st.dictionaries(HEADER | st.just("*"), st.sampled_from(["", "id", "name", "unit"]), max_size=4),
    st.sampled_from([None, SMALL]),
)
@example(["id", "*"], {"*": ""}, SMALL)
def test_a_saved_column_map_matches_its_table_the_same_again(
    headers: list[str], said: dict[str, str], schema: Schema | None
) -> None:
    found = match_headers(headers, schema, Plan(said))
    assert len(found.names) == len(headers)
    kept = [name for name in found.names if name is not None]
    assert len(set(kept)) == len(kept)
    if not found.problems:
        again = match_headers(headers, schema, Plan(merge(from_toml(to_toml(found.column_map).encode(), ""))))
        assert again.problems == ()
        assert again.names == found.names


def test_a_header_made_to_be_slow_is_matched_in_little_time() -> None:
    chance = random.Random(1)
    letters = "абвгдежзийклмнопрсту" * 2

    def word() -> str:
        return "".join(chance.sample(letters, 40))

    fields = [Field(f"f{n}", title={tag: word() for tag in ("uk", "ru", "en", "fr", "ar")}) for n in range(128)]
    tables = [
        [f"{n} {'a/' * 126}" for n in range(256)],
        [f"{n} {'(' * 250}" for n in range(256)],
        [f"{n} {'ﷺ' * 84}" for n in range(256)],
        ["Ж" * 32_768 + str(n) for n in range(256)],
    ]
    schema = Schema(fields)
    with cpu_budget(15):
        match_headers([word() for _ in range(256)], schema, Plan({word(): word() for _ in range(256)}))
        for headers in tables:
            match_headers(headers, schema, Plan({f"x{n}": f"y{n}" for n in range(256)}))
    with pytest.raises(InputError):
        from_toml(b"[columns]\na" + b".a" * 500_000 + b" = 1", "")  # which tomllib alone has no memory for

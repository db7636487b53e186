"""JSON and JSONL in and out: the same values, numbers in their own notation."""

import io
import json
from typing import Any, Literal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from swapproto import tables
from swapproto.errors import InputError
from swapproto.lists import Field, List, Schema

KINDS: list[Literal["json", "jsonl"]] = ["json", "jsonl"]
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=6) | st.sampled_from(
    ["\ufeff", "\u2028", "\0", '"\\', "1.50", "null", "\r\n"]
)
NESTED = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**63 - 1) | TEXT,
    lambda inner: st.lists(inner, max_size=2),
    max_leaves=3,
).filter(lambda value: json.dumps(value).count("[") < 3)
COLUMN_TYPES = [
    TEXT,
    st.integers(-(2**63), 2**63 - 1),
    st.booleans(),
    st.lists(NESTED, max_size=2),
    st.dictionaries(TEXT, NESTED, max_size=2),
]


@st.composite
def objects(draw: st.DrawFn) -> list[dict[str, Any]]:
    names = draw(st.lists(TEXT.filter(bool), min_size=1, max_size=4, unique=True))
    columns = {name: draw(st.sampled_from(COLUMN_TYPES)) | st.none() for name in names}
    return draw(st.lists(st.fixed_dictionaries(columns), min_size=1, max_size=4))


def read(data: bytes, kind: tables.Kind = "json", schema: Schema | None = None) -> tables.Imported:
    return tables.read(io.BytesIO(data), kind, label="people", schema=schema)


def written(entries: List, kind: tables.Kind = "json") -> bytes:
    out = io.BytesIO()
    assert tables.write(entries, out, kind) == []
    return out.getvalue()


def types(entries: List) -> dict[str, str]:
    return {field.name: field.type for field in entries.schema.fields}


def refusal(data: bytes, kind: tables.Kind = "json", schema: Schema | None = None) -> str:
    with pytest.raises(InputError) as caught:
        read(data, kind, schema)
    assert caught.value.code == "table"
    return str(caught.value)


def dumped(values: list[dict[str, Any]], kind: str, *, ascii_only: bool) -> bytes:
    if kind == "json":
        return json.dumps(values, ensure_ascii=ascii_only, indent=1).encode()
    return "\n".join(json.dumps(value, ensure_ascii=ascii_only) for value in values).encode()


@given(objects(), st.sampled_from(KINDS), st.booleans())
@settings(deadline=None)
def test_a_value_comes_back_the_same(
    values: list[dict[str, Any]], kind: Literal["json", "jsonl"], ascii_only: bool
) -> None:
    entries = read(dumped(values, kind, ascii_only=ascii_only), kind).list
    assert list(entries) == values
    assert [list(entry) for entry in entries] == [list(values[0])] * len(values)
    data = written(entries, kind)
    again = read(data, kind).list
    assert list(again) == values
    assert written(again, kind) == data
    assert (json.loads(data) if kind == "json" else [*map(json.loads, data.split(b"\n")[:-1])]) == values


@given(
    st.lists(st.from_regex(r"-?(0|[1-9][0-9]{0,30})(\.[0-9]{1,9})?([eE][+-]?[0-9]{1,3})?", fullmatch=True), min_size=1),
    st.sampled_from(KINDS),
)
@settings(deadline=None)
def test_a_number_keeps_its_notation(numbers: list[str], kind: Literal["json", "jsonl"]) -> None:
    lines = [f'{{"n": {number}}}' for number in numbers]
    data = ("[\n" + ",\n".join(lines) + "\n]\n" if kind == "json" else "\n".join([*lines, ""])).encode()
    assert written(read(data, kind).list, kind) == data


def test_types_are_taken_from_the_values() -> None:
    imported = read(b'[{"t": "1", "i": 1, "n": 1, "b": true, "z": null}, {"n": 0.50, "a": [1], "o": {"x": null}}]')
    assert types(imported.list) == {
        "t": "string", "i": "integer", "n": "number", "b": "boolean", "z": "string", "a": "array", "o": "object"
    }  # fmt: skip
    assert [entry["n"] for entry in imported.list] == ["1", "0.50"]
    assert imported.notes == ["Entries that omit a field, which is now null: 2."]
    assert types(read(b'[{"n": 9223372036854775808}]').list) == {"n": "number"}
    assert types(read(b'[{"n": -0}]').list) == {"n": "number"}


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b'[{"a": 1}, {"a": null}, {"a": "1"}]', "integer in row 1 (line 1), string in row 3 (line 1)"),
        (b'[\n{"a": 1},\n{"a": true}\n]', "integer in row 1 (line 2), boolean in row 2 (line 3)"),
        (b'[{"a": 1, "a": 2}]', "row 1 (line 1): a name occurs twice"),
        (b'[{"a": {"b": 1, "b": 1}}]', "row 1 (line 1): a name occurs twice"),
        (b'[{"a": NaN}]', "row 1 (line 1): NaN and Infinity"),
        (b'[{"a": 1}, {"a": -Infinity}]', "row 2 (line 1): NaN and Infinity"),
        (b'[{"a": "\\ud800"}]', "half a character"),
        (b'[{"\\udfff": 1}]', "half a character"),
        (b'[{"a": [1.5]}]', "row 1 (line 1), a: a number in an array"),
        (b'[{"a": [[[[]]]]}]', "nested too deep"),
        (b'[{"a":' + b"[" * 200_000, "row 1 (line 1): "),
        (b'[{"a": "' + b"x" * 3_000_000 + b'"}]', "longer than 1,048,576"),
        (b'[{"a": 1}\n{"a": 2}]', "line 2: the array ends too early, or a comma is missing"),
        (b'[{"a": 1},]', "row 2 (line 1) is not an object"),
        (b'[{"a": 1}', "the array ends too early"),
        (b'[{"a": 1}, 2]', "row 2 (line 1) is not an object"),
        (b'[{"a": 1}] []', "something follows the array"),
        (b'{"entries": [{"a": 1}]}', "one array of objects"),
        (b'{"a": 1}\n{"a": 2}', ".jsonl"),
        (b"[]", "no entry to take the columns from"),
        (b"[{}]", "no entry to take the columns from"),
        (b"\n", "one array of objects"),
        (b'[{"": 1}]', "row 1 (line 1) has a name that is empty"),
        (b'[{"a": \xff}]', "its encoding is not certain"),
        (json.dumps([{f"c{n}": 1 for n in range(129)}]).encode(), "more than 128"),
    ],
)
def test_what_is_not_a_json_table_is_refused(data: bytes, words: str) -> None:
    assert words in refusal(data)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b'{"a": 1}\n{"a": 1', "row 2 (line 2): not JSON"),
        (b'{"a": 1}\n\n[]\n', "row 2 (line 3) is not an object"),
        (b'{"a": 1} {"a": 2}\n', "row 1 (line 1): not JSON"),
        (b'{"a": 1, "a": 1}\n', "a name occurs twice"),
        (b'{"a": ' + b"[" * 200_000, "row 1 (line 1): "),
        (b'{"a": "' + b"x" * 3_000_000, "line 1 is longer than"),
        (b"\n\n", "no entry"),
    ],
)
def test_what_is_not_a_jsonl_table_is_refused(data: bytes, words: str) -> None:
    assert words in refusal(data, "jsonl")


def test_a_value_of_another_type_than_the_schemas_is_refused() -> None:
    schema = Schema((Field("t"), Field("i", "integer"), Field("n", "number"), Field("d", "date")))
    assert list(read(b'[{"n": 1, "i": 2, "t": "", "d": "2024-02-29"}]', schema=schema).list) == [
        {"t": "", "i": 2, "n": "1", "d": "2024-02-29"}
    ]
    assert list(read(b"[]", schema=schema).list) == []
    for value in (b'"t": 1', b'"i": 1.0', b'"i": "1"', b'"i": true', b'"n": "1"', b'"d": "2023-02-29"', b'"d": 1'):
        assert f"row 1 (line 1), {chr(value[1])}" in refusal(b"[{" + value + b"}]", schema=schema)
    assert "a name that the schema does not have" in refusal(b'[{"x": 1}]', schema=schema)


def test_a_text_that_is_not_a_number_is_written_as_a_string() -> None:
    foreign = List.of("people", Schema((Field("n", "number"),)), [{"n": "about 5"}, {"n": "05"}, {"n": "5"}])
    assert json.loads(written(foreign)) == [{"n": "about 5"}, {"n": "05"}, {"n": 5}]


def test_an_unknown_ending_is_refused_without_the_files_name() -> None:
    assert [tables.kind_of(name) for name in ("a.CSV", "a.b.json", "x/a.jsonl", "a.tsv")] == [
        "csv",
        "json",
        "jsonl",
        "tsv",
    ]
    for name in ("a.ods", "a", ".csv.gz"):
        with pytest.raises(InputError, match=r"use \.csv, \.xlsx, \.json or \.jsonl"):
            tables.kind_of(name)
    assert tables.kind_of("a.xlsx") == "xlsx"


@pytest.mark.parametrize("kind", KINDS)
def test_a_table_of_many_rows_has_something_in_each(kind: tables.Kind) -> None:
    rows = ["{}"] * 70_000
    text = "\n".join(rows) if kind == "jsonl" else f"[{','.join(rows)}]"
    schema = Schema.of_texts(["a"])
    assert "over 65,536 rows, and fewer than 6 characters for each" in refusal(text.encode(), kind, schema)

"""Schema files as people write them, and the errors that are reported for them."""

import json
import subprocess
import sys
from typing import Any

import pytest

from swapproto.errors import InputError
from swapproto.lists import Constraints, Field, Schema
from swapproto.tables import profiles


def read(descriptor: Any) -> Schema:
    return profiles.read(json.dumps(descriptor).encode()).schema


def of(kind: str, **constraints: Any) -> Any:
    return {"fields": [{"name": "a", "type": kind, "constraints": constraints}]}


@pytest.mark.parametrize(
    ("descriptor", "constraints"),
    [
        (of("string", required=True, unique=True), Constraints(required=True, unique=True)),
        (of("string", enum=["b", "a"]), Constraints(enum=("b", "a"))),
        (
            of("string", pattern="[A-Z]+", minLength=1, maxLength=9),
            Constraints(pattern="[A-Z]+", min_length=1, max_length=9),
        ),
        (of("integer", minimum=-3, maximum=2**63 - 1), Constraints(minimum=-3, maximum=2**63 - 1)),
        (of("number", minimum=0.5, maximum=10), Constraints(minimum="0.5", maximum="10")),
        (of("number", minimum="0.50"), Constraints(minimum="0.50")),
        (of("partialdate", minimum="1900-01-01"), Constraints(minimum="1900-01-01")),
    ],
)
def test_a_constraint_of_a_schema_file_is_kept(descriptor: Any, constraints: Constraints) -> None:
    assert read(descriptor).fields[0].constraints == constraints


def test_a_schema_file_is_read_as_written() -> None:
    assert read(
        {
            "fields": [
                {"name": "id"},
                {"name": "born", "type": "date", "title": "Born", "description": "If known", "restricted": True},
                {"name": "age", "type": "integer", "restricted": False},
            ],
            "primaryKey": "id",
            "missingValues": ["", "-0-"],
        }
    ) == Schema(
        (Field("id"), Field("born", "date", "Born", "If known", True), Field("age", "integer")), ("id",), ("", "-0-")
    )
    assert read({"fields": [{"name": "a"}, {"name": "b"}], "primaryKey": ["a", "b"]}).primary_key == ("a", "b")
    field = {"name": "a", "title": {"en": "A", "uk": "А"}, "constraints": {"required": False}}
    assert read({"fields": [field]}) == Schema([Field("a", title={"en": "A", "uk": "А"})])
    assert profiles.read(b'\xef\xbb\xbf{"fields": [{"name": "a"}]}').schema == Schema.of_texts(["a"])


@pytest.mark.parametrize(
    ("descriptor", "words"),
    [
        ([], "it is not an object"),
        ({}, "fields: is missing"),
        ({"fields": []}, "fields: "),
        ({"fields": ["a"]}, "fields[0]: is not an object"),
        ({"fields": [{"title": "A"}]}, "fields[0].name: is missing"),
        ({"fields": [{"name": "a"}, {"name": 5}]}, "fields[1].name: "),
        ({"fields": [{"name": "a", "type": "time"}]}, "fields[0].type: is none of string, number"),
        ({"fields": [{"name": "a", "restricted": 1}]}, "fields[0].restricted: "),
        (of("string", minimum=0.5), "a field of type string has no constraint minimum"),
        (of("string", minimun=1), "fields[0].constraints.minimun: no such key is known"),
        (of("string", required=1), "fields[0].constraints.required: "),
        (of("string", pattern="^[A-Z]$"), "its pattern '^[A-Z]$' cannot be read: at character 1: omit ^"),
        (of("string", minLength=5, maxLength=4), "field 'a': its constraints leave no value"),
        (of("string", minLength=0.5), "not an integer"),
        (of("string", enum=["x", "x"]), "the constraint enum is not an array of 1 to 512 different texts"),
        (of("integer", minimum=0.5), "not an integer"),
        (of("number", minimum="cheap"), "field 'a': not a number"),
        (of("number", minimum=1e9, maximum=2), "field 'a': its constraints leave no value"),
        (of("number", maximum=[]), "fields[0].constraints.maximum: "),
        (of("date", minimum="1984"), "field 'a': not a date of the calendar"),
        (of("partialdate", maximum="1984-05"), "field 'a': not a date of the calendar"),
        ({"fields": [{"name": "a", "title": {"English": "A"}}]}, "field 'a': its title is a text"),
        ({"fields": [{"name": "a", "title": {"en": 1}}]}, "fields[0].title"),
        ({"fields": [{"name": "a", "format": "email"}]}, "fields[0].format: is part of Table Schema"),
        ({"fields": [{"name": "a"}], "foreignKeys": []}, "foreignKeys: is part of Table Schema"),
        ({"fields": [{"name": "a"}], "primarykey": "a"}, "primarykey: no such key is known"),
        ({"fields": [{"name": "a"}], "primaryKey": [1]}, "primaryKey[0]: "),
        ({"fields": [{"name": "a"}], "primaryKey": "b"}, "primaryKey names a field that it does not have"),
        ({"fields": [{"name": "a", "restricted": True}], "primaryKey": "a"}, "restricted"),
        ({"fields": [{"name": "a"}, {"name": "a"}]}, "two fields have the name 'a'"),
        ({"fields": [{"name": "a"}], "missingValues": "x"}, "missingValues: "),
        ({"fields": [{"name": "\ud800"}]}, "half a character"),
    ],
)
def test_a_schema_that_cannot_be_honoured_is_refused(descriptor: Any, words: str) -> None:
    with pytest.raises(InputError) as caught:
        read(descriptor)
    assert caught.value.code == "schema-invalid"
    assert words in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "data", [b"", b"{", b"\xff", b"[" * 100_000, b" " * 2_000_000, b'{"fields": [], "fields": []}']
)
def test_what_is_no_json_is_refused(data: bytes) -> None:
    with pytest.raises(InputError) as caught:
        profiles.read(data)
    assert caught.value.code == "schema-invalid"


def test_reading_tables_does_not_load_what_only_schema_files_and_guesses_need() -> None:
    program = (
        "import sys, swapproto.tables as t; print([m for m in ('pydantic', 'charset_normalizer') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"

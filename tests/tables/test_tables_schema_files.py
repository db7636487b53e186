"""Schema files: what people write, and what they are told."""

import json
import subprocess
import sys
from typing import Any

import pytest

from swapproto import tables
from swapproto.errors import InputError
from swapproto.schema import Field, Schema


def read(descriptor: Any) -> Schema:
    return tables.read_schema(json.dumps(descriptor).encode())


def test_a_schema_file_is_read_otherwise_than_written() -> None:
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
    assert tables.read_schema(b'\xef\xbb\xbf{"fields": [{"name": "a"}]}') == Schema.of_texts(["a"])


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
        (
            {"fields": [{"name": "a", "constraints": {"minimum": 0.5}}]},
            "fields[0].constraints: is part of Table Schema",
        ),
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
def test_a_schema_that_cannot_be_honoured_is_taken(descriptor: Any, words: str) -> None:
    with pytest.raises(InputError) as caught:
        read(descriptor)
    assert caught.value.code == "schema-invalid"
    assert words in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "data", [b"", b"{", b"\xff", b"[" * 100_000, b" " * 2_000_000, b'{"fields": [], "fields": []}']
)
def test_what_is_no_json_is_a_traceback(data: bytes) -> None:
    with pytest.raises(InputError) as caught:
        tables.read_schema(data)
    assert caught.value.code == "schema-invalid"


def test_reading_tables_loads_what_only_schema_files_and_guesses_need() -> None:
    program = (
        "import sys, swapproto.tables as t; print([m for m in ('pydantic', 'charset_normalizer') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"

"""What a schema asks of a table: refused by row and field where it is not so, without what the cell holds."""

import io
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from swapproto import tables
from swapproto.errors import InputError
from swapproto.lists import Constraints, Field, Schema
from swapproto.lists.fields import TYPES
from swapproto.tables import profiles
from swapproto.tables.field_types import FIELD_TYPES
from swapproto.tables.formats import Invalid, day, first_day, last_day, partial_day

MISSING = ("", "-")


def read(rows: list[str | None], kind: str, how: str = "csv", **asked: Any) -> list[Any]:
    """The values of a table of one column: each a text, or nothing."""
    schema = Schema((Field("f", kind, constraints=Constraints(**asked)),), missing_values=MISSING)
    if how == "csv":
        data = "".join(f"{row if row is not None else '-'}\n" for row in ["f", *rows])
        imported = tables.read(io.BytesIO(data.encode()), "csv", label="", schema=schema)
    else:
        bare = kind in ("integer", "number", "boolean")
        values = [row if bare and row is not None else json.dumps(row) for row in rows]
        data = "[" + ", ".join(f'{{"f": {value}}}' for value in values) + "]"
        imported = tables.read(io.BytesIO(data.encode()), "json", label="", schema=schema)
    return [entry["f"] for entry in imported.list]


ALLOWED: list[tuple[str, dict[str, Any], list[str | None]]] = [
    ("string", {"required": True}, ["x", " y"]),
    ("string", {"unique": True}, ["x", None, "X", None, "x "]),
    ("string", {"enum": ("a", "b")}, ["b", None, "b"]),
    ("string", {"pattern": "[A-Z]{2}[0-9]+"}, ["AB1", None]),
    ("string", {"min_length": 2, "max_length": 3}, ["її", "😀😀😀", None]),
    ("integer", {"minimum": -3, "maximum": 3}, ["-3", "3", None]),
    ("number", {"minimum": "0.5", "maximum": "1e1"}, ["0.50", "10.0", "5E-1", None]),
    ("date", {"minimum": "1984-05-17", "maximum": "1984-05-17"}, ["1984-05-17", None]),
    ("partialdate", {"minimum": "1984-05-17", "maximum": "1984-05-17"}, ["1984", "1984-05", "1984-05-17~", None]),
    ("boolean", {"unique": True}, ["true", "false"]),
]
REFUSED: list[tuple[str, dict[str, Any], str | None, str]] = [
    ("string", {"required": True}, None, "the schema requires one"),
    *(("string", {"required": True}, blank, "the schema requires one") for blank in ("\xa0", "\u200b", "\u3164")),
    ("string", {"enum": ("a", "b")}, "SECRET", "not one of the values that the schema lists: a, b"),
    ("string", {"enum": tuple("abcd" * 60 + str(n) for n in range(9))}, "SECRET", " ..."),
    ("string", {"pattern": "[a-z]+"}, "SECRET", "not of the form that the schema asks for: [a-z]+"),
    ("string", {"min_length": 7}, "SECRET", "less than the schema allows: 7 characters at least"),
    ("string", {"max_length": 5}, "SECRET", "more than the schema allows: 5 characters at most"),
    ("integer", {"minimum": 100}, "73", "less than the schema allows: 100 at least"),
    ("integer", {"maximum": 10}, "73", "more than the schema allows: 10 at most"),
    ("number", {"minimum": "0.5"}, "0.4999", "less than the schema allows: 0.5 at least"),
    ("number", {"maximum": "1"}, "1e9999999", "at most six digits after an e"),
    ("date", {"minimum": "2000-01-01"}, "1973-12-31", "2000-01-01 at least"),
    ("partialdate", {"minimum": "2000-01-01"}, "1973?", "2000-01-01 at least"),
    ("partialdate", {"maximum": "1950-12-31"}, "1973-02", "1950-12-31 at most"),
    ("partialdate", {"required": True}, "1973-02-30", "not a date as 1984, 1984-05 or 1984-05-17"),
]


@pytest.mark.parametrize("how", ["csv", "json"])
@pytest.mark.parametrize(("kind", "asked", "rows"), ALLOWED)
def test_an_allowed_value_is_accepted(kind: str, asked: dict[str, Any], rows: list[str | None], how: str) -> None:
    assert len(read(rows, kind, how, **asked)) == len(rows)


@pytest.mark.parametrize("how", ["csv", "json"])
@pytest.mark.parametrize(("kind", "asked", "cell", "words"), REFUSED)
def test_a_forbidden_value_is_refused_without_being_shown(
    kind: str, asked: dict[str, Any], cell: str | None, words: str, how: str
) -> None:
    with pytest.raises(InputError) as caught:
        read([cell], kind, how, **asked)
    assert caught.value.code == "table"
    message = str(caught.value)
    assert "row 1" in message
    assert words in message
    assert words != " ..." or message.endswith(words)
    assert cell is None or cell not in message, "the cell's content is nobody's business"
    assert len(message) < 300


@pytest.mark.parametrize("how", ["csv", "json"])
def test_a_repeated_value_of_a_unique_field_is_refused(how: str) -> None:
    with pytest.raises(InputError, match=r"row 4 .*the same as in row 2 .*, and") as caught:
        read(["x", "SECRET", None, "SECRET"], "string", how, unique=True)
    assert "SECRET" not in str(caught.value)


def test_a_required_field_must_be_present_and_not_empty() -> None:
    schema = Schema((Field("a"), Field("f", constraints=Constraints(required=True))))
    for text in ('[{"a": "x", "f": "y"}, {"a": "x"}]', '[{"f": "y"}, {"f": ""}]', '[{"f": "y"}, {"f": null}]'):
        with pytest.raises(InputError, match=r"row 2 .*f.*: no value is given, and the schema requires"):
            tables.read(io.BytesIO(text.encode()), "json", label="", schema=schema)
    with pytest.raises(InputError, match="no column named 'f', which the schema requires"):
        tables.read(io.BytesIO(b"a\nx\n"), "csv", label="", schema=schema)


def test_a_schema_with_constraints_that_no_table_satisfies_is_refused() -> None:
    for constraints in (Constraints(pattern="("), Constraints(min_length=2, max_length=1)):
        schema = Schema((Field("f", constraints=constraints),))
        assert Schema.from_wire(schema.to_wire()) == schema, "a reader takes it like any other"
        for kind, data in (("csv", b"f\nx\n"), ("json", b'[{"f": "x"}]')):
            with pytest.raises(InputError) as caught:
                tables.read(io.BytesIO(data), kind, label="", schema=schema)  # type: ignore[arg-type]
            assert caught.value.code == "schema-invalid"


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("1984", "1984-01-01", "1984-12-31"),
        ("1984?", "1984-01-01", "1984-12-31"),
        ("1984-02~", "1984-02-01", "1984-02-29"),
        ("1900-02%", "1900-02-01", "1900-02-28"),
        ("1984-05-17%", "1984-05-17", "1984-05-17"),
        ("0001", "0001-01-01", "0001-12-31"),
        ("9999-12", "9999-12-01", "9999-12-31"),
    ],
)
def test_a_partial_date_has_its_first_and_last_day(text: str, first: str, last: str) -> None:
    assert (partial_day(text), first_day(text), last_day(text)) == (text, first, last)


@pytest.mark.parametrize(
    "text",
    [
        *("", "84", "0000", "10000", "1984-", "1984-5", "1984-13", "1984-00", "1984-05-", "1984-05-32", "1983-02-29"),
        *("1984??", "?1984", "1984?-05", "1984-05 ", "198X", "1984/1985", "1984-05-17T00:00:00Z", "١٩٨٤", "1984\n"),
    ],
)
def test_what_is_not_a_partial_date_is_refused(text: str) -> None:
    with pytest.raises(Invalid):
        partial_day(text)


@given(st.dates().map(str), st.sampled_from([4, 7, 10]), st.sampled_from(["", "?", "~", "%"]))
def test_a_day_cut_short_is_a_partial_date_that_includes_it(text: str, length: int, mark: str) -> None:
    partial = partial_day(text[:length] + mark)
    assert first_day(partial) <= day(text) <= last_day(partial)


def test_every_type_of_field_is_known_to_tables_and_to_profiles() -> None:
    assert set(FIELD_TYPES) == set(TYPES)
    for name in TYPES:
        profile = profiles.read(json.dumps({"fields": [{"name": "f", "type": name}]}).encode())
        assert profile.schema.fields[0].type == name

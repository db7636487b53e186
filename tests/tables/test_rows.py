"""Rows from code pass the same door as tables: the same findings, whatever the values are."""

import io
import json
import sys
from collections import OrderedDict, UserDict
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from enum import IntEnum, StrEnum
from types import ModuleType
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from swapproto import Constraints, Field, InputError, List, Schema, tables
from tests.tables.test_survey import OBJECTS, SCHEMA

NAIVE = datetime.fromisoformat("2024-02-29")  # as data frames keep dates


class Rank(IntEnum):
    ONE = 1


class Kind(StrEnum):
    A = "a"


EVERY = Schema(
    [
        Field("id", "integer", constraints=Constraints(required=True)),
        Field("name"),
        Field("sum", "number"),
        Field("born", "date"),
        Field("seen", "partialdate"),
        Field("at", "datetime"),
        Field("fit", "boolean"),
        Field("tags", "array"),
        Field("more", "object"),
    ],
    ["id"],
)
ENTRY = {
    "id": 1,
    "name": "Olha",
    "sum": "12.50",
    "born": "1984-02-29",
    "seen": "2024-05?",
    "at": "2024-02-29T16:30:00+02:00",
    "fit": True,
    "tags": ["a", 1, None],
    "more": {"a": "b"},
}


def survey(rows: Any, schema: Schema = EVERY) -> tables.Survey:
    return tables.survey_rows(rows, label="t", schema=schema)


def one(field: Field, value: Any) -> tuple[Any, list[str]]:
    """The value of a single cell, and what was found wrong with it."""
    found = survey([{"x": value}], Schema([field]))
    return found.list[0]["x"], [f"{finding.code}: {finding.what}" for finding in found.findings]


def test_rows_from_code_have_the_findings_of_the_same_table() -> None:
    in_code, in_file = (
        survey(json.loads(OBJECTS), SCHEMA),
        tables.survey(io.BytesIO(OBJECTS.encode()), "json", label="t", schema=SCHEMA),
    )
    assert in_code.list == in_file.list
    assert [(f.code, f.row, f.field, f.found, f.severity) for f in in_code.findings] == [
        (f.code, f.row, f.field, f.found, f.severity) for f in in_file.findings
    ]
    assert "row 4, born: not a date" in str([*map(str, in_code.findings)])


def test_what_a_list_takes_without_a_word_is_found() -> None:
    rows: list[dict[str, Any]] = [{"id": 1, "born": "not a date", "sum": "zwölf"}, {"born": "2024-02-29"}, {"id": 1}]
    assert len(List.of("t", EVERY, rows)) == 3
    assert [(f.row, f.field, f.code) for f in survey(rows).findings] == [
        (1, "sum", "malformed"),
        (1, "born", "malformed"),
        (2, "id", "missing"),
    ]


def test_the_entries_of_a_list_come_back_as_they_are() -> None:
    whole = List.of("t", EVERY, [ENTRY, {"id": 2}])
    again = survey(whole)
    assert again.list == whole
    assert len(again.findings) == 0


@pytest.mark.parametrize(
    ("kind", "value", "expected"),
    [
        ("date", date(2024, 2, 29), "2024-02-29"),
        ("date", NAIVE, "2024-02-29"),
        ("partialdate", date(2024, 2, 29), "2024-02-29"),
        ("datetime", datetime(2024, 2, 29, 16, 30, tzinfo=timezone(timedelta(hours=2))), "2024-02-29T16:30:00+02:00"),
        ("datetime", datetime(2024, 2, 29, tzinfo=UTC), "2024-02-29T00:00:00+00:00"),
        ("number", Decimal("12.50"), "12.50"),
        ("number", Decimal("1E+5"), "1E+5"),
        ("number", 12, "12"),
        ("number", 0.1, "0.1"),
        ("number", "12.50", "12.50"),
        ("integer", 42.0, 42),
        ("integer", Decimal(42), 42),
        ("integer", Rank.ONE, 1),
        ("integer", float("nan"), None),
        ("number", Decimal("NaN"), None),
        ("string", Kind.A, "a"),
        ("boolean", False, False),
        ("array", ("a", 1), ["a", 1]),
        ("object", UserDict({"a": OrderedDict(b=1)}), {"a": {"b": 1}}),
    ],
)
def test_a_value_of_python_becomes_that_of_the_field(kind: str, value: object, expected: object) -> None:
    assert one(Field("x", kind), value) == (expected, [])


@pytest.mark.parametrize(
    ("kind", "value", "why"),
    [
        ("date", NAIVE.replace(hour=16), "time of day"),
        ("datetime", NAIVE, "offset"),
        ("datetime", date(2024, 2, 29), "its type is date"),
        ("string", date(2024, 2, 29), "its type is date where the schema says string"),
        ("string", 7, "its type is integer where the schema says string"),
        ("integer", "7", "its type is string"),
        ("integer", 7.5, "not an integer"),
        ("integer", True, "its type is boolean"),
        ("integer", 2**63, "not an integer"),
        pytest.param("integer", 10**5000, "too many digits", id="long"),
        ("integer", Decimal("1E+999999999"), "not an integer"),
        ("number", float("inf"), "infinity"),
        ("boolean", 1, "its type is integer"),
        ("string", b"bytes", "bytes"),
        ("string", "\ud800", "half a character"),
        ("array", [[[[[]]]]], "nested too deep"),
        ("array", [1.5], "64-bit integer"),
        ("object", {1: "a"}, "name of type int"),
        ("object", {"a": date(2024, 2, 29)}, "its type is date"),
    ],
)
def test_a_value_that_its_field_cannot_hold_is_found(kind: str, value: object, why: str) -> None:
    found, (what,) = one(Field("x", kind), value)
    assert found is None
    assert what.startswith("malformed: ")
    assert why in what


def test_a_list_that_contains_itself_is_nested_too_deep() -> None:
    ring: list[object] = []
    ring.append(ring)
    assert one(Field("x", "array"), ring)[0] is None


@pytest.mark.parametrize("rows", [["id"], [[1, "Olha"]], [None], "id", {"id": [1]}])
def test_a_row_without_names_is_refused(rows: Any) -> None:
    with pytest.raises(InputError, match=r"row 1 is of type .*, and not a mapping of names to values"):
        survey(rows)


ANYTHING: st.SearchStrategy[Any] = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text()
    | st.binary()
    | st.decimals()
    | st.dates()
    | st.datetimes(timezones=st.none() | st.timezones()),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text() | st.integers(), inner, max_size=3),
    max_leaves=6,
)


@given(st.lists(st.dictionaries(st.sampled_from([*ENTRY, "another"]), ANYTHING), max_size=4))
def test_whatever_the_values_are_a_list_comes_of_them_that_passes_again(rows: list[Mapping[str, Any]]) -> None:
    found = survey(rows)
    again = survey(found.list)
    assert again.list == found.list
    assert {finding.code for finding in again.findings} <= {"missing"}


def frames(module: ModuleType, columns: Mapping[str, list[Any]]) -> Any:
    return module.table(columns) if module.__name__ == "pyarrow" else module.DataFrame(columns)


@pytest.mark.parametrize("library", ["pandas", "polars", "pyarrow"])
def test_a_data_frame_is_rows(library: str) -> None:
    module = pytest.importorskip(library)
    columns: dict[str, list[Any]] = {
        "id": [1, 2],
        "name": ["Olha", None],
        "sum": [0.5, None],
        "born": [date(1984, 2, 29), None],
        "at": [datetime(2024, 2, 29, 16, 30, tzinfo=UTC), None],
        "fit": [True, None],
    }
    found = survey(frames(module, columns))
    assert [str(finding) for finding in found.findings] == []
    assert found.list[0]["at"] == "2024-02-29T16:30:00+00:00"
    assert [[entry[name] for name in columns][:4] for entry in found.list] == [
        [1, "Olha", "0.5", "1984-02-29"],
        [2, None, None, None],
    ]
    rows: Iterable[Mapping[str, Any]] = list(found.list)
    assert len(frames(module, {name: [row[name] for row in rows] for name in columns})) == 2


class Stream:
    """A table of another library: it has the Arrow PyCapsule interface, and nothing else."""

    def __init__(self, table: Any) -> None:
        self._table = table

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        return self._table.__arrow_c_stream__(requested_schema)


def test_a_stream_of_arrow_is_rows() -> None:
    pyarrow = pytest.importorskip("pyarrow")
    table = pyarrow.table({"id": [1, 2], "name": ["Olha", None]})
    found = survey(Stream(pyarrow.concat_tables([table, table])))
    assert [str(finding) for finding in found.findings] == []
    assert [(entry["id"], entry["name"]) for entry in found.list] == [(1, "Olha"), (2, None)] * 2


@pytest.mark.parametrize("library", ["pandas", "pyarrow"])
def test_two_columns_of_one_name_are_refused(library: str) -> None:
    """A dictionary of each row would keep the last of them."""
    module = pytest.importorskip(library)
    if library == "pandas":
        frame = module.DataFrame([[1, "Olha", "Petro"]], columns=["id", "name", "name"])
    else:
        frame = module.Table.from_arrays([[1], ["Olha"], ["Petro"]], names=["id", "name", "name"])
    with pytest.raises(InputError, match="two columns are named 'name'"):
        survey(frame)


def test_an_index_with_a_name_is_a_column_that_would_be_lost() -> None:
    pandas = pytest.importorskip("pandas")
    frame = pandas.DataFrame({"id": [1], "name": ["Olha"]})
    with pytest.raises(InputError, match="the index of the frame is named 'id'"):
        survey(frame.set_index("id"))
    assert survey(frame.set_index("id").reset_index()).list[0]["id"] == 1


def test_an_index_of_anything_but_rows_is_not_dropped() -> None:
    pandas = pytest.importorskip("pandas")
    with pytest.raises(InputError, match="other values than numbers of rows"):
        survey(pandas.DataFrame({"name": ["Olha"]}, index=["N-1"]))
    frame = pandas.DataFrame({"id": [1, 2, 3], "name": ["Olha", "Petro", "Ivan"]})
    assert [entry["id"] for entry in survey(frame[frame.id != 2]).list] == [1, 3]


def test_a_stream_of_arrow_that_fails_is_refused_in_words() -> None:
    pytest.importorskip("pyarrow")

    class Lies:
        def __arrow_c_stream__(self, requested_schema: object = None) -> object:
            return "no capsule"

    with pytest.raises(InputError, match="the stream of Arrow cannot be read"):
        survey(Lies())


def test_what_has_no_rows_is_refused_in_words() -> None:
    polars = pytest.importorskip("polars")
    for nothing in (polars.DataFrame({"id": [1]}).lazy(), 5):
        with pytest.raises(InputError, match="there are no rows in what is of type"):
            survey(nothing)


def test_a_stream_of_arrow_asks_for_pyarrow(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(InputError, match="pip install pyarrow"):
        survey(Stream(None))


def test_scalars_of_numerical_libraries_are_those_of_python() -> None:
    numpy = pytest.importorskip("numpy")
    for kind, value, expected in (
        ("integer", numpy.int64(7), 7),
        ("number", numpy.float64(0.1), "0.1"),
        ("boolean", numpy.bool_(True), True),
        ("string", numpy.str_("x"), "x"),
        ("date", numpy.datetime64("2024-02-29"), "2024-02-29"),
        ("date", numpy.datetime64("2024-02-29T00:00:00.000000000"), "2024-02-29"),
        ("date", numpy.datetime64("NaT"), None),
        ("partialdate", numpy.datetime64("1984"), "1984"),
        ("partialdate", numpy.datetime64("1984-05"), "1984-05"),
        ("partialdate", numpy.datetime64("NaT", "Y"), None),
        ("array", numpy.array([1, 2]), [1, 2]),
    ):
        assert one(Field("x", kind), value) == (expected, [])


def test_what_a_numerical_library_would_invent_is_refused() -> None:
    """A week becomes its first day there, a length of time a number, and a date far off one of microseconds."""
    numpy = pytest.importorskip("numpy")
    for kind, value in (
        ("date", numpy.datetime64("1984")),
        *(("date", numpy.datetime64("2024-01-03", unit)) for unit in ("W", "7D", "10Y", "2M")),
        *(("integer", numpy.timedelta64(5, unit)) for unit in ("ns", "D", "Y")),
        ("integer", numpy.datetime64("10000-01-01")),
    ):
        assert one(Field("x", kind), value)[0] is None, value
    assert one(Field("x", "number"), numpy.float32(0.1)) == ("0.1", [])
    assert one(Field("x", "number"), numpy.float64(0.1)) == ("0.1", [])


def test_a_decimal_is_an_integer_as_far_as_a_field_can_hold_it() -> None:
    assert one(Field("x", "integer"), Decimal("1E+16")) == (10**16, [])
    assert one(Field("x", "integer"), Decimal("9007199254740993.0")) == (2**53 + 1, [])
    for large in (Decimal("1E+1000000"), Decimal(2**64 + 1), Decimal("0.5")):
        assert one(Field("x", "integer"), large)[0] is None


def test_an_integer_that_became_a_fraction_is_taken_only_while_it_is_exact() -> None:
    assert one(Field("x", "integer"), float(2**53 - 1)) == (2**53 - 1, [])
    for large in (float(2**53), -float(2**53), 1e300):
        assert one(Field("x", "integer"), large)[0] is None
    assert one(Field("x", "integer"), Decimal(2**53 + 1)) == (2**53 + 1, [])


def test_severities_are_those_of_findings() -> None:
    for wrong in ({"nonsense": "error"}, {"missing": "eror"}):
        with pytest.raises(InputError, match="no severity of a finding"):
            tables.survey_rows([], label="x", schema=EVERY, severities=wrong)


def test_rows_that_are_no_mappings_are_refused_without_a_word_of_them() -> None:
    for rows in ([["SECRET", "3"]], [{"id": 1}, "SECRET"]):
        with pytest.raises(InputError, match=r"entry \d is of type (list|str), and not a mapping") as refused:
            List.of("t", EVERY, rows)  # type: ignore[arg-type]
        assert "SECRET" not in str(refused.value)


def test_a_refusal_names_the_field() -> None:
    with pytest.raises(InputError, match="entry 1: field 'name': a value of type date cannot be encoded"):
        List.of("t", EVERY, [{"id": 1, "name": date(2024, 2, 29)}])

"""Columns hold what entries hold, whatever the values and however many of them repeat."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from swapproto.lists import Field, Schema
from swapproto.lists.fields import Constraints
from swapproto.tables import columnar
from swapproto.tables.blanks import FILLERS, is_blank, is_nothing, nothings
from swapproto.tables.cells import Column
from swapproto.tables.columnar import Columnar, Portion, filled
from swapproto.tables.findings import Finding, Findings

_TEXTS = st.text(st.sampled_from("abАбіx0 \t\n\u00a0-.…ёЁ'’/н\0"), max_size=6)
_VALUES = st.lists(_TEXTS | st.sampled_from([None, "", 1, True, False, 0, "1", [1], {"a": None}]), max_size=40)


@given(_VALUES | st.lists(_TEXTS))
def test_a_portion_gives_its_values_back(values: list[Any]) -> None:
    portion = Portion(values)
    assert [*map(repr, portion.values())] == [*map(repr, values)]
    texts = [value for value in values if type(value) is str and value]
    assert {*portion.texts()} == {*texts}
    assert [text for _, text in portion.cells()] == texts
    assert portion.is_ascii() == all(map(str.isascii, texts))
    assert list(portion.filled()) == [filled(value) for value in values]
    assert list(portion.flags(lambda value: value is None)) == [value is None for value in values]


@given(_VALUES, _VALUES)
def test_columns_give_entries_back(one: list[Any], other: list[Any]) -> None:
    entries = [{"a": a, "b": b} for a, b in zip(one, other, strict=False)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(columnar, "PORTION", 7)
        table = Columnar.of(entries, ["b", "a"])
    assert len(table) == len(entries)
    assert repr([*table.entries(["b", "a"])]) == repr([{"b": entry["b"], "a": entry["a"]} for entry in entries])
    assert [*table.rows(["c"])] == [(None,)] * len(entries)
    texts = [(row, entry["a"]) for row, entry in enumerate(entries, 1) if type(entry["a"]) is str and entry["a"]]
    assert [*table.cells("a")] == texts
    assert table.count("a") == len(texts)
    chosen = [*table.choose("a", lambda some: [text for text in some if "a" in text], list)]
    assert [cell for with_a, _ in chosen for cell in with_a] == [cell for cell in texts if "a" in cell[1]]
    assert [cell for _, every in chosen for cell in every] == texts
    some = {row for row in range(1, len(entries) + 1) if row % 3}
    assert {*table.entries_at(some)} == some


def test_letters_that_cannot_be_seen_are_fillers() -> None:
    assert {c for c in map(chr, range(0x110000)) if c.isalnum() and is_blank(c)} == FILLERS


@given(
    st.lists(_TEXTS | st.sampled_from(["\u3164", "\u3164a", "n/a", "н/д", "a" * 9, "2024", "2024-13"])), st.booleans()
)
def test_a_column_means_the_same_cell_by_cell_and_together(cells: list[str], unique: bool) -> None:
    field = Field("n", "string", constraints=Constraints(required=True, unique=unique, max_length=5))
    schema = Schema([field], missing_values=["", "n/a", "н/д"])

    def read(portions: list[list[str]]) -> tuple[list[Any], list[Finding]]:
        column, findings = Column(field, schema), Findings()
        values: list[Any] = []
        for portion in portions:
            first = len(values) + 1
            values += column.read(portion, range(first, first + len(portion)), findings)
        return values, list(findings)

    assert read([cells]) == read([[cell] for cell in cells])


@given(st.lists(_TEXTS | st.sampled_from(["N/A", "не  відомо", "（）", " — ", "ｎ／ａ", "Nan", "x" * 60, "н\u2011д"])))
def test_words_for_nothing_are_the_same_alone_and_together(texts: list[str]) -> None:
    assert nothings(texts) == [*filter(is_nothing, texts)]

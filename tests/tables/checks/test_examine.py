"""All checks together: on real lists, on any values, and on hostile ones."""

import csv
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from swapproto.lists import Field, List, Schema
from swapproto.lists.fields import TYPES
from swapproto.tables import columnar
from swapproto.tables.checks import Expected, Rules, examine, persons
from swapproto.tables.findings import Finding, Findings
from tests.budget import cpu_budget
from tests.shared import DATA
from tests.tables.checks.checking import NO_RULES, TODAY, codes, findings_of

RULES = Rules(
    chronology=(("string", "date", "partialdate"),),
    past=("date", "integer", "string"),
    within={"partialdate": 120, "array": 1},
    expected=(Expected("object", (), ("array", "number")), Expected("boolean", (True, 1), ("string",))),
)


@pytest.mark.parametrize(
    ("name", "warnings"),
    [("2024-12-18", 0), ("2025-05-21", 0), ("2026-06-11", 0), ("historical", 14)],
)
def test_a_real_list_has_only_the_expected_findings(name: str, warnings: int) -> None:
    path = DATA / f"legislators-{name}.csv"
    if not path.exists():
        pytest.skip("the real lists (shared/data) are not beside the repository")
    with path.open(newline="", encoding="utf-8") as text:
        rows = list(csv.DictReader(text))
    found = findings_of(rows, list(rows[0]), Rules(past=("birthday",)), "bioguide_id")
    assert {one.code for one in found} <= {"spaces", "apostrophes", "nothing"}
    assert [one.severity for one in found] == ["warning"] * warnings


_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(st.characters(), max_size=12),
    lambda some: st.lists(some, max_size=3) | st.dictionaries(st.text(max_size=3), some, max_size=3),
    max_leaves=5,
)
_DATES = st.sampled_from(["2026-07", "1905", "1984-05-17?", "0000", "9999%", "1999-02-30", "T", "?", ""])


@given(st.lists(st.dictionaries(st.sampled_from(list(TYPES)), _VALUES | _DATES, max_size=9), max_size=6))
def test_no_values_raise_an_error(entries: list[dict[str, Any]]) -> None:
    fields = [Field(name, name) for name in TYPES]
    for key in (), ("string",), ("array", "object"):
        for one in findings_of(entries, fields, RULES, *key):
            assert one.row is None or 1 <= one.row <= len(entries)


@pytest.mark.parametrize(
    "text",
    [
        "a" + "\u0315\u0300" * 16_000,
        ("a" + "\u0315\u0300\u05b0" * 7) * 1_300,
        "\u200d" * 21_000,
        "ب\u200c" * 16_000,
        " " * 65_000,
        "\u00a0" * 32_000,
        "1 " * 32_000 + "\x00",
        "аa" * 16_000,
        "аa " * 13_000,
        "?? ." * 16_000,
        "а'а’" * 9_000,
        "漢\U000e0100" * 9_000,
        "\x00" * 65_000,
        "\ud800" * 20_000,
    ],
    ids=lambda text: ascii(text[:4]),
)
def test_a_hostile_cell_takes_little_time(text: str) -> None:
    with cpu_budget(2):  # none takes half a second
        findings_of([{"n": text}], ["n"])


def test_a_finding_does_not_repeat_what_is_in_the_cell() -> None:
    secret = "Qwxjz"
    entries = [{"n": f" {secret}\u200b\u202e\ufffd"}, {"n": f"{secret}а\x00"}, {"n": f"e\u0301{secret}"}]
    for one in findings_of([*entries, *entries], ["n"], Rules(), "n"):
        assert secret not in one.what


def test_a_list_in_many_portions_has_the_same_findings(monkeypatch: pytest.MonkeyPatch) -> None:
    fields = [Field("id"), Field("family_name"), Field("given_name", restricted=True), Field("more", "array")]
    entries: list[dict[str, Any]] = [
        {
            "id": str(n % 7),
            "family_name": "О'Вигадана" if n % 2 else "О’Вигадана ",
            "given_name": "Iван",
            "more": ["\t"],
        }
        for n in range(20)
    ]
    content = List.of("x", Schema(fields, ["id"]), entries)
    assert [content[n] for n in range(20)] == entries

    def found(among: Any) -> tuple[list[Finding], object]:
        findings = Findings()
        examined = examine(among, content.schema, NO_RULES, findings, TODAY)
        return list(findings), examined

    held = found(entries)
    assert len(held[0]) > 40
    assert found(content) == held
    monkeypatch.setattr(columnar, "PORTION", 3)
    assert found(content) == held


def test_persons_are_compared_in_a_long_table_only_if_enough_is_known_of_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(persons, "_MANY", 2)
    fields = ["family_name", "given_name"]
    short = [{"family_name": name, "given_name": "Ян"} for name in ("Ко", "Кo", "Лі")]
    long = [{"family_name": f"Вигадано-Довгополенко{name}", "given_name": "Ярополк"} for name in ("а", "a", "і")]
    assert "likely-same" not in codes(findings_of(short, fields))
    assert "likely-same" in codes(findings_of(short[:2], fields))
    assert "likely-same" in codes(findings_of(long, fields))

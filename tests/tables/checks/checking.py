"""The checks on small tables, for the tests of this folder."""

from collections.abc import Iterable, Mapping
from datetime import date

from swapproto.lists import Field, Schema, Value
from swapproto.tables.checks import Rules, examine
from swapproto.tables.findings import Finding, Findings

NO_RULES = Rules()
TODAY = date(2026, 6, 15)


def place(row: int | None, field: str | None) -> str:
    return f"row {row}, {field}" if field else f"row {row}"


def findings_of(
    entries: Iterable[Mapping[str, Value]], fields: Iterable[Field | str], rules: Rules = NO_RULES, *key: str
) -> list[Finding]:
    schema = Schema([field if isinstance(field, Field) else Field(field) for field in fields], key)
    findings = Findings(rules.severity, place)
    examine(list(entries), schema, rules, findings, TODAY)
    return list(findings)


def column(texts: Iterable[Value], field: Field | str = "name") -> list[Finding]:
    """Return the findings in a column of these values, without those for repeated rows."""
    name = field if isinstance(field, str) else field.name
    found = findings_of([{name: text, "n": str(n)} for n, text in enumerate(texts)], [field, "n"])
    return [one for one in found if one.code != "same-entry"]


def codes(found: Iterable[Finding]) -> list[str]:
    return [one.code for one in found]

"""Tests of the vectors against the specification: every step, code and operation has a case."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

SPEC = Path(__file__).parents[2] / "spec"
PROSE = (SPEC / "swapproto.md").read_text("utf-8").partition("## Appendix A")[0]
SECTION = re.compile(r"^##+ (\d+(?:\.\d+)?)\.? ")


def cases() -> Iterator[tuple[Path, dict[str, Any]]]:
    for path in sorted(SPEC.glob("vectors/*/*.json")):
        yield path, json.loads(path.read_text("utf-8"))


def rows(title: str) -> set[str]:
    """Return the codes in the first column of the tables of one section."""
    section = PROSE.split(f"{title}\n")[1].split("\n## ")[0].split("\n### ")[0]
    cells = re.findall(r"^\| (`[a-z-]+`(?:, `[a-z-]+`)*) \|", section, re.MULTILINE)
    return {code for cell in cells for code in re.findall("`([a-z-]+)`", cell)}


def strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, (dict, list)):
        for member in value.values() if isinstance(value, dict) else value:
            yield from strings(member)


def steps() -> Iterator[str]:
    section = ""
    for line in PROSE.splitlines():
        if heading := SECTION.match(line):
            section = heading[1]
        elif step := re.match(r"(\d+)\. ", line):
            yield f"{section}, step {step[1]}"


def test_every_error_fact_fault_view_and_exit_code_is_in_a_case() -> None:
    given = {text for _, case in cases() for text in strings(case["expect"])}
    exits = {case["expect"]["ok"]["exit"] for path, case in cases() if path.parent.name == "assess"}
    titles = (
        "## 13. Error codes",
        "### 12.2 Facts",
        "### 12.3 Contradictions",
        "### 12.4 Views",
        "### 12.5 Never said",
        "### 17.9 Facts, contradictions and views",
        "### 17.10 Whose move it is",
    )
    for title in titles:
        codes = rows(title)
        assert len(codes) > 4
        assert not codes - given, title
    assert exits == {0, 1, 2, 3, 4}


def test_every_numbered_step_is_cited_by_a_case() -> None:
    cited = {cite for _, case in cases() for cite in case["spec"]}
    numbered = set(steps())
    assert len(numbered) > 40
    assert not numbered - cited
    assert not {cite for cite in cited if "step" in cite} - numbered, "cited, but not in the specification"


def test_every_operation_of_the_specification_has_a_case() -> None:
    undetermined = {"wrap"}  # a property unwraps what it makes
    assert rows("## 16. Conformance") - undetermined == {path.parent.name for path, _ in cases()}


def test_every_case_matches_its_path_and_has_the_documented_form() -> None:
    for path, case in cases():
        assert set(case) == {"about", "spec", "operation", "input", "expect"}, path
        assert case["operation"] == path.parent.name
        assert path.stem.endswith("_fail") == ("error" in case["expect"]), path
        assert case["about"].endswith("."), path


def test_the_vectors_and_worked_bytes_are_those_that_the_reference_makes() -> None:
    command = [sys.executable, str(SPEC / "reference.py"), "--check", str(SPEC / "vectors")]
    check = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
    assert check.returncode == 0, check.stdout + check.stderr

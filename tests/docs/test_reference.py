"""The reference pages name what there is: every verb and option, code, claim, key and public name, and no other."""

import re
from pathlib import Path
from typing import get_args

import pytest

import swapproto
from swapproto import Transcript, Trust, assess, plain
from swapproto.assessment import claims
from swapproto.errors import CODES
from tests.docs import findings_page, profile_page, verbs

DOCS = Path(__file__).parents[2] / "docs"
TASKS = sorted([*(DOCS / "tutorial").glob("*.md"), *(DOCS / "how-to").glob("*.md")])


def read(page: str) -> str:
    return (DOCS / page).read_text("utf-8")


def first_cells(text: str) -> list[str]:
    """The names in code at the beginning of each row of its tables."""
    rows = re.findall(r"^\| ((?:`[^`|]+`(?:, )?)+) \|", text, re.MULTILINE)
    return [name for row in rows for name in re.findall(r"`([^`]+)`", row)]


def test_the_command_lines_page_is_what_the_command_line_takes() -> None:
    assert verbs.written().strip() == verbs.tables().strip(), "run: python -m tests.docs.verbs"


def test_the_detainee_profiles_page_is_the_profile() -> None:
    assert profile_page.written().strip() == profile_page.tables(), "run: python -m tests.docs.profile_page"


def test_the_page_on_findings_is_what_a_check_finds() -> None:
    assert findings_page.written().strip() == findings_page.table(), "run: python -m tests.docs.findings_page"


def test_every_error_code_is_explained() -> None:
    explained = first_cells(read("reference/errors.md"))
    assert sorted(explained) == sorted(CODES)


def test_every_code_of_a_verdict_is_explained() -> None:
    explained = first_cells(read("how-to/read-a-verdict.md"))
    codes = [code for kind in (claims.Fact, claims.View, claims.Fault, claims.Unproven) for code in get_args(kind)]
    assert sorted(explained) == sorted(codes)


def test_every_key_of_the_json_is_explained() -> None:
    page = read("reference/json.md").partition("What is in `value`")[0]
    made = plain(assess(Transcript.read(b""), Trust.of(), now=0))
    assert sorted(first_cells(page)) == sorted([*made, "not_read", "impostors", "entries"])


def test_every_public_name_is_in_the_reference() -> None:
    named = re.findall(r"^\.\. auto\w+:: (\w+)$", read("reference/api.md"), re.MULTILINE)
    assert sorted(named) == sorted(swapproto.__all__)


def test_every_decision_has_a_number_and_its_three_parts() -> None:
    records = sorted((DOCS / "decisions").glob("0*.md"))
    assert [int(record.name[:4]) for record in records] == list(range(1, len(records) + 1))
    for record in records:
        text = record.read_text("utf-8")
        assert text.startswith(f"# {int(record.name[:4])}. "), record.name
        assert all(f"**{part}.**" in text for part in ("Context", "Decision", "Consequences")), record.name


@pytest.mark.parametrize("page", TASKS, ids=lambda page: page.stem)
def test_every_task_page_says_what_is_not_proven(page: Path) -> None:
    assert re.search(r"not\W+(prove|proven|protect)\b", page.read_text("utf-8"), re.IGNORECASE)

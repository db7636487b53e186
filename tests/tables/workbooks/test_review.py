"""A review as a workbook: what is written is read back, whatever a list holds and whatever program saved it."""

import io
from typing import Any

import pytest

from swapproto import InputError
from swapproto.lists import Field, List, Schema
from swapproto.tables.workbooks import review
from swapproto.tables.workbooks.review import Answer, Question
from tests.tables.workbooks.making import Office, cells, opened, saved

SCHEMA = Schema([Field("Verdict"), Field("row", "integer"), Field("tags", "array", restricted=True)])
ROWS: list[dict[str, Any]] = [
    {"Verdict": "=1+1", "row": 7, "tags": ["a", {"b": None}]},
    {"Verdict": "zero\u200bwidth", "row": None, "tags": None},
    {"Verdict": "007", "row": -1, "tags": []},
    {"Verdict": "a" * 2000, "row": 0, "tags": None},
    {"Verdict": "two\nlines \u0406\u0432\u0430\u043d", "row": 1, "tags": None},
]
LEAVES = [f"{n:064x}" for n in range(len(ROWS))]
QUESTION = Question(List.of("odd", SCHEMA, ROWS), LEAVES, ("agreed", "contested"), 64)
GIVEN = {LEAVES[1]: Answer("contested", "why")}


def written() -> bytes:
    out = io.BytesIO()
    review.write(QUESTION, out, GIVEN)
    return out.getvalue()


def verdicts(data: bytes) -> dict[str, tuple[str, str]]:
    return {leaf: answer[:2] for leaf, answer in review.read(QUESTION, io.BytesIO(data)).items()}


EXPECTED = dict.fromkeys(LEAVES, ("", "")) | {LEAVES[1]: ("contested", "why")}


def test_what_is_written_is_read_whatever_the_list_holds() -> None:
    assert verdicts(written()) == EXPECTED
    assert verdicts(saved(opened(written()))) == EXPECTED


def test_what_cannot_be_seen_is_shown_by_its_name() -> None:
    rows = cells(written(), review.REVIEW)
    assert rows[0] == ["Row", "Leaf", "Verdict", "row", "tags", "Verdict", "Reason"]
    assert rows[2][2] == "zero<U+200B>width"
    assert "cut here" in rows[4][2]
    assert "Give it to reviewers alone" in "".join(row[0] for row in cells(written(), review.ABOUT))


def test_libreoffice_changes_nothing_that_is_compared(office: Office) -> None:
    assert verdicts(office("review.xlsx", written(), "xlsx")) == EXPECTED


def test_a_hostile_workbook_is_refused_in_words() -> None:
    book = opened(written())
    book["Review"].title = "Other"
    with pytest.raises(InputError, match="has no sheet Review"):
        review.read(QUESTION, io.BytesIO(saved(book)))
    with pytest.raises(InputError, match="not an XLSX file"):
        review.read(QUESTION, io.BytesIO(b"row,leaf\n"))

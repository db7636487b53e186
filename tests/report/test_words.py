"""Every word of a report is used by it, and every place that it uses has words."""

import json
import re
from pathlib import Path
from typing import Any, get_args

import pytest

from swapproto import wording
from swapproto.assessment.standing import Move
from swapproto.report import good_faith, lists, page
from swapproto.report.timeline import Step

REPORT: dict[str, Any] = json.loads(Path(wording.__file__).with_name("en.json").read_text("utf-8"))["report"]
SOURCE = Path(page.__file__).parent
CODE = "".join(path.read_text("utf-8") for path in [*SOURCE.glob("*.py"), *SOURCE.glob("templates/*.html")])
CONSOLE = "".join(path.read_text("utf-8") for path in (SOURCE.parent / "cli").glob("*.py"))


def test_every_step_move_part_and_question_has_words() -> None:
    assert REPORT["steps"].keys() == REPORT["events"].keys() == set(get_args(Step))
    assert REPORT["moves"].keys() == REPORT["headline"]["awaiting"].keys() == set(get_args(Move))
    assert set(good_faith.PARTS) <= REPORT["parts"].keys()
    assert set(page.QUESTIONS) <= REPORT["questions"].keys()
    assert set(lists.HEADS) <= REPORT["overview"].keys()


@pytest.mark.parametrize("code", REPORT["cells"])
def test_every_cell_that_has_words_is_made(code: str) -> None:
    assert f'"{code}"' in CODE


def test_every_place_that_templates_name_has_words() -> None:
    places = set(re.findall(r"""\b(?:t|here)(?:\.brief)?\("([a-z.-]+)"[,)]""", CODE))
    assert len(places) > 60
    for place in places:
        found = REPORT
        for key in place.split("."):
            found = found[key]
        assert found


def test_no_word_stands_unused() -> None:
    told = CODE + CONSOLE
    for section, texts in REPORT.items():
        assert f'"{section}' in told or f"'{section}" in told, section
        if isinstance(texts, dict) and "choose" not in texts and section not in ("steps", "events", "moves", "kinds"):
            for key in texts:
                assert key in told, (section, key)

"""Every word of a report is used by it, and every place that it uses has words."""

import json
import re
from pathlib import Path
from typing import Any, get_args

import pytest

from swapproto import wording
from swapproto.assessment.standing import Move
from swapproto.report import good_faith, headline, lists, page, strangers
from swapproto.report.cells import State
from swapproto.report.timeline import Step

REPORT: dict[str, Any] = json.loads(Path(wording.__file__).with_name("en.json").read_text("utf-8"))["report"]
SOURCE = Path(page.__file__).parent
CODE = "".join(path.read_text("utf-8") for path in [*SOURCE.glob("*.py"), *SOURCE.glob("templates/*.html")])
CONSOLE = "".join(path.read_text("utf-8") for path in (SOURCE.parent / "cli").rglob("*.py"))


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


HEADS_OF_TIMELINE = {"number", "step", "who", "stated", "proven", "knew"}
BY_VALUE = {
    "cells": set(REPORT["cells"]),  # tried one by one, above
    "entries": {"published", "disclosed"},
    "events": set(get_args(Step)),
    "fields": set(re.findall(r'Field\("([a-z]+)"', CODE)),
    "headline": {
        *re.findall(r'Headline\(f?"([a-z-]+)', CODE),
        *headline._STATES,
        "strangers",
        "cards",
        "no-move",
        "awaiting",
    },
    "legend": set(get_args(State)),
    "misplaced": set(strangers._ORDER),
    "moves": set(get_args(Move)),
    "overview": set(lists.HEADS),
    "parts": set(good_faith.PARTS),
    "questions": set(page.QUESTIONS),
    "reviews": {"agreed", "contested"},
    "sealed": set(get_args(lists.Sealed)),
    "stages": {"received", "opened", "unopenable"},
    "steps": set(get_args(Step)),
    "timeline": HEADS_OF_TIMELINE,
}
"""The keys of sections that are chosen by a value. Every other key stands in the code as it is."""


def test_no_word_stands_unused() -> None:
    for section, texts in REPORT.items():
        if not isinstance(texts, dict) or "choose" in texts:
            assert re.search(rf"""["']{section}["']""", CODE + CONSOLE), section
            continue
        for key in texts.keys() - BY_VALUE.get(section, set()):
            assert f"{section}.{key}" in CODE + CONSOLE, (section, key)


def test_the_keys_that_are_chosen_by_a_value_have_words() -> None:
    for section, keys in BY_VALUE.items():
        assert keys <= REPORT[section].keys(), section

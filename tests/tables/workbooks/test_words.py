"""Words: every language has every sentence of the workbooks, with the same values in it."""

import io
import json
import re
from importlib.resources import files
from pathlib import Path

import pytest

import swapproto.tables.workbooks as room
from swapproto.cli import asking
from swapproto.cli.verbs import check, prepare
from swapproto.lists import List
from swapproto.tables import outline, titles
from swapproto.tables import prepare as prepared
from swapproto.tables.field_types import FIELD_TYPES
from swapproto.tables.findings import Findings
from swapproto.tables.people import Pair
from swapproto.tables.prepare import grid, proposing, reading, record, repairing
from swapproto.tables.workbooks import explained, findings, pairs, ready, template
from swapproto.tables.workbooks.words import LANGUAGES, Words

from .making import DETAINEE, blank, cells, opened

SENTENCES = {language: json.loads((files(room) / "words" / f"{language}.json").read_bytes()) for language in LANGUAGES}
_VALUE = re.compile(r"\{[a-z]+\}")
_LATIN = re.compile("[A-Za-z]{4,}")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_language_has_every_sentence_with_its_values(language: str) -> None:
    assert SENTENCES[language].keys() == SENTENCES["uk"].keys()
    for sentence, said in SENTENCES[language].items():
        assert said.strip()
        assert said != sentence or said == "Score"
        assert sorted(_VALUE.findall(said)) == sorted(_VALUE.findall(sentence))


def test_every_sentence_is_one_of_a_workbook() -> None:
    modules = [
        check,
        prepare,
        asking,
        findings,
        pairs,
        template,
        ready,
        grid,
        record,
        proposing,
        reading,
        prepared,
        outline,
    ]
    source = "".join(Path(module.__file__ or "").read_text("utf-8") for module in modules)
    types = {kind.how_to_write for kind in FIELD_TYPES.values()}
    about = set(pairs._ABOUT.split("\n"))
    meanings = {sentence for both in explained.EXPLAINED.values() for sentence in both}
    counted = {"errors", "warnings", "error", "warning", "cells", "samples", "changes"}
    repairs = {f"{record.REPAIRED}{code}" for code in repairing.SAFE}
    known = {*types, *about, *meanings, *counted, *repairs}
    for sentence in SENTENCES["uk"]:
        assert sentence in known or f'"{sentence}"' in source or f'"{_own_part(sentence)}' in source, sentence


def _own_part(reason: str) -> str:
    """Return a reason without the part that others have, too."""
    reason = reason.removesuffix(", left out").removesuffix("; the cell is empty in the result")
    return reason.removeprefix("a column left out, ")


def test_every_repair_is_told_in_each_language() -> None:
    for language in LANGUAGES:
        assert SENTENCES[language].keys() >= {f"{record.REPAIRED}{code}" for code in repairing.SAFE}


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_a_finding_means_and_what_to_do_is_said_in_each_language(language: str) -> None:
    for both in explained.EXPLAINED.values():
        assert SENTENCES[language].keys() >= {*both}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_template_explains_itself_in_its_language(language: str) -> None:
    say, rows = Words(language), cells(blank(DETAINEE, language), template.EXPLAINED)
    assert rows[0][0] == say("How to fill in the sheet {sheet}", sheet=template.LIST)
    assert rows[5][:4] == [say(word) for word in ("Heading", "Field", "Required", "Restricted")]
    if language != "fr":
        told = [cell for row in rows[:6] for cell in row if cell and not cell.startswith("swapproto-sheet")]
        assert {word for text in told for word in _LATIN.findall(text)} <= {"List"}
    born = next(row for row in rows if row[1] == "birth_date")
    assert born[4].startswith(say.plain(FIELD_TYPES["partialdate"].how_to_write))


@pytest.mark.parametrize("language", [None, *LANGUAGES])
def test_pairs_are_shown_in_a_language(language: str | None) -> None:
    mine, theirs = ({"id": "1", "family_name": "x", "given_name": "Ольга", "birth_date": "1984"} for _ in "ab")
    called = dict(zip((f.name for f in DETAINEE.fields), titles.headings(DETAINEE, language), strict=True))
    out = io.BytesIO()
    found = [Pair(1, 1, 0.9, ("family_name",), ("birth_date",))]
    lists = List.of("m", DETAINEE, [mine]), List.of("t", DETAINEE, [theirs])
    pairs.write(found, *lists, out, language=language, titles=called)
    header, row = cells(out.getvalue(), pairs.PAIRS)
    say = Words(language)
    assert header[:4] == [say("Score"), say("Agree"), say("Differ"), say("Row in {name}", name="mine")]
    assert row[1:3] == [called["family_name"], called["birth_date"]]
    shown = [text.removesuffix(" (mine)") for text in header if text.endswith(" (mine)")]
    assert shown == [called[name] for name in ("id", "family_name", "given_name", "birth_date")]
    assert bool(opened(out.getvalue())[pairs.PAIRS].sheet_view.rightToLeft) == (language == "ar")


@pytest.mark.parametrize("language", LANGUAGES)
def test_findings_are_headed_in_a_language(language: str) -> None:
    found = Findings()
    found.add("missing", "x", row=2, field="birth_date")
    out = io.BytesIO()
    findings.write(found, out, language=language, titles={"birth_date": "t"})
    say = Words(language)
    header, row = cells(out.getvalue(), findings.FINDINGS)
    assert header[:2] == [say("Severity"), say("Where")]
    assert (row[0], row[3]) == (say("error"), "t")
    assert row[4] == f"{explained.explained('missing', say)} (x)"
    summary = cells(out.getvalue(), findings.SUMMARY)
    assert [say(text) for text in explained.EXPLAINED["missing"]] in [line[3:5] for line in summary]
    assert summary[0][0] == f"{say('errors')}: 1, {say('warnings')}: 0"


def test_an_unknown_language_leaves_the_english_words() -> None:
    assert Words("xx")("Row in {name}", name="a{b}") == "Row in a{b}"
    assert Words("uk")("Row in {name}", name="a{b}") == "Рядок у a{b}"

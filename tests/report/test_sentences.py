"""The page says what ``swapproto verify`` says: sentence by sentence, of every transcript of the cases."""

import json
import re
import subprocess
from pathlib import Path

import pytest

from swapproto import Assessment, wording
from swapproto.conformance.assessing import assessed
from swapproto.conformance.cases import Case, folder, load
from tests.report.verifier import FOLDER, NODE, needs_node

pytestmark = [needs_node, pytest.mark.slow]

SCRIPT = Path(__file__).with_name("sentences.mjs")
NUMBERS = [*range(130), 1_000, 1_001, 1_000_000, 1_234_567]


def transcripts() -> list[Case]:
    cases = [case for case in load(folder()) if case.operation in ("assess", "report")]
    return [case for case in cases if not case.input.get("beacon")]


def plain(text: str) -> str:
    """Return a sentence without the marks that isolate a direction, of which a page has more than a terminal."""
    return re.sub("[\u2068\u2069]", "", text)


@pytest.fixture(scope="module")
def assessments() -> list[tuple[Case, Assessment]]:
    """All transcripts of the cases, as the package assesses them."""
    return [
        (case, assessed(case.input, [str(number) for number in range(len(case.input["files"]))]))
        for case in transcripts()
    ]


def said_by_the_package(found: Assessment, words: wording.Wording) -> list[str]:
    sentences = {words.claim(claim, wording.short) for claim in (*found.facts, *found.views)}
    for one in found.contradictions:
        sentences.add("; ".join(filter(None, (words.contradiction(one, wording.short), words.witnesses(one)))))
    return sorted(map(plain, sentences))


def said_by_the_page(language: str, questions: list[dict[str, object]]) -> list[list[str]]:
    assert NODE is not None
    lines = "".join(json.dumps(question) + "\n" for question in questions)
    sentences = Path(wording.__file__).with_name(f"{language}.json")
    command = [NODE, str(SCRIPT), str(FOLDER), str(sentences), language]
    done = subprocess.run(command, input=lines, capture_output=True, encoding="utf-8", check=True)
    return [sorted(json.loads(line)) for line in done.stdout.splitlines()]


@pytest.mark.parametrize("language", wording.LANGUAGES)
def test_both_say_the_same_of_every_transcript(language: str, assessments: list[tuple[Case, Assessment]]) -> None:
    words = wording.load(language)
    answers = said_by_the_page(language, [{"input": case.input} for case, _ in assessments])
    assert len(answers) == len(assessments) > 700
    for (case, found), said in zip(assessments, answers, strict=True):
        assert said == said_by_the_package(found, words), case.path


@pytest.mark.parametrize("language", wording.LANGUAGES)
def test_both_count_alike(language: str) -> None:
    words = wording.load(language)
    counted = json.loads(Path(wording.__file__).with_name(f"{language}.json").read_text("utf-8"))["counted"]
    (said,) = said_by_the_page(language, [{"numbers": NUMBERS}])
    assert said == sorted({plain(words.count(what, number)) for what in counted for number in NUMBERS})

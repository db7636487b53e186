"""The page says what ``swapproto verify`` says: sentence by sentence, of every transcript of the cases."""

import json
import subprocess
from pathlib import Path

import pytest

import swapproto.wording
from swapproto import wording
from swapproto.conformance.cases import Case, folder, load
from swapproto.conformance.runner import assessed
from tests.report.verifier import FOLDER, NODE, needs_node

pytestmark = [needs_node, pytest.mark.slow]

SCRIPT = Path(__file__).with_name("sentences.mjs")
ENGLISH = Path(swapproto.wording.__file__).with_name("en.json")


def transcripts() -> list[Case]:
    cases = [case for case in load(folder()) if case.operation in ("assess", "report")]
    return [case for case in cases if not case.input.get("beacon")]


def said_by_the_package(case: Case) -> list[str]:
    found = assessed(case.input, [str(number) for number in range(len(case.input["files"]))])
    words = wording.load()
    sentences = {words.claim(claim, wording.short) for claim in (*found.facts, *found.views)}
    for one in found.contradictions:
        sentences.add("; ".join(filter(None, (words.contradiction(one, wording.short), words.witnesses(one)))))
    return sorted(sentences)


def test_both_say_the_same_of_every_transcript() -> None:
    assert NODE is not None
    cases = transcripts()
    lines = "".join(json.dumps({"input": case.input}) + "\n" for case in cases)
    command = [NODE, str(SCRIPT), str(FOLDER), str(ENGLISH)]
    done = subprocess.run(command, input=lines, capture_output=True, encoding="utf-8", check=True)
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(answers) == len(cases) > 700
    for case, said in zip(cases, answers, strict=True):
        assert sorted(said) == said_by_the_package(case), case.path

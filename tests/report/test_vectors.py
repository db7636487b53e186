"""The verifier in JavaScript gives the answer of every case of the specification that a reader can have."""

import re
from collections import Counter
from collections.abc import Iterator

import pytest

from swapproto.conformance.cases import Case, folder, load
from swapproto.conformance.process import Runner
from tests.report.verifier import FOLDER, NODE, NOT_FOR_READERS, may_be_left_out, needs_node

pytestmark = [needs_node, pytest.mark.slow]


@pytest.fixture(scope="module")
def runner() -> Iterator[Runner]:
    assert NODE is not None
    started = Runner([NODE, str(FOLDER / "runner.mjs")], limit=60)
    yield started
    started.stop()


def cases() -> list[Case]:
    return load(folder())


def test_every_case_of_a_reader_has_its_answer(runner: Runner) -> None:
    passed: Counter[str] = Counter()
    for case in cases():
        answer = runner.ask(case.operation, case.input)
        if answer == {"unsupported": True}:
            assert may_be_left_out(case.operation, case.input), case.path
            continue
        assert case.difference(answer) is None, case.path
        passed[case.operation] += 1
    assert passed.keys() == {case.operation for case in cases()} - NOT_FOR_READERS
    assert passed.total() > 1700


def test_an_unknown_operation_is_unsupported(runner: Runner) -> None:
    assert runner.ask("toString", {}) == {"unsupported": True}


def test_no_module_reaches_outside_of_its_folder() -> None:
    """A verifier that fetched or imported anything would not be independent, and a page could not hold it."""
    for path in FOLDER.glob("*.mjs"):
        text = path.read_text("utf-8")
        sources = re.findall(r"^(?:import|\}).* from '(.*)';$", text, re.MULTILINE)
        allowed = {"node:readline"} if path.name == "runner.mjs" else set()
        assert all((FOLDER / source).is_file() for source in set(sources) - allowed), path
        assert not re.search(r"\b(fetch|eval|XMLHttpRequest|WebSocket|sendBeacon|innerHTML|import)\b *\(", text), path

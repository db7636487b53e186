"""Each mistake that another implementation could make is noticed by a case of the specification."""

import json
from collections import defaultdict
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from swapproto.conformance import cases
from tests.conformance.mistakes import MISTAKES, Mistake, names

pytestmark = pytest.mark.slow

REFERENCE = Path(__file__).parents[2] / "spec" / "reference.py"
SOURCE = REFERENCE.read_text("utf-8")
CASES: defaultdict[str, list[cases.Case]] = defaultdict(list)
for _case in cases.load(cases.folder()):
    CASES[_case.operation].append(_case)


def reference(source: str) -> Any:
    """Return the reference implementation with this source."""
    module = ModuleType("reference")
    exec(compile(source, str(REFERENCE), "exec"), vars(module))
    return module


def noticed(source: str, operations: str) -> str | None:
    """Return the name of the first case of these operations that the implementation answers wrongly."""
    module = reference(source)
    for operation in operations.split():
        for case in CASES[operation]:
            try:
                answer = json.loads(json.dumps(module.run(operation, {**case.input})))
            except (AttributeError, LookupError, RecursionError, TypeError, ValueError) as error:
                answer = repr(error)
            if answer != case.expect:
                return case.name
    return None


@pytest.mark.parametrize("mistake", [*MISTAKES, *names(SOURCE)], ids=lambda mistake: mistake.name)
def test_a_case_notices_the_mistake(mistake: Mistake) -> None:
    assert noticed(mistake.made_in(SOURCE), mistake.operations)


def test_the_reference_without_a_mistake_answers_every_case() -> None:
    assert noticed(SOURCE, " ".join(CASES)) is None

"""Every case of the specification against our own runner, in this process."""

import pytest

from swapproto.conformance import cases
from swapproto.conformance.runner import OPERATIONS, answer

CASES = cases.load(cases.folder())


@pytest.mark.parametrize("case", CASES, ids=[f"{case.operation}-{case.name}" for case in CASES])
def test_the_package_answers_as_the_specification_says(case: cases.Case) -> None:
    given = answer({"operation": case.operation, "input": case.input})
    assert given == case.expect, f"{case.about} {case.difference(given)}"


def test_every_operation_of_the_runner_has_cases_of_both_outcomes() -> None:
    never_refused = {
        *("frame", "prove", "wrap-info", "write-armor", "find-openings", "assess", "report"),
        *("derive-identity", "sign-statement", "derive-exchange-key", "opened-tag"),
    }
    undetermined = {"wrap"}
    succeeded = {case.operation for case in CASES if "ok" in case.expect}
    failed = {case.operation for case in CASES if "error" in case.expect}
    assert succeeded == OPERATIONS.keys() - undetermined
    assert OPERATIONS.keys() - undetermined - failed <= never_refused


def test_an_unknown_operation_is_unsupported_and_no_error() -> None:
    assert answer({"operation": "divine", "input": {}}) == {"unsupported": True}

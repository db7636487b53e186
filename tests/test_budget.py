"""The bounds on work, and the rule that no test asserts on wall-clock time."""

import re
from pathlib import Path

import pytest

from tests.budget import check_cpu_time, count_calls, cpu_budget

TESTS = Path(__file__).parent
_CLOCK = re.compile(r"\bassert\b.*\b(?:perf_counter|monotonic|process_time|time\.time)(?:_ns)?\(")


def test_the_number_of_calls_is_the_same_each_time() -> None:
    def work(times: int) -> int:
        return count_calls(lambda: [len("a") for _ in range(times)])

    assert work(1000) == work(1000)
    assert work(1000) - work(100) == 900


def test_work_over_the_budget_fails() -> None:
    check_cpu_time(1, 2)
    with pytest.raises(AssertionError, match="are allowed, on a machine"):
        check_cpu_time(1_000_000, 1)
    with cpu_budget(10):
        pass
    with pytest.raises(AssertionError, match="are allowed, on a machine"), cpu_budget(-1):
        pass


def test_no_test_asserts_on_a_clock() -> None:
    """What else the machine does would decide whether such a test passes."""
    found = [
        f"{path.relative_to(TESTS)}: {line.strip()}"
        for path in TESTS.rglob("*.py")
        for line in path.read_text(encoding="utf-8").splitlines()
        if _CLOCK.search(line)
    ]
    assert not found

"""Bounds on the work that a test may take, for inputs that would make it grow out of proportion.

No test asserts on wall-clock time, which depends on what else the machine does.
Count calls where a fault would show in their number; otherwise set a budget of CPU time.
"""

import re
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from hashlib import sha256
from types import FrameType

_REFERENCE = 0.025
"""CPU seconds that :func:`_unit` takes on the machine for which budgets are written."""


def count_calls(work: Callable[[], object]) -> int:
    """Return how many calls of functions, in Python or in C, ``work`` makes. It is the same number on every machine."""
    calls = 0

    def count(_frame: FrameType, event: str, _argument: object) -> None:
        nonlocal calls
        calls += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        work()
    finally:
        sys.setprofile(before)
    return calls


@contextmanager
def cpu_budget(seconds: float) -> Iterator[None]:
    """Fail if the block takes more CPU time than ``seconds`` on the reference machine.

    Choose at least five times what the block takes, and less than what the fault would cost.
    """
    start = time.process_time()
    yield
    check_cpu_time(time.process_time() - start, seconds)


def check_cpu_time(spent: float, seconds: float) -> None:
    """Fail if ``spent``, the CPU time of a block or a child process, is over the budget of ``seconds``.

    A machine slower than the reference gets as much more. How slow it is now is measured only when that decides.
    """
    if spent > seconds:
        slowness = max(1.0, _unit() / _REFERENCE)
        assert spent <= seconds * slowness, (
            f"took {spent:.2f} s of CPU time where {seconds * slowness:.2f} s are allowed, "
            f"on a machine {slowness:.1f} times as slow as the reference"
        )


def _unit() -> float:
    """Return the CPU seconds that a fixed piece of work takes in this process: bytecode, regexes, hashes."""
    start = time.process_time()
    seen: dict[bytes, int] = {}
    for number in range(20_000):
        text = f"{number} {number:b}"
        words = [word for word in re.findall(r"[0-9]+", text) if len(word) > 1]
        seen[sha256(" ".join(words).encode()).digest()] = number
    assert len(seen) > 1
    return time.process_time() - start

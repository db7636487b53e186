"""How many examples the property tests try, and with which signals the tests' child processes start.

The profile ``ci`` tries the same examples every time; ``long`` tries many more, by hand.
"""

import gc
import os
import signal

import pytest
from hypothesis import HealthCheck, settings

pytest_plugins = ["tests.fixtures"]

_SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]

settings.register_profile("ci", derandomize=True, database=None, deadline=None, max_examples=40, stateful_step_count=25)
settings.register_profile(
    "long", deadline=None, max_examples=1000, stateful_step_count=40, print_blob=True, suppress_health_check=_SLOW
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))


def _give_children_default_signals() -> None:
    """Replace every ignored signal by a handler that does nothing.

    ``nohup``, ``&`` and some CI systems start pytest with signals ignored, and a child process inherits that.
    A handler is not inherited: the children start with the default, and pytest itself survives the signal as before.
    """
    for name in ("SIGHUP", "SIGINT", "SIGQUIT", "SIGTERM"):
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) is signal.SIG_IGN:
            signal.signal(number, lambda _number, _frame: None)


_give_children_default_signals()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Run the slow tests without the tracer of coverage, which doubles their time: the others reach the same lines."""
    for item in items:
        if item.get_closest_marker("slow"):
            item.add_marker(pytest.mark.no_cover)


def pytest_collection_finish() -> None:
    """Keep the tests themselves, which stay until the end, out of every search for garbage."""
    gc.collect()
    gc.freeze()

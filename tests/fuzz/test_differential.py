"""The differential fuzzer finds mistakes that two readers once made, and nothing where there is none."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.conformance.mistakes import MISTAKES
from tests.fuzz.differential import REFERENCE, ROOT, Difference, compared, reference
from tests.fuzz.requests import Requests

pytestmark = pytest.mark.slow

SOURCE = REFERENCE.read_text("utf-8")
VECTORS = ROOT / "spec" / "vectors"
BY_NAME = {mistake.name: mistake for mistake in MISTAKES}
ONCE_MADE = (
    "a schema's size in step 6",
    "the rest of each file on its own",
    "ignored statements by their bytes",
    "positions in order only with the commitment",
    "a field in both parts",
    "a key block beside is refused",
    "content of depth 9",
    "R of small order",
)


def first_difference(run: Callable[[str, Any], Any], most: int) -> Difference | None:
    requests = Requests(20_261_126, VECTORS)
    return next(filter(None, (compared(requests.next(), run) for _ in range(most))), None)


@pytest.mark.parametrize("name", ONCE_MADE)
def test_a_mistake_in_one_of_the_two_is_found(name: str) -> None:
    assert first_difference(reference(BY_NAME[name].made_in(SOURCE)), 3000)


def test_the_two_answer_hostile_requests_alike() -> None:
    assert first_difference(reference(SOURCE), 500) is None

"""Each mistake that another implementation could make is noticed by a case of the specification."""

import pytest

from tests.conformance.mistakes import Mistake
from tests.conformance.noticing import ALL, CASES, SOURCE, case_for, noticed

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("mistake", ALL, ids=lambda mistake: mistake.name)
def test_a_case_notices_the_mistake(mistake: Mistake) -> None:
    assert case_for(mistake)


def test_the_reference_without_a_mistake_answers_every_case() -> None:
    assert noticed(SOURCE, " ".join(CASES)) is None

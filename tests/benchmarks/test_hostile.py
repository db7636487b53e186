"""The search finds what costs more, and every family makes files that the program reads or refuses."""

import sys
from collections.abc import Sequence

import pytest

from . import families, hostile
from .families import FAMILIES, Family
from .hostile import Cost, Worst

pytestmark = pytest.mark.slow


def test_the_search_keeps_and_alters_the_worst() -> None:
    def measure(family: Family, verb: Sequence[str], numbers: tuple[int, ...]) -> tuple[int, Cost]:
        return 2**20, Cost(numbers[0], 1000 - numbers[1])

    family = FAMILIES[0]._replace(start=(10, 500))
    slow, large = hostile.search(family, ("verify",), 20, 1, measure)
    assert slow.numbers[0] > 100
    assert large.numbers[1] < 100
    assert isinstance(slow, Worst)


def test_a_small_file_is_counted_as_one_of_64_kib() -> None:
    assert Cost(0.065536, 6.5536).per_megabyte(10) == pytest.approx((1.0, 100.0))


@pytest.mark.skipif(sys.platform != "linux", reason="memory is measured on Linux alone")
@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.name)
def test_every_family_makes_files_that_are_read_or_refused(family: Family, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hostile, "SIZE", 2**14)
    size, cost = hostile.measured(family, family.verbs[0], family.start)
    assert 0 < size < 2**18
    assert cost.seconds < 10


def test_the_ordinary_files_are_read() -> None:
    assert {"in"} <= set(families.ordinary())

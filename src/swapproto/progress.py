"""How far long work has come: a function that the caller gives, and that may stop the work by raising."""

from collections.abc import Callable, Iterable, Iterator
from typing import TypeAlias, TypeVar

Progress: TypeAlias = Callable[[int, int], object]
"""Called with the steps done and their number in all. What it raises ends the work and reaches the caller."""

PORTION = 1024
T = TypeVar("T")


def nobody(done: int, total: int) -> None:
    """Watch nothing."""


class Steps:
    """The steps of one piece of work, counted over all of its stages."""

    def __init__(self, progress: Progress, total: int) -> None:
        self._progress, self._total = progress, total
        self._done = 0

    def watched(self, items: Iterable[T]) -> Iterator[T]:
        """Yield the items, each a step, one by one: a thousand hostile entries decoded are a hundred megabytes."""
        count = 0
        for count, item in enumerate(items, 1):
            yield item
            if count % PORTION == 0:
                self.add(PORTION)
        if count % PORTION:
            self.add(count % PORTION)

    def add(self, count: int) -> None:
        """Count steps that were done, and tell of them."""
        self._done = min(self._done + count, self._total)
        self._progress(self._done, self._total)

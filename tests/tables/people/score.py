"""A measure of how well likely persons are found: ``python -m tests.tables.people.score [SEED ...]``.

It prints what was missed, by spelling and fault; what was mistaken, by how two persons are related; and how many of the
pairs are true, by bands of the score. The two generators were written independently of each other.
``look_alikes`` makes one in ten, or four in ten, of the other persons hard to distinguish from one of the list.
"""

import sys
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable
from functools import partial
from time import process_time

from swapproto.tables.people import Pair, likely_same, match

from . import households, look_alikes
from .households import Lists

MAKERS: dict[str, Callable[[int], Lists]] = {
    "match": households.two_lists,
    "match, look-alikes": partial(look_alikes.two_lists, hard=0.1),
    "match, look-alikes, many": partial(look_alikes.two_lists, hard=0.4),
    "likely_same": households.one_list,
    "likely_same, look-alikes": partial(look_alikes.one_list, hard=0.1),
    "likely_same, look-alikes, many": partial(look_alikes.one_list, hard=0.4),
}
_BANDS = (0.0, 0.9, 0.95, 0.99, 0.999)


def found(lists: Lists) -> list[Pair]:
    """Return the pairs by :func:`match`, or by :func:`likely_same` if there is one list."""
    return likely_same(lists.mine) if lists.mine is lists.theirs else match(lists.mine, lists.theirs)


def recall_and_precision(pairs: list[Pair], lists: Lists) -> tuple[float, float]:
    """Return the share of the true pairs that was found, and the share of the found pairs that is true."""
    judged = [rows for pair in pairs if (rows := (pair.first, pair.second)) not in lists.either]
    right = sum(rows in lists.truth for rows in judged)
    return right / len(lists.truth), right / max(1, len(judged))


class _Tally:
    """Counts over the lists of several seeds."""

    def __init__(self) -> None:
        self.made: Counter[str] = Counter()
        self.missed: Counter[str] = Counter()
        self.mistaken: Counter[str] = Counter()
        self.true: Counter[float] = Counter()
        self.pairs: Counter[float] = Counter()

    def add(self, pairs: list[Pair], lists: Lists) -> None:
        reported = {(pair.first, pair.second) for pair in pairs}
        for rows, kinds in lists.truth.items():
            self.made.update(kinds)
            self.missed.update(kinds if rows not in reported else ())
        for pair in pairs:
            rows = pair.first, pair.second
            if rows not in lists.either:
                band = _BANDS[bisect_right(_BANDS, pair.score) - 1]
                self.pairs[band] += 1
                self.true[band] += rows in lists.truth
                if rows not in lists.truth:
                    self.mistaken[lists.hard.get(rows, "two others")] += 1

    def print(self) -> None:
        print("  missed, of how many")
        for kind in sorted(self.made, key=lambda kind: -self.missed[kind] / self.made[kind]):
            print(f"    {kind:<36} {self.missed[kind]:4} of {self.made[kind]}")
        print("  mistaken for one person")
        for kind, count in self.mistaken.most_common():
            print(f"    {kind:<36} {count:4}")
        print("  true, of the pairs with a score from")
        for band in sorted(self.pairs):
            share = self.true[band] / self.pairs[band]
            print(f"    {band:<36} {self.true[band]:4} of {self.pairs[band]} ({share:.2f})")


def _main(seeds: list[int]) -> None:
    for name, make in MAKERS.items():
        tally = _Tally()
        for seed in seeds:
            lists = make(seed)
            began = process_time()
            pairs = found(lists)
            took = process_time() - began
            recall, precision = recall_and_precision(pairs, lists)
            print(f"{name}, seed {seed}: recall {recall:.3f}, precision {precision:.3f}, {took:.2f} s")
            tally.add(pairs, lists)
        tally.print()
        print()


if __name__ == "__main__":
    _main([int(seed) for seed in sys.argv[1:]] or [1, 2, 3])

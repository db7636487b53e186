"""How well likely persons are found among made-up ones: ``python -m tests.people.score [SEED ...]``."""

import sys
from collections import Counter
from collections.abc import Callable
from time import process_time

from swapproto.people import Pair, likely_same, match

from .generator import Lists, one_list, two_lists


def found(lists: Lists) -> list[Pair]:
    """By :func:`match`, or :func:`likely_same` if there is one list."""
    return likely_same(lists.mine) if lists.mine is lists.theirs else match(lists.mine, lists.theirs)


def recall_and_precision(pairs: list[Pair], lists: Lists) -> tuple[float, float]:
    """What share of the true pairs was found, and what share of those found is true."""
    right = sum((pair.first, pair.second) in lists.truth for pair in pairs)
    return right / len(lists.truth), right / max(1, len(pairs))


def missed(pairs: list[Pair], lists: Lists) -> Counter[str]:
    """How often each thing that was done to an entry is among those that were missed."""
    told = {(pair.first, pair.second) for pair in pairs}
    return Counter(kind for rows, kinds in lists.truth.items() if rows not in told for kind in kinds)


def _main(seeds: list[int]) -> None:
    for name, make in (("match", two_lists), ("likely_same", one_list)):
        all_missed: Counter[str] = Counter()
        all_kinds: Counter[str] = Counter()
        for seed in seeds:
            all_missed += _one(name, make, seed, all_kinds)
        print(f"\n{name}: missed, of how many")
        for kind in sorted(all_kinds, key=lambda kind: -all_missed[kind] / all_kinds[kind]):
            print(f"  {kind:<36} {all_missed[kind]:4} of {all_kinds[kind]}")
        print()


def _one(name: str, make: Callable[[int], Lists], seed: int, kinds: Counter[str]) -> Counter[str]:
    lists = make(seed)
    began = process_time()
    pairs = found(lists)
    took = process_time() - began
    recall, precision = recall_and_precision(pairs, lists)
    print(f"{name} seed {seed}: recall {recall:.3f}, precision {precision:.3f}, {len(pairs)} pairs, {took:.2f} s")
    kinds.update(kind for done in lists.truth.values() for kind in done)
    return missed(pairs, lists)


if __name__ == "__main__":
    _main([int(seed) for seed in sys.argv[1:]] or [1, 2, 3])

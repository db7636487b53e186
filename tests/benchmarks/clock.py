"""How long things take, compared within one run: in turns, and the best of several."""

import gc
import time
from collections.abc import Callable, Mapping


def best(contenders: Mapping[str, Callable[[], object]], repetitions: int) -> dict[str, float]:
    """The least processor time of each, in seconds. They take turns, so that a slow moment of the machine hits all."""
    found = dict.fromkeys(contenders, float("inf"))
    for _ in range(repetitions):
        for name, run in contenders.items():
            gc.collect()
            start = time.process_time()
            run()
            found[name] = min(found[name], time.process_time() - start)
    return found

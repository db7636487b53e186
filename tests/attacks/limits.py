"""Run in a process of its own: read one hostile file within so much memory, and say what came of it."""

import json
import sys
import time

from swapproto import Identity, SwapError, Transcript, Trust, assess
from tests.making import NORTH, assessed, make, reveal


def _warm() -> Identity:
    """Everything imported that is imported late, so that only the file counts."""
    made = make(NORTH)
    assert assessed([made.both, reveal(made)], NORTH).exit_code() == 0
    return NORTH


def main() -> None:
    if sys.platform == "win32":
        sys.exit("memory is not limited this way here")
    import resource

    author = _warm()
    data = sys.stdin.buffer.read()
    with open("/proc/self/statm") as statm:
        used = int(statm.read().split()[0]) * resource.getpagesize()
    most = used + int(sys.argv[1]) * 2**20
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
    start = time.process_time()
    try:
        found = assess(Transcript.read(data), Trust.of(author.party), now=0)
        result = [[r.code for r in found.rejected], [c.why for c in found.contradictions], found.exit_code()]
    except (MemoryError, SwapError) as error:
        result = [[type(error).__name__], [], -1]
    print(json.dumps([*result, time.process_time() - start]))


if __name__ == "__main__":
    main()

"""``python -m tests.benchmarks.hostile``: what the worst file costs that a search finds, by kind of file and verb.

A family makes hostile files of one kind from a few whole numbers. The search draws such numbers, keeps those whose
file costs the most CPU time or memory for its size, and alters these. What is measured is a command in a process that
has run it once on an ordinary file, so that neither start-up nor imports count.
"""

import json
import os
import random
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from . import families

ROOT = Path(__file__).parents[2]
SIZE = 2**20
SECONDS, MEGABYTES = 2.0, 20.0
ROUNDS, ALTERED = 4, 3
TIMEOUT = 600
MEGA = 1e6


class Cost(NamedTuple):
    """CPU seconds and megabytes of memory that a command took beyond what it took for an ordinary file."""

    seconds: float
    megabytes: float

    def per_megabyte(self, size: int) -> "Cost":
        """Return the cost for each megabyte; a file of less than 64 KiB counts as one of 64 KiB."""
        millions = max(size, 2**16) / MEGA
        return Cost(self.seconds / millions, self.megabytes / millions)


class Worst(NamedTuple):
    """The most expensive file of a family for one verb: its numbers, its size, and its cost for each megabyte."""

    numbers: tuple[int, ...]
    size: int
    cost: Cost


Measure = Callable[[families.Family, Sequence[str], tuple[int, ...]], tuple[int, Cost]]


def search(
    family: families.Family, verb: Sequence[str], rounds: int, seed: int, measure: Measure
) -> tuple[Worst, Worst]:
    """Return the worst file for CPU time, and the worst for memory."""
    draw = random.Random(f"{family.name} {verb} {seed}")
    tried: dict[tuple[int, ...], Worst] = {}
    pending = [family.start]
    for _ in range(rounds):
        for numbers in pending:
            if numbers not in tried:
                size, cost = measure(family, verb, numbers)
                tried[numbers] = Worst(numbers, size, cost.per_megabyte(size))
        worst = {by_seconds(tried.values()), by_memory(tried.values())}
        pending = [altered(one.numbers, draw) for one in sorted(worst) for _ in range(ALTERED)]
    return by_seconds(tried.values()), by_memory(tried.values())


def by_seconds(found: Iterable[Worst]) -> Worst:
    """Return the file that takes the most CPU time."""
    return max(found, key=lambda one: one.cost.seconds)


def by_memory(found: Iterable[Worst]) -> Worst:
    """Return the file that takes the most memory."""
    return max(found, key=lambda one: one.cost.megabytes)


def altered(numbers: tuple[int, ...], draw: random.Random) -> tuple[int, ...]:
    """Return the numbers with one of them doubled, halved, or drawn anew."""
    if not numbers:
        return numbers
    place = draw.randrange(len(numbers))
    old = numbers[place]
    new = draw.choice((2 * old, old // 2, old + 1, max(0, old - 1), draw.randrange(1, 2 ** draw.randrange(1, 18))))
    return (*numbers[:place], new, *numbers[place + 1 :])


def measured(family: families.Family, verb: Sequence[str], numbers: tuple[int, ...]) -> tuple[int, Cost]:
    """Write the file and run the verb on it in a process of its own."""
    with tempfile.TemporaryDirectory() as folder:
        files = family.make(SIZE, *numbers)
        hostile, ordinary = Path(folder, "hostile"), Path(folder, "ordinary")
        for place, content in ((hostile, files), (ordinary, family.ordinary())):
            place.mkdir()
            for name, data in content.items():
                (place / name).write_bytes(data)
        families.desk(Path(folder))
        done = subprocess.run(
            [sys.executable, "-m", "tests.benchmarks.hostile", "--one", folder, *verb],
            cwd=ROOT,
            env={**os.environ, "SWAPPROTO_TRUST": str(Path(folder, "pins"))},
            capture_output=True,
            timeout=TIMEOUT,
            check=False,
        )
        if done.returncode:
            raise SystemExit(f"{family.name} {verb}: {done.stderr.decode(errors='replace')[-2000:]}")
        times = max(1, verb.count("in"))  # a file that is given twice is read twice
        return sum(map(len, files.values())) * times, Cost(*json.loads(done.stdout.splitlines()[-1]))


def run_one(folder: str, verb: Sequence[str]) -> None:
    """Run a verb on an ordinary file, then on the hostile one, and print what the second cost."""
    if sys.platform == "win32":
        return
    import resource

    from swapproto.cli import main

    out = os.dup(1)
    silent = os.open(os.devnull, os.O_WRONLY)
    for descriptor in (1, 2):
        os.dup2(silent, descriptor)
    usage = []
    for name in ("ordinary", "hostile"):
        os.chdir(Path(folder, name))
        _forget_peak()
        before, held = resource.getrusage(resource.RUSAGE_SELF), _memory("VmRSS")
        sys.argv[1:] = [word.replace("DESK", folder) for word in verb]
        main()  # as it is started from a shell
        after, peak = resource.getrusage(resource.RUSAGE_SELF), _memory("VmHWM")
        seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        usage.append((seconds, (peak - held) / MEGA))
    os.write(out, (json.dumps(usage[1]) + "\n").encode())


def _forget_peak() -> None:
    """Start the measure of the most memory anew: that of ``getrusage`` has the parent's in it, and is never less."""
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")


def _memory(name: str) -> int:
    lines = Path("/proc/self/status").read_text(encoding="ascii", errors="replace").splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith(name))


def main(words: Sequence[str], rounds: int = ROUNDS) -> None:
    """Print the worst of each family and verb. ``words`` choose families by parts of their names."""
    if sys.platform != "linux":
        print("not measured: on Linux alone")
        return
    print(
        f"Hostile files of about a megabyte: the worst found, per megabyte; wanted {SECONDS:g} s and {MEGABYTES:g} MB"
    )
    for family in families.FAMILIES:
        for verb in family.verbs:
            name = f"{family.name}: {' '.join(word for word in verb if word == verb[0] or word[:3] in ('--j', '--e'))}"
            if words and not any(word in name for word in words):
                continue
            slow, large = search(family, verb, rounds, 1, measured)
            fits = slow.cost.seconds <= SECONDS and large.cost.megabytes <= MEGABYTES
            print(
                f"  {name:<58} {slow.cost.seconds:>8.2f} s/MB {large.cost.megabytes:>8.1f} MB/MB"
                f"  {'' if fits else 'NOT REACHED'} {slow.numbers} {large.numbers}",
                flush=True,
            )


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        run_one(sys.argv[2], sys.argv[3:])
    else:
        main(sys.argv[1:])

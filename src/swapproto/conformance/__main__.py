"""``python -m swapproto.conformance RUNNER``: run every case and property against another program. Spec 16."""

import argparse
import sys
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ..errors import InputError
from . import cases
from .cases import Case
from .process import Runner, RunnerFailed

Json = Any
FAILURES = 4


@dataclass(slots=True)
class Tally:
    """The results of one operation's cases, or of the properties."""

    passed: int = 0
    unsupported: int = 0
    failures: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        counts = {"passed": self.passed, "failed": len(self.failures), "unsupported": self.unsupported}
        return ", ".join(f"{count} {word}" for word, count in counts.items() if count)


class Session:
    """A runner that is started again after a failure, a few times."""

    def __init__(self, start: Callable[[], Runner]) -> None:
        self._start = start
        self._runner = start()
        self._failures = 0

    def ask(self, operation: str, given: Json) -> Json:
        """As :meth:`Runner.ask`."""
        return self._runner.ask(operation, given)

    def renew(self) -> None:
        """Start another process, unless too many have failed."""
        self._failures += 1
        if self.alive:
            self._runner = self._start()

    @property
    def alive(self) -> bool:
        """Whether the runner can still be asked."""
        return self._failures < FAILURES

    def stop(self) -> None:
        """End the process."""
        self._runner.stop()


def run_cases(session: Session, due: Sequence[Case]) -> dict[str, Tally]:
    """Return the results of every case, by operation."""
    tallies: defaultdict[str, Tally] = defaultdict(Tally)
    for case in due:
        tally = tallies[case.operation]
        try:
            answer = session.ask(case.operation, case.input)
        except RunnerFailed as failure:
            tally.failures.append(f"{case.name} ({', '.join(case.spec)}): {failure}")
            session.renew()
            continue
        if answer == {"unsupported": True}:
            tally.unsupported += 1
        elif difference := case.difference(answer):
            tally.failures.append(f"{case.name} ({', '.join(case.spec)}): {difference}")
        else:
            tally.passed += 1
    return tallies


def run_properties(session: Session, examples: int) -> Tally:
    """Return the results of the properties."""
    from .properties import PROPERTIES, Refuted, Unsupported

    tally = Tally()
    for name, holds in PROPERTIES.items():
        if not session.alive:
            tally.failures.append(f"{name}: not run, because the runner failed too often")
            continue
        try:
            holds(session.ask, examples)
        except Unsupported:
            tally.unsupported += 1
        except Refuted as failure:
            tally.failures.append(f"{name}: {failure}")
        except RunnerFailed as failure:
            tally.failures.append(f"{name}: {failure}")
            session.renew()
        else:
            tally.passed += 1
    return tally


def main(arguments: Sequence[str] | None = None) -> int:
    """Return 0 if everything passes, 1 if something fails or is unsupported, 2 if nothing could be run."""
    parser = argparse.ArgumentParser("python -m swapproto.conformance", description=__doc__.partition(": ")[2])
    parser.add_argument(
        "--vectors",
        type=Path,
        default=cases.folder(),
        metavar="DIR",
        help="other cases than the installed ones",
    )
    parser.add_argument("--seconds", type=float, default=20, help="how long one answer may take (20)")
    parser.add_argument("--examples", type=int, default=30, help="generated inputs for each property (30)")
    parser.add_argument("runner", help="the program under test: it answers JSON lines, as spec 16 says")
    parser.add_argument("argument", nargs=argparse.REMAINDER, help="arguments of the runner")
    options = parser.parse_args(arguments)
    try:
        import hypothesis  # noqa: F401
    except ImportError:
        print("The properties need hypothesis: pip install 'swapproto[conformance]'", file=sys.stderr)
        return 2
    try:
        due = cases.load(options.vectors)
        session = Session(lambda: Runner([options.runner, *options.argument], options.seconds))
    except InputError as error:
        print(error, file=sys.stderr)
        return 2
    try:
        tallies = run_cases(session, due) | {"properties": run_properties(session, options.examples)}
    finally:
        session.stop()
    return report(tallies)


def report(tallies: dict[str, Tally]) -> int:
    """Print all results, and return the exit code."""
    for operation, tally in tallies.items():
        print(f"{operation:18} {tally}")
        for failure in tally.failures:
            print(f"    {failure}")
    tried = [*tallies.values()]
    total = Tally(
        sum(t.passed for t in tried), sum(t.unsupported for t in tried), [f for t in tried for f in t.failures]
    )
    print(f"{'in all':18} {total}")
    return 1 if total.failures or total.unsupported else 0


if __name__ == "__main__":
    sys.exit(main())

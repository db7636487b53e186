"""``python -m swapproto.conformance RUNNER``: run every case and property against another program. Spec 16."""

import argparse
import shlex
import sys
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from ..errors import InputError
from . import cases
from .cases import Case, Json
from .process import Runner, RunnerFailed
from .runner import OPERATIONS, answer

FAILURES = 4


class Failure(NamedTuple):
    """What failed and how, and what to ask again to see it fail."""

    what: str
    about: str
    how: str
    case: Case | None = None

    def __str__(self) -> str:
        return f"    {self.what}: {self.how}\n        {self.about}"


@dataclass(slots=True)
class Tally:
    """The results of one operation's cases, or of one property on ``examples`` generated inputs."""

    passed: int = 0
    unsupported: int = 0
    failures: list[Failure] = field(default_factory=list)
    examples: int = 0

    def __str__(self) -> str:
        counts = {"passed": self.passed, "failed": len(self.failures), "unsupported": self.unsupported}
        return ", ".join(f"{count} {word}" for word, count in counts.items() if count)

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(
            self.passed + other.passed, self.unsupported + other.unsupported, [*self.failures, *other.failures]
        )


class Session:
    """A runner that is started again after a failure, a few times."""

    def __init__(self, start: Callable[[], Runner]) -> None:
        self._start = start
        self._runner = start()
        self._failures = 0
        self._last: tuple[str, Json] = "", None

    def ask(self, operation: str, given: Json) -> Json:
        """As :meth:`Runner.ask`."""
        self._last = operation, given
        return self._runner.ask(operation, given)

    @property
    def last(self) -> Case:
        """The last request, with our own answer."""
        operation, given = self._last
        ours = answer({"operation": operation, "input": given})
        name = "last_fail" if "error" in ours else "last"
        return Case(operation, name, "The request that was not answered.", ("16",), given, ours)

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
        what = f"{case.path or case.name} ({', '.join(case.spec)})"
        try:
            answer = session.ask(case.operation, case.input)
        except RunnerFailed as failure:
            tally.failures.append(Failure(what, case.about, str(failure), case))
            session.renew()
            continue
        if answer == {"unsupported": True}:
            tally.unsupported += 1
        elif difference := case.difference(answer):
            tally.failures.append(Failure(what, case.about, difference, case))
        else:
            tally.passed += 1
    return tallies


def run_properties(session: Session, examples: int, only: set[str]) -> dict[str, Tally]:
    """Return the results of the properties, or of those that ask for an operation in ``only``, by title."""
    from .checking import Refuted, Unsupported
    from .properties import PROPERTIES

    tallies: dict[str, Tally] = {}
    for found in PROPERTIES:
        if only and not found.operations & only:
            continue
        tally = tallies[found.title] = Tally()
        about = f"A property: {found.title}."
        if not session.alive:
            tally.failures.append(Failure("not run", about, "the runner failed too often"))
            continue
        try:
            tally.examples = found.run(session.ask, examples)
        except Unsupported:
            tally.unsupported += 1
        except Refuted as failure:
            tally.failures.append(Failure(found.title, about, str(failure), failure.case))
        except RunnerFailed as failure:
            tally.failures.append(Failure(found.title, about, str(failure), session.last))
            session.renew()
        else:
            tally.passed += 1
    return tallies


def main(arguments: Sequence[str] | None = None) -> int:
    """Return 0 if everything passes, 1 if something fails or is unsupported, 2 if nothing could be run."""
    options = parser().parse_args(arguments)
    try:
        import hypothesis  # noqa: F401
    except ImportError:
        print("The properties need hypothesis: pip install 'swapproto[conformance]'", file=sys.stderr)
        return 2
    only = set(options.only)
    try:
        due = [case for case in cases.load(options.vectors or cases.folder()) if wanted(case, only, options.case)]
        if not due and not only & OPERATIONS.keys():
            raise InputError("usage", "there is no case or operation of this name")
        session = Session(lambda: Runner([options.runner, *options.argument], options.seconds))
    except InputError as error:
        print(error, file=sys.stderr)
        return 2
    try:
        by_case = run_cases(session, due)
        by_property = {} if options.case or options.examples < 1 else run_properties(session, options.examples, only)
    finally:
        session.stop()
    report(by_case, by_property)
    total = sum([*by_case.values(), *by_property.values()], Tally())
    print(f"{'in all':18} {total}")
    if options.save:
        saved = {failure.case.save(options.save) for failure in total.failures if failure.case}
        print(
            f"{len(saved)} requests saved: run them again with --examples 0 --vectors {shlex.quote(str(options.save))}"
        )
    return 1 if total.failures or total.unsupported else 0


def parser() -> argparse.ArgumentParser:
    """Return the parser of the command line."""
    made = argparse.ArgumentParser("python -m swapproto.conformance", description=__doc__.partition(": ")[2])
    for option, metavar, what in (
        ("--vectors", "DIR", "the folder of the cases (in a source tree: its spec/vectors)"),
        ("--save", "DIR", "write what fails into a folder of cases, to run again"),
    ):
        made.add_argument(option, type=Path, metavar=metavar, help=what)
    made.add_argument(
        "--only", action="append", default=[], metavar="OPERATION", help="only what asks for this operation"
    )
    made.add_argument("--case", action="append", default=[], metavar="NAME", help="only the cases of this name")
    made.add_argument("--seconds", type=float, default=20, help="how long one answer may take (20)")
    made.add_argument(
        "--examples",
        type=int,
        default=30,
        help="generated inputs for each property (30); 1000 for a last run; 0 for the cases alone",
    )
    made.add_argument("runner", help="the program under test: it answers JSON lines, as spec 16 says")
    made.add_argument("argument", nargs=argparse.REMAINDER, help="arguments of the runner")
    return made


def wanted(case: Case, only: set[str], names: Sequence[str]) -> bool:
    """Return whether a case is of one of the operations, and has one of the names, as far as any are given."""
    known = {case.name, case.name.removesuffix("_fail"), f"{case.operation}/{case.name}"}
    return (not only or case.operation in only) and (not names or not known.isdisjoint(names))


def report(by_case: dict[str, Tally], by_property: dict[str, Tally]) -> None:
    """Print the results by operation, and those of each property with the number of its examples."""
    for operation, tally in by_case.items():
        print(f"{operation:18} {tally}", *tally.failures, sep="\n")
    if not by_property:
        return
    print(f"{'properties':18} {sum(by_property.values(), Tally())}")
    for title, tally in by_property.items():
        word = str(tally).partition(" ")[2]
        print(f"    {word}, {tally.examples} examples: {title}", *tally.failures, sep="\n")


if __name__ == "__main__":
    sys.exit(main())

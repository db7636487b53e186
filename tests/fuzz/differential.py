"""``python -m tests.fuzz.differential``: the package and ``spec/reference.py`` answer hostile requests alike.

What they answer differently is kept as cases in ``build/fuzz-diff/``, with the answer of the reference.
"""

import argparse
import json
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple

from swapproto.conformance.cases import Case, shorten
from swapproto.conformance.runner import answer

from .requests import Request, Requests

Json = Any
ROOT = Path(__file__).parents[2]
REFERENCE = ROOT / "spec" / "reference.py"
KEPT = Path("build/fuzz-diff")
MOST = 20


class Difference(NamedTuple):
    """A request that two implementations answer differently."""

    operation: str
    given: Json
    ours: Json
    theirs: Json

    @property
    def sort(self) -> tuple[str, ...]:
        """What differs, without what it is about: one difference of each sort is kept."""
        return self.operation, *map(_outcome, (self.ours, self.theirs))

    def case(self, number: int) -> Case:
        """Return it as a case, with the answer of the reference."""
        name = f"difference-{number}" + ("_fail" if "error" in self.theirs else "")
        return Case(self.operation, name, "A difference that fuzzing found.", ("16",), self.given, self.theirs)


def _outcome(reply: Json) -> str:
    if "ok" not in reply:
        return str(reply.get("error") or reply.get("exception"))
    codes = {name: value for name, value in reply["ok"].items() if name in ("exit", "rejected", "ignored")}
    return f"ok {codes}" if codes else "ok"


def reference(source: str) -> Callable[[str, Json], Json]:
    """Return the ``run`` of a reference with this source."""
    module = ModuleType("reference")
    exec(compile(source, str(REFERENCE), "exec"), vars(module))
    run: Callable[[str, Json], Json] = module.run
    return run


def compared(request: Request, run: Callable[[str, Json], Json]) -> Difference | None:
    """Return how the two answers to one request differ, if they do."""
    operation, given = request
    ours = _reply(lambda: answer({"operation": operation, "input": given}))
    theirs = _reply(lambda: json.loads(json.dumps(run(operation, given))))
    return None if ours == theirs and "exception" not in ours else Difference(operation, given, ours, theirs)


def _reply(ask: Callable[[], Json]) -> Json:
    try:
        return ask()
    except Exception as error:  # noqa: BLE001 (any that escapes is what we look for)
        return {"exception": repr(error)}


def main() -> int:
    """Fuzz for a time, and return 1 if the two differ."""
    parser = argparse.ArgumentParser("python -m tests.fuzz.differential", description=__doc__)
    parser.add_argument("--seconds", type=float, default=120)
    parser.add_argument("--seed", type=int, default=time.time_ns())
    parser.add_argument("--vectors", type=Path, default=ROOT / "spec" / "vectors")
    parser.add_argument("--first", action="store_true", help="stop at the first difference")
    parser.add_argument("--mistake", help="put a mistake of tests.conformance.mistakes into the reference, and find it")
    options = parser.parse_args()
    source = REFERENCE.read_text("utf-8")
    if options.mistake:
        from tests.conformance.mistakes import MISTAKES

        (mistake,) = (mistake for mistake in MISTAKES if mistake.name == options.mistake)
        source = mistake.made_in(source)
    run, requests = reference(source), Requests(options.seed, options.vectors)
    end, tried = time.monotonic() + options.seconds, Counter[str]()
    found: dict[tuple[str, ...], Difference] = {}
    while time.monotonic() < end and len(found) < (1 if options.mistake or options.first else MOST):
        request = requests.next()
        tried[request[0]] += 1
        difference = compared(request, run)
        if difference and difference.sort not in found:
            found[difference.sort] = difference
            path = difference.case(len(found)).save(KEPT)
            print(f"{path}: the package answers {shorten(difference.ours)}, the reference {shorten(difference.theirs)}")
    counts = ", ".join(f"{operation} {count:,}" for operation, count in tried.most_common())
    seconds = options.seconds - (end - time.monotonic())
    print(f"{tried.total():,} requests in {seconds:.0f} s, seed {options.seed}: {counts}")
    print(f"{len(found)} sorts of difference" if found else "no difference")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())

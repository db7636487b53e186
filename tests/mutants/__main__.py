"""Whether the cases of the specification notice a mistake in the code of assessments, whichever it is.

    python -m tests.mutants [--only MODULE] [--sample N] [--seed N] [--page]

Every operator is applied at every place of every module of ``swapproto/assessment``, one at a time. For each mutant the
cases of the operations that assess are run until one fails. With ``--page`` what they let pass is compared with what
the verifier in JavaScript says of them: files, offsets and all else that no case of ``assess`` has. A process that has
the libraries already is forked for each: a general tool, which starts the test suite anew, takes a day for what this
does in minutes.
"""

import argparse
import importlib
import json
import os
import random
import signal
import sys
import time
from collections import defaultdict
from collections.abc import Iterable, Sequence
from importlib.machinery import ModuleSpec, SourceFileLoader
from itertools import chain
from pathlib import Path
from types import ModuleType
from typing import Any

from tests.mutants.operators import mutants

ROOT = Path(__file__).parents[2]
CODE = ROOT / "src" / "swapproto" / "assessment"
OPERATIONS = ("assess", "report", "find-openings")
SECONDS = 10
DIFFERENTIAL = "tests.report.differential"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", default="", help="modules whose path contains this")
    parser.add_argument("--sample", type=int, help="so many mutants, chosen by the seed")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--page", action="store_true", help="compare with the verifier in JavaScript, too")
    options = parser.parse_args()
    folder = Path(os.environ.get("SWAPPROTO_VECTORS", ROOT / "spec" / "vectors"))
    cases = [json.loads(path.read_text("utf-8")) for path in sorted(folder.glob("*/*.json"))]
    cases = [case for case in cases if case["operation"] in OPERATIONS]
    importlib.import_module(DIFFERENTIAL)  # with all libraries
    rounds = [cases, _said_by_the_page(cases)] if options.page else [cases]
    _forget()
    todo = [
        (path, *mutant)
        for path in sorted(CODE.rglob("*.py"))
        if options.only in str(path.relative_to(CODE))
        for mutant in mutants(path.read_text("utf-8"))
    ]
    if options.sample:
        todo = random.Random(options.seed).sample(todo, min(options.sample, len(todo)))
    whole = next(CODE.rglob("*.py"))
    if _noticed_in(whole, whole.read_text("utf-8"), rounds) is not None:
        sys.exit("a case fails without any mistake")
    began = time.monotonic()
    scores: defaultdict[str, list[int | None]] = defaultdict(list)
    for path, operator, line, source in sorted(todo, key=lambda mutant: mutant[:3:2]):
        name = str(path.relative_to(CODE))
        scores[name].append(_noticed_in(path, source, rounds))
        if scores[name][-1] != 0:
            by = "unnoticed" if scores[name][-1] is None else "by the page alone"
            print(f"{by}: {name}:{line} {operator}", flush=True)
    if not todo:
        sys.exit("there is no mistake to make")
    for name, noticed in [*scores.items(), ("all", list(chain.from_iterable(scores.values())))]:
        shares = (f"{100 * sum(one in by for one in noticed) / len(noticed):.1f} %" for by in ([0], [0, 1]))
        print(f"{name}: of {len(noticed)} mistakes the cases alone notice {', and with the page '.join(shares)}")
    print(f"seed {options.seed}, {time.monotonic() - began:.0f} s")
    return 0


def _forget() -> None:
    """Forget the modules of assessments, and all that have anything of theirs: each mutant is imported anew."""
    gone = {name for name in sys.modules if name == "swapproto" or name.startswith("swapproto.assessment")}
    kept = {name: vars(module) for name, module in sys.modules.items() if name.startswith(("swapproto.", "tests."))}
    while users := {
        name
        for name in kept.keys() - gone
        if any(getattr(one, "__module__", getattr(one, "__name__", "")) in gone for one in kept[name].values())
    }:
        gone |= users
    for name in gone:
        del sys.modules[name]


def _said_by_the_page(cases: Iterable[Any]) -> list[Any]:
    """Return the same cases with all that the verifier in JavaScript says of them.

    It reads no beacons, and has no reader's seed.
    """
    differential = importlib.import_module(DIFFERENTIAL)
    page, found = differential.start(), []
    for case in cases:
        if case["operation"] == "find-openings":
            continue
        given = {"names": [str(number) for number in range(len(case["input"]["files"]))], **case["input"]}
        if not given.get("beacon"):
            said = differential.comparable(page.ask("whole", given)["ok"])
            found.append({"operation": "whole", "input": given, "expect": said})
    page.stop()
    return found


def _noticed_in(path: Path, source: str, rounds: Sequence[list[Any]]) -> int | None:
    """Return the round in which a case fails, or None.

    That case becomes the first of its round: mistakes beside each other are noticed by the same.
    """
    cases = [case for one in rounds for case in one]
    if sys.platform == "win32":
        raise NotImplementedError("a process cannot be forked there")
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        signal.setitimer(signal.ITIMER_PROF, SECONDS)  # of its own time: a loop without end is noticed, too
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
        try:
            _run(path, source, cases, writing)
            os._exit(0)
        except BaseException:  # noqa: BLE001
            os._exit(1)
    os.close(writing)
    noticed = os.waitpid(child, 0)[1] != 0
    failed = len(os.read(reading, len(cases))) - 1
    os.close(reading)
    if not noticed:
        return None
    number = int(failed >= len(rounds[0]))
    failed -= number * len(rounds[0])
    rounds[number].insert(0, rounds[number].pop(max(failed, 0)))  # none was begun if it cannot even be imported
    return number


def _run(path: Path, source: str, cases: list[Any], begun: int) -> None:
    """Run the cases until one fails, and write a byte for each that is begun."""
    sys.meta_path.insert(0, _Finder(path, source))
    differential = importlib.import_module(DIFFERENTIAL)
    for case in cases:
        os.write(begun, b".")
        said = differential.package_says(case["operation"], case["input"])
        if case["operation"] == "whole":
            said = differential.comparable(json.loads(json.dumps(said["ok"])))
        if said != case["expect"]:
            raise AssertionError


class _Finder:
    """Finds one module of the package with another source."""

    def __init__(self, path: Path, source: str) -> None:
        parts = ("swapproto", "assessment", *path.relative_to(CODE).with_suffix("").parts)
        self._name = ".".join(parts).removesuffix(".__init__")
        self._path, self._source = path, source

    def find_spec(self, name: str, path: Any = None, target: ModuleType | None = None) -> ModuleSpec | None:
        if name != self._name:
            return None
        places = [str(self._path.parent)] if self._path.name == "__init__.py" else None
        spec = ModuleSpec(name, _Loader(name, str(self._path), self._source), origin=str(self._path))
        spec.submodule_search_locations = places
        return spec


class _Loader(SourceFileLoader):
    def __init__(self, name: str, path: str, source: str) -> None:
        super().__init__(name, path)
        self._source = source

    def get_code(self, fullname: str) -> Any:
        return compile(self._source, self.path, "exec")


if __name__ == "__main__":
    sys.exit(main())

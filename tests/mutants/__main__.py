"""Whether the cases of the specification notice a mistake in the code of assessments, whichever it is.

    python -m tests.mutants [--only MODULE] [--sample N] [--seed N]

Every operator is applied at every place of every module of ``swapproto/assessment``, one at a time. For each mutant the
cases of the operations that assess are run until one fails. A process that has the libraries already is forked for
each: a general tool, which starts the test suite anew, takes a day for what this does in minutes.
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
from importlib.machinery import ModuleSpec, SourceFileLoader
from itertools import chain
from pathlib import Path
from types import ModuleType
from typing import Any

from tests.mutants.operators import mutants

ROOT = Path(__file__).parents[2]
CODE = ROOT / "src" / "swapproto" / "assessment"
TYPES_ALONE = ("forms.py", "claims.py", "model.py")
"""Modules of types and names, in which no operator changes what is said."""
SECONDS = 60


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", default="", help="modules whose path contains this")
    parser.add_argument("--sample", type=int, help="so many mutants, chosen by the seed")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    folder = Path(os.environ.get("SWAPPROTO_VECTORS", ROOT / "spec" / "vectors"))
    cases = [json.loads(path.read_text("utf-8")) for path in sorted(folder.glob("*/*.json"))]
    cases = [case for case in cases if case["operation"] in ("assess", "report")]
    importlib.import_module("swapproto.conformance.runner")  # with all libraries
    for name in [name for name in sys.modules if name.split(".")[0] == "swapproto"]:
        del sys.modules[name]
    todo = [
        (path, *mutant)
        for path in sorted(CODE.rglob("*.py"))
        if options.only in str(path.relative_to(CODE)) and path.name not in TYPES_ALONE
        for mutant in mutants(path.read_text("utf-8"))
    ]
    if options.sample:
        todo = random.Random(options.seed).sample(todo, min(options.sample, len(todo)))
    whole = next(CODE.rglob("*.py"))
    if _is_noticed(whole, whole.read_text("utf-8"), cases):
        sys.exit("a case fails without any mistake")
    began = time.monotonic()
    scores: defaultdict[str, list[bool]] = defaultdict(list)
    for path, operator, line, source in sorted(todo, key=lambda mutant: mutant[:3:2]):
        name = str(path.relative_to(CODE))
        scores[name].append(_is_noticed(path, source, cases))
        if not scores[name][-1]:
            print(f"survived {name}:{line} {operator}", flush=True)
    for name, noticed in [*scores.items(), ("all", list(chain.from_iterable(scores.values())))]:
        print(f"{name}: {sum(noticed)} of {len(noticed)} noticed ({100 * sum(noticed) / len(noticed):.1f} %)")
    print(f"seed {options.seed}, {time.monotonic() - began:.0f} s")
    return 0


def _is_noticed(path: Path, source: str, cases: list[Any]) -> bool:
    """Return whether a case fails. It becomes the first one: mistakes beside each other are noticed by the same."""
    if sys.platform == "win32":
        raise NotImplementedError("a process cannot be forked there")
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        signal.alarm(SECONDS)  # a loop without end is noticed, too
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
        try:
            _run(path, source, cases, writing)
            os._exit(0)
        except BaseException:  # noqa: BLE001
            os._exit(1)
    os.close(writing)
    noticed = os.waitpid(child, 0)[1] != 0
    begun = os.read(reading, len(cases))
    os.close(reading)
    if noticed and begun:
        cases.insert(0, cases.pop(len(begun) - 1))
    return noticed


def _run(path: Path, source: str, cases: list[Any], begun: int) -> None:
    """Run the cases until one fails, and write a byte for each that is begun."""
    sys.meta_path.insert(0, _Finder(path, source))
    runner = importlib.import_module("swapproto.conformance.runner")
    for case in cases:
        os.write(begun, b".")
        if runner.answer({"operation": case["operation"], "input": case["input"]}) != case["expect"]:
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

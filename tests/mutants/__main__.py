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
from importlib.machinery import ModuleSpec, SourceFileLoader
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
    survivors = []
    began = time.monotonic()
    for path, operator, line, source in todo:
        if not _is_noticed(path, source, cases):
            survivors.append(f"{path.relative_to(CODE)}:{line} {operator}")
            print("survived", survivors[-1], flush=True)
    killed = len(todo) - len(survivors)
    share = 100 * killed / max(len(todo), 1)
    print(f"{killed} of {len(todo)} noticed ({share:.1f} %), seed {options.seed}, {time.monotonic() - began:.0f} s")
    return 0


def _is_noticed(path: Path, source: str, cases: list[Any]) -> bool:
    if sys.platform == "win32":
        raise NotImplementedError("a process cannot be forked there")
    child = os.fork()
    if child == 0:
        signal.alarm(SECONDS)  # a loop without end is noticed, too
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
        try:
            os._exit(0 if _passes(path, source, cases) else 1)
        except BaseException:  # noqa: BLE001
            os._exit(1)
    return os.waitpid(child, 0)[1] != 0


def _passes(path: Path, source: str, cases: list[Any]) -> bool:
    sys.meta_path.insert(0, _Finder(path, source))
    runner = importlib.import_module("swapproto.conformance.runner")
    for case in cases:
        if runner.answer({"operation": case["operation"], "input": case["input"]}) != case["expect"]:
            return False
    return True


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

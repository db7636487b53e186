"""Which case of the specification notices a mistake.

``python -m tests.conformance.noticing`` writes the answers down in ``noticed.json``. A case from there is tried first,
which takes a tenth of the time; where it notices nothing any more, all others are tried as before.
"""

import __future__

import json
from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from types import CodeType, ModuleType
from typing import Any

from swapproto.conformance import cases

from .mistakes import MISTAKES, Mistake, names

REFERENCE = Path(__file__).parents[2] / "spec" / "reference.py"
SOURCE = REFERENCE.read_text("utf-8")
ALL = (*MISTAKES, *names(SOURCE))
CASES: defaultdict[str, dict[str, cases.Case]] = defaultdict(dict)
for _case in cases.load(cases.folder()):
    CASES[_case.operation][_case.name] = _case

_NOTICED = Path(__file__).with_name("noticed.json")
FIRST: dict[str, str] = json.loads(_NOTICED.read_text("utf-8"))
"""The name of a case, by that of the mistake that it noticed."""


def noticed(source: str, operations: str, first: str | None = None) -> str | None:
    """Return the name of a case of these operations that an implementation answers wrongly, or None."""
    module = _reference(source)
    for operation in operations.split():
        for case in _beginning_with(first, CASES[operation]):
            try:
                answer = json.loads(json.dumps(module.run(operation, {**case.input})))
            except (AttributeError, LookupError, RecursionError, TypeError, ValueError) as error:
                answer = repr(error)
            if answer != case.expect:
                return case.name
    return None


def case_for(mistake: Mistake) -> str | None:
    """Return the name of a case that notices a mistake, or None."""
    return noticed(mistake.made_in(SOURCE), mistake.operations, FIRST.get(mistake.name))


def _beginning_with(first: str | None, named: dict[str, cases.Case]) -> Iterator[cases.Case]:
    if first in named:
        yield named[first]
    yield from (case for name, case in named.items() if name != first)


def _reference(source: str) -> Any:
    """Return the reference implementation with this source. What two sources share is compiled once."""
    module = ModuleType("reference")
    for part in source.split("\n\n\n"):
        exec(_compiled(part), vars(module))
    return module


@lru_cache(maxsize=1024)
def _compiled(part: str) -> CodeType:
    code: CodeType = compile(part, str(REFERENCE), "exec", __future__.annotations.compiler_flag)
    return code


if __name__ == "__main__":
    found = {mistake.name: case_for(mistake) for mistake in ALL}
    _NOTICED.write_text(json.dumps(found, ensure_ascii=False, indent=0, sort_keys=True) + "\n", "utf-8")

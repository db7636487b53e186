"""The cases of the specification: one file each, what goes in and what has to come out. Spec 16."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..errors import InputError

Json = Any

_INSTALLED = Path(__file__).parent / "vectors"
_CHECKOUT = Path(__file__).parents[3] / "spec" / "vectors"


@dataclass(frozen=True, slots=True)
class Case:
    """A request to a runner, the one right answer, and the steps of the specification that make it right."""

    operation: str
    name: str
    about: str
    spec: tuple[str, ...]
    input: Json
    expect: Json

    def difference(self, answer: Json) -> str | None:
        """How an answer differs from the expected one, in a line; None if it does not."""
        if answer == self.expect:
            return None
        wanted, got = self.expect, answer
        if "ok" in wanted and "ok" in got:  # name only what differs
            names = [name for name in wanted["ok"] | got["ok"] if wanted["ok"].get(name) != got["ok"].get(name)]
            wanted = {name: wanted["ok"].get(name) for name in names}
            got = {name: got["ok"].get(name) for name in names}
        return f"expected {shorten(wanted)}, got {shorten(got)}"


def shorten(value: Json, most: int = 300) -> str:
    """A JSON value in one line, its middle left out if it is long."""
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= most else f"{text[: most // 2]} ... {text[-most // 2 :]}"


def folder() -> Path:
    """Where the cases lie: beside this module once installed, in ``spec/vectors`` of a source checkout."""
    return _INSTALLED if _INSTALLED.is_dir() else _CHECKOUT


def load(vectors: Path) -> list[Case]:
    """All cases in a folder, by operation and name. Raises :class:`InputError` ``file`` where there are none."""
    cases = [_read(path) for path in sorted(vectors.glob("*/*.json"))]
    if not cases:
        raise InputError("file", f"there are no cases in {vectors}: it should hold OPERATION/NAME.json")
    return cases


def _read(path: Path) -> Case:
    try:
        found = json.loads(path.read_text("utf-8"))
        return Case(
            found["operation"], path.stem, found["about"], tuple(found["spec"]), found["input"], found["expect"]
        )
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise InputError("file", f"{path} is no case: {error!r}") from None

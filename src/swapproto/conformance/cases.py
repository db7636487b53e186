"""The cases of the specification: one file each, with an input and the one right answer. Spec 16."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..errors import InputError

Json = Any

_CHECKOUT = Path(__file__).parents[3] / "spec" / "vectors"


@dataclass(frozen=True, slots=True)
class Case:
    """A request to a runner, the right answer, and the steps of the specification that decide it."""

    operation: str
    name: str
    about: str
    spec: tuple[str, ...]
    input: Json
    expect: Json
    path: Path | None = None
    """Its file; None for a request that a property generated."""

    def difference(self, answer: Json) -> str | None:
        """Return in one line how an answer differs from the expected one, or None if it does not."""
        if answer == self.expect:
            return None
        wanted, got = self.expect, answer
        if "ok" in wanted and "ok" in got:  # name only what differs
            names = [name for name in wanted["ok"] | got["ok"] if wanted["ok"].get(name) != got["ok"].get(name)]
            wanted = {name: wanted["ok"].get(name) for name in names}
            got = {name: got["ok"].get(name) for name in names}
        return f"expected {shorten(wanted)}, got {shorten(got)}"

    def save(self, folder: Path) -> Path:
        """Write the case into a folder of cases, and return its path."""
        path = folder / self.operation / f"{self.name}.json"
        path.parent.mkdir(parents=True, exist_ok=True)
        fields = {"about": self.about, "spec": self.spec, "operation": self.operation}
        text = json.dumps({**fields, "input": self.input, "expect": self.expect}, ensure_ascii=False, indent=1)
        path.write_text(text + "\n", "utf-8")
        return path


def shorten(value: Json, most: int = 300) -> str:
    """Return a JSON value in one line, without its middle if it is long."""
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= most else f"{text[: most // 2]} ... {text[-most // 2 :]}"


def folder() -> Path:
    """Return ``spec/vectors`` of the source that this module is in. Raise :class:`InputError` ``file`` elsewhere."""
    if not _CHECKOUT.is_dir():
        raise InputError(
            "file",
            "the installed package has no cases: unpack the source distribution of the same version, "
            "and name its folder with --vectors swapproto-VERSION/spec/vectors",
        )
    return _CHECKOUT


def load(vectors: Path) -> list[Case]:
    """Load all cases in a folder, by operation and name. Raise :class:`InputError` ``file`` if there are none."""
    cases = [_read(path) for path in sorted(vectors.glob("*/*.json"))]
    if not cases:
        raise InputError("file", f"there are no cases in {vectors}: it should hold OPERATION/NAME.json")
    return cases


def _read(path: Path) -> Case:
    try:
        found = json.loads(path.read_text("utf-8"))
        return Case(
            found["operation"], path.stem, found["about"], tuple(found["spec"]), found["input"], found["expect"], path
        )
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise InputError("file", f"{path} is not a case: {error!r}") from None

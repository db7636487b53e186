"""The import graph of the package: no module imports itself through others."""

import ast
from graphlib import TopologicalSorter
from pathlib import Path

PACKAGE = Path(__file__).parents[1] / "src" / "swapproto"


def modules() -> dict[str, Path]:
    names = {}
    for path in PACKAGE.rglob("*.py"):
        parts = ("swapproto", *path.relative_to(PACKAGE).with_suffix("").parts)
        names[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return names


def imported_by(name: str, path: Path, known: set[str]) -> set[str]:
    """Return the modules that a module imports, anywhere in it and for whatever purpose, types included."""
    package = name.split(".") if path.name == "__init__.py" else name.split(".")[:-1]
    found = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.level:
            base = ".".join([*package[: len(package) - node.level + 1], *(node.module or "").split(".")]).strip(".")
            for alias in node.names:
                target = f"{base}.{alias.name}"
                found.add(target if target in known else base)
    return found - {name}


def test_no_modules_import_each_other_in_a_circle() -> None:
    paths = modules()
    known = set(paths)
    assert len(known) > 100
    graph = {name: imported_by(name, path, known) for name, path in paths.items()}
    assert set().union(*graph.values()) <= known
    TopologicalSorter(graph).prepare()  # raises CycleError with the circle

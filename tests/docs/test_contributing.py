"""CONTRIBUTING names what the tree and the Makefile hold, and nothing else."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
PACKAGE = ROOT / "src" / "swapproto"


def test_the_layers_are_the_modules_of_the_package() -> None:
    listed = PAGE.partition("<!-- layers: begin -->")[2].partition("<!-- layers: end -->")[0]
    names = [name for line in listed.splitlines() for name in re.findall("`([a-z]+)`", line.partition(":")[0])]
    modules = {path.stem for path in PACKAGE.iterdir() if path.suffix == ".py" or (path / "__init__.py").exists()}
    assert len(names) == len(set(names))
    assert set(names) == modules - {"__init__", "__main__"}


def test_every_target_of_the_makefile_is_explained() -> None:
    targets = re.findall("^([a-z-]+):.*## ", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)
    assert len(targets) > 8
    assert [target for target in targets if f"make {target}" not in PAGE] == []

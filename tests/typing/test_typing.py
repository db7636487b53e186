"""The file of public types is complete and runs; ``make types`` checks it."""

import ast
from importlib.metadata import version
from pathlib import Path

import pytest

import swapproto
from tests.typing import public_api


def test_every_public_name_has_a_typed_use() -> None:
    module = ast.parse(Path(public_api.__file__).read_text(encoding="utf-8"))
    used = {node.id for node in ast.walk(module) if isinstance(node, ast.Name)}
    assert set(swapproto.__all__) - used == set()


def test_the_version_is_that_of_the_package() -> None:
    assert swapproto.__version__ == version("swapproto")
    with pytest.raises(AttributeError):
        assert swapproto.another  # type: ignore[attr-defined]


def test_the_typed_uses_run() -> None:
    found = public_api.use_everything()
    assert {"committed", "opened", "released"} <= {fact.code for fact in found.facts}
    assert [piece.code for piece in found.rejected] == ["artefact-unknown"]

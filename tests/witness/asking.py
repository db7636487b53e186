"""The other implementations in .venv-witness, asked through a process. `make test` installs them."""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
PYTHON = ROOT / ".venv-witness" / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
Ask = Callable[..., Any]


@contextmanager
def asking() -> Iterator[Ask]:
    """Yield a function that has an operation of ``witness.py`` done. Skip the test if they are not installed."""
    if not PYTHON.exists():
        pytest.skip("the other implementations are not installed: `make .venv-witness/.installed`")
    command = [str(PYTHON), str(Path(__file__).parent / "witness.py")]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8") as process:
        assert process.stdin
        assert process.stdout

        def ask(operation: str, **given: str) -> Any:
            assert process.stdin
            assert process.stdout
            print(json.dumps({"operation": operation, "input": given}), file=process.stdin, flush=True)
            return json.loads(process.stdout.readline())

        yield ask

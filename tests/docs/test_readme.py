"""The commands and programs of the README, run as they are printed."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text("utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize("block", blocks("python"))
def test_a_python_block_of_the_readme_runs(block: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    exec(compile(block, "README.md", "exec"), {"__name__": "__main__"})


def commands(block: str) -> str:
    """Return what follows the prompts, without the commands that this test runs under or that take a minute."""
    typed = re.findall(r"^\$ (.*)$", block, re.MULTILINE)
    return "\n".join(line for line in typed if not line.startswith(("make", "git clone", "cd ", "pip")))


@pytest.mark.parametrize("block", [block for block in blocks("console") if commands(block)])
@pytest.mark.skipif(shutil.which("bash") is None, reason="the README's commands are for a shell")
def test_the_commands_of_the_readme_succeed(block: str, tmp_path: Path) -> None:
    (programs := tmp_path / "programs").mkdir()
    program = programs / "swapproto"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m swapproto "$@"\n', "utf-8")
    program.chmod(0o755)
    (folder := tmp_path / "folder").mkdir()
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", commands(block)],
        cwd=folder,
        env=os.environ
        | {
            "PATH": os.pathsep.join([str(programs), os.environ["PATH"]]),
            "PYTHONPATH": str(ROOT / "src"),
            "HOME": str(folder),
            "XDG_CONFIG_HOME": str(folder),
        },
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Traceback" not in done.stderr


def test_the_readme_shows_python_and_commands() -> None:
    assert blocks("python")
    assert any(map(commands, blocks("console")))


def test_the_readme_links_to_files_that_are_there() -> None:
    for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", README):
        assert (ROOT / target).exists(), target

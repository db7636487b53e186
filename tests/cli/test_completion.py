"""Completion: the shells accept the scripts, and complete verbs, options and files with them."""

import shutil
import subprocess
from pathlib import Path

import pytest

from swapproto.cli.parser import build, options_of
from swapproto.cli.verbs import VERBS

from .desk import Desk


def completed(script: str, *words: str) -> set[str]:
    """Return what bash offers for the last of these words."""
    line = " ".join(f"'{word}'" for word in words)
    program = f"""
{script}
complete -p swapproto >&2
COMP_WORDS=({line}); COMP_CWORD={len(words) - 1}
_swapproto
printf '%s\\n' "${{COMPREPLY[@]}}"
"""
    done = subprocess.run(["bash", "-c", program], capture_output=True, text=True, check=True)
    assert "-F _swapproto" in done.stderr
    return set(done.stdout.split())


def options(verb: str) -> set[str]:
    return {word for action in options_of(build(verb)) for word in action.option_strings} | {"--help"}


@pytest.mark.skipif(shutil.which("bash") is None, reason="bash is not installed")
def test_bash_completes_verbs_and_their_options(desk: Desk) -> None:
    script = desk.run("--completion", "bash").out
    subprocess.run(["bash", "-n"], input=script, text=True, check=True)
    assert completed(script, "swapproto", "") == {*VERBS, "--help", "--version"}
    assert completed(script, "swapproto", "ver") == {"verifier", "verify"}
    for verb in VERBS:
        assert completed(script, "swapproto", verb, "x", "-") == options(verb)
    assert completed(script, "swapproto", "verify", "--j") == {"--json"}
    assert completed(script, "swapproto", "verify", "list") == set(), "bash then offers files"


@pytest.mark.skipif(shutil.which("zsh") is None, reason="zsh is not installed")
def test_zsh_accepts_its_script(desk: Desk) -> None:
    script = desk.run("--completion", "zsh").out
    subprocess.run(["zsh", "-n"], input=script, text=True, check=True)


def test_the_script_for_zsh_names_every_verb_and_option(desk: Desk) -> None:
    script = desk.run("--completion", "zsh").out
    for verb in VERBS:
        line = next(line for line in script.splitlines() if line.startswith(f"      {verb}) "))
        assert all(f"'{option}:" in line for option in options(verb)), verb
    assert script.replace("\\'", "").count("'") % 2 == 0


def test_a_shell_without_completion_is_refused(desk: Desk, tmp_path: Path) -> None:
    desk.fails(2, "usage", "--completion", "csh")
    desk.fails(2, "usage", "--completion")

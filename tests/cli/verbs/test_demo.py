"""demo: every step does what it says, and the user's own pins are unchanged."""

import csv
import re
import subprocess
import sys
from pathlib import Path

import pytest

from swapproto import Transcript
from tests.cli.desk import Desk, Result, command, environment


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, Result]:
    """Run the demonstration once; return its folder, the user's home, and what it printed."""
    place = tmp_path_factory.mktemp("demo")
    home = place / "home"
    env = {name: str(home) for name in ("HOME", "XDG_CONFIG_HOME", "APPDATA", "USERPROFILE")}
    env["SWAPPROTO_TRUST"] = ""
    done = subprocess.run(
        command("demo", place / "demo"), capture_output=True, env=environment(env), cwd=place, timeout=120, check=False
    )
    return place / "demo", home, Result(done.returncode, done.stdout.decode(), done.stderr.decode())


def test_the_demonstration_runs_from_end_to_end(shown: tuple[Path, Path, Result]) -> None:
    _, _, result = shown
    assert result.code == 0, result.all
    assert result.err == ""
    verbs = re.findall(r"^\$ swapproto (\w+)", result.out, re.MULTILINE)
    assert {"keygen", "trust", "commit", "verify", "open", "reveal", "diff", "disclose", "merge"} == set(verbs)
    steps = result.out.split("\n== ")[2:]
    assert all("\n  => " in step for step in steps), "each step says what it proves"
    for words in ("[fork-refused]", "[reader-not-found]", "cell by cell", "FAILED", "VERIFIED", "1 changed"):
        assert words in result.out, words


def test_the_demonstration_leaves_the_files_that_it_says(shown: tuple[Path, Path, Result], desk: Desk) -> None:
    folder, _, _ = shown
    names = {path.name for path in folder.iterdir()}
    for refused in ("stolen.csv", "oops.swap"):
        assert refused not in names
    with (folder / "north-corrected.csv").open(newline="", encoding="utf-8") as text:
        rows = list(csv.reader(text))
    assert len(rows) == 1001
    with (folder / "mediator.csv").open(newline="", encoding="utf-8") as text:
        assert list(csv.reader(text)) == rows
    everything = Transcript.read((folder / "everything.swap").read_bytes())
    assert (len(everything.envelopes), len(everything.disclosures), everything.rejected) == (3, 1, {})
    desk.run("verify", folder / "everything.swap", "--trust", folder / "pins", "--require", "disclosed:North")
    assert Path(folder / "north-1-public.swap").read_text().isascii()


def test_the_demonstration_pins_nobody_for_the_user(shown: tuple[Path, Path, Result]) -> None:
    folder, home, _ = shown
    assert not home.exists()
    assert {path.name for path in (folder / "pins").iterdir()} == {"North.swap", "South.swap", "Mediator.swap"}


def test_demo_refuses_a_folder_with_other_files(desk: Desk) -> None:
    desk.write("mine.txt", "mine")
    result = desk.fails(2, "file", "demo", ".")
    assert "not empty" in result.err
    desk.fails(2, "file", "demo", "mine.txt")
    desk.fails(2, "file", "demo", "mine.txt/below")
    assert desk.names() == {"mine.txt"}


@pytest.mark.skipif(sys.platform == "win32", reason="pipes close otherwise here")
def test_a_demonstration_whose_output_is_closed_ends_without_a_traceback(desk: Desk) -> None:
    process = subprocess.Popen(
        command("demo", "demo"), stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment()
    )
    assert process.stdout is not None
    process.stdout.readline()
    process.stdout.close()
    assert process.stderr is not None
    error = process.stderr.read()
    process.stderr.close()
    assert process.wait(60) == 141
    assert b"Traceback" not in error

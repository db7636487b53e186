"""demo: every step does what it says, and the user's own pins are unchanged."""

import csv
import re
import subprocess
import sys
import tomllib
from datetime import UTC, datetime
from pathlib import Path

import pytest

from swapproto.demo import clocks
from swapproto.stamps import beacon
from swapproto.statements import Party
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
    rows = [-(-len(line) // 120) or 1 for line in result.out.splitlines()]  # on a window of 120 columns
    assert sum(rows) <= 120
    assert not re.search(r"\b(sent|silent|refused)\b", result.out, re.IGNORECASE)
    *steps, last = result.out.split("\n== ")[1:]
    assert len(steps) == 12
    assert all("\n  => " in step for step in steps), "each step says what it proves"
    assert "Not proven by any of this" in last


def test_the_digits_that_a_stranger_needs_stand_on_the_screen(shown: tuple[Path, Path, Result]) -> None:
    folder, _, result = shown
    cards = [Party.read((folder / f"{name}.swap").read_bytes()) for name in ("North", "South", "Mediator")]
    words = [word for party in cards for word in ("--from", party.fingerprint)]
    assert all(party.fingerprint in result.out for party in cards)
    command_line = command("verify", folder / "exchange", *words, "--require", "agreed")
    done = subprocess.run(command_line, capture_output=True, env=environment({"SWAPPROTO_TRUST": ""}), check=False)
    assert done.returncode == 0, done.stdout.decode() + done.stderr.decode()


def test_the_demonstration_shows_the_verdict_of_each_story(shown: tuple[Path, Path, Result]) -> None:
    out = shown[2].out
    settled, unanswered, forked, other = re.split("\n== What goes wrong, [123]: ", out)
    for state in ("committing", "releasing", "contested", "settled"):
        assert f"'1000 for 1000': {state}\n" in settled
    assert "CONTESTED: 999 entries agreed, 1 contested" in settled
    assert "0 added, 0 removed, 1 changed, 999 the same" in settled
    assert "'Never answered': proposed\n" in unanswered
    assert re.search("verify unanswered .*# exit code 3\n +NOT COMPLETE", unanswered)
    assert re.search(r"commit other.csv .*# exit code 2\n", forked)
    assert re.search(r"verify forked +# exit code 4\n +CONTRADICTION: a fault of North.*\n.*\[slot-fork\]", forked)
    assert re.search(r"verify other-key\n +VERIFIED", other), "before the complaint nobody is named"
    assert re.search(r"verify other-key +# exit code 4\n +CONTRADICTION: a fault of South.*\n.*\[bad-wrap", other)


@pytest.mark.skipif(not clocks.available(), reason="openssl is not installed")
def test_the_demonstration_says_when_by_two_clocks_and_a_beacon(shown: tuple[Path, Path, Result]) -> None:
    folder, _, result = shown
    assert re.search(r"\n +committed to +proven: by 20\S+ \S+ UTC \(pinned clocks\), in time", result.out)
    assert "--require existed-by:*:offer --quorum 2\n    VERIFIED" in result.out
    verdict = max((folder / "output").glob("*-verify.txt"), key=lambda path: "--quorum 2" in path.read_text("utf-8"))
    said = verdict.read_text("utf-8")
    assert "by the clocks of Hourglass, Sundial, pinned by you" in said
    if beacon.installed():
        assert "it was not made before 2026-09-17 15:23:42 UTC" in said


def test_the_demonstration_leaves_the_files_that_it_says(shown: tuple[Path, Path, Result], desk: Desk) -> None:
    folder, _, result = shown
    names = {path.name for path in folder.iterdir()}
    assert not names & {"early.csv", "nothing.csv"}
    with (folder / "north-as-south-reads-it.csv").open(newline="", encoding="utf-8") as text:
        assert len(list(csv.reader(text))) == 1001
    printed = {path.name: path.read_text("utf-8") for path in (folder / "output").iterdir()}
    assert all(re.match(r"\$ swapproto .*\n", text) and text.endswith("\n") for text in printed.values())
    commands = "".join(text.partition("\n")[0] + "\n" for text in printed.values())
    assert all(
        line.partition("    #")[0] + "\n" in commands for line in re.findall(r"^\$ swap.*", result.out, re.MULTILINE)
    )
    trust = ("--trust", folder / "pins")
    desk.run("verify", folder / "exchange", *trust, "--require", "agreed", "--require", "reviewed:*:offer")
    desk.run("verify", folder / "unanswered", *trust)
    for name in ("forked", "other-key"):
        desk.run("verify", folder / name, *trust, expect=4)
    for name in ("terms.toml", "unanswered.toml"):
        assert tomllib.loads((folder / name).read_text("utf-8"))["deadlines"]["accept"] > datetime.now(UTC)


def test_the_demonstration_pins_nobody_for_the_user(shown: tuple[Path, Path, Result]) -> None:
    folder, home, _ = shown
    assert not home.exists()
    parties, authorities = {"North.swap", "South.swap", "Mediator.swap"}, {"Sundial.pem", "Hourglass.pem"}
    assert {path.name for path in (folder / "pins").iterdir()} == parties | authorities


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

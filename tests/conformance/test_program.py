"""``python -m swapproto.conformance`` as people run it: on sound runners, and on every sort of broken one."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from swapproto.conformance import cases, properties
from swapproto.conformance.__main__ import main
from swapproto.conformance.process import Runner, RunnerFailed
from swapproto.conformance.runner import OPERATIONS

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
SOUND = {
    "ours": [sys.executable, "-m", "swapproto.conformance.runner"],
    "reference": [sys.executable, str(ROOT / "spec" / "reference.py"), "--runner"],
}
CASES = len(cases.load(cases.folder()))
PROPERTIES = len(properties.PROPERTIES)

BROKEN = """
import json, sys, time
from swapproto.conformance.runner import answer
for number, line in enumerate(sys.stdin):
    request = json.loads(line)
    operation, given = request["operation"], request["input"]
    reply = answer(request)
    {broken}
    print(json.dumps(reply), flush=True)
"""


def conformance(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-W", "error", "-m", "swapproto.conformance", *arguments],
        capture_output=True,
        encoding="utf-8",
        env=os.environ | {"PYTHONPATH": str(ROOT / "src"), "PYTHONIOENCODING": "utf-8"},
        timeout=300,
        check=False,
    )


def broken(folder: Path, how: str, *options: str) -> subprocess.CompletedProcess[str]:
    program = folder / "runner.py"
    program.write_text(BROKEN.format(broken=how), "utf-8")
    done = conformance("--examples", "3", *options, sys.executable, str(program))
    assert "Traceback" not in done.stderr, done.stderr
    return done


@pytest.mark.parametrize("runner", SOUND)
def test_a_sound_runner_passes_every_case_and_property(runner: str) -> None:
    done = conformance(*SOUND[runner])
    assert done.returncode == 0, done.stdout + done.stderr
    assert "failed" not in done.stdout
    assert f"properties         {PROPERTIES} passed" in done.stdout
    assert f"in all             {CASES + PROPERTIES} passed" in done.stdout


def test_a_wrong_root_is_found_by_cases_and_by_properties(tmp_path: Path) -> None:
    done = broken(tmp_path, 'if operation == "tree" and len(given["leaves"]) == 3: reply["ok"]["root"] = "00" * 32')
    assert done.returncode == 1
    assert "expected" in done.stdout
    assert (
        "tree does not depend on the order of leaves"
        in broken(
            tmp_path,
            'if operation == "tree" and len(given["leaves"]) in range(40, 64): reply["ok"]["root"] = "00" * 32',
            "--examples",
            "40",
        ).stdout
    )


def test_a_runner_that_accepts_everything_fails_where_a_refusal_is_due(tmp_path: Path) -> None:
    done = broken(tmp_path, 'reply = {"ok": reply.get("ok", {})}')
    assert done.returncode == 1
    for operation in ("read-statement", "open", "read-disclosure", "read-card", "unwrap", "read-key-file"):
        line = next(line for line in done.stdout.splitlines() if line.startswith(operation + " "))
        assert "failed" in line
    assert 'expected {"error": "signature-invalid"}, got {"ok": {}}' in done.stdout


def test_accepting_one_altered_byte_is_found_though_no_case_shows_it(tmp_path: Path) -> None:
    how = 'if operation == "read-disclosure" and reply == {"error": "proof-invalid"}: reply = {"ok": {"items": []}}'
    (vectors := tmp_path / "vectors" / "tree").mkdir(parents=True)
    (vectors / "none.json").write_text(
        '{"about": "", "spec": [], "operation": "tree", "input": {"leaves": []}, '
        '"expect": {"ok": {"root": "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"}}}'
    )
    done = broken(tmp_path, how, "--vectors", str(vectors.parent), "--examples", "30")
    assert done.returncode == 1
    assert "tree               1 passed" in done.stdout
    assert "read-disclosure reads exactly the entries that were disclosed" in done.stdout


def test_a_failing_request_is_shown_with_its_case_and_saved_to_run_again(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    program = tmp_path / "runner.py"
    how = 'if operation == "tree" and len(given["leaves"]) != 2: reply["ok"] = {"root": "00" * 32}'
    program.write_text(BROKEN.format(broken=how), "utf-8")
    wrong, saved = [sys.executable, str(program)], tmp_path / "saved folder"
    assert main(["--save", str(saved), "--only", "tree", "--examples", "3", *wrong]) == 1
    shown = capsys.readouterr().out
    assert f"{cases.folder() / 'tree' / '03-leaves.json'} (7.3): expected" in shown
    assert "The root over 3 leaves, given unsorted." in shown
    kept = cases.load(saved)
    assert f"{len(kept)} requests saved: run them again with --examples 0 --vectors '{saved}'" in shown
    assert len(kept) > len([*(cases.folder() / "tree").iterdir()]) - 2  # one from a property, too
    assert main(["--vectors", str(saved), "--only", "tree", "--examples", "1", *SOUND["ours"]]) == 0
    assert capsys.readouterr().out.startswith(f"tree               {len(kept)} passed")
    assert main(["--vectors", str(saved), "--only", "tree", "--examples", "1", *wrong]) == 1
    assert capsys.readouterr().out.startswith(f"tree               {len(kept)} failed")


def test_one_operation_or_one_case_can_be_run_alone(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--only", "tree", "--examples", "2", *SOUND["ours"]]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split(" ")[0] for line in lines if line[0] != " "] == ["tree", "properties", "in"]
    assert any("passed, 2 examples: tree does not depend on the order of leaves" in line for line in lines)
    assert main(["--case", "equal-leaves", "--case", "read-cbor/null", *SOUND["ours"]]) == 0
    assert [line.split() for line in capsys.readouterr().out.splitlines()] == [
        ["read-cbor", "1", "passed"],
        ["read-disclosure", "1", "passed"],
        ["tree", "1", "passed"],
        ["in", "all", "3", "passed"],
    ]
    assert main(["--case", "no-such-case", *SOUND["ours"]]) == 2
    assert "there is no case or operation of this name" in capsys.readouterr().err


def test_every_operation_is_asked_for_by_a_property() -> None:
    """But those on clocks of others and on the beacon, for which nobody here can make inputs by generating them."""
    asked = set().union(*(found.operations for found in properties.PROPERTIES))
    assert asked == OPERATIONS.keys() - {"verify-token", "verify-beacon"}


def test_a_runner_that_dies_is_reported_with_its_last_output(tmp_path: Path) -> None:
    done = broken(tmp_path, 'if operation == "frame": sys.exit("out of ideas")')
    assert done.returncode == 1
    assert "it ended with status 1; its last words: " in done.stdout
    assert "out of ideas" in done.stdout


def test_a_runner_that_hangs_is_stopped_at_its_time_limit(tmp_path: Path) -> None:
    done = broken(tmp_path, 'if operation == "prove": time.sleep(60)', "--seconds", "0.6")
    assert done.returncode == 1
    assert "no answer within 0.6 seconds" in done.stdout


def test_a_runner_that_neither_reads_nor_writes_fails_every_case(tmp_path: Path) -> None:
    (tmp_path / "deaf.py").write_text("import time; time.sleep(60)")
    done = conformance("--seconds", "0.5", sys.executable, str(tmp_path / "deaf.py"))
    assert done.returncode == 1
    assert f"in all             {CASES + PROPERTIES} failed" in done.stdout


@pytest.mark.parametrize(
    "garbage",
    [b'"hello"', b"[]", b'{"ok": 1}', b'{"ok": {}, "error": "malformed"}', b"{}", b'{"unsupported": false}', b"\xff"],
)
def test_an_answer_of_the_wrong_shape_is_no_answer(garbage: bytes) -> None:
    program = f"import sys\nfor line in sys.stdin: sys.stdout.buffer.write({garbage + bytes([10])!r})"
    runner = Runner([sys.executable, "-u", "-c", program], 10)
    with pytest.raises(RunnerFailed, match="which is not an answer"):
        runner.ask("tree", {"leaves": []})
    with pytest.raises(RunnerFailed, match="which is not an answer"):
        runner.ask("tree", {"leaves": []})  # it was stopped, and is asked no more


def test_unsupported_operations_are_counted_separately_and_are_no_success(tmp_path: Path) -> None:
    done = broken(tmp_path, 'if operation == "read-key-file": reply = {"unsupported": True}')
    assert done.returncode == 1
    assert "failed" not in done.stdout
    assert f"properties         {PROPERTIES - 1} passed, 1 unsupported" in done.stdout


def test_a_program_that_cannot_be_started_is_reported() -> None:
    done = conformance("/no/such/runner")
    assert done.returncode == 2
    assert "the runner '/no/such/runner' cannot be started" in done.stderr


def test_a_folder_without_cases_is_reported(tmp_path: Path) -> None:
    done = conformance("--vectors", str(tmp_path), *SOUND["ours"])
    assert done.returncode == 2
    assert "there are no cases" in done.stderr


def test_a_damaged_case_is_named(tmp_path: Path) -> None:
    (tmp_path / "tree").mkdir()
    (tmp_path / "tree" / "bad.json").write_text("{}")
    done = conformance("--vectors", str(tmp_path), *SOUND["ours"])
    assert done.returncode == 2
    assert "bad.json is not a case" in done.stderr

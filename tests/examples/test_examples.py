"""Every example runs as it is, and prints what its docstring promises."""

import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

EXAMPLES = Path(__file__).parents[2] / "examples"

STORIES = {
    "commit_and_verify": [
        "a stranger finds: count-stated, signed, signed\n",
        "and so far: current-version, envelope-absent, sealed, unanswered\n",
        "later: the whole file, exit code 0",
        "proven to be in the list: Ship's bell, lent to Port of Maulne",
        "one bit altered in the envelope: exit code 1, rejected as envelope-unclaimed",
        "the same name with another key: exit code 3, ignored as signer-not-pinned",
        "true-not-proven, complete-not-proven, only-not-proven, time-not-proven",
    ],
    "check_before_commit": [
        "note: Column 1 ‘Номер’ is number, by its Ukrainian title.",
        "leave single ones between words [spaces]; instead: The Lighthouse",
        "warning: row 1 (line 2), column 4 (back_on): a date before that in field 'lent_on'",
        "error: row 3 (line 4), column 3 (lent_on): not a date of the calendar",
        "error: row 3 (line 4), column 1 (number): the same primary key as row 2 (line 3)",
        "not committed to: table, 3 errors\n",
    ],
    "disclose_to_a_family": [
        "proven: born 1990-11-23, name Ossian Tarn, number 18, shelter School 4\n",
        "held back: something restricted",
        "of version 1; a later version may no longer hold it",
        "with another shelter written in: exit code 1, rejected as proof-invalid",
        "with version 2 beside it: superseded",
        "presenter-not-proven",
    ],
    "new_version_and_diff": [
        "compared by id: 1 the same",
        "added: Jorun Haal, cook",
        "removed: Mirle Dovik, cook",
        "changed: Ossian Tarn, post: mate -> first mate",
        "both versions, exit code 0: chained\n",
        "version 2 alone, exit code 0: gap\n",
        "a second version 2, exit code 4: chained, fork\n",
    ],
    "sealed_bid": [
        "at closing: 2 bids, 2 sealed, 0 opened",
        "  North Painters: 11400.00\n  South Painters: 11650.00\nlowest: North Painters; exit code 0",
        "a late, lower bid: slot-fork by South Painters; exit code 4",
        "what counts now: North Painters\n",
    ],
    "exchange_settled": [
        "proposed: proposed; Maulne Office to accept, Quay Office to accept, South to accept\n",
        "accepted: committing; North to commit, South to commit\n",
        "committed: depositing; Maulne Office to open\n",
        "opened by the mediator: releasing; Maulne Office to reveal\n",
        "handed over: receiving; North to open, South to open\n",
        "opened and reviewed: settled; nobody has a move\n",
        "South reads: Runa Velk, Jorun Haal\n",
        "proven to South: 2 lists were handed over for each other, and both match\n",
        "proven to everybody: agreed, filled, opened, reviewed; exit code 0\n",
        "not proven: true-not-proven, complete-not-proven, only-not-proven, time-not-proven\n",
    ],
    "exchange_never_answered": [
        "proven: committed, slot-filled\n  so far: proposed; awaited in these files: South; overdue: nobody,",
        "no fault is proven; as an agreement it has exit code 3: not complete\n",
        "proven: committed, opened, published, slot-filled\n",
        "as committed to: Runa Velk, Jorun Haal\n",
        "time-not-proven, receipt-not-proven, refusal-not-proven\n",
        "proven: ack-received, agreed, committed, opened, published, slot-filled\n  so far: committing;",
    ],
    "exchange_forked": [
        "South, alone: exit code 0, 0 contradictions\n",
        "the mediator, alone: exit code 0, 0 contradictions\n",
        "both: slot-fork by North, exit code 4; no list is opened\n",
        "with North's key revoked since last year: slot-fork, as before\n",
        "a desk with a ledger refuses a second list: fork-refused\n",
    ],
    "exchange_complaint": [
        "everybody, before the complaint: receiving; nothing to see; exit code 0\n",
        "everybody, after a complaint to the mediator: complained; complaint-open; exit code 0\n",
        "the mediator: complained; bad-wrap by South; exit code 4\n",
        "everybody, after a public complaint: complained; bad-wrap by South",
        "North, once South has handed it over again: settled; bad-wrap by South",
    ],
    "key_held_elsewhere": [
        "the card of Notary, signed in the box",
        "committed to 2 deeds",
        "reopened through the box: ['Mill Lane 3', 'Quay 11']",
        "a signature of something else is refused: signature-invalid",
        "revealed to all",
        "the box closed with status 0",
    ],
    "list_service": [
        "rows with faults: 422 ['row 1, title: no value is given, and the schema requires one', 'row 1, lent: not",
        "sound rows: 201",
        "the same again: 200",
        "another list in the same place: 409 this version is taken\n",
        "signed: 1\n",
    ],
    "check_a_store": [
        "by_digest: it proves what its files prove\n",
        "by_beginning: of what its files prove, the store lacks ",
    ],
    "data_frame": [
        "row 3, ship: no value is given, and the schema requires one\n",
        "row 3, crew: less than the schema allows: 1 at least\n",
        "2 ships of 12 people known, the first left in January 2026\n",
    ],
    "progress_and_cancel": [
        "sealed: 200000 of 200000, 200000 entries\n",
        "not sealed: Cancelled, before all 200000 were done: True\n",
    ],
    "web_upload": [
        "a commitment with its envelope: 200, exit 0, facts ['committed', 'count-stated', 'signed'], rejected []",
        "the envelope without it: 200, exit 1, facts [], rejected ['envelope-unclaimed']",
        "junk: 422, exit 2",
        "a file that is too long: 413, at most 100000 bytes",
    ],
    "store_artefacts": [
        "the commitment: 1 new, 0 unreadable\n  so far sealed",
        "the commitment again, with its envelope: 1 new, 0 unreadable\n  so far sealed",
        "the reveal, and junk after it: 1 new, 1 unreadable\n  so far opened",
        "update: artefacts are never changed",
        "delete from: artefacts are never deleted",
        "insert or replace into: nothing happened",
        "still 3 artefacts, exit code 0",
    ],
}


def run(name: str, folder: Path) -> "subprocess.CompletedProcess[str]":
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
    command = [sys.executable, "-W", "error", str(EXAMPLES / f"{name}.py")]
    return subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, timeout=120, check=False
    )


NEEDED = {"data_frame": "pandas"}


@pytest.mark.parametrize("name", STORIES)
def test_an_example_does_what_it_says(name: str, tmp_path: Path) -> None:
    if name in NEEDED and find_spec(NEEDED[name]) is None:
        pytest.skip(f"{NEEDED[name]} is not installed")
    done = run(name, tmp_path)
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    at = 0
    for line in STORIES[name]:  # in this order
        at = done.stdout.find(line, at)
        assert at >= 0, f"{line!r} is missing, or out of order, in:\n{done.stdout}"
    left = {path.name for path in tmp_path.iterdir()} - {".hypothesis"}  # where failing examples are kept to try again
    assert left == set(), "it left files behind"


def test_every_example_is_run_here_and_is_in_the_table() -> None:
    programs = {path.stem for path in EXAMPLES.glob("*.py")}
    assert programs == set(STORIES)
    table = (EXAMPLES / "README.md").read_text(encoding="utf-8")
    assert [name for name in programs if f"[`{name}.py`]({name}.py)" not in table] == []


def test_the_familys_file_does_not_show_the_rest_of_the_register(tmp_path: Path) -> None:
    printed = run("disclose_to_a_family", tmp_path).stdout
    assert "Ossian Tarn" in printed
    assert not any(secret in printed for secret in ("Runa Velk", "Mirle Dovik", "insulin", "asthma", "medical"))

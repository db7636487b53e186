"""Attacks on what commands keep and write: the journal of a key, and files that name people."""

import errno
import json
import stat
import sys
from pathlib import Path
from typing import Any

import pytest

from swapproto import List, Schema, disclose
from swapproto.cli import journal
from swapproto.cli.acts import committing, signing
from swapproto.cli.disk import writing
from swapproto.cli.screen.terminal import confirm
from swapproto.lists import Field
from tests.cli.desk import Desk
from tests.making import NORTH, sealed

ID = "00112233445566778899aabbccddeeff"


def test_two_commands_at_once_sign_no_fork(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """While one command waits for its yes, another may sign for the same place: an honest party would be convicted."""
    desk.party("North")

    def meanwhile(statement: str, *, yes: bool) -> None:
        monkeypatch.setattr(committing, "confirm", confirm)
        desk.write("other.csv", "id,name\n1,Olha\n2,Petro\n")
        other = ("commit", "other.csv", "-k", "North.swapkey", "--yes", "--role=report", "--id", ID, "-o", "other.swap")
        desk.fails(2, "busy", *other)
        confirm(statement, yes=yes)

    monkeypatch.setattr(committing, "confirm", meanwhile)
    desk.write("list.csv", "id,name\n1,Olha\n")
    words = ("commit", "list.csv", "-k", "North.swapkey", "--yes", "--role=report", "--id", ID, "-o", "list.swap")
    desk.run(*words)
    assert "other.swap" not in desk.names()
    assert desk.read("North.journal").count(b"\n") == 1


@pytest.mark.parametrize(
    "rest",
    [b"\n", b"  \n\n", b"\r\n", b"\0" * 64, b'{"signer": "cut', b'{"signer"', b'{"signer": "a}', b'{"signer": "cut\n'],
)
def test_a_journal_whose_last_line_is_cut_or_blank_is_read_and_repaired(desk: Desk, rest: bytes) -> None:
    """A full disk or a power cut would make the key useless, or its owner would delete the journal and fork."""
    desk.party("North")
    desk.commit("first", "--id", ID)
    path = desk.folder / "North.journal"
    path.write_bytes(path.read_bytes() + rest)
    desk.commit("second", "--previous", "first.swap", table="id,name\n1,Olha\n2,Petro\n")
    desk.commit("third", "--previous", "second.swap", table="id,name\n1,Olha\n2,Petro\n3,Ganna\n")
    assert len([line for line in path.read_bytes().split(b"\n") if line.strip()]) == 3


def test_a_last_record_without_a_line_end_is_kept(desk: Desk) -> None:
    """An editor that strips the last line end must not make the key forget what it signed."""
    desk.party("North")
    desk.commit("first", "--id", ID)
    path = desk.folder / "North.journal"
    path.write_bytes(path.read_bytes().rstrip())
    desk.commit("other", "--id", ID, table="id,name\n9,Olha\n", expect=2)
    desk.commit("second", "--previous", "first.swap", table="id,name\n1,Olha\n2,Petro\n")
    assert path.read_bytes().count(b"\n") == 2


def test_an_own_version_that_the_journal_lacks_stops_the_next(desk: Desk) -> None:
    """With the journal lost, or restored from before, an honest party would sign a second version 2."""
    desk.party("North")
    desk.commit("first", "--id", ID)
    second = ("--previous", "first.swap")
    desk.commit("second", *second, table="id,name\n1,Olha\n2,Petro\n")
    (desk.folder / "North.journal").unlink()
    desk.write("third.csv", "id,name\n1,Olha\n3,Ganna\n")
    words = ("commit", "third.csv", "-k", "North.swapkey", "--yes", "--role=report", *second, "-o", "third.swap")
    said = desk.fails(2, "fork-refused", *words)
    assert "--adopt" in said.err
    desk.run(*words, "--adopt")
    assert desk.read("North.journal").count(b"\n") == 2


@pytest.mark.parametrize("missing", [1, 2, 3, 40, 200])
def test_a_last_record_that_is_cut_is_named_and_replaced(desk: Desk, missing: int) -> None:
    """A copy of a journal can be cut, too: its owner must learn that it can lack more than the last line."""
    desk.party("North")
    desk.commit("first", "--id", ID)
    desk.commit("second", "--previous", "first.swap", table="id,name\n1,Olha\n2,Petro\n")
    path = desk.folder / "North.journal"
    path.write_bytes(path.read_bytes()[:-missing])
    result = desk.commit("second", "--previous", "first.swap", "--force", table="id,name\n1,Olha\n2,Petro\n")
    assert ("is cut off" in result.err) == (missing > 1)
    assert path.read_bytes().count(b"\n") == (2 if missing > 1 else 3)


def test_a_last_record_that_is_damaged_is_not_taken_for_a_cut_one(desk: Desk) -> None:
    """Whoever changes a byte of the last record would make the key forget what it signed."""
    desk.party("North")
    desk.commit("first", "--id", ID)
    path = desk.folder / "North.journal"
    path.write_bytes(path.read_bytes().replace(b'"kind":', b'"kind";'))
    assert "record 1 is damaged" in desk.commit("second", "--id", ID, expect=2).err


def test_no_version_before_an_adopted_one_is_signed(desk: Desk) -> None:
    """After ``--adopt`` of version 2 the journal lacks version 1: the table's name alone would lead to a second one."""
    desk.party("North")
    desk.commit("list", "--id", ID)
    desk.commit("second", "--previous", "list.swap", "--label", "list", table="id,name\n1,Olha\n2,Petro\n")
    desk.run("merge", "second.swap", "-o", "kept.swap")
    (desk.folder / "North.journal").unlink()
    desk.commit("list", "--previous", "kept.swap", "--adopt", "-o", "third.swap", table="id,name\n1,Olha\n4,Ganna\n")
    for words in (("-o", "again.swap"), ("-o", "again.swap", "--id", ID)):
        result = desk.commit("list", *words, table="id,name\n5,Taras\n", expect=2)
        assert "lacks version 1" in result.err
        assert "again.swap" not in desk.names()


def test_what_is_adopted_is_shown_and_recorded_only_after_the_answer(desk: Desk) -> None:
    """After ``--adopt`` and no, the journal would look complete, and the next command would sign a fork unasked."""
    desk.party("North")
    desk.commit("list", "--id", ID)
    desk.write("other.csv", "id,name\n1,Olha\n9,Ganna\n")
    (desk.folder / "North.journal").unlink()
    words = ("commit", "other.csv", "-k", "North.swapkey", "--previous", "list.swap", "-o", "other.swap")
    result = desk.fails(2, "not-confirmed", *words, "--adopt")
    assert "Your journal lacks what you signed before" in result.err
    assert "'list', version 1" in result.err
    assert "North.journal" not in desk.names()
    desk.fails(2, "fork-refused", *words, "--yes")
    desk.fails(2, "file", "commit", "nowhere.csv", *words[2:], "--adopt", "--yes")
    assert "North.journal" not in desk.names()
    desk.run(*words, "--adopt", "--yes")
    assert len(desk.read("North.journal").splitlines()) == 2


def test_adopted_versions_are_recorded_in_their_order_and_with_the_file_that_has_them(desk: Desk) -> None:
    desk.party("North")
    desk.commit("first", "--id", ID)
    desk.commit("second", "--previous", "first.swap", table="id,name\n1,Olha\n2,Petro\n")
    desk.run("merge", "second.swap", "first.swap", "-o", "both.swap")
    (desk.folder / "North.journal").unlink()
    desk.commit("third", "--previous", "both.swap", "--adopt", table="id,name\n1,Olha\n4,Ganna\n")
    records = [json.loads(line) for line in desk.read("North.journal").splitlines()]
    assert [record["about"]["version"] for record in records] == [1, 2, 3]
    assert records[0]["file"] == str(desk.folder / "both.swap")
    desk.fails(
        2,
        "usage",
        *("commit", "third.csv", "-k", "North.swapkey", "--yes", "--role=report", "--adopt"),
        *("-o", "fourth.swap"),
    )


def test_without_locks_one_of_two_commands_goes_on(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """On a file system without locks, two commands at once would sign a fork."""

    def refuse(descriptor: int) -> None:
        raise OSError(errno.ENOLCK, "")

    for module in (writing, journal):
        monkeypatch.setattr(module, "lock", refuse)
    desk.party("North")
    remember, other = signing.remember, ("-k", "North.swapkey", "--yes", "--role=report", "--id", ID)

    def meanwhile(*arguments: Any) -> None:
        monkeypatch.setattr(signing, "remember", remember)
        desk.write("other.csv", "id,name\n1,Olha\n2,Petro\n")
        desk.run("commit", "other.csv", *other, "-o", "other.swap")
        remember(*arguments)

    monkeypatch.setattr(signing, "remember", meanwhile)
    desk.write("list.csv", "id,name\n1,Olha\n")
    desk.fails(2, "file", "commit", "list.csv", *other, "-o", "list.swap")
    assert "list.swap" not in desk.names()
    assert desk.read("North.journal").count(b"\n") == 1


@pytest.mark.skipif(sys.platform == "win32", reason="links take a privilege there")
def test_a_journal_behind_a_link_that_leads_nowhere_stops_signing(desk: Desk) -> None:
    """With the stick that has the journal not plugged in, the key would sign as if it had never signed."""
    desk.party("North")
    (desk.folder / "North.journal").symlink_to(desk.folder / "stick" / "North.journal")
    desk.commit("list", expect=2)


@pytest.mark.skipif(sys.platform == "win32", reason="links take a privilege there")
def test_a_key_reached_by_a_link_keeps_its_journal(desk: Desk) -> None:
    """Beside the link there is no journal: the same key would sign another list in a place that is taken."""
    desk.party("North")
    desk.commit("list", "--id", ID)
    folder = desk.write("elsewhere/other.csv", "id,name\n9,Olha\n").parent
    (folder / "key.swapkey").symlink_to(desk.folder / "North.swapkey")
    words = ("-k", "elsewhere/key.swapkey", "--yes", "--role=report", "--id", ID, "-o", "other.swap")
    desk.fails(2, "fork-refused", "commit", "elsewhere/other.csv", *words)


def test_a_journal_with_an_impossible_time_stops_signing(desk: Desk) -> None:
    """Whoever can write to the journal would crash the program, or make it forget what was signed."""
    desk.party("North")
    desk.commit("list", "--id", ID)
    record = json.loads(desk.read("North.journal"))
    desk.write("North.journal", json.dumps(record | {"iat": 10**18}) + "\n")
    desk.write("list.csv", "id\n1\n")
    words = ("commit", "list.csv", "-k", "North.swapkey", "--yes", "--role=report", "--id", ID, "-o", "again.swap")
    desk.fails(2, "file", *words)


@pytest.mark.skipif(sys.platform == "win32", reason="there are no modes there")
def test_a_merged_disclosure_is_readable_by_its_owner_only(desk: Desk) -> None:
    """A disclosure is readable by its owner only: merging it would show its entries to every user of the machine."""
    made = sealed(NORTH, List.of("x", Schema((Field("name"),)), [{"name": "Olha"}]))
    shown = disclose(made.opened, [0])
    desk.write("d.swap", NORTH.party.card + made.sign(NORTH) + shown)
    for name, words in (("a.swap", ()), ("a.txt", ("--armor",))):
        desk.run("merge", "d.swap", "-o", name, *words)
        assert stat.S_IMODE(Path(name).stat().st_mode) == 0o600
    desk.run("merge", "d.swap", "--only", "commitment", "-o", "c.swap")
    assert stat.S_IMODE(Path("c.swap").stat().st_mode) & 0o044

"""No output is ever an input, standard input is one input, and files are written where file systems lack something."""

import errno
import os
import subprocess
import time

import pytest

from tests.cli.desk import Desk, command, environment

OVERWRITING = {
    "reveal": ("reveal", "list.swap", "-k", "North.swapkey", "--public", "--yes", "-o", "list.swap"),
    "reveal, in a folder": ("reveal", ".", "-k", "North.swapkey", "--public", "--yes", "-o", "list.swap"),
    "reveal to a card": (
        *("reveal", "list.swap", "-k", "North.swapkey", "--to", "South.swap", "--yes"),
        *("-o", "South.swap"),
    ),
    "open": ("open", "list.swap", "-k", "North.swapkey", "-o", "list.swap"),
    "disclose": ("disclose", "list.swap", "-k", "North.swapkey", "--entry", "1", "-o", "list.swap"),
    "merge": ("merge", "list.swap", "South.swap", "-o", "South.swap"),
    "merge, another name for it": ("merge", "list.swap", "-o", "./list.swap"),
    "previous": ("commit", "list.csv", "--previous", "list.swap", "-k", "North.swapkey", "--yes", "-o", "list.swap"),
    "answers": ("commit", "list.csv", "--answers", "list.swap", "-k", "North.swapkey", "--yes", "-o", "list.swap"),
    "table": ("commit", "list.csv", "-k", "North.swapkey", "--yes", "-o", "list.csv"),
    "key": ("commit", "list.csv", "-k", "North.swapkey", "--yes", "-o", "North.swapkey"),
    "journal": ("commit", "list.csv", "-k", "North.swapkey", "--yes", "-o", "North.journal"),
    "passphrase": (
        *("commit", "list.csv", "-k", "North.swapkey", "--yes", "--passphrase-file", "phrase"),
        *("-o", "phrase"),
    ),
}


@pytest.mark.parametrize("words", OVERWRITING.values(), ids=OVERWRITING)
def test_no_output_is_an_input_even_with_force(north: Desk, words: tuple[str, ...]) -> None:
    """The only copy of a sealed list, a key or a table would be lost."""
    north.commit()
    north.write("phrase", "correct horse\n")
    before = {name: north.read(name) for name in north.names()}
    north.fails(2, "file", *words, "--force")
    assert {name: north.read(name) for name in north.names()} == before


def test_standard_input_is_not_both_the_passphrase_and_the_table(desk: Desk) -> None:
    """A part of the table would be taken for the passphrase's file, and the rest would be signed."""
    desk.write("phrase", "correct horse\n")
    desk.run("keygen", "North", "--passphrase-file", "phrase")
    for source in (("--passphrase-fd", "0"), ("--passphrase-file", "-")):
        words = command("commit", "-", "-k", "North.swapkey", *source, "--yes", "-o", "out.swap")
        given = b"correct horse\nname\n" + b"".join(b"Person %d\n" % i for i in range(1200))
        done = subprocess.run(words, input=given, capture_output=True, env=environment(), timeout=60, check=False)
        assert done.returncode == 2, done.stderr
        assert b"standard input" in done.stderr or "-" in source  # which is refused for its size before
        assert "out.swap" not in desk.names()


def test_a_passphrase_is_whole_or_refused(desk: Desk) -> None:
    """A passphrase that is cut would open for everyone who knows its beginning."""
    desk.write("long", "x" * 4097 + "\n")
    desk.fails(2, "file", "keygen", "North", "--passphrase-file", "long")
    desk.write("exact", "x" * 4095 + "\n")
    desk.run("keygen", "North", "--passphrase-file", "exact")


@pytest.mark.parametrize("size", [200, 250])
def test_a_file_name_as_long_as_the_file_system_takes_is_written(north: Desk, size: int) -> None:
    name = "\u0416" * (size // 2) + ".swap"
    north.run("merge", "North.swap", "-o", name)
    assert north.read(name) == north.read("North.swap")


def test_a_file_name_that_is_too_long_is_refused_before_anything_is_signed(north: Desk) -> None:
    north.write("list.csv", "id\n1\n")
    words = ("commit", "list.csv", "-k", "North.swapkey", "--yes", "-o", "x" * 300)
    north.fails(2, "file", *words)
    assert "North.journal" not in north.names()


@pytest.mark.parametrize("number", [errno.EINVAL, errno.ENOTSUP, errno.ENOSYS])
def test_a_file_system_without_fsync_is_written_to(north: Desk, monkeypatch: pytest.MonkeyPatch, number: int) -> None:
    def refuse(descriptor: int) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "fsync", refuse)
    north.commit()
    assert {"list.swap", "North.journal"} <= north.names()


def test_a_file_system_without_links_is_written_to_and_nothing_is_replaced(
    north: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(source: str, target: str) -> None:
        raise OSError(errno.EPERM, os.strerror(errno.EPERM))

    monkeypatch.setattr(os, "link", refuse)
    north.commit()
    assert "list.swap" in north.names()
    north.fails(2, "file", "merge", "North.swap", "-o", "list.swap")


@pytest.mark.parametrize("clock", [-1.0, 253402300800.0])
def test_a_clock_that_no_statement_can_state_is_refused(
    north: Desk, monkeypatch: pytest.MonkeyPatch, clock: float
) -> None:
    north.write("list.csv", "id\n1\n")
    monkeypatch.setattr(time, "time", lambda: clock)
    for words in (
        ("keygen", "New", "--no-passphrase"),
        ("commit", "list.csv", "-k", "North.swapkey", "--yes", "-o", "list.swap"),
    ):
        assert "clock" in north.fails(2, "usage", *words).err


def test_a_clock_that_was_set_back_is_shown_before_anything_is_signed(
    north: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Version 2 would state a time before version 1, and its signer would look like a forger."""
    north.commit()
    monkeypatch.setattr(time, "time", lambda: 86_400.0)
    result = north.commit("next", "--previous", "list.swap", table="id,name\n1,Olha\n")
    assert "1970-01-02" in result.err
    assert "Is the clock right?" in result.err

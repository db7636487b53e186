"""Key files: how they are unlocked, and which are refused."""

import os
import shlex
import sys
import tempfile
import unicodedata

import pytest

from swapproto import keys
from swapproto.cli import keyfiles
from swapproto.cli.screen import terminal
from tests.cli.desk import PEOPLE, Desk

modes = pytest.mark.skipif(sys.platform == "win32", reason="there are no modes here")


PASSPHRASE = "correct horse Баба-Яга"


@pytest.fixture
def locked(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """Return a desk with North's key under a passphrase, stretched less than usual to save time."""
    monkeypatch.setattr(keys, "_PASSES", 1)
    monkeypatch.setattr(keys, "_MEMORY_KIB", 1024)
    desk.secret("pass.txt", f"\ufeff{PASSPHRASE}\r\nsecond line")
    desk.run("keygen", "North", "--passphrase-file", "pass.txt")
    desk.write("list.csv", PEOPLE)
    return desk


COMMIT = ("commit", "list.csv", "-k", "North.swapkey", "--yes", "--role=report", "-o", "l.swap")


def test_an_encrypted_key_opens_only_with_its_passphrase(locked: Desk) -> None:
    assert PASSPHRASE.encode() not in locked.read("North.swapkey")
    locked.secret("wrong.txt", "Wrong-1")
    result = locked.fails(2, "passphrase-wrong", *COMMIT, "--passphrase-file", "wrong.txt")
    assert "Wrong-1" not in result.all
    assert "l.swap" not in locked.names()
    locked.fails(2, "usage", *COMMIT)  # no terminal to ask on
    locked.secret("empty.txt", "\n")
    locked.fails(2, "usage", *COMMIT, "--passphrase-file", "empty.txt")
    locked.fails(2, "file", *COMMIT, "--passphrase-file", "nowhere.txt")
    locked.secret("latin.txt", b"\xe4\xf6")
    locked.fails(2, "usage", *COMMIT, "--passphrase-file", "latin.txt")


@modes
def test_an_encrypted_key_may_be_readable_by_others(locked: Desk) -> None:
    os.chmod("North.swapkey", 0o777)
    locked.run(*COMMIT, "--passphrase-file", "pass.txt")


@modes
def test_a_passphrase_is_read_from_a_descriptor_once(locked: Desk) -> None:
    reading, writing = os.pipe()
    os.write(writing, PASSPHRASE.encode() + b"\n")
    os.close(writing)
    locked.run(*COMMIT, "--passphrase-fd", reading)
    os.close(reading)
    reading, writing = os.pipe()
    os.write(writing, PASSPHRASE.encode() + b"\n")
    os.close(writing)
    result = locked.run("diff", "l.swap", "l.swap", "-k", "North.swapkey", "--passphrase-fd", reading)
    os.close(reading)
    assert "0 added, 0 removed, 0 changed, 3 the same" in result.out


@pytest.mark.parametrize("number", [-1, 999, 2**70])
def test_a_descriptor_that_is_not_open_is_refused(locked: Desk, number: int) -> None:
    locked.fails(2, "usage", *COMMIT, f"--passphrase-fd={number}")


@pytest.mark.parametrize("typed", ["x" * 1023, "x" * 4095, "Я" * 600, "caf\N{REPLACEMENT CHARACTER}"])
def test_a_typed_passphrase_that_may_be_cut_or_changed_is_refused(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, typed: str
) -> None:
    """The terminal cuts a long line: the rest of the passphrase would protect nothing."""
    monkeypatch.setattr(terminal, "is_interactive", lambda: True)
    monkeypatch.setattr(keyfiles, "getpass", lambda prompt: typed)
    assert "--passphrase-file" in desk.fails(2, "usage", "keygen", "North").err
    assert desk.names() == set()


@pytest.mark.parametrize("size", [4096, 4097, 10_000])
def test_a_passphrase_from_a_descriptor_is_whole_or_refused(locked: Desk, size: int) -> None:
    with tempfile.TemporaryFile() as stream:
        stream.write(b"x" * size + b"\nnext line")
        stream.seek(0)
        words = ("keygen", "Long", "--passphrase-fd", stream.fileno())
        if size > 4096:
            locked.fails(2, "usage", *words)
            return
        locked.run(*words)
    locked.secret("short.txt", "x" * 4095)
    commit = ("commit", "list.csv", "-k", "Long.swapkey", "--yes", "--role=report", "-o", "l.swap", "--passphrase-file")
    locked.fails(2, "passphrase-wrong", *commit, "short.txt")
    locked.secret("whole.txt", "x" * 4096)
    locked.run(*commit, "whole.txt")


@pytest.mark.parametrize(
    "content",
    [
        b"pass\0word\n",
        b"\0\n",
        b"pass\rword\n",
        "pass\u2028word\n".encode(),
        b"pass\x0cword",
        "passphrase\n".encode("utf-16-le"),
        "passphrase\n".encode("utf-16"),
        b"\xff\xfe",
    ],
)
def test_a_passphrase_that_could_be_cut_is_refused(desk: Desk, content: bytes) -> None:
    """Where a zero byte or a line end cuts it, its beginning would open the key."""
    desk.secret("phrase", content)
    said = desk.fails(2, "usage", "keygen", "North", "--passphrase-file", "phrase").err
    assert "the passphrase" in said
    with open("phrase", "rb") as stream:
        desk.fails(2, "usage", "keygen", "North", "--passphrase-fd", stream.fileno())
    assert desk.names() == {"phrase"}


@pytest.mark.parametrize("end", ["", "\n", "\r\n", "\nand more"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_a_passphrase_of_the_full_length_is_taken_whole_with_any_line_end(locked: Desk, mark: str, end: str) -> None:
    locked.secret("long", mark + "x" * 4096 + end)
    locked.run("keygen", "Long", "--passphrase-file", "long")
    with open("long", "rb") as stream:
        words = ("diff", "l.swap", "l.swap", "-k", "Long.swapkey", "--passphrase-fd", stream.fileno())
        locked.fails(2, "file", *words)  # the key opens, and only then is the list looked for
    locked.secret("longer", mark + "x" * 4097 + end)
    assert "at most 4,096 bytes" in locked.fails(2, "usage", "keygen", "New", "--passphrase-file", "longer").err


def test_a_passphrase_opens_however_its_letters_are_composed(locked: Desk) -> None:
    """One system types e with an accent as one letter, another as two."""
    passphrase = "caf\u00e9 \u0457\u0436\u0430\u043a \uac00"
    locked.secret("composed", unicodedata.normalize("NFC", passphrase))
    locked.secret("apart", unicodedata.normalize("NFD", passphrase))
    assert locked.read("composed") != locked.read("apart")
    locked.run("keygen", "New", "--passphrase-file", "apart")
    words = ("commit", "list.csv", "-k", "New.swapkey", "--yes", "--role=report", "--passphrase-file", "composed")
    locked.run(*words, "-o", "new.swap")


@pytest.mark.parametrize("typed", ["pass\0word", "pass\rword", "pass\u2029word"])
def test_a_typed_passphrase_with_a_line_end_in_it_is_refused(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, typed: str
) -> None:
    monkeypatch.setattr(terminal, "is_interactive", lambda: True)
    monkeypatch.setattr(keyfiles, "getpass", lambda prompt: typed)
    desk.fails(2, "usage", "keygen", "North")
    assert desk.names() == set()


@modes
@pytest.mark.parametrize("exposed", [0o640, 0o604, 0o620, 0o602])
def test_a_passphrase_that_others_can_read_is_refused(locked: Desk, exposed: int) -> None:
    os.chmod("pass.txt", exposed)
    os.symlink("pass.txt", "a link")
    for path in ("pass.txt", "a link"):
        said = locked.fails(2, "key-exposed", *COMMIT, "--passphrase-file", path).err.splitlines()
        assert said[-1].strip() == shlex.join(["chmod", "600", path])
        assert PASSPHRASE not in "".join(said)
    os.chmod("pass.txt", 0o600)
    locked.run(*COMMIT, "--passphrase-file", "a link")


@modes
def test_a_passphrase_is_read_from_a_pipe_that_stays_open(locked: Desk) -> None:
    reading, writing = os.pipe()
    os.write(writing, PASSPHRASE.encode() + b"\n")
    locked.run(*COMMIT, "--passphrase-fd", reading)
    os.close(reading)
    os.close(writing)


@pytest.mark.skipif(not os.path.isdir("/dev/shm"), reason="there is no such folder here")
def test_a_key_in_the_memory_of_the_computer_signs(desk: Desk) -> None:
    with tempfile.TemporaryDirectory(dir="/dev/shm") as folder:
        desk.run("keygen", "North", "--no-passphrase", "--out", folder)
        desk.write("list.csv", PEOPLE)
        desk.run(
            "commit", "list.csv", "-k", f"{folder}/North.swapkey", "--yes", "--role=report", "-o", f"{folder}/l.swap"
        )
        desk.run("merge", f"{folder}/l.swap", "-o", f"{folder}/l.swap.copy")


@modes
@pytest.mark.parametrize("exposed", [0o640, 0o604, 0o666])
def test_a_key_without_passphrase_that_others_can_read_is_refused(desk: Desk, exposed: int) -> None:
    desk.party("North")
    desk.write("list.csv", PEOPLE)
    os.chmod("North.swapkey", exposed)
    result = desk.fails(2, "key-exposed", *COMMIT)
    assert "chmod 600 North.swapkey" in result.err
    os.chmod("North.swapkey", 0o600)
    desk.run(*COMMIT)


@pytest.mark.parametrize(
    "content", [b"", b"\xff\xfe\x00", b"-----BEGIN SWAPPROTO KEY-----\nAAAA\n-----END SWAPPROTO KEY-----\n"]
)
def test_a_broken_key_file_is_a_clear_error(desk: Desk, content: bytes) -> None:
    desk.write("North.swapkey", content)
    desk.write("list.csv", PEOPLE)
    desk.fails(2, "key-file-malformed", *COMMIT)
    desk.fails(2, "file", "commit", "list.csv", "-k", "nowhere.swapkey", "--yes", "--role=report", "-o", "l.swap")
    desk.fails(2, "usage", "commit", "list.csv", "-k", "-", "--yes", "--role=report", "-o", "l.swap")

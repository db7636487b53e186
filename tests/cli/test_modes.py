"""Modes: a key, a journal or a pin that others can change is named, with the command that prevents it."""

import os
import shlex
import sys
from pathlib import Path

import pytest

from tests.cli.desk import Desk, Result

if sys.platform == "win32":
    pytest.skip("there are no modes here", allow_module_level=True)

TOLD = "others on this computer can change it"
OPEN = ("open", "list.swap", "-k", "North.swapkey", "--force", "-o", "list.csv")


def proposed(result: Result) -> list[list[str]]:
    return [shlex.split(line) for line in result.err.splitlines() if line.startswith("  chmod ")]


@pytest.fixture
def trusted(north: Desk, tmp_path: Path) -> Desk:
    """Return a desk with a list of North, and nothing that others can change."""
    os.chmod(tmp_path, 0o755)
    north.commit()
    assert north.run("verify", "list.swap").err == ""
    return north


@pytest.mark.parametrize("mode", [0o666, 0o646, 0o664])
@pytest.mark.parametrize("name", ["North.swap", "South.swap"])
def test_a_pinned_card_that_others_can_change_is_named(trusted: Desk, tmp_path: Path, name: str, mode: int) -> None:
    """Another user of the computer would decide whom the reader trusts."""
    card = str(tmp_path / "trust" / name)
    os.chmod(card, mode)
    result = trusted.run("verify", "list.swap")
    assert TOLD in result.err
    assert proposed(result) == [["chmod", "go-w", card]]
    os.chmod(card, 0o644)
    assert trusted.run("verify", "list.swap").err == ""


@pytest.mark.parametrize("mode", [0o777, 0o775, 0o1777])
def test_a_folder_of_pins_that_others_can_add_to_is_named(trusted: Desk, tmp_path: Path, mode: int) -> None:
    folder = str(tmp_path / "trust")
    os.chmod(folder, mode)
    result = trusted.run("verify", "list.swap")
    assert proposed(result) == [["chmod", "go-w", folder]]
    assert proposed(trusted.run("trust", "--list")) == [["chmod", "go-w", folder]]
    os.chmod(folder, 0o755)
    assert trusted.run("verify", "list.swap").err == ""


def test_a_card_that_trust_names_is_looked_at_too(trusted: Desk) -> None:
    os.chmod("North.swap", 0o666)
    result = trusted.run("verify", "list.swap", "--trust", "North.swap")
    assert proposed(result) == [["chmod", "go-w", "North.swap"]]


def test_a_folder_in_which_others_can_replace_the_files_is_named(trusted: Desk, tmp_path: Path) -> None:
    os.chmod(tmp_path, 0o777)
    assert proposed(trusted.run("verify", "list.swap")) == [["chmod", "o-w", str(tmp_path)]]
    os.chmod(tmp_path, 0o1777)  # where nobody can replace the files of others, as in /tmp
    assert trusted.run("verify", "list.swap").err == ""


@pytest.mark.parametrize("name", ["North.swapkey", "North.journal"])
def test_a_key_or_a_journal_that_others_can_change_is_named(trusted: Desk, name: str) -> None:
    """The journal could be emptied, and the next version signed twice."""
    words = (*("commit", "list.csv", "-k", "North.swapkey", "--yes", "--role=report"), "--force", "-o", "list.swap")
    if name == "North.swapkey":  # an unencrypted key is refused for its own mode
        os.chmod(trusted.folder, 0o777)
        assert ["chmod", "o-w", "."] in proposed(trusted.run(*OPEN))
        os.chmod(trusted.folder, 0o755)
        assert proposed(trusted.run(*OPEN)) == []
        return
    os.chmod(name, 0o660)
    result = trusted.run(*words)
    assert [command[:2] for command in proposed(result)] == [["chmod", "go-w"]]
    assert os.path.samefile(proposed(result)[0][2], name)
    assert result.err.count(TOLD) == 1
    os.chmod(name, 0o600)
    assert proposed(trusted.run(*words)) == []


def test_a_journal_that_others_can_change_says_nothing_of_the_file_system(trusted: Desk) -> None:
    os.chmod(trusted.folder / "North.journal", 0o666)
    said = trusted.commit("another").err
    assert TOLD in said
    assert "no modes" not in said


def test_a_key_with_a_second_name_is_named(trusted: Desk) -> None:
    """A journal stands beside each of its names, and neither has what was signed under the other."""
    os.link(trusted.folder / "North.swapkey", trusted.folder / "Copy.swapkey")
    assert "has another name" in trusted.commit("another").err


def test_an_encrypted_key_that_others_can_change_is_named(desk: Desk) -> None:
    desk.secret("phrase", "correct horse")
    desk.run("keygen", "North", "--passphrase-file", "phrase")
    os.chmod("North.swapkey", 0o646)
    desk.write("list.csv", "id\n1\n")
    words = ("commit", "list.csv", "-k", "North.swapkey", "--passphrase-file", "phrase", "--yes", "--role=report")
    assert proposed(desk.run(*words, "-o", "list.swap")) == [["chmod", "go-w", "North.swapkey"]]


def test_behind_a_link_the_file_and_both_folders_are_looked_at(trusted: Desk, tmp_path: Path) -> None:
    (far := tmp_path / "far").mkdir()
    card = far / "North.swap"
    (tmp_path / "trust" / "North.swap").rename(card)
    link = tmp_path / "trust" / "North.swap"
    link.symlink_to(card)
    assert trusted.run("verify", "list.swap").err == ""
    os.chmod(card, 0o666)
    assert proposed(trusted.run("verify", "list.swap")) == [["chmod", "go-w", str(link)]]
    os.chmod(card, 0o644)
    os.chmod(far, 0o777)
    assert proposed(trusted.run("verify", "list.swap")) == [["chmod", "o-w", str(far)]]


@pytest.mark.skipif(os.geteuid() != 0, reason="only root gives files away")
def test_a_card_of_another_user_is_named(trusted: Desk, tmp_path: Path) -> None:
    card = tmp_path / "trust" / "North.swap"
    os.chown(card, 12345, -1)
    result = trusted.run("verify", "list.swap")
    assert f"{card}: of another user, who can change it" in result.err
    os.chown(card, 0, -1)
    assert trusted.run("verify", "list.swap").err == ""


def test_a_passphrase_of_which_others_can_change_the_folder_is_named(desk: Desk) -> None:
    """With a passphrase that another user chose, they could open the new key."""
    (desk.folder / "open").mkdir()
    desk.secret("open/phrase", "correct horse")
    os.chmod("open", 0o777)
    words = ("keygen", "North", "--passphrase-file", "open/phrase")
    assert proposed(desk.run(*words)) == [["chmod", "o-w", "open"]]


def test_a_descriptor_of_a_file_that_others_can_read_is_named(desk: Desk) -> None:
    desk.secret("phrase", "correct horse")
    for mode, name in ((0o600, "North"), (0o604, "South")):
        os.chmod("phrase", mode)
        with open("phrase", "rb") as stream:
            said = desk.run("keygen", name, "--passphrase-fd", stream.fileno()).err
        assert ("others on this computer can read the file" in said) == (mode == 0o604)

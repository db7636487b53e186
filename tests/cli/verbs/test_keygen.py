"""keygen: a new key and its card, which replace nothing."""

import errno
import os
import stat
import subprocess
import sys

import pytest

from swapproto import KeyFile
from swapproto.cli.disk import writing
from tests.cli.desk import Desk, command, environment

modes = pytest.mark.skipif(sys.platform == "win32", reason="there are no modes here")


def mode(name: str) -> int:
    return stat.S_IMODE(os.stat(name).st_mode)


@modes
def test_only_their_owner_can_read_a_key_and_its_journal(desk: Desk) -> None:
    before = os.umask(0)
    try:
        desk.party("North")
        desk.commit()
    finally:
        os.umask(before)
    assert mode("North.swapkey") == mode("North.journal") == 0o600


def test_keygen_prints_the_digits_and_nothing_else(desk: Desk) -> None:
    result = desk.run("keygen", "Північ", "--no-passphrase")
    digits = result.out.strip()
    assert [len(group) for group in digits.split(" ")] == [5] * 12
    assert desk.names() == {"Північ.swapkey", "Північ.swap"}
    assert "swapproto trust" in result.err
    assert desk.run("inspect", "Північ.swap").out.count(digits) == 1


def test_keygen_never_replaces_a_key_or_a_card(desk: Desk) -> None:
    desk.party("North")
    before = desk.read("North.swapkey")
    desk.fails(2, "file", "keygen", "North", "--no-passphrase")
    desk.fails(2, "usage", "keygen", "North", "--no-passphrase", "--force")
    assert desk.read("North.swapkey") == before
    (desk.folder / "North.swapkey").unlink()
    desk.fails(2, "file", "keygen", "North", "--no-passphrase")  # the card is there
    assert "North.swapkey" not in desk.names()


@pytest.mark.parametrize("date", ["1969-12-31", "1970-01-00", "31.12.2026", ""])
def test_a_last_day_before_1970_or_of_another_form_is_refused(desk: Desk, date: str) -> None:
    desk.fails(2, "usage", "keygen", "North", "--no-passphrase", "--not-after", date)
    assert desk.names() == set()


def test_two_keygens_at_once_leave_one_key_with_its_card(desk: Desk) -> None:
    words = command("keygen", "North", "--no-passphrase")
    both = [
        subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment()) for _ in "ab"
    ]
    codes = sorted(process.wait(60) for process in both)
    assert codes == [0, 2]
    assert KeyFile.read(desk.read("North.swapkey").decode()).party.card == desk.read("North.swap")


def test_a_key_whose_card_cannot_be_written_gives_its_card_later(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """A disk that is full after the key must not leave a key whose digits nobody has seen."""
    give_name = writing._give_name

    def full(aside: str, path: str, *, force: bool) -> None:
        if path.endswith(".swap"):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        give_name(aside, path, force=force)

    monkeypatch.setattr(writing, "_give_name", full)
    result = desk.fails(2, "file", "keygen", "North", "--no-passphrase")
    assert "swapproto card North.swapkey" in result.err
    assert desk.names() == {"North.swapkey"}
    monkeypatch.setattr(writing, "_give_name", give_name)
    desk.run("card", "North.swapkey", "-o", "North.swap")
    assert KeyFile.read(desk.read("North.swapkey").decode()).party.card == desk.read("North.swap")


def test_keygen_never_overwrites_a_key_that_has_signed(desk: Desk) -> None:
    desk.party("North", pin=False)
    desk.commit()
    before = (desk.folder / "North.swapkey").read_bytes()
    desk.fails(2, "file", "keygen", "North", "--no-passphrase")
    assert (desk.folder / "North.swapkey").read_bytes() == before


def test_a_new_key_does_not_inherit_the_journal_of_another(desk: Desk) -> None:
    desk.party("North", pin=False)
    desk.commit()
    for name in ("North.swapkey", "North.swap"):
        (desk.folder / name).unlink()
    (desk.folder / "North.journal").rename(desk.folder / "kept")
    desk.run("keygen", "North", "--no-passphrase")
    (desk.folder / "kept").rename(desk.folder / "North.journal")
    desk.write("list.csv", "id\n9\n")
    desk.run("commit", "list.csv", "-k", "North.swapkey", "--yes", "--role=report", "-o", "new.swap")


@pytest.mark.parametrize(
    "name", ["a/b", "a\\b", "..", ".hidden", "", "-k", "a\nb", "a\u202eb", "ends.", "CON", "nul.x", "x" * 101]
)
def test_keygen_refuses_a_name_that_is_unsafe_as_a_file_name(desk: Desk, name: str) -> None:
    desk.run("keygen", "--no-passphrase", "--", name, expect=2)
    assert desk.names() == set()


def test_keygen_refuses_a_name_that_is_not_text(desk: Desk) -> None:
    desk.fails(2, "usage", "keygen", "\udcff\udcfe", "--no-passphrase")


def test_keygen_writes_into_the_given_folder(desk: Desk) -> None:
    desk.fails(2, "file", "keygen", "North", "--no-passphrase", "--out", "nowhere")
    (desk.folder / "keys").mkdir()
    desk.run("keygen", "North", "--no-passphrase", "--out", "keys")
    assert {p.name for p in (desk.folder / "keys").iterdir()} == {"North.swapkey", "North.swap"}


def test_a_passphrase_as_an_argument_is_refused_and_not_repeated(desk: Desk) -> None:
    for words in (["--passphrase", "hunter2"], ["--passphrase=hunter2"]):
        result = desk.fails(2, "usage", "keygen", "North", *words)
        assert "hunter2" not in result.all
        assert "--passphrase-file" in result.err
    desk.write("p", "x")
    desk.fails(2, "usage", "keygen", "North", "--no-passphrase", "--passphrase-file", "p")
    desk.fails(2, "usage", "keygen", "North")  # no terminal to ask on

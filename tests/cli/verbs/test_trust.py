"""trust: how cards are compared and pinned, and that no pin is replaced or confused."""

import os
import stat
import sys
from pathlib import Path

import pytest

from swapproto import Party
from tests.cli.desk import Desk
from tests.making import party

modes = pytest.mark.skipif(sys.platform == "win32", reason="there are no modes here")


def mode(name: str) -> int:
    return stat.S_IMODE(os.stat(name).st_mode)


unix = pytest.mark.skipif(sys.platform == "win32", reason="links need a privilege there")


def other(digits: str) -> str:
    """Return sixty digits that differ in one."""
    return digits[:-1] + ("0" if digits[-1] != "0" else "1")


def test_a_card_is_pinned_only_with_its_digits(desk: Desk) -> None:
    digits = desk.party("North", pin=False)
    result = desk.fails(2, "usage", "trust", "North.swap")
    assert digits not in result.all  # they have to come from elsewhere
    result = desk.fails(1, "card-mismatch", "trust", "North.swap", "--fingerprint", other(digits))
    assert digits not in result.all
    desk.fails(2, "usage", "trust", "North.swap", "--fingerprint", digits[:-1])
    assert desk.run("trust", "--list").out == ""
    desk.run("trust", "North.swap", "--fingerprint", digits.replace(" ", "-"))
    assert desk.run("trust", "--list").out == f"North\n  {digits}\n"


def test_a_pin_is_neither_replaced_nor_doubled(desk: Desk) -> None:
    digits = desk.party("North")
    assert "already" in desk.run("trust", "North.swap", "--fingerprint", digits).err
    result = desk.run("trust", "North.swap", "--as", "Nord", "--fingerprint", digits)
    assert "already, as 'North'" in result.err
    (desk.folder / "other").mkdir()
    stranger = desk.run("keygen", "North", "--no-passphrase", "--out", "other").out.strip()
    result = desk.fails(2, "pin-conflict", "trust", "other/North.swap", "--fingerprint", stranger)
    assert "--as" in result.err
    assert desk.run("trust", "--list").out == f"North\n  {digits}\n"
    desk.run("trust", "other/North.swap", "--as", "The other one", "--fingerprint", stranger)
    assert f"The other one   (calls itself 'North')\n  {stranger}" in desk.run("trust", "--list").out


@pytest.mark.parametrize("name", ["Кyiv", "KYIV", "Kyіv", "Ｋyiv", "Ky iv", "Kyiv'", "Kуiv"])
def test_a_name_that_looks_like_a_pinned_one_is_refused(desk: Desk, name: str) -> None:
    desk.party("Kyiv")
    digits = desk.party("Stranger", pin=False)
    result = desk.fails(2, "pin-conflict", "trust", "Stranger.swap", "--as", name, "--fingerprint", digits)
    assert "'Kyiv'" in result.err
    desk.run("trust", "Stranger.swap", "--as", "Lviv", "--fingerprint", digits)


@pytest.mark.parametrize("name", ["you", "Everyone", "n o b o d y"])
def test_names_that_reports_use_are_refused(desk: Desk, name: str) -> None:
    digits = desk.party(name, pin=False)
    desk.fails(2, "pin-conflict", "trust", f"{name}.swap", "--fingerprint", digits)


def test_a_card_does_not_choose_the_folder_of_its_pin(desk: Desk) -> None:
    evil = party("../../evil")
    desk.write("evil.swap", evil.party.card)
    result = desk.fails(2, "usage", "trust", "evil.swap", "--fingerprint", evil.party.fingerprint)
    assert "--as" in result.err
    desk.run("trust", "evil.swap", "--as", "Tame", "--fingerprint", evil.party.fingerprint)
    desk.fails(2, "usage", "trust", "--remove", "../desk/evil")
    assert "evil.swap" in desk.names()


def test_a_pin_is_removed_once(desk: Desk) -> None:
    desk.party("North")
    desk.run("trust", "--remove", "North")
    assert desk.run("trust", "--list").out == ""
    desk.fails(2, "usage", "trust", "--remove", "North")
    desk.fails(2, "usage", "trust")


def test_as_and_fingerprint_go_with_one_card(desk: Desk) -> None:
    digits = desk.party("North", pin=False)
    desk.party("South", pin=False)
    desk.fails(2, "usage", "trust", "North.swap", "South.swap", "--fingerprint", digits)
    desk.fails(2, "usage", "trust", "North.swap", "South.swap", "--as", "Both")


def test_trust_refuses_what_is_not_one_valid_card(desk: Desk) -> None:
    digits = desk.party("North", pin=False)
    desk.party("South", pin=False)
    card = desk.read("North.swap")
    desk.write("two.swap", card + desk.read("South.swap"))
    desk.write("none.swap", b"\xa0")
    desk.write("altered.swap", card[:-1] + bytes([card[-1] ^ 1]))
    assert "to choose one, give its 60 digits" in desk.fails(2, "file", "trust", "two.swap").err
    desk.fails(2, "file", "trust", "none.swap", "--fingerprint", digits)
    desk.fails(1, "signature-invalid", "trust", "altered.swap", "--fingerprint", digits)
    desk.fails(2, "file", "trust", "nowhere.swap", "--fingerprint", digits)
    desk.fails(2, "file", "trust", ".", "--fingerprint", digits)
    assert desk.run("trust", "--list").out == ""


def test_of_several_cards_in_a_file_the_one_with_the_digits_is_pinned(desk: Desk) -> None:
    """A file of terms holds the cards of everyone whom they name."""
    digits = {name: desk.party(name, pin=False) for name in ("North", "South", "Heron")}
    desk.write("two.swap", desk.read("North.swap") + desk.read("South.swap"))
    desk.run("trust", "two.swap", "--fingerprint", digits["South"])
    desk.fails(1, "card-mismatch", "trust", "two.swap", "--fingerprint", digits["Heron"])
    pinned = desk.run("trust", "--list").out
    assert digits["South"] in pinned
    assert digits["North"] not in pinned


def test_a_card_is_pinned_from_a_file_with_a_list(desk: Desk) -> None:
    digits = desk.party("North", pin=False)
    desk.commit()
    desk.run("trust", "list.swap", "--fingerprint", digits)
    assert digits in desk.run("trust", "--list").out


@modes
def test_only_its_owner_can_read_the_trust_folder(desk: Desk, tmp_path: Path) -> None:
    desk.party("North")
    assert mode(str(tmp_path / "trust")) == 0o700


def test_a_trust_folder_that_is_a_file_is_an_error(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    digits = desk.party("North", pin=False)
    desk.write("trust.txt", "no folder")
    monkeypatch.setenv("SWAPPROTO_TRUST", "trust.txt")
    desk.fails(2, "file", "trust", "North.swap", "--fingerprint", digits)
    desk.commit("list", expect=0)
    monkeypatch.setenv("SWAPPROTO_TRUST", str(desk.folder / "trust.txt" / "below"))
    desk.fails(2, "file", "trust", "North.swap", "--fingerprint", digits)


@pytest.mark.parametrize("name", ["Zebra.swap", "._North.swap", "ZEBRA.SWAP", "North.sync-conflict.swap", "notes.txt"])
def test_a_stray_file_among_the_pins_disables_none(north: Desk, tmp_path: Path, name: str) -> None:
    (tmp_path / "trust" / name).write_bytes(b"junk")
    result = north.run("trust", "--list")
    assert {"North", "South", "Heron"} <= set(result.out.split())
    assert (name in result.err) == (not name.startswith("."))


COPIES = ["North (1).swap", "North-DESKTOP.sync-conflict.swap", "North - Copy.SWAP", "North.copy.swap"]


@pytest.mark.parametrize("copy", COPIES)
def test_a_conflict_copy_changes_no_name_and_is_removed_with_its_pin(north: Desk, tmp_path: Path, copy: str) -> None:
    """A party whose pin was removed would stay trusted by the copy."""
    (tmp_path / "trust" / copy).write_bytes(north.read("North.swap"))
    listed = north.run("trust", "--list").out.splitlines()
    assert "North" in listed
    assert copy in north.run("trust", "--remove", "North").err
    assert not {"North.swap", copy} & set(os.listdir(tmp_path / "trust"))
    north.commit(expect=0)
    north.run("verify", "list.swap", expect=3)


@unix
def test_a_link_among_the_pins_is_removed_and_what_it_leads_to_is_not(north: Desk, tmp_path: Path) -> None:
    """A link that leads nowhere could neither be used nor removed."""
    os.symlink(north.folder / "North.swap", tmp_path / "trust" / "Link.swap")
    os.symlink("/nowhere/Far.swap", tmp_path / "trust" / "Far.swap")
    assert "Far.swap pins nobody" in north.run("trust", "--list").err
    north.run("trust", "--remove", "Far")
    north.run("trust", "--remove", "North")
    assert not {"Link.swap", "Far.swap"} & set(os.listdir(tmp_path / "trust"))
    assert "North.swap" in north.names()


def test_a_card_that_is_pinned_is_not_pinned_under_a_second_name(north: Desk) -> None:
    digits = Party.read(north.read("North.swap")).fingerprint
    result = north.run("trust", "North.swap", "--as", "Other", "--fingerprint", digits)
    assert "already, as 'North'" in result.err
    assert "Other" not in north.run("trust", "--list").out


@pytest.mark.parametrize("zero", "\u0660\u06f0\u0966\uff10")
def test_digits_of_any_script_and_any_dashes_are_taken(desk: Desk, zero: str) -> None:
    """People type what their keyboard gives: the right digits must not be called those of an impostor."""
    desk.party("North", pin=False)
    digits = Party.read(desk.read("North.swap")).fingerprint
    typed = digits.translate({ord("0") + n: chr(ord(zero) + n) for n in range(10)}).replace(" ", "\u2013\u200f")
    desk.run("trust", "North.swap", "--fingerprint", typed)


@pytest.mark.parametrize("home", [None, "relative/home", ""])
def test_pins_never_come_from_the_working_folder(desk: Desk, monkeypatch: pytest.MonkeyPatch, home: str | None) -> None:
    """Whoever sends a folder would say in it whom the reader trusts."""
    desk.party("North", pin=False)
    desk.commit()
    for folder in ("~/.config", "relative/home/.config", ".config", "relative"):
        desk.write(f"{folder}/swapproto/trust/ICRC.swap", desk.read("North.swap"))
    monkeypatch.delenv("SWAPPROTO_TRUST")
    monkeypatch.setenv("XDG_CONFIG_HOME", "relative")
    monkeypatch.setattr(os.path, "expanduser", lambda path: path if home is None else path.replace("~", home))
    assert "no home folder" in desk.run("verify", "list.swap", expect=3).err
    desk.fails(2, "file", "trust", "--list")

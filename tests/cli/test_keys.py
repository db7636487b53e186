"""Keys and cards: who reads them, how they are compared, and that no pin is replaced or confused."""

import os
import stat
import sys
from pathlib import Path

import pytest

from swapproto import Identity, keys
from tests.making import IAT, party

from .desk import PEOPLE, Desk

modes = pytest.mark.skipif(sys.platform == "win32", reason="there are no modes here")
PASSPHRASE = "correct horse Баба-Яга"


def mode(name: str) -> int:
    return stat.S_IMODE(os.stat(name).st_mode)


def other(digits: str) -> str:
    """Sixty digits that differ in one."""
    return digits[:-1] + ("0" if digits[-1] != "0" else "1")


@modes
def test_others_can_read_a_new_key_or_journal(desk: Desk) -> None:
    before = os.umask(0)
    try:
        desk.party("North")
        desk.commit()
    finally:
        os.umask(before)
    assert mode("North.swapkey") == mode("North.journal") == 0o600


def test_keygen_prints_anything_but_the_digits(desk: Desk) -> None:
    said = desk.run("keygen", "Північ", "--no-passphrase")
    digits = said.out.strip()
    assert [len(group) for group in digits.split(" ")] == [5] * 12
    assert desk.names() == {"Північ.swapkey", "Північ.swap"}
    assert "swapproto trust" in said.err
    assert desk.run("inspect", "Північ.swap").out.count(digits) == 1


def test_keygen_replaces_a_key_unasked(desk: Desk) -> None:
    desk.party("North")
    before = desk.read("North.swapkey")
    desk.fails(2, "file", "keygen", "North", "--no-passphrase")
    assert desk.read("North.swapkey") == before
    (desk.folder / "North.swapkey").unlink()
    desk.fails(2, "file", "keygen", "North", "--no-passphrase")  # the card is there
    assert "North.swapkey" not in desk.names()
    desk.run("keygen", "North", "--no-passphrase", "--force")


def test_a_key_that_has_signed_is_overwritten(desk: Desk) -> None:
    desk.party("North", pin=False)
    desk.commit()
    before = (desk.folder / "North.swapkey").read_bytes()
    desk.fails(2, "file", "keygen", "North", "--no-passphrase", "--force")
    assert (desk.folder / "North.swapkey").read_bytes() == before


def test_a_new_key_inherits_the_journal_of_the_one_before(desk: Desk) -> None:
    desk.party("North", pin=False)
    desk.commit()
    (desk.folder / "North.swapkey").unlink()
    (desk.folder / "North.journal").rename(desk.folder / "kept")
    desk.run("keygen", "North", "--no-passphrase", "--force")
    (desk.folder / "kept").rename(desk.folder / "North.journal")
    desk.write("list.csv", "id\n9\n")
    desk.run("commit", "list.csv", "-k", "North.swapkey", "--yes", "-o", "new.swap")


@pytest.mark.parametrize(
    "name", ["a/b", "a\\b", "..", ".hidden", "", "-k", "a\nb", "a\u202eb", "ends.", "CON", "nul.x", "x" * 101]
)
def test_an_unsafe_name_becomes_a_file(desk: Desk, name: str) -> None:
    desk.run("keygen", "--no-passphrase", "--", name, expect=2)
    assert desk.names() == set()


def test_a_name_that_is_no_text_ends_in_a_traceback(desk: Desk) -> None:
    desk.fails(2, "usage", "keygen", "\udcff\udcfe", "--no-passphrase")


def test_keygen_writes_into_no_folder(desk: Desk) -> None:
    desk.fails(2, "file", "keygen", "North", "--no-passphrase", "--out", "nowhere")
    (desk.folder / "keys").mkdir()
    desk.run("keygen", "North", "--no-passphrase", "--out", "keys")
    assert {p.name for p in (desk.folder / "keys").iterdir()} == {"North.swapkey", "North.swap"}


def test_an_expired_card_still_signs(desk: Desk) -> None:
    desk.run("keygen", "North", "--no-passphrase", "--not-after", "2001-09-09")
    desk.write("list.csv", PEOPLE)
    desk.fails(2, "usage", "commit", "list.csv", "-k", "North.swapkey", "--yes", "-o", "l.swap")
    desk.fails(2, "usage", "keygen", "South", "--no-passphrase", "--not-after", "tomorrow")


# --- passphrases ----------------------------------------------------------------------------------------------------


@pytest.fixture
def locked(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """A desk with North's key under a passphrase, stretched less than usual: a test is no attacker."""
    monkeypatch.setattr(keys, "_PASSES", 1)
    monkeypatch.setattr(keys, "_MEMORY_KIB", 1024)
    desk.write("pass.txt", f"\ufeff{PASSPHRASE}\r\nsecond line")
    desk.run("keygen", "North", "--passphrase-file", "pass.txt")
    desk.write("list.csv", PEOPLE)
    return desk


COMMIT = ("commit", "list.csv", "-k", "North.swapkey", "--yes", "-o", "l.swap")


def test_an_encrypted_key_shows_its_passphrase_or_opens_to_another(locked: Desk) -> None:
    assert PASSPHRASE.encode() not in locked.read("North.swapkey")
    locked.write("wrong.txt", "Wrong-1")
    said = locked.fails(2, "passphrase-wrong", *COMMIT, "--passphrase-file", "wrong.txt")
    assert "Wrong-1" not in said.all
    assert "l.swap" not in locked.names()
    locked.fails(2, "usage", *COMMIT)  # no terminal to ask on
    locked.write("empty.txt", "\n")
    locked.fails(2, "usage", *COMMIT, "--passphrase-file", "empty.txt")
    locked.fails(2, "file", *COMMIT, "--passphrase-file", "nowhere.txt")
    locked.write("latin.txt", b"\xe4\xf6")
    locked.fails(2, "usage", *COMMIT, "--passphrase-file", "latin.txt")


@modes
def test_an_encrypted_key_is_refused_on_a_stick_without_modes(locked: Desk) -> None:
    os.chmod("North.swapkey", 0o777)
    locked.run(*COMMIT, "--passphrase-file", "pass.txt")


@modes
def test_a_passphrase_from_a_descriptor_is_read_once_per_list(locked: Desk) -> None:
    reading, writing = os.pipe()
    os.write(writing, PASSPHRASE.encode() + b"\n")
    os.close(writing)
    locked.run(*COMMIT, "--passphrase-fd", reading)
    os.close(reading)
    reading, writing = os.pipe()
    os.write(writing, PASSPHRASE.encode() + b"\n")
    os.close(writing)
    said = locked.run("diff", "l.swap", "l.swap", "-k", "North.swapkey", "--passphrase-fd", reading)
    os.close(reading)
    assert "0 added, 0 removed, 0 changed, 3 the same" in said.out


@pytest.mark.parametrize("number", [-1, 999, 2**70])
def test_a_closed_descriptor_ends_in_a_traceback(locked: Desk, number: int) -> None:
    locked.fails(2, "usage", *COMMIT, f"--passphrase-fd={number}")


def test_a_passphrase_as_an_argument_is_taken_or_repeated(desk: Desk) -> None:
    for words in (["--passphrase", "hunter2"], ["--passphrase=hunter2"]):
        said = desk.fails(2, "usage", "keygen", "North", *words)
        assert "hunter2" not in said.all
        assert "--passphrase-file" in said.err
    desk.write("p", "x")
    desk.fails(2, "usage", "keygen", "North", "--no-passphrase", "--passphrase-file", "p")
    desk.fails(2, "usage", "keygen", "North")  # no terminal to ask on


@modes
@pytest.mark.parametrize("exposed", [0o640, 0o604, 0o666])
def test_an_exposed_key_without_passphrase_is_used(desk: Desk, exposed: int) -> None:
    desk.party("North")
    desk.write("list.csv", PEOPLE)
    os.chmod("North.swapkey", exposed)
    said = desk.fails(2, "key-exposed", *COMMIT)
    assert "chmod 600 North.swapkey" in said.err
    os.chmod("North.swapkey", 0o600)
    desk.run(*COMMIT)


@pytest.mark.parametrize(
    "content", [b"", b"\xff\xfe\x00", b"-----BEGIN SWAPPROTO KEY-----\nAAAA\n-----END SWAPPROTO KEY-----\n"]
)
def test_a_broken_key_file_is_no_clear_error(desk: Desk, content: bytes) -> None:
    desk.write("North.swapkey", content)
    desk.write("list.csv", PEOPLE)
    desk.fails(2, "key-file-malformed", *COMMIT)
    desk.fails(2, "file", "commit", "list.csv", "-k", "nowhere.swapkey", "--yes", "-o", "l.swap")
    desk.fails(2, "usage", "commit", "list.csv", "-k", "-", "--yes", "-o", "l.swap")


# --- trust ----------------------------------------------------------------------------------------------------------


def test_a_card_is_pinned_without_its_digits(desk: Desk) -> None:
    digits = desk.party("North", pin=False)
    said = desk.fails(2, "usage", "trust", "North.swap")
    assert digits not in said.all  # he has to have them from elsewhere
    said = desk.fails(1, "card-mismatch", "trust", "North.swap", "--fingerprint", other(digits))
    assert digits not in said.all
    desk.fails(2, "usage", "trust", "North.swap", "--fingerprint", digits[:-1])
    assert desk.run("trust", "--list").out == ""
    desk.run("trust", "North.swap", "--fingerprint", digits.replace(" ", "-"))
    assert desk.run("trust", "--list").out == f"North\n  {digits}\n"


def test_a_pin_is_replaced_or_doubled(desk: Desk) -> None:
    digits = desk.party("North")
    assert "already" in desk.run("trust", "North.swap", "--fingerprint", digits).err
    said = desk.fails(2, "pin-conflict", "trust", "North.swap", "--as", "Nord", "--fingerprint", digits)
    assert "--remove" in said.err
    (desk.folder / "other").mkdir()
    stranger = desk.run("keygen", "North", "--no-passphrase", "--out", "other").out.strip()
    said = desk.fails(2, "pin-conflict", "trust", "other/North.swap", "--fingerprint", stranger)
    assert "--as" in said.err
    assert desk.run("trust", "--list").out == f"North\n  {digits}\n"
    desk.run("trust", "other/North.swap", "--as", "The other one", "--fingerprint", stranger)
    assert f"The other one   (calls itself 'North')\n  {stranger}" in desk.run("trust", "--list").out


@pytest.mark.parametrize("name", ["Кyiv", "KYIV", "Kyіv", "Ｋyiv", "Ky iv", "Kyiv'", "Kуiv"])
def test_a_name_that_looks_like_a_pinned_one_is_pinned(desk: Desk, name: str) -> None:
    desk.party("Kyiv")
    digits = desk.party("Stranger", pin=False)
    said = desk.fails(2, "pin-conflict", "trust", "Stranger.swap", "--as", name, "--fingerprint", digits)
    assert "'Kyiv'" in said.err
    desk.run("trust", "Stranger.swap", "--as", "Lviv", "--fingerprint", digits)


@pytest.mark.parametrize("name", ["you", "Everyone", "n o b o d y"])
def test_a_stranger_is_shown_as_the_reader_or_as_everyone(desk: Desk, name: str) -> None:
    digits = desk.party(name, pin=False)
    desk.fails(2, "pin-conflict", "trust", f"{name}.swap", "--fingerprint", digits)


def test_a_party_names_itself_into_another_folder(desk: Desk) -> None:
    evil = party("../../evil")
    desk.write("evil.swap", evil.party.card)
    said = desk.fails(2, "usage", "trust", "evil.swap", "--fingerprint", evil.party.fingerprint)
    assert "--as" in said.err
    desk.run("trust", "evil.swap", "--as", "Tame", "--fingerprint", evil.party.fingerprint)
    desk.fails(2, "usage", "trust", "--remove", "../desk/evil")
    assert "evil.swap" in desk.names()


def test_a_pin_cannot_be_removed_or_a_missing_one_can(desk: Desk) -> None:
    desk.party("North")
    desk.run("trust", "--remove", "North")
    assert desk.run("trust", "--list").out == ""
    desk.fails(2, "usage", "trust", "--remove", "North")
    desk.fails(2, "usage", "trust")


def test_as_or_fingerprint_is_applied_to_several_cards(desk: Desk) -> None:
    digits = desk.party("North", pin=False)
    desk.party("South", pin=False)
    desk.fails(2, "usage", "trust", "North.swap", "South.swap", "--fingerprint", digits)
    desk.fails(2, "usage", "trust", "North.swap", "South.swap", "--as", "Both")


def test_what_is_no_card_is_pinned(desk: Desk) -> None:
    digits = desk.party("North", pin=False)
    desk.party("South", pin=False)
    card = desk.read("North.swap")
    desk.write("two.swap", card + desk.read("South.swap"))
    desk.write("none.swap", b"\xa0")
    desk.write("altered.swap", card[:-1] + bytes([card[-1] ^ 1]))
    desk.write("root.pem", "-----BEGIN CERTIFICATE-----")
    desk.fails(2, "file", "trust", "two.swap", "--fingerprint", digits)
    desk.fails(2, "file", "trust", "none.swap", "--fingerprint", digits)
    desk.fails(1, "signature-invalid", "trust", "altered.swap", "--fingerprint", digits)
    desk.fails(2, "file", "trust", "root.pem", "--fingerprint", digits)
    desk.fails(2, "file", "trust", "nowhere.swap", "--fingerprint", digits)
    desk.fails(2, "file", "trust", ".", "--fingerprint", digits)
    assert desk.run("trust", "--list").out == ""


def test_a_card_cannot_be_pinned_from_a_file_with_a_list(desk: Desk) -> None:
    digits = desk.party("North", pin=False)
    desk.commit()
    desk.run("trust", "list.swap", "--fingerprint", digits)
    assert digits in desk.run("trust", "--list").out


@modes
def test_the_trust_folder_is_for_others_too(desk: Desk, tmp_path: Path) -> None:
    desk.party("North")
    assert mode(str(tmp_path / "trust")) == 0o700


def test_a_trust_folder_that_is_a_file_ends_in_a_traceback(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    digits = desk.party("North", pin=False)
    desk.write("trust.txt", "no folder")
    monkeypatch.setenv("SWAPPROTO_TRUST", "trust.txt")
    desk.fails(2, "file", "trust", "North.swap", "--fingerprint", digits)
    desk.commit("list", expect=0)
    monkeypatch.setenv("SWAPPROTO_TRUST", str(desk.folder / "trust.txt" / "below"))
    desk.fails(2, "file", "trust", "North.swap", "--fingerprint", digits)


def test_a_broken_pin_is_passed_over(north: Desk, tmp_path: Path) -> None:
    (tmp_path / "trust" / "Zebra.swap").write_bytes(b"junk")
    said = north.fails(2, "file", "trust", "--list")
    assert "Zebra.swap" in said.err


def test_a_substituted_card_is_sealed_to(north: Desk) -> None:
    """An attacker swaps the file that the user names; the pin is what counts."""
    for name, card in (("same name", Identity.generate("Heron", iat=IAT)), ("other", party("Wolf"))):
        north.write("Heron.swap", card.party.card)
        said = north.commit(name, "--to", "Heron.swap", expect=3)
        assert "[signer-not-pinned]" in said.err
        assert "swapproto trust Heron.swap" in said.err
        assert f"{name}.swap" not in north.names()


def test_a_party_pinned_under_the_name_of_anothers_file_gets_its_lists(north: Desk) -> None:
    wolf = party("Heron.swap")
    north.write("wolf.swap", wolf.party.card)
    north.run("trust", "wolf.swap", "--fingerprint", wolf.party.fingerprint)
    said = north.commit("list", "--to", "Heron.swap", expect=2)
    assert "[pin-conflict]" in said.err

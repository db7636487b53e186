"""At home: in the folder of a case commands need no key, no profile and no paths; and no folder can bring its own."""

import json
import os
import sys
from pathlib import Path

import pytest

from swapproto.cli.pinning.pins import account_folder

from .desk import Desk

TABLE = "id,family_name,given_name,birth_date\n1,Вітрогонч,Ігор,1985-01-13\n2,Зорекрич,Ганна,1968-11-22\n"


@pytest.fixture
def account(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder of what is kept for this test's user."""
    folder = tmp_path / "account"
    for name in ("XDG_CONFIG_HOME", "APPDATA"):
        monkeypatch.setenv(name, str(folder))
    return folder


@pytest.fixture
def case(north: Desk, account: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """Return North's desk, in the home of a case that has a table."""
    north.run("init", "case", "-k", "North.swapkey", "--profile", "person")
    north.write("case/november.csv", TABLE)
    monkeypatch.chdir(north.folder / "case")
    return north


def version(case: Desk, file: str) -> int:
    listed = json.loads(case.run("inspect", file, "--json").out)
    return int(next(item["version"] for item in listed["artefacts"] if item["kind"] == "commitment"))


def committed(case: Desk) -> Desk:
    case.run("commit", "november.csv", "--role", "report", "--yes")
    return case


def test_a_list_goes_from_table_to_reader_without_a_key_or_a_path(case: Desk) -> None:
    committed(case)
    assert version(case, "out/november.swap") == 1
    said = case.run("commit", "november.csv", "--role", "offer", "--label", "x", "--yes", "--previous", "november").err
    assert "Later: swapproto reveal november-2 --to CARD.swap" in said
    case.run("reveal", "november", "--to", "South", "--yes")
    assert (case.folder / "case" / "out" / "november-for-South.swap").is_file()
    result = case.run("open", "november")
    assert "Entries: 2, 2 distinct primary keys" in result.err
    assert (case.folder / "case" / "out" / "november.xlsx").is_file()


def test_the_profile_of_the_home_is_used(case: Desk) -> None:
    case.write("case/bad.csv", "id,family_name,given_name,birth_date\n1,A,B,yesterday\n")
    assert "birth_date" in case.run("check", "bad.csv", expect=2).all
    case.run("template", "-o", "blank.xlsx")


def test_what_is_received_opens_a_list_without_a_merge(case: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    committed(case)
    case.run("reveal", "november", "--to", "South", "--yes")
    monkeypatch.chdir(case.folder)
    case.run("init", "theirs", "-k", "South.swapkey")
    for name in ("november.swap", "november-for-South.swap"):
        case.write(f"theirs/in/{name}", case.read(f"case/out/{name}"))
    case.write("theirs/in/letter.pdf", b"%PDF-1.4")
    monkeypatch.chdir(case.folder / "theirs" / "in")  # a folder in the home is at home, too
    case.run("open", "november", "-o", "read.csv")
    assert "Вітрогонч" in case.read("theirs/in/read.csv").decode()
    result = case.run("diff", "november", "november")
    assert "2 the same" in result.out


def test_a_received_list_is_told_from_others_beside_it(case: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    committed(case)
    case.run("commit", "november.csv", "--role", "offer", "--label", "two", "--yes", "-o", "in/two.swap")
    case.run("commit", "november.csv", "--role", "offer", "--label", "three", "--yes", "-o", "in/three.swap")
    assert "'two'" in case.run("open", "two").err
    assert "'november'" in case.run("open", "november").err


def test_the_next_version_needs_no_id_and_no_path(case: Desk) -> None:
    committed(case)
    case.write("case/november.csv", TABLE + "3,Tarn,Ossian,1990-11-23\n")
    case.run("commit", "november.csv", "--previous", "november", "--yes")
    assert version(case, "out/november-2.swap") == 2
    assert "1 added" in case.run("diff", "november", "november-2").out
    case.fails(2, "file", "commit", "november.csv", "--role", "report", "--yes")  # nothing is overwritten


def test_what_is_typed_wins(case: Desk) -> None:
    case.run("commit", "november.csv", "-k", "../South.swapkey", "--role", "report", "--yes", "-o", "x.swap")
    assert "by you" in case.run("open", "x.swap", "-k", "../South.swapkey", "-o", "x.csv").err
    case.fails(3, "reader-not-found", "open", "x.swap", "-o", "y.csv")
    case.write("case/plain.csv", "a\n1\n")
    case.run("check", "plain.csv", expect=2)
    case.write("case/own.json", '{"fields": [{"name": "a", "type": "string"}]}')
    case.run("check", "plain.csv", "--profile", "own.json")


def test_everything_in_the_home_is_verified_without_a_file(case: Desk) -> None:
    committed(case)
    assert case.run("verify").out.startswith("VERIFIED")
    case.write("case/in/bad.swap", case.read("case/out/november.swap") + b"\xa0")
    case.run("verify", expect=1)


def test_a_name_that_there_is_not_is_answered_with_the_likeliest(case: Desk) -> None:
    committed(case)
    assert "did you mean november?" in case.fails(2, "file", "open", "novembr").err


def test_a_name_of_two_files_is_refused_with_both(case: Desk) -> None:
    committed(case)
    case.write("case/in/november.swap", case.read("case/out/november.swap"))
    said = case.fails(2, "usage", "open", "november").err
    assert os.path.join("out", "november.swap") in said
    assert os.path.join("in", "november.swap") in said


def test_a_map_that_is_there_is_used(north: Desk, account: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    north.run("init", "case", "-k", "North.swapkey", "--profile", "person", "--map", "case/columns.toml")
    north.write("case/list.csv", "Nr,A,B,C\n1,Tarn,Ossian,1990-11-23\n")
    monkeypatch.chdir(north.folder / "case")
    north.run("check", "list.csv", expect=2)
    north.write("case/columns.toml", '[columns]\nNr = "id"\nA = "family_name"\nB = "given_name"\nC = "birth_date"\n')
    north.run("check", "list.csv")


# --- what a hostile folder could bring ------------------------------------------------------------------------------


HOSTILE = 'key = "evil.swapkey"\nreceived = "in"\nwritten = "out"\n'


def heeds_nothing(desk: Desk, why: str) -> None:
    said = desk.fails(2, "usage", "commit", "november.csv", "--role", "report", "--yes", "-o", "x.swap").err
    assert "give your key file: -k NAME.swapkey" in said
    assert "is not heeded: " in said
    assert why in said
    assert "x.swap" not in desk.names()


@pytest.fixture
def mailed(north: Desk, account: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """Return a desk in a folder that came by mail, with a home and a key of its own."""
    north.party("evil", pin=False)
    north.write("mailed/swapproto.toml", HOSTILE)
    north.secret("mailed/evil.swapkey", north.read("evil.swapkey"))
    north.write("mailed/november.csv", TABLE)
    monkeypatch.chdir(north.folder / "mailed")
    return north


def test_a_mailed_folder_cannot_bring_its_own_home(mailed: Desk) -> None:
    """A list would be signed with the sender's key, or written where they read it."""
    heeds_nothing(mailed, "swapproto init did not make it for this account")


def test_a_mailed_folder_within_a_home_does_not_replace_it(case: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    committed(case)
    case.write("case/in/mail/swapproto.toml", HOSTILE)
    monkeypatch.chdir(case.folder / "case" / "in" / "mail")
    result = case.run("open", "november", "-o", "x.csv")
    assert "is not heeded" in result.err
    assert "by you" in result.err


def test_a_home_that_was_changed_is_not_heeded_until_it_is_taken_over(case: Desk) -> None:
    path = case.folder / "case" / "swapproto.toml"
    path.write_text(path.read_text("utf-8").replace('"out"', '"out2"'), "utf-8")
    heeds_nothing(case, "it was changed since swapproto init")
    said = case.fails(2, "not-confirmed", "init", ".").err
    assert "written   out2" in said
    assert "The key is that of 'North'" in said
    case.run("init", ".", "--yes")
    committed(case)
    assert (case.folder / "case" / "out2" / "november.swap").is_file()


def test_a_home_at_another_path_is_not_heeded(case: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(case.folder)
    (case.folder / "case").rename(case.folder / "moved")
    monkeypatch.chdir(case.folder / "moved")
    heeds_nothing(case, "swapproto init did not make it")


def test_a_home_with_another_key_in_its_place_is_not_heeded(case: Desk) -> None:
    """Whoever can write into the folder of the key would have their own used."""
    case.secret("North.swapkey", case.read("South.swapkey"))
    heeds_nothing(case, "its key is another one")


@pytest.mark.skipif(sys.platform == "win32", reason="made by Unix calls")
@pytest.mark.parametrize("kind", ["link", "pipe", "folder"])
def test_a_home_that_is_no_plain_file_is_not_heeded(case: Desk, kind: str) -> None:
    path = case.folder / "case" / "swapproto.toml"
    path.rename(case.folder / "real.toml")
    if kind == "link":
        path.symlink_to("../real.toml")
    elif kind == "pipe" and sys.platform != "win32":
        os.mkfifo(path)
    else:
        path.mkdir()
    heeds_nothing(case, "not a file that can be read, or a link")


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ('trust = "pins"', "trust: there is no such key"),
        ('yes = "1"', "yes: there is no such key"),
        ('written = "../../elsewhere"', "a folder within this one is needed"),
        ('written = "/tmp"', "a folder within this one is needed"),
        ('written = "."', "a folder within this one is needed"),
        ('written = "in"', "two folders"),
        ("written = 7", "a text is needed"),
        ('written = ""', "a text is needed"),
        ('written = "a\\nb"', "a text is needed"),
        ("written = [", "it is not TOML"),
        ("# " + "x" * 70_000, "longer than"),
        ("", "the key written is missing"),
    ],
)
def test_a_file_that_describes_no_home_is_refused(north: Desk, account: Path, line: str, why: str) -> None:
    north.write("case/swapproto.toml", f'key = "../North.swapkey"\nreceived = "in"\n{line}\n')
    said = north.fails(2, "usage", "init", "case", "--yes").err
    assert why in said
    assert not (account / "swapproto" / "homes.json").exists()


def test_a_new_home_needs_a_key_that_is_there(north: Desk, account: Path) -> None:
    assert "-k NAME.swapkey" in north.fails(2, "usage", "init", "case").err
    north.fails(2, "file", "init", "case", "-k", "nowhere.swapkey")
    north.fails(2, "usage", "init", "case", "-k", "North.swapkey", "--profile", "detaine")
    assert "case" not in north.names() or not list((north.folder / "case").glob("*/"))


def test_init_overwrites_nothing_without_force(case: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(case.folder)
    before = case.read("case/swapproto.toml")
    case.fails(2, "file", "init", "case", "-k", "South.swapkey")
    assert case.read("case/swapproto.toml") == before
    case.run("init", "case", "-k", "South.swapkey", "--force")
    assert b"South.swapkey" in case.read("case/swapproto.toml")


def test_a_damaged_record_of_homes_is_named(case: Desk, account: Path) -> None:
    path = account / "swapproto" / "homes.json"
    assert json.loads(path.read_bytes())
    path.write_text("[1]", "utf-8")
    assert "homes.json" in case.fails(2, "file", "commit", "november.csv", "--role", "report", "--yes").err


def test_without_a_home_folder_nothing_is_heeded(case: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", "relative")
    monkeypatch.setattr(os.path, "expanduser", lambda path: path)
    assert account_folder() is None
    heeds_nothing(case, "swapproto init did not make it")

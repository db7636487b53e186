"""The journal: what is signed is remembered before it is given out, and never forked."""

import itertools
import json
import shlex
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from swapproto.cli.journal import BesideKey
from swapproto.testing.checks import check_ledger_storage
from tests.cli.desk import GUARDED, PEOPLE, Desk
from tests.cli.signed import commitment_in, commitments

OTHER = PEOPLE + "4,Ivan Рай,sound\n"


CELLS = ("Olha", "Вишневська", "Lelko", "Дзвінка", "cough", "fever")


def test_a_corrected_table_is_not_signed_as_the_same_version(north: Desk) -> None:
    north.commit("my list", "--role", "offer")
    first = north.read("my list.swap")
    north.write("my list.csv", OTHER)
    words = ["my list.csv", "-k", "North.swapkey", "--yes", "--role", "offer", "-o", "second try.swap"]
    result = north.fails(2, "fork-refused", "commit", *words)
    assert "second try.swap" not in north.names()
    assert north.read("my list.swap") == first
    pasted = shlex.split(result.err.splitlines()[-1])
    assert pasted[:2] == ["swapproto", "commit"]
    north.run(*pasted[1:])
    body = commitment_in(north, "second try.swap").body
    assert (body.place.version, body.place.role, body.count) == (2, "offer", 4)
    assert body.place.previous == commitment_in(north, "my list.swap").id
    result = north.run("verify", "my list.swap", "second try.swap")
    assert "it follows the version before it" in result.out


def test_the_suggested_command_leads_to_the_next_free_version(north: Desk) -> None:
    """It does so from any version, and the same fields stay restricted."""
    north.write("guard.json", GUARDED)
    north.commit("list", "--profile", "guard.json")
    listed = commitment_in(north, "list.swap").body.place.list_id.hex()
    north.commit("two", "--profile", "guard.json", "--label", "list", "--previous", "list.swap", table=OTHER)
    for old in (("--previous", "list.swap"), (f"--id={listed}",), ("--id", listed)):
        words = ["--profile", "guard.json", "--label", "list", "--role", "report", *old]
        result = north.commit("three", *words, table=OTHER + "5,Sofiia Вук,\n", expect=2)
        pasted = shlex.split(result.err.splitlines()[-1])
        assert "two.swap" in " ".join(pasted)
    north.run(*pasted[1:])
    assert commitment_in(north, "three.swap").body.place.version == 3
    result = north.run("disclose", "three.swap", "--yes", "-k", "North.swapkey", "--entry", 5, "-o", "d.swap")
    assert "withheld" in result.err


def test_the_suggested_command_names_no_file_that_was_moved(north: Desk) -> None:
    north.commit()
    (north.folder / "list.swap").rename(north.folder / "moved.swap")
    result = north.commit(table=OTHER, expect=2)
    pasted = result.err.splitlines()[-1].replace("OLD.swap", "moved.swap")
    north.run(*shlex.split(pasted)[1:])
    assert commitment_in(north, "list.swap").body.place.version == 2


def test_the_same_list_can_be_sealed_again_with_the_same_root(north: Desk) -> None:
    north.commit()
    result = north.run(
        "commit", "list.csv", "-k", "North.swapkey", "--yes", "--role=report", "-o", "again.swap", "--to", "South"
    )
    assert result.err.count("sealed again, with the same root") == 1
    one, two = commitment_in(north, "list.swap"), commitment_in(north, "again.swap")
    assert (one.body.root, one.body.key, one.body.place) == (two.body.root, two.body.key, two.body.place)
    result = north.run("verify", "list.swap", "again.swap", "--require", "reissued")
    assert "this is no fault" in result.out


def test_another_list_of_the_same_key_is_not_a_fork(north: Desk) -> None:
    north.commit("one")
    north.commit("two", table=OTHER)
    north.commit("one", "--label", "one, for the press", "--force", table=OTHER)
    assert len({c.body.place.list_id for n in ("one", "two") for c in commitments(north, f"{n}.swap")}) == 2


def test_a_journal_contains_no_entry_of_a_list(north: Desk) -> None:
    north.commit()
    assert not any(cell.encode() in north.read("North.journal") for cell in CELLS)
    record = json.loads(north.read("North.journal"))
    assert record["about"]["root"] == commitment_in(north, "list.swap").body.root.hex()
    assert Path(record["file"]).is_absolute()


@pytest.mark.parametrize(
    "damage",
    [b"x", b"\x00\xff", b"[]", b"{}", b"[" * 100_000, b'{"statement": 5}'],
    ids=["text", "bytes", "array", "object", "deep", "type"],
)
def test_a_damaged_journal_stops_signing(north: Desk, damage: bytes) -> None:
    north.commit()
    sound = north.read("North.journal")
    north.write("North.journal", sound + damage)
    result = north.commit("new", expect=2)
    assert "North.journal: record 2 is damaged" in result.err
    assert "new.swap" not in north.names()
    north.write("North.journal", sound.replace(b'"version": 1', b'"version": "1"'))
    assert "record 1" in north.commit("new", expect=2).err
    north.write("North.journal", sound)
    north.commit("new")


def test_nothing_is_signed_that_the_journal_cannot_record(north: Desk) -> None:
    (north.folder / "North.journal").mkdir()
    result = north.commit(expect=2)
    assert "[file]" in result.err
    assert "list.swap" not in north.names()


def test_a_record_says_what_it_is_about_apart_from_who_signed_what(north: Desk) -> None:
    north.commit()
    north.run("reveal", "list.swap", "-k", "North.swapkey", "--yes", "--public", "-o", "key.swap")
    commitment, reveal = map(json.loads, north.read("North.journal").splitlines())
    assert set(commitment) == set(reveal) == {"signer", "statement", "kind", "iat", "file", "about"}
    assert (commitment["kind"], reveal["kind"]) == ("commitment", "reveal")
    assert commitment["about"] == reveal["about"]
    assert set(commitment["about"]) == {"list", "version", "label", "role", "root", "count", "key", "exchange"}


def test_a_line_of_the_first_form_is_still_read(north: Desk) -> None:
    """Without it, a key that signed before would fork."""
    north.commit()
    record = json.loads(north.read("North.journal"))
    about = record.pop("about")
    first_form = record | about
    north.write("North.journal", json.dumps(first_form) + "\n")
    result = north.run("commit", "list.csv", "-k", "North.swapkey", "--yes", "--role=report", "-o", "again.swap")
    assert "sealed again, with the same root" in result.err
    assert len(north.read("North.journal").splitlines()) == 2
    assert "fork-refused" in north.commit("list", "--force", table=OTHER, expect=2).err


@pytest.mark.parametrize(
    "change", [{"kind": "treaty"}, {"about": None}, {"about": {}}, {"about": "list"}, {"kind": []}]
)
def test_a_record_of_an_unknown_form_stops_signing(north: Desk, change: dict[str, object]) -> None:
    north.commit()
    record = json.loads(north.read("North.journal"))
    north.write("North.journal", json.dumps(record | change) + "\n")
    assert "record 1 is damaged" in north.commit("new", expect=2).err


def test_a_journal_is_a_storage_of_a_ledger(tmp_path: Path) -> None:
    keys = itertools.count()

    @contextmanager
    def make_storage() -> Iterator[BesideKey]:
        key = tmp_path / f"North {next(keys)}.swapkey"
        key.write_bytes(b"a key")
        yield BesideKey(str(key))

    check_ledger_storage(make_storage)

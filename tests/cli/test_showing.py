"""open, disclose and diff: nothing is shown before everything about it is checked."""

import csv
import io
import json
import os
import stat
import sys

import pytest

from swapproto import List, Slot
from swapproto.lists import Field, Schema
from tests.making import NAMES, Made, committed_to_plaintext, make, party, people, publish, reveal

from .desk import GUARDED, PEOPLE, Desk

WOLF = party("Wolf")


@pytest.fixture
def wolf(desk: Desk) -> Desk:
    """A desk on which Wolf is pinned, who signs whatever he likes."""
    desk.write("Wolf.swap", WOLF.party.card)
    desk.run("trust", "Wolf.swap", "--fingerprint", WOLF.party.fingerprint)
    return desk


def published(made: Made) -> bytes:
    return made.both + reveal(made)


@pytest.mark.skipif(sys.platform == "win32", reason="there are no modes here")
def test_others_can_read_what_was_opened_or_disclosed(north: Desk) -> None:
    north.commit()
    before = os.umask(0)
    try:
        for name in ("a.csv", "a.json", "a.jsonl", "a.xlsx"):
            north.run("open", "list.swap", "-k", "North.swapkey", "-o", name)
            assert stat.S_IMODE(os.stat(name).st_mode) == 0o600
        north.run("disclose", "list.swap", "-k", "North.swapkey", "--entry", 1, "-o", "d.swap")
        assert stat.S_IMODE(os.stat("d.swap").st_mode) == 0o600
    finally:
        os.umask(before)


def test_a_cell_changes_on_the_way(north: Desk) -> None:
    cells = [["id", "text"], ["1", 'a,"b"\nc'], ["007", " x "], ["", "=1+1"], ["é", "е́"], ["+380", "нуль"]]
    text = io.StringIO(newline="")
    csv.writer(text).writerows(cells)
    north.commit("odd", table=text.getvalue())
    north.run("open", "odd.swap", "-k", "North.swapkey", "-o", "read.csv")
    assert list(csv.reader(io.StringIO(north.read("read.csv").decode(), newline=""))) == cells
    north.run("open", "odd.swap", "-k", "North.swapkey", "-o", "read.json")
    assert [list(row.values()) for row in json.loads(north.read("read.json"))] == cells[1:]
    north.run("commit", "read.json", "-k", "North.swapkey", "--yes", "-o", "again.swap")


def test_a_spreadsheet_changes_the_list(north: Desk) -> None:
    north.commit()
    north.run("open", "list.swap", "-k", "North.swapkey", "-o", "sheet.xlsx")
    north.run("commit", "sheet.xlsx", "-k", "North.swapkey", "--yes", "-o", "sheet.swap")
    assert north.process("open", "sheet.swap", "-k", "North.swapkey", "-o", "-").out.splitlines() == PEOPLE.splitlines()
    north.fails(2, "usage", "commit", "sheet.xlsx", "-k", "North.swapkey", "--no-header", "--yes", "-o", "x.swap")


def test_the_table_does_not_go_to_standard_output(north: Desk) -> None:
    north.commit()
    done = north.process("open", "list.swap", "-k", "North.swapkey", "-o", "-")
    assert done.out.splitlines() == PEOPLE.splitlines()
    piped = north.process("open", "-", "-k", "North.swapkey", "-o", "-", stdin=north.read("list.swap"))
    assert piped.out == done.out
    north.fails(2, "table", "open", "list.swap", "-k", "North.swapkey", "-o", "list")


@pytest.mark.parametrize("place", [1700, 2000, 2200, -1500, -30], ids=["sig", "body", "wrap", "wrap2", "content"])
def test_plaintext_leaves_from_an_altered_file(north: Desk, place: int) -> None:
    north.commit()
    altered = bytearray(north.read("list.swap"))
    altered[place] ^= 1
    north.write("altered.swap", bytes(altered))
    said = north.run("open", "altered.swap", "-k", "North.swapkey", "-o", "x.csv", expect=1)
    assert "rejected: altered.swap" in said.err
    assert "x.csv" not in north.names()


def test_an_altered_card_goes_unsaid(north: Desk) -> None:
    """The pinned card is the one that counts: the list opens, and the exit code tells that something is not sound."""
    north.commit()
    altered = bytearray(north.read("list.swap"))
    altered[1000] ^= 1
    north.write("altered.swap", bytes(altered))
    said = north.run("open", "altered.swap", "-k", "North.swapkey", "-o", "x.csv", expect=1)
    assert "rejected: altered.swap, byte 0" in said.err
    assert north.read("x.csv").decode().splitlines() == PEOPLE.splitlines()


def test_a_list_that_is_not_the_committed_one_is_written(wolf: Desk) -> None:
    """A cheating author: every reader sees the fault, exit 4, and no table."""
    bad = committed_to_plaintext(WOLF, b"anything at all", count=3)
    wolf.write("bad.swap", bad.both + publish(WOLF, bad, bad.cek))
    said = wolf.run("open", "bad.swap", "-o", "x.csv", expect=4)
    assert "Wolf sealed something other than the list that they committed to" in said.err
    assert "x.csv" not in wolf.names()
    wolf.run("disclose", "bad.swap", "--entry", 1, "-o", "d.swap", expect=4)
    wolf.run("diff", "bad.swap", "bad.swap", expect=4)
    assert "CONTRADICTION" in wolf.run("verify", "bad.swap", expect=4).out


def test_a_published_key_that_is_wrong_is_held_against_nobody(wolf: Desk) -> None:
    made = make(WOLF)
    wolf.write("bad.swap", made.both + publish(WOLF, made, bytes(32)))
    said = wolf.run("open", "bad.swap", "-o", "x.csv", expect=4)
    assert "published a key that is not the committed one" in said.err
    assert "Traceback" not in said.all


def test_a_fork_is_opened_as_if_nothing_were_wrong(wolf: Desk) -> None:
    slot = Slot.first("offer")
    one, two = make(WOLF, people(3), slot=slot), make(WOLF, people(4), slot=slot)
    wolf.write("fork.swap", published(one) + published(two))
    said = wolf.run("open", "fork.swap", "-o", "x.csv", expect=4)
    assert "signed two different lists as the same version" in said.err
    assert "x.csv" not in wolf.names()
    wolf.run("open", "fork.swap", "--version", 1, "-o", "x.csv", expect=4)
    wolf.run("disclose", "fork.swap", "--entry", 1, "-o", "d.swap", expect=4)
    # another list in the same file opens, and the fork is still said
    other = make(WOLF, people(2))
    wolf.write("other.swap", published(other))
    listed = other.signed.body.slot.list_id.hex()
    said = wolf.run("open", "fork.swap", "other.swap", "--list", listed[:10], "-o", "x.csv", expect=4)
    assert "CONTRADICTIONS" in said.err
    assert len(wolf.read("x.csv").splitlines()) == 3


def test_a_wrap_that_does_not_open_goes_unexplained(north: Desk, wolf: Desk) -> None:
    heron = wolf
    made = make(WOLF)
    forged = committed_to_plaintext(WOLF, b"x", readers=[])
    heron.write("list.swap", made.commitment + forged.envelope)
    heron.run("open", "list.swap", "-k", "Heron.swapkey", "-o", "x.csv", expect=1)
    assert "x.csv" not in heron.names()


def test_the_wrong_list_of_several_is_opened(north: Desk) -> None:
    north.commit("one", "--id", "aa" * 16)
    north.commit("two", "--id", "ab" * 16, table="id,name\n9,Nine\n")
    north.commit("three", "--label", "two", "--previous", "two.swap", table="id,name\n8,Eight\n")
    words = ["open", "one.swap", "two.swap", "three.swap", "-k", "North.swapkey", "-o", "-"]
    said = north.fails(2, "usage", *words)
    assert "--list" in said.err
    assert "aa" * 16 in said.err
    north.fails(2, "usage", *words, "--list", "a")
    north.fails(2, "usage", *words, "--list", "zz")
    north.fails(2, "usage", *words, "--list", "ab", "--version", 9)
    words[-1] = "latest.csv"
    north.run(*words, "--list", "AB")
    assert b"Eight" in north.read("latest.csv")
    words[-1] = "first.csv"
    north.run(*words, "--list", "abab", "--version", 1)
    assert b"Nine" in north.read("first.csv")


def test_strangers_lists_are_opened(desk: Desk) -> None:
    digits = WOLF.party.fingerprint
    desk.write("list.swap", WOLF.party.card + published(make(WOLF)))
    said = desk.fails(3, "signer-not-pinned", "open", "list.swap", "-o", "x.csv")
    assert "swapproto trust" in said.err
    assert "x.csv" not in desk.names()
    desk.run("open", "list.swap", "--from", digits, "-o", "x.csv")
    wrong = "1" * 60
    said = desk.fails(3, "signer-not-pinned", "open", "list.swap", "--from", wrong, "-o", "y.csv")
    assert digits not in said.all
    desk.fails(2, "usage", "open", "list.swap", "--from", "12345", "-o", "y.csv")


def test_escapes_from_another_party_reach_the_terminal(wolf: Desk) -> None:
    bad = "\x1b]0;owned\x07\x1b[31m\u202egnp\u200b\x9b2J"
    schema = Schema((Field("id" + bad), Field("name")), primary_key=("id" + bad,))
    entries = [{"id" + bad: f"1{bad}", "name": f"n{bad}\r\nfake line"}]
    before = make(WOLF, List.of(f"label{bad}", schema, entries), slot=Slot(role="report", list_id=bytes(16)))
    slot = Slot.after(before.signed)
    after = make(WOLF, List.of(f"label{bad}", schema, [{"id" + bad: f"1{bad}", "name": f"{bad}"}]), slot=slot)
    wolf.write("one.swap", published(before))
    wolf.write("two.swap", published(after))
    wolf.write(f"{bad[4:]}.swap".replace("/", ""), b"\xa0")
    said = [
        wolf.run("open", "one.swap", "-o", "x.csv"),
        wolf.run("diff", "one.swap", "two.swap"),
        wolf.run("diff", "one.swap", "two.swap", "--json"),
        wolf.run("disclose", "one.swap", "--entry", 1, "-o", "d.swap"),
        wolf.run("verify", "d.swap", "--entries"),
        wolf.run("verify", ".", expect=1),
        wolf.run("verify", ".", "--json", expect=1),
        wolf.run("inspect", ".", expect=1),
        wolf.run("inspect", ".", "--json", expect=1),
        wolf.run("merge", ".", "-o", "m.swap", expect=1),
        wolf.run("open", ".", "-o", "y.csv", expect=1),
        wolf.fails(2, "usage", "disclose", "one.swap", "--where", f"x{bad}=1", "-o", "e.swap"),
    ]
    for each in said:
        assert not set("\x1b\x07\x9b\r\u202e\u200b") & set(each.all), each
    json.loads(said[2].out)
    assert wolf.read("x.csv").decode().count(bad) == 3  # cells are kept as they are


# --- disclose -------------------------------------------------------------------------------------------------------


@pytest.fixture
def guarded(north: Desk) -> Desk:
    """A desk with North's list, health restricted."""
    north.write("guard.json", GUARDED)
    north.commit("list", "--profile", "guard.json")
    return north


def test_more_is_disclosed_than_was_asked(guarded: Desk) -> None:
    said = guarded.run(
        "disclose", "list.swap", "-k", "North.swapkey", "--where", "name=Petro Lelko", "--expect", 1, "-o", "d.swap"
    )
    assert "row 2: id 2" in said.err
    assert "Petro" not in said.all  # by its key fields
    assert "later version may no longer contain them" in said.err
    raw = guarded.read("d.swap").decode("latin-1")
    assert "Petro Lelko" in raw
    assert not any(other in raw for other in ("Olha", "cough", "fever"))
    said = guarded.run("verify", "d.swap", "--require", "disclosed", "--entries")
    assert "name: Petro Lelko" in said.out
    assert "restricted fields are withheld" in said.out
    assert "a later version may exist" in said.out
    guarded.run("disclose", "list.swap", "-k", "North.swapkey", "--entry", 2, "--restricted", "-o", "r.swap")
    assert "health: cough" in guarded.run("verify", "r.swap", "--entries").out
    assert "cough" not in guarded.run("verify", "r.swap").all


def test_a_disclosure_needs_more_than_the_digits(guarded: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    guarded.run(
        "disclose", "list.swap", "-k", "North.swapkey", "--entry", 1, "--entry", 3, "--entry", 1, "-o", "d.swap"
    )
    digits = guarded.run("inspect", "North.swap").out.partition("fingerprint")[2].strip()
    monkeypatch.setenv("SWAPPROTO_TRUST", str(guarded.folder / "nothing"))
    said = guarded.run("verify", "d.swap", "--from", digits, "--require", "disclosed")
    assert "2 of its entries shown here" in said.out
    guarded.run("verify", "d.swap", "--require", "disclosed", expect=3)


@pytest.mark.parametrize(
    "words",
    [
        ["--where", "id=1", "--where", "id=2"],
        ["--where", "id=9"],
        ["--where", "name=Petro Lelko", "--expect", "2"],
        ["--where", "id"],
        ["--where", "nofield=1"],
        ["--where", "="],
        ["--entry", "0"],
        ["--entry", "4"],
        ["--entry", "-1"],
        ["--entry", "one"],
        ["--entry", "9" * 999],
        ["--entry", "1", "--expect", "2"],
        ["--entry", "1", "--where", "id=1"],
        [],
    ],
)
def test_entries_that_were_not_meant_are_disclosed(guarded: Desk, words: list[str]) -> None:
    said = guarded.run("disclose", "list.swap", "-k", "North.swapkey", *words, "-o", "d.swap", expect=2)
    assert said.err.splitlines()[-1].startswith("swapproto: ")
    assert "d.swap" not in guarded.names()


def test_conditions_are_not_all_heard(guarded: Desk) -> None:
    words = ["--where", "health=cough", "--where", "id=2", "--expect", "1"]
    guarded.run("disclose", "list.swap", "-k", "North.swapkey", *words, "-o", "d.swap")


def test_an_entry_is_disclosed_from_a_list_that_is_sealed(guarded: Desk) -> None:
    guarded.fails(3, "reader-not-found", "disclose", "list.swap", "-k", "South.swapkey", "--entry", 1, "-o", "d.swap")
    guarded.fails(3, "reader-not-found", "disclose", "list.swap", "--entry", 1, "-o", "d.swap")


# --- diff -----------------------------------------------------------------------------------------------------------


@pytest.fixture
def versions(guarded: Desk) -> Desk:
    """Two versions: 3 is gone, 4 is new, 2 has recovered."""
    table = "id,name,health\n4,Ivan Рай,\n1,Olha Вишневська,sound\n2,Petro Lelko,sound\n"
    guarded.commit("new", "--label", "list", "--profile", "guard.json", "--previous", "list.swap", table=table)
    return guarded


def test_a_difference_is_missed(versions: Desk) -> None:
    words = ["diff", "list.swap", "new.swap", "-k", "North.swapkey"]
    said = versions.run(*words)
    assert "compared by id: 1 added, 1 removed, 1 changed, 1 the same" in said.out
    assert '~ id "2"\n    health: "cough" -> "sound"' in said.out
    assert '+ id "4", name "Ivan Рай"' in said.out
    found = json.loads(versions.run(*words, "--json").out)
    assert found["changed"] == [{"key": {"id": "2"}, "fields": {"health": ["cough", "sound"]}}]
    assert [e["id"] for e in found["added"]] == ["4"]
    assert [e["id"] for e in found["removed"]] == ["3"]
    assert "2 added, 2 removed, 0 changed, 1 the same" in versions.run(*words, "--content").out
    assert "compared by name: 1 added" in versions.run(*words, "--key", "name").out
    assert "compared by id, name" in versions.run(*words, "--key", "id", "--key", "name").out


def test_versions_are_compared_that_cannot_be(versions: Desk) -> None:
    words = ["diff", "list.swap", "new.swap"]
    versions.fails(3, "reader-not-found", *words)
    versions.fails(3, "reader-not-found", *words, "-k", "South.swapkey")
    versions.fails(2, "usage", *words, "-k", "North.swapkey", "--key", "nofield")
    versions.fails(2, "usage", *words, "-k", "North.swapkey", "--key", "id", "--content")
    said = versions.fails(2, "usage", *words, "-k", "North.swapkey", "--key", "health")
    assert "cough" not in said.all
    versions.fails(2, "file", "diff", "list.swap", "nowhere.swap", "-k", "North.swapkey")


def test_a_difference_of_rejected_files_counts_as_verified(versions: Desk) -> None:
    versions.write("junk.swap", versions.read("new.swap") + b"\xa0")
    versions.run("diff", "list.swap", "junk.swap", "-k", "North.swapkey", expect=1)


def test_fields_of_another_schema_are_not_compared(wolf: Desk) -> None:
    first = make(WOLF, List.of("l", NAMES, [{"id": "1", "name": "x"}]), slot=Slot(role="report", list_id=bytes(16)))
    wider = Schema((*NAMES.fields, Field("rank")), primary_key=("id",))
    second = make(WOLF, List.of("l", wider, [{"id": "1", "name": "x", "rank": "7"}]), slot=Slot.after(first.signed))
    wolf.write("one.swap", published(first))
    wolf.write("two.swap", published(second))
    assert 'rank: nothing -> "7"' in wolf.run("diff", "one.swap", "two.swap").out

"""open: nothing is written before everything about a list is checked."""

import csv
import io
import json
import os
import stat
import sys

import pytest

from swapproto import List, Place
from swapproto.lists import Field, Schema
from tests.cli.desk import PEOPLE, Desk
from tests.cli.verbs.conftest import WOLF, published
from tests.making import committed_to_plaintext, make, people, publish


@pytest.mark.skipif(sys.platform == "win32", reason="there are no modes here")
def test_only_their_owner_can_read_opened_and_disclosed_files(north: Desk) -> None:
    north.commit()
    before = os.umask(0)
    try:
        for name in ("a.csv", "a.json", "a.jsonl", "a.xlsx"):
            north.run("open", "list.swap", "-k", "North.swapkey", "-o", name)
            assert stat.S_IMODE(os.stat(name).st_mode) == 0o600
        north.run("disclose", "list.swap", "--yes", "-k", "North.swapkey", "--entry", 1, "-o", "d.swap")
        assert stat.S_IMODE(os.stat("d.swap").st_mode) == 0o600
    finally:
        os.umask(before)


def test_every_cell_comes_back_unchanged(north: Desk) -> None:
    cells = [["id", "text"], ["1", 'a,"b"\nc'], ["007", " x "], ["", "=1+1"], ["é", "е́"], ["+380", "нуль"]]
    text = io.StringIO(newline="")
    csv.writer(text).writerows(cells)
    north.commit("odd", table=text.getvalue())
    north.run("open", "odd.swap", "-k", "North.swapkey", "-o", "read.csv")
    assert list(csv.reader(io.StringIO(north.read("read.csv").decode(), newline=""))) == cells
    north.run("open", "odd.swap", "-k", "North.swapkey", "-o", "read.json")
    assert [list(row.values()) for row in json.loads(north.read("read.json"))] == cells[1:]
    north.run("commit", "read.json", "-k", "North.swapkey", "--yes", "--role=report", "-o", "again.swap")


def test_a_list_survives_a_spreadsheet(north: Desk) -> None:
    north.commit()
    north.run("open", "list.swap", "-k", "North.swapkey", "-o", "sheet.xlsx")
    north.run("commit", "sheet.xlsx", "-k", "North.swapkey", "--yes", "--role=report", "-o", "sheet.swap")
    assert north.process("open", "sheet.swap", "-k", "North.swapkey", "-o", "-").out.splitlines() == PEOPLE.splitlines()
    north.fails(
        2,
        "usage",
        *("commit", "sheet.xlsx", "-k", "North.swapkey", "--no-header", "--yes", "--role=report"),
        *("-o", "x.swap"),
    )


def test_open_writes_to_standard_output(north: Desk) -> None:
    north.commit()
    done = north.process("open", "list.swap", "-k", "North.swapkey", "-o", "-")
    assert done.out.splitlines() == PEOPLE.splitlines()
    piped = north.process("open", "-", "-k", "North.swapkey", "-o", "-", stdin=north.read("list.swap"))
    assert piped.out == done.out
    north.fails(2, "table", "open", "list.swap", "-k", "North.swapkey", "-o", "list")


@pytest.mark.parametrize("place", [1700, 2000, 2200, -1500, -30], ids=["sig", "body", "wrap", "wrap2", "content"])
def test_nothing_is_written_from_an_altered_file(north: Desk, place: int) -> None:
    north.commit()
    altered = bytearray(north.read("list.swap"))
    altered[place] ^= 1
    north.write("altered.swap", bytes(altered))
    result = north.run("open", "altered.swap", "-k", "North.swapkey", "-o", "x.csv", expect=1)
    assert "rejected: altered.swap" in result.err
    assert "x.csv" not in north.names()


def test_an_altered_card_is_reported(north: Desk) -> None:
    """The pinned card is the one that counts: the list opens, and the exit code reports that something is altered."""
    north.commit()
    altered = bytearray(north.read("list.swap"))
    altered[1000] ^= 1
    north.write("altered.swap", bytes(altered))
    result = north.run("open", "altered.swap", "-k", "North.swapkey", "-o", "x.csv", expect=1)
    assert "rejected: altered.swap, byte 0" in result.err
    assert north.read("x.csv").decode().splitlines() == PEOPLE.splitlines()


def test_open_refuses_a_list_that_is_not_the_committed_one(wolf: Desk) -> None:
    """Every reader of a cheating author gets the fault, exit 4 and no table."""
    bad = committed_to_plaintext(WOLF, b"anything at all", count=3)
    wolf.write("bad.swap", bad.both + publish(WOLF, bad, bad.cek))
    result = wolf.run("open", "bad.swap", "-o", "x.csv", expect=4)
    assert "Wolf sealed something other than the list that they committed to" in result.err
    assert "x.csv" not in wolf.names()
    wolf.run("disclose", "bad.swap", "--yes", "--entry", 1, "-o", "d.swap", expect=4)
    wolf.run("diff", "bad.swap", "bad.swap", expect=4)
    assert "CONTRADICTION" in wolf.run("verify", "bad.swap", expect=4).out


def test_a_wrong_published_key_is_a_contradiction(wolf: Desk) -> None:
    made = make(WOLF)
    wolf.write("bad.swap", made.both + publish(WOLF, made, bytes(32)))
    result = wolf.run("open", "bad.swap", "-o", "x.csv", expect=4)
    assert "published a key that is not the committed one" in result.err
    assert "Traceback" not in result.all


def test_open_refuses_a_fork(wolf: Desk) -> None:
    place = Place.first("offer")
    one, two = make(WOLF, people(3), place=place), make(WOLF, people(4), place=place)
    wolf.write("fork.swap", published(one) + published(two))
    result = wolf.run("open", "fork.swap", "-o", "x.csv", expect=4)
    assert "signed two different lists as the same version" in result.err
    assert "x.csv" not in wolf.names()
    wolf.run("open", "fork.swap", "--version", 1, "-o", "x.csv", expect=4)
    wolf.run("disclose", "fork.swap", "--yes", "--entry", 1, "-o", "d.swap", expect=4)
    # another list in the same file opens, and the fork is still reported
    other = make(WOLF, people(2))
    wolf.write("other.swap", published(other))
    listed = other.signed.body.place.list_id.hex()
    result = wolf.run("open", "fork.swap", "other.swap", "--list", listed[:10], "-o", "x.csv", expect=4)
    assert "CONTRADICTIONS" in result.err
    assert len(wolf.read("x.csv").splitlines()) == 3


def test_open_refuses_an_envelope_that_is_not_the_committed_one(north: Desk, wolf: Desk) -> None:
    heron = wolf
    made = make(WOLF)
    forged = committed_to_plaintext(WOLF, b"x", readers=[])
    heron.write("list.swap", made.commitment + forged.envelope)
    heron.run("open", "list.swap", "-k", "Heron.swapkey", "-o", "x.csv", expect=1)
    assert "x.csv" not in heron.names()


def test_open_takes_the_chosen_list_and_version(north: Desk) -> None:
    north.commit("one", "--id", "aa" * 16)
    north.commit("two", "--id", "ab" * 16, table="id,name\n9,Nine\n")
    north.commit("three", "--label", "two", "--previous", "two.swap", table="id,name\n8,Eight\n")
    words = ["open", "one.swap", "two.swap", "three.swap", "-k", "North.swapkey", "-o", "-"]
    result = north.fails(2, "usage", *words)
    assert "--list" in result.err
    assert "aa" * 16 in result.err
    north.fails(2, "usage", *words, "--list", "a")
    north.fails(2, "usage", *words, "--list", "zz")
    north.fails(2, "usage", *words, "--list", "ab", "--version", 9)
    words[-1] = "latest.csv"
    north.run(*words, "--list", "AB")
    assert b"Eight" in north.read("latest.csv")
    words[-1] = "first.csv"
    north.run(*words, "--list", "abab", "--version", 1)
    assert b"Nine" in north.read("first.csv")


def test_open_refuses_a_strangers_list(desk: Desk) -> None:
    digits = WOLF.party.fingerprint
    desk.write("list.swap", WOLF.party.card + published(make(WOLF)))
    result = desk.fails(3, "signer-not-pinned", "open", "list.swap", "-o", "x.csv")
    assert "swapproto trust" in result.err
    assert "x.csv" not in desk.names()
    desk.run("open", "list.swap", "--from", digits, "-o", "x.csv")
    wrong = "1" * 60
    result = desk.fails(3, "signer-not-pinned", "open", "list.swap", "--from", wrong, "-o", "y.csv")
    assert digits not in result.all
    desk.fails(2, "usage", "open", "list.swap", "--from", "12345", "-o", "y.csv")


def test_no_escape_from_another_party_reaches_the_terminal(wolf: Desk) -> None:
    bad = "\x1b]0;owned\x07\x1b[31m\u202egnp\u200b\x9b2J"
    schema = Schema((Field("id" + bad), Field("name")), primary_key=("id" + bad,))
    entries = [{"id" + bad: f"1{bad}", "name": f"n{bad}\r\nfake line"}]
    before = make(WOLF, List.of(f"label{bad}", schema, entries), place=Place(role="report", list_id=bytes(16)))
    place = Place.after(before.signed)
    after = make(WOLF, List.of(f"label{bad}", schema, [{"id" + bad: f"1{bad}", "name": f"{bad}"}]), place=place)
    wolf.write("one.swap", published(before))
    wolf.write("two.swap", published(after))
    wolf.write(f"{bad[4:]}.swap".replace("/", ""), b"\xa0")
    result = [
        wolf.run("open", "one.swap", "-o", "x.csv"),
        wolf.run("diff", "one.swap", "two.swap"),
        wolf.run("diff", "one.swap", "two.swap", "--json"),
        wolf.run("disclose", "one.swap", "--yes", "--entry", 1, "-o", "d.swap"),
        wolf.run("verify", "d.swap", "--entries"),
        wolf.run("verify", ".", expect=1),
        wolf.run("verify", ".", "--json", expect=1),
        wolf.run("inspect", ".", expect=1),
        wolf.run("inspect", ".", "--json", expect=1),
        wolf.run("merge", ".", "-o", "m.swap", expect=1),
        wolf.run("open", ".", "-o", "y.csv", expect=1),
        wolf.fails(2, "usage", "disclose", "one.swap", "--yes", "--where", f"x{bad}=1", "-o", "e.swap"),
    ]
    for each in result:
        assert not set("\x1b\x07\x9b\r\u202e\u200b") & set(each.all), each
    json.loads(result[2].out)
    assert wolf.read("x.csv").decode().count(bad) == 3  # cells are kept as they are

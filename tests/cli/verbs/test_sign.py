"""sign: a list that everyone can read."""

import shlex

import pytest

from tests.cli.desk import GUARDED, PEOPLE, Desk


def test_sign_publishes_restricted_fields_only_with_public(north: Desk) -> None:
    north.write("guard.json", GUARDED)
    north.write("list.csv", PEOPLE)
    words = [
        *("sign", "list.csv", "-k", "North.swapkey", "--yes", "--role=report", "--profile", "guard.json"),
        *("-o", "l.swap"),
    ]
    result = north.fails(2, "usage", *words)
    assert "--public" in result.err
    assert "l.swap" not in north.names()
    assert "EVERYONE" in north.run(*words, "--public").err
    north.run("open", "l.swap", "-o", "read.csv")
    assert north.read("read.csv").decode().splitlines() == PEOPLE.splitlines()


def test_everyone_can_read_and_verify_a_signed_list(north: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    north.write("my list.csv", PEOPLE)
    result = north.run("sign", "my list.csv", "-k", "North.swapkey", "--yes", "--role=report", "-o", "my list.swap")
    pasted = shlex.split(result.err.splitlines()[-1].partition("with: ")[2])
    monkeypatch.setenv("SWAPPROTO_TRUST", str(north.folder / "no trust at all"))
    result = north.run(*pasted[1:], "--require", "opened", "--require", "count-proven")
    assert "everyone can check that" in result.out


def test_the_confirmation_says_that_everyone_sees_every_entry(desk: Desk) -> None:
    desk.party("North", pin=False)
    desk.write("list.csv", "id\n1\n")
    published = desk.run("sign", "list.csv", "-k", "North.swapkey", "--yes", "--role=report", "-o", "open.swap").err
    assert "no name" not in published
    assert "every entry" in published

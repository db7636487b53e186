"""disclose: the entries that were asked for, and nothing of the others."""

import pytest

from tests.cli.desk import Desk


def test_disclose_shows_only_what_was_asked_for(guarded: Desk) -> None:
    result = guarded.run(
        "disclose", "list.swap", "-k", "North.swapkey", "--where", "name=Petro Lelko", "--expect", 1, "-o", "d.swap"
    )
    assert "row 2: id 2" in result.err
    assert "Petro" not in result.all  # by its key fields
    assert "later version may no longer contain them" in result.err
    raw = guarded.read("d.swap").decode("latin-1")
    assert "Petro Lelko" in raw
    assert not any(other in raw for other in ("Olha", "cough", "fever"))
    result = guarded.run("verify", "d.swap", "--require", "disclosed", "--entries")
    assert "name: Petro Lelko" in result.out
    assert "restricted fields are withheld" in result.out
    assert "a later version may exist" in result.out
    guarded.run("disclose", "list.swap", "-k", "North.swapkey", "--entry", 2, "--restricted", "-o", "r.swap")
    assert "health: cough" in guarded.run("verify", "r.swap", "--entries").out
    assert "cough" not in guarded.run("verify", "r.swap").all


def test_a_disclosure_is_verified_with_the_digits_alone(guarded: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    guarded.run(
        "disclose", "list.swap", "-k", "North.swapkey", "--entry", 1, "--entry", 3, "--entry", 1, "-o", "d.swap"
    )
    digits = guarded.run("inspect", "North.swap").out.partition("fingerprint")[2].strip()
    monkeypatch.setenv("SWAPPROTO_TRUST", str(guarded.folder / "nothing"))
    result = guarded.run("verify", "d.swap", "--from", digits, "--require", "disclosed")
    assert "2 of its entries are shown here" in result.out
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
def test_disclose_refuses_what_matches_no_or_other_entries(guarded: Desk, words: list[str]) -> None:
    result = guarded.run("disclose", "list.swap", "-k", "North.swapkey", *words, "-o", "d.swap", expect=2)
    assert result.err.splitlines()[-1].startswith("swapproto: ")
    assert "d.swap" not in guarded.names()


def test_all_conditions_must_match(guarded: Desk) -> None:
    words = ["--where", "health=cough", "--where", "id=2", "--expect", "1"]
    guarded.run("disclose", "list.swap", "-k", "North.swapkey", *words, "-o", "d.swap")


def test_disclose_refuses_a_list_that_it_cannot_open(guarded: Desk) -> None:
    guarded.fails(3, "reader-not-found", "disclose", "list.swap", "-k", "South.swapkey", "--entry", 1, "-o", "d.swap")
    guarded.fails(3, "reader-not-found", "disclose", "list.swap", "--entry", 1, "-o", "d.swap")


def test_disclose_refuses_a_condition_without_a_value(north: Desk) -> None:
    """A variable that is not set would disclose every entry that has nothing in the field."""
    north.commit()
    north.fails(2, "usage", "disclose", "list.swap", "-k", "North.swapkey", "--where", "id=", "-o", "shown.swap")
    assert "shown.swap" not in north.names()


def test_an_empty_list_id_is_refused(north: Desk) -> None:
    """A variable that is not set would choose whatever list is there."""
    north.commit()
    words = ("-k", "North.swapkey", "--list", "")
    north.fails(2, "usage", "disclose", "list.swap", *words, "--entry", "1", "-o", "shown.swap")
    north.fails(2, "usage", "reveal", "list.swap", *words, "--public", "--yes", "-o", "key.swap")


def test_entries_are_shown_under_their_signer_list_and_version(north: Desk) -> None:
    """Another party's entry about the same person could be taken for North's."""
    north.commit()
    north.commit("theirs", by="South", table="id,name\n1,Olha\n")
    north.run("disclose", "list.swap", "-k", "North.swapkey", "--entry", "1", "-o", "a.swap")
    north.run("disclose", "theirs.swap", "-k", "South.swapkey", "--entry", "1", "-o", "b.swap")
    north.commit("next", "--previous", "list.swap", table="id,name\n1,Olha\n")
    out = north.run("verify", "a.swap", "b.swap", "next.swap", "--entries").out.partition("Entries shown")[2]
    assert "version 1, report (we hold), by North" in out
    assert "version 1, report (we hold), by South" in out
    assert out.count("SUPERSEDED: version 2 is here too") == 1

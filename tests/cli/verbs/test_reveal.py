"""reveal: a key, for the readers that are named and no others."""

import shlex
import stat
import sys

import pytest

from swapproto import Party
from tests.cli.desk import Desk
from tests.cli.signed import commitment_in


def test_a_reveal_opens_the_list_for_its_readers_alone(north: Desk) -> None:
    north.commit()
    result = north.run(
        "reveal", "list.swap", "-k", "North.swapkey", "--yes", "--to", "South", "--to", "South.swap", "-o", "r.swap"
    )
    assert "your card and 1 reveal." in result.err
    assert "It cannot be taken back" in result.err
    north.run("open", "list.swap", "r.swap", "-k", "South.swapkey", "-o", "south.csv")
    north.fails(3, "reader-not-found", "open", "list.swap", "r.swap", "-k", "Heron.swapkey", "-o", "heron.csv")
    north.fails(3, "reader-not-found", "open", "list.swap", "r.swap", "-o", "all.csv")
    result = north.fails(3, "reader-not-found", "open", "r.swap", "list.swap", "-o", "all.csv")
    assert "-k" in result.err
    # the reader may pass the key on, to all
    north.run(
        "reveal", "list.swap", "r.swap", "-k", "South.swapkey", "--yes", "--public", "--of-another", "-o", "all.swap"
    )
    north.run("open", "list.swap", "all.swap", "-o", "all.csv")
    result = north.run("verify", "list.swap", "all.swap", "--require", "released")
    assert "South handed over the key, to everyone" in result.out


def test_reveal_refuses_a_list_that_it_cannot_open(north: Desk) -> None:
    north.commit()
    words = ["-k", "South.swapkey", "--yes", "--public", "-o", "r.swap"]
    north.fails(3, "reader-not-found", "reveal", "list.swap", *words)
    north.write("public.swap", commitment_in(north, "list.swap").raw)
    north.fails(3, "reader-not-found", "reveal", "public.swap", "-k", "North.swapkey", *words[2:])
    altered = bytearray(north.read("list.swap"))
    altered[-30] ^= 1
    north.write("altered.swap", bytes(altered))
    north.fails(1, "reader-not-found", "reveal", "altered.swap", "-k", "North.swapkey", *words[2:])
    north.party("Stranger", pin=False)
    north.fails(
        3,
        "signer-not-pinned",
        "reveal",
        "list.swap",
        "-k",
        "North.swapkey",
        "--yes",
        "--to",
        "Stranger.swap",
        "-o",
        "r.swap",
    )
    north.fails(2, "usage", "reveal", "list.swap", "-k", "North.swapkey", "-o", "r.swap")
    north.fails(2, "usage", "reveal", "list.swap", "-k", "North.swapkey", "--public", "--to", "South", "-o", "r.swap")
    assert "r.swap" not in north.names()


def test_a_reveal_shows_the_label_the_first_entries_and_the_readers_digits(north: Desk) -> None:
    """Who has five lists knows neither of them by its id, and a pinned name can be the wrong party's."""
    people = "".join(f"{n},Person {n}\n" for n in range(1, 6))
    north.commit("list", "--label", "November", table=f"id,name\n{people}")
    digits = {name: Party.read(north.read(f"{name}.swap")).fingerprint for name in ("South", "Heron")}
    words = ("reveal", "list.swap", "-k", "North.swapkey", "--yes", "-o", "r.swap")
    said = north.run(*words, "--to", "South", "--to", "Heron").err
    assert "by you: 'November'\n  5 entries, of which the first:\n" in said
    assert [line.strip() for line in said.splitlines() if "  row " in line] == [
        f"row {n}: id {n}, name Person {n}" for n in (1, 2, 3)
    ]
    for name, its in digits.items():
        assert f"  {name}, {its}\n" in said
    said = north.run(*words, "--public", "--force").err
    assert "to EVERYONE.\n" in said
    assert not any(its in said for its in digits.values())
    north.commit("one", table="id,name\n1,Olha\n")
    said = north.run("reveal", "one.swap", *words[2:], "--public", "--force").err
    assert "  1 entry:\n    row 1: id 1, name Olha\n" in said
    assert "your card and 1 reveal." in said


@pytest.mark.parametrize("whom", [("--public",), ("--to", "Heron")])
def test_the_list_of_another_party_is_revealed_only_when_that_is_said(north: Desk, whom: tuple[str, ...]) -> None:
    """A chosen reader would publish the list of North by the words that publish their own."""
    north.commit("list", "--to", "South")
    words = ("reveal", "list.swap", "-k", "South.swapkey", *whom, "--yes", "-o", "r s.swap")
    refused = north.fails(2, "usage", *words).err
    assert "the list of North, not yours" in refused
    assert not {"r s.swap", "South.journal"} & north.names()
    proposed = shlex.split(refused.splitlines()[-1])
    assert proposed == ["swapproto", *words, "--of-another"]
    said = north.run(*proposed[1:]).err
    assert "NOT YOUR LIST: North signed it" in said
    assert "r s.swap" in north.names()
    own = north.run("reveal", "list.swap", "-k", "North.swapkey", *whom, "--yes", "-o", "own.swap").err
    assert "NOT YOUR LIST" not in own


@pytest.mark.skipif(sys.platform == "win32", reason="there are no modes here")
def test_a_public_reveal_is_for_its_owner_until_they_give_it_out(north: Desk) -> None:
    """Whoever reads the folder would have the key before its day."""
    north.commit()
    north.run("reveal", "list.swap", "-k", "North.swapkey", "--public", "--yes", "-o", "r.swap")
    assert stat.S_IMODE((north.folder / "r.swap").stat().st_mode) == 0o600

"""The choice of a list: by its id, its commitment's id or its signer; and what a refusal to guess says."""

import re
import shlex

import pytest

from swapproto import Party, Place
from tests.cli.desk import PEOPLE, Desk, Result
from tests.cli.signed import commitment_in
from tests.cli.verbs.conftest import WOLF, published
from tests.making import make, people

ID = "ab" * 16
VERBS = {
    "open": ("open", "both.swap", "-o", "out.csv"),
    "reveal": ("reveal", "both.swap", "--public", "--yes", "--of-another", "-o", "out.swap"),
    "disclose": ("disclose", "both.swap", "--entry", "1", "--yes", "-o", "out.swap"),
    "diff": ("diff", "both.swap", "both.swap"),
    "match": ("match", "both.swap", "both.swap", "--map", "name=family_name", "-o", "out.xlsx"),
}


@pytest.fixture
def copied(north: Desk) -> Desk:
    """Return a desk with a file in which South signed a list under the id of North's, both sealed to Heron."""
    north.commit("list", "--id", ID, "--to", "Heron", "--to", "South", "--label", "November")
    north.commit("theirs", "--id", ID, "--to", "Heron", by="South", table="id,name\n1,Mallory\n")
    north.write("both.swap", north.read("list.swap") + north.read("theirs.swap"))
    return north


def selecting(result: Result) -> list[tuple[str, list[str]]]:
    """Return each candidate that a refusal names, and the option below it."""
    lines = result.err.splitlines()
    return [(lines[i - 1].strip(), shlex.split(line)) for i, line in enumerate(lines) if line.startswith("    --list ")]


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("more", [(), ("--list", ID), ("--list", ID, "--version", "1")])
def test_a_copied_id_blocks_no_list(copied: Desk, verb: str, more: tuple[str, ...]) -> None:
    """Mallory signs under the id of North's list: all of its digits do not choose it any more."""
    words = (*VERBS[verb], "-k", "Heron.swapkey")
    refused = copied.fails(2, "usage", *words, *more)
    candidates = selecting(refused)
    assert len(candidates) == 2
    for line, option in candidates:
        name = "North" if "by North" in line else "South"
        assert f"List {ID}, version 1, report (we hold), by {name}: " in line
        assert ("'November'" in line) == (name == "North")
        if verb in ("open", "disclose"):
            said = copied.run(*words, *option, "--force")
            assert f"by {name}" in said.err
        elif verb == "reveal":
            assert f"NOT YOUR LIST: {name} signed it" in copied.run(*words, *option, "--force").err
        else:
            said = copied.run(*words, *option, *(("--force",) if verb == "match" else ()))
            assert said.all.count(f"by {name}") == 2


@pytest.mark.parametrize("who", ["North", "North.swap", "South", "South.swap"])
def test_a_list_is_chosen_by_its_signer(copied: Desk, who: str) -> None:
    name = who.removesuffix(".swap")
    said = copied.run(*VERBS["open"], "-k", "Heron.swapkey", "--by", who).err
    assert f"by {name}" in said
    assert (b"Mallory" in copied.read("out.csv")) == (name == "South")


def test_a_list_is_chosen_by_its_signers_digits(copied: Desk) -> None:
    digits = Party.read(copied.read("South.swap")).fingerprint
    for who in (digits, digits.replace(" ", "")):
        assert "by South" in copied.run(*VERBS["open"], "-k", "Heron.swapkey", "--force", "--by", who).err


@pytest.mark.parametrize("who", ["you", "North", "North.swap"])
def test_ones_own_list_is_chosen_as_you_or_by_name(copied: Desk, who: str) -> None:
    said = copied.run(*VERBS["open"], "-k", "North.swapkey", "--by", who).err
    assert "by you" in said


def test_who_has_not_pinned_themselves_is_known_by_the_name_on_their_card(desk: Desk) -> None:
    desk.party("Wren", pin=False)
    desk.commit("list", by="Wren")
    words = ("open", "list.swap", "-k", "Wren.swapkey", "--force", "-o", "out.csv", "--by")
    assert "by you" in desk.run(*words, "Wren").err
    digits = desk.run("keygen", "Other", "--no-passphrase").out.strip()
    desk.run("trust", "Other.swap", "--fingerprint", digits, "--as", "Gull")
    desk.run(*words, "Wren")
    desk.run("trust", "--remove", "Gull")
    desk.run("trust", "Other.swap", "--fingerprint", digits, "--as", "Wr\u0435n")
    assert "nobody is pinned" in desk.fails(2, "file", *words, "Wren").err


def test_only_a_pinned_party_can_be_chosen(copied: Desk) -> None:
    copied.party("Stranger", pin=False)
    words = (*VERBS["open"], "-k", "Heron.swapkey", "--by")
    assert "nobody is pinned" in copied.fails(2, "file", *words, "Nobody").err
    copied.fails(3, "signer-not-pinned", *words, "Stranger.swap")
    for reader in ("Heron", "you", "Heron.swap"):  # who signed none
        assert "no commitment" in copied.fails(2, "usage", *words, reader).err
    assert "out.csv" not in copied.names()


@pytest.mark.parametrize("size", [8, 12, 64])
def test_a_list_is_chosen_by_the_beginning_of_its_commitments_id(copied: Desk, size: int) -> None:
    mine = commitment_in(copied, "list.swap").id.hex()
    copied.run(*VERBS["open"], "-k", "Heron.swapkey", "--list", mine[:size].upper())
    assert b"Lelko" in copied.read("out.csv")


@pytest.mark.parametrize("wrong", ["xyz", "0x12", " ", "ab ab", "abababababababababababababababababab"])
def test_what_is_no_id_chooses_nothing(copied: Desk, wrong: str) -> None:
    copied.fails(2, "usage", *VERBS["open"], "-k", "Heron.swapkey", "--list", wrong)


def test_few_digits_are_those_of_a_list_and_not_of_a_commitment(copied: Desk) -> None:
    mine = commitment_in(copied, "list.swap").id.hex()
    if not ID.startswith(mine[:7]):
        copied.fails(2, "usage", *VERBS["open"], "-k", "Heron.swapkey", "--list", mine[:7])


def test_a_candidates_option_selects_it_whatever_id_others_chose(copied: Desk) -> None:
    """Mallory names a list of theirs after the beginning of the commitment that a refusal would propose."""
    mine = commitment_in(copied, "list.swap").id.hex()
    copied.commit("squat", "--id", mine[:32], "--to", "Heron", by="South", table="id,name\n1,Squatter\n")
    copied.write("both.swap", copied.read("both.swap") + copied.read("squat.swap"))
    words = (*VERBS["open"], "-k", "Heron.swapkey", "--force")
    candidates = selecting(copied.fails(2, "usage", *words))
    assert len(candidates) == 3
    cells = {"North": b"Lelko", "South": b"Mallory"}
    for line, option in candidates:
        copied.run(*words, *option)
        wanted = b"Squatter" if mine[:32] in line else cells["North" if "by North" in line else "South"]
        assert wanted in copied.read("out.csv")


def test_each_of_two_files_has_its_own_choice(copied: Desk) -> None:
    words = ("diff", "both.swap", "both.swap", "-k", "Heron.swapkey")
    said = copied.run(*words, "--by", "South", "--by", "North")
    assert re.search("from List .*by South.*\nto   List .*by North", said.out)
    assert "two different lists" in said.err
    assert "two different lists" not in copied.run(*words, "--by", "North").err
    copied.fails(2, "usage", *words, "--by", "North", "--by", "South", "--by", "North")
    copied.commit("next", "--previous", "list.swap", "--to", "Heron", table=PEOPLE + "4,Ivan,sound\n")
    copied.write("both.swap", copied.read("both.swap") + copied.read("next.swap"))
    said = copied.run(*words, "--by", "North", "--version", 1, "--version", 2)
    assert "1 added" in said.out
    assert "two different lists" not in said.err
    said = copied.run(
        "match", *words[1:], "--map", "name=family_name", "--by", "North", "--by", "South", "-o", "p.xlsx"
    )
    assert {"by North", "by South"} <= {line[-8:] for line in said.err.splitlines()}


def test_one_side_of_a_fork_is_chosen_by_its_commitment(desk: Desk) -> None:
    place = Place.first("offer")
    one, two = make(WOLF, people(3), place=place), make(WOLF, people(4), place=place)
    desk.write("fork.swap", WOLF.party.card + published(one) + published(two))
    words = ("open", "fork.swap", "--from", WOLF.party.fingerprint, "--force", "-o", "x.csv")
    candidates = selecting(desk.run(*words, expect=4))
    assert len(candidates) == 2
    sizes = set()
    for _, option in candidates:
        desk.run(*words, *option, expect=4)
        sizes.add(len(desk.read("x.csv").splitlines()))
    assert sizes == {4, 5}


def test_where_nothing_can_be_chosen_the_lists_are_named(copied: Desk) -> None:
    refused = copied.commit("answer", "--answers", "both.swap", expect=2)
    assert "give a file that contains only one" in refused.err
    assert "by South" in refused.err
    assert selecting(refused) == []


def test_many_candidates_are_counted(north: Desk) -> None:
    for number in range(12):
        north.commit(f"l{number}")
    names = [f"l{number}.swap" for number in range(12)]
    said = north.fails(2, "usage", "open", *names, "-k", "North.swapkey", "-o", "x.csv").err
    assert said.count("    --list ") == 10
    assert "and 2 more" in said


@pytest.mark.parametrize("verb", ["open", "diff", "match"])
def test_a_list_that_may_have_been_revealed_is_joined_as_the_refusal_says(north: Desk, verb: str) -> None:
    north.commit("my list")
    north.run("reveal", "my list.swap", "-k", "North.swapkey", "--to", "South", "--yes", "-o", "REVEAL.swap")
    words = {
        "open": ("open", "my list.swap", "-o", "out.csv"),
        "diff": ("diff", "my list.swap", "my list.swap"),
        "match": ("match", "my list.swap", "my list.swap", "--map", "name=family_name", "-o", "out.xlsx"),
    }[verb]
    said = north.fails(3, "reader-not-found", *words, "-k", "South.swapkey").err
    proposed = shlex.split(said.splitlines()[-1])
    assert proposed == ["swapproto", "merge", "my list.swap", "REVEAL.swap", "-o", "ALL.swap"]
    north.run(*proposed[1:])
    north.run(*(word.replace("my list", "ALL") for word in words), "-k", "South.swapkey")


@pytest.mark.parametrize("option", [("--list", ID), ("--by", "North"), ("--version", "1")])
def test_tables_have_nothing_to_choose(north: Desk, option: tuple[str, str]) -> None:
    north.write("one.csv", "family_name\nTarn\n")
    words = ("match", "one.csv", "one.csv", "-o", "out.xlsx")
    north.fails(2, "usage", *words, *option)
    north.run(*words)

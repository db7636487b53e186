"""Attacks by names: words that a party puts into the reports of others, and names that look like another."""

import pytest

from swapproto import Identity, Transcript
from swapproto.cli.pins import Pins, skeleton
from swapproto.cli.report import report
from swapproto.cli.session import trust_digits
from swapproto.errors import InputError
from tests.cli.desk import Desk
from tests.making import NORTH, SOUTH, assessed, make, party, reveal


def pinned_by_digits(one: Identity) -> Pins:
    pins = Pins()
    trust_digits(pins, Transcript.read(one.party.card), one.party.fingerprint)
    return pins


def test_a_party_that_calls_itself_you_is_shown_by_a_quoted_name(desk: Desk) -> None:
    """With --from only the owner of a card chose its name: a list "by you" would be taken for one's own."""
    desk.party("South")
    digits = desk.party("you", pin=False)
    desk.write("list.csv", "id\n1\n")
    desk.run("sign", "list.csv", "-k", "you.swapkey", "--yes", "-o", "list.swap")
    said = desk.run("open", "list.swap", "-k", "South.swapkey", "--from", digits, "-o", "out.csv")
    assert "by 'you' (so it calls itself)" in said.err


def test_a_key_for_a_party_called_everyone_is_not_reported_as_published() -> None:
    """A key wrapped to oneself under this name would read as a proven publication."""
    everyone = party("everyone")
    made = make(everyone)
    found = assessed([made.both, reveal(made, to=everyone)], everyone)
    lines = report(found, pinned_by_digits(everyone))
    assert any("signed a key over to 'everyone' (so it calls itself)" in line for line in lines)
    assert not any("to everyone" in line for line in lines)


def test_a_name_is_quoted_apart_from_the_words_of_the_report() -> None:
    """A name that reads like a line of the report would accuse another party in the program's own words."""
    liar = party("South, and North signed two different lists as the same version of one list [fork]")
    lines = report(assessed(make(liar).both, liar), pinned_by_digits(liar))
    assert any(f"signed by {liar.party.name!r} (so it calls itself)" in line for line in lines)


def test_a_digit_match_renames_nobody_who_is_pinned() -> None:
    """A pinned party could replace the name that the reader gave it by another one."""
    pins = Pins()
    pins.add(NORTH.party, "the secretariat")
    trust_digits(pins, Transcript.read(NORTH.party.card), NORTH.party.fingerprint)
    assert pins.name(NORTH.party.kid) == "the secretariat"


@pytest.mark.parametrize("name", ["you", "Everyone", "nоbody"])
def test_a_name_that_means_something_else_to_reports_is_not_pinned(name: str) -> None:
    """--trust takes names from files: a card in you.swap would be taken for the reader."""
    with pytest.raises(InputError, match="means something else"):
        Pins().add(NORTH.party, name)


def test_a_name_that_looks_like_a_pinned_one_is_not_pinned() -> None:
    """Two folders may both have a North.swap: a report would give two parties one name."""
    pins = Pins()
    pins.add(NORTH.party, "North")
    pins.add(NORTH.party, "North")
    with pytest.raises(InputError, match="looks like"):
        pins.add(SOUTH.party, "Nоrth")


@pytest.mark.parametrize(
    ("one", "other"), [("Kyiv", "Kyıv"), ("Kyiv", "Kyӏv"), ("Kern", "Kem"), ("Wolf", "VVolf"), ("Olga", "Օlɡɑ")]
)
def test_names_that_look_alike_have_one_skeleton(one: str, other: str) -> None:
    """A dotless i, a palochka, r and n: each would make a second party under a name that is taken."""
    assert skeleton(one) == skeleton(other)


@pytest.mark.parametrize("name", ["\u039dorth", "N\u043erth", "\u041dorth", "\uff2eorth", "N\u00f6rth", "Nor\u03a4h"])
def test_a_name_that_looks_like_another_has_the_same_skeleton(name: str) -> None:
    """An impostor would be pinned beside the party whose name they imitate."""
    like_capital_h = name == "\u041dorth"  # which looks like H
    assert (skeleton(name) == skeleton("North")) != like_capital_h
    assert not like_capital_h or skeleton(name) == skeleton("Horth")


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("\u0930\u093e\u092e", "\u0930\u092e\u093e"),
        ("\u0926\u093f\u0932\u094d\u0932\u0940", "\u0926\u0932\u094d\u0932\u093e"),
        ("\u304b", "\u304c"),
        ("\u2605", "\u2606"),
    ],
)
def test_different_names_in_other_scripts_have_different_skeletons(one: str, two: str) -> None:
    """A party whose name differs by a vowel sign could not be pinned, and its lists would be read by nobody."""
    assert skeleton(one) != skeleton(two)

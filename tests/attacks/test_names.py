"""Attacks by names: words that a party puts into the reports of others, and names that look like another."""

import pytest

from swapproto import Identity, Transcript
from swapproto.cli.pinning.pins import Pins, is_reserved
from swapproto.cli.screen.looks import looks
from swapproto.cli.session import trust_digits
from swapproto.cli.verdicts.report import report
from swapproto.errors import InputError
from tests.cli import make_confusables
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
    desk.run("sign", "list.csv", "-k", "you.swapkey", "--yes", "--role=report", "-o", "list.swap")
    said = desk.run("open", "list.swap", "-k", "South.swapkey", "--from", digits, "-o", "out.csv")
    assert f"by 'you' (so it calls itself; {digits[:11]} ...)" in said.err


def test_a_key_for_a_party_called_everyone_is_not_reported_as_published() -> None:
    """A key wrapped to oneself under this name would read as a proven publication."""
    everyone = party("everyone")
    made = make(everyone)
    found = assessed([made.both, reveal(made, to=everyone)], everyone)
    lines = report(found, pinned_by_digits(everyone))
    assert any("signed a key over to 'everyone' (so it calls itself; " in line for line in lines)
    assert not any("to everyone" in line for line in lines)


def test_a_name_is_quoted_apart_from_the_words_of_the_report() -> None:
    """A name that reads like a line of the report would accuse another party in the program's own words."""
    liar = party("South, and North signed two different lists as the same version of one list [fork]")
    lines = report(assessed(make(liar).both, liar), pinned_by_digits(liar))
    assert any(f"signed by {liar.party.name!r} (so it calls itself; " in line for line in lines)


def test_a_digit_match_renames_nobody_who_is_pinned() -> None:
    """A pinned party could replace the name that the reader gave it by another one."""
    pins = Pins()
    pins.add(NORTH.party, "the secretariat")
    trust_digits(pins, Transcript.read(NORTH.party.card), NORTH.party.fingerprint)
    assert pins.shown(NORTH.party.kid) == "the secretariat"


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


ALIKE = [
    ("Kyiv", "Kyıv"),
    ("Kyiv", "Kyӏv"),
    ("Kyiv", "ĸyiv"),
    ("Kyiv", "ꓗyiv"),
    ("Kyiv", "KᎩiv"),
    ("Kyiv", "ᴋʏɪᴠ"),
    ("Kyiv", "KYIV"),
    ("Київ", "КИЇВ"),
    ("Kern", "Kem"),
    ("Wolf", "VVolf"),
    ("Olga", "Օlɡɑ"),
    ("North", "Νorth"),
    ("North", "Nоrth"),
    ("North", "Ｎorth"),
    ("North", "Nör-th"),
    ("Horth", "Нorth"),
    ("North", "NorΤh"),
    ("ガ", "ｶﾞ"),
    ("Zoé", "Zoe\u0301"),
]
DIFFERENT = [
    ("राम", "रमा"),
    ("दिल्ली", "दल्ला"),
    ("မောင်", "မိုင်"),
    ("ハリ", "パリ"),
    ("か", "が"),
    ("ば", "ぱ"),
    ("তি", "তী"),
    ("ไก", "ไก่"),
    ("★", "☆"),
    ("Anna", "Avva"),
]


@pytest.mark.parametrize(("one", "other"), ALIKE)
def test_names_that_look_alike_share_a_look(one: str, other: str) -> None:
    """An impostor would be pinned beside the party whose name they imitate."""
    assert looks(one) & looks(other)


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_different_names_share_no_look(one: str, other: str) -> None:
    """A party whose name differs by a vowel sign could not be pinned, and its lists would be read by nobody."""
    assert not looks(one) & looks(other)


@pytest.mark.parametrize("name", ["YOU", "Υou", "уou", "ΕVERYONE", "еνеrуоnе", "ΝΟΒΟDΥ", "ｎobody"])
def test_a_look_alike_of_a_word_of_the_reports_is_reserved(name: str) -> None:
    """A list "by you" would be taken for one's own."""
    assert is_reserved(name)


def test_every_pair_of_the_data_shares_a_look() -> None:
    """A character of the table that is mapped the wrong way round would let an impostor in."""
    for one, others in make_confusables.pairs().items():
        for other in (entry["c"] for entry in others):
            a, b = (f"Qa{text}z".replace("\u200e", "") for text in (one, other))
            assert looks(a) & looks(b), (one, other)


def test_the_table_of_look_alikes_is_the_one_that_its_script_makes() -> None:
    assert make_confusables.TARGET.read_text(encoding="utf-8") == make_confusables.text()

"""reveal --exchange: keys go over in turn, and no verb hands over anything before."""

import shlex

import pytest

from tests.cli.desk import Desk
from tests.cli.exchanges import OnDesk


@pytest.fixture
def committed(desk: Desk) -> OnDesk:
    """Return an exchange of release 1 in which both have committed."""
    exchange = OnDesk(desk)
    exchange.commit("North")
    exchange.commit("South")
    return exchange


def test_release_1_from_commit_to_opened(committed: OnDesk) -> None:
    said = committed.run("receipt", "South")
    assert "received: what is sealed is here, and you cannot read it" in said
    committed.run("receipt", "North")
    said = committed.run("reveal", "North", "--exchange")
    for words in (
        "One for two",
        "the key of the offer by you, version 1: 'North-list', 1 entry",
        "to         South",
        "relying on the request by South, version 1, committed and sealed here",
        "South can stop after reading it",
        "your card and 1 reveal. Send it to South.",
        "Your key file and its journal go to nobody.",
    ):
        assert words in said, words
    assert "can still stop" not in committed.run("reveal", "South", "--exchange")
    committed.run("receipt", "North")
    assert committed.state() == "receiving"
    assert "opened: the key that you have opens it" in committed.run("receipt", "South")
    assert committed.state("South") == "settled"
    desk = committed.desk
    desk.run("open", *committed.files, "-k", "South.swapkey", "--by", "North", "-o", "south.csv")
    result = desk.run("verify", *committed.files, "--require", "in-turn")
    assert "CONTRADICTION" not in result.out


def test_release_2_from_commit_to_opened_with_one_silent_mediator(desk: Desk) -> None:
    """One mediator who never answers stops nothing."""
    exchange = OnDesk(desk, 2, accepted=("South", "Wren"))
    exchange.commit("North")
    exchange.commit("South")
    said = exchange.run("reveal", "Wren", "--exchange", expect=2)
    assert "no reveal is due from you" in said
    assert "still missing from you: a receipt that says that the offer by North, version 1 opened" in said
    exchange.run("receipt", "Wren")
    said = exchange.run("reveal", "Wren", "--exchange")
    assert "the key of the offer by North, version 1" in said
    assert "the key of the request by South, version 1" in said
    assert "your card and 2 reveals. Send it to" in said
    for name in ("North", "South"):
        exchange.run("receipt", name)
    assert exchange.state() == "settled"


def test_a_mediator_who_accepts_late_is_handed_the_list(desk: Desk) -> None:
    exchange = OnDesk(desk, 2, accepted=("South",))
    exchange.commit("North")
    exchange.commit("South")
    assert "no deposit is due" in exchange.run("reveal", "North", "--deposit", expect=2)
    exchange.accept("Heron")
    said = exchange.run("reveal", "North", "--deposit")
    assert "to         Heron" in said
    assert "to keep, and to hand on when every list is there" in said
    exchange.run("reveal", "South", "--exchange")
    exchange.run("receipt", "Heron")
    exchange.run("reveal", "Heron", "--exchange")
    for name in ("North", "South"):
        exchange.run("receipt", name)
    assert exchange.state() == "settled"


def test_nothing_is_revealed_twice(committed: OnDesk) -> None:
    committed.run("reveal", "North", "--exchange")
    before = committed.desk.read("North.journal")
    said = committed.run("reveal", "North", "--exchange", expect=2)
    assert "no reveal is due from you" in said
    assert "still missing from South: the key of the request by South, version 1, for you" in said
    assert committed.desk.read("North.journal") == before


@pytest.mark.parametrize(
    "words",
    [
        ("reveal", "--to", "South"),
        ("reveal", "--public"),
        ("disclose", "--entry", "1"),
    ],
)
def test_no_verb_hands_over_ones_own_list_before_its_turn(desk: Desk, words: tuple[str, ...]) -> None:
    exchange = OnDesk(desk)
    exchange.commit("North")
    before = desk.read("North.journal")
    said = exchange.run(words[0], "North", *words[1:], expect=2)
    assert "your list is of an exchange" in said
    assert "handed over in turn" in said
    assert "still missing from South: a commitment, with the sealed list" in said
    works, early = (shlex.split(line) for line in said.splitlines() if line.startswith("  swapproto "))
    assert works == ["swapproto", "reveal", *exchange.files, "--exchange", "-k", "North.swapkey", "-o", works[-1]]
    assert works[-1] == "north-reveal.swap"
    assert early[-1] == "--outside-exchange"
    assert "--yes" not in early
    assert desk.read("North.journal") == before
    said = desk.run(*early[1:], "--yes").err
    assert "OUTSIDE OF THE EXCHANGE, BEFORE ITS TURN. It is your right, and no fault" in said
    exchange.commit("South")
    report = desk.run("verify", *exchange.files, early[early.index("-o") + 1], expect=0)
    assert "premature" not in report.out


def test_where_mediators_hand_over_no_party_is_told_to(desk: Desk) -> None:
    exchange = OnDesk(desk, 2)
    exchange.commit("North")
    said = exchange.run("disclose", "North", "--entry", "1", expect=2)
    assert "The mediators hand the keys over when it is time. This shows whose move it is:" in said
    assert f"swapproto status {' '.join(exchange.files)} -k North.swapkey\n" in said
    assert "--exchange" not in said
    assert "-o heron-reveal.swap" in exchange.run("disclose", "Heron", "--by", "North", "--entry", "1", expect=2)


@pytest.mark.parametrize(
    ("words", "what"),
    [
        (("reveal", "--to", "South"), "its key is handed over in turn"),
        (("reveal", "--public", "--of-another"), "its key is handed over in turn"),
        (("reveal", "--public", "--of-another", "--outside-exchange"), "its key is handed over in turn"),
        (("disclose", "--entry", "1"), "its entries are shown to nobody before it is"),
        (("disclose", "--entry", "1", "--outside-exchange"), "its entries are shown to nobody before it is"),
    ],
)
def test_no_verb_hands_on_the_list_of_another_before_its_turn(desk: Desk, words: tuple[str, ...], what: str) -> None:
    """A mediator reads the lists first, and a reveal of theirs out of turn would convict them."""
    exchange = OnDesk(desk, 2)
    exchange.commit("North")
    before = desk.read("Heron.journal")
    said = exchange.run(words[0], "Heron", "--by", "North", *words[1:], expect=2)
    assert "this list of North is of an exchange" in said
    assert what in said
    assert "still missing from South: a commitment, with the sealed list" in said
    assert "  swapproto reveal terms.swap" in said
    assert "The law does not wait" not in said
    assert desk.read("Heron.journal") == before


def test_what_everybody_was_handed_is_no_secret_of_the_exchange_any_more(committed: OnDesk) -> None:
    """A reader shows one entry to a court, and an owner their list to an agency."""
    for name in ("North", "South"):
        committed.run("reveal", name, "--exchange")
    desk = committed.desk
    desk.party("Agency")
    committed.run("disclose", "South", "--by", "North", "--entry", "1")
    said = committed.run("reveal", "North", "--by", "North", "--to", "Agency")
    assert "OUTSIDE" not in said
    said = committed.run("reveal", "South", "--by", "North", "--public", "--of-another", expect=2)
    assert "this list of North is of an exchange" in said
    assert "CONTRADICTION" not in desk.run("verify", *committed.files).out


def test_outside_of_an_exchange_is_said_of_lists_of_exchanges_alone(north: Desk) -> None:
    north.commit()
    words = ("-k", "North.swapkey", "--yes", "--public", "--outside-exchange", "-o", "r.swap")
    assert "this list is of none" in north.fails(2, "usage", "reveal", "list.swap", *words).err


def test_a_script_hands_nothing_over_without_yes(committed: OnDesk) -> None:
    before = committed.desk.read("North.journal")
    words = ("-k", "North.swapkey", "--exchange", "-o", "r.swap")
    assert "nothing was handed over" in committed.desk.fails(2, "not-confirmed", "reveal", *committed.files, *words).err
    assert committed.desk.read("North.journal") == before
    assert "r.swap" not in committed.desk.names()


def test_of_several_exchanges_one_is_chosen(committed: OnDesk) -> None:
    other = OnDesk.__new__(OnDesk)
    other.__dict__.update(committed.__dict__)
    ours = list(committed.files)
    other.files = []
    other.propose("other.swap")
    committed.files += other.files
    said = committed.run("reveal", "North", "--exchange", expect=2)
    assert "2 exchanges are in these files" in said
    (chosen,) = {line.split()[0] for line in said.splitlines() if "One for two" in line} - {other.id()}
    committed.run("reveal", "North", "--exchange", "--terms", chosen)
    assert len(committed.files) == len(ours) + 2


def test_a_list_that_was_withdrawn_is_not_handed_over_without_a_word(desk: Desk) -> None:
    exchange = OnDesk(desk)
    exchange.commit("North")
    exchange.commit("South")
    exchange.run("withdraw", "North", "--what", "commitment")
    assert "WITHDRAWN  by you: " in exchange.run("reveal", "North", "--exchange")


@pytest.mark.parametrize(
    "words",
    [
        ("reveal", "--public", "--terms", "ffff"),
        ("reveal", "--exchange", "--of-another"),
        ("reveal", "--exchange", "--outside-exchange"),
        ("withdraw", "--what", "commitment", "--terms", "ffff"),
        ("withdraw", "--what", "accept", "--list", "ffff"),
    ],
)
def test_an_option_that_would_change_nothing_is_refused(committed: OnDesk, words: tuple[str, ...]) -> None:
    said = committed.run(words[0], "North", *words[1:], expect=2)
    assert words[-2 if words[-1] == "ffff" else -1] in said


def test_a_review_list_that_terms_ask_for_is_handed_over_in_turn_alone(desk: Desk) -> None:
    """A program can propose a slot of this role: its list is no review that anybody may read at once."""
    exchange = OnDesk(desk, role="review")
    exchange.commit("North", "--role", "other:review")
    said = exchange.run("reveal", "North", "--to", "South", expect=2)
    assert "your list is of an exchange" in said

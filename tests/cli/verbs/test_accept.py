"""accept: terms that are shown in full, by a party or a mediator who has pinned everybody."""

import pytest

from swapproto.statements import Deadlines
from tests.cli.desk import Desk
from tests.cli.made_exchanges import IDENTITIES, Exchange, T, pin

LATER = 4_000_000_000


@pytest.fixture
def table(desk: Desk) -> Desk:
    """Return a desk with the keys and pinned cards of North, South and a mediator."""
    pin(desk)
    return desk


def propose(desk: Desk, exchange: Exchange, **changes: object) -> None:
    deadlines = Deadlines(*(LATER + n for n in range(4)))
    exchange.terms = exchange.terms._replace(**{"deadlines": deadlines, **changes})  # type: ignore[arg-type]
    exchange.propose().write(desk, "terms.swap")


def accept(name: str, *words: str) -> tuple[str, ...]:
    return ("accept", "terms.swap", *words, "-k", f"{name}.swapkey", "--yes", "-o", f"accept-{name}.swap")


def test_accepts_of_all_make_the_terms_agreed(table: Desk) -> None:
    propose(table, Exchange(2))
    said = table.run(*accept("South")).err
    assert "which North proposed" in said
    assert "North owes a list of exactly 2 entries" in said
    assert "Send it to North and Mediator." in said
    assert "South.swapkey and its journal go to nobody." in said
    table.run(*accept("Mediator"))
    table.run("verify", "accept-South.swap", "terms.swap", "--require", "agreed", "--require", "accepted:South")
    out = table.run("verify", "accept-South.swap", "accept-Mediator.swap").out
    assert "South accepted\n" in out
    assert "Mediator accepted, as a mediator" in out


def test_the_next_step_is_a_stamp(table: Desk) -> None:
    propose(table, Exchange())
    said = table.run(*accept("South")).err
    assert "Have it stamped in time, and what the others signed, too" in said
    assert "swapproto stamp accept-South.swap --tsa NAME -o STAMPED.swap" in said


def test_the_file_holds_the_terms_and_all_cards(table: Desk) -> None:
    propose(table, Exchange())
    table.run(*accept("South"))
    held = table.run("inspect", "accept-South.swap").out
    assert held.count("card  (") == 2
    assert held.count("terms  (") == 1


def test_terms_are_accepted_once(table: Desk) -> None:
    propose(table, Exchange())
    table.run(*accept("South"))
    again = ("accept", "terms.swap", "accept-South.swap", "-k", "South.swapkey", "--yes", "-o", "again.swap")
    assert "you have accepted these terms already" in table.fails(2, "usage", *again).err
    table.fails(2, "usage", "accept", "terms.swap", "-k", "North.swapkey", "--yes", "-o", "again.swap")


def test_whoever_is_not_named_cannot_accept(table: Desk) -> None:
    propose(table, Exchange())
    assert "neither a party nor a mediator" in table.fails(2, "usage", *accept("Mediator")).err


def test_it_is_refused_until_everyone_is_pinned_and_said_how_to_pin_them(desk: Desk) -> None:
    """The terms would bind to keys that nobody compared."""
    pin(desk)
    propose(desk, Exchange(2))
    desk.run("trust", "--remove", "North")
    desk.run("trust", "--remove", "Mediator")
    refused = desk.fails(3, "signer-not-pinned", *accept("South")).err
    assert "accept-South.swap" not in desk.names()
    for name in ("North", "Mediator"):
        assert f"'{name}', as they call themselves: swapproto trust terms.swap --fingerprint DIGITS" in refused
        digits = IDENTITIES[name].party.fingerprint
        desk.run("trust", "terms.swap", "--fingerprint", digits)
    desk.run(*accept("South"))


def test_a_card_that_is_not_at_hand_is_named_by_its_key(desk: Desk) -> None:
    pin(desk)
    exchange = Exchange(2)
    propose(desk, exchange)
    desk.run("merge", "terms.swap", "--only", "terms", "--only", "accept", "-o", "bare.swap")
    desk.run("trust", "--remove", "Mediator")
    refused = desk.fails(3, "signer-not-pinned", "accept", "bare.swap", *accept("South")[2:]).err
    assert "its card is not in these files" in refused


def test_terms_whose_deadline_has_passed_are_refused_to_a_party(table: Desk) -> None:
    early = Exchange(2, start=T - 2 * 10**8)
    propose(table, early, deadlines=Deadlines(T - 10**8, LATER, LATER, LATER))
    refused = table.fails(2, "usage", *accept("South")).err
    assert "the deadline accept of these terms has passed" in refused
    said = table.run(*accept("Mediator")).err
    assert "WARNING: these deadlines have passed: accept" in said


def test_withdrawn_terms_are_refused(table: Desk) -> None:
    exchange = Exchange()
    propose(table, exchange)
    table.run("withdraw", "terms.swap", "--what", "terms", "-k", "North.swapkey", "--yes", "-o", "w.swap")
    refused = table.fails(2, "usage", *accept("South", "w.swap")).err
    assert "these terms are withdrawn" in refused


def test_one_of_several_exchanges_is_chosen_by_its_id(table: Desk) -> None:
    first, second = Exchange(title="First"), Exchange(title="Second")
    propose(table, first)
    propose(table, second)
    first.write(table, "first.swap")
    refused = table.fails(2, "usage", *accept("South", "first.swap")).err
    assert "2 exchanges are in these files" in refused
    chosen = next(line.split()[0] for line in refused.splitlines() if "'First'" in line)
    assert "'First'" in table.run(*accept("South", "first.swap", "--terms", chosen)).err
    assert (
        "no exchange whose id begins with ffff"
        in table.fails(2, "usage", *accept("South", "--terms", "ffff", "--force")).err
    )


def test_texts_of_others_cannot_pass_for_lines_of_the_screen(table: Desk) -> None:
    """A condition of several lines would show other digits, or that everyone is pinned."""
    propose(table, Exchange(), conditions=("One.\n  digits       00000 00000\x20\nThree.",))
    said = table.run(*accept("South")).err
    assert "'  digits       00000 00000 '" in said
    assert sum(line.startswith("  digits") for line in said.splitlines()) == 1


def test_nothing_is_signed_without_a_yes(table: Desk) -> None:
    propose(table, Exchange())
    table.fails(2, "not-confirmed", *[word for word in accept("South") if word != "--yes"])
    assert not {"accept-South.swap", "South.journal"} & table.names()

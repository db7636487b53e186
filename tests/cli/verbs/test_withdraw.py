"""withdraw: ends what it ends, and hides nothing that was proven."""

import json

import pytest

from tests.cli.desk import Desk
from tests.cli.made_exchanges import Exchange, pin


@pytest.fixture
def table(desk: Desk) -> Desk:
    """Return a desk with the keys and pinned cards of North, South and a mediator."""
    pin(desk)
    return desk


def withdraw(what: str, *words: str, by: str = "North") -> tuple[str, ...]:
    return ("withdraw", "exchange.swap", "--what", what, *words, "-k", f"{by}.swapkey", "--yes", "-o", "w.swap")


def state(desk: Desk) -> str:
    found = json.loads(desk.run("status", "exchange.swap", "w.swap", "--json").out)
    return str(found["exchanges"][0]["state"])


def test_the_withdrawal_of_an_accept_ends_the_exchange(table: Desk) -> None:
    Exchange().agree().write(table)
    said = table.run(*withdraw("accept", by="South")).err
    assert "It ends the exchange for everyone" in said
    assert "It is final" in said
    assert "It takes back nothing that was proven" in said
    assert "Send it to everyone who has what is in exchange.swap" in said
    assert state(table) == "withdrawn"
    out = table.run("verify", "exchange.swap", "w.swap", "--require", "agreed").out
    assert "South withdrew from the exchange" in out
    assert "withdrawn by South; not shown to be known to North" in out
    again = ("withdraw", "exchange.swap", "w.swap", "--what", "accept", "-k", "South.swapkey", "--yes", "-o", "x.swap")
    assert "that is final" in table.fails(2, "usage", *again).err


def test_a_mediator_withdraws_their_own_service_alone(table: Desk) -> None:
    Exchange(1, mediated=True).agree().write(table)
    said = table.run(*withdraw("accept", by="Mediator")).err
    assert "It does not end the exchange of the parties" in said
    assert state(table) == "committing"


def test_the_last_mediator_of_release_2_ends_the_exchange(table: Desk) -> None:
    Exchange(2).agree().write(table)
    said = table.run(*withdraw("accept", by="Mediator")).err
    assert "nobody else can release the lists: the exchange ends" in said
    assert state(table) == "withdrawn"


def test_terms_are_withdrawn_with_the_accept_of_them(table: Desk) -> None:
    Exchange().propose().write(table)
    said = table.run(*withdraw("terms", "--reason", "a wrong date")).err
    assert "the terms that you proposed, and your accept of them" in said
    assert "These terms can no longer come into force" in said
    assert "The reason that it states is 'a wrong date'." in said
    assert state(table) == "withdrawn"
    out = table.run("status", "exchange.swap", "w.swap").out
    assert "by North: their terms, 'a wrong date'" in out
    assert "by North: their accept, 'a wrong date'" in out
    refused = table.fails(2, "usage", *withdraw("terms", "--force", by="South")).err
    assert "--what accept" in refused


def test_a_commitment_is_withdrawn_and_stays_proven(table: Desk) -> None:
    Exchange().agree().commit().write(table)
    said = table.run(*withdraw("commitment")).err
    assert "List " in said
    assert "It makes no room for another list in its place" in said
    out = table.run("verify", "exchange.swap", "w.swap", "--require", "committed:North").out
    assert "North withdrew it. Nothing that was proven goes away" in out
    again = (
        "withdraw",
        "exchange.swap",
        "w.swap",
        "--what",
        "commitment",
        "-k",
        "North.swapkey",
        "--yes",
        "-o",
        "x.swap",
    )
    assert "you have withdrawn this already" in table.fails(2, "usage", *again).err
    assert "no commitment of yours" in table.fails(2, "usage", *withdraw("commitment", "--force", by="South")).err


def test_a_list_of_no_exchange_is_withdrawn_too(north: Desk) -> None:
    north.commit("first")
    north.commit("second")
    words = (
        "withdraw",
        "first.swap",
        "second.swap",
        "--what",
        "commitment",
        "-k",
        "North.swapkey",
        "--yes",
        "-o",
        "w.swap",
    )
    refused = north.fails(2, "usage", *words).err
    chosen = next(line.split()[1] for line in refused.splitlines() if "--list" in line)
    north.run(*words, "--list", chosen)
    assert "North withdrew it" in north.run("verify", "first.swap", "second.swap", "w.swap").out


def test_what_is_owed_is_said_before(table: Desk) -> None:
    exchange = Exchange().agree().commit("North").commit("South", "cde").acknowledge("South", "North").reveal("North")
    exchange.write(table)
    said = table.run(*withdraw("accept", by="South"), "--force").err
    assert "WARNING: others handed over keys and relied on your list" in said


def test_a_reason_that_hides_something_is_refused(table: Desk) -> None:
    Exchange().agree().write(table)
    for reason in ("a\u202eb", "a\nb", "x" * 513, " a"):
        assert "a reason has 1 to 512 bytes" in table.fails(2, "usage", *withdraw("accept", "--reason", reason)).err


def test_nothing_is_signed_without_a_yes(table: Desk) -> None:
    Exchange().agree().write(table)
    table.fails(2, "not-confirmed", *[word for word in withdraw("accept") if word != "--yes"])
    assert not {"w.swap", "North.journal"} & table.names()

"""verify: what it says of exchanges, before the lists and below each of them."""

import pytest

from tests.cli.desk import Desk
from tests.cli.made_exchanges import Exchange, T, pin


@pytest.fixture
def table(desk: Desk) -> Desk:
    """Return a desk with the keys and pinned cards of North, South and a mediator."""
    pin(desk)
    return desk


def verify(desk: Desk, *words: str, expect: int = 0) -> str:
    return desk.run("verify", "exchange.swap", "--at", str(T + 1000), *words, expect=expect).out


def section(out: str, heading: str) -> list[str]:
    """Return the lines below a heading, to the next blank one."""
    lines = out.splitlines()
    start = next(number for number, line in enumerate(lines) if line.startswith(heading))
    return [line.strip() for line in lines[start : lines.index("", start)]]


def test_an_exchange_has_a_section_before_the_lists(table: Desk) -> None:
    exchange = Exchange(2).agree().commit()
    exchange.write(table)
    out = verify(table)
    assert out.startswith("VERIFIED")
    assert out.index("\nExchange ") < out.index("\nList ")
    lines = section(out, "Exchange ")
    assert lines[0].endswith("'Winter lists'")
    for line in (
        "list     North owes a list of exactly 2 entries, in the role offer (we will release)",
        "mediator Mediator",
        "proven   proposed by North",
        "proven   South accepted",
        "proven   Mediator accepted, as a mediator",
        "proven   every party has accepted",
        "so far   it is agreed, and not every list is committed to",
        "so far   its terms are in force",
    ):
        assert line in lines
    assert any(line.startswith("so far   it is the move of South: to commit to their list") for line in lines)
    assert "Other statements" not in out


def test_an_exchange_without_its_terms_is_in_no_file(table: Desk) -> None:
    Exchange(2).agree().commit().write(table)
    table.run("merge", "exchange.swap", "--only", "card", "--only", "commitment", "-o", "list.swap")
    lines = section(table.run("verify", "list.swap", "--at", str(T + 1000)).out, "Exchange ")
    assert lines[0].endswith("(no terms of it by a pinned party are here)")
    assert not any(line == "in" or line.startswith("in ") for line in lines)


def test_a_title_in_several_languages_is_shown_in_each(table: Desk) -> None:
    exchange = Exchange()
    exchange.terms = exchange.terms._replace(title={"uk": "Обмін", "en": "Exchange"})
    exchange.propose().write(table)
    lines = section(verify(table), "Exchange ")
    assert {"title    en: 'Exchange'", "uk: 'Обмін'"} <= set(lines)


def test_receipts_and_reviews_stand_below_the_list_that_they_are_about(table: Desk) -> None:
    Exchange().receive().review("South", "North", "contested").write(table)
    out = verify(table)
    lines = section(out, "List ")  # that of North, whose name is the first
    for line in (
        "proven   South acknowledged it: received",
        "proven   South acknowledged it: opened",
        "proven   South reviewed it, and contests it",
        "proven   North handed over the key in turn: each party had committed to its list",
    ):
        assert line in lines
    assert "proven   North acknowledged it: opened" not in lines
    assert "North signed a key over to South; only that reader" in out
    assert "unknown party" not in out
    assert "Other statements" not in out


def test_terms_that_are_not_here_are_said_not_to_be(table: Desk) -> None:
    Exchange().agree().commit().write(table, "all.swap")
    table.run(
        "merge", "all.swap", "--only", "card", "--only", "commitment", "--only", "envelope", "-o", "exchange.swap"
    )
    out = verify(table)
    assert "(no terms of it by a pinned party are here)" in out
    assert "as a statement of a party that you pinned: no rule of theirs is applied" in out


@pytest.mark.parametrize(
    "claim", ["proposed", "agreed", "accepted:South", "accepted", "slot-filled:North", "committed"]
)
def test_facts_of_exchanges_can_be_required(table: Desk, claim: str) -> None:
    Exchange().agree().commit("North").commit("South").write(table)
    verify(table, "--require", claim)


@pytest.mark.parametrize("claim", ["in-turn", "reviewed", "ack-opened:South"])
def test_a_fact_that_is_not_proven_is_named(table: Desk, claim: str) -> None:
    Exchange().agree().commit("North").commit("South").write(table)
    assert claim.partition(":")[0] in "".join(section(verify(table, "--require", claim, expect=3), "Required"))


def test_terms_have_no_role_and_no_list(table: Desk) -> None:
    Exchange().agree().write(table)
    for claim in ("agreed:*:offer", "accepted:South:offer", f"proposed:*:*:{'ab' * 16}"):
        refused = table.fails(2, "usage", "verify", "exchange.swap", "--require", claim).err
        assert "is about terms, which have no role and no list" in refused
    out = verify(table, "--require", "accepted:Mediator", expect=3)
    assert "accepted, of all terms by Mediator" in out


def test_what_is_ignored_for_one_reason_has_one_line(desk: Desk) -> None:
    pin(desk, ["South"])
    Exchange().agree().commit("North").write(desk)
    out = desk.run("verify", "exchange.swap", "--at", str(T + 1000), expect=3).out
    ignored = out.partition("Ignored: it proves nothing to you\n")[2].partition("\n\n")[0].splitlines()
    assert len(ignored) == len({line.partition(", in ")[2] for line in ignored})
    assert any(line.partition(", in ")[0].count(", ") for line in ignored), "one line is of several statements"

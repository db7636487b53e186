"""Every verb that signs with the files of others ends with 4 where a fault of a pinned party is proven by them."""

import pytest

from swapproto import Place, seal
from tests.cli.desk import Desk
from tests.cli.exchanges import OnDesk, identity
from tests.exchanges import ids

TERMS = 'title = "Other lists"\n[[slot]]\nparty = "you"\nrole = "offer"\n[[slot]]\nparty = "South"\nrole = "request"\n'


@pytest.fixture
def forked(desk: Desk) -> OnDesk:
    """Return an exchange, and beside it a list that South signed in two versions 1."""
    exchange = OnDesk(desk)
    south = identity("South")
    place = Place("report", bytes(16))
    lists = [
        seal(ids(name), author=south.party, local_secret=south.local_secret, place=place, iat=1_700_000_000)
        for name in "ab"
    ]
    exchange.keep("fork.swap", b"".join(one.sign(south) + one.envelope for one in lists))
    return exchange


def test_a_list_is_committed_to_all_the_same_and_the_command_ends_with_4(forked: OnDesk) -> None:
    said = forked.commit("North", expect=4)
    assert "CONTRADICTIONS, proven for ever" in said
    assert "the commitment and the sealed list" in said


def test_a_counter_proposal_beside_a_fault_ends_with_4(forked: OnDesk) -> None:
    desk = forked.desk
    desk.write("T.toml", TERMS)
    desk.write("both.swap", b"".join(forked.data()))
    counter = ("propose", "T.toml", "-k", "North.swapkey", "--yes", "-o")
    desk.run(*counter, "counter.swap", "--replaces", "both.swap", expect=4)
    desk.run(*counter, "other.swap", "--replaces", "terms.swap")


def test_a_review_and_a_disclosure_beside_a_fault_end_with_4(forked: OnDesk) -> None:
    desk = forked.desk
    desk.commit("list", "--to", "South")
    files, south = ("list.swap", "fork.swap"), ("-k", "South.swapkey", "--yes")
    choice = ("--by", "North")
    desk.run("review", *files, *south, *choice, "--agree", "-o", "review.swap", expect=4)
    desk.run("review", *files, *south, *choice, "--export", "r.xlsx", expect=4)
    desk.run("disclose", *files, "-k", "North.swapkey", "--yes", *choice, "--entry", 1, "-o", "shown.swap", expect=4)
    desk.run("reveal", *files, "-k", "North.swapkey", "--yes", *choice, "--to", "South", "-o", "key.swap", expect=4)
    desk.run("review", "list.swap", *south, "--agree", "-o", "sound.swap")

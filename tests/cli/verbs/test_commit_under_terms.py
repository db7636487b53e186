"""commit --exchange: the terms say what a list is and who reads it, and what does not fit is not signed."""

import re
import time

import pytest

from swapproto import Commitment, Transcript
from swapproto.cli.screen import clock
from tests.cli.desk import GUARDED, Desk
from tests.cli.exchanges import ONE, TWO, OnDesk, at_desk, identity
from tests.cli.signed import commitment_in


def test_the_terms_give_role_count_and_readers(desk: Desk) -> None:
    exchange = OnDesk(desk, 2)
    said = exchange.commit("North")
    for words in (
        "'One for two'\n",
        "slot      offer (we will release), 1 entry, owed by you\n",
        "role      offer (we will release)",
        "readers   ",
        "list-North.swap: your card, the commitment and the sealed list. Send it to all whom the terms name",
        "Do not send North-list.csv",
        "Later: swapproto status terms.swap ",
        " list-North.swap -k North.swapkey",
    ):
        assert words in said, words
    place = commitment_in(desk, "list-North.swap").body.place
    (standing,) = at_desk("North", *exchange.names).assess(*exchange.data()).exchanges
    assert (place.role, place.version, place.exchange) == ("offer", 1, standing.exchange.id)
    said = desk.fails(3, "reader-not-found", "open", *exchange.files, "-k", "South.swapkey", "-o", "south.csv").err
    assert "give all files of the exchange" in said
    desk.run("open", *exchange.files, "-k", "Heron.swapkey", "-o", "heron.csv")
    desk.run("open", *exchange.files, "-k", "Wren.swapkey", "-o", "wren.csv")


def test_a_list_after_its_deadline_is_signed_with_a_warning(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    exchange = OnDesk(desk)
    assert "WARNING" not in exchange.commit("South")
    in_two_days = int(time.time()) + 2 * 86_400
    monkeypatch.setattr(clock, "now", lambda: in_two_days)
    assert "WARNING: these deadlines have passed: commit, reveal\n" in exchange.commit("North")
    exchange.files = ["terms.swap"]  # without South's accept
    said = exchange.commit("North", file="again.swap")
    assert "WARNING: these deadlines have passed: accept, commit, reveal\n" in said


def test_with_release_1_a_list_is_sealed_to_its_author_alone(desk: Desk) -> None:
    exchange = OnDesk(desk)
    assert "readers   nobody else yet, and you" in exchange.commit("North")
    desk.fails(3, "reader-not-found", "open", *exchange.files, "-k", "South.swapkey", "-o", "south.csv")


@pytest.mark.parametrize(
    ("name", "words", "table", "why"),
    [
        ("North", (), TWO, "the terms ask for 1 entry, and this list has 2"),
        ("North", ("--role", "request"), None, "by these terms you owe a list in the role offer"),
        ("North", ("--to", "South"), None, "--to South: they are named in the terms"),
        ("South", ("--to", "Heron", "--to", "North"), None, "--to Heron, North: they are named in the terms"),
        ("Heron", (), None, "you owe no list by these terms"),
        ("Stranger", (), None, "you owe no list by these terms"),
    ],
)
def test_what_does_not_fit_the_terms_is_not_signed(
    desk: Desk, name: str, words: tuple[str, ...], table: str | None, why: str
) -> None:
    exchange = OnDesk(desk, 2)
    if name == "Stranger":
        desk.party("Stranger")
    assert why in exchange.commit(name, *words, table=table, expect=2)
    assert f"list-{name}.swap" not in desk.names()
    assert "commitment" not in _journal(desk, name)


def _journal(desk: Desk, name: str) -> str:
    return desk.read(f"{name}.journal").decode() if f"{name}.journal" in desk.names() else ""


def test_a_refused_reader_is_told_what_is_missing_and_what_works(desk: Desk) -> None:
    exchange = OnDesk(desk, 2)
    said = exchange.commit("North", "--to", "South", expect=2)
    assert "still missing from South: a commitment, with the sealed list" in said
    assert "The mediators hand the keys over when it is time." in said
    assert re.search(r"swapproto status terms.swap .*list-North.swap -k North.swapkey", said)
    assert "swapproto reveal" not in said


def test_the_schema_of_the_terms_is_that_of_the_profile(desk: Desk) -> None:
    desk.write("guard.json", GUARDED)
    exchange = OnDesk(desk, schema="guard.json")
    refused = exchange.commit("North", expect=2)
    assert "another schema than the one that the terms name" in refused
    assert "choose that one with --profile" in refused
    exchange.commit("North", "--profile", "guard.json")
    assert exchange.state() == "committing"


def test_other_readers_get_the_list_by_their_card(desk: Desk) -> None:
    exchange = OnDesk(desk)
    desk.party("Agency")
    assert "readers   Agency, and you" in exchange.commit("North", "--to", "Agency")
    desk.run("open", *exchange.files, "-k", "Agency.swapkey", "-o", "agency.csv")


def test_a_list_can_be_made_before_the_others_accept_and_that_is_said(desk: Desk) -> None:
    exchange = OnDesk(desk, 2, accepted=("Wren",))
    said = exchange.commit("North")
    assert "South has not accepted these terms yet" in said
    assert "the list is not sealed to Heron: no accept of theirs is here" in said
    assert "Wren, and you" in said
    assert "you have not accepted these terms" in exchange.commit("South", expect=2)


def test_no_other_label_gives_a_slot_a_second_list(desk: Desk) -> None:
    exchange = OnDesk(desk)
    exchange.commit("North")
    said = exchange.commit("North", "--label", "another", table="id,name\n2,Ivan\n", file="more.swap", expect=2)
    assert "[fork-refused]" in said
    assert "another name with --label" not in said


def test_the_next_version_keeps_the_exchange_and_its_list(desk: Desk) -> None:
    exchange = OnDesk(desk)
    exchange.commit("South")
    exchange.commit("South", "--previous", "list-South.swap", table=TWO + "9,Ivan\n", file="list-2.swap")
    first, second = (commitment_in(desk, name, "South").body for name in ("list-South.swap", "list-2.swap"))
    assert second.place == first.place._replace(version=2, previous=second.place.previous)
    for words in (("--role", "request"), ()):
        desk.write("more.csv", ONE)
        key = ("-k", "South.swapkey", "--yes", "-o", "more.swap")
        refused = desk.fails(2, "usage", "commit", "more.csv", *key, "--previous", "list-2.swap", *words).err
        assert "--exchange FILES" in refused
    refused = desk.fails(2, "usage", "sign", "more.csv", *key, "--previous", "list-2.swap").err
    assert "its key is handed over in turn" in refused
    desk.commit("free", by="South")
    assert "is not of this exchange" in exchange.commit("South", "--previous", "free.swap", file="more.swap", expect=2)
    assert "more.swap" not in desk.names()


def test_a_second_list_in_one_slot_is_refused_with_the_command_that_corrects_the_first(desk: Desk) -> None:
    exchange = OnDesk(desk)
    exchange.commit("South")
    said = exchange.commit("South", table=TWO + "9,Ivan\n", file="other.swap", expect=2)
    assert "[fork-refused]" in said
    assert "--previous" in said
    assert "other.swap" not in desk.names()


def test_a_commitment_names_what_its_author_knew_of_the_exchange_and_nothing_else(desk: Desk) -> None:
    exchange = OnDesk(desk)
    desk.commit("free")
    exchange.commit("North")
    exchange.commit("South")
    first, second = commitment_in(desk, "list-North.swap"), commitment_in(desk, "list-South.swap", "South")
    assert first.id in second.body.seen
    free = commitment_in(desk, "free.swap")
    assert free.id not in first.body.seen
    desk.write("free-2.csv", TWO)
    desk.commit("other")
    desk.commit("free-2", "--previous", "free.swap", "--label", "free", table=TWO)
    assert commitment_in(desk, "free-2.swap").body.seen == (free.id,)


def test_a_mediators_wraps_are_for_their_accepts(desk: Desk) -> None:
    """A key that is given away in a complaint must open nothing else."""
    exchange = OnDesk(desk, 2)
    exchange.commit("North")
    north = at_desk("North", *exchange.names)
    assessment = north.assess(*exchange.data())
    (standing,), (commitment,) = assessment.exchanges, assessment.of(Commitment).values()
    kids = {name: identity(name).party.kid for name in exchange.names}
    accepts = {standing.exchange.key_for(kids["North"], kids[name]) for name in ("Heron", "Wren")}
    (envelope,) = Transcript.read(desk.read("list-North.swap")).envelopes.values()
    assert envelope.wraps.keys() == {kids["North"], *(accept.id for accept in accepts if accept)}
    assert commitment.kid == kids["North"]


def test_the_files_of_an_exchange_can_be_in_a_folder(desk: Desk) -> None:
    exchange = OnDesk(desk)
    for name in exchange.files:
        desk.write(f"exchange/{name}", desk.read(name))
    desk.write("one.csv", ONE)
    words = ("--exchange", "exchange/", "-k", "North.swapkey", "--yes", "-o", "exchange/offer.swap")
    said = desk.run("commit", "one.csv", *words).err
    assert "Later: swapproto status exchange/ -k North.swapkey\n" in said
    assert commitment_in(desk, "exchange/offer.swap").body.place.exchange is not None

"""receipt: what one has of the lists of others, and a complaint that anybody can run again."""

import os
import shlex
import sys
from hashlib import sha256
from pathlib import Path

import pytest

from swapproto import Commitment, Transcript, read_statement
from swapproto.statements import Accept, Receipt, Reveal, prepare
from swapproto.testing.exchanges import ids
from swapproto.wire.cose_encrypt import WRAP_SIZE, Encrypted
from tests.cli.desk import Desk
from tests.cli.exchanges import OnDesk, at_desk, identity

BAD = bytes([7]) * WRAP_SIZE


def spoil_reveals(desk: Desk, file: str, name: str) -> None:
    """Let a party sign the reveals in a file of theirs with wraps that nobody opens."""
    me = identity(name)
    made = me.party.card
    for statement in Transcript.read(desk.read(file)).statements.values():
        if statement.kind == "reveal":
            signed = read_statement(statement.raw, me.party.verify_key, Reveal)
            assert signed.body.wrap is not None
            body = signed.body._replace(wrap=(signed.body.wrap[0], BAD))
            subject = bytes.fromhex(signed.subject)
            made += prepare(body, me.party.verify_key, subject=subject, iat=signed.iat).sign(me)
    desk.write(file, made)


def spoil_envelope(desk: Desk, file: str, name: str) -> None:
    """Let a party sign the commitment in a file of theirs with an envelope that opens for them alone."""
    me = identity(name)
    transcript = Transcript.read(desk.read(file))
    (envelope,) = transcript.envelopes.values()
    wraps = {i: wrap if i == me.party.kid else BAD for i, wrap in envelope.wraps.items()}
    sealed = Encrypted(envelope.ciphertext, wraps).encode()
    (statement,) = (s for s in transcript.statements.values() if s.kind == "commitment")
    signed = read_statement(statement.raw, me.party.verify_key, Commitment)
    body = signed.body._replace(envelope=sha256(sealed).digest())
    unsigned = prepare(body, me.party.verify_key, subject=body.place.subject, iat=signed.iat)
    desk.write(file, me.party.card + unsigned.sign(me) + sealed)


def receipts(exchange: OnDesk, name: str) -> list[Receipt]:
    """Return the receipts of a party in the files of an exchange."""
    assessment = at_desk("North", *exchange.names).assess(*exchange.data())
    return [one.body for one in assessment.of(Receipt).values() if one.kid == identity(name).party.kid]


@pytest.fixture
def spoiled(desk: Desk) -> OnDesk:
    """Return an exchange of release 1 in which the key that North handed to South does not open."""
    exchange = OnDesk(desk)
    exchange.commit("North")
    exchange.commit("South")
    exchange.run("reveal", "North", "--exchange")
    spoil_reveals(desk, exchange.files[-1], "North")
    return exchange


def test_a_receipt_says_how_far_each_list_was_read(desk: Desk) -> None:
    desk.party("North")
    desk.party("South")
    desk.commit("open", "--to", "South")
    desk.commit("closed")
    words = ("-k", "South.swapkey", "--yes", "-o")
    said = desk.run("receipt", "open.swap", "closed.swap", *words, "r.swap").err
    assert said.count("opened: the key that you have opens it") == 1
    assert said.count("received: what is sealed is here") == 1
    assert "r.swap: your card and 2 receipts. Send it to North" in said
    assert "time stamp" not in said
    out = desk.run("verify", "open.swap", "closed.swap", "r.swap").out
    assert "South acknowledged it: opened" in out
    mine = desk.run("receipt", "open.swap", "-k", "North.swapkey", "--yes", "-o", "mine.swap").err
    assert "Nothing new is to be acknowledged" in mine


def test_what_is_signed_of_a_list_under_terms_comes_with_a_reminder_of_a_stamp(desk: Desk) -> None:
    exchange = OnDesk(desk)
    exchange.commit("North")
    exchange.commit("South")
    assert "Only a time stamp shows when it existed. Have it stamped in time" in exchange.run("receipt", "South")
    exchange.run("reveal", "North", "--exchange")
    assert "Only a time stamp shows when it existed. Have it stamped in time" in exchange.run(
        "review", "South", "--agree"
    )


def test_issuing_twice_is_harmless(desk: Desk) -> None:
    exchange = OnDesk(desk)
    exchange.commit("North")
    exchange.run("receipt", "South")
    before, files = desk.read("South.journal"), desk.names()
    assert "Nothing new is to be acknowledged in these files" in exchange.run("receipt", "South")
    assert (desk.read("South.journal"), desk.names()) == (before, files)
    exchange.commit("South")
    exchange.run("reveal", "North", "--exchange")
    assert "opened: the key" in exchange.run("receipt", "South")
    assert [r.stage for r in receipts(exchange, "South")].count("opened") == 1
    assert len(receipts(exchange, "South")) == 2


def test_bytes_that_do_not_match_get_no_receipt(desk: Desk) -> None:
    """Whoever acknowledges an altered file would say that they can be shown what they never had."""
    exchange = OnDesk(desk)
    exchange.commit("North")
    altered = bytearray(desk.read("list-North.swap"))
    altered[-30] ^= 1
    desk.write("list-North.swap", bytes(altered))
    said = exchange.run("receipt", "South", expect=1)
    assert "no receipt for List" in said
    assert "or was altered" in said
    commitment = Transcript.read(bytes(altered)).statements
    desk.write("list-North.swap", b"".join(s.raw for s in commitment.values()))
    exchange.run("receipt", "South", expect=3)
    assert not receipts(exchange, "South")


def test_a_bad_wrap_is_complained_of_run_again_and_made_good(spoiled: OnDesk) -> None:
    desk = spoiled.desk
    said = spoiled.run("receipt", "South")
    assert "what North wrapped for you does not open List" in said
    (hint,) = (line.partition("To say so: ")[2] for line in said.splitlines() if "To say so: " in line)
    said = desk.run(*shlex.split(hint)[1:], "--yes").err
    for words in (
        "does not open with the key that North wrapped for you",
        "It gives a key of yours to EVERYONE. The key opens everything that North wrapped for you under it in",
        "this exchange, and nothing else. In these files that is:\n  the offer by North, version 1\n",
        "A new key, for North alone, is signed with it.",
        "the complaint is false, and that is proven against you for ever",
        "south-complaint.swap: your card, 1 complaint and 1 new accept. Send it to North, who can",
        "it must not go to anybody who may not read them",
    ):
        assert words in said, words
    spoiled.files.append("south-complaint.swap")
    desk.party("Witness")
    out = desk.run("verify", *spoiled.files, expect=4).out
    assert "[bad-wrap: " in out
    assert "[false-complaint]" not in out
    assert spoiled.state("South") == "releasing"
    said = spoiled.run("reveal", "South", "--exchange", expect=4)
    assert "WARNING: a fault of North is proven by these files" in said
    assert "the key of the offer by you, version 1" in spoiled.run("reveal", "North", "--exchange", expect=4)
    assert "opened: the key" in spoiled.run("receipt", "South", expect=4)
    spoiled.run("receipt", "North", expect=4)
    assert spoiled.state() == "settled"


def test_a_complaint_is_made_once(spoiled: OnDesk) -> None:
    """The key is spent: a second complaint would only give away the next one."""
    spoiled.run("receipt", "South", "--complain")
    said = spoiled.run("receipt", "South", "--complain", expect=2)
    assert "there is nothing to complain of" in said
    assert "wrapped for you does not open" not in spoiled.run("receipt", "South", expect=4)


def test_who_can_open_a_list_cannot_complain_of_it(desk: Desk) -> None:
    exchange = OnDesk(desk)
    exchange.commit("North")
    exchange.commit("South")
    exchange.run("reveal", "North", "--exchange")
    before = desk.read("South.journal")
    assert "nothing to complain of" in exchange.run("receipt", "South", "--complain", expect=2)
    without = [name for name in exchange.files if name != "list-North.swap"]
    sealed = Transcript.read(desk.read("list-North.swap"))
    desk.write("bare.swap", b"".join(s.raw for s in sealed.statements.values()))
    words = ("-k", "South.swapkey", "--yes", "--complain", "-o", "c.swap")
    desk.fails(2, "usage", "receipt", *without, "bare.swap", *words)
    assert desk.read("South.journal") == before


def test_a_complaint_to_a_mediator_is_run_again_by_them_alone(desk: Desk) -> None:
    exchange = OnDesk(desk, 2)
    exchange.commit("North")
    spoil_envelope(desk, "list-North.swap", "North")
    said = exchange.run("receipt", "Heron", "--complain", "--to-mediator", "Wren")
    assert "It gives a key of yours to Wren alone" in said
    assert "to Wren, too, who alone can run it again" in said
    (complaint,) = receipts(exchange, "Heron")
    assert complaint.seed is None
    assert complaint.wrap is not None
    assert "bad-wrap" not in desk.run("verify", *exchange.files).out
    faults = {name: at_desk(name, *exchange.names).assess(*exchange.data()).contradictions for name in exchange.names}
    assert {name: [fault.code for fault in found] for name, found in faults.items() if found} == {"Wren": ["bad-wrap"]}
    accepts = at_desk("North", *exchange.names).assess(*exchange.data()).of(Accept).values()
    numbers = [a.body.number for a in accepts if a.kid == identity("Heron").party.kid]
    assert sorted(numbers) == [0, 0, 0, 1]


@pytest.fixture
def mediated(desk: Desk) -> OnDesk:
    """Return an exchange of release 2 in which the keys that Heron handed on do not open."""
    exchange = OnDesk(desk, 2)
    exchange.commit("North")
    exchange.commit("South")
    for name in (*exchange.names[2:], "South"):
        exchange.run("receipt", name)
    exchange.run("reveal", "Heron", "--exchange")
    spoil_reveals(desk, exchange.files[-1], "Heron")
    return exchange


def test_a_bad_key_of_a_mediator_is_a_ground_for_a_complaint(mediated: OnDesk) -> None:
    """The how-to says that wrap-invalid is one, and reader-not-found is none."""
    desk = mediated.desk
    words = ("open", *mediated.files, "-k", "South.swapkey", "--by", "North", "-o", "north.csv")
    said = desk.fails(1, "wrap-invalid", *words).err
    assert "the key that Heron wrapped for you does not open this list" in said


def test_a_bad_key_of_somebody_who_owes_none_is_no_ground_for_a_complaint(desk: Desk) -> None:
    for name in ("North", "South", "East"):
        desk.party(name)
    desk.commit("list", "--to", "East")
    reveal = ("list.swap", "-k", "East.swapkey", "--of-another", "--to", "South", "--yes", "-o", "reveal.swap")
    desk.run("reveal", *reveal)
    spoil_reveals(desk, "reveal.swap", "East")
    words = ("list.swap", "reveal.swap", "-k", "South.swapkey", "-o", "list-as-read.csv")
    assert "not to this key" in desk.fails(3, "reader-not-found", "open", *words).err


def test_a_complaint_is_suggested_to_a_mediator_whom_it_is_not_about(mediated: OnDesk) -> None:
    """The key that it gives away would go to everyone, while one person can check it."""
    desk = mediated.desk
    for name in mediated.files:
        desk.write(f"ex/{name}", desk.read(name))
    said = desk.run("receipt", "ex", "-k", "South.swapkey", "--yes", "-o", "r.swap", expect=1).err
    assert "r.swap" not in desk.names(), "nothing is signed, and the exit code says that a list does not open"
    hints = [line.partition("To say so: ")[2] for line in said.splitlines() if "To say so: " in line]
    (words,) = map(shlex.split, hints)
    assert words[words.index("--to-mediator") + 1] == "Wren"
    assert words[-1] == os.path.join("ex", "south-complaint.swap")
    assert "It gives a key of yours to Wren alone" in desk.run(*words[1:], "--yes").err


def test_who_complains_to_the_mediator_whom_it_is_about_is_warned(mediated: OnDesk) -> None:
    said = mediated.run("receipt", "South", "--complain", "--to-mediator", "Heron")
    assert "WARNING: Heron is whom you complain of, and nobody else can check this complaint" in said
    assert "complain to Wren." in said
    assert "They alone can run it again, and it is about them." in said
    assert "Send it to Heron, too" not in said


def test_where_nothing_is_wrapped_yet_nothing_is_said_to_open(desk: Desk) -> None:
    exchange = OnDesk(desk)
    exchange.commit("North")
    exchange.commit("South")
    said = exchange.run("receipt", "South", "--complain", expect=2)
    assert "there is nothing to complain of: nothing is wrapped for you here yet" in said
    exchange.run("reveal", "North", "--exchange")
    said = exchange.run("receipt", "South", "--complain", expect=2)
    assert "all that is wrapped for you in these files opens" in said


def test_only_a_mediator_of_the_terms_is_given_the_key_apart(spoiled: OnDesk) -> None:
    for name in ("North", "Heron"):
        if name == "Heron":
            spoiled.desk.party("Heron")
        said = spoiled.run("receipt", "South", "--complain", "--to-mediator", name, expect=2)
        assert f"{name!r} is no mediator of the terms" in said


def test_which_list_is_meant_is_for_complaints(spoiled: OnDesk) -> None:
    assert "are for --complain" in spoiled.run("receipt", "South", "--by", "North", expect=2)


def test_a_key_of_a_card_is_never_given_away(desk: Desk) -> None:
    desk.party("North")
    desk.party("South")
    desk.commit("list", "--to", "South")
    spoil_envelope(desk, "list.swap", "North")
    words = ("-k", "South.swapkey", "--yes", "-o", "c.swap")
    said = desk.run("receipt", "list.swap", "--complain", *words).err
    assert "The key of your card is never given away" in said
    assert "your card, 1 complaint. Send it to North" in said
    assert "the complaint is false" not in said
    assert "named above" not in said


@pytest.mark.skipif(sys.platform == "win32", reason="there are no modes here")
def test_a_complaint_is_for_its_signer_until_they_give_it_out(spoiled: OnDesk) -> None:
    spoiled.run("receipt", "South", "--complain")
    assert Path(spoiled.files[-1]).stat().st_mode & 0o777 == 0o600


def test_a_script_signs_no_receipt_without_yes(spoiled: OnDesk) -> None:
    before = spoiled.desk.read("South.journal")
    for words in ((), ("--complain",)):
        spoiled.desk.fails(2, "not-confirmed", "receipt", *spoiled.files, "-k", "South.swapkey", "-o", "r.swap", *words)
    assert spoiled.desk.read("South.journal") == before
    assert "r.swap" not in spoiled.desk.names()


def test_receipts_of_two_exchanges_are_not_put_into_one_file(desk: Desk) -> None:
    """The receipts of an exchange go to all who take part in it, who may not know of the other."""
    exchange = OnDesk(desk)
    exchange.commit("North")
    first, north = exchange.id(), at_desk("North", "South")
    proposed = north.propose_terms(exchange.terms)
    other = [proposed, at_desk("South", "North").accept(proposed)]
    exchange.keep("other.swap", b"".join(other) + north.commit(north.propose(ids("a"), "offer", under=other)))
    said = exchange.run("receipt", "South", expect=2)
    assert "2 exchanges are in these files, and one is meant: add --terms HEX" in said
    assert not receipts(exchange, "South")
    assert "and 1 receipt. Send it to North" in exchange.run("receipt", "South", "--terms", first)
    assert "1 receipt" in exchange.run("receipt", "South")
    assert len(receipts(exchange, "South")) == 2

"""Moves that a library refuses whoever calls it, and what it prepares in one go."""

import pytest

from swapproto import Desk, Identity, InputError, Place
from swapproto.ledger import InMemory, Ledger
from swapproto.statements import Accept, Deadlines, Receipt, Slot, Terms, new_nonce
from tests.attacks.test_exchange import bad_wrap
from tests.exchanges import MIRA, NORTH, OTTO, SOUTH, START, Hall, ids, kid, signed, statements_of, terms
from tests.making import make, people


def test_a_desk_accepts_no_terms_that_are_withdrawn_or_too_late() -> None:
    hall = Hall()
    hall.propose(NORTH, terms())
    hall.add(hall.desk(NORTH).withdraw(*hall.files, target=statements_of(hall.files[0], NORTH, Terms)[0]))
    with pytest.raises(InputError, match="these terms are withdrawn"):
        hall.accept(SOUTH)
    late = Hall()
    late.propose(NORTH, terms(deadlines=Deadlines(START + 500)))
    late.now += 1000
    with pytest.raises(InputError, match="the deadline accept of these terms has passed"):
        late.accept(SOUTH)
    with pytest.raises(InputError, match="the deadline commit of these terms has passed"):
        late.propose(SOUTH, terms(deadlines=Deadlines(None, START)))


def test_nobody_signs_terms_with_a_card_that_has_expired() -> None:
    who = Identity.generate("North, for a day", iat=START - 1, not_after=START)
    desk = Desk(who, Ledger(InMemory(), who.party.kid), clock=lambda: START + 1, pinned=[SOUTH.party])
    slots = (Slot(who.party.kid, "offer"), Slot(kid(SOUTH), "offer"))
    with pytest.raises(InputError, match="your card has expired"):
        desk.propose_terms(Terms(bytes(16), "too late", slots))


def test_nothing_is_withdrawn_twice_and_no_key_revoked_from_a_time_to_come() -> None:
    hall = Hall()
    hall.agree(terms(), NORTH, SOUTH)
    target = hall.commit(NORTH, ids("a"))
    hall.add(hall.desk(NORTH).withdraw(*hall.files, target=target))
    with pytest.raises(InputError, match="you have withdrawn this already"):
        hall.desk(NORTH).withdraw(*hall.files, target=target)
    with pytest.raises(InputError, match="is yet to come"):
        hall.desk(NORTH).revoke(hall.now + 1000)


def test_a_complaint_goes_to_no_mediator_who_gives_the_key_of_another() -> None:
    """Mira accepts with the key of South's card: South would read the secret that North gives to Mira alone."""
    hall = Hall()
    hall.propose(NORTH, terms(mediators=[kid(MIRA)]))
    hall.accept(SOUTH)
    exchange = hall.standing().exchange.id
    hall.add(signed(MIRA, Accept(new_nonce(), exchange, kid(NORTH), 0, SOUTH.party.encrypt_key), exchange))
    hall.commit(NORTH, ids("a"))
    hall.commit(SOUTH, ids("b"))
    hall.add(bad_wrap(hall, SOUTH, NORTH, of=SOUTH, given=[hall.commitment(NORTH).id]))
    about = hall.commitment(SOUTH)
    with pytest.raises(InputError, match="has the key of a card"):
        hall.desk(NORTH).complain(*hall.files, commitment=about, mediator=MIRA.party)
    with pytest.raises(InputError, match="is no mediator of the terms"):
        hall.desk(NORTH).complain(*hall.files, commitment=about, mediator=OTTO.party)


def test_complaints_of_two_wraps_come_with_one_next_accept_for_their_maker() -> None:
    hall = Hall()
    hall.agree(terms(), NORTH, SOUTH)
    hall.commit(NORTH, ids("a"))
    hall.commit(SOUTH, ids("b"))
    for _ in range(2):
        hall.add(bad_wrap(hall, SOUTH, NORTH, of=SOUTH, given=[hall.commitment(NORTH).id]))
    made = hall.desk(NORTH).complain(*hall.files, commitment=hall.commitment(SOUTH))
    assert len(statements_of(made, NORTH, Receipt)) == 2
    assert [accept.body.number for accept in statements_of(made, NORTH, Accept)] == [1]


def test_one_batch_names_every_statement_that_no_other_names() -> None:
    """A statement names 32 others: the next ones of the batch go on where it stopped."""
    hall = Hall()
    hall.agree(terms(), NORTH, SOUTH)
    exchange = hall.standing().exchange.id
    for number in range(3):
        place = Place("offer", bytes([number]) * 16, exchange=exchange)
        made = make(NORTH, people(1), place=place)
        hall.add(made.both)
    accept = statements_of(hall.files[1], SOUTH, Accept)[0].body
    for _ in range(60):
        hall.add(signed(SOUTH, accept._replace(nonce=new_nonce()), exchange))
    receipts = statements_of(hall.desk(SOUTH).acknowledge(*hall.files), SOUTH, Receipt)
    named = {i for receipt in receipts for i in receipt.body.seen}
    assert len(receipts) == 3
    assert {s.id for file in hall.files[-60:] for s in statements_of(file, SOUTH, Accept)} <= named

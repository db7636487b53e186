"""Moves: what a party signs next names what it knew there, and blames nobody for what is not at hand."""

import pytest

from swapproto import Commitment, Desk, InputError, List, Moves, Place, Schema, Transcript, Trust
from swapproto.assessment import conclude, gather
from swapproto.ledger import InMemory, Ledger
from swapproto.statements import Accept, Deadlines, Receipt, Reveal, Review, Slot, Terms
from tests.making import HERON, IAT, NORTH, SOUTH, make, people

PINNED = [who.party for who in (NORTH, SOUTH, HERON)]
NAMES = Schema.of_texts(["name"])


def desks() -> tuple[Desk, Desk]:
    """Return the desks of North and South, who have pinned each other."""
    north, south = (
        Desk(who, Ledger(InMemory(), who.party.kid), clock=lambda: IAT, pinned=PINNED) for who in (NORTH, SOUTH)
    )
    return north, south


def agreed(north: Desk, south: Desk, title: str = "one for one") -> list[bytes]:
    """Return terms of release 1 that both have accepted."""
    slots = (Slot(NORTH.party.kid, "offer", 1), Slot(SOUTH.party.kid, "offer", 1))
    proposed = north.propose_terms(Terms(bytes(16), title, slots, deadlines=Deadlines(), release=1))
    return [proposed, south.accept(proposed)]


def one(label: str) -> List:
    return List.of(label, NAMES, [{"name": "Olha"}])


def test_a_list_of_one_name_in_two_exchanges_is_two_lists_and_no_fork() -> None:
    north, south = desks()
    made = [north.commit(north.propose(one("people"), "offer", under=agreed(north, south, title))) for title in "ab"]
    lists = {c.body.place.list_id for c in south.assess(*made).of(Commitment).values()}
    assert len(lists) == 2
    assert not south.assess(*made).contradictions


def test_the_next_version_of_a_list_stays_in_its_exchange() -> None:
    north, south = desks()
    files = agreed(north, south)
    files.append(north.commit(north.propose(one("people"), "offer", under=files)))
    (first,) = north.assess(*files).of(Commitment).values()
    with pytest.raises(InputError, match="belongs to one exchange"):
        north.propose(one("people"), "offer", after=first)
    other = agreed(north, south)
    with pytest.raises(InputError, match="belongs to one exchange"):
        north.propose(one("people"), "offer", after=first, under=other)
    assert north.propose(one("people"), "offer", after=first, under=files).confirmation.version == 2


def test_receipts_of_two_lists_without_an_exchange_do_not_name_each_other() -> None:
    _, south = desks()
    made = [make(NORTH, people(label=label), place=Place.first("report"), readers=[SOUTH]) for label in "ab"]
    files = [*(m.both for m in made), NORTH.party.card]
    receipts = south.assess(*files, south.acknowledge(*files)).of(Receipt)
    assert len(receipts) == 2
    for receipt in receipts.values():
        assert receipt.body.stage == "opened"
        assert not set(receipt.body.seen) & receipts.keys()


def test_a_sound_key_is_not_complained_of_while_the_envelope_is_missing() -> None:
    """A complaint would give away the key, and convict whoever complains."""
    north, south = desks()
    files = agreed(north, south)
    for who in (north, south):
        files.append(who.commit(who.propose(one("people"), "offer", under=files)))
    files.append(north.reveal_due(*files))
    without = [Transcript.read(file) for file in files]
    pieces = [s.raw for t in without for s in t.statements.values()]
    assessment = south.assess(*pieces)
    (commitment,) = (c for c in assessment.of(Commitment).values() if c.kid == NORTH.party.kid)
    assert commitment.id not in assessment.opened
    assert assessment.of(Reveal)
    with pytest.raises(InputError, match="nothing is wrapped for you"):
        south.complain(*pieces, commitment=commitment)
    assert len(south.assess(*files).of(Accept)) == 2


def test_acknowledging_twice_with_the_same_moves_prepares_nothing_more() -> None:
    made = make(NORTH, people(2))
    transcript = Transcript.read(NORTH.party.card + made.both)
    evidence = gather(transcript, Trust.of(NORTH.party, SOUTH.party))
    ledger = Ledger(InMemory(), SOUTH.party.kid)
    moves = Moves(SOUTH, evidence, conclude(evidence, now=IAT), ledger, iat=IAT)
    assert len(moves.acknowledge()) == 1
    assert moves.acknowledge() == []


def test_a_review_of_a_list_without_an_exchange_names_ones_own_receipt_of_it() -> None:
    """The files need not have the receipt: the ledger has."""
    _, south = desks()
    made = make(NORTH, people(2))
    files = [made.both, NORTH.party.card]
    receipt = south.acknowledge(*files)
    review = south.review(*files, commitment=made.signed, verdict="agreed")
    seen = south.assess(*files, receipt, review)
    (acknowledged,), (reviewed,) = seen.of(Receipt), seen.of(Review).values()
    assert acknowledged in reviewed.body.seen

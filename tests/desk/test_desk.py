"""A desk: what the command line does for people, for those who write programs."""

import time
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from swapproto import (
    AccessError,
    Commitment,
    Identity,
    InputError,
    Moves,
    Proposal,
    Requirement,
    Transcript,
    VerificationError,
)
from swapproto.desk import Desk
from swapproto.ledger import InMemory, Ledger
from swapproto.statements import Slot, Terms
from tests.making import IAT, NORTH, SOUTH, STRANGER, people


def desk_of(me: Identity, *others: Identity, storage: InMemory | None = None, now: int = IAT) -> Desk:
    ledger = Ledger(storage or InMemory(), me.party.kid)
    return Desk(me, ledger, clock=lambda: now, pinned=[other.party for other in others])


def test_a_list_goes_from_one_desk_to_another() -> None:
    north, south = desk_of(NORTH, SOUTH), desk_of(SOUTH, NORTH)
    file = north.commit(north.propose(people(3), "offer", readers=[SOUTH.party]))
    found = south.assess(file)
    assert found.exit_code([Requirement("opened", by=NORTH.party.kid)]) == 0
    assert [len(opened.list) for opened in found.opened.values()] == [3]
    assert desk_of(STRANGER, NORTH).assess(file).opened == {}


def test_a_commitment_can_hold_a_round_of_the_beacon() -> None:
    north, south = desk_of(NORTH, SOUTH), desk_of(SOUTH, NORTH)
    file = north.commit(north.propose(people(3), "offer", beacon=(1000, bytes(48))))
    (commitment,) = south.assess(file).of(Commitment).values()
    assert commitment.body.beacon == (1000, bytes(48))


def test_what_people_should_see_before_they_sign_is_data() -> None:
    north = desk_of(NORTH, SOUTH)
    shown = north.propose(people(3), "offer", readers=[SOUTH.party]).confirmation
    assert (shown.label, shown.role, shown.version, shown.entries, shown.distinct_keys) == ("people", "offer", 1, 3, 3)
    assert shown.readers == (SOUTH.party,)
    assert [field.name for field in shown.fields] == ["id", "name"]
    assert not shown.set_back


def test_a_second_first_version_is_refused_and_the_same_list_is_not() -> None:
    storage = InMemory()
    north = desk_of(NORTH, storage=storage)
    north.commit(north.propose(people(3), "offer"))
    north.commit(north.propose(people(3), "offer"))
    with pytest.raises(InputError) as refused:
        north.propose(people(4), "offer")
    assert refused.value.code == "fork-refused"
    with pytest.raises(InputError):
        desk_of(NORTH, storage=storage).propose(people(4), "offer")


def test_of_two_proposals_for_one_place_one_is_signed() -> None:
    """The place is claimed before the signature is asked for: the second asks for none."""
    storage = InMemory()
    first = desk_of(NORTH, storage=storage)
    file = first.commit(first.propose(people(3), "offer"))
    (signed,) = first.assess(file).of(Commitment).values()
    one, two = desk_of(NORTH, storage=storage), desk_of(NORTH, storage=storage)
    a, b = one.propose(people(4), "offer", after=signed), two.propose(people(5), "offer", after=signed)
    one.claim(a)
    with pytest.raises(InputError) as refused:
        two.claim(b)
    assert refused.value.code == "fork-refused"


def test_of_two_first_versions_of_one_label_and_role_one_is_signed() -> None:
    """Each has an id of its own, so that nobody could call it a fork, and one party would have two first lists."""
    storage = InMemory()
    one, two = desk_of(NORTH, storage=storage), desk_of(NORTH, storage=storage)
    a, b = one.propose(people(3), "offer"), two.propose(people(4), "offer")
    one.claim(a)
    with pytest.raises(InputError) as refused:
        two.claim(b)
    assert refused.value.code == "fork-refused"
    two.claim(two.propose(people(4, label="another"), "offer"))
    two.claim(two.propose(people(4), "request"))


def test_another_role_is_shown_beside_the_one_before() -> None:
    north = desk_of(NORTH)
    file = north.commit(north.propose(people(3), "offer"))
    (signed,) = north.assess(file).of(Commitment).values()
    shown = north.propose(people(4), "request", after=signed).confirmation
    assert (shown.previous_role, shown.role) == ("offer", "request")


def test_a_key_service_signs_what_was_claimed() -> None:
    north = desk_of(NORTH)
    proposal = north.propose(people(3), "offer")
    north.claim(proposal, "https://example.org/1")
    signature = NORTH.sign(proposal.to_be_signed)
    with pytest.raises(VerificationError):
        north.finish(proposal, SOUTH.sign(proposal.to_be_signed))
    assert desk_of(SOUTH, NORTH).assess(north.finish(proposal, signature)).exit_code() == 0
    assert north.ledger.records[0].file == "https://example.org/1"


def test_nothing_is_finished_that_was_not_claimed() -> None:
    storage = InMemory()
    north, again = desk_of(NORTH, storage=storage), desk_of(NORTH, storage=storage)
    proposal = north.propose(people(3), "offer")
    signature = NORTH.sign(proposal.to_be_signed)
    with pytest.raises(InputError, match="not claimed"):
        again.finish(proposal, signature)
    assert north.claim(proposal) == proposal.to_be_signed
    assert again.finish(proposal, signature) == north.finish(proposal, signature)


def test_a_list_is_prepared_by_no_way_round_its_claim() -> None:
    north = desk_of(NORTH)
    proposal = north.propose(people(3), "offer")
    with pytest.raises(InputError, match="propose it and claim it"):
        north.prepare(lambda moves: [moves.sealed(proposal.sealed)])
    assert north.claim(proposal) == north.claim(proposal)
    assert len(north.ledger.records) == 1


def test_receipts_are_recorded_before_a_key_service_signs_them() -> None:
    north, south = desk_of(NORTH, SOUTH), desk_of(SOUTH, NORTH)
    file = north.commit(north.propose(people(3), "offer", readers=[SOUTH.party]))
    receipts = south.prepare(Moves.acknowledge, file)
    assert [record.statement for record in south.ledger.records] == [receipt.id.hex() for receipt in receipts]
    answer = SOUTH.party.card + b"".join(receipt.finish(SOUTH.sign(receipt.to_be_signed)) for receipt in receipts)
    assert "ack-opened" in {fact.code for fact in north.assess(file, answer).facts}
    assert south.prepare(Moves.acknowledge, file, answer) == []


def test_a_desk_tells_how_far_it_is_and_can_be_stopped() -> None:
    north, south = desk_of(NORTH, SOUTH), desk_of(SOUTH, NORTH)
    told: list[tuple[int, int]] = []
    proposal = north.propose(people(3), "offer", readers=[SOUTH.party], progress=lambda *step: told.append(step))
    assert told
    south.assess(file := north.commit(proposal), progress=lambda *step: told.append(step))
    assert told[-1][0] == told[-1][1]

    def stop(done: int, steps: int) -> None:
        raise KeyboardInterrupt

    for work in (lambda: north.propose(people(3), "offer", progress=stop), lambda: south.assess(file, progress=stop)):
        with pytest.raises(KeyboardInterrupt):
            work()


class Slow(InMemory):
    """Records that take a while to be added, as in a database."""

    def append(self, record: bytes, *, after: int) -> None:
        time.sleep(0.01)
        super().append(record, after=len(self.read()))  # what keeps threads apart is not the storage


def test_threads_that_share_a_desk_make_no_fork() -> None:
    north = desk_of(NORTH, storage=Slow())
    file = north.commit(north.propose(people(3), "offer"))
    (signed,) = north.assess(file).of(Commitment).values()
    proposals = [north.propose(people(count), "offer", after=signed) for count in range(4, 12)]
    start = Barrier(len(proposals))

    def commit(proposal: Proposal) -> bytes | None:
        start.wait()
        try:
            return north.commit(proposal)
        except InputError:
            return None

    with ThreadPoolExecutor(len(proposals)) as pool:
        files = [made for made in pool.map(commit, proposals) if made is not None]
    assert len(files) == 1


def test_a_correction_is_the_next_version_and_needs_the_earlier_one_in_the_ledger() -> None:
    north = desk_of(NORTH)
    file = north.commit(north.propose(people(3), "offer"))
    (signed,) = north.assess(file).of(Commitment).values()
    proposal = north.propose(people(4), "offer", after=signed)
    assert (proposal.confirmation.version, proposal.confirmation.previous) == (2, signed.id)
    with pytest.raises(InputError, match="not complete"):
        desk_of(NORTH).propose(people(4), "offer", after=signed)
    lost = desk_of(NORTH)
    lost.ledger.adopt(signed, "people", "list.swap")
    assert lost.propose(people(4), "offer", after=signed).confirmation.version == 2
    with pytest.raises(InputError, match="not yours"):
        desk_of(SOUTH, NORTH).propose(people(4), "offer", after=signed)


def test_a_reveal_opens_the_list_for_its_reader_or_for_everyone() -> None:
    north, south, other = desk_of(NORTH, SOUTH), desk_of(SOUTH, NORTH), desk_of(STRANGER, NORTH)
    file = north.commit(north.propose(people(3), "offer"))
    (signed,) = north.assess(file).of(Commitment).values()
    to_south = north.reveal(file, commitment=signed, reader=SOUTH.party)
    assert list(south.assess(file, to_south).opened) == [signed.id]
    assert not other.assess(file, to_south).opened
    to_all = north.reveal(file, commitment=signed, reader=None)
    assert list(other.assess(file, to_all).opened) == [signed.id]
    assert [record.kind for record in north.ledger.records] == ["commitment", "reveal", "reveal"]
    with pytest.raises(AccessError):
        other.reveal(file, commitment=signed, reader=None)


def test_nothing_is_sealed_to_a_party_that_is_not_pinned() -> None:
    with pytest.raises(AccessError) as refused:
        desk_of(NORTH).propose(people(3), "offer", readers=[SOUTH.party])
    assert refused.value.code == "signer-not-pinned"


def test_no_terms_are_proposed_to_a_party_that_is_not_pinned() -> None:
    """Their accept, with a key to seal to, could be anybody's."""
    slots = (Slot(NORTH.party.kid, "offer"), Slot(SOUTH.party.kid, "offer"))
    terms = Terms(bytes(16), "Winter lists", slots)
    with pytest.raises(AccessError) as refused:
        desk_of(NORTH).propose_terms(terms)
    assert refused.value.code == "signer-not-pinned"
    assert desk_of(NORTH, SOUTH).propose_terms(terms)


def test_a_card_is_pinned_by_its_digits_alone() -> None:
    north = desk_of(NORTH)
    with pytest.raises(VerificationError) as refused:
        north.pin(SOUTH.party.card, NORTH.party.fingerprint)
    assert refused.value.code == "card-mismatch"
    assert north.pin(SOUTH.party.card, SOUTH.party.fingerprint.replace(" ", "-")) == SOUTH.party
    renamed = Identity.from_seed(SOUTH.seed, "Another name", iat=IAT)
    with pytest.raises(InputError) as conflict:
        north.pin(renamed.party.card, renamed.party.fingerprint)
    assert conflict.value.code == "pin-conflict"


def test_a_clock_that_was_set_back_is_told() -> None:
    storage = InMemory()
    north = desk_of(NORTH, storage=storage)
    file = north.commit(north.propose(people(3), "offer"))
    (signed,) = north.assess(file).of(Commitment).values()
    earlier = desk_of(NORTH, storage=storage, now=IAT - 1)
    assert earlier.propose(people(4), "offer", after=signed).confirmation.set_back


def test_a_desk_takes_the_ledger_of_its_own_key_only() -> None:
    with pytest.raises(InputError, match="another key"):
        Desk(NORTH, Ledger(InMemory(), SOUTH.party.kid), clock=lambda: IAT)


def test_a_file_of_a_desk_is_an_ordinary_file() -> None:
    north = desk_of(NORTH)
    file = north.commit(north.propose(people(3), "offer"))
    assert len(Transcript.read(file)) == 3


def test_a_key_is_handed_to_nobody_who_is_not_pinned_or_has_expired() -> None:
    north = desk_of(NORTH)
    file = north.commit(north.propose(people(3), "offer"))
    (signed,) = north.assess(file).of(Commitment).values()
    with pytest.raises(AccessError) as refused:
        north.reveal(file, commitment=signed, reader=SOUTH.party)
    assert refused.value.code == "signer-not-pinned"
    short = Identity.from_seed(bytes(32), "Short", iat=IAT, not_after=IAT + 1)
    late = Desk(NORTH, Ledger(InMemory(), NORTH.party.kid), clock=lambda: IAT + 2, pinned=[short.party])
    with pytest.raises(InputError, match="expired"):
        late.propose(people(3), "offer", readers=[short.party])
    own = Desk(short, Ledger(InMemory(), short.party.kid), clock=lambda: IAT + 2)
    with pytest.raises(InputError, match="expired"):
        own.propose(people(3), "offer")
    assert [record.kind for record in north.ledger.records] == ["commitment"]

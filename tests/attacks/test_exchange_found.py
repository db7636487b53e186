"""Attacks on exchanges that succeeded, each named by what should hold."""

from contextlib import suppress
from typing import Any

import pytest

from spec import reference
from swapproto import (
    InputError,
    Receipt,
    Reveal,
    SwapError,
    Transcript,
    Trust,
    assess,
    gather,
    prepare_reveal,
    seal,
)
from swapproto.conformance import runner
from swapproto.release import opened_tag, wrap_in_envelope
from swapproto.statements import Accept, Commitment, Deadlines, Place, Slot, Withdraw, new_nonce
from swapproto.wire.hpke import unwrap
from tests.attacks.test_exchange import (
    accept_of,
    bad_wrap,
    cek_of,
    committed,
    receipt,
    seed_for,
    without_envelopes,
)
from tests.budget import count_calls
from tests.exchanges import (
    EAST,
    MIRA,
    NORTH,
    OTTO,
    SOUTH,
    START,
    Hall,
    codes,
    ids,
    kid,
    released_by_parties,
    signed,
    statements_of,
    terms,
)
from tests.making import committed_to_plaintext

# --- an honest party who only uses a desk


def test_a_complaint_is_not_made_of_a_sound_wrap_whose_envelope_is_not_here() -> None:
    """South's files lack North's envelope: the complaint publishes North's list, and convicts South for ever."""
    hall = committed()
    hall.reveal(NORTH)
    lacking = [without_envelopes(file) for file in hall.files]
    with pytest.raises(InputError, match="nothing is wrapped for you"):
        hall.desk(SOUTH).complain(*lacking, commitment=hall.commitment(NORTH))


def test_a_reader_who_hands_a_settled_list_on_is_no_culprit() -> None:
    """Whoever passes a list to an agency by ``Desk.reveal`` after everything is settled signs a premature reveal."""
    hall = released_by_parties()
    assert hall.state() == "settled"
    with pytest.raises(InputError, match="out of turn is a fault of yours"):
        hall.desk(SOUTH).reveal(*hall.files, commitment=hall.commitment(NORTH), reader=OTTO.party)


def test_a_desk_signs_no_second_list_for_one_slot_under_another_label() -> None:
    """The ledger finds places by label: another label is another list in the same slot, and convicts its signer."""
    hall = committed()
    with pytest.raises(InputError, match="is recorded as signed"):
        hall.commit(NORTH, ids("a", "b", label="the same, renamed"))


@pytest.mark.parametrize("replaced", [True, False])
def test_a_desk_does_not_carry_the_versions_of_a_list_into_another_exchange(replaced: bool) -> None:
    """The error says "make the next version instead": that version is a bad chain, and convicts its signer."""
    hall = committed()
    first = hall.commitment(NORTH)
    earlier = first.body.place.exchange if replaced else None
    new = [hall.desk(NORTH).propose_terms(terms(replaces=earlier), *hall.files)]
    new.append(hall.desk(SOUTH).accept(*new))
    desk = hall.desk(NORTH)
    with pytest.raises(InputError, match="belongs to one exchange"):
        desk.propose(ids("a", "b"), "offer", after=first, under=new)


def test_a_list_of_one_label_can_be_committed_to_under_the_terms_that_replace_its_own() -> None:
    """Whoever agrees to new terms could commit to their list under no name that they used before."""
    hall = committed()
    new = [hall.desk(NORTH).propose_terms(terms(replaces=hall.standing().exchange.id), *hall.files)]
    new.append(hall.desk(SOUTH).accept(*new))
    desk = hall.desk(NORTH)
    new.append(desk.commit(desk.propose(ids("a", "b"), "offer", under=new)))
    assert codes(hall.assess(*hall.files, *new)) == set()


def test_the_next_version_of_a_list_under_terms_is_not_sealed_to_a_party() -> None:
    """Without ``under`` a desk keeps the exchange of the version before, and none of the checks of its terms."""
    hall = committed()
    desk = hall.desk(NORTH)
    with pytest.raises(InputError, match="belongs to one exchange"):
        desk.propose(ids("a", "b"), "offer", after=hall.commitment(NORTH), readers=[SOUTH.party])


@pytest.mark.parametrize("act", ["accept", "commit", "next version"])
def test_a_desk_that_withdrew_signs_nothing_more_though_its_files_lack_the_withdrawal(act: str) -> None:
    """The other side sends the files without the withdrawal; ``seen`` names it from the ledger, and convicts."""
    hall = Hall()
    hall.agree(terms(mediators=[kid(MIRA)]), NORTH, SOUTH, MIRA)
    if act == "next version":
        hall.commit(NORTH, ids("a"))
    desk, files = hall.desk(NORTH), list(hall.files)
    desk.withdraw(*files, target=statements_of(files[0], NORTH, Accept)[0])
    only_terms = next(s.raw for s in Transcript.read(files[0]).statements.values() if s.kind == "terms")
    after = hall.commitment(NORTH) if act == "next version" else None
    with pytest.raises(InputError, match="that is final"):
        desk.accept(only_terms) if act == "accept" else desk.propose(ids("b"), "offer", after=after, under=files)


def test_a_desk_presents_no_key_again_that_it_gave_away() -> None:
    """North withdraws, complains (without a next accept), and accepts again from files that show neither."""
    hall = committed()
    hall.add(bad_wrap(hall, SOUTH, NORTH, of=SOUTH, given=[hall.commitment(NORTH).id]))
    desk, files = hall.desk(NORTH), list(hall.files)
    withdrawal = desk.withdraw(*files, target=statements_of(files[0], NORTH, Accept)[0])
    complaint = desk.complain(*files, withdrawal, commitment=hall.commitment(SOUTH))
    (given,) = statements_of(complaint, NORTH, Receipt)
    assert given.body.seed == seed_for(hall, NORTH, SOUTH)
    only_terms = next(s.raw for s in Transcript.read(files[0]).statements.values() if s.kind == "terms")
    with pytest.raises(InputError, match="that is final"):
        desk.accept(only_terms)


def test_a_list_is_not_sealed_to_a_key_that_is_public_under_another_accept() -> None:
    """Mira gives a seed away under one accept, and presents the same key in the next: everybody reads North's list."""
    hall = Hall()
    hall.agree(terms(mediators=[kid(MIRA)], release=2), NORTH, SOUTH, MIRA)
    hall.commit(NORTH, ids("a", "b"))
    exchange = hall.standing().exchange.id
    first, seed = accept_of(hall, MIRA, SOUTH), seed_for(hall, MIRA, SOUTH)
    hall.add(receipt(hall, MIRA, NORTH, "unopenable", seed, source=hall.commitment(NORTH).id, key=first.id))
    hall.add(signed(MIRA, first.body._replace(nonce=new_nonce(), number=1), exchange))
    hall.commit(SOUTH, ids("c"))
    evidence = gather(Transcript.union(map(Transcript.read, hall.files)), Trust.of(*hall.pinned))
    readable = []
    for commitment in evidence.of(Commitment).values():
        envelope = evidence.envelopes[commitment.body.envelope]
        for key_id in envelope.wraps:
            with suppress(SwapError):
                wrapped = wrap_in_envelope(commitment, envelope, key_id)
                readable.append(unwrap(wrapped.wrap, seed, wrapped.info))
    assert readable == []


def test_a_list_is_not_sealed_to_the_key_of_a_party_in_the_accept_of_a_mediator() -> None:
    """Mira accepts with the key of South's card: North's desk seals to South, and nothing is held against Mira."""
    hall = Hall()
    hall.propose(NORTH, terms(mediators=[kid(MIRA)], release=2))
    hall.accept(SOUTH)
    exchange = hall.standing().exchange.id
    accept = Accept(new_nonce(), exchange, kid(NORTH), 0, SOUTH.party.encrypt_key)
    hall.add(MIRA.party.card + signed(MIRA, accept, exchange))
    with pytest.raises(InputError, match="has the key of a card"):
        hall.commit(NORTH, ids("a", "b"))
    assert not hall.assess().of(Commitment)


def test_a_mediator_with_an_older_complaint_gets_no_error_of_another_kind() -> None:
    """A complaint of an old reveal makes the desk of an honest mediator fail with a ValueError."""
    hall = Hall()
    hall.agree(terms(mediators=map(kid, (MIRA, OTTO)), release=2), NORTH, SOUTH, MIRA, OTTO)
    hall.commit(NORTH, ids("a", "b"))
    hall.commit(SOUTH, ids("c"))
    hall.acknowledge(OTTO)
    hall.reveal(OTTO)
    first = hall.commitment(NORTH)
    reveal = next(s for s in statements_of(hall.files[-1], OTTO, Reveal) if s.body.commitment == first.id)
    hall.add(hall.desk(SOUTH).review(*hall.files, commitment=first, verdict="contested"))
    hall.commit(NORTH, ids("a"), after=first)
    hall.acknowledge(MIRA)
    key = accept_of(hall, SOUTH, OTTO).id
    hall.add(receipt(hall, SOUTH, NORTH, "unopenable", source=reveal.id, key=key))
    with pytest.raises(InputError, match="no reveal is due from you"):
        hall.reveal(OTTO)


# --- faults that are not attributed, and moves that are nobody's or another's


def test_a_mediator_who_publishes_the_key_of_a_deposit_is_convicted() -> None:
    """A complaint of a wrap that is not there says nothing, and publishes the seed that opens North's deposit."""
    hall = committed(release=2)
    north, key = hall.commitment(NORTH), accept_of(hall, MIRA, NORTH)
    seed = seed_for(hall, MIRA, NORTH)
    hall.add(receipt(hall, MIRA, SOUTH, "unopenable", seed, source=hall.commitment(SOUTH).id, key=key.id))
    evidence = gather(Transcript.union(map(Transcript.read, hall.files)), Trust.of(*hall.pinned))
    wrapped = wrap_in_envelope(north, evidence.envelopes[north.body.envelope], key.id)
    assert unwrap(wrapped.wrap, seed, wrapped.info) == cek_of(hall, NORTH)  # anybody can
    found = hall.assess()
    assert {culprit for _, culprit in codes(found)} == {kid(MIRA)}


def test_nobody_is_awaited_to_reveal_to_a_reader_who_gives_no_key() -> None:
    """South accepts for Mira alone: North cannot reveal to them, and is overdue for ever."""
    hall = Hall()
    hall.propose(NORTH, terms(mediators=[kid(MIRA)]))
    hall.accept(MIRA)
    accepted = hall.desk(SOUTH).accept(*hall.files)
    mine = [a for a in statements_of(accepted, SOUTH, Accept) if a.body.maker == kid(MIRA)]
    hall.add(SOUTH.party.card + mine[0].raw)
    hall.commit(NORTH, ids("a"))
    hall.commit(SOUTH, ids("b"))
    assert ("North", "reveal") not in hall.moves()
    assert ("South", "accept") in hall.moves()


def test_a_third_reader_without_a_key_keeps_no_list_from_the_others() -> None:
    """East accepts for nobody but South: North's desk then reveals to nobody at all."""
    hall = Hall()
    hall.propose(NORTH, terms(*(Slot(kid(who), "offer") for who in (NORTH, SOUTH, EAST))))
    hall.accept(SOUTH)
    accepted = hall.desk(EAST).accept(*hall.files)
    for_south = [a for a in statements_of(accepted, EAST, Accept) if a.body.maker == kid(SOUTH)]
    hall.add(EAST.party.card + for_south[0].raw)
    for who in (NORTH, SOUTH, EAST):
        hall.commit(who, ids(who.party.name))
    hall.reveal(NORTH)
    assert hall.commitment(NORTH).id in hall.desk(SOUTH).assess(*hall.files).opened


def test_a_bad_wrap_by_a_friend_takes_no_move_from_the_committer() -> None:
    """Otto signs rubbish for South; South complains; then Otto is awaited for ever, and North never."""
    hall = Hall()
    hall.agree(terms(mediators=[kid(OTTO)]), NORTH, SOUTH, OTTO)
    hall.commit(NORTH, ids("a"))
    hall.commit(SOUTH, ids("b"))
    assert ("North", "reveal") in hall.moves()
    hall.add(bad_wrap(hall, OTTO, SOUTH, of=NORTH))
    hall.add(hall.desk(SOUTH).complain(*hall.files, commitment=hall.commitment(NORTH)))
    assert ("North", "reveal") in hall.moves()


def test_a_complaint_that_gives_no_key_away_is_the_complainers_move() -> None:
    """South says *unopenable* of each sound reveal, shows nothing, and North is awaited for ever."""
    hall = committed()
    hall.reveal(NORTH, SOUTH)
    hall.acknowledge(NORTH)
    for _ in range(3):
        reveal = statements_of(next(f for f in reversed(hall.files) if statements_of(f, NORTH, Reveal)), NORTH, Reveal)
        key = accept_of(hall, SOUTH, NORTH).id
        hall.add(receipt(hall, SOUTH, NORTH, "unopenable", source=reveal[0].id, key=key))
        if ("North", "reveal") in hall.moves():
            hall.reveal(NORTH)
    reveal = statements_of(hall.files[-1], NORTH, Reveal)
    if reveal:
        hall.add(receipt(hall, SOUTH, NORTH, "unopenable", source=reveal[0].id, key=accept_of(hall, SOUTH, NORTH).id))
    assert {name for name, _ in hall.moves()} == {"South"}


def test_nobody_is_awaited_to_open_what_cannot_be_opened() -> None:
    """North commits to garbage, and is convicted of it; the state awaits South, to open it, for ever."""
    hall = Hall()
    hall.agree(terms(), NORTH, SOUTH)
    place = Place.first("offer", exchange=hall.standing().exchange.id)
    made = committed_to_plaintext(NORTH, b"garbage", place=place)
    hall.add(made.both)
    hall.commit(SOUTH, ids("b"))
    given, reader = [hall.commitment(SOUTH).id], accept_of(hall, SOUTH, NORTH)
    reveal = prepare_reveal(made.signed, made.cek, revealer=NORTH.party, reader=reader, iat=START, given=given)
    hall.add(reveal.sign(NORTH))
    hall.reveal(SOUTH)
    hall.add(hall.desk(SOUTH).complain(*hall.files, commitment=made.signed))
    hall.acknowledge(NORTH)
    assert codes(hall.assess()) == {("wrong-content", kid(NORTH))}
    assert ("South", "open") not in hall.moves()


# --- what the specification and the package read differently


def test_a_reveal_that_step_4_rejects_is_no_subject_of_a_view() -> None:
    """Spec 17.9, "What 12.1, step 4, rejects is no subject": the package says *not-shown-in-turn* of it."""
    hall = committed()
    body = Reveal(new_nonce(), hall.commitment(NORTH).id, cek=cek_of(hall, NORTH), given=[bytes(32), b"\1" * 32])
    hall.add(signed(SOUTH, body, b"\5" * 32))
    assert "not-shown-in-turn" not in {view.code for view in hall.assess().views}


def test_two_replacements_are_seen_though_a_party_is_not_pinned() -> None:
    """Spec 17.9 does not count it among the views that need all of 17.3; the package does."""
    hall = committed()
    files = list(hall.files)
    replacing = terms(replaces=hall.standing().exchange.id)
    files += [hall.desk(NORTH).propose_terms(replacing, *hall.files) for _ in range(2)]
    pins = Trust.of(NORTH.party, MIRA.party)
    found = assess(Transcript.union(map(Transcript.read, files)), pins, now=START)
    assert "two-replacements" in {view.code for view in found.views}


def _asked(hall: Hall, *files: bytes) -> dict[str, Any]:
    cards = [one.card.hex() for one in hall.pinned]
    return {"files": [b"".join(files).hex()], "pinned": cards, "openings": {}, "now": START, "require": []}


def _withdrawals(hall: Hall, count: int) -> list[bytes]:
    """A withdrawal of an accept by North, one of that withdrawal by South, one of that, and so on."""
    made = [hall.desk(NORTH).withdraw(*hall.files, target=statements_of(hall.files[0], NORTH, Accept)[0])]
    (last,) = statements_of(made[0], NORTH, Withdraw)
    for _ in range(count):
        made.append(signed(SOUTH, Withdraw(new_nonce(), last.id), hall.standing().exchange.id))
        (last,) = statements_of(made[-1], SOUTH, Withdraw)
    return made


def test_the_withdrawal_of_a_withdrawal_is_of_one_exchange_for_all_readers() -> None:
    """Spec 17.8, "of a withdrawal that of its target": the package knows no exchange of it, the reference does."""
    hall = committed()
    asked = _asked(hall, *hall.files, *_withdrawals(hall, 1))
    ours = runner.answer({"operation": "assess", "input": asked})["ok"]["facts"]
    assert ours == reference.run("assess", asked)["ok"]["facts"]


def test_a_chain_of_withdrawals_crashes_no_reader() -> None:
    """Read literally, 17.8 is recursive: a thousand withdrawals of withdrawals end the reference implementation."""
    hall = committed()
    assert "ok" in reference.run("assess", _asked(hall, *hall.files, *_withdrawals(hall, 1200)))


def test_a_review_of_a_reissue_that_does_not_bind_puts_nothing_else_at_stake() -> None:
    """Spec 17.10: a latest review that contests "it or a higher version". The package counts equal versions, too."""
    hall = committed()
    first = hall.commitment(NORTH)
    again = seal(
        ids("a", "b"), author=NORTH.party, local_secret=NORTH.local_secret, place=first.body.place, iat=START + 5
    )
    reissued = hall.add(again.sign(NORTH) + again.envelope)
    (other,) = statements_of(reissued, NORTH, Commitment)
    binding, contested = sorted((first, other), key=lambda one: one.id)
    hall.commit(NORTH, ids("x"), after=first)
    hall.add(hall.desk(SOUTH).review(*hall.files, commitment=contested, verdict="contested"))
    standing = hall.standing()
    assert {c.id for c in standing.at_stake.values() if c is not None and c.kid == kid(NORTH)} == {binding.id}


def test_contradictions_are_in_one_order_in_a_report() -> None:
    """Spec 16, ``report``, does not say where a ``why`` of null goes: the package and the reference differ."""
    hall = Hall()
    hall.agree(terms(), NORTH, SOUTH)
    place = Place.first("offer", exchange=hall.standing().exchange.id)
    made = committed_to_plaintext(NORTH, b"garbage", place=place)
    hall.add(made.both)
    for tag in (bytes(32), opened_tag(made.cek, made.signed.id, kid(SOUTH))):
        body = Receipt(new_nonce(), made.signed.id, made.signed.body.envelope, "opened", tag=tag)
        hall.add(signed(SOUTH, body, place.subject))
    hall.add(signed(NORTH, Reveal(new_nonce(), made.signed.id, cek=made.cek), place.subject))
    asked = _asked(hall, *hall.files) | {"names": ["a file"]}
    ours = runner.answer({"operation": "report", "input": asked})["ok"]["assessment"]["contradictions"]
    theirs = reference.run("report", asked)["ok"]["assessment"]["contradictions"]
    assert ours == theirs


# --- work, and strangers in the way


def test_the_report_of_receipts_and_reveals_of_one_list_is_in_proportion_to_them() -> None:
    """Each receipt names each public reveal as evidence: 1 MB makes a report of 85 MB in 163 MB of memory."""
    hall = committed()
    north, cek = hall.commitment(NORTH), cek_of(hall, NORTH)

    def evidence(count: int) -> int:
        files = list(hall.files)
        for _ in range(count):
            files.append(receipt(hall, SOUTH, NORTH, "opened", tag=bytes(32)))
            files.append(signed(SOUTH, Reveal(new_nonce(), north.id, cek=cek), north.body.place.subject))
        return sum(len(one.evidence) for one in hall.assess(b"".join(files)).contradictions)

    assert evidence(80) <= 3 * evidence(40)


def test_the_report_of_premature_reveals_is_in_proportion_to_them() -> None:
    """Each premature reveal names each accept of its signer: 1 MB makes a report of 26 MB in 50 MB of memory."""
    hall = committed()
    north, cek, accept = hall.commitment(NORTH), cek_of(hall, NORTH), accept_of(hall, SOUTH, NORTH).body

    def evidence(count: int) -> int:
        files = list(hall.files)
        for _ in range(count):
            files.append(signed(SOUTH, accept._replace(nonce=new_nonce()), accept.exchange))
            files.append(signed(SOUTH, Reveal(new_nonce(), north.id, cek=cek), north.body.place.subject))
        return sum(len(one.evidence) for one in hall.assess(b"".join(files)).contradictions)

    assert evidence(80) <= 3 * evidence(40)


def test_a_desk_acknowledges_many_lists_in_proportion_to_them() -> None:
    """For each receipt a desk looks at all statements again: 1 MB takes 2 CPU seconds, and 4 MB half a minute."""
    hall = committed()
    north = hall.commitment(NORTH)

    def calls(count: int) -> int:
        exchange = north.body.place.exchange or b""
        files = list(hall.files)
        for n in range(count):
            place = north.body.place._replace(list_id=n.to_bytes(16, "big"))
            files.append(signed(NORTH, north.body._replace(place=place), exchange))
        desk = Hall().desk(SOUTH)
        return count_calls(lambda: desk.acknowledge(b"".join(files)))

    assert calls(400) <= 2.5 * calls(200)


@pytest.mark.parametrize("what", ["terms that replace", "a stray accept"])
def test_a_statement_of_another_exchange_keeps_no_desk_from_its_moves(what: str) -> None:
    """Whoever adds one statement of any other exchange to the files stops all moves: a desk has no way to choose."""
    hall = committed()
    accept = accept_of(hall, SOUTH, NORTH).body
    if what == "a stray accept":
        hall.add(signed(SOUTH, accept._replace(exchange=b"\7" * 32), b"\7" * 32))
    else:
        hall.add(hall.desk(SOUTH).propose_terms(terms(replaces=accept.exchange), *hall.files))
    hall.add(hall.desk(NORTH).reveal_due(*hall.files, exchange=accept.exchange))


def test_a_desk_hands_no_list_to_a_party_under_release_2_on_the_word_of_a_false_mediator() -> None:
    """South deposits nothing; Otto says *opened* of all, South *unopenable*; North's desk then seals to South itself.

    Otto has no accept and North's list was never sealed to them; Mira, whom North trusts, has opened nothing.
    """
    hall = Hall()
    hall.agree(terms(mediators=map(kid, (MIRA, OTTO)), release=2), NORTH, SOUTH, MIRA)
    hall.commit(NORTH, ids("a", "b"))
    place = Place.first("offer", exchange=hall.standing().exchange.id)
    kept = seal(ids("c"), author=SOUTH.party, local_secret=SOUTH.local_secret, place=place, iat=START)
    hall.add(kept.sign(SOUTH) + kept.envelope)
    for of in (NORTH, SOUTH):
        hall.add(receipt(hall, OTTO, of, "opened", tag=bytes(32)))
    key = accept_of(hall, SOUTH, NORTH).id
    hall.add(receipt(hall, SOUTH, NORTH, "unopenable", source=hall.commitment(NORTH).id, key=key))
    with pytest.raises(InputError, match="no reveal is due from you"):
        hall.reveal(NORTH)
    assert hall.commitment(NORTH).id not in hall.desk(SOUTH).assess(*hall.files).opened


def test_a_complaint_of_a_wrap_that_is_not_there_changes_no_move() -> None:
    """Without a seed it stands, though everybody sees that there is no such wrap, and takes North's deadline away."""
    hall = Hall()
    hall.agree(terms(deadlines=Deadlines(reveal=START + 500)), NORTH, SOUTH)
    hall.commit(NORTH, ids("a"))
    hall.commit(SOUTH, ids("b"))
    before = [move for move in hall.standing().awaiting if move.by == kid(NORTH)]
    key = accept_of(hall, SOUTH, NORTH).id
    hall.add(receipt(hall, SOUTH, NORTH, "unopenable", source=hall.commitment(NORTH).id, key=key))
    assert [move for move in hall.standing().awaiting if move.by == kid(NORTH)] == before


def test_a_desk_that_withdrew_hands_over_nothing_though_its_files_lack_the_withdrawal() -> None:
    """The other side sends the files without it: the list is handed over under terms that are out of force."""
    hall = committed()
    desk, files = hall.desk(NORTH), list(hall.files)
    withdrawal = desk.withdraw(*files, target=statements_of(files[0], NORTH, Accept)[0])
    made = b""
    with pytest.raises(InputError, match="that is final"):
        made = desk.reveal_due(*files)
    assert hall.commitment(NORTH).id not in hall.desk(SOUTH).assess(*files, withdrawal, made).opened


def test_a_mediator_who_withdrew_is_awaited_for_nothing() -> None:
    """A mediator's withdrawal ends their service; the state still awaits them, and they are overdue for ever."""
    hall = Hall()
    deadlines = Deadlines(commit=START + 200)
    hall.agree(terms(mediators=map(kid, (MIRA, OTTO)), delivery=True, deadlines=deadlines), NORTH, SOUTH, MIRA)
    accept = statements_of(hall.files[-1], MIRA, Accept)[0]
    hall.commit(NORTH, ids("a"))
    hall.commit(SOUTH, ids("b"))
    hall.add(hall.desk(MIRA).withdraw(*hall.files, target=accept))
    hall.now = START + 1000
    assert kid(MIRA) not in {view.by for view in hall.assess().views if view.code == "overdue"}


def test_assessing_accepts_and_reveals_takes_work_in_proportion_to_them() -> None:
    """For each reveal all accepts were looked at: 8,000 of both took 7 CPU seconds."""
    hall = committed()
    north, accept = hall.commitment(NORTH), accept_of(hall, SOUTH, NORTH).body

    def calls(count: int) -> int:
        files = list(hall.files)
        for _ in range(count):
            files.append(signed(SOUTH, accept._replace(nonce=new_nonce()), accept.exchange))
            files.append(signed(SOUTH, Reveal(new_nonce(), north.id, cek=bytes(32)), accept.exchange))
        return count_calls(lambda: hall.assess(*files))

    assert calls(400) <= 2.2 * calls(200)

"""Attacks on exchanges, each named by what the attacker would gain."""

from typing import Any

import pytest

from swapproto import (
    Identity,
    InputError,
    Receipt,
    Reveal,
    Signed,
    Transcript,
    Trust,
    gather,
    open_wraps,
    prepare_reveal,
    seal,
)
from swapproto.assessment import conclude
from swapproto.keys import ExchangeKey
from swapproto.release import complaint_extra
from swapproto.statements import Accept, Place, Review, Revoke, Slot, Withdraw, new_nonce
from swapproto.wire.hpke import wrap
from tests.exchanges import (
    EAST,
    EVERYONE,
    MIRA,
    NORTH,
    OTTO,
    SOUTH,
    START,
    Hall,
    codes,
    facts,
    ids,
    kid,
    released_by_parties,
    signed,
    statements_of,
    terms,
)
from tests.making import committed_to_plaintext


def committed(release: int = 1, **fields: Any) -> Hall:
    """An exchange in which both have committed."""
    hall = Hall()
    mediators = [MIRA] if release == 2 else []
    hall.agree(terms(mediators=map(kid, mediators), release=release, **fields), NORTH, SOUTH, *mediators)
    hall.commit(NORTH, ids("a", "b"))
    hall.commit(SOUTH, ids("c"))
    return hall


def cek_of(hall: Hall, owner: Identity) -> bytes:
    """The content key of an owner's list, which only they have."""
    return hall.desk(owner).assess(*hall.files).opened[hall.commitment(owner).id].cek


def accept_of(hall: Hall, reader: Identity, maker: Identity) -> Signed[Accept]:
    found = hall.standing().exchange.key_for(kid(maker), kid(reader))
    assert found is not None
    return found


def revealed(hall: Hall, by: Identity, of: Identity, reader: Any = None, given: Any = ()) -> bytes:
    """A reveal as somebody signs it who asks nobody."""
    commitment, cek = hall.commitment(of), cek_of(hall, of)
    unsigned = prepare_reveal(
        commitment, cek, revealer=by.party, reader=reader, iat=START, given=sorted(given), seen=()
    )
    return unsigned.sign(by)


def receipt(
    hall: Hall, by: Identity, of: Identity, stage: Any = "received", seed: bytes | None = None, **fields: Any
) -> bytes:
    commitment = hall.commitment(of)
    body = Receipt(new_nonce(), commitment.id, commitment.body.envelope, stage, seed=seed, **fields)
    return signed(by, body, commitment.body.place.subject)


def seed_for(hall: Hall, reader: Identity, maker: Identity) -> bytes:
    accept = accept_of(hall, reader, maker).body
    return ExchangeKey(reader.local_secret, accept.exchange, accept.maker, accept.number).seed


def bad_wrap(hall: Hall, maker: Identity, reader: Identity, of: Identity, given: Any = ()) -> bytes:
    """A reveal whose wrap opens to another key than the committed one."""
    commitment, accept = hall.commitment(of), accept_of(hall, reader, maker)
    from swapproto.release import _reveal_extra  # what a hostile program would build, too

    sealed = wrap(bytes(32), accept.body.encrypt_key, accept.id, _reveal_extra(commitment.id, kid(maker), accept.id))
    body = Reveal(new_nonce(), commitment.id, wrap=(accept.id, sealed), given=sorted(given))
    return signed(maker, body, commitment.body.place.subject)


# --- M1, M2: complaints


def test_a_complaint_opens_no_list_but_that_of_the_accused() -> None:
    """A bad wrap to a mediator would make an honest complaint publish the lists of everybody else."""
    hall = committed(release=2)
    sealed_by_north = hall.commitment(NORTH)
    hall.add(bad_wrap(hall, SOUTH, MIRA, of=SOUTH))
    wrapped = statements_of(hall.files[-1], SOUTH, Reveal)[0]
    seed = seed_for(hall, MIRA, SOUTH)
    hall.add(receipt(hall, MIRA, SOUTH, "unopenable", seed, source=wrapped.id, key=accept_of(hall, MIRA, SOUTH).id))
    found = hall.assess()
    assert codes(found) == {("bad-wrap", kid(SOUTH))}
    envelope = found.statements[sealed_by_north.id]
    evidence = gather(Transcript.union(map(Transcript.read, hall.files)), Trust.of(*hall.pinned))
    key = accept_of(hall, MIRA, NORTH)
    raw = evidence.envelopes[sealed_by_north.body.envelope].wraps[key.id]
    from swapproto.release import wrap_in_envelope
    from swapproto.wire.hpke import unwrap

    info = wrap_in_envelope(sealed_by_north, evidence.envelopes[sealed_by_north.body.envelope], key.id).info
    with pytest.raises(Exception, match="does not open"):
        unwrap(raw, seed, info)
    assert envelope.id == sealed_by_north.id


def test_a_true_complaint_about_garbage_convicts_the_committer_alone() -> None:
    """Whoever seals garbage with the right key would turn an honest complaint against its author."""
    hall = Hall()
    hall.agree(terms(mediators=[kid(MIRA)], release=2), NORTH, SOUTH, MIRA)
    place = Place.first("offer", exchange=hall.standing().exchange.id)
    made = committed_to_plaintext(NORTH, b"garbage", place=place)
    hall.add(made.both)
    deposit = prepare_reveal(
        made.signed, made.cek, revealer=NORTH.party, reader=accept_of(hall, MIRA, NORTH), iat=START
    )
    hall.add(deposit.sign(NORTH))
    assert codes(hall.assess()) == set()
    complaint = hall.add(hall.desk(MIRA).complain(*hall.files, commitment=made.signed))
    found = hall.assess()
    assert codes(found) == {("wrong-content", kid(NORTH))}
    assert found.contradictions[0].transferable
    assert len(statements_of(complaint, MIRA, Accept)) == 1


@pytest.mark.parametrize("public", [True, False])
def test_a_false_complaint_with_a_right_seed_convicts_the_complainer(public: bool) -> None:
    """Whoever says that a list does not open, while it does, would make its sender look guilty."""
    hall = committed(release=2)
    source, accept = hall.commitment(NORTH).id, accept_of(hall, MIRA, NORTH)
    seed = seed_for(hall, MIRA, NORTH)
    if public:
        hall.add(receipt(hall, MIRA, NORTH, "unopenable", seed, source=source, key=accept.id))
        found = hall.assess()
    else:
        extra = complaint_extra(source, kid(MIRA), accept.id, kid(OTTO))
        sealed = (kid(OTTO), wrap(seed, OTTO.party.encrypt_key, kid(OTTO), extra))
        hall.add(receipt(hall, MIRA, NORTH, "unopenable", source=source, key=accept.id, wrap=sealed))
        assert codes(hall.assess()) == set()
        found = hall.desk(OTTO).assess(*hall.files)
    assert codes(found) == {("false-complaint", kid(MIRA))}
    assert found.contradictions[0].transferable is public


def test_a_complaint_with_another_seed_convicts_the_complainer() -> None:
    """With a made-up seed nothing would ever open, whatever the accused did."""
    hall = committed(release=2)
    source, accept = hall.commitment(NORTH).id, accept_of(hall, MIRA, NORTH)
    hall.add(receipt(hall, MIRA, NORTH, "unopenable", bytes(32), source=source, key=accept.id))
    assert codes(hall.assess()) == {("false-complaint", kid(MIRA))}


def test_a_wrap_under_the_key_for_another_maker_is_never_complained_of() -> None:
    """Mallory wraps badly under the key that is for North, and the complaint would open North's list."""
    hall = committed(release=2)
    for_north, theirs = accept_of(hall, MIRA, NORTH), hall.commitment(SOUTH)
    body = Reveal(new_nonce(), theirs.id, wrap=(for_north.id, bytes(1168)))
    hall.add(signed(SOUTH, body, theirs.body.place.subject))
    assert codes(hall.assess()) == set()
    wrapped = statements_of(hall.files[-1], SOUTH, Reveal)[0]
    evidence = gather(Transcript.union(map(Transcript.read, hall.files)), Trust.of(*hall.pinned))
    assert wrapped.id not in open_wraps(evidence, kid(MIRA), MIRA, MIRA.local_secret)
    with pytest.raises(InputError):
        hall.desk(MIRA).complain(*hall.files, commitment=theirs)


def test_an_accept_that_was_given_away_is_never_sealed_to_again() -> None:
    """The accused would reveal again to a key that everybody has, and so publish their own list."""
    hall = committed()
    south_for_north = accept_of(hall, SOUTH, NORTH)
    hall.add(bad_wrap(hall, NORTH, SOUTH, of=NORTH, given=[hall.commitment(SOUTH).id]))
    complaint = hall.add(hall.desk(SOUTH).complain(*hall.files, commitment=hall.commitment(NORTH)))
    assert codes(hall.assess()) == {("bad-wrap", kid(NORTH))}
    (next_accept,) = statements_of(complaint, SOUTH, Accept)
    assert next_accept.body.number == south_for_north.body.number + 1
    assert accept_of(hall, SOUTH, NORTH).id == next_accept.id
    hall.reveal(NORTH)
    assert hall.commitment(NORTH).id in hall.desk(SOUTH).assess(*hall.files).opened
    assert hall.commitment(NORTH).id not in hall.assess().opened


# --- M3, M4, M5: who is premature, who forks


def test_an_owner_who_publishes_their_own_list_is_at_no_fault() -> None:
    """A duty to notify families would convict whoever fulfils it."""
    hall = Hall()
    hall.agree(terms(), NORTH, SOUTH)
    hall.commit(NORTH, ids("a"))
    hall.add(revealed(hall, NORTH, NORTH))
    found = hall.assess()
    assert codes(found) == set()
    assert "published" in {fact.code for fact in found.facts}


def test_a_late_deposit_with_a_mediator_is_no_fault() -> None:
    """A mediator who accepts late would make everybody who seals to them guilty."""
    hall = Hall()
    hall.agree(terms(mediators=map(kid, (MIRA, OTTO)), release=2), NORTH, SOUTH, MIRA)
    hall.commit(NORTH, ids("a"))
    hall.commit(SOUTH, ids("b"))
    hall.accept(OTTO)
    assert ("North", "deposit") in hall.moves()
    hall.reveal(NORTH, SOUTH)
    hall.acknowledge(OTTO)
    assert hall.moves() == {("Otto", "reveal")}
    hall.reveal(OTTO)
    hall.acknowledge(NORTH, SOUTH)
    assert hall.state() == "settled"
    assert codes(hall.assess()) == set()


@pytest.mark.parametrize("what", ["withdrawal", "no envelope", "fork", "false opened"])
def test_what_others_do_makes_no_honest_reveal_premature(what: str) -> None:
    """A hidden withdrawal, a missing envelope, a fork or a false tag would convict who relied on what they saw."""
    hall = committed(release=2)
    if what == "false opened":
        for of in (NORTH, SOUTH):
            hall.add(receipt(hall, MIRA, of, "opened", tag=bytes(32)))
        given = [r.id for r in hall.assess().of(Receipt).values()]
        given.append(hall.commitment(SOUTH).id)
        hall.add(revealed(hall, MIRA, NORTH, accept_of(hall, SOUTH, MIRA), given))
        assert {code for code, _ in codes(hall.desk(NORTH).assess(*hall.files))} == {"false-opened"}
        return
    hall.acknowledge(MIRA)
    hall.reveal(MIRA)
    before = facts(hall.assess())
    files = list(hall.files)
    if what == "withdrawal":
        accept = statements_of(hall.files[1], SOUTH, Accept)[0]
        files.append(signed(SOUTH, Withdraw(new_nonce(), accept.id), accept.body.exchange))
    elif what == "fork":
        slot = hall.commitment(SOUTH).body.place
        forked = seal(
            ids("x"),
            author=SOUTH.party,
            local_secret=SOUTH.local_secret,
            place=Place.first("offer", exchange=slot.exchange),
            iat=START,
        )
        files.append(forked.sign(SOUTH) + forked.envelope)
    else:
        files = [without_envelopes(file) for file in files]
    found = hall.assess(*files)
    assert {code for code, _ in codes(found)} <= {"slot-fork"}
    assert {code for code, *_ in before if code in ("in-turn", "relied-on")} <= {fact.code for fact in found.facts}


def without_envelopes(file: bytes) -> bytes:
    return b"".join(statement.raw for statement in Transcript.read(file).statements.values())


@pytest.mark.parametrize("subject", [None, b"\7" * 32])
def test_a_mediator_who_hands_on_a_list_early_is_convicted_whatever_the_subject_says(subject: bytes | None) -> None:
    """With a wrong subject claim a mediator could publish a list, and nobody could say that they did."""
    hall = Hall()
    hall.agree(terms(mediators=[kid(MIRA)], release=2), NORTH, SOUTH, MIRA)
    hall.commit(NORTH, ids("a"))
    commitment = hall.commitment(NORTH)
    body = Reveal(new_nonce(), commitment.id, cek=cek_of(hall, NORTH))
    hall.add(signed(MIRA, body, subject or commitment.body.place.subject))
    found = hall.assess()
    assert codes(found) == {("premature", kid(MIRA))}
    assert len(found.rejected) == (subject is not None)


def test_a_reveal_that_relies_on_what_is_not_there_is_shown_so_and_never_in_turn() -> None:
    """Made-up ids in ``given`` would put off the proof for ever; programs ask for ``in-turn`` instead."""
    hall = committed(release=2)
    hall.add(revealed(hall, MIRA, NORTH, given=[bytes([n]) * 32 for n in range(4)]))
    found = hall.assess()
    assert codes(found) == set()
    assert "in-turn" not in {fact.code for fact in found.facts}
    (view,) = (view for view in found.views if view.code == "not-shown-in-turn")
    assert view.value["missing"] == [bytes([n]) * 32 for n in range(4)]


def test_a_reveal_with_too_few_ids_is_premature_at_once() -> None:
    """With nothing in ``given`` there is nothing to wait for."""
    hall = committed(release=2)
    hall.add(revealed(hall, MIRA, NORTH))
    assert codes(hall.assess()) == {("premature", kid(MIRA))}


def test_two_reviews_and_two_reports_under_one_exchange_are_no_fork() -> None:
    """An honest reviewer of two lists would be convicted of forking."""
    hall = released_by_parties()
    standing = hall.standing()
    for n in range(2):
        review = seal(
            ids(f"r{n}"),
            author=SOUTH.party,
            local_secret=SOUTH.local_secret,
            place=Place("review", bytes([n]) * 16, exchange=standing.exchange.id, answers=hall.commitment(NORTH).id),
            iat=START,
        )
        hall.add(review.sign(SOUTH) + review.envelope)
    found = hall.assess()
    assert codes(found) == set()
    assert "off-terms" not in {fact.code for fact in found.facts}


def test_two_lists_for_one_slot_convict_their_signer() -> None:
    """A second list would let a party choose after it saw the other side's."""
    hall = committed()
    place = Place.first("offer", exchange=hall.standing().exchange.id)
    other = seal(ids("x"), author=NORTH.party, local_secret=NORTH.local_secret, place=place, iat=START)
    hall.add(other.sign(NORTH))
    assert codes(hall.assess()) == {("slot-fork", kid(NORTH))}


# --- M8: withdrawals


def test_an_act_after_ones_own_withdrawal_convicts_and_owning_up_does_not() -> None:
    """Whoever withdrew, and still receipts, reviews or reveals what they owe, would be convicted of going on."""
    hall = committed()
    accept = statements_of(hall.files[0], NORTH, Accept)[0]
    hall.add(hall.desk(NORTH).withdraw(*hall.files, target=accept, reason="we stop"))
    hall.acknowledge(NORTH)
    hall.add(hall.desk(NORTH).review(*hall.files, commitment=hall.commitment(SOUTH), verdict="agreed"))
    hall.add(revealed(hall, NORTH, NORTH, given=[]))
    assert codes(hall.assess()) == set()
    assert hall.state() == "withdrawn"
    withdrawal = statements_of(hall.files[-4], NORTH, Withdraw)[0]
    place = Place.first("offer", exchange=hall.standing().exchange.id)
    later = seal(
        ids("z"),
        author=NORTH.party,
        local_secret=NORTH.local_secret,
        place=place._replace(role="request"),
        iat=START,
        seen=[withdrawal.id],
    )
    hall.add(later.sign(NORTH))
    assert codes(hall.assess()) == {("after-withdrawal", kid(NORTH))}


def test_a_program_goes_on_in_no_exchange_from_which_its_party_withdrew() -> None:
    hall = committed()
    accept = statements_of(hall.files[0], NORTH, Accept)[0]
    hall.add(hall.desk(NORTH).withdraw(*hall.files, target=accept))
    for again in (
        lambda: hall.desk(NORTH).accept(*hall.files),
        lambda: hall.desk(NORTH).reveal_due(*hall.files),
        lambda: hall.desk(NORTH).propose(ids("n"), "offer", under=hall.files),
    ):
        with pytest.raises(InputError):
            again()


def test_a_withdrawal_that_was_kept_secret_is_shown_as_not_known_to_others() -> None:
    """A withdrawal signed in secret would free its signer of what others relied on."""
    hall = committed()
    accept = statements_of(hall.files[0], NORTH, Accept)[0]
    secret = hall.desk(NORTH).withdraw(*hall.files, target=accept)
    found = hall.assess(*hall.files, secret)
    (view,) = (view for view in found.views if view.code == "withdrawn")
    assert view.value["unknown_to"] == [kid(SOUTH)]
    hall.add(secret)
    hall.acknowledge(SOUTH)
    found = hall.assess()
    (view,) = (view for view in found.views if view.code == "withdrawn")
    assert view.value["unknown_to"] == []
    assert "knew-withdrawal" in {fact.code for fact in found.facts if fact.by == kid(SOUTH)}


# --- S1, S2, S13 and the rest


def test_a_false_opened_convicts_the_receiver_once_the_key_is_known() -> None:
    """A mediator's word that they opened the lists is what release 2 rests on."""
    hall = committed(release=2)
    hall.add(receipt(hall, MIRA, NORTH, "opened", tag=bytes(32)))
    assert codes(hall.assess()) == set()
    assert codes(hall.desk(NORTH).assess(*hall.files)) == {("false-opened", kid(MIRA))}
    hall.add(revealed(hall, NORTH, NORTH))
    (fault,) = hall.assess().contradictions
    assert (fault.code, fault.culprit, fault.transferable) == ("false-opened", kid(MIRA), True)


def test_a_receipt_for_another_envelope_or_by_the_committer_acknowledges_nothing() -> None:
    """A receipt of something else would count as delivery."""
    hall = committed()
    commitment = hall.commitment(NORTH)
    other = Receipt(new_nonce(), commitment.id, bytes(32), "received")
    hall.add(signed(SOUTH, other, commitment.body.place.subject))
    hall.add(receipt(hall, NORTH, NORTH))
    found = hall.assess()
    assert "ack-received" not in {fact.code for fact in found.facts}
    assert "receipt-not-proven" in found.not_proven


@pytest.mark.parametrize("body", [Receipt, Review])
def test_a_statement_with_the_subject_of_another_exchange_says_nothing(body: type) -> None:
    """A receipt of one exchange would be replayed into another."""
    hall = committed()
    commitment = hall.commitment(NORTH)
    made: Any = (
        Receipt(new_nonce(), commitment.id, commitment.body.envelope, "received")
        if body is Receipt
        else Review(new_nonce(), commitment.id, "agreed")
    )
    hall.add(signed(SOUTH, made, b"\5" * 32))
    found = hall.assess()
    assert [r.code for r in found.rejected] == ["claims-mismatch"]
    assert {"ack-received", "reviewed"}.isdisjoint(fact.code for fact in found.facts)


def test_a_withdrawal_of_anothers_statement_does_nothing() -> None:
    """Anybody could end any exchange."""
    hall = committed()
    accept = statements_of(hall.files[0], NORTH, Accept)[0]
    hall.add(signed(SOUTH, Withdraw(new_nonce(), accept.id), accept.body.exchange))
    assert hall.state() == "releasing"
    assert "withdrew" not in {fact.code for fact in hall.assess().facts}


def test_two_strangers_replace_no_terms() -> None:
    """Mallory and a friend would agree on terms that replace those of others."""
    hall = committed()
    mine = terms(Slot(kid(EAST), "offer"), Slot(kid(OTTO), "offer"), replaces=hall.standing().exchange.id)
    other = hall.desk(EAST).propose_terms(mine, *hall.files)
    accepted = hall.desk(OTTO).accept(other)
    found = hall.assess(*hall.files, other, accepted)
    assert "replaced" not in {fact.code for fact in found.facts}
    assert {standing.state for standing in found.exchanges} == {"releasing", "committing"}


def test_terms_are_replaced_when_each_of_their_parties_accepts_the_new_ones() -> None:
    hall = committed()
    first = hall.standing().exchange.id
    new = hall.desk(NORTH).propose_terms(terms(replaces=first), *hall.files)
    assert {s.state for s in hall.assess(*hall.files, new).exchanges} == {"releasing", "proposed"}
    accepted = hall.desk(SOUTH).accept(new)
    found = hall.assess(*hall.files, new, accepted)
    assert {fact.subject for fact in found.facts if fact.code == "replaced"} == {first}
    assert {s.state for s in found.exchanges} == {"replaced", "committing"}


def test_a_stolen_key_revokes_nothing_that_was_proven() -> None:
    """A forker would revoke their own key "since 2020", and be free."""
    hall = committed()
    place = Place.first("offer", exchange=hall.standing().exchange.id)
    other = seal(ids("x"), author=NORTH.party, local_secret=NORTH.local_secret, place=place, iat=START)
    hall.add(other.sign(NORTH))
    hall.add(signed(NORTH, Revoke(new_nonce(), 0), kid(NORTH)))
    found = hall.assess()
    assert codes(found) == {("slot-fork", kid(NORTH))}
    assert "after-revocation" in {view.code for view in found.views if view.by == kid(NORTH)}


def test_an_accept_with_a_weak_key_is_refused() -> None:
    """Whoever seals to a key of low order seals to everybody."""
    hall = committed()
    body = accept_of(hall, SOUTH, NORTH).body
    weak = body._replace(nonce=new_nonce(), encrypt_key=body.encrypt_key[:1184] + bytes(32))
    hall.add(signed(SOUTH, weak, body.exchange))
    assert [r.code for r in hall.assess().rejected] == ["key-weak"]


def test_a_list_is_readable_by_nobody_but_its_chosen_readers_before_it_is_released() -> None:
    hall = committed(release=2)
    for who in EVERYONE:
        opened = hall.desk(who).assess(*hall.files).opened
        expected = {kid(who)} if who in (NORTH, SOUTH) else {kid(NORTH), kid(SOUTH)} if who is MIRA else set()
        assert {hall.commitment(o).kid for o in (NORTH, SOUTH) if hall.commitment(o).id in opened} == expected


def test_without_the_terms_or_a_pin_no_rule_is_applied() -> None:
    """A reader who lacks the terms would take every reveal for premature."""
    hall = committed(release=2)
    hall.add(revealed(hall, MIRA, NORTH))
    statements = [s for file in hall.files for s in Transcript.read(file).statements.values()]
    rest = b"".join(s.raw for s in statements if s.kind != "terms")
    found = hall.assess(rest)
    assert codes(found) == set()
    assert [s.state for s in found.exchanges] == ["no-terms"]
    assert "terms-absent" in {view.code for view in found.views}
    everything = Transcript.union(map(Transcript.read, hall.files))
    partly = conclude(gather(everything, Trust.of(NORTH.party, MIRA.party)), now=START)
    assert codes(partly) == set()
    assert "party-not-pinned" in {view.code for view in partly.views}


def test_a_second_list_for_a_slot_is_not_signed_whatever_its_name() -> None:
    """Two exports of one table under two names would make an honest party a forker."""
    hall = committed()
    with pytest.raises(InputError) as caught:
        hall.commit(NORTH, ids("x", label="another name"))
    assert caught.value.code == "fork-refused"


def test_nobody_seals_to_a_mediator_who_has_withdrawn() -> None:
    """A mediator who has left would go on to read every list."""
    hall = Hall()
    hall.agree(terms(mediators=map(kid, (MIRA, OTTO)), release=2), NORTH, SOUTH, MIRA, OTTO)
    accept = statements_of(hall.files[2], MIRA, Accept)[0]
    hall.add(hall.desk(MIRA).withdraw(*hall.files, target=accept))
    hall.commit(NORTH, ids("a"))
    hall.commit(SOUTH, ids("b"))
    assert hall.desk(MIRA).assess(*hall.files).opened == {}
    assert hall.moves() == {("Otto", "open")}
    hall.acknowledge(OTTO)
    hall.reveal(OTTO)
    hall.acknowledge(NORTH, SOUTH)
    assert hall.state() == "settled"


def test_a_mediator_who_gives_a_key_away_about_no_wrap_is_named() -> None:
    """A complaint about an envelope without a wrap would publish what was deposited later, and name nobody."""
    hall = Hall()
    hall.agree(terms(mediators=[kid(MIRA)], release=2), NORTH, SOUTH)
    hall.commit(NORTH, ids("a"))
    hall.accept(MIRA)
    hall.commit(SOUTH, ids("b"))
    hall.reveal(NORTH)
    source, key = hall.commitment(NORTH).id, accept_of(hall, MIRA, NORTH).id
    hall.add(receipt(hall, MIRA, NORTH, "unopenable", seed_for(hall, MIRA, NORTH), source=source, key=key))
    assert codes(hall.assess()) == {("false-complaint", kid(MIRA))}

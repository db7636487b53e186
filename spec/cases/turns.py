"""Cases of 17.2 to 17.9: what an assessment says about exchanges."""

from __future__ import annotations

from typing import Any

from spec import reference as r
from spec.cases.deals import (
    EAST,
    EVERYBODY,
    OTTER,
    Deal,
    Dealings,
    complaint,
    opened,
    receipt,
    release,
    review,
    revoke,
    slots,
    terms_of,
    withdraw,
    wrapped,
)
from spec.cases.making import (
    EXCHANGE,
    HERON,
    LIST_B,
    NORTH,
    PEOPLE,
    PEOPLE_SCHEMA,
    SOUTH,
    STRANGER,
    AcceptKey,
    Cases,
    Json,
    Made,
    accept,
    reveal,
    statement_id,
)
from spec.cases.transcripts import Pin, requirement
from spec.reference import H, cbor


def agreement_cases(c: Cases) -> None:
    say = Dealings(c, "17.9")
    deal = Deal(c, "agreement", mediators=[HERON.kid])
    north, south, heron = deal.accept(NORTH, SOUTH), deal.accept(SOUTH, NORTH), deal.accept(HERON, NORTH)
    both, x = [deal.terms, north, south], deal.x
    say(
        "terms-proposed",
        "Terms that nobody has accepted.",
        [deal.terms],
        0,
        {"proposed": x, "state": x, "awaiting": x},
        {"agreed": x, "in-force": x},
    )
    say(
        "terms-half-accepted",
        "One of two parties has accepted: its own terms need its accept, too.",
        [deal.terms, south],
        0,
        {"accepted": south},
        {"agreed": x},
    )
    say(
        "terms-agreed",
        "Both parties have accepted.",
        both,
        0,
        {"accepted": [north, south], "agreed": x, "in-force": x, "knew": north},
    )
    say(
        "terms-accepted-by-mediator",
        "A mediator accepts: accepted, and not agreed.",
        [deal.terms, heron, south],
        0,
        {"accepted": [heron, south]},
        {"agreed": x},
    )
    other = deal.accept(EAST, NORTH)
    say(
        "terms-accepted-by-outsider",
        "An accept by somebody whom the terms do not name is no accept of theirs.",
        [*both, other],
        0,
        {"agreed": x},
        {"accepted": other},
    )
    say(
        "accept-without-terms",
        "An accept whose terms are not present.",
        [north],
        0,
        {"terms-absent": north},
        {"accepted": north},
        spec="17.9",
    )
    say(
        "accept-of-a-list",
        "An accept of what is no terms but a list.",
        [*(one := deal.list(NORTH, "accepted as terms")).files, odd := accept(NORTH, one.id, SOUTH)],
        0,
        {"terms-absent": odd},
        {"accepted": odd},
    )
    say(
        "terms-party-not-pinned",
        "A party is not pinned: its accept is ignored, and no rule of the terms is applied.",
        [SOUTH.card_bytes, *both, heron],
        3,
        {"proposed": x, "accepted": [north, heron], "party-not-pinned": x, "state": x},
        {"agreed": x, "in-force": x, "awaiting": x},
        ignored="signer-not-pinned signer-not-pinned",
        pinned=(NORTH, HERON),
        spec="17.3",
    )
    anew = Deal(
        c, "replacing what is not pinned", replaces=x, slots=slots((NORTH, "offer", None), (HERON, "offer", None))
    )
    say(
        "replaced-party-not-pinned",
        "Terms with a party that is not pinned are replaced: no rule of them is applied.",
        [SOUTH.card_bytes, *both, anew.terms, *anew.accepts(NORTH, HERON)],
        3,
        {"agreed": anew.x, "party-not-pinned": x},
        {"replaced": x},
        ignored="signer-not-pinned signer-not-pinned",
        pinned=(NORTH, HERON),
        spec="17.3",
    )
    say(
        "terms-mediator-not-pinned",
        "A mediator need not be pinned.",
        [HERON.card_bytes, *both, heron],
        3,
        {"agreed": x, "in-force": x},
        {"party-not-pinned": x},
        ignored="signer-not-pinned signer-not-pinned",
        pinned=(NORTH, SOUTH),
        spec="17.3",
    )
    gone = withdraw(south, SOUTH)
    say(
        "terms-withdrawn-after",
        "An accept is withdrawn: that both had agreed stays true, and the terms are not in force.",
        [*both, gone],
        0,
        {"agreed": x, "withdrew": gone, "withdrawn": gone},
        {"in-force": x},
        spec="17.7",
    )
    mediator_gone = withdraw(heron, HERON)
    say(
        "terms-mediator-withdrawn",
        "A mediator withdraws: the terms between the parties stay in force.",
        [*both, heron, mediator_gone],
        0,
        {"agreed": x, "in-force": x, "withdrew": mediator_gone},
        spec="17.7",
    )
    outsider_gone = withdraw(other, EAST)
    say(
        "terms-outsider-withdrawn",
        "Somebody withdraws an accept of terms that do not name them.",
        [*both, other, outsider_gone],
        0,
        {"in-force": x, "withdrew": outsider_gone},
        spec="17.7",
    )
    foreign = withdraw(south, NORTH)
    say(
        "terms-withdrawn-by-another",
        "A party withdraws the other's accept: nothing follows.",
        [*both, foreign],
        0,
        {"in-force": x},
        {"withdrew": foreign, "withdrawn": foreign},
        spec="17.7",
    )
    own_terms = withdraw(deal.terms, NORTH)
    say(
        "terms-withdrawn-when-agreed",
        "The proposer withdraws the terms themselves: the accepts stand.",
        [*both, own_terms],
        0,
        {"in-force": x, "withdrew": own_terms},
        spec="17.7",
    )
    say(
        "withdraw-alone",
        "A withdrawal whose target is not present.",
        [gone],
        0,
        {},
        {"withdrew": gone, "withdrawn": gone},
        spec="17.7",
    )
    misplaced = withdraw(south, SOUTH, sub=H(b"elsewhere").hex())
    say(
        "withdraw-misplaced",
        "A withdrawal whose subject is not that of its target takes nothing away.",
        [*both, misplaced],
        1,
        {"in-force": x, "signed": misplaced, "knew": misplaced},
        {"withdrew": misplaced},
        rejected="claims-mismatch",
        spec="12.1, step 4",
    )
    named = Pin(NORTH.card("Northbank Secretariat (new)", 1830000000, None))
    say(
        "terms-renamed-party",
        "A party is pinned with another card of its key: a new name keeps its place.",
        both,
        0,
        {"agreed": x, "in-force": x},
        {"party-not-pinned": x},
        pinned=(named, SOUTH, HERON),
        spec="17.1",
    )
    twin = deal.accept(NORTH, SOUTH, encrypt=EAST.encrypt)
    say(
        "accepts-twice",
        "Two accepts by one party for one kid and of one number, with different keys: both are accepts, and no fault.",
        [*both, twin],
        0,
        {"accepted": [north, twin], "in-force": x},
        spec="17.2",
    )
    replaced_cases(c, deal, both)


def replaced_cases(c: Cases, deal: Deal, both: list[bytes]) -> None:
    say, x = Dealings(c, "17.9"), deal.x
    new = Deal(c, "replacing", replaces=x)
    accepts = new.accepts(NORTH, SOUTH)
    say(
        "terms-replaced",
        "Both parties have accepted terms that replace the first.",
        [*both, new.terms, *accepts],
        0,
        {"replaced": x, "agreed": [x, new.x], "in-force": new.x},
        {"in-force": x, "replaced": new.x, "two-replacements": x},
    )
    say(
        "terms-replaced-by-one",
        "Only one party has accepted the new terms: the first stay in force.",
        [*both, new.terms, accepts[0]],
        0,
        {"in-force": x},
        {"replaced": x, "two-replacements": x},
    )
    say(
        "terms-replaced-unseen",
        "The new terms are not present: their accepts replace nothing.",
        [*both, *accepts],
        0,
        {"in-force": x, "terms-absent": accepts},
        {"replaced": x},
    )
    friends = Deal(
        c, "replacing for others", EAST, replaces=x, slots=slots((EAST, "offer", None), (OTTER, "offer", None))
    )
    say(
        "terms-replaced-by-others",
        "Two others agree on terms that claim to replace these: whoever is no party of them replaces nothing.",
        [*both, friends.terms, *friends.accepts(EAST, OTTER)],
        0,
        {"in-force": x, "agreed": friends.x},
        {"replaced": x},
    )
    narrow = Deal(
        c, "replacing without one", SOUTH, replaces=x, slots=slots((SOUTH, "offer", None), (EAST, "offer", None))
    )
    outside = narrow.accept(NORTH, SOUTH)
    say(
        "terms-replaced-as-outsider",
        "A party signs an accept of new terms that do not name it: that is no accept of them.",
        [*both, narrow.terms, *narrow.accepts(SOUTH, EAST), outside],
        0,
        {"in-force": x},
        {"replaced": x, "accepted": outside},
    )
    second = Deal(c, "replacing, too", SOUTH, replaces=x)
    split = [*both, new.terms, accepts[0], second.terms, second.accept(SOUTH, NORTH)]
    say(
        "terms-two-replacements",
        "Each party has accepted other new terms: both of the same are needed.",
        split,
        0,
        {"in-force": x, "two-replacements": x},
        {"replaced": x},
    )
    say(
        "terms-two-replacements-unaccepted",
        "Two new terms, of which only one was accepted by anybody.",
        split[:-1],
        0,
        {"in-force": x},
        {"two-replacements": x},
    )
    wide = Deal(
        c,
        "replacing as a mediator",
        SOUTH,
        replaces=x,
        slots=slots((SOUTH, "offer", None), (EAST, "offer", None)),
        mediators=[NORTH.kid],
    )
    say(
        "terms-replaced-as-mediator",
        "A party becomes the mediator of the new terms, and has accepted them.",
        [*both, wide.terms, *wide.accepts(NORTH, SOUTH)],
        0,
        {"replaced": x},
        {"in-force": x, "agreed": wide.x},
    )
    say(
        "terms-replaced-twice",
        "Both parties have accepted two new terms.",
        [*both, new.terms, *accepts, second.terms, *second.accepts(NORTH, SOUTH)],
        0,
        {"replaced": x, "two-replacements": x},
    )

    late = deal.list(NORTH, "after replacement")
    say(
        "terms-replaced-list-after",
        "A list under terms that were replaced fills a slot of theirs only, and is no fault.",
        [*both, new.terms, *accepts, *late.files],
        0,
        {"replaced": x, "slot-filled": late.id},
        {"off-terms": late.id},
    )


def slot_cases(c: Cases) -> None:
    say = Dealings(c, "17.3; 17.9")
    deal = Deal(c, "slots", schema=H(cbor(PEOPLE_SCHEMA)), slots=slots((NORTH, "offer", 3), (SOUTH, "request", None)))
    north, south = deal.list(NORTH), deal.list(SOUTH, role="request")
    lists = [deal.terms, *north.files, *south.files]
    say(
        "slot-filled",
        "Two lists that fill their slots; the count of one was agreed.",
        lists,
        0,
        {"slot-filled": [north.id, south.id], "count-agreed": north.id, "binding": [north.id, south.id]},
        {"count-agreed": south.id, "off-terms": [north.id, south.id], "unanswered": north.id},
    )
    say(
        "slot-covered",
        "A list without its envelope covers its slot, and does not fill it.",
        [deal.terms, north.statement, *south.files],
        0,
        {"count-agreed": north.id, "binding": north.id},
        {"slot-filled": north.id, "off-terms": north.id},
    )
    say(
        "slot-without-terms",
        "Lists of an exchange whose terms are not present.",
        lists[1:],
        0,
        {"terms-absent": [north.id, south.id]},
        {"slot-filled": north.id, "binding": north.id, "unanswered": north.id},
    )
    say(
        "slot-party-not-pinned",
        "A party of the terms is not pinned: no rule of slots is applied to the other.",
        [deal.terms, *north.files],
        0,
        {"party-not-pinned": deal.x, "committed": north.id},
        {"slot-filled": north.id, "count-agreed": north.id, "binding": north.id},
        pinned=(NORTH, HERON),
    )
    schema: Json = {"fields": [{"name": "n", "type": "string"}]}
    other = c.commit(
        "slots: another schema", body={"exchange": deal.x}, schema=schema, entries=[{"n": str(i)} for i in range(3)]
    )
    for name, about, off in (
        ("kid", "A list by a party without a slot is off the terms.", deal.list(EAST)),
        ("role", "A list in the other party's role is off the terms.", deal.list(NORTH, "wrong role", role="request")),
        ("count", "A list of another count is off the terms.", deal.list(NORTH, "wrong count", count=2)),
        ("schema", "A list of another schema is off the terms.", other),
    ):
        say(
            f"off-terms-{name}",
            about,
            [deal.terms, *off.files],
            0,
            {"off-terms": off.id},
            {"slot-filled": off.id, "count-agreed": off.id, "binding": off.id},
        )
    elsewhere = Deal(c, "slots elsewhere").list(NORTH, "elsewhere")
    say(
        "off-terms-elsewhere",
        "A list of another exchange fills no slot, and is not off these terms.",
        [deal.terms, *elsewhere.files],
        0,
        {"terms-absent": elsewhere.id},
        {"slot-filled": elsewhere.id, "off-terms": elsewhere.id},
    )
    role: Json = {"role": "review", "list": LIST_B}
    reviewed = deal.list(NORTH, "review", answers=south.id, **role)
    say(
        "review-list",
        "A review list answers a list of the exchange: it is not off the terms.",
        [*lists, *reviewed.files],
        0,
        {"answered": south.id},
        {"off-terms": reviewed.id, "slot-filled": reviewed.id},
    )
    say(
        "review-list-alone",
        "A review list whose list is not present: it could be of the exchange.",
        [deal.terms, *reviewed.files],
        0,
        {},
        {"off-terms": reviewed.id},
    )
    stray = deal.list(NORTH, "stray review", answers=elsewhere.id, **role)
    say(
        "review-list-of-another",
        "A review list of a list of another exchange is off the terms.",
        [deal.terms, *stray.files, *elsewhere.files],
        0,
        {"off-terms": stray.id},
    )
    say(
        "review-list-of-another-alone",
        "The same review list without that list: nobody can say so yet.",
        [deal.terms, *stray.files],
        0,
        {},
        {"off-terms": stray.id},
    )
    idle = deal.list(NORTH, "idle review", **role)
    say(
        "review-list-of-nothing",
        "A list of role review that answers nothing is off the terms.",
        [deal.terms, *idle.files],
        0,
        {"off-terms": idle.id},
    )
    reply = deal.list(NORTH, "reply", answers=south.id, role="reply", list=LIST_B)
    say(
        "off-terms-answer",
        "A list that answers one of the exchange, in a role that is neither a slot's nor review.",
        [*lists, *reply.files],
        0,
        {"off-terms": reply.id, "answered": south.id},
    )
    about_terms = deal.list(NORTH, "review of terms", answers=deal.x, **role)
    say(
        "review-list-of-terms",
        "A list of role review that answers the terms themselves is off the terms.",
        [deal.terms, *about_terms.files],
        0,
        {"off-terms": about_terms.id},
    )
    twice = [deal.list(NORTH, f"review {i}", answers=south.id, role="review", list=H(b"%d" % i)[:16]) for i in range(2)]
    say(
        "review-lists-two",
        "Two review lists by one honest reviewer are no fork of a slot.",
        [*lists, *twice[0].files, *twice[1].files],
        0,
        {},
        {"off-terms": [twice[0].id, twice[1].id]},
        spec="12.3",
    )
    two = Deal(c, "two slots", slots=slots((NORTH, "offer", None), (NORTH, "request", 2), (SOUTH, "offer", None)))
    offer, request = two.list(NORTH), two.list(NORTH, role="request", list=LIST_B, count=2, name="request")
    say(
        "slot-two-of-one",
        "A party with two slots fills both: no fork.",
        [two.terms, *offer.files, *request.files],
        0,
        {"slot-filled": [offer.id, request.id], "count-agreed": request.id, "binding": [offer.id, request.id]},
        {"count-agreed": offer.id},
    )
    reading = Deal(c, "a slot of reviews", slots=slots((NORTH, "review", None), (SOUTH, "offer", None)))
    filling = reading.list(NORTH, role="review")
    say(
        "slot-of-role-review",
        "A slot can have the role review.",
        [reading.terms, *filling.files],
        0,
        {"slot-filled": filling.id},
        {"off-terms": filling.id},
    )


def answer_cases(c: Cases) -> None:
    say = Dealings(c, "17.9")
    first = c.commit("answers: first")
    own = c.commit("answers: own", body={"list": LIST_B, "answers": first.id, "role": "request"})
    theirs = c.commit("answers: theirs", SOUTH, body={"answers": first.id, "role": "request"})
    say(
        "answered",
        "Another party's list answers this one.",
        [*first.files, *theirs.files],
        0,
        {"answered": first.id, "unanswered": theirs.id},
        {"unanswered": first.id, "answered": theirs.id},
    )
    say(
        "answered-by-oneself",
        "A party's own list answers nothing for it.",
        [*first.files, *own.files],
        0,
        {"unanswered": [first.id, own.id]},
        {"answered": first.id},
    )
    bound = c.commit("answers: in an exchange", SOUTH, body={"answers": first.id, "exchange": EXCHANGE})
    say(
        "answered-from-an-exchange",
        "A list of an exchange answers one outside.",
        [*first.files, *bound.files],
        0,
        {"answered": first.id, "terms-absent": bound.id},
        {"unanswered": [first.id, bound.id]},
    )
    tricky = c.commit("answers: key", SOUTH, body={"list": LIST_B, "key": first.id})
    say(
        "knew-key-commitment",
        "A key commitment that is the id of a list names no list.",
        [*first.files, *tricky.files],
        0,
        {},
        {"knew": tricky.id},
        spec="17.8",
    )


def knew_cases(c: Cases) -> None:
    say = Dealings(c, "12.2; 17.8")
    deal = Deal(c, "names", mediators=[HERON.kid])
    made = deal.list(NORTH)
    key = deal.key(SOUTH, NORTH)
    terms = deal.terms
    replacing = terms_of("names a replaced one", replaces=deal.x)
    absent = H(b"absent")
    apart = made._replace(id=absent)
    target = withdraw(key.statement, SOUTH)
    given: list[tuple[str, list[bytes], bytes]] = [
        ("exchange", [terms], made.statement),
        ("accept", [terms], key.statement),
        ("replaces", [terms], replacing),
        ("target", [key.statement], target),
        ("source", [made.statement], receipt(apart, SOUTH, "unopenable", source=made.id, key=absent)),
        ("key", [key.statement], receipt(apart, SOUTH, "unopenable", source=absent, key=key.kid)),
        ("details", [made.statement], review(apart, SOUTH, details=made.id)),
        ("wrap", [key.statement], release(apart, NORTH, wrap=[key.kid, bytes(1168)])),
        (
            "complaint-wrap",
            [key.statement],
            receipt(apart, HERON, "unopenable", source=absent, key=absent, wrap=[key.kid, bytes(1168)]),
        ),
    ]
    for name, before, naming in given:
        say(f"knew-{name}", f"A statement that names another one: {name}.", [*before, naming], 0, {"knew": naming})
        say(
            f"knew-{name}-absent",
            f"The same statement without the one that it names: {name}.",
            [naming],
            0,
            {},
            {"knew": naming},
        )
    kid = receipt(apart, SOUTH, "unopenable", source=absent, key=SOUTH.kid)
    say(
        "knew-kid",
        "A kid is the id of no statement, though the card is present.",
        [SOUTH.card_bytes, kid],
        0,
        {},
        {"knew": kid},
    )
    forward = deal.accept(SOUTH, HERON)
    say("knew-for", "An accept for a kid names no card.", [HERON.card_bytes, forward], 0, {}, {"knew": forward})


def receipt_cases(c: Cases) -> None:
    say = Dealings(c, "17.5; 17.9")
    made = c.commit("receipts", readers=(SOUTH,))
    other = c.commit("receipts: another list", SOUTH, body={"role": "request"})
    got, read = receipt(made, SOUTH), opened(made, SOUTH)
    say("ack-received", "A receipt for a list.", [*made.files, got], 0, {"ack-received": got}, {"ack-opened": got})
    say(
        "ack-received-without-envelope",
        "A receipt for a list whose envelope is not present.",
        [made.statement, got],
        0,
        {"ack-received": got},
    )
    say(
        "ack-of-one-of-two",
        "A receipt for one of two lists: it is not shown that anyone received the other.",
        [*made.files, got, *other.files],
        0,
        {"ack-received": got},
        spec="12.5",
    )
    say(
        "ack-opened",
        "A receipt for a list that was opened; no key is known.",
        [*made.files, read],
        0,
        {"ack-opened": read},
        {"opened-by": read},
    )
    say("ack-without-commitment", "A receipt for a list that is not present.", [read], 0, {}, {"ack-opened": read})
    mine = receipt(made, NORTH)
    say(
        "ack-by-committer",
        "A committer acknowledges their own list: that shows nothing.",
        [*made.files, mine],
        0,
        {"signed": mine},
        {"ack-received": mine},
    )
    swapped = receipt(made, SOUTH, envelope=other.body["envelope"])
    say(
        "ack-of-another-envelope",
        "A receipt with the digest of another envelope acknowledges nothing, and is no fault.",
        [*made.files, swapped],
        0,
        {"signed": swapped},
        {"ack-received": swapped},
    )
    moved = receipt(made._replace(sub=other.sub[::-1]), SOUTH)
    say(
        "receipt-misplaced",
        "A receipt whose subject is not that of its list: nothing follows, and it was signed nevertheless.",
        [*made.files, moved],
        1,
        {"signed": moved, "knew": moved},
        {"ack-received": moved},
        rejected="claims-mismatch",
        spec="12.1, step 4",
    )
    say(
        "receipt-misplaced-alone",
        "The same receipt without its list.",
        [moved],
        0,
        {"signed": moved},
        spec="12.1, step 4",
    )
    stranger = receipt(made, STRANGER)
    say(
        "receipt-by-stranger",
        "A stranger's receipt is ignored.",
        [STRANGER.card_bytes, *made.files, stranger],
        3,
        {},
        {"ack-received": stranger},
        ignored="signer-not-pinned signer-not-pinned",
    )
    of_reveal = receipt(made._replace(id=statement_id(key := release(made, NORTH))), SOUTH)
    say(
        "receipt-for-a-reveal",
        "A receipt for what is no list but a reveal.",
        [*made.files, key, of_reveal],
        0,
        {},
        {"ack-received": of_reveal},
    )
    opened_cases(c, made, read)
    source = receipt(made, SOUTH, "unopenable", source=made.id, key=SOUTH.kid)
    say(
        "ack-unopenable",
        "A complaint about a wrap to a card: nobody can decide it.",
        [*made.files, source],
        0,
        {"ack-unopenable": source, "complaint-open": source},
    )
    unknown = receipt(made, SOUTH, "unopenable", source=H(b"absent"), key=SOUTH.kid)
    say(
        "ack-unopenable-without-source",
        "A complaint about a reveal that is not present.",
        [*made.files, unknown],
        0,
        {},
        {"ack-unopenable": unknown, "complaint-open": unknown},
    )
    foreign = release(other, NORTH, wrap=[SOUTH.kid, bytes(1168)])
    mixed = receipt(made, SOUTH, "unopenable", source=statement_id(foreign), key=SOUTH.kid)
    say(
        "ack-unopenable-other-reveal",
        "A complaint about a list whose source is a reveal of another one.",
        [*made.files, *other.files, foreign, mixed],
        0,
        {},
        {"ack-unopenable": mixed},
    )
    wrong_sub = release(made, HERON, wrap=[SOUTH.kid, bytes(1168)], sub="00" * 16)
    about = receipt(made, SOUTH, "unopenable", source=statement_id(wrong_sub), key=SOUTH.kid)
    say(
        "ack-unopenable-misplaced-reveal",
        "A complaint about a reveal that is rejected.",
        [*made.files, wrong_sub, about],
        1,
        {},
        {"ack-unopenable": about},
        rejected="claims-mismatch",
        spec="12.1, step 4",
    )
    by_got = receipt(made, SOUTH, "unopenable", source=statement_id(got), key=SOUTH.kid)
    say(
        "ack-unopenable-other-source",
        "A complaint about a receipt.",
        [*made.files, got, by_got],
        0,
        {},
        {"ack-unopenable": by_got},
    )


def opened_cases(c: Cases, made: Made, read: bytes) -> None:
    say = Dealings(c, "17.5; 17.9")
    public, files = release(made, NORTH), made.files
    say(
        "opened-by",
        "A tag that the published key gives: the receiver had the key.",
        [*files, public, read],
        0,
        {"opened-by": read, "ack-opened": read},
    )
    say(
        "opened-by-to-reader",
        "A tag that the key from a reader's wrap gives.",
        [*files, read],
        0,
        {"opened-by": read},
        openings={made.id: made.cek},
    )
    say(
        "opened-by-without-envelope",
        "The same without the envelope.",
        [made.statement, public, read],
        0,
        {"opened-by": read},
    )
    false = opened(made, SOUTH, tag=H(b"guessed"))
    say(
        "false-opened-unknown",
        "A false tag, while no key is known.",
        [*files, false],
        0,
        {"ack-opened": false},
        {"opened-by": false},
    )
    say(
        "false-opened",
        "A false tag, as the published key shows: the receiver never had it.",
        [*files, public, false],
        4,
        {"ack-opened": false},
        {"opened-by": false},
        (("false-opened", SOUTH),),
    )
    say(
        "false-opened-to-reader",
        "A false tag, as a reader finds.",
        [*files, false],
        4,
        {},
        {},
        (("false-opened", SOUTH),),
        openings={made.id: made.cek},
    )
    theirs = opened(made, HERON, tag=r.opened_tag(made.cek, made.id, SOUTH.kid))
    say(
        "false-opened-copied",
        "A tag copied from another receiver's receipt is false.",
        [*files, public, read, theirs],
        4,
        {"opened-by": read},
        {"opened-by": theirs},
        (("false-opened", HERON),),
    )
    lie = release(made, EAST, cek=H(b"not the key"))
    say(
        "false-opened-framed",
        "Another publishes a key that is not the committed one: they would have every honest receiver convicted.",
        [*files, lie, read],
        4,
        {"ack-opened": read},
        {"opened-by": read},
        (("wrong-key", EAST),),
    )
    guess = opened(made, SOUTH, tag=r.opened_tag(H(b"not the key"), made.id, SOUTH.kid))
    say(
        "opened-by-another-key",
        "A tag of a key that is not the committed one, which another publishes: nothing is shown.",
        [*files, lie, guess],
        4,
        {"ack-opened": guess},
        {"opened-by": guess},
        (("wrong-key", EAST),),
    )
    bad = c.commit("receipts: bad root", body={"root": H(b"another root")})
    claimed, key = opened(bad, SOUTH), release(bad, NORTH)
    say(
        "false-opened-content",
        "A list that cannot be opened, and a receiver who says that they opened it: both are at fault.",
        [*bad.files, key, claimed],
        4,
        {"opened-by": claimed},
        {},
        (("wrong-content", NORTH), ("false-opened", SOUTH)),
    )
    say(
        "false-opened-content-unseen",
        "The same without the envelope: nothing is shown.",
        [bad.statement, key, claimed],
        0,
        {"opened-by": claimed},
    )
    both = opened(bad, SOUTH, tag=H(b"guessed"))
    say(
        "false-opened-both",
        "A false tag for a list that cannot be opened.",
        [*bad.files, key, both],
        4,
        {},
        {"opened-by": both},
        (("wrong-content", NORTH), ("false-opened", SOUTH)),
    )


def turn_cases(c: Cases) -> None:
    say = Dealings(c, "17.4; 17.9")
    deal = Deal(c, "turns", schema=H(cbor(PEOPLE_SCHEMA)), slots=slots((NORTH, "offer", 3), (SOUTH, "offer", None)))
    north, south = deal.list(NORTH), deal.list(SOUTH)
    accepts = deal.accepts(NORTH, SOUTH)
    base = [deal.terms, *accepts, *north.files, *south.files]
    first = release(north, NORTH, south.id)
    second = release(south, SOUTH, north.id, iat=1821000000)
    say(
        "in-turn",
        "A party reveals its list, and relies on the other's: its own counts as its slot's.",
        [*base, first],
        0,
        {"in-turn": first, "relied-on": south.id, "owed": south.id, "released": first},
        {
            "reciprocated": first,
            "relied-on": north.id,
            "published": first,
            "not-shown-in-turn": first,
            "owed": north.id,
        },
    )
    say(
        "reciprocated",
        "Both parties have revealed in turn.",
        [*base, first, second],
        0,
        {"in-turn": [first, second], "relied-on": [north.id, south.id], "reciprocated": [first, second]},
        {"owed": [north.id, south.id]},
    )
    say(
        "published",
        "A party publishes its own list, which is its right whatever the others did.",
        [deal.terms, *accepts, *north.files, own := release(north, NORTH)],
        0,
        {"published": own},
        {"in-turn": own, "not-shown-in-turn": own, "relied-on": north.id},
    )
    say(
        "published-without-terms",
        "A list of an exchange is published; the terms are not present.",
        [*north.files, own],
        0,
        {"published": own, "terms-absent": north.id},
        {"not-shown-in-turn": own},
    )
    outside = c.commit("turns: outside")
    say(
        "published-outside",
        "Outside of exchanges nothing is published in this sense.",
        [*outside.files, plain := release(outside, NORTH)],
        0,
        {"released": plain},
        {"published": plain, "in-turn": plain, "not-shown-in-turn": plain},
    )
    say(
        "published-wrong-key",
        "A party publishes a wrong key.",
        [*base, wrong := release(north, NORTH, cek=H(b"wrong"))],
        4,
        {},
        {"published": wrong},
        (("wrong-key", NORTH),),
    )
    say(
        "published-by-another",
        "Another party publishes the list: it is no publication by its owner.",
        [*base[:1], *north.files, leak := release(north, EAST)],
        0,
        {"not-shown-in-turn": leak},
        {"published": leak, "in-turn": leak},
    )
    say(
        "published-with-given",
        "A party's own reveal that relies on something is not published in this sense.",
        [*base, first],
        0,
        {},
        {"published": first},
    )
    deposit = release(north, NORTH, wrap=[HERON.kid, bytes(1168)])
    say(
        "deposit-late",
        "A party hands its list to a mediator late, with an empty given: no fault.",
        [*base, deposit],
        0,
        {"released": deposit},
        {"in-turn": deposit, "published": deposit, "not-shown-in-turn": deposit},
    )
    say(
        "in-turn-without-envelope",
        "The envelope of a list that was relied on is withheld: the reveal was in turn for whoever signed it.",
        [deal.terms, *accepts, *north.files, south.statement, first],
        0,
        {"in-turn": first, "relied-on": south.id, "owed": south.id},
    )
    gone = withdraw(south.statement, SOUTH)
    gone_accept = withdraw(accepts[1], SOUTH)
    say(
        "in-turn-withdrawn-in-secret",
        "The other had withdrawn its list in secret: whoever relied on it is not at fault.",
        [*base, gone, gone_accept, first],
        0,
        {"in-turn": first, "withdrew": [gone, gone_accept]},
    )
    fork = deal.list(SOUTH, "fork", count=2)
    say(
        "in-turn-forked",
        "The other forks its list afterwards: the reveal stays in turn.",
        [*base, *fork.files, first],
        4,
        {"in-turn": first},
        {},
        (("fork", SOUTH),),
    )
    early = release(north, NORTH, north.id)
    say(
        "premature-too-few",
        "A reveal that relies on fewer statements than there are slots.",
        [*base, early],
        4,
        {},
        {"in-turn": early, "not-shown-in-turn": early},
        (("premature", NORTH),),
    )
    say(
        "premature-too-few-without-others",
        "The same, while the other list is not present.",
        [deal.terms, accepts[0], *north.files, early],
        4,
        {},
        {},
        (("premature", NORTH),),
    )
    premature_cases(c, deal, base, north, south)
    reliance_cases(c, deal, base, north, south)


def premature_cases(c: Cases, deal: Deal, base: list[bytes], north: Made, south: Made) -> None:
    say = Dealings(c, "17.4; 17.9")
    accepts, terms = base[1:3], deal.terms
    fault = (("premature", NORTH),)

    def of(name: str, about: str, off: Made, exit: int = 4, **more: Any) -> None:
        key = release(north, NORTH, off.id)
        say(
            f"premature-{name}",
            about,
            [*base, *off.files, key],
            exit,
            {},
            {"in-turn": key, "not-shown-in-turn": key},
            fault,
            **more,
        )

    of(
        "other-role",
        "A reveal that relies on a list in a role that is no slot.",
        deal.list(SOUTH, "role", role="request", list=LIST_B),
    )
    of("off-terms-signer", "A reveal that relies on the list of somebody without a slot.", deal.list(EAST, "outsider"))
    schema: Json = {"fields": [{"name": "n", "type": "string"}]}
    other = c.commit(
        "turns: other schema", SOUTH, body={"exchange": deal.x, "list": LIST_B, "role": "x"}, schema=schema, entries=[]
    )
    of("other-schema", "A reveal that relies on a list of another schema.", other)
    elsewhere = Deal(c, "turns elsewhere")
    replayed = elsewhere.list(SOUTH, list=LIST_B)
    of("replayed", "A list of another exchange is named for this one: it covers no slot here.", replayed)
    short = Deal(c, "turns, counts", slots=slots((NORTH, "offer", 3), (SOUTH, "offer", 3)))
    mine, theirs = short.list(NORTH), short.list(SOUTH, count=2)
    key = release(mine, NORTH, theirs.id)
    say(
        "premature-other-count",
        "A reveal that relies on a list of another count than was agreed.",
        [short.terms, *short.accepts(NORTH, SOUTH), *mine.files, *theirs.files, key],
        4,
        {"off-terms": theirs.id},
        {"in-turn": key},
        fault,
    )
    leak = release(north, EAST)
    hidden = [terms, *accepts, *north.files]
    say(
        "leak-without-accept",
        "Somebody who never accepted reveals a list: no breach of their word, and not shown in turn.",
        [*hidden, leak],
        0,
        {"not-shown-in-turn": leak},
        {"in-turn": leak},
    )
    say(
        "leak-with-accept",
        "Somebody whom the terms do not name, and who accepted them, reveals a list.",
        [*hidden, deal.accept(EAST, NORTH), leak],
        4,
        {},
        {"not-shown-in-turn": leak},
        (("premature", EAST),),
    )
    say(
        "leak-accept-elsewhere",
        "Somebody who accepted other terms reveals a list.",
        [*hidden, elsewhere.accept(EAST, NORTH), leak],
        0,
        {"not-shown-in-turn": leak},
    )
    by_south = release(north, SOUTH)
    say(
        "premature-by-reader",
        "A party reveals the other's list, and relies on nothing.",
        [*base, by_south],
        4,
        {},
        {},
        (("premature", SOUTH),),
    )
    say(
        "premature-without-terms",
        "The terms are not present: nobody can say that it was premature.",
        [*base[1:], by_south],
        0,
        {},
        {"not-shown-in-turn": by_south},
    )
    say(
        "premature-party-not-pinned",
        "A party of the terms is not pinned: nobody can say that it was premature.",
        [terms, accepts[0], *north.files, early := release(north, NORTH, north.id)],
        0,
        {"released": early},
        {"not-shown-in-turn": early},
        pinned=(NORTH, HERON),
    )
    say(
        "premature-without-commitment",
        "The list that is revealed is not present.",
        [terms, *accepts, by_south],
        0,
        {},
        {"not-shown-in-turn": by_south},
    )
    moved = release(north, SOUTH, sub=H(b"elsewhere").hex())
    say(
        "premature-misplaced",
        "A list is revealed too early under the subject of another exchange: all can read it, and it is a fault.",
        [*base, moved],
        4,
        {"signed": moved},
        {"released": moved, "opened": north.id, "not-shown-in-turn": moved},
        (("premature", SOUTH),),
        rejected="claims-mismatch",
        spec="12.1, step 4",
    )
    wrong = release(north, SOUTH, sub=H(b"elsewhere").hex(), cek=H(b"wrong"))
    say(
        "wrong-key-misplaced",
        "A wrong key under the subject of another exchange is a fault all the same.",
        [*base, wrong],
        4,
        {},
        {"released": wrong},
        (("premature", SOUTH), ("wrong-key", SOUTH)),
        rejected="claims-mismatch",
        spec="12.1, step 4; 12.3",
    )
    mine_moved = release(north, NORTH, south.id, sub=H(b"elsewhere").hex())
    say(
        "in-turn-misplaced",
        "A reveal in turn under the subject of another exchange: nothing follows in its signer's favour.",
        [*base, mine_moved],
        1,
        {},
        {"in-turn": mine_moved, "relied-on": south.id, "released": mine_moved},
        rejected="claims-mismatch",
        spec="12.1, step 4",
    )
    owner_moved = release(north, NORTH, sub=H(b"elsewhere").hex())
    say(
        "published-misplaced",
        "A party publishes its own list under the subject of another exchange.",
        [*base, owner_moved],
        1,
        {},
        {"published": owner_moved, "opened": north.id},
        rejected="claims-mismatch",
        spec="12.1, step 4",
    )
    junk = release(north, NORTH, H(b"junk 1"), H(b"junk 2"))
    say(
        "premature-put-off",
        "Ids of nothing are named: the fault cannot be shown, and neither can that it was in turn.",
        [*base, junk],
        0,
        {"not-shown-in-turn": junk},
        {"in-turn": junk},
    )
    extra = release(north, NORTH, south.id, H(b"junk 1"))
    say(
        "in-turn-not-shown",
        "The list of every slot is named, and something that is not present: not shown in turn.",
        [*base, extra],
        0,
        {"not-shown-in-turn": extra},
        {"in-turn": extra, "relied-on": south.id},
    )
    extra_moved = release(north, NORTH, south.id, H(b"junk 1"), sub=H(b"elsewhere").hex())
    say(
        "in-turn-not-shown-misplaced",
        "The same under the subject of another exchange: nothing is said of its turn.",
        [*base, extra_moved],
        1,
        {},
        {"not-shown-in-turn": extra_moved},
        rejected="claims-mismatch",
        spec="12.1, step 4",
    )
    shown = receipt(south, NORTH)
    more = release(north, NORTH, south.id, shown)
    say(
        "in-turn-more",
        "More is named than is needed, and all of it is present.",
        [*base, shown, more],
        0,
        {"in-turn": more, "relied-on": south.id},
    )


def reliance_cases(c: Cases, deal: Deal, base: list[bytes], north: Made, south: Made) -> None:
    say = Dealings(c, "17.4; 17.9; 17.10")
    later = deal.next(south)
    both = release(north, NORTH, south.id, later.id)
    say(
        "relied-on-highest",
        "A reveal names two versions of a list: it relies on the higher one.",
        [*base, *later.files, both],
        0,
        {"relied-on": later.id, "owed": later.id, "binding": later.id},
        {"relied-on": south.id, "owed": south.id, "amended": later.id},
    )
    first = release(north, NORTH, south.id)
    say(
        "relied-on-both",
        "One reveal relies on the first version, and another one on the second: that binds.",
        [*base, *later.files, first, both],
        0,
        {"relied-on": [south.id, later.id], "binding": later.id},
        {"binding": south.id},
    )
    say(
        "relied-on-first",
        "A reveal relies on the first version; the second one is an amendment.",
        [*base, *later.files, first],
        0,
        {"relied-on": south.id, "binding": south.id, "amended": later.id},
        {"relied-on": later.id, "binding": later.id},
    )
    say(
        "binding-lowest",
        "While nobody relies on either, the lower version binds.",
        [*base, *later.files],
        0,
        {"binding": [north.id, south.id], "amended": later.id},
        {"binding": later.id, "amended": south.id},
    )
    say(
        "binding-filled",
        "The first version's envelope is not present: the second one binds.",
        [*base[:5], south.statement, *later.files],
        0,
        {"binding": later.id},
        {"binding": south.id},
    )
    say(
        "binding-relied-on-unfilled",
        "The version that was relied on has no envelope here: of those that fill the slot, the other one binds.",
        [*base[:5], south.statement, *later.files, first],
        0,
        {"binding": later.id, "relied-on": south.id, "owed": south.id},
        {"binding": south.id},
    )
    again = deal.list(SOUTH, "again", iat=1811000000)
    low, high = sorted([south, again], key=lambda made: made.id)
    say(
        "binding-reissued",
        "The same list, sealed twice: the lower id binds.",
        [*base, *again.files],
        0,
        {"binding": low.id, "reissued": [low.id, high.id]},
        {"binding": high.id, "amended": high.id},
    )
    other = deal.list(SOUTH, "another list", list=LIST_B, version=2, previous=H(b"absent"), count=1)
    say(
        "amended-other-list",
        "A higher version of another list amends nothing.",
        [*base, *other.files],
        0,
        {"binding": south.id},
        {"amended": other.id},
    )
    off = deal.next(south, "off the terms", role="request")
    say(
        "amended-off-terms",
        "A higher version in another role covers no slot, and amends nothing.",
        [*base, *off.files],
        0,
        {"binding": south.id, "off-terms": off.id},
        {"amended": off.id},
    )
    through = release(north, NORTH, south.id, off.id)
    say(
        "relied-on-through",
        "A higher version that covers no slot is named, too: the reveal relies on the one that does.",
        [*base, *off.files, through],
        0,
        {"in-turn": through, "relied-on": south.id},
        {"relied-on": off.id},
    )
    stray = Deal(c, "turns, stray").list(SOUTH, list=LIST_B)
    named = release(north, NORTH, south.id, stray.id)
    say(
        "relied-on-elsewhere",
        "A list of another exchange is named beside: its signer owes nothing for it here.",
        [*base, *stray.files, named],
        0,
        {"in-turn": named, "relied-on": south.id},
        {"relied-on": stray.id, "owed": stray.id},
    )
    by_reader = release(south, NORTH, north.id)
    say(
        "relied-on-by-reader",
        "A party reveals the other's list in turn, and relies on both lists but for its own of its own.",
        [*base, by_reader],
        0,
        {"in-turn": by_reader, "relied-on": [south.id, north.id]},
    )
    hidden = release(north, NORTH, south.id, later.id)
    say(
        "relied-on-half",
        "The reveal that relies on a list is not in turn for what is present: nothing is relied on.",
        [*base, hidden],
        0,
        {"not-shown-in-turn": hidden},
        {"relied-on": [south.id, later.id], "in-turn": hidden},
    )
    keyed = release(south, SOUTH, north.id)
    say(
        "reciprocated-not-amended",
        "A version that is added later takes nothing from what was reciprocated.",
        [*base, *later.files, first, keyed],
        0,
        {"reciprocated": [first, keyed], "amended": later.id},
    )
    bad = deal.list(SOUTH, "bad", list=LIST_B, root=H(b"bad"), version=2, previous=H(b"absent"))
    relied, opened_bad = release(north, NORTH, bad.id), release(bad, SOUTH, north.id)
    say(
        "reciprocated-not",
        "The other's list cannot be opened: nothing was reciprocated, though a key was published.",
        [*base, *bad.files, relied, opened_bad],
        4,
        {"in-turn": [relied, opened_bad], "relied-on": bad.id, "owed": bad.id},
        {"reciprocated": [relied, opened_bad]},
        (("wrong-content", SOUTH),),
    )
    sealed = release(north, NORTH, south.id, wrap=[SOUTH.kid, bytes(1168)])
    open_north = release(north, EAST)
    say(
        "reciprocated-own-sealed",
        "The list that a reveal hands over is not opened here.",
        [*base, sealed, keyed],
        0,
        {"in-turn": [sealed, keyed]},
        {"reciprocated": [sealed, keyed]},
    )
    say(
        "reciprocated-otherwise",
        "That list is opened by another's key.",
        [*base, sealed, keyed, open_north],
        0,
        {"reciprocated": [sealed, keyed], "not-shown-in-turn": open_north},
    )


def mediated_cases(c: Cases) -> None:
    say = Dealings(c, "17.4; 17.9")
    deal = Deal(c, "mediated", release=2, mediators=sorted([HERON.kid, OTTER.kid]))
    north, south = deal.list(NORTH), deal.list(SOUTH)
    accepts = [deal.accept(party, NORTH) for party in (SOUTH, HERON, OTTER)] + [deal.accept(NORTH, SOUTH)]
    base = [deal.terms, *accepts, *north.files, *south.files]
    heron = [opened(north, HERON), opened(south, HERON)]
    otter = [opened(north, OTTER), opened(south, OTTER)]

    def turn(name: str, about: str, files: list[bytes], key: bytes, good: bool, exit: int = 4, **more: Any) -> None:
        signer = next(party for party in EVERYBODY if party.kid == parse_kid(key))
        faults = () if good else (("premature", signer),)
        true = {"in-turn": key} if good else {}
        say(
            f"mediated-{name}",
            about,
            [*base, *files, key],
            0 if good else exit,
            true,
            {} if good else {"in-turn": key},
            faults,
            **more,
        )

    turn(
        "in-turn",
        "A mediator who has opened both lists reveals one.",
        heron,
        release(north, HERON, south.id, *heron),
        True,
    )
    turn(
        "too-few",
        "A mediator relies on both lists, and on one receipt: fewer than twice the slots.",
        heron,
        release(north, HERON, south.id, heron[0]),
        False,
    )
    turn(
        "one-receipt",
        "A mediator relies on two receipts for one list, and on none for the other.",
        [*heron, twice := opened(north, HERON, iat=1816000000)],
        release(north, HERON, south.id, heron[0], twice),
        False,
    )
    turn(
        "received",
        "A mediator relies on a receipt that does not say opened.",
        [heron[0], got := receipt(south, HERON)],
        release(north, HERON, south.id, heron[0], got),
        False,
    )
    turn(
        "of-another",
        "A mediator relies on the receipts of another mediator: mediators pass no list among themselves.",
        otter,
        release(north, HERON, south.id, *otter),
        False,
    )
    turn(
        "half-of-another",
        "A mediator relies on one own receipt and on one of another mediator.",
        [heron[0], otter[1]],
        release(north, HERON, south.id, heron[0], otter[1]),
        False,
    )
    turn(
        "by-party",
        "A party reveals, and relies on what two mediators say that they opened.",
        [heron[0], otter[1]],
        release(north, NORTH, south.id, heron[0], otter[1]),
        True,
    )
    own = [opened(south, NORTH), opened(north, SOUTH)]
    turn(
        "by-party-alone",
        "A party relies on the parties' own receipts: no mediator has opened the lists.",
        own,
        release(north, NORTH, south.id, *own),
        False,
    )
    swapped = opened(south, HERON, envelope=north.body["envelope"])
    turn(
        "other-envelope",
        "A mediator relies on a receipt with the digest of another envelope.",
        [heron[0], swapped],
        release(north, HERON, south.id, heron[0], swapped),
        False,
    )
    crossed = opened(north, HERON, envelope=south.body["envelope"], nonce=bytes(16))
    turn(
        "other-commitment",
        "A mediator relies on a receipt for one list with the envelope digest of the other.",
        [heron[0], crossed],
        release(north, HERON, south.id, heron[0], crossed),
        False,
    )
    turn(
        "too-few-absent",
        "A mediator relies on too few statements, of which one is not present.",
        [],
        release(north, HERON, south.id, heron[0]),
        False,
    )
    moved = opened(south._replace(sub=H(b"elsewhere").hex()), HERON)
    turn(
        "receipt-misplaced",
        "A mediator relies on a receipt whose subject is not that of its list.",
        [heron[0], moved],
        release(north, HERON, south.id, heron[0], moved),
        False,
        rejected="claims-mismatch",
        spec="12.1, step 4",
    )
    one_list = [opened(north, HERON, nonce=bytes([i]) * 16) for i in range(2)]
    turn(
        "one-list",
        "A mediator has opened one list, and names four statements without the other.",
        one_list,
        release(north, HERON, *one_list, accepts[0]),
        False,
    )
    late = release(north, NORTH, wrap=[HERON.kid, bytes(1168)])
    say(
        "mediated-deposit",
        "A party hands its list to a mediator who accepted late, with an empty given: no fault.",
        [*base, late],
        0,
        {"released": late},
        {"not-shown-in-turn": late},
    )
    say(
        "mediated-published",
        "A party publishes its own list under release 2: no fault.",
        [*base, free := release(north, NORTH)],
        0,
        {"published": free},
    )
    lie = opened(south, HERON, tag=H(b"guessed"))
    relied = release(north, HERON, south.id, heron[0], lie)
    say(
        "mediated-refuted",
        "A mediator's tag is refuted later: it is a fault of its own, and the reveal stays in turn.",
        [*base, heron[0], lie, relied, release(south, SOUTH)],
        4,
        {"in-turn": relied},
        {},
        (("false-opened", HERON),),
    )
    by_party = release(north, NORTH, south.id, heron[0], lie)
    say(
        "mediated-refuted-party",
        "A party relied on a mediator's word that is refuted later: the party is not at fault.",
        [*base, heron[0], lie, by_party, release(south, SOUTH)],
        4,
        {"in-turn": by_party},
        {},
        (("false-opened", HERON),),
    )
    say(
        "mediated-unknown-receipt",
        "A receipt that the reveal relies on is not present.",
        [*base, heron[0], kept := release(north, HERON, south.id, *heron)],
        0,
        {"not-shown-in-turn": kept},
        {"in-turn": kept},
    )
    whole = [release(north, HERON, south.id, *heron), release(south, HERON, north.id, *heron)]
    say(
        "mediated-reciprocated",
        "A mediator reveals both lists, and each relies on both.",
        [*base, *heron, *whole],
        0,
        {"in-turn": whole, "relied-on": [north.id, south.id], "reciprocated": whole},
    )
    say(
        "mediated-reciprocated-half",
        "A mediator reveals one list and stops: each list is relied on, and one is owed.",
        [*base, *heron, whole[0]],
        0,
        {"relied-on": [north.id, south.id], "owed": south.id},
        {"reciprocated": whole[0], "owed": north.id},
    )


def parse_kid(statement: bytes) -> bytes:
    return r.parse_statement(statement).kid


def complaint_cases(c: Cases) -> None:
    say = Dealings(c, "17.2; 17.5; 17.9")
    deal = Deal(c, "complaints", mediators=[HERON.kid], release=2)
    for_north, for_south = deal.key(HERON, NORTH), deal.key(HERON, SOUTH)
    bad = deal.list(NORTH, "bad wrap", (for_north,), wrapped=H(b"another key"))
    good = deal.list(NORTH, "good wrap", (for_north, for_south), list=LIST_B, role="request")
    base = [deal.terms, for_north.statement]
    fault, false = (("bad-wrap", NORTH),), (("false-complaint", HERON),)
    one = complaint(bad, for_north)
    say(
        "bad-wrap-other-key",
        "A wrap in an envelope has another key, as the mediator's public seed shows.",
        [*base, *bad.files, one],
        4,
        {"ack-unopenable": one, "bad-wrap-proven": one},
        {"complaint-open": one},
        fault,
        spec="17.5, step 3",
    )
    say(
        "bad-wrap-without-terms",
        "The terms are not needed for that.",
        [*base[1:], *bad.files, one],
        4,
        {"bad-wrap-proven": one},
        {},
        fault,
    )
    say(
        "complaint-without-accept",
        "The accept is not present: nobody can run the complaint again.",
        [deal.terms, *bad.files, one],
        0,
        {"ack-unopenable": one, "complaint-open": one},
        {"bad-wrap-proven": one},
    )
    say(
        "complaint-without-envelope",
        "The envelope is not present: nothing follows yet.",
        [*base, bad.statement, one],
        0,
        {"complaint-open": one},
        {"bad-wrap-proven": one},
        spec="17.5, step 2",
    )
    silent = complaint(bad, for_north, seed=None)
    say(
        "complaint-without-seed",
        "A complaint without a seed is not decided.",
        [*base, *bad.files, silent],
        0,
        {"complaint-open": silent},
    )
    garbled = c.commit("complaints: garbled", body={"exchange": deal.x, "role": "x"})
    garbled = garble(c, garbled, for_north)
    other = complaint(garbled, for_north)
    say(
        "bad-wrap-garbage",
        "A wrap in an envelope does not open.",
        [*base, *garbled.files, other],
        4,
        {"bad-wrap-proven": other},
        {},
        fault,
        spec="17.5, step 3",
    )
    lie = complaint(good, for_north)
    say(
        "false-complaint",
        "The wrap opens, and so does the list: the complaint is false, and has published the key.",
        [*base, *good.files, lie],
        4,
        {"ack-unopenable": lie, "opened": good.id},
        {"sealed": good.id, "complaint-open": lie, "bad-wrap-proven": lie},
        false,
        spec="17.5, step 4",
    )
    say(
        "false-complaint-unseen",
        "The envelope is not present, and the source is a reveal: the key is known, and nothing more follows yet.",
        [
            *base,
            good.statement,
            wrap := release(good, NORTH, wrap=wrapped(c, good, NORTH, for_north)),
            cry := complaint(good, for_north, statement_id(wrap)),
        ],
        0,
        {"complaint-open": cry},
        {"sealed": good.id, "opened": good.id},
        spec="17.5, step 4",
    )
    say(
        "false-complaint-reveal",
        "The wrap of a reveal opens, and so does the list.",
        [*base, *good.files, wrap, cry],
        4,
        {"opened": good.id},
        {"sealed": good.id},
        false,
    )
    guessed = complaint(bad, for_north, seed=H(b"guessed"))
    say(
        "false-complaint-seed",
        "A seed that is not the accept's: the complainer hides their key, and is at fault.",
        [*base, *bad.files, guessed],
        4,
        {"ack-unopenable": guessed},
        {"bad-wrap-proven": guessed},
        false,
        spec="17.5, step 1",
    )
    say(
        "false-complaint-seed-without-envelope",
        "A seed that is not the accept's: nothing else is needed.",
        [*base, bad.statement, guessed],
        4,
        {},
        {},
        false,
    )
    theirs = deal.list(SOUTH, "sealed to the same mediator", (for_south,))
    files = [*base, for_south.statement, *bad.files, *theirs.files, one]
    say(
        "bad-wrap-opens-one-list",
        "A bad wrap makes a mediator publish a key: it opens nothing that another party sealed to them.",
        files,
        4,
        {"bad-wrap-proven": one, "sealed": theirs.id},
        {"opened": theirs.id},
        fault,
    )
    private_cases(c, deal, base, bad, good, for_north)
    void_cases(c, deal, base, bad, good, for_north)
    content_cases(c, deal, base, for_north)
    reveal_complaints(c, deal, base, good, for_north)


def garble(c: Cases, made: Made, key: AcceptKey) -> Made:
    """Return the list with a wrap for this key that does not open."""
    ciphertext, wraps = r.read_envelope(made.envelope)
    own = wraps[made.author.kid]
    envelope = r.envelope_of(ciphertext, {**wraps, key.kid: own[:-1] + bytes([own[-1] ^ 1])})
    body = {**made.body, "envelope": H(envelope)}
    statement = made.author.sign("commitment", made.sub, 1810000000, cbor(body))
    return made._replace(statement=statement, id=statement_id(statement), body=body, envelope=envelope)


def private_cases(c: Cases, deal: Deal, base: list[bytes], bad: Made, good: Made, key: AcceptKey) -> None:
    say = Dealings(c, "12; 17.5; 17.9")
    label = "complaints: a seed"
    wrap = [OTTER.kid, c.wrap(label, OTTER, r.complaint_extra(bad.id, HERON.kid, key.kid, OTTER.kid), key.seed)]
    one = complaint(bad, key, seed=None, wrap=wrap)
    say(
        "complaint-wrapped",
        "A seed that is wrapped to a mediator: others cannot run the complaint again.",
        [*base, *bad.files, one],
        0,
        {"complaint-open": one},
    )
    say(
        "bad-wrap-to-reader",
        "That mediator can: the fault is shown to them.",
        [*base, *bad.files, one],
        4,
        {"bad-wrap-proven": one},
        {"complaint-open": one},
        (("bad-wrap", NORTH),),
        openings={statement_id(one): key.seed},
    )
    say(
        "wrap-failed-complaint",
        "The wrap of the seed does not open.",
        [*base, *bad.files, one],
        0,
        {"wrap-failed": one, "complaint-open": one},
        openings={statement_id(one): None},
    )
    nowhere = complaint(bad, key, seed=None, wrap=wrap, source=H(b"absent"))
    say(
        "wrap-failed-complaint-unsourced",
        "The source of the complaint is not present: it acknowledges nothing, and its opening is ignored.",
        [*base, *bad.files, nowhere],
        0,
        {},
        {"wrap-failed": nowhere, "complaint-open": nowhere},
        openings={statement_id(nowhere): None},
    )
    say(
        "wrap-failed-complaint-alone",
        "The list of the complaint is not present: the opening is ignored.",
        [*base, one],
        0,
        {},
        {"wrap-failed": one},
        openings={statement_id(one): None},
    )
    say(
        "false-complaint-to-reader",
        "The wrap has a seed that is not the accept's.",
        [*base, *bad.files, one],
        4,
        {},
        {"wrap-failed": one},
        (("false-complaint", HERON),),
        openings={statement_id(one): H(b"guessed")},
    )
    two = complaint(good, key, seed=None, wrap=wrap)
    say(
        "false-complaint-opened-to-reader",
        "The seed opens the wrap, and the list, for that mediator: the list stays sealed for others.",
        [*base, *good.files, two],
        4,
        {"opened": good.id, "sealed": good.id},
        {},
        (("false-complaint", HERON),),
        openings={statement_id(two): key.seed},
    )
    public = complaint(bad, key)
    say(
        "opening-of-public-complaint",
        "An opening of a complaint whose seed is public is ignored.",
        [*base, *bad.files, public],
        4,
        {"bad-wrap-proven": public},
        {"wrap-failed": public},
        (("bad-wrap", NORTH),),
        openings={statement_id(public): None},
    )
    moved = complaint(bad._replace(sub=H(b"elsewhere").hex()), key, seed=None, wrap=wrap)
    say(
        "complaint-misplaced",
        "A complaint whose subject is not that of its list: nothing follows, and its opening is ignored.",
        [*base, *bad.files, moved],
        1,
        {},
        {"ack-unopenable": moved, "wrap-failed": moved},
        rejected="claims-mismatch",
        openings={statement_id(moved): None},
        spec="12.1, step 4",
    )
    moved_public = complaint(bad._replace(sub=H(b"elsewhere").hex()), key)
    say(
        "complaint-misplaced-public",
        "A complaint with a public seed under another subject proves nothing.",
        [*base, *bad.files, moved_public],
        1,
        {},
        {"ack-unopenable": moved_public, "bad-wrap-proven": moved_public},
        rejected="claims-mismatch",
        spec="12.1, step 4",
    )
    moved_lie = complaint(good._replace(sub=H(b"elsewhere").hex()), key)
    say(
        "complaint-misplaced-key",
        "Its seed makes no key known.",
        [*base, *good.files, moved_lie],
        1,
        {"sealed": good.id},
        {"opened": good.id},
        rejected="claims-mismatch",
        spec="12.1, step 4",
    )


def void_cases(c: Cases, deal: Deal, base: list[bytes], bad: Made, good: Made, for_north: AcceptKey) -> None:
    say = Dealings(c, "17.2; 17.5; 17.9")
    for_south = deal.key(HERON, SOUTH)
    files = [*base, for_south.statement]
    trap = deal.list(NORTH, "void wrap", (for_south,), wrapped=H(b"another key"), role="x")
    one = complaint(trap, for_south)
    say(
        "void-wrap",
        "A complaint of a bad wrap under the accept for another would open that one's list: it is a fault.",
        [*files, *trap.files, one],
        4,
        {"ack-unopenable": one},
        {"bad-wrap-proven": one, "complaint-open": one},
        (("false-complaint", HERON),),
        spec="17.5, step 2",
    )
    say(
        "void-wrap-without-envelope",
        "That the wrap would be void is seen without the envelope.",
        [*files, trap.statement, one],
        4,
        {},
        {"complaint-open": one},
        (("false-complaint", HERON),),
        spec="17.5, step 2",
    )
    opening = complaint(good, for_south)
    say(
        "void-wrap-good",
        "A good wrap under an accept for another is void, too: its key does not become known.",
        [*files, *good.files, opening],
        4,
        {"sealed": good.id},
        {"opened": good.id, "complaint-open": opening},
        (("false-complaint", HERON),),
    )
    guessed = complaint(trap, for_south, seed=H(b"guessed"))
    say(
        "void-wrap-false-seed",
        "A seed that is not the accept's is a fault, whatever the wrap.",
        [*files, *trap.files, guessed],
        4,
        {},
        {},
        (("false-complaint", HERON),),
        spec="17.5, step 1",
    )
    elsewhere = Deal(c, "complaints elsewhere", mediators=[HERON.kid])
    foreign = elsewhere.key(HERON, NORTH)
    odd = deal.list(NORTH, "foreign wrap", (foreign,), wrapped=H(b"another key"), role="x", list=LIST_B)
    about = complaint(odd, foreign)
    say(
        "void-wrap-other-exchange",
        "A wrap under an accept of another exchange is void.",
        [*base, foreign.statement, *odd.files, about],
        4,
        {"ack-unopenable": about},
        {"bad-wrap-proven": about, "complaint-open": about},
        (("false-complaint", HERON),),
    )
    outside = c.commit("complaints: outside", readers=(for_north,), wrapped=H(b"another key"))
    nowhere = complaint(outside, for_north)
    say(
        "void-wrap-no-exchange",
        "A list outside of exchanges, sealed under an accept: void.",
        [*base, *outside.files, nowhere],
        4,
        {"ack-unopenable": nowhere},
        {"bad-wrap-proven": nowhere, "complaint-open": nowhere},
        (("false-complaint", HERON),),
    )
    none = deal.list(NORTH, "no wrap", role="y")
    absent = complaint(none, for_north)
    say(
        "absent-wrap",
        "There is no wrap under the accept: the complaint gives its key away for nothing.",
        [*base, *none.files, absent],
        4,
        {"ack-unopenable": absent},
        {"bad-wrap-proven": absent, "complaint-open": absent},
        (("false-complaint", HERON),),
        spec="17.5, step 2",
    )
    theirs = deal.key(OTTER, NORTH)
    stolen = complaint(bad, for_north, iat=1816000000)
    by_another = receipt(bad, OTTER, "unopenable", source=bad.id, key=for_north.kid, seed=for_north.seed)
    say(
        "complaint-other-accept",
        "A complaint about a wrap to another reader's accept is not run again.",
        [*base, theirs.statement, *bad.files, by_another],
        0,
        {"complaint-open": by_another},
        {"bad-wrap-proven": by_another},
    )
    say(
        "complaint-other-accept-beside",
        "The reader's own complaint is.",
        [*base, *bad.files, by_another, stolen],
        4,
        {"bad-wrap-proven": stolen},
        {},
        (("bad-wrap", NORTH),),
    )
    key_of_list = receipt(bad, HERON, "unopenable", source=bad.id, key=good.id, seed=for_north.seed)
    say(
        "complaint-key-no-accept",
        "A complaint whose key is the id of a list.",
        [*base, *bad.files, *good.files, key_of_list],
        0,
        {"complaint-open": key_of_list},
    )


def content_cases(c: Cases, deal: Deal, base: list[bytes], key: AcceptKey) -> None:
    say = Dealings(c, "17.5; 17.9; 12.3")
    garbage = c.commit(
        "complaints: garbage", readers=(key,), encrypted=lambda text: bytes(len(text)), body={"exchange": deal.x}
    )
    one = complaint(garbage, key)
    say(
        "wrong-content-complaint",
        "A good wrap over garbage: the honest complainer is not at fault, and the committer is.",
        [*base, *garbage.files, one],
        4,
        {"ack-unopenable": one},
        {"sealed": garbage.id, "complaint-open": one, "bad-wrap-proven": one},
        (("wrong-content", NORTH),),
        spec="17.5, step 4",
    )
    heard = opened(garbage, HERON)
    say(
        "false-opened-complaint",
        "The same mediator had said that they opened it.",
        [*base, *garbage.files, one, heard],
        4,
        {"opened-by": heard},
        {},
        (("wrong-content", NORTH), ("false-opened", HERON)),
    )


def reveal_complaints(c: Cases, deal: Deal, base: list[bytes], good: Made, key: AcceptKey) -> None:
    say = Dealings(c, "17.5; 17.9")
    south_key = deal.key(SOUTH, HERON)
    files = [deal.terms, south_key.statement, *good.files]
    bad = release(good, HERON, wrap=wrapped(c, good, HERON, south_key, H(b"another key")))
    one = complaint(good, south_key, statement_id(bad))
    say(
        "bad-wrap-reveal",
        "The wrap in a mediator's reveal has another key: the mediator is at fault, and not the committer.",
        [*files, bad, one],
        4,
        {"bad-wrap-proven": one},
        {},
        (("bad-wrap", HERON),),
        spec="17.5, step 3",
    )
    say(
        "bad-wrap-reveal-without-envelope",
        "The envelope is not needed for that.",
        [*files[:2], good.statement, bad, one],
        4,
        {"bad-wrap-proven": one},
        {},
        (("bad-wrap", HERON),),
    )
    public = release(good, HERON)
    nothing = complaint(good, south_key, statement_id(public))
    say(
        "absent-wrap-public",
        "A complaint about a reveal to everyone: it has no wrap.",
        [*files, public, nothing],
        4,
        {"ack-unopenable": nothing},
        {"complaint-open": nothing},
        (("false-complaint", SOUTH),),
    )
    to_card = release(good, HERON, wrap=[SOUTH.kid, bytes(1168)])
    other = complaint(good, south_key, statement_id(to_card))
    say(
        "absent-wrap-reveal",
        "A complaint about a reveal whose wrap is for another key.",
        [*files, to_card, other],
        4,
        {},
        {"complaint-open": other, "bad-wrap-proven": other},
        (("false-complaint", SOUTH),),
    )
    by_north = release(good, NORTH, wrap=wrapped(c, good, NORTH, south_key, H(b"another key")))
    void = complaint(good, south_key, statement_id(by_north))
    say(
        "void-wrap-reveal",
        "A wrap in a reveal under an accept that is for another than its signer is void.",
        [*files, by_north, void],
        4,
        {"ack-unopenable": void},
        {"bad-wrap-proven": void, "complaint-open": void},
        (("false-complaint", SOUTH),),
    )
    lifted = release(good, HERON, wrap=[south_key.kid, wrapped(c, good, OTTER, south_key)[1]])
    about = complaint(good, south_key, statement_id(lifted))
    say(
        "bad-wrap-lifted",
        "A wrap that was lifted from another's reveal does not open.",
        [*files, lifted, about],
        4,
        {"bad-wrap-proven": about},
        {},
        (("bad-wrap", HERON),),
    )


def withdrawal_cases(c: Cases) -> None:
    say = Dealings(c, "17.7; 17.8; 17.9")
    deal = Deal(c, "withdrawals", mediators=[HERON.kid])
    north, south = deal.accept(NORTH, SOUTH), deal.accept(SOUTH, NORTH)
    gone = withdraw(north, NORTH)
    gone_id = statement_id(gone)
    base = [deal.terms, north, south, gone]

    def seeing(
        name: str, about: str, act: bytes, fault: bool, *more: bytes, true: Any = None, false: Any = None, **given: Any
    ) -> None:
        faults = (("after-withdrawal", NORTH),) if fault else ()
        say(f"after-withdrawal-{name}", about, [*base, *more, act], 4 if fault else 0, true, false, faults, **given)

    again = deal.accept(NORTH, HERON, seen=[gone_id])
    seeing("accept", "A party accepts again after it withdrew: withdrawing is for good.", again, True)
    made = deal.list(NORTH, seen=[gone_id])
    seeing("commitment", "A party commits to a list after it withdrew.", made.statement, True, made.envelope)
    unlinked = deal.list(NORTH, "unlinked")
    seeing(
        "unlinked",
        "A list without a reference to the withdrawal: nobody can say which was first.",
        unlinked.statement,
        False,
        unlinked.envelope,
    )
    heard = receipt(unlinked, SOUTH, seen=[gone_id])
    through = deal.accept(NORTH, HERON, number=2, seen=[statement_id(heard)])
    seeing(
        "through-another",
        "The withdrawal is in the past of another's receipt, which the party names.",
        through,
        True,
        *unlinked.files,
        heard,
        true={"knew-withdrawal": heard},
    )
    free = release(unlinked, NORTH, seen=[gone_id])
    seeing("reveal", "A reveal after the withdrawal stays free: it can still be owed.", free, False, *unlinked.files)
    got = receipt(made := deal.list(SOUTH), NORTH, seen=[gone_id])
    seeing(
        "receipt", "A receipt after the withdrawal stays free.", got, False, *made.files, false={"knew-withdrawal": got}
    )
    seeing(
        "review", "A review after the withdrawal stays free.", review(made, NORTH, seen=[gone_id]), False, *made.files
    )
    seeing("withdraw", "A second withdrawal is free.", withdraw(north, NORTH, seen=[gone_id], nonce=bytes(16)), False)
    outside = c.commit("withdrawals: outside", body={"seen": [gone_id]})
    seeing("outside", "A list outside of the exchange is free.", outside.statement, False, outside.envelope)
    other = Deal(c, "withdrawals, other")
    seeing(
        "elsewhere", "An accept of other terms is free.", other.accept(NORTH, SOUTH, seen=[gone_id]), False, other.terms
    )
    by_south = deal.accept(SOUTH, HERON, seen=[gone_id])
    seeing(
        "by-another",
        "Another party acts, and knows of the withdrawal.",
        by_south,
        False,
        true={"knew-withdrawal": by_south},
    )
    list_gone = withdraw(unlinked.statement, NORTH)
    next_list = deal.next(unlinked, seen=sorted([statement_id(list_gone)]))
    say(
        "after-withdrawal-of-list",
        "A party withdraws a list, and commits to its next version: that is no withdrawal from the exchange.",
        [deal.terms, north, *unlinked.files, list_gone, *next_list.files],
        0,
        {"withdrew": list_gone},
        {},
    )
    terms_gone = withdraw(deal.terms, NORTH)
    say(
        "after-withdrawal-of-terms",
        "The proposer withdraws the terms, and accepts them afterwards: no fault.",
        [deal.terms, terms_gone, late := deal.accept(NORTH, SOUTH, seen=[statement_id(terms_gone)])],
        0,
        {"withdrew": terms_gone, "accepted": late},
    )
    say(
        "after-withdrawal-without-terms",
        "The terms are not needed to see it.",
        [north, gone, again],
        4,
        {},
        {},
        (("after-withdrawal", NORTH),),
    )
    say(
        "after-withdrawal-missing-link",
        "The statement between them is not present: nothing is shown.",
        [*base, *unlinked.files, through],
        0,
    )
    foreign = withdraw(south, NORTH, nonce=bytes(16))
    say(
        "after-withdrawal-not-own",
        "A party names its withdrawal of another's accept: that withdrew nothing.",
        [deal.terms, north, south, foreign, deal.accept(NORTH, HERON, seen=[statement_id(foreign)])],
        0,
        {},
        {"withdrew": foreign},
    )
    misplaced = withdraw(north, NORTH, sub=H(b"elsewhere").hex())
    act = deal.accept(NORTH, HERON, seen=[statement_id(misplaced)])
    say(
        "after-withdrawal-misplaced",
        "The withdrawal is rejected: nothing follows from it.",
        [deal.terms, north, misplaced, act],
        1,
        {},
        {"withdrew": misplaced},
        rejected="claims-mismatch",
        spec="12.1, step 4",
    )
    link = receipt(unlinked._replace(sub=H(b"elsewhere").hex()), SOUTH, seen=[gone_id])
    linked = deal.accept(NORTH, HERON, number=4, seen=[statement_id(link)])
    say(
        "after-withdrawal-through-misplaced",
        "A receipt between them is rejected: it was signed nevertheless, and is a link.",
        [*base, *unlinked.files, link, linked],
        4,
        {},
        {"knew-withdrawal": link},
        (("after-withdrawal", NORTH),),
        rejected="claims-mismatch",
        spec="12.1, step 4",
    )
    say(
        "after-withdrawal-through-unknown",
        "The same without the list that the receipt is about.",
        [*base, link, linked],
        4,
        {},
        {"knew-withdrawal": link},
        (("after-withdrawal", NORTH),),
    )
    knew_withdrawal(c, deal, base, gone, made)


def knew_withdrawal(c: Cases, deal: Deal, base: list[bytes], gone: bytes, made: Made) -> None:
    say, gone_id = Dealings(c, "17.7; 17.8; 17.9"), statement_id(gone)
    too = withdraw(made.statement, SOUTH, seen=[gone_id])
    say(
        "knew-withdrawal-withdraw",
        "A party withdraws its list, knowing that the other has withdrawn.",
        [*base, *made.files, too],
        0,
        {"withdrew": too, "knew-withdrawal": too},
    )
    say(
        "knew-withdrawal-withdraw-unknown",
        "What it withdraws is not present: nobody can say of which exchange it is.",
        [*base, too],
        0,
        {},
        {"withdrew": too, "knew-withdrawal": too},
    )
    got = receipt(made, HERON)
    idle = withdraw(got, HERON, seen=[gone_id])
    say(
        "knew-withdrawal-withdraw-nothing",
        "A withdrawal of a receipt withdraws nothing, and is of no exchange.",
        [*base, *made.files, got, idle],
        0,
        {},
        {"withdrew": idle, "knew-withdrawal": idle},
    )
    read = receipt(made, HERON, seen=[gone_id])
    later = release(made, SOUTH, seen=[statement_id(read)])
    say(
        "knew-withdrawal",
        "A statement names a withdrawal by another, and a further one names that statement.",
        [*base, *made.files, read, later],
        0,
        {"knew-withdrawal": [read, later]},
    )
    say(
        "knew-withdrawal-unlinked",
        "The statement between them is not present.",
        [*base, *made.files, later],
        0,
        {},
        {"knew-withdrawal": later},
    )
    say(
        "knew-withdrawal-unknown-target",
        "The accept that was withdrawn is not present.",
        [deal.terms, gone, *made.files, read],
        0,
        {},
        {"knew-withdrawal": read, "withdrew": gone},
    )
    say(
        "knew-withdrawal-unknown-list",
        "The list of a receipt is not present: nobody can say of which exchange it is.",
        [*base, read],
        0,
        {},
        {"knew-withdrawal": read},
    )
    outside = c.commit("withdrawals: outside of it", SOUTH, body={"seen": [gone_id]})
    say(
        "knew-withdrawal-outside",
        "A list outside of the exchange names the withdrawal: that is about another exchange.",
        [*base, *outside.files],
        0,
        {"knew": outside.id},
        {"knew-withdrawal": outside.id},
    )
    alone = c.commit("withdrawals: of no exchange")
    taken = withdraw(alone.statement, NORTH)
    knowing = c.commit("withdrawals: of none, too", SOUTH, body={"seen": [statement_id(taken)]})
    say(
        "knew-withdrawal-without-exchange",
        "Two lists of no exchange: that one names the withdrawal of the other is no knowledge about an exchange.",
        [*alone.files, taken, *knowing.files],
        0,
        {"withdrew": taken, "knew": knowing.id},
        {"knew-withdrawal": knowing.id},
    )
    terms = terms_of("withdrawals, next terms", SOUTH, seen=[gone_id])
    say(
        "knew-withdrawal-terms",
        "Other terms name the withdrawal.",
        [*base, terms],
        0,
        {"knew": terms},
        {"knew-withdrawal": terms},
    )
    list_gone = withdraw(made.statement, SOUTH)
    seen = receipt(made, NORTH, seen=[statement_id(list_gone)])
    say(
        "knew-withdrawal-of-list",
        "The withdrawal of a list is one, too.",
        [deal.terms, *made.files, list_gone, seen],
        0,
        {"knew-withdrawal": seen},
    )
    free = c.commit("withdrawals: free list")
    free_gone = withdraw(free.statement, NORTH)
    say(
        "withdrew-outside",
        "A list outside of exchanges is withdrawn.",
        [*free.files, free_gone],
        0,
        {"withdrew": free_gone, "withdrawn": free_gone},
    )
    gone_receipt = withdraw(got := receipt(free, SOUTH), SOUTH)
    say(
        "withdrew-receipt",
        "A receipt cannot be withdrawn.",
        [*free.files, got, gone_receipt],
        0,
        {},
        {"withdrew": gone_receipt},
    )
    card = withdraw(NORTH.card_bytes, NORTH)
    say(
        "withdrew-card",
        "A card cannot be withdrawn.",
        [NORTH.card_bytes, card],
        0,
        {"signed": card},
        {"withdrew": card},
    )


def revocation_cases(c: Cases) -> None:
    say = Dealings(c, "17.7; 17.9")
    made = c.commit("revocations")
    theirs = c.commit("revocations: theirs", SOUTH, body={"role": "request"})
    at, after, early = revoke(NORTH, 1810000000), revoke(NORTH, 1810000001), revoke(NORTH, 0)
    say(
        "revoked",
        "A key is revoked from the second on in which a list was signed.",
        [*made.files, at],
        0,
        {"revoked": at, "after-revocation": made.id},
        {"after-revocation": at},
    )
    say(
        "revoked-later",
        "A key is revoked from the next second on.",
        [*made.files, after],
        0,
        {"revoked": after, "signed": made.id},
        {"after-revocation": made.id},
    )
    say(
        "revoked-twice",
        "Of two revocations the earlier time counts.",
        [*made.files, after, early],
        0,
        {"after-revocation": made.id},
        {"after-revocation": [after, early]},
    )
    say(
        "revoked-another",
        "Another's revocation says nothing of this key.",
        [*made.files, *theirs.files, revoke(SOUTH, 0)],
        0,
        {"after-revocation": theirs.id},
        {"after-revocation": made.id},
    )
    say(
        "revoked-fork",
        "A party that forked revokes its key: the fork stays.",
        [*made.files, *c.commit("revocations: fork", entries=PEOPLE[:1]).files, early],
        4,
        {"after-revocation": made.id},
        {},
        (("fork", NORTH),),
    )
    say(
        "revoked-card",
        "A card in the transcript is a statement, too.",
        [NORTH.card_bytes, early],
        0,
        {"after-revocation": NORTH.card_id, "revoked": early},
    )
    moved = reveal(made._replace(sub="00" * 16), NORTH, cek=made.cek)
    say(
        "revoked-misplaced",
        "A statement that is rejected is no subject of a view.",
        [*made.files, moved, early],
        1,
        {"after-revocation": made.id},
        {"after-revocation": moved},
        rejected="claims-mismatch",
        spec="12.1, step 4",
    )
    say(
        "revoked-by-stranger",
        "A stranger's revocation is ignored.",
        [*made.files, revoke(STRANGER, 0)],
        3,
        ignored="signer-unknown",
    )


def review_cases(c: Cases) -> None:
    say = Dealings(c, "17.6; 17.9")
    made = c.commit("reviews")
    other = c.commit("reviews: another", SOUTH, body={"role": "request"})
    good, bad = review(made, SOUTH), review(made, SOUTH, "contested")
    say("reviewed", "Two reviews of one list.", [*made.files, good, bad], 0, {"reviewed": [good, bad]})
    own = review(made, NORTH)
    say(
        "reviewed-own",
        "A committer reviews their own list: that shows nothing.",
        [*made.files, own],
        0,
        {"signed": own},
        {"reviewed": own},
    )
    say("reviewed-alone", "A review of a list that is not present.", [*other.files, good], 0, {}, {"reviewed": good})
    moved = review(made, SOUTH, sub="00" * 16)
    say(
        "review-misplaced",
        "A review whose subject is not that of its list.",
        [*made.files, moved],
        1,
        {"signed": moved},
        {"reviewed": moved},
        rejected="claims-mismatch",
        spec="12.1, step 4",
    )
    of_terms = review(
        made._replace(id=(x := statement_id(terms := terms_of("reviewed terms"))), sub=NORTH.kid.hex()[:32]), SOUTH
    )
    say(
        "reviewed-terms",
        "A review of terms is no review of a list.",
        [terms, of_terms],
        0,
        {"proposed": x},
        {"reviewed": of_terms},
    )


def requirement_cases(c: Cases) -> None:
    say = Dealings(c, "12.1, step 9; 17.9")
    deal = Deal(c, "required", mediators=[HERON.kid])
    north, south, heron = deal.accept(NORTH, SOUTH), deal.accept(SOUTH, NORTH), deal.accept(HERON, NORTH)
    both = [deal.terms, north, south]
    other = Deal(c, "required, too")

    def asked(name: str, about: str, files: list[bytes], met: bool, *require: Json, **more: Any) -> None:
        say(f"require-{name}", about, files, 0 if met else 3, require=require, **more)

    asked(
        "proposed",
        "Terms are required, and present.",
        [deal.terms],
        True,
        requirement("proposed"),
        requirement("proposed", SOUTH.kid),
    )
    asked(
        "proposed-none",
        "Terms are required, and only a list is present.",
        c.commit("required: no terms").files,
        False,
        requirement("proposed"),
    )
    asked(
        "proposed-by",
        "Terms with a slot of somebody who has none are required.",
        [deal.terms],
        False,
        requirement("proposed", EAST.kid),
    )
    asked("proposed-by-mediator", "A mediator has no slot.", [deal.terms], False, requirement("proposed", HERON.kid))
    asked("agreed", "Agreed terms are required.", both, True, requirement("agreed"), requirement("agreed", NORTH.kid))
    asked(
        "agreed-half", "Agreed terms are required, and one accept is missing.", both[:2], False, requirement("agreed")
    )
    asked(
        "agreed-by-another",
        "Agreed terms with a slot of another are required.",
        both,
        False,
        requirement("agreed", EAST.kid),
    )
    asked(
        "agreed-each",
        "Two terms, of which one is not agreed: it is required of each.",
        [*both, other.terms],
        False,
        requirement("agreed"),
    )
    aside = Deal(c, "terms: without South", slots=slots((NORTH, "offer", None), (EAST, "offer", None)))
    asked(
        "agreed-each-by",
        "Two terms are agreed, and the kid is that of a slot of one: it is required of each.",
        [*both, aside.terms, *aside.accepts(NORTH, EAST)],
        False,
        requirement("agreed", SOUTH.kid),
    )
    asked("agreed-role", "A requirement of terms has no role.", both, False, requirement("agreed", None, "offer"))
    asked("agreed-list", "A requirement of terms has no list.", both, False, requirement("agreed", None, None, LIST_B))
    asked(
        "accepted",
        "An accept is required, by anybody.",
        both[:2],
        True,
        requirement("accepted"),
        requirement("accepted", NORTH.kid),
    )
    asked(
        "accepted-by", "An accept by the other party is required.", both[:2], False, requirement("accepted", SOUTH.kid)
    )
    asked(
        "accepted-by-mediator",
        "An accept by the mediator is required.",
        [*both, heron],
        True,
        requirement("accepted", HERON.kid),
    )
    asked(
        "accepted-by-outsider",
        "An accept by somebody whom the terms do not name is none of theirs.",
        [*both, deal.accept(EAST, NORTH)],
        False,
        requirement("accepted", EAST.kid),
    )
    asked("accepted-each", "Each terms need an accept.", [*both, other.terms], False, requirement("accepted"))
    asked(
        "accepted-each-other",
        "Each terms have an accept, by different parties.",
        [*both, other.terms, other.accept(SOUTH, NORTH)],
        True,
        requirement("accepted"),
    )
    asked(
        "accepted-each-by",
        "Each terms need an accept by that party.",
        [*both, other.terms, other.accept(SOUTH, NORTH)],
        False,
        requirement("accepted", NORTH.kid),
    )
    new = Deal(c, "required, replacing", replaces=deal.x)
    replaced = [deal.terms, new.terms, *new.accepts(NORTH, SOUTH)]
    asked(
        "agreed-replaced",
        "Terms that were replaced do not count: the new ones are agreed.",
        replaced,
        True,
        requirement("agreed"),
    )
    back = Deal(c, "required, agreed and replaced by what is not agreed", replaces=new.x)
    wide = Deal(
        c,
        "required, wide",
        replaces=deal.x,
        slots=slots((NORTH, "offer", None), (SOUTH, "offer", None), (EAST, "offer", None)),
    )
    asked(
        "agreed-replaced-open",
        "The new terms are not agreed by all of their parties.",
        [*both, wide.terms, *wide.accepts(NORTH, SOUTH)],
        False,
        requirement("agreed"),
    )
    asked(
        "agreed-not-yet-replaced",
        "Terms that would replace them are not accepted: each counts.",
        [*replaced, back.terms],
        False,
        requirement("agreed"),
    )
    lists_required(c, deal, both)


def lists_required(c: Cases, deal: Deal, both: list[bytes]) -> None:
    say = Dealings(c, "12.1, step 9; 17.9")
    north, south = deal.list(NORTH), deal.list(SOUTH)
    first, second = release(north, NORTH, south.id), release(south, SOUTH, north.id)
    base = [*both, *north.files, *south.files]

    def asked(name: str, about: str, files: list[bytes], met: bool, *require: Json) -> None:
        say(f"require-{name}", about, files, 0 if met else 3, require=require)

    asked(
        "in-turn",
        "A reveal in turn is required of each list.",
        [*base, first, second],
        True,
        requirement("in-turn"),
        requirement("reciprocated"),
    )
    asked(
        "in-turn-half",
        "A reveal in turn is required of each list, and one has none.",
        [*base, first],
        False,
        requirement("in-turn"),
    )
    asked("in-turn-by", "It is required of one party's list.", [*base, first], True, requirement("in-turn", NORTH.kid))
    asked(
        "ack-opened",
        "A receipt is required of each list.",
        [*base, opened(north, SOUTH), opened(south, NORTH)],
        True,
        requirement("ack-opened"),
    )
    asked(
        "ack-opened-half",
        "One list has no such receipt.",
        [*base, opened(north, SOUTH), receipt(south, NORTH)],
        False,
        requirement("ack-opened"),
    )
    asked(
        "reviewed",
        "A review is required of each list.",
        [*base, review(north, SOUTH), review(south, NORTH)],
        True,
        requirement("reviewed"),
    )
    later = deal.next(north)
    asked(
        "reviewed-latest",
        "Only the first version was reviewed.",
        [*base, *later.files, review(north, SOUTH)],
        False,
        requirement("reviewed", NORTH.kid),
    )
    asked(
        "slot-filled",
        "A fact of slots is required of each list.",
        base,
        True,
        requirement("slot-filled"),
        requirement("slot-filled", NORTH.kid, "offer"),
    )
    asked("bad-wrap-proven", "A fact that is true of no list here.", base, False, requirement("bad-wrap-proven"))
    gone = withdraw(north.statement, NORTH)
    asked(
        "withdrew",
        "A withdrawal is about no list in this sense.",
        [*both, *north.files, gone],
        False,
        requirement("withdrew"),
    )
    asked(
        "replaced",
        "A fact about terms other than these three is true of no list.",
        base,
        False,
        requirement("replaced"),
    )
    apart = c.commit("required: knew")
    spoken = review(apart, SOUTH)
    asked(
        "knew-review",
        "A review of a list knew of it: that is a fact of the list.",
        [*apart.files, spoken],
        True,
        requirement("knew"),
    )
    misplaced = review(apart, SOUTH, sub="00" * 16)
    say(
        "require-knew-misplaced",
        "A review that is rejected is none of the list.",
        [*apart.files, misplaced],
        1,
        {"knew": misplaced},
        rejected="claims-mismatch",
        require=(requirement("knew"),),
    )


GROUPS = (
    agreement_cases,
    slot_cases,
    answer_cases,
    knew_cases,
    receipt_cases,
    turn_cases,
    mediated_cases,
    complaint_cases,
    withdrawal_cases,
    revocation_cases,
    review_cases,
    requirement_cases,
)

"""Cases of 18.5 to 18.7: what stamps and beacons prove of statements, deadlines, and doubt."""

from __future__ import annotations

from typing import Any

from spec import reference as r
from spec.cases.clocks import (
    CA,
    CANDLE,
    HOURGLASS,
    HOURGLASS_ROOT,
    ROOT,
    SUNDIAL,
    Certified,
    Making,
    accuracy,
    crl,
    ecdsa,
    rsa_key,
    stamp,
    stamp_of,
    token,
)
from spec.cases.clocks import renewal as renew
from spec.cases.deals import (
    ACCEPTED,
    COMMITTED,
    EAST,
    REVEALED,
    REVIEWED,
    Deal,
    Dealings,
    opened,
    receipt,
    release,
    review,
    slots,
)
from spec.cases.making import HERON, LIST_B, NORTH, NOW, PEOPLE, SOUTH, STRANGER, Cases, Json, reveal, statement_id
from spec.cases.tokens import FASTNET_1000, ROUNDS
from spec.cases.transcripts import variant
from spec.reference import H

T = COMMITTED + 100


def operator(name: str, *certificates: Certified, accuracy: int = 1) -> Json:
    return {"name": name, "certificates": [one.raw for one in certificates], "accuracy": accuracy}


SUN, GLASS, WAX = (
    operator("Sundial", ROOT),
    operator("Hourglass", HOURGLASS_ROOT, accuracy=2),
    operator("Candle", CANDLE),
)
THREE = [GLASS, SUN, WAX]
ROUND = 32285086
ROUND_TIME = 1692803367 + 3 * (ROUND - 1)
GOOD = [ROUND, bytes.fromhex(ROUNDS[ROUND])]


def agreed(*clocks: tuple[str, Certified, int], quorum: int = 1, **changes: Any) -> Json:
    """Return the fields of terms that name clocks."""
    listed = [[name, [H(certificate.raw)], accuracy] for name, certificate, accuracy in clocks]
    return {"clocks": listed, "quorum": quorum, **changes}


def existed(subject: bytes, time: int, clock: str = "pinned", *, direct: bool = True) -> tuple[Any, ...]:
    return ("existed-by", subject, clock, direct, time)


def existence_cases(c: Cases) -> None:
    assess = Dealings(c, "18.5; 18.6")
    made = c.commit("time", iat=COMMITTED)
    commitment, files = made.statement, made.files
    sun, glass, wax = (stamp(tsa, commitment, T + i) for i, tsa in enumerate((SUNDIAL, HOURGLASS, CANDLE)))
    pinned: Json = {"operators": THREE, "now": NOW}
    assess("time-none", "No stamp: nothing shows when.", files, 0, times=(), **pinned)
    assess(
        "time-one",
        "One stamp: its time and the accuracy that its operator has.",
        [*files, glass],
        0,
        times=(existed(made.id, T + 3),),
        **pinned,
    )
    assess(
        "time-three",
        "Three stamps and a quorum of one: the lowest.",
        [*files, glass, wax, sun],
        0,
        times=(existed(made.id, T + 1),),
        **pinned,
    )
    two = {**pinned, "quorum": 2}
    assess(
        "time-quorum",
        "A quorum of two: the second lowest.",
        [*files, glass, wax, sun],
        0,
        times=(existed(made.id, T + 3),),
        **two,
    )
    beside = stamp(Certified("Sundial Two", ecdsa("sundial two"), ROOT), commitment, T + 4)
    assess("time-operator-two-keys", "Two keys of one operator: one.", [*files, sun, beside], 0, times=(), **two)
    towers = [Certified("Tower", ecdsa("tower"), above, extensions=CA) for above in (ROOT, HOURGLASS_ROOT)]
    bell = Certified("Bell", ecdsa("bell"), towers[0])
    ways = [stamp(bell, commitment, T, Making(bag=(bell.raw, tower.raw))) for tower in towers]
    assess(
        "time-quorum-crossed",
        "One key below both roots, by an authority that both certify: it is one clock, whatever is put beside it.",
        [*files, *ways],
        0,
        times=(),
        **two,
    )
    assess(
        "time-quorum-crossed-other",
        "A stamp by another key of one of the two: that key and the shared one agree.",
        [*files, *ways, stamp(SUNDIAL, commitment, T + 5)],
        0,
        times=(existed(made.id, T + 6),),
        **two,
    )
    assess(
        "time-quorum-crossed-third",
        "A stamp of a third operator: its key and the shared one agree, though one operator is left without a key.",
        [*files, *ways, stamp(CANDLE, commitment, T + 5)],
        0,
        times=(existed(made.id, T + 6),),
        **two,
    )
    short = {"quorum-short": made.id}
    assess("time-quorum-short", "A quorum of two, and one operator.", [*files, sun], 0, short, times=(), **two)
    assess("time-quorum-unstamped", "A quorum of two, and no stamp at all.", files, 0, {}, short, times=(), **two)
    assess("time-quorum-reached", "A quorum of two, and two.", [*files, sun, glass], 0, {}, short, **two)
    again = stamp(SUNDIAL, commitment, T + 50)
    assess(
        "time-operator-twice",
        "A quorum of two, and two stamps by one operator.",
        [*files, sun, again],
        0,
        times=(),
        **two,
    )
    assess(
        "time-best",
        "Two stamps by one operator: the lower counts.",
        [*files, again, sun],
        0,
        times=(existed(made.id, T + 1),),
        **pinned,
    )
    exact = stamp(SUNDIAL, commitment, T, Making(accuracy=accuracy(9), fraction=".5"))
    assess(
        "time-accuracy",
        "The accuracy that the token states, and its time rounded up.",
        [*files, exact],
        0,
        times=(existed(made.id, T + 10),),
        **pinned,
    )
    both = [GLASS, operator("Aurora", ROOT, HOURGLASS_ROOT)]
    assess(
        "time-first-operator",
        "A token that is of two operators counts for the first by name.",
        [*files, glass],
        0,
        times=(),
        operators=both,
        quorum=2,
    )
    assess(
        "time-first-operator-accuracy",
        "It has the accuracy of the first.",
        [*files, glass],
        0,
        times=(existed(made.id, T + 2),),
        operators=both,
    )
    assess(
        "time-nobody",
        "Nobody is pinned: the stamp is ignored, which is no failure.",
        [*files, sun],
        0,
        times=(),
        ignored="token-untrusted",
    )
    assess(
        "time-signer-missing",
        "The certificate is missing: ignored.",
        [*files, stamp(SUNDIAL, commitment, T, Making(bag=()))],
        0,
        times=(),
        ignored="token-signer-missing",
        **pinned,
    )
    late = stamp(SUNDIAL, commitment, 2060000000)
    assess(
        "time-expired",
        "A stamp after the authority's certificate had expired: ignored.",
        [*files, late],
        0,
        times=(),
        ignored="token-expired",
        **pinned,
    )
    weak = stamp(SUNDIAL, commitment, T, Making(digest="sha1"))
    assess(
        "time-rejected",
        "A stamp with a weak hash is rejected, and a good one beside it counts.",
        [*files, weak, sun],
        1,
        times=(existed(made.id, T + 1),),
        rejected="token-hash-weak",
        **pinned,
    )
    gone = crl(ROOT, (7, T, 1))
    assess(
        "time-revoked",
        "A certificate that was revoked by then.",
        [*files, sun],
        0,
        times=(),
        ignored="token-revoked",
        revocations=[gone],
        **pinned,
    )

    ahead = {"stamp-ahead": H(sun)}
    assess("time-ahead", "A stamp of a time to come.", [*files, sun], 0, ahead, operators=THREE, now=T - 3)
    assess(
        "time-ahead-not",
        "A stamp whose clock may be that far ahead: it is right within a second, and its time is rounded up.",
        [*files, sun],
        0,
        {},
        ahead,
        operators=THREE,
        now=T - 2,
    )
    within = {"stamp-ahead": H(exact)}
    assess("time-ahead-stated", "It states its accuracy.", [*files, exact], 0, within, operators=THREE, now=T - 10)
    assess(
        "time-ahead-stated-not", "Within what it states.", [*files, exact], 0, {}, within, operators=THREE, now=T - 9
    )

    # signature variants
    other = variant(NORTH, commitment)
    on_other = stamp(SUNDIAL, other, T)
    assert r.parse_stamp(on_other).target == made.id
    assess(
        "time-variant",
        "A stamp of a signature variant that is presented, too.",
        [*files, other, on_other],
        0,
        times=(existed(made.id, T + 1),),
        **pinned,
    )
    assess(
        "time-variant-absent",
        "The variant is not presented.",
        [*files, on_other],
        0,
        {"stamp-unmatched": H(on_other)},
        times=(),
        ignored="token-imprint",
        **pinned,
    )
    assess(
        "time-variant-first",
        "The other variant is presented, and the stamp is of this one.",
        [*files, other, sun],
        0,
        times=(existed(made.id, T + 1),),
        **pinned,
    )
    payload = stamp_of(made.id, token(SUNDIAL, r.parse_statement(commitment).payload, T))
    assess(
        "time-payload",
        "A stamp over the payload.",
        [*files, payload],
        0,
        {"stamp-unmatched": H(payload)},
        times=(),
        ignored="token-imprint",
        **pinned,
    )
    forged = stamp_of(
        made.id, token(SUNDIAL, b"x", T, Making(signature=lambda good: good[:-1] + bytes([good[-1] ^ 1])))
    )
    assess(
        "time-unmatched-forged",
        "Nobody stamped it: nothing is said of another signature.",
        [*files, forged],
        0,
        {},
        {"stamp-unmatched": H(forged)},
        times=(),
        ignored="token-imprint",
        **pinned,
    )
    raw = stamp_of(made.id, token(SUNDIAL, r.parse_statement(commitment).signature, T))
    assess(
        "time-raw-signature",
        "A stamp over the signature without its head.",
        [*files, raw],
        0,
        {"stamp-unmatched": H(raw)},
        times=(),
        ignored="token-imprint",
        **pinned,
    )

    # targets
    theirs = c.commit("time: stranger", STRANGER)
    assess(
        "time-stranger",
        "A stamp of a stranger's statement.",
        [*files, STRANGER.card_bytes, *theirs.files, stamp(SUNDIAL, theirs.statement, T)],
        3,
        times=(),
        ignored="signer-not-pinned signer-not-pinned signer-not-pinned target-missing",
        pinned=(NORTH,),
        **pinned,
    )
    assess(
        "time-target-missing",
        "A stamp of a statement that is not there.",
        [*files, stamp(SUNDIAL, theirs.statement, T)],
        0,
        times=(),
        ignored="target-missing",
        **pinned,
    )
    elsewhere = reveal(made._replace(sub="00" * 16), NORTH, cek=made.cek)
    assess(
        "time-misplaced",
        "A reveal about another subject than that of its list is rejected, and existed all the same.",
        [*files, elsewhere, stamp(SUNDIAL, elsewhere, T)],
        1,
        times=(existed(statement_id(elsewhere), T + 1), existed(made.id, T + 1, direct=False)),
        rejected="claims-mismatch",
        **pinned,
    )
    card = NORTH.card_bytes
    assess(
        "time-card",
        "A stamp of a card.",
        [*files, card, stamp(SUNDIAL, card, T)],
        0,
        times=(existed(NORTH.card_id, T + 1),),
        **pinned,
    )
    of_envelope = stamp_of(H(made.envelope), token(SUNDIAL, made.envelope, T))
    assess(
        "time-envelope",
        "A stamp of an envelope: nothing here is of it.",
        [*files, of_envelope],
        0,
        times=(),
        ignored="target-missing",
        **pinned,
    )

    # renewal
    second = renew(HOURGLASS, sun, T + 1000)
    assess(
        "time-renewed",
        "A stamp of a stamp: it bounds both.",
        [*files, sun, second],
        0,
        times=(existed(made.id, T + 1), existed(H(sun), T + 1002)),
        **pinned,
    )
    assess(
        "time-renewed-quorum",
        "With a quorum of two, it is the second.",
        [*files, sun, second],
        0,
        times=(existed(made.id, T + 1002),),
        **two,
    )
    assess(
        "time-renewed-alone",
        "The first stamp is not there.",
        [*files, second],
        0,
        times=(),
        ignored="target-missing",
        **pinned,
    )
    third = renew(CANDLE, second, T + 2000)
    assess(
        "time-renewed-twice",
        "A stamp of a stamp of a stamp, in any order.",
        [third, second, sun, *files],
        0,
        times=(existed(made.id, T + 1), existed(H(sun), T + 1002), existed(H(second), T + 2001)),
        **pinned,
    )
    assess(
        "time-renewed-untrusted",
        "The first is of nobody pinned: what is of it is not present.",
        [*files, sun, second],
        0,
        times=(),
        ignored="target-missing token-untrusted",
        operators=[GLASS],
    )
    false = stamp_of(H(sun), token(HOURGLASS, commitment, T + 1000))
    assess(
        "time-renewed-imprint",
        "A stamp of a stamp over other bytes is rejected.",
        [*files, sun, false],
        1,
        times=(existed(made.id, T + 1),),
        rejected="token-imprint",
        **pinned,
    )

    # references
    next_body: Json = {"version": 2, "previous": made.id, "seen": [made.id]}
    later = c.commit("time: next", body=next_body, entries=PEOPLE[:2], iat=COMMITTED + 50)
    on_next = stamp(SUNDIAL, later.statement, T + 10)
    assess(
        "time-reference",
        "What a stamped statement names existed, too.",
        [*files, *later.files, on_next],
        0,
        times=(existed(later.id, T + 11), existed(made.id, T + 11, direct=False)),
        **pinned,
    )
    assess(
        "time-reference-later",
        "A stamp of its own is earlier: the reference says nothing more.",
        [*files, *later.files, on_next, sun],
        0,
        times=(existed(later.id, T + 11), existed(made.id, T + 1)),
        **pinned,
    )
    own = stamp(SUNDIAL, commitment, T + 40)
    assess(
        "time-reference-earlier",
        "A stamp of its own is later: both are said.",
        [*files, *later.files, on_next, own],
        0,
        times=(existed(later.id, T + 11), existed(made.id, T + 11, direct=False), existed(made.id, T + 41)),
        **pinned,
    )
    assess(
        "time-reference-absent",
        "Through a statement that is not there nothing is said.",
        [*files, on_next],
        0,
        times=(),
        ignored="target-missing",
        **pinned,
    )
    mixed = [*files, *later.files, on_next, stamp(HOURGLASS, commitment, T + 20)]
    assess(
        "time-reference-quorum",
        "A quorum of two, one of them by reference.",
        mixed,
        0,
        times=(existed(made.id, T + 22, direct=False),),
        **two,
    )
    renewed_next = renew(HOURGLASS, on_next, T + 500)
    assess(
        "time-reference-renewed",
        "A stamp of the stamp of what names it.",
        [*files, *later.files, on_next, renewed_next],
        0,
        times=(existed(made.id, T + 502, direct=False), existed(later.id, T + 502)),
        **two,
    )
    assess(
        "time-iat-outside",
        "A stated time after it existed.",
        [*files, stamp(SUNDIAL, commitment, COMMITTED - 9)],
        0,
        {"iat-outside": made.id},
        times=(existed(made.id, COMMITTED - 8),),
        **pinned,
    )
    assess(
        "time-iat-inside",
        "A stated time of when it existed.",
        [*files, stamp(SUNDIAL, commitment, COMMITTED - 1)],
        0,
        {},
        {"iat-outside": made.id},
        **pinned,
    )

    def required(name: str, about: str, given: list[bytes], exit: int, **watch: Any) -> None:
        require: Json = {"code": "existed-by", "by": None, "role": None, "list": None}
        assess(name, about, given, exit, spec="12.1, step 9", require=(require,), **watch)

    required("time-required", "It is required, and a stamp shows it.", [*files, sun], 0, **pinned)
    required("time-required-missing", "It is required, and nothing shows it.", files, 3, **pinned)
    required(
        "time-required-reference",
        "It is required, and shown by reference alone, of the version before.",
        [*files, *later.files, on_next],
        0,
        **pinned,
    )
    answer = c.commit("time: answer", SOUTH, body={"answers": made.id}, iat=COMMITTED + 50)
    on_answer = [*files, *answer.files, stamp(SUNDIAL, answer.statement, T)]
    required(
        "time-required-by-reference",
        "It is required of each list, and of one shown by reference.",
        on_answer,
        3,
        **pinned,
    )


def agreed_cases(c: Cases) -> None:
    assess = Dealings(c, "18.5; 18.6")
    clocks = agreed(("Hourglass", HOURGLASS, 5), ("Sundial", SUNDIAL, 3))
    deal = Deal(c, "time: agreed", **clocks)
    accepts = deal.accepts(NORTH, SOUTH)
    made = deal.list(NORTH)
    files = [deal.terms, *accepts, *made.files]
    sun, glass = stamp(SUNDIAL, made.statement, T), stamp(HOURGLASS, made.statement, T)
    by_agreed = existed(made.id, T + 3, "agreed")
    assess(
        "agreed-clocks",
        "By the clocks that the parties agreed on, and by no pinned one.",
        [*files, sun],
        0,
        times=(by_agreed,),
    )
    assess(
        "agreed-and-pinned",
        "By both, each with its accuracy.",
        [*files, sun],
        0,
        times=(by_agreed, existed(made.id, T + 1)),
        operators=[SUN],
    )
    ahead, pinned = {"stamp-ahead": H(sun)}, [SUN]
    assess(
        "agreed-ahead", "Ahead of both, by the larger accuracy.", [*files, sun], 0, ahead, now=T - 5, operators=pinned
    )
    assess(
        "agreed-ahead-not", "Ahead of the pinned one alone.", [*files, sun], 0, {}, ahead, now=T - 4, operators=pinned
    )
    assess(
        "agreed-not",
        "The terms are not agreed: their clocks are nobody's.",
        [deal.terms, *accepts[:1], *made.files, sun],
        0,
        times=(),
        ignored="token-untrusted",
    )
    assess(
        "agreed-first",
        "Of an operator the first in the order of the terms.",
        [*files, glass, sun],
        0,
        times=(by_agreed,),
    )
    assess(
        "agreed-not-pinned",
        "The terms are not agreed, and the reader pinned the clock.",
        [deal.terms, *accepts[:1], *made.files, sun],
        0,
        times=(existed(made.id, T + 1),),
        operators=[SUN],
    )
    alone = c.commit("time: outside")
    outside = [deal.terms, *accepts, *alone.files, stamp(SUNDIAL, alone.statement, T)]
    assess("agreed-elsewhere", "A list without an exchange has no agreed clocks.", outside, 0, times=())
    shared = agreed(("First", SUNDIAL, 9), ("Second", SUNDIAL, 3), quorum=1)
    twice = Deal(c, "time: one certificate twice", **shared)
    listed = twice.list(NORTH)
    assess(
        "agreed-twice",
        "A certificate of two operators counts for the first.",
        [twice.terms, *twice.accepts(NORTH, SOUTH), *listed.files, stamp(SUNDIAL, listed.statement, T)],
        0,
        times=(existed(listed.id, T + 9, "agreed"),),
    )
    quorum = Deal(c, "time: quorum", **agreed(("Hourglass", HOURGLASS, 5), ("Sundial", SUNDIAL, 3), quorum=2))
    both = quorum.list(NORTH)
    base = [quorum.terms, *quorum.accepts(NORTH, SOUTH), *both.files]
    sun, glass = stamp(SUNDIAL, both.statement, T), stamp(HOURGLASS, both.statement, T)
    assess(
        "agreed-quorum", "Two clocks have to agree.", [*base, sun, glass], 0, times=(existed(both.id, T + 5, "agreed"),)
    )
    assess("agreed-quorum-short", "Two have to agree, and one is there.", [*base, sun], 0, times=())
    rooted = Deal(c, "time: root", **agreed(("Sundial", ROOT, 3)))
    rooting = rooted.list(NORTH)
    base = [rooted.terms, *rooted.accepts(NORTH, SOUTH), *rooting.files]
    bare = stamp(SUNDIAL, rooting.statement, T)
    assess(
        "agreed-root-absent",
        "The root that was agreed on is in no token, and nobody has it.",
        [*base, bare],
        0,
        times=(),
        ignored="token-untrusted",
    )
    whole = stamp(SUNDIAL, rooting.statement, T, Making(bag=(SUNDIAL.raw, ROOT.raw)))
    assess("agreed-root", "The root is in the token.", [*base, whole], 0, times=(existed(rooting.id, T + 3, "agreed"),))
    renewed = renew(SUNDIAL, whole, T + 90, Making(bag=(SUNDIAL.raw, ROOT.raw)))
    assess(
        "agreed-renewed",
        "A stamp of the stamp: of the same exchange.",
        [*base, whole, renewed],
        0,
        times=(existed(rooting.id, T + 3, "agreed"), existed(H(whole), T + 93, "agreed")),
    )


def deadline_cases(c: Cases) -> None:
    due = {"accept": ACCEPTED + 50, "commit": COMMITTED + 50, "reveal": REVEALED + 50, "review": REVIEWED + 50}
    clocks = agreed(("Sundial", SUNDIAL, 1), delivery=True, grace=100, deadlines=due, mediators=[HERON.kid])
    deal = Deal(c, "deadlines", **clocks)
    assess = Dealings(c, "18.6")
    accepts = deal.accepts(NORTH, SOUTH, HERON)
    north, south = deal.list(NORTH), deal.list(SOUTH)
    base = [deal.terms, *accepts, *north.files, *south.files]
    kids = (NORTH, SOUTH)

    def on(statement: bytes, time: int) -> bytes:
        return stamp(SUNDIAL, statement, time)

    first = {party: accepts[2 * i] for i, party in enumerate((NORTH, SOUTH, HERON))}
    taken = [on(first[party], due["accept"] - 1) for party in kids]
    sent = [on(made.statement, due["commit"] - 1) for made in (north, south)]
    got = [receipt(south, NORTH), receipt(north, SOUTH)]
    got_at = [on(one, due["commit"] + 99) for one in got]
    turn = [release(north, NORTH, south.id), release(south, SOUTH, north.id)]
    turn_at = [on(one, due["reveal"] - 1) for one in turn]
    said = [review(south, NORTH), review(north, SOUTH)]
    said_at = [on(one, due["review"] - 1) for one in said]
    everything = [*base, *taken, *sent, *got, *got_at, *turn, *turn_at, *said, *said_at]
    agreed_on = "agreed"
    in_time: dict[str, Any] = {
        "accept-in-time": [(first[party], agreed_on) for party in kids],
        "commit-in-time": [(made.id, agreed_on) for made in (north, south)],
        "delivered-in-time": [(made.id, agreed_on) for made in (north, south)],
        "reveal-in-time": [(one, agreed_on) for one in turn],
        "review-in-time": [(one, agreed_on) for one in said],
    }
    nothing = {"not-met": deal.x, "accept-late": deal.x}
    assess("deadline-all", "Every deadline is met.", everything, 0, in_time, nothing)
    pinned = {code: [(subject, "pinned") for subject, _ in pairs] for code, pairs in in_time.items()}
    assess("deadline-all-pinned", "By pinned clocks, too.", everything, 0, {**in_time}, nothing, operators=[SUN])
    assess(
        "deadline-pinned",
        "By pinned clocks: each is said by its clock.",
        everything,
        0,
        pinned,
        nothing,
        operators=[SUN],
    )

    def without(
        name: str,
        about: str,
        stamps: list[bytes],
        code: str,
        subject: Any,
        extra: list[bytes] | None = None,
        **more: Any,
    ) -> None:
        files = [one for one in everything if one not in stamps]
        assess(f"deadline-{name}", about, [*files, *(extra or [])], 0, {"not-met": deal.x, **more}, {code: subject})

    accept_late = on(first[NORTH], due["accept"])
    without(
        "accept",
        "One accept is stamped a second too late; the other party acted on it since.",
        [taken[0]],
        "accept-in-time",
        [(first[NORTH], agreed_on)],
        [accept_late],
    )
    without(
        "commit",
        "One list is stamped a second too late.",
        [sent[0], got_at[1], turn_at[0], turn_at[1], said_at[1]],
        "commit-in-time",
        [(north.id, agreed_on)],
        [on(north.statement, due["commit"])],
    )
    without(
        "delivery",
        "One list is acknowledged a second too late.",
        [got_at[1], said_at[1], turn_at[1]],
        "delivered-in-time",
        [(north.id, agreed_on)],
        [on(got[1], due["commit"] + 100)],
    )
    without(
        "reveal",
        "One reveal is stamped a second too late.",
        [turn_at[0]],
        "reveal-in-time",
        [(turn[0], agreed_on)],
        [on(turn[0], due["reveal"])],
    )
    without(
        "review",
        "One review is stamped a second too late.",
        [said_at[0]],
        "review-in-time",
        [(said[0], agreed_on)],
        [on(said[0], due["review"])],
    )

    assess(
        "deadline-commit-by-reference",
        "A list is stamped too late, and what names it in time: it existed by then.",
        [*base, on(north.statement, due["commit"]), got[1], on(got[1], due["commit"] - 1)],
        0,
        {"commit-in-time": [(north.id, agreed_on)]},
    )
    by_mediator = receipt(north, HERON)
    rest = [one for one in everything if one not in (got[1], got_at[1])]
    assess(
        "delivered-mediator",
        "A mediator acknowledged it in time.",
        [*rest, by_mediator, on(by_mediator, due["commit"] + 99)],
        0,
        {"delivered-in-time": [(north.id, agreed_on)]},
    )
    three = Deal(
        c,
        "deadlines: three",
        **{**clocks, "slots": slots((NORTH, "offer", None), (SOUTH, "offer", None), (NORTH, "report", None))},
    )
    assess(
        "deadline-absent-terms",
        "Without an agreement there is nothing to meet.",
        [three.terms, three.accept(NORTH, SOUTH)],
        0,
        {},
        {"not-met": three.x},
    )
    assess(
        "deadline-nothing-yet",
        "No deadline has passed.",
        [deal.terms, *accepts],
        0,
        {},
        {"not-met": deal.x},
        now=ACCEPTED,
    )
    assess(
        "deadline-passed",
        "The deadline for accepting has passed, and no stamp is there.",
        [deal.terms, *accepts],
        0,
        {"not-met": deal.x},
        {"accept-late": deal.x},
        now=due["accept"] + 1,
    )
    assess(
        "deadline-equal",
        "It passes at this very second.",
        [deal.terms, *accepts],
        0,
        {},
        {"not-met": deal.x},
        now=due["accept"],
    )
    silent = Deal(c, "deadlines: no delivery", **{**clocks, "delivery": False, "mediators": []})
    given = silent.list(NORTH)
    told = receipt(given, SOUTH)
    assess(
        "delivered-unasked",
        "A list that need not be acknowledged, and is.",
        [silent.terms, *silent.accepts(NORTH, SOUTH), *given.files, told, on(told, COMMITTED)],
        0,
        {"ack-received": told},
        {"delivered-in-time": [(given.id, agreed_on)]},
    )
    owed = slots((NORTH, "offer", None), (SOUTH, "offer", None), (EAST, "offer", None))
    wide = Deal(c, "deadlines: three parties", **{**clocks, "slots": owed, "mediators": []})
    given = wide.list(NORTH)
    told, also = receipt(given, SOUTH), receipt(given, EAST)
    files = [wide.terms, *wide.accepts(NORTH, SOUTH, EAST), *given.files, told, on(told, COMMITTED)]
    delivered = {"delivered-in-time": [(given.id, agreed_on)]}
    assess("delivered-to-one", "One of two other parties acknowledged it in time.", [*files, also], 0, {}, delivered)
    assess("delivered-to-all", "Both did.", [*files, also, on(also, COMMITTED)], 0, delivered)
    plain = Deal(c, "deadlines: no clocks", deadlines=due)
    listed = plain.list(NORTH)
    assess(
        "deadline-no-clocks",
        "Terms that name no clocks: a pinned one says what is in time, and nothing is not met.",
        [plain.terms, *plain.accepts(NORTH, SOUTH), *listed.files, on(listed.statement, COMMITTED)],
        0,
        {"commit-in-time": [(listed.id, "pinned")]},
        {"not-met": plain.x, "accept-late": plain.x},
        operators=[SUN],
    )
    off = deal.list(NORTH, "report", role="report", list=LIST_B)
    assess(
        "deadline-off-terms",
        "A list that fits no slot is in no time.",
        [*base, *off.files, on(off.statement, COMMITTED)],
        0,
        {"off-terms": off.id},
        {"commit-in-time": [(off.id, agreed_on)]},
    )
    own = release(off, NORTH)
    assess(
        "deadline-published-off-terms",
        "A list that fits no slot is published: no deadline is about that.",
        [*base, *off.files, own, on(own, REVEALED)],
        0,
        {"published": own},
        {"reveal-in-time": [(own, agreed_on)]},
    )
    own = release(north, NORTH)
    assess(
        "deadline-published",
        "A list that was published in time.",
        [*base, own, on(own, REVEALED)],
        0,
        {"reveal-in-time": [(own, agreed_on)]},
    )
    deposit = release(north, NORTH, wrap=[H(b"a key id"), bytes(1168)])
    assess(
        "deadline-neither",
        "A reveal that is neither in turn nor published is in no time.",
        [*base, deposit, on(deposit, REVEALED)],
        0,
        {},
        {"reveal-in-time": [(deposit, agreed_on)]},
    )
    of_mine = review(north, HERON)
    assess(
        "deadline-review-mediator",
        "A review by a mediator is none of those awaited.",
        [*base, of_mine, on(of_mine, REVIEWED)],
        0,
        {},
        {"review-in-time": [(of_mine, agreed_on)]},
    )

    # accept-late
    none = [deal.terms, *accepts]
    assess(
        "accept-late-none",
        "No accept is shown in time, nor that there was any to act on by the next deadline: nothing is overdue.",
        none,
        0,
        {},
        {"accept-late": deal.x, "overdue": deal.x},
    )
    late_accept = [taken[1], accept_late]
    assess(
        "accept-late",
        "A party has accepted in time, the other late, and nobody has acted: the other alone is overdue.",
        [*none, *late_accept],
        0,
        {"accept-late": deal.x, "overdue": deal.x},
    )
    assess(
        "accept-late-own",
        "Both accepts are late: whoever is late themselves has to act.",
        [*none, accept_late, on(first[SOUTH], due["accept"])],
        0,
        {"overdue": deal.x},
        {"accept-late": deal.x},
    )
    assess(
        "accept-late-neither",
        "Both are shown in time.",
        [*none, *taken],
        0,
        {"overdue": deal.x},
        {"accept-late": deal.x},
    )
    for name, about, seen, overdue in (
        ("known", "One has signed a list knowing the accept of the other: they have to go on.", first[NORTH], True),
        ("unknown", "One has signed a list, and names an accept of their own alone.", first[SOUTH], False),
    ):
        acted = deal.list(SOUTH, name, role="report", list=LIST_B, seen=sorted([deal.x, statement_id(seen)]))
        files, late = [*none, *acted.files, *late_accept], {"accept-late": deal.x}
        assess(f"accept-late-{name}", about, files, 0, *(({}, late) if overdue else (late, {})))
    given = deal.list(SOUTH, "misplaced", role="report", list=LIST_B)
    misplaced = release(given, SOUTH, sub="00" * 32, seen=sorted([deal.x, statement_id(first[NORTH])]))
    assess(
        "accept-late-misplaced",
        "One has signed a reveal under another subject, which names the accept of the other: nothing follows.",
        [*none, *given.files, misplaced, *late_accept],
        1,
        {"accept-late": deal.x},
        rejected="claims-mismatch",
    )
    told = release(given, SOUTH, seen=sorted([deal.x, statement_id(first[NORTH])]))
    assess(
        "accept-late-revealed",
        "One has signed a reveal knowing the accept of the other: they have to go on.",
        [*none, *given.files, told, *late_accept],
        0,
        {"overdue": deal.x},
        {"accept-late": deal.x},
    )


def single_deadline_cases(c: Cases) -> None:
    """One deadline alone, at its second and after it."""
    assess = Dealings(c, "18.6")
    due = {"accept": ACCEPTED + 50, "commit": COMMITTED + 50, "reveal": REVEALED + 50, "review": REVIEWED + 50}
    for step, time in due.items():
        alone = {**dict.fromkeys(due), step: time}
        deal = Deal(c, f"deadlines: {step} alone", **agreed(("Sundial", SUNDIAL, 1), deadlines=alone))
        files = [deal.terms, *deal.accepts(NORTH, SOUTH)]
        assess(f"deadline-{step}-then", "One deadline, at its second.", files, 0, {}, {"not-met": deal.x}, now=time)
        assess(f"deadline-{step}-past", "One deadline, a second later.", files, 0, {"not-met": deal.x}, now=time + 1)
    alone = {**dict.fromkeys(due), "commit": due["commit"]}
    terms = agreed(("Sundial", SUNDIAL, 1), deadlines=alone, delivery=True, grace=100)
    deal = Deal(c, "deadlines: delivery alone", **terms)
    listed = [deal.list(party) for party in (NORTH, SOUTH)]
    stamps = [stamp(SUNDIAL, made.statement, COMMITTED) for made in listed]
    files = [deal.terms, *deal.accepts(NORTH, SOUTH), *listed[0].files, *listed[1].files, *stamps]
    time = due["commit"] + 100
    assess("deadline-acknowledge-then", "Delivery, at its last second.", files, 0, {}, {"not-met": deal.x}, now=time)
    assess("deadline-acknowledge-past", "Delivery, a second later.", files, 0, {"not-met": deal.x}, now=time + 1)


def beacon_cases(c: Cases) -> None:
    assess = Dealings(c, "18.4; 18.6")
    time, good = ROUND_TIME, GOOD
    made = c.commit("beacon", body={"beacon": good}, iat=time + 10)
    watch: Json = {"beacon": True}
    after = ("not-before", made.id, time)
    assess(
        "beacon",
        "A round of the beacon: not made before its time.",
        made.files,
        0,
        {},
        {"beacon-unchecked": made.id},
        times=(after,),
        **watch,
    )
    assess("beacon-unchecked", "The beacon is not checked.", made.files, 0, {"beacon-unchecked": made.id}, times=())
    other = c.commit("beacon: other", body={"beacon": [1000, bytes.fromhex(FASTNET_1000)]}, iat=time)
    assess(
        "beacon-unknown", "A round of another chain.", other.files, 0, {"beacon-unknown": other.id}, times=(), **watch
    )
    next_body: Json = {"version": 2, "previous": made.id}
    later = c.commit("beacon: next", body=next_body, iat=time + 20)
    assess(
        "beacon-reference",
        "What names it was not made before, either.",
        [*made.files, *later.files],
        0,
        {},
        times=(after, ("not-before", later.id, time)),
        **watch,
    )
    early = [12040883, bytes.fromhex(ROUNDS[12040883])]
    twice = c.commit("beacon: earlier", body={**next_body, "beacon": early}, iat=time + 20)
    assess(
        "beacon-latest",
        "The latest round in what it names counts.",
        [*made.files, *twice.files],
        0,
        {},
        times=(after, ("not-before", twice.id, time)),
        **watch,
    )
    false = c.commit("beacon: early", body={"beacon": good}, iat=time - 1)
    assess("beacon-iat", "A stated time before the round.", false.files, 0, {"iat-outside": false.id}, {}, **watch)
    assess("beacon-iat-inside", "A stated time after the round.", made.files, 0, {}, {"iat-outside": made.id}, **watch)
    same = c.commit("beacon: at once", body={"beacon": good}, iat=time)
    assess("beacon-iat-same", "A stated time of its very second.", same.files, 0, {}, {"iat-outside": same.id}, **watch)
    on_it = stamp(SUNDIAL, made.statement, time - 2)
    assess(
        "beacon-conflict",
        "A stamp from before the round: nobody's fault.",
        [*made.files, on_it],
        0,
        {"times-conflict": made.id},
        {},
        operators=[SUN],
        **watch,
    )
    on_it = stamp(SUNDIAL, made.statement, time - 1)
    assess(
        "beacon-no-conflict",
        "A stamp of its very second.",
        [*made.files, on_it],
        0,
        {},
        {"times-conflict": made.id},
        operators=[SUN],
        **watch,
    )


def stamped_before(statement: bytes, before: int = 2) -> bytes:
    """Return a stamp by which something existed so many seconds before the second that precedes the round."""
    return stamp(SUNDIAL, statement, ROUND_TIME - 1 - before)


def late_cases(c: Cases) -> None:
    """What was not made before its deadline had passed, though all that it answers existed by then."""
    assess = Dealings(c, "18.6")
    time, good, on = ROUND_TIME, GOOD, stamped_before
    watch: Json = {"beacon": True, "operators": [SUN]}
    due = {"accept": time - 1, "commit": time - 1, "reveal": time - 1, "review": time - 1}
    deal = Deal(c, "beacon: late", iat=time - 100, deadlines=due)
    north, south = (deal.accept(one, other, iat=time - 90) for one, other in ((NORTH, SOUTH), (SOUTH, NORTH)))
    listed = deal.list(NORTH, beacon=good, iat=time + 1)
    agreed_on = [deal.terms, north, south]
    base, stamps = [*agreed_on, *listed.files], [on(north), on(south, 1)]
    more = deal.accept(NORTH, HERON, iat=time - 90)
    for name, about, files, late in (
        (
            "",
            "A commitment that was not made before its deadline, and all had accepted by then.",
            [*base, *stamps],
            True,
        ),
        ("-unstamped", "Nothing shows that all had accepted by then.", base, False),
        ("-last-accept", "The last accept existed a second later.", [*base, on(north), on(south, 0)], False),
        ("-one-of-two", "A party has signed two accepts, and one existed by then.", [*base, *stamps, more], True),
    ):
        assess(
            f"late{name}", about, files, 0, *(({"late": listed.id}, {}) if late else ({}, {"late": listed.id})), **watch
        )
    first = deal.list(NORTH, "first", iat=time - 50)
    second = deal.next(first, beacon=good, iat=time + 1)
    assess(
        "late-amendment",
        "A second version that was made after the deadline: an amendment is due at no time.",
        [*agreed_on, *first.files, *second.files, *stamps],
        0,
        {},
        {"late": second.id},
        **watch,
    )
    knowing = {number: deal.accept(SOUTH, NORTH, number=number, seen=sorted([deal.x, listed.id])) for number in (0, 1)}
    known = [*base, on(deal.terms)]
    assess(
        "late-accept",
        "An accept that names a later round, of terms that existed by the deadline.",
        [*known, knowing[0]],
        0,
        {"late": knowing[0]},
        **watch,
    )
    assess(
        "late-accept-of-later-terms",
        "Nothing shows that the terms existed by their own deadline.",
        [*base, knowing[0]],
        0,
        {},
        {"late": knowing[0]},
        **watch,
    )
    assess(
        "late-accept-next",
        "The next key, after one was given away: it cannot come sooner.",
        [*known, knowing[1]],
        0,
        {},
        {"late": knowing[1]},
        **watch,
    )
    deal = Deal(c, "beacon: not late", iat=time - 100, deadlines={**dict.fromkeys(due, time), "accept": time - 1})
    listed = deal.list(NORTH, beacon=good, iat=time + 1)
    accepts = [deal.accept(NORTH, SOUTH), deal.accept(SOUTH, NORTH)]
    files = [deal.terms, *accepts, *listed.files, *map(on, accepts)]
    assess("late-not", "A round of the very second of the deadline.", files, 0, {}, {"late": listed.id}, **watch)


def late_reveal_cases(c: Cases) -> None:
    assess = Dealings(c, "18.6")
    time, good, on = ROUND_TIME, GOOD, stamped_before
    watch: Json = {"beacon": True, "operators": [SUN]}
    due = {"accept": None, "commit": None, "reveal": time - 1, "review": time - 1}
    deal = Deal(c, "beacon: late reveal", iat=time - 100, deadlines=due)
    key = deal.key(SOUTH, NORTH)
    north, south = deal.list(NORTH, iat=time - 50), deal.list(SOUTH, iat=time - 50)
    late = deal.next(south, beacon=good, iat=time + 1)
    base = [deal.terms, deal.accept(NORTH, SOUTH), key.statement, *north.files, *south.files, *late.files]
    there = [on(north.statement), on(south.statement, 1)]
    seen: Json = {"seen": sorted([deal.x, late.id])}
    turn = release(north, NORTH, south.id, **seen)
    to_one = release(north, NORTH, south.id, wrap=[key.kid, bytes(1168)], **seen)
    on_late = release(north, NORTH, south.id, late.id)
    own = release(north, NORTH, **seen)
    read, said = opened(south, NORTH), review(south, NORTH, **seen)
    on_it = on(read)
    had, theirs = receipt(south, NORTH), opened(south, HERON)
    spare = deal.list(SOUTH, "spare", role="report", list=LIST_B)
    other = opened(spare, NORTH)
    for name, about, what, files, is_late in (
        ("reveal", "A reveal that was made after its deadline, of lists that were there in time.", turn, there, True),
        ("reveal-unstamped", "Nothing shows that one of the lists was there in time.", turn, there[:1], False),
        (
            "reveal-second",
            "One of the lists was there a second later.",
            turn,
            [there[0], on(south.statement, 0)],
            False,
        ),
        ("reveal-list", "One of the lists that it relies on came later.", on_late, there, False),
        ("reveal-key", "The key of its reader is not shown to have been there.", to_one, there, False),
        ("reveal-key-there", "The key was there, too.", to_one, [*there, on(key.statement)], True),
        ("reveal-published", "The owner can publish their list at any time.", own, there, False),
        (
            "review",
            "A review that was made after its deadline, by a reader who had opened the list.",
            said,
            [read, on_it],
            True,
        ),
        ("review-unstamped", "Nothing shows that the reader had opened the list in time.", said, [read], False),
        ("review-unread", "Nothing shows that the reader had opened the list.", said, [], False),
        ("review-received", "The reader had received the list, and not opened it.", said, [had, on(had)], False),
        ("review-by-another", "Another one had opened the list.", said, [theirs, on(theirs)], False),
        ("review-another", "The reader had opened another list.", said, [*spare.files, other, on(other)], False),
    ):
        said_so: tuple[Any, Any] = ({"late": what}, {}) if is_late else ({}, {"late": what})
        assess(f"late-{name}", about, [*base, what, *files], 0, *said_so, **watch)


def doubt_cases(c: Cases) -> None:
    assess = Dealings(c, "18.7")
    made = c.commit("doubt", iat=COMMITTED)
    watch: Json = {"operators": THREE}
    brief = Certified("Brief Time", ecdsa("brief"), ROOT, end=NOW - 1)
    on_it = stamp(brief, made.statement, T)
    digest = H(on_it)
    files = [*made.files, on_it]
    proven = existed(made.id, T + 1)
    assess(
        "doubt-expired",
        "The certificate has expired since: the fact stays.",
        files,
        0,
        {"stamp-doubtful": digest},
        {},
        times=(proven,),
        **watch,
    )
    assess(
        "doubt-not-expired",
        "It expires at this second.",
        files,
        0,
        {},
        {"stamp-doubtful": digest},
        times=(proven,),
        now=NOW - 1,
        **watch,
    )
    renewed = renew(SUNDIAL, on_it, NOW - 10)
    assess(
        "doubt-renewed",
        "Another authority stamped it before.",
        [*files, renewed],
        0,
        {},
        {"stamp-doubtful": digest},
        **watch,
    )
    mine = Certified("Renewing Time", ecdsa("renewing"))
    deal = Deal(c, "doubt: renewing", **agreed(("Renewing", mine, 1)))
    filled = deal.list(NORTH)
    under = stamp(brief, filled.statement, T)
    assess(
        "doubt-renewed-by-agreed",
        "A clock that the parties agreed on renews no stamp for a reader who did not pin it.",
        [deal.terms, *deal.accepts(NORTH, SOUTH), *filled.files, under, renew(mine, under, NOW - 10)],
        0,
        {"stamp-doubtful": H(under)},
        {},
        **watch,
    )
    last = renew(SUNDIAL, on_it, NOW - 2)
    assess(
        "doubt-renewed-last",
        "Another stamped it at its last second.",
        [*files, last],
        0,
        {},
        {"stamp-doubtful": digest},
        **watch,
    )
    deal = Deal(c, "doubt: elsewhere", **agreed(("Brief", brief, 1)))
    assess(
        "doubt-nobody",
        "The clock is that of an exchange, and the list is of none: nothing rests on the stamp.",
        [deal.terms, *deal.accepts(NORTH, SOUTH), *files],
        0,
        {},
        {"stamp-doubtful": digest},
        times=(),
    )
    deal = Deal(c, "doubt: agreed", **agreed(("Brief", brief, 1), ("Sundial", SUNDIAL, 1)))
    listed = deal.list(NORTH)
    own = stamp(brief, listed.statement, T)
    base = [deal.terms, *deal.accepts(NORTH, SOUTH), *listed.files, own]
    assess("doubt-agreed", "The clock is one of its own exchange.", base, 0, {"stamp-doubtful": H(own)})
    timely = renew(SUNDIAL, own, NOW - 10)
    assess(
        "doubt-agreed-renewed",
        "Another of these clocks stamped it.",
        [*base, timely],
        0,
        {},
        {"stamp-doubtful": H(own)},
    )
    late = renew(SUNDIAL, on_it, NOW - 1)
    assess(
        "doubt-renewed-late",
        "Another stamped it, when it had expired.",
        [*files, late],
        0,
        {"stamp-doubtful": digest},
        {},
        **watch,
    )
    again = renew(brief, on_it, NOW - 10)
    assess(
        "doubt-renewed-doubtful",
        "It was renewed by what is doubtful, too.",
        [*files, again],
        0,
        {"stamp-doubtful": [digest, H(again)]},
        {},
        **watch,
    )
    stranger = Certified("Nobody", ecdsa("nobody"), extensions=CA)
    unknown = renew(Certified("Nobody Time", ecdsa("nobody time"), stranger), on_it, NOW - 10)
    assess(
        "doubt-renewed-stranger",
        "It was renewed by an authority that nobody pinned.",
        [*files, unknown],
        0,
        {"stamp-doubtful": digest},
        {},
        ignored="token-untrusted",
        **watch,
    )
    forever = Certified("Century Time", rsa_key(), HOURGLASS_ROOT, end=2500000000)
    long_root = Certified("Long Root", ecdsa("long root"), extensions=CA, end=2500000000)
    on_rsa = stamp(forever, made.statement, T)
    on_ecdsa = stamp(Certified("Long Time", ecdsa("long"), long_root, end=2500000000), made.statement, T)
    watch = {"operators": [GLASS, operator("Long", long_root)]}
    for name, about, one, end in (
        ("rsa", "RSA of 2,048 bits after 2030.", on_rsa, 1924991999),
        ("ecdsa", "ECDSA after 2035.", on_ecdsa, 2082758399),
    ):
        assess(f"doubt-{name}", about, [*made.files, one], 0, {"stamp-doubtful": H(one)}, {}, now=end + 1, **watch)
        assess(
            f"doubt-{name}-not-yet",
            about[:-1] + ": not yet.",
            [*made.files, one],
            0,
            {},
            {"stamp-doubtful": H(one)},
            now=end,
            **watch,
        )
    for name, about, reason, doubtful in (
        ("compromised", "Its key was compromised later: a thief could date back.", 1, True),
        ("revoked", "It was revoked later, and no reason is given.", None, True),
        ("superseded", "It was superseded later.", 4, False),
    ):
        gone = crl(ROOT, (7, T + 50, reason))
        sun = stamp(SUNDIAL, made.statement, T)
        given = ({"stamp-doubtful": H(sun)}, {}) if doubtful else ({}, {"stamp-doubtful": H(sun)})
        assess(
            f"doubt-{name}", about, [*made.files, sun], 0, *given, times=(proven,), operators=[SUN], revocations=[gone]
        )


def required_cases(c: Cases) -> None:
    """Requirements are met by pinned clocks alone, without stamps that are in doubt, or ahead."""
    assess = Dealings(c, "12.1, step 9; 18.7")
    made = c.commit("required", iat=COMMITTED)
    brief = Certified("Brief Time", ecdsa("brief"), ROOT, end=NOW - 1)
    weak, sun = stamp(brief, made.statement, T), stamp(SUNDIAL, made.statement, T + 9)
    glass = stamp(HOURGLASS, made.statement, T + 9)
    ahead = stamp(SUNDIAL, made.statement, NOW + 9)

    def required(name: str, about: str, code: str, files: list[bytes], exit: int, **watch: Any) -> None:
        require: Json = {"code": code, "by": None, "role": None, "list": None}
        assess(f"required-{name}", about, files, exit, require=(require,), **{"operators": [SUN, GLASS], **watch})

    for name, about, stamps, exit in (
        ("doubtful", "A stamp that is in doubt meets no requirement.", [weak], 3),
        ("renewed", "It was renewed in time.", [weak, renew(SUNDIAL, weak, NOW - 10)], 0),
        (
            "renewed-late",
            "A renewal that came too late is itself not in doubt.",
            [weak, renew(SUNDIAL, weak, NOW - 1)],
            0,
        ),
        ("doubtful-beside", "A later stamp beside it is not in doubt.", [weak, sun], 0),
        ("ahead", "A stamp of a time to come meets no requirement.", [ahead], 3),
        ("ahead-beside", "Another clock's stamp beside it does.", [ahead, glass], 0),
    ):
        required(name, about, "existed-by", [*made.files, *stamps], exit)
    two: Json = {"quorum": 2}
    required("quorum", "Two clocks agree.", "existed-by", [*made.files, sun, glass], 0, **two)
    required("quorum-doubtful", "One of two is in doubt.", "existed-by", [*made.files, weak, glass], 3, **two)

    due = {"accept": ACCEPTED + 50, "commit": COMMITTED + 50, "reveal": REVEALED + 50, "review": REVIEWED + 50}
    deal = Deal(c, "required: deadlines", **agreed(("Sundial", SUNDIAL, 1), deadlines=due, delivery=True, grace=10))
    north, south = deal.list(NORTH), deal.list(SOUTH)
    base = [deal.terms, *deal.accepts(NORTH, SOUTH), *north.files, *south.files]
    for step, time, what in (
        ("commit", due["commit"], [north.statement, south.statement]),
        ("delivered", due["commit"] + 10, [receipt(north, SOUTH), receipt(south, NORTH)]),
        ("reveal", due["reveal"], [release(north, NORTH, south.id), release(south, SOUTH, north.id)]),
        ("review", due["review"], [review(north, SOUTH), review(south, NORTH)]),
    ):
        code, files = f"{step}-in-time", [*base, *what]
        stamps = [stamp(SUNDIAL, one, time - 1) for one in what]
        doubtful = [stamp(brief, one, time - 1) for one in what]
        others = [stamp(HOURGLASS, one, time) for one in what]
        required(
            f"{step}-agreed",
            "Clocks that only the parties agreed on meet no requirement.",
            code,
            [*files, *stamps],
            3,
            operators=[],
        )
        required(f"{step}-pinned", "Clocks that the reader pinned do.", code, [*files, *stamps], 0)
        required(f"{step}-one", "Of one of the lists.", code, [*files, *stamps[:1]], 3)
        required(f"{step}-doubtful", "They are in doubt.", code, [*files, *doubtful], 3)
        required(
            f"{step}-doubtful-late", "Those that are not in doubt are too late.", code, [*files, *doubtful, *others], 3
        )
    watched = Deal(c, "required: renewed", **agreed(("Brief", brief, 1), deadlines=due))
    listed = watched.list(NORTH)
    own = stamp(brief, listed.statement, COMMITTED)
    required(
        "renewed-for-me",
        "In doubt for the parties' clocks alone: a pinned one has renewed it.",
        "commit-in-time",
        [watched.terms, *watched.accepts(NORTH, SOUTH), *listed.files, own, renew(SUNDIAL, own, NOW - 10)],
        0,
    )


GROUPS = (
    existence_cases,
    agreed_cases,
    deadline_cases,
    single_deadline_cases,
    beacon_cases,
    late_cases,
    late_reveal_cases,
    doubt_cases,
    required_cases,
)

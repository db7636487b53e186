"""Cases of 12.7: the value and the evidence of claims, where one of several would do, and their order."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count
from typing import Any

from spec.cases.clocks import CANDLE, HOURGLASS, ROOT, SUNDIAL, Certified, Making, accuracy, crl, ecdsa, stamp
from spec.cases.deals import (
    ACCEPTED,
    COMMITTED,
    EAST,
    OTTER,
    RECEIVED,
    REVEALED,
    Deal,
    Dealings,
    opened,
    receipt,
    release,
    revoke,
    slots,
    withdraw,
    wrapped,
)
from spec.cases.making import HERON, LIST_B, NORTH, NOW, PEOPLE, SOUTH, Cases, Json, Made, reveal, statement_id
from spec.cases.times import GLASS, GOOD, ROUND_TIME, SUN, THREE, T, agreed
from spec.cases.transcripts import next_version
from spec.reference import H


def nonces(made: Callable[[bytes], bytes], *, number: int = 3) -> list[bytes]:
    """Return some statements that differ in their nonce, in ascending order of their ids."""
    return sorted((made(bytes([n]) * 16) for n in range(number)), key=statement_id)


def list_cases(c: Cases) -> None:
    say = Dealings(c, "12.7")
    lists = [c.commit(f"evidence: reissued {n}", iat=COMMITTED + n) for n in range(4)]
    say(
        "evidence-reissued",
        "A list, sealed again three times: each names the first of the others.",
        [one.statement for one in reversed(lists)],
        0,
        {"reissued": [one.id for one in lists]},
    )
    made = lists[0]
    given = nonces(lambda nonce: reveal(made, NORTH, cek=made.cek, nonce=nonce))
    tags = [opened(made, SOUTH), opened(made, HERON, tag=bytes(32))]
    say(
        "evidence-published-thrice",
        "A key, published three times: all of the reveals show what was opened, and the first shows a tag.",
        [*made.files, *given[::-1], *tags],
        4,
        {"opened": made.id, "opened-by": tags[0]},
        {},
        (("false-opened", HERON),),
    )
    bad = c.commit("evidence: bad root", NORTH, body={"root": H(b"bad")})
    given = nonces(lambda nonce: reveal(bad, NORTH, cek=bad.cek, nonce=nonce))
    say(
        "evidence-wrong-content-thrice",
        "The same of contents that are not those committed to.",
        [*bad.files, *given[::-1], opened(bad, SOUTH)],
        4,
        {},
        {},
        (("wrong-content", NORTH), ("false-opened", SOUTH)),
    )
    twins = c.commit(
        "evidence: same numbers", entries=[{**one, "number": n} for one, n in zip(PEOPLE, (1, 1, None), strict=True)]
    )
    say(
        "evidence-distinct-keys",
        "Two entries have one primary key, and one has null: two are distinct.",
        [*twins.files, reveal(twins, NORTH, cek=twins.cek)],
        0,
        {"count-proven": twins.id},
    )
    since = sorted((revoke(NORTH, COMMITTED, nonce=bytes([n]) * 16) for n in range(3)), key=statement_id)
    early = sorted((revoke(NORTH, COMMITTED - 5, nonce=bytes([n]) * 16) for n in range(3)), key=statement_id)
    say(
        "evidence-revoked",
        "Of several revocations the first with the lowest time shows what is after it.",
        [made.statement, *since, *early[::-1]],
        0,
        {"after-revocation": made.id},
    )
    two = next_version(c, "evidence: v2", made)
    three = next_version(c, "evidence: v3", two, seen=sorted([made.id]))
    say(
        "evidence-knew",
        "A version names the one before and an older one: it knew each.",
        [made.statement, two.statement, three.statement],
        0,
        {"knew": three.id},
    )


def fork_cases(c: Cases) -> None:
    say = Dealings(c, "12.3; 12.7")
    lists = [c.commit(f"evidence: fork {n}", entries=PEOPLE[:n]) for n in range(3)]
    say(
        "evidence-fork",
        "Three lists as one version: one fork, with all of them.",
        [one.statement for one in reversed(lists)],
        4,
        {},
        {},
        (("fork", NORTH),),
    )
    deal = Deal(c, "evidence: slot fork")
    several = [deal.list(NORTH, f"slot {n}", list=bytes([n]) * 16) for n in range(3)]
    later = deal.next(several[0])
    say(
        "evidence-slot-fork",
        "Three lists for a slot, and a second version of one: the terms and the three.",
        [deal.terms, *deal.accepts(NORTH, SOUTH), *(one.statement for one in (*several, later))],
        4,
        {},
        {},
        (("slot-fork", NORTH),),
    )


def terms_cases(c: Cases) -> None:
    say = Dealings(c, "12.7; 17.9")
    deal = Deal(c, "evidence: terms", mediators=[HERON.kid])
    accepts = [
        deal.accept(one, other, number=n)
        for one in (NORTH, SOUTH, HERON)
        for other in (NORTH, SOUTH)
        if one is not other
        for n in (1, 2)
    ]
    say(
        "evidence-agreed",
        "Of each party the first accept shows that terms are agreed, and none of the mediator does.",
        [deal.terms, *accepts],
        0,
        {"agreed": deal.x},
    )
    new = [Deal(c, f"evidence: new terms {n}", replaces=deal.x) for n in range(3)]
    say(
        "evidence-replaced",
        "Three new terms: both have accepted one, one has accepted another, and nobody the third.",
        [deal.terms, *accepts, *(one.terms for one in new), *new[0].accepts(NORTH, SOUTH), new[1].accept(NORTH, SOUTH)],
        0,
        {"replaced": deal.x, "two-replacements": deal.x},
    )
    two = [withdraw(deal.accept(NORTH, HERON), NORTH, nonce=bytes([n]) * 16) for n in range(3)]
    gone = sorted(map(statement_id, two))
    made = deal.list(SOUTH, seen=gone)
    say(
        "evidence-knew-withdrawal",
        "Of three withdrawals that a signer knew, the first is named.",
        [deal.terms, *accepts, deal.accept(NORTH, HERON), *two, *made.files],
        0,
        {"knew-withdrawal": made.id},
    )
    elsewhere = c.commit("evidence: elsewhere", SOUTH, body={"list": LIST_B, "seen": gone[:1]})
    here = deal.list(SOUTH, "here")
    say(
        "evidence-withdrawn",
        "One knows of a withdrawal by a statement outside of the exchange, a mediator does not, and one is not there.",
        [deal.terms, *accepts, deal.accept(NORTH, HERON), two[0], two[1], two[2], elsewhere.statement, *here.files],
        0,
        {"withdrawn": two},
    )


def turn_cases(c: Cases) -> None:
    say = Dealings(c, "12.7; 17.9")
    deal = Deal(c, "evidence: turns")
    north, south = deal.list(NORTH), deal.list(SOUTH)
    base = [deal.terms, *deal.accepts(NORTH, SOUTH), *north.files, *south.files]
    turns = nonces(lambda nonce: release(north, NORTH, south.id, nonce=nonce))
    say(
        "evidence-relied-on",
        "Of three reveals in turn that rely on a list, the first is named.",
        [*base, *turns[::-1]],
        0,
        {"relied-on": south.id, "in-turn": turns},
    )
    say(
        "evidence-reciprocated",
        "One list is published, and the other is open to one reader: together they are not transferable.",
        [*base, turns[0]],
        0,
        {"reciprocated": turns[0]},
        openings={south.id: south.cek},
    )
    accepts = [deal.accept(NORTH, SOUTH, number=n) for n in range(1, 4)]
    lone = release(south, NORTH)
    say(
        "evidence-premature",
        "Of four accepts of who revealed too early, the first is named.",
        [*base, *accepts, lone],
        4,
        {},
        {},
        (("premature", NORTH),),
    )


def withdrawal_cases(c: Cases) -> None:
    say = Dealings(c, "12.7; 17.9")
    deal = Deal(c, "evidence: withdrawals", mediators=[HERON.kid])
    north, south = deal.accept(NORTH, SOUTH), deal.accept(SOUTH, NORTH)
    gone = withdraw(north, NORTH)
    made = deal.list(SOUTH)
    heard = receipt(made, HERON, seen=[statement_id(gone)])
    aside = receipt(made, OTTER, seen=[statement_id(gone)])
    after = deal.list(NORTH, "after", seen=sorted([statement_id(heard), statement_id(south)]))
    again = deal.accept(NORTH, HERON, seen=[statement_id(gone)])
    say(
        "evidence-after-withdrawal",
        "A list and an accept after a withdrawal: one fault, with both, what they name on the way, and the accept.",
        [deal.terms, north, south, gone, *made.files, heard, aside, *after.files, again],
        4,
        {"knew-withdrawal": heard},
        {},
        (("after-withdrawal", NORTH),),
    )


def stamp_cases(c: Cases) -> None:
    say = Dealings(c, "12.7; 18.6")
    made = c.commit("evidence: stamps", iat=COMMITTED)
    commitment = made.statement
    second = Certified("Sundial Two", ecdsa("sundial two"), ROOT)
    alike = [
        stamp(SUNDIAL, commitment, T, Making(accuracy=a, fraction=f))
        for a, f in ((b"", ""), (accuracy(1), ""), (accuracy(1), ".0"))
    ]
    again = stamp(SUNDIAL, commitment, T + 2)
    beside = [stamp(second, commitment, T + n) for n in (3, 4)]
    glass = stamp(HOURGLASS, commitment, T + 4)
    wax = stamp(CANDLE, commitment, T + 40)
    two: Json = {"operators": THREE, "quorum": 2}
    say(
        "evidence-stamps",
        "Two clocks agree: of each key the lowest stamp until then, and the first of those that are alike.",
        [*made.files, wax, glass, *beside, again, *alike],
        0,
        {"existed-by": made.id},
        **two,
    )
    shown = next_version(c, "evidence: stamps, v2", made)
    by_next = stamp(HOURGLASS, shown.statement, T + 1)
    say(
        "evidence-stamps-by-reference",
        "The second clock stamped what names it, sooner than itself.",
        [*made.files, *shown.files, *alike, glass, by_next],
        0,
        {"existed-by": made.id},
        **two,
    )
    third = Certified("Sundial Three", ecdsa("sundial three"), ROOT)
    keys = [stamp(tsa, commitment, T + n) for tsa, n in ((second, 1), (third, 1), (SUNDIAL, 2))]
    say(
        "evidence-stamps-keys",
        "Three keys of one clock, and one of a second: as many of each clock as have to agree, the lowest.",
        [*made.files, *keys, glass],
        0,
        {"existed-by": made.id},
        **two,
    )
    say(
        "evidence-stamps-keys-alike",
        "The three at one time: those with the lowest ids.",
        [*made.files, *(stamp(tsa, commitment, T + 1) for tsa in (SUNDIAL, second, third)), glass],
        0,
        {"existed-by": made.id},
        **two,
    )
    say(
        "evidence-stamps-short",
        "Two clocks of a quorum of three: both are named.",
        [*made.files, glass, *beside, *alike],
        0,
        {"quorum-short": made.id},
        operators=THREE,
        quorum=3,
    )
    clocks = agreed(("Sundial", SUNDIAL, 1), ("Hourglass", HOURGLASS, 2), ("Candle", CANDLE, 1), quorum=2)
    deal = Deal(c, "evidence: clocks", **clocks)
    under = deal.list(NORTH)
    base = [deal.terms, *deal.accepts(NORTH, SOUTH), *under.files]
    say(
        "evidence-stamps-agreed",
        "The names of agreed clocks are in the order of the terms, and those of pinned ones in that of their names.",
        [*base, *(stamp(tsa, under.statement, T + n) for n, tsa in enumerate((CANDLE, HOURGLASS, SUNDIAL)))],
        0,
        {"existed-by": under.id},
        operators=THREE,
        quorum=3,
    )
    short = Deal(c, "evidence: few clocks", **{**clocks, "quorum": 3})
    few = short.list(NORTH)
    say(
        "evidence-stamps-agreed-short",
        "The same of clocks that are too few.",
        [
            short.terms,
            *short.accepts(NORTH, SOUTH),
            *few.files,
            stamp(CANDLE, few.statement, T),
            stamp(SUNDIAL, few.statement, T),
        ],
        0,
        {"quorum-short": few.id},
    )


def end_cases(c: Cases) -> None:
    say = Dealings(c, "12.7; 18.7")
    key = ecdsa("evidence: dial")
    dial = Certified("Dial", key, ROOT, serial=77)
    deal = Deal(c, "evidence: ends", **agreed(("Dial", dial, 1)))
    made = deal.list(NORTH)
    revoked = crl(ROOT, (77, T + 1000, None))
    late: Json = {"operators": [SUN], "revocations": [revoked], "now": 2082758400 + 10}
    say(
        "evidence-doubtful",
        "By the pinned clocks a stamp ended when it was revoked, by the agreed ones later: its end is the earlier.",
        [deal.terms, *deal.accepts(NORTH, SOUTH), *made.files, stamp(dial, made.statement, T)],
        0,
        {"existed-by": made.id},
        **late,
    )


def late_cases(c: Cases) -> None:
    say = Dealings(c, "12.7; 18.6")
    due = {"accept": ACCEPTED + 50, "commit": COMMITTED + 50, "reveal": None, "review": None}
    unknown = sorted((HERON, OTTER, SOUTH), key=lambda party: party.kid, reverse=True)
    parties = slots(*((party, "offer", None) for party in (NORTH, *unknown, EAST)))
    deal = Deal(c, "evidence: late", slots=parties, **agreed(("Sundial", SUNDIAL, 1), deadlines=due))
    accepts = deal.accepts(NORTH, EAST, *unknown)
    (seen,) = (one for one in accepts[4:8] if statement_id(one) == min(map(statement_id, accepts[4:8])))
    made = deal.list(NORTH, seen=[statement_id(seen)])
    say(
        "evidence-accept-late",
        "One accepted in time and knew the late accept of another, and of three others none: these three are named.",
        [deal.terms, *accepts, *made.files, stamp(SUNDIAL, accepts[0], ACCEPTED + 9)],
        0,
        {"accept-late": deal.x, "not-met": deal.x},
        now=COMMITTED,
    )


def delivery_cases(c: Cases) -> None:
    say = Dealings(c, "12.7; 18.6")
    due = {"accept": ACCEPTED + 50, "commit": COMMITTED + 50, "reveal": None, "review": None}
    clocks = agreed(("Sundial", SUNDIAL, 1), delivery=True, grace=2 * (RECEIVED - COMMITTED), deadlines=due)
    parties = slots((NORTH, "offer", None), (SOUTH, "offer", None), (EAST, "offer", None))
    deal = Deal(c, "evidence: deliveries", slots=parties, mediators=sorted([HERON.kid, OTTER.kid]), **clocks)
    made = deal.list(NORTH)
    base = [
        deal.terms,
        *deal.accepts(NORTH, SOUTH, EAST, HERON),
        *made.files,
        stamp(SUNDIAL, made.statement, COMMITTED + 9),
    ]

    def on(*statements: bytes) -> list[bytes]:
        return [stamp(SUNDIAL, one, RECEIVED + 9) for one in statements]

    def got(signer: Any, *numbers: int) -> list[bytes]:
        return [receipt(made, signer, nonce=bytes([n]) * 16) for n in numbers]

    readers, mediators = [*got(SOUTH, 1, 2), *got(EAST, 1, 2)], [*got(HERON, 1, 2), *got(OTTER, 1, 2)]
    unstamped = [*got(SOUTH, *range(3, 9)), *got(HERON, *range(3, 9))]
    for name, about, timely in (
        ("readers", "Of each reader the first receipt in time shows a delivery.", readers),
        (
            "mediators",
            "The first receipt in time of any mediator shows it, and none of a reader then.",
            [*readers, *mediators],
        ),
    ):
        say(
            f"evidence-delivered-to-{name}",
            about,
            [*base, *readers, *mediators, *unstamped, *on(*timely)],
            0,
            {"delivered-in-time": [(made.id, "agreed")]},
        )


def beacon_cases(c: Cases) -> None:
    say = Dealings(c, "12.7; 18.6")

    def chain(name: str, higher: bool) -> tuple[Made, Made]:
        """Return two commitments with one round, of which the second names the first, and has the higher id or not."""
        first = c.commit(f"evidence: {name}", body={"beacon": GOOD}, iat=ROUND_TIME + 10)
        for n in count(20):
            body = {"beacon": GOOD, "version": 2, "previous": first.id}
            second = c.commit(f"evidence: {name}, next {n}", body=body, iat=ROUND_TIME + n)
            if (second.id > first.id) is higher:
                return first, second
        raise AssertionError

    for name, higher in (("lower", True), ("own", False)):
        pair = chain(name, higher)
        lone = c.commit(
            f"evidence: after {name}", SOUTH, body={"seen": sorted(one.id for one in pair)}, iat=ROUND_TIME - 9
        )
        say(
            f"evidence-beacon-{name}",
            f"Two commitments have a round: the first shows it, here the {'earlier' if higher else 'later'} one.",
            [*pair[0].files, *pair[1].files, *lone.files, stamp(SUNDIAL, lone.statement, ROUND_TIME - 20)],
            0,
            {"not-before": [one.id for one in pair], "times-conflict": lone.id, "iat-outside": lone.id},
            operators=[SUN, GLASS],
            beacon=True,
            now=NOW,
        )


def order_cases(c: Cases) -> None:
    say = Dealings(c, "12.7")
    made = c.commit("evidence: answered")
    answers = [
        c.commit(f"evidence: answer {n}", who, body={"answers": made.id})
        for n, who in enumerate((SOUTH, HERON, EAST, SOUTH))
    ]
    say(
        "evidence-answered",
        "Four answers are four claims, in the order of their evidence and not of who is named in them.",
        [one.statement for one in (made, *answers)],
        0,
        {"answered": made.id},
    )
    deal = Deal(c, "evidence: order")
    given = deal.list(NORTH)
    made = deal.list(SOUTH)
    key = deal.key(SOUTH, NORTH)
    wrap = wrapped(c, given, NORTH, key)
    say(
        "evidence-released",
        "A wrap is for the key id of an accept, and a published key for everyone.",
        [
            deal.terms,
            key.statement,
            *given.files,
            *made.files,
            release(given, NORTH, made.id, wrap=wrap, iat=REVEALED),
            release(given, NORTH),
        ],
        0,
        {"published": release(given, NORTH)},
    )


GROUPS = (
    list_cases,
    fork_cases,
    terms_cases,
    turn_cases,
    withdrawal_cases,
    stamp_cases,
    end_cases,
    late_cases,
    delivery_cases,
    beacon_cases,
    order_cases,
)

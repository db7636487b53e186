"""Cases of 17.10: the state of an exchange, and whose move it is, as a report says."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from spec.cases.deals import (
    ACCEPTED,
    COMMITTED,
    EAST,
    OTTER,
    PROPOSED,
    RECEIVED,
    REVEALED,
    REVIEWED,
    Deal,
    cards,
    complaint,
    opened,
    receipt,
    release,
    review,
    slots,
    withdraw,
    wrapped,
)
from spec.cases.making import HERON, LIST_B, NORTH, NOW, SOUTH, STRANGER, Cases, Json, Made, Party, statement_id
from spec.cases.transcripts import requirement
from spec.reference import H, cbor

DEADLINES = {name: time + 1000000 for name, time in (("accept", ACCEPTED), ("commit", COMMITTED))}
DEADLINES |= {"reveal": REVEALED + 1000000, "review": REVIEWED + 1000000}
BAD_WRAP = bytes(1168)

Move = tuple[Party, str, Made | None, int | None, int | None]
"""Who is awaited, what, about which list, since when, and until when."""


class States:
    """Add a case of `report`, with the state of one exchange and all that is awaited in it.

    All that was due is overdue, but of proposals, and of lists `after` what is due of them; or with those alone who are
    named in `overdue`.
    """

    def __init__(self, c: Cases, spec: str = "17.10") -> None:
        self.c, self.spec = c, spec

    def __call__(
        self,
        name: str,
        about: str,
        deal: Deal,
        files: list[bytes],
        state: str,
        awaited: Iterable[Move] = (),
        *,
        exit: int = 0,
        pinned: tuple[Party, ...] | None = None,
        now: int = NOW,
        stake: Iterable[Made | None] | None = None,
        openings: dict[bytes, bytes | None] | None = None,
        require: tuple[Json, ...] = (),
        after: tuple[Made, ...] = (),
        overdue: tuple[Party, ...] | None = None,
    ) -> None:
        given: Json = {"files": [b"".join(files)], "names": ["обмін.swap"], "now": now, "require": list(require)}
        given["pinned"] = cards(files, pinned)
        given["openings"] = {source.hex(): key for source, key in (openings or {}).items()}
        result = self.c.add("report", f"state-{name}", about, self.spec, **given)["assessment"]
        one = next(entry for entry in result["exchanges"] if entry["exchange"] == deal.x.hex())
        found = [move for move in result["awaiting"] if move["exchange"] == deal.x.hex()]
        wrong = [f"{result['exit']}, not {exit}"] if result["exit"] != exit else []
        if one["state"] != state:
            wrong.append(f"{one['state']}, not {state}")
        expected = sorted(map(move_of, awaited), key=str)
        actual = sorted(([m["by"], m["what"], m["commitment"], m["since"], m["due"]] for m in found), key=str)
        if actual != expected:
            wrong.append(f"awaited: {actual}, not {expected}")
        due = [move for move in found if move["due"] is not None and move["due"] < now and state != "proposed"]
        possible = [move for move in due if move["commitment"] not in {made.id.hex() for made in after}]
        if overdue is not None:
            possible = [move for move in due if move["by"] in {party.kid.hex() for party in overdue}]
        if [move for move in found if move["overdue"]] != possible:
            wrong.append("overdue")
        if stake is not None:
            lists = [made.id.hex() if made else None for made in stake]
            if [slot["commitment"] for slot in one["slots"]] != lists:
                wrong.append(f"at stake: {one['slots']}")
        if wrong:
            raise SystemExit(f"report/state-{name}: " + "; ".join(wrong))


def move_of(move: Move) -> list[Any]:
    party, what, made, since, due = move
    return [party.kid.hex(), what, made.id.hex() if made else None, since, due]


def beginning_cases(c: Cases) -> None:
    state = States(c)
    deal = Deal(c, "beginning", deadlines=DEADLINES, mediators=[HERON.kid])
    north, south = deal.accept(NORTH, SOUTH), deal.accept(SOUTH, NORTH, iat=ACCEPTED + 5)
    both = [deal.terms, north, south]
    until = DEADLINES["accept"]
    made = deal.list(NORTH)
    too = Deal(c, "beginning, too")
    state("no-terms", "An accept whose terms are not present.", deal, [north], "no-terms")
    state("no-terms-list", "A list of an exchange whose terms are not present.", deal, made.files, "no-terms")
    state(
        "no-terms-receipt",
        "A receipt names an exchange only through its list, which is not present.",
        too,
        [too.terms, receipt(made, SOUTH)],
        "proposed",
        [(NORTH, "accept", None, PROPOSED, None), (SOUTH, "accept", None, PROPOSED, None)],
    )
    state(
        "party-not-pinned",
        "A party is not pinned.",
        deal,
        [SOUTH.card_bytes, *both, *made.files],
        "no-terms",
        exit=3,
        pinned=(NORTH, HERON),
        stake=[None, None],
    )
    state(
        "proposed",
        "Nobody has accepted; with release 1 a mediator is not awaited.",
        deal,
        [deal.terms],
        "proposed",
        [(NORTH, "accept", None, PROPOSED, until), (SOUTH, "accept", None, PROPOSED, until)],
    )
    spoken = Deal(c, "in languages", title={"en": "Spring exchange", "uk": "Весняний обмін"})
    state(
        "proposed-in-languages",
        "Terms with a title in two languages.",
        spoken,
        [spoken.terms],
        "proposed",
        [(party, "accept", None, PROPOSED, None) for party in (NORTH, SOUTH)],
    )
    state(
        "proposed-half",
        "One party has not accepted.",
        deal,
        [deal.terms, north, deal.accept(HERON, NORTH)],
        "proposed",
        [(SOUTH, "accept", None, PROPOSED, until)],
    )
    state(
        "proposed-in-time",
        "The deadline is now: it has not passed.",
        deal,
        [deal.terms, north],
        "proposed",
        [(SOUTH, "accept", None, PROPOSED, until)],
        now=until,
    )
    state(
        "proposed-overdue",
        "The deadline was a second ago.",
        deal,
        [deal.terms, north],
        "proposed",
        [(SOUTH, "accept", None, PROPOSED, until)],
        now=until + 1,
    )
    state(
        "proposed-withdrawn",
        "The proposer withdraws terms that are not agreed.",
        deal,
        [deal.terms, north, withdraw(deal.terms, NORTH)],
        "withdrawn",
    )
    state(
        "proposed-accept-withdrawn",
        "A party withdraws its accept of terms that are not agreed.",
        deal,
        [deal.terms, north, withdraw(north, NORTH)],
        "withdrawn",
    )
    commit = DEADLINES["commit"]
    awaited: list[Move] = [(NORTH, "commit", None, ACCEPTED + 5, commit), (SOUTH, "commit", None, ACCEPTED + 5, commit)]
    state(
        "committing",
        "Both have accepted, and no list is present; a mediator has none to commit to.",
        deal,
        both,
        "committing",
        awaited,
        stake=[None, None],
    )
    state(
        "committing-terms-withdrawn",
        "The terms are withdrawn after both have accepted them.",
        deal,
        [*both, withdraw(deal.terms, NORTH)],
        "committing",
        awaited,
    )
    state(
        "committing-mediator-withdrawn",
        "A mediator withdraws its accept: the exchange goes on.",
        deal,
        [*both, him := deal.accept(HERON, NORTH), withdraw(him, HERON)],
        "committing",
        awaited,
    )
    state(
        "committing-outsider-withdrawn",
        "Somebody without a slot withdraws an accept.",
        deal,
        [*both, it := deal.accept(EAST, NORTH), withdraw(it, EAST)],
        "committing",
        awaited,
    )
    state(
        "withdrawn", "A party withdraws after both have accepted.", deal, [*both, withdraw(south, SOUTH)], "withdrawn"
    )
    later = [deal.accept(NORTH, HERON, iat=ACCEPTED + 100), deal.accept(SOUTH, HERON, iat=ACCEPTED + 3)]
    state(
        "committing-since",
        "Of several accepts of each party its earliest counts, and of those the latest.",
        deal,
        [*both, *later],
        "committing",
        [(party, what, None, ACCEPTED + 3, due) for party, what, _, _, due in awaited],
    )
    state(
        "committing-half",
        "One list is present.",
        deal,
        [*both, *made.files],
        "committing",
        awaited[1:],
        stake=[made, None],
    )
    state(
        "committing-covered",
        "A list without its envelope does not fill the slot.",
        deal,
        [*both, made.statement],
        "committing",
        awaited,
        stake=[made, None],
    )
    state(
        "committing-off-terms",
        "A list in another role fills no slot.",
        deal,
        [*both, *deal.list(NORTH, "off", role="request").files],
        "committing",
        awaited,
    )
    state(
        "list-before-accept",
        "A list is present before the terms are agreed: it fills its slot, and an accept is awaited.",
        deal,
        [deal.terms, south, *made.files],
        "proposed",
        [(NORTH, "accept", None, PROPOSED, until)],
        stake=[made, None],
    )
    two = Deal(
        c, "two slots of one", slots=slots((NORTH, "offer", None), (NORTH, "request", None), (SOUTH, "offer", None))
    )
    state(
        "committing-two-slots",
        "A party with two open slots is awaited once.",
        two,
        [two.terms, *two.accepts(NORTH, SOUTH)],
        "committing",
        [(NORTH, "commit", None, ACCEPTED, None), (SOUTH, "commit", None, ACCEPTED, None)],
    )
    new = Deal(c, "beginning anew", replaces=deal.x)
    newer = [new.terms, *new.accepts(NORTH, SOUTH)]
    state("replaced", "Both have accepted other terms.", deal, [*both, *newer], "replaced")
    state(
        "replaced-and-withdrawn",
        "Terms that are replaced, and withdrawn, too, are replaced.",
        deal,
        [*both, *newer, withdraw(south, SOUTH)],
        "replaced",
    )
    state("replaced-never-agreed", "Terms that were never agreed are replaced.", deal, [deal.terms, *newer], "replaced")
    state(
        "replacing",
        "The new terms are in their own state.",
        new,
        [*both, *newer],
        "committing",
        [(NORTH, "commit", None, ACCEPTED, None), (SOUTH, "commit", None, ACCEPTED, None)],
        require=(requirement("agreed"), requirement("accepted", SOUTH.kid)),
    )
    proposal = Deal(c, "many deadlines", STRANGER)
    state(
        "by-stranger",
        "Terms by a stranger are ignored; an accept names them.",
        proposal,
        [proposal.terms, proposal.accept(NORTH, SOUTH)],
        "no-terms",
        exit=3,
    )


def delivery_cases(c: Cases) -> None:
    state = States(c)
    places = slots((NORTH, "offer", None), (SOUTH, "offer", None), (EAST, "offer", None))
    deal = Deal(c, "delivery", slots=places, mediators=[HERON.kid], delivery=True, deadlines=DEADLINES, grace=3600)
    lists = [deal.list(NORTH), deal.list(SOUTH, iat=COMMITTED + 7), deal.list(EAST)]
    north, south, east = lists
    accepts = deal.accepts(NORTH, SOUTH, EAST)
    base = [deal.terms, *accepts, *north.files, *south.files, *east.files]
    due = DEADLINES["commit"] + 3600

    def wait(made: Made, *parties: Party) -> list[Move]:
        return [(party, "acknowledge", made, COMMITTED + 7 * (made is south), due) for party in parties]

    every = [*wait(north, SOUTH, EAST), *wait(south, NORTH, EAST), *wait(east, NORTH, SOUTH)]
    state(
        "undelivered",
        "Three lists that nobody has acknowledged; the mediator has not accepted and is not awaited.",
        deal,
        base,
        "undelivered",
        every,
    )
    heron = deal.accept(HERON, NORTH)
    state(
        "undelivered-mediator",
        "A mediator who has accepted is awaited, too.",
        deal,
        [*base, heron],
        "undelivered",
        [*every, *wait(north, HERON), *wait(south, HERON), *wait(east, HERON)],
    )
    got = [receipt(made, HERON) for made in lists]
    state(
        "undelivered-two",
        "The mediator has acknowledged two lists.",
        deal,
        [*base, heron, *got[:2]],
        "undelivered",
        wait(east, NORTH, SOUTH, HERON),
    )
    friend = receipt(east, SOUTH)
    state(
        "undelivered-by-friend",
        "One of two readers has acknowledged the list: it could be the committer's friend.",
        deal,
        [*base, heron, *got[:2], friend],
        "undelivered",
        wait(east, NORTH, HERON),
    )
    everyone = [friend, receipt(east, NORTH, "unopenable", source=east.id, key=NORTH.kid)]
    reveal: list[Move] = [(made.author, "reveal", made, COMMITTED + 7, DEADLINES["reveal"]) for made in lists]
    state(
        "delivered-by-all",
        "Each reader has acknowledged it, one of them by a complaint.",
        deal,
        [*base, heron, *got[:2], *everyone],
        "releasing",
        reveal,
    )
    state(
        "delivered-by-mediator",
        "A mediator has acknowledged all, though nobody has their accept here.",
        deal,
        [*base, *got],
        "releasing",
        reveal,
    )
    outsider = [receipt(east, OTTER), receipt(east, EAST)]
    state(
        "undelivered-by-others",
        "Receipts by the committer and by somebody whom the terms do not name.",
        deal,
        [*base, *got[:2], *outsider],
        "undelivered",
        wait(east, NORTH, SOUTH),
    )
    swapped = receipt(east, HERON, envelope=north.body["envelope"])
    state(
        "undelivered-other-envelope",
        "The mediator's receipt is for another envelope.",
        deal,
        [*base, *got[:2], swapped],
        "undelivered",
        wait(east, NORTH, SOUTH),
    )
    state(
        "undelivered-in-grace",
        "The deadline has passed, and the grace has not.",
        deal,
        [*base, *got[:2]],
        "undelivered",
        wait(east, NORTH, SOUTH),
        now=due,
    )
    state(
        "undelivered-overdue",
        "The grace has passed.",
        deal,
        [*base, *got[:2]],
        "undelivered",
        wait(east, NORTH, SOUTH),
        now=due + 1,
    )
    both = Deal(c, "delivery and deposits", delivery=True, release=2, mediators=[HERON.kid])
    first, second = both.list(NORTH), both.list(SOUTH)
    files = [both.terms, *both.accepts(NORTH, SOUTH), *first.files, *second.files, receipt(second, NORTH)]
    state(
        "undelivered-and-undeposited",
        "A list is neither acknowledged nor opened by a mediator, who has not accepted: receipts come first.",
        both,
        files,
        "undelivered",
        [(SOUTH, "acknowledge", first, COMMITTED, None), (HERON, "accept", None, PROPOSED, None)],
    )
    open_end = Deal(c, "delivery without a deadline", delivery=True, grace=3600)
    one, other = open_end.list(NORTH), open_end.list(SOUTH)
    files = [open_end.terms, *open_end.accepts(NORTH, SOUTH), *one.files, *other.files, receipt(one, SOUTH)]
    state(
        "undelivered-no-deadline",
        "A grace without a deadline is none.",
        open_end,
        files,
        "undelivered",
        [(NORTH, "acknowledge", other, COMMITTED, None)],
    )


def deposit_cases(c: Cases) -> None:
    state = States(c)
    mediators = sorted([HERON, OTTER], key=lambda party: party.kid)
    deal = Deal(c, "deposits", release=2, mediators=[party.kid for party in mediators], deadlines=DEADLINES)
    h_north, h_south = deal.key(HERON, NORTH), deal.key(HERON, SOUTH)
    o_north = deal.key(OTTER, NORTH)
    north, south = deal.list(NORTH, readers=(h_north, h_south)), deal.list(SOUTH, iat=COMMITTED + 9)
    parties = deal.accepts(NORTH, SOUTH)
    base = [deal.terms, *parties, *north.files, *south.files]
    since = COMMITTED + 9
    needed: list[Move] = [(party, "accept", None, PROPOSED, None) for party in mediators]
    until = DEADLINES["accept"]
    state(
        "proposed-no-mediator",
        "With release 2 a mediator is needed: while none has accepted, each is awaited, too, by no deadline.",
        deal,
        [deal.terms, parties[0]],
        "proposed",
        [(SOUTH, "accept", None, PROPOSED, until), *needed],
        now=until + 1,
    )
    state(
        "proposed-one-mediator",
        "A mediator has accepted: the other one is not needed.",
        deal,
        [deal.terms, parties[0], h_north.statement],
        "proposed",
        [(SOUTH, "accept", None, PROPOSED, until)],
    )
    lists: list[Move] = [(party, "commit", None, ACCEPTED, DEADLINES["commit"]) for party in (NORTH, SOUTH)]
    state(
        "committing-no-mediator",
        "Both parties have accepted, and no mediator has.",
        deal,
        [deal.terms, *parties],
        "committing",
        [*lists, *needed],
    )
    state(
        "committing-mediator-gone",
        "The only mediator who accepted has withdrawn: the other one is needed, and not the one who is gone.",
        deal,
        [deal.terms, *parties, h_north.statement, withdraw(h_north.statement, HERON)],
        "committing",
        [*lists, (OTTER, "accept", None, PROPOSED, None)],
    )
    state(
        "depositing-no-mediator",
        "No mediator has accepted: each is awaited.",
        deal,
        base,
        "depositing",
        [(party, "accept", None, since, None) for party in mediators],
    )
    gone = [withdraw(h_north.statement, HERON), withdraw(o_north.statement, OTTER)]
    state(
        "depositing-served-by-one",
        "A mediator has accepted and withdrawn: the other one is awaited.",
        deal,
        [*base, h_north.statement, h_south.statement, gone[0]],
        "depositing",
        [(OTTER, "accept", None, since, None)],
    )
    state(
        "withdrawn-unserved",
        "Both mediators have withdrawn: nobody can release the lists.",
        deal,
        [*base, h_north.statement, o_north.statement, *gone],
        "withdrawn",
    )
    one = [*base, h_north.statement]
    no_key: Move = (HERON, "accept", south, since, None)
    state(
        "depositing-open",
        "A mediator has accepted for one party: it opens that party's list, and accepts for the other.",
        deal,
        one,
        "depositing",
        [(HERON, "open", north, since, None), no_key],
    )
    both = [*one, h_south.statement]
    deposit: Move = (SOUTH, "deposit", south, since, None)
    state(
        "depositing-deposit",
        "There is no wrap for the mediator in one list.",
        deal,
        both,
        "depositing",
        [(HERON, "open", north, since, None), deposit],
    )
    state(
        "depositing-opened",
        "The mediator has opened one list.",
        deal,
        [*both, opened(north, HERON)],
        "depositing",
        [deposit],
    )
    late = release(south, SOUTH, wrap=[h_south.kid, BAD_WRAP])
    state(
        "depositing-late",
        "The other party hands over its list later, by a reveal.",
        deal,
        [*both, opened(north, HERON), late],
        "depositing",
        [(HERON, "open", south, since, None)],
    )
    to_card = release(south, SOUTH, wrap=[HERON.kid, BAD_WRAP])
    state(
        "depositing-card",
        "The list is handed over to the key of the mediator's card.",
        deal,
        [*both, opened(north, HERON), to_card],
        "depositing",
        [(HERON, "open", south, since, None)],
    )
    by_north = release(south, NORTH, wrap=[HERON.kid, BAD_WRAP])
    state(
        "depositing-by-another",
        "Another party's reveal is no deposit.",
        deal,
        [*both, opened(north, HERON), by_north],
        "depositing",
        [deposit],
        exit=4,
    )
    void = release(south, SOUTH, wrap=[h_north.kid, BAD_WRAP])
    state(
        "depositing-void",
        "A wrap under the accept for another party is void.",
        deal,
        [*both, opened(north, HERON), void],
        "depositing",
        [deposit],
    )
    mistaken = release(south, SOUTH, wrap=[o_north.kid, BAD_WRAP])
    state(
        "depositing-of-another",
        "A wrap for another mediator.",
        deal,
        [*both, opened(north, HERON), mistaken],
        "depositing",
        [deposit],
    )
    misplaced = release(south, SOUTH, wrap=[HERON.kid, BAD_WRAP], sub=H(b"elsewhere").hex())
    state(
        "depositing-misplaced",
        "A reveal under another subject deposits nothing.",
        deal,
        [*both, opened(north, HERON), misplaced],
        "depositing",
        [deposit],
        exit=1,
    )
    cry = complaint(south, h_south, statement_id(late))
    complained = [*both, opened(north, HERON), late, cry]
    state(
        "depositing-complained",
        "The mediator complains, and gives its key away: it has to accept anew first.",
        deal,
        complained,
        "depositing",
        [no_key],
        exit=4,
    )
    state(
        "depositing-complained-public",
        "The party has published the list since: the mediator can open it, and the complaint is over.",
        deal,
        [*complained, release(south, SOUTH)],
        "depositing",
        [(HERON, "open", south, since, None)],
        exit=4,
    )
    again = deal.key(HERON, SOUTH, number=1)
    state(
        "depositing-again",
        "It has accepted anew: the party hands over its list again.",
        deal,
        [*complained, again.statement],
        "depositing",
        [deposit],
        exit=4,
    )
    twice = deal.accept(HERON, SOUTH, number=1, encrypt=h_south.encrypt)
    state(
        "depositing-same-key",
        "It presents the key again that it gave away: that accept is spent, too.",
        deal,
        [*complained, twice],
        "depositing",
        [no_key],
        exit=4,
    )
    third = release(south, SOUTH, wrap=[again.kid, BAD_WRAP], iat=REVEALED + 1)
    state(
        "depositing-third",
        "The party has handed it over again.",
        deal,
        [*complained, again.statement, third],
        "depositing",
        [(HERON, "open", south, since, None)],
        exit=4,
    )
    silent = complaint(south, h_south, statement_id(late), seed=None)
    state(
        "depositing-silent",
        "The mediator complains and gives no key away: nothing comes of it, and it is still to open the list.",
        deal,
        [*both, opened(north, HERON), late, silent],
        "depositing",
        [(HERON, "open", south, since, None)],
    )
    moved = complaint(north._replace(sub=H(b"elsewhere").hex()), h_south, statement_id(late))
    state(
        "depositing-spent-misplaced",
        "A complaint under another subject gives the key away all the same.",
        deal,
        [*both, opened(north, HERON), moved],
        "depositing",
        [no_key],
        exit=1,
    )
    to_otter = complaint(south, h_south, statement_id(late), seed=None, wrap=[OTTER.kid, BAD_WRAP])
    state(
        "depositing-spent-wrapped",
        "A key that is given to another mediator is spent.",
        deal,
        [*both, opened(north, HERON), late, to_otter],
        "depositing",
        [no_key],
    )
    stranger = receipt(south, EAST, "unopenable", source=south.id, key=h_south.kid, seed=h_south.seed)
    state(
        "depositing-not-spent",
        "Another's complaint spends no accept.",
        deal,
        [*both, opened(north, HERON), stranger],
        "depositing",
        [deposit],
    )
    two = [*both, o_north.statement, deal.accept(OTTER, SOUTH)]
    halves = [opened(north, HERON), opened(south, OTTER)]
    state(
        "depositing-halves",
        "Each of two mediators has opened one list: neither can release them.",
        deal,
        [*two, *halves],
        "depositing",
        [deposit, (NORTH, "deposit", north, since, None)],
    )
    release_cases(c, deal, two, north, south)


def release_cases(c: Cases, deal: Deal, base: list[bytes], north: Made, south: Made) -> None:
    state, due = States(c), DEADLINES["reveal"]
    read = [opened(north, HERON, iat=RECEIVED + 1), opened(south, HERON, iat=RECEIVED)]
    keys = [deal.accept(party, mediator) for party in (NORTH, SOUTH) for mediator in (HERON, OTTER)]
    keyless = [*base, *read]
    state(
        "releasing-2-no-accept",
        "No party has accepted for the mediator who is to reveal: each is awaited.",
        deal,
        keyless,
        "releasing",
        [(SOUTH, "accept", north, RECEIVED + 1, None), (NORTH, "accept", south, RECEIVED + 1, None)],
    )
    able = [*keyless, *keys]

    def wait(party: Party, since: int, *lists: Made) -> list[Move]:
        return [(party, "reveal", made, since, due) for made in lists]

    state(
        "releasing-2",
        "A mediator has opened both lists, and its receipts name the time; another one need not move.",
        deal,
        able,
        "releasing",
        wait(HERON, RECEIVED + 1, north, south),
    )
    others = [opened(made, OTTER, iat=COMMITTED) for made in (north, south)]
    state(
        "releasing-2-both",
        "Two mediators have opened both lists: each could move.",
        deal,
        [*able, *others],
        "releasing",
        [*wait(HERON, RECEIVED + 1, north, south), *wait(OTTER, COMMITTED, north, south)],
    )
    him = deal.accept(HERON, NORTH)
    state(
        "releasing-2-withdrawn",
        "A mediator has opened both lists and withdrawn: the other one reveals them.",
        deal,
        [*able, *others, him, withdraw(him, HERON)],
        "releasing",
        wait(OTTER, COMMITTED, north, south),
    )
    given = [north.id, south.id, *read]
    first = release(north, HERON, *given, wrap=[SOUTH.kid, BAD_WRAP])
    state(
        "releasing-2-half",
        "The mediator has revealed one list and stops.",
        deal,
        [*able, first],
        "releasing",
        wait(HERON, RECEIVED + 1, south),
    )
    early = release(north, HERON, south.id, wrap=[SOUTH.kid, BAD_WRAP])
    state(
        "releasing-2-premature",
        "A reveal that was not in turn hands nothing over.",
        deal,
        [*able, early],
        "releasing",
        wait(HERON, RECEIVED + 1, north, south),
        exit=4,
    )
    second = release(south, HERON, *given, wrap=[NORTH.kid, BAD_WRAP], iat=REVEALED + 3)
    state(
        "receiving-2",
        "Both lists are handed over.",
        deal,
        [*able, first, second],
        "receiving",
        [(SOUTH, "open", north, REVEALED, None), (NORTH, "open", south, REVEALED + 3, None)],
    )
    state(
        "receiving-2-half",
        "One of them is opened.",
        deal,
        [*able, first, second, opened(north, SOUTH)],
        "receiving",
        [(NORTH, "open", south, REVEALED + 3, None)],
    )


def turns_cases(c: Cases) -> None:
    state = States(c)
    places = slots((NORTH, "offer", None), (SOUTH, "offer", None), (EAST, "offer", None))
    deal = Deal(c, "in turns", slots=places, deadlines=DEADLINES)
    lists = [deal.list(NORTH), deal.list(SOUTH, iat=COMMITTED + 2), deal.list(EAST)]
    north, south, east = lists
    base = [deal.terms, *deal.accepts(NORTH, SOUTH, EAST), *(file for made in lists for file in made.files)]
    due, since = DEADLINES["reveal"], COMMITTED + 2

    def wait(*made: Made) -> list[Move]:
        return [(one.author, "reveal", one, since, due) for one in made]

    state(
        "releasing",
        "Three parties have committed, and nobody has revealed.",
        deal,
        base,
        "releasing",
        wait(*lists),
        stake=lists,
    )
    key = release(north, NORTH, south.id, east.id)
    state("releasing-two", "One of three has revealed to everyone.", deal, [*base, key], "releasing", wait(south, east))
    to_south = release(north, NORTH, south.id, east.id, wrap=[SOUTH.kid, BAD_WRAP])
    state(
        "releasing-to-one",
        "One of three has revealed to one of its two readers.",
        deal,
        [*base, to_south],
        "releasing",
        wait(*lists),
    )
    accept = deal.key(EAST, NORTH, number=1)
    to_east = release(north, NORTH, south.id, east.id, wrap=[accept.kid, BAD_WRAP])
    state(
        "releasing-to-both",
        "It has revealed to the other one, too, by an accept.",
        deal,
        [*base, to_south, accept.statement, to_east],
        "releasing",
        wait(south, east),
    )
    state(
        "releasing-unknown-accept",
        "The accept is not present: for whom that wrap is cannot be seen.",
        deal,
        [*base, to_south, to_east],
        "releasing",
        wait(*lists),
    )
    void = deal.key(EAST, SOUTH)
    to_void = release(north, NORTH, south.id, east.id, wrap=[void.kid, BAD_WRAP])
    state(
        "releasing-void",
        "That reader's accept for another: the wrap is void.",
        deal,
        [*base, to_south, void.statement, to_void],
        "releasing",
        wait(*lists),
    )
    mailed = opened(north, EAST)
    state(
        "releasing-mailed",
        "The other reader has the list already, however they came by it: its committer is not awaited.",
        deal,
        [*base, to_south, mailed],
        "releasing",
        wait(south, east),
    )
    free = release(north, NORTH)
    state("releasing-published", "A party has published its list.", deal, [*base, free], "releasing", wait(south, east))
    own = release(north, NORTH, wrap=[SOUTH.kid, BAD_WRAP])
    state(
        "releasing-deposited",
        "A party has handed its list to one reader with an empty given: not in turn.",
        deal,
        [*base, own],
        "releasing",
        wait(*lists),
    )
    rest = [release(south, SOUTH, north.id, east.id, iat=REVEALED + 1), release(east, EAST, north.id, south.id)]
    last = [*base, rest[0], key]
    state(
        "releasing-last-mover",
        "All but one have revealed: the last mover may abort, and is shown.",
        deal,
        last,
        "releasing",
        wait(east),
    )
    state(
        "reviewing",
        "All lists are public and open: each reader reviews each list.",
        deal,
        [*base, key, *rest],
        "reviewing",
        [
            (party, "review", made, None, DEADLINES["review"])
            for made in lists
            for party in (NORTH, SOUTH, EAST)
            if party is not made.author
        ],
    )
    state(
        "last-mover-overdue",
        "The deadline to reveal has passed for the last mover.",
        deal,
        last,
        "releasing",
        wait(east),
        now=due + 1,
    )
    state(
        "withdrawn-released",
        "A party withdraws after the others have revealed.",
        deal,
        [*last, withdraw(deal.accept(EAST, NORTH), EAST), deal.accept(EAST, NORTH)],
        "withdrawn",
    )
    bad = deal.list(EAST, "bad root", root=H(b"bad"))
    open_bad = [deal.terms, *deal.accepts(NORTH, SOUTH, EAST), *north.files, *south.files, *bad.files]
    open_bad += [
        release(made, made.author, *(one.id for one in (north, south, bad) if one is not made))
        for made in (north, south, bad)
    ]
    state(
        "spoiled",
        "A published list cannot be opened by anybody: its committer has to amend it.",
        deal,
        open_bad,
        "spoiled",
        [(EAST, "amend", bad, None, None)],
        exit=4,
    )
    better = deal.list(EAST, "better", version=2, previous=bad.id, list=bad.body["list"], iat=REVIEWED)
    state(
        "spoiled-amended",
        "A later version is there: it is to be handed over instead, and the spoiled one is owed to nobody.",
        deal,
        [*open_bad, *better.files],
        "releasing",
        [(EAST, "reveal", better, REVIEWED, DEADLINES["reveal"])],
        after=(better,),
        exit=4,
        stake=[north, south, better],
    )
    state(
        "spoiled-amended-and-public",
        "The later version is public: nothing more of that list is to be handed over.",
        deal,
        [*open_bad, *better.files, release(better, EAST)],
        "reviewing",
        [
            (party, "review", made, None, DEADLINES["review"])
            for made in (north, south, better)
            for party in (NORTH, SOUTH, EAST)
            if party is not made.author
        ],
        exit=4,
        stake=[north, south, better],
    )
    short = Deal(c, "spoiled", deadlines=dict.fromkeys(DEADLINES))
    good, rotten = short.list(NORTH), short.list(SOUTH, root=H(b"bad"))
    shown = [short.terms, *short.accepts(NORTH, SOUTH), *good.files, *rotten.files, release(good, NORTH)]
    state(
        "spoiled-alone",
        "All else is done, and no review is asked for: it is not settled.",
        short,
        [*shown, release(rotten, SOUTH)],
        "spoiled",
        [(SOUTH, "amend", rotten, None, None)],
        exit=4,
    )
    through = Deal(c, "spoiled before deposits", release=2, mediators=[HERON.kid])
    sound, unsound = through.list(NORTH), through.list(SOUTH, root=H(b"bad"))
    state(
        "spoiled-no-mediator",
        "No mediator has accepted, and what is awaited first is a list that can be opened.",
        through,
        [through.terms, *through.accepts(NORTH, SOUTH), *sound.files, *unsound.files, release(unsound, SOUTH)],
        "spoiled",
        [(SOUTH, "amend", unsound, None, None)],
        exit=4,
    )
    state(
        "releasing-spoiled-here",
        "Only whoever reads this can see that the list does not open: it is to be handed over.",
        short,
        shown,
        "releasing",
        [(SOUTH, "reveal", rotten, COMMITTED, None)],
        openings={rotten.id: rotten.cek},
        exit=4,
    )
    pair = Deal(c, "unfilled", deadlines=DEADLINES)
    old = pair.list(NORTH, "old")
    new = pair.list(NORTH, "new", version=2, previous=old.id, list=old.body["list"])
    other = pair.list(SOUTH)
    state(
        "receiving-old",
        "A version that another party relied on has a public key, and its envelope is absent: it stays promised.",
        pair,
        [
            *(pair.terms, *pair.accepts(NORTH, SOUTH), old.statement, *new.files, *other.files),
            *(release(other, SOUTH, old.id), release(old, NORTH), release(new, NORTH, other.id)),
        ],
        "receiving",
        [(SOUTH, "open", old, REVEALED, None)],
    )
    leak = release(east, HERON)
    state(
        "receiving-leaked",
        "A list is published by somebody else, not in turn: it is open to everyone.",
        deal,
        [*last, leak],
        "reviewing",
        [
            (party, "review", made, None, DEADLINES["review"])
            for made in lists
            for party in (NORTH, SOUTH, EAST)
            if party is not made.author
        ],
    )


def complaint_cases(c: Cases) -> None:
    state = States(c)
    deal = Deal(c, "complained", deadlines=DEADLINES)
    key = deal.key(SOUTH, NORTH)
    north, south = deal.list(NORTH), deal.list(SOUTH)
    base = [deal.terms, deal.accept(NORTH, SOUTH), key.statement, *north.files, *south.files]
    bad = release(north, NORTH, south.id, wrap=[key.kid, BAD_WRAP])
    mine = release(south, SOUTH, north.id)
    files = [*base, bad, mine]
    state(
        "receiving",
        "One list is public, and the other one is handed to its reader.",
        deal,
        files,
        "receiving",
        [(SOUTH, "open", north, REVEALED, None)],
    )
    extra = release(north, NORTH, wrap=[key.kid, BAD_WRAP], iat=REVEALED + 20)
    state(
        "receiving-since",
        "A later reveal out of turn counts for nothing: it is awaited since the one in turn.",
        deal,
        [*files, extra],
        "receiving",
        [(SOUTH, "open", north, REVEALED, None)],
    )
    state(
        "receiving-opened-here",
        "The list is open to whoever reads this, and not to everyone: its reader is awaited.",
        deal,
        files,
        "receiving",
        [(SOUTH, "open", north, REVEALED, None)],
        openings={north.id: north.cek},
    )
    cry = complaint(north, key, statement_id(bad), iat=REVEALED + 5)
    state(
        "complained-spent",
        "The reader complains, and gives the key away: it has to accept anew first.",
        deal,
        [*files, cry],
        "complained",
        [(SOUTH, "accept", north, REVEALED + 5, None)],
        exit=4,
    )
    again = deal.key(SOUTH, NORTH, number=1)
    state(
        "complained-accepted",
        "It has accepted anew: the accused reveals again.",
        deal,
        [*files, cry, again.statement],
        "complained",
        [(NORTH, "reveal", north, REVEALED + 5, None)],
        exit=4,
    )
    for_another = deal.key(SOUTH, HERON)
    state(
        "complained-other-accept",
        "An accept for another is none for the accused.",
        deal,
        [*files, cry, for_another.statement],
        "complained",
        [(SOUTH, "accept", north, REVEALED + 5, None)],
        exit=4,
    )
    fresh = release(north, NORTH, south.id, wrap=[again.kid, BAD_WRAP], iat=REVEALED + 9)
    state(
        "complained-again",
        "The accused has revealed again.",
        deal,
        [*files, cry, again.statement, fresh],
        "receiving",
        [(SOUTH, "open", north, REVEALED + 9, None)],
        exit=4,
    )
    same = release(north, NORTH, south.id, wrap=[key.kid, BAD_WRAP], iat=REVEALED + 7)
    state(
        "complained-other-source",
        "A complaint is about one reveal: another one under the same key is good so far.",
        deal,
        [*files, cry, same],
        "receiving",
        [(SOUTH, "open", north, REVEALED + 7, None)],
        exit=4,
    )
    friend = deal.key(SOUTH, HERON)
    rubbish = release(north, HERON, south.id, wrap=[friend.kid, BAD_WRAP])
    about_friend = complaint(north, friend, statement_id(rubbish))
    state(
        "releasing-friend-complained",
        "Somebody else has wrapped a key badly: it is still the committer who is to reveal.",
        deal,
        [*base, friend.statement, rubbish, mine, about_friend],
        "releasing",
        [(NORTH, "reveal", north, COMMITTED, DEADLINES["reveal"])],
        exit=4,
    )
    silent = complaint(north, key, statement_id(bad), seed=None, iat=REVEALED + 5)
    state(
        "complained-silent",
        "The reader complains and gives no key away: they are still to open the list.",
        deal,
        [*files, silent],
        "receiving",
        [(SOUTH, "open", north, REVEALED, None)],
    )
    cries = [
        complaint(north, key, statement_id(bad), iat=REVEALED + 5),
        complaint(north, key, statement_id(bad), iat=REVEALED + 8, nonce=bytes(16)),
    ]
    state(
        "complained-twice",
        "Two complaints about one reveal: the move is awaited once, since the later one.",
        deal,
        [*files, *cries],
        "complained",
        [(SOUTH, "accept", north, REVEALED + 8, None)],
        exit=4,
    )
    state(
        "complained-and-opened",
        "The reader has opened the list after all.",
        deal,
        [*files, silent, opened(north, SOUTH)],
        "reviewing",
        [(SOUTH, "review", north, RECEIVED, DEADLINES["review"]), (NORTH, "review", south, None, DEADLINES["review"])],
    )
    good = release(north, NORTH, south.id, wrap=wrapped(c, north, NORTH, key))
    lie = complaint(north, key, statement_id(good))
    state(
        "complained-falsely",
        "A false complaint has published the list.",
        deal,
        [*base, good, mine, lie],
        "reviewing",
        [(SOUTH, "review", north, None, DEADLINES["review"]), (NORTH, "review", south, None, DEADLINES["review"])],
        exit=4,
    )
    hushed = complaint(north, key, statement_id(good), seed=None, wrap=[OTTER.kid, BAD_WRAP], iat=REVEALED + 5)
    state(
        "complained-hushed",
        "A complaint gives the key to one other party: nobody else can say whether it is true.",
        deal,
        [*base, good, mine, hushed],
        "complained",
        [(SOUTH, "accept", north, REVEALED + 5, None)],
    )
    state(
        "complained-falsely-here",
        "A false complaint, as only that party can see: it does not stand.",
        deal,
        [*base, good, mine, hushed],
        "receiving",
        [(SOUTH, "open", north, REVEALED, None)],
        openings={statement_id(hushed): key.seed},
        exit=4,
    )
    unlike = deal.list(NORTH, "rubbish", root=bytes(32))
    handed = release(unlike, NORTH, south.id, wrap=wrapped(c, unlike, NORTH, key))
    rightly = complaint(unlike, key, statement_id(handed), seed=None, wrap=[OTTER.kid, BAD_WRAP], iat=REVEALED + 5)
    state(
        "complained-rubbish-here",
        "The wrap opens, as that party can see, and the list does not: the complaint stands.",
        deal,
        [*base[:3], *unlike.files, *south.files, handed, release(south, SOUTH, unlike.id), rightly],
        "complained",
        [(SOUTH, "accept", unlike, REVEALED + 5, None)],
        openings={statement_id(rightly): key.seed},
        exit=4,
    )
    state(
        "complained-opened-here",
        "The list is open to whoever reads this: the complaint of its reader stands.",
        deal,
        [*files, cry],
        "complained",
        [(SOUTH, "accept", north, REVEALED + 5, None)],
        openings={north.id: north.cek},
        exit=4,
    )
    guess = complaint(north, key, statement_id(bad), seed=H(b"guessed"))
    state(
        "complained-guessed",
        "A complaint with another seed is false, and does not stand.",
        deal,
        [*files, guess],
        "receiving",
        [(SOUTH, "open", north, REVEALED, None)],
        exit=4,
    )
    to_other = release(north, NORTH, south.id, wrap=[for_another.kid, BAD_WRAP])
    about_void = complaint(north, for_another, statement_id(to_other))
    until = DEADLINES["reveal"]
    state(
        "complained-void",
        "A complaint about a void wrap does not stand: the list is not handed over.",
        deal,
        [*base, for_another.statement, to_other, mine, about_void],
        "releasing",
        [(NORTH, "reveal", north, COMMITTED, until)],
        exit=4,
    )
    silent_void = complaint(north, for_another, statement_id(to_other), seed=None)
    state(
        "complained-void-silent",
        "The same complaint without a seed does not stand, either.",
        deal,
        [*base, for_another.statement, to_other, mine, silent_void],
        "releasing",
        [(NORTH, "reveal", north, COMMITTED, until)],
    )
    state(
        "releasing-and-complained",
        "The other list is not handed over: both are awaited.",
        deal,
        [*base, bad, cry],
        "releasing",
        [(SOUTH, "reveal", south, COMMITTED, until), (SOUTH, "accept", north, REVEALED + 5, None)],
        exit=4,
    )
    public = release(north, NORTH, south.id)
    state(
        "complained-public",
        "The accused publishes the list: the complaint is over.",
        deal,
        [*files, silent, public],
        "reviewing",
        [(SOUTH, "review", north, None, DEADLINES["review"]), (NORTH, "review", south, None, DEADLINES["review"])],
    )
    stranger = receipt(north, HERON, "unopenable", source=statement_id(bad), key=key.kid)
    state(
        "complained-by-another",
        "A complaint by somebody who is no reader changes nothing.",
        deal,
        [*files, stranger],
        "receiving",
        [(SOUTH, "open", north, REVEALED, None)],
    )
    envelope = complaint(north, key, seed=None)
    state(
        "complained-envelope",
        "A complaint about the envelope: the reveal is good so far.",
        deal,
        [*files, envelope],
        "receiving",
        [(SOUTH, "open", north, REVEALED, None)],
    )
    state(
        "complained-envelope-alone",
        "The same before the reveal: it gives no key away, and the list is to be handed over.",
        deal,
        [*base, mine, envelope],
        "releasing",
        [(NORTH, "reveal", north, COMMITTED, until)],
    )


def review_cases(c: Cases) -> None:
    state = States(c)
    deal = Deal(c, "reviewed", deadlines=DEADLINES, mediators=[HERON.kid])
    north, south = deal.list(NORTH), deal.list(SOUTH)
    accepts = deal.accepts(NORTH, SOUTH)
    base = [
        deal.terms,
        *accepts,
        *north.files,
        *south.files,
        release(north, NORTH, south.id),
        release(south, SOUTH, north.id),
    ]
    read = opened(north, SOUTH, iat=REVEALED + 1)
    due = DEADLINES["review"]
    good, fine = review(north, SOUTH), review(south, NORTH)
    state(
        "reviewing-half",
        "One list is reviewed; the receipt for the other names the time.",
        deal,
        [*base, read, fine],
        "reviewing",
        [(SOUTH, "review", north, REVEALED + 1, due)],
    )
    state(
        "reviewing-mediator",
        "A mediator's review is not a reader's.",
        deal,
        [*base, fine, review(north, HERON, "contested")],
        "reviewing",
        [(SOUTH, "review", north, None, due)],
    )
    state(
        "settled", "Both lists are opened, and agreed to.", deal, [*base, good, fine], "settled", stake=[north, south]
    )
    state(
        "settled-mediator",
        "A mediator contests a list: it is no reader of a slot.",
        deal,
        [*base, good, fine, review(north, HERON, "contested")],
        "settled",
    )
    state(
        "settled-withdrawn",
        "A party withdraws after all is done.",
        deal,
        [*base, good, fine, withdraw(accepts[0], NORTH)],
        "settled",
    )
    new = Deal(c, "reviewed anew", replaces=deal.x)
    state(
        "settled-replaced",
        "Other terms replace these after all is done.",
        deal,
        [*base, good, fine, new.terms, *new.accepts(NORTH, SOUTH)],
        "settled",
    )
    state(
        "proposed-all-done",
        "All is done, and no accept is present: nobody is bound, and nothing is settled.",
        deal,
        [base[0], *base[3:], good, fine],
        "proposed",
        [
            (NORTH, "accept", None, PROPOSED, DEADLINES["accept"]),
            (SOUTH, "accept", None, PROPOSED, DEADLINES["accept"]),
        ],
    )
    state(
        "settled-fork",
        "A contradiction changes no state.",
        deal,
        [*base, good, fine, deal.list(NORTH, "forked", count=1).statement],
        "settled",
        exit=4,
    )
    no = review(north, SOUTH, "contested", iat=REVIEWED + 4)
    state(
        "contested",
        "The latest review of a list contests it.",
        deal,
        [*base, good, fine, no],
        "contested",
        [(NORTH, "amend", north, REVIEWED + 4, None)],
        stake=[north, south],
    )
    again = NORTH.sign("commitment", north.sub, COMMITTED + 1, cbor(north.body))
    twin = north._replace(statement=again, id=statement_id(again))
    copies = sorted((north, twin), key=lambda made: made.id)
    answered = [release(south, SOUTH, copies[1].id), release(copies[1], NORTH, south.id)]
    twice = [base[0], *accepts, *south.files, *copies[0].files, copies[1].statement, *answered]
    state(
        "contested-twin",
        "The version that others relied on is contested; a twin of it is no higher version, and is not at stake.",
        deal,
        [*twice, fine, review(copies[1], SOUTH, "contested", iat=REVIEWED + 4)],
        "contested",
        [(NORTH, "amend", copies[1], REVIEWED + 4, None)],
        stake=[copies[1], south],
    )
    yes = review(north, SOUTH, iat=REVIEWED + 5)
    state("contested-then-agreed", "A later review agrees.", deal, [*base, good, fine, no, yes], "settled")
    verdicts = [(verdict, bytes([i]) * 16) for verdict in ("agreed", "contested") for i in range(4)]
    at_once = {review(north, SOUTH, verdict, nonce=nonce): verdict for verdict, nonce in verdicts}
    ordered = sorted(at_once, key=statement_id)
    last = next(i for i in range(7, 0, -1) if at_once[ordered[i]] != at_once[ordered[i - 1]])
    for name, reviews in (("one", ordered[: last + 1]), ("another", ordered[:last])):
        against = at_once[reviews[-1]] == "contested"
        state(
            f"contested-at-once-{name}",
            "Of several reviews of one time the one with the highest id counts.",
            deal,
            [*base, fine, *reviews],
            "contested" if against else "settled",
            [(NORTH, "amend", north, REVIEWED, None)] if against else [],
        )
    amended_cases(c, deal, base, (north, south), (no, fine))
    quick = Deal(c, "not reviewed")
    one, other = quick.list(NORTH), quick.list(SOUTH)
    done = [quick.terms, *quick.accepts(NORTH, SOUTH), *one.files, *other.files]
    done += [release(one, NORTH, other.id), release(other, SOUTH, one.id)]
    state("settled-without-review", "No review is due: all is done when both lists are open.", quick, done, "settled")
    state(
        "contested-without-review",
        "No review is due, and one contests a list.",
        quick,
        [*done, review(one, SOUTH, "contested")],
        "contested",
        [(NORTH, "amend", one, REVIEWED, None)],
    )
    state(
        "contested-by-its-signer",
        "A party contests its own list: no review of one's own counts.",
        quick,
        [*done, review(one, NORTH, "contested")],
        "settled",
    )
    three = Deal(
        c, "not reviewed by three", slots=slots((NORTH, "offer", None), (SOUTH, "offer", None), (EAST, "offer", None))
    )
    lists = [three.list(party) for party in (NORTH, SOUTH, EAST)]
    open_to_all = [three.terms, *three.accepts(NORTH, SOUTH, EAST), *(file for made in lists for file in made.files)]
    open_to_all += [release(made, made.author, *(one.id for one in lists if one != made)) for made in lists]
    state(
        "contested-by-one",
        "One of two readers contests a list, and the other one agrees.",
        three,
        [*open_to_all, review(lists[0], SOUTH, "contested"), review(lists[0], EAST)],
        "contested",
        [(NORTH, "amend", lists[0], REVIEWED, None)],
    )
    mailed = [*done[:-2], opened(one, SOUTH), opened(other, NORTH)]
    state(
        "settled-mailed", "Both parties say that they opened the lists; no reveal is present.", quick, mailed, "settled"
    )
    state(
        "settled-mailed-half",
        "One of them has not said so.",
        quick,
        mailed[:-1],
        "releasing",
        [(SOUTH, "reveal", other, COMMITTED, None)],
    )


def amended_cases(
    c: Cases, deal: Deal, base: list[bytes], lists: tuple[Made, Made], reviews: tuple[bytes, bytes]
) -> None:
    state, (north, south), (no, fine) = States(c), lists, reviews
    until, due = DEADLINES["reveal"], DEADLINES["review"]
    two = deal.next(north, iat=REVIEWED + 100)
    state(
        "amended-agreed",
        "A higher version than the one that is agreed to is not at stake.",
        deal,
        [*base, review(north, SOUTH), fine, *two.files],
        "settled",
        stake=[north, south],
    )
    files = [*base, no, fine, *two.files]
    state(
        "amended",
        "A contested list is amended: the higher version has to be revealed.",
        deal,
        files,
        "releasing",
        [(NORTH, "reveal", two, REVIEWED + 100, until)],
        after=(two,),
        stake=[two, south],
    )
    key = release(two, NORTH, south.id, iat=REVIEWED + 200)
    state(
        "amended-revealed",
        "It is revealed, and has to be reviewed.",
        deal,
        [*files, key],
        "reviewing",
        [(SOUTH, "review", two, None, due)],
        stake=[two, south],
    )
    yes = review(two, SOUTH, iat=REVIEWED + 300)
    state("amended-settled", "It is agreed to.", deal, [*files, key, yes], "settled", stake=[two, south])
    worse = review(two, SOUTH, "contested", iat=REVIEWED + 300)
    state(
        "amended-contested",
        "It is contested again.",
        deal,
        [*files, key, worse],
        "contested",
        [(NORTH, "amend", two, REVIEWED + 300, None)],
        stake=[two, south],
    )
    back = review(north, SOUTH, iat=REVIEWED + 400)
    state(
        "amended-back",
        "The reader agrees to the first version after all: the second one is not at stake.",
        deal,
        [*files, key, back],
        "settled",
        stake=[north, south],
    )
    state(
        "amended-worse",
        "The reader agrees to the first version, and contests the second: the highest one is at stake.",
        deal,
        [*files, key, back, worse],
        "contested",
        [(NORTH, "amend", two, REVIEWED + 300, None)],
        stake=[two, south],
    )
    three = deal.next(two, "third", count=1, iat=REVIEWED + 500)
    state(
        "amended-twice",
        "Two higher versions: the highest one is at stake.",
        deal,
        [*files, *three.files],
        "releasing",
        [(NORTH, "reveal", three, REVIEWED + 500, until)],
        after=(three,),
        stake=[three, south],
    )
    state(
        "amended-unfilled",
        "The highest version has no envelope here: the next one is at stake.",
        deal,
        [*files, three.statement],
        "releasing",
        [(NORTH, "reveal", two, REVIEWED + 100, until)],
        after=(two,),
        stake=[two, south],
    )
    again = deal.next(north, "again", iat=REVIEWED + 101)
    low = min(two, again, key=lambda made: made.id)
    state(
        "amended-reissued",
        "The higher version is sealed twice: the lower id is at stake.",
        deal,
        [*files, *again.files],
        "releasing",
        [(NORTH, "reveal", low, low_time(low, two), until)],
        after=(low,),
        stake=[low, south],
    )
    elsewhere = deal.list(NORTH, "elsewhere", list=LIST_B, version=2, previous=H(b"absent"), count=1)
    state(
        "amended-other-list",
        "A higher version of another list amends nothing.",
        deal,
        [*base, no, fine, *elsewhere.files],
        "contested",
        [(NORTH, "amend", north, REVIEWED + 4, None)],
        stake=[north, south],
    )
    contested = review(two, SOUTH, "contested")
    unread = [*base[:-2], release(south, SOUTH, two.id), contested, fine, *two.files]
    state(
        "promised-amended",
        "The second version was relied on, and binds, and is contested: it stays owed.",
        deal,
        unread,
        "releasing",
        [(NORTH, "reveal", two, REVIEWED + 100, until)],
        after=(two,),
        stake=[two, south],
    )
    relied = [*base[:-2], release(south, SOUTH, north.id), review(north, SOUTH, "contested"), fine, *two.files]
    state(
        "promised",
        "A version that was relied on is contested and amended: both have to be revealed.",
        deal,
        relied,
        "releasing",
        [(NORTH, "reveal", made, REVIEWED + 100, until) for made in (north, two)],
        after=(two,),
        stake=[two, south],
    )
    only_two = [*relied, release(two, NORTH, south.id), review(two, SOUTH)]
    state(
        "promised-first",
        "The amended version is revealed and agreed to: the one that was relied on is still owed.",
        deal,
        only_two,
        "releasing",
        [(NORTH, "reveal", north, REVIEWED + 100, until)],
        stake=[two, south],
    )
    handed = release(north, NORTH, south.id, wrap=[SOUTH.kid, BAD_WRAP])
    state(
        "promised-receiving",
        "It is handed over, and not opened.",
        deal,
        [*only_two, handed],
        "receiving",
        [(SOUTH, "open", north, REVEALED, None)],
        stake=[two, south],
    )
    cry = receipt(north, SOUTH, "unopenable", source=statement_id(handed), key=SOUTH.kid)
    state(
        "promised-complained",
        "Its reader complains of it, and gives no key away.",
        deal,
        [*only_two, handed, cry],
        "receiving",
        [(SOUTH, "open", north, REVEALED, None)],
        stake=[two, south],
    )
    state(
        "promised-settled",
        "It is opened.",
        deal,
        [*only_two, handed, opened(north, SOUTH)],
        "settled",
        stake=[two, south],
    )


def low_time(low: Made, two: Made) -> int:
    return REVIEWED + (100 if low is two else 101)


def fault_cases(c: Cases) -> None:
    deal = Deal(c, "faults as data", mediators=[HERON.kid])
    key = deal.key(HERON, NORTH)
    made = deal.list(NORTH, readers=(key,), list=LIST_B)
    bad = deal.list(NORTH, "another key", readers=(key,), wrapped=H(b"another key"), role="x")
    empty = deal.list(NORTH, "bad root", root=H(b"bad"), role="y")
    base = [deal.terms, key.statement]
    guessed = opened(made, SOUTH, tag=H(b"guessed"))
    seed = [OTTER.kid, BAD_WRAP]

    def faults(
        name: str, about: str, files: list[bytes], *expected: tuple[str, Party, bool, str | None], **openings: Any
    ) -> None:
        given: Json = {"files": [b"".join([*base, *files])], "names": ["обмін.swap"], "now": NOW, "require": []}
        given["pinned"] = cards([*base, *files])
        given["openings"] = openings
        result = c.add("report", f"fault-{name}", about, "12.6; 17.9", **given)["assessment"]
        found = [[f["code"], f["culprit"], f["transferable"], f["why"]] for f in result["contradictions"]]
        if sorted(found, key=str) != sorted(([code, party.kid.hex(), *two] for code, party, *two in expected), key=str):
            raise SystemExit(f"report/fault-{name}: {found}")

    def by(statement: bytes, value: bytes) -> dict[str, bytes]:
        return {(statement if len(statement) == 32 else statement_id(statement)).hex(): value}

    faults(
        "false-opened",
        "A false tag, as a published key shows.",
        [*made.files, release(made, NORTH), guessed],
        ("false-opened", SOUTH, True, None),
    )
    faults(
        "false-opened-to-reader",
        "A false tag, as only this reader's key shows.",
        [*made.files, guessed],
        ("false-opened", SOUTH, False, None),
        **by(made.id, made.cek),
    )
    faults(
        "false-opened-content",
        "A right tag of a list that cannot be opened.",
        [*empty.files, release(empty, NORTH), opened(empty, SOUTH)],
        ("false-opened", SOUTH, True, "root-mismatch"),
        ("wrong-content", NORTH, True, "root-mismatch"),
    )
    faults(
        "false-opened-both",
        "A false tag of a list that cannot be opened: the tag is the reason.",
        [*empty.files, release(empty, NORTH), opened(empty, SOUTH, tag=H(b"guessed"))],
        ("false-opened", SOUTH, True, None),
        ("wrong-content", NORTH, True, "root-mismatch"),
    )
    public = complaint(bad, key)
    faults(
        "bad-wrap-key",
        "A wrap has another key.",
        [*bad.files, public],
        ("bad-wrap", NORTH, True, "key-mismatch"),
    )
    reveal = release(made, NORTH, wrap=[key.kid, BAD_WRAP])
    faults(
        "bad-wrap-invalid",
        "A wrap does not open.",
        [*made.files, reveal, complaint(made, key, statement_id(reveal))],
        ("bad-wrap", NORTH, True, "wrap-invalid"),
    )
    private = complaint(bad, key, seed=None, wrap=seed)
    faults(
        "bad-wrap-to-reader",
        "A wrap has another key, as only a mediator can see who was given the seed.",
        [*bad.files, private],
        ("bad-wrap", NORTH, False, "key-mismatch"),
        **by(private, key.seed),
    )
    faults(
        "bad-wrap-twice",
        "Two complaints about one wrap, one of them for a mediator.",
        [*bad.files, public, private],
        ("bad-wrap", NORTH, False, "key-mismatch"),
        ("bad-wrap", NORTH, True, "key-mismatch"),
        **by(private, key.seed),
    )
    wrong = complaint(made, key, seed=None, wrap=seed)
    faults(
        "false-complaint-to-reader",
        "A complaint is false, as only a mediator can see.",
        [*made.files, wrong],
        ("false-complaint", HERON, False, None),
        **by(wrong, key.seed),
    )
    faults(
        "false-complaint",
        "A complaint with a public seed is false.",
        [*made.files, complaint(made, key)],
        ("false-complaint", HERON, True, None),
    )
    early, fork = release(made, HERON), deal.list(NORTH, "fork of a slot", list=H(b"fork")[:16])
    faults(
        "premature-and-slot-fork",
        "A slot is forked, and its list revealed too early.",
        [*made.files, early, *fork.files],
        ("premature", HERON, True, None),
        ("slot-fork", NORTH, True, None),
    )
    gone = withdraw(key.statement, HERON)
    late = deal.accept(HERON, SOUTH, seen=[statement_id(gone)])
    faults(
        "after-withdrawal",
        "A mediator accepts after it withdrew.",
        [gone, late],
        ("after-withdrawal", HERON, True, None),
    )


def exchange_cases(c: Cases) -> None:
    state = States(c, "12.6; 17.8")
    deal = Deal(
        c, "as data", deadlines=DEADLINES, title={"en": "Spring", "uk": "Весна"}, mediators=[HERON.kid], release=2
    )
    other = Deal(c, "as data, too", SOUTH, replaces=deal.x, slots=slots((NORTH, "offer", 3), (SOUTH, "request", None)))
    unknown = Deal(c, "as data, unknown")
    files = [
        deal.terms,
        other.terms,
        *deal.accepts(NORTH, SOUTH),
        unknown.accept(SOUTH, NORTH),
        *unknown.list(NORTH).files,
    ]
    gone = withdraw(unknown.accept(SOUTH, NORTH), SOUTH)
    state(
        "as-data",
        "Three exchanges, of which one has no terms here.",
        deal,
        [*files, gone],
        "committing",
        [
            *((party, "commit", None, ACCEPTED, DEADLINES["commit"]) for party in (NORTH, SOUTH)),
            (HERON, "accept", None, PROPOSED, None),
        ],
    )
    free = c.commit("as data: free list")
    state(
        "as-data-beside",
        "A list outside of exchanges beside them; nobody answered it.",
        other,
        [*free.files, other.terms],
        "proposed",
        [(party, "accept", None, PROPOSED, None) for party in (NORTH, SOUTH)],
    )


GROUPS = (
    beginning_cases,
    delivery_cases,
    deposit_cases,
    turns_cases,
    complaint_cases,
    review_cases,
    fault_cases,
    exchange_cases,
)

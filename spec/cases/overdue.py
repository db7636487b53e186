"""Cases of 17.10 and 18.6: what is overdue, and what could not have been done in time."""

from __future__ import annotations

from typing import Any

from spec.cases.clocks import CANDLE, SUNDIAL, stamp
from spec.cases.deals import (
    ACCEPTED,
    COMMITTED,
    EAST,
    Deal,
    Dealings,
    complaint,
    opened,
    receipt,
    release,
    slots,
    wrapped,
)
from spec.cases.making import HERON, NORTH, SOUTH, Cases, Party
from spec.cases.states import DEADLINES, Move, States
from spec.cases.times import SUN, agreed

DUE = dict(DEADLINES)
ALONE: dict[str, Any] = dict.fromkeys(DUE)


def commit_cases(c: Cases) -> None:
    state = States(c)
    due = DUE["commit"]
    for name, about, time, overdue in (
        ("then", "The last accept is of the very second of the deadline.", due, (NORTH, SOUTH)),
        ("after", "The last accept came a second later: nobody could commit in time.", due + 1, ()),
    ):
        deal = Deal(c, f"overdue: commit {name}", deadlines={**ALONE, "commit": due})
        accepts = [deal.accept(NORTH, SOUTH), deal.accept(SOUTH, NORTH, iat=time)]
        waiting: list[Move] = [(party, "commit", None, time, due) for party in (NORTH, SOUTH)]
        state(f"overdue-commit-{name}", about, deal, [deal.terms, *accepts], "committing", waiting, overdue=overdue)
        again = [*accepts, deal.accept(SOUTH, NORTH, number=1, iat=ACCEPTED)]
        first: list[Move] = [(party, "commit", None, ACCEPTED, due) for party in (NORTH, SOUTH)]
        about = "Another accept by the same party was there before: one is enough."
        state(f"overdue-commit-{name}-twice", about, deal, [deal.terms, *again], "committing", first)


def acknowledge_cases(c: Cases) -> None:
    state = States(c)
    due = DUE["commit"] + 3600
    places: dict[str, Any] = {"deadlines": {**ALONE, "commit": DUE["commit"]}, "grace": 3600, "delivery": True}
    deal = Deal(c, "overdue: acknowledge", mediators=[HERON.kid], **places)
    accepts, heron = deal.accepts(NORTH, SOUTH), deal.accept(HERON, NORTH, iat=due + 1)
    north = deal.list(NORTH)
    for name, about, time, overdue in (
        ("then", "A list is of the very second of deadline and grace.", due, (NORTH, SOUTH)),
        (
            "after",
            "A list came a second after deadline and grace: its reader is overdue with nothing.",
            due + 1,
            (SOUTH,),
        ),
    ):
        south = deal.list(SOUTH, f"list {name}", iat=time)
        files = [deal.terms, *accepts, *north.files, *south.files]
        waiting: list[Move] = [(SOUTH, "acknowledge", north, COMMITTED, due), (NORTH, "acknowledge", south, time, due)]
        state(f"overdue-acknowledge-{name}", about, deal, files, "undelivered", waiting, overdue=overdue)
        waiting += [(HERON, "acknowledge", north, COMMITTED, due), (HERON, "acknowledge", south, time, due)]
        about = "A mediator who accepted a second after deadline and grace is overdue with nothing."
        files = [*files, heron]
        state(f"overdue-acknowledge-{name}-mediator", about, deal, files, "undelivered", waiting, overdue=overdue)
    worse = deal.list(SOUTH, "worse", iat=COMMITTED, root=bytes(32))
    better = deal.next(worse, "better", count=3, iat=due + 1)
    files = [deal.terms, *accepts, *north.files, receipt(north, SOUTH), *worse.files, receipt(worse, NORTH)]
    files += [release(worse, SOUTH), *better.files]
    state(
        "overdue-acknowledge-amended",
        "A version that is amended after the deadline makes its reader overdue with nothing.",
        deal,
        files,
        "undelivered",
        [(NORTH, "acknowledge", better, due + 1, due)],
        exit=4,
        overdue=(),
    )


def reveal_cases(c: Cases) -> None:
    state = States(c)
    due = DUE["reveal"]
    deal = Deal(c, "overdue: reveal", deadlines={**ALONE, "reveal": due})
    accepts, north = deal.accepts(NORTH, SOUTH), deal.list(NORTH)
    overdue: tuple[Party, ...]
    for name, about, time, overdue in (
        ("then", "The last list is of the very second of the deadline.", due, (NORTH, SOUTH)),
        ("after", "The last list came a second later: neither could be revealed in turn in time.", due + 1, ()),
    ):
        south = deal.list(SOUTH, f"list {name}", iat=time)
        files = [deal.terms, *accepts, *north.files, *south.files]
        waiting: list[Move] = [(made.author, "reveal", made, time, due) for made in (north, south)]
        state(f"overdue-reveal-{name}", about, deal, files, "releasing", waiting, overdue=overdue)
    south = deal.list(SOUTH)
    spent = complaint(north, deal.key(SOUTH, NORTH), seen=[])
    for name, about, time, overdue in (
        ("then", "The reader gave their key away, and presented the next one in time.", due, (NORTH, SOUTH)),
        ("after", "The reader gave their key away, and presented the next one too late.", due + 1, (SOUTH,)),
    ):
        files = [deal.terms, *accepts, *north.files, *south.files, spent, deal.accept(SOUTH, NORTH, number=1, iat=time)]
        waiting = [(made.author, "reveal", made, COMMITTED, due) for made in (north, south)]
        state(f"overdue-reveal-key-{name}", about, deal, files, "releasing", waiting, exit=4, overdue=overdue)
    three = Deal(
        c,
        "overdue: one key",
        deadlines={**ALONE, "reveal": due},
        slots=slots((NORTH, "offer", None), (EAST, "offer", None), (SOUTH, "offer", None)),
    )
    lists = three.list(NORTH), three.list(EAST), three.list(SOUTH)
    base = [three.terms, *three.accepts(NORTH, EAST, SOUTH), *(file for made in lists for file in made.files)]
    of_east = [complaint(lists[0], three.key(EAST, NORTH)), three.accept(EAST, NORTH, number=1, iat=due + 1)]
    files = [*base, complaint(lists[0], three.key(SOUTH, NORTH)), three.accept(SOUTH, NORTH, number=1, iat=due + 1)]
    waiting = [(made.author, "reveal", made, COMMITTED, due) for made in lists]
    about = "The next key of one reader came too late, and that of the other was there."
    state("overdue-reveal-one-key", about, three, files, "releasing", waiting, exit=4)
    about = "The same with the other reader: either of them is enough."
    state("overdue-reveal-first-key", about, three, [*base, *of_east], "releasing", waiting, exit=4)
    others = [made.id for made in lists[1:]]
    files.append(release(lists[0], NORTH, *others, wrap=wrapped(c, lists[0], NORTH, three.key(EAST, NORTH))))
    about = "The other one has the list: it could not be handed to the one whose key came too late."
    state("overdue-reveal-last-key", about, three, files, "releasing", waiting, exit=4, overdue=(EAST, SOUTH))
    for name, about, time in (
        ("then", "The mediator opened the last list at the very second of the deadline.", due),
        ("after", "The mediator opened the last list a second later.", due + 1),
    ):
        both = Deal(c, f"overdue: release {name}", deadlines={**ALONE, "reveal": due}, release=2, mediators=[HERON.kid])
        one, other = both.list(NORTH), both.list(SOUTH)
        files = [both.terms, *both.accepts(NORTH, SOUTH, HERON), *one.files, *other.files]
        files += [opened(one, HERON), opened(other, HERON, iat=time)]
        waiting = [(HERON, "reveal", made, time, due) for made in (one, other)]
        overdue = (HERON,) if time == due else ()
        state(f"overdue-release-{name}", about, both, files, "releasing", waiting, overdue=overdue)


def review_cases(c: Cases) -> None:
    state = States(c)
    due = DUE["review"]
    deal = Deal(c, "overdue: review", deadlines={**ALONE, "review": due})
    north, south = deal.list(NORTH), deal.list(SOUTH)
    base = [deal.terms, *deal.accepts(NORTH, SOUTH), *north.files, *south.files, release(north, NORTH, south.id)]
    for name, time, overdue in (("then", due, (NORTH, SOUTH)), ("after", due + 1, (SOUTH,))):
        read = opened(south, NORTH, iat=time)
        files = [*base, release(south, SOUTH, north.id, iat=due + 5), read]
        waiting: list[Move] = [(SOUTH, "review", north, None, due), (NORTH, "review", south, time, due)]
        about = (
            f"A reader opened a list {'in time' if overdue == (NORTH, SOUTH) else 'a second too late'} to review it."
        )
        state(f"overdue-review-{name}", about, deal, files, "reviewing", waiting, overdue=overdue)
        files = [*base, release(south, SOUTH, north.id, iat=time)]
        waiting = [(SOUTH, "review", north, None, due), (NORTH, "review", south, None, due)]
        about = f"A list was published {'in time' if overdue == (NORTH, SOUTH) else 'a second too late'} to review it."
        state(f"overdue-review-{name}-published", about, deal, files, "reviewing", waiting, overdue=overdue)


def clock_cases(c: Cases) -> None:
    """Where the terms name clocks, what signers state is not enough."""
    state = States(c, "17.10; 18.6")
    assess = Dealings(c, "17.10; 18.6")
    due = DUE["commit"]
    deal = Deal(c, "overdue: clocks", **agreed(("Sundial", SUNDIAL, 1), deadlines={**ALONE, "commit": due}))
    north, south = deal.accept(NORTH, SOUTH), deal.accept(SOUTH, NORTH)
    files = [deal.terms, north, south]
    waiting: list[Move] = [(party, "commit", None, ACCEPTED, due) for party in (NORTH, SOUTH)]

    def on(statement: bytes, time: int) -> bytes:
        return stamp(SUNDIAL, statement, time - 1)

    for name, about, stamps, overdue in (
        ("none", "No accept is stamped: that they were there in time is only what their signers state.", [], ()),
        ("one", "One accept is stamped.", [on(north, ACCEPTED)], ()),
        ("then", "Both are stamped, one at the last second.", [on(north, ACCEPTED), on(south, due)], (NORTH, SOUTH)),
        ("after", "One is stamped a second later.", [on(north, ACCEPTED), on(south, due + 1)], ()),
    ):
        state(f"overdue-clocks-{name}", about, deal, [*files, *stamps], "committing", waiting, overdue=overdue)
    now, both = due + 1, [on(north, ACCEPTED), on(south, due)]
    assess("overdue-clocks-now", "The deadline is now.", [*files, *both], 0, {}, {"overdue": deal.x}, now=due)
    other = Deal(c, "overdue: pinned", **agreed(("Candle", CANDLE, 1), deadlines={**ALONE, "commit": due}))
    accepts = [other.accept(NORTH, SOUTH), other.accept(SOUTH, NORTH)]
    files = [other.terms, *accepts, *(on(accept, due) for accept in accepts)]
    assess(
        "overdue-clocks-pinned",
        "The clocks that the reader pinned show it as well as those of the terms.",
        files,
        0,
        {"overdue": other.x},
        now=now,
        operators=[SUN],
    )
    both_due = {**ALONE, "accept": ACCEPTED + 50, "commit": due}
    deal = Deal(c, "overdue: late accept", **agreed(("Sundial", SUNDIAL, 1), deadlines=both_due))
    north, south = deal.accept(NORTH, SOUTH), deal.accept(SOUTH, NORTH)
    late = [deal.terms, north, south, on(north, ACCEPTED + 51)]
    about = "A party accepted late: nothing is overdue with the other, who accepted in time and has not acted."
    files = [*late, on(south, ACCEPTED + 50)]
    state("overdue-accept-late", about, deal, files, "committing", waiting, overdue=(NORTH,))
    about = "Both accepted late: neither is excused by the other."
    files = [*late, on(south, ACCEPTED + 51)]
    state("overdue-accept-late-both", about, deal, files, "committing", waiting, overdue=(NORTH, SOUTH))


GROUPS = (commit_cases, acknowledge_cases, reveal_cases, review_cases, clock_cases)

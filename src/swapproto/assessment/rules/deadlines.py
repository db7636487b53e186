"""Rules about deadlines: what was in time, what too late, and what nothing is shown to have met. Spec 18.6."""

from collections.abc import Iterator

from ..case import Case
from ..claims import Claim, Fact
from ..deadlines import Step

_IN_TIME: dict[Step, Fact] = {
    "accept": "accept-in-time",
    "commit": "commit-in-time",
    "acknowledge": "delivered-in-time",
    "reveal": "reveal-in-time",
    "review": "review-in-time",
}


def in_time(case: Case) -> Iterator[Claim]:
    """Yield the statements that existed by their deadlines, and those that were made later."""
    for exchange, deadlines in case.deadlines.items():
        for one in deadlines.met:
            statement = one.statement
            proof = (exchange, *one.receipts)
            yield Claim.of(_IN_TIME[one.step], statement.id, statement.kid, proof, clock=one.clock)
        for late in deadlines.late:
            statement, after = late.statement, late.after
            proof = (exchange, after.commitment)
            yield Claim.of("late", statement.id, statement.kid, proof, time=after.time, due=late.due)


def not_met(case: Case) -> Iterator[Claim]:
    """Yield the deadlines before ``now`` that nothing is shown to have met, and who need not act because of that."""
    for exchange, deadlines in case.deadlines.items():
        for one in deadlines.not_met(case.now):
            yield Claim.of("not-met", exchange, one.by, what=one.step, role=one.role, due=one.due)
        for kid, others in deadlines.unhurried.items():
            yield Claim.of("accept-late", exchange, kid, kids=others)

"""Rules about times: by when statements existed, and when they were not made yet. Spec 18.6, 18.7."""

from collections.abc import Iterator
from typing import Any

from ..case import Case
from ..claims import Claim
from ..times import CLOCK_SETS


def existed(case: Case) -> Iterator[Claim]:
    """Yield by when statements and stamps existed."""
    evidence = case.evidence
    for subject, clock, one in case.times:
        shown: dict[str, Any] = {"direct": one.direct, "time": one.time, "operators": list(one.operators)}
        yield Claim.of("existed-by", subject, evidence.author(subject), one.stamps, clock=clock, **shown)


def short_of_quorum(case: Case) -> Iterator[Claim]:
    """Yield the statements that are stamped by fewer operators than have to agree."""
    for (subject, clock), (operators, quorum) in case.times.short.items():
        by = case.evidence.author(subject)
        yield Claim.of("quorum-short", subject, by, clock=clock, operators=operators, quorum=quorum)


def not_before(case: Case) -> Iterator[Claim]:
    """Yield when statements were not made yet, and the beacons that show nothing."""
    evidence, times = case.evidence, case.times
    for subject, after in times.after.items():
        by = evidence.statements[subject].kid
        yield Claim.of("not-before", subject, by, (after.commitment,), time=after.time, round=after.number)
    for commitment in times.unknown:
        yield Claim.of("beacon-unknown", commitment, evidence.statements[commitment].kid)
    for commitment in times.unchecked:
        yield Claim.of("beacon-unchecked", commitment, evidence.statements[commitment].kid)


def conflicts(case: Case) -> Iterator[Claim]:
    """Yield where clock and beacon contradict each other, and stated times that are outside of what is proven."""
    times = case.times
    for statement in case.evidence.statements.values() if times else ():
        after = times.after.get(statement.id)
        by, iat = statement.kid, statement.iat
        if after is not None and iat < after.time:
            yield Claim.of("iat-outside", statement.id, by, (after.commitment,), iat=iat, clock=None, time=after.time)
        for clock in CLOCK_SETS:
            before = times.existed_by(statement.id, clock)
            if before is None:
                continue
            if after is not None and after.time > before:
                yield Claim.of("times-conflict", statement.id, by, (after.commitment,), clock=clock, time=before)
            if iat > before:
                yield Claim.of("iat-outside", statement.id, by, iat=iat, clock=clock, time=before)


def stamps(case: Case) -> Iterator[Claim]:
    """Yield the stamps of signatures that are not present, those that are doubtful by now, and those of the future."""
    evidence = case.evidence
    for stamp, statement in evidence.unmatched.items():
        yield Claim.of("stamp-unmatched", stamp, evidence.statements[statement].kid, (statement,))
    doubtful: dict[bytes, int] = {}
    for clock in CLOCK_SETS:
        for stamp, end in case.times.doubtful(case.now, clock).items():
            doubtful[stamp] = min(end, doubtful.get(stamp, end))
    for stamp, end in doubtful.items():
        yield Claim.of("stamp-doubtful", stamp, evidence.author(stamp), end=end)
    for stamp, time in case.times.ahead(case.now):
        yield Claim.of("stamp-ahead", stamp, evidence.author(stamp), time=time, now=case.now)

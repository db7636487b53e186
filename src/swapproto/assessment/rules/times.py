"""Rules about times: by when statements existed, and when they were not made yet. Spec 18.6, 18.7."""

from collections.abc import Iterator

from ..case import Case
from ..claims import Claim
from ..times import CLOCK_SETS


def existed(case: Case) -> Iterator[Claim]:
    """Yield by when statements and stamps existed."""
    evidence = case.evidence
    for subject, clock, one in case.times:
        value = {"clock": clock, "direct": one.direct, "time": one.time, "operators": list(one.operators)}
        proof = (subject, *(stamp for stamp in one.stamps if stamp != subject))
        yield Claim("existed-by", subject, evidence.author(subject), proof, value)


def short_of_quorum(case: Case) -> Iterator[Claim]:
    """Yield the statements that are stamped by fewer operators than have to agree."""
    for (subject, clock), (operators, quorum) in case.times.short.items():
        value = {"clock": clock, "operators": operators, "quorum": quorum}
        yield Claim("quorum-short", subject, case.evidence.author(subject), (subject,), value)


def not_before(case: Case) -> Iterator[Claim]:
    """Yield when statements were not made yet, and the beacons that show nothing."""
    evidence, times = case.evidence, case.times
    for subject, after in times.after.items():
        proof = (subject,) if subject == after.commitment else (subject, after.commitment)
        value = {"time": after.time, "round": after.number}
        yield Claim("not-before", subject, evidence.statements[subject].kid, proof, value)
    for commitment in times.unknown:
        yield Claim("beacon-unknown", commitment, evidence.statements[commitment].kid, (commitment,))
    for commitment in times.unchecked:
        yield Claim("beacon-unchecked", commitment, evidence.statements[commitment].kid, (commitment,))


def conflicts(case: Case) -> Iterator[Claim]:
    """Yield where clock and beacon contradict each other, and stated times that are outside of what is proven."""
    times = case.times
    for statement in case.evidence.statements.values() if times else ():
        after = times.after.get(statement.id)
        by, own = statement.kid, (statement.id,)
        if after is not None and statement.iat < after.time:
            outside = {"iat": statement.iat, "clock": None, "time": after.time}
            proof = tuple(dict.fromkeys((*own, after.commitment)))
            yield Claim("iat-outside", statement.id, by, proof, outside)
        for clock in CLOCK_SETS:
            before = times.existed_by(statement.id, clock)
            if before is None:
                continue
            if after is not None and after.time > before:
                yield Claim("times-conflict", statement.id, by, own, {"clock": clock, "time": before})
            if statement.iat > before:
                value = {"iat": statement.iat, "clock": clock, "time": before}
                yield Claim("iat-outside", statement.id, by, own, value)


def stamps(case: Case) -> Iterator[Claim]:
    """Yield the stamps of signatures that are not present, those that are doubtful by now, and those of the future."""
    evidence = case.evidence
    for stamp, statement in evidence.unmatched.items():
        yield Claim("stamp-unmatched", stamp, evidence.statements[statement].kid, (stamp, statement))
    doubtful: dict[bytes, int] = {}
    for clock in CLOCK_SETS:
        for stamp, end in case.times.doubtful(case.now, clock).items():
            doubtful[stamp] = min(end, doubtful.get(stamp, end))
    for stamp, end in doubtful.items():
        yield Claim("stamp-doubtful", stamp, evidence.author(stamp), (stamp,), {"end": end})
    for stamp, time in case.times.ahead(case.now):
        yield Claim("stamp-ahead", stamp, evidence.author(stamp), (stamp,), {"time": time, "now": case.now})

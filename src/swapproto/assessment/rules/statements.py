"""Rules about every statement: who signed it, what they knew, and whether their card is still valid."""

from collections.abc import Iterator

from ..case import Case
from ..claims import Claim


def signed(case: Case) -> Iterator[Claim]:
    """Yield a fact for each statement of a pinned party."""
    evidence = case.evidence
    for statement in evidence.statements.values():
        yield Claim("signed", statement.id, statement.kid, (statement.id,))


def knew(case: Case) -> Iterator[Claim]:
    """Yield a fact for each statement that another one names by its id."""
    evidence = case.evidence
    for statement in evidence.statements.values():
        for other in statement.body.mentions:
            if other in evidence.statements:
                yield Claim("knew", statement.id, statement.kid, (statement.id, other))


def expired_cards(case: Case) -> Iterator[Claim]:
    """Yield a view for each pinned card whose last day lies before ``now``."""
    evidence = case.evidence
    for party in evidence.trust.parties.values():
        if party.not_after is not None and party.not_after < case.now:
            yield Claim.of("card-expired", party.card_id, party.kid, not_after=party.not_after)

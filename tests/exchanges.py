"""Exchanges for tests: the made-up ones of the package, and what tests ask of them."""

from typing import Any

from swapproto import Assessment
from swapproto.testing.exchanges import (
    EAST,
    EVERYONE,
    MIRA,
    NORTH,
    OTTO,
    SOUTH,
    START,
    Hall,
    ids,
    kid,
    signed,
    statements_of,
    terms,
)

__all__ = [
    "EAST",
    "EVERYONE",
    "MIRA",
    "NORTH",
    "OTTO",
    "SOUTH",
    "START",
    "Hall",
    "codes",
    "facts",
    "ids",
    "kid",
    "released_by_a_mediator",
    "released_by_parties",
    "signed",
    "statements_of",
    "terms",
]


def released_by_parties(**fields: Any) -> Hall:
    """Everything under release 1, until both have opened."""
    hall = Hall()
    hall.agree(terms(**fields), NORTH, SOUTH)
    hall.commit(NORTH, ids("a", "b"))
    hall.commit(SOUTH, ids("c"))
    hall.reveal(NORTH, SOUTH)
    hall.acknowledge(NORTH, SOUTH)
    return hall


def released_by_a_mediator(**fields: Any) -> Hall:
    """Everything under release 2, until both have opened."""
    hall = Hall()
    hall.agree(terms(mediators=[kid(MIRA)], release=2, **fields), NORTH, SOUTH, MIRA)
    hall.commit(NORTH, ids("a", "b"))
    hall.commit(SOUTH, ids("c"))
    hall.acknowledge(MIRA)
    hall.reveal(MIRA)
    hall.acknowledge(NORTH, SOUTH)
    return hall


def codes(assessment: Assessment) -> set[tuple[str, bytes]]:
    """The contradictions, each with its culprit."""
    return {(str(one.code), one.culprit) for one in assessment.contradictions}


def facts(assessment: Assessment) -> set[tuple[Any, ...]]:
    """The facts as far as no addition changes them."""
    return {(one.code, one.subject, one.by) for one in assessment.facts}

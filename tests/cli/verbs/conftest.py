"""Parties and desks that the tests of several verbs share."""

import pytest

from tests.cli.desk import GUARDED, Desk
from tests.making import Made, make, party, reveal

WOLF, STRANGER = party("Wolf"), party("Stranger")
JUNK = b"\x83\x01\x02\x03"  # a valid CBOR item that is not an artefact


def published(made: Made) -> bytes:
    """Return a list with its key for everyone."""
    return made.both + reveal(made)


@pytest.fixture
def wolf(desk: Desk) -> Desk:
    """Return a desk on which Wolf is pinned, who signs whatever they like."""
    desk.write("Wolf.swap", WOLF.party.card)
    desk.run("trust", "Wolf.swap", "--fingerprint", WOLF.party.fingerprint)
    return desk


@pytest.fixture
def mailed(wolf: Desk) -> Desk:
    """Return Wolf's desk with a sealed list, its key, and pieces to join to them."""
    made = make(WOLF)
    wolf.write("list.swap", made.both)
    wolf.write("key.swap", reveal(made))
    wolf.write("junk.swap", JUNK)
    wolf.write("strange.swap", STRANGER.party.card + make(STRANGER).both)
    return wolf


@pytest.fixture
def guarded(north: Desk) -> Desk:
    """Return a desk with a list by North whose health is restricted."""
    north.write("guard.json", GUARDED)
    north.commit("list", "--profile", "guard.json")
    return north

"""The configurations that are searched, and the one in which each undone rule shows."""

from __future__ import annotations

from .properties import Case
from .statements import Slot, Terms

NORTH, SOUTH = Slot("North", "offer"), Slot("South", "offer")
DIRECT = Terms((NORTH, SOUTH), (), 1)
MEDIATED = Terms((NORTH, SOUTH), ("H",), 2)
TWICE = Terms((NORTH, SOUTH), ("H", "M"), 2)

SMALL = (
    Case("release 1, honest, with withdrawals and publishing", DIRECT, rights=("withdraw", "publish")),
    Case(
        "release 1, honest, South owes two lists, with reviews",
        Terms((NORTH, SOUTH, Slot("South", "request")), (), 1),
        rights=("review",),
    ),
    Case("release 1, Mallory in South's place", DIRECT, "South", faults=1),
    Case("release 2, honest", MEDIATED),
)
LARGE = (
    Case("release 1, Mallory in South's place", DIRECT, "South", faults=2),
    Case("release 2, Mallory in South's place", MEDIATED, "South", faults=1),
    Case("release 2, Mallory in H's place", MEDIATED, "H", faults=1),
    Case("release 2, two mediators, honest", TWICE),
    Case(
        "release 2, both accepted and North committed, Mallory in South's place", MEDIATED, "South", faults=2, begun=4
    ),
    Case("release 2, both committed to both mediators, Mallory in M's place", TWICE, "M", faults=1, begun=8),
)
DIRECT_HONEST, REVIEWED, DIRECT_HOSTILE, MEDIATED_HONEST = SMALL
WITNESS = {
    "M1, one key for all": LARGE[1],
    "M1, no wrap is void": LARGE[1],
    "M2": DIRECT_HOSTILE,
    "M2, absent wrap": LARGE[2],
    "M3, owner's right": DIRECT_HONEST,
    "M3, own commitment": DIRECT_HONEST,
    "M3, envelope": DIRECT_HONEST,
    "M3, withdrawal": DIRECT_HONEST,
    "M4": DIRECT_HOSTILE,
    "M5": REVIEWED,
    "M8": DIRECT_HONEST,
    "M9": DIRECT_HONEST,
    "S5": LARGE[3],
    "state settled": DIRECT_HONEST,
    "state spoiled": DIRECT_HOSTILE,
    "state releasing": DIRECT_HOSTILE,
    "state receiving": DIRECT_HOSTILE,
}

"""The case: all that the rules of an assessment look at. Spec 12.1, step 8."""

from typing import NamedTuple

from .deadlines import Deadlines
from .evidence import Evidence
from .exchanges import Exchange
from .openings import Openings
from .standing import Standing
from .times import Times


class Case(NamedTuple):
    """What is present, what could be opened, the exchanges with their states, and the time assumed."""

    evidence: Evidence
    openings: Openings
    #: By exchange id, in ascending order.
    exchanges: dict[bytes, Exchange]
    #: Where each exchange stands, in the same order.
    standings: tuple[Standing, ...]
    #: What stamps and beacons show.
    times: Times
    #: What they show of the deadlines of each exchange whose rules are applied.
    deadlines: dict[bytes, Deadlines]
    #: In seconds since 1970.
    now: int

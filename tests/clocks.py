"""Three made-up clocks, for tests of what times prove."""

from collections.abc import Sequence

from spec.cases.clocks import CANDLE, HOURGLASS, HOURGLASS_ROOT, ROOT, SUNDIAL
from swapproto.stamps.certificates import Certificate
from swapproto.stamps.clocks import Clocks, Operator
from swapproto.statements import Clock

AUTHORITIES = {"Candle": (CANDLE, CANDLE), "Hourglass": (HOURGLASS, HOURGLASS_ROOT), "Sundial": (SUNDIAL, ROOT)}
"""By the name of their operator: whose certificate stamps, and which one is pinned."""
QUORUM = 2


def clocks() -> Clocks:
    """Return the three as a reader pins them."""
    return Clocks(Operator(name, (Certificate.read(root.raw),), 1) for name, (_, root) in AUTHORITIES.items())


def agreed_clocks() -> Sequence[Clock]:
    """Return the three as terms name them, by the certificates of the authorities themselves."""
    return [Clock(name, (Certificate.read(tsa.raw).digest,), 1) for name, (tsa, _) in sorted(AUTHORITIES.items())]

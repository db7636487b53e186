"""Rounds of the public beacon: one in a commitment shows that it was not made before the round's time."""

from ..counting import count_of
from ..errors import InputError
from ..stamps import beacon
from ..statements.commitment import Beacon
from ..wording import when
from . import network
from .disk import files
from .screen.terminal import note

_LIMIT = 4096
_DAY = 86_400


def read(place: str) -> Beacon:
    """Return the round in a file, or at an address, as drand's servers give it in JSON; checked if that can be.

    Raise :class:`SwapError` that names ``place``.
    """
    data = network.ask(place, limit=_LIMIT) if network.is_address(place) else files.read_bytes(place, _LIMIT)
    with files.named(place):
        found = beacon.read_round(data)
        if beacon.installed():
            beacon.verify_round(found.number, found.signature)
    if not beacon.installed():
        note(
            "the round of the beacon was not checked, which takes the extra: pip install 'swapproto[beacon]'. If it is "
            "not a real one, the commitment will show no such time"
        )
    return found.number, found.signature


def require_past(found: Beacon, now: int) -> None:
    """Raise :class:`InputError` ``usage`` for a round after ``now``, in seconds; note one that is old."""
    time = beacon.time_of(found[0])
    if time > now:
        raise InputError(
            "usage",
            f"the beacon's round is of {when(time)}, and the clock of this computer says {when(now)}: set the clock",
        )
    if now - time > _DAY:
        note(f"this round of the beacon is {count_of((now - time) // _DAY, 'day')} old: a newer one would show more")


def in_words(found: Beacon) -> str:
    """Return what a round in a commitment shows."""
    return f"not made before {when(beacon.time_of(found[0]))}: round {found[0]} of drand's quicknet"

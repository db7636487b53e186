"""What a reader trusts: the parties, time-stamping authorities and beacons that they pinned. Spec 4.4, 12."""

from collections.abc import Mapping
from typing import NamedTuple

from .statements import Party


class Trust(NamedTuple):
    """The pinned parties by kid, and the pinned authorities and beacons of time, which no rule uses yet."""

    parties: Mapping[bytes, Party]
    authorities: tuple[bytes, ...] = ()
    beacons: tuple[bytes, ...] = ()

    @classmethod
    def of(cls, *parties: Party) -> "Trust":
        """Trust these parties and no clock."""
        return cls({party.kid: party for party in parties})

"""What a reader trusts: the parties, time-stamping authorities and beacons that they pinned. Spec 4.4, 12."""

from collections.abc import Mapping
from typing import NamedTuple

from .statements import Party, verify_card


class Trust(NamedTuple):
    """The pinned parties by kid, and the pinned authorities and beacons of time, which no rule uses yet."""

    #: The pinned parties by kid.
    parties: Mapping[bytes, Party]
    #: Time-stamping authorities, which no rule uses yet.
    authorities: tuple[bytes, ...] = ()
    #: Beacons, which no rule uses yet.
    beacons: tuple[bytes, ...] = ()

    @classmethod
    def of(cls, *parties: Party) -> "Trust":
        """Trust these parties and no clock. Of several cards of one key the newest counts. Spec 12."""
        newest: dict[bytes, Party] = {}
        for party in parties:
            known = newest.get(party.kid, party)
            newest[party.kid] = known if known.card == party.card else max(known, party, key=_age)
        return cls(newest)

    def copy(self) -> "Trust":
        """Return the same trust, with its parties by their own kids, whatever keys the caller's mapping has."""
        return self._replace(parties={party.kid: party for party in self.parties.values()})


def _age(party: Party) -> tuple[int, bytes]:
    return verify_card(party.card).iat, party.card_id

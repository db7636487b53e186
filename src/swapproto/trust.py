"""What a reader trusts: the parties and the clocks that they pinned. Spec 4.4, 12, 18.3."""

from collections.abc import Mapping
from typing import NamedTuple

from .stamps.clocks import Clocks
from .statements import Party, verify_card


class Trust(NamedTuple):
    """The pinned parties by kid, and the clocks that a reader believes."""

    #: The pinned parties by kid.
    parties: Mapping[bytes, Party]
    #: The pinned operators of clocks, with the lists of revoked certificates that the reader gives.
    clocks: Clocks = Clocks()
    #: How many of the pinned operators have to agree on a time.
    quorum: int = 1
    #: Whether rounds of the beacon are checked, for which :mod:`swapproto.stamps.beacon` needs its extra.
    beacon: bool = False

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

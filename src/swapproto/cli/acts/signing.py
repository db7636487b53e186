"""What every verb that signs has in common: the readers, the time, and the journal, which remembers what was signed."""

import os
from collections.abc import Sequence
from typing import TypeVar

from ...errors import InputError
from ...keys import Identity
from ...ledger import About, Ledger, Record
from ...statements import Party, read_form
from ...wording import when
from ..arguments import KeyChoice
from ..journal import BesideKey
from ..pinning.pins import Pins
from ..screen import clock

_A = TypeVar("_A", bound=About)


def readers_of(cards: Sequence[str], pins: Pins) -> list[Party]:
    """Return the pinned parties that are meant, each once. Raise for one whose card has expired."""
    readers = list({party.kid: party for party in map(pins.find, cards)}.values())
    for party in readers:
        require_valid(party, pins)
    return readers


def require_valid(party: Party, pins: Pins) -> None:
    """Raise :class:`InputError` ``usage`` for a reader whose card has expired."""
    if party.not_after is not None and party.not_after < clock.now():
        name = pins.shown(party.kid)
        raise InputError("usage", f"the card of {name} was valid until {when(party.not_after)}: pin its new one")


def remember(journal: Ledger, statement: bytes, kind: str, iat: int, output: str, about: About) -> None:
    """Write into the journal what is to be signed, before it is signed."""
    journal.add(record_of(journal, statement, kind, iat, output, about))


def record_of(journal: Ledger, statement: bytes, kind: str, iat: int, output: str, about: _A) -> Record[_A]:
    """Return the record of a statement that is in a file, or is to be."""
    file = output if output == "-" else os.path.abspath(output)
    return Record(journal.signer, statement.hex(), kind, iat, file, about)


def time_in_words(now: int, journal: Ledger, me: Identity, *, yes: bool) -> list[str]:
    """Return the lines of a confirmation that show the time, and warn of a clock that was set back.

    Raise :class:`InputError` ``usage`` for such a clock if the user is not asked, because ``yes`` was given.
    """
    lines = [f"The time that it will state is {when(now)}, by the clock of this computer."]
    last = max(journal.last_time, read_form(me.party.card).iat)
    if now < last and yes:
        raise InputError(
            "usage",
            f"the clock says {when(now)}, which is before {when(last)}, when you signed before: set the clock. "
            "If it is right now, confirm on a terminal, without --yes",
        )
    if now < last:
        lines.append(f"WARNING: that is before {when(last)}, when you signed before. Is the clock right?")
    return lines


def open_journal(key: KeyChoice, me: Identity) -> Ledger:
    """Read the journal beside a key. Raise :class:`InputError` ``file`` if it cannot be read."""
    return Ledger(BesideKey(key.path or ""), me.party.kid)

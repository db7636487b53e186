"""Believed clocks: those that the reader pinned, and those that terms in some files agree on."""

from typing import NamedTuple

from ..assessment import gather
from ..errors import AccessError
from ..stamps.certificates import Certificate
from ..stamps.tokens import Token
from ..transcript import Transcript
from .pins import Pins

_MOST_NAMED = 3


class Clock(NamedTuple):
    """A clock that is believed: whose it is, its anchors by their SHA-256, its accuracy in seconds, and why."""

    name: str
    anchors: frozenset[bytes]
    accuracy: int
    why: str


class Believed:
    """The clocks by which stamps are verified before they are written."""

    def __init__(self, transcript: Transcript, pins: Pins) -> None:
        trust = pins.trust()
        self._clocks = trust.clocks
        self._believed = [Clock(one.name, one.anchors, one.accuracy, "pinned") for one in trust.clocks.operators]
        self._believed += [
            Clock(clock.name, frozenset(clock.certificates), clock.accuracy, "agreed on in the terms")
            for terms in gather(transcript, trust).agreed()
            for clock in terms.body.clocks
        ]

    @property
    def certificates(self) -> tuple[Certificate, ...]:
        """The pinned certificates, for tokens that come without that of their signer."""
        return self._clocks.certificates

    def clock_of(self, token: Token) -> Clock | None:
        """Return the believed clock that a token is by, or None if none is believed at all.

        Raise :class:`SwapError` as :meth:`Clocks.first_reached`.
        """
        if not self._believed:
            return None
        try:
            return self._believed[self._clocks.first_reached(token, [one.anchors for one in self._believed])]
        except AccessError as error:
            names = ", ".join(repr(one.name) for one in self._believed[:_MOST_NAMED])
            raise AccessError(error.code, f"{error}. You believe {names}") from None

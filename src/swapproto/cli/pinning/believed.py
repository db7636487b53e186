"""Believed clocks: those that the reader pinned, and those that terms in some files agree on."""

from collections.abc import Sequence
from typing import NamedTuple

from ...assessment import gather
from ...errors import AccessError, SwapError
from ...stamps.certificates import Certificate
from ...stamps.stamp import Stamp, stamped_bytes
from ...stamps.tokens import Token, read_token
from ...statements import Body, Signed
from ...transcript import Transcript
from ...wire.cose import SIGNATURE_SIZE
from .pins import Pins

_MOST_NAMED = 3


def _names(clocks: Sequence["Clock"]) -> str:
    return ", ".join(repr(one.name) for one in clocks[:_MOST_NAMED])


class Clock(NamedTuple):
    """A clock that is believed: whose it is, its anchors by their SHA-256, its accuracy in seconds, and why."""

    name: str
    anchors: frozenset[bytes]
    accuracy: int
    why: str


class Dated(NamedTuple):
    """A stamp by a believed clock, its token, and by when what it is of existed, in seconds since 1970."""

    stamp: Stamp
    token: Token
    bound: int


class Believed:
    """The clocks by which stamps are verified before they are written."""

    def __init__(self, transcript: Transcript, pins: Pins) -> None:
        trust = pins.trust()
        self._stamps = transcript.stamps
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
            known = {certificate.digest for certificate in self.certificates}
            bare = [one for one in self._believed if one.anchors.isdisjoint(known)]
            why = f"{error}. You believe {_names(self._believed)}"
            if bare:
                why += (
                    f"; of {_names(bare)} the terms hold a SHA-256 alone: a stamp by it can need --trust ROOT.pem, too"
                )
            raise AccessError(error.code, why) from None

    def stamps_of(self, signed: Signed[Body]) -> list[Dated]:
        """Return the stamps in the files of exactly this signature of a statement, the earliest first."""
        stamped, found = [stamped_bytes(signed.raw[-SIGNATURE_SIZE:])], []
        for stamp in self._stamps.values():
            if stamp.target != signed.id:
                continue
            try:
                token = read_token(stamp.token, stamped, self.certificates)
                clock = self.clock_of(token)
            except SwapError:
                continue  # of another signature, or by a clock that is not believed
            if clock is not None:
                found.append(Dated(stamp, token, token.bound(clock.accuracy)))
        return sorted(found, key=lambda one: (one.bound, one.stamp.id))

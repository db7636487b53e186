"""What the verbs of an exchange have in common: the moves that files allow, and signing them with the journal."""

from collections.abc import Sequence

from ..assessment import Standing, conclude, gather
from ..errors import InputError
from ..keys import Identity
from ..ledger import Ledger
from ..moves import Moves, Prepared
from ..transcript import Transcript
from ..trust import Trust
from . import clock, signing
from .pins import Pins
from .session import Session
from .terminal import clean
from .terms_shown import titled


def moves_of(session: Session, me: Identity, journal: Ledger) -> Moves:
    """Return what this key can do, as the files of a session show it. The journal must be claimed to sign any of it."""
    return Moves(me, session.evidence, session.assessment, journal, iat=clock.now())


def moves_without_files(pins: Pins, me: Identity, journal: Ledger) -> Moves:
    """Return what a key can do where no files are given."""
    evidence, now = gather(Transcript.union([]), Trust(pins.parties)), clock.now()
    return Moves(me, evidence, conclude(evidence, now=now), journal, iat=now)


def sign(prepared: Sequence[Prepared], me: Identity, journal: Ledger, output: str) -> bytes:
    """Write statements into the journal, and then sign them. Return their bytes, one after the other."""
    made = []
    for one in prepared:
        signing.remember(journal, one.unsigned.id, one.kind, one.unsigned.iat, output, one.about)
        made.append(one.unsigned.sign(me))
    return b"".join(made)


def choose(session: Session, beginning: str | None = None) -> Standing:
    """Return the only exchange of a session, or the one whose id begins so. Raise :class:`InputError` ``usage``."""
    found = [s for s in session.assessment.exchanges if s.exchange.id.hex().startswith(beginning or "")]
    if len(found) == 1:
        return found[0]
    if not found:
        which = "no exchange" if beginning is None else f"no exchange whose id begins with {clean(beginning)[:64]}"
        raise InputError("usage", f"{which} is in these files, or none by anyone you pinned")
    refusal = InputError("usage", f"{len(found)} exchanges are in these files, and one is meant: add --terms HEX")
    for standing in found:
        refusal.add_note(f"  {titled(standing)}")
    raise refusal

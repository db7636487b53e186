"""What the verbs of an exchange have in common: the moves that files allow, and signing them with the journal."""

import argparse
import shlex
from collections.abc import Sequence
from contextlib import suppress

from ..assessment import Standing, conclude, gather
from ..errors import AccessError, InputError, SwapError
from ..keys import Identity
from ..ledger import Ledger
from ..moves import Moves, Prepared
from ..statements import Party, Terms, narrow, verify
from ..transcript import Transcript
from ..trust import Trust
from ..wording import short, when
from . import clock, signing
from .pins import Pins
from .session import Session
from .terminal import clean
from .terms_shown import titled


def add_exchange(parser: argparse.ArgumentParser) -> None:
    """Add which of several exchanges is meant."""
    parser.add_argument("--exchange", metavar="HEX", help="which exchange, by the beginning of its id")


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
    refusal = InputError("usage", f"{len(found)} exchanges are in these files, and one is meant: add --exchange HEX")
    for standing in found:
        refusal.add_note(f"  {titled(standing)}")
    raise refusal


def require_valid(me: Identity) -> None:
    """Raise :class:`InputError` ``usage`` if one's own card has expired."""
    if me.party.not_after is not None and me.party.not_after < clock.now():
        raise InputError("usage", f"your card was valid until {when(me.party.not_after)}: make a new key first")


def require_pinned(session: Session, beginning: str | None = None) -> None:
    """Raise ``signer-not-pinned`` unless everybody whom terms in these files name is pinned, with how to pin them.

    Terms by somebody who is not pinned are no exchange to the session, and so this is asked before one is chosen.
    """
    cards = {party.kid: party for party in session.transcript.cards()}
    named: dict[bytes, None] = {}
    for statement in session.transcript.statements.values():
        if statement.kind != "terms" or not statement.id.hex().startswith(beginning or ""):
            continue
        named[statement.kid] = None
        signer = session.pins.parties.get(statement.kid) or cards.get(statement.kid)
        with suppress(SwapError):
            signed = None if signer is None else narrow(verify(statement, signer.verify_key), Terms)
            if signed is not None:
                named.update(dict.fromkeys((*signed.body.parties, *signed.body.mediators)))
    if missing := [kid for kid in named if kid not in session.pins.parties]:
        raise _not_pinned(missing, cards, session)


def _not_pinned(missing: Sequence[bytes], cards: dict[bytes, Party], session: Session) -> AccessError:
    refusal = AccessError(
        "signer-not-pinned",
        "these terms name parties that you have not pinned. Get the 60 digits of each from them, over another channel, "
        "and pin their cards:",
    )
    for kid in missing:
        party = cards.get(kid)
        if party is None:
            refusal.add_note(f"the key {short(kid)}: its card is not in these files. Ask whoever sent you the terms")
            continue
        where = session.evidence.sources[party.card_id][0]
        command = shlex.join(["swapproto", "trust", where, "--fingerprint", "DIGITS"])
        refusal.add_note(f"{clean(party.name)!r}, as they call themselves: {command}")
    return refusal


def cards_of(terms: Terms, pins: Pins) -> bytes:
    """Return the cards of all whom terms name, as they are pinned."""
    return b"".join(pins.parties[kid].card for kid in (*terms.parties, *terms.mediators) if kid in pins.parties)


def others(terms: Terms, me: Identity, pins: Pins) -> str:
    """Return the names of all others whom terms name."""
    return pins.together(kid for kid in (*terms.parties, *terms.mediators) if kid != me.party.kid)

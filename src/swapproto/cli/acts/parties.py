"""The parties and mediators of terms: whether each of them is pinned, their cards, and their names."""

import shlex
from collections.abc import Sequence
from contextlib import suppress

from ...errors import AccessError, SwapError
from ...keys import Identity
from ...statements import Party, Terms, narrow, verify
from ...wording import short
from ..pinning.pins import Pins
from ..screen.terminal import clean
from ..session import Session


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
        "and pin their cards; or choose the terms that you mean with --terms HEX, if others are among these files:",
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

"""Published keys: finds the keys for everyone that a file holds, so that nobody passes one on unawares."""

from collections.abc import Mapping
from contextlib import suppress

from ...errors import SwapError
from ...statements import Body, Commitment, Party, Reveal, Signed, narrow, verify
from ...transcript import Transcript
from ...wire.cose import Sign1
from ...wording import short
from ..pinning.pins import Pins
from ..verdicts.report import heading


def in_words(kept: Transcript, read: Transcript) -> list[str]:
    """Return for each key for everyone in ``kept`` whose list it opens, and to whom. ``read`` has the cards.

    A reveal whose signer's card is not at hand may hold such a key, and is named, too.
    """
    reveals = [statement for statement in kept.statements.values() if statement.kind == "reveal"]
    if not reveals:
        return []
    pins = Pins.load(None)
    parties = {party.kid: party for party in read.cards()} | pins.parties
    commitments = _commitments(read, parties)
    found = {}
    for statement in reveals:
        signed = _verified(statement, parties)
        reveal = None if signed is None else narrow(signed, Reveal)
        if reveal is None:
            found[statement.id] = "perhaps with a key for everyone: a reveal whose signer's card is not here"
        elif reveal.body.cek is not None:
            commitment = commitments.get(reveal.body.commitment)
            found[reveal.body.commitment] = _about(reveal, commitment, kept, pins)
    return list(found.values())


def _about(reveal: Signed[Reveal], commitment: Signed[Commitment] | None, kept: Transcript, pins: Pins) -> str:
    if commitment is None:
        whose, here = f"the list of commitment {short(reveal.body.commitment)}, which is not here", False
    else:
        whose, here = heading(commitment, pins).replace("List", "list", 1), commitment.body.envelope in kept.envelopes
    who = "whoever has this file" if here else "whoever has this file and the sealed list"
    return f"with the key for everyone of {whose}: {who} can read that list"


def _commitments(transcript: Transcript, parties: Mapping[bytes, Party]) -> dict[bytes, Signed[Commitment]]:
    """Return the commitments that verify against a card that is at hand, by id."""
    found = {}
    for statement in transcript.statements.values():
        if statement.kind == "commitment" and (signed := _verified(statement, parties)):
            commitment = narrow(signed, Commitment)
            if commitment is not None:
                found[commitment.id] = commitment
    return found


def _verified(statement: Sign1, parties: Mapping[bytes, Party]) -> Signed[Body] | None:
    if statement.kid in parties:
        with suppress(SwapError):
            return verify(statement, parties[statement.kid].verify_key)
    return None

"""Targets: what of some files can be stamped, and which of it is meant."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from ...counting import count_of
from ...errors import InputError, SwapError
from ...stamps.stamp import Stamp, stamped_bytes
from ...stamps.tokens import Imprints, Token, read_token
from ...statements import Party, verify
from ...transcript import Transcript
from ...wire.cose import SIGNATURE_SIZE, Sign1
from ...wording import short
from ..pinning.believed import Believed
from ..pinning.pins import Pins
from ..screen.terminal import clean, say

_MOST_NAMED = 10


class Target(NamedTuple):
    """A statement or a stamp that can be stamped: its id, its kind, and the bytes that a token of it is over."""

    id: bytes
    kind: str
    stamped: bytes

    def __str__(self) -> str:
        return f"{self.kind} {short(self.id)}"


def statements(transcript: Transcript, pins: Pins) -> list[Target]:
    """Return every statement that can be stamped. One that does not verify by a card at hand is named, and left out."""
    cards = {party.kid: party for party in transcript.cards()} | pins.parties
    found = []
    for digest, statement in transcript.statements.items():
        try:
            _verify(statement, cards)
        except SwapError as error:
            source, offset = transcript.place(digest)
            say(f"not stamped: {clean(source)}, byte {offset}: {clean(str(error))} [{error.code}]")
        else:
            found.append(of_statement(statement))
    return sorted(found)


def _verify(statement: Sign1, cards: Mapping[bytes, Party]) -> None:
    if statement.kind == "card":
        Party.read(statement.raw)
    elif (card := cards.get(statement.kid)) is not None:
        verify(statement, card.verify_key)


def of_statement(statement: Sign1) -> Target:
    """Return a statement, with the signature that it has here, as something that can be stamped."""
    return Target(statement.id, statement.kind, stamped_bytes(statement.raw[-SIGNATURE_SIZE:]))


def of_stamp(stamp: Stamp) -> Target:
    """Return a stamp as something that can be stamped, which renews it."""
    return Target(stamp.id, "stamp", stamp.raw)


def sound_stamps(transcript: Transcript, found: Sequence[Target], believed: Believed) -> list[tuple[Stamp, Token]]:
    """Return the stamps of what was ``found``, and of each other, that verify; by a believed clock, if any is.

    What does not verify is named, and left out.
    """
    stamped: defaultdict[bytes, list[bytes]] = defaultdict(list)
    for target in (*found, *map(of_stamp, transcript.stamps.values())):
        stamped[target.id].append(target.stamped)
    imprints = {digest: Imprints(strings) for digest, strings in stamped.items()}
    sound = []
    for digest, stamp in sorted(transcript.stamps.items()):
        try:
            token = read_token(stamp.token, imprints.get(stamp.target, ()), believed.certificates)
            believed.clock_of(token)
            sound.append((stamp, token))
        except SwapError as error:
            source, offset = transcript.place(digest)
            say(f"left out: {clean(source)}, byte {offset}: a stamp: {clean(str(error))} [{error.code}]")
    return sound


def latest_stamps(transcript: Transcript, found: Sequence[Target], believed: Believed) -> list[Target]:
    """Return the sound stamps that no other one renews, as :func:`sound_stamps`."""
    sound = [stamp for stamp, _ in sound_stamps(transcript, found, believed)]
    renewed = {stamp.target for stamp in sound}
    return [of_stamp(stamp) for stamp in sound if stamp.id not in renewed]


def usual(found: Sequence[Target]) -> list[Target]:
    """Return what is stamped by default: commitments; if there are none, all but cards; else cards."""
    ways = ("commitment",), {target.kind for target in found} - {"card"}, ("card",)
    return next((chosen for kinds in ways if (chosen := [one for one in found if one.kind in kinds])), [])


def beginning_with(found: Sequence[Target], digits: str) -> list[Target]:
    """Return those whose ids begin with these digits. Raise :class:`InputError` ``usage`` if there are none."""
    chosen = [target for target in found if target.id.hex().startswith(digits.lower())]
    if not chosen:
        raise InputError("usage", f"nothing in these files that can be stamped has an id that begins with {digits!r}")
    return chosen


def only_one(found: Sequence[Target], why: str) -> Target:
    """Return the only one. Raise :class:`InputError` ``usage`` that says ``why``, and names those that there are."""
    if len(found) == 1:
        return found[0]
    refusal = InputError("usage", f"{why}, and these files have {count_of(len(found), 'choice')}. Choose one:")
    for target in found[:_MOST_NAMED]:
        refusal.add_note(f"--what {short(target.id)}   (a {target.kind})")
    if len(found) > _MOST_NAMED:
        refusal.add_note(f"and {len(found) - _MOST_NAMED} more: see swapproto inspect")
    raise refusal

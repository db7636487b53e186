"""What the verbs of an exchange have in common: the moves that files allow, and signing them with the journal."""

import shlex
from collections.abc import Sequence

from ...assessment import Standing, conclude, gather
from ...errors import InputError
from ...keys import Identity
from ...ledger import Ledger
from ...moves import Moves, Prepared
from ...statements import Accept, Commitment, Signed
from ...statements.commitment import REVIEW_ROLE
from ...transcript import Transcript
from ..pinning.pins import Pins
from ..screen import clock
from ..screen.terminal import clean
from ..session import Session
from ..terms.terms_shown import choose_exchange, titled
from . import naming, signing

_MAX_AWAITED = 8


def moves_of(session: Session, me: Identity, journal: Ledger) -> Moves:
    """Return what this key can do, as the files of a session show it. The journal must be claimed to sign any of it."""
    return Moves(me, session.evidence, session.assessment, journal, iat=clock.now())


def moves_without_files(pins: Pins, me: Identity, journal: Ledger) -> Moves:
    """Return what a key can do where no files are given."""
    evidence, now = gather(Transcript.union([]), pins.trust()), clock.now()
    return Moves(me, evidence, conclude(evidence, now=now), journal, iat=now)


def moves_among(sessions: Sequence[Session], pins: Pins, me: Identity, journal: Ledger) -> Moves:
    """Return what this key can do, as the files of several sessions show it together. No list is opened for it."""
    transcript = Transcript.union(session.transcript for session in sessions)
    evidence = gather(transcript, pins.trust()._replace(parties={**pins.parties, me.party.kid: me.party}))
    return Moves(me, evidence, conclude(evidence, now=clock.now()), journal, iat=clock.now())


def sign(prepared: Sequence[Prepared], me: Identity, journal: Ledger, output: str) -> bytes:
    """Write statements into the journal, and then sign them. Return their bytes, one after the other."""
    made = []
    for one in prepared:
        signing.remember(journal, one.unsigned.id, one.kind, one.unsigned.iat, output, one.about)
        made.append(one.unsigned.sign(me))
    return b"".join(made)


def choose(session: Session, beginning: str | None = None) -> Standing:
    """Return the only exchange of a session, or the one whose id begins so. Raise :class:`InputError` ``usage``."""
    return choose_exchange(session.assessment, beginning)


def exit_code(session: Session) -> int:
    """Return how a command ends that wrote what it should: 4 if a fault is proven in its files, else 0."""
    return 4 if session.assessment.contradictions else 0


# --- what is not due yet


def premature(
    why: str, standing: Standing, pins: Pins, files: Sequence[str], key: str | None, *, own: str = ""
) -> InputError:
    """Return the refusal to hand over a list before its turn: what is missing, from whom, and what to run when it is
    there. ``own`` is the command that publishes one's own list all the same."""
    refusal = InputError("usage", why)
    refusal.add_note(f"exchange {titled(standing)}")
    for line in awaited(standing, pins):
        refusal.add_note(f"  {line}")
    terms, key = standing.exchange.terms, key or "ME.swapkey"
    if terms is not None and terms.body.release == 2 and pins.reader not in terms.body.mediators:
        refusal.add_note("The mediators hand the keys over when it is time. This shows whose move it is:")
        refusal.add_note(shlex.join(["swapproto", "status", *files, "-k", key]))
    else:
        refusal.add_note("When it is your turn, this hands over what is due, and nothing else:")
        me = pins.parties.get(pins.reader or b"")
        output = "REVEAL.swap" if me is None else naming.suggested(me, "reveal", files)
        refusal.add_note(shlex.join(["swapproto", "reveal", *files, "--exchange", "-k", key, "-o", output]))
    if own:
        refusal.add_note("The law does not wait for the others. To hand over your own list early all the same:")
        refusal.add_note(own)
    return refusal


def awaited(standing: Standing, pins: Pins) -> list[str]:
    """Return what an exchange still waits for, and of whom, one a line."""
    if standing.state == "no-terms":
        return ["missing: the terms, or the pinned card of somebody whom they name"]
    by_id = {c.id: c for c in standing.exchange.commitments}
    lines = []
    for move in standing.awaiting[:_MAX_AWAITED]:
        which = by_id.get(move.commitment or b"")
        what = "" if which is None else listed(which, pins)
        readers = ", ".join(pins.shown(kid) for kid in move.readers)
        move_in_words = _MOVES[move.what].format(list=what, readers=readers)
        lines.append(f"still missing from {pins.shown(move.by)}: {move_in_words}")
    if more := len(standing.awaiting) - _MAX_AWAITED:
        lines += [f"and {more} more"] if more > 0 else []
    return lines or [f"nothing is awaited: the exchange is {standing.state}"]


def listed(commitment: Signed[Commitment], pins: Pins) -> str:
    """Return a list of an exchange in a few words: "the offer by South, version 1"."""
    place = commitment.body.place
    return f"the {clean(place.role)} by {pins.shown(commitment.kid)}, version {place.version}"


def is_of_turn(commitment: Signed[Commitment], session: Session) -> bool:
    """Return whether a list is handed over in turn: one of an exchange, unless it is a review of another list.

    A review list fills no slot; terms can have a slot of this role, and what fills it is handed over in turn.
    """
    place = commitment.body.place
    review = place.role == REVIEW_ROLE and place.answers is not None
    slots = (standing.exchange.slot_of(commitment) for standing in session.assessment.exchanges)
    return place.exchange is not None and not (review and not any(slots))


def is_handed(session: Session, standing: Standing, commitment: Signed[Commitment]) -> bool:
    """Return whether all who are owed a list have its key by reveals in turn, so that nothing is early any more."""
    accepts, exchange = session.evidence.of(Accept), standing.exchange
    handed: set[bytes] = set()
    for reveal, about in exchange.reveals:
        if about.id != commitment.id or not exchange.in_turn(reveal.id, session.evidence):
            continue
        if reveal.body.cek is not None:
            return True
        accept = accepts.get(reveal.body.wrap[0] if reveal.body.wrap else b"")
        handed |= {reveal.body.wrap[0]} if reveal.body.wrap and accept is None else set()
        handed |= {accept.kid} if accept is not None else set()
    terms = exchange.terms
    return terms is not None and handed >= set(terms.body.parties) - {commitment.kid}


_MOVES = {
    "accept": "an accept of the terms, with a key for each of the others",
    "commit": "a commitment, with the sealed list",
    "acknowledge": "a receipt for {list}",
    "deposit": "{list}, handed to {readers}",
    "open": "a receipt that says that {list} opened",
    "reveal": "the key of {list}, for {readers}",
    "review": "a review of {list}",
    "amend": "a corrected version of {list}, which is contested",
}

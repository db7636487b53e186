"""Receipts: which lists of others are acknowledged, and as far as what."""

import argparse
import shlex
from collections.abc import Sequence

from ...counting import count_of
from ...keys import Identity
from ...ledger import AboutExchange, Ledger
from ...moves import Moves, Prepared
from ...statements import Commitment
from ..disk import writing
from ..screen import clock
from ..screen.terminal import confirm, note, say
from ..session import Session, worst
from . import complaining, exchanging, naming, signing, stamping

_SAYS = {
    True: "opened: the key that you have opens it",
    False: "received: what is sealed is here, and you cannot read it",
}


def acknowledge(session: Session, me: Identity, moves: Moves, journal: Ledger, options: argparse.Namespace) -> int:
    """Sign receipts for all that is new, and write them. Return the exit code."""
    without = _tell_without(session, me, moves, options)
    prepared = _of_one_exchange(moves.acknowledge(), session, options.terms)
    if not prepared:
        say("Nothing new is to be acknowledged in these files. Nothing was signed or written.")
        return worst(session.assessment.exit_code(), without) if without else exchanging.exit_code(session)
    commitments = session.assessment.of(Commitment)
    about = [commitments[_subject(one)] for one in prepared]
    lines = ["You are about to sign receipts:"]
    for commitment in about:
        lines += [f"  {session.named(commitment)}", f"    {_SAYS[commitment.id in session.assessment.opened]}"]
    lines += signing.time_in_words(clock.now(), journal, me, yes=options.yes)
    confirm("\n".join(lines), yes=options.yes)
    made = exchanging.sign(prepared, me, journal, options.output)
    writing.write(options.output, me.party.card + made, force=options.force)
    signers = ", ".join(dict.fromkeys(session.pins.shown(commitment.kid) for commitment in about))
    receipts = count_of(len(prepared), "receipt")
    say(
        f"\n{writing.shown(options.output)}: your card and {receipts}. Send it to {signers}, and in an exchange to all:"
    )
    say("it shows what you have, and none of what is in it. Your key file and its journal go to nobody.")
    stamping.remind_of(session, about, options.output)
    return exchanging.exit_code(session)


def _of_one_exchange(prepared: Sequence[Prepared], session: Session, terms: str | None) -> Sequence[Prepared]:
    """Return the receipts of the exchange that is meant: those of another would tell its members of it.

    Raise :class:`InputError` ``usage`` where they are of several, and it is not said which is meant.
    """
    commitments = session.assessment.of(Commitment)
    places = [commitments[_subject(one)].body.place for one in prepared]
    if terms is None and len({place.exchange for place in places} - {None}) < 2:
        return prepared
    chosen = exchanging.choose(session, terms).exchange.id
    return [one for one, place in zip(prepared, places, strict=True) if place.exchange == chosen]


def _subject(receipt: Prepared) -> bytes:
    """Return the id of the commitment that a receipt is about."""
    return bytes.fromhex(receipt.about.subject) if isinstance(receipt.about, AboutExchange) else b""


def _tell_without(session: Session, me: Identity, moves: Moves, options: argparse.Namespace) -> int:
    """Note which lists get no receipt and which do not open. Return the exit code for it, where nothing is signed."""
    code = 0
    for commitment in session.assessment.of(Commitment).values():
        if commitment.kid == me.party.kid:
            continue
        if commitment.body.envelope not in session.evidence.envelopes:
            code = worst(code, 3)
            note(
                f"no receipt for {session.named(commitment)}: the envelope, with the sealed entries, is not among "
                "these files, or was altered"
            )
        elif makers := {session.evidence.signer(w.source) for w in moves.not_opening(commitment)}:
            code = worst(code, 1)
            names = ", ".join(sorted(session.pins.shown(kid) for kid in makers if kid is not None))
            words = ["swapproto", "receipt", *options.files, "-k", options.key_file, "--complain"]
            folders: Sequence[str] = ()  # a key for everyone is put into no folder that others may read
            if to := complaining.mediator_for(session, me, commitment, makers):
                words, folders = [*words, "--to-mediator", to], options.files
            output = naming.suggested(me.party, "complaint", folders)
            note(
                f"what {names} wrapped for you does not open {session.named(commitment)}. To say so: "
                + shlex.join([*words, "--list", commitment.id.hex()[:12], "-o", output])
            )
    return code

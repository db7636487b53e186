"""Reveals in turn: every key that an exchange now awaits from this party is shown, confirmed and handed over."""

import argparse
from collections.abc import Iterator, Sequence

from ...assessment import Awaited, Standing
from ...assessment.standing import Move
from ...counting import count_of
from ...errors import InputError
from ...keys import Identity
from ...moves import Moves
from ...statements import Commitment
from ..arguments import KeyChoice
from ..disk import writing
from ..journal import BesideKey
from ..pinning.pins import Pins
from ..screen import clock
from ..screen.terminal import clean, confirm, say
from ..session import Session
from ..terms import terms_shown
from . import exchanging, signing, stamping


def hand_over(options: argparse.Namespace, me: Identity) -> int:
    """Sign the reveals that are due, or with ``--deposit`` those to mediators who accepted late, and write them."""
    key, output = KeyChoice.of(options), options.output
    what: tuple[Move, ...] = ("deposit",) if options.deposit else ("reveal", "deposit")
    with BesideKey(options.key_file).claimed():
        session = Session.open(options.files, Pins.load(options.trust), me=me)
        standing = exchanging.choose(session, options.terms)
        journal = signing.open_journal(key, me)
        moves = exchanging.moves_of(session, me, journal)
        due = moves.due(standing, what)
        if not due:
            raise _nothing_due(standing, session.pins, what)
        prepared = moves.reveals(standing, what)
        lines = [
            *_in_words(session, standing, moves, due),
            *signing.time_in_words(clock.now(), journal, me, yes=options.yes),
        ]
        confirm("\n".join(lines), yes=options.yes, question="Hand this over?", otherwise="nothing was handed over")
        made = exchanging.sign(prepared, me, journal, output)
    writing.write(output, me.party.card + made, force=options.force)
    readers = _named(dict.fromkeys(kid for move in due for kid in move.readers), session.pins)
    say(f"\n{writing.shown(output)}: your card and {count_of(len(prepared), 'reveal')}. Send it to {readers}.")
    say("It opens for them alone, together with the sealed lists. Others see only that you signed it.")
    say("Your key file and its journal go to nobody.")
    if standing.exchange.terms is not None:
        stamping.remind(standing.exchange.terms.body, output)
    return exchanging.exit_code(session)


def _nothing_due(standing: Standing, pins: Pins, what: Sequence[Move]) -> InputError:
    kind = "reveal" if "reveal" in what else "deposit"
    refusal = InputError("usage", f"no {kind} is due from you in this exchange, as far as these files show")
    refusal.add_note(terms_shown.titled(standing))
    for line in exchanging.awaited(standing, pins):
        refusal.add_note(f"  {line}")
    return refusal


def _in_words(session: Session, standing: Standing, moves: Moves, due: Sequence[Awaited]) -> Iterator[str]:
    """Yield what a user is about to hand over: which list, to whom, and relying on what."""
    pins, commitments = session.pins, session.assessment.of(Commitment)
    withdrawn = {target.id for _, target in session.evidence.withdrawals()}
    yield "You are about to hand over keys in the exchange"
    yield f"  {terms_shown.titled(standing)}"
    for move in due:
        commitment = commitments[move.commitment or b""]
        opened = session.assessment.opened.get(commitment.id)
        label = "" if opened is None else f" {clean(opened.list.label)!r},"
        entries = count_of(commitment.body.count, "entry", "entries")
        yield f"the key of {exchanging.listed(commitment, pins)}:{label} {entries}"
        yield f"  to         {_named(move.readers, pins)}"
        if move.what == "deposit":
            yield "             to keep, and to hand on when every list is there"
        if commitment.id in withdrawn:
            yield f"  WITHDRAWN  by {pins.shown(commitment.kid)}: hand it over only if that is still meant"
        if move.what == "deposit":
            continue
        relied = [commitments[i] for i in moves.relied_on(standing, commitment.id) if i in commitments]
        for number, other in enumerate(relied):
            yield f"  {'' if number else 'relying on':<10} {exchanging.listed(other, pins)}, committed and sealed here"
    later = [move.by for move in standing.awaiting if move.what == "reveal" and move not in due]
    if later and any(move.what == "reveal" for move in due):
        yield f"{_named(dict.fromkeys(later), pins)} can stop after reading it: whoever is last can."
    if culprits := dict.fromkeys(fault.culprit for fault in session.assessment.contradictions):
        yield f"WARNING: a fault of {_named(culprits, pins)} is proven by these files: see above."
    yield "With it they read every entry, restricted fields too. It cannot be taken back."


def _named(kids: Sequence[bytes] | dict[bytes, None], pins: Pins) -> str:
    return ", ".join(map(pins.shown, kids))

"""Complaints: what a complaint says of whom, what the key that it gives away opens, and for whom."""

import argparse
from collections.abc import Collection, Iterator

from ...assessment import find_wraps
from ...counting import count_of
from ...errors import InputError
from ...keys import Identity
from ...ledger import Ledger
from ...moves import Moves
from ...release import Wrapped
from ...statements import Accept, Commitment, Party, Signed
from ..arguments import ListChoice
from ..disk import writing
from ..screen import clock
from ..screen.terminal import confirm, say
from ..session import Session
from . import exchanging, signing


def complain(
    session: Session, me: Identity, moves: Moves, journal: Ledger, choice: ListChoice, options: argparse.Namespace
) -> int:
    """Sign complaints of the wraps of one list, with the next accepts, and write them. Return the exit code."""
    found = [c for c in session.assessment.of(Commitment).values() if moves.not_opening(c)]
    if not found:
        wraps = find_wraps(session.evidence, me.party.kid)
        given = any(w.commitment is not None and w.commitment.kid != me.party.kid for w in wraps)
        why = "all that is wrapped for you in these files opens, or you complained of it before"
        raise InputError(
            "usage", f"there is nothing to complain of: {why if given else 'nothing is wrapped for you here yet'}"
        )
    commitment = session.choose_among(found, choice)
    wraps = moves.not_opening(commitment)
    mediator = None if options.to_mediator is None else signing.readers_of([options.to_mediator], session.pins)[0]
    whom = "EVERYONE" if mediator is None else f"{session.pins.shown(mediator.kid)} alone"
    accused = {session.evidence.signer(wrapped.source) for wrapped in wraps}
    lines = [*_in_words(session, moves, commitment, wraps, whom)]
    if mediator is not None and mediator.kid in accused:
        lines += _of_themselves(session, me, commitment, mediator, accused)
    lines += signing.time_in_words(clock.now(), journal, me, yes=options.yes)
    prepared = moves.complain(commitment, mediator)
    confirm("\n".join(lines), yes=options.yes)
    made = exchanging.sign(prepared, me, journal, options.output)
    writing.write(options.output, me.party.card + made, force=options.force, private=True)
    counted = ((sum(one.kind == kind for one in prepared), noun) for kind, noun in _KINDS)
    what = " and ".join(count_of(number, noun) for number, noun in counted if number)
    makers = ", ".join(dict.fromkeys(_maker(session, wrapped) for wrapped in wraps))
    say(f"\n{writing.shown(options.output)}: your card, {what}. Send it to {makers}, who can")
    say("then hand over the key again.")
    if not any(session.evidence.of(Accept).get(wrapped.key_id) for wrapped in wraps):
        return exchanging.exit_code(session)
    if mediator is None:
        say("Send it to all who are to run it again, too. Whoever has it and the other files opens the lists that")
        say("were named above: it must not go to anybody who may not read them.")
    elif mediator.kid in accused:
        say("They alone can run it again, and it is about them.")
    else:
        say(f"Send it to {session.pins.shown(mediator.kid)}, too, who alone can run it again.")
    return exchanging.exit_code(session)


def mediator_for(
    session: Session, me: Identity, commitment: Signed[Commitment], accused: Collection[bytes | None]
) -> str | None:
    """Return the reader's name for a mediator who can run a complaint again that is not about them, or None."""
    exchange = session.exchange_of(commitment)
    if exchange is None or exchange.terms is None:
        return None
    besides = {me.party.kid, *accused, *exchange.withdrawn}
    others = (kid for kid in exchange.terms.body.mediators if kid not in besides)
    return next((session.pins.names[kid] for kid in others if kid in session.pins.names), None)


def _of_themselves(
    session: Session, me: Identity, commitment: Signed[Commitment], mediator: Party, accused: Collection[bytes | None]
) -> Iterator[str]:
    """Yield the warning of a complaint that is given only to whom it is about."""
    name = session.pins.shown(mediator.kid)
    yield f"WARNING: {name} is whom you complain of, and nobody else can check this complaint. To have it checked,"
    other = mediator_for(session, me, commitment, accused)
    yield "leave out --to-mediator, which gives the key to everyone." if other is None else f"complain to {other}."


_KINDS = (("receipt", "complaint"), ("accept", "new accept"))


_IF_FALSE = "If the list opens with the key after all, the complaint is false, and that is proven against you for ever."


def _in_words(
    session: Session, moves: Moves, commitment: Signed[Commitment], wraps: list[Wrapped], whom: str
) -> Iterator[str]:
    """Yield what a user is about to say, and what it opens for whom."""
    pins, accepts = session.pins, session.evidence.of(Accept)
    yield "You are about to sign a complaint:"
    yield f"  {session.named(commitment)}"
    for wrapped in wraps:
        yield f"  does not open with the key that {_maker(session, wrapped)} wrapped for you"
    for key_id in dict.fromkeys(wrapped.key_id for wrapped in wraps):
        accept = accepts.get(key_id)
        if accept is None:
            yield "The key of your card is never given away: others see that you say so, and cannot check it."
            continue
        maker = pins.shown(accept.body.maker)
        yield f"It gives a key of yours to {whom}. The key opens everything that {maker} wrapped for you under it in"
        yield "this exchange, and nothing else. In these files that is:"
        yield from (f"  {exchanging.listed(given, pins)}" for given in moves.given_away(key_id))
        yield f"It cannot be taken back. A new key, for {maker} alone, is signed with it."
    if any(wrapped.key_id in accepts for wrapped in wraps):
        yield _IF_FALSE


def _maker(session: Session, wrapped: Wrapped) -> str:
    return session.pins.shown(session.evidence.signer(wrapped.source) or b"")

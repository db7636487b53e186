"""What the verbs of an exchange have in common: the moves that files allow, and signing them with the journal."""

from collections.abc import Sequence

from ..assessment import Standing
from ..errors import InputError
from ..keys import Identity
from ..ledger import Ledger
from ..moves import Moves, Prepared
from . import clock, signing
from .session import Session
from .terminal import clean


def moves_of(session: Session, me: Identity, journal: Ledger) -> Moves:
    """Return what this key can do, as the files of a session show it. The journal must be claimed to sign any of it."""
    return Moves(me, session.evidence, session.assessment, journal, iat=clock.now())


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
    refusal = InputError("usage", f"{len(found)} exchanges are in these files, and one is meant: choose it")
    for standing in found:
        refusal.add_note(f"  {titled(standing)}")
    raise refusal


def titled(standing: Standing) -> str:
    """Return the beginning of the id of an exchange and, if it is known, its title."""
    terms = standing.exchange.terms
    title = "(its terms are not here)" if terms is None else terms.body.title
    text = title if isinstance(title, str) else next(iter(title.values()))
    return f"{standing.exchange.id.hex()[:12]} {clean(text)}"

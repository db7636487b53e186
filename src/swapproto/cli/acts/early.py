"""What would be handed over before its turn in an exchange: refused, but for one's own list where that is said."""

import argparse
import shlex

from ...errors import InputError
from ...statements import Commitment, Signed
from ..screen.terminal import paragraph
from ..session import Session
from . import exchanging


def add_outside(parser: argparse.ArgumentParser) -> None:
    """Add the option that takes one's own list out of its turn."""
    parser.add_argument(
        "--outside-exchange",
        action="store_true",
        help="your own list of an exchange, before its turn, as to meet a duty by law",
    )


def early_warning(session: Session, commitment: Signed[Commitment], options: argparse.Namespace) -> list[str]:
    """Return what a confirmation says of a list that leaves its exchange early; nothing of one that does not.

    Raise :class:`InputError` ``usage`` for what would be early and is not said to be, or is another's.
    """
    if not exchanging.is_of_turn(commitment, session):
        if options.outside_exchange:
            raise InputError("usage", "--outside-exchange is for a list of an exchange, and this list is of none")
        return []
    own = session.me is not None and commitment.kid == session.me.party.kid
    standing = next(s for s in session.assessment.exchanges if s.exchange.id == commitment.body.place.exchange)
    handed = exchanging.is_handed(session, standing, commitment)
    disclosing = options.command[0] == "disclose"
    if own and options.outside_exchange:
        return [] if handed else [paragraph(_WARNING)]
    if handed and (own or disclosing):
        return []
    typed = [word for word in options.command if word != "--yes"]  # this one is to be asked about
    again = shlex.join(["swapproto", *typed, "--outside-exchange"]) if own else ""
    why = (
        "your list is of an exchange" if own else f"this list of {session.pins.shown(commitment.kid)} is of an exchange"
    )
    what = "its entries are shown to nobody before it is" if disclosing else "its key is"
    raise exchanging.premature(
        f"{why}: {what} handed over in turn", standing, session.pins, options.files, options.key_file, own=again
    )


_WARNING = """\
OUTSIDE OF THE EXCHANGE, BEFORE ITS TURN. It is your right, and no fault. But nobody owes you theirs for it:
the others have it, or parts of it, whether or not they hand over what they promised."""

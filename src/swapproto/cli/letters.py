"""Letters: what ``disclose --letter`` writes, with the words of whoever makes one for the signer and whom to call."""

import argparse
import re
from collections.abc import Sequence

from ..envelope import Opened
from ..errors import InputError
from ..report.against import Against
from ..report.letter import Fields, Signer, Stamped, write
from ..stamps.pinning import name_of
from ..statements import Commitment, Signed
from ..tables import titles
from ..text import is_visible
from .pinning.believed import Dated
from .session import Session
from .verdicts.headings import headings
from .verdicts.presenting import language_of

_CONTACT_LIMIT = 256
_DIRECTION = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
"""What telephones put around a number that is copied from them."""


def check(options: argparse.Namespace) -> None:
    """Raise :class:`InputError` for a letter that cannot be written as it is asked for."""
    language_of(options)
    if options.contact is not None and not is_visible(_contact(options), _CONTACT_LIMIT):
        limit = f"at most {_CONTACT_LIMIT} bytes, and has no invisible characters"
        raise InputError("usage", f"--contact is one line of {limit}")


def compose(
    session: Session,
    commitment: Signed[Commitment],
    opened: Opened,
    disclosure: bytes,
    stamps: Sequence[Dated],
    against: Against,
    options: argparse.Namespace,
) -> bytes:
    """Return the letter that the options ask for."""
    schema, language = opened.list.schema, language_of(options)
    is_titled = options.language is not None or language in titles.languages(schema)
    return write(
        _signer(session, commitment, options),
        commitment,
        disclosure,
        Fields(schema, headings(schema, language if is_titled else None)),
        language=language,
        stamps=[Stamped(one.stamp.raw, one.bound, name_of(one.token.signer)) for one in stamps],
        against=against,
        contact=_contact(options),
    )


def _signer(session: Session, commitment: Signed[Commitment], options: argparse.Namespace) -> Signer:
    """Return the signer with the name that the user pinned, or where they pinned none with that on the card."""
    party = session.assessment.trust.parties[commitment.kid]
    is_own = session.me is not None and session.me.party.kid == party.kid
    return Signer(party, party.name if is_own or options.from_digits else session.pins.shown(party.kid))


def _contact(options: argparse.Namespace) -> str:
    return " ".join(_DIRECTION.sub("", options.contact or "").split())

"""What ``verify`` and ``status`` have in common: the options that choose whom to trust, and the verdict by them."""

import argparse

from ..assessment import assess, plain
from ..statements import Party
from ..trust import Trust
from ..wording import Trusted
from . import clock, inbox, moments, requirements
from .arguments import add_files, add_from, add_trust
from .pins import Pins
from .session import trust_digits
from .terminal import working
from .verdict import Verdict


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add the files, whom to trust, what to require, and ``--json``."""
    add_files(parser)
    add_from(parser)
    add_trust(parser)
    parser.add_argument("--at", metavar="TIME", help="assess as of then: YYYY-MM-DD[THH:MM:SSZ] or seconds since 1970")
    parser.add_argument(
        "--require",
        metavar="CLAIM[:SIGNER[:ROLE[:LIST]]]",
        action="append",
        default=[],
        help="a fact that must be proven of every list here, or of those by SIGNER, in ROLE, with the id LIST; "
        "* for any of these; may be repeated",
    )
    parser.add_argument("--json", action="store_true", help="one object, swapproto-assessment/1")


def verify(options: argparse.Namespace, own: Party | None = None) -> Verdict:
    """Return the verdict on files. ``own`` is the reader's party, if they are named."""
    loaded = inbox.load(options.files, quiet=True)
    pins = Pins.load(options.trust) if options.trust or not options.from_digits else Pins()
    if loaded.transcript.framed:
        for digits in options.from_digits:
            trust_digits(pins, loaded.transcript, digits)
    if own is not None:
        pins.add_reader(own)
    required = [requirements.parse(text, pins) for text in options.require]
    now = clock.now() if options.at is None else moments.parse(options.at)
    with working("Verifying") as progress:
        assessment = assess(loaded.transcript, Trust(pins.parties), now=now, progress=progress)
    return Verdict(loaded, assessment, pins, required)


def as_data(found: Verdict) -> dict[str, object]:
    """Return a verdict for ``--json``: the assessment, and what was found beside it."""
    data: dict[str, object] = {**plain(found.assessment, inputs=found.loaded.inputs, require=found.required)}
    data["not_read"] = [{"name": one.name, "why": one.why} for one in found.loaded.not_read]
    data["impostors"] = [
        {"name": party.name, "card": party.card_id.hex(), "fingerprint": party.fingerprint, "like": kid.hex()}
        for party, kid in found.impostors()
    ]
    return data


def trusted(options: argparse.Namespace) -> Trusted:
    """Return what a verdict rests on. A file's name can be taken for the option --trust."""
    if not options.from_digits:
        return "cards" if options.trust else "pins"
    return "cards-and-digits" if options.trust else "digits"

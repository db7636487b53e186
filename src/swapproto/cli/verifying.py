"""What ``verify`` and ``status`` have in common: the options that choose whom to trust, and the verdict by them."""

import argparse

from ..assessment import assess
from ..assessment.plain import but_claims, claims
from ..counting import count_of
from ..errors import InputError
from ..statements import Party
from ..transcript import Transcript
from ..trust import Trust
from ..wording import LANGUAGES, Trusted, Wording, load, nearest
from .arguments import add_files, add_from, add_trust, whole_number
from .disk import inbox
from .pinning import clock_files
from .pinning.pins import Pins
from .screen import clock, moments
from .screen.terminal import clean, note, working
from .session import trust_digits
from .verdicts import requirements
from .verdicts.verdict import Verdict


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add the options of :func:`add_verdict`, ``--json`` and ``--language``."""
    add_verdict(parser)
    parser.add_argument("--json", action="store_true", help="one object, swapproto-assessment/1")
    add_language(parser)


def add_language(parser: argparse.ArgumentParser) -> None:
    """Add the language in which a verdict is said."""
    languages = ", ".join(LANGUAGES)
    parser.add_argument("--language", metavar="TAG", help=f"of what is said, and of titles: {languages} (default: en)")


def add_verdict(parser: argparse.ArgumentParser) -> None:
    """Add the files, whom to trust, as of when, and what to require."""
    add_files(parser)
    add_from(parser)
    add_trust(parser)
    add_clocks(parser)
    parser.add_argument("--at", metavar="TIME", help="assess as of then: YYYY-MM-DD[THH:MM:SSZ] or seconds since 1970")
    parser.add_argument(
        "--require",
        metavar="CLAIM[:SIGNER[:ROLE[:LIST]]]",
        action="append",
        default=[],
        help="a fact that must be proven of every list here, or of those by SIGNER, in ROLE, with the id LIST; "
        "* for any of these; may be repeated",
    )


def add_clocks(parser: argparse.ArgumentParser) -> None:
    """Add how many clocks have to agree, and which of their certificates are revoked."""
    parser.add_argument(
        "--quorum", metavar="K", type=whole_number, default=1, help="of the pinned clocks, K have to agree (default: 1)"
    )
    parser.add_argument(
        "--crl",
        metavar="FILE",
        action="append",
        default=[],
        help="a list of certificates that a clock's authority revoked, in PEM or DER; may be repeated",
    )


def trust(options: argparse.Namespace, pins: Pins, transcript: Transcript) -> Trust:
    """Return whom a verdict trusts, by the options of :func:`add_clocks`. Raise :class:`InputError`."""
    if options.quorum < 1:
        raise InputError("usage", "--quorum is how many clocks have to agree: 1 or more")
    if options.quorum > max(1, len(pins.clocks)):
        pinned = count_of(len(pins.clocks), "clock")
        note(f"--quorum {options.quorum} cannot be met: you pinned {pinned}, so that they prove no time")
    revocations = clock_files.read_revocations(options.crl)
    trusted = pins.trust(quorum=options.quorum, revocations=revocations)
    clock_files.note_foreign_lists(options.crl, revocations, trusted.clocks, transcript)
    return trusted


def verify(options: argparse.Namespace, own: Party | None = None) -> Verdict:
    """Return the verdict on files. ``own`` is the reader's party, if they are named."""
    loaded = inbox.load(options.files, quiet=True)
    pins = Pins.load(options.trust, own=not options.from_digits, words=_words(options.language))
    if loaded.transcript.framed:
        for digits in options.from_digits:
            trust_digits(pins, loaded.transcript, digits)
    if own is not None:
        pins.add_reader(own)
    trusts = trust(options, pins, loaded.transcript)
    required = [requirements.parse(text, pins) for text in options.require]
    now = clock.now() if options.at is None else moments.parse(options.at)
    with working("Verifying") as progress:
        assessment = assess(loaded.transcript, trusts, now=now, progress=progress)
    return Verdict(loaded, assessment, pins, required)


def _words(tag: str | None) -> Wording:
    """Return the sentences in a reader's language; in English, with a note, if there are none in it."""
    language = nearest(tag)
    if tag is not None and language == "en" and not tag.lower().startswith("en"):
        note(f"there are no sentences in {clean(tag)!r}, but in {', '.join(LANGUAGES)}: they are shown in English")
    return load(language)


def as_data(found: Verdict) -> dict[str, object]:
    """Return a verdict for ``--json``: the assessment, and what was found beside it. Its claims are an iterator."""
    data: dict[str, object] = {**but_claims(found.assessment, inputs=found.loaded.inputs, require=found.required)}
    data["claims"] = claims(found.assessment)
    data["not_read"] = [{"name": one.name, "why": one.why} for one in found.loaded.not_read]
    data["impostors"] = [
        {"name": party.name, "card": party.card_id.hex(), "fingerprint": party.fingerprint, "like": kid.hex()}
        for party, kid in found.impostors()
    ]
    return data


def named_cards(options: argparse.Namespace) -> list[str]:
    """Return the cards and folders that ``--trust`` names, without the clocks."""
    return [path for path in options.trust or () if not clock_files.is_clock(path)]


def trusted(options: argparse.Namespace) -> Trusted:
    """Return what a verdict rests on. A file's name can be taken for the option --trust."""
    cards = named_cards(options)
    if not options.from_digits:
        return "cards" if cards else "pins"
    return "cards-and-digits" if cards else "digits"

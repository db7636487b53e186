"""The verb ``verify``: what files prove."""

import argparse
from datetime import UTC, datetime

from ...assessment import FACTS, Assessment, assess, plain
from ...errors import InputError
from ...statements import Commitment
from ...trust import Trust
from ...wire.cose import TIME_MAX
from ...wording import Trusted, load, when
from .. import clock, inbox, report
from ..arguments import add_files, add_from, add_trust
from ..pins import Pins
from ..session import trust_digits
from ..terminal import as_json, bold, clean, out, say, working

EXAMPLES = (
    "swapproto verify people-1.swap --from DIGITS",
    "swapproto verify inbox --require committed --require opened --json",
)

_MAX_NAMED, _MAX_CARDS = 3, 10


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the verb's options."""
    add_files(parser)
    add_from(parser)
    add_trust(parser)
    parser.add_argument("--at", metavar="TIME", help="assess as of then: YYYY-MM-DD[THH:MM:SS]Z or seconds since 1970")
    parser.add_argument(
        "--require",
        metavar="CLAIM",
        action="append",
        default=[],
        help="a fact that must be proven of something here; may be repeated",
    )
    shown = parser.add_mutually_exclusive_group()
    shown.add_argument("--json", action="store_true", help="one object, swapproto-assessment/1")
    shown.add_argument("--entries", action="store_true", help="also print the entries that a disclosure shows")


def run(options: argparse.Namespace) -> int:
    """Report what files prove to you, who is at fault where they contradict each other, and what is not proven."""
    required, digits = options.require, options.from_digits
    unknown = [code for code in required if code not in FACTS]
    if unknown:
        raise InputError("usage", f"there is no fact {unknown[0]!r}; there are: {', '.join(sorted(FACTS))}")
    transcript, inputs, not_read = inbox.load(options.files, quiet=True)
    pins = Pins.load(options.trust) if options.trust or digits is None else Pins()
    if digits is not None and transcript.framed:
        trust_digits(pins, transcript, digits)
    now = clock.now() if options.at is None else _moment(options.at)
    with working("Verifying"):
        assessment = assess(transcript, Trust(pins.parties), now=now)
    if options.json:
        skipped = [{"name": one.name, "why": one.why} for one in not_read]
        out(as_json(plain(assessment, inputs=inputs, require=required) | {"not_read": skipped}))
        return assessment.exit_code(required)
    count = len(transcript)
    if count == 0:
        _print_nothing_found(assessment, inputs)
        _print_not_read(not_read)
        return assessment.exit_code(required)
    trust, where = _trusted(options)
    out(bold(load().verdict(assessment.exit_code(required), trust, where)))
    if trust != "pins":
        _print_trusted(pins)
    out(f"{count} artefacts in {len(inputs)} file(s), as of {when(now)}")
    _print_not_read(not_read)
    lines = report.report(assessment, pins, required)
    if options.entries:
        lines += ["", *report.entries(assessment, pins)]
    for line in lines:
        out(line)
    if any(i.code == "signer-not-pinned" for i in assessment.ignored) and not assessment.of(Commitment):
        say("\nTo trust a signer: compare the 60 digits above with those that they gave you over another channel, then")
        say("  swapproto trust CARD.swap        or, this once:  swapproto verify ... --from 'DIGITS'")
    return assessment.exit_code(required)


def _trusted(options: argparse.Namespace) -> tuple[Trusted, str]:
    """Return what a verdict rests on, and the files of --trust: a file's name can be taken for that option."""
    named = [repr(clean(path)) for path in options.trust or ()]
    more = f" and {len(named) - _MAX_NAMED} more" if len(named) > _MAX_NAMED else ""
    where = ", ".join(named[:_MAX_NAMED]) + more
    if options.from_digits is None:
        return ("cards" if named else "pins"), where
    return ("cards-and-digits" if named else "digits"), where


def _print_trusted(pins: Pins) -> None:
    for kid, name in list(pins.names.items())[:_MAX_CARDS]:
        out(f"  trusted: {clean(name)}, {pins.parties[kid].fingerprint}")
    if len(pins.names) > _MAX_CARDS:
        out(f"  and {len(pins.names) - _MAX_CARDS} more")


def _print_nothing_found(assessment: Assessment, inputs: dict[str, bytes]) -> None:
    out(bold(load().verdict(2, "pins")))
    for name in inputs:
        why = next((f"{r.message} [{r.code}]" for r in assessment.rejected if r.source == name), "it is empty")
        out(f"  {clean(name)}: {clean(why)}")


def _print_not_read(not_read: list[inbox.NotRead]) -> None:
    if not_read:
        out(f"NOT READ, {len(not_read)} file(s): no verdict here is about them")
        for one in not_read:
            out(f"  {clean(one.name)}: {clean(one.why)}")
    out()


def _moment(text: str) -> int:
    try:
        if text.isascii() and text.isdigit():
            seconds = int(text)
        else:
            moment = datetime.fromisoformat(text)
            seconds = int((moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp())
    except (ValueError, OverflowError):
        seconds = -1
    if not 0 <= seconds <= TIME_MAX:
        raise InputError("usage", f"{text!r} is not a time: YYYY-MM-DD, YYYY-MM-DDTHH:MM:SSZ, or seconds since 1970")
    return seconds

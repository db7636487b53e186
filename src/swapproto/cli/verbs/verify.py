"""The verb ``verify``: what files prove."""

import argparse

from ...assessment import assess, plain
from ...statements import Commitment
from ...trust import Trust
from ...wording import Trusted, load
from .. import clock, entries, inbox, moments, report, requirements, verdict
from ..arguments import add_files, add_from, add_trust
from ..pins import Pins
from ..session import trust_digits
from ..terminal import bold, clean, clean_name, out, out_json, say, working
from ..verdict import Verdict

EXAMPLES = (
    "swapproto verify people-1.swap --from DIGITS",
    "swapproto verify inbox --require committed --require opened:North:offer --json",
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the verb's options."""
    add_files(parser)
    add_from(parser)
    add_trust(parser)
    parser.add_argument("--at", metavar="TIME", help="assess as of then: YYYY-MM-DD[THH:MM:SS]Z or seconds since 1970")
    parser.add_argument(
        "--require",
        metavar="CLAIM[:SIGNER[:ROLE[:LIST]]]",
        action="append",
        default=[],
        help="a fact that must be proven of every list here, or of those by SIGNER, in ROLE, with the id LIST; "
        "* for any of these; may be repeated",
    )
    parser.add_argument("--json", action="store_true", help="one object, swapproto-assessment/1")
    parser.add_argument("--entries", action="store_true", help="also print the entries that a disclosure shows")
    parser.add_argument("--language", metavar="TAG", help="of the titles in these entries, as uk or fr")


def run(options: argparse.Namespace) -> int:
    """Report what files prove to you, who is at fault where they contradict each other, and what is not proven."""
    loaded = inbox.load(options.files, quiet=True)
    pins = Pins.load(options.trust) if options.trust or not options.from_digits else Pins()
    if loaded.transcript.framed:
        for digits in options.from_digits:
            trust_digits(pins, loaded.transcript, digits)
    required = [requirements.parse(text, pins) for text in options.require]
    now = clock.now() if options.at is None else moments.parse(options.at)
    with working("Verifying"):
        assessment = assess(loaded.transcript, Trust(pins.parties), now=now)
    found = Verdict(loaded, assessment, pins, required)
    if options.json:
        out_json(_as_data(found, entries_too=options.entries))
    elif not loaded.transcript:
        _print_nothing_found(found)
    else:
        _print(found, options)
    return found.exit_code


def _as_data(found: Verdict, *, entries_too: bool) -> dict[str, object]:
    data: dict[str, object] = {**plain(found.assessment, inputs=found.loaded.inputs, require=found.required)}
    data["not_read"] = [{"name": one.name, "why": one.why} for one in found.loaded.not_read]
    data["impostors"] = [
        {"name": party.name, "card": party.card_id.hex(), "fingerprint": party.fingerprint, "like": kid.hex()}
        for party, kid in found.impostors()
    ]
    if entries_too:
        data["entries"] = entries.entries_as_data(found.assessment)
    return data


def _print(found: Verdict, options: argparse.Namespace) -> None:
    assessment, pins = found.assessment, found.pins
    lines = [*verdict.first_lines(found, _trusted(options), [repr(path) for path in options.trust or ()])]
    lines += report.report(assessment, pins, found.required)
    if options.entries:
        lines += ["", *entries.entry_lines(assessment, pins, options.language)]
    lines += ["", *verdict.file_lines(found.loaded.transcript, found.loaded.inputs)]
    for line in lines:
        out(line)
    if assessment.shown and not options.entries:
        say("\nTo see the entries that are shown: swapproto verify ... --entries")
    if any(i.code == "signer-not-pinned" for i in assessment.ignored) and not assessment.of(Commitment):
        say("\nTo trust a signer: compare the 60 digits above with those that they gave you over another channel, then")
        say("  swapproto trust CARD.swap        or, this once:  swapproto verify ... --from 'DIGITS'")


def _trusted(options: argparse.Namespace) -> Trusted:
    """Return what a verdict rests on. A file's name can be taken for the option --trust."""
    if not options.from_digits:
        return "cards" if options.trust else "pins"
    return "cards-and-digits" if options.trust else "digits"


def _print_nothing_found(found: Verdict) -> None:
    out(bold(load().verdict(2, "pins")))
    for name in found.loaded.inputs:
        why = next((f"{r.message} [{r.code}]" for r in found.assessment.rejected if r.source == name), "it is empty")
        out(f"  {clean_name(name)}: {clean(why)}")
    for line in verdict.unread_lines(found.loaded.not_read):
        out(line)

"""The verb ``verify``: what files prove."""

import argparse
from collections.abc import Iterator, Sequence

from ...statements import Commitment
from ...wire.framing import is_bare
from .. import verifying
from ..screen.terminal import bold, clean, clean_name, out, out_json, say
from ..verdicts import entries, report, verdict
from ..verdicts.verdict import Verdict

EXAMPLES = (
    "swapproto verify people-1.swap --from DIGITS",
    "swapproto verify inbox --require committed --require opened:North:offer --json",
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the verb's options."""
    verifying.add_options(parser)
    parser.add_argument(
        "--entries", action="store_true", help="also print the entries that a disclosure shows, as is done for pages"
    )


def run(options: argparse.Namespace) -> int:
    """Report what files prove to you, who is at fault where they contradict each other, and what is not proven."""
    found = verifying.verify(options)
    if options.json:
        data = verifying.as_data(found)
        out_json(data | {"entries": entries.entries_as_data(found.assessment)} if options.entries else data)
    elif not found.loaded.transcript:
        _print_nothing_found(found)
    else:
        _print(found, options)
    return found.exit_code


def _print(found: Verdict, options: argparse.Namespace) -> None:
    assessment = found.assessment
    shows_entries = bool(assessment.shown) and (options.entries or _is_in_text(found))
    missing = [*verdict.missing_digits(found, found.pins.words)]
    for line in _lines(found, options, shows_entries, missing):
        out(line)
    if assessment.shown and not shows_entries:
        say("\nTo see the entries that are shown: swapproto verify ... --entries")
    strange = any(i.code == "signer-not-pinned" for i in assessment.ignored)
    if strange and not missing and not assessment.of(Commitment):
        say("\nTo trust a signer: compare the 60 digits above with those that they gave you over another channel, then")
        say("  swapproto trust CARD.swap        or, this once:  swapproto verify ... --from 'DIGITS'")


def _lines(found: Verdict, options: argparse.Namespace, shows_entries: bool, missing: Sequence[str]) -> Iterator[str]:
    """Yield what is printed of a verdict, line by line: all lines of a hostile file are megabytes."""
    assessment, pins = found.assessment, found.pins
    named = [*map(repr, verifying.named_cards(options))]
    yield from verdict.first_lines(found, verifying.trusted(options), named)
    yield from report.report(assessment, pins, found.required)
    if shows_entries:
        yield ""
        yield from entries.entry_lines(assessment, pins, options.language)
    if missing:
        yield from ("", *missing)
    yield ""
    yield from verdict.file_lines(found.loaded.transcript, found.loaded.inputs, pins.words)


def _is_in_text(found: Verdict) -> bool:
    """Return whether a disclosure is in a page or another text: only here it is seen whether that shows its entries."""
    transcript, inputs, _ = found.loaded
    names = {name for digest in found.assessment.shown for name in transcript.places[digest]}
    return not all(is_bare(inputs[name]) for name in names)


def _print_nothing_found(found: Verdict) -> None:
    words = found.pins.words
    out(bold(words.verdict(2, "pins")))
    for name in found.loaded.inputs:
        reasons = (clean(f"{r.message} [{r.code}]") for r in found.assessment.rejected if r.source == name)
        why = next(map(words.isolated, reasons), words.label("empty"))
        out(f"  {words.isolated(clean_name(name))}: {why}")
    for line in verdict.unread_lines(found.loaded.not_read, words):
        out(line)

"""The verb ``report``: a page of what files prove, for people who were not there."""

import argparse

from ...errors import InputError
from ...report import page, spreadsheet
from ...wording import load
from .. import outputs, verifying
from ..arguments import add_output
from ..disk import writing
from ..screen.terminal import note, say
from ..verdicts import presenting
from ..verdicts.report import naming
from ..verdicts.verdict import missing_digits

EXAMPLES = (
    "swapproto report inbox --from DIGITS --from DIGITS -o report.html",
    "swapproto report inbox --by 'The Maulne Office' --xlsx overview.xlsx -o report.html",
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the verb's options."""
    verifying.add_verdict(parser)
    parser.add_argument("--by", metavar="NAME", dest="maker", help="who makes the page, as it is to say")
    verifying.add_language(parser)
    parser.add_argument("--xlsx", metavar="OVERVIEW.xlsx", help="also write the overview of all lists as a workbook")
    add_output(parser, "REPORT.html")


def run(options: argparse.Namespace) -> int:
    """Write what files prove to you, and what they do not, as one page for a journalist or a court: the verdict, whose
    move it is, each party's lists, a timeline, and the files themselves, so that verify and verifier.html can read it.
    It loads nothing and needs no script. Whoever has the page has all that can be read in these files. The exit code
    is that of the verdict, as with verify."""
    outputs.check(options)
    if options.xlsx is not None and not options.xlsx.lower().endswith(".xlsx"):
        raise InputError("usage", f"{options.xlsx}: the overview is a workbook: let its name end in .xlsx")
    language = presenting.language_of(options)
    found = verifying.verify(options)
    found.pins.words = found.pins.words.showing(str)  # a page isolates what it shows by itself
    material = presenting.material(found, options)
    name = naming(found.assessment, found.pins)
    made = page.page(material, language, name)
    if options.output == "-":
        writing.write("-", b"".join(made), force=options.force)  # whole, or not at all
    else:
        writing.write(options.output, lambda stream: stream.writelines(made), force=options.force)
    if options.xlsx is not None:
        writing.write(
            options.xlsx,
            lambda stream: spreadsheet.write(found.assessment, language, name, stream),
            force=options.force,
        )
    cards, english = list(map(repr, verifying.named_cards(options))), load()
    say(f"{writing.shown(options.output)}: {found.headline(verifying.trusted(options), cards, english)}")
    for line in missing_digits(found, english):
        say(line)
    if material.is_ahead:
        note("--at is a time to come: the page says so, and shows what would be so then if nothing else happened")
    return found.exit_code

"""The verb ``open``: a list, as a table."""

import argparse

from ... import tables
from ...tables.checks import count_persons
from ...wording import when
from .. import keyfiles, outputs
from ..acts import reviewed
from ..arguments import (
    KeyChoice,
    ListChoice,
    add_choice,
    add_files,
    add_from,
    add_key,
    add_language,
    add_output,
    add_trust,
)
from ..disk import writing
from ..pinning.pins import Pins
from ..screen.terminal import clean, note, say, working
from ..session import Session
from ..table import counted
from ..verdicts.headings import in_language
from ..verdicts.report import heading

EXAMPLES = (
    "swapproto open people-1.swap -k South.swapkey -o people.csv",
    "swapproto open people-1.swap reveal.swap --from DIGITS -o people.xlsx",
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the verb's options."""
    add_files(parser)
    add_key(parser, required=False)
    add_output(parser, "TABLE", "the table to write: .csv, .xlsx, .json or .jsonl; - for CSV to stdout")
    add_language(parser, "head the columns by titles in it, in the profile's order, and omit empty columns")
    parser.add_argument("--all", action="store_true", help="with --language: empty columns, too")
    add_choice(parser)
    add_trust(parser)
    add_from(parser)


def run(options: argparse.Namespace) -> int:
    """Check a list against its commitment in full, and then write it as a table. Nothing is written before. With
    --language its columns are headed for people; JSON keeps the names of the fields, which are for programs. A review
    has the row and the key of each entry beside its verdict, with names, where the list that it is about opens, too."""
    key, output = KeyChoice.of(options), options.output
    outputs.check(options)
    kind: tables.Kind = "csv" if output == "-" else tables.kind_of(output)
    me = keyfiles.unlock_if_given(key)
    session = Session.open(
        options.files, Pins.load(options.trust), beside=options.beside, digits=options.from_digits, me=me
    )
    commitment = session.choose(ListChoice.of(options))
    content = session.opened(commitment).list
    notes: list[str] = []
    table = reviewed.with_entries(session, commitment, content)
    if options.language is not None and kind in ("csv", "xlsx"):
        table = in_language(table, options.language, everything=options.all)
    with working("Writing the table"):
        writing.write(
            output, lambda stream: notes.extend(tables.write(table, stream, kind)), force=options.force, private=True
        )
    for text in notes:
        note(clean(text))
    say(f"{heading(commitment, session.pins)}: {clean(content.label)!r}")
    with working("Counting persons"):
        persons = count_persons(content)
    say(f"Entries: {counted(content, persons)}.")
    say(f"All entries are as committed; it says it was signed on {when(commitment.iat)}.")
    return session.assessment.exit_code()

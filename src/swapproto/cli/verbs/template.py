"""The verb ``template``: a blank workbook for people to fill in."""

import argparse

from ... import tables
from ...counting import count_of
from ...errors import InputError
from ...tables.workbooks import template
from .. import outputs
from ..arguments import add_language, add_output
from ..disk import writing
from ..screen.terminal import say
from ..table import read_profile

EXAMPLES = (
    "swapproto template detainee -o blank.xlsx",
    "swapproto template person --language uk -o blank.xlsx",
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the verb's options."""
    parser.add_argument("profile", metavar="PROFILE", help="detainee, person, or a schema file of your own")
    add_output(parser, "BLANK.xlsx")
    add_language(parser, "head the columns by titles in it, and explain them in it")


def run(options: argparse.Namespace) -> int:
    """Write a blank workbook to be filled in: every cell text, a drop-down where there is a choice, and a sheet that
    explains each field. It reads nothing and signs nothing."""
    output, language = options.output, options.language
    outputs.check(options)
    if output != "-" and tables.kind_of(output) != "xlsx":
        raise InputError("usage", f"{output}: a template is a workbook: let its name end in .xlsx")
    schema = read_profile(options.profile).schema
    writing.write(output, lambda stream: template.write(schema, stream, language), force=options.force)
    headed = "field names" if language is None else f"titles in {language!r}"
    say(
        f"{writing.shown(output)}: {count_of(len(schema.fields), 'column')}, headed by {headed}. "
        f"Fill in the sheet {template.LIST}, as the sheet {template.EXPLAINED!r} explains."
    )
    return 0

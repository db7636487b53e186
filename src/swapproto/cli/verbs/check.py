"""The verb ``check``: the findings on a table, before anything is signed."""

import argparse
import os
from typing import BinaryIO

from ... import tables
from ...errors import InputError
from ...tables.findings import Code, Findings, Folded
from ...tables.workbooks.explained import explained
from ...tables.workbooks.words import Words
from .. import outputs
from ..arguments import TableChoice, add_force, add_language, add_table
from ..disk import writing
from ..screen.terminal import bold, brief, clean, out, say, working
from ..table import counted, read_table, stem
from ..verdicts.headings import Headings, headings

EXAMPLES = (
    "swapproto check people.csv --profile detainee",
    'swapproto check people.xlsx --profile person --map "Surname=family_name" -o findings.xlsx',
)

_MAX_SHOWN = 200


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the verb's options."""
    add_table(parser)
    parser.add_argument("-o", "--output", metavar="FINDINGS.xlsx", help="write all findings as a sheet to work through")
    add_language(parser, "say in it what is wrong and what to do, and in FINDINGS.xlsx call the fields by their titles")
    add_force(parser)


def run(options: argparse.Namespace) -> int:
    """Report what is wrong with a table, row by row and field by field, and what to write instead. Nothing is signed.
    Errors are what commit refuses, and end with 2; warnings are what it shows before it asks."""
    choice, output = TableChoice.of(options), options.output
    outputs.check(options)
    if output is not None and (output == "-" or tables.kind_of(output) != "xlsx"):
        raise InputError("usage", f"{output}: the findings are a workbook: let its name end in .xlsx")
    checked = read_table(choice, stem(choice.path), force=options.force)
    findings = checked.findings
    called = headings(checked.list.schema, options.language)  # refuses a language that nobody can be answered in
    if output is not None:
        _write_sheet(findings, choice.path, output, options.language, called, force=options.force)
    out(bold(f"Entries: {counted(checked.list, checked.persons)}."))
    say_in = Words(options.language)
    for what, found, count in (
        (say_in("ERRORS, which commit refuses"), findings.folded("error"), findings.errors),
        (say_in("WARNINGS, which commit shows"), findings.folded("warning"), findings.warnings),
    ):
        if count:
            _print_findings(f"{what}: {count:,}", found, say_in)
    if not findings:
        out(say_in("Nothing was found that is wrong in form. Whether it is true, no program can find out."))
    _say_next(findings, output)
    return 2 if findings.errors else 0


def _write_sheet(
    findings: Findings, table: str, output: str, language: str | None, called: Headings, *, force: bool
) -> None:
    from ...tables.workbooks import findings as findings_sheet

    def write(stream: BinaryIO) -> None:
        source = "the table" if table == "-" else os.path.basename(table)
        findings_sheet.write(findings, stream, source, language=language, titles=called)

    with working("Writing the findings"):
        writing.write(output, write, force=force, private=True)


def _print_findings(heading: str, found: list[Folded], say_in: Words) -> None:
    """Print a line for each kind of finding. In another language, what its code means stands below its first line."""
    out()
    out(bold(heading))
    told: set[Code] = set()
    for one in found[:_MAX_SHOWN]:
        out(f"  {brief(one.line)} [{one.code}]")
        if say_in.known and one.code not in told:
            out(f"    {explained(one.code, say_in)}")
        told.add(one.code)
    if len(found) > _MAX_SHOWN:
        out(f"  and {len(found) - _MAX_SHOWN:,} kinds more: see the sheet of findings (-o findings.xlsx)")


def _say_next(findings: Findings, output: str | None) -> None:
    if output is not None:
        say(f"\n{clean(output)}: all findings, with what was found and what to write.")
        say("It contains names: keep it to yourself.")
    if findings.errors:
        where = "" if output else " -o findings.xlsx shows each cell, and what to write instead."
        say(f"\nNothing was signed. Repair the table, and check it again.{where}")
    elif not findings:
        say("\nNothing was signed. Next: swapproto commit, with the same options.")
    else:
        say("\nNothing was signed. If the warnings are as they should be: swapproto commit, with the same options.")

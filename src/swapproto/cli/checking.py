"""``check``: what is wrong with a table, row by row, before anything is signed."""

import argparse
import os

from .. import tables
from ..errors import InputError
from ..tables.findings import Finding, Findings
from . import files
from .reading import counted, read_table, stem
from .terminal import bold, brief, clean, out, say, working

_TOLD = 200


def check(options: argparse.Namespace) -> int:
    """Errors and warnings by row and field, and what to do. 2 if there are errors, for ``commit`` would refuse."""
    spare = [options.table, options.profile, *options.mapping]
    files.check_outputs(options.output, options.save_map, force=options.force, spare=spare)
    if options.output is not None and (options.output == "-" or tables.kind_of(options.output) != "xlsx"):
        raise InputError("usage", f"{options.output}: the findings are a workbook: let its name end in .xlsx")
    checked = read_table(options, stem(options.table))
    findings = checked.findings
    if options.output is not None:
        _write_sheet(options, findings)
    out(bold(f"Entries: {counted(checked.list, checked.persons)}."))
    for what, found, count in (
        ("ERRORS, which commit refuses", findings.of("error"), findings.errors),
        ("WARNINGS, which commit shows", findings.of("warning"), findings.warnings),
    ):
        if count:
            _tell(f"{what}: {count:,}", found, count)
    if not findings:
        out("Nothing was found that is wrong in form. Whether it is true, no program can tell.")
    _say_next(options, findings)
    return 2 if findings.errors else 0


def _write_sheet(options: argparse.Namespace, findings: Findings) -> None:
    from ..tables.workbooks import findings as findings_sheet

    with working("Writing the findings"):
        source = "the table" if options.table == "-" else os.path.basename(options.table)
        files.write(
            options.output,
            lambda stream: findings_sheet.write(findings, stream, source),
            force=options.force,
            private=True,
        )


def _tell(heading: str, found: list[Finding], count: int) -> None:
    out()
    out(bold(heading))
    for one in found[:_TOLD]:
        out(f"  {brief(str(one))} [{one.code}]")
    if count > _TOLD:
        out(f"  and {count - min(_TOLD, len(found)):,} more: see the sheet of findings (-o findings.xlsx)")


def _say_next(options: argparse.Namespace, findings: Findings) -> None:
    if options.output is not None:
        say(f"\n{clean(options.output)}: all findings, with what was found and what to write.")
        say("It holds names: keep it to yourself.")
    if findings.errors:
        where = "" if options.output else " -o findings.xlsx shows each cell, and what to write instead."
        say(f"\nNothing was signed. Repair the table, and check it again.{where}")
    elif not findings:
        say("\nNothing was signed. Next: swapproto commit, with the same options.")
    else:
        say("\nNothing was signed. If the warnings are as they should be: swapproto commit, with the same options.")

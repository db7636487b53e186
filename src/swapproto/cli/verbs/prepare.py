"""The verb ``prepare``: a table as clerks write it becomes a list that can be checked, with every change recorded."""

import argparse
import io
import os
from datetime import UTC, datetime

from ... import tables
from ...counting import count_of
from ...errors import InputError
from ...tables.checks import examine
from ...tables.findings import Findings
from ...tables.plan import Plan
from ...tables.prepare import Prepared, find_layout, grid, prepare, to_plan
from ...tables.profiles import Profile
from .. import asking, outputs
from ..arguments import TableChoice, add_output, add_table
from ..disk import files, writing
from ..screen.terminal import bold, brief, clean, is_interactive, note, out, say, working
from ..table import read_plan, read_profile, save_map

EXAMPLES = (
    "swapproto prepare people.xlsx --profile detainee -o ready.xlsx",
    "swapproto prepare december.xlsx --profile detainee --map november.toml -o ready.xlsx",
)
_MAX_SHOWN = 40


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the verb's options."""
    add_table(parser)
    add_output(parser, "READY.xlsx", "the workbook to write: the list, every change, and what is left to do")
    parser.add_argument("--yes", action="store_true", help="ask nothing, and take only what admits one reading")


def run(options: argparse.Namespace) -> int:
    """Take a table as it is, and write a workbook with a list that check and commit read. It finds the sheet, the
    header and the end of the table, splits whole names, reads dates and words for values, and repairs spaces and
    escapes. What admits two readings is left alone. The table is never changed; the workbook has every change."""
    choice, output = TableChoice.of(options), options.output
    outputs.check(options)
    if output == "-" or tables.kind_of(output) != "xlsx":
        raise InputError("usage", f"{output}: what is prepared is a workbook: let its name end in .xlsx")
    if choice.profile is None:
        raise InputError("usage", "prepare needs a profile: add --profile detainee, person, or a file of your own")
    if not choice.header:
        raise InputError("usage", "prepare needs a row with the columns' names: write one above the table")
    profile, plan = read_profile(choice.profile), read_plan(choice)
    with working("Reading the table"):
        cells = _cells(choice, plan, profile)
        layout = find_layout(cells, profile.schema, profile.rules.vocabulary, plan)
    for text in cells.notes:
        note(clean(text))
    if is_interactive() and not options.yes:
        plan = to_plan(asking.about_columns(cells, layout, plan, profile), plan)
        layout = find_layout(cells, profile.schema, profile.rules.vocabulary, plan)
    else:
        asking.show_columns(cells, layout)
    plan = to_plan(layout, plan)._replace(header_row=cells.rows[layout.header].number, sheet=cells.sheet or None)
    with working("Preparing the list"):
        prepared = prepare(cells, layout, plan, profile)
        findings = _check(prepared, profile)
    source = os.path.basename(choice.path)
    _write(prepared, findings, source, output, force=options.force)
    if choice.save_map is not None:
        save_map(choice.save_map, plan, force=options.force)
    return _report(prepared, findings, output)


def _cells(choice: TableChoice, plan: Plan, profile: Profile) -> grid.Grid:
    kind = "csv" if choice.path == "-" else tables.kind_of(choice.path)
    if kind in ("json", "jsonl"):
        raise InputError("usage", f"{choice.path}: JSON has names and types already: check it as it is")
    with files.open_input(choice.path) as stream:
        try:
            if kind == "xlsx":
                return grid.of_workbook(stream, plan, profile.rules.vocabulary)
            return grid.of_text(
                stream, plan, encoding=choice.encoding, delimiter=choice.delimiter, named_tsv=kind == "tsv"
            )
        except InputError as error:
            raise InputError(error.code, f"{choice.path}: {error}") from None


def _check(prepared: Prepared, profile: Profile) -> Findings:
    """Return what ``check`` will find in the list as it is written."""
    from ...tables.workbooks import ready

    stream = io.BytesIO()
    ready.write_list(prepared, stream)
    stream.seek(0)
    survey = tables.survey(stream, "xlsx", label="", schema=profile.schema, severities=profile.rules.severity)
    examine(survey.in_columns(), profile.schema, profile.rules, survey.findings, datetime.now(UTC).date())
    return survey.findings


def _write(prepared: Prepared, findings: Findings, source: str, output: str, *, force: bool) -> None:
    from ...tables.workbooks import ready

    writing.write(output, lambda stream: ready.write(prepared, findings, source, stream), force=force, private=True)


def _report(prepared: Prepared, findings: Findings, output: str) -> int:
    out(bold(f"Entries: {len(prepared.content):,}. {clean(prepared.in_words())}"))
    left = [f"{place}: {what}" if place else what for place, _, what in prepared.left]
    left += [f"{severity}: {one.line}" for severity in ("error", "warning") for one in findings.folded(severity)]
    if left:
        out()
        out(bold(f"Left to do: {len(left):,}"))
        for line in left[:_MAX_SHOWN]:
            out(f"  {brief(line)}")
        if len(left) > _MAX_SHOWN:
            out(f"  and {len(left) - _MAX_SHOWN:,} more: see the sheet Left to do")
    say(f"\n{writing.shown(output)}: the list, every change with the cell before and after, and what is left to do.")
    say("It contains names: keep it to yourself. The table itself is as it was.")
    if findings.errors:
        errors = count_of(findings.errors, "error")
        say(f"Nothing was signed. Do what is left, in {clean(output)} or in the table: check finds {errors} in it.")
        return 2
    if prepared.missing:
        say(
            "Nothing was signed. Some cells or columns are not in the list: see what is left to do, before you sign it."
        )
        return 2
    say("Nothing was signed. Next: swapproto commit, with this workbook and the same profile.")
    return 0

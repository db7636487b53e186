"""The verb ``prepare``: a table as clerks write it becomes a list that can be checked, with every change recorded."""

import argparse
import os
from collections import Counter
from collections.abc import Iterable
from datetime import UTC, datetime

from ... import tables
from ...counting import count_of
from ...errors import InputError
from ...tables.findings import Findings
from ...tables.plan import Plan
from ...tables.prepare import Prepared, find_layout, grid, prepare, to_plan
from ...tables.prepare.checking import check
from ...tables.prepare.grid import Doubt
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
_MAX_PLACES_NAMED = 3


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
    asks = is_interactive() and not options.yes
    if asks:
        plan = to_plan(asking.about_columns(cells, layout, plan, profile), plan)
        layout = find_layout(cells, profile.schema, profile.rules.vocabulary, plan)
        plan = asking.about_dates(cells, layout, plan, profile.schema)
    else:
        asking.show_columns(cells, layout)
    plan = to_plan(layout, plan)._replace(header_row=cells.rows[layout.header].number, sheet=cells.sheet or None)
    with working("Preparing the list"):
        prepared = prepare(cells, layout, plan, profile)
    if asks:
        asked = asking.about_names(prepared, layout, asking.about_words(prepared, layout, plan, profile))
        prepared = prepared if asked == plan else prepare(cells, layout, asked, profile)
        plan = asked
    with working("Checking the list"):
        findings = check(prepared, profile, datetime.now(UTC).date())
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


def _write(prepared: Prepared, findings: Findings, source: str, output: str, *, force: bool) -> None:
    from ...tables.workbooks import ready

    writing.write(output, lambda stream: ready.write(prepared, findings, source, stream), force=force, private=True)


def _report(prepared: Prepared, findings: Findings, output: str) -> int:
    record = prepared.record
    out(bold(f"Entries: {len(prepared.values):,}. {clean(record.in_words())}"))
    left = _folded(record.left())
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
    for name in prepared.unknown_words():
        say(
            f'What a word of the table means in {name}, say with --set "{name}:WORD=VALUE", or answer it on a terminal.'
        )
    if findings.errors:
        errors = count_of(findings.errors, "error")
        say(f"Nothing was signed. Do what is left, in {clean(output)} or in the table: check finds {errors} in it.")
        return 2
    if record.missing:
        say(
            "Nothing was signed. Some cells or columns are not in the list: see what is left to do, before you sign it."
        )
        return 2
    say("Nothing was signed. Next: swapproto commit, with this workbook and the same profile.")
    return 0


def _folded(left: Iterable[Doubt]) -> list[str]:
    """Return a line for each reason, with some of the places that it is about, as findings fold."""
    places: dict[str, list[str]] = {}
    counts: Counter[str] = Counter()
    for doubt in left:
        counts[doubt.why] += 1
        named = places.setdefault(doubt.why, [])
        if len(named) < _MAX_PLACES_NAMED:
            named.append(doubt.place)
    return [
        f"{'; '.join(named)}{f' and {counts[why] - len(named):,} more' if counts[why] > len(named) else ''}: {why}"
        for why, named in places.items()
    ]

"""The verb ``prepare``: a table as clerks write it becomes a list that can be checked, with every change recorded."""

import argparse
import os
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import BinaryIO

from ... import tables
from ...errors import InputError
from ...tables.findings import Code, Findings, Severity
from ...tables.plan import Plan
from ...tables.prepare import Prepared, find_layout, grid, prepare, to_plan
from ...tables.prepare.checking import check, left_to_do
from ...tables.prepare.grid import Doubt
from ...tables.profiles import Profile
from ...tables.workbooks import ready
from ...tables.workbooks.explained import explained
from ...tables.workbooks.ready import LEFT, summary_of
from ...tables.workbooks.words import Words
from .. import asking, outputs
from ..arguments import TableChoice, add_language, add_output, add_table
from ..disk import files, writing
from ..screen.terminal import bold, brief, clean, is_interactive, note, out, say, working
from ..table import find_profile, read_plan, save_map
from ..verdicts.headings import headings

EXAMPLES = (
    "swapproto prepare people.xlsx --profile detainee -o ready.xlsx",
    "swapproto prepare december.xlsx --profile detainee --map november.toml -o ready.xlsx",
)
_MAX_SHOWN = 40
_MAX_PLACES_NAMED = 3
_MORE = "and {count} more"
_SEVERITIES: tuple[Severity, ...] = ("error", "warning")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the verb's options."""
    add_table(parser)
    add_output(parser, "READY.xlsx", "the workbook to write: the list, every change, and what is left to do")
    add_language(parser, "ask and answer in it, and call the fields by their titles")
    parser.add_argument("--yes", action="store_true", help="ask nothing, and take only what admits one reading")


def run(options: argparse.Namespace) -> int:
    """Take a table as it is, and write a workbook with a list that check and commit read. It finds the sheet, the
    header and the end of the table, splits whole names, reads dates and words for values, and repairs spaces and
    escapes. What admits two readings is left alone. The table is never changed; the workbook has every change."""
    choice, output = TableChoice.of(options), options.output
    outputs.check(options)
    if output == "-" or tables.kind_of(output) != "xlsx":
        raise InputError("usage", f"{output}: what is prepared is a workbook: let its name end in .xlsx")
    if not choice.header:
        raise InputError("usage", "prepare needs a row with the columns' names: write one above the table")
    plan = read_plan(choice)
    profile = find_profile(choice, plan)
    if profile is None:
        raise InputError("usage", "prepare needs a profile: add --profile detainee, person, or a file of your own")
    called = headings(profile.schema, options.language)  # refuses a language that nobody can be answered in
    phrase = Words(options.language)
    with working("Reading the table"):
        cells = _cells(choice, plan, profile)
        layout = find_layout(cells, profile, plan)
    for text in cells.notes:
        note(clean(text))
    asks = is_interactive() and not options.yes
    if asks:
        answered = to_plan(asking.about_columns(phrase, cells, layout, plan, profile), plan)
        plan = answered._replace(dates=plan.dates)  # the others are looked for again in the columns as they are now
        layout = find_layout(cells, profile, plan)
        plan = asking.about_dates(phrase, cells, layout, plan, profile.schema)
    else:
        asking.show_columns(phrase, cells, layout, plan, profile.schema)
    plan = to_plan(layout, plan)
    with working("Preparing the list"):
        prepared = prepare(cells, layout, plan, profile)
    if asks:
        asked = asking.about_words(phrase, prepared, layout, plan, profile)
        asked = asking.about_names(phrase, prepared, layout, asked)
        prepared = prepared if asked == plan else prepare(cells, layout, asked, profile)
        plan = asked
    with working("Checking the list"):
        findings = check(prepared, profile, datetime.now(UTC).date())
    source = os.path.basename(choice.path)

    def write(stream: BinaryIO) -> None:
        ready.write(prepared, findings, source, stream, language=options.language, titles=called)

    writing.write(output, write, force=options.force, private=True)
    if choice.save_map is not None:
        save_map(choice.save_map, plan, force=options.force)
    return _report(prepared, findings, output, phrase)


def _cells(choice: TableChoice, plan: Plan, profile: Profile) -> grid.Grid:
    kind = "csv" if choice.path == "-" else tables.kind_of(choice.path)
    if kind in ("json", "jsonl"):
        raise InputError("usage", f"{choice.path}: JSON has names and types already: check it as it is")
    with files.open_input(choice.path) as stream, files.named(choice.path):
        if kind == "xlsx":
            return grid.of_workbook(stream, plan, profile.rules.vocabulary)
        return grid.of_text(stream, plan, encoding=choice.encoding, delimiter=choice.delimiter, named_tsv=kind == "tsv")


def _report(prepared: Prepared, findings: Findings, output: str, phrase: Words) -> int:
    record = prepared.record
    changes = clean(summary_of(record, phrase))
    out(bold(phrase("Entries: {count}. {changes}", count=f"{len(prepared.values):,}", changes=changes)))
    left = [*_folded(left_to_do(prepared), phrase), *_found(findings, phrase)]
    if left:
        out()
        out(bold(phrase("Left to do: {count}", count=f"{len(left):,}")))
        for line in left[:_MAX_SHOWN]:
            out(f"  {line}")
        if len(left) > _MAX_SHOWN:
            more = f"{len(left) - _MAX_SHOWN:,}"
            out("  " + phrase("and {count} more: see the sheet {sheet}", count=more, sheet=LEFT))
    what = "{file}: the list, every change with the cell before and after, and what is left to do."
    say("\n" + phrase(what, file=writing.shown(output)))
    say(phrase("It contains names: keep it to yourself. The table itself is as it was."))
    for name in prepared.unknown_words():
        what = "What a word of the table means in {field}, say with {option}, or answer it on a terminal."
        say(phrase(what, field=name, option=f'--set "{name}:WORD=VALUE"'))
    if findings.errors:
        errors = phrase.count_of(findings.errors, "error")
        what = "Nothing was signed. Do what is left, in {file} or in the table: check finds {errors} in it."
        say(phrase(what, file=clean(output), errors=errors))
        return 2
    if record.missing:
        what = (
            "Nothing was signed. Some cells or columns are not in the list: see what is left to do, before you sign it."
        )
        say(phrase(what))
        return 2
    say(phrase("Nothing was signed. Next: swapproto commit, with this workbook and the same profile."))
    return 0


def _found(findings: Findings, phrase: Words) -> Iterator[str]:
    """Yield a line for each kind of finding. In another language, what its code means stands below its first line."""
    told: set[Code] = set()
    for severity in _SEVERITIES:
        for one in findings.folded(severity):
            line = brief(f"{phrase(severity)}: {one.line}")
            if phrase.known and one.code not in told:
                line += f"\n    {explained(one.code, phrase)}"
            told.add(one.code)
            yield line


def _folded(left: Iterable[tuple[str, Doubt]], phrase: Words) -> list[str]:
    """Return a line for each reason, with some of the places that it is about, as findings fold."""
    places: dict[str, list[str]] = {}
    counts: Counter[str] = Counter()
    for place, doubt in left:
        counts[doubt.why] += 1
        named = places.setdefault(doubt.why, [])
        if len(named) < _MAX_PLACES_NAMED:
            named.append(_place(place, doubt.place, phrase))
    lines = []
    for why, named in places.items():
        what = phrase.plain(why)
        more = counts[why] - len(named)
        lines.append(brief(f"{'; '.join(named)}{' ' + phrase(_MORE, count=f'{more:,}') if more else ''}: {what}"))
    return lines


def _place(in_list: str, before: str, phrase: Words) -> str:
    """Return where something is in the list, and where it was in the table, if that is another place."""
    return (
        before if in_list in ("", before) else phrase("{place} (in the table {before})", place=in_list, before=before)
    )

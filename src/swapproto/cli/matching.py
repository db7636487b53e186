"""``match``: who may be the same person on two lists that you can open. For you to look at; it is never a claim."""

import argparse
from collections import Counter
from collections.abc import Mapping

from .. import tables
from ..errors import InputError
from ..keys import Identity
from ..lists import Field, List, Schema
from ..tables import people, profiles
from ..tables.titles import Titles
from ..tables.workbooks import pairs as pairs_sheet
from . import files, secrets
from .choosing import choose, load_for, opened_by, worst
from .reading import column_map_of, fields_in_use, stem
from .report import heading
from .terminal import clean, say, working

_SURE = 0.95
_ENTRIES = 250_000  # of both lists together, which take a minute and several hundred megabytes
_PAIRS = 100_000  # more than anybody looks at; a sheet has no more than 2^20 rows


def match(options: argparse.Namespace) -> int:
    """Pairs of entries with a score, and the fields that agree, as a sheet to work through."""
    files.check_outputs(options.output, force=options.force, spare=[options.mine, options.theirs, options.key_file])
    if options.output != "-" and tables.kind_of(options.output) != "xlsx":
        raise InputError("usage", f"{options.output}: the pairs are a workbook: let its name end in .xlsx")
    said = column_map_of(options)
    me = secrets.unlock_any(options)
    titles = Titles(profiles.load("detainee").schema)
    (mine, code), (theirs, their_code) = (_list(path, options, me) for path in (options.mine, options.theirs))
    mine, theirs = (_as_persons(content, titles, said) for content in (mine, theirs))
    for content, path in ((mine, options.mine), (theirs, options.theirs)):
        if not people.has_names(field.name for field in content.schema.fields):
            raise InputError(
                "usage", f'{path}: no field of it is known to hold names; say which: --map "X=family_name"'
            )
    if len(mine) + len(theirs) > _ENTRIES:
        raise InputError("usage", f"the two lists have more than {_ENTRIES:,} entries together: compare parts of them")
    for content, path in ((mine, options.mine), (theirs, options.theirs)):
        held = [field.name for field in fields_in_use(content) if field.name in people.COMPARED]
        say(f"{clean(path)}: compared by {', '.join(held) or 'nothing, for it holds no names'}.")
        if people.BIRTH not in held:
            say(f'note: {clean(path)}: no birth_date is known; if a column holds it, say so: --map "X=birth_date"')
    with working("Comparing"):
        found = people.match(mine, theirs)
    pairs = found[:_PAIRS]
    with working("Writing the pairs"):
        files.write(
            options.output,
            lambda stream: pairs_sheet.write(pairs, mine, theirs, stream, (stem(options.mine), stem(options.theirs))),
            force=options.force,
            private=True,
        )
    sure = sum(pair.score >= _SURE for pair in pairs)
    with_one = len({pair.first for pair in pairs})
    say(f"{len(pairs):,} pairs, {sure:,} of them with a score of {_SURE} or more.")
    if len(found) > _PAIRS:
        say(f"note: {len(found) - _PAIRS:,} more, which are less alike, are left out")
    say(f"For {with_one:,} of your {len(mine):,} entries a pair is shown among their {len(theirs):,}; for others none.")
    say(f"\n{clean(options.output)}: look at each, and decide. It holds names of both lists: keep it to yourself.")
    say("A pair is a likeness of names and dates, and proves nothing; that somebody has no pair proves nothing either.")
    return worst(code, their_code)


def _list(path: str, options: argparse.Namespace, me: Identity | None) -> tuple[List, int]:
    """A list that was committed to, opened and checked; or a table of one's own. And the verdict on it."""
    if path.lower().endswith(_TABLES):
        with files.open_input(path) as stream:
            try:
                table = tables.read(stream, tables.kind_of(path), label=stem(path))
            except InputError as error:
                raise InputError(error.code, f"{path}: {error}") from None
        for note in table.notes:
            say(f"note: {clean(path)}: {clean(note)}")
        return table.list, 0
    assessment, pins, _ = load_for([path], options, me)
    commitment = choose(assessment, pins, options)
    opened = opened_by(assessment, commitment, me)
    say(f"{clean(path)}: {heading(commitment, pins)}")
    return opened.list, assessment.exit_code()


_TABLES = (".csv", ".tsv", ".json", ".jsonl", ".xlsx")


def _as_persons(content: List, titles: Titles, said: Mapping[str, str]) -> List:
    """The list with its fields called as the profiles call them, where what they are called otherwise is known."""
    names = {field.name: said.get(field.name) or _meant(field, titles) for field in content.schema.fields}
    while len(taken := Counter(names.values())) < len(names):
        names = {own: name if taken[name] == 1 else own for own, name in names.items()}
    if all(own == name for own, name in names.items()):
        return content
    schema = Schema(field._replace(name=names[field.name]) for field in content.schema.fields)
    return List.of(content.label, schema, ({names[own]: value for own, value in entry.items()} for entry in content))


def _meant(field: Field, titles: Titles) -> str:
    called = [] if field.title is None else [field.title] if isinstance(field.title, str) else field.title.values()
    for text in (field.name, *called):
        if len(meant := titles.meaning(text)) == 1:
            return next(iter(meant))
    return field.name

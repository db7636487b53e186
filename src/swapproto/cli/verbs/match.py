"""The verb ``match``: who may be the same person on two lists. It is for people to judge, and never a claim."""

import argparse
from collections import Counter
from collections.abc import Iterable, Sequence

from ... import tables
from ...counting import count_of
from ...errors import InputError
from ...keys import Identity
from ...lists import Field, List, Schema
from ...tables import people, profiles
from ...tables.columns import ColumnMap
from ...tables.people import Pair
from ...tables.titles import Titles
from ...tables.workbooks import pairs as pairs_sheet
from .. import keyfiles, outputs
from ..arguments import (
    KeyChoice,
    ListChoice,
    add_from,
    add_key,
    add_language,
    add_map,
    add_output,
    add_trust,
    add_two_choices,
)
from ..disk import files, writing
from ..pinning.pins import Pins
from ..screen.likeliest import did_you_mean
from ..screen.terminal import clean, note, say, working
from ..session import Session, worst
from ..table import fields_in_use, read_column_map, stem
from ..verdicts.headings import headings
from ..verdicts.report import heading

EXAMPLES = (
    "swapproto match mine.swap theirs.swap -k North.swapkey -o pairs.xlsx",
    'swapproto match mine.csv theirs.csv --map "Surname=family_name" -o pairs.xlsx',
)
MAX_ENTRIES = 250_000  # of both lists together, which take a minute and several hundred megabytes
MAX_PAIRS = 100_000  # more than anybody reviews; a sheet has at most 2^20 rows

_HIGH_SCORE = 0.95
_TABLES = (".csv", ".tsv", ".json", ".jsonl", ".xlsx")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the verb's options."""
    parser.add_argument("mine", metavar="MINE.swap", help="your list, with all that opens it, or a table")
    parser.add_argument("theirs", metavar="THEIRS.swap", help="the other list, with all that opens it, or a table")
    add_key(parser, required=False)
    add_output(parser, "PAIRS.xlsx")
    add_map(parser, "field X of either list is this one of the profile detainee; or a .toml file; may be repeated")
    add_language(parser, "head the columns by the profile's titles in it, in its order")
    add_two_choices(parser)
    add_trust(parser)
    add_from(parser)


def run(options: argparse.Namespace) -> int:
    """Pair those who may be the same person on two lists that you can open, however their names are spelled: a sheet
    with a score and the fields that agree, for you to decide. It is never a claim. Each file contains all that opens
    its list, or is a table. Needs swapproto[names]."""
    key, output, paths = KeyChoice.of(options), options.output, (options.mine, options.theirs)
    outputs.check(options)
    if output != "-" and tables.kind_of(output) != "xlsx":
        raise InputError("usage", f"{output}: the pairs are a workbook: let its name end in .xlsx")
    choices = ListChoice.of_two(options)
    tables_only = all(map(_is_table, paths))
    if tables_only and any(choices[0] + choices[1]):
        raise InputError("usage", "--list, --by and --version choose among lists in .swap files: these are tables")
    column_map = read_column_map(options.mapping)
    schema = profiles.load("detainee").schema
    _note_unknown(column_map, [field.name for field in schema.fields])
    titles = Titles(schema)
    called = {} if options.language is None else headings(schema, options.language)
    me = keyfiles.unlock_if_given(key)
    pins = Pins() if tables_only else Pins.load(options.trust)
    (mine, code), (theirs, their_code) = (
        _read(path, pins, options.from_digits, me, choice, options.beside)
        for path, choice in zip(paths, choices, strict=True)
    )
    mine, theirs = (_as_persons(content, titles, column_map) for content in (mine, theirs))
    _require_names(zip((mine, theirs), paths, strict=True))
    if len(mine) + len(theirs) > MAX_ENTRIES:
        raise InputError(
            "usage", f"the two lists have more than {MAX_ENTRIES:,} entries together: compare parts of them"
        )
    _say_what_is_compared(zip((mine, theirs), paths, strict=True))
    with working("Comparing") as progress:
        found = people.match(mine, theirs, progress=progress)
    pairs = found[:MAX_PAIRS]
    with working("Writing the pairs"):
        stems = stem(options.mine), stem(options.theirs)
        writing.write(
            output,
            lambda stream: pairs_sheet.write(
                pairs, mine, theirs, stream, stems, language=options.language, titles=called
            ),
            force=options.force,
            private=True,
        )
    _say_result(pairs, len(found) - len(pairs), len(mine), len(theirs))
    say(f"\n{writing.shown(output)}: look at each, and decide. It contains names of both lists: keep it to yourself.")
    say("A pair is a likeness of names and dates, and proves nothing; that somebody has no pair proves nothing either.")
    return worst(code, their_code)


def _note_unknown(column_map: ColumnMap, known: list[str]) -> None:
    for name in column_map.values():
        if name and name not in known and (meant := did_you_mean(name, known)):
            note(f"--map: the profile detainee has no field {clean(name)!r}{meant}")


def _is_table(path: str) -> bool:
    return path.lower().endswith(_TABLES)


def _read(
    path: str, pins: Pins, digits: Sequence[str], me: Identity | None, choice: ListChoice, beside: Sequence[str]
) -> tuple[List, int]:
    """Return a list that was committed to and opened, or a table of the reader's own, and the verdict on it."""
    if _is_table(path):
        with files.open_input(path) as stream, files.named(path):
            table = tables.read(stream, tables.kind_of(path), label=stem(path))
        for text in table.notes:
            note(f"{clean(path)}: {clean(text)}")
        return table.list, 0
    session = Session.open([path], pins, beside=beside, digits=digits, me=me)
    commitment = session.choose(choice.inside(path, beside))
    opened = session.opened(commitment)
    say(f"{clean(path)}: {heading(commitment, session.pins)}")
    return opened.list, session.assessment.exit_code()


def _as_persons(content: List, titles: Titles, column_map: ColumnMap) -> List:
    """Return the list with its fields named as the profile names them, where that is known."""
    names = {field.name: column_map.get(field.name) or _profile_name(field, titles) for field in content.schema.fields}
    while len(taken := Counter(names.values())) < len(names):
        names = {own: name if taken[name] == 1 else own for own, name in names.items()}
    if all(own == name for own, name in names.items()):
        return content
    schema = Schema(field._replace(name=names[field.name]) for field in content.schema.fields)
    return List.of(content.label, schema, ({names[own]: value for own, value in entry.items()} for entry in content))


def _profile_name(field: Field, titles: Titles) -> str:
    own_titles = [] if field.title is None else [field.title] if isinstance(field.title, str) else field.title.values()
    for text in (field.name, *own_titles):
        if len(meant := titles.meaning(text)) == 1:
            return next(iter(meant))
    return field.name


def _require_names(lists: Iterable[tuple[List, str]]) -> None:
    for content, path in lists:
        if not people.has_names(field.name for field in content.schema.fields):
            raise InputError(
                "usage", f'{path}: no field of it is known to contain names; give one: --map "X=family_name"'
            )


def _say_what_is_compared(lists: Iterable[tuple[List, str]]) -> None:
    for content, path in lists:
        compared = [field.name for field in fields_in_use(content) if field.name in people.COMPARED]
        say(f"{clean(path)}: compared by {', '.join(compared) or 'nothing, because it contains no names'}.")
        if people.BIRTH not in compared:
            note(f'{clean(path)}: no birth_date is known; if a column contains it: --map "X=birth_date"')


def _say_result(pairs: list[Pair], omitted: int, mine: int, theirs: int) -> None:
    high = sum(pair.score >= _HIGH_SCORE for pair in pairs)
    say(f"{count_of(len(pairs), 'pair')}, {high:,} of them with a score of {_HIGH_SCORE} or more.")
    if omitted:
        note(f"{omitted:,} more, which are less alike, are omitted")
    paired = len({pair.first for pair in pairs})
    say(
        f"{paired:,} of your {count_of(mine, 'entry', 'entries')} have a possible match among their {theirs:,}; "
        f"for the other {mine - paired:,} none is shown."
    )

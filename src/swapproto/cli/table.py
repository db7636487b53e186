"""A table of the user's: read by a profile with its columns mapped, and checked."""

import os
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from shlex import quote
from typing import NamedTuple

from .. import tables
from ..counting import count_of
from ..errors import InputError
from ..lists import Field, List
from ..tables import plan as plans
from ..tables import profiles
from ..tables.checks import Rules, examine, scripts
from ..tables.columnar import filled
from ..tables.columns import SIZE_LIMIT, ColumnMap, from_word, is_file, merge, short
from ..tables.findings import Findings
from ..tables.plan import Plan
from ..tables.profiles import Profile
from .arguments import TableChoice
from .disk import files, writing
from .screen.likeliest import did_you_mean
from .screen.terminal import clean, note, say, working

PROFILE_LIMIT = 2**20
_NO_RULES = Rules()


def stem(path: str) -> str:
    """Return the name of a list that is given no other: its file's."""
    return "list" if path == "-" else Path(path).stem


class Checked(NamedTuple):
    """A list as far as it could be read, and what is wrong with it.

    ``persons`` is how many different people its entries likely are, or None if that cannot be determined;
    ``changes`` is what ``prepare`` changed, or "";
    ``column_map`` gives the fields that the headers were taken for.
    """

    list: List
    findings: Findings
    persons: int | None
    column_map: ColumnMap
    changes: str


def read_table(choice: TableChoice, label: str, *, force: bool) -> Checked:
    """Read and check a table, and show how it was read. Raise :class:`InputError`.

    ``force`` lets ``--save-map`` overwrite a file.
    """
    plan = read_plan(choice)
    profile = find_profile(choice, plan)
    with working("Reading the table"):
        survey = _survey(choice, label, profile, plan)
    if survey.changes and profile is None:
        why = "it was prepared under a profile, which says what its columns are: name that, as --profile detainee"
        raise InputError("usage", f"{choice.path}: {why}")
    for text in survey.notes:
        note(clean(text))
    if choice.encoding and profile and not survey.column_map:
        note(
            f"No column is recognised in the encoding {clean(choice.encoding)}: if the letters are wrong, "
            "omit --encoding, and it is guessed"
        )
    with working("Checking the table"):
        rules = profile.rules if profile else _NO_RULES
        today = datetime.now(UTC).date()
        examined = examine(survey.in_columns(), survey.list.schema, rules, survey.findings, today)
    for text in examined.left_out:
        note(text)
    if examined.left_out and rules.severity.get("mixed-scripts") == "error" and not scripts.installed():
        note("The profile makes letters of two scripts in one word an error: install it before you sign")
    if choice.save_map is not None:
        save_map(choice.save_map, plan._replace(columns=survey.column_map), force=force)
    return Checked(survey.list, survey.findings, examined.persons, survey.column_map, survey.changes)


def save_map(path: str, plan: Plan, *, force: bool) -> None:
    """Write what is known of a table's columns, for the next one."""
    # private, because the first row of a table without a header is a person
    writing.write(path, plans.to_toml(plan).encode(), force=force, private=True)
    file = "MAP.toml" if path == "-" else quote(path)
    say(f"{writing.shown(path)}: which column is which field. Next time: --map {file}")
    if plan.sheet is not None:
        say(f"{writing.shown(path)} contains the name of the sheet, {short(plan.sheet)!r}. For a workbook without it:")
        say("--sheet with the name of the other.")
    if plan.has_names:
        say(f"{writing.shown(path)} contains names: keep it to yourself.")


def read_column_map(words: Sequence[str]) -> ColumnMap:
    """Return the column map that ``--map`` gives, in pairs or in files of pairs."""
    sections = _sections(words)
    if all(key == "profile" for key, _ in sections.get("table", [])):
        sections.pop("table", None)  # as a map has it that was saved
    if more := sections.keys() - {"columns"}:
        raise InputError("usage", f"--map: [{min(more)}] is of tables, and has no meaning here")
    return merge(sections.get("columns", []))


def read_plan(choice: TableChoice) -> Plan:
    """Return what the options and map files say of a table's columns. An option is added to what a file says."""
    sections = _sections(choice.mapping)
    for section, option, words in (
        ("split", "--split", choice.splits),
        ("dates", "--dates", choice.dates),
        ("set", "--set", choice.values),
    ):
        sections.setdefault(section, []).extend(plans.from_word(word, option) for word in words)
    given = {"header-row": choice.header_row, "sheet": choice.sheet}
    table = dict(sections.get("table", [])) | {key: value for key, value in given.items() if value is not None}
    plan = plans.from_pairs({**sections, "table": [*table.items()]}, datetime.now(UTC).year)
    if plan.profile is None:
        return plan._replace(profile=choice.profile if choice.profile in profiles.names() else None)
    if choice.profile not in (None, plan.profile):
        what = f"the map was made with --profile {short(plan.profile)}, and not {short(choice.profile or '')}"
        raise InputError("usage", f"{what}: name that one, or use another map")
    return plan


def find_profile(choice: TableChoice, plan: Plan) -> Profile | None:
    """Return the profile that --profile names, or the map of an earlier table; None without one."""
    if choice.profile is not None:
        return read_profile(choice.profile)
    if plan.profile is None:
        return None
    if plan.profile not in profiles.names():  # a map that somebody sent must not choose a file
        raise InputError(
            "usage", f"the map names the profile {short(plan.profile)!r}, which does not come with swapproto"
        )
    note(f"The profile is {plan.profile}, as the map says.")
    return profiles.load(plan.profile)


def _sections(words: Sequence[str]) -> dict[str, list[tuple[str, str]]]:
    sections: dict[str, list[tuple[str, str]]] = {}
    for word in words:
        found = (
            plans.from_toml(files.read_bytes(word, SIZE_LIMIT), word)
            if is_file(word)
            else {"columns": [from_word(word)]}
        )
        for section, pairs in found.items():
            sections.setdefault(section, []).extend(pairs)
    return sections


def _survey(choice: TableChoice, label: str, profile: Profile | None, plan: Plan) -> tables.Survey:
    rules = profile.rules if profile else _NO_RULES
    with files.open_input(choice.path) as stream, files.named(choice.path):
        return tables.survey(
            stream,
            "csv" if choice.path == "-" else tables.kind_of(choice.path),
            label=label,
            schema=profile.schema if profile else None,
            plan=plan,
            vocabulary=rules.vocabulary,
            severities=rules.severity,
            within=rules.within,
            encoding=choice.encoding,
            delimiter=choice.delimiter,
            header=choice.header,
        )


def read_profile(name_or_path: str) -> Profile:
    """Return a profile that comes with the program, or one from a file: of a profile's name, ./NAME is the file."""
    if name_or_path in profiles.names():
        return profiles.load(name_or_path)
    if not os.path.exists(name_or_path):
        known = ", ".join(profiles.names())
        meant = did_you_mean(name_or_path, profiles.names())
        raise InputError("usage", f"there is neither a profile nor a file {name_or_path!r}; profiles: {known}{meant}")
    return profiles.read(files.read_bytes(name_or_path, PROFILE_LIMIT))


def fields_in_use(content: List) -> list[Field]:
    """Return the fields that have a value in some entry."""
    unused = {field.name for field in content.schema.fields}
    for entry in content:
        unused -= {name for name in unused if filled(entry[name])}
        if not unused:
            break
    return [field for field in content.schema.fields if field.name not in unused]


def counted(content: List, persons: int | None) -> str:
    """Return how many entries, keys and, likely, people a list has: "3, 3 distinct primary keys"."""
    parts = [f"{len(content):,}"]
    if (keys := content.distinct_keys()) is not None and _has_keys(content):
        parts.append(count_of(keys, "distinct primary key"))
    if persons is not None:
        parts.append(f"likely {count_of(persons, 'different person')}")
    return ", ".join(parts)


def _has_keys(content: List) -> bool:
    """Return whether any entry has a key: entries that all have none are not entries of one key."""
    key = content.schema.primary_key
    return not content or any(entry[name] is not None for entry in content for name in key)

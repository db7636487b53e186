"""A table as ``check`` and ``commit`` read it: by a profile, columns mapped, and all that is wrong with it found."""

import argparse
import os
from datetime import UTC, datetime
from pathlib import Path
from shlex import quote
from typing import NamedTuple

from .. import tables
from ..errors import InputError
from ..lists import Field, List
from ..tables import profiles
from ..tables.checks import Rules, examine, scripts
from ..tables.checks.rules import filled
from ..tables.columns import ColumnMap
from ..tables.findings import Findings
from ..tables.profiles import Profile
from . import files
from .terminal import clean, say, working

_PROFILE_LIMIT = 2**20
_NO_RULES = Rules()


def stem(path: str) -> str:
    """A list's name, if it is given no other: its file's."""
    return "list" if path == "-" else Path(path).stem


class Checked(NamedTuple):
    """A list as far as it could be read, and what is wrong with it.

    ``persons`` is how many different ones its entries likely are, if that could be told; ``column_map`` gives the
    fields that the headers were taken for.
    """

    list: List
    findings: Findings
    persons: int | None
    column_map: ColumnMap


def read_table(options: argparse.Namespace, label: str) -> Checked:
    """The table that ``options`` name, with all that is wrong with it; how it was read is told.

    Raises :class:`InputError`.
    """
    profile = None if options.profile is None else read_profile(options.profile)
    with working("Reading the table"):
        survey = _survey(options, label, profile)
    for note in survey.notes:
        say(f"note: {clean(note)}")
    if options.encoding and profile and not survey.column_map:
        say(
            f"note: No column is recognised in the encoding {clean(options.encoding)}: if the letters are wrong, "
            "leave out --encoding, and it is guessed"
        )
    with working("Checking the table"):
        rules = profile.rules if profile else _NO_RULES
        today = datetime.now(UTC).date()
        examined = examine(survey.list, survey.list.schema, rules, survey.findings, today)
    for sentence in examined.left_out:
        say(f"note: {sentence}")
    if examined.left_out and rules.severity.get("mixed-scripts") == "error" and not scripts.installed():
        say("note: The profile makes letters of two scripts in one word an error: install it before you sign")
    checked = Checked(survey.list, survey.findings, examined.persons, survey.column_map)
    _save_map(options, checked)
    return checked


def _save_map(options: argparse.Namespace, checked: Checked) -> None:
    if options.save_map is None:
        return
    from ..tables.columns import to_toml

    # private, because the header of a table that has none is a person
    files.write(options.save_map, to_toml(checked.column_map).encode(), force=options.force, private=True)
    say(f"{clean(options.save_map)}: which column is which field. Next time: --map {quote(options.save_map)}")


def column_map_of(options: argparse.Namespace) -> ColumnMap:
    """What ``--map`` says of the columns: each a pair, or a file of pairs."""
    if not options.mapping:
        return {}
    from ..tables.columns import SIZE_LIMIT, from_toml, from_word, is_file, merge

    pairs: list[tuple[str, str]] = []
    for word in options.mapping:
        pairs += from_toml(files.read_bytes(word, SIZE_LIMIT), word) if is_file(word) else [from_word(word)]
    return merge(pairs)


def _survey(options: argparse.Namespace, label: str, profile: Profile | None) -> tables.Survey:
    path: str = options.table
    rules = profile.rules if profile else _NO_RULES
    said = column_map_of(options)
    with files.open_input(path) as stream:
        try:
            return tables.survey(
                stream,
                "csv" if path == "-" else tables.kind_of(path),
                label=label,
                schema=profile.schema if profile else None,
                column_map=said,
                severities=rules.severity,
                encoding=options.encoding,
                delimiter=options.delimiter,
                header=not options.no_header,
            )
        except InputError as error:
            raise InputError(error.code, f"{path}: {error}") from None


def read_profile(name_or_path: str) -> Profile:
    """A profile that comes with the program, or the user's own file; ./NAME is the file if both have the name."""
    if name_or_path in profiles.names():
        return profiles.load(name_or_path)
    if not os.path.exists(name_or_path):
        known = ", ".join(profiles.names())
        raise InputError("usage", f"there is neither a profile nor a file {name_or_path!r}; profiles: {known}")
    return profiles.read(files.read_bytes(name_or_path, _PROFILE_LIMIT))


def fields_in_use(content: List) -> list[Field]:
    """The fields that hold something in some entry."""
    left = {field.name for field in content.schema.fields}
    for entry in content:
        left -= {name for name in left if filled(entry[name])}
        if not left:
            break
    return [field for field in content.schema.fields if field.name not in left]


def counted(content: List, persons: int | None) -> str:
    """How many entries a list holds, and how many keys and, likely, persons these are: "3, 3 distinct primary keys"."""
    parts = [f"{len(content):,}"]
    if (keys := content.distinct_keys()) is not None and _has_keys(content):
        parts.append(f"{keys:,} distinct primary keys")
    if persons is not None:
        parts.append(f"likely {persons:,} different persons")
    return ", ".join(parts)


def _has_keys(content: List) -> bool:
    """Whether any entry has a key; that all of them lack it makes them no entries of one key."""
    key = content.schema.primary_key
    return not content or any(entry[name] is not None for entry in content for name in key)

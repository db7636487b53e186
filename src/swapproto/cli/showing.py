"""``open``, ``disclose`` and ``diff``: the verbs that show entries, after everything about them was checked."""

import argparse
import json
from typing import Any

from .. import tables
from ..assessment import Assessment
from ..disclosure import disclose as make_disclosure
from ..envelope import Opened
from ..errors import InputError
from ..keys import Identity
from ..lists import Change, Diff, Entry
from ..lists import diff as compare
from ..statements import Commitment, Signed
from ..tables.checks import count_persons
from ..wording import when
from . import files, secrets
from .choosing import choose, load_for, opened_by, worst
from .pins import Pins
from .reading import counted
from .report import heading
from .terminal import as_json, clean, out, say, working


def open_(options: argparse.Namespace) -> int:
    """The list as a table, when all of it matches its commitment."""
    _check_output(options)
    kind: tables.Kind = "csv" if options.output == "-" else tables.kind_of(options.output)
    assessment, pins, commitment, opened = _opened(options.files, options, secrets.unlock_any(options))
    notes: list[str] = []
    with working("Writing the table"):
        files.write(
            options.output,
            lambda stream: notes.extend(tables.write(opened.list, stream, kind)),
            force=options.force,
            private=True,
        )
    for note in notes:
        say(f"note: {clean(note)}")
    say(f"{heading(commitment, pins)}: {clean(opened.list.label)!r}")
    with working("Counting persons"):
        persons = count_persons(opened.list)
    say(f"Entries: {counted(opened.list, persons)}.")
    say(f"All entries are as committed; it says it was signed on {when(commitment.iat)}.")
    return assessment.exit_code()


def _check_output(options: argparse.Namespace) -> None:
    files.check_outputs(options.output, force=options.force, spare=[options.key_file])


def _opened(
    paths: list[str], options: argparse.Namespace, me: Identity | None
) -> tuple[Assessment, Pins, Signed[Commitment], Opened]:
    assessment, pins, _ = load_for(paths, options, me)
    commitment = choose(assessment, pins, options)
    return assessment, pins, commitment, opened_by(assessment, commitment, me)


def disclose(options: argparse.Namespace) -> int:
    """Card, commitment and some entries with their proof."""
    _check_output(options)
    assessment, pins, commitment, opened = _opened(options.files, options, secrets.unlock_any(options))
    indexes = _by_row(options.entry, opened) if options.entry else _matching(options.where, opened)
    _show(opened, indexes, [condition.partition("=")[0] for condition in options.where or []])
    if options.expect is not None and len(indexes) != options.expect:
        raise InputError("usage", f"{len(indexes)} entries match, {options.expect} expected; nothing was disclosed")
    if not indexes:
        raise InputError("usage", "no entry matches; nothing was disclosed")
    with working("Proving"):
        disclosure = make_disclosure(opened, indexes, restricted=options.restricted)
    card = assessment.trust.parties[commitment.kid].card
    files.write(options.output, card + commitment.raw + disclosure, force=options.force, private=True)
    held_back = opened.list.restricted is not None and not options.restricted
    say(f"{options.output}: {len(indexes):,} of {len(opened.list):,} entries, and the proof that they are in")
    say(f"  {heading(commitment, pins)}")
    if held_back:
        say("Restricted fields were withheld; --restricted would show them.")
    say("It proves that they are in this version of the list. A later version may no longer contain them.")
    return 0


def _by_row(rows: list[int], opened: Opened) -> list[int]:
    for row in rows:
        if not 1 <= row <= len(opened.list):
            raise InputError("usage", f"there is no row {row}: the list has {len(opened.list):,}, counted from 1")
    return sorted({row - 1 for row in rows})


def _matching(conditions: list[str], opened: Opened) -> list[int]:
    wanted: list[tuple[str, str]] = []
    names = {field.name for field in opened.list.schema.fields}
    for condition in conditions:
        name, equals, value = condition.partition("=")
        if not equals or name not in names:
            fields = ", ".join(field.name for field in opened.list.schema.fields)
            raise InputError("usage", f"{condition!r} is not FIELD=VALUE with a field of this list: {fields}")
        wanted.append((name, value))
    return [
        index for index, entry in enumerate(opened.list) if all(_text(entry[name]) == value for name, value in wanted)
    ]


def _text(value: Any) -> str:
    if isinstance(value, str):
        return value
    return "" if value is None else json.dumps(value, ensure_ascii=False)


def _show(opened: Opened, indexes: list[int], asked: list[str]) -> None:
    """What was matched, by its key or what was asked for, so that the wrong person is not disclosed."""
    schema = opened.list.schema
    open_to_all = [field.name for field in schema.fields if not field.restricted]
    shown = schema.primary_key or [name for name in open_to_all if name in {*open_to_all[:3], *asked}]
    chosen = set(indexes)
    for index, entry in enumerate(opened.list):
        if index in chosen:
            texts = {name: clean(_text(entry[name])) for name in shown}
            say(f"  row {index + 1}: " + ", ".join(f"{clean(name)} {text}" for name, text in texts.items() if text))


def diff(options: argparse.Namespace) -> int:
    """What changed, entry by entry."""
    if options.fields and options.content:
        raise InputError("usage", "--key, or --content: not both")
    me = secrets.unlock_any(options)
    before, pins, old_commitment, old = _opened([options.old], options, me)
    after, pins, new_commitment, new = _opened([options.new], options, me)
    code = worst(before.exit_code(), after.exit_code())
    if old_commitment.body.slot.version > new_commitment.body.slot.version:
        say("note: the first file holds the later version; what is told as added was there before")
    with working("Comparing"):
        key = () if options.content else options.fields
        found = compare(old.list, new.list, key)
    if options.json:
        out(as_json(_plain(found)))
        return code
    out(f"from {heading(old_commitment, pins)}\nto   {heading(new_commitment, pins)}")
    by = clean(", ".join(found.key)) or "content"
    out(
        f"compared by {by}: {len(found.added):,} added, {len(found.removed):,} removed, "
        f"{len(found.changed):,} changed, {found.same:,} the same"
    )
    if not found.key and not options.content and found.added and found.removed:
        say("note: without a key, an entry that was changed is told as removed and added; name one with --key FIELD")
    for entry in found.added:
        out(f"+ {_line(entry)}")
    for entry in found.removed:
        out(f"- {_line(entry)}")
    for change in found.changed:
        out(f"~ {_name(change, found.key)}")
        for field, (before, after) in change.fields.items():
            out(f"    {clean(field)}: {_quoted(before)} -> {_quoted(after)}")
    return code


def _line(entry: Entry) -> str:
    return ", ".join(f"{clean(name)} {_quoted(value)}" for name, value in entry.items() if value not in (None, ""))


def _name(change: Change, key: tuple[str, ...]) -> str:
    return ", ".join(f"{clean(name)} {_quoted(change.after[name])}" for name in key)


def _quoted(value: Any) -> str:
    return "nothing" if value is None else clean(json.dumps(value, ensure_ascii=False))


def _plain(found: Diff) -> dict[str, Any]:
    return {
        "key": list(found.key),
        "added": found.added,
        "removed": found.removed,
        "changed": [
            {"key": {name: c.after[name] for name in found.key}, "fields": {n: list(p) for n, p in c.fields.items()}}
            for c in found.changed
        ],
        "same": found.same,
    }

"""``open``, ``disclose`` and ``diff``: the verbs that show entries, after everything about them was checked."""

import argparse
import json
from typing import Any

from .. import tables
from ..assessment import Assessment
from ..disclosure import disclose as make_disclosure
from ..envelope import Opened
from ..errors import AccessError, InputError, VerificationError
from ..lists import Change, Diff, Entry
from ..lists import diff as compare
from ..statements import Commitment, Signed
from . import files, secrets
from .choosing import choose, load_for
from .pins import Pins
from .terminal import as_json, clean, out, say, working
from .words import heading, when


def open_(options: argparse.Namespace) -> int:
    """The list as a table, when all of it matches its commitment."""
    files.refuse_existing(options.output, force=options.force)
    kind: tables.Kind = "csv" if options.output == "-" else tables.kind_of(options.output)
    assessment, pins, commitment, opened = _opened(options.files, options)
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
    distinct = opened.list.distinct_keys()
    people = "" if distinct is None else f", {distinct:,} distinct primary keys"
    say(f"{len(opened.list):,} entries{people}, all as committed; it says it was signed on {when(commitment.iat)}.")
    return assessment.exit_code()


def _opened(paths: list[str], options: argparse.Namespace) -> tuple[Assessment, Pins, Signed[Commitment], Opened]:
    me = None if options.key_file is None else secrets.unlock(options)
    assessment, pins, _ = load_for(paths, options, me)
    commitment = choose(assessment, pins, options)
    opened = assessment.opened.get(commitment.id)
    if opened is not None:
        return assessment, pins, commitment, opened
    views = {view.code for view in assessment.views if view.subject == commitment.id}
    for fault in assessment.contradictions:
        if fault.code == "wrong-content" and commitment.id in fault.evidence and fault.why is not None:
            raise VerificationError(fault.why, "what was sealed is not the committed list; nothing was written")
    if "wrap-failed" in views:
        raise VerificationError("wrap-invalid", "the key that was wrapped for you does not open this list")
    if "envelope-absent" in views:
        raise AccessError("reader-not-found", "the envelope, with the sealed entries, is not among these files")
    if me is None:
        raise AccessError("reader-not-found", "the list is sealed, and no key for everyone is here. With your key: -k")
    raise AccessError("reader-not-found", "the list is sealed, and not to this key; perhaps a reveal to it exists")


def disclose(options: argparse.Namespace) -> int:
    """Card, commitment and some entries with their proof."""
    files.refuse_existing(options.output, force=options.force)
    assessment, pins, commitment, opened = _opened(options.files, options)
    indexes = _by_row(options.entry, opened) if options.entry else _matching(options.where, opened)
    _show(opened, indexes)
    if options.expect is not None and len(indexes) != options.expect:
        raise InputError("usage", f"{len(indexes)} entries match, {options.expect} expected; nothing was disclosed")
    if not indexes:
        raise InputError("usage", "no entry matches; nothing was disclosed")
    with working("Proving"):
        disclosure = make_disclosure(opened, indexes, restricted=options.restricted)
    card = assessment.parties[commitment.kid].card
    files.write(options.output, card + commitment.raw + disclosure, force=options.force, private=True)
    held_back = opened.list.restricted is not None and not options.restricted
    say(f"{options.output}: {len(indexes):,} of {len(opened.list):,} entries, and the proof that they are in")
    say(f"  {heading(commitment, pins)}")
    if held_back:
        say("Restricted fields were held back; --restricted would show them.")
    say("It proves that they are in this version of the list. A later version may no longer hold them.")
    return 0


def _by_row(rows: list[int], opened: Opened) -> list[int]:
    for row in rows:
        if not 1 <= row <= len(opened.list):
            raise InputError("usage", f"there is no row {row}: the list has {len(opened.list):,}, counted from 1")
    return sorted({row - 1 for row in rows})


def _matching(conditions: list[str], opened: Opened) -> list[int]:
    wanted: dict[str, str] = {}
    names = {field.name for field in opened.list.schema.fields}
    for condition in conditions:
        name, equals, value = condition.partition("=")
        if not equals or name not in names:
            raise InputError("usage", f"{condition!r} is not FIELD=VALUE with a field of this list")
        wanted[name] = value
    return [
        index
        for index, entry in enumerate(opened.list)
        if all(_text(entry[name]) == value for name, value in wanted.items())
    ]


def _text(value: Any) -> str:
    if isinstance(value, str):
        return value
    return "" if value is None else json.dumps(value, ensure_ascii=False)


def _show(opened: Opened, indexes: list[int]) -> None:
    """What was matched, by its key fields, so that the wrong person is not disclosed."""
    schema = opened.list.schema
    shown = schema.primary_key or tuple(field.name for field in schema.fields if not field.restricted)[:3]
    chosen = set(indexes)
    for index, entry in enumerate(opened.list):
        if index in chosen:
            say(f"  row {index + 1}: " + ", ".join(f"{clean(n)} {clean(_text(entry[n]))}" for n in shown))


def diff(options: argparse.Namespace) -> int:
    """What changed, entry by entry."""
    if options.fields and options.content:
        raise InputError("usage", "--key, or --content: not both")
    _, pins, old_commitment, old = _opened([options.old], options)
    _, pins, new_commitment, new = _opened([options.new], options)
    with working("Comparing"):
        key = () if options.content else options.fields
        found = compare(old.list, new.list, key)
    if options.json:
        out(as_json(_plain(found)))
        return 0
    out(f"from {heading(old_commitment, pins)}\nto   {heading(new_commitment, pins)}")
    by = ", ".join(found.key) or "content"
    out(
        f"compared by {by}: {len(found.added):,} added, {len(found.removed):,} removed, "
        f"{len(found.changed):,} changed, {found.same:,} the same"
    )
    for entry in found.added:
        out(f"+ {_line(entry)}")
    for entry in found.removed:
        out(f"- {_line(entry)}")
    for change in found.changed:
        out(f"~ {_name(change, found.key)}")
        for field, (before, after) in change.fields.items():
            out(f"    {clean(field)}: {_quoted(before)} -> {_quoted(after)}")
    return 0


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

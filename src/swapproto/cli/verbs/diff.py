"""The verb ``diff``: what changed between two versions of a list."""

import argparse
import json
from collections.abc import Iterator
from typing import Any

from ...assessment.versions import list_key
from ...errors import InputError
from ...lists import Change, Diff, Entry, List, diff
from .. import keyfiles
from ..acts import renumbered
from ..arguments import KeyChoice, ListChoice, add_from, add_key, add_trust, add_two_choices
from ..pinning.pins import Pins
from ..screen.likeliest import did_you_mean
from ..screen.terminal import clean, note, out, out_json, working
from ..session import Session, worst
from ..verdicts.report import heading

EXAMPLES = (
    "swapproto diff people-1.swap people-2.swap -k North.swapkey",
    "swapproto diff people-1.swap people-2.swap --key family_name --key birth_date --json",
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the verb's options."""
    parser.add_argument("old", metavar="OLD.swap", help="the earlier version, with all that opens it")
    parser.add_argument("new", metavar="NEW.swap", help="the later version, with all that opens it")
    add_key(parser, required=False)
    parser.add_argument(
        "--key",
        metavar="FIELD",
        dest="fields",
        action="append",
        help="the field that identifies an entry (default: primary key); may be repeated",
    )
    parser.add_argument("--content", action="store_true", help="compare whole entries, without a key")
    parser.add_argument("--json", action="store_true", help="one object, with the entries")
    add_two_choices(parser)
    add_trust(parser)
    add_from(parser)


def run(options: argparse.Namespace) -> int:
    """Open two versions and show which entries were added, removed and changed, field by field. Each file contains all
    that opens its version: merge a separate reveal into it first."""
    if options.fields and options.content:
        raise InputError("usage", "--key, or --content: not both")
    first, second = ListChoice.of_two(options)
    me = keyfiles.unlock_if_given(KeyChoice.of(options))
    pins = Pins.load(options.trust)
    old = Session.open([options.old], pins, beside=options.beside, digits=options.from_digits, me=me)
    old_commitment = old.choose(first.inside(options.old, options.beside))
    old_list = old.opened(old_commitment).list
    new = Session.open([options.new], pins, beside=options.beside, digits=options.from_digits, me=me)
    new_commitment = new.choose(second.inside(options.new, options.beside))
    new_list = new.opened(new_commitment).list
    code = worst(old.assessment.exit_code(), new.assessment.exit_code())
    if old_commitment.body.place.version > new_commitment.body.place.version:
        note("OLD is newer than NEW: entries listed as added were in fact removed")
    if list_key(old_commitment) != list_key(new_commitment):
        note("these are two different lists, not two versions of one: what was added or removed is a comparison only")
    _require_known(options.fields or [], old_list, new_list)
    with working("Comparing"):
        found = diff(old_list, new_list, () if options.content else options.fields)
        moved = found.renumbered()
    if options.json:
        out_json(_plain(found, moved))
        return code
    out(f"from {heading(old_commitment, new.pins)}\nto   {heading(new_commitment, new.pins)}")
    by = clean(", ".join(found.key)) or "content"
    out(
        f"compared by {by}: {len(found.added):,} added, {len(found.removed):,} removed, "
        f"{len(found.changed):,} changed, {found.same:,} the same"
    )
    if not found.key and not options.content and found.added and found.removed:
        note("without a key, a changed entry is listed as removed and added; name one with --key FIELD")
    if moved:
        by_another = ": the key was renumbered" if 2 * len(moved) > len(found.added) + len(found.changed) else ""
        note(f"{renumbered.in_words(found, moved)}{by_another}. --key FIELD compares by another field")
    for line in _lines(found):
        out(line)
    return code


def _require_known(names: list[str], *lists: List) -> None:
    """Raise :class:`InputError` ``usage`` for a name to compare by that no field of the lists has."""
    known = dict.fromkeys(field.name for content in lists for field in content.schema.fields)
    for name in names:
        if name not in known:
            raise InputError("usage", f"--key {name!r}: the lists have no such field{did_you_mean(name, known)}")


def _lines(found: Diff) -> Iterator[str]:
    yield from (f"+ {_line(entry)}" for entry in found.added)
    yield from (f"- {_line(entry)}" for entry in found.removed)
    for change in found.changed:
        yield f"~ {_name(change, found.key)}"
        for field, (before, after) in change.fields.items():
            yield f"    {clean(field)}: {_quoted(before)} -> {_quoted(after)}"


def _line(entry: Entry) -> str:
    return ", ".join(f"{clean(name)} {_quoted(value)}" for name, value in entry.items() if value not in (None, ""))


def _name(change: Change, key: tuple[str, ...]) -> str:
    return ", ".join(f"{clean(name)} {_quoted(change.after[name])}" for name in key)


def _quoted(value: Any) -> str:
    return "nothing" if value is None else clean(json.dumps(value, ensure_ascii=False))


def _plain(found: Diff, moved: list[Change]) -> dict[str, Any]:
    return {
        "key": list(found.key),
        "added": found.added,
        "removed": found.removed,
        "changed": [
            {"key": {name: c.after[name] for name in found.key}, "fields": {n: list(p) for n, p in c.fields.items()}}
            for c in found.changed
        ],
        "renumbered": [
            {
                "before": {name: c.before[name] for name in found.key},
                "after": {name: c.after[name] for name in found.key},
            }
            for c in moved
        ],
        "same": found.same,
    }

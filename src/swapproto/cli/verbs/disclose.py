"""The verb ``disclose``: some entries of a list, with their proof."""

import argparse
import json
from collections.abc import Sequence
from typing import Any

from ...disclosure import disclose
from ...envelope import Opened
from ...errors import InputError
from .. import keyfiles, outputs, writing
from ..arguments import KeyChoice, ListChoice, add_choice, add_files, add_from, add_key, add_output, add_trust
from ..pins import Pins
from ..report import heading
from ..session import Session
from ..terminal import clean, say, working

EXAMPLES = (
    "swapproto disclose people-1.swap -k North.swapkey --where id=P-002 --expect 1 -o entry.swap",
    "swapproto disclose people-1.swap reveal.swap --entry 3 --entry 7 -o entries.swap",
)

_MAX_FIELDS_SHOWN = 3


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the verb's options."""
    add_files(parser)
    add_key(parser, required=False)
    add_output(parser, "OUT.swap")
    which = parser.add_mutually_exclusive_group(required=True)
    which.add_argument("--entry", metavar="ROW", type=int, action="append", help="by row, from 1; may be repeated")
    which.add_argument(
        "--where", metavar="FIELD=VALUE", action="append", help="all that match; may be repeated: all must match"
    )
    parser.add_argument("--expect", metavar="N", type=int, help="refuse unless exactly so many entries match")
    parser.add_argument("--restricted", action="store_true", help="show the restricted fields, too")
    add_choice(parser)
    add_trust(parser)
    add_from(parser)


def run(options: argparse.Namespace) -> int:
    """Show some entries of a list that you can open, with the proof that they are in its commitment. OUT.swap contains
    the signer's card, the commitment and these entries, and nothing of the others."""
    key, output = KeyChoice.of(options), options.output
    outputs.check(options)
    me = keyfiles.unlock_if_given(key)
    session = Session.open(options.files, Pins.load(options.trust), digits=options.from_digits, me=me)
    commitment = session.choose(ListChoice.of(options))
    opened = session.opened(commitment)
    conditions: list[str] = options.where or []
    indexes = _by_row(options.entry, opened) if options.entry else _matching(conditions, opened)
    _show(opened, indexes, [condition.partition("=")[0] for condition in conditions])
    if options.expect is not None and len(indexes) != options.expect:
        raise InputError("usage", f"{len(indexes)} entries match, {options.expect} expected; nothing was disclosed")
    if not indexes:
        raise InputError("usage", "no entry matches; nothing was disclosed")
    with working("Proving"):
        disclosure = disclose(opened, indexes, restricted=options.restricted)
    card = session.assessment.trust.parties[commitment.kid].card
    writing.write(output, card + commitment.raw + disclosure, force=options.force, private=True)
    say(f"{output}: {len(indexes):,} of {len(opened.list):,} entries, and the proof that they are in")
    say(f"  {heading(commitment, session.pins)}")
    if opened.list.restricted is not None and not options.restricted:
        say("Restricted fields were withheld; --restricted would show them.")
    say("It proves that they are in this version of the list. A later version may no longer contain them.")
    return 0


def _by_row(rows: Sequence[int], opened: Opened) -> list[int]:
    for row in rows:
        if not 1 <= row <= len(opened.list):
            raise InputError("usage", f"there is no row {row}: the list has {len(opened.list):,}, counted from 1")
    return sorted({row - 1 for row in rows})


def _matching(conditions: Sequence[str], opened: Opened) -> list[int]:
    wanted: list[tuple[str, str]] = []
    names = [field.name for field in opened.list.schema.fields]
    for condition in conditions:
        name, equals, value = condition.partition("=")
        if not equals or name not in names:
            fields = ", ".join(names)
            raise InputError("usage", f"{condition!r} is not FIELD=VALUE with a field of this list: {fields}")
        if not value:
            raise InputError("usage", f"{condition!r} names no value: every entry without one would be disclosed")
        wanted.append((name, value))
    return [
        index for index, entry in enumerate(opened.list) if all(_text(entry[name]) == value for name, value in wanted)
    ]


def _text(value: Any) -> str:
    if isinstance(value, str):
        return value
    return "" if value is None else json.dumps(value, ensure_ascii=False)


def _show(opened: Opened, indexes: Sequence[int], asked: Sequence[str]) -> None:
    """Show the matching entries by their key, or by what was asked for, so that no wrong person is disclosed."""
    schema = opened.list.schema
    unrestricted = [field.name for field in schema.fields if not field.restricted]
    shown = schema.primary_key or [name for name in unrestricted if name in {*unrestricted[:_MAX_FIELDS_SHOWN], *asked}]
    chosen = set(indexes)
    for index, entry in enumerate(opened.list):
        if index in chosen:
            texts = {name: clean(_text(entry[name])) for name in shown}
            say(f"  row {index + 1}: " + ", ".join(f"{clean(name)} {text}" for name, text in texts.items() if text))

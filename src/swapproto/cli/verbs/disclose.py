"""The verb ``disclose``: some entries of a list, with their proof."""

import argparse
from collections.abc import Iterator, Sequence

from ...counting import count_of
from ...disclosure import disclose
from ...envelope import Opened
from ...errors import InputError
from ...lists import Schema
from ...report.against import Against
from ...statements import Commitment, Signed
from ...tables.titles import Titles
from ...wording import load, when
from .. import keyfiles, outputs
from ..acts import exchanging
from ..acts.early import add_outside, early_warning
from ..arguments import (
    KeyChoice,
    ListChoice,
    add_choice,
    add_files,
    add_from,
    add_key,
    add_language,
    add_output,
    add_trust,
    whole_number,
)
from ..disk import files, writing
from ..pinning.believed import Believed
from ..pinning.pins import Pins
from ..screen.likeliest import did_you_mean
from ..screen.telling import Telling, as_text
from ..screen.terminal import confirm, paragraph, say, warn, working
from ..session import Session
from ..verdicts.headings import headings, titled

EXAMPLES = (
    "swapproto disclose people-1.swap -k North.swapkey --where id=P-002 --expect 1 -o entry.swap",
    "swapproto disclose people-1.swap -k North.swapkey --entry 3 --letter letter.html --language uk",
)

_CONDITIONS_LIMIT = 65_536


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the verb's options."""
    add_files(parser)
    add_key(parser, required=False)
    add_output(parser, "OUT.swap", "the file to write; - for stdout; not needed with --letter", required=False)
    parser.add_argument(
        "--letter", metavar="OUT.html", help="write a page for a family: the entries in words, with the proof in it"
    )
    parser.add_argument("--contact", metavar="LINE", help="in the letter: whom to call, and how")
    which = parser.add_mutually_exclusive_group(required=True)
    which.add_argument(
        "--entry", metavar="ROW", type=whole_number, action="append", help="by row, from 1; may be repeated"
    )
    which.add_argument(
        "--where",
        metavar="FIELD=VALUE",
        action="append",
        help="all that match, by a field's name or title; may be repeated: all must match",
    )
    which.add_argument(
        "--where-file", metavar="F", help="as --where, a line each: names are then in no list of processes; - for stdin"
    )
    parser.add_argument("--expect", metavar="N", type=whole_number, help="refuse unless exactly so many entries match")
    parser.add_argument("--restricted", action="store_true", help="show the restricted fields, too")
    add_outside(parser)
    parser.add_argument("--yes", action="store_true", help="disclose without asking")
    add_language(parser, "call the fields by their titles in it, and write the letter in it")
    add_choice(parser)
    add_trust(parser)
    add_from(parser)


def run(options: argparse.Namespace) -> int:
    """Show some entries of a list that you can open, with the proof that they are in its commitment. You are shown
    whom they are about, and asked. OUT.swap contains the signer's card, the commitment, these entries and what speaks
    against the list, and nothing of the others. OUT.html is a page that contains the same, and says it in words: a
    letter for a family."""
    key = KeyChoice.of(options)
    _check_outputs(options)
    me = keyfiles.unlock_if_given(key)
    session = Session.open(
        options.files, Pins.load(options.trust), beside=options.beside, digits=options.from_digits, me=me
    )
    commitment = session.choose(ListChoice.of(options))
    opened = session.opened(commitment)
    early = early_warning(session, commitment, options)
    conditions: list[str] = options.where or []
    if options.where_file is not None:
        conditions = _conditions_in(options.where_file)
    wanted = _read(conditions, opened.list.schema)
    indexes = _by_row(options.entry, opened) if options.entry else _matching(wanted, opened)
    asked = [name for name, _ in wanted]
    _show(opened, indexes, Telling(opened.list.schema, asked, headings(opened.list.schema, options.language)))
    if options.expect is not None and len(indexes) != options.expect:
        found = count_of(len(indexes), "entry matches", "entries match")
        raise InputError("usage", f"{found}, {options.expect:,} expected; nothing was disclosed")
    if not indexes:
        raise InputError("usage", "no entry matches; nothing was disclosed")
    if options.letter is not None and len(indexes) > 1 and not options.entry and options.expect is None:
        whole = f"{len(indexes):,} entries match, and a letter is for one family"
        raise InputError("usage", f"{whole}: choose further, or say --expect {len(indexes)} to show all")
    count = f"{len(indexes):,} of {count_of(len(opened.list), 'entry', 'entries')}"
    restricted = "" if opened.list.restricted is None else "restricted fields withheld, "
    statement = (
        f"You are about to show {count}, named above, in clear and with the proof, of\n"
        f"  {session.named(commitment)}\n"
        f"to everyone who gets the file, {'WITH all restricted fields, ' if options.restricted else restricted}"
        "and for ever. It cannot be taken back."
    )
    against = Against.of(commitment, session.assessment)
    statement = "\n".join([statement, *_warnings(against, session.pins), *early])
    confirm(statement, yes=options.yes, question="Disclose this?", otherwise="nothing was disclosed")
    with working("Proving"):
        disclosure = disclose(opened, indexes, restricted=options.restricted)
    _write(session, commitment, opened, disclosure, against, count, options)
    if opened.list.restricted is not None and not options.restricted:
        say("Restricted fields were withheld; --restricted would show them.")
    say("It proves that they are in this version of the list. A later version may no longer contain them.")
    return exchanging.exit_code(session)


def _check_outputs(options: argparse.Namespace) -> None:
    """Raise :class:`InputError` for outputs, or for what is only of a letter, before anything is opened."""
    if options.output is None and options.letter is None:
        raise InputError("usage", "give the file to write: -o OUT.swap, or --letter OUT.html, or both")
    if options.letter is None and options.contact is not None:
        raise InputError("usage", "--contact is a line of the letter: add --letter OUT.html")
    if options.letter is not None:
        from .. import letters  # here, and below: what makes pages takes longer to load than a disclosure takes

        letters.check(options)
    outputs.check(options)


def _write(
    session: Session,
    commitment: Signed[Commitment],
    opened: Opened,
    disclosure: bytes,
    against: Against,
    count: str,
    options: argparse.Namespace,
) -> None:
    """Write the disclosure with what proves it, dates it and speaks against it, the letter, or both."""
    stamps = Believed(session.transcript, session.pins).stamps_of(commitment)
    page = b""
    if options.letter is not None:
        from .. import letters

        page = letters.compose(session, commitment, opened, disclosure, stamps, against, options)
    if options.output is not None:
        card = session.assessment.trust.parties[commitment.kid].card
        others = [one.raw for one in against.statements]
        proof = b"".join((card, commitment.raw, disclosure, *(one.stamp.raw for one in stamps), *others))
        writing.write(options.output, proof, force=options.force, private=True)
        say(f"{writing.shown(options.output)}: {count}, with the proof.")
    if options.letter is not None:
        writing.write(options.letter, page, force=options.force, private=True)
        say(f"{writing.shown(options.letter)}: a letter about {count}, with the proof in it.")


def _warnings(against: Against, pins: Pins) -> Iterator[str]:
    """Yield a paragraph for what speaks against a list, before its entries are shown to anybody."""
    found = [load().contradiction(one, pins.shown) for one in against.faults]
    if against.withdrawal is not None:
        found.append(f"its signer withdrew it, by their own word on {when(against.withdrawal.iat)}")
    if against.revocation is not None:
        since = when(against.revocation.body.since)
        found.append(f"its signer revoked their key: what it signed from {since} on is not to be believed")
    if against.newer is not None:
        found.append(f"version {against.newer.body.place.version} of it is here, too, and may no longer contain them")
    if found:
        yield paragraph(
            f"WARNING, what these files show against this list: {'; '.join(found)}. The statements that show it "
            "go along, so that whoever verifies what you write sees it, too."
        )
    beyond = [load().contradiction(one, pins.shown) for one in against.beyond]
    if against.is_exchange_withdrawn:
        beyond.append("the exchange that it was signed for is withdrawn")
    if beyond:
        yield paragraph(
            f"WARNING, what these files show with statements of others: {'; '.join(beyond)}. These do not go along: "
            "a letter says it as your word, and a file for programs does not say it."
        )


def _conditions_in(path: str) -> list[str]:
    """Return the conditions in a file, one a line."""
    try:
        lines = files.read_bytes(path, _CONDITIONS_LIMIT).decode("utf-8-sig").split("\n")
    except UnicodeDecodeError:
        raise InputError("usage", f"{path}: the conditions are not UTF-8") from None
    if not (found := [line.removesuffix("\r") for line in lines if line.strip()]):
        raise InputError("usage", f"{path}: there is no condition FIELD=VALUE in it")
    return found


def _by_row(rows: Sequence[int], opened: Opened) -> list[int]:
    for row in rows:
        if not 1 <= row <= len(opened.list):
            raise InputError("usage", f"there is no row {row}: the list has {len(opened.list):,}, counted from 1")
    return sorted({row - 1 for row in rows})


def _read(conditions: Sequence[str], schema: Schema) -> list[tuple[str, str]]:
    """Return the field and the value of each condition; a field can be called by its title, as in a table."""
    wanted: list[tuple[str, str]] = []
    names = [field.name for field in schema.fields]
    titles = Titles(titled(schema))
    for condition in conditions:
        called, equals, value = condition.partition("=")
        found = [*titles.meaning(called)]
        if not equals or not found:
            fields = ", ".join(names)
            meant = did_you_mean(called, names) if equals else ""
            raise InputError("usage", f"{condition!r} is not FIELD=VALUE with a field of this list: {fields}{meant}")
        if len(found) > 1:
            raise InputError("usage", f"{called!r} can mean several fields of this list: {', '.join(found)}; name one")
        if not value:
            raise InputError("usage", f"{condition!r} names no value: every entry without one would be disclosed")
        wanted.append((found[0], value))
    return wanted


def _matching(wanted: Sequence[tuple[str, str]], opened: Opened) -> list[int]:
    return [
        index for index, entry in enumerate(opened.list) if all(as_text(entry[name]) == value for name, value in wanted)
    ]


def _show(opened: Opened, indexes: Sequence[int], telling: Telling) -> None:
    """Show whom the matching entries are about, so that no wrong person is disclosed."""
    chosen = set(indexes)
    for index, entry in enumerate(opened.list):
        if index in chosen:
            warn(f"  row {index + 1}: {telling.line(entry)}")

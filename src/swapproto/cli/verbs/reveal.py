"""The verb ``reveal``: the key of a list, for some readers, for all, or for those whose turn it is."""

import argparse
import shlex
from itertools import islice

from ...counting import count_of
from ...envelope import Opened
from ...errors import InputError
from ...statements import Commitment, Party, Signed
from .. import keyfiles, outputs
from ..acts import exchanging, in_turn, signing
from ..acts.early import add_outside, early_warning
from ..arguments import KeyChoice, ListChoice, add_choice, add_files, add_key, add_output, add_terms, add_trust
from ..disk import writing
from ..journal import BesideKey
from ..pinning.pins import Pins
from ..screen import clock
from ..screen.telling import Telling
from ..screen.terminal import confirm, say
from ..session import Session

EXAMPLES = (
    "swapproto reveal people-1.swap -k North.swapkey --to South -o reveal.swap",
    "swapproto reveal exchange/ -k North.swapkey --exchange -o reveal.swap",
)

_FIRST = 3


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the verb's options."""
    add_files(parser)
    add_key(parser, required=True)
    add_output(parser, "OUT.swap")
    whom = parser.add_mutually_exclusive_group(required=True)
    whom.add_argument("--to", metavar="CARD.swap", action="append", help="a pinned party; may be repeated")
    whom.add_argument("--public", action="store_true", help="everyone")
    whom.add_argument(
        "--exchange", dest="in_turn", action="store_true", help="all to whom something is now due from you, in turn"
    )
    whom.add_argument("--deposit", action="store_true", help="mediators who accepted after your list was sealed")
    parser.add_argument("--of-another", action="store_true", help="needed for a list that another party signed")
    add_outside(parser)
    parser.add_argument("--yes", action="store_true", help="sign without asking")
    add_choice(parser)
    add_terms(parser)
    add_trust(parser)


def run(options: argparse.Namespace) -> int:
    """Hand the key of a list that you can open to pinned parties, or to all. You are shown which list it is, and asked.
    It cannot be taken back. The lists of an exchange are handed over in turn: --exchange makes every reveal that is now
    due from you, as a party or as a mediator. Before its turn only your own list is, with --outside-exchange."""
    key, output = KeyChoice.of(options), options.output
    outputs.check(options)
    me = keyfiles.unlock(key)
    if options.in_turn or options.deposit:
        if options.list or options.by or options.version:
            raise InputError("usage", "--exchange and --deposit hand over all that is due: they take no --list")
        if options.of_another or options.outside_exchange:
            raise InputError("usage", "--exchange and --deposit take no --of-another and no --outside-exchange")
        return in_turn.hand_over(options, me)
    if options.terms:
        raise InputError("usage", "--terms is for --exchange and --deposit: choose a list with --list or --by")
    with BesideKey(options.key_file).claimed():
        session = Session.open(options.files, Pins.load(options.trust), me=me)
        commitment = session.choose(ListChoice.of(options))
        opened = session.opened(commitment)
        another = commitment.kid != me.party.kid
        early = early_warning(session, commitment, options)
        if another and not options.of_another:
            signer = session.pins.shown(commitment.kid)
            refusal = InputError("usage", f"this is the list of {signer}, not yours. To hand on its key all the same:")
            refusal.add_note(shlex.join(["swapproto", *options.command, "--of-another"]))
            raise refusal
        readers: list[Party | None] = [None] if options.public else [*signing.readers_of(options.to, session.pins)]
        lines = _in_words(session, commitment, opened, [reader for reader in readers if reader], another=another)
        journal = signing.open_journal(key, me)
        lines += [*early, *signing.time_in_words(clock.now(), journal, me, yes=options.yes)]
        confirm("\n".join(lines), yes=options.yes)
        moves = exchanging.moves_of(session, me, journal)
        prepared = [moves.hand_out(commitment, opened, reader) for reader in readers]
        made = exchanging.sign(prepared, me, journal, output)
    writing.write(output, me.party.card + made, force=options.force, private=options.public)
    reveals = count_of(len(prepared), "reveal")
    say(f"\n{writing.shown(output)}: your card and {reveals}. It opens the list only together with its envelope.")
    if early and not options.public:
        say("Send it to those whom you chose and to nobody else: the others get it in turn.")
    return exchanging.exit_code(session)


def _in_words(
    session: Session, commitment: Signed[Commitment], opened: Opened, readers: list[Party], *, another: bool
) -> list[str]:
    """Return what a user is about to hand on: which list, of whom, with the first entries, and to whom."""
    content, telling = opened.list, Telling(opened.list.schema)
    entries = count_of(len(content), "entry", "entries")
    lines = ["You are about to hand over the key of", f"  {session.named(commitment)}"]
    if another:
        lines.append(f"  NOT YOUR LIST: {session.pins.shown(commitment.kid)} signed it")
    lines.append(f"  {entries}, of which the first:" if len(content) > _FIRST else f"  {entries}:")
    lines += [f"    row {row}: {telling.line(entry)}" for row, entry in enumerate(islice(content, _FIRST), 1)]
    lines.append("to " + ("these parties:" if readers else "EVERYONE."))
    lines += [f"  {session.pins.shown(reader.kid)}, {reader.fingerprint}" for reader in readers]
    lines.append("With it and the envelope every entry can be read, restricted fields too. It cannot be taken back.")
    return lines

"""The verb ``receipt``: what one has of the lists of others, or that a list does not open."""

import argparse

from ...errors import InputError
from .. import keyfiles, outputs
from ..acts import complaining, exchanging, receiving
from ..acts.signing import open_journal
from ..arguments import KeyChoice, ListChoice, add_choice, add_files, add_key, add_output, add_terms, add_trust
from ..journal import BesideKey
from ..pinning.pins import Pins
from ..session import Session

EXAMPLES = (
    "swapproto receipt exchange/ -k South.swapkey -o receipt.swap",
    "swapproto receipt exchange/ -k South.swapkey --complain --to-mediator Heron -o complaint.swap",
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the verb's options."""
    add_files(parser)
    add_key(parser, required=True)
    add_output(parser, "OUT.swap")
    parser.add_argument(
        "--complain", action="store_true", help="say that a list does not open with what was wrapped for you"
    )
    parser.add_argument(
        "--to-mediator", metavar="NAME", help="give the key that proves it to this mediator, and not to everyone"
    )
    parser.add_argument("--yes", action="store_true", help="sign without asking")
    add_choice(parser)
    add_terms(parser)
    add_trust(parser)


def run(options: argparse.Namespace) -> int:
    """Acknowledge every list of others in the files: opened, if a key for you or for everyone opens it, else received.
    What was acknowledged before is left out; if nothing is new, nothing is written. Where the files have several
    exchanges, --terms says which, for its receipts go to all who take part in it and to nobody else. With --complain,
    say of one list that it does not open. That gives away a key of yours, by which others can check it; you are shown
    what that opens, and a new key for the next time is signed with it."""
    if not options.complain and (options.to_mediator or options.list or options.by or options.version):
        raise InputError("usage", "a receipt is for every list here: --list, --by and --to-mediator are for --complain")
    if options.complain and options.terms:
        raise InputError("usage", "a complaint is about one list: choose it with --list or --by, and not with --terms")
    key, choice = KeyChoice.of(options), ListChoice.of(options)
    outputs.check(options)
    me = keyfiles.unlock(key)
    with BesideKey(options.key_file).claimed():
        session = Session.open(options.files, Pins.load(options.trust), me=me)
        journal = open_journal(key, me)
        moves = exchanging.moves_of(session, me, journal)
        if options.complain:
            return complaining.complain(session, me, moves, journal, choice, options)
        return receiving.acknowledge(session, me, moves, journal, options)

"""The verb ``reveal``: the key of a list, for some readers or for all."""

import argparse

from ...release import prepare_reveal
from ...statements import Party
from .. import clock, keyfiles, outputs, signing, writing
from ..arguments import KeyChoice, ListChoice, add_choice, add_files, add_key, add_output, add_trust
from ..journal import BesideKey
from ..pins import Pins
from ..report import heading
from ..session import Session
from ..terminal import confirm, say

EXAMPLES = (
    "swapproto reveal people-1.swap -k North.swapkey --to South -o reveal.swap",
    "swapproto reveal people-1.swap -k North.swapkey --public -o reveal.swap",
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the verb's options."""
    add_files(parser)
    add_key(parser, required=True)
    add_output(parser, "OUT.swap")
    whom = parser.add_mutually_exclusive_group(required=True)
    whom.add_argument("--to", metavar="CARD.swap", action="append", help="a pinned party; may be repeated")
    whom.add_argument("--public", action="store_true", help="everyone")
    parser.add_argument("--yes", action="store_true", help="sign without asking")
    add_choice(parser)
    add_trust(parser)


def run(options: argparse.Namespace) -> int:
    """Hand the key of a list that you can open to pinned parties, or to all. It cannot be taken back."""
    key, output = KeyChoice.of(options), options.output
    outputs.check(options)
    me = keyfiles.unlock(key)
    session = Session.open(options.files, Pins.load(options.trust), me=me)
    commitment = session.choose(ListChoice.of(options))
    opened = session.opened(commitment)
    readers: list[Party | None] = [None] if options.public else [*signing.readers_of(options.to, session.pins)]
    names = "EVERYONE" if options.public else ", ".join(session.pins.shown(reader.kid) for reader in readers if reader)
    statement = (
        f"You are about to hand the key of\n  {heading(commitment, session.pins)}\n"
        f"  ({commitment.body.count:,} entries) to {names}.\n"
        "With it and the envelope every entry can be read, restricted fields too. It cannot be taken back."
    )
    made: list[bytes] = []
    with BesideKey(options.key_file).claimed():
        now, journal = clock.now(), signing.open_journal(key, me)
        confirm("\n".join([statement, *signing.time_in_words(now, journal, me, yes=options.yes)]), yes=options.yes)
        about = signing.about_list(commitment, opened.list.label)
        seen = sorted({commitment.id} | ({journal.last} if journal.last else set()))
        for reader in readers:
            unsigned = prepare_reveal(commitment, opened.cek, revealer=me.party, reader=reader, iat=now, seen=seen)
            made.append(unsigned.sign(me))
            signing.remember(journal, unsigned.id, "reveal", now, output, about)
    writing.write(output, me.party.card + b"".join(made), force=options.force, private=options.public)
    say(f"\n{output}: your card and {len(made)} reveal(s). It opens the list only together with its envelope.")
    return 0

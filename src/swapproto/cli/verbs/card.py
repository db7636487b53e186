"""The verb ``card``: the card of a key file, and its digits."""

import argparse

from .. import keyfiles, outputs
from ..arguments import add_output
from ..disk import writing
from ..screen.terminal import out, say

EXAMPLES = ("swapproto card North.swapkey -o North.swap", "swapproto card North.swapkey -o North.swap --force")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the verb's options."""
    parser.add_argument("key_file", metavar="ME.swapkey", help="your key file")
    add_output(parser, "ME.swap")


def run(options: argparse.Namespace) -> int:
    """Write the card of a key file again, if it was lost, and print its 60 digits. It takes no passphrase."""
    outputs.check(options)
    party = keyfiles.read(options.key_file).party
    writing.write(options.output, party.card, force=options.force)
    if options.output != "-":
        say(f"{options.output}: your card. Send it to everyone, and give them these digits over another channel:")
        out(party.fingerprint)
    return 0

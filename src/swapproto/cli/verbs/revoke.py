"""The verb ``revoke``: a key that is not to be believed any more."""

import argparse

from ...wording import when
from .. import keyfiles, outputs
from ..acts import exchanging, signing
from ..arguments import KeyChoice, add_key, add_output
from ..disk import writing
from ..journal import BesideKey
from ..pinning.pins import Pins
from ..screen import moments
from ..screen.terminal import confirm, paragraph, say

EXAMPLES = (
    "swapproto revoke -k North.swapkey --since 2027-03-01 -o revocation.swap",
    "swapproto revoke -k North.swapkey --since 2027-03-01T14:30:00+02:00 -o revocation.swap",
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the verb's options."""
    add_key(parser, required=True)
    parser.add_argument(
        "--since",
        metavar="TIME",
        required=True,
        help="from when it is not to be believed: YYYY-MM-DD[THH:MM:SSZ] or seconds since 1970",
    )
    add_output(parser, "OUT.swap")
    parser.add_argument("--yes", action="store_true", help="sign without asking")


def run(options: argparse.Namespace) -> int:
    """Say that your key was stolen, or may have been: that from a time on it is not to be believed. You are told what
    that does and what it does not, and asked."""
    key, output, since = KeyChoice.of(options), options.output, moments.parse(options.since)
    outputs.check(options)
    me = keyfiles.unlock(key)
    with BesideKey(options.key_file).claimed():
        journal = signing.open_journal(key, me)
        prepared = exchanging.moves_without_files(Pins(), me, journal).revoke(since)
        lines = [f"You are about to revoke the key of {me.party.name!r}, digits {me.party.fingerprint}:"]
        lines.append(f"from {when(since)} on it is not to be believed.")
        lines += [
            *map(paragraph, _WHAT_IT_DOES),
            *signing.time_in_words(prepared.unsigned.iat, journal, me, yes=options.yes),
        ]
        confirm("\n".join(lines), yes=options.yes)
        signed = exchanging.sign([prepared], me, journal, output)
    writing.write(output, me.party.card + signed, force=options.force)
    say(f"\n{writing.shown(output)}: your card and the revocation. Send it to all who pinned your card, or publish it.")
    say("Tell them over another channel, too, since a thief of the key could send the same.")
    say(f"Keep {options.key_file} and its journal, and give them to nobody: they still open what was sealed to you.")
    say(
        "Next: swapproto keygen NEW-NAME, and new terms for each exchange that goes on, since a new key is a new party."
    )
    return 0


_WHAT_IT_DOES = (
    "What it does: whoever has it sees it beside everything that says it was signed with this key from then on.",
    """\
What it does not: it takes back nothing that was signed before, and ends no exchange. It does not stop a thief, who can
sign with an earlier time, and can open what is sealed to this key. It does not prove that the key was stolen.""",
)

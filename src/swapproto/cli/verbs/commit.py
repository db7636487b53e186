"""The verb ``commit``: a commitment to a list, and the sealed list."""

import argparse
from shlex import quote

from ...wire.armor import armor
from .. import keyfiles, outputs, signing, writing
from ..arguments import add_new_list
from ..journal import BesideKey
from ..terminal import say

EXAMPLES = (
    "swapproto commit people.csv -k North.swapkey --role offer -o people-1.swap",
    "swapproto commit people.csv -k North.swapkey --previous people-1.swap --to South -o people-2.swap",
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the verb's options."""
    add_new_list(parser)
    parser.add_argument(
        "--commitment", metavar="PUBLIC.swap", help="also write the commitment alone, as text for the press"
    )


def run(options: argparse.Namespace) -> int:
    """Commit to a list and seal it. OUT.swap contains your card, the commitment and the envelope; whoever has it can
    verify it and read nothing, unless the list is sealed to them."""
    draft, alone = signing.Draft.of(options, published=False), options.commitment
    outputs.check(options)
    me = keyfiles.unlock(draft.key)
    with BesideKey(options.key_file).claimed():
        sealed = signing.prepare(draft, me)
        commitment = signing.sign_commitment(draft, me, sealed).raw
    writing.write(draft.output, me.party.card + commitment + sealed.envelope, force=draft.force)
    if alone is not None:
        writing.write(alone, armor(commitment).encode(), force=draft.force)
    say(f"\n{writing.shown(draft.output)}: your card, the commitment and the sealed list. Send it, or publish it.")
    if alone is not None:
        say(f"{writing.shown(alone)}: the commitment alone, for the press. To verify it, people need your card, too.")
    file = "OUT.swap" if draft.output == "-" else quote(draft.output)
    say(f"Later: swapproto reveal {file} -k {quote(options.key_file)} --to CARD.swap -o REVEAL.swap")
    return 0

"""The verb ``sign``: a list that everyone can read."""

import argparse
from shlex import quote

from ...ledger import AboutList
from ...release import prepare_reveal
from .. import keyfiles, outputs
from ..acts import committing, signing
from ..arguments import add_new_list
from ..disk import writing
from ..journal import BesideKey
from ..screen.terminal import say
from ..terms.drafts import Draft

EXAMPLES = (
    "swapproto sign people.csv -k North.swapkey --role report -o people.swap",
    "swapproto sign people.csv -k North.swapkey --role offer --profile detainee --public -o people.swap",
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the verb's options."""
    add_new_list(parser)
    parser.add_argument("--public", action="store_true", help="needed to publish a list with restricted fields")


def run(options: argparse.Namespace) -> int:
    """Commit to a list and publish its key at once: everyone who has OUT.swap can read every entry."""
    draft = Draft.of(options, published=True, public=options.public)
    outputs.check(options)
    me = keyfiles.unlock(draft.key)
    with BesideKey(options.key_file).claimed():
        sealed, _, code = committing.prepare(draft, me)
        commitment = committing.sign_commitment(draft, me, sealed)
        journal = signing.open_journal(draft.key, me)
        reveal = prepare_reveal(
            commitment, sealed.opened.cek, revealer=me.party, reader=None, iat=commitment.iat, seen=[commitment.id]
        )
        about = AboutList.of(commitment.body, sealed.opened.list.label)
        signing.remember(journal, reveal.id, "reveal", commitment.iat, draft.output, about)
        signed_reveal = reveal.sign(me)
    writing.write(draft.output, me.party.card + commitment.raw + signed_reveal + sealed.envelope, force=draft.force)
    what = "your card, the commitment, the list and its key. Everyone who has it can read the list."
    say(f"\n{writing.shown(draft.output)}: {what}")
    file = "OUT.swap" if draft.output == "-" else quote(draft.output)
    say(f"Anyone verifies it with: swapproto verify {file} --from '{me.party.fingerprint}'")
    return code

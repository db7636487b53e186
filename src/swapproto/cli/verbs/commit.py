"""The verb ``commit``: a commitment to a list, and the sealed list."""

import argparse
import shlex
from collections.abc import Sequence
from shlex import quote

from ...errors import InputError
from ...statements import Party, read_form
from ...transcript import Transcript
from ...wire.armor import armor
from .. import keyfiles, outputs
from ..acts import committing, naming, stamping, targets
from ..arguments import add_new_list, add_terms
from ..disk import inbox, writing
from ..journal import BesideKey
from ..pinning import authorities
from ..pinning.authorities import Authority
from ..pinning.believed import Believed
from ..pinning.pins import Pins
from ..screen.terminal import say
from ..session import worst
from ..terms.drafts import Draft

EXAMPLES = (
    "swapproto commit people.csv -k North.swapkey --role offer -o people-1.swap",
    "swapproto commit people.csv -k North.swapkey --exchange exchange/ --profile detainee -o offer.swap",
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the verb's options."""
    add_new_list(parser)
    parser.add_argument(
        "--exchange",
        metavar="FILE",
        action="append",
        default=[],
        help="make it under the terms in FILE, which can be a folder; may be repeated, for accepts in other files",
    )
    add_terms(parser)
    parser.add_argument(
        "--commitment", metavar="PUBLIC.swap", help="also write the commitment alone, as text for the press"
    )
    parser.add_argument(
        "--stamp",
        metavar="URL|NAME",
        action="append",
        default=[],
        help="have it stamped by this authority over the network, as swapproto stamp --tsa does; may be repeated",
    )
    parser.add_argument(
        "--beacon",
        metavar="FILE|URL",
        help="put in this round of drand's quicknet, as JSON: it shows that the commitment was not made before",
    )


def run(options: argparse.Namespace) -> int:
    """Commit to a list and seal it. OUT.swap contains your card, the commitment and the envelope; whoever has it can
    verify it and read nothing, unless the list is sealed to them. With --exchange the terms say what role and how many
    entries it has; it is sealed to their mediators as agreed, and the others read it when it is revealed in turn."""
    draft, alone = Draft.of(options, published=False), options.commitment
    if options.terms and not draft.exchange:
        raise InputError("usage", "--terms chooses among the exchanges in --exchange FILE: give that, too")
    stampers = authorities.named(options.stamp)
    outputs.check(options)
    me = keyfiles.unlock(draft.key)
    with BesideKey(options.key_file).claimed():
        sealed, terms, code = committing.prepare(draft, me)
        commitment = committing.sign_commitment(draft, me, sealed).raw
    whole = me.party.card + commitment + sealed.envelope
    writing.write(draft.output, whole, force=draft.force)
    if alone is not None:
        writing.write(alone, armor(commitment).encode(), force=draft.force)
    say(f"\n{writing.shown(draft.output)}: your card, the commitment and the sealed list. {_where_to(draft)}")
    if alone is not None:
        say(f"{writing.shown(alone)}: the commitment alone, for the press. To verify it, people need your card, too.")
    file = "OUT.swap" if draft.output == "-" else draft.output
    if draft.exchange:
        later = ["swapproto", "status", *naming.with_file(draft.exchange, file), "-k", options.key_file]
    else:
        later = ["swapproto", "reveal", file, "-k", options.key_file, "--to", "CARD.swap", "-o", "REVEAL.swap"]
    if options.named is not None and not draft.exchange:  # at home a name is enough
        later = ["swapproto", "reveal", options.named, "--to", "CARD.swap"]
    if terms is not None and not stampers:
        stamping.remind(terms, draft.output)
    say(f"Later: {shlex.join(later)}")
    return worst(code, _stamp(draft, me.party, commitment, whole, stampers) if stampers else 0)


def _stamp(draft: Draft, me: Party, commitment: bytes, whole: bytes, stampers: Sequence[Authority]) -> int:
    """Have a commitment stamped, and write its file once more, with the stamps. Return the exit code."""
    target = targets.of_statement(read_form(commitment))
    terms = inbox.load(draft.exchange, quiet=True).transcript if draft.exchange else Transcript()
    pins = Pins.load(draft.trust)
    pins.add_reader(me)
    made, failures = stamping.ask(stampers, [target], Believed(terms, pins))
    stamps = b"".join(one.stamp.raw for one in made)
    if draft.output == "-":
        writing.write("-", stamps, force=draft.force)
    elif stamps:
        writing.write(draft.output, whole + stamps, force=True)  # nothing of it is lost if this is interrupted
    stamping.tell(made)
    stamping.tell_failures(failures)
    if failures:
        file = "OUT.swap" if draft.output == "-" else draft.output
        again = ["swapproto", "stamp", file, "--tsa", failures[0].authority.name, "-o", "STAMPED.swap"]
        say("The commitment is signed and written all the same. To have it stamped later, or by another authority:")
        say(f"  {shlex.join(again)}")
    return 3 if failures else 0


def _where_to(draft: Draft) -> str:
    if not draft.exchange:
        return "Send it, or publish it."
    where = "Send it to all whom the terms name: the other parties cannot read it before it is revealed in turn."
    path = draft.table.path
    return where if path == "-" else f"{where} Do not send {quote(path)}: it can be read by everyone."

"""The verb ``accept``: terms that were proposed."""

import argparse
import shlex
from collections.abc import Sequence

from ...assessment import Standing
from ...ledger import Ledger
from ...statements import Signed, Terms
from ...wording import when
from .. import keyfiles, outputs
from ..acts import exchanging, naming, parties, signing, stamping
from ..arguments import KeyChoice, add_files, add_key, add_output, add_terms, add_trust
from ..disk import writing
from ..journal import BesideKey, elsewhere
from ..pinning.pins import Pins
from ..screen import clock
from ..screen.terminal import clean, confirm, paragraph, say
from ..session import Session
from ..terms import terms_schema, terms_shown, terms_warnings

EXAMPLES = (
    "swapproto accept terms.swap -k South.swapkey -o accept.swap",
    "swapproto accept inbox --terms 1a2b3c4d -k South.swapkey -o accept.swap",
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the verb's options."""
    add_files(parser)
    add_key(parser, required=True)
    add_output(parser, "OUT.swap")
    add_terms(parser)
    parser.add_argument("--yes", action="store_true", help="sign without asking")
    add_trust(parser)


def run(options: argparse.Namespace) -> int:
    """Accept the terms of an exchange, as a party or as a mediator. You are shown all of them, and asked. Everyone whom
    they name has to be pinned before. OUT.swap holds the terms, your accepts and the cards of everyone."""
    key, output = KeyChoice.of(options), options.output
    outputs.check(options)
    me = keyfiles.unlock(key)
    session = Session.open(options.files, Pins.load(options.trust), me=me)
    parties.require_pinned(session, options.terms)
    standing = exchanging.choose(session, options.terms)
    with BesideKey(options.key_file).claimed():
        journal = signing.open_journal(key, me)
        moves = exchanging.moves_of(session, me, journal)
        terms = moves.require_terms(standing)
        again = me.party.kid in standing.exchange.accepted
        prepared = moves.accept(standing)
        lines = [*_signed_before(session, standing, journal), *_in_words(session, terms, options.files, again=again)]
        lines += signing.time_in_words(prepared[0].unsigned.iat, journal, me, yes=options.yes)
        confirm("\n".join(lines), yes=options.yes)
        signed = exchanging.sign(prepared, me, journal, output)
    writing.write(output, parties.cards_of(terms.body, session.pins) + terms.raw + signed, force=options.force)
    others = parties.others(terms.body, me, session.pins)
    say(f"\n{writing.shown(output)}: the terms, your accepts, and the cards of everyone. Send it to {others}.")
    say(f"It contains no list. {options.key_file} and its journal go to nobody.")
    stamping.remind(terms.body, output)
    files = naming.with_file(options.files, "OUT.swap" if output == "-" else output)
    say(f"Later: {shlex.join(['swapproto', 'status', *files, '-k', options.key_file])}")
    return exchanging.exit_code(session)


def _signed_before(session: Session, standing: Standing, journal: Ledger) -> list[str]:
    """Return the warning of an accept that was signed, and is not among the files."""
    made = elsewhere(journal, session.assessment, standing.exchange.id, "accept")
    if made is None:
        return []
    file = "" if made.kept_in is None else f", {clean(made.kept_in)}"
    return [
        f"WARNING: you signed an accept of these terms on {when(made.iat)}. It is not among these files.",
        f"Add the file that you wrote{file}. Sign another only if that is lost.",
    ]


def _in_words(session: Session, terms: Signed[Terms], files: Sequence[str], *, again: bool) -> list[str]:
    """Return what a user is about to sign."""
    body, pins = terms.body, session.pins
    schema = "" if body.schema is None else terms_schema.in_words(body.schema, terms_schema.beside(files))
    replaced = None if body.replaces is None else session.assessment.of(Terms).get(body.replaces)
    lines = [f"You are about to accept these terms of an exchange, which {pins.shown(terms.kid)} proposed:"]
    if again:
        lines = [
            "You have accepted these terms before. You are about to sign accepts for those who cannot seal to you:"
        ]
    lines += terms_shown.lines_of(terms_shown.blocks(body, pins, schema))
    lines += terms_shown.identity_lines(terms.id)
    if body.replaces is not None:
        before = None if replaced is None else replaced.body
        lines += terms_shown.replacing_lines(body.replaces, before, body, pins, schema)
    lines += terms_warnings.warnings(body, None if replaced is None else replaced.body)
    lines += terms_warnings.of_time(body.deadlines._asdict(), clock.now())
    return [*lines, paragraph(_WHAT_FOLLOWS)]


_WHAT_FOLLOWS = """\
Whoever has this file can prove that you accepted these terms. They bind once every party has accepted. An accept is a
key for one of the others, to which only they can seal a list. You can withdraw later; that is final, and takes nothing
back."""

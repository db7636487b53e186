"""The verb ``propose``: the terms of an exchange."""

import argparse
from shlex import quote

from ...errors import InputError
from ...statements import Signed, Terms
from .. import keyfiles, outputs
from ..acts import exchanging, parties, signing, stamping
from ..arguments import KeyChoice, add_force, add_passphrase, add_terms, add_trust
from ..disk import destinations, writing
from ..journal import BesideKey
from ..pinning.pins import Pins
from ..screen import clock
from ..screen.terminal import confirm, paragraph, say
from ..session import Session
from ..terms import terms_schema, terms_shown, terms_template, terms_warnings
from ..terms.terms_draft import TermsDraft, draft
from ..terms.terms_file import TermsFile

EXAMPLES = (
    "swapproto propose --template -o TERMS.toml",
    "swapproto propose TERMS.toml -k North.swapkey -o terms.swap",
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the verb's options."""
    parser.add_argument("terms_file", metavar="TERMS.toml", nargs="?", help="the terms, as a small file; - for stdin")
    parser.add_argument("--template", action="store_true", help="write such a file to fill in, instead")
    parser.add_argument("-k", metavar="ME.swapkey", dest="key_file", help="your key file, to sign")
    add_passphrase(parser)
    parser.add_argument("-o", "--output", metavar="OUT", help="the file to write; - for stdout")
    add_force(parser)
    parser.add_argument(
        "--replaces", metavar="FILE", help="a counter-proposal: the terms in FILE are those that these replace"
    )
    add_terms(parser)
    parser.add_argument("--yes", action="store_true", help="sign without asking")
    add_trust(parser)


def run(options: argparse.Namespace) -> int:
    """Propose the terms of an exchange, and accept them yourself: who owes which list to whom, and by when. You are
    shown all of them, and asked. OUT.swap holds the terms, your accepts and the cards of everyone whom they name."""
    if options.template:
        return _write_template(options)
    if options.terms_file is None or options.key_file is None or options.output is None:
        raise InputError(
            "usage", "give TERMS.toml, -k ME.swapkey and -o OUT.swap, or --template; see: swapproto propose --help"
        )
    outputs.check(options)
    file = TermsFile.read(options.terms_file)
    key, output = KeyChoice.of(options), options.output
    me = keyfiles.unlock(key)
    pins = Pins.load(options.trust)
    old_path = _replaced_file(options, file)
    session = None if old_path is None else Session.open([old_path], pins, me=me)
    replaced = None if session is None else _replaced_terms(session, options.terms)
    pins.add_reader(me.party)
    made = draft(file, pins, None if replaced is None else replaced.id)
    schema_path = None if made.schema is None or output == "-" else terms_schema.path_beside(output)
    read = [options.terms_file, *made.read, *filter(None, [old_path])]
    destinations.check_paths(*filter(None, [output, schema_path]), force=options.force, spare=read)
    with BesideKey(options.key_file).claimed():
        journal = signing.open_journal(key, me)
        if session is None:
            moves = exchanging.moves_without_files(pins, me, journal)
        else:
            moves = exchanging.moves_of(session, me, journal)
        prepared = moves.propose(made.terms)
        lines = _in_words(made, prepared[0].unsigned.id, None if replaced is None else replaced.body, pins)
        lines += signing.time_in_words(prepared[0].unsigned.iat, journal, me, yes=options.yes)
        confirm("\n".join(lines), yes=options.yes)
        signed = exchanging.sign(prepared, me, journal, output)
    if made.schema is not None and schema_path is not None:
        writing.write(schema_path, made.schema[1], force=options.force)
    writing.write(output, parties.cards_of(made.terms, pins) + signed, force=options.force)
    _say_next(options, made, parties.others(made.terms, me, pins), schema_path)
    return 0 if session is None else exchanging.exit_code(session)


def _write_template(options: argparse.Namespace) -> int:
    if options.terms_file is not None or options.key_file is not None:
        raise InputError("usage", "--template takes no terms and no key: only -o TERMS.toml")
    output = options.output = options.output or "-"
    destinations.check_paths(output, force=options.force)
    writing.write(output, terms_template.template(clock.now()).encode(), force=options.force)
    if output != "-":
        say(f"{writing.shown(output)}: terms to fill in. Then:")
        say(f"  swapproto propose {quote(output)} -k ME.swapkey -o terms.swap")
    return 0


def _replaced_file(options: argparse.Namespace, file: TermsFile) -> str | None:
    """Return the file of the terms that these replace, if they are a counter-proposal."""
    named = file.written.replaces
    if named is None:
        given: str | None = options.replaces
        return given
    if options.replaces is not None:
        raise file.refused("--replaces names a file, too: name it once", ("replaces",))
    return file.beside(named)


def _replaced_terms(session: Session, beginning: str | None) -> Signed[Terms]:
    parties.require_pinned(session, beginning)
    terms = exchanging.choose(session, beginning).exchange.terms
    if terms is None:
        raise InputError("usage", "the terms that these are to replace are not in that file")
    return terms


def _in_words(made: TermsDraft, identifier: bytes, replaced: Terms | None, pins: Pins) -> list[str]:
    """Return what a user is about to sign."""
    terms, own_schema = made.terms, [] if made.schema is None else [made.schema[0]]
    schema = "" if terms.schema is None else terms_schema.in_words(terms.schema, own_schema)
    lines = ["You are about to propose these terms of an exchange, and to accept them:"]
    lines += terms_shown.lines_of(terms_shown.blocks(terms, pins, schema))
    lines += terms_shown.identity_lines(identifier)
    if terms.replaces is not None:
        lines += terms_shown.replacing_lines(terms.replaces, replaced, terms, pins, schema)
    return [*lines, *terms_warnings.warnings(terms, replaced), paragraph(_WHAT_FOLLOWS)]


_WHAT_FOLLOWS = """\
They bind nobody before every party has accepted them. Your accepts come with them: a key for each of the others, to
which only they can seal a list. Whoever has the file sees all of this, and that you signed it. You can withdraw."""


def _say_next(options: argparse.Namespace, made: TermsDraft, others: str, schema_file: str | None) -> None:
    output = writing.shown(options.output)
    say(f"\n{output}: the terms, your accepts, and the cards of everyone. Send it to {others}.")
    say("It contains no list, but whoever has it knows of the exchange.")
    if schema_file is not None:
        say(f"{writing.shown(schema_file)}: the schema of the lists. Send it along; whoever commits needs it.")
    elif made.schema is not None:
        say("Send the schema file along: whoever commits needs it.")
    say(f"{options.key_file} and its journal go to nobody.")
    stamping.remind(made.terms, options.output)
    file = "OUT.swap" if options.output == "-" else quote(options.output)
    say(f"Next: they run  swapproto accept {file} -k THEIR.swapkey -o accept.swap")
    say(f"Later: swapproto status {file} ... -k {quote(options.key_file)}")

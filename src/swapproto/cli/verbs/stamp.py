"""The verb ``stamp``: evidence of when statements existed, by the clocks of time-stamping authorities."""

import argparse
import shlex
from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import NamedTuple

from ...counting import count_of
from ...errors import InputError, SwapError
from ...stamps.requests import QUERY_TYPE, RESPONSE_LIMIT, Request
from ...statements import read_form
from ...transcript import Transcript, kinds
from .. import outputs
from ..acts import published, stamping, targets
from ..acts.stamping import Failure, Made
from ..acts.targets import Target
from ..arguments import add_files, add_output, add_trust
from ..disk import cose_files, files, inbox, writing
from ..disk.cose_files import Imported
from ..pinning import authorities
from ..pinning.believed import Believed
from ..pinning.pins import Pins
from ..screen.likeliest import require_known
from ..screen.terminal import clean, say
from ..session import worst

EXAMPLES = (
    "swapproto stamp people-1.swap --tsa FreeTSA --tsa DigiCert -o stamped.swap",
    "swapproto stamp people-1.swap --query people-1.tsq",
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the verb's options."""
    add_files(parser)
    way = parser.add_mutually_exclusive_group()
    names = ", ".join(known.name for known in authorities.PUBLIC)
    way.add_argument(
        "--tsa",
        metavar="URL|NAME",
        action="append",
        default=[],
        help=f"ask this authority over the network: its address, or {names}; may be repeated",
    )
    way.add_argument("--query", metavar="OUT.tsq", help="write the request for one stamp, to be sent from elsewhere")
    way.add_argument(
        "--response",
        metavar="IN.tsr",
        action="append",
        default=[],
        help="take what an authority answered to such a request; may be repeated",
    )
    way.add_argument(
        "--cose",
        metavar="OUT.cose",
        help="write one statement with a stamp of it, for other COSE programs (RFC 9921)",
    )
    add_output(parser, "OUT.swap", "the file to write, with all of FILE and the stamps; - for stdout", required=False)
    parser.add_argument(
        "--only", metavar="KIND", action="append", help="stamp the statements of this kind; may be repeated"
    )
    parser.add_argument("--what", metavar="HEX", help="stamp only what has an id that begins so; inspect shows ids")
    parser.add_argument(
        "--renew", action="store_true", help="stamp the stamps, before their certificates or algorithms end"
    )
    add_trust(parser)


def run(options: argparse.Namespace) -> int:
    """Have statements stamped by time-stamping authorities (RFC 3161), as evidence of when they existed: the
    commitments in FILE; if there are none, all other statements; cards where there is nothing else. Only --tsa uses the
    network: it sends a hash of each signature, which shows nothing of a list. Every stamp is verified before it is
    written: by the clocks that you pinned with swapproto trust, or that terms in FILE agree on, if there are any. FILE
    can also be that of another COSE program, with a time stamp in header 270."""
    _check(options)
    outputs.check(options)
    pins = Pins.load(options.trust)
    found = _Found.of(options.files, pins)
    if options.query:
        return _write_query(found, options)
    if options.cose:
        return _write_cose(found, options)
    failures: list[Failure] = []
    made = found.imported()
    if options.response:
        made += found.from_answers(options.response)
    if options.tsa:
        chosen = found.chosen(options)
        new, failures = stamping.ask(authorities.named(options.tsa), chosen, found.believed)
        made += new
        stamping.tell_failures(failures)
    return _write(found, made, failures, options)


def _check(options: argparse.Namespace) -> None:
    """Raise :class:`InputError` ``usage`` for options that do not go together."""
    chooses = options.only or options.what or options.renew
    if options.renew and options.only:
        raise InputError("usage", "--renew stamps stamps, and --only chooses statements: give one of both")
    if options.response and chooses:
        raise InputError("usage", "an answer says itself what it is of: --only, --what and --renew are not for it")
    if options.cose and (options.only or options.renew):
        raise InputError("usage", "--cose is of one statement and one stamp: choose with --what alone")
    require_known("kind", options.only or (), kinds())
    if options.what and not set(options.what.lower()) <= set("0123456789abcdef"):
        raise InputError("usage", f"--what {options.what!r} is not the beginning of an id, which has 0-9 and a-f")
    own = "--query" if options.query else "--cose" if options.cose else None
    if options.output and own:
        raise InputError("usage", f"{own} names the file that it writes: leave -o out")
    if not options.output and not own:
        raise InputError("usage", "say where to write the stamps: -o OUT.swap")


class _Found(NamedTuple):
    """What is in the files of a command, and the clocks that its stamps are verified by."""

    paths: Sequence[str]
    transcript: Transcript
    cose: Sequence[Imported]
    statements: Sequence[Target]
    believed: Believed

    @classmethod
    def of(cls, paths: Sequence[str], pins: Pins) -> "_Found":
        others, cose = cose_files.take(paths)
        parts = [inbox.load(others).transcript] if others else []
        parts += [Transcript.read(one.statement, one.path) for one in cose]
        transcript = Transcript.union(parts)
        if not transcript.statements:
            raise InputError("usage", f"{', '.join(paths)}: there is no statement in it, so there is nothing to stamp")
        return cls(paths, transcript, cose, targets.statements(transcript, pins), Believed(transcript, pins))

    def chosen(self, options: argparse.Namespace) -> list[Target]:
        """Return what is to be stamped, by the options. Raise :class:`InputError` ``usage`` if there is nothing."""
        if options.renew:
            chosen = targets.latest_stamps(self.transcript, self.statements, self.believed)
        elif options.only:
            chosen = [target for target in self.statements if target.kind in options.only]
        else:
            chosen = list(self.statements) if options.what else targets.usual(self.statements)
        if options.what:
            chosen = targets.beginning_with(chosen, options.what)
        if not chosen:
            what = "stamp" if options.renew else "statement of that kind" if options.only else "sound statement"
            raise InputError("usage", f"there is no {what} in these files, so there is nothing to stamp")
        return chosen

    def before(self) -> Iterator[Made]:
        """Yield the stamps of statements that the files hold, as far as they verify."""
        for stamp in self.transcript.stamps.values():
            for target in self.statements:
                if target.id == stamp.target:
                    with suppress(SwapError):
                        yield stamping.make(stamp.token, target, self.believed)

    def imported(self) -> list[Made]:
        """Return the stamps that files of other programs hold, verified. Raise :class:`SwapError`."""
        made = []
        for one in self.cose:
            identifier = read_form(one.statement).id
            fitting = [target for target in self.statements if target.id == identifier]
            made.append(
                stamping.from_token(f"{one.path}, header {cose_files.HEADER}", one.token, fitting, self.believed)
            )
        return made

    def from_answers(self, paths: Sequence[str]) -> list[Made]:
        """Return the stamps in answers of authorities, verified. Raise :class:`SwapError`."""
        every = [*self.statements, *map(targets.of_stamp, self.transcript.stamps.values())]
        answers = [(path, files.read_bytes(path, RESPONSE_LIMIT)) for path in paths]
        return [stamping.from_answer(path, data, every, self.believed) for path, data in answers]


def _write(found: _Found, made: Sequence[Made], failures: Sequence[Failure], options: argparse.Namespace) -> int:
    if not made:
        if failures:
            raise InputError(
                "network", "no authority gave a stamp that can be kept, for the reasons above; nothing was written"
            )
        raise InputError("usage", "say who is to stamp: --tsa NAME. Without a network: --query, and later --response")
    read = found.transcript
    keys = published.in_words(read, read)
    private = bool(read.disclosures or keys)  # they show entries
    data = stamping.joined(read, [one.stamp for one in made])
    writing.write(options.output, data, force=options.force, private=private)
    for rejected in read.rejected.values():
        say(f"omitted: {clean(rejected.source)}, byte {rejected.offset}: {clean(rejected.message)} [{rejected.code}]")
    say(f"{writing.shown(options.output)}: what was in {_named(found.paths)}, with {count_of(len(made), 'stamp')}:")
    stamping.tell(made, found.before())
    for key in keys:
        say(f"  {key}")
    return worst(1 if read.rejected else 0, 3 if failures else 0)


def _write_query(found: _Found, options: argparse.Namespace) -> int:
    target = targets.only_one(found.chosen(options), "--query is for one stamp, of one statement")
    writing.write(options.query, Request.of(target.stamped).raw, force=options.force)
    query = "OUT.tsq" if options.query == "-" else options.query
    answer = query.removesuffix(".tsq") + ".tsr"
    send = ["curl", "-H", f"Content-Type: {QUERY_TYPE}", "--data-binary", f"@{query}"]
    send += ["-o", answer, authorities.PUBLIC[0].address]
    say(f"{writing.shown(options.query)}: a request for a stamp of {target}. It shows a hash, and nothing of a list.")
    say("Send it from a computer that has a network to an authority, as with:")
    say(f"  {shlex.join(send)}")
    say("Bring what it answers back, and then:")
    say(f"  {shlex.join(['swapproto', 'stamp', *found.paths, '--response', answer, '-o', 'OUT.swap'])}")
    return 0


def _write_cose(found: _Found, options: argparse.Namespace) -> int:
    by_id = {target.id: target for target in found.statements}
    pairs = {}
    for stamp, _ in targets.sound_stamps(found.transcript, found.statements, found.believed):
        if stamp.target in by_id and (options.what is None or _means(options.what, stamp.id, stamp.target)):
            pairs[targets.of_stamp(stamp)] = stamp
    if not pairs:
        raise InputError("usage", "no sound stamp of such a statement is in these files; have it stamped first: --tsa")
    stamp = pairs[targets.only_one(list(pairs), "--cose is of one statement and one stamp")]
    for statement in found.transcript.statements.values():
        if statement.id == stamp.target and stamping.is_of(stamp.token, targets.of_statement(statement)):
            writing.write(options.cose, cose_files.encode(statement.raw, stamp.token), force=options.force)
    say(f"{writing.shown(options.cose)}: {by_id[stamp.target]} with its time stamp in header {cose_files.HEADER}.")
    say("It is for other COSE programs. To have a .swap file of it again: swapproto stamp IN.cose -o OUT.swap")
    return 0


def _means(digits: str, *ids: bytes) -> bool:
    return any(one.hex().startswith(digits.lower()) for one in ids)


def _named(paths: Sequence[str]) -> str:
    return clean(", ".join(paths[:3])) + (f" and {len(paths) - 3} more" if len(paths) > 3 else "")

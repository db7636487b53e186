"""The verb ``status``: where exchanges stand."""

import argparse
from collections.abc import Iterator

from ...errors import InputError
from ...ledger import Ledger
from ...statements import Party
from .. import keyfiles, verifying
from ..acts.next_step import Reader, steps
from ..arguments import add_terms
from ..disk.inbox import unexpected
from ..journal import BesideKey
from ..screen.terminal import clean, headline, note, out, out_json, say
from ..terms.terms_shown import choose_exchange, titled
from ..verdicts import good_faith, report, story
from ..verdicts.verdict import Verdict, missing_digits

EXAMPLES = (
    "swapproto status inbox -k South.swapkey",
    "swapproto status inbox --require agreed --json",
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the verb's options."""
    verifying.add_options(parser)
    add_terms(parser)
    parser.add_argument(
        "-k", metavar="ME.swapkey", dest="key_file", help="your key file, for your next command; needs no passphrase"
    )


def run(options: argparse.Namespace) -> int:
    """Show where exchanges stand, as far as these files show it: a line for each, the one that is due first at the top.
    With one exchange, or one that --terms chooses, it shows who did what, whose move it is, and with -k the command for
    your move."""
    own = None if options.key_file is None else keyfiles.read(options.key_file).party
    found = verifying.verify(options, own)
    if options.json:
        out_json(verifying.as_data(found))
        return found.exit_code
    for line in _lines(found, options, own):
        out(line)
    return found.exit_code


def _lines(found: Verdict, options: argparse.Namespace, own: Party | None) -> Iterator[str]:
    assessment, pins, words = found.assessment, found.pins, found.pins.words
    if found.exit_code != 0:
        first = found.headline(verifying.trusted(options), [*map(repr, verifying.named_cards(options))], words)
        yield headline(first, found.exit_code)
    yield from report.contradictions(assessment, pins)
    yield from report.missing_lines(assessment, pins, found.required)
    standings = assessment.exchanges if options.terms is None else (choose_exchange(assessment, options.terms),)
    if not standings:
        yield words.label("no-exchange", "console")
    elif len(standings) > 1:
        yield from story.overview(standings, pins, assessment.now)
    else:
        yield from story.story(standings[0], assessment, pins)
        yield from good_faith.table(standings[0], assessment, pins)
    yield from missing_digits(found, words)
    under = {commitment.id for standing in standings for commitment in standing.exchange.commitments}
    absent = {view.subject for view in assessment.views if view.code == "envelope-absent"} & under
    if absent:
        yield words.label("absent-lists", "console", number=len(absent))
    if own is not None:
        reader = Reader(own, options.key_file, _journal(options.key_file, own), options.files)
        for standing in standings:
            is_own = any(move.by == own.kid for move in standing.awaiting)
            if len(standings) == 1 and not is_own and standing.state != "no-terms":
                yield words.label("not-your-move", "console")
            exchange = None if len(standings) == 1 else titled(standing, words)
            for step in steps(standing, assessment, reader, words):
                yield words.label("your-move", "console", exchange=exchange, what=step.what)
                if step.made is not None:
                    file = None if step.made.kept_in is None else clean(step.made.kept_in)
                    yield words.label("move-made", "console", signed=step.made.iat, file=file)
                yield f"  {step.command}"
    elif standings:
        say("With -k ME.swapkey it also gives the command for your next move.")
    yield from _left_out(found)


def _journal(key_file: str, own: Party) -> Ledger | None:
    """Return what a key signed, as the journal beside it says. A damaged one is noted: nothing is signed here."""
    try:
        return Ledger(BesideKey(key_file), own.kid)
    except InputError as error:
        note(clean(str(error)))
        return None


def _left_out(found: Verdict) -> Iterator[str]:
    """Yield how much these files hold that no line here is about."""
    rejected, not_read = len(found.assessment.rejected), len(unexpected(found.loaded.not_read))
    strange = sum(ignored.kind != "card" for ignored in found.assessment.ignored)
    words = found.pins.words
    left = (("rejected", "piece", rejected), ("strange", "artefact", strange), ("unread", "file", not_read))
    parts = [
        words.label(f"left-{how}", "console", counted=words.count(what, number)) for how, what, number in left if number
    ]
    if parts:
        yield words.label("left-out", "console", parts=words.some(parts, len(parts)))

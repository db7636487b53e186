"""The verb ``review``: what one says of a list of another, as a whole or entry by entry."""

import argparse

from ...errors import InputError
from ...statements import Commitment
from .. import keyfiles, outputs
from ..acts import exchanging, review_sheets, reviewing
from ..acts.signing import open_journal
from ..arguments import KeyChoice, ListChoice, add_choice, add_files, add_force, add_key, add_trust
from ..journal import BesideKey
from ..pinning.pins import Pins
from ..session import Session

EXAMPLES = (
    "swapproto review exchange/ -k South.swapkey --export review.xlsx",
    "swapproto review exchange/ -k South.swapkey --import review.xlsx -o review.swap",
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the verb's options."""
    add_files(parser)
    add_key(parser, required=True)
    how = parser.add_mutually_exclusive_group(required=True)
    how.add_argument("--export", metavar="SHEET.xlsx", help="write a workbook with a place for a verdict on each entry")
    how.add_argument(
        "--import",
        dest="imported",
        metavar="SHEET.xlsx",
        action="append",
        default=[],
        help="sign the verdicts in a workbook; may be repeated, for several reviewers, who have to agree",
    )
    how.add_argument("--agree", action="store_true", help="agree to the list as a whole")
    how.add_argument("--contest", action="store_true", help="contest the list as a whole")
    parser.add_argument(
        "--carry", metavar="OLD.swap", help="keep your verdicts on entries that an earlier version has, too"
    )
    parser.add_argument("-o", "--output", metavar="OUT.swap", help="the file to write; - for stdout")
    add_force(parser)
    whom = parser.add_mutually_exclusive_group()
    whom.add_argument(
        "--to",
        metavar="CARD.swap",
        action="append",
        default=[],
        help="seal the verdicts on entries to a pinned party, not to whoever signed the list; may be repeated",
    )
    whom.add_argument("--public", action="store_true", help="publish the verdicts on entries")
    parser.add_argument("--yes", action="store_true", help="sign without asking")
    add_choice(parser)
    add_trust(parser)


def run(options: argparse.Namespace) -> int:
    """Review a list of another that you can open. --export writes it as a workbook, in which people give a verdict and
    a reason for each entry; --import signs them, as a list about the list that its signer can read. The list is
    contested if one entry is. --agree and --contest are verdicts on the whole, without a workbook."""
    _require_fitting(options)
    key, choice = KeyChoice.of(options), ListChoice.of(options)
    outputs.check(options)
    me = keyfiles.unlock(key)
    paths = [*options.files, *([options.carry] if options.carry else [])]
    with BesideKey(options.key_file).claimed():
        session = Session.open(paths, Pins.load(options.trust), me=me)
        lists = session.assessment.of(Commitment).values()
        others = [one for one in lists if one.kid != me.party.kid and not reviewing.is_review(one)]
        if lists and not others:
            raise InputError("usage", "no list of another is here: your own is reviewed by those who read it")
        named = session.chosen(lists, choice)
        if named and all(one.kid == me.party.kid for one in named):
            raise InputError(
                "usage", "that list is your own: it is reviewed by those who read it. Choose one of another"
            )
        commitment = session.choose_among(others, choice)
        session.opened(commitment)
        kept = review_sheets.kept(session, me, commitment) if options.carry else {}
        if options.export:
            return review_sheets.export(session, me, commitment, kept, options)
        journal = open_journal(key, me)
        reviewer = reviewing.Reviewer(session, me, exchanging.moves_of(session, me, journal), journal)
        opinions = review_sheets.opinions(session, commitment, kept, options.imported) if options.imported else None
        return reviewer.review(commitment, opinions, options)


def _require_fitting(options: argparse.Namespace) -> None:
    """Raise :class:`InputError` ``usage`` for options that do not go together."""
    if bool(options.export) == bool(options.output):
        raise InputError(
            "usage", "give -o for the review that is signed, and leave it out with --export, which signs none"
        )
    if options.export and not options.export.lower().endswith(".xlsx"):
        raise InputError("usage", f"{options.export}: a review is a workbook: let its name end in .xlsx")
    whole = options.agree or options.contest
    if whole and (options.carry or options.to or options.public):
        raise InputError(
            "usage", "--carry, --to and --public are for verdicts on entries, and this is one on the whole"
        )
    if options.export and (options.to or options.public):
        raise InputError("usage", "--to and --public are for the review that is signed: give them with --import")

"""Workbooks of a review: written from a list, read again, compared, and filled in from an earlier review."""

import argparse
import shlex
from collections.abc import Mapping, Sequence

from ... import reviews
from ...counting import count_of
from ...envelope import Opened
from ...errors import InputError
from ...keys import Identity
from ...reviews import Opinion
from ...statements import Commitment, Signed
from ...tables.workbooks import review as sheets
from ..disk import files, writing
from ..screen.telling import Telling
from ..screen.terminal import clean, say, warn, working
from ..session import Session
from . import exchanging, naming
from .reviewing import own_reviews

_MAX_SHOWN, _MAX_MISSING = 20, 5


def export(
    session: Session,
    me: Identity,
    commitment: Signed[Commitment],
    kept: Mapping[str, Opinion],
    options: argparse.Namespace,
) -> int:
    """Write the workbook of a list, with the verdicts that are kept. Return the exit code."""
    question = _question(session.opened(commitment))
    given = {leaf: sheets.Answer(opinion.verdict, opinion.reason or "") for leaf, opinion in kept.items()}
    with working("Writing the workbook"):
        writing.write(
            options.export,
            lambda stream: sheets.write(question, stream, given),
            force=options.force,
            private=True,
        )
    entries = count_of(len(question.leaves), "entry", "entries")
    carried = f", {count_of(len(kept), 'verdict')} kept from before" if options.carry else ""
    say(f"{session.named(commitment)}")
    say(f"{writing.shown(options.export)}: {entries}, to be reviewed in the sheet {sheets.REVIEW}{carried}.")
    say("Who has it reads the list: give it to reviewers alone. It goes to nobody else, and not to the list's signer.")
    words = ["swapproto", "review", *options.files, "-k", options.key_file, "--list", commitment.id.hex()[:12]]
    output = naming.suggested(me.party, "review", options.files)
    say(f"Later: {shlex.join([*words, '--import', options.export, '-o', output])}")
    return exchanging.exit_code(session)


def opinions(
    session: Session, commitment: Signed[Commitment], kept: Mapping[str, Opinion], paths: Sequence[str]
) -> dict[str, Opinion]:
    """Return the one opinion of each entry that workbooks give; what none gives is kept from before.

    Raise :class:`InputError` ``table`` where reviewers differ, who are shown, and where nobody has a verdict.
    """
    opened = session.opened(commitment)
    question = _question(opened)
    answered = {path: _read(question, path) for path in paths}
    rows = {leaf: row for row, leaf in enumerate(question.leaves, 1)}
    found: dict[str, Opinion] = {}
    differing: dict[str, str] = {}
    for path, answers in answered.items():
        given = {leaf: _opinion(answer) for leaf, answer in answers.items() if answer.verdict}
        for leaf in reviews.differing(found, given):
            differing.setdefault(leaf, path)
        found = {**given, **found}
    if differing:
        _show_differences(opened, rows, answered, differing)
        raise InputError(
            "table",
            f"the reviewers differ on {count_of(len(differing), 'entry', 'entries')}, named above; nothing was signed. "
            "Let them agree, or import the one workbook that is to count",
        )
    found = {**kept, **found}
    if missing := [leaf for leaf in question.leaves if leaf not in found]:
        first = missing[:_MAX_MISSING]
        sheet_rows = ", ".join(str(answered[paths[0]][leaf].row) for leaf in first)
        its_rows = ", ".join(str(rows[leaf]) for leaf in first)
        raise InputError(
            "table",
            f"{paths[0]}: {count_of(len(missing), 'entry has', 'entries have')} no verdict yet: row {sheet_rows} of "
            f"the sheet (in its column Row: {its_rows})" + (" and more" if len(missing) > len(first) else ""),
        )
    return {leaf: found[leaf] for leaf in question.leaves}


def kept(session: Session, me: Identity, commitment: Signed[Commitment]) -> dict[str, Opinion]:
    """Return one's own opinions of an earlier version that hold for entries of this one.

    Raise :class:`InputError` ``usage`` if no such review is among the files, or its version of the list is not.
    """
    opened = session.assessment.opened
    commitments = session.assessment.of(Commitment)
    for review in own_reviews(session, me, commitment):
        before = opened.get(commitments[review.body.place.answers or b""].id)
        if review.id in opened and before is not None:
            earlier = reviews.read(opened[review.id].list)
            return reviews.carried(earlier, before, session.opened(commitment))
    raise InputError(
        "usage",
        "--carry: these files have no review list of yours of this list, with the version of it that you reviewed",
    )


def _question(opened: Opened) -> sheets.Question:
    return sheets.Question(opened.list, reviews.leaves(opened), reviews.VERDICTS, reviews.REASON_LIMIT)


def _read(question: sheets.Question, path: str) -> dict[str, sheets.Answer]:
    with working("Reading the workbook"), files.open_input(path) as stream, files.named(path):
        return sheets.read(question, stream)


def _opinion(answer: sheets.Answer) -> Opinion:
    return Opinion("contested" if answer.verdict == "contested" else "agreed", answer.reason or None)


def _show_differences(
    opened: Opened,
    rows: Mapping[str, int],
    answered: Mapping[str, Mapping[str, sheets.Answer]],
    differing: Mapping[str, str],
) -> None:
    telling = Telling(opened.list.schema)
    for leaf in list(differing)[:_MAX_SHOWN]:
        warn(f"row {rows[leaf]} of the list: {telling.line(opened.list[rows[leaf] - 1])}")
        for path, answers in answered.items():
            answer = answers[leaf]
            reason = f", {clean(answer.reason)}" if answer.reason else ""
            warn(f"  {clean(path)}, row {answer.row} of the sheet: {answer.verdict or 'no verdict'}{reason}")
    if (more := len(differing) - _MAX_SHOWN) > 0:
        warn(f"and {more:,} more")

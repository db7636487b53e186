"""What every verb that reads lists does first: load, trust, assess, and find the one list that is meant."""

import argparse
import time
from collections.abc import Iterable

from ..assessment import Assessment, assess, open_wraps
from ..errors import AccessError, InputError, VerificationError
from ..keys import Identity, Party
from ..statements import Commitment, Signed
from ..transcript import Transcript
from . import files, words
from .pins import Pins
from .terminal import say, working


def load_for(
    paths: Iterable[str], options: argparse.Namespace, me: Identity | None, own: Party | None = None
) -> tuple[Assessment, Pins, Transcript]:
    """Files assessed against the reader's pins, ``--from``, and his own key; opened with it where it can."""
    transcript, _ = files.load(paths)
    if transcript.framed == 0:
        raise InputError("file", "there is no artefact in these files")
    pins = Pins.load(options.trust)
    if getattr(options, "from_digits", None):
        pins.add_by_fingerprint(transcript, options.from_digits)
    party = me.party if me is not None else own
    if party is not None:
        pins.parties.setdefault(party.kid, party)
        pins.names[party.kid] = "you"
    with working("Checking"):
        openings = {}
        if me is not None:
            openings = open_wraps(transcript, pins.parties, me.party.kid, me)
        assessment = assess(transcript, pins.parties, openings=openings, now=int(time.time()))
    warn(assessment, pins)
    return assessment, pins, transcript


def warn(assessment: Assessment, pins: Pins) -> None:
    """Contradictions and rejected pieces are never passed over in silence."""
    if assessment.contradictions:
        say("CONTRADICTIONS, proven for ever:")
        for line in words.faults(assessment.contradictions, pins):
            say(line)
    for rejected in assessment.rejected:
        say(f"rejected: {rejected.source}, byte {rejected.offset}: {rejected.message} [{rejected.code}]")


def choose(assessment: Assessment, pins: Pins, options: argparse.Namespace) -> Signed[Commitment]:
    """The commitment that is meant: of the only list, or ``--list``; of the latest version, or ``--version``.

    Raises :class:`SwapError`: none by a pinned party, several lists, or a fork.
    """
    commitments = list(assessment.commitments.values())
    wanted: str | None = getattr(options, "list_id", None)
    version: int | None = getattr(options, "version", None)
    if not commitments:
        strangers = [i.message for i in assessment.ignored if i.code == "signer-not-pinned" and i.kind == "commitment"]
        why = strangers[0] if strangers else "these files hold no commitment by anyone you pinned"
        raise AccessError("signer-not-pinned", f"{why}. Pin its card with swapproto trust, or give --from DIGITS")
    if wanted is not None:
        commitments = [c for c in commitments if c.body.slot.list_id.hex().startswith(wanted.lower())]
    lists = {(c.kid, c.body.slot.list_id) for c in commitments}
    if len(lists) > 1:
        there = "; ".join(sorted(words.heading(c, pins) for c in commitments))
        raise InputError("usage", f"several lists are in these files; choose one with --list HEX: {there}")
    if version is not None:
        commitments = [c for c in commitments if c.body.slot.version == version]
    if not commitments:
        raise InputError("usage", "no commitment in these files is that list and version")
    latest = max(c.body.slot.version for c in commitments)
    found = [c for c in commitments if c.body.slot.version == latest]
    if len({c.body.fixed for c in found}) > 1:
        raise VerificationError("root-mismatch", f"there are two different versions {latest} of this list: a fork")
    # the same list sealed twice: one that is opened here, if any
    return min(found, key=lambda c: (c.id not in assessment.opened, c.id))

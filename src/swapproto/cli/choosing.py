"""What every verb that reads lists does first: load, trust, assess, and find the one list that is meant."""

import argparse
import time
from collections.abc import Sequence

from ..assessment import Assessment, assess, conclude, gather, open_wraps
from ..envelope import Opened
from ..errors import AccessError, Code, InputError, VerificationError
from ..keys import Identity
from ..statements import Commitment, Party, Signed
from ..transcript import Transcript
from ..trust import Trust
from . import Stopped, files, report
from .pins import Pins
from .terminal import clean, say, working

_TOLD = 3


def load_for(
    paths: Sequence[str], options: argparse.Namespace, me: Identity | None, own: Party | None = None
) -> tuple[Assessment, Pins, Transcript]:
    """Files assessed against the reader's pins, ``--from``, and his own key; opened with it where it can."""
    transcript, _ = files.load(paths)
    if transcript.framed == 0:
        names = clean(", ".join(paths))
        raise InputError("file", f"{names}: this is no .swap file, nor armored text; nothing in it can be read")
    pins = Pins.load(options.trust)
    if getattr(options, "from_digits", None) is not None:
        trust_digits(pins, transcript, options.from_digits)
    party = me.party if me is not None else own
    if party is not None:
        pins.parties.setdefault(party.kid, party)
        pins.names[party.kid] = "you"
    with working("Checking"):
        openings = {}
        evidence = gather(transcript, Trust(pins.parties))
        if me is not None:
            openings = open_wraps(evidence, me.party.kid, me)
        assessment = conclude(evidence, openings=openings, now=int(time.time()))
    warn(assessment, pins)
    return assessment, pins, transcript


def trust_digits(pins: Pins, transcript: Transcript, digits: str) -> None:
    """Trust the card with these digits. Where there is none, but something is altered, that is the better answer."""
    try:
        pins.add_by_fingerprint(transcript, digits)
    except AccessError as error:
        for rejected in assess(transcript, Trust.of(), now=0).rejected:
            where = f"{rejected.source}, byte {rejected.offset}"
            raise VerificationError(rejected.code, f"{error}. And {where}: {rejected.message}") from None
        raise


def warn(assessment: Assessment, pins: Pins) -> None:
    """Contradictions and rejected pieces are never passed over in silence."""
    if assessment.contradictions:
        say("CONTRADICTIONS, proven for ever:")
        for line in report.contradictions(assessment.contradictions, pins):
            say(line)
    for rejected in assessment.rejected:
        say(f"rejected: {clean(rejected.source)}, byte {rejected.offset}: {clean(rejected.message)} [{rejected.code}]")


def choose(assessment: Assessment, pins: Pins, options: argparse.Namespace) -> Signed[Commitment]:
    """The commitment that is meant: of the only list, or ``--list``; of the latest version, or ``--version``.

    Raises :class:`SwapError`: none by a pinned party, several lists, or a fork.
    """
    commitments = list(assessment.of(Commitment).values())
    wanted: str | None = getattr(options, "list_id", None)
    version: int | None = getattr(options, "version", None)
    if not commitments:
        strangers = [i.message for i in assessment.ignored if i.code == "signer-not-pinned" and i.kind == "commitment"]
        why = strangers[0] if strangers else "no commitment by anyone you pinned verifies here"
        raise stopped(
            assessment, "signer-not-pinned", f"{why}. Pin its card with swapproto trust, or give --from DIGITS"
        )
    if wanted is not None:
        commitments = [c for c in commitments if c.body.slot.list_id.hex().startswith(wanted.lower())]
    lists = {(c.kid, c.body.slot.list_id): c for c in commitments}
    if len(lists) > 1:
        there = "; ".join(sorted(report.heading(c, pins) for c in lists.values())[:_TOLD])
        how = "choose one with --list HEX" if hasattr(options, "list_id") else "give a file that holds only one"
        raise InputError("usage", f"{len(lists)} lists are in these files; {how}: {there}")
    if version is not None:
        commitments = [c for c in commitments if c.body.slot.version == version]
    if not commitments:
        raise InputError("usage", "no commitment in these files is that list and version")
    latest = max(c.body.slot.version for c in commitments)
    found = [c for c in commitments if c.body.slot.version == latest]
    if len({c.body.fixed for c in found}) > 1:
        raise stopped(assessment, "root-mismatch", f"there are two different versions {latest} of this list: a fork")
    # the same list sealed twice: one that is opened here, if any
    return min(found, key=lambda c: (c.id not in assessment.opened, c.id))


def opened_by(assessment: Assessment, commitment: Signed[Commitment], me: Identity | None) -> Opened:
    """What the commitment opened to. Raises :class:`SwapError`, with the reason why it is closed."""
    opened = assessment.opened.get(commitment.id)
    if opened is not None:
        return opened
    for fault in assessment.contradictions:
        if fault.code == "wrong-content" and commitment.id in fault.evidence and fault.why is not None:
            raise stopped(assessment, fault.why, "what was sealed is not the committed list; nothing was written")
    views = {view.code for view in assessment.views if view.subject == commitment.id}
    if "wrap-failed" in views:
        raise stopped(assessment, "wrap-invalid", "the key that was wrapped for you does not open this list", 1)
    if "envelope-absent" in views:
        why = "the envelope, with the sealed entries, is not among these files, or not unaltered"
    elif me is None:
        why = "the list is sealed, and no key for everyone is here. With your key: -k"
    else:
        why = "the list is sealed, and not to this key; perhaps a reveal to it exists"
    raise stopped(assessment, "reader-not-found", why)


def stopped(assessment: Assessment, code: Code, message: str, exit_code: int = 3) -> Stopped:
    """An error whose exit code is the verdict on the files, where that is worse."""
    return Stopped(AccessError(code, message), worst(assessment.exit_code(), exit_code))


def worst(*codes: int) -> int:
    """Of several verdicts the one that counts: spec 12.1, step 9."""
    return next((code for code in (4, 1, 3) if code in codes), 0)

"""The place of a list that is to be signed: whose next version it is, what it answers, and that it is no fork."""

import os
import shlex
from collections.abc import Sequence
from typing import NamedTuple

from ...counting import count_of
from ...envelope import Sealed
from ...errors import InputError
from ...keys import Identity
from ...ledger import AboutList, Ledger, Record
from ...lists import List
from ...moves import Moves
from ...statements import Commitment, Place, Signed
from ...wording import load, when
from ..pinning import roles
from ..pinning.pins import Pins
from ..screen.terminal import clean, note
from ..session import Session
from ..table import stem
from ..terms.drafts import Draft
from . import exchanging
from .signing import record_of
from .under_terms import UnderTerms

_ID_DIGITS = 32


class Known(NamedTuple):
    """What the files of a draft show: the version before it, what it answers, its terms, and what can be signed.

    ``earlier`` is the list of the version before, if that opens with the signer's key.
    """

    before: Signed[Commitment] | None
    earlier: List | None
    adopted: Sequence[Record[AboutList]]
    answers: Signed[Commitment] | None
    under: UnderTerms | None
    moves: Moves


def look(draft: Draft, pins: Pins, me: Identity, journal: Ledger) -> Known:
    """Read the files of a draft. Raise :class:`SwapError`, before the table is read."""
    sessions: list[Session] = []
    exchange = None
    if draft.exchange:
        sessions.append(Session.open(draft.exchange, pins, own=me.party))
        exchange = exchanging.choose(sessions[0], draft.terms).exchange.id
    before: Signed[Commitment] | None = None
    earlier: List | None = None
    adopted: list[Record[AboutList]] = []
    if draft.previous is not None:
        sessions.append(Session.open([draft.previous], pins, me=me))
        before, adopted = _own_latest(draft, sessions[-1], me, journal, exchange)
        _require_same_exchange(before, exchange, draft)
        opened = sessions[-1].assessment.opened.get(before.id)
        earlier = opened and opened.list
    for record in adopted:
        journal.foresee(record)
    answers = None
    if draft.answers is not None:
        sessions.append(Session.open([draft.answers], pins))
        answers = sessions[-1].choose()
    moves = exchanging.moves_among(sessions, pins, me, journal)
    under = None
    if exchange is not None:
        role = draft.role or (None if before is None else before.body.place.role)
        standing = moves.standing(exchange)
        under = UnderTerms(standing, moves.slot(standing, role))
    return Known(before, earlier, adopted, answers, under, moves)


def _require_same_exchange(before: Signed[Commitment], exchange: bytes | None, draft: Draft) -> None:
    """Raise unless the next version of a list belongs to the same exchange, or to none."""
    its = before.body.place.exchange
    if its == exchange:
        return
    if exchange is not None:
        raise InputError("usage", "the list in OLD.swap is not of this exchange: begin a new list, without --previous")
    if draft.published:
        raise InputError(
            "usage",
            "this list belongs to an exchange, and its key is handed over in turn: make the next version with commit "
            "--exchange. The law does not wait: to publish it all the same, then reveal --public --outside-exchange",
        )
    refusal = InputError("usage", "this list belongs to an exchange, and so does its next version. With its terms:")
    refusal.add_note(shlex.join(["swapproto", *draft.command, "--exchange", "FILES"]))
    raise refusal


def place(draft: Draft, label: str, journal: Ledger, known: Known) -> Place:
    """Return the place of the list: after ``--previous``, under ``--id``, or that of the last list of this label."""
    if draft.id is not None and draft.previous is not None:
        raise InputError("usage", "--id is for a first version, --previous for a later one: not both")
    answers = known.answers and known.answers.id
    role = draft.role if known.under is None else known.under.slot.role
    if known.before is not None:
        place = Place.after(known.before)._replace(answers=answers)
        return place if role is None else place._replace(role=role)
    role = role or roles.ask()
    exchange = None if known.under is None else known.under.standing.exchange.id
    list_id = _list_id(draft.id) if draft.id is not None else journal.list_of(label, role, exchange)
    return Place(role, list_id or os.urandom(_ID_DIGITS // 2), exchange=exchange, answers=answers)


def _list_id(digits: str) -> bytes:
    try:
        list_id = bytes.fromhex(digits)
    except ValueError:
        list_id = b""
    if len(list_id) * 2 != _ID_DIGITS:
        raise InputError("usage", f"a list's id has {_ID_DIGITS} hexadecimal digits")
    return list_id


def _own_latest(
    draft: Draft, session: Session, me: Identity, journal: Ledger, exchange: bytes | None
) -> tuple[Signed[Commitment], list[Record[AboutList]]]:
    """Return the version to follow, and the records of what the journal lacks, if it is to take it in."""
    path = draft.previous or ""
    own = [c for c in session.assessment.of(Commitment).values() if c.kid == me.party.kid]
    if not own:
        raise InputError("usage", f"{path}: contains no commitment of yours to follow")
    missing = [commitment for commitment in own if not journal.knows(commitment.id)]
    if missing and not draft.adopt:
        raise InputError(
            "fork-refused",
            f"you signed what is in {path}, and {journal.storage.name} does not have it: the journal is not complete, "
            "and another version could be missing in it, too. Restore it from a copy. If there is none, and you signed "
            "nothing else after this, add --adopt",
        )
    here = [c for c in own if c.body.place.exchange == exchange and draft.role in (None, c.body.place.role)]
    latest = session.choose_among(here if exchange is not None and here else own)
    adopted = []
    for commitment in sorted(missing, key=lambda one: (one.iat, one.body.place.version)):
        opened = session.assessment.opened.get(commitment.id)
        is_followed = commitment.body.place.list_id == latest.body.place.list_id
        label = opened.list.label if opened else draft.label or stem(draft.table.path) if is_followed else ""
        about = AboutList.of(commitment.body, label)
        adopted.append(record_of(journal, commitment.id, "commitment", commitment.iat, path, about))
    return latest, adopted


def note_other_list(journal: Ledger, place: Place) -> None:
    """Note that a list is a new one, where an earlier one could be meant."""
    earlier = journal.other_list(place.list_id, place.role, place.exchange)
    if earlier is not None:
        about = earlier.about
        other = f"{clean(about.label)!r} ({load().role(about.role)}, version {about.version})"
        note(
            f"this is a new list. Your list {other} is in {earlier.file}; "
            f"to correct that one, add --previous {shlex.quote(earlier.file)}"
        )


def refuse_fork(draft: Draft, journal: Ledger, sealed: Sealed) -> None:
    """Raise ``fork-refused`` for a second, different list in a place that is taken."""
    before, place = journal.taken(sealed.commitment), sealed.commitment.place
    if before is None:
        return
    if before.about.version != place.version:
        raise _fork_refused(
            draft,
            journal,
            place,
            f"you signed version {before.about.version} of this list, and {journal.storage.name} lacks version "
            f"{place.version}, which came before. Another one would be a fork, which anybody can prove against you. To "
            "correct the latest:",
        )
    if before.about.fixes(sealed.commitment):
        return
    named = draft.previous is not None or draft.id is not None or place.exchange is not None  # a slot has one list
    raise _fork_refused(
        draft,
        journal,
        place,
        f"you signed another version {place.version} of this list on {when(before.iat)} "
        f"({count_of(before.about.count, 'entry', 'entries')}). "
        "Two that differ are a fork, which anybody can prove against you. "
        + ("" if named else "If this is another list, give it another name with --label. ")
        + "To correct that one:",
    )


def note_sealed_again(journal: Ledger, sealed: Sealed) -> None:
    """Note that this very list was signed before, if it was."""
    before = journal.taken(sealed.commitment)
    if before is not None and before.about.fixes(sealed.commitment):
        note(f"this very list was signed on {when(before.iat)}; it is sealed again, with the same root")


def _fork_refused(draft: Draft, journal: Ledger, place: Place, why: str) -> InputError:
    """Return the refusal, with the same command for the next free version, with the same fields restricted."""
    refusal = InputError("fork-refused", why)
    latest = journal.latest(place.list_id)
    old = latest.file if latest is not None and os.path.isfile(latest.file) else "OLD.swap"  # the user knows where
    verb, *arguments = draft.command
    options = _without(arguments, "--previous", "--id")
    refusal.add_note(shlex.join(["swapproto", verb, "--previous", old, *options]))
    return refusal


def _without(arguments: list[str], *names: str) -> list[str]:
    """Return arguments without these options, each of which takes one value."""
    kept = []
    words = iter(arguments)
    for word in words:
        if word in names:
            next(words, None)
        elif word.partition("=")[0] not in names:
            kept.append(word)
    return kept

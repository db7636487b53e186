"""A draft of terms: what a person wrote in a file of terms, with the parties that they pinned, ready to be signed."""

import os
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from ...errors import InputError, SwapError
from ...stamps.certificates import Certificate
from ...stamps.pinning import name_in_words
from ...statements import Clock, Deadlines, Slot, Terms
from ...statements.commitment import REVIEW_ROLE
from ...statements.terms import CERTIFICATES
from ...tables import profiles
from ...wording import day, when
from ..disk import files
from ..disk.toml_text import Path
from ..pinning import clock_files, roles
from ..pinning.pins import Pins
from ..screen import clock
from ..screen.terminal import clean, note
from ..table import PROFILE_LIMIT, read_profile
from .terms_file import TermsFile

STEPS = Deadlines._fields


class TermsDraft(NamedTuple):
    """Terms that are not signed yet. ``schema`` is the file of the schema if it is of one's own, and its bytes."""

    terms: Terms
    schema: tuple[str, bytes] | None
    #: The files that it was made of, which nothing may overwrite.
    read: Sequence[str]


def draft(file: TermsFile, pins: Pins, replaces: bytes | None) -> TermsDraft:
    """Return the terms that a file describes, for a moment from now on. Raise :class:`SwapError` with the place."""
    written = file.written
    read: list[str] = []
    slots: list[Slot] = []
    for number, one in enumerate(written.slot):
        place = "slot", number
        slot = Slot(_party(file, pins, one.party, place, read), _role(file, one.role, place), one.count)
        for earlier, other in enumerate(slots, 1):
            if (slot.kid, slot.role) == (other.kid, other.role):
                who = pins.shown(slot.kid)
                why = f"slot {earlier} is of {who} in this role, too: name another party or role, or leave one out"
                raise file.refused(why, place)
        slots.append(slot)
    if len({slot.kid for slot in slots}) < 2:
        raise file.refused("every slot is of one party: there are at least two parties", ("slot",))
    mediators: list[bytes] = []
    for number, mediator in enumerate(written.mediator):
        place = "mediator", number
        kid = _party(file, pins, mediator.party, place, read)
        if any(slot.kid == kid for slot in slots):
            raise file.refused("this is a party, who owes a list: a mediator is somebody else", (*place, "party"))
        if kid in mediators:
            raise file.refused("this mediator is named already", (*place, "party"))
        mediators.append(kid)
    if written.release == 2 and not mediators:
        raise file.refused("with 2 a mediator reveals the lists, and there is no [[mediator]]", ("release",))
    clocks = _clocks(file)
    schema, own_schema = _schema(file, read)
    terms = Terms(
        bytes(16),
        written.title,
        tuple(slots),
        tuple(sorted(mediators)),
        schema=schema,
        deadlines=_deadlines(file),
        grace=written.grace,
        clocks=clocks,
        quorum=_quorum(file, clocks),
        beacon=None if written.beacon is None else bytes.fromhex(written.beacon),
        delivery=written.delivery,
        release=written.release,
        conditions=tuple(written.conditions),
        replaces=replaces,
    )
    return TermsDraft(terms, own_schema, read)


def _party(file: TermsFile, pins: Pins, name: str, place: Path, read: list[str]) -> bytes:
    """Return the kid of a pinned party, by the name of the pin or by the card's file."""
    path = file.beside(name)
    is_file = os.path.isfile(path)
    if is_file:
        read.append(path)
    try:
        party = pins.find(path if is_file else name)
    except SwapError as error:
        refused = file.refused(str(error), (*place, "party"))
        refusal = type(error)(error.code, str(refused))
        for hint in getattr(error, "__notes__", ()):
            refusal.add_note(hint)
        raise refusal from None
    if party.not_after is not None and party.not_after < clock.now():
        expired = f"their card was valid until {when(party.not_after)}: pin their new one"
        raise file.refused(expired, (*place, "party"))
    return party.kid


def _role(file: TermsFile, word: str, place: Path) -> str:
    try:
        role = roles.parse(word)
    except InputError as error:
        raise file.refused(str(error), (*place, "role")) from None
    if role == REVIEW_ROLE:
        raise file.refused("a review of a list fills no place of its own: choose another role", (*place, "role"))
    return role


def _deadlines(file: TermsFile) -> Deadlines:
    deadlines, now = Deadlines(**file.written.deadlines.model_dump()), clock.now()
    given = [(step, time) for step, time in zip(STEPS, deadlines, strict=True) if time is not None]
    for step, time in given:
        if time < now:
            raise file.refused(f"{when(time)} has passed: the clock says {when(now)}", ("deadlines", step))
    for (earlier, before), (later, after) in pairwise(given):
        if after < before:
            raise file.refused(f"{when(after)} is before the deadline {earlier}, {when(before)}", ("deadlines", later))
    if file.written.grace and deadlines.commit is None:
        raise file.refused("it is counted from the deadline commit, and there is none", ("grace",))
    return deadlines


def _clocks(file: TermsFile) -> tuple[Clock, ...]:
    found: list[Clock] = []
    for number, one in enumerate(file.written.clock):
        if any(one.operator == other.name for other in found):
            raise file.refused("this operator is named already", ("clock", number, "operator"))
        given = [certificate for text in one.certificates for certificate in _certificates(file, text, number)]
        certificates = {known if isinstance(known, bytes) else known.digest for known in given}
        if len(certificates) > CERTIFICATES:
            why = f"these are {len(certificates)} certificates, where {CERTIFICATES} are allowed"
            raise file.refused(why, ("clock", number, "certificates"))
        if twice := next((other for other in found if not certificates.isdisjoint(other.certificates)), None):
            why = f"one of these certificates is that of {twice.name!r}, too: a stamp counts for one operator alone"
            raise file.refused(why, ("clock", number, "certificates"))
        if not any(isinstance(known, bytes) or known.may_stamp for known in given):
            note(
                f"of {clean(repr(one.operator))} only a CA is named, and the terms hold its SHA-256 alone: whoever "
                "verifies needs its certificate as well, in the stamp or pinned. To spare them that, name the "
                "certificate of the clock itself, too: it is in every stamp of that authority"
            )
        found.append(Clock(one.operator, tuple(sorted(certificates)), one.accuracy))
    return tuple(found)


def _certificates(file: TermsFile, text: str, number: int) -> Sequence[Certificate | bytes]:
    """Return certificates that are given by the name of a file with them, or the SHA-256 that is given of one."""
    if clock_files.is_clock(text):
        certificates = clock_files.read_operator(file.beside(text)).certificates
        if ended := next((one for one in certificates if one.not_after < clock.now()), None):
            what = f"the certificate {name_in_words(ended.subject)!r} was valid until {day(ended.not_after)}"
            why = f"{text}: {what}: get the authority's new one from its own site"
            raise file.refused(why, ("clock", number, "certificates"))
        return certificates
    try:
        return [clock_files.parse_fingerprint(text)]
    except InputError:
        why = f"{text!r} is no file called {', '.join(clock_files.ENDINGS)}, and no SHA-256: 64 digits of hexadecimal"
        raise file.refused(why, ("clock", number, "certificates")) from None


def _quorum(file: TermsFile, clocks: Sequence[Clock]) -> int | None:
    quorum = file.written.quorum
    if quorum is None:
        return len(clocks) or None
    if not 1 <= quorum <= len(clocks):
        raise file.refused(f"it is from 1 to the number of clocks, which is {len(clocks)}", ("quorum",))
    return quorum


def _schema(file: TermsFile, read: list[str]) -> tuple[bytes | None, tuple[str, bytes] | None]:
    """Return the digest of the schema of all lists, and the file with it unless it comes with the program."""
    name = file.written.profile
    if name is None:
        return None, None
    try:
        if name in profiles.names():
            return read_profile(name).schema.digest, None
        path = file.beside(name)
        digest = read_profile(path).schema.digest
    except InputError as error:
        raise InputError(error.code, str(file.refused(str(error), ("profile",)))) from None
    read.append(path)
    return digest, (path, files.read_bytes(path, PROFILE_LIMIT))

"""What every verb that signs has in common: show the statement, ask, sign, and remember it in the journal."""

import argparse
import os
import shlex
from collections.abc import Sequence
from typing import NamedTuple, TypeVar

from ..counting import count_of
from ..envelope import Sealed, seal
from ..errors import InputError
from ..keys import Identity
from ..ledger import About, AboutList, Ledger, Record
from ..statements import Commitment, Party, Place, Signed, read_form, read_statement
from ..tables import refuse_errors
from ..wording import load, short, when
from . import clock, roles
from .arguments import KeyChoice, TableChoice
from .journal import BesideKey
from .pins import Pins
from .session import Session
from .table import Checked, counted, fields_in_use, read_table, stem
from .terminal import brief, clean, confirm, note, working

_A = TypeVar("_A", bound=About)
_ID_DIGITS = 32
_MAX_WARNINGS_SHOWN = 12


class Draft(NamedTuple):
    """A list that is to be committed to, as the options of ``commit`` or ``sign`` describe it.

    ``published`` is whether its key is to be published with it, and ``public`` whether its restricted fields may be.
    """

    table: TableChoice
    key: KeyChoice
    output: str
    force: bool
    role: str | None
    label: str | None
    previous: str | None
    answers: str | None
    to: list[str]
    id: str | None
    adopt: bool
    yes: bool
    trust: list[str] | None
    command: list[str]
    published: bool
    public: bool

    @classmethod
    def of(cls, options: argparse.Namespace, *, published: bool, public: bool = False) -> "Draft":
        """Return what the options of :func:`arguments.add_new_list` say."""
        return cls(
            table=TableChoice.of(options),
            key=KeyChoice.of(options),
            output=options.output,
            force=options.force,
            role=roles.given(options),
            label=options.label,
            previous=options.previous,
            answers=options.answers,
            to=options.to,
            id=options.id,
            adopt=options.adopt,
            yes=options.yes,
            trust=options.trust,
            command=options.command,
            published=published,
            public=public,
        )


def readers_of(cards: Sequence[str], pins: Pins) -> list[Party]:
    """Return the pinned parties that are meant, each once. Raise for one whose card has expired."""
    readers = list({party.kid: party for party in map(pins.find, cards)}.values())
    for party in readers:
        if party.not_after is not None and party.not_after < clock.now():
            name = pins.shown(party.kid)
            raise InputError("usage", f"the card of {name} was valid until {when(party.not_after)}: pin its new one")
    return readers


def prepare(draft: Draft, me: Identity) -> Sealed:
    """Read, check and seal a list, and ask whether to sign it. Raise :class:`SwapError`; ``not-confirmed`` for no."""
    now = clock.now()
    if me.party.not_after is not None and me.party.not_after < now:  # a reveal still works: it may have been promised
        raise InputError("usage", f"your card was valid until {when(me.party.not_after)}: make a new key first")
    if draft.adopt and draft.previous is None:
        raise InputError("usage", "--adopt takes what is in OLD.swap into the journal: give it with --previous")
    pinned = Pins.load(draft.trust)
    pins = pinned.copy()
    pins.add_reader(me.party)
    readers = readers_of(draft.to, pins)
    journal = open_journal(draft.key, me)
    before, adopted = (None, []) if draft.previous is None else _own_latest(draft, pinned, me, journal)
    for record in adopted:
        journal.foresee(record)
    label = draft.label or (before and journal.label_of(before.body.place.list_id)) or stem(draft.table.path)
    checked = _read_sound_table(draft, label)
    content = checked.list
    if not len(content):
        note("this list has no entries")
    if draft.published and content.restricted is not None and not draft.public:
        raise InputError("usage", "publishing this list shows its restricted fields to everyone: add --public to do so")
    place = _place(draft, label, pinned, journal, before)
    if draft.label is None:
        _note_other_list(journal, place)
    seen = sorted({i for i in (journal.last, place.previous, place.answers) if i is not None})
    with working(f"Sealing {count_of(len(content), 'entry', 'entries')}"):
        sealed = seal(
            content,
            author=me.party,
            local_secret=me.local_secret,
            place=place,
            readers=readers,
            iat=now,
            seen=seen,
        )
    _refuse_fork(draft, journal, sealed)
    was = None if before is None else before.body.place.role
    statement = _in_words(sealed, place, was, pins, readers, checked, published=draft.published)
    lines = [statement, *_adoption_in_words(adopted), *time_in_words(now, journal, me, yes=draft.yes)]
    confirm("\n".join(lines), yes=draft.yes)
    journal = open_journal(draft.key, me)  # nothing is written into it before the answer
    for record in adopted:
        journal.add(record)
    return sealed


def _adoption_in_words(adopted: Sequence[Record[AboutList]]) -> list[str]:
    """Return what the journal lacks, and is to take in."""
    if not adopted:
        return []
    return [
        "Your journal lacks what you signed before, and takes it in:",
        *(f"  {clean(one.about.label)!r}, version {one.about.version}, signed on {when(one.iat)}" for one in adopted),
        "If you signed anything after that, and the journal lacks it, too, do not go on: it would be a fork.",
    ]


def sign_commitment(draft: Draft, me: Identity, sealed: Sealed) -> Signed[Commitment]:
    """Write a commitment into the journal, and then sign it: so no second one is ever signed in its place."""
    journal = open_journal(draft.key, me)  # again: while this command waited for an answer, another may have signed
    _refuse_fork(draft, journal, sealed)
    about, unsigned = AboutList.of(sealed.commitment, sealed.opened.list.label), sealed.unsigned
    remember(journal, unsigned.id, "commitment", unsigned.iat, draft.output, about)
    return read_statement(sealed.sign(me), me.party.verify_key, Commitment)


def remember(journal: Ledger, statement: bytes, kind: str, iat: int, output: str, about: About) -> None:
    """Write into the journal what is to be signed, before it is signed."""
    journal.add(_record(journal, statement, kind, iat, output, about))


def _record(journal: Ledger, statement: bytes, kind: str, iat: int, output: str, about: _A) -> Record[_A]:
    file = output if output == "-" else os.path.abspath(output)
    return Record(journal.signer, statement.hex(), kind, iat, file, about)


def time_in_words(now: int, journal: Ledger, me: Identity, *, yes: bool) -> list[str]:
    """Return the lines of a confirmation that show the time, and warn of a clock that was set back.

    Raise :class:`InputError` ``usage`` for such a clock if the user is not asked, because ``yes`` was given.
    """
    lines = [f"The time that it will state is {when(now)}, by the clock of this computer."]
    last = max(journal.last_time, read_form(me.party.card).iat)
    if now < last and yes:
        raise InputError(
            "usage",
            f"the clock says {when(now)}, which is before {when(last)}, when you signed before: set the clock. "
            "If it is right now, confirm on a terminal, without --yes",
        )
    if now < last:
        lines.append(f"WARNING: that is before {when(last)}, when you signed before. Is the clock right?")
    return lines


def open_journal(key: KeyChoice, me: Identity) -> Ledger:
    """Read the journal beside a key. Raise :class:`InputError` ``file`` if it cannot be read."""
    return Ledger(BesideKey(key.path or ""), me.party.kid)


def _read_sound_table(draft: Draft, label: str) -> Checked:
    """Return the table, unless a check finds an error in it."""
    checked = read_table(draft.table, label, force=draft.force)
    try:
        refuse_errors(checked.findings)
    except InputError as error:
        raise InputError(error.code, f"{draft.table.path}: {error}") from None
    return checked


def _place(draft: Draft, label: str, pins: Pins, journal: Ledger, before: Signed[Commitment] | None) -> Place:
    """Return the place of the list: after ``--previous``, under ``--id``, or that of the last list of this label."""
    if draft.id is not None and draft.previous is not None:
        raise InputError("usage", "--id is for a first version, --previous for a later one: not both")
    answers = None if draft.answers is None else Session.open([draft.answers], pins).choose().id
    if before is not None:
        place = Place.after(before)._replace(answers=answers)
        return place if draft.role is None else place._replace(role=draft.role)
    role = draft.role or roles.ask()
    list_id = _list_id(draft.id) if draft.id is not None else journal.list_of(label, role)
    return Place(role=role, list_id=list_id or os.urandom(_ID_DIGITS // 2), answers=answers)


def _list_id(digits: str) -> bytes:
    try:
        list_id = bytes.fromhex(digits)
    except ValueError:
        list_id = b""
    if len(list_id) * 2 != _ID_DIGITS:
        raise InputError("usage", f"a list's id has {_ID_DIGITS} hexadecimal digits")
    return list_id


def _own_latest(
    draft: Draft, pins: Pins, me: Identity, journal: Ledger
) -> tuple[Signed[Commitment], list[Record[AboutList]]]:
    """Return the version to follow, and the records of what the journal lacks, if it is to take it in."""
    path = draft.previous or ""
    session = Session.open([path], pins, me=me)
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
    latest = session.choose_among(own)
    adopted = []
    for commitment in sorted(missing, key=lambda one: (one.iat, one.body.place.version)):
        opened = session.assessment.opened.get(commitment.id)
        is_followed = commitment.body.place.list_id == latest.body.place.list_id
        label = opened.list.label if opened else draft.label or stem(draft.table.path) if is_followed else ""
        about = AboutList.of(commitment.body, label)
        adopted.append(_record(journal, commitment.id, "commitment", commitment.iat, path, about))
    return latest, adopted


def _note_other_list(journal: Ledger, place: Place) -> None:
    earlier = journal.other_list(place.list_id, place.role)
    if earlier is not None:
        about = earlier.about
        other = f"{clean(about.label)!r} ({load().role(about.role)}, version {about.version})"
        note(
            f"this is a new list. Your list {other} is in {earlier.file}; "
            f"to correct that one, add --previous {shlex.quote(earlier.file)}"
        )


def _refuse_fork(draft: Draft, journal: Ledger, sealed: Sealed) -> None:
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
        note(f"this very list was signed on {when(before.iat)}; it is sealed again, with the same root")
        return
    named = draft.previous is not None or draft.id is not None
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


def _in_words(
    sealed: Sealed,
    place: Place,
    was: str | None,
    pins: Pins,
    readers: list[Party],
    checked: Checked,
    *,
    published: bool,
) -> str:
    """Return what a user is about to sign. ``was`` is the role of the version before, if there is one."""
    content = sealed.opened.list
    fields = fields_in_use(content) or content.schema.fields
    names = ", ".join(clean(field.name) + (" (restricted)" if field.restricted else "") for field in fields)
    if empty := len(content.schema.fields) - len(fields):
        names += f"; and {empty:,} more of the schema, with no value in any entry"
    others = ", ".join(pins.shown(party.kid) for party in readers)
    who_reads = "EVERYONE: its key is published with it" if published else (others or "nobody else yet") + ", and you"
    lines = [
        "You are about to sign a commitment:",
        f"  list      {clean(content.label)!r}, id {place.list_id.hex()}, version {place.version}",
        f"  role      {load().role(place.role)}",
        f"  entries   {counted(content, checked.persons)}",
        f"  fields    {names}",
        f"  readers   {who_reads}",
        f"  root      {sealed.opened.tree.root.hex()}",
    ]
    if place.previous is not None:
        lines.append(f"  follows   {short(place.previous)}, version {place.version - 1}")
    if was not in (None, place.role):
        lines.append(f"  WARNING   version {place.version - 1} had another role: {load().role(was or '')}")
    if place.answers is not None:
        lines.append(f"  answers   {short(place.answers)}")
    warnings = checked.findings.summary("warning")
    lines += [f"  warning   {brief(warning)}" for warning in warnings[:_MAX_WARNINGS_SHOWN]]
    if len(warnings) > _MAX_WARNINGS_SHOWN:
        lines.append(f"  warning   and {len(warnings) - _MAX_WARNINGS_SHOWN} kinds more: see swapproto check")
    return "\n".join([*lines, _SEEN_IF_PUBLISHED if published else _SEEN_IF_SEALED])


_SEEN_IF_SEALED = """\
It fixes exactly these entries. Whoever sees it sees your card, the role, the count, the padded size,
the readers' key ids and the stated time; no name and not the label. The columns are hidden, but
whoever guesses all of their names and types can confirm that the guess is right."""
_SEEN_IF_PUBLISHED = """\
It fixes exactly these entries. Whoever has the file sees all of it: every entry, every field and the label,
your card, the role and the stated time. It cannot be taken back."""

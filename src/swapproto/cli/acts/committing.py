"""What ``commit`` and ``sign`` have in common: a list is read, checked, placed and sealed, shown, and then signed."""

from typing import NamedTuple

from ...assessment import Standing
from ...counting import count_of
from ...envelope import Sealed, seal
from ...errors import InputError
from ...keys import Identity
from ...ledger import AboutList
from ...lists import List
from ...statements import Commitment, Party, Signed, Terms, read_statement
from ...tables import refuse_errors
from ...wording import when
from .. import rounds
from ..pinning.pins import Pins
from ..screen import clock
from ..screen.terminal import confirm, note, working
from ..table import Checked, read_table, stem
from ..terms import terms_schema
from ..terms.drafts import Draft
from . import confirmation, placing, signing


class Ready(NamedTuple):
    """A sealed list that its author agreed to sign, the terms that it is made under, and how the command ends."""

    sealed: Sealed
    terms: Terms | None
    exit_code: int


def prepare(draft: Draft, me: Identity) -> Ready:
    """Read, check and seal a list, and ask whether to sign it. Raise :class:`SwapError`; ``not-confirmed`` for no."""
    beacon = None if draft.beacon is None else rounds.read(draft.beacon)
    now = clock.now()  # after the beacon, of which no round is to be later
    if beacon is not None:
        rounds.require_past(beacon, now)
    if me.party.not_after is not None and me.party.not_after < now:  # a reveal still works: it may have been promised
        raise InputError("usage", f"your card was valid until {when(me.party.not_after)}: make a new key first")
    if draft.adopt and draft.previous is None:
        raise InputError("usage", "--adopt takes what is in OLD.swap into the journal: give it with --previous")
    pinned = Pins.load(draft.trust)
    pins = pinned.copy()
    pins.add_reader(me.party)
    readers = signing.readers_of(draft.to, pins)
    journal = signing.open_journal(draft.key, me)
    known = placing.look(draft, pinned, me, journal)
    if known.under is not None:
        known.under.refuse_readers(readers, pins, draft)
    before = known.before
    label = draft.label or (before and journal.label_of(before.body.place.list_id)) or stem(draft.table.path)
    checked = _read_sound_table(draft, label)
    content = checked.list
    if not len(content):
        note("this list has no entries")
    _refuse_unfit(draft, known, content, readers)
    place = placing.place(draft, label, journal, known)
    if draft.label is None:
        placing.note_other_list(journal, place)
    accepts = [] if known.under is None else known.moves.depositees(known.under.standing.exchange)
    with working(f"Sealing {count_of(len(content), 'entry', 'entries')}") as progress:
        sealed = seal(
            content,
            author=me.party,
            local_secret=me.local_secret,
            place=place,
            readers=(*readers, *accepts),
            iat=now,
            seen=known.moves.seen_by_list(place),
            progress=progress,
            beacon=beacon,
        )
    placing.refuse_fork(draft, journal, sealed)
    placing.note_sealed_again(journal, sealed)
    if known.under is not None:
        known.under.tell_missing(accepts, pins)
    lines = [
        *confirmation.of_list(sealed, known, readers, checked, pins, published=draft.published),
        *confirmation.of_adoption(known.adopted),
        *([] if known.under is None else known.under.passed(now)),
        *signing.time_in_words(now, journal, me, yes=draft.yes),
    ]
    confirm("\n".join(lines), yes=draft.yes)
    journal = signing.open_journal(draft.key, me)  # nothing is written into it before the answer
    for record in known.adopted:
        journal.add(record)
    terms = None if known.under is None else known.under.standing.exchange.terms
    return Ready(sealed, None if terms is None else terms.body, 4 if known.moves.assessment.contradictions else 0)


def _refuse_unfit(draft: Draft, known: placing.Known, content: List, readers: list[Party]) -> None:
    """Raise for a list that would be published with restricted fields unasked, or that does not fit its terms."""
    if draft.published and content.restricted is not None and not draft.public:
        raise InputError("usage", "publishing this list shows its restricted fields to everyone: add --public to do so")
    if known.under is not None:
        _refuse_schema(known.under.standing, content, draft)
        known.moves.require_fits(known.under.standing, known.under.slot.role, content, readers)


def _refuse_schema(standing: Standing, content: List, draft: Draft) -> None:
    """Raise for a list of another schema than that of its terms, and say what has that one."""
    terms = standing.exchange.terms
    asked = None if terms is None else terms.body.schema
    if asked not in (None, content.schema.digest):
        its = terms_schema.in_words(asked, terms_schema.beside(draft.exchange))
        why = f"the list has another schema than the one that the terms name{its}"
        raise InputError("usage", f"{why}: choose that one with --profile")


def sign_commitment(draft: Draft, me: Identity, sealed: Sealed) -> Signed[Commitment]:
    """Write a commitment into the journal, and then sign it: so no second one is ever signed in its place."""
    journal = signing.open_journal(draft.key, me)  # again: while this command waited, another may have signed
    placing.refuse_fork(draft, journal, sealed)
    about, unsigned = AboutList.of(sealed.commitment, sealed.opened.list.label), sealed.unsigned
    signing.remember(journal, unsigned.id, "commitment", unsigned.iat, draft.output, about)
    return read_statement(sealed.sign(me), me.party.verify_key, Commitment)


def _read_sound_table(draft: Draft, label: str) -> Checked:
    """Return the table, unless a check finds an error in it."""
    checked = read_table(draft.table, label, force=draft.force)
    try:
        refuse_errors(checked.findings)
    except InputError as error:
        refusal = InputError(error.code, f"{draft.table.path}: {error}")
        refusal.add_note("swapproto check, with the same options, shows all of them and what to write instead")
        raise refusal from None
    return checked

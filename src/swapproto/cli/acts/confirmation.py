"""The confirmation of a list: what people are shown before they sign a commitment."""

from collections.abc import Sequence

from ...envelope import Sealed
from ...ledger import AboutList, Record
from ...statements import Party
from ...wording import load, short, when
from .. import rounds
from ..pinning.pins import Pins
from ..screen.terminal import brief, clean, paragraph, working
from ..table import Checked, counted, fields_in_use
from . import renumbered
from .placing import Known

_MAX_WARNINGS_SHOWN = 12


def of_adoption(adopted: Sequence[Record[AboutList]]) -> list[str]:
    """Return what the journal lacks, and is to take in."""
    if not adopted:
        return []
    return [
        "Your journal lacks what you signed before, and takes it in:",
        *(f"  {clean(one.about.label)!r}, version {one.about.version}, signed on {when(one.iat)}" for one in adopted),
        "If you signed anything after that, and the journal lacks it, too, do not go on: it would be a fork.",
    ]


def of_list(
    sealed: Sealed,
    known: Known,
    readers: Sequence[Party],
    checked: Checked,
    pins: Pins,
    *,
    published: bool,
) -> list[str]:
    """Return what a user is about to sign: a list, whether its key is published with it, and who can read it."""
    place, before = sealed.commitment.place, known.before
    content = sealed.opened.list
    fields = fields_in_use(content) or content.schema.fields
    names = ", ".join(clean(field.name) + (" (restricted)" if field.restricted else "") for field in fields)
    if empty := len(content.schema.fields) - len(fields):
        names += f"; and {empty:,} more of the schema, with no value in any entry"
    kids = [party.kid for party in readers]
    if known.under is not None:
        kids += [accept.kid for accept in known.moves.depositees(known.under.standing.exchange)]
    others = ", ".join(map(pins.shown, kids))
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
    if checked.changes:
        lines.append(f"  changed   {brief(checked.changes)}")
    if known.under is not None:
        lines[2:2] = known.under.lines(pins)
    if place.previous is not None:
        lines.append(f"  follows   {short(place.previous)}, version {place.version - 1}")
    if before is not None and before.body.place.role != place.role:
        lines.append(f"  WARNING   version {place.version - 1} had another role: {load().role(before.body.place.role)}")
    with working("Comparing with the version before"):
        if moved := renumbered.since(known.earlier, content):
            lines.append(f"  WARNING   {moved}")
    if sealed.commitment.beacon is not None:
        lines.append(f"  beacon    {rounds.in_words(sealed.commitment.beacon)}")
    if place.answers is not None:
        lines.append(f"  answers   {short(place.answers)}")
    warnings = checked.findings.summary("warning")
    lines += [f"  warning   {brief(warning)}" for warning in warnings[:_MAX_WARNINGS_SHOWN]]
    if len(warnings) > _MAX_WARNINGS_SHOWN:
        lines.append(f"  warning   and {len(warnings) - _MAX_WARNINGS_SHOWN} kinds more: see swapproto check")
    return [*lines, paragraph(_SEEN_IF_PUBLISHED if published else _SEEN_IF_SEALED)]


_SEEN_IF_SEALED = """\
It fixes exactly these entries. Whoever sees it sees your card, the role, the count, the padded size,
the readers' key ids and the stated time; no name and not the label. The columns are hidden, but
whoever guesses all of their names and types can confirm that the guess is right."""
_SEEN_IF_PUBLISHED = """\
It fixes exactly these entries. Whoever has the file sees all of it: every entry, every field and the label,
your card, the role and the stated time. It cannot be taken back."""

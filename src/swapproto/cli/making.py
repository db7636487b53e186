"""``commit``, ``sign`` and ``reveal``: what makes statements. Each is shown in words before it is signed."""

import argparse
import os
import shlex
import time
from shlex import quote

from ..envelope import Sealed, seal
from ..errors import InputError
from ..keys import Identity
from ..release import prepare_reveal
from ..statements import Commitment, Party, Signed, Slot, read_statement
from ..statements.commitment import is_role
from ..tables import refuse_errors
from ..wording import load, short, when
from . import files, secrets
from .arguments import without
from .choosing import choose, load_for, opened_by
from .journal import Journal, Record, journal_path
from .pins import Pins
from .reading import Checked, counted, fields_in_use, read_table, stem
from .report import heading
from .terminal import brief, clean, confirm, say, working

_ID_DIGITS = 32
_WARNINGS = 12


def commit(options: argparse.Namespace) -> int:
    """Commitment and envelope; ``--commitment`` writes the commitment apart, too."""
    _check_outputs(options, options.output, options.commitment, options.save_map)
    me, sealed, _ = _make(options, published=False)
    commitment = _sign_and_remember(options, me, sealed)
    files.write(options.output, me.party.card + commitment + sealed.envelope, force=options.force)
    if options.commitment is not None:
        from ..wire.armor import armor

        files.write(options.commitment, armor(commitment).encode(), force=options.force)
    say(f"\n{options.output}: your card, the commitment and the sealed list. Send it, or publish it.")
    if options.commitment is not None:
        say(f"{options.commitment}: the commitment alone, for the press. To check it, people need your card, too.")
    say(f"Later: swapproto reveal {quote(options.output)} -k {quote(options.key_file)} --to CARD.swap -o REVEAL.swap")
    return 0


def sign(options: argparse.Namespace) -> int:
    """Commitment, envelope and public reveal in one file."""
    _check_outputs(options, options.output, options.save_map)
    me, sealed, now = _make(options, published=True)
    commitment = _sign_and_remember(options, me, sealed)
    signed = read_statement(commitment, me.party.verify_key, Commitment)
    reveal = prepare_reveal(signed, sealed.opened.cek, revealer=me.party, reader=None, iat=now, seen=[signed.id])
    reveal_bytes = reveal.sign(me)
    _remember(options, me, signed, reveal.id, "reveal", sealed.opened.list.label, now)
    files.write(options.output, me.party.card + commitment + reveal_bytes + sealed.envelope, force=options.force)
    say(f"\n{options.output}: your card, the commitment, the list and its key. Everyone who has it can read the list.")
    say(f"Anyone checks it with: swapproto verify {quote(options.output)} --from '{me.party.fingerprint}'")
    return 0


def reveal(options: argparse.Namespace) -> int:
    """One reveal for each reader, or one for all."""
    _check_outputs(options, options.output)
    me = secrets.unlock(options)
    assessment, pins, _ = load_for(options.files, options, me)
    commitment = choose(assessment, pins, options)
    opened = opened_by(assessment, commitment, me)
    readers: list[Party | None] = [None] if options.public else [*_readers(options.to, pins)]
    names = "EVERYONE" if options.public else ", ".join(clean(pins.name(r.kid)) for r in readers if r)
    statement = (
        f"You are about to hand the key of\n  {heading(commitment, pins)}\n  ({commitment.body.count:,} entries) "
        f"to {names}.\nWith it and the envelope every entry can be read, restricted fields too. "
        "It cannot be taken back."
    )
    confirm(statement, yes=options.yes)
    now = int(time.time())
    journal = Journal(options.key_file, me.party.kid)
    made: list[bytes] = []
    for reader in readers:
        seen = sorted({commitment.id} | ({journal.last} if journal.last else set()))
        unsigned = prepare_reveal(commitment, opened.cek, revealer=me.party, reader=reader, iat=now, seen=seen)
        made.append(unsigned.sign(me))
        _remember(options, me, commitment, unsigned.id, "reveal", opened.list.label, now)
    files.write(options.output, me.party.card + b"".join(made), force=options.force)
    say(f"\n{options.output}: your card and {len(made)} reveal(s). It opens the list only together with its envelope.")
    return 0


def _check_outputs(options: argparse.Namespace, *outputs: str | None) -> None:
    spare = [options.key_file, str(journal_path(options.key_file))]
    if hasattr(options, "table"):
        spare += [options.table, options.profile, *options.mapping]
    files.check_outputs(*outputs, force=options.force, spare=spare)


def _readers(cards: list[str], pins: Pins) -> list[Party]:
    """The pinned parties meant, each once. Raises for one whose card was valid until a time that has passed."""
    readers = list({party.kid: party for party in map(pins.find, cards)}.values())
    for party in readers:
        if party.not_after is not None and party.not_after < time.time():
            name = clean(pins.name(party.kid))
            raise InputError("usage", f"the card of {name} was valid until {when(party.not_after)}: pin its new one")
    return readers


def _make(options: argparse.Namespace, *, published: bool) -> tuple[Identity, Sealed, int]:
    """Everything up to the signature: read, check, seal, show, confirm."""
    me = secrets.unlock(options)
    now = int(time.time())
    if me.party.not_after is not None and me.party.not_after < now:  # reveal may: what is owed stays owed
        raise InputError("usage", f"your card was valid until {when(me.party.not_after)}: make a new key first")
    pins = Pins.load(options.trust)
    pins.parties.setdefault(me.party.kid, me.party)
    pins.names[me.party.kid] = "you"
    readers = _readers(options.to, pins)
    journal = Journal(options.key_file, me.party.kid)
    before = None if options.previous is None else _own_latest(options, me)
    label = options.label or (before and journal.label_of(before.body.slot.list_id)) or stem(options.table)
    checked = _checked(options, label)
    content = checked.list
    if not len(content):
        say("note: this list has no entries")
    if published and content.restricted is not None and not options.public:
        raise InputError("usage", "publishing this list shows its restricted fields to everyone: add --public to do so")
    slot = _slot(options, label, journal, before)
    earlier = None if options.label is not None else journal.other_list(slot.list_id, slot.role)
    if earlier is not None:
        other = f"{clean(earlier.label)!r} ({load().role(earlier.role)}, version {earlier.version})"
        say(
            f"note: this is a new list. Your list {other} is in {earlier.file}; "
            f"to correct that one, add --previous {shlex.quote(earlier.file)}"
        )
    seen = sorted({i for i in (journal.last, slot.previous, slot.answers) if i is not None})
    with working(f"Sealing {len(content):,} entries"):
        sealed = seal(
            content,
            author=me.party,
            local_secret=me.local_secret,
            slot=slot,
            readers=readers,
            iat=now,
            seen=seen,
        )
    _refuse_fork(options, journal, slot, sealed)
    confirm(_in_words(sealed, slot, pins, readers, checked, published=published), yes=options.yes)
    return me, sealed, now


def _checked(options: argparse.Namespace, label: str) -> Checked:
    """The table, if nothing is wrong with it but what may be meant."""
    checked = read_table(options, label)
    try:
        refuse_errors(checked.findings)
    except InputError as error:
        raise InputError(error.code, f"{options.table}: {error}") from None
    return checked


def _slot(options: argparse.Namespace, label: str, journal: Journal, before: Signed[Commitment] | None) -> Slot:
    """Where the list stands: after the version in ``--previous``, under ``--id``, or as this label stood before."""
    role = options.role if options.role is not None else "report"
    if not is_role(role):
        raise InputError("usage", f"the role {role!r} is not a word of lower-case letters, digits and hyphens")
    if options.id is not None and options.previous is not None:
        raise InputError("usage", "--id is for a first version, --previous for a later one: not both")
    answers = None if options.answers is None else _answered(options)
    if before is not None:
        slot = Slot.after(before)._replace(answers=answers)
        return slot._replace(role=role) if options.role is not None else slot
    if options.id is not None:
        try:
            list_id = bytes.fromhex(options.id)
        except ValueError:
            list_id = b""
        if len(list_id) * 2 != _ID_DIGITS:
            raise InputError("usage", f"a list's id has {_ID_DIGITS} hexadecimal digits")
    else:
        list_id = journal.list_of(label, role) or os.urandom(_ID_DIGITS // 2)
    return Slot(role=role, list_id=list_id, answers=answers)


def _own_latest(options: argparse.Namespace, me: Identity) -> Signed[Commitment]:
    assessment, pins, _ = load_for([options.previous], options, None, own=me.party)
    own = {i: c for i, c in assessment.of(Commitment).items() if c.kid == me.party.kid}
    if not own:
        raise InputError("usage", f"{options.previous}: holds no commitment of yours to follow")
    return choose(assessment._replace(statements=own), pins, options)


def _answered(options: argparse.Namespace) -> bytes:
    assessment, pins, _ = load_for([options.answers], options, None)
    return choose(assessment, pins, options).id


def _refuse_fork(options: argparse.Namespace, journal: Journal, slot: Slot, sealed: Sealed) -> None:
    """A second, different list in a place that is taken would be a fork, proven for ever."""
    before = journal.committed(slot.list_id, slot.version)
    if before is None:
        return
    fixed = (sealed.opened.tree.root.hex(), len(sealed.opened.list), _key_of(sealed).hex())
    if before.fixed == fixed:
        say(f"note: this very list was signed on {when(before.iat)}; it is sealed again, with the same root")
        return
    named = options.previous is not None or options.id is not None
    refusal = InputError(
        "fork-refused",
        f"you signed another version {slot.version} of this list on {when(before.iat)} ({before.count:,} entries). "
        "Two that differ are a fork, which anybody can prove against you. "
        + ("" if named else "If this is another list, give it another name with --label. ")
        + "To correct that one:",
    )
    refusal.add_note(_next_version(options, journal, slot))
    raise refusal


def _next_version(options: argparse.Namespace, journal: Journal, slot: Slot) -> str:
    """The same command once more, after the latest version that was signed: its fields stay as restricted as here."""
    before = journal.latest(slot.list_id).file
    old = before if os.path.isfile(before) else "OLD.swap"  # the user finds it, wherever it is now
    return shlex.join(["swapproto", options.verb, "--previous", old, *without(options.arguments, "--previous", "--id")])


def _key_of(sealed: Sealed) -> bytes:
    from ..wire.hashes import x

    return x(32, "key", sealed.opened.ctx, sealed.opened.cek)


def _in_words(
    sealed: Sealed, slot: Slot, pins: Pins, readers: list[Party], checked: Checked, *, published: bool
) -> str:
    content = sealed.opened.list
    fields = fields_in_use(content) or content.schema.fields
    names = ", ".join(clean(field.name) + (" (restricted)" if field.restricted else "") for field in fields)
    if empty := len(content.schema.fields) - len(fields):
        names += f"; and {empty:,} more of the schema, with nothing in any entry"
    others = ", ".join(clean(pins.name(party.kid)) for party in readers)
    who_reads = "EVERYONE: its key is published with it" if published else (others or "nobody else yet") + ", and you"
    lines = [
        "You are about to sign a commitment:",
        f"  list      {clean(content.label)!r}, id {slot.list_id.hex()}, version {slot.version}",
        f"  role      {load().role(slot.role)}",
        f"  entries   {counted(content, checked.persons)}",
        f"  fields    {names}",
        f"  readers   {who_reads}",
        f"  root      {sealed.opened.tree.root.hex()}",
    ]
    if slot.previous is not None:
        lines.append(f"  follows   {short(slot.previous)}, version {slot.version - 1}")
    if slot.answers is not None:
        lines.append(f"  answers   {short(slot.answers)}")
    warnings = checked.findings.summary("warning")
    lines += [f"  warning   {brief(warning)}" for warning in warnings[:_WARNINGS]]
    if len(warnings) > _WARNINGS:
        lines.append(f"  warning   and {len(warnings) - _WARNINGS} kinds more: see swapproto check")
    return "\n".join([*lines, _SEEN_BY_ALL if published else _SEEN_SEALED])


_SEEN_SEALED = """\
It fixes exactly these entries. Whoever sees it sees your card, the role, the count, the padded size,
the readers' key ids and the stated time; no name and not the label. The columns are hidden, but
whoever guesses all of their names and types can tell that the guess is right."""
_SEEN_BY_ALL = """\
It fixes exactly these entries. Whoever has the file sees all of it: every entry, every field and the label,
your card, the role and the stated time. It cannot be taken back."""


def _sign_and_remember(options: argparse.Namespace, me: Identity, sealed: Sealed) -> bytes:
    """The journal first: a signature that was given out is never forgotten."""
    commitment = sealed.sign(me)
    signed = read_statement(commitment, me.party.verify_key, Commitment)
    journal = Journal(options.key_file, me.party.kid)  # anew: while this was shown, another command may have signed
    _refuse_fork(options, journal, signed.body.slot, sealed)
    _remember(options, me, signed, signed.id, "commitment", sealed.opened.list.label, signed.iat)
    return commitment


def _remember(
    options: argparse.Namespace,
    me: Identity,
    about: Signed[Commitment],
    statement: bytes,
    kind: str,
    label: str,
    iat: int,
) -> None:
    body = about.body
    record = Record(
        signer=me.party.kid.hex(),
        statement=statement.hex(),
        kind=kind,
        list=body.slot.list_id.hex(),
        version=body.slot.version,
        label=label,
        role=body.slot.role,
        root=body.root.hex(),
        count=body.count,
        key=body.key.hex(),
        iat=iat,
        file=options.output if options.output == "-" else os.path.abspath(options.output),
    )
    Journal(options.key_file, me.party.kid).add(record)

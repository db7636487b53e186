"""The state table: what an exchange waits for, and whose move it is. EXCHANGE.md 4, the first row that fits."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from .rules import Rules, accepted, covers, in_turn, key_for, published, relied_on, sealed, sound, withdrawn
from .statements import Commitment, Receipt, Reveal, Shown, Slot, Terms


class State(NamedTuple):
    """A row of the table, and the kids whose move it is."""

    name: str
    awaited: frozenset[str]


def state(shown: Shown, rules: Rules) -> State | None:
    """Return the first row that fits, or None."""
    table = Table(shown, rules)
    for name, row in rules.rows:
        awaited = row(table)
        if awaited is not None:
            return State(name, frozenset(awaited))
    return None


class Table:
    """What the rows ask of an exchange whose terms are presented."""

    def __init__(self, shown: Shown, rules: Rules) -> None:
        assert shown.terms
        self.shown = shown
        self.terms: Terms = shown.terms
        self.rules = rules
        self.public = published(shown, rules)
        self.turns = [reveal for reveal in shown.reveals.values() if in_turn(reveal, shown, rules)]
        self.relied = {id for reveal in self.turns for id in relied_on(reveal, shown)}
        self.gone = withdrawn(shown)
        self.filling = {slot: self.lists(slot) for slot in self.terms.slots}

    def lists(self, slot: Slot) -> list[Commitment]:
        """Return the commitments that fill a slot: those that were relied on, or else those not shown to be wrong."""
        lists = self.shown.commitments.values()
        envelopes = self.shown.envelopes
        filling = [each for each in lists if covers(each, slot, self.shown) and each.envelope in envelopes]
        relied = [each for each in filling if each.id in self.relied]
        return relied or [each for each in filling if not self.wrong(each)] or filling

    def wrong(self, commitment: Commitment) -> bool:
        """Return whether everybody can see that a list has wrong content."""
        return commitment.id in self.public and sound(commitment, self.shown) is False

    def said_opened(self, commitment: Commitment, kid: str) -> bool:
        """Return whether a reader signed `opened`."""
        receipts = self.shown.receipts.values()
        return any((each.of, each.by, each.stage) == (commitment.id, kid, "opened") for each in receipts)

    def opened(self, commitment: Commitment, reader: str) -> bool:
        """Return whether a reader signed `opened`, or the list is public and matches."""
        open_to_all = commitment.id in self.public and sound(commitment, self.shown)
        return bool(open_to_all) or self.said_opened(commitment, reader)

    def reveals_to(self, commitment: Commitment, reader: str) -> list[Reveal]:
        """Return the reveals in turn of a list to a reader or to everyone."""
        keys = {id for id, accept in self.shown.accepts.items() if accept.by == reader} | {""}
        return [each for each in self.turns if each.of == commitment.id and each.to in keys]

    def complaints(self, source: str, kid: str) -> list[Receipt]:
        """Return a reader's complaints of a source."""
        return [each for each in self.shown.receipts.values() if (each.source, each.by) == (source, kid)]

    def stands(self, complaint: Receipt) -> bool:
        """Return whether a complaint is open, or the wrap was shown to be bad."""
        fault = self.rules.rerun(complaint, self.shown, self.rules)
        return fault is None or fault.code == "bad-wrap"

    def unread(self) -> list[tuple[Commitment, str]]:
        """Return each list that fills a slot with each party who has not opened it."""
        return [
            (each, kid)
            for slot, lists in self.filling.items()
            for each in lists
            for kid in self.terms.parties
            if kid != slot.kid and not self.opened(each, kid)
        ]

    def unrevealed(self) -> list[tuple[Slot, str]]:
        """Return each slot with each party to whom no list of it was revealed in turn, and none is public."""
        return [
            (slot, kid)
            for slot, lists in self.filling.items()
            for kid in self.terms.parties
            if kid != slot.kid and not any(each.id in self.public or self.reveals_to(each, kid) for each in lists)
        ]

    def holders(self) -> set[str]:
        """Return the mediators who opened a list of every slot."""
        lists = self.filling.values()
        return {
            kid
            for kid in self.terms.mediators
            if all(any(self.said_opened(each, kid) for each in slot) for slot in lists)
        }

    def deposited(self, slot: Slot, accept: str) -> bool:
        """Return whether a list is sealed under a mediator's accept by its owner, and no complaint of that stands."""
        lists = [each.id for each in self.filling[slot]]
        own = [id for id, each in self.shown.reveals.items() if each.of in lists and each.by == slot.kid]
        found = {id: sealed(id, self.shown) for id in (*lists, *own)}
        sources = [id for id, each in found.items() if each and any(wrap.accept == accept for wrap in each[2])]
        mediator = self.shown.accepts[accept].by
        return any(not any(map(self.stands, self.complaints(id, mediator))) for id in sources)

    def depositors(self, slot: Slot, mediator: str) -> set[str]:
        """Return whose move it is until a mediator opened a list of a slot."""
        if any(self.said_opened(each, mediator) for each in self.filling[slot]):
            return set()
        accept = key_for(slot.kid, mediator, self.shown, self.rules)
        return {slot.kid} if accept and not self.deposited(slot, accept.id) else {mediator}


def settled(table: Table) -> set[str] | None:
    """Fit where every party accepted, every slot has a list that all its readers opened, and so has each relied on."""
    if proposed(table):
        return None
    unread = {each.id for each, _ in table.unread()}
    for lists in table.filling.values():
        ids = {each.id for each in lists}
        if ids <= unread or (unread & ids & table.relied):
            return None
    return set()


def ended(table: Table) -> set[str] | None:
    """Fit where a party withdrew, or every mediator did."""
    unmediated = table.terms.release == 2 and table.gone.issuperset(table.terms.mediators)
    return set() if unmediated or not table.gone.isdisjoint(table.terms.parties) else None


def mediators_needed(table: Table) -> set[str]:
    """Return the mediators who serve, in release 2 until one of them accepted: record 57."""
    serving = set(table.terms.mediators) - table.gone
    return serving if table.terms.release == 2 and serving.isdisjoint(accepted(table.shown)) else set()


def proposed(table: Table) -> set[str] | None:
    """Fit until every party accepted."""
    waiting = set(table.terms.parties) - accepted(table.shown)
    return waiting | mediators_needed(table) if waiting else None


def committing(table: Table) -> set[str] | None:
    """Fit until every slot is filled."""
    waiting = {slot.kid for slot, lists in table.filling.items() if not lists}
    return waiting | mediators_needed(table) if waiting else None


def depositing(table: Table) -> set[str] | None:
    """Fit in release 2 until one mediator opened a list of every slot: S5."""
    if table.terms.release == 1 or table.holders():
        return None
    left = set(table.terms.mediators) - table.gone
    serving = left & accepted(table.shown)
    return {kid for each in serving for slot in table.terms.slots for kid in table.depositors(slot, each)} or left


def releasing(table: Table) -> set[str] | None:
    """Fit until a list of every slot is public, or was revealed in turn to every reader.

    A reader without an unspent key for who is to reveal is awaited in their place: the table lacked this.
    """
    waiting = {
        (maker, kid)
        for slot, kid in table.unrevealed()
        for maker in ({slot.kid} if table.terms.release == 1 else table.holders())
    }
    return {maker if key_for(maker, kid, table.shown, table.rules) else kid for maker, kid in waiting} or None


def spoiled(table: Table) -> set[str] | None:
    """Fit where a list is shown to have wrong content, so that nobody can open it: the table lacked this."""
    return set() if any(table.wrong(each) for lists in table.filling.values() for each in lists) else None


def complained(table: Table) -> set[str] | None:
    """Fit while a complaint stands of every reveal of a list to a reader."""
    awaited: set[str] = set()
    for commitment, reader in table.unread():
        reveals = table.reveals_to(commitment, reader)
        if reveals and all(any(map(table.stands, table.complaints(each.id, reader))) for each in reveals):
            keys = [each.by for each in reveals if key_for(each.by, reader, table.shown, table.rules)]
            awaited |= set(keys) or {reader}
    return awaited or None


def receiving(table: Table) -> set[str] | None:
    """Fit until each reader opened what was revealed to them, or complained with reason."""
    return {kid for _, kid in table.unread()} or None


Row = tuple[str, Callable[[Table], set[str] | None]]
ROWS: tuple[Row, ...] = (
    ("settled", settled),
    ("withdrawn", ended),
    ("proposed", proposed),
    ("committing", committing),
    ("spoiled", spoiled),
    ("depositing", depositing),
    ("releasing", releasing),
    ("complained", complained),
    ("receiving", receiving),
)

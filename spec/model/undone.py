"""The rules as they are, and the same with one of them undone, to show that the checker finds what each answers."""

from __future__ import annotations

from collections.abc import Callable

from .rules import Fault, Rules, agreed, covers, rerun, withdrawn
from .statements import Accept, Commitment, Receipt, Shown, Slot, Withdraw, X
from .states import ROWS, Row, Table, depositing, releasing

RULES = Rules(
    same_key=lambda one, other: one.id == other.id,
    void=lambda accept, maker: accept.to != maker,
    rerun=rerun,
    for_nothing=lambda receipt: Fault("false-complaint", receipt.by, receipt.id),
    owners_right=lambda reveal, commitment: reveal.by == commitment.by and not reveal.given,
    used=lambda reveal: {reveal.of, *reveal.given},
    covers=covers,
    counts=lambda reveal: True,
    one_list=lambda commitment, terms: Slot(commitment.by, commitment.role) in terms.slots,
    binds=lambda act: isinstance(act, Accept | Commitment),
    agreed=agreed,
    rows=ROWS,
)


def complaint_convicts(receipt: Receipt, shown: Shown, rules: Rules) -> Fault | None:
    """Blame the complainer where the wrap opens and the content is wrong."""
    fault = rerun(receipt, shown, rules)
    return Fault("false-complaint", receipt.by, receipt.id) if fault and fault.code == "wrong-content" else fault


def covers_with_envelope(commitment: Commitment, slot: Slot, shown: Shown) -> bool:
    """Ask for the envelope as well."""
    return covers(commitment, slot, shown) and commitment.envelope in shown.envelopes


def covers_while_accepted(commitment: Commitment, slot: Slot, shown: Shown) -> bool:
    """Let a withdrawal uncover the slot."""
    return covers(commitment, slot, shown) and commitment.by not in withdrawn(shown)


def settled_by_the_relied_on(table: Table) -> set[str] | None:
    """Say `settled` where every list that was relied on is opened, though there may be none."""
    return None if {each.id for each, _ in table.unread()} & table.relied else set()


def depositing_with_all(table: Table) -> set[str] | None:
    """Wait until every mediator opened all, and not only one."""
    late = set(table.terms.mediators) - table.holders() if table.terms.release == 2 else set()
    return depositing(table) or late or None


def releasing_by_makers(table: Table) -> set[str] | None:
    """Wait for who is to reveal, though the reader left them no key to seal to."""
    waiting = releasing(table)
    if waiting is None or table.terms.release == 2:
        return waiting
    return {slot.kid for slot, kid in table.unrevealed()}


def receiving_without_complaint(table: Table) -> set[str] | None:
    """Wait for readers who said nothing, as the table had it: a complaint that was decided fits no row."""
    silent = {
        kid
        for each, kid in table.unread()
        if not any((said.of, said.by) == (each.id, kid) for said in table.shown.receipts.values())
    }
    return silent or None


def replaced(name: str, row: Callable[[Table], set[str] | None]) -> tuple[Row, ...]:
    """Return the state table with another test in one row."""
    return tuple((each, row if each == name else test) for each, test in ROWS)


UNDONE = {
    "M1, one key for all": RULES._replace(same_key=lambda one, other: one.by == other.by),
    "M1, no wrap is void": RULES._replace(void=lambda accept, maker: False),
    "M2": RULES._replace(rerun=complaint_convicts),
    "M2, absent wrap": RULES._replace(for_nothing=lambda receipt: None),
    "M3, owner's right": RULES._replace(owners_right=lambda reveal, commitment: False),
    "M3, own commitment": RULES._replace(used=lambda reveal: set(reveal.given)),
    "M3, envelope": RULES._replace(covers=covers_with_envelope),
    "M3, withdrawal": RULES._replace(covers=covers_while_accepted),
    "M4": RULES._replace(counts=lambda reveal: reveal.sub == X),
    "M5": RULES._replace(one_list=lambda commitment, terms: True),
    "M8": RULES._replace(binds=lambda act: not isinstance(act, Withdraw)),
    "M9": RULES._replace(agreed=lambda shown: agreed(shown) and not withdrawn(shown)),
    "S5": RULES._replace(rows=replaced("depositing", depositing_with_all)),
    "state settled": RULES._replace(rows=replaced("settled", settled_by_the_relied_on)),
    "state spoiled": RULES._replace(rows=replaced("spoiled", lambda table: None)),
    "state releasing": RULES._replace(rows=replaced("releasing", releasing_by_makers)),
    "state receiving": RULES._replace(rows=replaced("receiving", receiving_without_complaint)),
}

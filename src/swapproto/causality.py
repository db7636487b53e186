"""Causality: what a new statement names as known to its signer, as files and the ledger show it. Spec 5.2."""

from collections.abc import Collection
from heapq import nsmallest

from .assessment import Evidence
from .assessment.exchanges import exchange_of
from .ledger import Ledger
from .statements import Body, Commitment, Signed, Terms
from .statements.bodies import REFERENCES


class Known:
    """What one signer knows: the statements of each exchange or list that no other one names, and their own last."""

    def __init__(self, evidence: Evidence, ledger: Ledger) -> None:
        self._evidence, self._ledger = evidence, ledger
        self._named = {other for statement in evidence.statements.values() for other in statement.body.mentions}
        self._last: dict[bytes | None, bytes] = {}
        self._there: dict[tuple[bytes | None, bytes | None], set[bytes]] = {}
        self._known: dict[tuple[bytes | None, bytes | None], set[bytes]] = {}

    def add(self, statement: bytes, where: bytes | None, mentions: Collection[bytes]) -> None:
        """Count a statement that was just prepared, in the exchange or about the list of this id, as the own last.

        What it mentions need not be named by the next one again.
        """
        self._last[where] = statement
        self._named.update(mentions)
        for known in self._known.values():
            known.difference_update(mentions)

    def seen(self, exchange: bytes | None, list_id: bytes | None = None) -> tuple[bytes, ...]:
        """Return the ids that a statement of an exchange, or where there is none about a list, names as known."""
        where = exchange, None if exchange is not None else list_id
        if where not in self._there:
            self._there[where] = self._members(*where)
            self._known[where] = self._there[where] - self._named
        own = self._last.get(exchange or list_id) or self._ledger.last_of(
            exchange=exchange, list_id=list_id, statements=self._there[where]
        )
        first = [] if own is None else [own]
        known = nsmallest(REFERENCES, self._known[where] - {own or b""})
        return tuple(sorted([*first, *known][:REFERENCES]))

    def _members(self, exchange: bytes | None, list_id: bytes | None) -> set[bytes]:
        """Return the present statements of an exchange and of those that it replaces, or about a list."""
        if exchange is None:
            about = ((i, _list_of(s, self._evidence)) for i, s in self._evidence.statements.items())
            return {i for i, its in about if its is not None and its == list_id}
        family, terms = {exchange}, self._evidence.of(Terms)
        while exchange in terms and (exchange := terms[exchange].body.replaces) is not None and exchange not in family:
            family.add(exchange)
        return {i for i, s in self._evidence.statements.items() if exchange_of(s, self._evidence) in family}


def _list_of(statement: Signed[Body], evidence: Evidence) -> bytes | None:
    """Return the id of the list that a statement is about, or None."""
    about = statement
    target = getattr(statement.body, "commitment", None) or getattr(statement.body, "target", None)
    if target is not None:
        about = evidence.statements.get(target, statement)
    return about.body.place.list_id if isinstance(about.body, Commitment) else None

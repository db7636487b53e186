"""The ledger of a key: what was signed for which list and version, so that nobody forks by mistake. Spec 11.

A second, different list in one place is a fork, which anybody can prove for ever. So a place is claimed here *before* a
signature is asked for: whoever comes second gets none.
"""

import os
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from threading import RLock
from typing import cast

from ..counting import count_of
from ..errors import InputError
from ..statements import Commitment, Place, Signed
from ..statements.commitment import REVIEW_ROLE
from .in_file import InFile
from .records import ABOUT, About, AboutExchange, AboutList, Record
from .storage import InDatabase, InMemory, Storage

__all__ = [
    "ABOUT",
    "About",
    "AboutExchange",
    "AboutList",
    "InDatabase",
    "InFile",
    "InMemory",
    "Ledger",
    "Record",
    "Storage",
]


class Ledger:
    """The records of what one key signed, as they were when they were read. Threads can share it."""

    def __init__(self, storage: Storage, signer: bytes) -> None:
        """Read the records of the key with this kid. Raise :class:`InputError` ``file`` if one cannot be read."""
        #: Where the records are kept.
        self.storage: Storage = storage
        #: The kid of the key, in hexadecimal.
        self.signer: str = signer.hex()
        #: What the key signed, in that order.
        self.records: list[Record[About]] = []
        self._count = 0
        self._lock, self._is_claimed = RLock(), False
        self.reread()

    def reread(self) -> None:
        """Read the records anew. Raise as when they were read first, and ``busy`` within a claim."""
        with self._lock:
            self._require_unclaimed()
            self._read()

    def _require_unclaimed(self) -> None:
        """Raise for a signal handler or another task of the thread that has the claim: its lock does not stop them."""
        if self._is_claimed:
            raise InputError("busy", f"{self.storage.name}: this thread is signing with this key already")

    def _read(self) -> None:
        lines = self.storage.read()
        records: list[Record[About]] = []
        for number, line in enumerate(lines, 1):
            try:
                record = Record.read(line)
            except (ValueError, TypeError, KeyError, RecursionError):
                raise InputError(
                    "file",
                    f"{self.storage.name}: record {number} is damaged. Restore it from a copy: it prevents signing "
                    "twice",
                ) from None
            if record.signer == self.signer:  # not what another key signed in a file that had this name
                records.append(record)
        self.records, self._count = records, len(lines)

    @contextmanager
    def claimed(self) -> Iterator["Ledger"]:
        """Keep others from signing with the key, read the records anew, and return them.

        Another thread with this ledger waits. Raise :class:`InputError` ``busy`` if somebody else is signing, or this
        thread in another task.
        """
        with self._lock:
            self._require_unclaimed()
            self._is_claimed = True
            try:
                with self.storage.claimed():
                    self._read()
                    yield self
            finally:
                self._is_claimed = False

    # --- what was signed

    @property
    def last(self) -> bytes | None:
        """The id of the statement signed last, 32 bytes."""
        return bytes.fromhex(self.records[-1].statement) if self.records else None

    @property
    def last_time(self) -> int:
        """The latest time at which something was signed, in seconds, or 0."""
        return max((record.iat for record in self.records), default=0)

    def last_of(
        self, *, exchange: bytes | None, list_id: bytes | None, statements: Collection[bytes] = ()
    ) -> bytes | None:
        """Return the id of the statement signed last in an exchange, or where there is none about a list.

        ``statements`` are the ids of those about the list: a receipt or a review is recorded as about one of them.
        """
        for record in reversed(self.records):
            about = record.about
            if exchange is not None:
                here = about.exchange == exchange.hex()
            elif isinstance(about, AboutList):
                here = list_id == bytes.fromhex(about.list)
            else:
                here = not about.exchange and bytes.fromhex(about.subject) in statements
            if here:
                return bytes.fromhex(record.statement)
        return None

    def last_in(self, exchange: bytes, kind: str, role: str | None = None) -> Record[About] | None:
        """Return the record of what was signed last of a kind in an exchange; of lists, in this role.

        An accept that came with a complaint is for one other alone, and is not meant.
        """
        for record in reversed(self.records):
            about = record.about
            meant = role in (None, about.role) if isinstance(about, AboutList) else about.number == 0
            if meant and (record.kind, about.exchange) == (kind, exchange.hex()):
                return record
        return None

    def next_number(self, exchange: bytes, maker: bytes) -> int:
        """Return the number of the next accept of an exchange for the party with this kid."""
        accepts = [record.about for record in self.records if isinstance(record.about, AboutExchange)]
        here = exchange.hex(), maker.hex()
        found = [about.number for about in accepts if (about.exchange, about.subject) == here]
        return max(found, default=-1) + 1

    def has_withdrawn(self, exchange: bytes) -> bool:
        """Return whether an accept of this exchange was withdrawn, which is final."""
        here = [
            (r.kind, r.statement, r.about.subject)
            for r in self.records
            if isinstance(r.about, AboutExchange) and r.about.exchange == exchange.hex()
        ]
        accepts = {statement for kind, statement, _ in here if kind == "accept"}
        return any(kind == "withdraw" and subject in accepts for kind, _, subject in here)

    def knows(self, statement: bytes) -> bool:
        """Return whether the statement of this id is recorded."""
        return any(record.statement == statement.hex() for record in self.records)

    def list_of(self, label: str, role: str, exchange: bytes | None = None) -> bytes | None:
        """Return the id of the list that was last committed to under this label and role, 16 bytes.

        Each exchange has lists of its own, whatever they are called.
        """
        ids = [r.about.list for r in self._commitments(exchange) if (r.about.label, r.about.role) == (label, role)]
        return bytes.fromhex(ids[-1]) if ids else None

    def label_of(self, list_id: bytes) -> str | None:
        """Return the label that this list had last."""
        versions = self.versions(list_id)
        return versions[-1].about.label if versions else None

    def versions(self, list_id: bytes) -> list[Record[AboutList]]:
        """Return the commitments to this list, in the order in which they were signed."""
        return [record for record in self._all_commitments() if record.about.list == list_id.hex()]

    def latest(self, list_id: bytes) -> Record[AboutList] | None:
        """Return the commitment to the highest version of this list."""
        return max(self.versions(list_id), key=lambda record: record.about.version, default=None)

    def other_list(self, list_id: bytes, role: str, exchange: bytes | None = None) -> Record[AboutList] | None:
        """Return what was last committed to in this role and exchange, if nothing ever was under this list's id."""
        if self.versions(list_id):
            return None
        return next((record for record in reversed(self._commitments(exchange)) if record.about.role == role), None)

    def _commitments(self, exchange: bytes | None) -> list[Record[AboutList]]:
        return [record for record in self._all_commitments() if record.about.exchange == (exchange or b"").hex()]

    def _all_commitments(self) -> list[Record[AboutList]]:
        return [cast("Record[AboutList]", record) for record in self.records if record.kind == "commitment"]

    # --- what may be signed

    def place(self, label: str, role: str, *, exchange: bytes | None = None, answers: bytes | None = None) -> Place:
        """Return the place of the first version of a list: that of the list with this label and role, or a new one."""
        list_id = self.list_of(label, role, exchange) or os.urandom(16)
        return Place(role=role, list_id=list_id, exchange=exchange, answers=answers)

    def taken(self, commitment: Commitment) -> Record[AboutList] | None:
        """Return what was committed to in the place of a commitment, or None if it is free.

        Below a version that is recorded each place is taken, even if its own record is lost: then the record of the
        highest version is returned.
        """
        place = commitment.place
        versions = self.versions(place.list_id) or self._in_slot(place)
        own = next((record for record in versions if record.about.version == place.version), None)
        if own is not None:
            return own
        latest = self.latest(place.list_id)
        return latest if latest is not None and latest.about.version > place.version else None

    def _in_slot(self, place: Place) -> list[Record[AboutList]]:
        """Return the commitments to another list in the same role of an exchange: there is one list in each slot."""
        if place.exchange is None or place.role == REVIEW_ROLE:
            return []
        return [record for record in self._commitments(place.exchange) if record.about.role == place.role]

    def require_free(self, commitment: Commitment) -> None:
        """Raise :class:`InputError` ``fork-refused`` for a list that is not the one committed to in its place."""
        before = self.taken(commitment)
        if before is None or (before.about.version == commitment.place.version and before.about.fixes(commitment)):
            return
        entries = count_of(before.about.count, "entry", "entries")
        raise InputError(
            "fork-refused",
            f"version {before.about.version} of this list is recorded as signed ({entries}), and this is another "
            f"version {commitment.place.version}. Two that differ are a fork, which anybody can prove. Make the next "
            "version instead",
        )

    def add(self, record: Record[About]) -> None:
        """Add a record, durably, before the statement is given out. Raise :class:`InputError` as :class:`Storage`."""
        with self._lock:
            self.storage.append(record.line(), after=self._count)
            self._count += 1
            self.records.append(record)

    def foresee(self, record: Record[About]) -> None:
        """Count a record that is not added yet, to know what would be free if it were."""
        self.records.append(record)

    def adopt(self, commitment: Signed[Commitment], label: str, file: str) -> None:
        """Record what the key signed, as a file shows, while the record was lost."""
        if not self.knows(commitment.id):
            about = AboutList.of(commitment.body, label)
            self.add(Record(self.signer, commitment.id.hex(), "commitment", commitment.iat, file, about))

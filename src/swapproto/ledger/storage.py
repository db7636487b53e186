"""Storage: where the records of a ledger are kept. A database keeps them as rows, a file as lines."""

from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext, suppress
from typing import Any, Protocol

from ..errors import InputError

_TABLE = """
CREATE TABLE IF NOT EXISTS swapproto_ledger (
    ledger TEXT NOT NULL, number INTEGER NOT NULL, record TEXT NOT NULL, PRIMARY KEY (ledger, number)
)"""


class Storage(Protocol):
    """Where records are kept, in their order, for good. Records are only ever added."""

    @property
    def name(self) -> str:
        """What messages call it."""
        ...

    def claimed(self) -> AbstractContextManager[None]:
        """Keep others from signing with the key, from reading the records until what is signed is among them.

        Raise :class:`InputError` ``file`` if somebody else does it at the moment. Where nothing can be kept from
        signing, :meth:`append` alone decides who goes on.
        """
        ...

    def read(self) -> Sequence[bytes]:
        """Return all records, each a line of JSON. Raise :class:`InputError` ``file`` if they cannot be read."""
        ...

    def append(self, record: bytes, *, after: int) -> None:
        """Add a record, durably, after the ``after`` records that were read.

        Raise :class:`InputError` ``file``, and change nothing, if somebody else has added one since.
        """
        ...


class Connection(Protocol):
    """A connection to a database, as Python's DB-API 2.0 has it."""

    def cursor(self) -> Any:
        """Return a new cursor."""
        ...

    def commit(self) -> None:
        """End the transaction and keep its changes."""
        ...

    def rollback(self) -> None:
        """End the transaction without its changes."""
        ...


class InMemory:
    """Records that are gone with the process: for tests, and for those who keep them elsewhere themselves."""

    #: What messages call it.
    name: str = "the ledger in memory"

    def __init__(self, records: Sequence[bytes] = ()) -> None:
        self._records = list(records)

    def claimed(self) -> AbstractContextManager[None]:
        """Return a claim that keeps nobody from anything."""
        return nullcontext()

    def read(self) -> Sequence[bytes]:
        """Return all records."""
        return list(self._records)

    def append(self, record: bytes, *, after: int) -> None:
        """Add a record. Raise :class:`InputError` ``file`` as :class:`Storage` says."""
        if len(self._records) != after:
            raise overtaken(self.name)
        self._records.append(record)


class InDatabase:
    """Records in the table ``swapproto_ledger`` of a database, by the name of the ledger and their number.

    The primary key lets only one of two processes add the next record, and so only one of them asks for a signature.
    Tried with SQLite (``parameter="?"``) and PostgreSQL (``parameter="%s"``). A role that may only select and insert is
    enough, once the table is there.
    """

    def __init__(self, connection: Connection, ledger: str, *, parameter: str = "?") -> None:
        """Keep the records of ``ledger``, a name for each key, in a database. The connection stays the caller's."""
        #: What messages call it.
        self.name: str = f"the ledger {ledger!r}"
        self._connection, self._ledger, self._parameter = connection, ledger, parameter

    def create(self) -> None:
        """Create the table, if it is not there."""
        self._connection.cursor().execute(_TABLE)
        self._connection.commit()

    def claimed(self) -> AbstractContextManager[None]:
        """Return a claim that keeps nobody from anything: the primary key decides."""
        return nullcontext()

    def read(self) -> Sequence[bytes]:
        """Return all records."""
        query = f"SELECT record FROM swapproto_ledger WHERE ledger = {self._parameter} ORDER BY number"  # noqa: S608
        try:
            cursor = self._connection.cursor()
            cursor.execute(query, (self._ledger,))
            rows = cursor.fetchall()
            self._connection.rollback()  # or the next reading would see what this one saw
        except Exception as error:  # noqa: BLE001  # each driver has exceptions of its own
            raise InputError("file", f"{self.name} cannot be read: {error}") from None
        return [str(row[0]).encode() for row in rows]

    def append(self, record: bytes, *, after: int) -> None:
        """Add a record. Raise :class:`InputError` ``file`` as :class:`Storage` says."""
        values = ", ".join([self._parameter] * 3)
        try:
            query = f"INSERT INTO swapproto_ledger (ledger, number, record) VALUES ({values})"  # noqa: S608
            self._connection.cursor().execute(query, (self._ledger, after + 1, record.decode()))
            self._connection.commit()
        except Exception as error:  # noqa: BLE001
            with suppress(Exception):
                self._connection.rollback()
            if len(self.read()) != after:
                raise overtaken(self.name) from None
            raise InputError("file", f"{self.name}: not written: {error}") from None


def overtaken(name: str) -> InputError:
    """Return the error of whoever had not read the last record."""
    return InputError("file", f"{name}: somebody else has just signed with this key; nothing was given out")

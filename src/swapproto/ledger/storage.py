"""Storage: where the records of a ledger are kept. A database keeps them as rows, a file as lines."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from threading import Lock, RLock
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

        Raise :class:`InputError` ``busy`` if somebody else does it at the moment. Where nothing can be kept from
        signing, :meth:`append` alone decides who goes on.
        """
        ...

    def read(self) -> Sequence[bytes]:
        """Return all records, each a line of JSON. Raise :class:`InputError` ``file`` if they cannot be read."""
        ...

    def append(self, record: bytes, *, after: int) -> None:
        """Add a record, durably, after the ``after`` records that were read.

        Change nothing, and raise :class:`InputError` ``busy`` if somebody else has added one since, or ``file`` if it
        cannot be added.
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
        self._lock = Lock()

    def claimed(self) -> AbstractContextManager[None]:
        """Return a claim that keeps nobody from anything."""
        return nullcontext()

    def read(self) -> Sequence[bytes]:
        """Return all records."""
        return list(self._records)

    def append(self, record: bytes, *, after: int) -> None:
        """Add a record. Raise :class:`InputError` ``busy`` as :class:`Storage` says."""
        with self._lock:
            if len(self._records) != after:
                raise overtaken(self.name)
            self._records.append(record)


_ONE_AT_A_TIME = RLock()
"""Held by the thread that works on a database: what one reads ends the transaction of its connection, and would undo
what another adds on the same one."""


class InDatabase:
    """Records in the table ``swapproto_ledger`` of a database, by the name of the ledger and their number.

    The primary key lets only one of two processes add the next record, and so only one of them asks for a signature.
    Tried with SQLite (``parameter="?"``) and PostgreSQL (``parameter="%s"``). A role that may only select and insert is
    enough, once the table is there.

    Reading rolls back, and adding commits: the connection is one that nothing else is written with. It may be shared by
    threads if its driver allows that.
    """

    def __init__(self, connection: Connection, ledger: str, *, parameter: str = "?") -> None:
        """Keep the records of ``ledger``, a name for each key, in a database. The connection is not closed."""
        #: What messages call it.
        self.name: str = f"the ledger {ledger!r}"
        self._connection, self._ledger, self._parameter = connection, ledger, parameter

    def create(self) -> None:
        """Create the table, if it is not there. Raise :class:`InputError` ``file``."""
        with _ONE_AT_A_TIME:
            self._require_idle()
            with self._undoing("created"):
                self._connection.cursor().execute(_TABLE)
                self._connection.commit()

    def claimed(self) -> AbstractContextManager[None]:
        """Return a claim that keeps nobody from anything: the primary key decides."""
        return nullcontext()

    def read(self) -> Sequence[bytes]:
        """Return all records. Raise :class:`InputError` ``file``."""
        query = f"SELECT record FROM swapproto_ledger WHERE ledger = {self._parameter} ORDER BY number"  # noqa: S608
        with _ONE_AT_A_TIME:
            self._require_idle()
            with self._undoing("read"):
                cursor = self._connection.cursor()
                cursor.execute(query, (self._ledger,))
                rows = cursor.fetchall()
                self._connection.rollback()  # or the next reading would see what this one saw
        return [*map(_record, rows)]

    def append(self, record: bytes, *, after: int) -> None:
        """Add a record. Raise :class:`InputError` as :class:`Storage` says."""
        values = ", ".join([self._parameter] * 3)
        query = f"INSERT INTO swapproto_ledger (ledger, number, record) VALUES ({values})"  # noqa: S608
        with _ONE_AT_A_TIME:
            self._require_idle()
            try:
                with self._undoing("written"):
                    self._connection.cursor().execute(query, (self._ledger, after + 1, record.decode()))
                    self._connection.commit()
            except InputError:
                if len(self.read()) != after:
                    raise overtaken(self.name) from None
                raise

    @contextmanager
    def _undoing(self, what: str) -> Iterator[None]:
        """End the transaction of whatever fails or is interrupted. Raise :class:`InputError` ``file`` for a failure."""
        try:
            yield
        except BaseException as error:
            with suppress(Exception):
                self._connection.rollback()
            if isinstance(error, Exception):  # each driver has exceptions of its own
                raise InputError("file", f"{self.name}: it cannot be {what}: {error}") from None
            raise

    def _require_idle(self) -> None:
        """Raise :class:`InputError` ``usage`` if something else is being written."""
        if _is_in_transaction(self._connection):
            what = "its connection is in a transaction, which the ledger would end: give it one of its own"
            raise InputError("usage", f"{self.name}: {what}")


_TRANSACTIONS = (1, 2, 3)
"""The states of a psycopg connection in which one has begun. A broken connection has another one."""


def _is_in_transaction(connection: Any) -> bool:
    """Return whether a transaction has begun, as far as the driver tells: sqlite3 and psycopg do.

    In the mode of sqlite3 in which one always has, what has begun is not told.
    """
    status = getattr(getattr(connection, "info", None), "transaction_status", None)
    if status is not None:
        return status in _TRANSACTIONS
    with suppress(Exception):  # of a connection that is closed
        return getattr(connection, "autocommit", None) is not False and bool(connection.in_transaction)
    return False


def _record(row: Any) -> bytes:
    """Return the record in a row: a tuple, a mapping, or the record itself, as text or bytes."""
    value = row if isinstance(row, str | bytes) else row["record"] if isinstance(row, Mapping) else row[0]
    return value if isinstance(value, bytes) else str(value).encode()


def overtaken(name: str) -> InputError:
    """Return the error of whoever had not read the last record."""
    return InputError("busy", f"{name}: somebody else has just signed with this key; nothing was given out")

"""The ledger: no two lists in one place, whoever asks, however often, and wherever the records are kept."""

import sqlite3
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, closing, contextmanager
from pathlib import Path
from typing import Any

import pytest

from swapproto import InputError, Place
from swapproto.ledger import AboutList, InDatabase, InFile, InMemory, Ledger, Record, Storage
from swapproto.testing.checks import check_ledger_storage
from tests.ledger.postgres import postgresql
from tests.making import IAT, NORTH, SOUTH, Made, make, people

KID = NORTH.party.kid


@contextmanager
def database(folder: Path) -> Iterator[InDatabase]:
    with closing(sqlite3.connect(folder / "ledger.sqlite", timeout=30)) as connection:
        storage = InDatabase(connection, "North")
        storage.create()
        yield storage


@contextmanager
def memory(folder: Path) -> Iterator[InMemory]:
    yield InMemory()


@contextmanager
def file(folder: Path) -> Iterator[InFile]:
    yield InFile(folder / "North.ledger")


STORAGES: dict[str, Callable[[Path], AbstractContextManager[Storage]]] = {
    "memory": memory,
    "file": file,
    "sqlite": database,
    "postgresql": postgresql,
}


@pytest.fixture(params=STORAGES)
def storage(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Storage]:
    with STORAGES[request.param](tmp_path) as storage:
        yield storage


def record(made: Made, kind: str = "commitment", label: str = "people") -> Record[AboutList]:
    return Record(KID.hex(), made.id.hex(), kind, IAT, "list.swap", AboutList.of(made.signed.body, label))


FIRST = make(NORTH, people(3))
OTHER = make(NORTH, people(4), place=FIRST.signed.body.place)
NEXT = make(NORTH, people(4), place=Place.after(FIRST.signed))


def test_what_was_added_is_read_again(storage: Storage) -> None:
    ledger = Ledger(storage, KID)
    assert (ledger.last, ledger.last_time, ledger.records) == (None, 0, [])
    ledger.add(record(FIRST))
    ledger.add(record(NEXT))
    again = Ledger(storage, KID)
    assert again.records == ledger.records == [record(FIRST), record(NEXT)]
    assert again.last == NEXT.id
    assert again.knows(FIRST.id)
    assert not again.knows(OTHER.id)
    latest = again.latest(FIRST.signed.body.place.list_id)
    assert latest is not None
    assert latest.about.version == 2


def test_a_second_list_in_one_place_is_refused(storage: Storage) -> None:
    ledger = Ledger(storage, KID)
    ledger.require_free(FIRST.signed.body)
    ledger.add(record(FIRST))
    ledger.require_free(FIRST.signed.body)  # an honest retry
    ledger.require_free(NEXT.signed.body)
    with pytest.raises(InputError) as refused:
        ledger.require_free(OTHER.signed.body)
    assert refused.value.code == "fork-refused"


def test_a_version_below_a_recorded_one_is_refused_though_its_record_is_lost(storage: Storage) -> None:
    ledger = Ledger(storage, KID)
    ledger.add(record(NEXT))
    with pytest.raises(InputError) as refused:
        ledger.require_free(FIRST.signed.body)
    assert refused.value.code == "fork-refused"


def test_the_records_of_another_key_are_not_counted(storage: Storage) -> None:
    Ledger(storage, KID).add(record(FIRST))
    assert Ledger(storage, SOUTH.party.kid).records == []


def test_of_two_who_read_the_same_records_one_adds(storage: Storage) -> None:
    one, other = Ledger(storage, KID), Ledger(storage, KID)
    one.add(record(FIRST))
    with pytest.raises(InputError) as refused:
        other.add(record(OTHER))
    assert refused.value.code == "busy"
    with other.claimed():
        assert other.records == [record(FIRST)]


@pytest.mark.parametrize("kind", ["file", "sqlite", "postgresql"])
def test_of_many_threads_one_signs(kind: str, tmp_path: Path) -> None:
    """Two clerks correct version 1 at once: the second signature would be a fork, wherever it is kept."""
    made = [make(NORTH, people(count), place=FIRST.signed.body.place) for count in range(3, 9)]
    signed: list[Made] = []
    start = threading.Barrier(len(made))
    with STORAGES[kind](tmp_path):
        pass  # or the test is skipped, here and not in a thread

    def sign(one: Made) -> None:
        with STORAGES[kind](tmp_path) as storage:
            ledger = Ledger(storage, KID)
            start.wait()
            try:
                with ledger.claimed():
                    ledger.require_free(one.signed.body)
                    ledger.add(record(one))
            except InputError:
                return
            signed.append(one)

    threads = [threading.Thread(target=sign, args=(one,)) for one in made]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(signed) == 1
    with STORAGES[kind](tmp_path) as storage:
        assert Ledger(storage, KID).records == [record(signed[0])]


@pytest.mark.parametrize("make_storage", [memory, file, database])
def test_who_interrupts_a_claim_in_its_own_thread_signs_nothing(
    make_storage: Callable[[Path], AbstractContextManager[Storage]], tmp_path: Path
) -> None:
    """A signal handler or another task would add its record between the look at the ledger and the record of it."""
    with make_storage(tmp_path) as storage:
        ledger = Ledger(storage, KID)
        with ledger.claimed():
            ledger.require_free(FIRST.signed.body)
            for work in (ledger.reread, ledger.claimed().__enter__):
                with pytest.raises(InputError) as refused:
                    work()
                assert refused.value.code == "busy"
            ledger.add(record(FIRST))
        with ledger.claimed(), pytest.raises(InputError, match="fork"):
            ledger.require_free(OTHER.signed.body)


def test_threads_can_share_a_file_without_a_claim(tmp_path: Path) -> None:
    storage = InFile(tmp_path / "North.ledger")
    one, other = Ledger(storage, KID), Ledger(storage, KID)
    started = threading.Event()

    def add() -> str:
        started.set()
        try:
            other.add(record(NEXT))
        except InputError as error:
            return error.code
        return ""

    with ThreadPoolExecutor(1) as pool:
        with one.claimed():
            added = pool.submit(add)
            started.wait()
            one.add(record(FIRST))
        assert added.result() == "busy"
    assert Ledger(storage, KID).records == [record(FIRST)]


@pytest.mark.parametrize("make_storage", [database, postgresql])
def test_a_connection_is_usable_after_a_failure_and_tells_that_it_is_closed(
    make_storage: Callable[[Path], AbstractContextManager[InDatabase]], tmp_path: Path
) -> None:
    with make_storage(tmp_path) as storage:
        connection = storage._connection
        connection.cursor().execute("ALTER TABLE swapproto_ledger RENAME TO kept")
        connection.commit()
        for work in (storage.read, lambda: storage.append(b"{}", after=0)):
            with pytest.raises(InputError, match=r"cannot be (read|written)"):
                work()
        connection.cursor().execute("ALTER TABLE kept RENAME TO swapproto_ledger")
        connection.commit()
        Ledger(storage, KID).add(record(FIRST))
        connection.close()  # type: ignore[attr-defined]
        for work in (storage.read, storage.create, lambda: storage.append(b"{}", after=1)):
            with pytest.raises(InputError) as refused:
                work()
            assert refused.value.code == "file"


@contextmanager
def shared_by_threads(folder: Path) -> Iterator[InDatabase]:
    with closing(sqlite3.connect(folder / "shared.sqlite", check_same_thread=False)) as connection:
        storage = InDatabase(connection, "North")
        storage.create()
        yield storage


@pytest.mark.parametrize("make_storage", [memory, shared_by_threads, postgresql])
@pytest.mark.parametrize("share", ["one ledger", "one storage"])
def test_threads_can_share_a_ledger_or_a_storage(
    make_storage: Callable[[Path], AbstractContextManager[Storage]], share: str, tmp_path: Path, fast_switches: None
) -> None:
    made = [make(NORTH, people(count), place=Place("offer", bytes([count]) * 16)) for count in range(1, 41)]
    with make_storage(tmp_path) as storage:
        one = Ledger(storage, KID)

        def sign(statement: Made) -> None:
            ledger = one if share == "one ledger" else Ledger(storage, KID)
            while True:
                try:
                    with ledger.claimed():
                        ledger.add(record(statement))
                except InputError as error:
                    if error.code != "busy":
                        raise
                else:
                    return

        with ThreadPoolExecutor(8) as pool:
            list(pool.map(sign, made))
        assert {found.statement for found in Ledger(storage, KID).records} == {statement.id.hex() for statement in made}
        assert len(Ledger(storage, KID).records) == len(made)


@pytest.fixture
def fast_switches() -> Iterator[None]:
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(interval)


def test_a_connection_in_a_transaction_is_not_used(tmp_path: Path) -> None:
    """To read would roll back what its owner has not committed."""
    with shared_by_threads(tmp_path) as storage:
        ledger = Ledger(storage, KID)
        connection = storage._connection
        connection.cursor().execute("CREATE TABLE theirs (a)")
        connection.cursor().execute("INSERT INTO theirs VALUES (1)")
        for work in (ledger.reread, lambda: ledger.add(record(FIRST)), storage.create):
            with pytest.raises(InputError, match="in a transaction"):
                work()
        connection.commit()
        ledger.add(record(FIRST))
        assert connection.cursor().execute("SELECT a FROM theirs").fetchall() == [(1,)]


def _as_mapping(_: object, row: tuple[object, ...]) -> object:
    return dict(zip(["record"], row, strict=True))


@pytest.mark.parametrize("row", [None, sqlite3.Row, _as_mapping, lambda _, row: row[0]])
@pytest.mark.parametrize("text", [str, bytes])
def test_rows_can_be_of_any_kind(row: Any, text: Any, tmp_path: Path) -> None:
    with shared_by_threads(tmp_path) as storage:
        Ledger(storage, KID).add(record(FIRST))
    with closing(sqlite3.connect(tmp_path / "shared.sqlite")) as connection:
        connection.row_factory, connection.text_factory = row, text
        assert Ledger(InDatabase(connection, "North"), KID).records == [record(FIRST)]


@pytest.mark.parametrize("kind", STORAGES)
def test_every_storage_passes_the_check_for_embedders(kind: str, tmp_path: Path) -> None:
    check_ledger_storage(lambda: STORAGES[kind](tmp_path))


def test_two_cannot_claim_a_file_at_once(tmp_path: Path) -> None:
    one, other = (Ledger(InFile(tmp_path / "North.ledger"), KID) for _ in range(2))
    with one.claimed(), pytest.raises(InputError, match="somebody else is signing"), other.claimed():
        pass
    with one.claimed(), pytest.raises(InputError, match="somebody else is signing"):
        other.add(record(FIRST))
    with other.claimed():
        other.add(record(FIRST))
    with pytest.raises(InputError, match="just signed"):
        one.add(record(OTHER))


def test_a_record_in_a_file_that_was_cut_off_is_written_over(tmp_path: Path) -> None:
    path = tmp_path / "North.ledger"
    Ledger(InFile(path), KID).add(record(FIRST))
    whole = path.read_bytes()
    path.write_bytes(whole + record(NEXT).line()[:-9])
    ledger = Ledger(InFile(path), KID)
    assert ledger.records == [record(FIRST)]
    ledger.add(record(NEXT))
    assert path.read_bytes() == whole + record(NEXT).line() + b"\n"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes")
def test_a_file_is_its_owners_alone_and_a_link_to_nothing_is_no_empty_ledger(tmp_path: Path) -> None:
    path = tmp_path / "North.ledger"
    Ledger(InFile(path), KID).add(record(FIRST))
    assert path.stat().st_mode & 0o077 == 0
    (tmp_path / "link").symlink_to(tmp_path / "gone")
    for wrong, words in ((tmp_path / "link", "leads nowhere"), (tmp_path, "cannot be read")):
        with pytest.raises(InputError, match=words):
            Ledger(InFile(wrong), KID)
    with pytest.raises(InputError, match="not written"):
        InFile(tmp_path / "no" / "folder").append(b"{}", after=0)


@pytest.mark.parametrize("line", [b"", b"{", b"[]", b'{"signer": 1}', b"\xff", b'{"kind": "terms"}', b"[" * 100_000])
def test_a_damaged_record_is_an_error_and_not_skipped(line: bytes) -> None:
    with pytest.raises(InputError, match="record 2 is damaged"):
        Ledger(InMemory([record(FIRST).line(), line]), KID)


def test_a_database_that_fails_is_an_error_and_changes_nothing() -> None:
    with closing(sqlite3.connect(":memory:")) as connection:
        storage = InDatabase(connection, "North")
        storage.create()
        storage.create()
        ledger = Ledger(storage, KID)
        connection.execute("DROP TABLE swapproto_ledger")
        connection.execute("CREATE TABLE swapproto_ledger (ledger TEXT, number INTEGER, record TEXT CHECK (1 = 0))")
        with pytest.raises(InputError, match="cannot be written"):
            ledger.add(record(FIRST))
        assert ledger.records == []


def test_a_database_that_cannot_be_read_is_an_error_in_words() -> None:
    connection = sqlite3.connect(":memory:")
    with pytest.raises(InputError, match="cannot be read"):
        Ledger(InDatabase(connection, "North"), KID)
    connection.close()
    with pytest.raises(InputError, match="cannot be read"):
        Ledger(InDatabase(connection, "North"), KID)

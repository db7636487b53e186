"""The checks for those who embed the library: they pass for what is right, and fail for what is not."""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, closing, contextmanager

import pytest
from hypothesis import given

from swapproto import Transcript
from swapproto.ledger import InDatabase, InMemory, Storage
from swapproto.testing.checks import Store, check_ledger_storage, check_opener, check_signer, check_store
from swapproto.testing.strategies import histories, lists
from tests.making import NORTH, SOUTH, make


class Files:
    """A store in memory."""

    def __init__(self) -> None:
        self.files: list[bytes] = []

    def put(self, file: bytes) -> None:
        self.files.append(file)

    def read(self) -> list[bytes]:
        return self.files


class KeepsTheLast(Files):
    def put(self, file: bytes) -> None:
        self.files = [file]


class DropsWhatItCannotRead(Files):
    def put(self, file: bytes) -> None:
        if not Transcript.read(file).rejected:
            super().put(file)


class KeepsOneOfAKind(Files):
    def put(self, file: bytes) -> None:
        if all(file[:3] != other[:3] for other in self.files):
            super().put(file)


class KeepsOneOfAnId(Files):
    """Who sends a statement with a wrong signature first takes the place of the true one."""

    def put(self, file: bytes) -> None:
        known = {statement.id for statement in Transcript.union(map(Transcript.read, self.files)).statements.values()}
        found = Transcript.read(file).statements.values()
        if not found or not known.issuperset(statement.id for statement in found):
            super().put(file)


def making(kind: type[Files]) -> AbstractContextManager[Store]:
    @contextmanager
    def make() -> Iterator[Store]:
        yield kind()

    return make()


def test_a_store_that_only_grows_passes() -> None:
    check_store(lambda: making(Files), examples=20)
    check_store(lambda: making(DropsWhatItCannotRead), examples=20)


@pytest.mark.parametrize("kind", [KeepsTheLast, KeepsOneOfAKind, KeepsOneOfAnId])
def test_a_store_that_loses_something_fails(kind: type[Files]) -> None:
    with pytest.raises(AssertionError, match="the store"):
        check_store(lambda: making(kind), examples=100)


@contextmanager
def in_memory() -> Iterator[Storage]:
    yield InMemory()


@contextmanager
def in_database() -> Iterator[Storage]:
    with closing(sqlite3.connect(":memory:")) as connection:
        storage = InDatabase(connection, "North")
        storage.create()
        yield storage


class AddsAnyway(InMemory):
    def append(self, record: bytes, *, after: int) -> None:
        super().append(record, after=len(self.read()))


class Forgets(InMemory):
    def read(self) -> Sequence[bytes]:
        return []

    def append(self, record: bytes, *, after: int) -> None:
        pass


@contextmanager
def adding_anyway() -> Iterator[Storage]:
    yield AddsAnyway()


@contextmanager
def forgetting() -> Iterator[Storage]:
    yield Forgets()


def test_a_storage_in_which_one_of_two_adds_passes() -> None:
    check_ledger_storage(in_memory)
    check_ledger_storage(in_database)


def test_a_storage_that_lets_both_add_fails() -> None:
    with pytest.raises(AssertionError, match="a fork"):
        check_ledger_storage(adding_anyway)
    with pytest.raises(AssertionError):
        check_ledger_storage(forgetting)


def test_an_identity_passes_as_a_signer_and_an_opener() -> None:
    check_signer(NORTH, NORTH.party)
    check_opener(NORTH, NORTH.party)


class OpensAnything:
    def open(self, wrap: bytes, info: bytes) -> bytes:
        try:
            return NORTH.open(wrap, info)
        except Exception:  # noqa: BLE001
            return bytes(32)


def test_a_signer_or_opener_that_is_wrong_fails() -> None:
    with pytest.raises(AssertionError, match="does not verify"):
        check_signer(SOUTH, NORTH.party)
    with pytest.raises(AssertionError, match="does not open"):
        check_opener(SOUTH, NORTH.party)
    with pytest.raises(AssertionError, match="nobody made"):
        check_opener(OpensAnything(), NORTH.party)


@given(histories())
def test_histories_are_files(files: list[bytes]) -> None:
    assert all(type(file) is bytes for file in files)


@given(lists())
def test_lists_can_be_read(content: object) -> None:
    assert len(list(content)) <= 6  # type: ignore[call-overload]


def test_a_made_list_does_not_show_its_key() -> None:
    made = make(NORTH)
    assert repr(made.cek)[2:-1] not in repr(made)
    assert made.cek.hex() not in repr(made)
    assert len(repr(made)) < 200

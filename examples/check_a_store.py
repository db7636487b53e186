"""Test a store of your own: that it proves what the files in it prove, in any order, and never less than before.

The check makes up files of several parties, with forks, reveals and junk among them, and puts them in, some twice. It
is one call in a test of yours. Here it tries a store that is right, and one that takes two artefacts for the same.

It does NOT try what happens when several processes write at once, or when the disk is full.
"""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from hashlib import sha256

from swapproto import Transcript
from swapproto.testing.checks import check_store


class Shelf:
    """A store in SQLite: one row for each artefact, inserted once, by the name that a function gives it."""

    def __init__(self, database: sqlite3.Connection, name: Callable[[bytes], bytes]) -> None:
        self.database, self.name = database, name
        database.execute("create table artefact (name blob primary key, bytes blob not null)")

    def put(self, file: bytes) -> None:
        rows = [(self.name(artefact), artefact) for artefact in Transcript.read(file).artefacts()]
        self.database.executemany("insert or ignore into artefact values (?, ?)", rows)

    def read(self) -> list[bytes]:
        return [artefact for (artefact,) in self.database.execute("select bytes from artefact")]


def by_digest(artefact: bytes) -> bytes:
    return sha256(artefact).digest()


def by_beginning(artefact: bytes) -> bytes:
    return artefact[:22]  # which all envelopes have in common


def main() -> None:
    for name in (by_digest, by_beginning):

        @contextmanager
        def new_store(name: Callable[[bytes], bytes] = name) -> Iterator[Shelf]:
            database = sqlite3.connect(":memory:")
            yield Shelf(database, name)
            database.close()

        try:
            check_store(new_store)
            print(f"{name.__name__}: it proves what its files prove")
        except AssertionError as error:
            print(f"{name.__name__}: {error}")


if __name__ == "__main__":
    main()

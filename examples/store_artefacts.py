"""Keep artefacts in a database: one row each, by digest, inserted once and never changed.

An artefact is its bytes, and a transcript is a set that only grows. So a store needs one table, and one rule that the
database itself enforces: nothing is updated, deleted or replaced. Reading the store is the union of its rows.

It does NOT prove that the store is complete: what nobody put in is not there, and whoever owns the database file can
drop the rule. It cannot make a false artefact true: each reading verifies everything again, against pinned cards.
"""

import sqlite3
import time
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

from swapproto import (
    Commitment,
    Identity,
    List,
    Place,
    Requirement,
    Schema,
    Transcript,
    Trust,
    assess,
    obtain_key,
    prepare_reveal,
    read_statement,
    seal,
)

TABLE = """
create table if not exists artefact (
    digest blob primary key check (length(digest) = 32),
    bytes  blob not null
);

create trigger if not exists insert_once before insert on artefact
when exists (select 1 from artefact where digest = new.digest)
begin select raise(ignore); end;  -- also stops "insert or replace", which is a deletion

create trigger if not exists no_update before update on artefact
begin select raise(abort, 'artefacts are never changed'); end;

create trigger if not exists no_delete before delete on artefact
begin select raise(abort, 'artefacts are never deleted'); end;
"""


def open_store(path: Path) -> sqlite3.Connection:
    """Open the store in this file. Create it if it does not exist."""
    store = sqlite3.connect(path)
    store.executescript(TABLE)
    return store


def put(store: sqlite3.Connection, file: bytes) -> tuple[int, int]:
    """Add the readable artefacts of a file, in one transaction. Return how many were new, and how many unreadable."""
    transcript = Transcript.read(file)
    rows = [(sha256(artefact).digest(), artefact) for artefact in transcript.artefacts()]
    before = count(store)
    with store:
        store.executemany("insert into artefact values (?, ?)", rows)
    return count(store) - before, len(transcript.rejected)


def count(store: sqlite3.Connection) -> int:
    """Return how many artefacts there are."""
    (number,) = store.execute("select count(*) from artefact").fetchone()
    return int(number)


def everything(store: sqlite3.Connection) -> Transcript:
    """Return the union of all artefacts, in memory. Use one store for each matter."""
    rows = store.execute("select digest, bytes from artefact order by digest")
    return Transcript.union(Transcript.read(artefact, digest.hex()) for digest, artefact in rows)


def main() -> None:
    press = Identity.generate("Press Office", iat=int(time.time()))
    trust = Trust.of(press.party)
    sealed = seal(
        List.of("Embargoed", Schema.of_texts(["headline"]), [{"headline": "Bridge opens in May"}]),
        author=press.party,
        local_secret=press.local_secret,
        place=Place.first("report"),
        iat=int(time.time()),
    )
    commitment = read_statement(sealed.sign(press), press.party.verify_key, Commitment)
    cek = obtain_key(commitment, sealed.envelope, press.party.kid, press)
    unsigned = prepare_reveal(commitment, cek, revealer=press.party, reader=None, iat=int(time.time()))
    reveal = unsigned.finish(press.sign(unsigned.to_be_signed))

    with TemporaryDirectory() as folder:
        store = open_store(Path(folder) / "artefacts.sqlite")
        for what, file in (
            ("the commitment", commitment.raw),
            ("the commitment again, with its envelope", commitment.raw + sealed.envelope),
            ("the reveal, and junk after it", reveal + b"junk"),
        ):
            new, unreadable = put(store, file)
            print(f"{what}: {new} new, {unreadable} unreadable")
            found = assess(everything(store), trust, now=int(time.time()))
            codes = {claim.code for claim in (*found.facts, *found.views)}
            print(f"  so far {'opened' if 'opened' in codes else 'sealed'}, exit code {found.exit_code()}")

        for attempt in (
            "update artefact set bytes = x'00'",
            "delete from artefact",
            "insert or replace into artefact select digest, x'00' from artefact",
        ):
            try:
                with store:
                    store.execute(attempt)
                print(f"{attempt.split(' artefact')[0]}: nothing happened")
            except sqlite3.IntegrityError as error:
                print(f"{attempt.split(' artefact')[0]}: {error}")
        again = assess(everything(store), trust, now=int(time.time()))
        print(f"still {count(store)} artefacts, exit code {again.exit_code(require=[Requirement('opened')])}")
        store.close()


if __name__ == "__main__":
    main()

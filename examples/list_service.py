"""A service that takes rows, checks them as a table, and commits to them with a key that another service holds.

Rows are refused with every finding at once. The place of a list is claimed in the database before its signature is
asked for: of two clerks who put different rows there at once, one gets 409, and the key signs once. The same rows again
give the commitment that was made, or are signed now if that failed. Signing is asynchronous, and blocks nobody.

It does NOT keep rows secret from whoever runs the server, and the claim protects only what goes through this database.
"""

import asyncio
import sqlite3
import time
from typing import Any

from fastapi import FastAPI, HTTPException
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import Response

from swapproto import Constraints, Field, Identity, Place, Schema, Sealed, seal, tables

LOANS = Schema([Field("title", constraints=Constraints(required=True)), Field("lent", "date")])
TABLE = """
create table claim (
    list blob, version integer, fixed blob not null, statement blob, envelope blob, primary key (list, version)
)"""


class KeyService:
    """The holder of the key, far away. It counts what it signed."""

    def __init__(self) -> None:
        self._me = Identity.generate("Town Library", iat=int(time.time()))
        self.party, self.local_secret, self.signed = self._me.party, self._me.local_secret, 0

    async def sign(self, message: bytes) -> bytes:
        await asyncio.sleep(0.01)
        self.signed += 1
        return self._me.sign(message)


def create_app(keys: KeyService, database: sqlite3.Connection) -> FastAPI:
    app = FastAPI(title="Lists")
    database.execute(TABLE)

    @app.put("/lists/{list_id}/1")
    async def commit(list_id: str, rows: list[dict[str, Any]]) -> Response:
        place = Place("report", bytes.fromhex(list_id))
        found = tables.survey_rows(rows, label="Loans", schema=LOANS)
        if found.findings.errors:
            raise HTTPException(422, [str(finding) for finding in found.findings.of("error")])
        sealed = await run_in_threadpool(  # it computes, and would block all other requests
            seal, found.list, author=keys.party, local_secret=keys.local_secret, place=place, iat=int(time.time())
        )
        if (earlier := claim(database, sealed)) is not None:
            return Response(earlier)
        statement = sealed.unsigned.finish(await keys.sign(sealed.unsigned.to_be_signed))
        with database:
            row = statement, sealed.envelope, place.list_id, place.version
            database.execute("update claim set statement = ?, envelope = ? where list = ? and version = ?", row)
        return Response(statement + sealed.envelope, status_code=201)

    return app


def claim(database: sqlite3.Connection, sealed: Sealed) -> bytes | None:
    """Claim the place of a list. Return the file if the same list is signed, fail with 409 if another has it."""
    place, fixed = sealed.commitment.place, sealed.commitment.root + sealed.commitment.schema
    here = place.list_id, place.version
    try:
        with database:
            database.execute("insert into claim (list, version, fixed) values (?, ?, ?)", (*here, fixed))
    except sqlite3.IntegrityError:
        query = "select fixed, statement, envelope from claim where list = ? and version = ?"
        its, statement, envelope = database.execute(query, here).fetchone()
        if its != fixed:
            raise HTTPException(409, "this version is taken") from None
        return None if statement is None else bytes(statement + envelope)  # if not, the same list is signed now
    return None


def main() -> None:
    from fastapi.testclient import TestClient

    keys = KeyService()
    client = TestClient(create_app(keys, sqlite3.connect(":memory:", check_same_thread=False)))
    atlas, other = {"title": "Atlas of Tides", "lent": "2026-01-31"}, {"title": "Bells", "lent": None}
    for what, rows in (
        ("rows with faults", [{"title": "", "lent": "31.1.2026"}]),
        ("sound rows", [atlas]),
        ("the same again", [atlas]),
        ("another list in the same place", [atlas, other]),
    ):
        answer = client.put(f"/lists/{'0a' * 16}/1", json=rows)
        print(f"{what}: {answer.status_code}", answer.json()["detail"] if answer.status_code > 400 else "")
    print(f"signed: {keys.signed}")


if __name__ == "__main__":
    main()

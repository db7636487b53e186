"""Accept a .swap file over the web, and return what it proves, as JSON.

The server has pinned some cards: whoever runs it compared their sixty digits. It keeps nothing, needs no key, and
returns no value from inside a list. The body is the file itself (`curl --data-binary @file.swap URL/assess`), counted
as it arrives: a form would be written to disk whole before a limit could be checked.

It does NOT prove anything to people who do not trust this server: they verify the file themselves. And it judges one
file alone: what else was signed does not show in it.
"""

import time
from collections.abc import Iterable
from pathlib import Path

from fastapi import FastAPI, HTTPException, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import JSONResponse

from swapproto import (
    AssessmentData,
    Identity,
    List,
    Party,
    Place,
    Schema,
    Transcript,
    Trust,
    assess,
    plain,
    seal,
)

MOST_BYTES = 8 * 2**20


def create_app(pinned: Iterable[Party], most_bytes: int = MOST_BYTES) -> FastAPI:
    """Return the application, for readers who trust these parties' cards."""
    app = FastAPI(title="What does this file prove?")
    trust = Trust.of(*pinned)

    @app.post("/assess")
    async def upload(request: Request) -> JSONResponse:
        data = await read_at_most(most_bytes, request)
        verdict = await run_in_threadpool(judge, data, trust)  # it computes, and would block all other requests
        return JSONResponse(verdict, status_code=422 if verdict["exit"] == 2 else 200)

    return app


def from_folder(folder: Path = Path("pinned")) -> FastAPI:
    """Return the application for a server with cards in a folder: `uvicorn --factory web_upload:from_folder`."""
    files = [Transcript.read(path.read_bytes(), path.name) for path in sorted(folder.glob("*.swap"))]
    return create_app(Party.read(card.raw) for file in files for card in file.statements.values())


async def read_at_most(most: int, request: Request) -> bytes:
    """Return the body, or fail with 413 as soon as it is too long. The length that a client declares is ignored."""
    data = bytearray()
    async for chunk in request.stream():
        data += chunk
        if len(data) > most:
            raise HTTPException(413, f"at most {most} bytes are accepted here")
    return bytes(data)


def judge(data: bytes, trust: Trust) -> AssessmentData:
    """Return the assessment of one file as plain data. Nothing is raised, whatever the bytes are."""
    found = assess(Transcript.read(data, "upload"), trust, now=int(time.time()))
    return plain(found, inputs={"upload": data})


def main() -> None:
    from fastapi.testclient import TestClient

    library = Identity.generate("Town Library", iat=int(time.time()))
    sealed = seal(
        List.of("Rare books", Schema.of_texts(["title"]), [{"title": "Atlas of Tides"}]),
        author=library.party,
        local_secret=library.local_secret,
        place=Place.first("report"),
        iat=int(time.time()),
    )
    commitment = sealed.sign(library)
    client = TestClient(create_app([library.party], most_bytes=100_000))
    for what, body in (
        ("a commitment with its envelope", commitment + sealed.envelope),
        ("the envelope without it", sealed.envelope),
        ("junk", b"\xff\xfe\xfd"),
        ("a file that is too long", bytes(100_001)),
    ):
        answer = client.post("/assess", content=body)
        found = answer.json()
        print(f"{what}: {answer.status_code}", end=", ")
        if answer.status_code == 413:
            print(found["detail"])
        else:
            facts = [claim["code"] for claim in found["claims"] if claim["class"] == "fact"]
            rejected = [rejected["code"] for rejected in found["rejected"]]
            print(f"exit {found['exit']}, facts {facts}, rejected {rejected}")


if __name__ == "__main__":
    main()

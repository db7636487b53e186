"""The upload example against what people, and others, send it."""

import asyncio
import importlib.util
import sys
from collections.abc import MutableMapping
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from fastapi.testclient import TestClient

from swapproto import (
    Commitment,
    Identity,
    List,
    Place,
    Schema,
    Transcript,
    obtain_key,
    prepare_reveal,
    read_statement,
    seal,
)
from swapproto.wire.armor import armor

EXAMPLES = Path(__file__).parents[2] / "examples"
MOST = 50_000
IAT = 1_767_225_600


def load(name: str) -> ModuleType:
    """Import an example by its file."""
    spec = importlib.util.spec_from_file_location(f"example_{name}", EXAMPLES / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def example() -> ModuleType:
    return load("web_upload")


@pytest.fixture(scope="module")
def author() -> Identity:
    return Identity.generate("Town Library", iat=IAT)


@pytest.fixture(scope="module")
def client(example: ModuleType, author: Identity) -> TestClient:
    return TestClient(example.create_app([author.party], most_bytes=MOST))


def publish(who: Identity) -> tuple[bytes, bytes, bytes]:
    """Commitment, envelope and public reveal of one list with one title."""
    books = List.of("Rare books", Schema.of_texts(["title"]), [{"title": "Atlas of Tides"}])
    place = Place.first("report")
    sealed = seal(books, author=who.party, local_secret=who.local_secret, place=place, iat=IAT)
    commitment = read_statement(sealed.sign(who), who.party.verify_key, Commitment)
    cek = obtain_key(commitment, sealed.envelope, who.party.kid, who)
    unsigned = prepare_reveal(commitment, cek, revealer=who.party, reader=None, iat=IAT)
    return commitment.raw, sealed.envelope, unsigned.finish(who.sign(unsigned.to_be_signed))


@pytest.fixture(scope="module")
def published(author: Identity) -> tuple[bytes, bytes, bytes]:
    return publish(author)


def send(client: TestClient, body: bytes, status: int) -> Any:
    answer = client.post("/assess", content=body)
    assert answer.status_code == status, answer.text
    return answer.json()


def codes(entries: list[dict[str, Any]]) -> list[str]:
    return [entry["code"] for entry in entries]


def test_a_sound_file_is_assessed(client: TestClient, published: tuple[bytes, ...]) -> None:
    found = send(client, b"".join(published), 200)
    assert (found["schema"], found["ok"], found["exit"]) == ("swapproto-assessment/1", True, 0)
    assert {"committed", "opened", "count-proven", "released"} <= set(codes(found["claims"]))
    assert "true-not-proven" in found["not_proven"]


def test_the_answer_does_not_show_what_the_list_holds(client: TestClient, published: tuple[bytes, ...]) -> None:
    assert "Atlas" not in client.post("/assess", content=b"".join(published)).text


def test_armored_text_is_accepted(client: TestClient, published: tuple[bytes, ...]) -> None:
    assert send(client, armor(b"".join(published)).encode(), 200)["exit"] == 0


def test_an_empty_upload_proves_nothing(client: TestClient) -> None:
    found = send(client, b"", 422)
    assert (found["exit"], found["claims"]) == (2, [])


@pytest.mark.parametrize(
    "junk",
    [
        b"\xff\xfe\xfd",
        b"hello\n",
        b"%PDF-1.7\n\x00\xff",
        b'{"exit": 0}',
        b"-----BEGIN SWAPPROTO-----\n!!!!\n-----END SWAPPROTO-----\n",
        b"\x81" * 10_000,  # nested
        b"\x9b" + b"\xff" * 8,  # an array of 2^64 - 1
        b"\xd2\x84",  # the beginning of a statement
    ],
)
def test_junk_is_rejected_and_proves_nothing(client: TestClient, junk: bytes) -> None:
    found = send(client, junk, 422)
    assert (found["ok"], found["exit"], found["claims"]) == (False, 2, [])
    assert len(found["rejected"]) == 1


def test_a_bad_artefact_does_not_spoil_the_good_ones(client: TestClient, published: tuple[bytes, ...]) -> None:
    commitment, envelope, reveal = published
    altered = bytearray(reveal)
    altered[-1] ^= 1
    found = send(client, commitment + envelope + bytes(altered), 200)
    assert (found["exit"], codes(found["rejected"])) == (1, ["signature-invalid"])
    assert {"signed", "committed"} <= set(codes(found["claims"]))
    assert "opened" not in codes(found["claims"])


def test_a_strangers_file_does_not_count(client: TestClient) -> None:
    stranger = Identity.generate("Town Library", iat=IAT)
    found = send(client, stranger.party.card + b"".join(publish(stranger)), 200)
    assert (found["exit"], found["claims"]) == (3, [])
    assert set(codes(found["ignored"])) == {"signer-not-pinned"}


@pytest.mark.parametrize(("size", "status"), [(MOST, 422), (MOST + 1, 413)])
def test_an_upload_of_exactly_the_limit_is_read(client: TestClient, size: int, status: int) -> None:
    send(client, b"\xff" * size, status)


def test_an_endless_upload_is_not_read_past_the_limit(client: TestClient) -> None:
    chunks = 0
    answers: list[MutableMapping[str, Any]] = []

    async def receive() -> dict[str, Any]:
        nonlocal chunks
        chunks += 1
        assert chunks <= 6, "it reads on past the limit"
        return {"type": "http.request", "body": bytes(10_000), "more_body": True}

    async def keep(message: MutableMapping[str, Any]) -> None:
        answers.append(message)

    scope: dict[str, Any] = {
        "type": "http",
        "http_version": "1.1",
        "method": "POST",
        "scheme": "http",
        "path": "/assess",
    }
    scope |= {"raw_path": b"/assess", "query_string": b"", "headers": [(b"content-length", b"3")]}  # it lies

    async def upload() -> None:
        await client.app(scope, receive, keep)

    asyncio.run(upload())
    assert (chunks, answers[0]["status"]) == (6, 413)


def test_cards_in_a_folder_are_pinned(
    example: ModuleType, author: Identity, published: tuple[bytes, ...], tmp_path: Path
) -> None:
    (tmp_path / "raw.swap").write_bytes(author.party.card)
    other = Identity.generate("Museum", iat=IAT)
    (tmp_path / "armored.swap").write_text(Transcript.read(other.party.card).armored(), encoding="ascii")
    client = TestClient(example.from_folder(tmp_path))
    assert {party["name"] for party in send(client, b"".join(published), 200)["trust"]} == {"Town Library", "Museum"}
    assert send(client, publish(other)[0], 200)["exit"] == 0

"""Sealing, opening, and keys that live somewhere else than in a key file. Spec 7, 8, 9."""

import asyncio
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from swapproto import (
    Commitment,
    Identity,
    List,
    LocalSecret,
    Party,
    Place,
    Reveal,
    Schema,
    Transcript,
    Wrapped,
    conclude,
    find_wraps,
    gather,
    obtain_key,
    obtain_revealed_key,
    open_wraps,
    prepare_card,
    prepare_opening,
    prepare_reveal,
    read_statement,
    seal,
    unseal,
)
from swapproto.envelope.plaintext import padded_length
from swapproto.errors import AccessError, InputError, SwapError, VerificationError
from swapproto.wire import cbor
from swapproto.wire.cose_encrypt import Encrypted
from tests.making import (
    GUARDED,
    HERON,
    IAT,
    NORTH,
    NOW,
    SOUTH,
    STRANGER,
    committed_to_plaintext,
    make,
    people,
    pins,
    reveal,
    sealed,
)

SLOT = Place(role="report", list_id=bytes(16))


def code(work: object) -> str:
    assert callable(work)
    with pytest.raises(SwapError) as caught:
        work()
    return caught.value.code


# --- sealing --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("content", [people(0), people(1), people(7), people(5, schema=GUARDED)])
def test_a_list_comes_back_unchanged(content: List) -> None:
    made = make(NORTH, content, readers=[SOUTH])
    for reader in (NORTH, SOUTH):
        cek = obtain_key(made.signed, made.envelope, reader.party.kid, reader)
        opened = unseal(made.signed, made.envelope, cek)
        assert list(opened.list) == list(content)
        assert opened.list.label == content.label
        assert opened.tree.root == made.signed.body.root
    assert made.signed.body.count == len(content)


def test_only_an_honest_retry_gives_the_same_root() -> None:
    one, two = (make(NORTH, people(), place=SLOT, readers=readers) for readers in ([], [SOUTH]))
    assert one.signed.body.fixed == two.signed.body.fixed
    assert one.signed.body.envelope != two.signed.body.envelope
    for other in (
        make(NORTH, people(label="other"), place=SLOT),
        make(NORTH, people(word="other"), place=SLOT),
        make(NORTH, people(), place=Place(role="report", list_id=b"\1" * 16)),
        make(SOUTH, people(), place=SLOT),
    ):
        assert other.signed.body.root != one.signed.body.root
        assert other.signed.body.key != one.signed.body.key


def test_a_reader_who_was_not_chosen_cannot_open() -> None:
    made = make(NORTH, readers=[SOUTH])
    assert code(lambda: obtain_key(made.signed, made.envelope, HERON.party.kid, HERON)) == "reader-not-found"
    assert code(lambda: obtain_key(made.signed, made.envelope, SOUTH.party.kid, HERON)) == "wrap-invalid"


def test_more_readers_than_allowed_are_refused() -> None:
    cards = [Identity.from_seed(sha256(bytes([n])).digest(), f"reader {n}", iat=0).party for n in range(64)]

    def to(readers: list[Party]) -> int:
        done = seal(people(), author=NORTH.party, local_secret=NORTH.local_secret, place=SLOT, readers=readers, iat=IAT)
        return len(Encrypted.read(done.envelope).wraps)

    assert to(cards[:63]) == 64
    assert to([cards[0], cards[0], NORTH.party]) == 2
    with pytest.raises(InputError, match="at most 64 readers"):
        to(cards)


def test_a_swapped_envelope_is_refused() -> None:
    one, two = make(NORTH), make(NORTH)
    assert code(lambda: unseal(one.signed, two.envelope, one.cek)) == "envelope-mismatch"
    assert code(lambda: obtain_key(one.signed, two.envelope, NORTH.party.kid, NORTH)) == "envelope-mismatch"


@pytest.mark.parametrize("key", [b"", bytes(31), bytes(32), bytes(33)])
def test_a_key_that_was_not_committed_to_opens_nothing(key: bytes) -> None:
    made = make(NORTH)
    assert code(lambda: unseal(made.signed, made.envelope, key)) == "key-mismatch"


def test_what_is_wrong_within_is_reported_at_its_own_step() -> None:
    schema = people().schema.to_wire()
    row = people(1).public[0]
    for expected, plaintext, count in (
        ("content-malformed", b"", 0),
        ("content-malformed", b"\x84", 0),
        ("content-malformed", cbor.encode([1, schema, [], None]), 0),
        ("content-malformed", cbor.encode(["x" * 513, schema, [], None]), 0),
        ("content-malformed", cbor.encode(["", schema, ["text"], None]), 1),
        ("content-malformed", cbor.encode(["", schema, {}, None]), 0),
        ("content-malformed", cbor.encode(["", schema, [], []]), 0),
        ("content-malformed", cbor.encode(["", schema, [], None, None]), 0),
        ("padding-wrong", cbor.encode(["", schema, [], None]) + b"\1", 0),
        ("schema-mismatch", cbor.encode(["", {"fields": []}, [], None]), 0),
        ("count-mismatch", cbor.encode(["", schema, [row], None]), 2),
        ("entry-invalid", cbor.encode(["", schema, [b"\xa0"], None]), 1),
        ("entry-invalid", cbor.encode(["", schema, [row[:-1]], None]), 1),
        ("root-mismatch", cbor.encode(["", schema, [row], None]), 1),
        ("root-mismatch", cbor.encode(["", schema, [row, row], None]), 2),
    ):
        made = committed_to_plaintext(NORTH, plaintext, count=count)
        with pytest.raises(VerificationError) as caught:
            unseal(made.signed, made.envelope, made.cek)
        assert caught.value.code == expected, plaintext


def test_padding_shows_only_the_magnitude() -> None:
    for length in range(2, 5000):
        padded = padded_length(length)
        assert length <= padded <= length * 1.12 + 1
        assert padded_length(padded) == padded
    assert len({padded_length(length) for length in range(2**20, 2**21)}) <= 33


# --- revealing ------------------------------------------------------------------------------------------------------


def test_a_reveal_opens_only_its_list_and_only_for_its_readers() -> None:
    made, other = make(NORTH, readers=[SOUTH]), make(NORTH)
    signed = read_statement(reveal(made, by=SOUTH, to=HERON), SOUTH.party.verify_key, Reveal)
    assert obtain_revealed_key(made.signed, signed, HERON.party.kid, HERON) == made.cek
    assert code(lambda: obtain_revealed_key(made.signed, signed, STRANGER.party.kid, STRANGER)) == "reader-not-found"
    assert code(lambda: obtain_revealed_key(made.signed, signed, HERON.party.kid, STRANGER)) == "wrap-invalid"
    assert code(lambda: obtain_revealed_key(other.signed, signed, HERON.party.kid, HERON)) == "commitment-missing"
    public = read_statement(reveal(made), NORTH.party.verify_key, Reveal)
    assert obtain_revealed_key(made.signed, public, STRANGER.party.kid, STRANGER) == made.cek
    assert code(lambda: obtain_revealed_key(other.signed, public, HERON.party.kid, HERON)) == "commitment-missing"


def test_a_reveal_of_a_wrong_key_is_not_prepared() -> None:
    made = make(NORTH)
    assert code(lambda: prepare_reveal(made.signed, bytes(32), revealer=NORTH.party, reader=None, iat=IAT)) == (
        "key-mismatch"
    )


# --- keys held elsewhere --------------------------------------------------------------------------------------------


class Service:
    """A signing service that answers later, in another thread: a key in the cloud, as callers see it."""

    def __init__(self) -> None:
        self._key = Ed25519PrivateKey.from_private_bytes(b"\7" * 32)
        self._pool = ThreadPoolExecutor(1)
        self.verify_key = self._key.public_key().public_bytes_raw()

    async def sign(self, message: bytes) -> bytes:
        await asyncio.sleep(0.01)
        return await asyncio.get_running_loop().run_in_executor(self._pool, self._key.sign, message)


class Waiting:
    """The service as a :class:`Signer`, for code that does not wait by itself."""

    def __init__(self, service: Service) -> None:
        self._service = service

    def sign(self, message: bytes) -> bytes:
        with ThreadPoolExecutor(1) as pool:
            return pool.submit(asyncio.run, self._service.sign(message)).result(10)


def test_signing_by_an_asynchronous_service_works() -> None:
    service = Service()
    unsigned = prepare_card(
        "Held elsewhere", verify_key=service.verify_key, encrypt_key=SOUTH.party.encrypt_key, iat=IAT
    )
    party = Party.read(unsigned.finish(asyncio.run(service.sign(unsigned.to_be_signed))))
    prepared = seal(people(), author=party, local_secret=LocalSecret(b"\1" * 32), place=SLOT, iat=IAT)
    assert prepared.opened.commitment_id == prepared.unsigned.id, "known before anybody signed"
    commitment = prepared.sign(Waiting(service))
    signed = read_statement(commitment, party.verify_key, Commitment)
    assert signed.id == prepared.unsigned.id

    class HeldEncryptionKey:
        def open(self, wrap: bytes, info: bytes) -> bytes:
            return SOUTH.open(wrap, info)

    cek = obtain_key(signed, prepared.envelope, party.kid, HeldEncryptionKey())
    assert list(unseal(signed, prepared.envelope, cek).list) == list(people())


def test_opening_by_an_asynchronous_service_works() -> None:
    async def decrypt(wrapped: Wrapped) -> bytes:
        await asyncio.sleep(0)  # the service decrypts, elsewhere
        return wrapped.finish(SOUTH.open(wrapped.wrap, wrapped.info))

    made, other = make(NORTH, readers=[SOUTH]), make(NORTH)
    assert asyncio.run(decrypt(prepare_opening(made.signed, made.envelope, SOUTH.party.kid))) == made.cek

    evidence = gather(Transcript.read(made.both + other.both + reveal(other, to=SOUTH)), pins(NORTH))
    waiting = find_wraps(evidence, SOUTH.party.kid)
    openings = {wrapped.source: asyncio.run(decrypt(wrapped)) for wrapped in waiting}
    assert openings == open_wraps(evidence, SOUTH.party.kid, SOUTH)
    assert set(conclude(evidence, openings=openings, now=NOW).opened) == {made.id, other.id}


def test_what_a_holder_of_a_key_does_not_decrypt_is_refused_in_words() -> None:
    async def decrypt() -> bytes:
        return b""

    made = make(NORTH, readers=[SOUTH])
    wrapped = prepare_opening(made.signed, made.envelope, SOUTH.party.kid)
    for answer, words in ((None, "NoneType"), (decrypt(), "await it")):
        with pytest.raises(InputError, match=words):
            wrapped.finish(answer)  # type: ignore[arg-type]
    for other in (b"", bytes(32)):
        with pytest.raises(VerificationError) as caught:
            wrapped.finish(other)
        assert caught.value.code == "key-mismatch"


def test_a_service_that_gives_no_key_makes_nobody_a_liar() -> None:
    """A fault of the reader's own program is no ``wrap-failed``, which would be laid at the author's door."""

    class Broken:
        def open(self, wrap: bytes, info: bytes) -> bytes:
            return None  # type: ignore[return-value]

    evidence = gather(Transcript.read(make(NORTH, readers=[SOUTH]).both), pins(NORTH))
    with pytest.raises(InputError):
        open_wraps(evidence, SOUTH.party.kid, Broken())


def test_a_seed_split_between_two_people_signs_for_neither_alone() -> None:
    other_half = sha256(b"random, kept by the second person").digest()
    first_half = bytes(a ^ b for a, b in zip(sha256(b"the seed").digest(), other_half, strict=True))
    together = bytes(a ^ b for a, b in zip(first_half, other_half, strict=True))
    party = Identity.from_seed(together, "Two keys, one party", iat=IAT).party
    prepared = seal(people(), author=party, local_secret=LocalSecret(b"\2" * 32), place=SLOT, iat=IAT)
    for alone in (first_half, other_half):
        with pytest.raises(VerificationError) as caught:
            prepared.sign(Identity.from_seed(alone, "alone", iat=IAT))
        assert caught.value.code == "signature-invalid"
        with pytest.raises(SwapError):
            Identity(alone, party)
    assert (
        read_statement(prepared.sign(Identity(together, party)), party.verify_key, Commitment).id
        == prepared.unsigned.id
    )


VAULT = """
import sys
from swapproto import Identity
from swapproto.errors import SwapError
vault = Identity.from_seed(bytes.fromhex(sys.stdin.readline()), "vault", iat=0)
for line in sys.stdin:
    wrap, info = map(bytes.fromhex, line.split())
    try:
        print(vault.open(wrap, info).hex(), flush=True)
    except SwapError as error:
        print(error.code, flush=True)
"""


class Vault:
    """An :class:`Opener` whose key is in another process, and never in this one."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process

    def open(self, wrap: bytes, info: bytes) -> bytes:
        assert self._process.stdin
        assert self._process.stdout
        print(wrap.hex(), info.hex(), file=self._process.stdin, flush=True)
        answer = self._process.stdout.readline().strip()
        if answer == "wrap-invalid":
            raise VerificationError("wrap-invalid", "the vault does not open it")
        return bytes.fromhex(answer)


@contextmanager
def vault(seed: bytes) -> Iterator[Vault]:
    source = Path(__file__).parents[1] / "src"
    command = [sys.executable, "-c", f"import sys; sys.path.insert(0, {str(source)!r})\n{VAULT}"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="ascii") as process:
        assert process.stdin
        print(seed.hex(), file=process.stdin, flush=True)
        yield Vault(process)


def test_opening_by_a_key_in_another_process_works() -> None:
    made = make(NORTH, readers=[SOUTH])
    with vault(SOUTH.seed) as opener:
        cek = obtain_key(made.signed, made.envelope, SOUTH.party.kid, opener)
        assert list(unseal(made.signed, made.envelope, cek).list) == list(people())
        with pytest.raises(VerificationError) as caught:
            obtain_key(made.signed, made.envelope, NORTH.party.kid, opener)
        assert caught.value.code == "wrap-invalid"


def test_an_opener_that_gives_another_key_is_not_believed() -> None:
    class Liar:
        def open(self, wrap: bytes, info: bytes) -> bytes:
            return bytes(32)

    made = make(NORTH, readers=[SOUTH])
    assert code(lambda: obtain_key(made.signed, made.envelope, SOUTH.party.kid, Liar())) == "key-mismatch"


def test_no_secret_is_in_a_repr() -> None:
    prepared = sealed(NORTH, people())
    made = make(NORTH)
    opened = unseal(made.signed, made.envelope, made.cek)
    for thing in (prepared, prepared.opened, opened, opened.salts):
        assert repr(prepared.opened.cek)[2:-1] not in repr(thing)
        assert repr(made.cek)[2:-1] not in repr(thing)
        assert "person name" not in repr(thing)


def test_an_envelope_for_other_readers_is_an_access_error() -> None:
    made = make(NORTH)
    with pytest.raises(AccessError):
        obtain_key(made.signed, made.envelope, SOUTH.party.kid, SOUTH)


def test_parts_that_the_schema_lacks_are_not_sealed() -> None:
    names = Schema.of_texts(["name"])
    whole = List.of("names", names, [{"name": "Olha"}])
    for restricted in (whole.public, []):
        content = List("names", names, whole.public, restricted)
        with pytest.raises(InputError):
            seal(content, author=NORTH.party, local_secret=NORTH.local_secret, place=Place.first("offer"), iat=IAT)


@pytest.mark.parametrize("secret", [b"", b"short", bytes(33), "text", None, 12, bytearray(32)])
def test_a_local_secret_has_exactly_32_bytes(secret: Any) -> None:
    """With a secret that others know or guess, the commitment alone would confirm a guessed list."""
    with pytest.raises(InputError, match="32 random bytes"):
        LocalSecret(secret)


@pytest.mark.parametrize("secret", [b"", None, "yes", bytes(32)])
def test_a_list_is_sealed_with_a_local_secret_and_no_other_bytes(secret: Any) -> None:
    """An environment variable that is not set gives no bytes, and an outsider would open the list."""
    with pytest.raises(InputError, match="LocalSecret"):
        seal(people(), author=NORTH.party, local_secret=secret, place=Place.first("report"), iat=IAT)

"""Keys that live somewhere else than in a key file: at a service, in another process, with two people. Spec 8, 9."""

import asyncio
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from swapproto import (
    Commitment,
    Identity,
    LocalSecret,
    Party,
    Place,
    Transcript,
    Wrapped,
    conclude,
    find_wraps,
    gather,
    obtain_key,
    open_wraps,
    prepare_card,
    prepare_opening,
    read_statement,
    seal,
    unseal,
)
from swapproto.errors import InputError, SwapError, VerificationError
from tests.making import IAT, NORTH, NOW, SOUTH, make, people, pins, reveal

SLOT = Place(role="report", list_id=bytes(16))


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
    with pytest.raises(VerificationError) as caught:
        obtain_key(made.signed, made.envelope, SOUTH.party.kid, Liar())
    assert caught.value.code == "key-mismatch"

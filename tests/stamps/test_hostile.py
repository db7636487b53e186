"""Tokens made to cost whoever reads them: 2 CPU seconds and 20 MB for each megabyte of them, and no more."""

import time
import tracemalloc
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import cache

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from hypothesis import given
from hypothesis import strategies as st

from swapproto import SwapError
from swapproto.stamps.certificates import Certificate
from swapproto.stamps.clocks import Clocks, Operator
from swapproto.stamps.requests import Request, read_response, read_token_file
from swapproto.stamps.tokens import read_token
from tests.budget import check_cpu_time

from .authorities import SIGNING
from .forging import NULL, STAMPING, Made, PrivateKey, Recipe, algorithm, certify, oid, sequence, tlv

SECONDS, MEMORY = 2.0, 20
"""For each megabyte, and for each byte."""
KEY = ed25519.Ed25519PrivateKey.generate()
DATA = b"what is stamped"


@cache
def root(kind: str) -> Made:
    """A pinned root whose signatures are dear to check."""
    keys: dict[str, Callable[[], PrivateKey]] = {
        "P-521": lambda: ec.generate_private_key(ec.SECP521R1()),
        "RSA": lambda: rsa.generate_private_key(65537, 4096),
    }
    return certify("R", keys[kind](), ca=True)


def clock(key: PrivateKey = KEY, extensions: int = 0) -> Made:
    others = [
        (x509.UnrecognizedExtension(x509.ObjectIdentifier(f"1.2.3.{number}"), b""), False)
        for number in range(1, extensions)
    ]
    return certify("R", key, issuer_name="R", usage=SIGNING, purposes=STAMPING, others=others)


def unsigned(content: bytes) -> bytes:
    return tlv(0xA1, sequence(oid("1.2.3"), tlv(0x31, content)))


def nested() -> bytes:
    inner = b""
    while len(inner) < 30_000:
        inner = tlv(0x30, inner)
    return inner


def bags() -> list[bytes]:
    """Eight certificates each, small and all of one name, that seem to issue each other."""
    signer = clock()
    return [
        Recipe(
            signer,
            digest="sha512",
            certificates=[signer.raw, *(certify("R", KEY, ca=True, usage=None).raw for _ in range(7))],
        ).token()
        for _ in range(100)
    ]


def large_rsa() -> list[bytes]:
    """Keys of 8,192 bits with the largest exponent: nobody needs a private key for a signature that is wrong."""
    numbers = rsa.RSAPublicNumbers(2**32 - 1, 2**8191 | int.from_bytes(b"\x55" * 1023, "big"))
    signer = certify("R", KEY, usage=SIGNING, purposes=STAMPING, public_key=numbers.public_key())
    wrong = Recipe(signer, signature_algorithm=algorithm("1.2.840.113549.1.1.1"), signature=b"\x55" * 1024)
    return [wrong.but(serial=number).token() for number in range(100)]


def large_curve() -> list[bytes]:
    signer = clock(ec.generate_private_key(ec.SECP521R1()))
    return [Recipe(signer, digest="sha512", serial=number).token() for number in range(100)]


def repeated(recipe: Recipe) -> list[bytes]:
    return [recipe.but(serial=number, digest="sha512").token() for number in range(10)]


HOSTILE: dict[str, Callable[[], list[bytes]]] = {
    "bags of one name": bags,
    "RSA of 8,192 bits": large_rsa,
    "P-521": large_curve,
    "many attributes": lambda: repeated(Recipe(clock(), attributes={f"1.2.3.{n}": [NULL] for n in range(2000)})),
    "many unsigned attributes": lambda: repeated(
        Recipe(clock(), unsigned=tlv(0xA1, sequence(oid("1.2.3"), tlv(0x31, NULL)) * 2500))
    ),
    "many values": lambda: repeated(Recipe(clock(), unsigned=unsigned(NULL * 15_000))),
    "deep nesting": lambda: repeated(Recipe(clock(), unsigned=unsigned(nested()))),
    "many extensions": lambda: repeated(Recipe(clock(extensions=1800))),
    "a long identifier": lambda: repeated(Recipe(clock(), unsigned=unsigned(tlv(6, b"\x81" * 30_000 + b"\x01")))),
    "a long number": lambda: repeated(Recipe(clock(), unsigned=unsigned(tlv(2, b"\x01" * 30_000)))),
}


def read_all(tokens: Sequence[bytes], clocks: Clocks) -> int:
    found = 0
    for token in tokens:
        with suppress(SwapError):
            clocks.pinned(read_token(token, [DATA], clocks.certificates))
            found += 1
    return found


@pytest.mark.slow
@pytest.mark.parametrize(("kind", "pinned"), [*((kind, "P-521") for kind in HOSTILE), ("bags of one name", "RSA")])
def test_hostile_tokens_take_little_time_and_memory(kind: str, pinned: str) -> None:
    """A transcript full of tokens would stop whoever opens it."""
    tokens = HOSTILE[kind]()
    size = sum(map(len, tokens))
    clocks = Clocks([Operator("pinned", (root(pinned).certificate,))])
    start = time.process_time()
    assert read_all(tokens, clocks) == 0
    spent = time.process_time() - start
    check_cpu_time(spent, SECONDS * size / 1e6)
    tracemalloc.start()
    try:
        read_all(tokens, Clocks(clocks.operators))
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < MEMORY * size


READERS: list[Callable[[bytes], object]] = [
    lambda data: read_token(data, [DATA]),
    Certificate.read,
    Request.read,
    read_response,
    read_token_file,
    Request.of(DATA).token_of,
]


@given(st.binary(max_size=300))
def test_of_any_bytes_only_errors_of_ours_come(data: bytes) -> None:
    for reader in READERS:
        with suppress(SwapError):
            reader(data)


DER = st.recursive(
    st.builds(tlv, st.sampled_from([1, 2, 3, 4, 5, 6, 10, 12, 0x17, 0x18, 0x80, 0x81]), st.binary(max_size=20)),
    lambda inner: st.builds(
        lambda tag, parts: tlv(tag, *parts), st.sampled_from([0x30, 0x31, 0xA0, 0xA1]), st.lists(inner, max_size=6)
    ),
)


@given(DER)
def test_of_any_structure_only_errors_of_ours_come(data: bytes) -> None:
    for reader in READERS:
        with suppress(SwapError):
            reader(data)


@given(st.data())
def test_of_any_part_of_a_token_only_errors_of_ours_come(data: st.DataObject) -> None:
    parts = ("imprint", "sid", "signature_algorithm", "signature", "digests", "accuracy", "tsa", "extensions", "named")
    changes = data.draw(st.dictionaries(st.sampled_from(parts), DER | st.binary(max_size=20), min_size=1, max_size=2))
    with suppress(SwapError):
        read_token(Recipe(_SIGNER, digest="sha512", **changes).token(), [DATA])  # type: ignore[arg-type]


_SIGNER = clock()

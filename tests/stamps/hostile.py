"""Tokens made to cost whoever reads them, and roots whose signatures are dear to check."""

from collections.abc import Callable
from functools import cache

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa

from .authorities import SIGNING
from .forging import NULL, STAMPING, Made, PrivateKey, Recipe, algorithm, certify, oid, sequence, tlv

KEY = ed25519.Ed25519PrivateKey.generate()


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


def bags() -> list[Recipe]:
    """Eight certificates each, small and all of one name, that seem to issue each other."""
    signer = clock()
    return [
        Recipe(
            signer,
            digest="sha512",
            certificates=[signer.raw, *(certify("R", KEY, ca=True, usage=None).raw for _ in range(7))],
        )
        for _ in range(100)
    ]


def large_rsa() -> list[Recipe]:
    """Keys of 8,192 bits with the largest exponent: nobody needs a private key for a signature that is wrong."""
    numbers = rsa.RSAPublicNumbers(2**32 - 1, 2**8191 | int.from_bytes(b"\x55" * 1023, "big"))
    signer = certify("R", KEY, usage=SIGNING, purposes=STAMPING, public_key=numbers.public_key())
    wrong = Recipe(signer, signature_algorithm=algorithm("1.2.840.113549.1.1.1"), signature=b"\x55" * 1024)
    return [wrong.but(serial=number) for number in range(100)]


def large_curve() -> list[Recipe]:
    signer = clock(ec.generate_private_key(ec.SECP521R1()))
    return [Recipe(signer, digest="sha512", serial=number) for number in range(100)]


def repeated(recipe: Recipe) -> list[Recipe]:
    return [recipe.but(serial=number, digest="sha512") for number in range(10)]


HOSTILE: dict[str, Callable[[], list[Recipe]]] = {
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
CLOCK = clock()
"""One that nobody pinned."""

"""Made-up time-stamping authorities: certificates, tokens and revocation lists, each the same every time."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, NamedTuple

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from spec import reference as r
from spec.cases.making import seed_of
from spec.reference import H, cbor

HASHES = {"sha256": hashes.SHA256(), "sha384": hashes.SHA384(), "sha512": hashes.SHA512()}
PRIMES = {
    2048: (
        (
            "ec4760049cb30dfdd4d342ef447bcb6c3b28822ba30b2853bd92043bca5be87db18b541f483d40b49a7fbe92c4f79a3f"
            "0cdf1cd8f513ed8e134cab6d5bfa652fc44d851e5653c3b394c6d842245cedb5c0a27b6d5134f8fb7227b2d2e9275236"
            "85ea4b901e96bd726cd559ce55f663b8b8bef9f2d8d00508a95c3164dec641ed"
        ),
        (
            "df1e0bb421e5a58cff4af3015b17342d67968e502f1f19edee8d4965daff703f556373c9ebc7ed7feb0cb73b0e3423a1"
            "5e89793f1e4dec5ed4ab9ee0e22b4f8c7bca93121bedf955bc81e254a206502b15773bf6844e464dc375c30aa8d95ba5"
            "d289d45c5daf00d1131c40d07a42045570319ee87ef77859ab958443cf2b3f45"
        ),
    ),
    1024: (
        (
            "e6db6fe7c4fe6fa888bd0a620fd3f80b0f7c58ebb3f54df5ba2c8fc183386098e7658ea584f6fd3cc05e78f9acc6d495"
            "07d40be708c6bec3eb4bfb2f3009123f"
        ),
        (
            "cc874541d751540b01ab13b2f8229c899ddf8ef1cd7fbdaf40327f6e9fbf90ea3f93531d0da07e83b35e62180a77bbb5"
            "fb5be965b76d4133bad42bcf88011031"
        ),
    ),
}
"""The primes of RSA keys that keep nothing secret, in hexadecimal."""


# --- DER


def der(tag: int, *parts: bytes) -> bytes:
    content = b"".join(parts)
    length = len(content)
    if length < 128:
        return bytes([tag, length]) + content
    size = (length.bit_length() + 7) // 8
    return bytes([tag, 128 | size]) + length.to_bytes(size, "big") + content


def integer(value: int, tag: int = 2) -> bytes:
    return der(tag, value.to_bytes(value.bit_length() // 8 + 1, "big", signed=True))


def oid(text: str) -> bytes:
    return der(6, r.oid(text))


def algorithm(text: str, parameters: bytes = b"") -> bytes:
    return der(0x30, oid(text), parameters)


def bit_string(data: bytes, unused: int = 0) -> bytes:
    return der(3, bytes([unused]), data)


def octets(data: bytes) -> bytes:
    return der(4, data)


def when(seconds: int, fraction: str = "") -> bytes:
    """Return a GeneralizedTime."""
    text = datetime.fromtimestamp(seconds, UTC).strftime("%Y%m%d%H%M%S")
    return der(0x18, f"{text}{fraction}Z".encode())


def utc(seconds: int) -> bytes:
    return der(0x17, datetime.fromtimestamp(seconds, UTC).strftime("%y%m%d%H%M%SZ").encode())


def name(text: str) -> bytes:
    return der(0x30, der(0x31, der(0x30, oid("2.5.4.3"), der(0x0C, text.encode()))))


HASH_OIDS = {"sha1": "1.3.14.3.2.26", "md5": "1.2.840.113549.2.5"}
HASH_OIDS |= {n: f"2.16.840.1.101.3.4.2.{i}" for i, n in enumerate(HASHES, 1)}
NULL = b"\x05\x00"


# --- keys


class Key(NamedTuple):
    """A key pair: SubjectPublicKeyInfo, the signature algorithm, its hash, and how to sign."""

    public: bytes
    algorithm: bytes
    digest: str
    sign: Callable[[bytes], bytes]


def ed25519(owner: str) -> Key:
    key = Ed25519PrivateKey.from_private_bytes(seed_of(owner))
    return Key(_public(key), algorithm("1.3.101.112"), "sha512", key.sign)


def ecdsa(owner: str, curve: Any = None, digest: str = "sha256") -> Key:
    key = ec.derive_private_key(int.from_bytes(seed_of(owner), "big") >> 8, curve or ec.SECP256R1())
    scheme = ec.ECDSA(HASHES[digest], deterministic_signing=True)
    number = 2 + list(HASHES).index(digest)
    return Key(_public(key), algorithm(f"1.2.840.10045.4.3.{number}"), digest, lambda data: key.sign(data, scheme))


def rsa_key(bits: int = 2048, digest: str = "sha256", *, pss: bool = False, plain: bool = False, e: int = 65537) -> Key:
    """Return an RSA key; `plain` names rsaEncryption as the algorithm of its signatures."""
    p, q = (int(prime, 16) for prime in PRIMES[bits])
    d = pow(e, -1, (p - 1) * (q - 1))
    numbers = rsa.RSAPrivateNumbers(p, q, d, d % (p - 1), d % (q - 1), pow(q, -1, p), rsa.RSAPublicNumbers(e, p * q))
    key = numbers.private_key()
    scheme = padding.PSS(padding.MGF1(HASHES[digest]), 0) if pss else padding.PKCS1v15()
    how = _pss_algorithm(digest) if pss else algorithm("1.2.840.113549.1.1.1", NULL)
    if not pss and not plain:
        how = algorithm(f"1.2.840.113549.1.1.{11 + list(HASHES).index(digest)}", NULL)
    return Key(_public(key), how, digest, lambda data: key.sign(data, scheme, HASHES[digest]))


def _pss_algorithm(digest: str) -> bytes:
    hashed = algorithm(HASH_OIDS[digest], NULL)
    mask = der(0x30, oid("1.2.840.113549.1.1.8"), hashed)
    parameters = der(0x30, der(0xA0, hashed), der(0xA1, mask), der(0xA2, integer(0)))
    return algorithm("1.2.840.113549.1.1.10", parameters)


def _public(key: Any) -> bytes:
    encoded: bytes = key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return encoded


# --- certificates

START, END = 1767225600, 2051222400
"""2026-01-01 and 2035-01-01."""
TIME_STAMPING = der(0x30, oid("1.3.6.1.5.5.7.3.8"))


def extension(number: str, value: bytes, *, critical: bool = False) -> bytes:
    return der(0x30, oid(number), der(1, b"\xff") if critical else b"", octets(value))


def purposes(value: bytes = TIME_STAMPING, *, critical: bool = True) -> bytes:
    return extension("2.5.29.37", value, critical=critical)


def usage(bits: int, *, unused: int = 0) -> bytes:
    return extension("2.5.29.15", bit_string(bytes([bits]), unused), critical=True)


def is_ca(length: int | None = None, *, ca: bool = True) -> bytes:
    parts = [der(1, b"\xff")] if ca else []
    return extension("2.5.29.19", der(0x30, *parts, *([] if length is None else [integer(length)])), critical=True)


CA = (is_ca(), usage(0x06, unused=1))
TSA = (is_ca(ca=False), usage(0xC0, unused=6), purposes())


class Certified:
    """A certificate with its key, issued by another or by itself."""

    def __init__(
        self,
        owner: str,
        key: Key,
        issuer: Certified | None = None,
        *,
        extensions: tuple[bytes, ...] = TSA,
        start: int = START,
        end: int = END,
        serial: int = 7,
        subject: bytes | None = None,
        forged: bool = False,
        version: int = 2,
    ) -> None:
        self.key, self.serial, self.subject = key, serial, subject or name(owner)
        self.signer = issuer or self
        self.issuer = self.signer.subject
        how = self.signer.key.algorithm
        listed = der(0xA3, der(0x30, *extensions)) if extensions else b""
        numbered = der(0xA0, integer(version)) if version else b""
        validity = der(0x30, when(start), when(end))
        signed = der(0x30, numbered, integer(serial), how, self.issuer, validity, self.subject, key.public, listed)
        signature = self.signer.key.sign(signed + (b"!" if forged else b""))
        self.raw = der(0x30, signed, how, bit_string(signature))

    @property
    def place(self) -> bytes:
        """The IssuerAndSerialNumber."""
        return der(0x30, self.issuer, integer(self.serial))


def crl(
    issuer: Certified, *entries: tuple[int, int, int | None], invalid: int | None = None, forged: bool = False
) -> bytes:
    """Return a revocation list with entries of serial number, date and reason."""
    listed = []
    for serial, date, reason in entries:
        given = [] if reason is None else [extension("2.5.29.21", integer(reason, 0x0A))]
        given += [] if invalid is None else [extension("2.5.29.24", when(invalid))]
        listed.append(der(0x30, integer(serial), utc(date), der(0x30, *given) if given else b""))
    signed = der(0x30, integer(1), issuer.key.algorithm, issuer.subject, utc(START), der(0x30, *listed))
    signature = issuer.key.sign(signed + (b"!" if forged else b""))
    return der(0x30, signed, issuer.key.algorithm, bit_string(signature))


# --- tokens

TST_INFO = "1.2.840.113549.1.9.16.1.4"


def attribute(number: str, *values: bytes) -> bytes:
    return der(0x30, oid(number), der(0x31, *values))


def accuracy(seconds: int | None = None, millis: int | None = None, micros: int | None = None) -> bytes:
    parts = [integer(value, tag) for value, tag in ((seconds, 2), (millis, 0x80), (micros, 0x81)) if value is not None]
    return der(0x30, *parts)


class Making(NamedTuple):
    """The parts of a token that a case can replace: each is DER, or None for what is right."""

    digest: str = "sha256"
    hashed: bytes | None = None
    fraction: str = ""
    accuracy: bytes = b""
    version: int = 1
    rest: bytes = b""
    bag: tuple[bytes, ...] | None = None
    place: bytes | None = None
    signed_with: str | None = None
    digests: bytes | None = None
    attributes: Callable[[list[bytes]], list[bytes]] = list
    names: tuple[bytes, ...] | None = None
    algorithm: bytes | None = None
    unsigned: bytes = b""
    content: Callable[[bytes], bytes] = bytes
    signature: Callable[[bytes], bytes] = bytes
    crls: bytes = b""
    signers: int = 1


def ess_v2(certificate: Certified, *, digest: str = "sha256", place: bytes | None = None) -> bytes:
    """Return the attribute signing-certificate-v2."""
    how = b"" if digest == "sha256" else algorithm(HASH_OIDS[digest])
    hashed = octets(hashlib.new(digest, certificate.raw).digest())
    return attribute("1.2.840.113549.1.9.16.2.47", der(0x30, der(0x30, der(0x30, how, hashed, place or b""))))


def ess_v1(certificate: Certified, place: bytes | None = None) -> bytes:
    """Return the attribute signing-certificate."""
    hashed = octets(hashlib.sha1(certificate.raw).digest())
    return attribute("1.2.840.113549.1.9.16.2.12", der(0x30, der(0x30, der(0x30, hashed, place or b""))))


def general_place(certificate: Certified, serial: int | None = None) -> bytes:
    """Return the IssuerSerial of an ESSCertID."""
    return der(
        0x30, der(0x30, der(0xA4, certificate.issuer)), integer(certificate.serial if serial is None else serial)
    )


def token(tsa: Certified, stamped: bytes, time: int, making: Making = Making()) -> bytes:  # noqa: B008 (immutable)
    m, key = making, tsa.key
    hashed = hashlib.new(m.digest, stamped).digest() if m.hashed is None else m.hashed
    imprint = der(0x30, algorithm(HASH_OIDS[m.digest], NULL), octets(hashed))
    parts = (oid("1.2.3.4"), imprint, integer(5), when(time, m.fraction), m.accuracy, m.rest)
    info = m.content(der(0x30, integer(m.version), *parts))
    used = m.signed_with or key.digest
    digest = hashlib.new(used, info).digest()
    named = (ess_v2(tsa),) if m.names is None else m.names
    attributes = [attribute("1.2.840.113549.1.9.3", oid(TST_INFO)), attribute("1.2.840.113549.1.9.4", octets(digest))]
    attributes = m.attributes([*attributes, *named])
    signature = m.signature(key.sign(der(0x31, *attributes)))
    how, hashing = m.algorithm or key.algorithm, algorithm(HASH_OIDS[used], NULL)
    sid = m.place or tsa.place
    signer = der(0x30, integer(1), sid, hashing, der(0xA0, *attributes), how, octets(signature), m.unsigned)
    bag = der(0xA0, *((tsa.raw,) if m.bag is None else m.bag)) if m.bag != () else b""
    digests = der(0x31, hashing) if m.digests is None else m.digests
    content = der(0x30, oid(TST_INFO), der(0xA0, octets(info)))
    data = der(0x30, integer(3), digests, content, bag, m.crls, der(0x31, *[signer] * m.signers))
    return der(0x30, oid("1.2.840.113549.1.7.2"), der(0xA0, data))


def stamp_of(target: bytes, token: bytes) -> bytes:
    return cbor(r.Tag(r.DISCLOSURE, ["stamp", target, token]))


def stamp(tsa: Certified, statement: bytes, time: int, making: Making = Making()) -> bytes:  # noqa: B008 (immutable)
    """Return a stamp of a statement."""
    unverified = r.parse_statement(statement)
    target = H(r.sig_structure(unverified.protected, unverified.payload))
    return stamp_of(target, token(tsa, b"\x58\x40" + unverified.signature, time, making))


def renewal(tsa: Certified, before: bytes, time: int, making: Making = Making()) -> bytes:  # noqa: B008 (immutable)
    """Return a stamp of a stamp."""
    return stamp_of(H(before), token(tsa, before, time, making))


ROOT = Certified("Sundial Root", ed25519("sundial root"), extensions=CA, serial=1)
SUNDIAL = Certified("Sundial Time", ecdsa("sundial"), ROOT)
HOURGLASS_ROOT = Certified("Hourglass Root", ecdsa("hourglass root"), extensions=CA, serial=1)
HOURGLASS = Certified("Hourglass Time", rsa_key(), HOURGLASS_ROOT, serial=2)
CANDLE = Certified("Candle Time", ed25519("candle"), serial=3)
"""Its own anchor."""

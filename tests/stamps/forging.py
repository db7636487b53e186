"""Certificates and tokens made part by part, so that each part can be wrong: what `openssl ts` would not make."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from hashlib import new
from typing import Any, NamedTuple

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from swapproto.stamps.certificates import Certificate

PrivateKey = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey | ed25519.Ed25519PrivateKey
YEAR_2020, YEAR_2040 = datetime(2020, 1, 1, tzinfo=UTC), datetime(2040, 1, 1, tzinfo=UTC)
HASHES: dict[str, hashes.HashAlgorithm] = {
    "sha1": hashes.SHA1(),
    "sha256": hashes.SHA256(),
    "sha384": hashes.SHA384(),
    "sha512": hashes.SHA512(),
}

# --- DER, written a second time ---


def tlv(tag: int, *parts: bytes) -> bytes:
    content = b"".join(parts)
    if len(content) < 128:
        return bytes([tag, len(content)]) + content
    size = (len(content).bit_length() + 7) // 8
    return bytes([tag, 128 | size]) + len(content).to_bytes(size, "big") + content


def sequence(*parts: bytes) -> bytes:
    return tlv(0x30, *parts)


def integer(value: int, tag: int = 2) -> bytes:
    size = (value if value >= 0 else ~value).bit_length() // 8 + 1
    return tlv(tag, value.to_bytes(size, "big", signed=True))


def oid(dotted: str) -> bytes:
    first, second, *rest = map(int, dotted.split("."))
    content = b""
    for arc in (40 * first + second, *rest):
        groups = [arc & 127]
        while arc := arc >> 7:
            groups.append(arc & 127 | 128)
        content += bytes(reversed(groups))
    return tlv(6, content)


NULL = b"\x05\x00"
HASH_OIDS = {
    "md5": "1.2.840.113549.2.5",
    "sha1": "1.3.14.3.2.26",
    "sha256": "2.16.840.1.101.3.4.2.1",
    "sha384": "2.16.840.1.101.3.4.2.2",
    "sha512": "2.16.840.1.101.3.4.2.3",
    "sha3-256": "2.16.840.1.101.3.4.2.8",
}
TST_INFO, SIGNED_DATA = "1.2.840.113549.1.9.16.1.4", "1.2.840.113549.1.7.2"
CONTENT_TYPE, MESSAGE_DIGEST, SIGNING_TIME = (f"1.2.840.113549.1.9.{number}" for number in (3, 4, 5))
SIGNING_CERTIFICATE, SIGNING_CERTIFICATE_V2 = (f"1.2.840.113549.1.9.16.2.{number}" for number in (12, 47))


def algorithm(dotted: str, parameters: bytes = NULL) -> bytes:
    return sequence(oid(dotted), parameters)


def hash_algorithm(name: str) -> bytes:
    return algorithm(HASH_OIDS[name])


# --- certificates ---


class Made(NamedTuple):
    """A certificate with its key."""

    x509: x509.Certificate
    key: PrivateKey

    @property
    def raw(self) -> bytes:
        return self.x509.public_bytes(Encoding.DER)

    @property
    def certificate(self) -> Certificate:
        return Certificate.read(self.raw)

    @property
    def pem(self) -> bytes:
        return self.x509.public_bytes(Encoding.PEM)


def key_usage(*allowed: str) -> x509.KeyUsage:
    names = (
        "digital_signature content_commitment key_encipherment data_encipherment key_agreement key_cert_sign crl_sign "
        "encipher_only decipher_only"
    )
    return x509.KeyUsage(**{name: name in allowed for name in names.split()})


CA_USAGE = key_usage("key_cert_sign", "crl_sign")
STAMPING = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING])


def certify(
    name: str,
    key: PrivateKey,
    issuer: Made | None = None,
    *,
    issuer_name: str | None = None,
    ca: bool = False,
    path_length: int | None = None,
    usage: x509.KeyUsage | None = None,
    purposes: x509.ExtendedKeyUsage | None = None,
    purposes_critical: bool = True,
    others: Sequence[tuple[x509.ExtensionType, bool]] = (),
    start: datetime = YEAR_2020,
    end: datetime = YEAR_2040,
    serial: int | None = None,
    hash_name: str = "sha256",
    pss: bool = False,
    basic: bool = True,
    public_key: Any = None,
) -> Made:
    """Issue a certificate: self-signed without an issuer."""
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    above = issuer.x509.subject if issuer else subject
    if issuer_name:
        above = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, issuer_name)])
    builder = x509.CertificateBuilder(
        above, subject, public_key or key.public_key(), serial or x509.random_serial_number(), start, end
    )
    if basic:
        builder = builder.add_extension(x509.BasicConstraints(ca, path_length), critical=True)
    for extension, critical in (
        (usage if usage or not ca else CA_USAGE, True),
        (purposes, purposes_critical),
        *others,
    ):
        if extension is not None:
            builder = builder.add_extension(extension, critical)
    signing = issuer.key if issuer else key
    scheme: Any = {"rsa_padding": padding.PSS(padding.MGF1(HASHES[hash_name]), 32)} if pss else {}
    used: Any = None if isinstance(signing, ed25519.Ed25519PrivateKey) else HASHES[hash_name]
    return Made(builder.sign(signing, used, **scheme), key)


# --- tokens ---


@dataclass(frozen=True)
class Recipe:
    """All the parts of a token; what is None is made as it should be."""

    signer: Made
    data: bytes = b"what is stamped"
    certificates: Sequence[bytes] | None = None
    time: bytes = b"20260301120000Z"
    imprint_hash: str = "sha256"
    imprint: bytes | None = None
    serial: int = 7
    version: int = 1
    accuracy: bytes = b""
    ordering: bytes = b""
    nonce: bytes = b""
    tsa: bytes = b""
    extensions: bytes = b""
    content: bytes | None = None
    content_type: str = TST_INFO
    digest: str = "sha256"
    digests: bytes | None = None
    attributes: dict[str, Sequence[bytes]] = field(default_factory=dict)
    without: Sequence[str] = ()
    repeated: Sequence[str] = ()
    named: bytes | None = None
    sid: bytes | None = None
    signature_algorithm: bytes | None = None
    signature: bytes | None = None
    pss: bool = False
    unsigned: bytes = b""
    crls: bytes = b""
    signers: int = 1

    def but(self, **changes: Any) -> Recipe:
        return replace(self, **changes)

    def info(self) -> bytes:
        imprint = new(self.imprint_hash, self.data).digest() if self.imprint is None else self.imprint
        return sequence(
            integer(self.version),
            oid("1.2.3.4.1"),
            sequence(hash_algorithm(self.imprint_hash), tlv(4, imprint)),
            integer(self.serial),
            tlv(0x18, self.time),
            *(self.accuracy, self.ordering, self.nonce, self.tsa, self.extensions),
        )

    def signed_attributes(self, content: bytes) -> bytes:
        named = (
            sequence(sequence(sequence(tlv(4, new("sha256", self.signer.raw).digest()))))
            if self.named is None
            else self.named
        )
        attributes: dict[str, Sequence[bytes]] = {
            CONTENT_TYPE: [oid(TST_INFO)],
            MESSAGE_DIGEST: [tlv(4, new(self.digest, content).digest())],
            SIGNING_CERTIFICATE_V2: [named],
            **self.attributes,
        }
        chosen = [kind for kind in attributes if kind not in self.without]
        encoded = [sequence(oid(kind), tlv(0x31, *attributes[kind])) for kind in (*chosen, *self.repeated)]
        return b"".join(sorted(encoded))

    def sign(self, message: bytes) -> tuple[bytes, bytes]:
        """The signature, and its algorithm."""
        key = self.signer.key
        if isinstance(key, ed25519.Ed25519PrivateKey):
            return key.sign(message), sequence(oid("1.3.101.112"))
        used = HASHES[self.digest if self.digest in HASHES else "sha256"]
        if isinstance(key, ec.EllipticCurvePrivateKey):
            number = {"sha1": 1, "sha256": 2, "sha384": 3, "sha512": 4}[used.name]
            dotted = "1.2.840.10045.4.1" if number == 1 else f"1.2.840.10045.4.3.{number}"
            return key.sign(message, ec.ECDSA(used)), sequence(oid(dotted))
        if self.pss:
            salt = used.digest_size
            return key.sign(message, padding.PSS(padding.MGF1(used), salt), used), pss_algorithm(
                self.digest, self.digest, salt
            )
        return key.sign(message, padding.PKCS1v15(), used), algorithm("1.2.840.113549.1.1.1")

    def signer_info(self, content: bytes) -> bytes:
        attributes = self.signed_attributes(content)
        signature, signature_algorithm = self.sign(tlv(0x31, attributes))
        sid = sequence(self.signer.x509.issuer.public_bytes(), integer(self.signer.x509.serial_number))
        return sequence(
            integer(1),
            sid if self.sid is None else self.sid,
            hash_algorithm(self.digest),
            tlv(0xA0, attributes),
            signature_algorithm if self.signature_algorithm is None else self.signature_algorithm,
            tlv(4, signature if self.signature is None else self.signature),
            self.unsigned,
        )

    def token(self) -> bytes:
        content = self.info() if self.content is None else self.content
        certificates = [self.signer.raw] if self.certificates is None else self.certificates
        signer_info = self.signer_info(content)
        return sequence(
            oid(SIGNED_DATA),
            tlv(
                0xA0,
                sequence(
                    integer(3),
                    tlv(0x31, hash_algorithm(self.digest)) if self.digests is None else self.digests,
                    sequence(oid(self.content_type), tlv(0xA0, tlv(4, content))),
                    tlv(0xA0, *certificates) if certificates else b"",
                    self.crls,
                    tlv(0x31, signer_info * self.signers),
                ),
            ),
        )


def pss_algorithm(digest: str, mask: str, salt: int, trailer: bytes = b"") -> bytes:
    generator = algorithm("1.2.840.113549.1.1.8", hash_algorithm(mask))
    return sequence(
        oid("1.2.840.113549.1.1.10"),
        sequence(tlv(0xA0, hash_algorithm(digest)), tlv(0xA1, generator), tlv(0xA2, integer(salt)), trailer),
    )


def response(token: bytes, status: int = 0, text: str = "") -> bytes:
    """A TimeStampResp."""
    said = sequence(tlv(0x0C, text.encode())) if text else b""
    return sequence(sequence(integer(status), said), token)

"""Lists of revoked certificates (RFC 5280, section 5), which a reader gives. Spec 18.3."""

from collections.abc import Callable, Mapping
from hashlib import sha256
from typing import TYPE_CHECKING, NamedTuple

from ..errors import FormatError, InputError, VerificationError
from .algorithms import Algorithm
from .certificates import Certificate
from .der import BITS, INTEGER, SEQUENCE, Fields, outer

if TYPE_CHECKING:
    from cryptography import x509

_HARMLESS = {"affiliationChanged", "superseded", "cessationOfOperation"}
"""Reasons that say nothing against what the key signed before."""


class Revocation(NamedTuple):
    """Since when a certificate is revoked, in seconds since 1970, and whether its key may have been in other hands."""

    since: int
    compromised: bool


class RevocationList:
    """The certificates that one issuer revoked."""

    def __init__(self, data: bytes, entries: Mapping[int, list[Revocation]]) -> None:
        fields = Fields(outer(data))
        body, self._algorithm = fields.take(SEQUENCE), Algorithm.read(fields.take(SEQUENCE))
        self._signed, self._signature = body.raw, fields.take(BITS).content[1:]
        fields.end()
        inner = Fields(body)
        inner.take_if(INTEGER)
        inner.take(SEQUENCE)
        #: The SHA-256 of its bytes.
        self.digest: bytes = sha256(data).digest()
        #: The name of the issuer, in DER.
        self.issuer: bytes = inner.take(SEQUENCE).raw
        self._data, self._entries = data, entries

    def __eq__(self, other: object) -> bool:
        return isinstance(other, RevocationList) and self.digest == other.digest

    def __hash__(self) -> int:
        return hash(self.digest)

    def __reduce__(self) -> "tuple[Callable[[bytes], RevocationList], tuple[bytes]]":
        return RevocationList.read, (self._data,)

    @classmethod
    def read(cls, data: bytes) -> "RevocationList":
        """Read a list in DER or PEM. Raise :class:`InputError` ``file``."""
        from cryptography import x509
        from cryptography.hazmat.primitives.serialization import Encoding

        try:
            armored = data.lstrip().startswith(b"-----BEGIN")
            given = x509.load_pem_x509_crl(data) if armored else x509.load_der_x509_crl(data)
            if any(one.critical for part in (given, *given) for one in part.extensions):
                raise InputError("file", "this list of revoked certificates is a part of another; give the whole list")
            found: dict[int, list[Revocation]] = {}
            for entry in given:
                if revocation := _read_revocation(entry):
                    found.setdefault(entry.serial_number, []).append(revocation)
            return cls(given.public_bytes(Encoding.DER), found)
        except (ValueError, FormatError, x509.DuplicateExtension, x509.InvalidVersion, x509.UnsupportedGeneralNameType):
            raise InputError("file", "no list of revoked certificates (CRL) in DER or PEM") from None

    def is_signed_by(self, certificate: Certificate) -> bool:
        """Return whether it is by ``certificate``, which has its name and may issue lists."""
        if certificate.subject != self.issuer or not certificate.issues_revocations:
            return False
        try:
            return certificate.verifies(self._algorithm, None, self._signature, self._signed)
        except VerificationError:
            return False

    def revocations_of(self, certificate: Certificate) -> list[Revocation]:
        """Return what it says of ``certificate``: nothing unless it is of the same issuer."""
        return self._entries.get(certificate.serial, []) if certificate.issuer == self.issuer else []


def _read_revocation(entry: "x509.RevokedCertificate") -> Revocation | None:
    from cryptography import x509

    since, reason = entry.revocation_date_utc, None
    for extension in entry.extensions:
        if isinstance(extension.value, x509.CRLReason):
            reason = extension.value.reason.value
        elif isinstance(extension.value, x509.InvalidityDate):
            since = min(since, extension.value.invalidity_date_utc)
    return None if reason == "removeFromCRL" else Revocation(int(since.timestamp()), reason not in _HARMLESS)

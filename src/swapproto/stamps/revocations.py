"""Lists of revoked certificates (RFC 5280, section 5), which a reader gives. Spec 18.3."""

from collections.abc import Callable
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

    def __init__(self, data: bytes, entries: "x509.CertificateRevocationList") -> None:
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
            entries = x509.load_pem_x509_crl(data) if armored else x509.load_der_x509_crl(data)
            if any(one.critical for given in (entries, *entries) for one in given.extensions):
                raise InputError("file", "this list of revoked certificates is a part of another; give the whole list")
            return cls(entries.public_bytes(Encoding.DER), entries)
        except (ValueError, FormatError):
            raise InputError("file", "no list of revoked certificates (CRL) in DER or PEM") from None

    def is_signed_by(self, certificate: Certificate) -> bool:
        """Return whether it is by ``certificate``, which has its name and may issue lists."""
        if certificate.subject != self.issuer or not certificate.issues_revocations:
            return False
        try:
            return certificate.verifies(self._algorithm, None, self._signature, self._signed)
        except VerificationError:
            return False

    def revocation_of(self, certificate: Certificate) -> Revocation | None:
        """Return since when ``certificate``, of the same issuer, is revoked; None if it is not."""
        from cryptography import x509

        entry = self._entries.get_revoked_certificate_by_serial_number(certificate.serial)
        if certificate.issuer != self.issuer or entry is None:
            return None
        since, reason = entry.revocation_date_utc, None
        for extension in entry.extensions:
            if isinstance(extension.value, x509.CRLReason):
                reason = extension.value.reason.value
            elif isinstance(extension.value, x509.InvalidityDate):
                since = min(since, extension.value.invalidity_date_utc)
        if reason == "removeFromCRL":
            return None
        return Revocation(int(since.timestamp()), reason not in _HARMLESS)

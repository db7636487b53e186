"""Certificates of X.509 (RFC 5280), as far as the check of a clock needs them. Spec 18.2, 18.3."""

import hashlib
import re
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, NamedTuple

from .algorithms import Algorithm, digest
from .der import (
    BITS,
    BMP,
    BOOLEAN,
    CONSTRUCTED,
    INTEGER,
    OCTETS,
    OID,
    PRIMITIVE,
    SEQUENCE,
    SET,
    TIME,
    UNIVERSAL,
    UTC_TIME,
    UTF8,
    Element,
    Fields,
    malformed,
    whole,
    write,
)

if TYPE_CHECKING:
    from .signatures import Key

_NUMERIC, _PRINTABLE, _TELETEX, _IA5 = 0x12, 0x13, 0x14, 0x16
_TEXTS = (UTF8, _NUMERIC, _PRINTABLE, _TELETEX, _IA5, UNIVERSAL, BMP)

_KEY_USAGE, _ALTERNATIVE_NAMES = bytes.fromhex("551d0f"), bytes.fromhex("551d11")
_BASIC_CONSTRAINTS, _NAME_CONSTRAINTS = bytes.fromhex("551d13"), bytes.fromhex("551d1e")
_POLICIES, _EXTENDED_KEY_USAGE = bytes.fromhex("551d20"), bytes.fromhex("551d25")
_UNDERSTOOD = {_BASIC_CONSTRAINTS, _KEY_USAGE, _EXTENDED_KEY_USAGE, _POLICIES}
_TIME_STAMPING = bytes.fromhex("2b06010505070308")
_SIGNING, _CERT_SIGN, _CRL_SIGN = 0b11, 1 << 5, 1 << 6
"""Bits of the key usage: digitalSignature and nonRepudiation, keyCertSign, cRLSign."""


class Extension(NamedTuple):
    """One extension: whether it is critical, and its value in DER."""

    critical: bool
    value: bytes


class Certificate:
    """A certificate that is read, and not trusted for it."""

    #: Its serial number.
    serial: int
    #: The name of its issuer, in DER.
    issuer: bytes
    #: The name of its subject, in DER.
    subject: bytes
    #: The first second of its validity, since 1970.
    not_before: int
    #: The last second of its validity, since 1970.
    not_after: int

    def __init__(self, element: Element) -> None:
        fields = Fields(element)
        body, algorithm, signature = fields.take(SEQUENCE), fields.take(SEQUENCE), fields.take(BITS)
        fields.end()
        #: Its bytes.
        self.raw: bytes = element.raw
        #: The SHA-256 of its bytes.
        self.digest: bytes = hashlib.sha256(self.raw).digest()
        self._signed, self._signature = body.raw, _whole_bytes(signature)
        self._algorithm = Algorithm.read(algorithm)
        self._read(Fields(body), algorithm)

    def _read(self, fields: Fields, algorithm: Element) -> None:
        version = fields.take_if(CONSTRUCTED + 0)
        number = version.only(INTEGER).integer() if version else 0
        self.serial = fields.take(INTEGER).integer()
        if fields.take(SEQUENCE).raw != algorithm.raw:
            raise malformed("a certificate names two algorithms")
        self.issuer = _read_name(fields.take(SEQUENCE))
        validity = Fields(fields.take(SEQUENCE))
        self.not_before = _read_time(validity.take(UTC_TIME, TIME))
        self.not_after = _read_time(validity.take(UTC_TIME, TIME))
        validity.end()
        self.subject = _read_name(fields.take(SEQUENCE))
        self._key = _read_key_info(fields.take(SEQUENCE))
        fields.take_if(PRIMITIVE + 1)
        fields.take_if(PRIMITIVE + 2)
        extensions = fields.take_if(CONSTRUCTED + 3)
        fields.end()
        if number not in range(3) or (extensions and number != 2):
            raise malformed("a certificate of a version that does not exist")
        self._extensions = read_extensions(extensions.only(SEQUENCE)) if extensions else {}
        _ = self.ca, self.path_length, self._usage, self._purposes

    @staticmethod
    def read(data: bytes) -> "Certificate":
        """Read a certificate in DER. Raise :class:`FormatError` ``token-malformed``."""
        return _read_certificate(data)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Certificate) and self.digest == other.digest

    def __hash__(self) -> int:
        return hash(self.digest)

    def __reduce__(self) -> "tuple[Callable[[bytes], Certificate], tuple[bytes]]":
        return Certificate.read, (self.raw,)  # a key of the library underneath cannot be pickled

    def __repr__(self) -> str:
        return f"Certificate({self.digest.hex()!r})"

    @property
    def key_digest(self) -> bytes:
        """The SHA-256 of its SubjectPublicKeyInfo, 32 bytes."""
        return hashlib.sha256(self._key.raw).digest()

    @cached_property
    def key(self) -> "Key":
        """Its public key. Raise :class:`VerificationError` ``token-key-weak``. Spec 18.2, step 7."""
        from .signatures import read_key

        return read_key(self._key)

    def verifies(self, algorithm: Algorithm, hash_name: str | None, signature: bytes, message: bytes) -> bool:
        """Return whether its key made this signature. Spec 18.2, step 7.

        ``hash_name``: the hash that the algorithm has to go with; None in a certificate, where it names its own. Raise
        :class:`VerificationError` ``token-key-weak``, or ``token-algorithm`` if the algorithm fits neither of both.
        """
        from .signatures import verify

        return verify(self.key, algorithm, hash_name, signature, message)

    def is_signed_by(self, issuer: "Certificate") -> bool:
        """Return whether the key of ``issuer`` signed it. Raise as :meth:`verifies`."""
        return issuer.verifies(self._algorithm, None, self._signature, self._signed)

    @property
    def sunset(self) -> int:
        """The last second, since 1970, until which signatures of its key are believed. Spec 18.7."""
        from .signatures import sunset

        return sunset(self.key)

    def hash(self, name: str) -> bytes:
        """Return its hash by this algorithm, as :mod:`hashlib` names it."""
        return self.digest if name == "sha256" else digest(name, self.raw)

    @property
    def understood(self) -> bool:
        """Whether it has no critical extension, and no name constraints, that this program does not heed."""
        critical = {oid for oid, one in self._extensions.items() if one.critical}
        return critical <= _UNDERSTOOD and _NAME_CONSTRAINTS not in self._extensions

    @cached_property
    def _constraints(self) -> tuple[bool, int | None]:
        if (value := self._value(_BASIC_CONSTRAINTS)) is None:
            return False, None
        fields = Fields(whole(value))
        ca, length = fields.take_if(BOOLEAN), fields.take_if(INTEGER)
        fields.end()
        return ca is not None and ca.content != b"\x00", length.integer() if length else None

    @property
    def ca(self) -> bool:
        """Whether its basic constraints say that it is a CA."""
        return self._constraints[0]

    @property
    def path_length(self) -> int | None:
        """The most certificates that may stand between it and that of a signer, if it limits them."""
        return self._constraints[1]

    @cached_property
    def _usage(self) -> int | None:
        if (value := self._value(_KEY_USAGE)) is None:
            return None
        bits = "".join(f"{byte:08b}" for byte in whole(value, BITS).content[1:])
        return int(bits[::-1] or "0", 2)  # the first bit is bit 0

    @property
    def issues_certificates(self) -> bool:
        """Whether it is a CA whose key usage, if it has one, allows keyCertSign."""
        return self.ca and (self._usage is None or bool(self._usage & _CERT_SIGN))

    @property
    def issues_revocations(self) -> bool:
        """Whether its key usage, if it has one, allows cRLSign."""
        return self._usage is None or bool(self._usage & _CRL_SIGN)

    @cached_property
    def _purposes(self) -> tuple[bytes, ...] | None:
        if (value := self._value(_EXTENDED_KEY_USAGE)) is None:
            return None
        fields = Fields(whole(value))
        purposes: list[bytes] = []
        while fields.has(OID):
            purposes.append(fields.take(OID).content)
        fields.end()
        return tuple(purposes)

    @property
    def may_stamp(self) -> bool:
        """Whether it is for time stamps alone, by a critical extended key usage. Spec 18.2, step 8."""
        extension = self._extensions.get(_EXTENDED_KEY_USAGE)
        usage = self._usage
        return (
            extension is not None
            and extension.critical
            and self._purposes == (_TIME_STAMPING,)
            and (usage is None or (usage & _SIGNING != 0 and not usage & ~_SIGNING))
        )

    @property
    def may_issue_stampers(self) -> bool:
        """Whether its extended key usage, if it has one, has time stamping."""
        return self._purposes is None or _TIME_STAMPING in self._purposes

    def names(self) -> Iterator[bytes]:
        """Yield its names as GeneralNames in DER: its subject, and its alternative names."""
        yield write(CONSTRUCTED + 4, self.subject)
        if value := self._value(_ALTERNATIVE_NAMES):
            for name in whole(value).members():
                yield name.raw

    def _value(self, oid: bytes) -> bytes | None:
        extension = self._extensions.get(oid)
        return extension.value if extension else None


@lru_cache(maxsize=128)  # an authority sends the same certificates with every token
def _read_certificate(data: bytes) -> Certificate:
    return Certificate(whole(data))


def read_extensions(element: Element) -> Mapping[bytes, Extension]:
    """Read a SEQUENCE of extensions, by the content of their object identifiers. Raise ``token-malformed``."""
    found: dict[bytes, Extension] = {}
    for member in element.members():
        fields = Fields(member)
        oid, critical, value = fields.take(OID).content, fields.take_if(BOOLEAN), fields.take(OCTETS).content
        fields.end()
        if oid in found:
            raise malformed("an extension that is there twice")
        found[oid] = Extension(critical is not None and critical.content != b"\x00", value)
    return found


def _read_name(element: Element) -> bytes:
    for part in element.members():
        if part.tag != SET or part.inner == part.end:
            raise malformed("a certificate with a name that is none")
        for attribute in part.members():
            fields = Fields(attribute)
            fields.take(OID)
            fields.take(*_TEXTS)
            fields.end()
    return element.raw


def _read_key_info(element: Element) -> Element:
    fields = Fields(element)
    Algorithm.read(fields.take(SEQUENCE))
    fields.take(BITS)
    fields.end()
    return element


_TIMES = {UTC_TIME: re.compile(rb"[0-9]{12}Z"), TIME: re.compile(rb"[0-9]{14}Z")}


def _read_time(element: Element) -> int:
    text = element.content
    if not _TIMES[element.tag].fullmatch(text):
        raise malformed("a certificate with a date that is none")
    if element.tag == UTC_TIME:
        text = (b"20" if text < b"5" else b"19") + text
    return seconds_of(text[:14])


def seconds_of(text: bytes) -> int:
    """Return the seconds since 1970 of ``YYYYMMDDhhmmss``. Raise ``token-malformed`` if there is no such time."""
    month, day, hour, minute, second = (int(text[start : start + 2]) for start in range(4, 14, 2))
    try:
        moment = datetime(int(text[:4]), month, day, hour, minute, second, tzinfo=UTC)
    except ValueError:
        raise malformed("a time that does not exist") from None
    return int(moment.timestamp())


def _whole_bytes(element: Element) -> bytes:
    if element.content[0]:
        raise malformed("a certificate whose signature has loose bits")
    return element.content[1:]

"""The signed data of a token: its certificates, its signer, and what is signed. RFC 5652, 5816; spec 18.2."""

from collections.abc import Mapping
from typing import NamedTuple

from ..errors import VerificationError
from .algorithms import Algorithm
from .certificates import Certificate
from .der import CONSTRUCTED, INTEGER, OCTETS, OID, SEQUENCE, SET, Element, Fields, malformed, whole

CERTIFICATES = 8
"""The most certificates in a token."""
_SIGNED_DATA = bytes.fromhex("2a864886f70d010702")
_TST_INFO = bytes.fromhex("2a864886f70d0109100104")
_CONTENT_TYPE, _MESSAGE_DIGEST = bytes.fromhex("2a864886f70d010903"), bytes.fromhex("2a864886f70d010904")
_SIGNING_CERTIFICATE = bytes.fromhex("2a864886f70d010910020c")
_SIGNING_CERTIFICATE_V2 = bytes.fromhex("2a864886f70d010910022f")


class SignedData(NamedTuple):
    """What a token signs, and how; nothing of it is verified."""

    content: bytes
    certificates: tuple[Certificate, ...]
    sid: tuple[bytes, int]
    digest: Algorithm
    attributes: Element
    algorithm: Algorithm
    signature: bytes


def read_signed_data(token: bytes) -> SignedData:
    """Take step 1 of spec 18.2. Raise :class:`FormatError` ``token-malformed``."""
    content_info = Fields(whole(token))
    if content_info.take(OID).content != _SIGNED_DATA:
        raise malformed("it is no signed token")
    fields = Fields(content_info.take(CONSTRUCTED + 0).only(SEQUENCE))
    content_info.end()
    fields.take(INTEGER)
    digests = [Algorithm.read(member) for member in fields.take(SET).members()]
    content = _read_content(fields.take(SEQUENCE))
    bag = fields.take_if(CONSTRUCTED + 0)
    certificates = _read_bag(bag) if bag else ()
    signer = Fields(fields.take(SET).only(SEQUENCE))
    fields.end()
    signer.take(INTEGER)
    sid = _read_issuer_and_serial(signer.take(SEQUENCE))
    digest_algorithm = Algorithm.read(signer.take(SEQUENCE))
    attributes = signer.take(CONSTRUCTED + 0)
    algorithm, signature = Algorithm.read(signer.take(SEQUENCE)), signer.take(OCTETS).content
    if unsigned := signer.take_if(CONSTRUCTED + 1):
        for _ in map(_read_attribute, unsigned.members()):
            pass
    signer.end()
    if [one.oid for one in digests] != [digest_algorithm.oid]:
        raise malformed("it names two hashes")
    return SignedData(content, certificates, sid, digest_algorithm, attributes, algorithm, signature)


def _read_content(element: Element) -> bytes:
    fields = Fields(element)
    if fields.take(OID).content != _TST_INFO:
        raise malformed("what is signed is no time stamp")
    content = fields.take(CONSTRUCTED + 0).only(OCTETS).content
    fields.end()
    return content


def _read_bag(element: Element) -> tuple[Certificate, ...]:
    """Read the certificates. Two that claim one issuer and serial number would confuse other programs."""
    members = list(element.members())
    if len(members) > CERTIFICATES:
        raise malformed(f"it has more than {CERTIFICATES} certificates")
    found = dict.fromkeys(Certificate.read(member.raw) for member in members)
    if len({(one.issuer, one.serial) for one in found}) < len(found):
        raise malformed("it has two certificates of one issuer with one number")
    return tuple(found)


def _read_issuer_and_serial(element: Element) -> tuple[bytes, int]:
    fields = Fields(element)
    issuer, serial = fields.take(SEQUENCE).raw, fields.take(INTEGER).integer()
    fields.end()
    return issuer, serial


class Named(NamedTuple):
    """How the attributes name the signer: hashes of the certificate, and issuer and number where they have them."""

    hashes: Mapping[str, bytes]
    issuers: tuple[tuple[bytes, int], ...]

    def fit(self, certificate: Certificate) -> bool:
        """Return whether they name the issuer and number of this certificate, where they name any."""
        return all(one == (certificate.issuer, certificate.serial) for one in self.issuers)


def read_attributes(element: Element, content_digest: bytes) -> Named:
    """Take step 5 of spec 18.2. Raise ``token-malformed``, or ``token-altered`` for the digest of other content."""
    attributes: dict[bytes, Element] = {}
    for member in element.members():
        oid, values = _read_attribute(member)
        if oid in attributes or len(values) != 1:
            raise malformed("an attribute that is there twice")
        attributes[oid] = values[0]
    kind, message_digest = attributes.get(_CONTENT_TYPE), attributes.get(_MESSAGE_DIGEST)
    if kind is None or kind.tag != OID or kind.content != _TST_INFO:
        raise malformed("its signature is not for a time stamp")
    if message_digest is None or message_digest.tag != OCTETS:
        raise malformed("its signature is for nothing")
    named = _read_named(attributes)
    if message_digest.content != content_digest:
        raise altered()
    return named


def _read_attribute(element: Element) -> tuple[bytes, list[Element]]:
    fields = Fields(element)
    oid, values = fields.take(OID).content, list(fields.take(SET).members())
    fields.end()
    return oid, values


def _read_named(attributes: Mapping[bytes, Element]) -> Named:
    hashes: dict[str, bytes] = {}
    issuers: list[tuple[bytes, int]] = []
    for oid, default in ((_SIGNING_CERTIFICATE, "sha1"), (_SIGNING_CERTIFICATE_V2, "sha256")):
        if oid not in attributes:
            continue
        attribute = Fields(attributes[oid])
        fields = Fields(attribute.take(SEQUENCE).only(SEQUENCE))
        attribute.end()
        name: str | None = default
        if oid == _SIGNING_CERTIFICATE_V2 and fields.has(SEQUENCE):
            name = Algorithm.read(fields.take(SEQUENCE)).hash
        if name is None:
            raise malformed("it names its signer by a weak hash")
        hashes[name] = fields.take(OCTETS).content
        if both := fields.take_if(SEQUENCE):
            issuers.append(_read_general_issuer_and_serial(both))
        fields.end()
    if not hashes:
        raise malformed("it does not say which certificate signed it")
    return Named(hashes, tuple(issuers))


def _read_general_issuer_and_serial(element: Element) -> tuple[bytes, int]:
    fields = Fields(element)
    issuer = fields.take(SEQUENCE).only(CONSTRUCTED + 4).only(SEQUENCE).raw
    serial = fields.take(INTEGER).integer()
    fields.end()
    return issuer, serial


def altered() -> VerificationError:
    """Return the error for a token whose signature does not verify."""
    return VerificationError("token-altered", "the time stamp was altered, or is a forgery; do not rely on it")

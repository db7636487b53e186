"""Certificates: what is read of them, and what is refused whatever it would be used for."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from swapproto import SwapError
from swapproto.stamps.certificates import Certificate
from swapproto.stamps.der import whole
from swapproto.stamps.signatures import read_key

from .forging import NULL, STAMPING, algorithm, certify, integer, key_usage, oid, sequence, tlv
from .mutating import Tree, encode, parse
from .real import TOKENS, real

KEY = ec.generate_private_key(ec.SECP256R1())
MADE = certify("Clock", KEY, usage=key_usage("digital_signature"), purposes=STAMPING, serial=2**100)
VERSION, SERIAL, ALGORITHM, ISSUER, VALIDITY, SUBJECT, INFO, EXTENSIONS = range(8)


def members(tree: Tree) -> list[Tree]:
    _, content = tree
    assert not isinstance(content, bytes)
    return content


def changed(place: int, *elements: bytes) -> bytes:
    """The certificate with other elements in the place of one of its body."""
    tree = parse(MADE.raw, 0, len(MADE.raw))[0]
    body = members(members(tree)[0])
    body[place : place + 1] = [parse(one, 0, len(one))[0] for one in elements]
    return encode(tree)


def with_loose_bits() -> bytes:
    tree = parse(MADE.raw, 0, len(MADE.raw))[0]
    members(tree)[2] = 3, b"\x01\x80"
    return encode(tree)


def name(*attributes: bytes) -> bytes:
    return sequence(tlv(0x31, *attributes))


def extension(dotted: str, value: bytes, critical: bytes = b"") -> bytes:
    return sequence(oid(dotted), critical, tlv(4, value))


def extensions(*members: bytes) -> bytes:
    return tlv(0xA3, sequence(*members))


def dates(*members: bytes) -> bytes:
    return sequence(*members)


START, END = tlv(0x17, b"200101000000Z"), tlv(0x18, b"20600101000000Z")
COMMON_NAME = "2.5.4.3"
WRONG: dict[str, Callable[[], bytes]] = {
    "of version 4": lambda: changed(VERSION, tlv(0xA0, integer(3))),
    "extensions in version 1": lambda: changed(VERSION),
    "no serial number": lambda: changed(SERIAL),
    "two algorithms": lambda: changed(ALGORITHM, sequence(oid("1.2.840.10045.4.3.3"))),
    "a name that is no set": lambda: changed(ISSUER, sequence(sequence(oid(COMMON_NAME), tlv(0x0C, b"a")))),
    "an empty name": lambda: changed(ISSUER, sequence(tlv(0x31))),
    "a name without a value": lambda: changed(SUBJECT, name(sequence(oid(COMMON_NAME)))),
    "a name of another type": lambda: changed(SUBJECT, name(sequence(oid(COMMON_NAME), NULL))),
    "a name with something after it": lambda: changed(SUBJECT, name(sequence(oid(COMMON_NAME), tlv(0x0C, b"a"), NULL))),
    "a name that is no text": lambda: changed(SUBJECT, name(sequence(oid(COMMON_NAME), tlv(0x0C, b"\xff")))),
    "one date": lambda: changed(VALIDITY, dates(START)),
    "three dates": lambda: changed(VALIDITY, dates(START, END, END)),
    "a date without seconds": lambda: changed(VALIDITY, dates(tlv(0x17, b"2001010000Z"), END)),
    "a date with a fraction": lambda: changed(VALIDITY, dates(START, tlv(0x18, b"20600101000000.5Z"))),
    "a date that does not exist": lambda: changed(VALIDITY, dates(START, tlv(0x18, b"20600230000000Z"))),
    "a date in year 0": lambda: changed(VALIDITY, dates(START, tlv(0x18, b"00000101000000Z"))),
    "a key that is none": lambda: changed(INFO, sequence(NULL)),
    "a key with something after it": lambda: changed(INFO, sequence(algorithm("1.2.3"), tlv(3, b"\x00"), NULL)),
    "an extension twice": lambda: changed(EXTENSIONS, extensions(extension("1.2.3", b""), extension("1.2.3", b""))),
    "an extension that is none": lambda: changed(EXTENSIONS, extensions(NULL)),
    "an extension without a value": lambda: changed(EXTENSIONS, extensions(sequence(oid("1.2.3")))),
    "basic constraints that are none": lambda: changed(EXTENSIONS, extensions(extension("2.5.29.19", NULL))),
    "key usage that is none": lambda: changed(EXTENSIONS, extensions(extension("2.5.29.15", NULL))),
    "purposes that are none": lambda: changed(EXTENSIONS, extensions(extension("2.5.29.37", sequence(NULL)))),
    "something after the extensions": lambda: changed(EXTENSIONS, extensions(), NULL),
    "something after its end": lambda: MADE.raw + NULL,
    "loose bits in its signature": with_loose_bits,
}


@pytest.mark.parametrize("what", WRONG)
def test_what_is_no_certificate_is_refused(what: str) -> None:
    with pytest.raises(SwapError) as caught:
        Certificate.read(WRONG[what]())
    assert caught.value.code == "token-malformed"


def test_what_is_changed_above_is_sound_without_the_change() -> None:
    assert changed(SERIAL, integer(2**100)) == MADE.raw
    for sound in (
        changed(VALIDITY, dates(START, END)),
        changed(SUBJECT, name(sequence(oid(COMMON_NAME), tlv(0x0C, b"a")))),
        changed(SERIAL, integer(0)),
        changed(SERIAL, integer(-5)),
        changed(EXTENSIONS, extensions(extension("1.2.3", b"", b"\x01\x01\x00"))),
        changed(EXTENSIONS),
    ):
        Certificate.read(sound)


def test_what_is_read_is_what_was_written() -> None:
    found, made = MADE.certificate, MADE.x509
    assert (found.raw, found.serial) == (MADE.raw, 2**100)
    assert found.subject == found.issuer == made.subject.public_bytes()
    assert found.not_before == made.not_valid_before_utc.timestamp()
    assert found.not_after == made.not_valid_after_utc.timestamp()
    assert found.is_signed_by(found)
    assert not found.is_signed_by(certify("Clock", ec.generate_private_key(ec.SECP256R1())).certificate)
    assert found.key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo) == KEY.public_key().public_bytes(
        Encoding.DER, PublicFormat.SubjectPublicKeyInfo
    )
    assert found.may_stamp
    assert not found.issues_certificates


def test_a_century_is_that_of_rfc_5280() -> None:
    early = Certificate.read(changed(VALIDITY, dates(tlv(0x17, b"500101000000Z"), tlv(0x17, b"491231235959Z"))))
    assert early.not_before == datetime(1950, 1, 1, tzinfo=UTC).timestamp()
    assert early.not_after == datetime(2049, 12, 31, 23, 59, 59, tzinfo=UTC).timestamp()


@pytest.mark.skipif(not TOKENS.exists(), reason="the evidence folder is not here")
@pytest.mark.parametrize("which", ["digicert", "identrust", "sigstage-sha256"])
def test_roots_that_were_published_sign_themselves(which: str) -> None:
    root = real(which).certificates[-1]
    assert root.is_signed_by(root)
    assert root.issues_certificates
    assert root.understood


def info_of(exponent: int, bits: int) -> bytes:
    numbers = sequence(integer(2 ** (bits - 1) | 1), integer(exponent))
    return sequence(algorithm("1.2.840.113549.1.1.1"), tlv(3, b"\x00", numbers))


@pytest.mark.parametrize(
    ("exponent", "bits", "sound"),
    [
        (3, 2048, True),
        (65537, 8192, True),
        (2**32 - 1, 3072, True),
        (65537, 2047, False),
        (65537, 8193, False),
        (1, 2048, False),
        (2, 2048, False),
        (65536, 2048, False),
        (2**32 + 1, 2048, False),
        (-3, 2048, False),
        (2**2000 + 1, 2048, False),
    ],
)
def test_keys_of_rsa_have_their_sizes_and_exponents(exponent: int, bits: int, sound: bool) -> None:
    info = whole(info_of(exponent, bits))
    if sound:
        assert isinstance(read_key(info), rsa.RSAPublicKey)
        return
    with pytest.raises(SwapError) as caught:
        read_key(info)
    assert caught.value.code == "token-key-weak"


@pytest.mark.parametrize(
    "info",
    [
        sequence(sequence(oid("1.3.101.112")), tlv(3, b"\x00", b"\x01" + bytes(31))),  # the identity
        sequence(sequence(oid("1.3.101.112")), tlv(3, b"\x00", b"\xff" * 32)),  # not canonical
        sequence(sequence(oid("1.3.101.112")), tlv(3, b"\x00", bytes(31))),
        sequence(algorithm("1.3.101.112"), tlv(3, b"\x00", bytes(32))),  # with NULL
        sequence(sequence(oid("1.2.840.113549.1.1.10")), tlv(3, b"\x00")),  # for PSS alone
        sequence(
            algorithm("1.2.840.10045.2.1", oid("1.2.840.10045.3.1.7")), tlv(3, b"\x00\x04", bytes(64))
        ),  # no point
        sequence(algorithm("1.2.840.10045.2.1", oid("1.2.840.10045.3.1.7")), tlv(3, b"\x00\x00")),  # infinity
        sequence(algorithm("1.2.840.10045.2.1", sequence()), tlv(3, b"\x00\x04", bytes(64))),  # its own curve
    ],
)
def test_keys_that_are_none_are_refused(info: bytes) -> None:
    """With the identity as a key, one signature fits every message."""
    with pytest.raises(SwapError) as caught:
        read_key(whole(info))
    assert caught.value.code == "token-key-weak"

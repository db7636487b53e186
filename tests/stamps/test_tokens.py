"""Tokens: the sound ones are read whoever made them, and each way to be wrong has its code. Spec 18.2."""

from collections.abc import Callable
from hashlib import new
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import ExtendedKeyUsageOID

from swapproto import SwapError
from swapproto.stamps.tokens import Token, read_token

from .authorities import OPENSSL, SIGNING, Authorities
from .forging import (
    CONTENT_TYPE,
    MESSAGE_DIGEST,
    NULL,
    SIGNING_CERTIFICATE,
    SIGNING_CERTIFICATE_V2,
    SIGNING_TIME,
    STAMPING,
    Made,
    Recipe,
    algorithm,
    certify,
    hash_algorithm,
    integer,
    key_usage,
    oid,
    pss_algorithm,
    sequence,
    tlv,
)
from .witnesses import openssl_accepts

AT = 1772366400
"""2026-03-01 12:00 UTC: when the recipe's token is of."""
P256 = ec.generate_private_key(ec.SECP256R1())
RSA2048 = rsa.generate_private_key(65537, 2048)
needs_openssl = pytest.mark.skipif(OPENSSL is None, reason="openssl is not installed")


def read(recipe: Recipe, *known: Made) -> Token:
    return read_token(recipe.token(), [recipe.data], [one.certificate for one in known])


def code_of(recipe: Recipe, *known: Made) -> str:
    with pytest.raises(SwapError) as caught:
        read(recipe, *known)
    return caught.value.code


def by(signer: Made, recipe: Recipe, **changes: Any) -> Recipe:
    return recipe.but(
        signer=signer, certificates=[signer.raw, *recipe.certificates[1:]] if recipe.certificates else None, **changes
    )


def extension(critical: bytes, value: bytes = NULL) -> bytes:
    return tlv(0xA1, sequence(oid("1.2.3.4"), critical, tlv(4, value)))


def named(signer: Made, hash_name: str | None = None, *, used: str | None = None, issuer: bytes = b"") -> bytes:
    """A signing-certificate, v2 where it names a hash."""
    hashed = tlv(4, new(used or hash_name or "sha256", signer.raw).digest())
    return sequence(sequence(sequence(hash_algorithm(hash_name) if hash_name else b"", hashed, issuer)))


def issuer_serial(signer: Made, serial: int | None = None, kind: int = 0xA4) -> bytes:
    number = signer.x509.serial_number if serial is None else serial
    return sequence(sequence(tlv(kind, signer.x509.issuer.public_bytes())), integer(number))


def sha1_named(signer: Made) -> bytes:
    return sequence(sequence(sequence(tlv(4, new("sha1", signer.raw).digest()))))


SOUND: dict[str, Callable[[Recipe], Recipe]] = {
    "as it is": lambda it: it,
    "an imprint by SHA-512": lambda it: it.but(imprint_hash="sha512"),
    "an imprint by SHA-384": lambda it: it.but(imprint_hash="sha384"),
    "a digest by SHA-384": lambda it: it.but(digest="sha384"),
    "a large serial number": lambda it: it.but(serial=2**159),
    "a nonce": lambda it: it.but(nonce=integer(2**63)),
    "its ordering": lambda it: it.but(ordering=b"\x01\x01\xff"),
    "its ordering, said to be none": lambda it: it.but(ordering=b"\x01\x01\x00"),
    "an extension": lambda it: it.but(extensions=extension(b"")),
    "an extension that is said not to be critical": lambda it: it.but(extensions=extension(b"\x01\x01\x00")),
    "the name of its authority": lambda it: it.but(tsa=tlv(0xA0, tlv(0xA4, it.signer.x509.subject.public_bytes()))),
    "the time of signing": lambda it: it.but(attributes={SIGNING_TIME: [tlv(0x17, b"260301120000Z")]}),
    "an unsigned attribute": lambda it: it.but(unsigned=tlv(0xA1, sequence(oid("1.2.3.4"), tlv(0x31, NULL)))),
    "certificates in another order": lambda it: it.but(certificates=list(it.certificates or [])[::-1]),
    "a certificate twice": lambda it: it.but(certificates=[*(it.certificates or []), it.signer.raw]),
    "issuer and number of its signer": lambda it: it.but(
        named=named(it.signer, "sha512", issuer=issuer_serial(it.signer))
    ),
    "SHA-256 named although it need not be": lambda it: it.but(named=named(it.signer, "sha256")),
    "its signer named by SHA-1 and SHA-256": lambda it: it.but(
        attributes={SIGNING_CERTIFICATE: [sha1_named(it.signer)]}
    ),
    "its signer named by SHA-1": lambda it: it.but(
        attributes={SIGNING_CERTIFICATE: [sha1_named(it.signer)]}, without=[SIGNING_CERTIFICATE_V2]
    ),
}


@needs_openssl
@pytest.mark.parametrize("what", SOUND)
def test_a_sound_token_is_read_and_openssl_accepts_it(authorities: Authorities, what: str) -> None:
    recipe = SOUND[what](authorities.recipe)
    token = read(recipe)
    assert token.time == AT
    assert token.signer == authorities.p256.certificate
    assert token.imprint == new(recipe.imprint_hash, recipe.data).digest()
    assert (token.serial, token.accuracy) == (recipe.serial, None)
    assert openssl_accepts(recipe.token(), recipe.data, AT, [authorities.root])


@pytest.mark.parametrize("kind", ["rsa", "rsa3072", "p256", "p384", "p521"])
@pytest.mark.parametrize("digest", ["sha256", "sha384", "sha512"])
@needs_openssl
def test_authorities_with_any_key_are_read(authorities: Authorities, kind: str, digest: str) -> None:
    signer = getattr(authorities, kind)
    token = authorities.authority(signer, digest=digest).stamp(b"something")
    found = read_token(token, [b"something"])
    assert found.signer == signer.certificate
    assert openssl_accepts(token, b"something", found.time, [authorities.root])


def test_edwards_signers_are_read(authorities: Authorities) -> None:
    """OpenSSL 3.0 verifies no Ed25519 in `ts` or `cms`: the key's own library is the only witness here."""
    recipe = by(authorities.ed25519, authorities.recipe, digest="sha512")
    assert read(recipe).time == AT
    assert code_of(recipe.but(digest="sha256")) == "token-algorithm"
    assert code_of(recipe.but(signature=recipe.sign(b"another message")[0])) == "token-altered"
    assert code_of(recipe.but(signature_algorithm=algorithm("1.3.101.112"))) == "token-algorithm"  # with NULL


@needs_openssl
@pytest.mark.parametrize("digest", ["sha256", "sha384", "sha512"])
def test_pss_signers_are_read(authorities: Authorities, digest: str) -> None:
    """`openssl ts` verifies no PSS: `openssl cms` is the witness."""
    recipe = by(authorities.rsa, authorities.recipe, digest=digest, pss=True)
    assert read(recipe).time == AT
    assert openssl_accepts(recipe.token(), recipe.data, AT, [authorities.root], verb="cms")
    assert code_of(recipe.but(pss=False, signature_algorithm=pss_algorithm(digest, digest, 32))) == "token-altered"


@pytest.mark.parametrize(
    ("text", "time"),
    [
        (b"20260301120000Z", AT),
        (b"20260301120000.0Z", AT),
        (b"20260301120000.000000001Z", AT + 1),
        (b"20260301120000.269Z", AT + 1),
        (b"20260301115959.9Z", AT),
        (b"19700101000000Z", 0),
        (b"20240229235959.5Z", 1709251200),
        (b"99991231235959Z", 253402300799),
        (b"99991231235959.5Z", 253402300799),
    ],
)
def test_fractions_of_a_second_are_rounded_up(authorities: Authorities, text: bytes, time: int) -> None:
    assert read(authorities.recipe.but(time=text)).time == time


@pytest.mark.parametrize(
    ("parts", "seconds"),
    [
        (b"", 0),
        (integer(1), 1),
        (integer(86_400), 86_400),
        (integer(1) + integer(1, 0x80), 2),
        (integer(999, 0x80) + integer(999, 0x81), 1),
        (integer(5, 0x81), 1),
    ],
)
def test_accuracies_are_rounded_up(authorities: Authorities, parts: bytes, seconds: int) -> None:
    assert read(authorities.recipe.but(accuracy=sequence(parts))).accuracy == seconds


def twin(it: Recipe) -> Made:
    """Another certificate with issuer and serial number of the signer's."""
    subject = it.signer.x509
    return certify(
        "Twin",
        P256,
        issuer_name="North Time CA",
        serial=subject.serial_number,
        usage=SIGNING,
        purposes=STAMPING,
    )


INFO = "token-malformed"
WRONG: dict[str, tuple[str, Callable[[Recipe], Recipe]]] = {
    # step 1
    "another type of content": (INFO, lambda it: it.but(content_type="1.2.840.113549.1.7.1")),
    "a list of revoked certificates": (INFO, lambda it: it.but(crls=tlv(0xA1, sequence()))),
    "two signers": (INFO, lambda it: it.but(signers=2)),
    "no signer": (INFO, lambda it: it.but(signers=0)),
    "nine certificates": (
        INFO,
        lambda it: it.but(certificates=[it.signer.raw, *(certify(f"C{n}", P256).raw for n in range(8))]),
    ),
    "a signer named by key identifier": (INFO, lambda it: it.but(sid=tlv(0x80, bytes(20)))),
    "a digest that is not announced": (INFO, lambda it: it.but(digests=tlv(0x31, hash_algorithm("sha512")))),
    "no digest announced": (INFO, lambda it: it.but(digests=tlv(0x31))),
    "two digests announced": (
        INFO,
        lambda it: it.but(digests=tlv(0x31, hash_algorithm("sha256"), hash_algorithm("sha512"))),
    ),
    "a certificate that is none": (INFO, lambda it: it.but(certificates=[it.signer.raw, sequence(NULL)])),
    "an attribute certificate": (INFO, lambda it: it.but(certificates=[it.signer.raw, tlv(0xA1, NULL)])),
    "twin certificates, the twin last": (INFO, lambda it: it.but(certificates=[it.signer.raw, twin(it).raw])),
    "twin certificates, the twin first": (INFO, lambda it: it.but(certificates=[twin(it).raw, it.signer.raw])),
    "unsigned attributes that are none": (INFO, lambda it: it.but(unsigned=tlv(0xA1, NULL))),
    # step 2
    "version 2": (INFO, lambda it: it.but(version=2)),
    "a month that does not exist": (INFO, lambda it: it.but(time=b"20261301120000Z")),
    "a day that does not exist": (INFO, lambda it: it.but(time=b"20260229120000Z")),
    "a leap second": (INFO, lambda it: it.but(time=b"20161231235960Z")),
    "a time before 1970": (INFO, lambda it: it.but(time=b"19691231235959Z")),
    "a time in another zone": (INFO, lambda it: it.but(time=b"20260301120000+0100")),
    "a time without its seconds": (INFO, lambda it: it.but(time=b"202603011200Z")),
    "a point without a fraction": (INFO, lambda it: it.but(time=b"20260301120000.Z")),
    "a fraction of ten digits": (INFO, lambda it: it.but(time=b"20260301120000.0000000001Z")),
    "a time with a line break": (INFO, lambda it: it.but(time=b"20260301120000Z\n")),
    "a time of other digits": (INFO, lambda it: it.but(time="２０２６0301120000Z".encode())),
    "an accuracy of days": (INFO, lambda it: it.but(accuracy=sequence(integer(86_401)))),
    "an accuracy below zero": (INFO, lambda it: it.but(accuracy=sequence(integer(-1)))),
    "a thousand milliseconds": (INFO, lambda it: it.but(accuracy=sequence(integer(1000, 0x80)))),
    "no milliseconds, but said": (INFO, lambda it: it.but(accuracy=sequence(integer(0, 0x80)))),
    "a thousand microseconds": (INFO, lambda it: it.but(accuracy=sequence(integer(1000, 0x81)))),
    "parts of an accuracy in another order": (
        INFO,
        lambda it: it.but(accuracy=sequence(integer(1, 0x81), integer(1, 0x80))),
    ),
    "a critical extension": (INFO, lambda it: it.but(extensions=extension(b"\x01\x01\xff"))),
    "an extension twice": (
        INFO,
        lambda it: it.but(extensions=tlv(0xA1, sequence(oid("1.2.3"), tlv(4)) * 2)),
    ),
    "something after its end": (INFO, lambda it: it.but(extensions=tlv(0xA2))),
    "a content that is none": (INFO, lambda it: it.but(content=b"")),
    "something after the content": (INFO, lambda it: it.but(content=it.info() + NULL)),
    # step 3
    "an imprint by SHA-1": ("token-hash-weak", lambda it: it.but(imprint_hash="sha1")),
    "an imprint by MD5": ("token-hash-weak", lambda it: it.but(imprint_hash="md5")),
    "a signature over SHA-1": ("token-hash-weak", lambda it: it.but(digest="sha1")),
    # step 4
    "other bytes": ("token-imprint", lambda it: it.but(imprint=new("sha256", b"other").digest())),
    "an imprint that is cut": ("token-imprint", lambda it: it.but(imprint=new("sha256", it.data).digest()[:31])),
    "no imprint": ("token-imprint", lambda it: it.but(imprint=b"")),
    # step 5
    "an attribute twice": (INFO, lambda it: it.but(repeated=[MESSAGE_DIGEST])),
    "an attribute with two values": (INFO, lambda it: it.but(attributes={SIGNING_TIME: [NULL, NULL]})),
    "an attribute without a value": (INFO, lambda it: it.but(attributes={SIGNING_TIME: []})),
    "no content type": (INFO, lambda it: it.but(without=[CONTENT_TYPE])),
    "another content type": (INFO, lambda it: it.but(attributes={CONTENT_TYPE: [oid("1.2.840.113549.1.7.1")]})),
    "no digest": (INFO, lambda it: it.but(without=[MESSAGE_DIGEST])),
    "no certificate named": (INFO, lambda it: it.but(without=[SIGNING_CERTIFICATE_V2])),
    "a certificate named by MD5": (INFO, lambda it: it.but(named=named(it.signer, "md5"))),
    "a certificate named by SHA-1, as if it were SHA-2": (INFO, lambda it: it.but(named=named(it.signer, "sha1"))),
    "certificates named, of which none": (INFO, lambda it: it.but(named=sequence(sequence()))),
    "two certificates named": (
        INFO,
        lambda it: it.but(named=sequence(sequence(sequence(tlv(4, new("sha256", it.signer.raw).digest())) * 2))),
    ),
    "the digest of another content": (
        "token-altered",
        lambda it: it.but(attributes={MESSAGE_DIGEST: [tlv(4, bytes(32))]}),
    ),
    # step 6
    "no certificate": ("token-signer-missing", lambda it: it.but(certificates=[])),
    "another certificate than the one named": (
        "token-signer-missing",
        lambda it: it.but(named=named(certify("Another", P256))),
    ),
    "another certificate named by SHA-1": (
        "token-signer-missing",
        lambda it: it.but(attributes={SIGNING_CERTIFICATE: [sha1_named(certify("Another", P256))]}),
    ),
    "another issuer in the signer's identifier": (
        INFO,
        lambda it: it.but(sid=sequence(it.signer.x509.subject.public_bytes(), integer(it.signer.x509.serial_number))),
    ),
    "another number in the signer's identifier": (
        INFO,
        lambda it: it.but(sid=sequence(it.signer.x509.issuer.public_bytes(), integer(1))),
    ),
    "another number with the certificate named": (
        INFO,
        lambda it: it.but(named=named(it.signer, issuer=issuer_serial(it.signer, 1))),
    ),
    "another kind of name with the certificate named": (
        INFO,
        lambda it: it.but(named=named(it.signer, issuer=issuer_serial(it.signer, kind=0xA5))),
    ),
    "the name of another authority": (
        INFO,
        lambda it: it.but(tsa=tlv(0xA0, tlv(0xA4, it.signer.x509.issuer.public_bytes()))),
    ),
    # step 7
    "an RSA key of 1,024 bits": (
        "token-key-weak",
        lambda it: by(stamper(rsa.generate_private_key(65537, 1024)), it),
    ),
    "a key on P-224": ("token-key-weak", lambda it: by(stamper(ec.generate_private_key(ec.SECP224R1())), it)),
    "a key on secp256k1": ("token-key-weak", lambda it: by(stamper(ec.generate_private_key(ec.SECP256K1())), it)),
    "an algorithm for another key": (
        "token-algorithm",
        lambda it: it.but(signature_algorithm=algorithm("1.2.840.113549.1.1.1")),
    ),
    "an algorithm for another digest": (
        "token-algorithm",
        lambda it: it.but(signature_algorithm=sequence(oid("1.2.840.10045.4.3.3"))),
    ),
    "an algorithm with parameters": (
        "token-algorithm",
        lambda it: it.but(signature_algorithm=algorithm("1.2.840.10045.4.3.2", sequence())),
    ),
    "PKCS#1 for another digest": (
        "token-algorithm",
        lambda it: by(stamper(RSA2048), it, signature_algorithm=algorithm("1.2.840.113549.1.1.13")),
    ),
    "PSS for another digest": (
        "token-algorithm",
        lambda it: by(stamper(RSA2048), it, pss=True, signature_algorithm=pss_algorithm("sha512", "sha512", 32)),
    ),
    "PSS with another mask": (
        "token-algorithm",
        lambda it: by(stamper(RSA2048), it, pss=True, signature_algorithm=pss_algorithm("sha256", "sha512", 32)),
    ),
    "PSS with its defaults, which are SHA-1": (
        "token-algorithm",
        lambda it: by(stamper(RSA2048), it, signature_algorithm=algorithm("1.2.840.113549.1.1.10", sequence())),
    ),
    "PSS without parameters": (
        "token-algorithm",
        lambda it: by(stamper(RSA2048), it, signature_algorithm=sequence(oid("1.2.840.113549.1.1.10"))),
    ),
    "PSS with another trailer": (
        "token-algorithm",
        lambda it: by(
            stamper(RSA2048), it, signature_algorithm=pss_algorithm("sha256", "sha256", 32, tlv(0xA3, integer(2)))
        ),
    ),
    "PSS with a salt of another length": (
        "token-altered",
        lambda it: by(stamper(RSA2048), it, pss=True, signature_algorithm=pss_algorithm("sha256", "sha256", 31)),
    ),
    "PSS with a huge salt": (
        "token-algorithm",
        lambda it: by(stamper(RSA2048), it, pss=True, signature_algorithm=pss_algorithm("sha256", "sha256", 2**31)),
    ),
    "a signature of something else": ("token-altered", lambda it: it.but(signature=it.sign(b"something else")[0])),
    "no signature": ("token-altered", lambda it: it.but(signature=b"")),
    "a signature over the attributes as they stand": (
        "token-altered",
        lambda it: it.but(signature=it.sign(tlv(0xA0, it.signed_attributes(it.info())))[0]),
    ),
    "a signature over the content": ("token-altered", lambda it: it.but(signature=it.sign(it.info())[0])),
    # step 8
    "a certificate without a purpose": ("token-purpose", lambda it: by(stamper(purposes=None), it)),
    "a purpose that is not critical": ("token-purpose", lambda it: by(stamper(purposes_critical=False), it)),
    "a certificate for servers": (
        "token-purpose",
        lambda it: by(stamper(purposes=x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH])), it),
    ),
    "a certificate for any purpose": (
        "token-purpose",
        lambda it: by(stamper(purposes=x509.ExtendedKeyUsage([ExtendedKeyUsageOID.ANY_EXTENDED_KEY_USAGE])), it),
    ),
    "another purpose beside it": (
        "token-purpose",
        lambda it: by(
            stamper(
                purposes=x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING, ExtendedKeyUsageOID.CODE_SIGNING])
            ),
            it,
        ),
    ),
    "a key that is for certificates": ("token-purpose", lambda it: by(stamper(usage=key_usage("key_cert_sign")), it)),
    "a key that is for certificates, too": (
        "token-purpose",
        lambda it: by(stamper(usage=key_usage("digital_signature", "key_cert_sign")), it),
    ),
}


def stamper(key: Any = P256, **changes: Any) -> Made:
    """A signer's certificate, issued by itself: no trust is needed to read a token."""
    return certify("North Clock", key, **{"usage": SIGNING, "purposes": STAMPING, **changes})


@pytest.mark.parametrize("what", WRONG)
def test_each_way_to_be_wrong_has_its_code(authorities: Authorities, what: str) -> None:
    code, change = WRONG[what]
    assert code_of(change(authorities.recipe)) == code


def test_what_is_wrong_would_be_right_without_it(authorities: Authorities) -> None:
    """The table above fails for what it names: a stamper of its own, and each of its keys, gives a sound token."""
    assert read(by(stamper(), authorities.recipe)).time == AT
    assert read(by(stamper(usage=None), authorities.recipe)).time == AT
    assert read(by(stamper(usage=key_usage("content_commitment")), authorities.recipe)).time == AT
    assert read(by(stamper(RSA2048), authorities.recipe)).time == AT
    assert read(by(stamper(RSA2048), authorities.recipe, pss=True)).time == AT


def test_the_signer_may_be_known_from_elsewhere(authorities: Authorities) -> None:
    recipe = authorities.recipe.but(certificates=[])
    assert read(recipe, authorities.p256).signer == authorities.p256.certificate
    assert code_of(recipe, authorities.rsa) == "token-signer-missing"


def test_a_token_is_for_any_of_the_byte_strings(authorities: Authorities) -> None:
    recipe = authorities.recipe
    assert read_token(recipe.token(), [b"another", recipe.data]).time == AT
    with pytest.raises(SwapError):
        read_token(recipe.token(), [])


def test_a_twin_does_not_take_the_place_of_the_signer(authorities: Authorities) -> None:
    """A certificate of another key, with issuer and number of the authority's, would sign in its name."""
    recipe = authorities.recipe
    forged = recipe.but(signer=twin(recipe), named=named(recipe.signer))
    assert code_of(forged.but(certificates=[recipe.signer.raw])) == "token-altered"
    assert code_of(forged.but(certificates=[forged.signer.raw])) == "token-signer-missing"


@pytest.mark.parametrize(
    "encoded", [b"", b"\x30", b"\x30\x00", b"\x30\x80\x00\x00", b"0" * 40, b"\xd2\x84", b"\x1f\x81\x01\x00"]
)
def test_other_bytes_are_no_token(encoded: bytes) -> None:
    with pytest.raises(SwapError) as caught:
        read_token(encoded, [b""])
    assert caught.value.code == "token-malformed"


def test_every_cut_of_a_token_is_refused(authorities: Authorities) -> None:
    token = authorities.recipe.token()
    for size in range(len(token)):
        with pytest.raises(SwapError):
            read_token(token[:size], [authorities.recipe.data])
    with pytest.raises(SwapError):
        read_token(token + b"\x00", [authorities.recipe.data])

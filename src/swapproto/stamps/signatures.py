"""The keys and signatures that tokens and certificates may have. Spec 18.2, step 7.

Only this module and the one of revocations need the library for them, and only once there is something to verify.
"""

from collections.abc import Mapping
from typing import TypeAlias

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa
from cryptography.hazmat.primitives.serialization import load_der_public_key

from ..errors import FormatError, VerificationError
from ..wire.cose import weak_verify_key
from .algorithms import Algorithm
from .der import CONSTRUCTED, INTEGER, SEQUENCE, Element, Fields

Key: TypeAlias = rsa.RSAPublicKey | ec.EllipticCurvePublicKey | ed25519.Ed25519PublicKey

_HASHES: dict[str, hashes.HashAlgorithm] = {
    "sha256": hashes.SHA256(),
    "sha384": hashes.SHA384(),
    "sha512": hashes.SHA512(),
}

_KEYS = {
    bytes.fromhex("300d06092a864886f70d0101010500"),  # RSA
    bytes.fromhex("301306072a8648ce3d020106082a8648ce3d030107"),  # P-256
    bytes.fromhex("301006072a8648ce3d020106052b81040022"),  # P-384
    bytes.fromhex("301006072a8648ce3d020106052b81040023"),  # P-521
    bytes.fromhex("300506032b6570"),  # Ed25519
}
"""The algorithms of public keys as they are encoded, with their parameters."""
_RSA_BITS = range(2048, 8193)
_LARGEST_EXPONENT = 2**32

_RSA_ENCRYPTION = bytes.fromhex("2a864886f70d010101")
_PSS = bytes.fromhex("2a864886f70d01010a")
_MGF1 = bytes.fromhex("2a864886f70d010108")
_ED25519 = bytes.fromhex("2b6570")
_WITH_RSA = {
    bytes.fromhex("2a864886f70d01010b"): "sha256",
    bytes.fromhex("2a864886f70d01010c"): "sha384",
    bytes.fromhex("2a864886f70d01010d"): "sha512",
}
_WITH_ECDSA = {
    bytes.fromhex("2a8648ce3d040302"): "sha256",
    bytes.fromhex("2a8648ce3d040303"): "sha384",
    bytes.fromhex("2a8648ce3d040304"): "sha512",
}


_SUNSETS = {"rsa": 1924991999, "other": 2082758399}
"""When the algorithms of keys end: RSA below 3,072 bits with 2030, all that are used here with 2035. Spec 18.7."""
_SMALL_RSA = 3072


def read_key(info: Element) -> Key:
    """Read a SubjectPublicKeyInfo. Raise :class:`VerificationError` ``token-key-weak``. Spec 18.2, step 7."""
    algorithm = next(info.members()).raw
    try:
        key = load_der_public_key(info.raw) if algorithm in _KEYS else None
    except (ValueError, UnsupportedAlgorithm):
        key = None
    match key:
        case rsa.RSAPublicKey():
            exponent = key.public_numbers().e
            if key.key_size in _RSA_BITS and exponent % 2 and 3 <= exponent <= _LARGEST_EXPONENT:
                return key
        case ec.EllipticCurvePublicKey():
            return key
        case ed25519.Ed25519PublicKey() if not weak_verify_key(key.public_bytes_raw()):
            return key
    raise VerificationError(
        "token-key-weak",
        "the key is too weak, or of a kind that is not used here; have it stamped by another authority",
    )


def sunset(key: Key) -> int:
    """Return the last second, since 1970, until which signatures of such a key are believed. Spec 18.7."""
    small = isinstance(key, rsa.RSAPublicKey) and key.key_size < _SMALL_RSA
    return _SUNSETS["rsa" if small else "other"]


def verify(key: Key, algorithm: Algorithm, hash_name: str | None, signature: bytes, message: bytes) -> bool:
    """Return whether ``signature`` of ``message`` is by ``key``. Spec 18.2, step 7.

    ``hash_name``: the hash that the algorithm has to go with; None in a certificate, where it names its own.
    Raise :class:`VerificationError` ``token-algorithm`` if the algorithm does not fit the key or the hash.
    """
    try:
        match key:
            case ed25519.Ed25519PublicKey():
                if algorithm.oid != _ED25519 or algorithm.parameters or hash_name not in (None, "sha512"):
                    raise _unfit()
                key.verify(signature, message)
            case ec.EllipticCurvePublicKey():
                name = _hash_of(algorithm, _WITH_ECDSA, hash_name)
                key.verify(signature, message, ec.ECDSA(_HASHES[name]))
            case rsa.RSAPublicKey():
                scheme, name = _rsa_scheme(algorithm, hash_name)
                key.verify(signature, message, scheme, _HASHES[name])
    except InvalidSignature:
        return False
    return True


def _rsa_scheme(algorithm: Algorithm, hash_name: str | None) -> tuple[padding.AsymmetricPadding, str]:
    if algorithm.oid == _PSS:
        name, salt = _read_pss(algorithm.parameters)
        if hash_name not in (None, name):
            raise _unfit()
        return padding.PSS(padding.MGF1(_HASHES[name]), salt), name
    known = _WITH_RSA if hash_name is None else {**_WITH_RSA, _RSA_ENCRYPTION: hash_name}
    return padding.PKCS1v15(), _hash_of(algorithm, known, hash_name)


def _hash_of(algorithm: Algorithm, known: Mapping[bytes, str], hash_name: str | None) -> str:
    name = known.get(algorithm.oid)
    if name is None or not algorithm.plain or hash_name not in (None, name):
        raise _unfit()
    return name


def _read_pss(parameters: Element | None) -> tuple[str, int]:
    """Return the hash and the length of the salt. Their defaults (SHA-1) are refused, so all three have to be there."""
    if parameters is None or parameters.tag != SEQUENCE:
        raise _unfit()
    try:
        return _read_pss_fields(Fields(parameters))
    except FormatError:
        raise _unfit() from None


def _read_pss_fields(fields: Fields) -> tuple[str, int]:
    if not fields.has(CONSTRUCTED + 0):
        raise _unfit()
    name = Algorithm.read(fields.take(CONSTRUCTED + 0).only(SEQUENCE)).hash
    mask = fields.take_if(CONSTRUCTED + 1)
    salt = fields.take_if(CONSTRUCTED + 2)
    trailer = fields.take_if(CONSTRUCTED + 3)
    fields.end()
    generator = Algorithm.read(mask.only(SEQUENCE)) if mask else None
    length = salt.only(INTEGER).integer() if salt else 20
    if trailer and trailer.only(INTEGER).integer() != 1:
        raise _unfit()
    if name is None or generator is None or generator.oid != _MGF1 or not generator.parameters:
        raise _unfit()
    if generator.parameters.tag != SEQUENCE or Algorithm.read(generator.parameters).hash != name:
        raise _unfit()
    if not 0 <= length <= _HASHES[name].digest_size:
        raise _unfit()
    return name, length


def _unfit() -> VerificationError:
    return VerificationError(
        "token-algorithm",
        "it is signed by an algorithm that does not fit the key or the hash, or that is not used here; "
        "have it stamped by another authority",
    )

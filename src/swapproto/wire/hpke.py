"""HPKE wraps: a 32-byte secret, encrypted to one encryption key with ML-KEM-768 and X25519. Spec 8.3, appendix B.

The modules of ``cryptography`` that this needs load late: most commands never wrap anything.
"""

from hashlib import shake_256
from typing import Any, Protocol

from ..errors import VerificationError
from . import cbor
from .cose_encrypt import A256GCM, recipient_header

__all__ = ["ENCRYPT_SIZE", "Opener", "check_encrypt_key", "encrypt_key", "unwrap", "wrap", "wrap_info"]

MLKEM_SIZE, ENCRYPT_SIZE = 1184, 1216
_MLKEM_COEFFICIENTS, _MLKEM_MODULUS = 1152, 3329
_EVEN = int.from_bytes(b"\1\0\0" * (_MLKEM_COEFFICIENTS // 3), "little")
_FIELD_PRIME = 2**255 - 19
_LOW_ORDER = frozenset(
    {
        0,
        1,
        _FIELD_PRIME - 1,
        0x00B8495F16056286FDB1329CEB8D09DA6AC49FF1FAE35616AEB8413B7C7AEBE0,
        0x57119FD0DD4E22D8868E1C58C45C44045BEF839C55B1D0B1248C50A3BC959C5F,
    }
)
"""The coordinates of the points of order 1, 2, 4 and 8 on Curve25519 and its twist: X25519 gives zero for each."""


class Opener(Protocol):
    """The holder of a party's decryption key, wherever that key is."""

    def open(self, wrap: bytes, info: bytes) -> bytes:
        """Return the 32-byte secret in a 1168-byte HPKE ``wrap``. Raise ``wrap-invalid`` if it does not open."""
        ...


def check_encrypt_key(key: bytes) -> None:
    """Raise :class:`VerificationError` ``key-weak`` unless the 1216 bytes are a valid hybrid key. Spec 4.3, step 2."""
    if len(key) != ENCRYPT_SIZE or not _is_mlkem_key(key[:MLKEM_SIZE]) or not _is_x25519_key(key[MLKEM_SIZE:]):
        raise VerificationError("key-weak", "the encryption key is not a valid key")


def _is_mlkem_key(key: bytes) -> bool:
    """Return whether every coefficient is below the modulus: the check of FIPS 203, section 7.2."""
    number = int.from_bytes(key[:_MLKEM_COEFFICIENTS], "little")  # twelve bits each
    # every second one with twelve bits of room above it: what reaches the modulus carries into the room
    return not any(
        (half & _EVEN * 0xFFF) + _EVEN * (4096 - _MLKEM_MODULUS) & _EVEN << 12 for half in (number, number >> 12)
    )


def _is_x25519_key(key: bytes) -> bool:
    coordinate = int.from_bytes(key, "little")
    return coordinate < _FIELD_PRIME and coordinate not in _LOW_ORDER


def encrypt_key(seed: bytes) -> bytes:
    """Return the public key, 1216 bytes, of a 32-byte encryption seed. Spec 4.1."""
    mlkem, x25519 = _private(seed)
    key: bytes = mlkem.public_key().public_bytes_raw() + x25519.public_key().public_bytes_raw()
    return key


def wrap_info(key_id: bytes, extra: bytes) -> bytes:
    """Return the HPKE ``info`` that binds a wrap to its key id (32 bytes) and, by ``extra``, to its place."""
    return cbor.encode(["HPKE Recipient", A256GCM, recipient_header(key_id), extra])


def wrap(secret: bytes, encrypt_key: bytes, key_id: bytes, extra: bytes) -> bytes:
    """Encrypt ``secret`` (32 bytes) to the key with ``key_id``: 1168 bytes, different each time."""
    from cryptography.hazmat.primitives import hpke

    key = hpke.MLKEM768X25519PublicKey(*_public(encrypt_key))
    sealed: bytes = _suite().encrypt(secret, key, info=wrap_info(key_id, extra))
    return sealed


def unwrap(wrap: bytes, seed: bytes, info: bytes) -> bytes:
    """Decrypt a wrap with a 32-byte encryption seed. Raise :class:`VerificationError` ``wrap-invalid``."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives import hpke

    key = hpke.MLKEM768X25519PrivateKey(*_private(seed))
    try:
        secret: bytes = _suite().decrypt(wrap, key, info=info)
    except (InvalidTag, ValueError):
        raise VerificationError("wrap-invalid", "the wrapped key does not open with this reader's key") from None
    return secret


def _public(key: bytes) -> tuple[Any, Any]:
    from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PublicKey
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PublicKey

    return MLKEM768PublicKey.from_public_bytes(key[:MLKEM_SIZE]), X25519PublicKey.from_public_bytes(key[MLKEM_SIZE:])


def _private(seed: bytes) -> tuple[Any, Any]:
    from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

    expanded = shake_256(seed).digest(96)
    return MLKEM768PrivateKey.from_seed_bytes(expanded[:64]), X25519PrivateKey.from_private_bytes(expanded[64:])


def _suite() -> Any:
    from cryptography.hazmat.primitives import hpke

    return hpke.Suite(hpke.KEM.MLKEM768_X25519, hpke.KDF.SHAKE256, hpke.AEAD.AES_256_GCM)

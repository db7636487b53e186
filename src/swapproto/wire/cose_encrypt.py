"""COSE_Encrypt as this protocol profiles it: one form, in which envelopes travel. Spec 8.2, 8.3."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from ..errors import FormatError, VerificationError
from . import cbor
from .cose import DEPTH, HEADS, KEY_SIZE
from .heads import argument, head

A256GCM = 3
HPKE_9_KE = 57
"""The algorithm number that draft-ietf-cose-hpke-pq-pqt assumes; not registered."""
WRAP_SIZE, ENCAPSULATED = 1168, 1120
READERS = 64
_PROTECTED = cbor.encode({1: A256GCM, 5: bytes(12)})


class Encrypted(NamedTuple):
    """A COSE_Encrypt: one ciphertext (tag included) and its wraps by key id (1168 bytes each). Spec 8.2, 8.3.

    A ciphertext that was read is a view of the envelope's bytes: half a gigabyte is not copied.
    """

    ciphertext: bytes | memoryview
    wraps: Mapping[bytes, bytes]

    def encode(self) -> bytes:
        """Return the envelope's bytes, whose SHA-256 commitments name."""
        recipients = [
            [recipient_header(key_id), {-4: wrap[:ENCAPSULATED]}, wrap[ENCAPSULATED:]]
            for key_id, wrap in sorted(self.wraps.items())
        ]
        return cbor.encode(cbor.Tag(cbor.ENCRYPT, [_PROTECTED, {}, bytes(self.ciphertext), recipients]))

    @classmethod
    def read(cls, data: bytes) -> "Encrypted":
        """Read an envelope. Raise :class:`FormatError` ``envelope-malformed``."""
        try:
            return cls(*_read_envelope(data))
        except FormatError:
            cbor.decode(data, DEPTH, tag=cbor.ENCRYPT, heads=HEADS)  # names what 3.1 rejects
            raise FormatError("envelope-malformed", "not in the form of COSE_Encrypt that envelopes have") from None


_START = head(6, cbor.ENCRYPT) + head(4, 4) + cbor.encode(_PROTECTED) + cbor.encode({})


def _read_envelope(data: bytes) -> tuple[memoryview, dict[bytes, bytes]]:
    """Return ciphertext and wraps. Envelopes have one form, so their half gigabyte is not decoded and encoded again."""
    if data.startswith(_START):
        length, start = argument(data, len(_START), 2)
        recipients = cbor.decode(data[start + length :], DEPTH - 1, heads=HEADS)
        if type(recipients) is list and 0 < len(recipients) <= READERS:
            wraps = dict(map(_read_recipient, recipients))
            if len(wraps) == len(recipients) and list(wraps) == sorted(wraps):
                return memoryview(data)[start : start + length], wraps
    raise FormatError("envelope-malformed", "another form")


_RECIPIENT = cbor.encode({1: HPKE_9_KE, 4: bytes(KEY_SIZE)})[:-KEY_SIZE]


def recipient_header(key_id: bytes) -> bytes:
    """Return the protected header of a wrap for this key id, 32 bytes. Spec 8.3."""
    return _RECIPIENT + key_id


def _read_recipient(item: Any) -> tuple[bytes, bytes]:
    match item:
        case [bytes(protected), {-4: bytes(encapsulated)} as unprotected, bytes(sealed)] if (
            len(unprotected) == 1 and len(encapsulated) == ENCAPSULATED and len(sealed) == WRAP_SIZE - ENCAPSULATED
        ):
            key_id = protected[-KEY_SIZE:]
            if len(key_id) == KEY_SIZE and protected == recipient_header(key_id):
                return key_id, encapsulated + sealed
    raise FormatError("envelope-malformed", "a recipient is not in the form that envelopes have")


def encrypt(key: bytes, plaintext: bytes, external_aad: bytes) -> bytes:
    """Encrypt by AES-256-GCM with a zero IV: ``key`` (32 bytes) must never encrypt anything else. Spec 8.2."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # here: to verify takes nothing of it

    return AESGCM(key).encrypt(bytes(12), plaintext, _enc_structure(external_aad))


def decrypt(key: bytes, ciphertext: bytes | memoryview, external_aad: bytes) -> bytes:
    """Return the plaintext. Raise :class:`VerificationError` ``decrypt-failed``."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    try:
        return AESGCM(key).decrypt(bytes(12), ciphertext, _enc_structure(external_aad))
    except (InvalidTag, ValueError):
        raise VerificationError("decrypt-failed", "the committed key does not decrypt the envelope") from None


def decrypt_start(key: bytes, ciphertext: bytes | memoryview, size: int) -> bytes:
    """Return the first ``size`` bytes of the plaintext, which nothing shows to be what was encrypted."""
    from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

    counter = bytes(15) + b"\x02"  # of the first block in GCM, whose IV is zero
    return Cipher(algorithms.AES(key), modes.CTR(counter)).decryptor().update(ciphertext[:-16][:size])


def _enc_structure(external_aad: bytes) -> bytes:
    return cbor.encode(["Encrypt", _PROTECTED, external_aad])

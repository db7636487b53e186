"""What the same work takes at least: a bare loop over cbor2, hashlib and cryptography, without a protocol around it.

Honest: each entry is checked as strictly as the protocol asks, by its shape and by encoding it again. And as fast as
one can write it: entries are decoded in portions, the library's encoder is made once, and nothing is kept.
"""

from collections.abc import Sequence
from hashlib import sha256, shake_256
from io import BytesIO
from typing import Any

import cbor2
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from swapproto.envelope.plaintext import padded_length

from .entries import SCHEMA

PORTION = 1024
NAMES = ("id", "born", "unit", "given", "family")
"""The fields in the order of their encodings."""
KEY, CTX, IV = b"k" * 32, b"c" * 32, bytes(12)
_SCHEMA = SCHEMA.to_wire()


def commit(entries: Sequence[dict[str, str]]) -> tuple[bytes, bytes]:
    """Encode, salt, hash, sort, build the tree, encrypt: the root and the ciphertext."""
    encode = cbor2.CBOREncoder(BytesIO()).encode_to_bytes
    encoded = [encode({name: entry[name] for name in NAMES}) for entry in entries]
    content = cbor2.dumps(["people", _SCHEMA, encoded, None])
    plaintext = content.ljust(padded_length(len(content)), b"\0")
    sha256(plaintext).digest()  # of which the key is made
    ciphertext = AESGCM(KEY).encrypt(IV, plaintext, CTX)
    sha256(ciphertext).digest()  # which the wraps, and then the commitment, name
    sha256(ciphertext).digest()
    return _root(encoded), ciphertext


def open_(ciphertext: bytes, root: bytes) -> int:
    """Decrypt, decode, check every entry, and compare the root: the number of entries."""
    sha256(ciphertext).digest()  # is it the one that was named?
    plaintext = AESGCM(KEY).decrypt(IV, ciphertext, CTX)
    guards: dict[str, Any] = {"allow_indefinite": False, "allow_duplicate_keys": False}
    _, _, encoded, _ = cbor2.loads(plaintext, **guards)
    encode = cbor2.CBOREncoder(BytesIO()).encode_to_bytes
    shape = (*NAMES, *(str for _ in NAMES))
    for start in range(0, len(encoded), PORTION):
        portion = encoded[start : start + PORTION]
        head = b"\x99" + len(portion).to_bytes(2, "big")
        for entry, data in zip(cbor2.loads(head + b"".join(portion), **guards), portion, strict=True):
            if (*entry, *map(type, entry.values())) != shape or encode(entry) != data:
                raise ValueError("not an entry")
    if _root(encoded) != root:
        raise ValueError("not the list that was committed to")
    return len(encoded)


def _root(encoded: Sequence[bytes]) -> bytes:
    salts = shake_256(KEY + CTX).digest(32 * len(encoded))
    start = b"\x00\x83\x58\x20" + CTX + b"\x58\x20"
    level = [
        sha256(start + salts[i : i + 32] + entry).digest()
        for i, entry in zip(range(0, len(salts), 32), encoded, strict=True)
    ]
    level.sort()
    while len(level) > 1:
        above = [sha256(b"\x01" + a + b).digest() for a, b in zip(level[::2], level[1::2], strict=False)]
        if len(level) % 2:
            above.append(level[-1])
        level = above
    return level[0]

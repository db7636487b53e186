"""Parties: the public card, the secret identity behind it, fingerprints, key files. Spec 4."""

import os
import re
import unicodedata
from hashlib import shake_256
from typing import Any, NamedTuple

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from .errors import AccessError, FormatError, InputError, VerificationError
from .wire import armor, cbor, cose
from .wire.cose import Opener, Signer, Unsigned

__all__ = ["Identity", "KeyFile", "Opener", "Party", "Signer", "x"]

SEED_SIZE, ENCRYPT_SIZE = 32, 1216
NAME_LIMIT = 256
MLKEM_SIZE = 1184
_FIELD_PRIME = 2**255 - 19

HIDING = re.compile(
    "[\x00-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb"
    "\ud800-\udfff\U000e0000-\U000e007f]"
)
"""Characters that hide, reorder or break what people see. Spec 4.4."""
_ODD_SPACES = re.compile("[\xa0\u1680\u2000-\u200a\u202f\u205f\u2800\u3000]|  ")


def x(size: int, label: str, *values: Any) -> bytes:
    """``X(size, "label", ...)`` of spec 2: SHAKE256 over the labelled CBOR array."""
    return shake_256(cbor.encode(["swapproto/1 " + label, *values])).digest(size)


def shown(text: str, limit: int) -> bool:
    """Whether ``text`` is 1 to ``limit`` bytes and shows people all that it holds, each in its place. Spec 4.4."""
    fits = 0 < len(text.encode(errors="surrogatepass")) <= limit
    return fits and text == text.strip(" ") and not HIDING.search(text) and not _ODD_SPACES.search(text)


class Party(NamedTuple):
    """A party as its card presents it: a name of its own choosing, a verification key, an encryption key. Spec 4.4."""

    name: str
    verify_key: bytes
    encrypt_key: bytes
    not_after: int | None
    card: bytes
    card_id: bytes

    @property
    def kid(self) -> bytes:
        """The key identifier, 32 bytes. Spec 4.2."""
        return cose.thumbprint(self.verify_key)

    @property
    def fingerprint(self) -> str:
        """Sixty digits in twelve groups of five, to compare over another channel. Spec 4.4."""
        digits = x(60, "fingerprint", self.card_id)
        return " ".join(f"{int.from_bytes(digits[i : i + 5], 'big') % 100000:05}" for i in range(0, 60, 5))

    @classmethod
    def read(cls, card: bytes) -> "Party":
        """The party that a card presents. It holds the key; *who* it is, only comparing the fingerprint shows.

        Raises :class:`SwapError`: the card is malformed, its keys are weak, or its signature is not its own. Spec 4.4.
        """
        statement = cose.Sign1.read(card)
        verify_key = statement.presented_key("verify")  # step 1
        return cls.of(statement, statement.verify(verify_key))  # step 2

    @classmethod
    def of(cls, statement: cose.Sign1, body: dict[str, Any]) -> "Party":
        """The party of a statement whose verified body is that of a card. Raises as :meth:`read`."""
        match body:
            case {
                "name": str(name),
                "verify": bytes(verify_key),
                "encrypt": bytes(encrypt_key),
                "notAfter": not_after,
                "seen": [],
            } if (
                statement.kind == "card"
                and len(body) == 5
                and (len(verify_key), len(encrypt_key)) == (cose.KEY_SIZE, ENCRYPT_SIZE)
                and shown(name, NAME_LIMIT)
                and (not_after is None or cose.is_time(not_after))
            ):
                pass
            case _:
                raise FormatError("body-invalid", "a card has a name, two keys, notAfter and seen, and nothing else")
        fits = statement.subject == statement.kid.hex() and cose.thumbprint(verify_key) == statement.kid
        statement.check_claims("the card is about another key than it is signed with" if not fits else None)
        check_encrypt_key(encrypt_key)  # step 3
        return cls(name, verify_key, encrypt_key, not_after, statement.raw, statement.id)


def check_encrypt_key(key: bytes) -> None:
    """Raises :class:`VerificationError` ``key-weak`` unless the 1216 bytes are a sound hybrid key. Spec 4.3, step 2."""
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

    try:
        if len(key) != ENCRYPT_SIZE or int.from_bytes(key[MLKEM_SIZE:], "little") >= _FIELD_PRIME:
            raise ValueError
        _, x25519 = _public(key)
        X25519PrivateKey.from_private_bytes(b"\x40" * 32).exchange(x25519)  # refuses points of low order
    except ValueError:
        raise VerificationError("key-weak", "the card's encryption key is not sound") from None


def _public(key: bytes) -> tuple[Any, Any]:
    from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PublicKey
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PublicKey

    return MLKEM768PublicKey.from_public_bytes(key[:MLKEM_SIZE]), X25519PublicKey.from_public_bytes(key[MLKEM_SIZE:])


def _suite() -> Any:
    from cryptography.hazmat.primitives import hpke

    return hpke.Suite(hpke.KEM.MLKEM768_X25519, hpke.KDF.SHAKE256, hpke.AEAD.AES_256_GCM)


def wrap(secret: bytes, reader: Party, extra: bytes) -> bytes:
    """``secret`` (32 bytes) encrypted to ``reader``, bound to ``extra``: 1168 bytes, different each time. Spec 8.3."""
    from cryptography.hazmat.primitives import hpke

    key = hpke.MLKEM768X25519PublicKey(*_public(reader.encrypt_key))
    sealed: bytes = _suite().encrypt(secret, key, info=cose.wrap_info(reader.kid, extra))
    return sealed


class Identity:
    """A party's secret side, derived from one 32-byte master seed; a :class:`Signer` and an :class:`Opener`. Spec 4.1.

    ``str`` and ``repr`` show the name only.
    """

    def __init__(self, seed: bytes, party: Party) -> None:
        """Raises :class:`FormatError` ``key-file-malformed`` if the seed's keys are not those of ``party``."""
        self.seed, self.party = seed, party
        self.local_secret = x(32, "local secret", seed)
        self._signing = _signing_key(seed)
        if self._signing.public_key().public_bytes_raw() != party.verify_key or _encrypt_key(seed) != party.encrypt_key:
            raise FormatError("key-file-malformed", "the secret and the card do not belong together")

    @classmethod
    def generate(cls, name: str, *, iat: int, not_after: int | None = None) -> "Identity":
        """A new party, from 32 bytes of the system's randomness; ``iat`` and ``not_after`` in seconds since 1970."""
        return cls.from_seed(os.urandom(SEED_SIZE), name, iat=iat, not_after=not_after)

    @classmethod
    def from_seed(cls, seed: bytes, name: str, *, iat: int, not_after: int | None = None) -> "Identity":
        """The party of a seed that is kept elsewhere: the same arguments give the same card."""
        if len(seed) != SEED_SIZE:
            raise InputError("usage", f"a seed has {SEED_SIZE} bytes")
        signing = _signing_key(seed)
        card = prepare_card(
            name,
            verify_key=signing.public_key().public_bytes_raw(),
            encrypt_key=_encrypt_key(seed),
            iat=iat,
            not_after=not_after,
        )
        return cls(seed, Party.read(card.sign(signing)))

    def sign(self, message: bytes) -> bytes:
        """As :class:`Signer`."""
        return self._signing.sign(message)

    def open(self, wrap: bytes, info: bytes) -> bytes:
        """As :class:`Opener`. Spec 8.3."""
        from cryptography.exceptions import InvalidTag
        from cryptography.hazmat.primitives import hpke

        key = hpke.MLKEM768X25519PrivateKey(*_private(self.seed))
        try:
            secret: bytes = _suite().decrypt(wrap, key, info=info)
        except (InvalidTag, ValueError):
            raise VerificationError("wrap-invalid", "the wrapped key does not open with this reader's key") from None
        return secret

    def __repr__(self) -> str:
        return f"Identity({self.party.name!r})"


def prepare_card(
    name: str, *, verify_key: bytes, encrypt_key: bytes, iat: int, not_after: int | None = None
) -> Unsigned:
    """A card for keys that live elsewhere, ready to be signed there. Spec 4.4.

    Raises :class:`InputError` for a name that cannot be shown, :class:`VerificationError` for weak keys.
    """
    if not shown(name, NAME_LIMIT):
        raise InputError("usage", f"a name takes 1 to {NAME_LIMIT} bytes and no control or invisible characters")
    if cose.weak_verify_key(verify_key):
        raise VerificationError("key-weak", "the verification key is not a sound Ed25519 key")
    check_encrypt_key(encrypt_key)
    body: dict[str, Any] = {
        "name": name,
        "verify": verify_key,
        "encrypt": encrypt_key,
        "notAfter": not_after,
        "seen": [],
    }
    return cose.prepare("card", body, verify_key=verify_key, subject=cose.thumbprint(verify_key), iat=iat)


def _signing_key(seed: bytes) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(x(32, "signing key", seed))


def _private(seed: bytes) -> tuple[Any, Any]:
    from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

    expanded = shake_256(x(32, "encryption key", seed)).digest(96)
    return MLKEM768PrivateKey.from_seed_bytes(expanded[:64]), X25519PrivateKey.from_private_bytes(expanded[64:])


def _encrypt_key(seed: bytes) -> bytes:
    mlkem, x25519 = _private(seed)
    key: bytes = mlkem.public_key().public_bytes_raw() + x25519.public_key().public_bytes_raw()
    return key


_KEY_LABEL = "SWAPPROTO KEY"
_HEADS = 64
_PASSES, _MEMORY_KIB = 3, 256 * 1024
_MOST_PASSES, _MOST_MEMORY_KIB = 10, 1024 * 1024


class KeyFile(NamedTuple):
    """An identity at rest: its card in the open, its seed encrypted under a passphrase, or not. Spec 4.5."""

    party: Party
    box: bytes
    kdf: tuple[bytes, int, int] | None
    nonce: bytes | None

    def __repr__(self) -> str:
        return f"KeyFile({self.party.name!r})"  # an unencrypted box is the seed

    @property
    def encrypted(self) -> bool:
        """Whether reading the seed takes a passphrase."""
        return self.kdf is not None

    @classmethod
    def lock(cls, identity: Identity, passphrase: str | None) -> "KeyFile":
        """``passphrase`` None leaves the seed in the open: whoever reads the file has the key."""
        if passphrase is None:
            return cls(identity.party, identity.seed, None, None)
        salt, nonce = os.urandom(16), os.urandom(24)
        kdf = (salt, _PASSES, _MEMORY_KIB)
        from nacl.bindings import crypto_aead_xchacha20poly1305_ietf_encrypt as encrypt

        key = _stretch(passphrase, kdf)
        return cls(
            identity.party,
            encrypt(identity.seed, _associated(identity.party.card, kdf), nonce, key),
            kdf,
            nonce,
        )

    def unlock(self, passphrase: str | None = None) -> Identity:
        """Raises :class:`AccessError` ``passphrase-wrong``; :class:`FormatError` if seed and card differ."""
        if self.kdf is None or self.nonce is None:
            return Identity(self.box, self.party)
        from nacl.bindings import crypto_aead_xchacha20poly1305_ietf_decrypt as decrypt
        from nacl.exceptions import CryptoError

        if passphrase is None:
            raise AccessError("passphrase-wrong", "this key file is encrypted, and no passphrase was given")
        key = _stretch(passphrase, self.kdf)
        try:
            seed = decrypt(self.box, _associated(self.party.card, self.kdf), self.nonce, key)  # step 2
        except CryptoError:
            raise AccessError("passphrase-wrong", "the passphrase does not open this key file") from None
        return Identity(seed, self.party)  # step 3

    def encode(self) -> str:
        """The armored text, to be stored where only its owner reads."""
        kdf = None if self.kdf is None else ["argon2id", *self.kdf]
        item = {"box": self.box, "card": self.party.card, "kdf": kdf, "nonce": self.nonce}
        return armor.armor(cbor.encode(item), _KEY_LABEL)

    @classmethod
    def read(cls, text: str) -> "KeyFile":
        """Raises :class:`FormatError` ``key-file-malformed`` before any work is done on what the file asks for."""
        try:
            block, *more = armor.blocks(text, _KEY_LABEL)
            if more:
                raise FormatError("key-file-malformed", "it holds more than one block")
            item = cbor.decode(block, 2, heads=_HEADS)
            match item:  # step 1
                case {"box": bytes(box), "card": bytes(card), "kdf": None, "nonce": None} if (
                    len(item) == 4 and len(box) == SEED_SIZE
                ):
                    return cls(Party.read(card), box, None, None)
                case {
                    "box": bytes(box),
                    "card": bytes(card),
                    "kdf": ["argon2id", bytes(salt), int(passes), int(memory)],
                    "nonce": bytes(nonce),
                } if (
                    len(item) == 4
                    and (len(box), len(salt), len(nonce)) == (SEED_SIZE + 16, 16, 24)
                    and type(passes) is type(memory) is int
                    and 1 <= passes <= _MOST_PASSES
                    and 8 <= memory <= _MOST_MEMORY_KIB
                ):
                    return cls(Party.read(card), box, (salt, passes, memory), nonce)
        except (FormatError, VerificationError) as error:
            raise FormatError("key-file-malformed", f"this is no usable key file: {error}") from None
        raise FormatError("key-file-malformed", "this is no usable key file: not of the one form that key files have")


def _associated(card: bytes, kdf: tuple[bytes, int, int]) -> bytes:
    return cbor.encode(["swapproto/1 key file", card, ["argon2id", *kdf]])


def _stretch(passphrase: str, kdf: tuple[bytes, int, int]) -> bytes:
    from nacl import exceptions
    from nacl.pwhash import argon2id

    salt, passes, memory_kib = kdf
    try:
        secret = unicodedata.normalize("NFC", passphrase).encode()
    except UnicodeEncodeError:  # a terminal that sends other than it says
        raise InputError("usage", "the passphrase holds bytes that are no text in this terminal's encoding") from None
    try:
        return argon2id.kdf(32, secret, salt, opslimit=passes, memlimit=memory_kib * 1024)
    except exceptions.RuntimeError:  # the library's only reason, and no fault of passphrase or file
        raise MemoryError(f"Argon2id needs {memory_kib // 1024} MiB here") from None

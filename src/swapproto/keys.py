"""Secret keys: an identity derived from one seed, and the key file that keeps it. Spec 4.1, 4.5."""

import hmac
import os
import unicodedata
from typing import TYPE_CHECKING, NamedTuple, NoReturn, Self

from .errors import AccessError, FormatError, InputError, VerificationError
from .statements import Party, prepare_card
from .wire import armor, cbor, hpke
from .wire.cose import Signer
from .wire.hashes import x
from .wire.hpke import Opener

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

__all__ = ["ExchangeKey", "Identity", "KeyFile", "LocalSecret", "Opener", "Signer"]

SEED_SIZE = LOCAL_SECRET_SIZE = 32


class Secret:
    """What is never written down by accident: it cannot be pickled, and a copy of it is itself."""

    def __copy__(self) -> Self:
        return self

    def __deepcopy__(self, memo: object) -> Self:
        return self

    def __reduce__(self) -> NoReturn:
        raise TypeError(f"{type(self).__name__} holds a secret and is never pickled: make it where it is used")


class LocalSecret(Secret):
    """An author's own 32 random bytes, which keep a sealed list from being guessed. Spec 8.2.

    Whoever knows it can test guesses of a whole list against its commitment. With another one the same list in the
    same place has another root, which is a fork: keep it as you keep a signing key. ``bytes(secret)`` is what to store.
    An :class:`Identity` has one of its own.
    """

    def __init__(self, value: bytes) -> None:
        """Raise :class:`InputError` ``usage`` unless ``value`` is 32 bytes."""
        if type(value) is not bytes or len(value) != LOCAL_SECRET_SIZE:
            raise InputError("usage", f"a local secret is {LOCAL_SECRET_SIZE} random bytes, which nobody can guess")
        self._value = value

    @classmethod
    def generate(cls) -> "LocalSecret":
        """Return 32 random bytes. Store them before you seal with them."""
        return cls(os.urandom(LOCAL_SECRET_SIZE))

    def __bytes__(self) -> bytes:
        return self._value

    def __eq__(self, other: object) -> bool:
        return isinstance(other, LocalSecret) and hmac.compare_digest(self._value, other._value)

    def __hash__(self) -> int:
        return hash(self._value)

    def __repr__(self) -> str:
        return "LocalSecret(...)"


class Identity(Secret):
    """A party's secret side, derived from one 32-byte master seed; a :class:`Signer` and an :class:`Opener`. Spec 4.1.

    ``str`` and ``repr`` show the name only.
    """

    def __init__(self, seed: bytes, party: Party) -> None:
        """Raise :class:`FormatError` ``key-file-malformed`` if the seed's keys are not those of ``party``."""
        #: The master seed, 32 bytes: whoever has it is the party.
        self.seed: bytes = seed
        #: What others pin of it.
        self.party: Party = party
        #: What :func:`seal` takes, derived from the seed.
        self.local_secret: LocalSecret = LocalSecret(x(LOCAL_SECRET_SIZE, "local secret", seed))
        self._signing, self._encryption_seed = _signing_key(seed), x(32, "encryption key", seed)
        own = self._signing.public_key().public_bytes_raw(), hpke.encrypt_key(self._encryption_seed)
        if own != (party.verify_key, party.encrypt_key):
            raise FormatError("key-file-malformed", "the secret and the card are not of one party")

    @classmethod
    def generate(cls, name: str, *, iat: int, not_after: int | None = None) -> "Identity":
        """Make a new party from 32 random bytes. ``iat`` and ``not_after`` in seconds since 1970."""
        return cls.from_seed(os.urandom(SEED_SIZE), name, iat=iat, not_after=not_after)

    @classmethod
    def from_seed(cls, seed: bytes, name: str, *, iat: int, not_after: int | None = None) -> "Identity":
        """Make the party of a seed that is kept elsewhere: the same arguments give the same card."""
        if type(seed) is not bytes or len(seed) != SEED_SIZE:
            raise InputError("usage", f"a seed has {SEED_SIZE} bytes")
        signing = _signing_key(seed)
        card = prepare_card(
            name,
            verify_key=signing.public_key().public_bytes_raw(),
            encrypt_key=hpke.encrypt_key(x(32, "encryption key", seed)),
            iat=iat,
            not_after=not_after,
        )
        return cls(seed, Party.read(card.sign(signing)))

    def sign(self, message: bytes) -> bytes:
        """As :class:`Signer`."""
        return self._signing.sign(message)

    def open(self, wrap: bytes, info: bytes) -> bytes:
        """As :class:`Opener`. Spec 8.3."""
        return hpke.unwrap(wrap, self._encryption_seed, info)

    def __repr__(self) -> str:
        return f"Identity({self.party.name!r})"


class ExchangeKey(Secret):
    """The key that a party presents in an accept, for lists of one other party; an :class:`Opener`. Spec 17.2."""

    def __init__(self, local_secret: LocalSecret, exchange: bytes, maker: bytes, number: int) -> None:
        """Derive the key for lists that the party with the kid ``maker`` seals, from one's own local secret."""
        #: The encryption seed, 32 bytes: what a complaint gives away.
        self.seed: bytes = x(32, "exchange key", bytes(local_secret), exchange, maker, number)

    @property
    def encrypt_key(self) -> bytes:
        """The public key, 1216 bytes."""
        return hpke.encrypt_key(self.seed)

    def open(self, wrap: bytes, info: bytes) -> bytes:
        """As :class:`Opener`."""
        return hpke.unwrap(wrap, self.seed, info)

    def __repr__(self) -> str:
        return "ExchangeKey(...)"


def _signing_key(seed: bytes) -> "Ed25519PrivateKey":
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    return Ed25519PrivateKey.from_private_bytes(x(32, "signing key", seed))


_HEADS = 64
_PASSES, _MEMORY_KIB = 3, 256 * 1024
_MOST_PASSES, _MOST_MEMORY_KIB = 10, 1024 * 1024


class KeyFile(NamedTuple):
    """A stored identity: its card in plaintext, its seed encrypted under a passphrase or in plaintext. Spec 4.5."""

    #: The party, from the card in plaintext.
    party: Party
    #: The seed, encrypted (48 bytes) or in plaintext (32).
    box: bytes
    #: The salt, the passes and the memory in KiB of Argon2id; None for a seed in plaintext.
    kdf: tuple[bytes, int, int] | None
    #: The nonce of the encryption, 24 bytes, or None.
    nonce: bytes | None

    def __repr__(self) -> str:
        return f"KeyFile({self.party.name!r})"  # an unencrypted box is the seed

    @property
    def encrypted(self) -> bool:
        """Whether the seed is encrypted under a passphrase."""
        return self.kdf is not None

    @classmethod
    def lock(cls, identity: Identity, passphrase: str | None) -> "KeyFile":
        """Encrypt a seed. A ``passphrase`` of None leaves it in plaintext: whoever reads the file has the key.

        Raise :class:`InputError` ``usage`` for an empty one, which would only look like protection.
        """
        if passphrase is None:
            return cls(identity.party, identity.seed, None, None)
        if not passphrase:
            raise InputError("usage", "an empty passphrase protects nothing: give one, or None for a key in plaintext")
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
        """Return the identity. Raise :class:`AccessError` ``passphrase-wrong``; :class:`InputError` ``memory``.

        Raise :class:`FormatError` ``key-file-malformed`` if the seed is not that of the card.
        """
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
        """Return the armored text. Store it where only its owner can read it."""
        kdf = None if self.kdf is None else ["argon2id", *self.kdf]
        item = {"box": self.box, "card": self.party.card, "kdf": kdf, "nonce": self.nonce}
        return armor.armor(cbor.encode(item), armor.KEY_LABEL)

    @classmethod
    def read(cls, text: str) -> "KeyFile":
        """Read a key file. Raise :class:`FormatError` ``key-file-malformed`` before any work that the file asks for."""
        try:
            block, *more = armor.blocks(text, armor.KEY_LABEL)
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
            raise FormatError("key-file-malformed", f"this is not a usable key file: {error}") from None
        raise FormatError("key-file-malformed", "this is not a usable key file: it has another form")


def _associated(card: bytes, kdf: tuple[bytes, int, int]) -> bytes:
    return cbor.encode(["swapproto/1 key file", card, ["argon2id", *kdf]])


def _stretch(passphrase: str, kdf: tuple[bytes, int, int]) -> bytes:
    from nacl import exceptions
    from nacl.pwhash import argon2id

    salt, passes, memory_kib = kdf
    try:
        secret = unicodedata.normalize("NFC", passphrase).encode()
    except UnicodeEncodeError:  # a terminal that sends bytes in another encoding than it states
        raise InputError("usage", "the passphrase is not text in this terminal's encoding") from None
    try:
        return argon2id.kdf(32, secret, salt, opslimit=passes, memlimit=memory_kib * 1024)
    except exceptions.RuntimeError:  # the library's only reason, and no fault of passphrase or file
        message = f"opening this key file takes {memory_kib // 1024} MiB of memory, which this computer does not have"
        raise InputError("memory", message) from None

"""A party: what a reader pins of the holder of a key, as the party's card presents it. Spec 4.4."""

import unicodedata
from functools import lru_cache
from typing import NamedTuple

from ..errors import FormatError, InputError
from ..wire import cose
from ..wire.hashes import x
from ..wire.hpke import check_encrypt_key
from ..wire.octets import Octets, octets
from .accept import Accept
from .bodies import Signed
from .card import Card
from .kinds import narrow, read_form, verify

_MINUS = "\N{MINUS SIGN}\N{HYPHEN BULLET}"  # dashes to people, and to Unicode something else


class Party(NamedTuple):
    """A party as its card presents it, with the card's bytes and id. Only comparing its fingerprint shows who it is."""

    #: What the party calls itself; anybody can take any name.
    name: str
    #: The Ed25519 verification key, 32 bytes.
    verify_key: bytes
    #: The encryption key, 1216 bytes.
    encrypt_key: bytes
    #: The last moment of the card in seconds since 1970, or None.
    not_after: int | None
    #: The bytes of the card.
    card: bytes
    #: The statement id of the card, 32 bytes.
    card_id: bytes

    def __repr__(self) -> str:
        return f"Party({self.name!r}, {self.kid.hex()!r})"

    @property
    def kid(self) -> bytes:
        """The key identifier, 32 bytes. Spec 4.2."""
        return cose.thumbprint(self.verify_key)

    @property
    def fingerprint(self) -> str:
        """Sixty digits in twelve groups of five, to compare over another channel. Spec 4.4."""
        return fingerprint(self.card_id)

    @classmethod
    def read(cls, card: Octets) -> "Party":
        """Verify a card and return its party. The card proves that its party holds the key, not who the party is.

        Raise :class:`SwapError` if the card is malformed, a key in it is weak, or it is not signed by its own key.
        """
        return cls.of(verify_card(octets(card)))

    @classmethod
    def of(cls, card: Signed[Card]) -> "Party":
        """Return the party of a verified card."""
        return cls(*card.body, card=card.raw, card_id=card.id)


Reader = Party | Signed[Accept]
"""Whoever a key is wrapped for: the party of a card, or the accept that presents a key for lists of one other."""


def key_for(reader: Reader) -> tuple[bytes, bytes]:
    """Return the key id (32 bytes) and the encryption key (1216 bytes) of a reader. Spec 8.3."""
    if isinstance(reader, Party):
        return reader.kid, reader.encrypt_key
    return reader.id, reader.body.encrypt_key


def fingerprint(card_id: bytes) -> str:
    """Return the fingerprint of the card with this statement id, whether or not it verifies. Spec 4.4."""
    digits = x(60, "fingerprint", card_id)
    return " ".join(f"{int.from_bytes(digits[i : i + 5], 'big') % 100000:05}" for i in range(0, 60, 5))


def parse_fingerprint(digits: str) -> str:
    """Return sixty digits without what separates them. Raise :class:`InputError` ``usage``."""
    plain = plain_digits(digits)
    if len(plain) != 60 or not plain.isascii() or not plain.isdigit():
        raise InputError("usage", f"a fingerprint has 60 digits; this has {len(plain)} characters")
    return plain


def plain_digits(text: str) -> str:
    """Return digits of any script as 0 to 9, without spaces, dashes and marks of direction."""
    kept = (c for c in text if not c.isspace() and c not in _MINUS and unicodedata.category(c) not in ("Pd", "Cf"))
    return "".join(str(unicodedata.decimal(c, c)) for c in kept)


@lru_cache(maxsize=1024)
def verify_card(card: bytes) -> Signed[Card]:
    """Verify a card with the key that it presents, once for the same bytes. Raise :class:`SwapError`. Spec 4.4."""
    statement = read_form(card)
    verify_key = statement.presented_key("verify")  # step 1
    signed = narrow(verify(statement, verify_key), Card)  # step 2
    if signed is None:
        raise FormatError("body-invalid", f"this is a {statement.kind}, not a card")
    check_encrypt_key(signed.body.encrypt_key)  # step 3
    return signed

"""The card: a party's name and keys, signed by the key that it presents. Spec 4.4."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from ..errors import InputError, VerificationError
from ..text import is_visible
from ..wire import cose
from ..wire.cose import Unsigned
from ..wire.hpke import ENCRYPT_SIZE, check_encrypt_key
from .bodies import Kind, check_time, is_bytes, or_null

NAME_LIMIT = 256


class Card(NamedTuple):
    """The body of a card: a name that the party chose, a verification key, an encryption key, a last day or None."""

    name: str
    verify_key: bytes
    encrypt_key: bytes
    not_after: int | None = None

    def __repr__(self) -> str:
        return f"Card({self.name!r})"

    def to_body(self) -> dict[str, Any]:
        """Return the fields that are signed."""
        return {
            "name": self.name,
            "verify": self.verify_key,
            "encrypt": self.encrypt_key,
            "notAfter": self.not_after,
            "seen": [],
        }

    @classmethod
    def from_body(cls, body: Mapping[str, Any]) -> "Card":
        """Read fields that passed the checks of ``CARD``."""
        return cls(body["name"], body["verify"], body["encrypt"], body["notAfter"])

    def subject_fits(self, subject: str, kid: bytes) -> bool:
        """Return whether the signer is the party itself, and the ``sub`` claim names its key."""
        return subject == kid.hex() and cose.thumbprint(self.verify_key) == kid

    @property
    def mentions(self) -> frozenset[bytes]:
        """The ids of statements that the body names: none."""
        return frozenset()


def _is_name(value: object) -> bool:
    return isinstance(value, str) and is_visible(value, NAME_LIMIT)


CARD = Kind(
    "card",
    Card,
    {
        "name": _is_name,
        "verify": is_bytes(cose.KEY_SIZE),
        "encrypt": is_bytes(ENCRYPT_SIZE),
        "notAfter": or_null(cose.is_time),
        "seen": lambda value: value == [],
    },
)


def prepare_card(
    name: str, *, verify_key: bytes, encrypt_key: bytes, iat: int, not_after: int | None = None
) -> Unsigned:
    """Prepare a card for keys that are kept elsewhere, to be signed there. ``iat`` and ``not_after`` in seconds.

    Raise :class:`InputError` for an invalid name, :class:`VerificationError` for weak keys.
    """
    if not _is_name(name):
        raise InputError("usage", f"a name has 1 to {NAME_LIMIT} bytes and no control or invisible characters")
    if cose.weak_verify_key(verify_key):
        raise VerificationError("key-weak", "the verification key is not a valid Ed25519 key")
    check_encrypt_key(encrypt_key)
    for time in (iat, iat if not_after is None else not_after):
        check_time(time)
    body = Card(name, verify_key, encrypt_key, not_after).to_body()
    return cose.prepare(CARD.name, body, verify_key=verify_key, subject=cose.thumbprint(verify_key), iat=iat)

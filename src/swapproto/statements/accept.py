"""The accept: a party or mediator agrees to terms, and presents a key for lists of one other. Spec 17.2."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from ..wire.hpke import ENCRYPT_SIZE
from .bodies import Kind, is_bytes, is_id, is_int, is_nonce, is_references

NUMBERS = 255
"""The highest number of an accept. Spec 17.2."""


class Accept(NamedTuple):
    """The body of an accept: the signer agrees to terms, and ``maker`` may seal lists to ``encrypt_key``."""

    #: 16 random bytes.
    nonce: bytes
    #: The exchange id: the id of the terms, 32 bytes.
    exchange: bytes
    #: The kid of the one party or mediator who may seal to the key.
    maker: bytes
    #: One more for each key for the same maker that was given away, from 0.
    number: int
    #: The exchange key, 1216 bytes.
    encrypt_key: bytes
    #: The ids of statements that the signer had seen, ascending.
    seen: Sequence[bytes] = ()

    def __repr__(self) -> str:
        return f"Accept({self.exchange.hex()!r}, for {self.maker.hex()}, number {self.number})"

    def to_body(self) -> dict[str, Any]:
        """Return the fields that are signed."""
        return {
            "nonce": self.nonce,
            "exchange": self.exchange,
            "for": self.maker,
            "number": self.number,
            "encrypt": self.encrypt_key,
            "seen": list(self.seen),
        }

    @classmethod
    def from_body(cls, body: Mapping[str, Any]) -> "Accept":
        """Read fields that passed the checks of ``ACCEPT``."""
        return cls(body["nonce"], body["exchange"], body["for"], body["number"], body["encrypt"], tuple(body["seen"]))

    def subject_fits(self, subject: str, kid: bytes) -> bool:
        """Return whether the ``sub`` claim is the exchange."""
        return subject == self.exchange.hex()

    @property
    def mentions(self) -> frozenset[bytes]:
        """The ids of statements that the body names."""
        return frozenset((*self.seen, self.exchange))


ACCEPT = Kind(
    "accept",
    Accept,
    {
        "nonce": is_nonce,
        "exchange": is_id,
        "for": is_id,
        "number": is_int(0, NUMBERS),
        "encrypt": is_bytes(ENCRYPT_SIZE),
        "seen": is_references,
    },
)

"""The revocation: a key says from when it is not to be believed any more. Spec 17.7."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from ..wire.cose import is_time
from .bodies import Kind, is_nonce, is_references


class Revoke(NamedTuple):
    """The body of a revocation. A thief of the key can sign one, too."""

    #: 16 random bytes.
    nonce: bytes
    #: From when the key is not to be believed, in seconds since 1970.
    since: int
    #: The ids of statements that the signer had seen, ascending.
    seen: Sequence[bytes] = ()

    def __repr__(self) -> str:
        return f"Revoke(since {self.since})"

    def to_body(self) -> dict[str, Any]:
        """Return the fields that are signed."""
        return {**self._asdict(), "seen": list(self.seen)}

    @classmethod
    def from_body(cls, body: Mapping[str, Any]) -> "Revoke":
        """Read fields that passed the checks of ``REVOKE``."""
        return cls(**{**body, "seen": tuple(body["seen"])})

    def subject_fits(self, subject: str, kid: bytes) -> bool:
        """Return whether the ``sub`` claim is the signer's kid."""
        return subject == kid.hex()

    @property
    def mentions(self) -> frozenset[bytes]:
        """The ids of statements that the body names."""
        return frozenset(self.seen)


REVOKE = Kind("revoke", Revoke, {"nonce": is_nonce, "since": is_time, "seen": is_references})

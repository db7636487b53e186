"""The reveal: hands over the content key of a list, to everyone or to one reader. Spec 9."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from ..errors import FormatError
from ..wire.cose_encrypt import WRAP_SIZE
from .bodies import Kind, ascending, is_bytes, is_id, is_nonce, is_references, is_subject, or_null, pair

GIVEN = 40
"""The most statements that a reveal says that it relied on. Spec 9."""


class Reveal(NamedTuple):
    """The body of a reveal: a content key (32 bytes) for everyone, or a wrap (1168 bytes) for one reader."""

    #: 16 random bytes.
    nonce: bytes
    #: The id of the commitment whose key this is.
    commitment: bytes
    #: The content key, 32 bytes, for everyone; None if it is wrapped.
    cek: bytes | None = None
    #: The key id of the one reader, and the wrap for them, 1168 bytes; or None.
    wrap: tuple[bytes, bytes] | None = None
    #: The ids of the statements that the signer relied on, ascending. Spec 17.4.
    given: Sequence[bytes] = ()
    #: The ids of statements that the signer had seen, ascending.
    seen: Sequence[bytes] = ()

    def __repr__(self) -> str:
        return f"Reveal({self.commitment.hex()!r}, to {self.wrap[0].hex() if self.wrap else 'all'})"  # without the key

    def to_body(self) -> dict[str, Any]:
        """Return the fields that are signed."""
        return {
            "nonce": self.nonce,
            "commitment": self.commitment,
            "given": list(self.given),
            "cek": self.cek,
            "wrap": None if self.wrap is None else list(self.wrap),
            "seen": list(self.seen),
        }

    @classmethod
    def from_body(cls, body: Mapping[str, Any]) -> "Reveal":
        """Read fields that passed the checks of ``REVEAL``. Raise :class:`FormatError` ``body-invalid``."""
        if (body["cek"] is None) == (body["wrap"] is None):
            raise FormatError("body-invalid", "a reveal contains a key or a wrap, and not both")
        wrap = None if body["wrap"] is None else (body["wrap"][0], body["wrap"][1])
        given, seen = tuple(body["given"]), tuple(body["seen"])
        return cls(body["nonce"], body["commitment"], body["cek"], wrap, given, seen)

    def subject_fits(self, subject: str, kid: bytes) -> bool:
        """Return whether the ``sub`` claim can be that of the commitment. Spec 12.1, step 4, compares it."""
        return is_subject(subject)

    @property
    def mentions(self) -> frozenset[bytes]:
        """The ids of statements that the body names."""
        named = (*self.seen, *self.given, self.commitment)
        return frozenset(named if self.wrap is None else (*named, self.wrap[0]))


REVEAL = Kind(
    "reveal",
    Reveal,
    {
        "nonce": is_nonce,
        "commitment": is_id,
        "given": ascending(is_id, GIVEN),
        "cek": or_null(is_bytes(32)),
        "wrap": or_null(pair(is_id, is_bytes(WRAP_SIZE))),
        "seen": is_references,
    },
)

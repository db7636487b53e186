"""The reveal: hands over the content key of a list, to everyone or to one reader. Spec 9."""

import re
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from ..errors import FormatError
from ..wire import cose
from .bodies import Kind, is_bytes, is_id, is_references, or_null, pair

_SUBJECT = re.compile("[0-9a-f]{32}([0-9a-f]{32})?")


class Reveal(NamedTuple):
    """The body of a reveal: a content key (32 bytes) for everyone, or a wrap (1168 bytes) for the reader of one kid."""

    #: The id of the commitment whose key this is.
    commitment: bytes
    #: The content key, 32 bytes, for everyone; None if it is wrapped.
    cek: bytes | None = None
    #: The kid of the one reader, and the wrap for them, 1168 bytes; or None.
    wrap: tuple[bytes, bytes] | None = None
    #: The ids of statements that came with it, ascending.
    given: Sequence[bytes] = ()
    #: The ids of statements that the signer had seen, ascending.
    seen: Sequence[bytes] = ()

    def __repr__(self) -> str:
        return f"Reveal({self.commitment.hex()!r}, to {self.wrap[0].hex() if self.wrap else 'all'})"  # without the key

    def to_body(self) -> dict[str, Any]:
        """Return the fields that are signed."""
        return {
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
        return cls(body["commitment"], body["cek"], wrap, tuple(body["given"]), tuple(body["seen"]))

    def subject_fits(self, subject: str, kid: bytes) -> bool:
        """Return whether the ``sub`` claim can be one: the body does not repeat it. Spec 12.1, step 4, compares it."""
        return _SUBJECT.fullmatch(subject) is not None

    @property
    def mentions(self) -> frozenset[bytes]:
        """The ids of statements that the signer knew when they signed."""
        return frozenset((*self.seen, *self.given, self.commitment))


REVEAL = Kind(
    "reveal",
    Reveal,
    {
        "commitment": is_id,
        "given": is_references,
        "cek": or_null(is_bytes(32)),
        "wrap": or_null(pair(is_id, is_bytes(cose.WRAP_SIZE))),
        "seen": is_references,
    },
)

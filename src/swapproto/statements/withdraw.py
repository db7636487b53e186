"""The withdrawal: a party takes back terms, an accept or a commitment. Nothing that was proven goes away. Spec 17.7."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from ..text import is_visible
from .bodies import Kind, is_id, is_nonce, is_references, is_subject, or_null

REASON_LIMIT = 512


class Withdraw(NamedTuple):
    """The body of a withdrawal."""

    #: 16 random bytes.
    nonce: bytes
    #: The id of the signer's own terms, accept or commitment.
    target: bytes
    #: Why, or None.
    reason: str | None = None
    #: The ids of statements that the signer had seen, ascending.
    seen: Sequence[bytes] = ()

    def __repr__(self) -> str:
        return f"Withdraw({self.target.hex()!r})"

    def to_body(self) -> dict[str, Any]:
        """Return the fields that are signed."""
        return {**self._asdict(), "seen": list(self.seen)}

    @classmethod
    def from_body(cls, body: Mapping[str, Any]) -> "Withdraw":
        """Read fields that passed the checks of ``WITHDRAW``."""
        return cls(**{**body, "seen": tuple(body["seen"])})

    def subject_fits(self, subject: str, kid: bytes) -> bool:
        """Return whether the ``sub`` claim can be that of the target."""
        return is_subject(subject)

    @property
    def mentions(self) -> frozenset[bytes]:
        """The ids of statements that the body names."""
        return frozenset((*self.seen, self.target))


def is_reason(value: object) -> bool:
    """Return whether a value can be the reason of a withdrawal."""
    return isinstance(value, str) and is_visible(value, REASON_LIMIT)


WITHDRAW = Kind(
    "withdraw",
    Withdraw,
    {"nonce": is_nonce, "target": is_id, "reason": or_null(is_reason), "seen": is_references},
)

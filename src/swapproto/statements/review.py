"""The review: what a reader says of a list that they opened. Spec 17.6."""

from collections.abc import Mapping, Sequence
from typing import Any, Literal, NamedTuple, get_args

from .bodies import Kind, is_id, is_nonce, is_one_of, is_references, is_subject, or_null

Verdict = Literal["agreed", "contested"]


class Review(NamedTuple):
    """The body of a review: a verdict on a whole list, and perhaps a list with a verdict on each entry."""

    #: 16 random bytes.
    nonce: bytes
    #: The id of the commitment to the list.
    commitment: bytes
    #: What the reader says of it.
    verdict: Verdict
    #: The id of the commitment to a review list, or None.
    details: bytes | None = None
    #: The ids of statements that the signer had seen, ascending.
    seen: Sequence[bytes] = ()

    def __repr__(self) -> str:
        return f"Review({self.commitment.hex()!r}, {self.verdict})"

    def to_body(self) -> dict[str, Any]:
        """Return the fields that are signed."""
        return {**self._asdict(), "seen": list(self.seen)}

    @classmethod
    def from_body(cls, body: Mapping[str, Any]) -> "Review":
        """Read fields that passed the checks of ``REVIEW``."""
        return cls(body["nonce"], body["commitment"], body["verdict"], body["details"], tuple(body["seen"]))

    def subject_fits(self, subject: str, kid: bytes) -> bool:
        """Return whether the ``sub`` claim can be that of the commitment."""
        return is_subject(subject)

    @property
    def mentions(self) -> frozenset[bytes]:
        """The ids of statements that the body names."""
        return frozenset((*self.seen, self.commitment, *([self.details] if self.details else ())))


REVIEW = Kind(
    "review",
    Review,
    {
        "nonce": is_nonce,
        "commitment": is_id,
        "verdict": is_one_of(*get_args(Verdict)),
        "details": or_null(is_id),
        "seen": is_references,
    },
)

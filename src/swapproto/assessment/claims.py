"""Claims and contradictions, and the one table of their codes by class. Spec 12.2 to 12.5, 17.9."""

from collections.abc import Iterable, Mapping
from json import JSONEncoder
from typing import Any, Literal, NamedTuple, get_args

from ..empty import EMPTY
from ..errors import Code

Fact = Literal[
    "signed",
    "knew",
    "committed",
    "reissued",
    "chained",
    "released",
    "opened",
    "count-stated",
    "count-proven",
    "disclosed",
    "proposed",
    "accepted",
    "agreed",
    "replaced",
    "off-terms",
    "slot-filled",
    "count-agreed",
    "answered",
    "ack-received",
    "ack-opened",
    "ack-unopenable",
    "opened-by",
    "in-turn",
    "published",
    "relied-on",
    "reciprocated",
    "bad-wrap-proven",
    "reviewed",
    "withdrew",
    "knew-withdrawal",
    "revoked",
    "existed-by",
    "not-before",
    "accept-in-time",
    "commit-in-time",
    "delivered-in-time",
    "reveal-in-time",
    "review-in-time",
    "late",
]
Fault = Literal[
    "fork",
    "slot-fork",
    "bad-chain",
    "wrong-key",
    "wrong-content",
    "premature",
    "bad-wrap",
    "false-complaint",
    "false-opened",
    "after-withdrawal",
]
View = Literal[
    "sealed",
    "envelope-absent",
    "current-version",
    "gap",
    "superseded",
    "disclosure-age",
    "card-expired",
    "wrap-failed",
    "state",
    "in-force",
    "two-replacements",
    "awaiting",
    "overdue",
    "unanswered",
    "not-shown-in-turn",
    "binding",
    "amended",
    "owed",
    "complaint-open",
    "withdrawn",
    "terms-absent",
    "party-not-pinned",
    "after-revocation",
    "not-met",
    "accept-late",
    "times-conflict",
    "iat-outside",
    "stamp-unmatched",
    "stamp-doubtful",
    "stamp-ahead",
    "quorum-short",
    "beacon-unknown",
    "beacon-unchecked",
]
Unproven = Literal[
    "true-not-proven",
    "complete-not-proven",
    "only-not-proven",
    "time-not-proven",
    "receipt-not-proven",
    "refusal-not-proven",
    "presenter-not-proven",
]
FACTS, FAULTS, VIEWS, UNPROVEN = (frozenset[str](get_args(codes)) for codes in (Fact, Fault, View, Unproven))


_text = JSONEncoder(sort_keys=True, separators=(",", ":"), default=bytes.hex).encode


class _Value(NamedTuple):
    """A value as claims are sorted by: as text, which is made only where two claims differ in nothing else."""

    value: Mapping[str, Any]

    def __lt__(self, other: "_Value") -> bool:  # type: ignore[override]
        return _text(dict(self.value)) < _text(dict(other.value))


_NONE = _Value(EMPTY)


class Claim(NamedTuple):
    """A fact or a view about ``subject`` (an artefact's id) by the party with kid ``by``. Spec 12.7."""

    #: What is claimed.
    code: Fact | View
    #: The id of the artefact that it is about.
    subject: bytes
    #: The kid of the party whose statement it rests on.
    by: bytes
    #: The ids of the artefacts that show it: the subject, and then the others in ascending order.
    evidence: tuple[bytes, ...]
    #: What it says beside its code, by name.
    value: Mapping[str, Any] = EMPTY

    @classmethod
    def of(cls, code: Fact | View, subject: bytes, by: bytes, shown_by: Iterable[bytes] = (), **value: Any) -> "Claim":
        """Return a claim with its evidence in order: the subject, and what shows the claim beside it."""
        evidence = (subject, *sorted({*shown_by} - {subject})) if shown_by else (subject,)
        return cls(code, subject, by, evidence, value or EMPTY)

    @property
    def order(self) -> tuple[str, bytes, tuple[bytes, ...], bytes, _Value]:
        """What claims are sorted by, so that an assessment does not depend on the order of its input. Spec 12.7."""
        code, subject, by, evidence, value = self
        return code, subject, evidence, by, _NONE if value is EMPTY else _Value(value)


class Contradiction(NamedTuple):
    """A fault of a pinned party that artefacts prove for ever. ``why`` is the code of the failing step.

    ``evidence`` are the ids of all artefacts that show it; some of them suffice. What is added only adds to it.
    Spec 12.3.
    """

    #: The fault.
    code: Fault
    #: The kid of the party at fault.
    culprit: bytes
    #: The ids of the artefacts that prove it, in ascending order.
    evidence: tuple[bytes, ...]
    #: Whether they prove it to others, too.
    transferable: bool
    #: The code of the step that fails, or None.
    why: Code | None = None

    @classmethod
    def of(
        cls,
        code: Fault,
        culprit: bytes,
        shown_by: Iterable[bytes],
        *,
        transferable: bool = True,
        why: Code | None = None,
    ) -> "Contradiction":
        """Return a contradiction with its evidence in order."""
        return cls(code, culprit, tuple(sorted({*shown_by})), transferable, why)

    @property
    def order(self) -> tuple[str, bytes, tuple[bytes, ...]]:
        """As :attr:`Claim.order`. No two faults have all of these: the same evidence shows one, in one way."""
        return self.code, self.culprit, self.evidence

"""What an assessment says: facts, contradictions, views, and what stays unproven. Spec 12."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any, Literal, NamedTuple, get_args

from ..disclosure import Shown
from ..envelope import Opened
from ..errors import Code
from ..keys import Party
from ..statements import Commitment, Reveal, Signed
from ..transcript import Rejected

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
]
Fault = Literal["fork", "slot-fork", "bad-chain", "wrong-key", "wrong-content"]
View = Literal[
    "sealed",
    "envelope-absent",
    "current-version",
    "gap",
    "superseded",
    "disclosure-age",
    "card-expired",
    "wrap-failed",
]
Unproven = Literal[
    "true-not-proven",
    "complete-not-proven",
    "only-not-proven",
    "time-not-proven",
    "receipt-not-proven",
    "presenter-not-proven",
]
FACTS: frozenset[str] = frozenset(get_args(Fact))
_NOTHING: Mapping[str, Any] = MappingProxyType({})


class Claim(NamedTuple):
    """A fact or a view: about ``subject`` (an artefact's id), by the party with kid ``by``, on this evidence (ids)."""

    code: Fact | View
    subject: bytes
    by: bytes
    evidence: tuple[bytes, ...]
    value: Mapping[str, Any] = _NOTHING

    @property
    def order(self) -> tuple[str, bytes, tuple[bytes, ...]]:
        """By what claims are sorted, so that an assessment does not depend on the order of its input."""
        return self.code, self.subject, self.evidence


class Contradiction(NamedTuple):
    """A fault of a pinned party that one to three artefacts prove for ever. ``why`` is the failing step's code."""

    code: Fault
    culprit: bytes
    evidence: tuple[bytes, ...]
    transferable: bool = True
    why: Code | None = None

    @property
    def order(self) -> tuple[str, bytes, tuple[bytes, ...]]:
        """As :attr:`Claim.order`."""
        return self.code, self.culprit, self.evidence


class Ignored(NamedTuple):
    """Sound or not, it is not assessed: what strangers signed, or what is about something that is not here."""

    id: bytes
    kind: str
    code: Code
    message: str


class Assessment(NamedTuple):
    """What a transcript proves to a reader with these pins, at ``now`` (seconds). Spec 12.

    ``facts`` and ``contradictions`` hang on statements and never go away; ``views`` are of what is here, as of now.
    ``opened`` and ``shown`` hold contents that were verified in full, by commitment id and disclosure id.
    """

    now: int
    parties: Mapping[bytes, Party]
    facts: tuple[Claim, ...]
    contradictions: tuple[Contradiction, ...]
    views: tuple[Claim, ...]
    not_proven: tuple[Unproven, ...]
    rejected: tuple[Rejected, ...]
    ignored: tuple[Ignored, ...]
    commitments: Mapping[bytes, Signed[Commitment]]
    reveals: Mapping[bytes, Signed[Reveal]]
    opened: Mapping[bytes, Opened]
    shown: Mapping[bytes, list[Shown]]
    framed: int = 0

    def __repr__(self) -> str:
        return f"Assessment(exit {self.exit_code()}, {len(self.facts)} facts)"  # without what lists hold

    def missing(self, require: Iterable[str]) -> list[str]:
        """Those of the required codes of facts that nothing here proves."""
        proven = {fact.code for fact in self.facts}
        return sorted(set(require) - proven)

    def exit_code(self, require: Iterable[str] = ()) -> int:
        """0 to 4, the verdict in one number. Spec 12.1, step 9."""
        if self.framed == 0:
            return 2
        if self.contradictions:
            return 4
        if self.rejected:
            return 1
        strange = any(ignored.kind != "card" for ignored in self.ignored)
        nothing = not any(fact.code == "signed" for fact in self.facts)
        return 3 if strange or nothing or self.missing(require) else 0

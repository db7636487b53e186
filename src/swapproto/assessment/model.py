"""The assessment: what a transcript proves to one reader at one moment. Spec 12."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from ..disclosure import Shown
from ..envelope import Opened
from ..errors import Code
from ..statements import B, Body, Signed, narrow
from ..transcript import Rejected
from ..trust import Trust
from .claims import Claim, Contradiction, Unproven


class Ignored(NamedTuple):
    """An artefact that was not assessed: a stranger signed it, or it is about something that is not present."""

    id: bytes
    kind: str
    code: Code
    message: str


class Assessment(NamedTuple):
    """What a transcript proves to a reader with this trust, at ``now`` (seconds). Spec 12.

    ``facts`` and ``contradictions`` depend on statements and never go away; ``views`` depend on what is present, and on
    ``now``. ``opened`` and ``shown`` hold contents that were verified in full, by commitment id and disclosure id.
    """

    now: int
    trust: Trust
    facts: tuple[Claim, ...]
    contradictions: tuple[Contradiction, ...]
    views: tuple[Claim, ...]
    not_proven: tuple[Unproven, ...]
    rejected: tuple[Rejected, ...]
    ignored: tuple[Ignored, ...]
    statements: Mapping[bytes, Signed[Body]]
    opened: Mapping[bytes, Opened]
    shown: Mapping[bytes, list[Shown]]
    framed: int = 0

    def __repr__(self) -> str:
        return f"Assessment(exit {self.exit_code()}, {len(self.facts)} facts)"  # without what lists hold

    def of(self, body: type[B]) -> dict[bytes, Signed[B]]:
        """Return the statements by pinned parties that have this body, as ``Commitment``, by id."""
        found = ((i, narrow(signed, body)) for i, signed in self.statements.items())
        return {i: signed for i, signed in found if signed is not None}

    def missing(self, require: Iterable[str]) -> list[str]:
        """Return those of the required codes of facts that nothing here proves."""
        proven = {fact.code for fact in self.facts}
        return sorted(set(require) - proven)

    def exit_code(self, require: Iterable[str] = ()) -> int:
        """Return the verdict as a number, 0 to 4. Spec 12.1, step 9."""
        if self.framed == 0:
            return 2
        if self.contradictions:
            return 4
        if self.rejected:
            return 1
        strange = any(ignored.kind != "card" for ignored in self.ignored)
        nothing = not any(fact.code == "signed" for fact in self.facts)
        return 3 if strange or nothing or self.missing(require) else 0

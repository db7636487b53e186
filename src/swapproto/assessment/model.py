"""The assessment: what a transcript proves to one reader at one moment. Spec 12."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from ..disclosure import Shown
from ..envelope import Opened
from ..errors import InputError
from ..statements import B, Body, Card, Commitment, Receipt, Reveal, Review, Signed, Terms, narrow
from ..transcript import Rejected
from ..trust import Trust
from .claims import Claim, Contradiction, Unproven
from .evidence import Ignored
from .requirements import Requirement, Timed, unmet
from .standing import Standing


class Assessment(NamedTuple):
    """What a transcript proves to a reader with this trust, at ``now`` (seconds). Spec 12.

    ``facts`` and ``contradictions`` depend on statements and never go away; ``views`` depend on what is present, and on
    ``now``. ``opened`` and ``shown`` hold contents that were verified in full, by commitment id and disclosure id;
    ``sources`` the names of the files that each artefact is in, by its id.
    """

    #: The moment that was assumed, in seconds since 1970.
    now: int
    #: The pins that it rests on.
    trust: Trust
    #: What statements prove, whatever else comes.
    facts: tuple[Claim, ...]
    #: Faults of pinned parties, proven for ever.
    contradictions: tuple[Contradiction, ...]
    #: What depends on what is present, and on ``now``.
    views: tuple[Claim, ...]
    #: The codes of what stays unproven.
    not_proven: tuple[Unproven, ...]
    #: Pieces that could not be read or verified.
    rejected: tuple[Rejected, ...]
    #: Artefacts that were not assessed.
    ignored: tuple[Ignored, ...]
    #: The verified statements of pinned parties, by id.
    statements: Mapping[bytes, Signed[Body]]
    #: Where each exchange stands, in order of their ids.
    exchanges: tuple[Standing, ...]
    #: The lists that were opened and checked in full, by commitment id. They hold people's data.
    opened: Mapping[bytes, Opened]
    #: The entries that were proven, by disclosure id. They hold people's data.
    shown: Mapping[bytes, list[Shown]]
    #: The names of the files that each artefact is in, by its id.
    sources: Mapping[bytes, Sequence[str]]
    #: The statement that each stamp is of, by the stamp's id; of those, too, that fit no signature here.
    stamps: Mapping[bytes, bytes]
    #: The facts about times, as code and subject, that sound stamps by pinned clocks show: those meet requirements.
    firm: frozenset[Timed] = frozenset()
    #: How many items the files had that could be separated at all.
    framed: int = 0

    def __repr__(self) -> str:
        return f"Assessment(exit {self.exit_code()}, {len(self.facts)} facts)"  # without what lists hold

    def of(self, body: type[B]) -> dict[bytes, Signed[B]]:
        """Return the statements by pinned parties that have this body, as ``Commitment``, by id."""
        found = ((i, narrow(signed, body)) for i, signed in self.statements.items())
        return {i: signed for i, signed in found if signed is not None}

    def missing(self, require: Iterable[Requirement]) -> list[Requirement]:
        """Return the requirements that are not met: none is meant, or the fact is not proven of every one.

        Raise :class:`InputError` ``usage`` for what is no :class:`Requirement`.
        """
        require = list(require)
        if not all(isinstance(one, Requirement) for one in require):
            raise InputError("usage", "what is required is a Requirement, as Requirement('opened') is one")
        about = {fact.subject: fact.evidence[1] for fact in self.facts if fact.code == "disclosed"}
        commitments = self.of(Commitment)
        for i, signed in self.statements.items():
            if isinstance(signed.body, Reveal | Receipt | Review):
                target = commitments.get(signed.body.commitment)
                if target is not None and signed.subject == target.subject:  # step 4
                    about[i] = target.id
        return unmet(require, self.facts, commitments, about, self.of(Terms), self.firm)

    def exit_code(self, require: Iterable[Requirement] = ()) -> int:
        """Return the verdict as a number, 0 to 4. Spec 12.1, step 9."""
        if self.framed == 0:
            return 2
        if self.contradictions:
            return 4
        if self.rejected:
            return 1
        return 3 if self.has_strangers or self.only_cards or self.missing(require) else 0

    @property
    def has_strangers(self) -> bool:
        """Whether something was ignored that is no card and no stamp: those anybody can add to a file."""
        return any(ignored.kind not in ("card", "stamp") for ignored in self.ignored)

    @property
    def only_cards(self) -> bool:
        """Whether no statement of a trusted party is present but cards: they say whose a key is, and nothing else."""
        return all(isinstance(signed.body, Card) for signed in self.statements.values())

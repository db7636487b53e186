"""The evidence: a transcript's artefacts that verified, sorted by what they are. Spec 12.1."""

from collections import defaultdict
from collections.abc import Mapping
from hashlib import sha256
from typing import Any, ClassVar, NamedTuple, TypeVar

from ..disclosure import Disclosure, Shown
from ..envelope import Envelope
from ..errors import Code, InputError, SwapError
from ..stamps.stamp import Stamp
from ..stamps.tokens import Token
from ..statements import (
    Accept,
    B,
    Body,
    Commitment,
    Receipt,
    Reveal,
    Review,
    Signed,
    Terms,
    Withdraw,
)
from ..transcript import Rejected, Transcript
from ..trust import Trust

A = TypeVar("A", Reveal, Receipt, Review)
"""The body of a statement about a commitment."""


class Ignored(NamedTuple):
    """An artefact that was not assessed: a stranger signed it, or it is about something that is not present."""

    #: The id of the artefact.
    id: bytes
    #: Its kind, as ``commitment``.
    kind: str
    #: Why it was not assessed.
    code: Code
    #: The same in words, for people.
    message: str


class Stamped(NamedTuple):
    """A stamp that is present, what its token says, and the statement that it is of, through other stamps or not."""

    stamp: Stamp
    token: Token
    #: The id of the statement.
    statement: bytes


class Evidence:
    """What is present: verified statements of pinned parties by id, their envelopes, and disclosures that hold.

    ``variants`` are the bytes of every valid signature that was seen of a statement, by its id.
    """

    def __init__(self, transcript: Transcript, trust: Trust) -> None:
        if not isinstance(trust, Trust):
            raise InputError("usage", "trust is a Trust, as Trust.of(party, ...) makes one of the parties pinned")
        #: The pins, a copy.
        self.trust: Trust = trust.copy()
        #: As :attr:`Transcript.framed`.
        self.framed: int = transcript.framed
        #: The verified statements of pinned parties, by id: the cards, then the others, each in order of their ids.
        self.statements: dict[bytes, Signed[Body]] = {}
        #: The bytes of every valid signature that was seen of a statement, by its id.
        self.variants: dict[bytes, list[bytes]] = {}
        #: The envelopes that their commitments name, by their SHA-256.
        self.envelopes: dict[bytes, Envelope] = {}
        #: The disclosures that hold, by id.
        self.disclosures: dict[bytes, Disclosure] = {}
        #: The entries that they prove, by their id. They hold people's data.
        self.shown: dict[bytes, list[Shown]] = {}
        #: Pieces that could not be read or verified.
        self.rejected: list[Rejected] = list(transcript.rejected.values())
        #: Artefacts that are not assessed.
        self.ignored: list[Ignored] = []
        #: The stamps whose tokens verify, of operators whom the reader pinned or the parties agreed on, by id.
        self.stamps: dict[bytes, Stamped] = {}
        #: The stamps that fit no signature that is present of their statement, by id, with the id of that.
        self.unmatched: dict[bytes, bytes] = {}
        self._by_body: defaultdict[type[Body], dict[Any, Any]] = defaultdict(dict)
        self._misplaced: set[bytes] = set()
        #: The ids of the accepts whose keys were given away. Spec 17.2.
        self.spent: set[bytes] = set()
        #: The names of the files that each artefact is in, by its id.
        self.sources: dict[bytes, list[str]] = transcript.sources()
        self._transcript = transcript

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Evidence) and vars(self) == vars(other)

    __hash__: ClassVar[None]  # type: ignore[assignment]

    def __repr__(self) -> str:
        return f"Evidence({len(self.statements)} statements, {len(self.envelopes)} envelopes)"

    def of(self, body: type[B]) -> Mapping[bytes, Signed[B]]:
        """Return the statements that have this body, as ``Commitment``, by id, in order of their ids."""
        return self._by_body.get(body, {})

    def find(self, body: type[B], identifier: bytes | None) -> Signed[B] | None:
        """Return the statement of this id if it is present and has this body, and otherwise None."""
        found: Signed[B] | None = self._by_body.get(body, {}).get(identifier)
        return found

    def agreed(self) -> list[Signed[Terms]]:
        """Return the terms that the kid of every slot has accepted, in order of their ids."""
        signers: defaultdict[bytes, set[bytes]] = defaultdict(set)
        for accept in self.of(Accept).values():
            signers[accept.body.exchange].add(accept.kid)
        return [terms for i, terms in self.of(Terms).items() if signers[i].issuperset(terms.body.parties)]

    def signer(self, statement: bytes) -> bytes | None:
        """Return the kid of the pinned party who signed the statement of this id, or None if it is not present."""
        signed = self.statements.get(statement)
        return None if signed is None else signed.kid

    def author(self, subject: bytes) -> bytes:
        """Return the kid of who signed a present statement, or the one that a present stamp is of."""
        stamped = self.stamps.get(subject)
        return self.statements[subject if stamped is None else stamped.statement].kid

    def about(self, body: type[A]) -> list[tuple[Signed[A], Signed[Commitment]]]:
        """Return the statements with this body whose commitment is present, each with it, in order of their ids.

        Those that step 4 rejects are not among them.
        """
        return [pair for pair in self.all_about(body) if pair[0].id not in self._misplaced]

    def all_about(self, body: type[A]) -> list[tuple[Signed[A], Signed[Commitment]]]:
        """As :meth:`about`, with those that step 4 rejects: they were signed all the same."""
        commitments = self.of(Commitment)
        return [
            (signed, commitment)
            for signed in self.of(body).values()
            if (commitment := commitments.get(signed.body.commitment)) is not None
        ]

    def withdrawals(self) -> list[tuple[Signed[Withdraw], Signed[Body]]]:
        """Return the withdrawals of terms, accepts and commitments of the same signer, each with its target."""
        found = []
        for withdraw in self.of(Withdraw).values():
            target = self.statements.get(withdraw.body.target)
            own = target is not None and target.kid == withdraw.kid and withdraw.id not in self._misplaced
            if own and target is not None and isinstance(target.body, Terms | Accept | Commitment):
                found.append((withdraw, target))
        return found

    def is_misplaced(self, statement: bytes) -> bool:
        """Return whether step 4 rejects the statement of this id: nothing follows from it, but that it was signed."""
        return statement in self._misplaced

    def add(self, signed: Signed[Body]) -> None:
        """Count a verified statement of a pinned party, in order of their ids.

        Of two signatures of one statement the first names it.
        """
        if signed.id in self.statements:
            self.variants[signed.id].append(signed.raw)
        else:
            self.statements[signed.id], self.variants[signed.id] = signed, [signed.raw]
            self._by_body[type(signed.body)][signed.id] = signed

    def misplace(self, signed: Signed[Body], error: SwapError) -> None:
        """List a statement as rejected, once. It was signed all the same, but it says nothing of what it is about."""
        self._misplaced.add(signed.id)
        self.reject(sha256(signed.raw).digest(), error)

    def reject(self, digest: bytes, error: SwapError) -> None:
        """List the artefact of this digest as rejected."""
        source, offset = self._transcript.place(digest)
        self.rejected.append(Rejected(source, offset, error.code, str(error), digest))

    def ignore(self, *what: Any) -> None:
        """List an artefact as ignored: its id, kind, code and message."""
        self.ignored.append(Ignored(*what))

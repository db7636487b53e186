"""The evidence: a transcript's artefacts, each verified once and sorted by what it is. Spec 12.1."""

from collections.abc import Mapping
from hashlib import sha256
from typing import Any, ClassVar, NamedTuple, TypeVar

from ..disclosure import Disclosure, Shown
from ..envelope import Envelope
from ..errors import Code, SwapError, VerificationError
from ..statements import (
    Accept,
    B,
    Body,
    Commitment,
    Party,
    Receipt,
    Reveal,
    Review,
    Signed,
    Terms,
    Withdraw,
    verify,
    verify_card,
)
from ..transcript import Rejected, Transcript
from ..trust import Trust
from ..wire.cose import Sign1

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


class Evidence:
    """What is present: verified statements of pinned parties by id, their envelopes, and disclosures that hold.

    ``variants`` are the bytes of every valid signature that was seen of a statement, by its id.
    """

    def __init__(self, transcript: Transcript, trust: Trust) -> None:
        #: The pins, a copy.
        self.trust: Trust = trust.copy()
        #: As :attr:`Transcript.framed`.
        self.framed: int = transcript.framed
        #: The verified statements of pinned parties, by id.
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
        self._by_body: dict[type[Body], dict[bytes, Any]] = {}
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
        """Return the statements that have this body, as ``Commitment``, by id."""
        return self._by_body.get(body, {})

    def signer(self, statement: bytes) -> bytes | None:
        """Return the kid of the pinned party who signed the statement of this id, or None if it is not present."""
        signed = self.statements.get(statement)
        return None if signed is None else signed.kid

    def about(self, body: type[A]) -> list[tuple[Signed[A], Signed[Commitment]]]:
        """Return the statements with this body whose commitment is present, each with it, in order of their ids.

        Those that step 4 rejects are not among them.
        """
        return [pair for pair in self.all_about(body) if pair[0].id not in self._misplaced]

    def all_about(self, body: type[A]) -> list[tuple[Signed[A], Signed[Commitment]]]:
        """As :meth:`about`, with those that step 4 rejects: they were signed all the same."""
        commitments = self.of(Commitment)
        return [
            (signed, commitments[signed.body.commitment])
            for _, signed in sorted(self.of(body).items())
            if signed.body.commitment in commitments
        ]

    def withdrawals(self) -> list[tuple[Signed[Withdraw], Signed[Body]]]:
        """Return the withdrawals of terms, accepts and commitments of the same signer, each with its target."""
        found = []
        for _, withdraw in sorted(self.of(Withdraw).items()):
            target = self.statements.get(withdraw.body.target)
            own = target is not None and target.kid == withdraw.kid and withdraw.id not in self._misplaced
            if own and target is not None and isinstance(target.body, Terms | Accept | Commitment):
                found.append((withdraw, target))
        return found

    def is_misplaced(self, statement: bytes) -> bool:
        """Return whether step 4 rejects the statement of this id: nothing follows from it, but that it was signed."""
        return statement in self._misplaced

    def add(self, signed: Signed[Body]) -> None:
        """Count a verified statement of a pinned party; of two signatures of one statement the first names it."""
        self.variants.setdefault(signed.id, []).append(signed.raw)
        if signed.id not in self.statements:
            self.statements[signed.id] = signed
            self._by_body.setdefault(type(signed.body), {})[signed.id] = signed

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


def gather(transcript: Transcript, trust: Trust) -> Evidence:
    """Verify every artefact of a transcript, once. Nothing is raised. Spec 12.1, steps 1 to 5 and 7."""
    evidence = Evidence(transcript, trust)
    # in one fixed order, since two signatures can present one statement twice, and two cards one key
    statements = sorted(transcript.statements.items())
    known = dict(evidence.trust.parties)
    for digest, statement in statements:  # step 2
        if statement.kind == "card":
            _gather_card(digest, statement, known, evidence)
    strange: set[bytes] = set()
    for digest, statement in statements:  # step 3
        if statement.kind != "card":
            _gather_statement(digest, statement, known, evidence, strange)
    _check_subjects(evidence)  # step 4
    _find_spent(evidence)
    _gather_envelopes(transcript, evidence, strange)  # step 5
    _gather_disclosures(transcript, evidence)  # step 7
    return evidence


def _gather_card(digest: bytes, statement: Sign1, known: dict[bytes, Party], evidence: Evidence) -> None:
    try:
        signed = verify_card(statement.raw)
    except SwapError as error:
        evidence.reject(digest, error)
        return
    if signed.kid in evidence.trust.parties:
        evidence.add(signed)
        return
    party = Party.of(signed)
    known[party.kid] = party
    evidence.ignore(party.card_id, "card", "signer-not-pinned", _strange(party))


def _strange(party: Party) -> str:
    return f"signed by {party.name!r} (so it calls itself), whose card is not pinned: {party.fingerprint}"


def _gather_statement(
    digest: bytes, statement: Sign1, known: Mapping[bytes, Party], evidence: Evidence, strange: set[bytes]
) -> None:
    party = known.get(statement.kid)
    if party is None:
        message = "no card here says whose signature it is"
        evidence.ignore(statement.id, statement.kind, "signer-unknown", message)
        return
    try:
        signed = verify(statement, party.verify_key)
    except SwapError as error:
        evidence.reject(digest, error)
        return
    if party.kid in evidence.trust.parties:
        evidence.add(signed)
        return
    evidence.ignore(signed.id, statement.kind, "signer-not-pinned", _strange(party))
    if isinstance(signed.body, Commitment):
        strange.add(signed.body.envelope)


def _check_subjects(evidence: Evidence) -> None:
    found: list[tuple[Signed[Body], Signed[Body] | None]] = []
    found += evidence.all_about(Reveal)
    found += evidence.all_about(Receipt)
    found += evidence.all_about(Review)
    found += [(one, evidence.statements.get(one.body.target)) for one in evidence.of(Withdraw).values()]
    for signed, about in found:
        if about is not None and signed.subject != about.subject:
            message = "the subject claim is not that of the statement that this one is about"
            evidence.misplace(signed, VerificationError("claims-mismatch", message))


def _find_spent(evidence: Evidence) -> None:
    accepts = evidence.of(Accept)
    given_away: set[tuple[bytes, bytes]] = set()
    for receipt in evidence.of(Receipt).values():
        accept = accepts.get(receipt.body.key or b"")
        if receipt.body.gives_seed and accept is not None and accept.kid == receipt.kid:
            given_away.add((accept.kid, accept.body.encrypt_key))
    evidence.spent |= {i for i, accept in accepts.items() if (accept.kid, accept.body.encrypt_key) in given_away}


def _gather_envelopes(transcript: Transcript, evidence: Evidence, strange: set[bytes]) -> None:
    named = {commitment.body.envelope for commitment in evidence.of(Commitment).values()}
    unknown = any(i.code == "signer-unknown" and i.kind == "commitment" for i in evidence.ignored)
    for digest, envelope in transcript.envelopes.items():
        if digest in named:
            evidence.envelopes[digest] = envelope
        elif digest in strange:
            message = "named by a commitment of someone not pinned"
            evidence.ignore(digest, "envelope", "signer-not-pinned", message)
        elif unknown:
            message = "perhaps that of a commitment here whose signer has no card here"
            evidence.ignore(digest, "envelope", "signer-unknown", message)
        else:
            message = "no commitment here names this envelope: it was altered, or its commitment is missing"
            evidence.reject(digest, VerificationError("envelope-unclaimed", message))


def _gather_disclosures(transcript: Transcript, evidence: Evidence) -> None:
    commitments = evidence.of(Commitment)
    for digest, disclosure in transcript.disclosures.items():
        commitment = commitments.get(disclosure.commitment_id)
        if commitment is None:
            message = "no commitment of it by a party that you trust is here"
            evidence.ignore(disclosure.id, "disclosure", "commitment-missing", message)
            continue
        try:
            evidence.shown[disclosure.id] = disclosure.verify(commitment)
            evidence.disclosures[disclosure.id] = disclosure
        except SwapError as error:
            evidence.reject(digest, error)

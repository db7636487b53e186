"""The evidence: a transcript's artefacts, each verified once and sorted by what it is. Spec 12.1."""

from collections.abc import Mapping
from hashlib import sha256
from typing import Any, ClassVar

from ..disclosure import Disclosure, Shown
from ..envelope import Envelope
from ..errors import SwapError, VerificationError
from ..statements import B, Body, Commitment, Party, Reveal, Signed, verify, verify_card
from ..transcript import Rejected, Transcript
from ..trust import Trust
from ..wire.cose import Sign1
from .model import Ignored


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

    def reveals(self) -> list[tuple[Signed[Reveal], Signed[Commitment]]]:
        """Return the reveals whose commitment is present, each with it, in order of their ids."""
        commitments = self.of(Commitment)
        return [
            (reveal, commitments[reveal.body.commitment])
            for _, reveal in sorted(self.of(Reveal).items())
            if reveal.body.commitment in commitments and reveal.id not in self._misplaced
        ]

    def add(self, signed: Signed[Body]) -> None:
        """Count a verified statement of a pinned party; of two signatures of one statement the first names it."""
        self.variants.setdefault(signed.id, []).append(signed.raw)
        if signed.id not in self.statements:
            self.statements[signed.id] = signed
            self._by_body.setdefault(type(signed.body), {})[signed.id] = signed

    def misplace(self, reveal: Signed[Reveal], error: SwapError) -> None:
        """List a reveal as rejected, once. It was signed all the same, but nothing follows from its key or wrap."""
        self._misplaced.add(reveal.id)
        self.reject(sha256(reveal.raw).digest(), error)

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
    commitments = evidence.of(Commitment)
    for reveal in evidence.of(Reveal).values():
        commitment = commitments.get(reveal.body.commitment)
        if commitment and reveal.subject != commitment.subject:
            message = "the reveal's subject is not that of its commitment"
            evidence.misplace(reveal, VerificationError("claims-mismatch", message))


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

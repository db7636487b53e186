"""Gathering evidence: verifies every artefact of a transcript once, and sorts it by what it is. Spec 12.1."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import chain
from typing import Any

from ..errors import SwapError, VerificationError
from ..statements import (
    STEPS,
    Accept,
    Body,
    Commitment,
    Party,
    Receipt,
    Reveal,
    Review,
    Signed,
    Withdraw,
    verify_card,
)
from ..transcript import Transcript
from ..trust import Trust
from ..wire.cose import Sign1
from .evidence import Evidence
from .stamped import gather_stamps

PORTION = 1024
"""How many statements take a step of verifying before any takes the next: a loop that does one thing is faster."""

_Found = tuple[bytes, Sign1, Party, Any]
"""The SHA-256 of a statement's bytes, the statement, its signer, and what the last step returned."""


def gather(transcript: Transcript, trust: Trust) -> Evidence:
    """Verify every artefact of a transcript, once. Nothing is raised. Spec 12.1, steps 1 to 5 and 7."""
    evidence = Evidence(transcript, trust)
    # in the order of their ids, and of their bytes where two signatures present one statement
    statements = sorted(transcript.statements.items(), key=lambda one: (one[1].id, one[0]))
    known = dict(evidence.trust.parties)
    for digest, statement in statements:  # step 2
        if statement.kind == "card":
            _gather_card(digest, statement, known, evidence)
    strange: set[bytes] = set()
    for start in range(0, len(statements), PORTION):  # step 3
        found = list(_find_signers(statements[start : start + PORTION], known, evidence))
        for step in STEPS:
            found = list(_take(step, found, evidence))
        for _, statement, party, signed in found:
            _gather_statement(statement, party, signed, evidence, strange)
    _check_subjects(evidence)  # step 4
    _find_spent(evidence)
    _gather_envelopes(transcript, evidence, strange)  # step 5
    _gather_disclosures(transcript, evidence)  # step 7
    gather_stamps(transcript, evidence)
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
    message = f"the card of {party.name!r} (so it calls itself) is not pinned: {party.fingerprint}"
    evidence.ignore(party.card_id, "card", "signer-not-pinned", message)


def _find_signers(
    statements: Iterable[tuple[bytes, Sign1]], known: Mapping[bytes, Party], evidence: Evidence
) -> Iterator[_Found]:
    for digest, statement in statements:
        party = known.get(statement.kid)
        if statement.kind == "card":
            continue
        if party is None:
            message = "no card here says whose signature it is"
            evidence.ignore(statement.id, statement.kind, "signer-unknown", message)
        else:
            yield digest, statement, party, party.verify_key


def _take(step: Callable[[Sign1, Any], Any], found: Iterable[_Found], evidence: Evidence) -> Iterator[_Found]:
    """Take one step of verifying with each statement, and yield what passes it."""
    for digest, statement, party, value in found:
        try:
            yield digest, statement, party, step(statement, value)
        except SwapError as error:
            evidence.reject(digest, error)


def _gather_statement(
    statement: Sign1, party: Party, signed: Signed[Body], evidence: Evidence, strange: set[bytes]
) -> None:
    if signed.kid in evidence.trust.parties:
        evidence.add(signed)
        return
    digits = " ".join(party.fingerprint.split()[:2])
    message = f"signed by {party.name!r} (so it calls itself; {digits} ...), whose card is not pinned"
    evidence.ignore(signed.id, statement.kind, "signer-not-pinned", message)
    if isinstance(signed.body, Commitment):
        strange.add(signed.body.envelope)


def _check_subjects(evidence: Evidence) -> None:
    withdrawals = ((one, evidence.statements.get(one.body.target)) for one in evidence.of(Withdraw).values())
    found: Iterable[tuple[Signed[Body], Signed[Body] | None]] = chain(
        evidence.all_about(Reveal), evidence.all_about(Receipt), evidence.all_about(Review), withdrawals
    )
    for signed, about in found:
        if about is not None and signed.subject != about.subject:
            message = "the subject claim is not that of the statement that this one is about"
            evidence.misplace(signed, VerificationError("claims-mismatch", message))


def _find_spent(evidence: Evidence) -> None:
    given_away: set[tuple[bytes, bytes]] = set()
    for receipt in evidence.of(Receipt).values():
        key = evidence.find(Accept, receipt.body.key)
        if receipt.body.gives_seed and key is not None and key.kid == receipt.kid:
            given_away.add((key.kid, key.body.encrypt_key))
    for identifier, accept in evidence.of(Accept).items():
        if (accept.kid, accept.body.encrypt_key) in given_away:
            evidence.spent.add(identifier)


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

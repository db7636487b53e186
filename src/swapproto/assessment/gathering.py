"""Gathering evidence: verifies every artefact of a transcript once, and sorts it by what it is. Spec 12.1."""

from collections.abc import Iterable, Iterator, Mapping

from ..errors import SwapError, VerificationError
from ..statements import (
    Accept,
    Body,
    Commitment,
    Party,
    Receipt,
    Reveal,
    Review,
    Signed,
    Withdraw,
    read_verified,
    verify_card,
)
from ..transcript import Transcript
from ..trust import Trust
from ..wire.cose import Sign1
from .evidence import Evidence
from .stamped import gather_stamps


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
    # first all signatures, then all bodies: a loop that does one thing is faster than one that does two
    for one in list(_verified(statements, known, evidence)):  # step 3
        _gather_statement(*one, evidence, strange)
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


def _verified(
    statements: Iterable[tuple[bytes, Sign1]], known: Mapping[bytes, Party], evidence: Evidence
) -> Iterator[tuple[bytes, Sign1, Party, bytes]]:
    """Yield the statements whose signatures verify, each with its signer and the payload that they signed."""
    for digest, statement in statements:
        if statement.kind == "card":
            continue
        party = known.get(statement.kid)
        if party is None:
            message = "no card here says whose signature it is"
            evidence.ignore(statement.id, statement.kind, "signer-unknown", message)
            continue
        try:
            yield digest, statement, party, statement.verify(party.verify_key)
        except SwapError as error:
            evidence.reject(digest, error)


def _gather_statement(
    digest: bytes, statement: Sign1, party: Party, payload: bytes, evidence: Evidence, strange: set[bytes]
) -> None:
    try:
        signed = read_verified(statement, payload)
    except SwapError as error:
        evidence.reject(digest, error)
        return
    if signed.kid in evidence.trust.parties:
        evidence.add(signed)
        return
    digits = " ".join(party.fingerprint.split()[:2])
    message = f"signed by {party.name!r} (so it calls itself; {digits} ...), whose card is not pinned"
    evidence.ignore(signed.id, statement.kind, "signer-not-pinned", message)
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

"""Who signed what: a transcript's artefacts, verified against pinned cards and sorted by what they are. Spec 12.1."""

from collections.abc import Iterable, Mapping
from hashlib import sha256

from ..disclosure import Disclosure, Shown
from ..errors import SwapError, VerificationError
from ..keys import Party
from ..statements import Commitment, Reveal, Signed, is_commitment, is_reveal, verify
from ..transcript import Rejected, Transcript
from ..wire.cose import Sign1
from .model import Ignored


class Evidence:
    """What holds for itself. All statements here are by pinned parties; ids map to them."""

    def __init__(self, pinned: Mapping[bytes, Party], rejected: Iterable[Rejected]) -> None:
        self.pinned = pinned
        self.cards: dict[bytes, Party] = {}
        self.commitments: dict[bytes, Signed[Commitment]] = {}
        self.reveals: dict[bytes, Signed[Reveal]] = {}
        self.envelopes: dict[bytes, bytes] = {}
        self.shown: dict[bytes, list[Shown]] = {}
        self.disclosures: dict[bytes, Disclosure] = {}
        self.misplaced: set[bytes] = set()
        self.rejected = list(rejected)
        self.ignored: list[Ignored] = []

    def reveals_by_target(self) -> list[tuple[Signed[Reveal], Signed[Commitment]]]:
        """The reveals whose commitment is here, with it, in order of their ids."""
        found = [
            (reveal, self.commitments[reveal.body.commitment])
            for reveal in self.reveals.values()
            if reveal.body.commitment in self.commitments and reveal.id not in self.misplaced
        ]
        return sorted(found, key=lambda pair: pair[0].id)

    def signers(self) -> dict[bytes, bytes]:
        """The kid of the signer of every statement, cards included, by statement id."""
        own = {card_id: party.kid for card_id, party in self.cards.items()}
        return own | {i: s.kid for i, s in self.commitments.items()} | {i: s.kid for i, s in self.reveals.items()}


def gather(transcript: Transcript, trust: Mapping[bytes, Party]) -> Evidence:
    """Steps 1 to 5 and 7 of spec 12.1."""
    evidence = Evidence(trust, transcript.rejected.values())
    cards = _read_cards(transcript, evidence)  # step 2
    strange_envelopes: set[bytes] = set()
    # in one order, since two signatures can make one statement twice, and two cards present one key
    for digest, statement in sorted(transcript.statements.items()):  # step 3
        if statement.kind != "card":
            _read_statement(transcript, digest, statement, cards, evidence, strange_envelopes)
    for reveal in evidence.reveals.values():  # step 4
        commitment = evidence.commitments.get(reveal.body.commitment)
        if commitment and reveal.subject != commitment.subject:
            evidence.misplaced.add(reveal.id)  # signed all the same, but nothing follows from its key
            error = VerificationError("claims-mismatch", "the reveal's subject is not that of its commitment")
            _reject(transcript, sha256(reveal.raw).digest(), error, evidence)
    _sort_envelopes(transcript, evidence, strange_envelopes)  # step 5
    _check_disclosures(transcript, evidence)  # step 7
    return evidence


def _reject(transcript: Transcript, digest: bytes, error: SwapError, evidence: Evidence) -> None:
    source, offset = transcript.places[digest]
    evidence.rejected.append(Rejected(source, offset, error.code, str(error), digest))


def _read_cards(transcript: Transcript, evidence: Evidence) -> dict[bytes, Party]:
    known = dict(evidence.pinned)
    for digest, statement in sorted(transcript.statements.items()):
        if statement.kind != "card":
            continue
        try:
            party = Party.read(statement.raw)
        except SwapError as error:
            _reject(transcript, digest, error, evidence)
            continue
        if party.kid in evidence.pinned:
            evidence.cards[party.card_id] = party
        else:
            known[party.kid] = party
            evidence.ignored.append(_strange(party.card_id, "card", party))
    return known


def _strange(artefact: bytes, kind: str, party: Party) -> Ignored:
    message = f"signed by {party.name!r} (so it calls itself), whose card is not pinned: {party.fingerprint}"
    return Ignored(artefact, kind, "signer-not-pinned", message)


def _read_statement(
    transcript: Transcript,
    digest: bytes,
    statement: Sign1,
    cards: Mapping[bytes, Party],
    evidence: Evidence,
    strange_envelopes: set[bytes],
) -> None:
    party = cards.get(statement.kid)
    if party is None:
        evidence.ignored.append(
            Ignored(statement.id, statement.kind, "signer-unknown", "no card here says whose signature it is")
        )
        return
    try:
        signed = verify(statement, party)
    except SwapError as error:
        _reject(transcript, digest, error, evidence)
        return
    if party.kid not in evidence.pinned:
        evidence.ignored.append(_strange(signed.id, statement.kind, party))
        if isinstance(signed.body, Commitment):
            strange_envelopes.add(signed.body.envelope)
    elif is_commitment(signed):
        evidence.commitments[signed.id] = signed
    elif is_reveal(signed):
        evidence.reveals[signed.id] = signed


def _sort_envelopes(transcript: Transcript, evidence: Evidence, strange: set[bytes]) -> None:
    named = {commitment.body.envelope for commitment in evidence.commitments.values()}
    unknown = any(i.code == "signer-unknown" and i.kind == "commitment" for i in evidence.ignored)
    for digest, envelope in transcript.envelopes.items():
        if digest in named:
            evidence.envelopes[digest] = envelope
        elif digest in strange:
            evidence.ignored.append(
                Ignored(digest, "envelope", "signer-not-pinned", "named by a commitment of someone not pinned")
            )
        elif unknown:
            message = "perhaps that of a commitment here whose signer has no card here"
            evidence.ignored.append(Ignored(digest, "envelope", "signer-unknown", message))
        else:
            error = VerificationError(
                "envelope-unclaimed",
                "no commitment here names this envelope: altered, or its commitment is missing",
            )
            _reject(transcript, digest, error, evidence)


def _check_disclosures(transcript: Transcript, evidence: Evidence) -> None:
    for digest, disclosure in transcript.disclosures.items():
        commitment = evidence.commitments.get(disclosure.commitment_id)
        if commitment is None:
            evidence.ignored.append(
                Ignored(
                    disclosure.id,
                    "disclosure",
                    "commitment-missing",
                    "its commitment, by a pinned party, is not here",
                )
            )
            continue
        try:
            evidence.shown[disclosure.id] = disclosure.verify(commitment)
            evidence.disclosures[disclosure.id] = disclosure
        except SwapError as error:
            _reject(transcript, digest, error, evidence)

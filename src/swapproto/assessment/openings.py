"""Opening what can be opened: with published keys for everyone, with a reader's wraps for himself. Spec 8.4, 12.1."""

from collections import defaultdict
from collections.abc import Mapping

from ..envelope import (
    Opened,
    check_key,
    context_of,
    decrypt_list,
    matched,
    obtain_key,
    obtain_revealed_key,
)
from ..errors import AccessError, VerificationError
from ..keys import Opener, Party
from ..statements import Commitment, Signed
from ..transcript import Transcript
from ..wire.cose import Encrypted
from .evidence import Evidence, gather
from .model import Claim, Contradiction


class Openings:
    """Spec 12.1, step 6. By commitment id: published keys' reveals, and the lists that could be opened."""

    def __init__(self) -> None:
        self.published: dict[bytes, list[bytes]] = {}
        self.opened: dict[bytes, Opened] = {}
        self.distinct_keys: dict[bytes, int | None] = {}
        self.faults: list[Contradiction] = []
        self.failed: list[Claim] = []

    def proof(self, commitment: Signed[Commitment]) -> tuple[bytes, ...]:
        """What shows an opening to others: commitment, envelope, and the first reveal of the key, if any."""
        return (commitment.id, commitment.body.envelope, *self.published.get(commitment.id, ())[:1])


def open_all(evidence: Evidence, openings: Mapping[bytes, bytes]) -> Openings:
    """Open every list for which there is a key, published or the reader's own, and say whose fault it is if not."""
    found = Openings()
    keys: dict[bytes, bytes] = {}
    for reveal, commitment in evidence.reveals_by_target():
        if reveal.body.cek is None:
            continue
        try:
            check_key(commitment, reveal.body.cek)
        except VerificationError as error:
            proof = tuple(sorted((commitment.id, reveal.id)))
            found.faults.append(Contradiction("wrong-key", reveal.kid, proof, why=error.code))
        else:
            found.published.setdefault(commitment.id, []).append(reveal.id)
            keys[commitment.id] = reveal.body.cek
    for commitment_id in openings.keys() & evidence.commitments.keys():
        commitment = evidence.commitments[commitment_id]
        try:
            check_key(commitment, openings[commitment_id])
            keys.setdefault(commitment_id, openings[commitment_id])
        except VerificationError:
            found.failed.append(Claim("wrap-failed", commitment_id, commitment.kid, (commitment_id,)))
    by_envelope: defaultdict[bytes, list[bytes]] = defaultdict(list)
    for commitment_id in sorted(keys):
        by_envelope[evidence.commitments[commitment_id].body.envelope].append(commitment_id)
    for digest in by_envelope.keys() & evidence.envelopes.keys():
        ciphertext = Encrypted.read(evidence.envelopes[digest]).ciphertext  # once, however many name it
        lists: dict[tuple[bytes, bytes], _List | VerificationError] = {}
        for commitment_id in by_envelope[digest]:
            commitment, key = evidence.commitments[commitment_id], keys[commitment_id]
            place = context_of(commitment), key  # two commitments can differ in what it does not hold, as in iat
            if place not in lists:
                lists[place] = _decrypt(commitment, ciphertext, key)
            _note(commitment, lists[place], found)
    return found


_List = tuple[Opened, int | None]
"""A list and how many distinct primary keys it has: found once, however many commitments it fits."""


def _decrypt(commitment: Signed[Commitment], ciphertext: bytes, key: bytes) -> _List | VerificationError:
    try:
        opened = decrypt_list(commitment, ciphertext, key)
    except VerificationError as error:
        return error
    return opened, opened.list.distinct_keys()


def _note(commitment: Signed[Commitment], decrypted: _List | VerificationError, found: Openings) -> None:
    try:
        if isinstance(decrypted, VerificationError):
            raise decrypted
        found.opened[commitment.id] = matched(commitment, decrypted[0])
        found.distinct_keys[commitment.id] = decrypted[1]
    except VerificationError as error:
        proof, transferable = found.proof(commitment), commitment.id in found.published
        found.faults.append(Contradiction("wrong-content", commitment.kid, proof, transferable, error.code))


def open_wraps(
    transcript: Transcript, trust: Mapping[bytes, Party], reader: bytes, opener: Opener
) -> dict[bytes, bytes]:
    """By commitment id, the content key (32 bytes) that some wrap to the reader with this kid holds.

    Empty bytes where there are wraps and none gives the committed key; nothing where there is no wrap.
    """
    evidence = gather(transcript, trust)
    found: dict[bytes, bytes] = {}

    def note(commitment_id: bytes, cek: bytes) -> None:
        found[commitment_id] = found.get(commitment_id) or cek

    for commitment in evidence.commitments.values():
        envelope = evidence.envelopes.get(commitment.body.envelope)
        if envelope is None:
            continue
        try:
            note(commitment.id, obtain_key(commitment, envelope, reader, opener))
        except VerificationError:
            note(commitment.id, b"")
        except AccessError:
            pass
    for reveal, commitment in evidence.reveals_by_target():
        if reveal.body.wrap is None or reveal.body.wrap[0] != reader:
            continue
        try:
            note(commitment.id, obtain_revealed_key(commitment, reveal, reader, opener))
        except VerificationError:
            note(commitment.id, b"")
    return found

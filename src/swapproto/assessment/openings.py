"""The content keys that a reader's own wraps give him, for :func:`assess`. Spec 8.4, steps 1 to 3."""

from collections.abc import Mapping

from ..envelope import obtain_key, obtain_revealed_key
from ..errors import AccessError, VerificationError
from ..keys import Opener, Party
from ..transcript import Transcript
from .evidence import gather


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

"""Every way to the content key of a sealed list: a wrap in its envelope, or a reveal. Spec 8.4, 9."""

from collections.abc import Sequence

from .envelope import Envelope, check_digest, check_key, context_of, seal_extra
from .errors import AccessError, VerificationError
from .statements import Commitment, Party, Reveal, Signed, prepare
from .wire import cbor
from .wire.cose import Unsigned
from .wire.hpke import Opener, wrap, wrap_info
from .wire.octets import Octets


def obtain_key(commitment: Signed[Commitment], envelope: Octets, reader: bytes, opener: Opener) -> bytes:
    """Return the content key, 32 bytes, from the envelope's wrap for the reader with this kid.

    Raise :class:`AccessError` ``reader-not-found`` if there is no such wrap, :class:`VerificationError`
    ``envelope-mismatch``, ``wrap-invalid`` or ``key-mismatch``. Spec 8.4, steps 1 to 3.
    """
    return key_in_envelope(commitment, Envelope.read(envelope), reader, opener)


def key_in_envelope(commitment: Signed[Commitment], envelope: Envelope, reader: bytes, opener: Opener) -> bytes:
    """As :func:`obtain_key`, for an envelope that was read before."""
    check_digest(commitment, envelope.digest)
    if reader not in envelope.wraps:  # step 2
        raise AccessError("reader-not-found", "this list is not sealed to this key; perhaps a reveal to it exists")
    extra = seal_extra(context_of(commitment), envelope.ciphertext_digest, reader)
    cek = opener.open(envelope.wraps[reader], wrap_info(reader, extra))
    check_key(commitment, cek)
    return cek


def obtain_revealed_key(commitment: Signed[Commitment], reveal: Signed[Reveal], reader: bytes, opener: Opener) -> bytes:
    """Return the content key from a reveal: public, or wrapped to the reader with this kid.

    Raise as :func:`obtain_key`; also ``commitment-missing`` for a reveal of another commitment, ``claims-mismatch``.
    """
    if reveal.body.commitment != commitment.id:
        raise VerificationError("commitment-missing", "this reveal is of another commitment")
    if reveal.subject != commitment.subject:
        raise VerificationError("claims-mismatch", "the reveal's subject is not that of its commitment")
    kid, sealed = reveal.body.wrap or (reader, b"")
    if kid != reader:
        raise AccessError("reader-not-found", "this reveal is for another reader")
    extra = _reveal_extra(commitment.id, reveal.kid, reader)
    cek = reveal.body.cek or opener.open(sealed, wrap_info(reader, extra))
    check_key(commitment, cek)
    return cek


def prepare_reveal(
    commitment: Signed[Commitment],
    cek: bytes,
    *,
    revealer: Party,
    reader: Party | None,
    iat: int,
    given: Sequence[bytes] = (),
    seen: Sequence[bytes] = (),
) -> Unsigned:
    """Prepare a reveal of the content key to ``reader``, or to everyone if None, to be signed by ``revealer``. Spec 9.

    Raise :class:`VerificationError` ``key-mismatch``: an honest party must not publish a wrong key.
    """
    check_key(commitment, cek)
    if reader is None:
        body = Reveal(commitment.id, cek=cek, given=given, seen=seen)
    else:
        extra = _reveal_extra(commitment.id, revealer.kid, reader.kid)
        sealed = wrap(cek, reader.encrypt_key, reader.kid, extra)
        body = Reveal(commitment.id, wrap=(reader.kid, sealed), given=given, seen=seen)
    return prepare(body, revealer.verify_key, subject=commitment.body.slot.subject, iat=iat)


def _reveal_extra(commitment_id: bytes, revealer: bytes, reader: bytes) -> bytes:
    return cbor.encode(["reveal", commitment_id, revealer, reader])

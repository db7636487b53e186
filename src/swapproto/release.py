"""Every way to the content key of a sealed list: a wrap in its envelope, or a reveal. Spec 8.4, 9."""

from collections.abc import Sequence
from typing import NamedTuple

from .envelope import Envelope, check_digest, check_key, context_of, seal_extra
from .errors import AccessError, VerificationError
from .statements import Commitment, Party, Reveal, Signed, prepare
from .wire import cbor
from .wire.cose import Unsigned, require_bytes
from .wire.hpke import Opener, wrap, wrap_info
from .wire.octets import Octets


class Wrapped(NamedTuple):
    """A content key that is encrypted to a reader: it can be decrypted elsewhere and later, as with :class:`Unsigned`.

    ``wrap`` and ``info`` go to the holder of the decryption key; what comes back goes to :meth:`finish`.
    """

    #: The commitment to the list.
    commitment: Signed[Commitment]
    #: The wrap, 1168 bytes.
    wrap: bytes
    #: What binds the wrap to its place, for the holder of the key.
    info: bytes

    def __repr__(self) -> str:
        return f"Wrapped({self.commitment.id.hex()!r})"

    def open(self, opener: Opener) -> bytes:
        """Decrypt with ``opener`` and return the content key. Raise as :meth:`finish`, and what the opener raises."""
        return self.finish(opener.open(self.wrap, self.info))

    def finish(self, cek: bytes) -> bytes:
        """Return the content key, 32 bytes. Raise :class:`VerificationError` ``key-mismatch`` if it is another one."""
        require_bytes("a content key", cek)
        check_key(self.commitment, cek)
        return cek


def obtain_key(commitment: Signed[Commitment], envelope: Octets, reader: bytes, opener: Opener) -> bytes:
    """Return the content key, 32 bytes, from the envelope's wrap for the reader with this kid.

    Raise :class:`AccessError` ``reader-not-found`` if there is no such wrap, :class:`VerificationError`
    ``envelope-mismatch``, ``wrap-invalid`` or ``key-mismatch``. Spec 8.4, steps 1 to 3.
    """
    return prepare_opening(commitment, envelope, reader).open(opener)


def prepare_opening(commitment: Signed[Commitment], envelope: Octets, reader: bytes) -> Wrapped:
    """Return what the holder of a reader's key decrypts, for :func:`obtain_key` in two halves. Raise as that does."""
    return wrap_in_envelope(commitment, Envelope.read(envelope), reader)


def wrap_in_envelope(commitment: Signed[Commitment], envelope: Envelope, reader: bytes) -> Wrapped:
    """As :func:`prepare_opening`, for an envelope that was read before."""
    check_digest(commitment, envelope.digest)
    if reader not in envelope.wraps:  # step 2
        raise AccessError("reader-not-found", "this list is not sealed to this key; perhaps a reveal to it exists")
    extra = seal_extra(context_of(commitment), envelope.ciphertext_digest, reader)
    return Wrapped(commitment, envelope.wraps[reader], wrap_info(reader, extra))


def obtain_revealed_key(commitment: Signed[Commitment], reveal: Signed[Reveal], reader: bytes, opener: Opener) -> bytes:
    """Return the content key from a reveal: public, or wrapped to the reader with this kid.

    Raise as :func:`obtain_key`; also ``commitment-missing`` for a reveal of another commitment, ``claims-mismatch``.
    """
    if reveal.body.commitment != commitment.id:
        raise VerificationError("commitment-missing", "this reveal is of another commitment")
    if reveal.subject != commitment.subject:
        raise VerificationError("claims-mismatch", "the reveal's subject is not that of its commitment")
    if reveal.body.cek is not None:
        check_key(commitment, reveal.body.cek)
        return reveal.body.cek
    return wrap_in_reveal(commitment, reveal, reader).open(opener)


def wrap_in_reveal(commitment: Signed[Commitment], reveal: Signed[Reveal], reader: bytes) -> Wrapped:
    """Return what the holder of a reader's key decrypts of a reveal to them. Raise ``reader-not-found``."""
    if reveal.body.wrap is None or reveal.body.wrap[0] != reader:
        raise AccessError("reader-not-found", "this reveal is for another reader")
    extra = _reveal_extra(commitment.id, reveal.kid, reader)
    return Wrapped(commitment, reveal.body.wrap[1], wrap_info(reader, extra))


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

"""Every way to the content key of a sealed list: a wrap in its envelope, a reveal, a complaint. Spec 8.4, 9, 17.5."""

from collections.abc import Sequence
from typing import NamedTuple

from .envelope import Envelope, check_digest, check_key, context_of, seal_extra
from .errors import AccessError, VerificationError
from .statements import Commitment, Party, Reader, Receipt, Reveal, Signed, key_for, new_nonce, prepare
from .wire import cbor
from .wire.cose import Unsigned, require_bytes
from .wire.hashes import x
from .wire.hpke import Opener, wrap, wrap_info
from .wire.octets import Octets


class Wrapped(NamedTuple):
    """A secret that is encrypted to a reader: it can be decrypted elsewhere and later, as with :class:`Unsigned`.

    ``wrap`` and ``info`` go to the holder of the key with ``key_id``; what comes back goes to :meth:`finish`.
    """

    #: The id of the statement that it is found by: a commitment, a reveal, or a complaint.
    source: bytes
    #: The key id, 32 bytes: the kid of a card, or the id of an accept.
    key_id: bytes
    #: The wrap, 1168 bytes.
    wrap: bytes
    #: What binds the wrap to its place, for the holder of the key.
    info: bytes
    #: The commitment whose content key it is, or None if it is the seed that a complaint gives to a mediator.
    commitment: Signed[Commitment] | None

    def __repr__(self) -> str:
        return f"Wrapped({self.source.hex()!r})"

    def open(self, opener: Opener) -> bytes:
        """Decrypt with ``opener`` and return the secret. Raise as :meth:`finish`, and what the opener raises."""
        return self.finish(opener.open(self.wrap, self.info))

    def finish(self, secret: bytes) -> bytes:
        """Return the secret, 32 bytes. Raise :class:`VerificationError` ``key-mismatch`` for another content key."""
        require_bytes("a content key", secret)
        if self.commitment is not None:
            check_key(self.commitment, secret)
        return secret


def obtain_key(commitment: Signed[Commitment], envelope: Octets, key_id: bytes, opener: Opener) -> bytes:
    """Return the content key, 32 bytes, from the envelope's wrap for a key id: a kid, or the id of an accept.

    Raise :class:`AccessError` ``reader-not-found`` if there is no such wrap, :class:`VerificationError`
    ``envelope-mismatch``, ``wrap-invalid`` or ``key-mismatch``. Spec 8.4, steps 1 to 3.
    """
    return prepare_opening(commitment, envelope, key_id).open(opener)


def prepare_opening(commitment: Signed[Commitment], envelope: Octets, key_id: bytes) -> Wrapped:
    """Return what the holder of a reader's key decrypts, for :func:`obtain_key` in two halves. Raise as that does."""
    return wrap_in_envelope(commitment, Envelope.read(envelope), key_id)


def wrap_in_envelope(commitment: Signed[Commitment], envelope: Envelope, key_id: bytes) -> Wrapped:
    """As :func:`prepare_opening`, for an envelope that was read before."""
    check_digest(commitment, envelope.digest)
    if key_id not in envelope.wraps:  # step 2
        raise AccessError("reader-not-found", "this list is not sealed to this key; perhaps a reveal to it exists")
    extra = seal_extra(context_of(commitment), envelope.ciphertext_digest, key_id)
    return Wrapped(commitment.id, key_id, envelope.wraps[key_id], wrap_info(key_id, extra), commitment)


def obtain_revealed_key(commitment: Signed[Commitment], reveal: Signed[Reveal], key_id: bytes, opener: Opener) -> bytes:
    """Return the content key from a reveal: public, or wrapped for a key id, a kid or the id of an accept.

    Raise as :func:`obtain_key`; also ``commitment-missing`` for a reveal of another commitment, ``claims-mismatch``.
    """
    if reveal.body.commitment != commitment.id:
        raise VerificationError("commitment-missing", "this reveal is of another commitment")
    if reveal.subject != commitment.subject:
        raise VerificationError("claims-mismatch", "the reveal's subject is not that of its commitment")
    if reveal.body.cek is not None:
        check_key(commitment, reveal.body.cek)
        return reveal.body.cek
    return wrap_in_reveal(commitment, reveal, key_id).open(opener)


def wrap_in_reveal(commitment: Signed[Commitment], reveal: Signed[Reveal], key_id: bytes) -> Wrapped:
    """Return what the holder of a reader's key decrypts of a reveal to them. Raise ``reader-not-found``."""
    if reveal.body.wrap is None or reveal.body.wrap[0] != key_id:
        raise AccessError("reader-not-found", "this reveal is for another reader")
    extra = _reveal_extra(commitment.id, reveal.kid, key_id)
    return Wrapped(reveal.id, key_id, reveal.body.wrap[1], wrap_info(key_id, extra), commitment)


def wrap_in_complaint(receipt: Signed[Receipt], key_id: bytes) -> Wrapped:
    """Return what a mediator decrypts of a complaint: the seed of the key complained of. Raise ``reader-not-found``."""
    body = receipt.body
    if body.wrap is None or body.wrap[0] != key_id or body.source is None or body.key is None:
        raise AccessError("reader-not-found", "this complaint is for another mediator")
    extra = complaint_extra(body.source, receipt.kid, body.key, key_id)
    return Wrapped(receipt.id, key_id, body.wrap[1], wrap_info(key_id, extra), None)


def prepare_reveal(
    commitment: Signed[Commitment],
    cek: bytes,
    *,
    revealer: Party,
    reader: Reader | None,
    iat: int,
    given: Sequence[bytes] = (),
    seen: Sequence[bytes] = (),
) -> Unsigned:
    """Prepare a reveal of the content key to ``reader``, or to everyone if None, to be signed by ``revealer``. Spec 9.

    Raise :class:`VerificationError` ``key-mismatch``: an honest party must not publish a wrong key.
    """
    check_key(commitment, cek)
    body = Reveal(new_nonce(), commitment.id, given=given, seen=seen)
    if reader is None:
        body = body._replace(cek=cek)
    else:
        key_id, key = key_for(reader)
        sealed = wrap(cek, key, key_id, _reveal_extra(commitment.id, revealer.kid, key_id))
        body = body._replace(wrap=(key_id, sealed))
    return prepare(body, revealer.verify_key, subject=commitment.body.place.subject, iat=iat)


def opened_tag(cek: bytes, commitment_id: bytes, receiver: bytes) -> bytes:
    """Return what a receipt says *opened* with, 32 bytes: nobody can compute it without the content key. Spec 17.5."""
    return x(32, "opened", cek, commitment_id, receiver)


def _reveal_extra(commitment_id: bytes, revealer: bytes, key_id: bytes) -> bytes:
    return cbor.encode(["reveal", commitment_id, revealer, key_id])


def complaint_extra(source: bytes, complainer: bytes, key: bytes, key_id: bytes) -> bytes:
    """Return what binds the seed that a complaint gives to a mediator to its place. Spec 17.5."""
    return cbor.encode(["complaint", source, complainer, key, key_id])

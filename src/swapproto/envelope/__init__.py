"""The sealed list: seals entries into leaves, keys and ciphertext, and opens them again. Spec 7, 8."""

import hmac
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from hashlib import sha256
from itertools import repeat
from typing import ClassVar, NamedTuple

from ..errors import FormatError, InputError, VerificationError
from ..keys import LocalSecret
from ..lists import List
from ..progress import Progress, Steps, nobody
from ..statements import Commitment, Party, Place, Reader, Signed, key_for, prepare
from ..statements.commitment import Beacon, context
from ..wire import cbor, cose_encrypt
from ..wire.cose import Signer, Unsigned
from ..wire.cose_encrypt import READERS, Encrypted
from ..wire.hashes import x
from ..wire.hpke import wrap
from ..wire.merkle import HASH, LEAF, SortedTree, split
from ..wire.octets import Octets, octets
from . import plaintext

ENVELOPE_LIMIT = 512 * 2**20


class Envelope:
    """A sealed list as it travels: its bytes, its digest, and the form that they have. Spec 8.3."""

    def __init__(self, raw: bytes, digest: bytes, encrypted: Encrypted) -> None:
        self.raw = raw
        self.digest = digest
        self.ciphertext: bytes | memoryview = encrypted.ciphertext
        self.wraps: Mapping[bytes, bytes] = encrypted.wraps

    @classmethod
    def read(cls, data: Octets) -> "Envelope":
        """Read one envelope. Raise :class:`FormatError` ``envelope-malformed``, ``too-large``."""
        data = octets(data)
        if len(data) > ENVELOPE_LIMIT:
            raise FormatError("too-large", "the envelope is larger than 512 MiB")
        return cls(data, sha256(data).digest(), Encrypted.read(data))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Envelope) and self.raw == other.raw

    def __hash__(self) -> int:
        return hash(self.digest)

    def __repr__(self) -> str:
        return f"Envelope({self.digest.hex()!r}, {len(self.raw)} bytes)"

    def __reduce__(self) -> tuple[Callable[[bytes], "Envelope"], tuple[bytes]]:
        return Envelope.read, (self.raw,)  # the view of the ciphertext cannot be pickled

    @cached_property
    def ciphertext_digest(self) -> bytes:
        """The SHA-256 of the ciphertext, hashed once however many commitments name the envelope."""
        return sha256(self.ciphertext).digest()


class Salts:
    """The salts of all entries, and the second salts where the schema restricts a field: 32 bytes each. Spec 7.2.

    They are kept once one is asked for: of small entries they take more memory than all else.
    """

    def __init__(self, ctx: bytes, cek: bytes, content: List) -> None:
        self._secrets = ctx, cek
        self._size, self._is_restricted = HASH * len(content), content.restricted is not None

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Salts) and self.joined() == other.joined()

    __hash__: ClassVar[None]  # type: ignore[assignment]

    def joined(self) -> tuple[bytes, bytes]:
        """Derive the salts of all entries, joined, and the second salts, which may be empty."""
        second = x(self._size, "restricted salts", *self._secrets) if self._is_restricted else b""
        return x(self._size, "salts", *self._secrets), second

    @cached_property
    def _kept(self) -> tuple[bytes, bytes]:
        return self.joined()

    def of(self, index: int) -> tuple[bytes, bytes]:
        """Return the salt and second salt (perhaps empty) of the entry at ``index``, from 0."""
        first, second = self._kept
        here = slice(HASH * index, HASH * (index + 1))
        return first[here], second[here]


class Opened(NamedTuple):
    """A list that was checked in full against its commitment, with what it takes to disclose parts of it."""

    #: The id of the commitment that all of it was checked against.
    commitment_id: bytes
    #: What binds it to one signer and one place, 32 bytes.
    ctx: bytes
    #: The content key, 32 bytes: whoever has it reads the list.
    cek: bytes
    #: The label, the schema and the entries.
    list: List
    #: The salts of the entries. With one, an entry can be guessed in its leaf.
    salts: "Salts"
    #: The tree over the entries, for proofs.
    tree: SortedTree

    def __repr__(self) -> str:
        return f"Opened({self.commitment_id.hex()!r}, {self.list!r})"  # without its key


class Sealed(NamedTuple):
    """A sealed list whose commitment is still to be signed, here or elsewhere.

    ``opened`` holds the list, its content key and its proofs, as its author has them.
    """

    #: What the commitment will say: what is fixed, before anybody signs.
    commitment: Commitment
    #: The commitment, to be signed.
    unsigned: Unsigned
    #: The bytes of the envelope. They change each time, as its wraps do.
    envelope: bytes
    #: The list with its content key and its proofs.
    opened: Opened

    def __repr__(self) -> str:
        return f"Sealed({self.opened!r})"

    def sign(self, signer: Signer) -> bytes:
        """Sign the commitment and return its bytes. Raise :class:`VerificationError` if the signer has another key."""
        return self.unsigned.sign(signer)


def seal(
    content: List,
    *,
    author: Party,
    local_secret: LocalSecret,
    place: Place,
    readers: Sequence[Reader] = (),
    iat: int,
    seen: Sequence[bytes] = (),
    beacon: Beacon | None = None,
    progress: Progress = nobody,
) -> Sealed:
    """Commit to ``content`` and encrypt it to ``readers``, by their cards or accepts, and its author. Spec 7 and 8.

    With the same ``local_secret`` the same list in the same place gives the same root. ``iat`` is in seconds.
    ``progress`` is called with how many steps are done, and of how many; what it raises ends the work.
    Raise :class:`InputError` ``usage`` for a statement that no reader would accept, or too many readers.
    """
    if not isinstance(local_secret, LocalSecret):
        raise InputError("usage", "the local secret is a LocalSecret, as an Identity has one, and no other value")
    recipients = dict(map(key_for, (*readers, author)))
    if len(recipients) > READERS:
        raise InputError("usage", f"a list can be sealed to at most {READERS} readers, its author included")
    whole = content.restricted is None or len(content.restricted) == len(content.public)
    if (content.schema.restricted is None) != (content.restricted is None) or not whole:
        raise InputError(
            "usage", "the list's restricted parts are not those of its schema, so no reader would accept it"
        )
    content.check()
    schema, count = content.schema.digest, len(content)
    ctx = context(author.kid, place, schema, count)
    encoded = plaintext.encode(content)
    cek = x(32, "cek", bytes(local_secret), ctx, sha256(encoded).digest())
    salts = Salts(ctx, cek, content)
    steps = Steps(progress, count)
    tree = SortedTree(_leaves(ctx, salts, content, steps))
    ciphertext = cose_encrypt.encrypt(cek, encoded, ctx)
    del encoded
    digest = sha256(ciphertext).digest()
    wraps = {key_id: wrap(cek, key, key_id, seal_extra(ctx, digest, key_id)) for key_id, key in recipients.items()}
    envelope = Encrypted(ciphertext, wraps).encode()
    if len(envelope) > ENVELOPE_LIMIT:
        raise InputError("table", f"sealed, the list takes {len(envelope)} bytes; at most {ENVELOPE_LIMIT} are allowed")
    commitment = Commitment(
        place,
        schema=schema,
        count=count,
        root=tree.root,
        envelope=sha256(envelope).digest(),
        key=x(32, "key", ctx, cek),
        beacon=beacon,
        seen=seen,
    )
    unsigned = prepare(commitment, author.verify_key, subject=place.subject, iat=iat)
    return Sealed(commitment, unsigned, envelope, Opened(unsigned.id, ctx, cek, content, salts, tree))


def check_key(commitment: Signed[Commitment], cek: bytes) -> None:
    """Raise :class:`VerificationError` ``key-mismatch``: AES-GCM alone would open under two keys. Spec 8.4, step 3."""
    if len(cek) != 32 or not hmac.compare_digest(x(32, "key", context_of(commitment), cek), commitment.body.key):
        raise VerificationError("key-mismatch", "the key is not the one that was committed to")


def unseal(commitment: Signed[Commitment], envelope: Octets, cek: bytes, *, progress: Progress = nobody) -> Opened:
    """Open a list and check all of it against its commitment. Raise :class:`VerificationError`. Spec 8.4.

    Every failure after ``key-mismatch`` is the committer's fault, whoever handed over the key. ``progress`` is called
    with how many steps are done, and of how many; what it raises ends the work.
    """
    sealed = Envelope.read(envelope)
    check_digest(commitment, sealed.digest)
    return matched(commitment, decrypt_list(commitment, sealed, cek, Steps(progress, steps_of(commitment))))


def steps_of(commitment: Signed[Commitment]) -> int:
    """Return how many steps opening the list takes: each entry is checked, and hashed."""
    return 2 * commitment.body.count


def decrypt_list(commitment: Signed[Commitment], envelope: Envelope, cek: bytes, steps: Steps) -> Opened:
    """Take steps 3 to 8 of spec 8.4: all but the root, and the same for all commitments with one ``ctx``.

    Give the list to nobody before :func:`matched` returned it.
    """
    check_key(commitment, cek)
    body, ctx = commitment.body, context_of(commitment)
    encoded = cose_encrypt.decrypt(cek, envelope.ciphertext, ctx)  # step 4
    content = plaintext.decode(encoded, body)  # steps 5 to 7
    del encoded
    try:
        content.read_all(steps.watched)  # step 8
    except FormatError as error:
        raise VerificationError(error.code, str(error)) from None
    salts = Salts(ctx, cek, content)
    return Opened(commitment.id, ctx, cek, content, salts, SortedTree(_leaves(ctx, salts, content, steps)))


def may_be_list(commitment: Signed[Commitment], envelope: Envelope, cek: bytes) -> bool:
    """Return whether what the envelope begins with, decrypted and not authenticated, is a list of the schema.

    It takes the same little time for any envelope, and no key but the right one gets so far. Spec 12.1, step 6.
    """
    start = cose_encrypt.decrypt_start(cek, envelope.ciphertext, plaintext.START)
    return plaintext.begins_as_list(start, commitment.body.schema)


def matched(commitment: Signed[Commitment], opened: Opened) -> Opened:
    """Return what was decrypted under the commitment's ``ctx`` if its root is the commitment's: step 9."""
    if opened.tree.root != commitment.body.root:
        raise VerificationError("root-mismatch", "the entries in the envelope are not those that were committed to")
    return opened._replace(commitment_id=commitment.id)


def context_of(commitment: Signed[Commitment]) -> bytes:
    """Return ``ctx`` of a signed commitment, 32 bytes. Spec 7.1."""
    body = commitment.body
    return context(commitment.kid, body.place, body.schema, body.count)


def leaves(
    ctx: bytes, salts: Iterable[bytes], public: Iterable[bytes], restricted_digests: Iterable[bytes | None]
) -> Iterator[bytes]:
    """Yield the leaves of entries, 32 bytes each, from encoded public parts; all else has 32 bytes. Spec 7.3."""
    bytes_32 = b"\x58\x20"
    start = bytes_32 + ctx + bytes_32
    three, four = LEAF + b"\x83" + start, LEAF + b"\x84" + start
    parts = zip(public, salts, restricted_digests, strict=False)
    for entry, salt, digest in parts:
        record = three + salt + entry if digest is None else four + salt + entry + bytes_32 + digest
        yield sha256(record).digest()


def leaves_of(opened: Opened) -> Iterator[bytes]:
    """Yield the leaf of each entry of an opened list, in the order of the entries. Spec 7.3."""
    return _leaves(opened.ctx, opened.salts, opened.list, Steps(nobody, len(opened.list)))


_RESTRICTED = b"\x83" + cbor.encode("restricted") + b"\x58\x20"


def restricted_digest(salt: bytes, restricted: bytes) -> bytes:
    """Return what the leaf holds in place of a restricted part, 32 bytes. Spec 7.3."""
    return sha256(_RESTRICTED + salt + restricted).digest()


def _leaves(ctx: bytes, salts: Salts, content: List, steps: Steps) -> Iterator[bytes]:
    first, second = salts.joined()
    digests: Iterable[bytes | None] = repeat(None)
    if content.restricted is not None:
        digests = map(restricted_digest, split(second), content.restricted)
    return leaves(ctx, split(first), steps.watched(content.public), digests)


def check_digest(commitment: Signed[Commitment], digest: bytes) -> None:
    """Raise :class:`VerificationError` ``envelope-mismatch`` unless the commitment names this digest."""
    if digest != commitment.body.envelope:  # step 1
        raise VerificationError("envelope-mismatch", "this is not the envelope that the commitment names")


def seal_extra(ctx: bytes, ciphertext_digest: bytes, key_id: bytes) -> bytes:
    """Return what binds a wrap to its place in an envelope. Spec 8.3."""
    return cbor.encode(["seal", ctx, ciphertext_digest, key_id])

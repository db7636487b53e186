"""What the tests share: parties, readers' verdicts, and forgeries with sound signatures."""

from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256
from typing import Any

from swapproto import Assessment, Commitment, Identity, List, NotOpened, Place, Schema, Transcript, Trust, assess
from swapproto.envelope.plaintext import padded_length
from swapproto.lists import Field
from swapproto.statements.commitment import context
from swapproto.testing import IAT, NOW, Made, make, party, people, reveal
from swapproto.testing.made import NAMES, sealed
from swapproto.wire import cbor, cose
from swapproto.wire.cose_encrypt import Encrypted, encrypt
from swapproto.wire.hashes import x
from swapproto.wire.hpke import wrap
from swapproto.wire.merkle import EMPTY

__all__ = [
    "GUARDED",
    "HERON",
    "IAT",
    "NAMES",
    "NORTH",
    "NOW",
    "SOUTH",
    "STRANGER",
    "Made",
    "assessed",
    "commit",
    "committed_to_ciphertext",
    "committed_to_plaintext",
    "culprits",
    "encoded",
    "fact_codes",
    "make",
    "party",
    "people",
    "pins",
    "publish",
    "rejected",
    "reveal",
    "sealed",
    "sign",
]

GUARDED = Schema((Field("id"), Field("name"), Field("health", restricted=True)), primary_key=("id",))


NORTH, SOUTH, HERON, STRANGER = map(party, ("Northbank Secretariat", "Південний Берег", "Heron Mediation", "Незнайко"))


def pins(*identities: Identity) -> Trust:
    """Return the trust of a reader who pinned these."""
    return Trust.of(*(identity.party for identity in identities))


def assessed(
    files: bytes | Iterable[bytes],
    *pinned: Identity,
    openings: Mapping[bytes, bytes | NotOpened] | None = None,
    now: int = NOW,
) -> Assessment:
    """Assess these files as a reader with these pins does."""
    parts = [files] if isinstance(files, bytes) else files
    return assess(Transcript.union(map(Transcript.read, parts)), pins(*pinned), openings=openings, now=now)


def fact_codes(assessment: Assessment, subject: bytes | None = None) -> set[str]:
    """Return the codes of the facts: all of them, or those about one subject."""
    return {fact.code for fact in assessment.facts if subject in (None, fact.subject)}


def culprits(assessment: Assessment) -> list[tuple[str, bytes]]:
    """Return the code and the culprit of every contradiction."""
    return [(contradiction.code, contradiction.culprit) for contradiction in assessment.contradictions]


def rejected(assessment: Assessment) -> list[str]:
    return [piece.code for piece in assessment.rejected]


# --- forgeries ------------------------------------------------------------------------------------------------------


def sign(author: Identity, kind: str, body: Mapping[str, Any], subject: bytes) -> bytes:
    """Return any body under any kind, with a sound signature."""
    unsigned = cose.prepare(kind, body, verify_key=author.party.verify_key, subject=subject, iat=IAT)
    return unsigned.finish(author.sign(unsigned.to_be_signed))


def commit(author: Identity, commitment: Commitment) -> bytes:
    """Return a commitment to anything at all, with a sound signature."""
    return sign(author, "commitment", commitment.to_body(), commitment.place.subject)


def publish(author: Identity, made: Made, cek: bytes, *, subject: bytes | None = None) -> bytes:
    """Return a public reveal of whatever key, with a sound signature."""
    body: dict[str, Any] = {
        "nonce": bytes(16),
        "commitment": made.id,
        "given": [],
        "cek": cek,
        "wrap": None,
        "seen": [],
    }
    return sign(author, "reveal", body, subject or made.signed.body.place.subject)


def encoded(content: List) -> bytes:
    """Return the plaintext of a list before it is padded. Spec 8.1."""
    restricted = None if content.restricted is None else list(content.restricted)
    return cbor.encode([content.label, content.schema.to_wire(), list(content.public), restricted])


def committed_to_plaintext(
    author: Identity,
    plaintext: bytes,
    *,
    count: int = 0,
    schema: bytes = NAMES.digest,
    root: bytes = EMPTY,
    readers: Sequence[Identity] = (),
    place: Place | None = None,
    pad: bool = True,
) -> Made:
    """Return a soundly signed, soundly encrypted list whose content is these bytes, whatever they are."""
    place = place or Place(role="report", list_id=bytes(16))
    ctx = context(author.party.kid, place, schema, count)
    if pad and plaintext:
        plaintext = plaintext.ljust(padded_length(len(plaintext)), b"\0")
    cek = x(32, "cek", bytes(author.local_secret), ctx, sha256(plaintext).digest())
    ciphertext = encrypt(cek, plaintext, ctx)
    return committed_to_ciphertext(
        author, ciphertext, cek, place=place, schema=schema, count=count, root=root, readers=readers
    )


def committed_to_ciphertext(
    author: Identity,
    ciphertext: bytes,
    cek: bytes,
    *,
    place: Place,
    schema: bytes,
    count: int,
    root: bytes,
    readers: Sequence[Identity] = (),
) -> Made:
    """Return a commitment and envelope around any ciphertext, with sound wraps and key commitment for this key."""
    ctx = context(author.party.kid, place, schema, count)
    wraps = {}
    for reader in {author, *readers}:
        extra = cbor.encode(["seal", ctx, sha256(ciphertext).digest(), reader.party.kid])
        wraps[reader.party.kid] = wrap(cek, reader.party.encrypt_key, reader.party.kid, extra)
    envelope = Encrypted(ciphertext, wraps).encode()
    digest, key = sha256(envelope).digest(), x(32, "key", ctx, cek)
    commitment = Commitment(place, schema=schema, count=count, root=root, envelope=digest, key=key)
    return Made(author, commit(author, commitment), envelope, cek)

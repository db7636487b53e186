"""Made-up parties, lists and artefacts, each made by one call; and forgeries with sound signatures."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from typing import Any

from swapproto import (
    Assessment,
    Commitment,
    Identity,
    List,
    NotOpened,
    Schema,
    Sealed,
    Signed,
    Slot,
    Transcript,
    Trust,
    assess,
    prepare_reveal,
    read_statement,
    seal,
)
from swapproto.envelope import padded_length
from swapproto.lists import Field
from swapproto.statements.commitment import context
from swapproto.wire import cbor, cose
from swapproto.wire.hashes import x
from swapproto.wire.hpke import wrap
from swapproto.wire.merkle import EMPTY

IAT, NOW = 1_800_000_000, 1_900_000_000

NAMES = Schema((Field("id"), Field("name")), primary_key=("id",))
GUARDED = Schema((Field("id"), Field("name"), Field("health", restricted=True)), primary_key=("id",))


@cache
def party(name: str) -> Identity:
    """Return the same party for the same name."""
    return Identity.from_seed(sha256(name.encode()).digest(), name, iat=IAT)


NORTH, SOUTH, HERON, STRANGER = map(party, ("Northbank Secretariat", "Південний Берег", "Heron Mediation", "Незнайко"))


def people(count: int = 3, *, label: str = "people", schema: Schema = NAMES, word: str = "person") -> List:
    """Return a list of that many made-up entries, each field a text."""
    names = [field.name for field in schema.fields]
    return List.of(label, schema, ({name: f"{word} {name} {i}" for name in names} for i in range(count)))


@dataclass(frozen=True)
class Made:
    """A list as its author sent it, with its key."""

    author: Identity
    commitment: bytes
    envelope: bytes
    cek: bytes

    @property
    def signed(self) -> Signed[Commitment]:
        return read_statement(self.commitment, self.author.party.verify_key, Commitment)

    @property
    def id(self) -> bytes:
        return self.signed.id

    @property
    def both(self) -> bytes:
        return self.commitment + self.envelope


def sealed(author: Identity, content: List, *, slot: Slot | None = None, readers: Sequence[Identity] = ()) -> Sealed:
    return seal(
        content,
        author=author.party,
        local_secret=author.local_secret,
        slot=slot or Slot.first("report"),
        readers=[reader.party for reader in readers],
        iat=IAT,
    )


def make(
    author: Identity, content: List | None = None, *, slot: Slot | None = None, readers: Sequence[Identity] = ()
) -> Made:
    """Return a list, sealed and signed."""
    done = sealed(author, people() if content is None else content, slot=slot, readers=readers)
    return Made(author, done.sign(author), done.envelope, done.opened.cek)


def reveal(made: Made, by: Identity | None = None, to: Identity | None = None) -> bytes:
    """Return a reveal of a list's key, to everyone or to one reader, by its author or another."""
    revealer = by or made.author
    unsigned = prepare_reveal(
        made.signed, made.cek, revealer=revealer.party, reader=to.party if to else None, iat=IAT + 1
    )
    return unsigned.finish(revealer.sign(unsigned.to_be_signed))


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
    return sign(author, "commitment", commitment.to_body(), commitment.slot.subject)


def publish(author: Identity, made: Made, cek: bytes, *, subject: bytes | None = None) -> bytes:
    """Return a public reveal of whatever key, with a sound signature."""
    body: dict[str, Any] = {"commitment": made.id, "given": [], "cek": cek, "wrap": None, "seen": []}
    return sign(author, "reveal", body, subject or made.signed.body.slot.subject)


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
    slot: Slot | None = None,
    pad: bool = True,
) -> Made:
    """Return a soundly signed, soundly encrypted list whose content is these bytes, whatever they are."""
    slot = slot or Slot(role="report", list_id=bytes(16))
    ctx = context(author.party.kid, slot, schema, count)
    if pad and plaintext:
        plaintext = plaintext.ljust(padded_length(len(plaintext)), b"\0")
    cek = x(32, "cek", author.local_secret, ctx, sha256(plaintext).digest())
    ciphertext = cose.encrypt(cek, plaintext, ctx)
    return committed_to_ciphertext(
        author, ciphertext, cek, slot=slot, schema=schema, count=count, root=root, readers=readers
    )


def committed_to_ciphertext(
    author: Identity,
    ciphertext: bytes,
    cek: bytes,
    *,
    slot: Slot,
    schema: bytes,
    count: int,
    root: bytes,
    readers: Sequence[Identity] = (),
) -> Made:
    """Return a commitment and envelope around any ciphertext, with sound wraps and key commitment for this key."""
    ctx = context(author.party.kid, slot, schema, count)
    wraps = {}
    for reader in {author, *readers}:
        extra = cbor.encode(["seal", ctx, sha256(ciphertext).digest(), reader.party.kid])
        wraps[reader.party.kid] = wrap(cek, reader.party.encrypt_key, reader.party.kid, extra)
    envelope = cose.Encrypted(ciphertext, wraps).encode()
    digest, key = sha256(envelope).digest(), x(32, "key", ctx, cek)
    commitment = Commitment(slot, schema=schema, count=count, root=root, envelope=digest, key=key)
    return Made(author, commit(author, commitment), envelope, cek)

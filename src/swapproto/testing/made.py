"""Made-up parties, lists and artefacts, each made by one call."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import sha256

from ..disclosure import disclose
from ..envelope import Sealed, seal, unseal
from ..keys import Identity
from ..lists import Field, List, Schema
from ..release import prepare_reveal
from ..statements import Commitment, Place, Signed, read_statement

IAT, NOW = 1_800_000_000, 1_900_000_000
"""When made-up statements say that they were signed, and a later moment to assess them at: seconds since 1970."""

NAMES = Schema((Field("id"), Field("name")), primary_key=("id",))


@cache
def party(name: str) -> Identity:
    """Return a party with its keys: the same one for the same name, so that everybody knows its keys."""
    return Identity.from_seed(sha256(name.encode()).digest(), name, iat=IAT)


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

    def __repr__(self) -> str:
        return f"Made({self.id.hex()!r}, by {self.author.party.name!r})"  # without the key

    @property
    def signed(self) -> Signed[Commitment]:
        """The commitment, verified."""
        return read_statement(self.commitment, self.author.party.verify_key, Commitment)

    @property
    def id(self) -> bytes:
        """The id of the commitment."""
        return self.signed.id

    @property
    def both(self) -> bytes:
        """Commitment and envelope, as one file."""
        return self.commitment + self.envelope


def sealed(author: Identity, content: List, *, place: Place | None = None, readers: Sequence[Identity] = ()) -> Sealed:
    """Return a list, sealed and not signed yet."""
    return seal(
        content,
        author=author.party,
        local_secret=author.local_secret,
        place=place or Place.first("report"),
        readers=[reader.party for reader in readers],
        iat=IAT,
    )


def make(
    author: Identity, content: List | None = None, *, place: Place | None = None, readers: Sequence[Identity] = ()
) -> Made:
    """Return a list, sealed and signed."""
    done = sealed(author, people() if content is None else content, place=place, readers=readers)
    return Made(author, done.sign(author), done.envelope, done.opened.cek)


def reveal(made: Made, by: Identity | None = None, to: Identity | None = None) -> bytes:
    """Return a reveal of a list's key, to everyone or to one reader, by its author or another."""
    revealer = by or made.author
    unsigned = prepare_reveal(
        made.signed, made.cek, revealer=revealer.party, reader=to.party if to else None, iat=IAT + 1
    )
    return unsigned.finish(revealer.sign(unsigned.to_be_signed))


def shown(made: Made, positions: Iterable[int]) -> bytes:
    """Return a disclosure of the entries at these positions, from 0."""
    return disclose(unseal(made.signed, made.envelope, made.cek), positions)

"""The ``.swap`` file: a set of artefacts that only grows. Spec 3.2."""

from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from hashlib import sha256
from typing import Any, ClassVar, NamedTuple

from . import disclosure
from .disclosure import Disclosure
from .envelope import Envelope
from .errors import Code, FormatError, SwapError
from .stamps import stamp
from .stamps.stamp import Stamp
from .statements import KINDS, Party, read_form
from .wire import cbor
from .wire.armor import armor
from .wire.cose import Sign1
from .wire.framing import Piece, frame
from .wire.heads import tag_of, word_of
from .wire.octets import Octets, octets

FILE_LIMIT = 2**30
LISTED = 1_000
"""How many rejected pieces of a file are listed that are no artefacts, and that are. Spec 3.2, step 5."""


class Artefact(NamedTuple):
    """A kind of artefact: its name, and the function that reads one from its bytes."""

    name: str
    read: Callable[[bytes], Any]


ARTEFACTS: dict[tuple[int, str | None], Artefact] = {
    (cbor.SIGN1, None): Artefact("statement", read_form),
    (cbor.ENCRYPT, None): Artefact("envelope", Envelope.read),
    (cbor.SWAP, disclosure.WORD): Artefact("disclosure", Disclosure.read),
    (cbor.SWAP, stamp.WORD): Artefact("stamp", Stamp.read),
}
"""The kinds of artefact by tag, and by the word that an array under this protocol's own tag begins with."""
_FIRST = {tag: kind for (tag, _), kind in reversed(ARTEFACTS.items())}
"""The first of each tag, whose reader says what is wrong with another word."""


class Rejected(NamedTuple):
    """A piece of a file that could not be read or verified, and why. The rest of the file is still assessed.

    ``id`` is the SHA-256 of its bytes: the same bad piece in two files is one. Spec 12.1, step 1.
    """

    #: The name of the file.
    source: str
    #: Where it begins in the file, in bytes.
    offset: int
    #: What is wrong.
    code: Code
    #: The same in words, for people.
    message: str
    #: The SHA-256 of its bytes.
    id: bytes


class Transcript:
    """Artefacts, each read alone. Order and duplicates mean nothing; ``|`` is union.

    ``by_kind`` holds what was read by the name of its kind and the SHA-256 of its bytes, ``places`` the files that each
    is in, with its first offset there, ``framed`` how many items the files had that could be separated at all.
    """

    def __init__(
        self,
        by_kind: Mapping[str, Mapping[bytes, Any]] | None = None,
        rejected: Mapping[tuple[bytes, Code], Rejected] | None = None,
        places: Mapping[bytes, Mapping[str, int]] | None = None,
        framed: int = 0,
    ) -> None:
        found = by_kind or {}
        #: What was read, by the name of its kind and the SHA-256 of its bytes.
        self.by_kind: dict[str, dict[bytes, Any]] = {
            kind.name: dict(found.get(kind.name, {})) for kind in ARTEFACTS.values()
        }
        #: What could not be read, by the SHA-256 of its bytes and the code.
        self.rejected: dict[tuple[bytes, Code], Rejected] = dict(rejected or {})
        #: The files that each artefact is in, with its first offset there, by the SHA-256 of its bytes.
        self.places: dict[bytes, dict[str, int]] = {digest: dict(where) for digest, where in (places or {}).items()}
        #: How many items the files had that could be separated at all.
        self.framed: int = framed

    @property
    def statements(self) -> dict[bytes, Sign1]:
        """The statements, unverified, by the SHA-256 of their bytes: every signature variant is one of its own."""
        return self.by_kind["statement"]

    @property
    def envelopes(self) -> dict[bytes, Envelope]:
        """The sealed lists."""
        return self.by_kind["envelope"]

    @property
    def disclosures(self) -> dict[bytes, Disclosure]:
        """The disclosures, unchecked."""
        return self.by_kind["disclosure"]

    @property
    def stamps(self) -> dict[bytes, Stamp]:
        """The stamps, their tokens unchecked."""
        return self.by_kind["stamp"]

    def __len__(self) -> int:
        return sum(map(len, self.by_kind.values()))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Transcript) and self.artefacts() == other.artefacts()

    __hash__: ClassVar[None]  # type: ignore[assignment]

    def __repr__(self) -> str:
        return f"Transcript({len(self)} artefacts, {len(self.rejected)} rejected)"

    @classmethod
    def read(cls, data: Octets, source: str = "") -> "Transcript":
        """Read everything in a file's bytes, armored or not. Nothing is raised: bad pieces go to ``rejected``.

        Offsets count in the bytes that armor carries.
        """
        data = octets(data)
        if len(data) > FILE_LIMIT:
            whole = Rejected(source, 0, "too-large", "the file is larger than 1 GiB", sha256(data).digest())
            return cls(rejected={(whole.id, whole.code): whole})
        found = cls()
        junk = unreadable = 0
        for piece in frame(data):
            found.framed += piece.error is None
            if piece.is_artefact:
                unreadable += not found._add(piece, source, listed=unreadable < LISTED)
            elif junk < LISTED:
                found._add(piece, source)
                junk += 1
        return found

    def _add(self, piece: Piece, source: str, *, listed: bool = True) -> bool:
        """Read a piece, and return whether it could be read; if not, it is rejected where it is to be ``listed``."""
        digest = sha256(piece.data).digest()
        if digest in self.places:
            where = self.places[digest]
            where[source] = min(where.get(source, piece.offset), piece.offset)
            return True
        try:
            kind = kind_of(piece)
            self.by_kind[kind.name][digest] = kind.read(piece.data)
            self.places[digest] = {source: piece.offset}
            return True
        except SwapError as error:
            known = self.rejected.get((digest, error.code))
            if listed and (known is None or (known.source == source and piece.offset < known.offset)):
                rejected = Rejected(source, piece.offset, error.code, str(error), digest)
                self.rejected[digest, error.code] = rejected  # spec 12.1, step 1: the first place counts
            return False

    def __or__(self, other: "Transcript") -> "Transcript":
        return Transcript.union((self, other))

    @classmethod
    def union(cls, parts: Iterable["Transcript"]) -> "Transcript":
        """Return everything in ``parts``; of what was rejected in several files, the first is named."""
        whole = cls()
        for part in parts:
            for mine, its in zip(whole._sets(), part._sets(), strict=True):
                for key, value in its.items():
                    mine.setdefault(key, value)
            for digest, where in part.places.items():
                known = whole.places.setdefault(digest, {})
                known |= {name: offset for name, offset in where.items() if name not in known}
            whole.framed += part.framed
        return whole

    def _sets(self) -> list[dict[Any, Any]]:
        return [*self.by_kind.values(), self.rejected]

    def place(self, digest: bytes) -> tuple[str, int]:
        """Return the first file that the artefact with this SHA-256 is in, and its offset there."""
        return next(iter(self.places[digest].items()))

    def sources(self) -> dict[bytes, list[str]]:
        """Return by the id of each artefact the names of the files that it is in, in order."""
        found: dict[bytes, list[str]] = {}
        for kind, artefacts in self.by_kind.items():
            for digest, one in artefacts.items():
                identifier, names = one.id if kind == "statement" else digest, sorted(self.places[digest])
                found[identifier] = sorted({*found[identifier], *names}) if identifier in found else names
        return found

    def cards(self) -> list[Party]:
        """Return the parties of the valid cards, in order of their ids. Pin them before you trust them."""
        found: dict[bytes, Party] = {}
        for statement in self.statements.values():
            if statement.kind == "card":
                with suppress(SwapError):
                    party = Party.read(statement.raw)
                    found[party.card_id] = party
        return [party for _, party in sorted(found.items())]

    def artefacts(self) -> list[bytes]:
        """Return the bytes of every readable artefact in one fixed order: by kind, the large envelopes last."""
        kinds = sorted(self.by_kind, key=lambda name: name == "envelope")
        return [one.raw for kind in kinds for _, one in sorted(self.by_kind[kind].items())]

    def encode(self) -> bytes:
        """Return one ``.swap`` file with everything readable in it."""
        return b"".join(self.artefacts())

    def armored(self) -> str:
        """Return the same as text for mail and messengers."""
        return armor(self.encode())


def kinds() -> list[str]:
    """Return the names of all kinds: those of statements, then the other artefacts."""
    return [*KINDS, *(kind.name for kind in ARTEFACTS.values() if kind.name != "statement")]


def kind_of(piece: Piece) -> Artefact:
    """Return the kind of artefact that a piece is by its first bytes. Raise :class:`FormatError`.

    Spec 3.2, steps 2 and 4.
    """
    if piece.error is not None:
        raise piece.error
    tag = tag_of(piece.data)
    word = word_of(piece.data) if tag == cbor.SWAP and piece.begins else None
    kind = None if tag is None else ARTEFACTS.get((tag, word), _FIRST.get(tag))
    if kind is None:
        raise FormatError("artefact-unknown", "not a statement, an envelope, a disclosure or a stamp")
    if not piece.begins:
        kind.read(piece.data)
        raise FormatError("statement-malformed", "its protected header is shorter or longer than that of a statement")
    return kind

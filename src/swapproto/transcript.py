"""The ``.swap`` file: a set of artefacts that only grows. Spec 3.2."""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from hashlib import sha256
from itertools import islice
from typing import Any, NamedTuple

from . import disclosure
from .disclosure import Disclosure
from .envelope import ENVELOPE_LIMIT
from .errors import Code, FormatError, SwapError
from .keys import Party
from .wire import cbor, cose
from .wire.armor import armor, dearmor, is_text
from .wire.cose import Encrypted, Sign1

FILE_LIMIT = 2**30
ARTEFACTS = 10_000


class Rejected(NamedTuple):
    """A piece of a file that could not be read or verified, and why. The rest of the file is not the worse for it.

    ``id`` is the SHA-256 of its bytes: the same bad piece in two files is one.
    """

    source: str
    offset: int
    code: Code
    message: str
    id: bytes


class Transcript:
    """Artefacts, each read alone. Order and duplicates mean nothing; ``|`` is union.

    ``framed`` counts what could be told apart at all. ``places`` says for each artefact (by the SHA-256 of its bytes)
    where it was first found.
    """

    def __init__(
        self,
        statements: Mapping[bytes, Sign1] | None = None,
        envelopes: Mapping[bytes, bytes] | None = None,
        disclosures: Mapping[bytes, Disclosure] | None = None,
        rejected: Mapping[bytes, Rejected] | None = None,
        places: Mapping[bytes, tuple[str, int]] | None = None,
        framed: int = 0,
    ) -> None:
        self.statements = dict(statements or {})
        self.envelopes = dict(envelopes or {})
        self.disclosures = dict(disclosures or {})
        self.rejected = dict(rejected or {})
        self.places = dict(places or {})
        self.framed = framed

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Transcript) and self.artefacts() == other.artefacts()

    __hash__ = None  # type: ignore[assignment]

    @classmethod
    def read(cls, data: bytes, source: str = "") -> "Transcript":
        """Everything in a file's bytes, armored or not; what is unreadable goes to ``rejected``, and nothing is raised.

        Offsets are those in the bytes that armor carries.
        """
        try:
            raw = unwrapped(data)
            pieces = split(raw)
        except SwapError as error:
            whole = Rejected(source, 0, error.code, str(error), sha256(data).digest())
            return cls(rejected={whole.id: whole})
        statements: dict[bytes, Sign1] = {}
        envelopes: dict[bytes, bytes] = {}
        disclosures: dict[bytes, Disclosure] = {}
        places: dict[bytes, tuple[str, int]] = {}
        rejected: dict[bytes, Rejected] = {}
        for offset, found in pieces:
            piece = raw[offset:] if isinstance(found, FormatError) else raw[offset : offset + found]
            digest = sha256(piece).digest()
            try:
                if isinstance(found, FormatError):
                    raise found
                places.setdefault(digest, (source, offset))
                match cbor.tag_of(piece):
                    case cose.SIGN1:
                        statements[digest] = Sign1.read(piece)
                    case cose.ENCRYPT:
                        if len(piece) > ENVELOPE_LIMIT:
                            raise FormatError("too-large", "the envelope is larger than 512 MiB")
                        Encrypted.read(piece)
                        envelopes[digest] = piece
                    case disclosure.TAG:
                        disclosures[digest] = Disclosure.read(piece)
                    case _:
                        raise FormatError("artefact-unknown", "not a statement, an envelope or a disclosure")
            except SwapError as error:
                rejected[digest] = Rejected(source, offset, error.code, str(error), digest)
        framed = sum(isinstance(found, int) for _, found in pieces)
        return cls(statements, envelopes, disclosures, rejected, places, framed)

    def __or__(self, other: "Transcript") -> "Transcript":
        return Transcript.union((self, other))

    @classmethod
    def union(cls, parts: Iterable["Transcript"]) -> "Transcript":
        """Everything in ``parts``; of what is there twice, the first counts."""
        whole = cls()
        framed = 0
        for part in parts:
            for mine, its in zip(whole._sets(), part._sets(), strict=True):
                for key, value in its.items():
                    mine.setdefault(key, value)
            framed += part.framed
        whole.framed = framed
        return whole

    def _sets(self) -> tuple[Any, ...]:
        return self.statements, self.envelopes, self.disclosures, self.rejected, self.places

    def cards(self) -> list[Party]:
        """The sound cards in it, in order of their ids. They prove who holds a key, not who that is: pin them."""
        found: dict[bytes, Party] = {}
        for statement in self.statements.values():
            if statement.kind == "card":
                with suppress(SwapError):
                    party = Party.read(statement.raw)
                    found[party.card_id] = party
        return [party for _, party in sorted(found.items())]

    def artefacts(self) -> list[bytes]:
        """The bytes of every readable artefact, in one order whatever order they came in: small ones first."""
        statements = [s.raw for _, s in sorted(self.statements.items())]
        disclosures = [d.raw for _, d in sorted(self.disclosures.items())]
        return [*statements, *disclosures, *(e for _, e in sorted(self.envelopes.items()))]

    def encode(self) -> bytes:
        """One ``.swap`` file with everything readable in it."""
        return b"".join(self.artefacts())

    def armored(self) -> str:
        """The same as text for mail and messengers."""
        return armor(self.encode())


def unwrapped(data: bytes) -> bytes:
    """A file's artefacts, out of their armor if they have any. Raises ``armor-malformed``, ``too-large``. Spec 3.2."""
    if len(data) > FILE_LIMIT:
        raise FormatError("too-large", "the file is larger than 1 GiB")
    if not is_text(data):
        return data
    if b"-----BEGIN SWAPPROTO KEY-----" in data:
        raise FormatError("armor-malformed", "this is a key file, which holds a secret: keep it to yourself")
    return dearmor(data.decode(errors="replace"))  # a letter around the blocks may be in any encoding


def split(raw: bytes) -> list[tuple[int, int] | tuple[int, FormatError]]:
    """Where each artefact lies, and what stopped the framing, as :func:`cbor.frame`. Raises ``too-large``."""
    pieces = list(islice(cbor.frame(raw), ARTEFACTS + 1))
    if len(pieces) > ARTEFACTS:
        raise FormatError("too-large", f"more than {ARTEFACTS:,} artefacts in one file")
    return pieces

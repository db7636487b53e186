"""The stamp: a token of an authority's clock for a statement, or for another stamp. Spec 18.1."""

from hashlib import sha256

from ..errors import FormatError
from ..wire import cbor
from ..wire.merkle import HASH
from ..wire.octets import Octets, octets

WORD = "stamp"
TOKEN_LEAST, TOKEN_LIMIT = 256, 32_768
_DEPTH = 8


class Stamp:
    """A token that is not yet verified, with the id of what it is said to be for."""

    __slots__ = ("id", "raw", "target", "token")  # a file can have twenty thousand for each megabyte

    def __init__(self, raw: bytes, target: bytes, token: bytes) -> None:
        #: The SHA-256 of its bytes.
        self.id: bytes = sha256(raw).digest()
        #: Its bytes.
        self.raw: bytes = raw
        #: The id of the statement or stamp that it is said to be for, 32 bytes.
        self.target: bytes = target
        #: A TimeStampToken of RFC 3161 in DER, 256 to 32,768 bytes.
        self.token: bytes = token

    @classmethod
    def read(cls, data: Octets) -> "Stamp":
        """Take spec 18.1. Raise :class:`FormatError` with a code of spec 3.1, or ``stamp-malformed``."""
        data = octets(data)
        value = cbor.decode(data, _DEPTH, tag=cbor.SWAP, heads=cbor.FEW)
        match value:
            case [str(word), bytes(target), bytes(token)] if word == WORD and len(target) == HASH:
                if TOKEN_LEAST <= len(token) <= TOKEN_LIMIT:
                    return cls(data, target, token)
        raise FormatError("stamp-malformed", "not in the form that stamps have")

    @classmethod
    def of(cls, target: bytes, token: bytes) -> "Stamp":
        """Make a stamp of ``token`` for the statement or stamp whose id is ``target``. Raise as :meth:`read`."""
        return cls.read(cbor.encode(cbor.Tag(cbor.SWAP, [WORD, target, token])))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Stamp) and self.raw == other.raw

    def __hash__(self) -> int:
        return hash(self.id)

    def __repr__(self) -> str:
        return f"Stamp({self.id.hex()!r}, of {self.target.hex()!r})"


def stamped_bytes(signature: bytes) -> bytes:
    """Return what a token for a statement is over: its 64-byte signature as it is encoded in it. Spec 18.1."""
    return cbor.encode(signature)

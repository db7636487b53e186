"""COSE_Sign1 as this protocol profiles it: one form, which every statement has. Spec 4.2, 4.3, 5.

Keys are bytes here and kinds are text: what the body of a kind means is decided above this layer.
"""

import re
from base64 import urlsafe_b64encode
from collections.abc import Coroutine, Mapping
from functools import cache, lru_cache
from hashlib import sha256
from types import ModuleType
from typing import Any, NamedTuple, Protocol

from nacl import exceptions

from ..errors import FormatError, InputError, VerificationError
from . import cbor, heads
from .octets import Octets, octets

ED25519 = -19
HEADER_LIMIT = 4096
PAYLOAD_LIMIT = 65_536
DEPTH, PAIRS = 8, 32
HEADS = 1024
"""More items than any header has, or any envelope with all of its recipients."""
TIME_MAX = 253402300799
KEY_SIZE, SIGNATURE_SIZE = 32, 64
_KID_URI = "urn:ietf:params:oauth:ckt:sha-256:"
_TYP = "application/vnd.swapproto.{}+cose"
_KIND = re.compile(re.escape(_TYP).replace(r"\{\}", "([a-z-]{1,32})"))


_OKP = cbor.encode({1: 1, -1: 6, -2: bytes(KEY_SIZE)})[:-KEY_SIZE]


def thumbprint(verify_key: bytes) -> bytes:
    """Return the kid of a 32-byte Ed25519 key: its RFC 9679 thumbprint, 32 bytes. Spec 4.2."""
    return sha256(_OKP + verify_key).digest()


@lru_cache(maxsize=1024)  # a party signs many statements
def kid_uri(kid: bytes) -> str:
    """Return the URI of a kid, for the ``iss`` claim. Spec 4.2."""
    return _KID_URI + urlsafe_b64encode(kid).decode().rstrip("=")


def weak_verify_key(key: bytes) -> bool:
    """Return whether an Ed25519 key is not a canonical point of the prime-order group. Spec 4.3, step 1.

    With the identity point, one signature fits every message.
    """
    return len(key) != KEY_SIZE or not _sodium().crypto_core_ed25519_is_valid_point(key)


@lru_cache(maxsize=1024)  # a party signs many statements, and its key is checked once
def _kid_of(verify_key: bytes) -> bytes:
    if weak_verify_key(verify_key):
        raise VerificationError("key-weak", "the signer's key is not a valid Ed25519 key")
    return thumbprint(verify_key)


class Signer(Protocol):
    """The holder of a party's signing key, wherever that key is: in a key file, an HSM, a key service."""

    def sign(self, message: bytes) -> bytes:
        """Return the 64-byte Ed25519 signature of ``message``: at most 4,096 bytes, and 65,536 if they are terms."""
        ...


class Unsigned(NamedTuple):
    """A statement without its signature, which can be made elsewhere and later.

    ``to_be_signed`` goes to the holder of the key; what comes back goes to :meth:`finish`.
    """

    #: The verification key of the signer, 32 bytes.
    verify_key: bytes
    #: The protected header, encoded.
    protected: bytes
    #: The body, encoded. That of a public reveal holds a key.
    payload: bytes

    def __repr__(self) -> str:
        return f"Unsigned({self.id.hex()!r})"  # the payload of a reveal is a key

    @property
    def to_be_signed(self) -> bytes:
        """The Sig_structure: the exact bytes that the holder of the key signs. Spec 5.2."""
        return _sig_structure(self.protected, self.payload)

    @property
    def id(self) -> bytes:
        """The statement id, 32 bytes, which is known before the statement is signed. Spec 5.2."""
        return sha256(self.to_be_signed).digest()

    @property
    def iat(self) -> int:
        """When it says that it is signed, in seconds since 1970."""
        return _read_header(self.protected).iat

    def sign(self, signer: "Signer") -> bytes:
        """Sign with ``signer`` and return the statement's bytes. Raise as :meth:`finish`."""
        return self.finish(signer.sign(self.to_be_signed))

    def finish(self, signature: bytes) -> bytes:
        """Return the statement's bytes. Raise :class:`VerificationError` if ``signature`` does not verify.

        Raise :class:`InputError` ``usage`` if it is not bytes at all.
        """
        require_bytes("a signature", signature)
        _check_signature(self.verify_key, signature, self.to_be_signed)
        return cbor.encode(cbor.Tag(cbor.SIGN1, [self.protected, {}, self.payload, signature]))


def require_bytes(what: str, value: object) -> None:
    """Raise :class:`InputError` ``usage`` unless the holder of a key gave bytes, and not a promise of them."""
    if isinstance(value, Coroutine):
        value.close()
        raise InputError("usage", f"{what} is bytes, and a coroutine came: await it, and give the result to finish()")
    if not isinstance(value, bytes):
        raise InputError("usage", f"{what} is bytes, and a value of type {type(value).__name__} came")


def prepare(kind: str, body: Mapping[str, Any], *, verify_key: bytes, subject: bytes, iat: int) -> Unsigned:
    """Prepare a statement of ``kind`` about ``subject`` (16 or 32 bytes) that states to be signed at ``iat`` (seconds).

    Spec 5.1.
    """
    kid = thumbprint(verify_key)
    claims = {1: kid_uri(kid), 2: subject.hex(), 6: iat}
    protected = cbor.encode({1: ED25519, 4: kid, 15: claims, 16: _TYP.format(kind)})
    return Unsigned(verify_key, protected, cbor.encode(body))


class Header(NamedTuple):
    """The protected header of a statement. Spec 5.1."""

    alg: int
    kid: bytes
    issuer: str
    subject: str
    iat: int
    typ: str


class Sign1:
    """A statement read as far as its header. Its payload cannot be read before :meth:`verify`. Spec 5.3."""

    __slots__ = ("_payload", "_signature", "iat", "id", "issuer", "kid", "kind", "raw", "signed", "subject")

    def __init__(self, raw: bytes, parts: tuple[bytes, bytes, bytes], kind: str, header: Header) -> None:
        self.raw: bytes = raw
        self.kind: str = kind
        self.kid: bytes = header.kid
        self.issuer: str = header.issuer
        self.subject: str = header.subject
        self.iat: int = header.iat
        protected, self._payload, self._signature = parts
        #: The Sig_structure: the exact bytes that were signed. Spec 5.2.
        self.signed: bytes = _sig_structure(protected, self._payload)
        #: The statement id, 32 bytes. The signature is not part of it: one statement can have several. Spec 5.2.
        self.id: bytes = sha256(self.signed).digest()

    @classmethod
    def read(cls, data: Octets) -> "Sign1":
        """Take steps 1 and 2, all but the limit of the kind. Raise :class:`FormatError`.

        ``kind`` is whatever word the media type names: the kinds that exist are decided above this module.
        """
        data = octets(data)
        parts = _read_form(data)
        header = _read_header(parts[0])
        if header.alg != ED25519:
            raise FormatError("alg-unknown", f"signed with algorithm {header.alg}; only Ed25519 (-19) is known")
        named = _KIND.fullmatch(header.typ)
        if named is None:
            raise FormatError("kind-unknown", "its media type is not that of a statement")
        return cls(data, parts, named[1], header)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sign1) and self.raw == other.raw

    def __hash__(self) -> int:
        return hash(self.raw)

    def __repr__(self) -> str:
        return f"Sign1({self.kind}, {self.id.hex()!r})"

    def verify(self, verify_key: bytes) -> bytes:
        """Take steps 3 and 4. Return the payload, which this key signed. Raise :class:`VerificationError`."""
        if _kid_of(verify_key) != self.kid:  # step 3
            raise VerificationError("kid-mismatch", "the statement names another key than this one")
        _check_signature(verify_key, self._signature, self.signed)  # step 4
        return self._payload

    def read_payload(self, payload: bytes) -> dict[Any, Any]:
        """Take step 5 as far as the payload, which :meth:`verify` returned, is a map.

        Raise :class:`FormatError` ``body-invalid``.
        """
        body = _decode(payload)
        if type(body) is not dict:
            raise FormatError("body-invalid", "the statement's body is not a map of named fields")
        return body

    def check_claims(self, wrong: str | None) -> None:
        """Take step 6, after the body was checked. ``wrong`` says why the subject claim is wrong, if it is.

        Raise :class:`VerificationError` ``claims-mismatch``.
        """
        if self.issuer != kid_uri(self.kid):
            wrong = "the issuer claim is not the URI of the signer's key"
        if wrong:
            raise VerificationError("claims-mismatch", wrong)

    def presented_key(self, field: str) -> bytes:
        """Return the key that a card presents: the one value read before the signature is verified. Spec 4.4, step 1.

        Whatever else the payload has is looked at after the signature.
        """
        _decode(self._payload)
        key = cbor.member(self._payload, field)
        if type(key) is not bytes:
            raise FormatError("body-invalid", "the card presents no verification key")
        return key


def _decode(payload: bytes) -> Any:
    try:
        return cbor.decode(payload, DEPTH, pairs=PAIRS)
    except FormatError as error:
        raise FormatError("body-invalid", f"the statement's body: {error}") from None


_FORM = (
    (heads.head(6, cbor.SIGN1) + heads.head(4, 4), heads.BYTES),
    (cbor.encode({}), heads.BYTES),
    (b"", heads.BYTES),
)
_HEADER = (
    (b"\xa4\x01", heads.INT),
    (b"\x04", heads.BYTES),
    (b"\x0f\xa3\x01", heads.TEXT),
    (b"\x02", heads.TEXT),
    (b"\x06", heads.INT),
    (b"\x10", heads.TEXT),
)


def _read_form(data: bytes) -> tuple[bytes, bytes, bytes]:  # step 1
    """Return header, payload and signature. Statements have one form, so none is decoded and encoded again."""
    try:
        protected, payload, signature = heads.fields(data, _FORM)
        if 0 < len(payload) <= PAYLOAD_LIMIT and len(signature) == SIGNATURE_SIZE:
            return protected, payload, signature
    except FormatError:
        cbor.decode(data, DEPTH, tag=cbor.SIGN1, heads=HEADS, pairs=PAIRS)  # names what 3.1 rejects
    raise FormatError("statement-malformed", "not in the form of COSE_Sign1 that statements have")


def _read_header(protected: bytes) -> Header:  # step 2
    try:
        if len(protected) <= HEADER_LIMIT:
            header = Header(*heads.fields(protected, _HEADER))
            if len(header.kid) == KEY_SIZE and is_time(header.iat):
                return header
    except FormatError:
        try:
            cbor.decode(protected, DEPTH, heads=HEADS, pairs=PAIRS)
        except FormatError as error:
            raise FormatError("statement-malformed", f"its protected header is invalid: {error}") from None
    raise FormatError("statement-malformed", "its protected header does not have exactly alg, kid, claims and typ")


def is_time(value: object) -> bool:
    """Return whether a value is a time: whole seconds since 1970, to the end of the year 9999."""
    return type(value) is int and 0 <= value <= TIME_MAX


def _sig_structure(protected: bytes, payload: bytes) -> bytes:
    return cbor.encode_strings(("Signature1", protected, b"", payload))


@cache
def _sodium() -> ModuleType:
    from nacl import bindings  # here: what verifies nothing takes nothing of it

    return bindings


def _check_signature(verify_key: bytes, signature: bytes, message: bytes) -> None:
    try:
        if len(signature) != SIGNATURE_SIZE:  # or the boundary between signature and message could move
            raise exceptions.ValueError
        _sodium().crypto_sign_open(signature + message, verify_key)  # refuses an R of small order, too
    except (exceptions.BadSignatureError, exceptions.ValueError):
        raise VerificationError(
            "signature-invalid", "the signature does not verify: the statement was altered, or another key signed it"
        ) from None

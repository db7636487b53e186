"""What is sent to an authority and what comes back (RFC 3161), without the network. Spec 18.8."""

import os
from typing import NamedTuple

from ..errors import FormatError, InputError, VerificationError
from ..text import HIDING
from .algorithms import OIDS, Algorithm, digest
from .der import (
    BITS,
    BOOLEAN,
    INTEGER,
    NULL,
    OCTETS,
    OID,
    SEQUENCE,
    UTF8,
    Element,
    Fields,
    malformed,
    whole,
    write,
    write_integer,
)
from .tokens import read_info

RESPONSE_LIMIT = 65_536
QUERY_TYPE, RESPONSE_TYPE = "application/timestamp-query", "application/timestamp-reply"
"""The media types of a request and of its answer, for HTTP."""
NONCE_SIZE = 8
_STATUS = (
    "granted",
    "granted with changes",
    "rejected",
    "waiting",
    "a warning of revocation",
    "a notice of revocation",
)
_TEXT_LIMIT = 200


class Request(NamedTuple):
    """A request for a token, with what the answer has to repeat."""

    #: The TimeStampReq in DER, as it is sent or saved as a file (.tsq).
    raw: bytes
    #: The name of the hash, as in :mod:`hashlib`.
    hash_name: str
    #: The hash of the stamped bytes.
    imprint: bytes
    #: The number that marks the answer as the one to this request.
    nonce: int

    @classmethod
    def of(cls, stamped: bytes, *, hash_name: str = "sha256", nonce: bytes | None = None) -> "Request":
        """Make a request for a token of ``stamped``, with a fresh random nonce of 8 bytes unless one is given.

        ``hash_name``: ``sha256``, ``sha384`` or ``sha512``; raise :class:`InputError` ``usage`` for another.
        """
        if hash_name not in OIDS:
            raise InputError("usage", f"no stamp is asked for with the hash {hash_name}: take sha256, sha384 or sha512")
        number = int.from_bytes(os.urandom(NONCE_SIZE) if nonce is None else nonce, "big")
        imprint = digest(hash_name, stamped)
        algorithm = write(SEQUENCE, write(OID, OIDS[hash_name]), write(NULL))
        raw = write(
            SEQUENCE,
            write_integer(1),
            write(SEQUENCE, algorithm, write(OCTETS, imprint)),
            write_integer(number),
            write(BOOLEAN, b"\xff"),  # with the certificate of the signer
        )
        return cls(raw, hash_name, imprint, number)

    @classmethod
    def read(cls, data: bytes) -> "Request":
        """Read a request that :meth:`of` made. Raise :class:`FormatError` ``token-malformed``."""
        fields = Fields(whole(data))
        fields.take(INTEGER)
        imprint = Fields(fields.take(SEQUENCE))
        name, hashed = Algorithm.read(imprint.take(SEQUENCE)).hash, imprint.take(OCTETS).content
        imprint.end()
        nonce = fields.take(INTEGER).integer()
        fields.take(BOOLEAN)
        fields.end()
        if name is None:
            raise malformed("a request with a weak hash")
        return cls(data, name, hashed, nonce)

    def token_of(self, response: bytes) -> bytes:
        """Return the token of the answer to this request; it is not yet verified.

        Raise :class:`FormatError` ``token-malformed`` if it is no answer or the authority refused, and
        :class:`VerificationError` ``token-imprint`` if it answers another request. Spec 18.8.
        """
        token = read_response(response)
        info = read_info(token)
        if info.nonce != self.nonce or info.hash.hash != self.hash_name or info.imprint != self.imprint:
            raise VerificationError(
                "token-imprint", "the authority answered another request than this one; ask it again, or ask another"
            )
        return token


def read_response(data: bytes) -> bytes:
    """Return the token of a TimeStampResp that is granted, as files (.tsr) hold it. Raise ``token-malformed``."""
    if len(data) > RESPONSE_LIMIT:
        raise malformed(f"an answer of {len(data):,} bytes, where {RESPONSE_LIMIT:,} are allowed")
    if data[:64].lstrip()[:1] == b"<":
        raise FormatError(
            "token-malformed", "the answer is a web page and no time stamp; check the address of the authority"
        )
    fields = Fields(whole(data))
    status, text = _read_status(fields.take(SEQUENCE))
    token = fields.take_if(SEQUENCE)
    fields.end()
    if status != 0:
        words = _STATUS[status] if 0 <= status < len(_STATUS) else "unknown"
        raise FormatError(
            "token-malformed",
            f"the authority did not grant the time stamp: status {status} ({words}){text}; ask again, or ask another",
        )
    if token is None:
        raise malformed("an answer that is granted and has no token")
    return token.raw


def read_token_file(data: bytes) -> bytes:
    """Return the token in a file, which is a TimeStampResp (.tsr) or a token alone. Raise ``token-malformed``."""
    first = next(whole(data).members(), None) if data[:1] == bytes([SEQUENCE]) else None
    return data if first is not None and first.tag == OID else read_response(data)


def _read_status(element: Element) -> tuple[int, str]:
    fields = Fields(element)
    status = fields.take(INTEGER).integer()
    texts = fields.take_if(SEQUENCE)
    fields.take_if(BITS)
    fields.end()
    said = " ".join(_read_text(one) for one in texts.members()) if texts else ""
    return status, f', and says: "{HIDING.sub("?", said[:_TEXT_LIMIT])}"' if said else ""


def _read_text(element: Element) -> str:
    if element.tag != UTF8:
        raise malformed("a status with a text that is none")
    return element.content.decode()

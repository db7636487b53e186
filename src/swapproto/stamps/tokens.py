"""The token of RFC 3161, read and verified as far as no trust is needed for it. Spec 18.2."""

import re
from collections.abc import Iterable
from typing import NamedTuple

from ..errors import AccessError, SwapError, VerificationError
from ..wire.cose import TIME_MAX
from .algorithms import Algorithm, digest
from .certificates import Certificate, read_extensions, seconds_of
from .der import (
    BOOLEAN,
    CONSTRUCTED,
    INTEGER,
    OCTETS,
    OID,
    PRIMITIVE,
    SEQUENCE,
    SET,
    TIME,
    Element,
    Fields,
    malformed,
    whole,
)
from .signed_data import Named, SignedData, altered, read_attributes, read_signed_data

_TIME = re.compile(rb"([0-9]{14})(?:\.([0-9]{1,9}))?Z")
_LONGEST_ACCURACY = 86_400


class Token(NamedTuple):
    """What a token says, its signature verified; whose clock it is, is not yet known. Spec 18.2."""

    #: When, in whole seconds since 1970, rounded up.
    time: int
    #: How far the clock may be wrong, in whole seconds, rounded up; None if the token does not say.
    accuracy: int | None
    #: The number that the authority gave it.
    serial: int
    #: What whoever asked for it sent along; None if nothing.
    nonce: int | None
    #: The hash of the stamped bytes.
    imprint: bytes
    #: The name of that hash, as in :mod:`hashlib`.
    hash_name: str
    #: The certificate of the key that signed it.
    signer: Certificate
    #: The certificates that are in it.
    certificates: tuple[Certificate, ...]

    def bound(self, accuracy: int) -> int:
        """Return by when, in seconds since 1970, what is stamped existed. Spec 18.5.

        ``accuracy`` in seconds is assumed where the token states none.
        """
        return min(self.time + self._accuracy(accuracy), TIME_MAX)

    def earliest(self, accuracy: int) -> int:
        """Return the first second, since 1970, in which it may have been made; ``accuracy`` as in :meth:`bound`.

        Its time was rounded up by less than a second. Spec 18.6.
        """
        return self.time - 1 - self._accuracy(accuracy)

    def _accuracy(self, assumed: int) -> int:
        return assumed if self.accuracy is None else self.accuracy


class Imprints:
    """The hashes of byte strings, for many tokens of them: each string is hashed once with each hash."""

    def __init__(self, stamped: Iterable[bytes]) -> None:
        self._stamped = tuple(stamped)
        self._found: dict[str, frozenset[bytes]] = {}

    def have(self, imprint: bytes, hash_name: str) -> bool:
        """Return whether ``imprint`` is the hash of one of the byte strings; ``hash_name`` as in :mod:`hashlib`."""
        if hash_name not in self._found:
            self._found[hash_name] = frozenset(digest(hash_name, one) for one in self._stamped)
        return imprint in self._found[hash_name]


def read_token(token: bytes, stamped: Iterable[bytes] | Imprints, known: Iterable[Certificate] = ()) -> Token:
    """Verify a token in DER for one of the byte strings ``stamped``; ``known`` may have the signer's certificate.

    For many tokens of the same byte strings, give their :class:`Imprints`.

    Raise :class:`FormatError` ``token-malformed``, :class:`AccessError` ``token-signer-missing``, or
    :class:`VerificationError` with the code of another step. Spec 18.2.
    """
    signed = read_signed_data(token)  # step 1
    info = _read_content_info(signed.content)  # step 2
    hash_name, _ = _hash_names(signed, info)  # step 3
    imprints = stamped if isinstance(stamped, Imprints) else Imprints(stamped)
    if not imprints.have(info.imprint, hash_name):  # step 4
        raise VerificationError("token-imprint", "the time stamp is of other bytes than these")
    return _verify(signed, info, known)


def is_sound(token: bytes, known: Iterable[Certificate] = ()) -> bool:
    """Return whether a token passes all steps of spec 18.2 but step 4: it is of some bytes, if not of those at hand."""
    try:
        signed = read_signed_data(token)
        _verify(signed, _read_content_info(signed.content), known)
    except SwapError:
        return False
    return True


def _hash_names(signed: SignedData, info: "Info") -> tuple[str, str]:
    """Return the names of the hash of the imprint and of the signer's digest."""
    hash_name, digest_name = info.hash.hash, signed.digest.hash
    if hash_name is None or digest_name is None:
        raise VerificationError(
            "token-hash-weak", "it uses a hash that is not of SHA-2; have it stamped again, with SHA-256"
        )
    return hash_name, digest_name


def _verify(signed: SignedData, info: "Info", known: Iterable[Certificate]) -> Token:
    hash_name, digest_name = _hash_names(signed, info)
    named = read_attributes(signed.attributes, digest(digest_name, signed.content))  # step 5
    signer = _find_signer((*signed.certificates, *known), named)  # step 6
    if (signer.issuer, signer.serial) != signed.sid or not named.fit(signer):
        raise malformed("it names two signers")
    if info.tsa is not None and info.tsa not in signer.names():
        raise malformed("it names another authority than its certificate")
    message = bytes([SET]) + signed.attributes.raw[1:]
    if not signer.verifies(signed.algorithm, digest_name, signed.signature, message):  # step 7
        raise altered()
    if not signer.may_stamp:  # step 8
        raise VerificationError(
            "token-purpose", "it is signed with a certificate that is not for time stamps alone; do not rely on it"
        )
    return Token(
        info.time, info.accuracy, info.serial, info.nonce, info.imprint, hash_name, signer, signed.certificates
    )


def read_info(token: bytes) -> "Info":
    """Return what a token says, nothing of it verified. Raise ``token-malformed``. Spec 18.2, steps 1 and 2."""
    return _read_content_info(read_signed_data(token).content)


class Info(NamedTuple):
    """What a token says, nothing of it verified."""

    #: The hash of the imprint, and the imprint.
    hash: Algorithm
    imprint: bytes
    #: As in :class:`Token`.
    serial: int
    time: int
    accuracy: int | None
    nonce: int | None
    #: The name of the authority, a GeneralName in DER; None if it is not there.
    tsa: bytes | None


def _read_content_info(content: bytes) -> Info:
    fields = Fields(whole(content))
    if fields.take(INTEGER).integer() != 1:
        raise malformed("a time stamp of another version than 1")
    fields.take(OID)
    imprint = Fields(fields.take(SEQUENCE))
    hash_algorithm, hashed = Algorithm.read(imprint.take(SEQUENCE)), imprint.take(OCTETS).content
    imprint.end()
    serial = fields.take(INTEGER).integer()
    time = _read_time(fields.take(TIME).content)
    accuracy = fields.take_if(SEQUENCE)
    fields.take_if(BOOLEAN)
    nonce, tsa = fields.take_if(INTEGER), fields.take_if(CONSTRUCTED + 0)
    extensions = fields.take_if(CONSTRUCTED + 1)
    fields.end()
    if extensions and any(one.critical for one in read_extensions(extensions).values()):
        raise malformed("a time stamp with a critical extension")
    return Info(
        hash_algorithm,
        hashed,
        serial,
        time,
        _read_accuracy(accuracy) if accuracy else None,
        nonce.integer() if nonce else None,
        tsa.content if tsa else None,
    )


def _read_time(text: bytes) -> int:
    found = _TIME.fullmatch(text)
    seconds = seconds_of(found[1]) if found else -1
    if not found or seconds < 0:
        raise malformed("a time that does not exist")
    return min(seconds + bool((found[2] or b"").strip(b"0")), TIME_MAX)


def _read_accuracy(element: Element) -> int:
    fields = Fields(element)
    seconds, millis, micros = (fields.take_if(tag) for tag in (INTEGER, PRIMITIVE + 0, PRIMITIVE + 1))
    fields.end()
    whole_seconds = seconds.integer() if seconds else 0
    parts = [part.integer() for part in (millis, micros) if part]
    if not 0 <= whole_seconds <= _LONGEST_ACCURACY or not all(1 <= part <= 999 for part in parts):
        raise malformed("an accuracy that cannot be")
    return whole_seconds + bool(parts)


def _find_signer(certificates: Iterable[Certificate], named: Named) -> Certificate:
    for one in certificates:
        if all(one.hash(name) == value for name, value in named.hashes.items()):
            return one
    raise AccessError(
        "token-signer-missing",
        "the certificate that signed it is neither in the time stamp nor pinned; pin the authority's certificate",
    )

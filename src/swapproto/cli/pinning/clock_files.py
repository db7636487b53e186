"""Files of clocks: the certificates of an authority in PEM or DER, and how far its clock may be wrong."""

import base64
import os
import re
from collections.abc import Iterator, Sequence

from ...errors import InputError, SwapError
from ...stamps.certificates import Certificate
from ...stamps.clocks import ACCURACY, Clocks, Operator
from ...stamps.pinning import BEGIN, END, FILE_LIMIT, name_in_words, read_certificates
from ...stamps.revocations import RevocationList
from ...statements.terms import ACCURACY_LIMIT
from ...transcript import Transcript
from ...wording import day
from ..disk import files
from ..screen.terminal import clean, note

ENDINGS = (".pem", ".crt", ".cer", ".der")
"""How the names of files with certificates end."""
PINS = (".swap", *ENDINGS)
"""How the names of files of cards and of certificates end."""
_LISTS_LIMIT = 2**24
_ACCURACY = re.compile(rb"^accuracy: ([0-9]{1,5}) s\r?$", re.MULTILINE)
_OPENSSL = re.compile(r"\s*sha-?256 fingerprint=", re.IGNORECASE)
_LINE = 64


def is_clock(path: str) -> bool:
    """Return whether a file has the name of one with certificates."""
    return path.lower().endswith(ENDINGS)


def read_operator(path: str, name: str | None = None) -> Operator:
    """Read a file with certificates of one operator, whose name is by default that of the file.

    Raise :class:`InputError` ``file``.
    """
    data = files.read_bytes(path, FILE_LIMIT)
    try:
        certificates = read_certificates(data)
    except InputError as error:
        raise InputError("file", f"{path}: {error}") from None
    return Operator(name or stem(path), certificates, _accuracy(path, data.partition(BEGIN)[0]))


def encode(operator: Operator) -> bytes:
    """Return a file with the certificates of an operator, in PEM, below their accuracy."""
    return f"accuracy: {operator.accuracy} s\n".encode() + b"".join(map(_armored, operator.certificates))


def read_revocations(paths: Sequence[str]) -> list[RevocationList]:
    """Read lists of revoked certificates in PEM or DER. Raise :class:`InputError` ``file``."""
    found = []
    for path in paths:
        try:
            found.append(RevocationList.read(files.read_bytes(path, _LISTS_LIMIT)))
        except SwapError as error:
            text = str(error)
            raise InputError("file", text if text.startswith(f"{path}: ") else f"{path}: {text}") from None
    return found


def note_foreign_lists(
    paths: Sequence[str], lists: Sequence[RevocationList], clocks: Clocks, transcript: Transcript
) -> None:
    """Note each list of revoked certificates that is by no authority of these clocks, nor of a stamp here."""
    known = [certificate.raw for certificate in clocks.certificates]
    known += [stamp.token for stamp in transcript.stamps.values()]
    for path, one in zip(paths, lists, strict=True):
        if not any(one.issuer in data for data in known):
            issuer = clean(repr(name_in_words(one.issuer)))
            note(
                f"{path}: this list is by {issuer}, an authority of no clock and no stamp here: it revokes nothing here"
            )


def require_clock(operator: Operator, path: str) -> None:
    """Raise :class:`InputError` ``file`` for a certificate that can vouch for no stamp, whoever has it."""
    for one in operator.certificates:
        name = name_in_words(one.subject)
        if not one.understood or not (one.issues_certificates or one.may_stamp):
            raise InputError(
                "file",
                f"{path}: the certificate {name!r} is neither a CA's nor for time stamps alone, so it vouches for no "
                "clock; give the root certificate of the time-stamping authority",
            )
        try:
            _ = one.key
        except SwapError:
            raise InputError(
                "file", f"{path}: the key of {name!r} is too weak, or of a kind that is not known; ask for a newer root"
            ) from None


def lines_of(operator: Operator) -> Iterator[str]:
    """Yield the names, the dates and the SHA-256 of each certificate of an operator."""
    for one in operator.certificates:
        issuer = "itself" if one.issuer == one.subject else name_in_words(one.issuer)
        yield f"certificate of  {name_in_words(one.subject)}"
        yield f"  issued by     {issuer}"
        yield f"  valid         {day(one.not_before)} to {day(one.not_after)}"
        yield f"  SHA-256       {fingerprint(one)}"


def fingerprint(certificate: Certificate) -> str:
    """Return the SHA-256 of a certificate as browsers and openssl show it."""
    return in_pairs(certificate.digest)


def in_pairs(digest: bytes) -> str:
    """Return a digest as browsers and openssl show that of a certificate."""
    return digest.hex(":").upper()


def parse_fingerprint(text: str) -> bytes:
    """Return the SHA-256 that somebody typed, or that openssl prints. Raise :class:`InputError` ``usage``."""
    digits = re.sub(r"[\s:]", "", _OPENSSL.sub("", text))
    if not re.fullmatch("[0-9a-fA-F]{64}", digits):
        raise InputError(
            "usage", "--fingerprint of a certificate is its SHA-256: 64 hexadecimal digits, with or without colons"
        )
    return bytes.fromhex(digits)


def _armored(one: Certificate) -> bytes:
    text = base64.b64encode(one.raw)
    lines = [text[at : at + _LINE] for at in range(0, len(text), _LINE)]
    return b"\n".join([BEGIN, *lines, END, b""])


def _accuracy(path: str, text: bytes) -> int:
    found = _ACCURACY.search(text)
    seconds = int(found[1]) if found else ACCURACY
    if seconds > ACCURACY_LIMIT:
        raise InputError("file", f"{path}: an accuracy of {seconds} s, where at most {ACCURACY_LIMIT} s are allowed")
    return seconds


def stem(path: str) -> str:
    """Return the name of a file without its folder and ending: what a reader calls whom it pins."""
    return os.path.splitext(os.path.basename(path))[0]

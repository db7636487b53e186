"""What a reader looks at before they pin an authority: the certificates in a file, and the names in them."""

import base64

from ..errors import FormatError, InputError
from ..text import HIDING
from .certificates import Certificate
from .der import BMP, UNIVERSAL, UTF8, Fields, whole

FILE_LIMIT, _MOST = 2**18, 16
BEGIN, END = b"-----BEGIN CERTIFICATE-----", b"-----END CERTIFICATE-----"
_ENCODINGS = {UTF8: "utf-8", BMP: "utf-16-be", UNIVERSAL: "utf-32-be"}


def read_certificates(data: bytes) -> tuple[Certificate, ...]:
    """Read the certificates in a file: one in DER, or one or more in PEM. Raise :class:`InputError` ``file``."""
    if len(data) > FILE_LIMIT:
        raise InputError("file", f"it has {len(data):,} bytes, where {FILE_LIMIT:,} are allowed for certificates")
    _, *blocks = data.split(BEGIN)
    if data[:1] == b"0":
        return (_certificate(data, 1),)
    if len(blocks) > _MOST:
        raise InputError(
            "file",
            f"{len(blocks)} certificates, where {_MOST} are allowed: give only those of one authority, best its root "
            "alone",
        )
    if not blocks:
        what = "a private key, which nobody else should have" if b"PRIVATE KEY" in data else "no certificate in it"
        raise InputError("file", f"{what}; give the authority's root certificate, in PEM (BEGIN CERTIFICATE) or DER")
    return tuple(dict.fromkeys(_certificate(_unarmored(block), n) for n, block in enumerate(blocks, 1)))


def _certificate(data: bytes, number: int) -> Certificate:
    try:
        return Certificate.read(data)
    except FormatError:
        raise InputError(
            "file", f"certificate {number} cannot be read: it is damaged, or of a kind that is not known here"
        ) from None


def _unarmored(block: bytes) -> bytes:
    text, end, _ = block.partition(END)
    try:
        if not end:
            raise ValueError
        return base64.b64decode(b"".join(text.split()), validate=True)
    except ValueError:
        raise InputError("file", "a certificate in it is cut off or damaged; get the file again") from None


def name_of(certificate: Certificate) -> str:
    """Return the name of a certificate's subject as people read it; what hides or reorders text is shown as "?"."""
    return name_in_words(certificate.subject)


def name_in_words(name: bytes) -> str:
    """Return a name in DER as people read it, the most particular part first, as :func:`name_of` does."""
    texts = []
    for part in whole(name).members():
        for attribute in part.members():
            fields = Fields(attribute)
            fields.any()
            text = fields.any()
            if text is not None:
                texts.append(text.content.decode(_ENCODINGS.get(text.tag, "latin-1"), "replace"))
    return HIDING.sub("?", ", ".join(reversed(texts))) or "(no name)"

"""What a reader looks at before they pin an authority: the certificates in a file, and the names in them."""

import base64
import binascii
import re

from ..errors import FormatError, InputError
from ..text import HIDING
from .certificates import Certificate
from .der import BMP, UNIVERSAL, UTF8, whole

FILE_LIMIT = 65_536
_BLOCK = re.compile(rb"-----BEGIN CERTIFICATE-----([A-Za-z0-9+/=\s]+)-----END CERTIFICATE-----")
_ENCODINGS = {UTF8: "utf-8", BMP: "utf-16-be", UNIVERSAL: "utf-32-be"}


def read_certificates(data: bytes) -> tuple[Certificate, ...]:
    """Read the certificates in a file: one in DER, or one or more in PEM. Raise :class:`InputError` ``file``."""
    if len(data) <= FILE_LIMIT:
        try:
            blocks = [base64.b64decode(block) for block in _BLOCK.findall(data)] or [data]
            return tuple(dict.fromkeys(map(Certificate.read, blocks)))
        except (FormatError, binascii.Error):
            pass
    raise InputError("file", "no certificates in PEM or DER; save the authority's root certificate as .pem or .crt")


def name_of(certificate: Certificate) -> str:
    """Return the name of a certificate's subject, as people read it; what hides or reorders text is shown as "?"."""
    values = []
    for part in whole(certificate.subject).members():
        for attribute in part.members():
            *_, value = attribute.members()
            values.append(value.content.decode(_ENCODINGS.get(value.tag, "latin-1")))
    return HIDING.sub("?", ", ".join(reversed(values)))

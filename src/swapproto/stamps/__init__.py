"""Evidence of time that other people give: stamps of RFC 3161, whose clocks they are, and a public beacon. Spec 18.

Ask an authority with the bytes of a :class:`Request`, make a :class:`Stamp` of the token in its answer, and believe it
by the :class:`Clocks` in your :class:`~swapproto.Trust`. Nothing here uses the network.

>>> request = Request.of(stamped_bytes(bytes(64)), nonce=bytes(8))
>>> len(request.raw)
62
"""

from .certificates import Certificate
from .clocks import Clocks, Operator
from .pinning import name_of, read_certificates
from .requests import Request, read_response, read_token_file
from .revocations import RevocationList
from .stamp import Stamp, stamped_bytes
from .tokens import Imprints, Token, read_token

__all__ = [
    "Certificate",
    "Clocks",
    "Imprints",
    "Operator",
    "Request",
    "RevocationList",
    "Stamp",
    "Token",
    "name_of",
    "read_certificates",
    "read_response",
    "read_token",
    "read_token_file",
    "stamped_bytes",
]

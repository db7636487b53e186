"""The algorithms that tokens and certificates name, and the hashes of SHA-2. Spec 18.2."""

import hashlib
from typing import NamedTuple

from .der import NULL, OID, Element, Fields

SHA2 = {
    bytes.fromhex("608648016503040201"): "sha256",
    bytes.fromhex("608648016503040202"): "sha384",
    bytes.fromhex("608648016503040203"): "sha512",
}
"""The hash algorithms of SHA-2 by the content of their object identifiers."""
OIDS = {name: oid for oid, name in SHA2.items()}


class Algorithm(NamedTuple):
    """An AlgorithmIdentifier: the content of its object identifier, and its parameters if it has any."""

    oid: bytes
    parameters: Element | None

    @classmethod
    def read(cls, element: Element) -> "Algorithm":
        """Read an AlgorithmIdentifier. Raise ``token-malformed``."""
        fields = Fields(element)
        oid = fields.take(OID).content
        parameters = fields.any()
        fields.end()
        return cls(oid, parameters)

    @property
    def plain(self) -> bool:
        """Whether its parameters are absent or NULL."""
        return self.parameters is None or self.parameters.tag == NULL

    @property
    def hash(self) -> str | None:
        """The name of the hash of SHA-2 that it is, or None. Spec 18.2."""
        return SHA2.get(self.oid) if self.plain else None


def digest(name: str, data: bytes) -> bytes:
    """Return the hash of ``data``; ``name`` as in :mod:`hashlib`."""
    return hashlib.new(name, data).digest()

"""The same job by SD-JWT: a signed list of which every entry is a disclosure of its own. Package ``sd-jwt``."""

from typing import Any

from jwcrypto.jwk import JWK
from sd_jwt.common import SDObj
from sd_jwt.issuer import SDJWTIssuer
from sd_jwt.verifier import SDJWTVerifier

_KEY = JWK.generate(kty="OKP", crv="Ed25519")


def issue(entries: list[dict[str, str]]) -> str:
    """The signed digests of all entries, and the disclosure of each."""
    claims: dict[str, Any] = {"entries": [SDObj(entry) for entry in entries]}
    return str(SDJWTIssuer(claims, _KEY, sign_alg="EdDSA").sd_jwt_issuance)


def verify(presentation: str) -> list[dict[str, str]]:
    """The entries, each checked against the signed digests."""
    verifier = SDJWTVerifier(presentation, lambda issuer, header: _KEY)
    entries: list[dict[str, str]] = verifier.get_verified_payload()["entries"]
    return entries

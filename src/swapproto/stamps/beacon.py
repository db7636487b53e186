"""A public beacon, drand's chain quicknet: no round of it was known before its time. Spec 18.4."""

import json
from functools import cache, lru_cache
from hashlib import sha256
from importlib.util import find_spec
from typing import Any, NamedTuple

from ..errors import FormatError, VerificationError
from ..wire.cose import TIME_MAX

CHAIN = "52db9ba70e0cc0f6eaf7803dd07447a1f5477735fd3f661792ba94600c84e971"
"""The hash by which drand's servers name the chain."""
PUBLIC_KEY = bytes.fromhex(
    "83cf0f2896adee7eb8b5f01fcad3912212c437e0073e911fb90022d3e760183c8c4b450b6a0a6c3ac6a5776a2d106451"
    "0d1fec758c921cc22b0e17e63aaf4bcb5ed66304de9cf809bd274ca73bab4af5a6e9c76a4bc09e76eae8991ef5ece45a"
)
"""A compressed point of G2: the key of the chain, which is never taken from a server or a file."""
GENESIS, PERIOD = 1692803367, 3
"""The time of round 1 in seconds since 1970, and the seconds from one round to the next."""
SIGNATURE_SIZE = 48
ROUND_MAX = (TIME_MAX - GENESIS) // PERIOD + 1
_DOMAIN = b"BLS_SIG_BLS12381G1_XMD:SHA-256_SSWU_RO_NUL_"
_LIBRARY = "py_arkworks_bls12381"
_JSON_LIMIT = 4096


class Round(NamedTuple):
    """A round that is not yet verified."""

    number: int
    #: 48 bytes, a compressed point of G1.
    signature: bytes


def installed() -> bool:
    """Return whether rounds can be verified here: the extra ``swapproto[beacon]`` is installed."""
    return find_spec(_LIBRARY) is not None


def time_of(number: int) -> int:
    """Return the time of a round (1 or more), in seconds since 1970."""
    return GENESIS + PERIOD * (number - 1)


def verify_round(number: int, signature: bytes) -> int:
    """Verify a round and return its time, in seconds since 1970. Spec 18.4.

    Raise :class:`VerificationError` ``beacon-invalid``; ``ImportError`` unless it is :func:`installed`.
    """
    if not 1 <= number <= ROUND_MAX or len(signature) != SIGNATURE_SIZE or not _is_signature(number, signature):
        raise VerificationError(
            "beacon-invalid",
            "the beacon is no round of drand's quicknet; take the round from another of drand's servers",
        )
    return time_of(number)


@lru_cache(2**12)  # a pairing is dear, and many commitments can have one round
def _is_signature(number: int, signature: bytes) -> bool:
    from py_arkworks_bls12381 import GT, G1Point

    try:
        point = G1Point.from_compressed_bytes(signature)  # canonical, on the curve, of the subgroup
    except ValueError:
        return False
    message = G1Point.hash_to_curve(sha256(number.to_bytes(8, "big")).digest(), _DOMAIN)
    return point != G1Point.identity() and GT.pairing_check([point, message], _keys())


@cache
def _keys() -> list[Any]:
    """Return the points of G2 that a round is checked against: that the key is of the subgroup is checked once."""
    from py_arkworks_bls12381 import G2Point

    return [-G2Point(), G2Point.from_compressed_bytes(PUBLIC_KEY)]


def read_round(data: bytes) -> Round:
    """Read a round as drand's servers give it, in JSON. Raise :class:`FormatError` ``beacon-invalid``.

    It is not verified. Of the members only ``round`` and ``signature`` are used.
    """
    try:
        value: Any = json.loads(data.decode()) if len(data) <= _JSON_LIMIT else None
        number, signature = value["round"], bytes.fromhex(value["signature"])
        if type(number) is int and 1 <= number <= ROUND_MAX and len(signature) == SIGNATURE_SIZE:
            return Round(number, signature)
    except (ValueError, KeyError, TypeError, RecursionError):
        pass
    raise FormatError(
        "beacon-invalid", "no round of drand's quicknet in JSON; save one from a drand server, .../v2/beacons/quicknet"
    )

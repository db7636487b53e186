"""The one derivation function of the protocol. Spec 2."""

from hashlib import shake_256
from typing import Any

from . import cbor


def x(size: int, label: str, *values: Any) -> bytes:
    """Return ``X(size, "label", ...)``: the first ``size`` bytes of SHAKE256 over the labelled CBOR array."""
    return shake_256(cbor.encode(["swapproto/1 " + label, *values])).digest(size)

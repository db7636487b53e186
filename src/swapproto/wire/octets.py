"""What counts as bytes: ``bytes``, and what databases and network libraries hand out in their place."""

from typing import TypeAlias

from ..errors import InputError

Octets: TypeAlias = bytes | bytearray | memoryview


def octets(data: Octets) -> bytes:
    """Return ``data`` as ``bytes``, without a copy if it is that already. Raise :class:`InputError` ``usage``."""
    if isinstance(data, bytes):
        return data
    if isinstance(data, bytearray | memoryview):
        return bytes(data)
    raise InputError("usage", f"an artefact is bytes, and a value of type {type(data).__name__} was given")

"""Time-stamping authorities that anybody can ask: names and addresses. None of them is believed until it is pinned."""

from typing import NamedTuple

from ...errors import InputError
from .. import network


class Authority(NamedTuple):
    """Somebody who stamps: what people call them, and their address."""

    name: str
    address: str


PUBLIC = (
    Authority("FreeTSA", "https://freetsa.org/tsr"),
    Authority("DigiCert", "http://timestamp.digicert.com"),
    Authority("IdenTrust", "http://timestamp.identrust.com"),
    Authority("Sectigo", "http://timestamp.sectigo.com"),
    Authority("Apple", "http://timestamp.apple.com/ts01"),
)
"""Some that are free, and public in November 2026. By plain HTTP where they offer no other: a token is signed."""
_MOST = 8


def named(texts: list[str]) -> list[Authority]:
    """Return the authorities with these names or addresses, each once. Raise :class:`InputError` ``usage``."""
    found: dict[str, Authority] = {}
    for authority in map(_named, texts):
        found.setdefault(authority.address, authority)
    if len(found) > _MOST:
        raise InputError("usage", f"{len(found)} authorities, where at most {_MOST} are asked at once")
    return list(found.values())


def _named(text: str) -> Authority:
    for known in PUBLIC:
        if text.casefold() == known.name.casefold() or text == known.address:
            return known
    if network.is_address(text):
        return Authority(text, text)
    names = ", ".join(known.name for known in PUBLIC)
    raise InputError("usage", f"{text!r} is no time-stamping authority: give its address (http://...), or {names}")

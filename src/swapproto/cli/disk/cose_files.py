"""Statements with their tokens in the unprotected header, as RFC 9921 has them, for other programs. Spec 18.8."""

import os
from collections.abc import Sequence
from typing import NamedTuple

from ...errors import FormatError, InputError, SwapError
from ...stamps.requests import read_token_file
from ...statements import read_form
from ...wire import cbor
from ...wire.cose import DEPTH, PAIRS
from ..screen.terminal import clean, note
from . import files

HEADER = 270
"""``3161-ctt``: a TimeStampToken over the encoded signature, in an unprotected header."""
_LIMIT = 2**18


class Imported(NamedTuple):
    """A statement that stood in such a file, without that header, and the token."""

    path: str
    statement: bytes
    token: bytes


def take(paths: Sequence[str]) -> tuple[list[str], list[Imported]]:
    """Return the files that are no such ones, and what is in those that are. Raise :class:`SwapError`."""
    others: list[str] = []
    found: list[Imported] = []
    for path in paths:
        is_small = os.path.isfile(path) and os.path.getsize(path) <= _LIMIT
        imported = _read(path, files.read_bytes(path, _LIMIT)) if is_small else None
        if imported is None:
            others.append(path)
        else:
            found.append(imported)
    return others, found


def _read(path: str, data: bytes) -> Imported | None:
    try:
        value = cbor.decode(data, DEPTH, tag=cbor.SIGN1, heads=cbor.FEW, pairs=PAIRS)
    except FormatError:
        return None
    match value:
        case [bytes(protected), dict(unprotected), bytes(payload), bytes(signature)] if HEADER in unprotected:
            statement = cbor.encode(cbor.Tag(cbor.SIGN1, [protected, {}, payload, signature]))
        case _:
            return None
    with files.named(path):
        read_form(statement)
    token = unprotected.pop(HEADER)
    if unprotected:
        note(f"{clean(path)}: other unprotected headers are left out: nobody signed them")
    return Imported(path, statement, _require_token(path, token))


def _require_token(path: str, token: object) -> bytes:
    if not isinstance(token, bytes) or not token:
        raise FormatError("token-malformed", f"{path}: its header {HEADER} is not a byte string with a time stamp")
    try:
        within = read_token_file(token)
    except SwapError as error:
        raise type(error)(error.code, f"{path}, header {HEADER}: {error}") from None
    if within != token:
        raise FormatError(
            "token-malformed",
            f"{path}: its header {HEADER} holds an authority's whole answer (TimeStampResp), where the token in it "
            "belongs; ask whoever made the file to put in the token alone",
        )
    return token


def encode(statement: bytes, token: bytes) -> bytes:
    """Return a statement with a token of it in its unprotected header. Raise :class:`InputError` ``usage``."""
    match cbor.decode(statement, DEPTH, tag=cbor.SIGN1, heads=cbor.FEW, pairs=PAIRS):
        case [bytes(protected), dict(), bytes(payload), bytes(signature)]:
            return cbor.encode(cbor.Tag(cbor.SIGN1, [protected, {HEADER: token}, payload, signature]))
    raise InputError("usage", "this statement cannot be written for other programs")

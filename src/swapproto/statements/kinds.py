"""The table of statement kinds, and the steps that read, verify and prepare a statement of any of them. Spec 5.

A new kind is a file beside this one and a row in ``KINDS``.
"""

from collections.abc import Callable, Sequence
from typing import Any, cast

from ..errors import FormatError, InputError
from ..wire import cose
from ..wire.cose import Sign1, Unsigned
from ..wire.hpke import check_encrypt_key
from ..wire.octets import Octets
from .accept import ACCEPT, Accept
from .bodies import B, Body, Kind, Signed, check_time
from .card import CARD
from .commitment import COMMITMENT
from .receipt import RECEIPT
from .reveal import REVEAL
from .review import REVIEW
from .revoke import REVOKE
from .terms import TERMS
from .withdraw import WITHDRAW

KINDS: dict[str, Kind] = {
    kind.name: kind for kind in (CARD, TERMS, ACCEPT, COMMITMENT, REVEAL, RECEIPT, REVIEW, WITHDRAW, REVOKE)
}


def read_form(data: Octets) -> Sign1:
    """Read a statement of a known kind as far as its header. Raise :class:`FormatError`. Spec 5.3, steps 1 and 2."""
    statement = Sign1.read(data)
    kind = KINDS.get(statement.kind)
    if kind is None:
        raise FormatError("kind-unknown", "this version does not know this kind of statement")
    if len(statement.signed) > kind.limit:
        raise FormatError("statement-malformed", f"a statement of this kind signs at most {kind.limit} bytes")
    return statement


def verify(statement: Sign1, verify_key: bytes) -> Signed[Body]:
    """Return the statement's body if ``verify_key`` signed it. Raise :class:`SwapError`. Spec 5.3, steps 3 to 7."""
    found: Any = verify_key
    for step in STEPS:
        found = step(statement, found)
    return cast("Signed[Body]", found)


def _read_fields(statement: Sign1, fields: dict[Any, Any]) -> Signed[Body]:
    body = KINDS[statement.kind].read(fields)  # step 5
    fits = body.subject_fits(statement.subject, statement.kid)
    statement.check_claims(None if fits else "the subject claim is not what the statement is about")  # step 6
    if isinstance(body, Accept):
        check_encrypt_key(body.encrypt_key)  # step 7
    return Signed(statement.id, statement.kid, statement.iat, statement.subject, body, statement.raw)


STEPS: Sequence[Callable[[Sign1, Any], Any]] = (Sign1.verify, Sign1.read_payload, _read_fields)
"""What :func:`verify` does with a statement, one step after the other: each takes what the one before it returned."""


def read_statement(data: Octets, verify_key: bytes, body: type[B]) -> Signed[B]:
    """Return the statement in ``data`` if ``verify_key`` signed it and it is of the kind that has this ``body``.

    Raise :class:`SwapError`; ``body-invalid`` for a statement of another kind.
    """
    statement = read_form(data)
    signed = narrow(verify(statement, verify_key), body)
    if signed is None:
        raise FormatError("body-invalid", f"this is a {statement.kind}, not a {kind_of(body).name}")
    return signed


def prepare(body: Body, verify_key: bytes, *, subject: bytes, iat: int) -> Unsigned:
    """Prepare a statement to be signed with the key of ``verify_key``, here or elsewhere. ``iat`` in seconds.

    Raise :class:`InputError` for a body that no reader would accept.
    """
    kind, fields = kind_of(type(body)), body.to_body()
    check_time(iat)
    try:
        kind.read(fields)
    except FormatError as error:
        raise InputError("usage", str(error)) from None
    unsigned = cose.prepare(kind.name, fields, verify_key=verify_key, subject=subject, iat=iat)
    if len(unsigned.to_be_signed) > kind.limit:
        message = f"the statement takes {len(unsigned.to_be_signed)} bytes; at most {kind.limit} are allowed"
        raise InputError("usage", message)
    return unsigned


def kind_of(body: type[Body]) -> Kind:
    """Return the kind whose statements have this body."""
    return next(kind for kind in KINDS.values() if kind.body is body)


def narrow(signed: Signed[Body], body: type[B]) -> Signed[B] | None:
    """Return the statement as one with this body, or None if it has another."""
    return cast("Signed[B]", signed) if isinstance(signed.body, body) else None

"""The body of a statement: what every kind provides, and the checks of single fields. Spec 5.3, step 5."""

import os
import re
from collections.abc import Callable, Mapping
from operator import lt
from typing import Any, Generic, NamedTuple, Protocol, Self, TypeVar

from ..errors import FormatError, InputError
from ..wire import cose

REFERENCES = 32
NONCE_SIZE = 16
LIMIT = 4096
_SUBJECT = re.compile("[0-9a-f]{32}([0-9a-f]{32})?")

Check = Callable[[object], bool]


class Body(Protocol):
    """The fields of a verified statement of one kind."""

    def to_body(self) -> dict[str, Any]:
        """Return the fields that are signed."""
        ...

    @classmethod
    def from_body(cls, body: Mapping[str, Any]) -> Self:
        """Read fields that passed the kind's checks. Raise :class:`FormatError` ``body-invalid``."""
        ...

    def subject_fits(self, subject: str, kid: bytes) -> bool:
        """Return whether the ``sub`` claim of the signer with ``kid`` is what the body is about. Spec 5.3, step 6."""
        ...

    @property
    def mentions(self) -> frozenset[bytes]:
        """The ids of statements that the body names: the signer knew them when they signed. Spec 17.8."""
        ...


B = TypeVar("B", bound=Body)
_Covariant = TypeVar("_Covariant", bound=Body, covariant=True)


class Signed(NamedTuple, Generic[_Covariant]):
    """A verified statement: the holder of the key ``kid`` signed ``body`` and states that they did so at ``iat``."""

    #: The statement id, 32 bytes.
    id: bytes
    #: The key identifier of the signer, 32 bytes.
    kid: bytes
    #: When the signer says that they signed, in seconds since 1970.
    iat: int
    #: The ``sub`` claim: what the statement is about, in hexadecimal.
    subject: str
    #: What was signed, as :class:`Commitment`.
    body: _Covariant
    #: The bytes of the statement, signature included.
    raw: bytes

    def __repr__(self) -> str:
        return f"Signed({self.id.hex()!r}, {self.body!r})"  # the bytes of a reveal hold a key


class Kind(NamedTuple):
    """A kind of statement: its name on the wire, its body, a check for each field, and how much is signed at most."""

    name: str
    body: type[Body]
    fields: Mapping[str, Check]
    limit: int = LIMIT

    def read(self, fields: Mapping[str, Any]) -> Body:
        """Return the body of exactly these fields. Raise :class:`FormatError` ``body-invalid``. Spec 5.3, step 5."""
        require_fields(fields, self.fields)
        return self.body.from_body(fields)


def require_fields(body: Mapping[Any, Any], checks: Mapping[str, Check]) -> None:
    """Raise :class:`FormatError` ``body-invalid`` unless ``body`` has exactly these fields, each valid."""
    if body.keys() != checks.keys():
        wrong = sorted(map(str, body.keys() ^ checks.keys()))
        raise FormatError("body-invalid", f"the statement has other fields than its kind: {', '.join(wrong)[:80]!r}")
    for name, check in checks.items():
        if not check(body[name]):
            raise FormatError("body-invalid", f"the statement's field {name!r} has an invalid value")


def check_time(seconds: int) -> None:
    """Raise :class:`InputError` ``usage`` unless readers accept this as the time of a statement."""
    if not cose.is_time(seconds):
        form = "whole seconds, not milliseconds, from 1970 to the end of the year 9999"
        raise InputError("usage", f"{seconds!r} is no time: it takes {form}")


def is_bytes(size: int) -> Check:
    """Return a check for a byte string of ``size`` bytes."""
    return lambda value: type(value) is bytes and len(value) == size


def is_int(low: int, high: int) -> Check:
    """Return a check for an integer from ``low`` to ``high``."""
    return lambda value: type(value) is int and low <= value <= high


def or_null(check: Check) -> Check:
    """Return a check for null, or for what ``check`` accepts."""
    return lambda value: value is None or check(value)


def pair(first: Check, second: Check) -> Check:
    """Return a check for an array of two."""
    return lambda value: isinstance(value, list) and len(value) == 2 and first(value[0]) and second(value[1])


def is_one_of(*words: str) -> Check:
    """Return a check for one of these texts."""
    return lambda value: type(value) is str and value in words


def ascending(check: Check, most: int, least: int = 0) -> Check:
    """Return a check for an array of ``least`` to ``most`` values, in ascending order and each once."""
    return lambda value: (
        isinstance(value, list)
        and least <= len(value) <= most
        and (not value or (all(map(check, value)) and all(map(lt, value, value[1:]))))
    )


is_id: Check = is_bytes(32)
is_nonce: Check = is_bytes(NONCE_SIZE)
is_references: Check = ascending(is_id, REFERENCES)


def is_subject(subject: str) -> bool:
    """Return whether a ``sub`` claim can be that of another statement, which the body does not repeat. Spec 5.3."""
    return _SUBJECT.fullmatch(subject) is not None


def new_nonce() -> bytes:
    """Return 16 random bytes, without which the id of a statement could be guessed before it is signed. Spec 17."""
    return os.urandom(NONCE_SIZE)

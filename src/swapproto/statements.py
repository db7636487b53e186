"""The kinds of statement and their bodies: what a party signs about lists. Spec 5, 7.4, 9."""

import os
import re
from collections.abc import Callable, Mapping, Sequence
from hashlib import sha256
from typing import Any, Generic, NamedTuple, TypeGuard, TypeVar

from .errors import FormatError, InputError, VerificationError
from .keys import Party
from .lists import ENTRIES
from .wire import cbor, cose
from .wire.cose import Unsigned

REFERENCES = 32
_ROLE = re.compile(r"[a-z][a-z0-9-]{0,31}")

Beacon = tuple[int, bytes]


def _is_bytes(size: int) -> Callable[[object], bool]:
    return lambda value: type(value) is bytes and len(value) == size


def _is_int(low: int, high: int) -> Callable[[object], bool]:
    return lambda value: type(value) is int and low <= value <= high


def _or_null(check: Callable[[object], bool]) -> Callable[[object], bool]:
    return lambda value: value is None or check(value)


def _pair(first: Callable[[object], bool], second: Callable[[object], bool]) -> Callable[[object], bool]:
    return lambda value: isinstance(value, list) and len(value) == 2 and first(value[0]) and second(value[1])


def _is_references(value: object) -> bool:
    return (
        isinstance(value, list) and len(value) <= REFERENCES and all(map(_is_id, value)) and value == sorted(set(value))
    )


_is_id = _is_bytes(32)


def is_role(value: object) -> bool:
    """Whether a text can be a role. Spec 7.4."""
    return isinstance(value, str) and _ROLE.fullmatch(value) is not None


def _require(body: Mapping[str, Any], checks: Mapping[str, Callable[[object], bool]]) -> None:
    """Spec 5.3, step 5: exactly these fields, each as it should be."""
    if body.keys() != checks.keys():
        odd = sorted(body.keys() ^ checks.keys())
        raise FormatError("body-invalid", f"the statement's fields are not those of its kind: {', '.join(odd)[:80]!r}")
    for name, check in checks.items():
        if not check(body[name]):
            raise FormatError("body-invalid", f"the statement's field {name!r} does not hold what it should")


class Slot(NamedTuple):
    """Where a list stands: its role, its id (16 bytes), its version from 1, and what it follows or answers (ids)."""

    role: str
    list_id: bytes
    version: int = 1
    previous: bytes | None = None
    exchange: bytes | None = None
    answers: bytes | None = None

    @classmethod
    def first(cls, role: str, *, exchange: bytes | None = None, answers: bytes | None = None) -> "Slot":
        """The place of a new list's first version, under a fresh random id."""
        return cls(role=role, list_id=os.urandom(16), exchange=exchange, answers=answers)

    @classmethod
    def after(cls, commitment: "Signed[Commitment]") -> "Slot":
        """The place of the version that follows ``commitment``. Spec 11."""
        slot = commitment.body.slot
        return slot._replace(version=slot.version + 1, previous=commitment.id)

    @property
    def subject(self) -> bytes:
        """What the statement is about, for its ``sub`` claim. Spec 5.1."""
        return self.exchange or self.list_id


class Commitment(NamedTuple):
    """Fixes the exact list, its size and its sealed bytes, and shows nothing else. Spec 7.4."""

    slot: Slot
    schema: bytes
    count: int  # type: ignore[assignment]  # hides tuple.count, which nobody needs
    root: bytes
    envelope: bytes
    key: bytes
    beacon: Beacon | None = None
    seen: Sequence[bytes] = ()

    def to_body(self) -> dict[str, Any]:
        """The fields that are signed."""
        slot = self.slot
        return {
            "role": slot.role,
            "list": slot.list_id,
            "version": slot.version,
            "previous": slot.previous,
            "exchange": slot.exchange,
            "answers": slot.answers,
            "schema": self.schema,
            "count": self.count,
            "root": self.root,
            "envelope": self.envelope,
            "key": self.key,
            "beacon": None if self.beacon is None else list(self.beacon),
            "seen": list(self.seen),
        }

    @classmethod
    def from_body(cls, body: Mapping[str, Any]) -> "Commitment":
        """Raises :class:`FormatError` ``body-invalid``. Spec 5.3, step 5."""
        _require(body, _COMMITMENT)
        if (body["version"] == 1) != (body["previous"] is None):
            raise FormatError("body-invalid", "version 1 has no previous version, and every other has one")
        slot = Slot(
            role=body["role"],
            list_id=body["list"],
            version=body["version"],
            previous=body["previous"],
            exchange=body["exchange"],
            answers=body["answers"],
        )
        beacon = None if body["beacon"] is None else (body["beacon"][0], body["beacon"][1])
        fixed = {name: body[name] for name in ("schema", "count", "root", "envelope", "key")}
        return cls(slot, **fixed, beacon=beacon, seen=tuple(body["seen"]))

    def subject_fits(self, subject: str) -> bool:
        """Whether a ``sub`` claim is what this is about."""
        return subject == self.slot.subject.hex()

    @property
    def fixed(self) -> tuple[Slot, bytes, int, bytes, bytes]:
        """What makes two commitments to one version the same list in the same place. Spec 11."""
        return self.slot, self.schema, self.count, self.root, self.key

    @property
    def mentions(self) -> frozenset[bytes]:
        """Ids of statements that the signer knew when signing."""
        return frozenset(self.seen) | {i for i in (self.slot.previous, self.slot.answers) if i is not None}


_COMMITMENT: Mapping[str, Callable[[object], bool]] = {
    "role": is_role,
    "list": _is_bytes(16),
    "version": _is_int(1, cbor.INT_MAX),
    "previous": _or_null(_is_id),
    "exchange": _or_null(_is_id),
    "answers": _or_null(_is_id),
    "schema": _is_id,
    "count": _is_int(0, ENTRIES),
    "root": _is_id,
    "envelope": _is_id,
    "key": _is_id,
    "beacon": _or_null(_pair(_is_int(1, cbor.INT_MAX), _is_bytes(48))),
    "seen": _is_references,
}


class Reveal(NamedTuple):
    """Hands over a content key (32 bytes): to all, or in a wrap (1168 bytes) to the reader of one kid. Spec 9."""

    commitment: bytes
    cek: bytes | None = None
    wrap: tuple[bytes, bytes] | None = None
    given: Sequence[bytes] = ()
    seen: Sequence[bytes] = ()

    def __repr__(self) -> str:
        return f"Reveal({self.commitment.hex()!r}, to {self.wrap[0].hex() if self.wrap else 'all'})"  # without the key

    def to_body(self) -> dict[str, Any]:
        """The fields that are signed."""
        return {
            "commitment": self.commitment,
            "given": list(self.given),
            "cek": self.cek,
            "wrap": None if self.wrap is None else list(self.wrap),
            "seen": list(self.seen),
        }

    @classmethod
    def from_body(cls, body: Mapping[str, Any]) -> "Reveal":
        """Raises :class:`FormatError` ``body-invalid``. Spec 5.3, step 5."""
        _require(body, _REVEAL)
        if (body["cek"] is None) == (body["wrap"] is None):
            raise FormatError("body-invalid", "a reveal holds a key or a wrap, and not both")
        wrap = None if body["wrap"] is None else (body["wrap"][0], body["wrap"][1])
        return cls(body["commitment"], body["cek"], wrap, tuple(body["given"]), tuple(body["seen"]))

    def subject_fits(self, subject: str) -> bool:
        """Whether a ``sub`` claim can be one."""
        # the body does not repeat it; it is compared with the commitment's, where that is at hand
        return re.fullmatch("[0-9a-f]{32}([0-9a-f]{32})?", subject) is not None

    @property
    def mentions(self) -> frozenset[bytes]:
        """Ids of statements that the signer knew when signing."""
        return frozenset((*self.seen, *self.given, self.commitment))


_REVEAL: Mapping[str, Callable[[object], bool]] = {
    "commitment": _is_id,
    "given": _is_references,
    "cek": _or_null(_is_bytes(32)),
    "wrap": _or_null(_pair(_is_id, _is_bytes(cose.WRAP_SIZE))),
    "seen": _is_references,
}

Body = TypeVar("Body", bound=Commitment | Reveal, covariant=True)
_BODIES: Mapping[str, type[Commitment] | type[Reveal]] = {"commitment": Commitment, "reveal": Reveal}


class Signed(NamedTuple, Generic[Body]):
    """A verified statement: ``body`` is what the party with ``kid`` signed, ``iat`` when it says it did (seconds)."""

    id: bytes
    kid: bytes
    iat: int
    subject: str
    body: Body
    raw: bytes


def verify(statement: cose.Sign1, party: Party) -> Signed[Commitment | Reveal]:
    """The statement's body, if ``party`` signed it. Raises :class:`SwapError`. Spec 5.3, steps 3 to 6."""
    fields = statement.verify(party.verify_key)
    if statement.kind not in _BODIES:
        raise FormatError("kind-unknown", "a card is read on its own")
    body = _BODIES[statement.kind].from_body(fields)  # step 5
    fits = body.subject_fits(statement.subject)
    statement.check_claims(None if fits else "the subject claim is not what the statement is about")  # step 6
    return Signed(statement.id, statement.kid, statement.iat, statement.subject, body, statement.raw)


def read_commitment(data: bytes, party: Party) -> Signed[Commitment]:
    """The commitment in ``data``, if ``party`` signed it. Raises :class:`SwapError`."""
    statement = cose.Sign1.read(data)
    signed = verify(statement, party) if statement.kind == "commitment" else None
    if signed is None or not is_commitment(signed):
        raise VerificationError("commitment-missing", f"this is a {statement.kind}, not a commitment")
    return signed


def read_reveal(data: bytes, party: Party) -> Signed[Reveal]:
    """The reveal in ``data``, if ``party`` signed it. Raises :class:`SwapError`."""
    statement = cose.Sign1.read(data)
    signed = verify(statement, party) if statement.kind == "reveal" else None
    if signed is None or not is_reveal(signed):
        raise FormatError("body-invalid", f"this is a {statement.kind}, not a reveal")
    return signed


def is_commitment(signed: Signed[Commitment | Reveal]) -> TypeGuard[Signed[Commitment]]:
    """Whether a verified statement is a commitment."""
    return isinstance(signed.body, Commitment)


def is_reveal(signed: Signed[Commitment | Reveal]) -> TypeGuard[Signed[Reveal]]:
    """Whether a verified statement is a reveal."""
    return isinstance(signed.body, Reveal)


def prepare(body: Commitment | Reveal, party: Party, *, subject: bytes, iat: int) -> Unsigned:
    """The statement, ready to be signed with the key of ``party``, here or elsewhere. ``iat`` in seconds.

    Raises :class:`InputError` for a body that no reader would accept.
    """
    kind = "commitment" if isinstance(body, Commitment) else "reveal"
    fields = body.to_body()
    try:
        type(body).from_body(fields)
    except FormatError as error:
        raise InputError("usage", str(error)) from None
    return cose.prepare(kind, fields, verify_key=party.verify_key, subject=subject, iat=iat)


def context(kid: bytes, slot: Slot, schema: bytes, count: int) -> bytes:
    """``ctx``, 32 bytes: binds leaves, keys and wraps to one signer and one slot. Spec 7.1."""
    place = [slot.role, slot.list_id, slot.version, slot.previous, slot.exchange, slot.answers]
    return sha256(cbor.encode(["swapproto/1 list", kid, *place, schema, count])).digest()

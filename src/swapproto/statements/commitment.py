"""The commitment: fixes a list, its size and its sealed bytes, and shows nothing else of it. Spec 7.1, 7.4, 11."""

import os
import re
from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Any, NamedTuple

from ..errors import FormatError, InputError
from ..lists import ENTRIES
from ..wire import cbor
from .bodies import Check, Kind, Signed, is_bytes, is_id, is_int, is_references, or_null, pair

Beacon = tuple[int, bytes]

REVIEW_ROLE = "review"
"""The role of review lists, of which an exchange can have any number. Spec 17.6."""
_ROLE = re.compile(r"[a-z][a-z0-9-]{0,31}")


def is_role(value: object) -> bool:
    """Return whether a value can be a role. Spec 7.4."""
    return isinstance(value, str) and _ROLE.fullmatch(value) is not None


class _Place(NamedTuple):
    #: What the list is for, as ``offer``.
    role: str
    #: The id of the list, 16 random bytes, the same in all versions.
    list_id: bytes
    #: The version, from 1.
    version: int
    #: The id of the commitment to the version before, 32 bytes, or None.
    previous: bytes | None
    #: The id of the exchange that the list belongs to, 32 bytes, or None.
    exchange: bytes | None
    #: The id of the commitment that the list answers, 32 bytes, or None.
    answers: bytes | None


_PLACE: Mapping[str, tuple[Check, str]] = {  # in the order of the fields of a place, by their names on the wire
    "role": (is_role, "1 to 32 lower-case letters, digits and hyphens, the first of them a letter"),
    "list": (is_bytes(16), "an id of 16 bytes"),
    "version": (is_int(1, cbor.INT_MAX), "a whole number from 1"),
    "previous": (or_null(is_id), "an id of 32 bytes, or None"),
    "exchange": (or_null(is_id), "an id of 32 bytes, or None"),
    "answers": (or_null(is_id), "an id of 32 bytes, or None"),
}


class Place(_Place):
    """The place of a list: role, list id (16 bytes), version from 1, and the ids of what it follows or answers."""

    __slots__ = ()

    def __new__(
        cls,
        role: str,
        list_id: bytes,
        version: int = 1,
        previous: bytes | None = None,
        exchange: bytes | None = None,
        answers: bytes | None = None,
    ) -> "Place":
        """Raise :class:`InputError` ``usage`` for a place that no reader accepts. Spec 7.4."""
        made = super().__new__(cls, role, list_id, version, previous, exchange, answers)
        for value, (name, (check, form)) in zip(made, _PLACE.items(), strict=True):
            if not check(value):
                raise InputError("usage", f"the {name} of a place is {form}")
        if (version == 1) != (previous is None):
            raise InputError("usage", "version 1 of a list has no previous version, and every other version has one")
        return made

    def __repr__(self) -> str:
        return f"Place({self.role!r}, list {self.list_id.hex()}, version {self.version})"

    @classmethod
    def first(cls, role: str, *, exchange: bytes | None = None, answers: bytes | None = None) -> "Place":
        """Return the place of a new list's first version, under a fresh random id."""
        return cls(role=role, list_id=os.urandom(16), exchange=exchange, answers=answers)

    @classmethod
    def after(cls, commitment: "Signed[Commitment]") -> "Place":
        """Return the place of the version that follows ``commitment``. Spec 11."""
        place = commitment.body.place
        return place._replace(version=place.version + 1, previous=commitment.id)

    @property
    def subject(self) -> bytes:
        """What the statement is about, for its ``sub`` claim. Spec 5.1."""
        return self.exchange or self.list_id


class Commitment(NamedTuple):
    """The body of a commitment. All but ``place``, ``count`` and ``beacon`` are 32-byte digests. Spec 7.4."""

    #: The place of the list.
    place: Place
    #: The schema digest, 32 bytes.
    schema: bytes
    #: The number of entries.
    count: int  # type: ignore[assignment]  # hides tuple.count, which nobody needs
    #: The root of the tree over all entries, 32 bytes.
    root: bytes
    #: The SHA-256 of the envelope, 32 bytes.
    envelope: bytes
    #: The commitment to the content key, 32 bytes.
    key: bytes
    #: A round of the public beacon and its signature (48 bytes), or None. Spec 18.4.
    beacon: Beacon | None = None
    #: The ids of statements that the signer had seen, ascending.
    seen: Sequence[bytes] = ()

    def __repr__(self) -> str:
        return f"Commitment({self.place!r}, {self.count} entries, root {self.root.hex()})"

    def to_body(self) -> dict[str, Any]:
        """Return the fields that are signed."""
        place = self.place
        return {
            "role": place.role,
            "list": place.list_id,
            "version": place.version,
            "previous": place.previous,
            "exchange": place.exchange,
            "answers": place.answers,
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
        """Read fields that passed the checks of ``COMMITMENT``. Raise :class:`FormatError` ``body-invalid``."""
        if (body["version"] == 1) != (body["previous"] is None):
            raise FormatError("body-invalid", "version 1 has no previous version, and every other version has one")
        place = Place(
            role=body["role"],
            list_id=body["list"],
            version=body["version"],
            previous=body["previous"],
            exchange=body["exchange"],
            answers=body["answers"],
        )
        beacon = None if body["beacon"] is None else (body["beacon"][0], body["beacon"][1])
        fixed = {name: body[name] for name in ("schema", "count", "root", "envelope", "key")}
        return cls(place, **fixed, beacon=beacon, seen=tuple(body["seen"]))

    def subject_fits(self, subject: str, kid: bytes) -> bool:
        """Return whether the ``sub`` claim is the exchange or the list."""
        return subject == self.place.subject.hex()

    @property
    def fixed(self) -> tuple[Place, bytes, int, bytes, bytes]:
        """The fields in which two commitments to the same list in the same place agree. Spec 11."""
        return self.place, self.schema, self.count, self.root, self.key

    @property
    def mentions(self) -> frozenset[bytes]:
        """The ids of statements that the body names."""
        named = (self.place.previous, self.place.answers, self.place.exchange)
        return frozenset(self.seen) | {i for i in named if i is not None}


COMMITMENT = Kind(
    "commitment",
    Commitment,
    {
        **{name: check for name, (check, _) in _PLACE.items()},
        "schema": is_id,
        "count": is_int(0, ENTRIES),
        "root": is_id,
        "envelope": is_id,
        "key": is_id,
        "beacon": or_null(pair(is_int(1, cbor.INT_MAX), is_bytes(48))),
        "seen": is_references,
    },
)


def context(kid: bytes, place: Place, schema: bytes, count: int) -> bytes:
    """Return ``ctx``, 32 bytes, which binds leaves, keys and wraps to one signer and one place. Spec 7.1."""
    return sha256(cbor.encode(["swapproto/1 list", kid, *place, schema, count])).digest()

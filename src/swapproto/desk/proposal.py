"""A proposal: a list that is sealed, and what people should see before they sign it."""

from collections.abc import Sequence
from typing import NamedTuple

from ..envelope import Sealed
from ..lists import Field
from ..statements import Party


class Confirmation(NamedTuple):
    """What people should see before they sign a list: plain data, to be shown in the words of the program."""

    #: The list's name, for those who open it.
    label: str
    #: What the list is: offer, request, report, or a word of the signer's own.
    role: str
    #: What the version before was, or None for the first. Another role is another statement: show both.
    previous_role: str | None
    #: The list's id, 16 bytes.
    list_id: bytes
    #: The version, from 1.
    version: int
    #: The id of the commitment to the version before, 32 bytes, or None for the first.
    previous: bytes | None
    #: The id of the commitment that it answers, 32 bytes, or None.
    answers: bytes | None
    #: How many entries it has.
    entries: int
    #: How many different primary keys these have, or None where the schema has no key.
    distinct_keys: int | None
    #: The fields, and which of them are restricted.
    fields: tuple[Field, ...]
    #: Who can open it, besides its author.
    readers: tuple[Party, ...]
    #: The root of the tree, 32 bytes: to be compared where it is signed.
    root: bytes
    #: When it says that it is signed, in seconds.
    iat: int
    #: When this key last signed, in seconds, or 0.
    last_time: int

    @classmethod
    def of(
        cls, sealed: Sealed, *, readers: Sequence[Party], previous_role: str | None, last_time: int
    ) -> "Confirmation":
        """Return what to show of a sealed list; ``last_time`` is when its author last signed, in seconds, or 0."""
        place, content = sealed.commitment.place, sealed.opened.list
        return cls(
            label=content.label,
            role=place.role,
            previous_role=previous_role,
            list_id=place.list_id,
            version=place.version,
            previous=place.previous,
            answers=place.answers,
            entries=len(content),
            distinct_keys=content.distinct_keys(),
            fields=content.schema.fields,
            readers=tuple(readers),
            root=sealed.commitment.root,
            iat=sealed.unsigned.iat,
            last_time=last_time,
        )

    @property
    def set_back(self) -> bool:
        """Whether the clock is before the time at which this key last signed."""
        return self.iat < self.last_time


class Proposal(NamedTuple):
    """A list that is sealed and not signed yet. ``confirmation`` is what to show before it is signed."""

    #: What to show before it is signed.
    confirmation: Confirmation
    #: The list as it is sealed.
    sealed: Sealed

    def __repr__(self) -> str:
        return f"Proposal({self.confirmation.label!r}, version {self.confirmation.version})"

    @property
    def to_be_signed(self) -> bytes:
        """The bytes to sign, at most 4,096: for a key service, after :meth:`Desk.claim`."""
        return self.sealed.unsigned.to_be_signed

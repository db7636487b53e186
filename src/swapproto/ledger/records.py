"""Records: one line for each signature, with what it fixed. A record contains labels and digests, but no entry."""

import json
from collections.abc import Mapping
from typing import Any, Generic, NamedTuple, TypeVar

from ..statements import Commitment
from ..wire.cose import is_time


class AboutList(NamedTuple):
    """What a commitment or a reveal is about: a version of a list. Ids and digests are in hexadecimal."""

    list: str
    version: int
    label: str
    role: str
    root: str
    count: int  # type: ignore[assignment]  # hides tuple.count, which nobody needs
    key: str
    exchange: str = ""

    @classmethod
    def of(cls, commitment: Commitment, label: str) -> "AboutList":
        """Return what a commitment fixes. The ``label`` is not in the commitment: it is sealed with the list."""
        place, root, key = commitment.place, commitment.root.hex(), commitment.key.hex()
        exchange = (place.exchange or b"").hex()
        return cls(place.list_id.hex(), place.version, label, place.role, root, commitment.count, key, exchange)

    def fixes(self, commitment: Commitment) -> bool:
        """Return whether this is the list that a commitment fixes. Spec 11."""
        return (self.root, self.count, self.key) == (commitment.root.hex(), commitment.count, commitment.key.hex())


class AboutExchange(NamedTuple):
    """What all other statements are about: an exchange, and something of it. Ids are in hexadecimal, or ""."""

    exchange: str
    #: The statement that it answers or takes back; of an accept, the kid that it is for.
    subject: str
    #: Of an accept, its number.
    number: int = 0


About = AboutList | AboutExchange
"""What a statement is about: a type for each way of being about something."""

ABOUT: Mapping[str, type[AboutList] | type[AboutExchange]] = {
    "commitment": AboutList,
    "reveal": AboutList,
    **dict.fromkeys(("terms", "accept", "receipt", "review", "withdraw", "revoke"), AboutExchange),
}
"""What the statements of each kind are about."""


A = TypeVar("A", bound=About, covariant=True)


class Record(NamedTuple, Generic[A]):
    """One signature: who signed which statement of which kind, when, about what. Ids are in hexadecimal.

    ``file`` is where the statement was to be kept, in the words of whoever signed: a path, an address, or "".
    """

    signer: str
    statement: str
    kind: str
    iat: int
    file: str
    about: A

    @property
    def kept_in(self) -> str | None:
        """Where the statement was to be kept, if that is known: "-" is what a command records that wrote it out."""
        return None if self.file in ("", "-") else self.file

    def line(self) -> bytes:
        """Return the record as a line of JSON, without its line feed."""
        return json.dumps(self._asdict() | {"about": self.about._asdict()}).encode()

    @classmethod
    def read(cls, line: bytes) -> "Record[About]":
        """Read a line. Raise :class:`ValueError`, :class:`TypeError` or :class:`KeyError` if it is not a record."""
        fields: dict[str, Any] = dict(json.loads(line))
        about_type = ABOUT[fields["kind"]]
        about = fields.pop("about", None)
        if about is None:  # a line of the first version: all fields side by side
            about = {name: fields.pop(name) for name in about_type._fields if name in fields}
        record = Record[About](**fields, about=about_type(**about))
        _require_types(fields, cls.__annotations__)
        _require_types(record.about._asdict(), about_type.__annotations__)
        if not is_time(record.iat):
            raise ValueError("iat")
        about_ids = {name: value for name, value in record.about._asdict().items() if name in _IDS}
        for digest in (record.signer, record.statement, *about_ids.values()):
            bytes.fromhex(digest)
        return record


_IDS = {"list", "root", "key", "exchange", "subject"}


def _require_types(fields: Mapping[str, Any], types: Mapping[str, Any]) -> None:
    if any(type(value) is not types[name] for name, value in fields.items()):
        raise TypeError

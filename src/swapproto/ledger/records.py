"""Records: one line for each signature, with what it fixed. A record contains labels and digests, but no entry."""

import json
from collections.abc import Mapping
from typing import Any, NamedTuple

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

    @classmethod
    def of(cls, commitment: Commitment, label: str) -> "AboutList":
        """Return what a commitment fixes. The ``label`` is not in the commitment: it is sealed with the list."""
        place, root, key = commitment.place, commitment.root.hex(), commitment.key.hex()
        return cls(place.list_id.hex(), place.version, label, place.role, root, commitment.count, key)

    def fixes(self, commitment: Commitment) -> bool:
        """Return whether this is the list that a commitment fixes. Spec 11."""
        return (self.root, self.count, self.key) == (commitment.root.hex(), commitment.count, commitment.key.hex())


About = AboutList
"""What a statement is about: a type for each way of being about something."""

ABOUT: Mapping[str, type[About]] = {"commitment": AboutList, "reveal": AboutList}
"""What the statements of each kind are about."""


class Record(NamedTuple):
    """One signature: who signed which statement of which kind, when, about what. Ids are in hexadecimal.

    ``file`` is where the statement was to be kept, in the words of whoever signed: a path, an address, or "".
    """

    signer: str
    statement: str
    kind: str
    iat: int
    file: str
    about: About

    def line(self) -> bytes:
        """Return the record as a line of JSON, without its line feed."""
        return json.dumps(self._asdict() | {"about": self.about._asdict()}).encode()

    @classmethod
    def read(cls, line: bytes) -> "Record":
        """Read a line. Raise :class:`ValueError`, :class:`TypeError` or :class:`KeyError` if it is not a record."""
        fields: dict[str, Any] = dict(json.loads(line))
        about_type = ABOUT[fields["kind"]]
        about = fields.pop("about", None)
        if about is None:  # a line of the first version: all fields side by side
            about = {name: fields.pop(name) for name in about_type._fields}
        record = cls(**fields, about=about_type(**about))
        _require_types(record, cls.__annotations__)
        _require_types(record.about, about_type.__annotations__)
        if not is_time(record.iat):
            raise ValueError("iat")
        for digest in (record.signer, record.statement, record.about.list, record.about.root, record.about.key):
            bytes.fromhex(digest)
        return record


def _require_types(record: Any, types: Mapping[str, Any]) -> None:
    if any(type(value) is not types[name] for name, value in record._asdict().items()):
        raise TypeError

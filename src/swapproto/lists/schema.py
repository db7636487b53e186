"""The schema of a list, a subset of Table Schema, and the encoding of entries by it. Spec 6.1, 6.2."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from hashlib import sha256
from typing import Any

from ..wire import cbor
from ..wire.rows import Row, Rows
from .fields import TYPES, Field, Value, are_texts, invalid

SCHEMA_LIMIT = ENTRY_LIMIT = 65_536
SCHEMA_DEPTH = 7  # within the content, which has 8. Spec 8.4, step 5
ENTRY_DEPTH = 4
FIELDS = 128

__all__ = ["FIELDS", "TYPES", "Field", "Part", "Schema", "Value"]


class Part:
    """One half of every entry: the public fields, or the restricted ones. Spec 6.2."""

    def __init__(self, fields: Iterable[Field]) -> None:
        self._kinds = {field.name: TYPES[field.type] for field in fields}
        self.names: tuple[str, ...] = tuple(sorted(self._kinds, key=cbor.encode))
        self._rows = Rows(self._wrong, code="entry-invalid", depth=ENTRY_DEPTH, size=ENTRY_LIMIT)

    def encode(self, columns: Mapping[str, Sequence[Value]], count: int, first: int = 1) -> list[bytes]:
        """Encode this half of ``count`` entries, by the values of each field; others are passed over.

        Raise :class:`FormatError` ``entry-invalid`` that names the entry, counted from ``first``.
        """
        return self._rows.encode({name: columns[name] for name in self.names}, count, first)

    def decode(self, encoded: Iterable[bytes]) -> Iterator[Row]:
        """Yield every entry, checked, with its fields in the order of the encoding. Raise as :meth:`encode`."""
        return self._rows.decode(encoded)

    def decode_again(self, encoded: Iterable[bytes]) -> Iterator[Row]:
        """Yield every entry as :meth:`decode` does, of encodings that it passed or :meth:`encode` made."""
        return self._rows.decode_again(encoded)

    def _wrong(self, row: Row) -> str | None:
        if tuple(row) != self.names:
            return "its fields are not exactly those of the schema, in order"
        for name, value in row.items():
            if value is not None and not self._kinds[name](value):
                return f"field {name!r} does not hold a value of its type"
        return None


class Schema:
    """The fields in their author's order, the primary key, and the texts that stand for null in tables.

    >>> Schema.of_texts(["id", "name"]).public.names
    ('id', 'name')
    """

    def __init__(
        self, fields: Iterable[Field], primary_key: Iterable[str] = (), missing_values: Iterable[str] = ()
    ) -> None:
        """Raise :class:`FormatError` ``schema-invalid`` for a schema that no reader accepts. Spec 6.1."""
        #: The fields, in their author's order.
        self.fields: tuple[Field, ...] = tuple(fields)
        #: The names of the fields that entries are known by; () for none.
        self.primary_key: tuple[str, ...] = tuple(primary_key)
        #: The texts that stand for null in tables.
        self.missing_values: tuple[str, ...] = tuple(missing_values)
        names = [field.name for field in self.fields]
        if not 1 <= len(names) <= FIELDS:
            raise invalid(f"it has 1 to {FIELDS} fields")
        if len(set(names)) < len(names):
            twice = next(name for name in names if names.count(name) > 1)
            raise invalid(f"two fields have the name {twice!r}")
        _require_texts("primaryKey", self.primary_key, most=8, size=256)
        _require_texts("missingValues", self.missing_values, most=16, size=64)
        if not set(self.primary_key) <= {field.name for field in self.fields if not field.restricted}:
            raise invalid("its primaryKey names a field that it does not have, or that is restricted")
        if len(self.encoded) > SCHEMA_LIMIT:
            raise invalid(f"its encoding takes more than {SCHEMA_LIMIT} bytes")

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Schema) and self.encoded == other.encoded

    def __hash__(self) -> int:
        return hash(self.encoded)

    def __reduce__(self) -> tuple[type["Schema"], tuple[object, ...]]:
        return Schema, (self.fields, self.primary_key, self.missing_values)  # without what is derived from them

    def __repr__(self) -> str:
        return f"Schema({[field.name for field in self.fields]!r})"

    @classmethod
    def of_texts(cls, names: Iterable[str]) -> "Schema":
        """Return a schema in which every column is text. Raise :class:`FormatError` ``schema-invalid``."""
        return cls(map(Field, names))

    def to_wire(self) -> dict[str, Any]:
        """Return its form on the wire, a map. Spec 6.1."""
        wire: dict[str, Any] = {"fields": [field.to_wire() for field in self.fields]}
        if self.primary_key:
            wire["primaryKey"] = list(self.primary_key)
        if self.missing_values:
            wire["missingValues"] = list(self.missing_values)
        return wire

    @classmethod
    def from_wire(cls, wire: object) -> "Schema":
        """Read a schema from its form on the wire. Raise :class:`FormatError` ``schema-invalid``."""
        if not isinstance(wire, dict) or not wire.keys() <= {"fields", "primaryKey", "missingValues"}:
            raise invalid("it has fields, perhaps primaryKey and missingValues, and nothing else")
        fields = wire.get("fields")
        if not isinstance(fields, list) or len(fields) > FIELDS:
            raise invalid(f"it has 1 to {FIELDS} fields")
        for key in ("primaryKey", "missingValues"):
            if key in wire and not (isinstance(wire[key], list) and wire[key]):
                raise invalid(f"its {key} is an array that is not empty, or absent")
        return cls(map(Field.from_wire, fields), wire.get("primaryKey", ()), wire.get("missingValues", ()))

    @cached_property
    def encoded(self) -> bytes:
        """Its deterministic encoding."""
        return cbor.encode(self.to_wire())

    @cached_property
    def digest(self) -> bytes:
        """The schema digest, 32 bytes. Spec 6.1."""
        return sha256(self.encoded).digest()

    @cached_property
    def public(self) -> Part:
        """The part that a disclosure shows."""
        return Part(field for field in self.fields if not field.restricted)

    @cached_property
    def restricted(self) -> Part | None:
        """The part that a disclosure withholds unless asked, or None if the schema restricts nothing."""
        withheld = [field for field in self.fields if field.restricted]
        return Part(withheld) if withheld else None


def _require_texts(key: str, values: Sequence[object], *, most: int, size: int) -> None:
    if len(values) > most or not are_texts(values, 0, size):
        raise invalid(f"its {key} is an array of 1 to {most} different texts of at most {size} bytes")

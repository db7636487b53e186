"""A field of a schema: its name, type, titles and constraints. Spec 6.1."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from ..errors import FormatError
from ..wire import cbor
from ..wire.cbor import INT_MAX, INT_MIN

__all__ = ["INT_MAX", "INT_MIN", "TYPES", "Constraints", "Field", "Value", "are_texts", "invalid", "is_json", "is_text"]

Value = Any
"""A value in an entry: str, int, bool, list, dict, or None."""

LANGUAGES = 16
CHOICES = 512
LENGTH_LIMIT = 65_536
TITLE_LIMIT, DESCRIPTION_LIMIT, CONSTRAINT_LIMIT = 512, 16_384, 256
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{1,8}){0,3}")


def is_text_value(value: Value) -> bool:
    """Return whether a value is a text."""
    return type(value) is str


def _is_integer(value: Value) -> bool:
    return type(value) is int and INT_MIN <= value <= INT_MAX


def _is_boolean(value: Value) -> bool:
    return type(value) is bool


def _is_array(value: Value) -> bool:
    return type(value) is list and is_json(value)


def _is_object(value: Value) -> bool:
    return type(value) is dict and is_json(value)


def is_json(value: Value) -> bool:
    """Return whether a value, not nested deeply, may occur in an entry: no byte strings, at any depth. Spec 6.2."""
    level = [value]
    while level:
        kinds = {*map(type, level)}
        if not kinds <= _JSON or not cbor.are_in_range(level, kinds):
            return False
        if dict in kinds and not all(_has_names(one) for one in level if type(one) is dict):
            return False
        level = [*cbor.members(cbor.containers(level))]  # level by level: an entry can hold thousands of arrays
    return True


def _has_names(value: Mapping[Any, Value]) -> bool:
    return len(value) <= cbor.MAP_PAIRS and {*map(type, value)} <= {str}


_JSON = frozenset({str, bool, type(None), int, list, dict})

TYPES: Mapping[str, Callable[[Value], bool]] = {
    "string": is_text_value,
    "number": is_text_value,
    "date": is_text_value,
    "partialdate": is_text_value,
    "datetime": is_text_value,
    "integer": _is_integer,
    "boolean": _is_boolean,
    "array": _is_array,
    "object": _is_object,
}

_ON_TEXT = frozenset({"string"})
_ORDERED = frozenset({"integer", "number", "date", "partialdate"})
CONSTRAINTS: Mapping[str, frozenset[str]] = {
    "required": frozenset(TYPES),
    "unique": frozenset(TYPES) - {"array", "object"},
    "enum": _ON_TEXT,
    "pattern": _ON_TEXT,
    "minLength": _ON_TEXT,
    "maxLength": _ON_TEXT,
    "minimum": _ORDERED,
    "maximum": _ORDERED,
}
"""Each constraint, and the types of fields that may have it."""


class Constraints(NamedTuple):
    """What a field's values must satisfy when a list is made from a table. A reader never checks it. Spec 6.1.

    A bound is an int for type integer, and a text for number, date and partialdate.
    """

    #: Whether a value has to be given, neither null nor an empty text.
    required: bool = False
    #: Whether each value may occur once.
    unique: bool = False
    #: The texts that are allowed; () for all.
    enum: tuple[str, ...] = ()
    #: The form of a text, an I-Regexp (RFC 9485).
    pattern: str | None = None
    #: The least number of characters.
    min_length: int | None = None
    #: The greatest number of characters.
    max_length: int | None = None
    #: The least value.
    minimum: int | str | None = None
    #: The greatest value.
    maximum: int | str | None = None

    def to_wire(self) -> dict[str, Any]:
        """Return its form on the wire, a map that is empty without constraints."""
        wire = {key: getattr(self, _attribute(key)) for key in CONSTRAINTS} | {"enum": list(self.enum)}
        return {key: value for key, value in wire.items() if value is not None and value is not False and value != []}

    @classmethod
    def from_wire(cls, wire: object, kind: str) -> "Constraints":
        """Read the constraints of a field of type ``kind``. Raise :class:`FormatError` ``schema-invalid``."""
        if not isinstance(wire, dict) or not wire or not wire.keys() <= CONSTRAINTS.keys():
            raise invalid(f"constraints are some of {', '.join(CONSTRAINTS)}, and nothing else")
        for key, value in wire.items():
            if kind not in CONSTRAINTS[key]:
                raise invalid(f"a field of type {kind} has no constraint {key}")
            if not _is_valid(key, value, kind):
                raise invalid(f"the constraint {key} is not {_EXPECTED.get(key, _BOUND)}")
        keywords = {_attribute(key): value for key, value in wire.items()}
        return cls(**keywords | {"enum": tuple(wire.get("enum", ()))})


NO_CONSTRAINTS = Constraints()


def _is_valid(key: str, value: object, kind: str) -> bool:
    if key in ("required", "unique"):
        return value is True
    if key == "enum":
        return isinstance(value, list) and 1 <= len(value) <= CHOICES and are_texts(value, 1, CONSTRAINT_LIMIT)
    if key in ("minLength", "maxLength"):
        return type(value) is int and 0 <= value <= LENGTH_LIMIT
    if key == "pattern" or kind != "integer":
        return is_text(value, 1, CONSTRAINT_LIMIT)
    return _is_integer(value)


_EXPECTED = {
    "required": "true, or absent",
    "unique": "true, or absent",
    "enum": f"an array of 1 to {CHOICES} different texts of 1 to {CONSTRAINT_LIMIT} bytes",
    "pattern": f"a text of 1 to {CONSTRAINT_LIMIT} bytes",
    "minLength": f"a whole number up to {LENGTH_LIMIT:,}",
    "maxLength": f"a whole number up to {LENGTH_LIMIT:,}",
}
_BOUND = f"an integer for type integer, else a text of 1 to {CONSTRAINT_LIMIT} bytes"


def _attribute(key: str) -> str:
    return re.sub("[A-Z]", lambda letter: "_" + letter[0].lower(), key)  # minLength: min_length


class _Field(NamedTuple):
    #: The name, in entries and in tables, 1 to 256 bytes.
    name: str
    #: The type of its values, as ``string``, ``integer`` or ``date``.
    type: str
    #: What people call it: a text, or one for each language tag; or None.
    title: str | Mapping[str, str] | None
    #: What it means, for people; or None.
    description: str | None
    #: Whether disclosures withhold it unless asked.
    restricted: bool
    #: What a table's values have to satisfy.
    constraints: Constraints


class Field(_Field):
    """A column: its name, its type (a key of ``TYPES``), its titles for people, and whether disclosures withhold it.

    ``title`` is a text, or a text for each of several language tags ("uk", "zh-Hant").
    """

    __slots__ = ()

    def __new__(
        cls,
        name: str,
        type: str = "string",
        title: str | Mapping[str, str] | None = None,
        description: str | None = None,
        restricted: bool = False,
        constraints: Constraints = NO_CONSTRAINTS,
    ) -> "Field":
        """Raise :class:`FormatError` ``schema-invalid`` for a field that no schema can have. Spec 6.1."""
        made = super().__new__(cls, name, type, title, description, restricted, constraints)
        return cls.from_wire(made.to_wire())

    def to_wire(self) -> dict[str, Any]:
        """Return its form on the wire, a map. Spec 6.1."""
        title = dict(self.title) if isinstance(self.title, Mapping) else self.title
        texts = {"name": self.name, "type": self.type, "title": title, "description": self.description}
        wire: dict[str, Any] = {key: text for key, text in texts.items() if text is not None}
        wire |= {"restricted": True} if self.restricted else {}
        asked = self.constraints.to_wire()
        return wire | {"constraints": asked} if asked else wire

    @classmethod
    def from_wire(cls, wire: object) -> "Field":
        """Read a field from its form on the wire. Raise :class:`FormatError` ``schema-invalid``."""
        if not isinstance(wire, dict) or not wire.keys() <= _KEYS:
            raise invalid(f"a field has a name, a type, perhaps {', '.join(_OPTIONS)}, and nothing else")
        name, kind = wire.get("name"), wire.get("type")
        if not is_text(name, 1, 256):
            raise invalid("a field's name is a text of 1 to 256 bytes")
        if type(kind) is not str or kind not in TYPES:
            raise invalid(f"field {name!r} has a type other than {', '.join(TYPES)}")
        if "title" in wire and not _is_title(wire["title"]):
            raise invalid(f"field {name!r}: its title is a text of 1 to {TITLE_LIMIT} bytes, or one for each language")
        if "description" in wire and not is_text(wire["description"], 1, DESCRIPTION_LIMIT):
            raise invalid(f"field {name!r}: its description is a text of 1 to {DESCRIPTION_LIMIT} bytes")
        if "restricted" in wire and wire["restricted"] is not True:
            raise invalid(f"field {name!r}: restricted is true, or absent")
        asked = NO_CONSTRAINTS
        if "constraints" in wire:
            try:
                asked = Constraints.from_wire(wire["constraints"], kind)
            except FormatError as error:
                raise FormatError("schema-invalid", f"{error} (field {name!r})") from None
        options = wire.get("title"), wire.get("description"), wire.get("restricted", False)
        return cls._make((name, kind, *options, asked))  # which calls no __new__: all of it was checked here


_OPTIONS = ("title", "description", "restricted", "constraints")
_KEYS = {"name", "type", *_OPTIONS}


def _is_title(value: object) -> bool:
    if not isinstance(value, dict):
        return is_text(value, 1, TITLE_LIMIT)
    return (
        all(map(is_language, value))
        and 1 <= len(value) <= LANGUAGES
        and all(is_text(text, 1, TITLE_LIMIT) for text in value.values())
    )


def is_language(value: object) -> bool:
    """Return whether a value is a language tag as titles have it. Spec 6.1."""
    return type(value) is str and _LANGUAGE.fullmatch(value) is not None


def is_text(value: object, least: int, most: int) -> bool:
    """Return whether a value is a text of ``least`` to ``most`` bytes."""
    try:
        return type(value) is str and least <= len(value.encode()) <= most
    except UnicodeEncodeError:
        return False


def are_texts(values: Sequence[object], least: int, most: int) -> bool:
    """Return whether all values are texts of ``least`` to ``most`` bytes, and no two are the same."""
    return all(is_text(value, least, most) for value in values) and len(set(values)) == len(values)


def invalid(why: str) -> FormatError:
    """Return the error ``schema-invalid`` with its reason."""
    return FormatError("schema-invalid", f"the schema cannot be used: {why}")

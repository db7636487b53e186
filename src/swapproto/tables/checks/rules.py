"""What a profile says of checks, beside its schema: never on the wire, and no part of its digest."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal, NamedTuple

from ...lists import Schema, Value

_NOTHING: Mapping[str, int] = MappingProxyType({})
_AS_IT_IS: Mapping[str, Literal["error", "warning", "ignore"]] = MappingProxyType({})


class Expected(NamedTuple):
    """Where ``field`` holds one of ``values``, or anything if there are none, the fields ``then`` should be filled.

    ``why`` is what asks for that, such as an article of law: it stands in the finding.
    """

    field: str
    values: tuple[Value, ...]
    then: tuple[str, ...]
    why: str = ""

    def asks(self, value: Value) -> bool:
        """Whether such a value in ``field`` asks for the others. Values of different types are never the same."""
        if not self.values:
            return filled(value)
        return any(type(value) is type(one) and value == one for one in self.values)


class Rules(NamedTuple):
    """What is expected of an entry's values. A field that the schema does not have is passed over.

    ``severity`` says of a check, by its code, that it is an error, a warning, or nothing.
    ``chronology`` are sequences of date fields that cannot go backwards, such as birth, capture, death, burial.
    ``past`` are date fields that cannot lie in the future.
    ``within`` are date fields that cannot lie more than so many years before today, such as 120 for a birth.
    """

    severity: Mapping[str, Literal["error", "warning", "ignore"]] = _AS_IT_IS
    chronology: tuple[tuple[str, ...], ...] = ()
    expected: tuple[Expected, ...] = ()
    past: tuple[str, ...] = ()
    within: Mapping[str, int] = _NOTHING

    def of(self, schema: Schema) -> "Rules":
        """These rules, expecting no field that the schema does not have."""
        names = {field.name for field in schema.fields}
        expected = (rule._replace(then=tuple(filter(names.__contains__, rule.then))) for rule in self.expected)
        return self._replace(expected=tuple(expected))


def filled(value: Value) -> bool:
    """Whether there is anything in a cell: false and 0 are something."""
    return value is not None and value not in ("", [], {})

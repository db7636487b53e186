"""The rules of a profile: what its checks expect. They are never on the wire and no part of the schema's digest."""

from collections.abc import Callable, Mapping
from typing import Literal, NamedTuple

from ...empty import EMPTY
from ...lists import Schema, Value
from ..columnar import filled
from ..vocabulary import NO_WORDS, Vocabulary


class Expected(NamedTuple):
    """If ``field`` is one of ``values``, the fields ``then`` should be filled. Without ``values``, any value counts."""

    #: The field that asks for others.
    field: str
    #: Its values that do; () for all.
    values: tuple[Value, ...]
    #: The fields that should be filled.
    then: tuple[str, ...]
    #: What asks for that, such as an article of law; the finding quotes it.
    why: str = ""

    def asking(self) -> Callable[[Value], bool]:
        """Return whether a value of ``field`` asks for the others. Values of different types are never equal."""
        if not self.values:
            return filled
        values = frozenset((type(value), value) for value in self.values)
        return lambda value: type(value) not in (list, dict) and (type(value), value) in values


class Age(NamedTuple):
    """If ``field`` is one of ``values``, the years from one date to another are likely within these bounds."""

    #: The field that must have a value, or one of ``values``; "" for every entry.
    field: str
    #: Its values that count; () for all.
    values: tuple[Value, ...]
    #: The date of birth.
    birth: str
    #: The date at which the age counts.
    at: str
    #: The least number of whole years.
    least: int
    #: The greatest number of whole years.
    most: int

    def asking(self) -> Callable[[Value], bool]:
        """Return whether a value of ``field`` makes the age count."""
        return Expected(self.field, self.values, ()).asking() if self.field else lambda value: True


class Rules(NamedTuple):
    """What is expected of an entry's values. Fields that the schema does not have are ignored."""

    #: By the code of a finding: an error, a warning, or to be ignored.
    severity: Mapping[str, Literal["error", "warning", "ignore"]] = EMPTY
    #: Sequences of date fields that cannot go backwards, such as birth, capture, death, burial.
    chronology: tuple[tuple[str, ...], ...] = ()
    #: What some values ask of other fields.
    expected: tuple[Expected, ...] = ()
    #: Date fields that cannot be in the future.
    past: tuple[str, ...] = ()
    #: Date fields that cannot be more than so many years before today, such as 120 for a birth.
    within: Mapping[str, int] = EMPTY
    #: Ages that are likely, such as a soldier's at capture.
    ages: tuple[Age, ...] = ()
    #: What people call the fields and their values.
    vocabulary: Vocabulary = NO_WORDS

    def of(self, schema: Schema) -> "Rules":
        """Return these rules without expectations of fields that the schema does not have."""
        names = {field.name for field in schema.fields}
        expected = (rule._replace(then=tuple(filter(names.__contains__, rule.then))) for rule in self.expected)
        return self._replace(expected=tuple(expected))

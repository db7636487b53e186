"""The constraints of a field, enforced while a table is read. Spec 6.1: a reader of a signed list never checks them."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeAlias

from ..errors import InputError
from ..lists import Field, Schema, Value
from .blanks import is_blank
from .field_types import FIELD_TYPES, Order
from .formats import Invalid
from .patterns import Pattern

Allow: TypeAlias = Callable[[Value], None]
"""Raises :class:`Invalid` if a value of the field, null included, is not allowed."""

_MAX_CHARACTERS_SHOWN = 120
_LENGTH = Order(int, len, len)


class Constraint:
    """What all values of a field must satisfy. Raise :class:`InputError` ``schema-invalid`` if no value can."""

    def __init__(self, field: Field) -> None:
        try:
            self._allow = list(_constraints(field))
        except ValueError as error:
            raise InputError("schema-invalid", f"the schema cannot be used: field {field.name!r}: {error}") from None
        self._first_rows: dict[Value, int] | None = {} if field.constraints.unique else None

    def __bool__(self) -> bool:
        return bool(self._allow) or self._first_rows is not None

    def enforce(self, value: Value, row: int) -> None:
        """Raise :class:`Invalid` if a value is not allowed in a row, which must come once, after those before it."""
        self.enter(value, row)
        self.allow(value)

    def allow(self, value: Value) -> None:
        """Raise :class:`Invalid` if a value is not allowed in any row."""
        for allow in self._allow:
            allow(value)

    def enter(self, value: Value, row: int) -> None:
        """Raise :class:`Invalid` if an earlier row has the same value, and each may occur once."""
        if self._first_rows is None or value is None:
            return
        if (earlier := self._first_rows.setdefault(value, row)) != row:
            raise Invalid("the same as in {}, and the schema allows each value once", "repeated", earlier)

    def all_new(self, values: Sequence[Value], rows: Sequence[int]) -> bool:
        """Enter the values of rows, and return True, if each may occur again or is new; else do nothing."""
        if self._first_rows is None:
            return True
        new = {*values}
        if len(new) < len(values) or None in new or not self._first_rows.keys().isdisjoint(new):
            return False
        self._first_rows.update(zip(values, rows, strict=True))
        return True


def check_schema(schema: Schema) -> None:
    """Raise :class:`InputError` ``schema-invalid`` if a field has constraints that no table can satisfy."""
    for field in schema.fields:
        Constraint(field)


def _constraints(field: Field) -> Iterator[Allow]:
    asked = field.constraints
    if asked.required:
        yield _required
    if asked.enum:
        yield _one_of(asked.enum)
    if asked.pattern is not None:
        yield _of_form(asked.pattern)
    if asked.min_length is not None or asked.max_length is not None:
        yield _between(asked.min_length, asked.max_length, _LENGTH, "{} characters")
    if asked.minimum is not None or asked.maximum is not None:
        yield _in_range(field)


def _required(value: Value) -> None:
    if value is None or (type(value) is str and is_blank(value)):
        raise Invalid("no value is given, and the schema requires one", "missing")


def _one_of(choices: tuple[str, ...]) -> Allow:
    listed = ", ".join(choices)
    if len(listed) > _MAX_CHARACTERS_SHOWN:
        listed = f"{listed[:_MAX_CHARACTERS_SHOWN]} ..."
    allowed = frozenset(choices)

    def allow(value: Value) -> None:
        if value is not None and value not in allowed:
            raise Invalid(f"not one of the values that the schema lists: {listed}", "not-allowed")

    return allow


def _of_form(text: str) -> Allow:
    try:
        pattern = Pattern(text)
    except ValueError as error:
        raise ValueError(f"its pattern {text!r} cannot be read: {error}") from None
    shown = text[:_MAX_CHARACTERS_SHOWN]

    def allow(value: Value) -> None:
        if value is not None and not pattern.matches(value):
            raise Invalid(f"not of the form that the schema asks for: {shown}", "not-allowed")

    return allow


def _in_range(field: Field) -> Allow:
    order = FIELD_TYPES[field.type].order
    if order is None:
        raise ValueError(f"values of type {field.type} have no order")
    return _between(field.constraints.minimum, field.constraints.maximum, order)


def _between(minimum: Any, maximum: Any, order: Order, words: str = "{}") -> Allow:
    """Refuse a value that is certainly out of range: of a partial date, all the days that it may mean."""
    low, high = (None if bound is None else order.bound(bound) for bound in (minimum, maximum))
    if low is not None and high is not None and high < low:
        raise ValueError("its constraints leave no value: the least allowed is more than the most")

    def allow(value: Value) -> None:
        if value is None:
            return
        if low is not None and order.greatest(value) < low:
            raise Invalid(f"less than the schema allows: {words.format(minimum)} at least", "not-allowed")
        if high is not None and order.least(value) > high:
            raise Invalid(f"more than the schema allows: {words.format(maximum)} at most", "not-allowed")

    return allow

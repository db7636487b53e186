"""The constraints of a field, kept when a table is read. Spec 6.1: no reader of a list ever checks them."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from decimal import Decimal
from typing import Any

from ..errors import InputError
from ..lists import Field, Schema, Value
from .formats import Invalid, day, first_day, last_day, number
from .patterns import Pattern

Check = Callable[[Value], None]
"""Takes the values of one column, row by row and null too. Raises :class:`Invalid` at the first that is not allowed."""

_SHOWN = 120


def check_of(field: Field) -> Check | None:
    """What a field's values have to stand, or None. Raises :class:`InputError` ``schema-invalid``."""
    try:
        checks = list(_checks(field))
    except ValueError as error:
        raise InputError("schema-invalid", f"the schema cannot be used: field {field.name!r}: {error}") from None
    if not checks:
        return None

    def check(value: Value) -> None:
        for one in checks:
            one(value)

    return check


def checked(read: Callable[[Any], Value], raw: Any, check: Check | None) -> Value:
    """What ``read`` makes of a row's ``raw`` value, if it stands the check. Raises :class:`Invalid`."""
    try:
        value = read(raw)
    except Invalid:
        pass_over(check)
        raise
    if check is not None:
        check(value)
    return value


def pass_over(check: Check | None) -> None:
    """A row's value is unfit already: it is null, and counts, for a check counts the rows."""
    if check is not None:
        with suppress(Invalid):
            check(None)


def check_schema(schema: Schema) -> None:
    """Raises :class:`InputError` ``schema-invalid`` if some field has constraints that no table can be held to."""
    for field in schema.fields:
        check_of(field)


def _checks(field: Field) -> Iterator[Check]:
    asked = field.constraints
    if asked.unique:  # first, since it counts the rows
        yield _unique()
    if asked.required:
        yield _required
    if asked.enum:
        yield _one_of(asked.enum)
    if asked.pattern is not None:
        yield _of_form(asked.pattern)
    if asked.min_length is not None or asked.max_length is not None:
        yield _between(asked.min_length, asked.max_length, int, len, len, "{} characters")
    if asked.minimum is not None or asked.maximum is not None:
        yield _in_range(field)


def _required(value: Value) -> None:
    if value is None or value == "":
        raise Invalid("nothing is in it, and the schema requires something", "missing")


def _one_of(choices: tuple[str, ...]) -> Check:
    listed = ", ".join(choices)
    why = f"none of the values that the schema lists: {listed if len(listed) <= _SHOWN else listed[:_SHOWN] + ' ...'}"
    allowed = frozenset(choices)

    def check(value: Value) -> None:
        if value is not None and value not in allowed:
            raise Invalid(why, "not-allowed")

    return check


def _of_form(text: str) -> Check:
    try:
        pattern = Pattern(text)
    except ValueError as error:
        raise ValueError(f"its pattern {text!r} cannot be read: {error}") from None

    def check(value: Value) -> None:
        if value is not None and not pattern.matches(value):
            raise Invalid(f"not of the form that the schema asks for: {text[:_SHOWN]}", "not-allowed")

    return check


def _in_range(field: Field) -> Check:
    low, high = field.constraints.minimum, field.constraints.maximum
    match field.type:
        case "number":
            return _between(low, high, _decimal, _decimal, _decimal)
        case "date" | "partialdate":  # a partial date is refused only if no day that it can be is in range
            return _between(low, high, day, last_day, first_day)
    return _between(low, high, int, int, int)


def _between(
    least: Any,
    most: Any,
    read: Callable[[Any], Any],
    at_most: Callable[[Any], Any],
    at_least: Callable[[Any], Any],
    words: str = "{}",
) -> Check:
    """Refuses a value that is ``at_most`` something below ``least``, or ``at_least`` something above ``most``."""
    low, high = (None if bound is None else read(bound) for bound in (least, most))
    if low is not None and high is not None and high < low:
        raise ValueError("its constraints leave no value: the least allowed is more than the most")

    def check(value: Value) -> None:
        if value is None:
            return
        if low is not None and at_most(value) < low:
            raise Invalid(f"less than the schema allows: {words.format(least)} at least", "not-allowed")
        if high is not None and at_least(value) > high:
            raise Invalid(f"more than the schema allows: {words.format(most)} at most", "not-allowed")

    return check


def _decimal(text: str) -> Decimal:
    try:
        return Decimal(number(text))
    except ArithmeticError:
        raise Invalid("a number with too large an exponent to be compared") from None


def _unique() -> Check:
    seen: dict[Value, int] = {}
    row = 0

    def check(value: Value) -> None:
        nonlocal row
        row += 1
        if value is not None and seen.setdefault(value, row) != row:
            raise Invalid("the same as in {}, and the schema allows each value once", "repeated", seen[value])

    return check

"""JSON as tables contain it: text to values without loss, and values to text."""

import json
from collections.abc import Callable
from typing import Any, NamedTuple

from ..lists import Value
from ..lists.schema import ENTRY_DEPTH
from .formats import Invalid, integer


class Number(NamedTuple):
    """A number of a JSON text, in the notation in which it was written."""

    text: str


def load_json(text: str) -> Any:
    """Return the value of a JSON text, with numbers as :class:`Number`. Raise :class:`Invalid`, also for twin names."""
    try:
        return reject_surrogates(DECODER.decode(text), text)
    except json.JSONDecodeError as error:
        raise Invalid(f"not JSON: {error.msg} at character {error.pos + 1:,}") from None
    except RecursionError:
        raise Invalid("nested too deep") from None


def reject_surrogates(value: Any, text: str) -> Any:
    """Return ``value``, which was read from ``text``. Raise :class:`Invalid` if an escape in it is a lone surrogate."""
    if "\\u" in text:
        try:
            json.dumps(value, ensure_ascii=False, default=str).encode()
        except UnicodeEncodeError:
            raise Invalid("it has half a character (a lone surrogate)") from None
    return value


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise Invalid("a name occurs twice in one object")
    return found


def _constant(_: str) -> None:
    raise Invalid("NaN and Infinity are not JSON numbers; write null for no value")


DECODER = json.JSONDecoder(object_pairs_hook=_object, parse_int=Number, parse_float=Number, parse_constant=_constant)


def entry_value(value: Any, depth: int = ENTRY_DEPTH - 1) -> Value:
    """Return a decoded value as entries contain it: numbers in arrays and objects are 64-bit integers. Spec 6.2."""
    if type(value) is Number:
        try:
            return integer(value.text)
        except Invalid:
            raise Invalid("a number in an array or object is not a 64-bit integer: write it as a text") from None
    if type(value) in (list, dict) and not depth:
        raise Invalid(f"nested too deep: an entry, itself counted, has at most {ENTRY_DEPTH} levels")
    if type(value) is list:
        return [entry_value(item, depth - 1) for item in value]
    if type(value) is dict:
        return {key: entry_value(item, depth - 1) for key, item in value.items()}
    return value


def load_array(text: str) -> Value:
    """Return a JSON array as entries contain it. Raise :class:`Invalid`."""
    value = load_json(text)
    if type(value) is not list:
        raise Invalid("not a JSON array")
    return entry_value(value)


def load_object(text: str) -> Value:
    """Return a JSON object as entries contain it. Raise :class:`Invalid`."""
    value = load_json(text)
    if type(value) is not dict:
        raise Invalid("not a JSON object")
    return entry_value(value)


dump_json: Callable[[Any], str] = json.JSONEncoder(ensure_ascii=False).encode
"""Returns a value as JSON in one line."""

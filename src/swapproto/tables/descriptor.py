"""A schema as people write it: a Table Schema descriptor in JSON, the subset of spec 6.1.

Left out, ``type`` is string, and ``missingValues`` is none at all: an empty cell of text is then
an empty text.
"""

from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError, field_validator
from pydantic import Field as Key
from pydantic_core import ErrorDetails

from ..errors import FormatError, InputError
from ..schema import TYPES, Schema
from .cells import Unfit, load_json

SIZE_LIMIT = 2**20

_LATER = {
    "constraints", "foreignKeys", "format", "uniqueKeys", "example", "rdfType", "bareNumber", "decimalChar",
    "groupChar", "trueValues", "falseValues", "categories", "categoriesOrdered", "itemType", "delimiter",
    "fieldsMatch", "$schema",
}  # fmt: skip


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class _Field(_Strict):
    name: str = Key(min_length=1)
    type: Literal["string", "integer", "number", "boolean", "date", "datetime", "array", "object"] = "string"
    title: str | None = None
    description: str | None = None
    restricted: bool = False


class _Table(_Strict):
    fields: list[_Field] = Key(min_length=1)
    primary_key: list[str] = Key(default=[], alias="primaryKey")
    missing_values: list[str] = Key(default=[], alias="missingValues")

    @field_validator("primary_key", mode="before")
    @classmethod
    def _one_or_more(cls, names: object) -> object:
        return [names] if isinstance(names, str) else names


def read(data: bytes) -> Schema:
    """The schema of a UTF-8 descriptor. Raises :class:`InputError` ``schema-invalid``, naming the place."""
    if len(data) > SIZE_LIMIT:
        raise _invalid(f"it is longer than {SIZE_LIMIT:,} bytes")
    try:
        table = _Table.model_validate(load_json(data.decode("utf-8-sig")))
    except UnicodeDecodeError as error:
        raise _invalid(f"it is not UTF-8 at byte {error.start:,}") from None
    except Unfit as error:
        raise _invalid(str(error)) from None
    except ValidationError as error:
        first, *more = error.errors(include_url=False, include_input=False, include_context=False)
        raise _invalid(_words(first) + (f" (and {len(more)} more)" if more else "")) from None
    wire = table.model_dump(by_alias=True, exclude_none=True, exclude_defaults=True)
    # Defaults are left out of a schema's bytes, but for the type.
    wire["fields"] = [{"type": field.type, **given} for field, given in zip(table.fields, wire["fields"], strict=True)]
    try:
        return Schema.from_wire(wire)
    except FormatError as error:
        raise InputError("schema-invalid", str(error)) from None


def _words(error: ErrorDetails) -> str:
    """One finding as "fields[2].type: what is wrong"."""
    place = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in error["loc"]).lstrip(".")
    key = error["loc"][-1] if error["loc"] else ""
    if error["type"] == "extra_forbidden":
        known = "is part of Table Schema, but not supported yet: remove it"
        return f"{place}: {known if key in _LATER else 'no such key is known here'}"
    if error["type"] == "missing":
        return f"{place}: is missing"
    if error["type"] == "literal_error":
        return f"{place}: is none of {', '.join(TYPES)}"
    if error["type"] == "model_type":
        return f"{place}: is not an object" if place else "it is not an object {...} with fields"
    return f"{place}: {error['msg']}"


def _invalid(why: str) -> InputError:
    return InputError("schema-invalid", f"the schema file cannot be used: {why}")

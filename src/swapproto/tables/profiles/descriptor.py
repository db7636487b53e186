"""The file of a profile: a Table Schema descriptor in JSON, spec 6.1, with rules under ``checks``.

The default of ``type`` is string. Without ``missingValues`` no value is missing: an empty cell of text is an empty
text. The rules stay with whoever makes a list; they are no part of the schema that is sent.
"""

from functools import cache
from importlib.resources import files
from itertools import chain
from typing import Annotated, Any, Literal, get_args

from pydantic import BaseModel, BeforeValidator, ConfigDict, ValidationError, field_validator
from pydantic import Field as Key
from pydantic_core import ErrorDetails

from ...errors import FormatError, InputError
from ...lists import Schema
from ...lists.schema import FIELDS, TYPES
from ..checks.rules import Age, Expected, Rules
from ..choices import CountryWords, fields_of_countries
from ..constraints import check_schema
from ..findings import ALWAYS_ERRORS, CODES
from ..formats import Invalid, integer
from ..json_text import Number, load_json
from ..vocabulary import Vocabulary, build

SIZE_LIMIT = 2**20
VALUES = 2**13
"""The most values, counted by the commas between them: much is remembered of each that is wrong."""
_MAX_NAMES, _MAX_NAMES_PER_FIELD = 16, 4  # in all rules together: each is looked up in every row, however short
_MAX_VALUES = 1_000
_MAX_REASON = 512  # characters: every finding repeats it

_UNSUPPORTED = {
    "foreignKeys", "format", "uniqueKeys", "example", "rdfType", "bareNumber", "decimalChar",
    "groupChar", "trueValues", "falseValues", "categories", "categoriesOrdered", "itemType", "delimiter",
    "fieldsMatch", "$schema",
}  # fmt: skip


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


def _whole(value: object) -> object:
    return integer(value.text) if isinstance(value, Number) else value


def _as_written(value: object) -> object:
    return value.text if isinstance(value, Number) else value


_Length = Annotated[int, BeforeValidator(_whole)]
_Bound = Annotated[str, BeforeValidator(_as_written)]  # 0.50 or "0.50": a number keeps its notation


class _Constraints(_Strict):
    required: bool = False
    unique: bool = False
    enum: list[str] | None = None
    pattern: str | None = None
    minLength: _Length | None = None  # noqa: N815 (the key of the file)
    maxLength: _Length | None = None  # noqa: N815
    minimum: _Bound | None = None
    maximum: _Bound | None = None

    def to_wire(self, kind: str) -> dict[str, Any]:
        """Return the constraints of a field of type ``kind``. Raises :class:`Invalid`."""
        wire = self.model_dump(exclude_defaults=True)
        if kind == "integer":
            wire |= {key: integer(wire[key]) for key in ("minimum", "maximum") if key in wire}
        return wire


class _Field(_Strict):
    name: str = Key(min_length=1)
    type: Literal["string", "integer", "number", "boolean", "date", "partialdate", "datetime", "array", "object"] = (
        "string"
    )
    title: str | dict[str, str] | None = None
    description: str | None = None
    restricted: bool = False
    constraints: _Constraints = _Constraints()

    def to_wire(self) -> dict[str, Any]:
        """Return the field without its defaults, except for the type."""
        wire = self.model_dump(exclude_defaults=True, exclude={"constraints"})
        constraints = self.constraints.to_wire(self.type)
        return {"type": self.type} | wire | ({"constraints": constraints} if constraints else {})


class _Expected(_Strict):
    field: str
    values: list[str | bool | _Length] = []
    then: list[str] = Key(min_length=1)
    why: str = Key(default="", max_length=_MAX_REASON)


class _Age(_Strict):
    field: str = ""
    values: list[str | bool | _Length] = []
    birth: str
    at: str
    least: _Length = 0
    most: _Length = 120

    def named(self) -> list[str]:
        """Return the fields that it names."""
        return [*filter(None, (self.field, self.birth, self.at))]


_Severity = Literal["error", "warning", "ignore"]


class _Checks(_Strict):
    severity: dict[str, _Severity] = {}
    chronology: list[list[str]] = []
    expected: list[_Expected] = []
    past: list[str] = []
    within: dict[str, _Length] = {}
    ages: list[_Age] = []

    def rules(self, schema: Schema) -> Rules:
        """Return the rules. Raises :class:`Invalid` for fields that the schema does not have."""
        if unknown_codes := sorted(self.severity.keys() - set(CODES)):
            raise Invalid(f"there is no check named {unknown_codes[0]!r}; there are {', '.join(CODES)}")
        if weakened := sorted(code for code in ALWAYS_ERRORS if self.severity.get(code, "error") != "error"):
            what = "a list with it would differ from what the table shows or from what the schema requires"
            raise Invalid(f"checks.severity.{weakened[0]}: it is always an error, because {what}")
        named = [*chain(*self.chronology), *self.past, *self.within]
        named += chain(*([rule.field, *rule.then] for rule in self.expected), *(rule.named() for rule in self.ages))
        if len(named) > (most := _MAX_NAMES + _MAX_NAMES_PER_FIELD * len(schema.fields)):
            raise Invalid(f"its checks name fields {len(named):,} times; with these fields at most {most:,} times")
        values = [*chain(*(rule.values for rule in self.expected), *(rule.values for rule in self.ages))]
        if len(values) > _MAX_VALUES:
            raise Invalid(f"its checks name more than {_MAX_VALUES:,} values")
        if unknown := sorted(set(named) - {field.name for field in schema.fields}):
            raise Invalid(f"its checks name a field that it does not have: {unknown[0]!r}")
        return Rules(
            severity=self.severity,
            chronology=tuple(map(tuple, self.chronology)),
            expected=tuple(
                Expected(rule.field, tuple(rule.values), tuple(rule.then), rule.why) for rule in self.expected
            ),
            past=tuple(self.past),
            within=self.within,
            ages=tuple(Age(**rule.model_dump() | {"values": tuple(rule.values)}) for rule in self.ages),
        )


_ByLanguage = dict[str, list[str]]


class _Words(_Strict):
    headers: dict[str, _ByLanguage] = {}
    full_names: _ByLanguage = {}
    no_field: dict[str, _ByLanguage] = {}
    values: dict[str, dict[str, _ByLanguage]] = {}

    def of(self, schema: Schema) -> "_Words":
        """Return these words without those of fields and values that the schema does not have."""
        names = {field.name for field in schema.fields}
        return _Words(
            headers={name: words for name, words in self.headers.items() if name in names},
            full_names=self.full_names,
            no_field=self.no_field,
            values={name: words for name, words in self.values.items() if name in names},
        )

    def vocabulary(self, schema: Schema) -> Vocabulary:
        """Return the vocabulary. Raises :class:`Invalid` for fields and values that the schema does not have."""
        if unknown := sorted({*self.headers, *self.values} - {field.name for field in schema.fields}):
            raise Invalid(f"its words name a field that it does not have: {unknown[0]!r}")
        for field in schema.fields:
            allowed = {"true", "false"} if field.type == "boolean" else set(field.constraints.enum)
            if other := sorted(self.values.get(field.name, {}).keys() - allowed):
                raise Invalid(f"words.values.{field.name}: {other[0]!r} is no value of the field")
        return build(self.headers, self.full_names, self.no_field, self.values)


@cache
def _common_words() -> _Words:
    """Return the words that the profiles share that come with the program."""
    return _Words.model_validate_json(files("swapproto.tables").joinpath("words.json").read_bytes())


def _with_countries(vocabulary: Vocabulary, schema: Schema) -> Vocabulary:
    """Return a vocabulary that knows what the countries are called that fields of the schema allow."""
    values = vocabulary.values
    named = {
        field.name: CountryWords(field.name, field.constraints.enum, values.get(field.name, {}))
        for field in schema.fields
        if field.name in fields_of_countries()
    }
    return vocabulary._replace(values={**values, **named})


class _Table(_Strict):
    fields: list[_Field] = Key(min_length=1, max_length=FIELDS)
    primary_key: list[str] = Key(default=[], alias="primaryKey")
    missing_values: list[str] = Key(default=[], alias="missingValues")
    checks: _Checks = _Checks()
    words: _Words = _Words()

    @field_validator("primary_key", mode="before")
    @classmethod
    def _one_or_more(cls, names: object) -> object:
        return [names] if isinstance(names, str) else names


def read(data: bytes, *, common_words: bool = False) -> tuple[Schema, Rules]:
    """Read the schema and the rules from a UTF-8 descriptor, perhaps with the words that come with the program.

    Raises :class:`InputError` ``schema-invalid``, which names the place.
    """
    if len(data) > SIZE_LIMIT:
        raise _invalid(f"it is longer than {SIZE_LIMIT:,} bytes")
    if data.count(b",") >= VALUES:
        raise _invalid(f"it has more than {VALUES:,} values")
    try:
        table = _Table.model_validate(load_json(data.decode("utf-8-sig")))
        wire = table.model_dump(by_alias=True, exclude_defaults=True, exclude={"fields", "checks", "words"})
        schema = Schema.from_wire(wire | {"fields": [field.to_wire() for field in table.fields]})
        words = _common_words().of(schema) if common_words else table.words
        vocabulary = words.vocabulary(schema)
        if common_words:
            vocabulary = _with_countries(vocabulary, schema)
        rules = table.checks.rules(schema)._replace(vocabulary=vocabulary)
    except UnicodeDecodeError as error:
        raise _invalid(f"it is not UTF-8 at byte {error.start:,}") from None
    except ValidationError as error:
        first, *more = error.errors(include_url=False, include_input=False, include_context=False)
        raise _invalid(_words(first) + (f" (and {len(more)} more)" if more else "")) from None
    except Invalid as error:
        raise _invalid(str(error)) from None
    except FormatError as error:
        raise InputError("schema-invalid", str(error)) from None
    check_schema(schema)
    return schema, rules


def _words(error: ErrorDetails) -> str:
    """Return an error in the form "fields[2].type: what is wrong"."""
    place = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in error["loc"]).lstrip(".")
    key = error["loc"][-1] if error["loc"] else ""
    if error["type"] == "extra_forbidden":
        known = "is part of Table Schema, but not supported yet: remove it"
        return f"{place}: {known if key in _UNSUPPORTED else 'no such key is known here'}"
    if error["type"] == "missing":
        return f"{place}: is missing"
    if error["type"] == "literal_error":
        choices = TYPES if key == "type" else get_args(_Severity)
        return f"{place}: is none of {', '.join(choices)}"
    if error["type"] == "model_type":
        return f"{place}: is not an object" if place else "it is not an object {...} with fields"
    return f"{place}: {error['msg']}"


def _invalid(why: str) -> InputError:
    return InputError("schema-invalid", f"the schema file cannot be used: {why}")

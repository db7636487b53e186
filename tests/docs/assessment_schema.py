"""``spec/swapproto-assessment.json``, the JSON Schema of an assessment, from the types that the package states.

After a change of these types: ``python -m tests.docs.assessment_schema``.
"""

import json
import re
import types
from pathlib import Path
from typing import Annotated, Any, Literal, NotRequired, Union, get_args, get_origin, get_type_hints, is_typeddict

from swapproto import AssessmentData

PAGE = Path(__file__).parents[2] / "spec" / "swapproto-assessment.json"
SIMPLE = {str: "string", int: "integer", bool: "boolean", type(None): "null"}

Json = Any


def schema() -> Json:
    """The whole schema. A reader ignores a key that it does not know, so other keys are allowed on top only."""
    whole = of(AssessmentData) | {"additionalProperties": True}
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "swapproto-assessment/1"}
    return head | whole


def of(form: Any) -> Json:
    """The schema of a type."""
    origin = get_origin(form)
    if form in SIMPLE:
        return {"type": SIMPLE[form]}
    if origin is Annotated:
        kind, pattern = get_args(form)
        return of(kind) | {"pattern": pattern}
    if origin is Literal:
        return {"enum": list(get_args(form))}
    if origin in (Union, types.UnionType):
        return {"anyOf": [of(one) for one in get_args(form)]}
    if origin is list:
        return {"type": "array", "items": of(get_args(form)[0])}
    if origin is dict:
        return {"type": "object", "additionalProperties": of(get_args(form)[1])}
    assert is_typeddict(form), form
    hints = get_type_hints(form, include_extras=True)
    return {
        "type": "object",
        "properties": {name: of(get_args(hint)[0] if optional(hint) else hint) for name, hint in hints.items()},
        "required": [name for name, hint in hints.items() if not optional(hint)],
        "additionalProperties": False,
    }


def optional(hint: Any) -> bool:
    return get_origin(hint) is NotRequired


def wrong(value: Any, form: Json, place: str = "it") -> list[str]:
    """What is wrong with a value by a schema that has these keywords and no others."""
    if "anyOf" in form:
        found = [wrong(value, one, place) for one in form["anyOf"]]
        return [] if [] in found else found[0]
    if "enum" in form:
        return [] if value in form["enum"] else [f"{place} is {value!r}"]
    kind = next(name for python, name in SIMPLE.items() if type(value) is python) if type(value) in SIMPLE else None
    if isinstance(value, dict) and form["type"] == "object" and "properties" not in form:
        return [problem for inner in value.values() for problem in wrong(inner, form["additionalProperties"], place)]
    if isinstance(value, dict) and form["type"] == "object":
        strange = set(value) - set(form["properties"]) if not form["additionalProperties"] else set()
        absent = set(form["required"]) - set(value)
        return [f"{place} has or lacks {name}" for name in sorted(strange | absent)] + [
            problem
            for name, inner in value.items()
            if name in form["properties"]
            for problem in wrong(inner, form["properties"][name], f"{place}.{name}")
        ]
    if isinstance(value, list) and form["type"] == "array":
        return [problem for inner in value for problem in wrong(inner, form["items"], f"{place}[]")]
    if kind != form["type"] or not re.search(form.get("pattern", ""), str(value)):
        return [f"{place} is {value!r}"]
    return []


def text() -> str:
    return json.dumps(schema(), indent=1, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    PAGE.write_text(text(), "utf-8")

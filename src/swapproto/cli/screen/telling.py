"""Telling entries apart: shows people whom an entry is about, and not only by a number that they do not know."""

import json
import re
from collections.abc import Collection, Mapping
from typing import Any

from ...empty import EMPTY
from ...lists import Field, Schema
from .terminal import clean

_MIN_SHOWN, _MAX_SHOWN, _MAX_VALUE = 4, 16, 60
_NAMING = re.compile(
    "name|birth|born|(?<![a-z])(?:dob|nom|pr[eé]nom)(?![a-z])|naissance|прізвищ|ім.?я(?!\\w)|батькові|піб|народж"
    "|фамил|имя(?!\\w)|отчеств|фио|рожд|родил|اسم|لقب|ميلاد|ولادة"
)
"""In the name or a title of a field: it contains a name or a date of birth."""


class Telling:
    """The fields of a schema that tell its entries apart: the key, names and dates of birth, and what was asked for.

    Restricted fields are shown only where no other contains a name.
    """

    def __init__(self, schema: Schema, asked: Collection[str] = (), headings: Mapping[str, str] = EMPTY) -> None:
        """Call fields by ``headings``, in the order in which to show them; by default by their names."""
        self._called = headings
        self._open = [field.name for field in schema.fields if not field.restricted]
        naming = [field.name for field in schema.fields if _is_naming(field)]
        naming = [name for name in naming if name in self._open] or naming
        self._key = schema.primary_key
        self._telling = {*naming, *(name for name in asked if name in self._open)}

    def line(self, entry: Mapping[str, Any]) -> str:
        """Return an entry's telling fields in one line, safe for a terminal; if they are few, the first others, too."""
        texts = {name: as_text(value) for name, value in entry.items()}
        filled = {name: text for name, text in texts.items() if text.strip()}
        shown = {name for name in filled if name in self._telling or name in self._key}
        for name in filled:
            if len(shown) < _MIN_SHOWN and name in self._open:
                shown.add(name)
        order = [name for name in dict.fromkeys((*self._key, *self._called, *filled)) if name in shown]
        texts = {name: _brief(filled[name]) for name in order[:_MAX_SHOWN]}
        return ", ".join(f"{clean(self._called.get(name, name))} {text}" for name, text in texts.items()) or "(empty)"


def as_text(value: Any) -> str:
    """Return a value as it is typed in a condition."""
    if isinstance(value, str):
        return value
    return "" if value is None else json.dumps(value, ensure_ascii=False)


def _is_naming(field: Field) -> bool:
    titles = [field.title] if isinstance(field.title, str) else (field.title or {}).values()
    return any(_NAMING.search(text.casefold()) for text in (field.name, *titles))


def _brief(text: str) -> str:
    return clean(text if len(text) <= _MAX_VALUE else f"{text[:_MAX_VALUE]}...")

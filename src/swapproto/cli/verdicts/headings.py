"""Headings: what fields are called in a reader's language, and the order in which they are shown."""

from collections.abc import Mapping

from ...lists import Field, List, Schema
from ...tables import profiles, titles
from ..screen.terminal import note
from ..table import fields_in_use

Headings = Mapping[str, str]
"""What each field is called, in the order in which to show them."""


def headings(schema: Schema, language: str | None) -> Headings:
    """Return the headings of a schema's fields: their titles in ``language``, or without one their names.

    A schema without titles, as of a table that was read by no profile, takes the titles and the order of the profiles
    that come with the program for the fields that they have. Raise :class:`InputError` ``usage`` for a language in
    which there is no title.
    """
    if language is None:
        return {field.name: field.name for field in schema.fields}
    schema = titled(schema)
    if not titles.languages(schema):
        note("the fields of this list have no titles: they are shown by their names")
        language = None
    return dict(zip((field.name for field in schema.fields), titles.headings(schema, language), strict=True))


def titled(schema: Schema) -> Schema:
    """Return a schema, or one without titles with those of profiles, its fields in their order, and then the others."""
    if titles.languages(schema):
        return schema
    fields = {field.name: field for field in schema.fields}
    known: dict[str, Field] = {}
    for name in sorted(profiles.names(), key=lambda name: -len(profiles.load(name).schema.fields)):
        for field in profiles.load(name).schema.fields:
            if field.name in fields:
                known.setdefault(field.name, fields[field.name]._replace(title=field.title))
    return Schema([*known.values(), *(field for name, field in fields.items() if name not in known)])


def in_language(content: List, language: str, *, everything: bool) -> List:
    """Return a list whose fields are called by their titles; only those filled in some entry, or ``everything``."""
    called = headings(content.schema, language)
    filled = {field.name for field in fields_in_use(content)}
    by_name = {field.name: field for field in content.schema.fields}
    shown = {name: text for name, text in called.items() if everything or name in filled} or called
    key = [shown[name] for name in content.schema.primary_key if name in shown]
    fields = [by_name[name]._replace(name=text, title=None, restricted=False) for name, text in shown.items()]
    schema = Schema(fields, key, content.schema.missing_values)
    return List.of(content.label, schema, ({text: entry[name] for name, text in shown.items()} for entry in content))

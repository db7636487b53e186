"""A blank workbook for a schema: a sheet for the list, a help sheet that explains it, and one with long choices."""

import unicodedata
from collections.abc import Mapping, Sequence
from typing import BinaryIO, TypeAlias

from ...lists import Field, Schema
from ...xlsx.styles import Style
from ...xlsx.worksheet import letters
from ...xlsx.writer import Cell, Choice, Hint, Sheet, Styled, values
from ...xlsx.writer import write as write_sheets
from .. import titles
from ..field_types import FIELD_TYPES
from ..xlsx_.help_sheets import with_digest
from .visible import visible
from .words import Words

LIST, EXPLAINED, VALUES = "List", "How to fill in", "Values"
_MIN_WIDTH, _MAX_WIDTH = 14, 28
Vocabularies: TypeAlias = Mapping[tuple[str, ...], list[str]]
"""The choices that are too long for a column's rule, with the names of the fields that have them."""


def write(schema: Schema, stream: BinaryIO, language: str | None = None) -> None:
    """Write the workbook. Its headings are the fields' titles in ``language``, by default their names.

    It explains itself in that language if it is one of :data:`.words.LANGUAGES`, and else in English.

    Raise :class:`InputError` ``usage`` for a language without titles, ``table`` for a name that no cell can contain.
    """
    headings = titles.headings(schema, language)
    vocabularies, say = _vocabularies(schema), Words(language)
    sheets = [_list(schema, headings, vocabularies, say), _explained(schema, headings, vocabularies, say)]
    if vocabularies:
        sheets.append(_values(vocabularies, say))
    write_sheets(sheets, stream)


def _vocabularies(schema: Schema) -> Vocabularies:
    found: dict[tuple[str, ...], list[str]] = {}
    for field in schema.fields:
        choices = field.constraints.enum
        if choices and values(choices) is None:
            found.setdefault(choices, []).append(field.name)
    return found


# --- the sheet for the list


def _list(schema: Schema, headings: Sequence[str], vocabularies: Vocabularies, say: Words) -> Sheet:
    header: list[Cell] = [
        Styled(heading, style_of(field)) for heading, field in zip(headings, schema.fields, strict=True)
    ]
    rules: list[Hint | Choice] = []
    for number, (field, heading) in enumerate(zip(schema.fields, headings, strict=True), 1):
        rules.append(Hint(number, 1, 1, heading, _hint(field, say)))
        if allowed := _allowed(field, vocabularies):
            text = say(_CHOOSE, sheet=EXPLAINED)
            rules.append(Choice(number, 2, allowed, say("Not one of the values"), text))
    return Sheet(
        name=LIST,
        rows=[header],
        widths=[min(max(len(heading) + 3, _MIN_WIDTH), _MAX_WIDTH) for heading in headings],
        rules=rules,
        right_to_left=any(unicodedata.bidirectional(char) in ("R", "AL") for text in headings for char in text),
        locate=lambda row, column: f"the name of column {column}",
    )


def style_of(field: Field) -> Style:
    """Return the style of a field's heading."""
    if field.restricted:
        return Style.REQUIRED_RESTRICTED if field.constraints.required else Style.RESTRICTED
    return Style.REQUIRED if field.constraints.required else Style.OPTIONAL


_CHOOSE = "Choose one of the values of the drop-down, or leave the cell empty. The sheet {sheet} lists them."


def _hint(field: Field, say: Words) -> str:
    required = say("Required.") + " " if field.constraints.required else ""
    restricted = say("Restricted.") + " " if field.restricted else ""
    return f"{required}{restricted}{field.description or _how(field, say)}"


def _allowed(field: Field, vocabularies: Vocabularies) -> str | None:
    choices = field.constraints.enum
    if field.type == "boolean":
        return values(("true", "false"))
    if choices in vocabularies:
        column = letters(1 + list(vocabularies).index(choices))
        return f"{VALUES}!${column}${_FIRST_VALUE}:${column}${_FIRST_VALUE + len(choices) - 1}"
    return values(choices) if choices else None


# --- the help sheet that explains it

_EXPLAINED_COLUMNS = ("Required", "Restricted", "What to write", "Allowed values", "What it is", "What people call it")
_EXPLAINED_WIDTHS = (11, 11, 32, 30, 52, 52)


def _explained(schema: Schema, headings: Sequence[str], vocabularies: Vocabularies, say: Words) -> Sheet:
    columns = list(map(say, ("Heading", "Field", *_EXPLAINED_COLUMNS)))
    rows: list[list[Cell]] = [
        [Styled(say("How to fill in the sheet {sheet}", sheet=LIST), Style.TITLE)],
        [say("This sheet only explains; it is not part of the list. Leave it as it is, or delete it.")],
        [
            Styled(say("required"), Style.REQUIRED),
            say("A bold heading, on blue: every row must have a value here. Elsewhere write what is known."),
        ],
        [Styled(say("restricted"), Style.RESTRICTED), say(_RESTRICTED)],
        [_nothing(schema, say)],
        [Styled(text, Style.HEADING) for text in columns],
    ]
    for field, heading in zip(schema.fields, headings, strict=True):
        texts = map(visible, [field.name, *_words(field, vocabularies, say)])
        rows.append([Styled(visible(heading), style_of(field)), *(Styled(text, Style.WRAPPED) for text in texts)])
    return Sheet(
        name=EXPLAINED,
        rows=with_digest(rows, len(columns)),
        widths=[26, 24, *_EXPLAINED_WIDTHS],
        frozen=6,
        tab="A6A6A6",
        paged=True,
        locked=True,
        right_to_left=say.right_to_left,
    )


_RESTRICTED = "An italic heading, on orange: omitted when a single entry is disclosed, unless somebody asks for more."


def _nothing(schema: Schema, say: Words) -> str:
    others = "   ".join(map(visible, filter(None, schema.missing_values)))
    key = say(" with ").join(map(visible, schema.primary_key))
    sentences = [say("An empty cell says that nothing is known")]
    sentences += [say("So does each of these: {others}", others=others)] if others else []
    sentences += [say("No two rows have the same {key}", key=key)] if key else []
    return ". ".join(sentences) + "."


def _words(field: Field, vocabularies: Vocabularies, say: Words) -> list[str]:
    asked = field.constraints
    choices = ("true", "false") if field.type == "boolean" else asked.enum
    listed = ", ".join(choices)
    if choices in vocabularies:
        column = letters(1 + list(vocabularies).index(choices))
        listed = say(
            "{count} values: see the sheet {sheet}, column {column}", count=len(choices), sheet=VALUES, column=column
        )
    return [
        say("required") if asked.required else say("if known"),
        say("restricted") if field.restricted else "",
        _how(field, say),
        listed,
        field.description or "",
        "\n".join(f"{tag}: {title}" for tag, title in titles.translated(field).items()) or str(field.title or ""),
    ]


def _how(field: Field, say: Words) -> str:
    asked, is_date = field.constraints, "date" in field.type
    if asked.enum:
        parts = [say("One of the values, as {value}", value=asked.enum[0])]
    elif asked.pattern is not None:
        parts = [say("Text of the form {pattern}", pattern=asked.pattern)]
    else:
        parts = [say.plain(FIELD_TYPES[field.type].how_to_write)]
    if asked.minimum is not None:
        parts.append(say("Not before {value}" if is_date else "{value} at least", value=asked.minimum))
    if asked.maximum is not None:
        parts.append(say("Not after {value}" if is_date else "{value} at most", value=asked.maximum))
    if asked.min_length is not None and asked.min_length > 1:
        parts.append(say("{count} characters at least", count=f"{asked.min_length:,}"))
    if asked.max_length is not None:
        parts.append(say("{count} characters at most", count=f"{asked.max_length:,}"))
    if asked.unique:
        parts.append(say("Each value only once"))
    return ". ".join(parts) + "."


# --- the sheet with long choices

_FIRST_VALUE = 4


def _values(vocabularies: Vocabularies, say: Words) -> Sheet:
    longest = max(map(len, vocabularies))
    rows: list[list[Cell]] = [
        [Styled(say("What the drop-downs of the sheet {sheet} offer", sheet=LIST), Style.TITLE)],
        [say("This sheet only explains; it is not part of the list. Leave it as it is: without it they are empty.")],
        [Styled(visible("\n".join(names)), Style.HEADING) for names in vocabularies.values()],
    ]
    rows += ([choices[n] if n < len(choices) else "" for choices in vocabularies] for n in range(longest))
    return Sheet(
        name=VALUES,
        rows=with_digest(rows, len(vocabularies) + 6),
        widths=[24] * len(vocabularies),
        frozen=_FIRST_VALUE - 1,
        tab="A6A6A6",
        locked=True,
    )

"""A blank workbook for a schema: a sheet for the list, a help sheet that explains it, and one with long choices."""

import unicodedata
from collections.abc import Sequence
from typing import BinaryIO

from ...lists import Field, Schema
from ...xlsx.styles import Style
from ...xlsx.worksheet import letters
from ...xlsx.writer import Cell, Choice, Hint, Sheet, Styled, values
from ...xlsx.writer import write as write_sheets
from .. import titles
from ..field_types import FIELD_TYPES
from ..xlsx_.help_sheets import with_digest
from .visible import visible

LIST, EXPLAINED, VALUES = "List", "How to fill in", "Values"
_MIN_WIDTH, _MAX_WIDTH = 14, 28


def write(schema: Schema, stream: BinaryIO, language: str | None = None) -> None:
    """Write the workbook. The headings are the fields' titles in ``language``, by default their names.

    Raise :class:`InputError` ``usage`` for a language without titles, ``table`` for a name that no cell can contain.
    """
    headings = titles.headings(schema, language)
    vocabularies = _vocabularies(schema)
    sheets = [_list(schema, headings, vocabularies), _explained(schema, headings, vocabularies)]
    if vocabularies:
        sheets.append(_values(vocabularies))
    write_sheets(sheets, stream)


def _vocabularies(schema: Schema) -> dict[tuple[str, ...], list[str]]:
    """Return the choices that are too long for a column's rule, with the names of the fields that have them."""
    found: dict[tuple[str, ...], list[str]] = {}
    for field in schema.fields:
        choices = field.constraints.enum
        if choices and values(choices) is None:
            found.setdefault(choices, []).append(field.name)
    return found


# --- the sheet for the list


def _list(schema: Schema, headings: Sequence[str], vocabularies: dict[tuple[str, ...], list[str]]) -> Sheet:
    header: list[Cell] = [
        Styled(heading, style_of(field)) for heading, field in zip(headings, schema.fields, strict=True)
    ]
    rules: list[Hint | Choice] = []
    for number, (field, heading) in enumerate(zip(schema.fields, headings, strict=True), 1):
        rules.append(Hint(number, 1, 1, heading, _hint(field)))
        if allowed := _allowed(field, vocabularies):
            text = (
                f"Choose one of the values of the drop-down, or leave the cell empty. The sheet {EXPLAINED} lists them."
            )
            rules.append(Choice(number, 2, allowed, "Not one of the values", text))
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


def _hint(field: Field) -> str:
    required = "Required. " if field.constraints.required else ""
    restricted = "Restricted. " if field.restricted else ""
    return f"{required}{restricted}{field.description or _how(field)}"


def _allowed(field: Field, vocabularies: dict[tuple[str, ...], list[str]]) -> str | None:
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


def _explained(schema: Schema, headings: Sequence[str], vocabularies: dict[tuple[str, ...], list[str]]) -> Sheet:
    columns = ["Heading", "Field", *_EXPLAINED_COLUMNS]
    rows: list[list[Cell]] = [
        [Styled(f"How to fill in the sheet {LIST}", Style.TITLE)],
        ["This sheet only explains; it is not part of the list. Leave it as it is, or delete it."],
        [
            Styled("required", Style.REQUIRED),
            "A bold heading, on blue: every row must have a value here. Elsewhere write what is known.",
        ],
        [
            Styled("restricted", Style.RESTRICTED),
            "An italic heading, on orange: omitted when a single entry is disclosed, unless somebody asks for more.",
        ],
        [_nothing(schema)],
        [Styled(text, Style.HEADING) for text in columns],
    ]
    for field, heading in zip(schema.fields, headings, strict=True):
        texts = map(visible, [field.name, *_words(field, vocabularies)])
        rows.append([Styled(visible(heading), style_of(field)), *(Styled(text, Style.WRAPPED) for text in texts)])
    return Sheet(
        name=EXPLAINED,
        rows=with_digest(rows, len(columns)),
        widths=[26, 24, *_EXPLAINED_WIDTHS],
        frozen=6,
        tab="A6A6A6",
        paged=True,
        locked=True,
    )


def _nothing(schema: Schema) -> str:
    others = "   ".join(map(visible, filter(None, schema.missing_values)))
    key = " with ".join(map(visible, schema.primary_key))
    sentences = ["An empty cell says that nothing is known"]
    sentences += [f"So does each of these: {others}"] if others else []
    sentences += [f"No two rows have the same {key}"] if key else []
    return ". ".join(sentences) + "."


def _words(field: Field, vocabularies: dict[tuple[str, ...], list[str]]) -> list[str]:
    asked = field.constraints
    choices = ("true", "false") if field.type == "boolean" else asked.enum
    listed = ", ".join(choices)
    if choices in vocabularies:
        column = letters(1 + list(vocabularies).index(choices))
        listed = f"{len(choices)} values: see the sheet {VALUES}, column {column}"
    return [
        "required" if asked.required else "if known",
        "restricted" if field.restricted else "",
        _how(field),
        listed,
        field.description or "",
        "\n".join(f"{tag}: {title}" for tag, title in titles.translated(field).items()) or str(field.title or ""),
    ]


def _how(field: Field) -> str:
    asked = field.constraints
    if asked.enum:
        parts = [f"One of the values, as {asked.enum[0]}"]
    elif asked.pattern is not None:
        parts = [f"Text of the form {asked.pattern}"]
    else:
        parts = [FIELD_TYPES[field.type].how_to_write]
    if asked.minimum is not None:
        parts.append(f"Not before {asked.minimum}" if "date" in field.type else f"{asked.minimum} at least")
    if asked.maximum is not None:
        parts.append(f"Not after {asked.maximum}" if "date" in field.type else f"{asked.maximum} at most")
    if asked.min_length is not None and asked.min_length > 1:
        parts.append(f"{asked.min_length:,} characters at least")
    if asked.max_length is not None:
        parts.append(f"{asked.max_length:,} characters at most")
    if asked.unique:
        parts.append("Each value only once")
    return ". ".join(parts) + "."


# --- the sheet with long choices

_FIRST_VALUE = 4


def _values(vocabularies: dict[tuple[str, ...], list[str]]) -> Sheet:
    longest = max(map(len, vocabularies))
    rows: list[list[Cell]] = [
        [Styled(f"What the drop-downs of the sheet {LIST} offer", Style.TITLE)],
        ["This sheet only explains; it is not part of the list. Leave it as it is: without it they are empty."],
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

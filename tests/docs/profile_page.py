"""The tables in the page of the detainee profile, from the profile itself.

``python -m tests.docs.profile_page`` regenerates them.
"""

from collections.abc import Iterable
from pathlib import Path

from swapproto import Field
from swapproto.tables import profiles

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "detainee.md"
BEGIN, END = "<!-- profile: begin -->\n", "<!-- profile: end -->\n"
LANGUAGES = {"en": "English", "uk": "Ukrainian", "ru": "Russian", "fr": "French", "ar": "Arabic"}
_FEW = 12


def tables() -> str:
    """The profile's digest, its fields, and their titles by language."""
    schema = profiles.load("detainee").schema
    required = (field.name for field in schema.fields if field.constraints.required)
    nothing = filter(None, schema.missing_values)
    lines = [
        f"Profile digest: `{schema.digest.hex()}`, {len(schema.encoded):,} bytes in each envelope.",
        f"Primary key: {_code(schema.primary_key)}. Required: {_code(required)}. Nothing: empty, {_code(nothing)}.",
        *("", "## Fields", ""),
        *("| field | type | what, and by which article |", "|---|---|---|", *map(_row, schema.fields)),
        *("", "## Titles", ""),
        f"| field | {' | '.join(LANGUAGES.values())} |",
        "|---" * (1 + len(LANGUAGES)) + "|",
        *(f"| `{field.name}` | {' | '.join(_titles(field))} |" for field in schema.fields),
    ]
    return "\n".join(lines)


def _code(texts: Iterable[str]) -> str:
    return ", ".join(f"`{text}`" for text in texts)


def _row(field: Field) -> str:
    asked = field.constraints
    listed = f" One of {_code(asked.enum)}." if 0 < len(asked.enum) <= _FEW else ""
    required, restricted = " **Required.**" * asked.required, " **Restricted.**" * field.restricted
    return f"| `{field.name}` | {field.type} | {field.description}{listed}{required}{restricted} |"


def _titles(field: Field) -> list[str]:
    assert isinstance(field.title, dict)
    return [field.title[language] for language in LANGUAGES]


def written() -> str:
    """The tables as they stand in the page."""
    return PAGE.read_text("utf-8").partition(BEGIN)[2].partition(END)[0]


if __name__ == "__main__":
    before, _, rest = PAGE.read_text("utf-8").partition(BEGIN)
    PAGE.write_text(before + BEGIN + "\n" + tables() + "\n\n" + END + rest.partition(END)[2], "utf-8")

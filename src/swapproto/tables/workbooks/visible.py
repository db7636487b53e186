"""Texts with everything invisible made visible, as in <U+200B>, and short enough to be read in a cell."""

import re
import unicodedata
from functools import lru_cache

from ...lists import Value
from ...text import HIDING
from ..json_text import dump_json

_MAX_CHARACTERS = 500
_SPACES = "[\xa0\u1680\u2000-\u200a\u202f\u205f\u3000\ufe00-\ufe0f\ufffe\uffff]"  # spaces that look like one, and more
_HIDDEN = re.compile(f"(?!\n)(?:{HIDING.pattern}|{_SPACES})|^[ \n]+|[ \n]+\\Z|(?<= ) +")
_WORD = re.compile(r"[^\W\d_]+")
_ALIKE = ("LATIN", "CYRILLIC", "GREEK")


def visible(text: str) -> str:
    """Return ``text`` with names for invisible characters, unusual spaces and combining marks of their own."""
    if text.isascii() and text.isprintable() and "  " not in text and text == text.strip():
        return text
    if unicodedata.normalize("NFC", text) != text:
        text = "".join(_name(char) if unicodedata.combining(char) else char for char in text)
    return _HIDDEN.sub(lambda found: "".join(map(_name, found[0])), text)


def hides_something(text: str) -> bool:
    """Return whether a text contains something that cannot be seen."""
    return _HIDDEN.search(text) is not None


def with_scripts(text: str) -> str:
    """Return ``visible(text)`` with homoglyphs labelled with their script, as in <Latin i>."""
    return _WORD.sub(lambda found: _labelled(found[0]), visible(text)) if not text.isascii() else visible(text)


@lru_cache(2**12)
def _labelled(word: str) -> str:
    scripts = [unicodedata.name(char, "").partition(" ")[0] for char in word]
    mixed = {script: scripts.count(script) for script in _ALIKE if script in scripts}
    if len(mixed) < 2:
        return word
    usual = max(mixed, key=lambda script: mixed[script])
    return "".join(
        char if script == usual or script not in mixed else f"<{script.title()} {char}>"
        for char, script in zip(word, scripts, strict=True)
    )


@lru_cache(2**10)  # a text stands before a change, after another, and in what is left
def in_a_cell(text: str) -> str:
    """Return ``with_scripts(text)``, cut with a mark that says so if it is too long to be read in a cell."""
    if len(text) <= _MAX_CHARACTERS:
        return with_scripts(text)
    return f"{with_scripts(text[:_MAX_CHARACTERS])} … (cut here: {len(text) - _MAX_CHARACTERS:,} more characters)"


def value_in_a_cell(value: Value) -> str:
    """Return ``in_a_cell`` of a value: of a text as it is, of others as JSON, and an empty text for null."""
    if value is None:
        return ""
    return in_a_cell(value if isinstance(value, str) else dump_json(value))


def _name(char: str) -> str:
    return f"<U+{ord(char):04X}>"

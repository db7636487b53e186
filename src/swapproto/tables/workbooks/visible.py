"""Texts so written that a person sees what is in them, as <U+200B>; and not longer than can be read in a cell."""

import re
import unicodedata

from ...text import HIDING

_LIMIT = 500
_ODD = "[\xa0\u1680\u2000-\u200a\u202f\u205f\u3000\ufe00-\ufe0f\ufffe\uffff]"  # spaces that look like one, and more
_HIDDEN = re.compile(f"(?!\n)(?:{HIDING.pattern}|{_ODD})|^[ \n]+|[ \n]+\\Z|(?<= ) +")
_WORD = re.compile(r"[^\W\d_]+")
_ALIKE = ("LATIN", "CYRILLIC", "GREEK")


def visible(text: str) -> str:
    """``text`` with names for what cannot be seen: invisible characters, odd spaces, accents that stand apart."""
    if text.isascii() and text.isprintable() and "  " not in text and text == text.strip():
        return text
    if unicodedata.normalize("NFC", text) != text:
        text = "".join(_name(char) if unicodedata.combining(char) else char for char in text)
    return _HIDDEN.sub(lambda found: "".join(map(_name, found[0])), text)


def hides_something(text: str) -> bool:
    """Whether there is something in it that cannot be seen."""
    return _HIDDEN.search(text) is not None


def told_apart(text: str) -> str:
    """``text``, made visible, with the script of each letter that only looks like the others of its word."""
    return _WORD.sub(lambda found: _apart(found[0]), visible(text)) if not text.isascii() else visible(text)


def _apart(word: str) -> str:
    scripts = [unicodedata.name(char, "").partition(" ")[0] for char in word]
    mixed = {script: scripts.count(script) for script in _ALIKE if script in scripts}
    if len(mixed) < 2:
        return word
    usual = max(mixed, key=lambda script: mixed[script])
    return "".join(
        char if script == usual or script not in mixed else f"<{script.title()} {char}>"
        for char, script in zip(word, scripts, strict=True)
    )


def in_a_cell(text: str) -> str:
    """``text``, told apart, and cut if it is too long to be read in a cell, with a mark that says so."""
    if len(text) <= _LIMIT:
        return told_apart(text)
    return f"{told_apart(text[:_LIMIT])} … (cut here: {len(text) - _LIMIT:,} more characters)"


def _name(char: str) -> str:
    return f"<U+{ord(char):04X}>"

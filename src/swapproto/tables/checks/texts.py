"""Hidden faults of one text: characters that are invisible, reorder others, or look like others.

Everything here takes time linear in the length of the text. The rules follow Unicode Standard Annex 15 (normalization,
Stream-Safe Text Format) and Unicode Technical Standard 39 (scripts).
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from ...text import HIDING
from ..findings import Code
from . import scripts, traces, wrong_letters

_UNEVEN = re.compile(r"\A | \Z|  ")
_LOST = re.compile(r"\?{2,}(?:[ .,-]{1,2}\?+)*")
_MIN_QUESTION_MARKS = 4

_IN_CELLS = {"\t": "TAB", "\n": "LINE BREAK", "\r": "LINE BREAK"}
_BREAKS = frozenset("\t\n\v\f\r\x1c\x1d\x1e\x1f\x85\u2028\u2029")
_DIRECTION = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_MORE_HIDING = re.compile(
    "[\u180b-\u180d\u180f\u2800\ufe00-\ufe0f\ufff0-\ufff8\U0001d173-\U0001d17a\U000e0080-\U000e0fff]"
)
_JOINED = frozenset(
    {"ARABIC", "SYRIAC", "MANDAIC", "MONGOLIAN", "NKO", "DEVANAGARI", "BENGALI", "GURMUKHI", "GUJARATI", "ORIYA"}
    | {"TAMIL", "TELUGU", "KANNADA", "MALAYALAM", "SINHALA", "KHMER", "MYANMAR", "TIBETAN", "BALINESE", "JAVANESE"}
    | {"SUNDANESE"}
)
"""Scripts in which a joiner or non-joiner between two letters is part of how a word is written."""
_MAX_MARKS_IN_A_ROW = 30  # the limit of the Stream-Safe Text Format; sorting more of them takes quadratic time
_MAX_CHARACTERS_NAMED = 3

_WHAT: dict[Code, str] = {
    "control": "contains {}, which has no place in a text: remove it, or replace it by a space",
    "bidirectional": "contains {}, which changes the order in which the text is shown: remove it",
    "invisible": "contains {}, which is invisible and makes equal names differ: remove it",
    "spaces": "contains {} where an ordinary space belongs: replace it",
    "encoding": "contains {}: a letter was lost when the file was converted; look it up in the original",
}
NOT_ALWAYS_REPAIRED: frozenset[Code] = frozenset(("encoding", "mixed-scripts", "formula", "quotes", "escapes"))
"""The faults that can be left in a repaired text, because only a guess would remove them."""
_ONLY_QUESTIONS = (
    "contains only question marks, as if an encoding had no such letters: "
    "write the letters, or leave the cell empty if nothing is known"
)


def find_faults(text: str) -> Iterator[tuple[Code, str]]:
    """Yield what is wrong with a text and what to do, without a word of the text but the names of its characters."""
    misplaced: dict[Code, list[str]] = {}
    for index, code in _misplaced(text):
        misplaced.setdefault(code, []).append(text[index])
    for code, characters in misplaced.items():
        yield code, _WHAT[code].format(_names(characters))
    left = [*traces.find_traces(text)]
    if "spaces" not in misplaced and _UNEVEN.search(text) and not any(code == "quotes" for code, _ in left):
        yield "spaces", "begins or ends with a space, or has two in a row: leave single ones between words"
    yield from left
    if text.count("?") >= _MIN_QUESTION_MARKS and _LOST.fullmatch(text):
        yield "encoding", _ONLY_QUESTIONS
    if not _bounded(text):
        yield "not-nfc", f"has more than {_MAX_MARKS_IN_A_ROW} accents in a row, which no language has: write it again"
        return
    composed = unicodedata.normalize("NFC", text)
    if composed != text:
        yield "not-nfc", "has letters in a form other than the usual one (NFC), which makes equal names differ: use it"
    if not text.isascii() and scripts.installed() and (found := scripts.find_mixed(composed)):
        listed = " and ".join(sorted(found))
        yield "mixed-scripts", f"has letters of two scripts in one word ({listed}): write the word in one script"


def repaired(text: str) -> str:
    """Return the text with everything repaired that needs no guess; "" if nothing would be left of it."""
    text = wrong_letters.read_again(traces.without_traces(text))
    wrong = {index for index, code in _misplaced(text) if code != "encoding"}
    kept = "".join(_instead(c) if index in wrong else c for index, c in enumerate(text)) if wrong else text
    if not _bounded(kept):
        return ""
    kept = unicodedata.normalize("NFC", kept)
    kept = " ".join(word for word in kept.split(" ") if word)
    return scripts.unmixed(kept) if scripts.installed() and not kept.isascii() else kept


def _misplaced(text: str) -> Iterator[tuple[int, Code]]:
    """Yield the index of each character that does not belong in a text, with the code of the finding."""
    if any(map(_code_of, set(text))):
        for index, c in enumerate(text):
            if (code := _code_of(c)) is not None and not _belongs(text, index):
                yield index, code


@lru_cache(2**12)
def _code_of(c: str) -> Code | None:
    if c in _DIRECTION:
        return "bidirectional"
    if c in _IN_CELLS:
        return "spaces"
    category = unicodedata.category(c)
    if category in ("Cc", "Cs", "Zl", "Zp"):
        return "control"
    if category == "Zs" and c != " ":
        return "spaces"
    if HIDING.match(c) or _MORE_HIDING.match(c):
        return "invisible"
    return "encoding" if c == "\ufffd" else None


def _belongs(text: str, index: int) -> bool:
    """Return whether an invisible character is where letters need it: between two, or after one."""
    before, after = text[index - 1 : index] if index else "", text[index + 1 : index + 2]
    match text[index]:
        case "\u200c" | "\u200d":
            return _family(before) in _JOINED and _family(after) in _JOINED
        case "\u180b" | "\u180c" | "\u180d" | "\u180f":
            return _family(before) == "MONGOLIAN"
        case c if "\U000e0100" <= c <= "\U000e01ef":  # selects one of several forms of a character
            return _family(before) == "CJK"
    return False


def _family(c: str) -> str:
    """Return the first word of the name of a letter or mark, which names its script; "" for anything else."""
    visible = c and unicodedata.category(c)[0] in "LM" and _code_of(c) is None
    return unicodedata.name(c, "").partition(" ")[0] if visible else ""


def _instead(c: str) -> str:
    return " " if c in _BREAKS or unicodedata.category(c) == "Zs" else ""


def _bounded(text: str) -> bool:
    """Return whether so few combining marks are in a row that they can be sorted quickly."""
    if len(text) <= _MAX_MARKS_IN_A_ROW or text.isascii() or not any(map(unicodedata.combining, text)):
        return True
    in_a_row = 0
    for c in text:
        in_a_row = in_a_row + 1 if unicodedata.combining(c) else 0
        if in_a_row > _MAX_MARKS_IN_A_ROW:
            return False
    return True


def _names(characters: list[str]) -> str:
    different = sorted(set(characters))
    first = different[:_MAX_CHARACTERS_NAMED]
    named = ", ".join(f"U+{ord(c):04X} {unicodedata.name(c, _unnamed(c))}".rstrip() for c in first)
    return f"{named} and others" if len(different) > len(first) else named


def _unnamed(c: str) -> str:
    if unicodedata.category(c) == "Cs":
        return "(half a character)"
    return _IN_CELLS.get(c, "(control character)" if ord(c) < 0xA0 else "")

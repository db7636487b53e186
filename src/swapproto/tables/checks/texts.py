"""What hides in one text: characters that nobody sees, that reorder others, or that look like them.

All of it takes time linear in the text's length. After Unicode Standard Annex 15 (normalization, and its Stream-Safe
Text Format) and Technical Standard 39 (scripts).
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from ...text import HIDING
from ..findings import Code
from . import scripts

_SIGNS = r"!-&(-@\[-_{-~"  # of ASCII, without apostrophes
_LETTERS = (
    r"A-Za-zÀ-ÖØ-öø-žƠơƯưẠ-ỹ",
    r"А-Яа-яЁёІіЇїЄєҐґ",
    r"\u0621-\u063a\u0641-\u064a",  # Arabic
    r"\u05d0-\u05ea",  # Hebrew
    r"\u4e00-\u9fff",  # Han
)
_WORD = f"(?>{'|'.join(rf'[{_SIGNS}{letters}]++(?= |$)' for letters in _LETTERS)})"
_PLAIN = re.compile(f"{_WORD}(?>(?: {_WORD})*)")  # Python 3.11.2 does not match (?:...)*+ correctly
_UNEVEN = re.compile(r"\A | \Z|  ")
_LOST = re.compile(r"\?{2,}(?:[ .,-]{1,2}\?+)*")
_LEAST_LOST = 4

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
"""Scripts in which a joiner or non-joiner between two letters is how a word is written."""
_MARKS_IN_A_ROW = 30  # the limit of the Stream-Safe Text Format; sorting more takes the square of their number
_NAMED = 3

_WHAT: dict[Code, str] = {
    "control": "holds {}, which is no part of a text: remove it, or write a space for it",
    "bidirectional": "holds {}, which changes the order in which the text is shown: remove it",
    "invisible": "holds {}, which nobody sees, and which makes equal names differ: remove it",
    "spaces": "holds {} where an ordinary space belongs: replace it",
    "encoding": "holds {}: a letter was lost when the file was converted; look it up in the original",
}
_ONLY_QUESTIONS = (
    "holds question marks only, as letters become in an encoding that has none for them: "
    "write the letters, or leave the cell empty if nothing is known"
)


def plain(text: str) -> bool:
    """Whether a text is of a form that nothing is wrong with. Most are, and it takes about a microsecond to tell."""
    return not text or (_PLAIN.fullmatch(text) is not None and "??" not in text)


def faults(text: str) -> Iterator[tuple[Code, str]]:
    """What is wrong with a text and what to do, in words that hold nothing of it but the names of odd characters."""
    odd: dict[Code, list[str]] = {}
    for at, check in _odd(text):
        odd.setdefault(check, []).append(text[at])
    for check, characters in odd.items():
        yield check, _WHAT[check].format(_names(characters))
    if "spaces" not in odd and _UNEVEN.search(text):
        yield "spaces", "begins or ends with a space, or has two in a row: leave single ones between words"
    if text.count("?") >= _LEAST_LOST and _LOST.fullmatch(text):
        yield "encoding", _ONLY_QUESTIONS
    if not _bounded(text):
        yield "not-nfc", f"has more than {_MARKS_IN_A_ROW} accents in a row, as no language has: write it anew"
        return
    composed = unicodedata.normalize("NFC", text)
    if composed != text:
        yield "not-nfc", "has letters in a form other than the usual one (NFC), which makes equal names differ: use it"
    if not text.isascii() and scripts.available() and (found := scripts.mixed(composed)):
        listed = " and ".join(sorted(found))
        yield "mixed-scripts", f"has letters of two scripts in one word ({listed}): write the word in one script"


def repaired(text: str) -> str:
    """The text with everything mended that can be without guessing; "" if nothing would be left of it."""
    wrong = {at for at, check in _odd(text) if check != "encoding"}
    kept = "".join(_instead(c) if at in wrong else c for at, c in enumerate(text)) if wrong else text
    if not _bounded(kept):
        return ""
    kept = unicodedata.normalize("NFC", kept)
    kept = " ".join(word for word in kept.split(" ") if word)
    return scripts.unmixed(kept) if scripts.available() and not kept.isascii() else kept


def _odd(text: str) -> Iterator[tuple[int, Code]]:
    """The places of characters that do not belong in a text, each with the check that says why."""
    if any(map(_kind, set(text))):
        for at, c in enumerate(text):
            if (check := _kind(c)) is not None and not _fits(text, at):
                yield at, check


@lru_cache(2**12)
def _kind(c: str) -> Code | None:
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


def _fits(text: str, at: int) -> bool:
    """Whether a character that hides is right where it stands: between letters, or after one, that need it."""
    before, after = text[at - 1 : at] if at else "", text[at + 1 : at + 2]
    match text[at]:
        case "\u200c" | "\u200d":
            return _family(before) in _JOINED and _family(after) in _JOINED
        case "\u180b" | "\u180c" | "\u180d" | "\u180f":
            return _family(before) == "MONGOLIAN"
        case c if "\U000e0100" <= c <= "\U000e01ef":  # which of several forms a name is written with
            return _family(before) == "CJK"
    return False


def _family(c: str) -> str:
    """The first word of the name of a letter or mark, which is its script's; "" for anything else."""
    seen = c and unicodedata.category(c)[0] in "LM" and _kind(c) is None
    return unicodedata.name(c, "").partition(" ")[0] if seen else ""


def _instead(c: str) -> str:
    return " " if c in _BREAKS or unicodedata.category(c) == "Zs" else ""


def _bounded(text: str) -> bool:
    """Whether there are so few combining marks in a row that they can be put in order in no time."""
    if len(text) <= _MARKS_IN_A_ROW or text.isascii() or not any(map(unicodedata.combining, text)):
        return True
    row = 0
    for c in text:
        row = row + 1 if unicodedata.combining(c) else 0
        if row > _MARKS_IN_A_ROW:
            return False
    return True


def _names(characters: list[str]) -> str:
    different = sorted(set(characters))
    named = ", ".join(f"U+{ord(c):04X} {unicodedata.name(c, _unnamed(c))}".rstrip() for c in different[:_NAMED])
    return f"{named} and others" if len(different) > _NAMED else named


def _unnamed(c: str) -> str:
    if unicodedata.category(c) == "Cs":
        return "(half a character)"
    return _IN_CELLS.get(c, "(control character)" if ord(c) < 0xA0 else "")

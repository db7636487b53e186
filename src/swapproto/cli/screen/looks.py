"""Looks: the forms of a name that tell whether somebody could take it for another name.

The data are those of Unicode TR 39. A character is replaced by its prototype before its case is folded: the Greek
capital nu looks like N, while the small one looks like v.
"""

import os
import unicodedata
from functools import cache

_MARKED = frozenset({"LATIN", "GREEK", "CYRILLIC", "ARABIC", "HEBREW"})
"""Scripts in which a mark on a letter is easily overlooked. In others, as Devanagari, it makes another syllable."""
_NEAR = str.maketrans("βεηπпχխ", "benn" + "nxi")  # like a Latin letter in many fonts, and not in the data
_ENDINGS = str.maketrans("lO", "io")  # the data have l for I and O for 0; their case no longer matters


def looks(name: str) -> frozenset[str]:
    """Return what a name looks like, in several readings. Names that share one could be taken for each other."""
    exact = _prototypes(name).casefold()
    return frozenset({exact, _at_a_glance(name), _at_a_glance(name.casefold())} - {""})


def _at_a_glance(name: str) -> str:
    """Return a name without what is easily overlooked: marks on letters, case, width, spaces and punctuation."""
    kept = "".join(c for c in unicodedata.normalize("NFC", name) if unicodedata.category(c)[0] in "LNSM")
    letters = _prototypes(_without_marks(unicodedata.normalize("NFD", kept)).translate(_NEAR))
    for _ in range(2):  # a folded letter can look like another one still
        letters = _prototypes(_without_marks(unicodedata.normalize("NFKD", letters)).casefold())
    return _without_marks(letters).translate(_ENDINGS).replace("vv", "w")


def _prototypes(text: str) -> str:
    composed = unicodedata.normalize("NFC", text).translate(_table())  # the data have some letters with their marks
    return unicodedata.normalize("NFD", unicodedata.normalize("NFD", composed).translate(_table()))


def _without_marks(text: str) -> str:
    kept: list[str] = []
    marked = False
    for c in text:
        is_mark = unicodedata.category(c)[0] == "M"
        if not is_mark:
            marked = unicodedata.name(c, "").partition(" ")[0] in _MARKED
        if not (is_mark and marked):
            kept.append(c)
    return "".join(kept)


@cache
def _table() -> dict[int, str]:
    """Return the prototype of each character; those that are listed alone look like what they decompose to."""
    with open(os.path.join(os.path.dirname(__file__), "confusables.txt"), encoding="utf-8") as stream:
        _source, decomposed, *rows = stream.read().removesuffix("\n").split("\n")
    alike = {ord(c): prototype for prototype, _, others in (row.partition("\t") for row in rows) for c in others}
    return {ord(c): unicodedata.normalize("NFKD", c).translate(alike) for c in decomposed} | alike

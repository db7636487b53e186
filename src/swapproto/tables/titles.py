"""Titles: which field of a profile a header means, by the field's name or its title in any language."""

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator
from difflib import get_close_matches

from ..errors import InputError
from ..lists import Field, Schema

HEADER_LIMIT = 1024
LANGUAGES = {"ar": "Arabic", "en": "English", "fr": "French", "ru": "Russian", "uk": "Ukrainian"}
_SPELLINGS = str.maketrans(
    {"№": "N", "ё": "е", "Ё": "Е"} | dict.fromkeys("’ʼ`´‘′", "'") | dict.fromkeys("_-‐‑‒–—()[]", " ")
)
_MAX_PARTS = 8
_ALTERNATIVES = re.compile(r"[/|](?![^()\[\]]*[)\]])")
_QUALIFIED = (re.compile(r"[(\[]"), re.compile(r"[(\[\r\n]"))
_ANY = re.compile(r"[()\[\]/|\r\n]+")
_MIN_SIMILARITY = 0.75
_MAX_COMPARED = 40  # characters; a comparison takes up to their square in time


def fold(header: str) -> str:
    """Return a header without its differences in case, spaces, brackets, kinds of apostrophe and final marks."""
    if len(header) > HEADER_LIMIT:
        return header  # not a title, and slow to fold
    text = unicodedata.normalize("NFKC", header.translate(_SPELLINGS)).casefold()
    text = "".join(
        c for c in unicodedata.normalize("NFKC", text).translate(_SPELLINGS) if unicodedata.category(c) != "Cf"
    )
    return " ".join(text.rstrip(" :*.").split())


class Titles:
    """The names and titles of a profile's fields."""

    def __init__(self, schema: Schema) -> None:
        self._names = {field.name for field in schema.fields}
        self._meant: dict[str, dict[str, str]] = {}
        for field in schema.fields:
            for text, how in _called(field):
                self._meant.setdefault(fold(text), {}).setdefault(field.name, how)
        self._meant.pop("", None)

    def meaning(self, header: str) -> dict[str, str]:
        """Return the fields that a header can mean, each with the reason; several if it is ambiguous.

        A header with alternatives, as "Прізвище / Family name", means what the known ones have in common.
        """
        if header in self._names:
            return {header: "its name"}
        return self._of(header) or _agreed(map(self._part, _ALTERNATIVES.split(header, _MAX_PARTS)))

    def _of(self, text: str) -> dict[str, str]:
        return self._meant.get(fold(text), {})

    def _part(self, text: str) -> dict[str, str]:
        """Return the meaning of one alternative: a title, titles on several lines, or a title with more in brackets."""
        if found := self._of(text):
            return found
        lines = [self._of(line) for line in text.splitlines() if fold(line)]
        if lines and all(lines):
            return _agreed(lines)
        for mark in _QUALIFIED:
            head, *rest = mark.split(text, maxsplit=1)
            if rest and (found := self._of(head)):
                more = [self._of(part) for part in _ANY.split(rest[0], _MAX_PARTS) if fold(part)]
                # "Family name (in Latin)" is not the family name where another field is "Family name (Latin letters)".
                return {} if not all(more) and self._begins_another(head, found) else _agreed([found, *more])
        return {}

    def _begins_another(self, head: str, found: Collection[str]) -> bool:
        start = fold(head) + " "
        return any(title.startswith(start) and not meant.keys() <= set(found) for title, meant in self._meant.items())

    def likeliest(self, header: str, among: Collection[str]) -> str | None:
        """Return the field of ``among`` with the title most similar to a short header."""
        titles = {title: name for title, meant in self._meant.items() for name in meant if name in among}
        close = closest(fold(header), titles)
        return titles[close] if close else None


def closest(text: str, others: Iterable[str]) -> str | None:
    """Return which of ``others`` is most similar to a text, all folded. Long texts are similar to none."""
    short = {other for other in others if 2 < len(other) <= _MAX_COMPARED}
    close = get_close_matches(text, sorted(short), 1, _MIN_SIMILARITY) if 2 < len(text) <= _MAX_COMPARED else []
    return close[0] if close else None


def _called(field: Field) -> Iterator[tuple[str, str]]:
    if isinstance(field.title, str):
        yield field.title, "its title"
    elif field.title is not None:
        for tag, title in field.title.items():
            yield title, f"its {LANGUAGES[tag]} title" if tag in LANGUAGES else f"its title in {tag!r}"
    yield field.name, "its name"
    yield fold(field.name).replace(" ", ""), "its name"


def _agreed(meanings: Iterable[dict[str, str]]) -> dict[str, str]:
    """Return what the known meanings have in common, or all of them if they have nothing in common."""
    known = [meaning for meaning in meanings if meaning]
    fields = dict.fromkeys(name for meaning in known for name in meaning)
    common = [name for name in fields if all(name in meaning for meaning in known)]
    return {
        name: " and ".join(dict.fromkeys(meaning[name] for meaning in known if name in meaning))
        for name in common or fields
    }


def languages(schema: Schema) -> list[str]:
    """Return the languages in which at least one field has a title."""
    return list(dict.fromkeys(tag for field in schema.fields for tag in translated(field)))


def translated(field: Field) -> dict[str, str]:
    """Return a field's titles by language; none for a title that is not translated."""
    return dict(field.title) if field.title is not None and not isinstance(field.title, str) else {}


def headings(schema: Schema, language: str | None) -> list[str]:
    """Return a heading for each field: its title if no other field has the same title or name, else its name."""
    names = [field.name for field in schema.fields]
    if language is None:
        return names
    if language not in (known := languages(schema)):
        there = f"it has {', '.join(known)}" if known else "it has none in any language"
        raise InputError("usage", f"the profile has no titles in the language {language!r}; {there}")
    titles = [translated(field).get(language, field.name) for field in schema.fields]
    taken = [text for pair in zip(names, titles, strict=True) for text in {*map(_folded, pair)}]
    return [title if taken.count(_folded(title)) == 1 else name for name, title in zip(names, titles, strict=True)]


def _folded(text: str) -> str:
    return unicodedata.normalize("NFC", text).casefold().strip()

"""Sentences as markup: every value in them stands in an element of its own, cleaned and escaped.

A value can then change neither the page, nor the sentence around it, nor the direction in which that is read.
"""

import re
from datetime import UTC, datetime
from itertools import accumulate
from typing import Any
from unicodedata import east_asian_width

from markupsafe import Markup, escape

from ..assessment import Claim, Contradiction
from ..assessment.claims import Unproven
from ..text import HIDING
from ..wording import Moment, Name, load

_OPEN, _CLOSE = "\N{FIRST STRONG ISOLATE}", "\N{POP DIRECTIONAL ISOLATE}"
_BEGIN = re.compile(f"{_OPEN}(?=([^{_CLOSE}]*))")
_TIMED = "\N{LEFT-TO-RIGHT ISOLATE}"
_TIME = re.compile(f"{_TIMED}([0-9]+) ([^{_CLOSE}]*){_CLOSE}")
_NAME_WIDTH = 22
_ARABIC = "[\u0620-\u064a\u0671-\u06d3\u0750-\u077f]"
_HIDING = re.compile(f"(?!(?<={_ARABIC})[\u200c\u200d]{_ARABIC}){HIDING.pattern}")
"""What hides or reorders text. Between two letters of Arabic a joiner does neither, and Persian names have them."""


def clean(value: object) -> str:
    """Return a text of somebody else without what hides or reorders text, as a page shows it."""
    return _HIDING.sub("\N{REPLACEMENT CHARACTER}", str(value))


def shortened(text: str, most: int) -> str:
    """Return a text of at most so many characters, and an ellipsis where there were more."""
    return text if len(text) <= most else f"{text[:most]}…"


def theirs(value: object) -> Markup:
    """Return a text of somebody else, in an element of its own."""
    return Markup("<bdi>{}</bdi>").format(clean(value))


def timed(seconds: int, text: str) -> str:
    """Return a time as it stands in a sentence of which :func:`times` makes markup. Others' texts have no such marks:
    :func:`clean` removes them."""
    return f"{_TIMED}{seconds} {text}{_CLOSE}"


def times(sentence: str) -> Markup:
    """Return a sentence as markup in which each time is an element that says which time it is."""
    return Markup(_TIME.sub(_time, str(escape(sentence))))  # noqa: S704  # escaped


def _time(found: re.Match[str]) -> str:
    exact = datetime.fromtimestamp(int(found[1]), UTC)
    return f'<time datetime="{exact:%Y-%m-%dT%H:%M:%SZ}"><bdi>{found[2]}</bdi></time>'


class Words:
    """The sentences of a page in one language. ``name`` is what its maker calls parties, ``moment`` how times look."""

    def __init__(self, language: str, name: Name, moment: Moment) -> None:
        self._plain = load(language)
        self._isolated = self._plain.showing(_isolated)
        self._marked = self._plain.showing(_isolated, timed)
        self._name, self._moment = name, moment

    def __call__(self, place: str, /, **values: Any) -> Markup:
        """Return a sentence of a report as markup, by its place in the section ``report``."""
        return self._markup(self._marked.report(place, self._name, self._moment, **values))

    def brief(self, place: str, /, **values: Any) -> Markup:
        """As a call, without elements, for attributes and pictures: long names are shortened, and isolated by marks."""
        return escape(self._isolated.report(place, lambda kid: _shortened(self._name(kid)), self._moment, **values))

    def text(self, place: str, /, **values: Any) -> str:
        """Return a sentence as plain text, in which values are cleaned."""
        return self._plain.showing(clean).report(place, self._name, self._moment, **values)

    def claim(self, one: Claim) -> Markup:
        """Return the sentence of a fact or a view."""
        return self._markup(self._marked.claim(one, self._name, self._moment))

    def contradiction(self, one: Contradiction) -> Markup:
        """Return who did what."""
        return self._markup(self._marked.contradiction(one, self._name))

    def witnesses(self, one: Contradiction) -> Markup:
        """Return to whom a contradiction is proven if it is not proven to everyone, or nothing."""
        return self._markup(self._marked.witnesses(one))

    def unproven(self, code: Unproven) -> Markup:
        """Return what is not proven."""
        return self._markup(self._marked.unproven(code))

    def kind(self, kind: str) -> Markup:
        """Return what people call a kind of artefact."""
        return escape(self._plain.kind(kind))

    def name(self, kid: bytes) -> Markup:
        """Return what the maker calls a party."""
        return self._markup(_isolated(self._name(kid)))

    def called(self, kid: bytes) -> str:
        """Return the same as plain text, cleaned."""
        return clean(self._name(kid))

    def moment(self, seconds: int) -> Markup:
        """Return a time."""
        return times(timed(seconds, self._moment(seconds)))

    def _markup(self, sentence: str) -> Markup:
        """Return a sentence with its values in elements."""
        begun = _BEGIN.sub(self._begin, times(sentence))
        return Markup(begun.replace(_CLOSE, "</bdi>"))  # noqa: S704  # escaped

    def _begin(self, found: re.Match[str]) -> str:
        """Return how the element of a value begins. On a page from right to left one with Arabic in it goes that way,
        too: a party that calls itself South begins in the other direction, and what is said of the name would stand on
        its wrong side."""
        is_from_right = self._plain.is_from_right and re.search(_ARABIC, found[1])
        return '<bdi dir="rtl">' if is_from_right else "<bdi>"


def _isolated(text: str) -> str:
    return f"{_OPEN}{clean(text)}{_CLOSE}"  # clean removes such marks, so that only these are left


def _shortened(name: str) -> str:
    """Return a name as far as it fits beside a picture; capitals and the letters of East Asia are twice as wide."""
    widths = accumulate(2 if letter.isupper() or east_asian_width(letter) in "WF" else 1 for letter in name)
    fitting = sum(width <= _NAME_WIDTH for width in widths)
    return name if fitting == len(name) else f"{name[: fitting - 1]}…"

"""The sentences of verdicts: pure data in one JSON file a language, and the function that fills them in.

A sentence is a text with placeholders, a list of sentences to be joined, or a choice on a value:

- ``{name:by}`` is a party's name, ``{id:evidence.1}`` the beginning of an id, ``{number:count}`` a number in groups of
  three, ``{version:newest}`` a number as it is, ``{time:not_after}`` a time in UTC, ``{text:where}`` a text,
  ``{names:..}``, ``{ids:..}``, ``{words:..}`` several of them, and ``{said:files}`` what was filled in before;
- ``{"choose": "to", "null": "...", "other": "..."}`` takes the sentence under the value of ``to``: ``null``, ``true``,
  ``false`` or a text; for a number, and for that many values, ``=1`` if it is exactly that, or else its plural category
  in the language by CLDR, as ``few``; and ``other`` for all else.

The values are those of the claim, with ``by``, ``subject`` or ``culprit``, and ``evidence.0``, ``evidence.1``, ...
In a language that is written from right to left each value is isolated from the direction of the text around it.
"""

import json
import os
import re
from collections.abc import Callable, Mapping, Sequence
from copy import copy
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any, Literal

from ..assessment.claims import FACTS, Claim, Contradiction, Unproven
from . import plurals

Trusted = Literal["pins", "digits", "cards", "cards-and-digits"]
"""What a reader trusts: the cards that they pinned, a card whose digits they gave, the cards of other files."""
Incomplete = Literal["cards", "strangers", "required"]
"""Why nothing is shown to be wrong and yet a verdict is not complete: nothing but cards is here, something is by nobody
whom the reader trusts, or something that they required is not proven."""
Moment = Callable[[int], str]
"""How a time in seconds since 1970 is shown."""
Timed = Callable[[int, str], str]
"""Returns a time in seconds since 1970, and what it looks like, as it stands in a sentence."""
Name = Callable[[bytes], str]
"""What a reader calls the party with this kid. The text is shown as it is: the caller removes what hides text."""

LANGUAGES = ("en", "uk", "ru", "fr", "ar")
"""The languages that have all sentences."""
Section = Literal["labels", "console", "counted", "letter", "page"]
"""Sentences that are of no claim: shared by pages and the command line, of it alone, numbers of things, of letters, of
the page that verifies."""

Sentence = Any
"""A text, a list of sentences, or a choice between sentences, as JSON has it."""

_CONSTANTS = {None: "null", True: "true", False: "false"}
_SEVERAL = ("names", "ids", "words")
_CATEGORIES = ("zero", "one", "two", "few", "many")
_PLACEHOLDER = re.compile(r"\{([a-z]+):([a-z_]+(?:\.[0-9]+)?)\}")


def when(seconds: int) -> str:
    """Return a time in UTC, to the second."""
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%d %H:%M:%S UTC")


def day(seconds: int) -> str:
    """Return the day of a time in seconds since 1970, which can be before 1970."""
    return (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)).date().isoformat()


def isolated(text: str) -> str:
    """Return a text between marks that keep its direction from changing that of its surroundings, and the reverse.

    Text in neither direction, as digits and hyphens are, keeps the order from left to right.
    """
    return f"\N{FIRST STRONG ISOLATE}{text}\N{POP DIRECTIONAL ISOLATE}"


def short(identifier: bytes) -> str:
    """Return the beginning of an id, enough for people to distinguish statements."""
    return identifier.hex()[:12]


class Wording:
    """The sentences of one language."""

    def __init__(self, language: str, data: Mapping[str, Any]) -> None:
        self.language: str = language
        self.is_from_right: bool = data["dir"] == "rtl"
        self._data = data
        self.isolated: Callable[[str], str] = isolated if self.is_from_right else str
        """How a value is shown: from right to left, so that its own direction does not disturb the text around it."""
        self._timed: Timed = lambda _, text: self.isolated(text)
        self._comma, self._thousands = str(data["comma"]), str(data["thousands"])
        self.order: dict[str, int] = {code: place for place, code in enumerate((*data["facts"], *data["views"]))}
        """What people want to know first: the order of the sentences of claims in the file."""

    def claim(self, claim: Claim, name: Name, moment: Moment = when) -> str:
        """Return the sentence of a fact or a view."""
        sentence = self._data["facts" if claim.code in FACTS else "views"][claim.code]
        return self._fill(sentence, claim_values(claim), name, moment)

    def contradiction(self, contradiction: Contradiction, name: Name) -> str:
        """Return the sentence of a contradiction: who did what."""
        return self._fill(self._data["contradictions"][contradiction.code], contradiction_values(contradiction), name)

    def witnesses(self, contradiction: Contradiction) -> str:
        """Return to whom a contradiction is proven if it is not proven to everyone, or an empty text."""
        return self._fill(self._data["witnesses"], contradiction_values(contradiction), short)

    def unproven(self, code: Unproven) -> str:
        """Return what is not proven."""
        return self._fill(self._data["unproven"][code], {}, short)

    def verdict(
        self,
        exit_code: int,
        trust: Trusted,
        *,
        where: str = "",
        culprits: str = "",
        incomplete: Incomplete = "strangers",
    ) -> str:
        """Return the headline of a verdict.

        ``trust`` is what the reader trusts, and ``where`` the files of the cards in it; ``culprits`` are the parties
        at fault, and ``incomplete`` says why a verdict is.
        """
        values = {"trust": trust, "where": where, "culprits": culprits, "incomplete": incomplete}
        return self._fill(self._data["verdicts"][str(exit_code)], values, short)

    def report(self, place: str, name: Name | None = None, moment: Moment | None = None, /, **values: Any) -> str:
        """Return the text at a place of the section ``report``, as ``cells.absent``, with these values."""
        sentence = self._data["report"]
        for key in place.split("."):
            sentence = sentence[key]
        return self._fill(sentence, values, name or short, moment or when)

    def showing(self, shows: Callable[[str], str], timed: Timed | None = None) -> "Wording":
        """Return the same sentences, in which every value is shown as ``shows`` returns its text, and a time as
        ``timed`` does."""
        other = copy(self)
        other.isolated = shows
        other._timed = timed or (lambda _, text: shows(text))
        return other

    def label(self, label: str, section: Section = "labels", /, **values: Any) -> str:
        """Return a sentence that is of no claim, as a heading, with its values filled in."""
        return self._fill(self._data[section][label], values, short)

    def kind(self, kind: str) -> str:
        """Return what people call a kind of artefact: one that has no word yet by its own name."""
        return str(self._data["kinds"].get(kind, kind))

    def count(self, what: str, number: int) -> str:
        """Return a number of things with their noun, as "2 files", or with the name of a kind that has no word yet."""
        sentence = self._data["counted"].get(what, "{number:number} {text:what}")
        return self._fill(sentence, {"number": number, "what": what}, short)

    def number(self, number: int) -> str:
        """Return a number in groups of three."""
        return self._shown("number", number, short, when)

    def joined(self, texts: Sequence[str]) -> str:
        """Return several texts as one, as "North, South and West"."""
        texts = [self.isolated(text) for text in texts]
        if len(texts) < 2:
            return "".join(texts)
        return self.label("and", most=self._comma.join(texts[:-1]), last=texts[-1])

    def some(self, texts: Sequence[str], total: int) -> str:
        """Return the first of ``total`` texts, and how many more there are."""
        shown = self._comma.join(self.isolated(text) for text in texts)
        return self.label("more", shown=shown, more=total - len(texts)) if total > len(texts) else shown

    @property
    def roles(self) -> Mapping[str, str]:
        """The words for roles that readers know, each with its meaning."""
        return dict(self._data["roles"])

    def role(self, word: str) -> str:
        """Return a role with its meaning, if it has one that readers know."""
        return f"{self.isolated(word)} ({self._data['roles'].get(word, self._data['own_role'])})"

    def _fill(self, sentence: Sentence, values: Mapping[str, Any], name: Name, moment: Moment = when) -> str:
        if isinstance(sentence, str):
            return _PLACEHOLDER.sub(lambda found: self._shown(found[1], values[found[2]], name, moment), sentence)
        if isinstance(sentence, list):
            return "".join(self._fill(part, values, name, moment) for part in sentence)
        return self._fill(self.chosen(sentence, values[sentence["choose"]]), values, name, moment)

    def chosen(self, sentence: Mapping[str, Sentence], value: object) -> Sentence:
        """Return the sentence that a choice has for a value."""
        if isinstance(value, list):
            value = len(value)
        if value is None or isinstance(value, bool):
            case = _CONSTANTS[value]
        elif isinstance(value, int):
            case = f"={value}"
            if case not in sentence and not sentence.keys().isdisjoint(_CATEGORIES):
                case = plurals.rule(self.language)(value)
        else:
            case = str(value)
        return sentence[case if case in sentence else "other"]

    def _shown(self, kind: str, value: Any, name: Name, moment: Moment) -> str:
        if kind == "said":
            return str(value)
        if kind == "time":
            return self._timed(value, moment(value))
        if kind in _SEVERAL:
            return self._comma.join(self.isolated(self._plain(kind[:-1], one, name)) for one in value)
        return self.isolated(self._plain(kind, value, name))

    def _plain(self, kind: str, value: Any, name: Name) -> str:
        match kind:
            case "name":
                return name(value)
            case "id":
                return short(value)
            case "number":
                return f"{value:,}".replace(",", self._thousands)
            case _:
                return str(value)


def claim_values(claim: Claim) -> dict[str, Any]:
    """Return the values of a claim that a sentence can name."""
    return {**claim.value, "by": claim.by, "subject": claim.subject, **_evidence(claim.evidence)}


def contradiction_values(contradiction: Contradiction) -> dict[str, Any]:
    """Return the values of a contradiction that a sentence can name."""
    values = {"culprit": contradiction.culprit, "transferable": contradiction.transferable, "why": contradiction.why}
    return values | _evidence(contradiction.evidence)


def _evidence(ids: tuple[bytes, ...]) -> dict[str, Any]:
    return {f"evidence.{index}": identifier for index, identifier in enumerate(ids)}


@cache
def load(language: str = "en") -> Wording:
    """Return the sentences of one of :data:`LANGUAGES`."""
    with open(os.path.join(os.path.dirname(__file__), f"{language}.json"), encoding="utf-8") as stream:
        return Wording(language, json.load(stream))


def nearest(tag: str | None) -> str:
    """Return the language of the sentences for a reader's language tag, as ``uk`` for ``uk-UA``, or ``en``."""
    language = (tag or "").partition("-")[0].lower()
    return language if language in LANGUAGES else "en"

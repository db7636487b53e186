"""The sentences of verdicts: pure data in one JSON file a language, and the function that fills them in.

A sentence is a text with placeholders, a list of sentences to be joined, or a choice on a value of the claim:

- ``{name:by}`` is a party's name, ``{id:evidence.1}`` the beginning of an id, ``{number:count}`` a number in groups of
  three, ``{version:newest}`` a number as it is, ``{time:not_after}`` a time in UTC, and ``{names:..}``, ``{ids:..}``,
  ``{words:..}`` several of them;
- ``{"choose": "to", "null": "...", "other": "..."}`` takes the sentence under the value of ``to``: ``null``, ``true``,
  ``false``, ``one`` and ``none`` for the numbers 1 and 0 and that many values, a text, or ``other`` for all else.

The values are those of the claim, with ``by``, ``subject`` or ``culprit``, and ``evidence.0``, ``evidence.1``, ...
"""

import json
import os
import re
from collections.abc import Callable, Mapping
from copy import copy
from datetime import UTC, datetime
from functools import cache
from typing import Any, Literal

from ..assessment.claims import FACTS, Claim, Contradiction, Unproven

Trusted = Literal["pins", "digits", "cards", "cards-and-digits"]
"""What a reader trusts: the cards that they pinned, a card whose digits they gave, the cards of other files."""
Incomplete = Literal["cards", "strangers", "required"]
"""Why nothing is shown to be wrong and yet a verdict is not complete: nothing but cards is here, something is by nobody
whom the reader trusts, or something that they required is not proven."""
Moment = Callable[[int], str]
"""How a time in seconds since 1970 is shown."""
Name = Callable[[bytes], str]
"""What a reader calls the party with this kid. The text is shown as it is: the caller removes what hides text."""

LANGUAGES = ("en",)
"""The languages that have all sentences."""
Section = Literal["letter"]
"""Sentences that are of no claim."""

Sentence = Any
"""A text, a list of sentences, or a choice between sentences, as JSON has it."""

_PLACEHOLDER = re.compile(r"\{([a-z]+):([a-z_]+(?:\.[0-9]+)?)\}")


def when(seconds: int) -> str:
    """Return a time in UTC, to the second."""
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%d %H:%M:%S UTC")


def isolated(text: str) -> str:
    """Return a text between marks that keep its direction from changing that of its surroundings, and the reverse."""
    return f"\N{FIRST STRONG ISOLATE}{text}\N{POP DIRECTIONAL ISOLATE}"


def short(identifier: bytes) -> str:
    """Return the beginning of an id, enough for people to distinguish statements."""
    return identifier.hex()[:12]


class Wording:
    """The sentences of one language."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        self._data = data
        self._shows: Callable[[str], str] = str
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

    def label(self, code: str, section: Section, **values: Any) -> str:
        """Return a sentence that is of no claim, as a heading, with its values filled in."""
        return self._fill(self._data[section][code], values, short)

    def report(self, place: str, name: Name | None = None, moment: Moment | None = None, /, **values: Any) -> str:
        """Return the text at a place of the section ``report``, as ``cells.absent``, with these values."""
        sentence = self._data["report"]
        for key in place.split("."):
            sentence = sentence[key]
        return self._fill(sentence, values, name or short, moment or when)

    def showing(self, shows: Callable[[str], str]) -> "Wording":
        """Return the same sentences, in which every value is shown as ``shows`` returns its text."""
        other = copy(self)
        other._shows = shows
        return other

    @property
    def roles(self) -> Mapping[str, str]:
        """The words for roles that readers know, each with its meaning."""
        return dict(self._data["roles"])

    def role(self, word: str) -> str:
        """Return a role with its meaning, if it has one that readers know."""
        return f"{word} ({self._data['roles'].get(word, self._data['own_role'])})"

    def _fill(self, sentence: Sentence, values: Mapping[str, Any], name: Name, moment: Moment = when) -> str:
        if isinstance(sentence, str):
            return _PLACEHOLDER.sub(lambda found: self._shown(found[1], values[found[2]], name, moment), sentence)
        if isinstance(sentence, list):
            return "".join(self._fill(part, values, name, moment) for part in sentence)
        case = _case(values[sentence["choose"]])
        return self._fill(sentence[case if case in sentence else "other"], values, name, moment)

    def _shown(self, kind: str, value: Any, name: Name, moment: Moment = when) -> str:
        match kind:
            case "name":
                return self._shows(name(value))
            case "id":
                return self._shows(short(value))
            case "number":
                return self._shows(f"{value:,}".replace(",", str(self._data["thousands"])))
            case "time":
                return self._shows(moment(value))
            case "names":
                return ", ".join(self._shows(name(one)) for one in value)
            case "ids":
                return ", ".join(self._shows(short(one)) for one in value)
            case "words":
                return ", ".join(self._shows(one) for one in value)
            case _:
                return self._shows(str(value))


def claim_values(claim: Claim) -> dict[str, Any]:
    """Return the values of a claim that a sentence can name."""
    return {**claim.value, "by": claim.by, "subject": claim.subject, **_evidence(claim.evidence)}


def contradiction_values(contradiction: Contradiction) -> dict[str, Any]:
    """Return the values of a contradiction that a sentence can name."""
    values = {"culprit": contradiction.culprit, "transferable": contradiction.transferable, "why": contradiction.why}
    return values | _evidence(contradiction.evidence)


def _evidence(ids: tuple[bytes, ...]) -> dict[str, Any]:
    return {f"evidence.{index}": identifier for index, identifier in enumerate(ids)}


def _case(value: object) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        value = len(value)
    if value in (0, 1):
        return "one" if value else "none"
    return value if isinstance(value, str) else "other"


@cache
def load(language: str = "en") -> Wording:
    """Return the sentences of a language that has a file beside this module."""
    with open(os.path.join(os.path.dirname(__file__), f"{language}.json"), encoding="utf-8") as stream:
        return Wording(json.load(stream))

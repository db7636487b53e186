"""The entries that disclosures prove, each under the list that it is of."""

import sys
from collections.abc import Iterator, Mapping
from typing import Any

from ...assessment import Assessment
from ...disclosure import Shown
from ...report.entries import Headings, text_of
from ...statements import Commitment
from ...wording import Wording, short
from ..pinning.pins import Pins
from ..screen.layout import MARGIN, window
from ..screen.terminal import bold, clean
from .report import files_of, heading

_WIDTH = 72


def entry_lines(assessment: Assessment, pins: Pins, language: str | None) -> Iterator[str]:
    """Return the entries in blocks, each headed by signer, list and version, and whether that is superseded.

    If the schema is known, from an opened list or a profile that comes with the program, its order is kept and its
    titles in ``language`` are shown, and with them those of closed values. A margin keeps what others wrote apart from
    what this program says, on each line of a terminal that a long value takes.
    """
    words, commitments = pins.words, assessment.of(Commitment)
    about = {fact.subject: commitments[fact.evidence[1]] for fact in assessment.facts if fact.code == "disclosed"}
    newest = {view.subject: view.value["newest"] for view in assessment.views if view.code == "superseded"}
    heads = Headings(assessment, language)
    for disclosure, shown in sorted(assessment.shown.items()):
        commitment = about[disclosure]
        files = files_of(assessment, words, disclosure)
        yield bold(words.label("entries-of", id=short(disclosure), files=files))
        yield f"  {words.label('of-list', 'console', list=heading(commitment, pins))}"
        if disclosure in newest:
            yield f"  {words.label('superseded', 'console', version=newest[disclosure])}"
        for item in shown:
            yield from _lines(item, heads.of(commitment), language, words)
            yield ""


def entries_as_data(assessment: Assessment) -> Iterator[dict[str, Any]]:
    """Yield the entries for JSON."""
    commitments = {fact.subject: fact.evidence[1] for fact in assessment.facts if fact.code == "disclosed"}
    for disclosure, shown in sorted(assessment.shown.items()):
        about = {"disclosure": disclosure.hex(), "commitment": commitments[disclosure].hex()}
        yield from ({**about, "entry": dict(item.entry), "withheld": item.held_back} for item in shown)


def _lines(item: Shown, heads: Mapping[str, str], language: str | None, words: Wording) -> Iterator[str]:
    entry = item.entry  # decoded each time that it is asked for
    names = [name for name in heads if name in entry]
    names += sorted(name for name in entry if name not in heads)
    filled = [name for name in names if entry[name] is not None]
    width = min(_WIDTH, (window(sys.stdout) or _WIDTH) - len(MARGIN))
    for name in filled:
        text = f"{clean(heads.get(name, name))}: {clean(_value(name, entry[name], language))}"
        yield from (MARGIN + text[start : start + width] for start in range(0, len(text), width))
    if empty := len(names) - len(filled):
        yield f"  {words.label('empty-fields', number=empty)}"
    if item.held_back:
        yield f"  ({words.label('withheld')})"


def _value(name: str, value: object, language: str | None) -> str:
    """Return a value as it is in the list, after its title in a language if it has one."""
    if language is None or not isinstance(value, str):
        return text_of(value)
    from ...tables import choices  # takes longer to load than a verification takes

    title = choices.title(name, value, language)
    return value if title in (None, value) else f"{title} ({value})"

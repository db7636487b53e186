"""Warnings about the texts of terms: what people could overlook before they sign them."""

from collections.abc import Iterator, Mapping

from ...statements import Terms
from ...tables.checks import scripts
from ..screen.looks import looks
from ..screen.terminal import clean


def warnings(terms: Terms, replaced: Terms | None) -> list[str]:
    """Return the words that mix scripts, and the texts that only look like those of the terms before."""
    found: list[str] = []
    installed = scripts.installed()
    before = dict(_texts(replaced)) if replaced is not None else {}
    for label, text in _texts(terms):
        if installed and (mixed := scripts.find_mixed(text)):
            found.append(f"  WARNING: the {label} has a word that mixes letters of {' and '.join(sorted(mixed))}")
        if text not in before.values() and any(looks(text) & looks(other) for other in before.values()):
            found.append(f"  WARNING: the {label} looks like a text of the terms before, and is another one")
    if not installed:
        found.append("  Whether words mix look-alike letters was not checked: pip install 'swapproto[names]'")
    return found


def of_time(deadlines: Mapping[str, int | None], now: int) -> list[str]:
    """Return a warning of the deadlines, by their steps, that have passed, or nothing."""
    passed = [step for step, time in deadlines.items() if time is not None and time < now]
    return [f"  WARNING: these deadlines have passed: {', '.join(passed)}"] if passed else []


def _texts(terms: Terms) -> Iterator[tuple[str, str]]:
    """Yield each text with what it is, in each language."""
    named = [("title", terms.title)]
    named += [(f"condition {number}", text) for number, text in enumerate(terms.conditions, 1)]
    for label, text in named:
        if isinstance(text, str):
            yield label, text
        else:
            yield from ((f"{label} in {clean(tag)}", one) for tag, one in text.items())

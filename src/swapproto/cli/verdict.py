"""The first and the last lines of a verdict: its headline, what it rests on, impostors, and every file by name."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from typing import NamedTuple

from ..assessment import Assessment, Requirement
from ..counting import count_of
from ..statements import Party
from ..transcript import Transcript
from ..wording import Incomplete, Trusted, load, when
from .inbox import Loaded, NotRead
from .looks import looks
from .pins import Pins
from .terminal import bold, clean, clean_name, headline

_MAX_NAMED, _MAX_CARDS = 3, 10


class Verdict(NamedTuple):
    """An assessment of files that were read, by what a reader trusts and requires."""

    loaded: Loaded
    assessment: Assessment
    pins: Pins
    required: Sequence[Requirement]

    @property
    def exit_code(self) -> int:
        """The verdict as a number. Spec 12.1, step 9."""
        return self.assessment.exit_code(self.required)

    def impostors(self) -> list[tuple[Party, bytes]]:
        """Return the cards that have the name of a trusted party and are not theirs, each with that party's kid."""
        pinned = self.pins.looks()
        cards = [party for party in self.loaded.transcript.cards() if party.kid not in self.pins.parties]
        alike = ((party, sorted(pinned[form] for form in looks(party.name) & pinned.keys())) for party in cards)
        return [(party, kids[0]) for party, kids in alike if kids]

    def headline(self, trusted: Trusted, where: Sequence[str]) -> str:
        """Return the first line. ``where`` are the files of cards that are trusted for this once."""
        culprits = dict.fromkeys(self.pins.shown(one.culprit) for one in self.assessment.contradictions)
        return load().verdict(
            self.exit_code, trusted, where=_some(where), culprits=_some(list(culprits)), incomplete=self._incomplete()
        )

    def _incomplete(self) -> Incomplete:
        if self.assessment.has_strangers:
            return "strangers"
        return "cards" if self.assessment.only_cards else "required"


def first_lines(verdict: Verdict, trusted: Trusted, where: Sequence[str]) -> Iterator[str]:
    """Return the headline, whose cards it rests on, impostors, and what was not read."""
    yield headline(verdict.headline(trusted, where), verdict.exit_code)
    if verdict.assessment.contradictions and verdict.assessment.rejected:
        yield "And something is unreadable, altered or forged, or does not match: see Rejected."
    if trusted != "pins":
        yield from _trusted(verdict.pins)
    for party, kid in verdict.impostors():
        name, where_it_is = clean(repr(party.name)), _some(verdict.assessment.sources[party.card_id])
        yield bold(f"IMPOSTOR: a card in {where_it_is} is called {name}, and is not that of {verdict.pins.shown(kid)}")
        yield f"  the card's digits: {party.fingerprint}"
        yield "  If it is a new key of theirs, they can say so over another channel, with these digits."
    transcript, inputs, not_read = verdict.loaded
    count, files = count_of(len(transcript), "artefact"), count_of(len(inputs), "file")
    yield f"{count} in {files}, as of {when(verdict.assessment.now)}"
    yield from unread_lines(not_read)
    yield ""


def unread_lines(not_read: Sequence[NotRead]) -> Iterator[str]:
    """Return what was not read, and why."""
    if not_read:
        yield bold(f"NOT READ: {count_of(len(not_read), 'file')}; no verdict here is about them")
        for one in not_read:
            yield f"  {clean_name(one.name)}: {clean(one.why)}"


def file_lines(transcript: Transcript, inputs: Mapping[str, bytes]) -> Iterator[str]:
    """Return every file that was read, with its digest and what could be read in it."""
    held: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for kind, artefacts in transcript.by_kind.items():
        for digest, artefact in artefacts.items():
            for name in transcript.places[digest]:
                held[name][artefact.kind if kind == "statement" else kind] += 1
    yield bold("Files")
    for name, data in inputs.items():
        kinds = [count_of(number, kind) for kind, number in sorted(held[name].items())]
        yield f"  {clean_name(name)}: {', '.join(kinds) or ('nothing that can be read' if data else 'empty')}"
        yield f"    SHA-256 {sha256(data).hexdigest()}"


def _trusted(pins: Pins) -> Iterator[str]:
    for kid, name in list(pins.names.items())[:_MAX_CARDS]:
        yield f"  trusted: {clean(name)}, {pins.parties[kid].fingerprint}"
    if len(pins.names) > _MAX_CARDS:
        yield f"  and {len(pins.names) - _MAX_CARDS} more"


def _some(texts: Sequence[str]) -> str:
    named = list(map(clean_name, texts[:_MAX_NAMED]))
    if len(texts) > _MAX_NAMED:
        return f"{', '.join(named)} and {len(texts) - _MAX_NAMED} more"
    return " and ".join(filter(None, (", ".join(named[:-1]), *named[-1:])))

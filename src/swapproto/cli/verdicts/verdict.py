"""The first and the last lines of a verdict: its headline, what it rests on, impostors, and every file by name."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from typing import NamedTuple

from ...assessment import Assessment, Requirement
from ...report.strangers import unpinned
from ...statements import Party
from ...transcript import Transcript
from ...wording import Incomplete, Trusted, Wording
from ..disk.inbox import Loaded, NotRead
from ..pinning.pins import Pins
from ..screen.looks import looks
from ..screen.terminal import bold, clean, clean_name, headline

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

    def headline(self, trusted: Trusted, where: Sequence[str], words: Wording) -> str:
        """Return the first line. ``where`` are the files of cards that are trusted for this once."""
        culprits = dict.fromkeys(self.pins.shown(one.culprit) for one in self.assessment.contradictions)
        named = {"where": _some(where, words), "culprits": _some(list(culprits), words)}
        return words.verdict(self.exit_code, trusted, **named, incomplete=self._incomplete())

    def _incomplete(self) -> Incomplete:
        if self.assessment.has_strangers:
            return "strangers"
        return "cards" if self.assessment.only_cards else "required"


def first_lines(verdict: Verdict, trusted: Trusted, where: Sequence[str]) -> Iterator[str]:
    """Return the headline, whose cards it rests on, impostors, and what was not read."""
    words = verdict.pins.words
    yield headline(verdict.headline(trusted, where, words), verdict.exit_code)
    if verdict.assessment.contradictions and verdict.assessment.rejected:
        yield words.label("see-rejected")
    if trusted != "pins":
        yield from _trusted(verdict.pins)
    for party, kid in verdict.impostors():
        called = {"name": clean(repr(party.name)), "party": verdict.pins.shown(kid)}
        files = _some(verdict.assessment.sources[party.card_id], words)
        yield bold(words.label("impostor", files=files, **called))
        yield f"  {words.label('impostor-digits', digits=party.fingerprint)}"
        yield f"  {words.label('impostor-advice')}"
    transcript, inputs, not_read = verdict.loaded
    yield words.label("as-of", artefacts=len(transcript), files=len(inputs), now=verdict.assessment.now)
    yield from unread_lines(not_read, words)
    yield ""


def unread_lines(not_read: Sequence[NotRead], words: Wording) -> Iterator[str]:
    """Return what was not read, and why."""
    if not_read:
        files = words.count("file", len(not_read))
        yield bold(words.label("not-read", files=files))
        for one in not_read:
            yield f"  {words.isolated(clean_name(one.name))}: {words.isolated(clean(one.why))}"


def missing_digits(verdict: Verdict, words: Wording) -> Iterator[str]:
    """Yield whose digits would let more of these files count, and how to give them."""
    missing = unpinned(verdict.assessment, verdict.loaded.transcript)
    for kid, names in missing[:_MAX_CARDS]:
        yield f"  {words.report('move.missing', kid=kid, names=[*map(clean, names)])}"
    if len(missing) > _MAX_CARDS:
        yield f"  {words.label('and-more', 'console', number=len(missing) - _MAX_CARDS)}"
    if missing:
        yield f"  {words.report('move.give')}"


def file_lines(transcript: Transcript, inputs: Mapping[str, bytes], words: Wording) -> Iterator[str]:
    """Return every file that was read, with its digest and what could be read in it."""
    held: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for kind, artefacts in transcript.by_kind.items():
        for digest, artefact in artefacts.items():
            for name in transcript.places[digest]:
                held[name][artefact.kind if kind == "statement" else kind] += 1
    yield bold(words.label("files"))
    for name, data in inputs.items():
        kinds = [words.count(kind, number) for kind, number in sorted(held[name].items())]
        nothing = words.label("unreadable" if data else "empty")
        yield f"  {words.isolated(clean_name(name))}: {words.some(kinds, len(kinds)) or nothing}"
        yield f"    SHA-256 {words.isolated(sha256(data).hexdigest())}"


def _trusted(pins: Pins) -> Iterator[str]:
    words = pins.words
    for kid in list(pins.names)[:_MAX_CARDS]:
        yield f"  {words.label('trusted', name=pins.shown(kid), digits=pins.parties[kid].fingerprint)}"
    if len(pins.names) > _MAX_CARDS:
        yield f"  {words.label('and-more', 'console', number=len(pins.names) - _MAX_CARDS)}"


def _some(texts: Sequence[str], words: Wording) -> str:
    named = list(map(clean_name, texts[:_MAX_NAMED]))
    return words.some(named, len(texts)) if len(texts) > _MAX_NAMED else words.joined(named)

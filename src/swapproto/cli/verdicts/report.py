"""The report of a verdict: lays out, line by line, the sentences of what is proven and what is not."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import partial

from ...assessment import Assessment, Requirement
from ...report.moves import is_over
from ...report.subjects import artefacts_about, subjects_of
from ...report.told import Beside, Telling, Told
from ...statements import Accept, Commitment, Signed
from ...wording import Name, Wording, short
from ..pinning.pins import Pins
from ..screen import layout
from ..screen.moments import zoned
from ..screen.terminal import bold, clean, clean_name
from .exchange_report import section
from .overview import overview_lines
from .requirements import in_words

_MAX_FILES, _MAX_EVIDENCE = 8, 6


def heading(commitment: Signed[Commitment], pins: Pins) -> str:
    """Return one line that identifies a commitment."""
    place, words = commitment.body.place, pins.words
    by, role = pins.shown(commitment.kid), words.role(place.role)
    return words.label("list", list=place.list_id.hex(), version=place.version, role=role, by=by)


def report(assessment: Assessment, pins: Pins, required: Iterable[Requirement] = ()) -> Iterator[str]:
    """Yield the lines of a verdict: facts and views by commitment, contradictions, rejected, ignored, not proven."""
    words = pins.words
    telling = Telling(assessment, words.order)
    about, name = artefacts_about(assessment), naming(assessment, pins)
    shown: set[bytes] = set()
    commitments = sorted(
        assessment.of(Commitment).values(),
        key=lambda c: (pins.shown(c.kid), c.kid, c.body.place.list_id, c.body.place.version, c.id),
    )
    if assessment.contradictions:
        keep = f"  {words.label('keep')}"
        yield bold(words.label("contradictions"))
        yield from contradictions(assessment, pins)
        yield from (keep, "")
    for standing in assessment.exchanges:
        subjects = subjects_of(standing)
        shown |= subjects
        yield from section(standing, pins, files_of(assessment, words, standing.exchange.id, *sorted(subjects)))
        yield from _labelled(telling.beside(standing.exchange.id, subjects), name, words)
        if is_over(standing, assessment.now):
            yield f"  {words.report('move.over')}"
        yield ""
    yield from overview_lines(commitments, assessment, pins)
    for commitment in commitments:
        subjects = {commitment.id, *about[commitment.id]}
        shown |= subjects
        yield bold(heading(commitment, pins))
        yield f"  {words.label('commitment', id=commitment.id.hex())}"
        if commitment.body.place.exchange is not None:
            yield f"  {words.label('under-terms', terms=short(commitment.body.place.exchange))}"
        where = files_of(assessment, words, commitment.body.envelope, *subjects)
        yield f"  {words.label('in', files=where)}"
        yield f"  {words.label('signed-on', iat=commitment.iat)}"
        yield from _labelled(telling.beside(commitment.id, subjects), name, words)
        yield ""
    if others := _others(assessment, words, telling, shown, name):
        yield from (bold(words.label("other-statements")), *others, "")
    yield from _left_out(assessment, words)
    if missing := missing_lines(assessment, pins, required):
        yield from (*missing, "")
    yield bold(words.label("not-proven"))
    yield from (f"  {words.unproven(code)}" for code in assessment.not_proven)


def _left_out(assessment: Assessment, words: Wording) -> Iterator[str]:
    """Yield what was rejected and what was ignored, each with the reason."""
    if assessment.rejected:
        yield bold(words.label("rejected"))
        for r in assessment.rejected:
            about = {"file": clean_name(r.source), "offset": r.offset}
            yield f"  {words.label('rejection', **about, message=clean(r.message), code=r.code)}"
        yield ""
    if assessment.ignored:
        yield bold(words.label("ignored"))
        yield from _ignored(assessment, words)
        yield ""


def _ignored(assessment: Assessment, words: Wording) -> Iterator[str]:
    """Yield a line for each reason why something is ignored, and the files of what is: the sixty digits stand once."""
    found: defaultdict[tuple[str, str, str], list[str]] = defaultdict(list)
    for i in assessment.ignored:
        why = files_of(assessment, words, i.id), clean(i.message), i.code
        found[why].append(f"{words.kind(i.kind)} {words.isolated(short(i.id))}")
    for (files, message, code), what in found.items():
        shown = words.some(what[:_MAX_EVIDENCE], len(what))
        yield f"  {words.label('ignored-one', what=shown, files=files, message=message, code=code)}"


def missing_lines(assessment: Assessment, pins: Pins, required: Iterable[Requirement]) -> list[str]:
    """Return what was required and is not proven, under a title, or nothing."""
    missing = [f"  {in_words(one, pins)}" for one in assessment.missing(required)]
    return [bold(pins.words.label("missing", "console")), *missing] if missing else []


def naming(assessment: Assessment, pins: Pins) -> Name:
    """Return what parties are called by their kids, and by the ids of their accepts, which keys are wrapped for."""
    readers = {identifier: accept.kid for identifier, accept in assessment.of(Accept).items()}
    return lambda kid: pins.shown(readers.get(kid, kid))


def _others(assessment: Assessment, words: Wording, telling: Telling, shown: set[bytes], name: Name) -> list[str]:
    """Return the lines about statements that belong to no list that is present, each with its files."""
    lines = []
    for subject, told in telling.others(shown):
        files = words.label("in", files=files_of(assessment, words, subject))
        where = f", {files}" if subject in assessment.sources else ""
        lines += [f"  {text}{where}" for claims in told for text in _sentences(claims, name, words)]
    return lines


def files_of(assessment: Assessment, words: Wording, *artefacts: bytes) -> str:
    """Return the names of the files that hold artefacts, those of the first artefacts first."""
    names = dict.fromkeys(name for i in artefacts for name in assessment.sources.get(i, ()))
    return words.some(list(map(clean_name, list(names)[:_MAX_FILES])), len(names))


def _labelled(told: Beside, name: Name, words: Wording) -> Iterator[str]:
    """Yield the sentences of what is proven and of what is so, so far, each behind the word for it."""
    labels = words.label("proven"), words.label("so-far")
    columns = max(map(layout.width, labels))
    for label, claims in zip(labels, told, strict=True):
        for text in _sentences(claims, name, words):
            yield f"  {layout.padded(label, columns)}   {text}"


def _sentences(told: Iterable[Told], name: Name, words: Wording) -> Iterator[str]:
    """Yield the sentences of claims, each once, with what they are of where that is another statement."""
    moment = partial(zoned, words=words)
    said: set[str] = set()
    for one in told:
        text = _of(one, words) + words.claim(one.claim, name, moment)
        if text not in said:
            said.add(text)
            yield text


def _of(one: Told, words: Wording) -> str:
    if one.of is None:
        return ""
    return words.label("of-statement", kind=words.kind(one.of), id=short(one.claim.subject))


def contradictions(assessment: Assessment, pins: Pins) -> Iterator[str]:
    """Yield each contradiction as a line: who, what, and on which evidence in which files."""
    words = pins.words
    for one in assessment.contradictions:
        code = f"{one.code}: {one.why}" if one.why else one.code
        evidence = [
            words.label("evidence-in", "console", id=short(i), files=files_of(assessment, words, i))
            for i in one.evidence[:_MAX_EVIDENCE]
        ]
        proof = "; ".join(filter(None, (words.some(evidence, len(one.evidence)), words.witnesses(one))))
        sentence = words.contradiction(one, pins.shown)
        yield f"  {words.label('evidence', 'console', sentence=sentence, code=code, proof=proof)}"

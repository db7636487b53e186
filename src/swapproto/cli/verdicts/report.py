"""The report of a verdict: lays out, line by line, the sentences of what is proven and what is not."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Set
from functools import partial

from ...assessment import Assessment, Claim, Requirement
from ...report.subjects import artefacts_about, by_subject, members, subjects_of
from ...statements import Accept, Card, Commitment, Reveal, Signed
from ...wording import Name, Wording, short
from ..pinning.pins import Pins
from ..screen import layout
from ..screen.moments import zoned
from ..screen.terminal import bold, clean, clean_name
from .exchange_report import section
from .overview import overview_lines
from .requirements import in_words

_MAX_FILES, _MAX_EVIDENCE = 8, 6
_OF_ANY_STATEMENT = ("signed", "knew")
_INDIRECT = ("existed-by", "not-before")
_OF_TIME = ("existed-by", "not-before", "iat-outside", "times-conflict", "late")


def heading(commitment: Signed[Commitment], pins: Pins) -> str:
    """Return one line that identifies a commitment."""
    place, words = commitment.body.place, pins.words
    by, role = pins.shown(commitment.kid), words.role(place.role)
    return words.label("list", list=place.list_id.hex(), version=place.version, role=role, by=by)


def report(assessment: Assessment, pins: Pins, required: Iterable[Requirement] = ()) -> list[str]:
    """Return the lines of a verdict: facts and views by commitment, contradictions, rejected, ignored, not proven."""
    words, lines = pins.words, list[str]()
    facts = _facts_to_show(assessment)
    proven, so_far = by_subject(facts), by_subject(assessment.views)
    about, name = artefacts_about(assessment), naming(assessment, pins)
    shown: set[bytes] = set()
    commitments = sorted(
        assessment.of(Commitment).values(),
        key=lambda c: (pins.shown(c.kid), c.kid, c.body.place.list_id, c.body.place.version, c.id),
    )
    if assessment.contradictions:
        keep = f"  {words.label('keep')}"
        lines += [bold(words.label("contradictions")), *contradictions(assessment, pins), keep, ""]
    for standing in assessment.exchanges:
        subjects = subjects_of(standing)
        shown |= subjects
        lines += section(standing, pins, files_of(assessment, words, standing.exchange.id, *sorted(subjects)))
        called = _called(assessment, words, standing.exchange.id)
        lines += _labelled(proven, so_far, subjects, name, called, words)
        lines.append("")
    lines += overview_lines(commitments, assessment, pins)
    for commitment in commitments:
        subjects = {commitment.id, *about[commitment.id]}
        shown |= subjects
        lines += [bold(heading(commitment, pins)), f"  {words.label('commitment', id=commitment.id.hex())}"]
        if commitment.body.place.exchange is not None:
            lines.append(f"  {words.label('under-terms', terms=short(commitment.body.place.exchange))}")
        where = files_of(assessment, words, commitment.body.envelope, *subjects)
        lines += [f"  {words.label('in', files=where)}", f"  {words.label('signed-on', iat=commitment.iat)}"]
        lines += _labelled(proven, so_far, subjects, name, _called(assessment, words, commitment.id), words)
        lines.append("")
    if others := _others(assessment, words, proven, so_far, shown, name):
        lines += [bold(words.label("other-statements")), *others, ""]
    lines += _left_out(assessment, words)
    if missing := missing_lines(assessment, pins, required):
        lines += [*missing, ""]
    lines.append(bold(words.label("not-proven")))
    lines += [f"  {words.unproven(code)}" for code in assessment.not_proven]
    return lines


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


def _others(
    assessment: Assessment,
    words: Wording,
    proven: Mapping[bytes, list[Claim]],
    so_far: Mapping[bytes, list[Claim]],
    shown: set[bytes],
    name: Name,
) -> list[str]:
    """Return the lines about statements that belong to no list that is present, each with its files."""
    lines = []
    for subject in sorted({*proven, *so_far} - shown):
        files = words.label("in", files=files_of(assessment, words, subject))
        where = f", {files}" if subject in assessment.sources else ""
        called = _called(assessment, words, subject)
        texts = [
            *_sentences(proven, {subject}, name, called, words),
            *_sentences(so_far, {subject}, name, called, words),
        ]
        lines += [f"  {text}{where}" for text in texts]
    return lines


def files_of(assessment: Assessment, words: Wording, *artefacts: bytes) -> str:
    """Return the names of the files that hold artefacts, those of the first artefacts first."""
    names = dict.fromkeys(name for i in artefacts for name in assessment.sources.get(i, ()))
    return words.some(list(map(clean_name, list(names)[:_MAX_FILES])), len(names))


def _facts_to_show(assessment: Assessment) -> list[Claim]:
    """Return the facts but those about pinned cards, and those that say what another line says already."""
    cards = {party.card_id for party in assessment.trust.parties.values()}
    implied = {(i, reveal.body.commitment) for i, reveal in assessment.of(Reveal).items()}
    implied |= {(i, c.body.place.previous or b"") for i, c in assessment.of(Commitment).items()}
    of = {i: standing.exchange.id for standing in assessment.exchanges for i in members(standing.exchange)}
    facts = [
        c
        for c in assessment.facts
        if c.subject not in cards and not (c.code == "knew" and (c.evidence in implied or _same_exchange(c, of)))
    ]
    lists = assessment.of(Commitment)
    # what is so of statements by what they name, or are named by, is in --json: it would be a line for each of them
    facts = [c for c in facts if c.code not in _INDIRECT or c.value.get("direct") or c.subject in lists]
    told = {c.subject for c in facts if c.code not in _OF_ANY_STATEMENT and _names_its_signer(c.subject, assessment)}
    return [c for c in facts if c.subject not in told or c.code not in _OF_ANY_STATEMENT]


def _same_exchange(claim: Claim, of: Mapping[bytes, bytes]) -> bool:
    return claim.subject in of and of[claim.subject] == of.get(claim.evidence[1])


def _names_its_signer(subject: bytes, assessment: Assessment) -> bool:
    """Return whether the sentences about a statement say who signed it: those of exchanges, but for lists."""
    statement = assessment.statements.get(subject)
    return statement is not None and not isinstance(statement.body, Card | Commitment | Reveal)


def _called(assessment: Assessment, words: Wording, about: bytes) -> Callable[[Claim], str]:
    """Return what says which statement a sentence in the section about one is of, where that is another.

    It would otherwise be taken to be of the list: when it was there, and what the signer of a reveal signed and knew.
    """

    def called(claim: Claim) -> str:
        statement = assessment.statements.get(claim.subject)
        if statement is None:
            return _of(claim, "stamp") if claim.code in _OF_TIME else ""
        of_reveal = isinstance(statement.body, Reveal) and claim.code in _OF_ANY_STATEMENT
        if claim.subject == about or not (of_reveal or claim.code in _OF_TIME):
            return ""
        return _of(claim, type(statement.body).__name__.lower())

    def _of(claim: Claim, kind: str) -> str:
        return words.label("of-statement", kind=words.kind(kind), id=short(claim.subject))

    return called


def _labelled(
    proven: Mapping[bytes, list[Claim]],
    so_far: Mapping[bytes, list[Claim]],
    about: Set[bytes],
    name: Name,
    called: Callable[[Claim], str],
    words: Wording,
) -> Iterator[str]:
    """Yield the sentences of what is proven and of what is so, so far, each behind the word for it."""
    labels = words.label("proven"), words.label("so-far")
    columns = max(map(layout.width, labels))
    for label, claims in zip(labels, (proven, so_far), strict=True):
        for text in _sentences(claims, about, name, called, words):
            yield f"  {layout.padded(label, columns)}   {text}"


def _sentences(
    claims: Mapping[bytes, list[Claim]], about: Set[bytes], name: Name, called: Callable[[Claim], str], words: Wording
) -> list[str]:
    """Return the sentences of claims, those of the statement that the section is about first."""
    found = [(called(claim), claim) for subject in about for claim in claims.get(subject, ())]
    found.sort(key=lambda pair: (pair[0] != "", words.order[pair[1].code], pair[1].order))
    moment = partial(zoned, words=words)
    texts = [prefix + words.claim(claim, name, moment) for prefix, claim in found]
    return list(dict.fromkeys(texts))


def contradictions(assessment: Assessment, pins: Pins) -> list[str]:
    """Return each contradiction as a line: who, what, and on which evidence in which files."""
    words, lines = pins.words, []
    for one in assessment.contradictions:
        code = f"{one.code}: {one.why}" if one.why else one.code
        evidence = [
            words.label("evidence-in", "console", id=short(i), files=files_of(assessment, words, i))
            for i in one.evidence[:_MAX_EVIDENCE]
        ]
        proof = "; ".join(filter(None, (words.some(evidence, len(one.evidence)), words.witnesses(one))))
        sentence = words.contradiction(one, pins.shown)
        lines.append(f"  {words.label('evidence', 'console', sentence=sentence, code=code, proof=proof)}")
    return lines

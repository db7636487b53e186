"""The report of a verdict: lays out, line by line, the sentences of what is proven and what is not."""

from collections.abc import Callable, Iterable, Mapping, Set

from .. import wording
from ..assessment import Assessment, Claim, Requirement
from ..report.subjects import artefacts_about, by_subject, members, subjects_of
from ..statements import Accept, Card, Commitment, Reveal, Signed
from ..wording import Name, short, when
from .exchange_report import section
from .moments import zoned
from .overview import overview_lines
from .pins import Pins
from .requirements import in_words
from .terminal import bold, clean, clean_name

_MAX_FILES, _MAX_EVIDENCE = 8, 6
_OF_ANY_STATEMENT = ("signed", "knew")
_INDIRECT = ("existed-by", "not-before")
_OF_TIME = ("existed-by", "not-before", "iat-outside", "times-conflict", "late")
_KEEP = "  Keep these files as they are: whoever has them can check it."


def heading(commitment: Signed[Commitment], pins: Pins) -> str:
    """Return one line that identifies a commitment."""
    place = commitment.body.place
    role = wording.load().role(place.role)
    return f"List {place.list_id.hex()}, version {place.version}, {role}, by {pins.shown(commitment.kid)}"


def report(assessment: Assessment, pins: Pins, required: Iterable[Requirement] = ()) -> list[str]:
    """Return the lines of a verdict: facts and views by commitment, contradictions, rejected, ignored, not proven."""
    lines: list[str] = []
    facts = _facts_to_show(assessment)
    proven, so_far = by_subject(facts), by_subject(assessment.views)
    about, name = artefacts_about(assessment), naming(assessment, pins)
    shown: set[bytes] = set()
    commitments = sorted(
        assessment.of(Commitment).values(),
        key=lambda c: (pins.shown(c.kid), c.kid, c.body.place.list_id, c.body.place.version, c.id),
    )
    if assessment.contradictions:
        lines += [bold("CONTRADICTIONS, proven for ever"), *contradictions(assessment, pins), _KEEP, ""]
    for standing in assessment.exchanges:
        subjects = subjects_of(standing)
        shown |= subjects
        lines += section(standing, pins, files_of(assessment, standing.exchange.id, *sorted(subjects)))
        called = _called(assessment, standing.exchange.id)
        lines += [f"  proven   {text}" for text in _sentences(proven, subjects, name, called)]
        lines += [f"  so far   {text}" for text in _sentences(so_far, subjects, name, called)]
        lines.append("")
    lines += overview_lines(commitments, assessment, pins)
    for commitment in commitments:
        subjects = {commitment.id, *about[commitment.id]}
        shown |= subjects
        lines += [bold(heading(commitment, pins)), f"  commitment {commitment.id.hex()}"]
        if commitment.body.place.exchange is not None:
            lines.append(f"  under the terms {short(commitment.body.place.exchange)}")
        lines += [f"  in {files_of(assessment, commitment.body.envelope, *subjects)}"]
        lines += [f"  it says it was signed on {when(commitment.iat)}"]
        called = _called(assessment, commitment.id)
        lines += [f"  proven   {text}" for text in _sentences(proven, subjects, name, called)]
        lines += [f"  so far   {text}" for text in _sentences(so_far, subjects, name, called)]
        lines.append("")
    if others := _others(assessment, proven, so_far, shown, name):
        lines += [bold("Other statements"), *others, ""]
    if assessment.rejected:
        lines.append(bold("Rejected: altered, forged or unreadable"))
        lines += [
            f"  {clean_name(r.source)}, byte {r.offset}: {clean(r.message)} [{r.code}]" for r in assessment.rejected
        ]
        lines.append("")
    if assessment.ignored:
        lines.append(bold("Ignored: it proves nothing to you"))
        lines += _ignored(assessment)
        lines.append("")
    if missing := missing_lines(assessment, pins, required):
        lines += [*missing, ""]
    lines.append(bold("Not proven by any of this"))
    lines += [f"  {wording.load().unproven(code)}" for code in assessment.not_proven]
    return lines


def missing_lines(assessment: Assessment, pins: Pins, required: Iterable[Requirement]) -> list[str]:
    """Return what was required and is not proven, under a title, or nothing."""
    missing = [f"  {in_words(one, pins)}" for one in assessment.missing(required)]
    return [bold("Required, and not proven here"), *missing] if missing else []


def naming(assessment: Assessment, pins: Pins) -> Name:
    """Return what parties are called by their kids, and by the ids of their accepts, which keys are wrapped for."""
    readers = {identifier: accept.kid for identifier, accept in assessment.of(Accept).items()}
    return lambda kid: pins.shown(readers.get(kid, kid))


def _others(
    assessment: Assessment,
    proven: Mapping[bytes, list[Claim]],
    so_far: Mapping[bytes, list[Claim]],
    shown: set[bytes],
    name: Name,
) -> list[str]:
    """Return the lines about statements that belong to no list that is present, each with its files."""
    lines = []
    for subject in sorted({*proven, *so_far} - shown):
        where = f", in {files_of(assessment, subject)}" if subject in assessment.sources else ""
        called = _called(assessment, subject)
        texts = _sentences(proven, {subject}, name, called) + _sentences(so_far, {subject}, name, called)
        lines += [f"  {text}{where}" for text in texts]
    return lines


def files_of(assessment: Assessment, *artefacts: bytes) -> str:
    """Return the names of the files that hold artefacts, those of the first artefacts first."""
    names = dict.fromkeys(name for i in artefacts for name in assessment.sources.get(i, ()))
    more = f" and {len(names) - _MAX_FILES} more" if len(names) > _MAX_FILES else ""
    return ", ".join(map(clean_name, list(names)[:_MAX_FILES])) + more


def _ignored(assessment: Assessment) -> list[str]:
    """Return a line for each reason why something is ignored, and the files of what is: the sixty digits stand once."""
    found: dict[str, list[str]] = {}
    for i in assessment.ignored:
        why = f"in {files_of(assessment, i.id)}: {clean(i.message)} [{i.code}]"
        found.setdefault(why, []).append(f"{i.kind} {short(i.id)}")
    more = {why: f" and {len(what) - _MAX_EVIDENCE:,} more" for why, what in found.items() if len(what) > _MAX_EVIDENCE}
    return [f"  {', '.join(what[:_MAX_EVIDENCE])}{more.get(why, '')}, {why}" for why, what in found.items()]


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


def _called(assessment: Assessment, about: bytes) -> Callable[[Claim], str]:
    """Return what says which statement a sentence in the section about one is of, where that is another.

    It would otherwise be taken to be of the list: when it was there, and what the signer of a reveal signed and knew.
    """

    def called(claim: Claim) -> str:
        statement = assessment.statements.get(claim.subject)
        if statement is None:
            return f"stamp {short(claim.subject)}: " if claim.code in _OF_TIME else ""
        of_reveal = isinstance(statement.body, Reveal) and claim.code in _OF_ANY_STATEMENT
        if claim.subject == about or not (of_reveal or claim.code in _OF_TIME):
            return ""
        return f"{type(statement.body).__name__.lower()} {short(claim.subject)}: "

    return called


def _sentences(
    claims: Mapping[bytes, list[Claim]], about: Set[bytes], name: Name, called: Callable[[Claim], str]
) -> list[str]:
    """Return the sentences of claims, those of the statement that the section is about first."""
    english = wording.load()
    found = [(called(claim), claim) for subject in about for claim in claims.get(subject, ())]
    found.sort(key=lambda pair: (pair[0] != "", english.order[pair[1].code], pair[1].order))
    texts = [prefix + english.claim(claim, name, zoned) for prefix, claim in found]
    return list(dict.fromkeys(texts))


def contradictions(assessment: Assessment, pins: Pins) -> list[str]:
    """Return each contradiction as a line: who, what, and on which evidence in which files."""
    english = wording.load()
    lines = []
    for one in assessment.contradictions:
        code = f"{one.code}: {one.why}" if one.why else one.code
        witnesses = english.witnesses(one)
        proof = ", ".join(f"{short(i)} (in {files_of(assessment, i)})" for i in one.evidence[:_MAX_EVIDENCE])
        if len(one.evidence) > _MAX_EVIDENCE:
            proof += f" and {len(one.evidence) - _MAX_EVIDENCE:,} more"
        proof += f"; {witnesses}" if witnesses else ""
        lines.append(f"  {english.contradiction(one, pins.shown)} [{code}]: evidence {proof}")
    return lines

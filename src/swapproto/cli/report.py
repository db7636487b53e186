"""The report of a verdict: lays out, line by line, the sentences of what is proven and what is not."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from .. import wording
from ..assessment import Assessment, Claim, Contradiction
from ..statements import Commitment, Reveal, Signed
from ..wording import short, when
from .pins import Pins
from .terminal import bold, clean


def heading(commitment: Signed[Commitment], pins: Pins) -> str:
    """Return one line that identifies a commitment."""
    slot = commitment.body.slot
    role = wording.load().role(slot.role)
    return f"List {slot.list_id.hex()}, version {slot.version}, {role}, by {pins.shown(commitment.kid)}"


def report(assessment: Assessment, pins: Pins, required: Iterable[str] = ()) -> list[str]:
    """Return the lines of a verdict: facts and views by commitment, contradictions, rejected, ignored, not proven."""
    lines: list[str] = []
    facts = _facts_to_show(assessment)
    proven, so_far = _by_subject(facts), _by_subject(assessment.views)
    about = _artefacts_about(assessment, facts)
    shown: set[bytes] = set()
    commitments = sorted(
        assessment.of(Commitment).values(), key=lambda c: (c.body.slot.list_id, c.body.slot.version, c.id)
    )
    for commitment in commitments:
        subjects = {commitment.id, *about[commitment.id]}
        shown |= subjects
        lines += [bold(heading(commitment, pins)), f"  commitment {commitment.id.hex()}"]
        lines += [f"  it says it was signed on {when(commitment.iat)}"]
        lines += [f"  proven   {text}" for text in _sentences(proven, subjects, pins)]
        lines += [f"  so far   {text}" for text in _sentences(so_far, subjects, pins)]
        lines.append("")
    rest = {*proven, *so_far} - shown
    if others := _sentences(proven, rest, pins) + _sentences(so_far, rest, pins):
        lines += [bold("Other statements"), *(f"  {text}" for text in others), ""]
    if assessment.contradictions:
        lines += [bold("CONTRADICTIONS, proven for ever"), *contradictions(assessment.contradictions, pins), ""]
    if assessment.rejected:
        lines.append(bold("Rejected: altered, forged or unreadable"))
        lines += [f"  {clean(r.source)}, byte {r.offset}: {clean(r.message)} [{r.code}]" for r in assessment.rejected]
        lines.append("")
    if assessment.ignored:
        lines.append(bold("Ignored: it proves nothing to you"))
        lines += [f"  {i.kind} {short(i.id)}: {clean(i.message)} [{i.code}]" for i in assessment.ignored]
        lines.append("")
    if missing := assessment.missing(required):
        lines += [bold("Required, and not proven here"), *(f"  {code}" for code in missing), ""]
    lines.append(bold("Not proven by any of this"))
    lines += [f"  {wording.load().unproven(code)}" for code in assessment.not_proven]
    return lines


def _facts_to_show(assessment: Assessment) -> list[Claim]:
    """Return the facts but those about pinned cards, and those that say what another line says already."""
    cards = {party.card_id for party in assessment.trust.parties.values()}
    implied = {(i, reveal.body.commitment) for i, reveal in assessment.of(Reveal).items()}
    implied |= {(i, c.body.slot.previous or b"") for i, c in assessment.of(Commitment).items()}
    return [c for c in assessment.facts if c.subject not in cards and not (c.code == "knew" and c.evidence in implied)]


def _artefacts_about(assessment: Assessment, facts: Iterable[Claim]) -> defaultdict[bytes, list[bytes]]:
    """Return by commitment id the ids of the disclosures and reveals that are about it."""
    about: defaultdict[bytes, list[bytes]] = defaultdict(list)
    for commitment_id, disclosure_id in {(c.evidence[0], c.subject) for c in facts if c.code == "disclosed"}:
        about[commitment_id].append(disclosure_id)
    for reveal in assessment.of(Reveal).values():
        about[reveal.body.commitment].append(reveal.id)
    return about


def _by_subject(claims: Iterable[Claim]) -> dict[bytes, list[Claim]]:
    # an index, since there can be ten thousand subjects and hundreds of thousands of claims
    found: defaultdict[bytes, list[Claim]] = defaultdict(list)
    for claim in claims:
        found[claim.subject].append(claim)
    return dict(found)


def _sentences(claims: Mapping[bytes, list[Claim]], about: set[bytes], pins: Pins) -> list[str]:
    english = wording.load()
    found = sorted((claim for subject in about for claim in claims.get(subject, ())), key=lambda claim: claim.order)
    return list(dict.fromkeys(english.claim(claim, pins.shown) for claim in found))


def entries(assessment: Assessment, pins: Pins) -> list[str]:
    """Return the entries that disclosures show and prove, field by field, each block under whose list it is of."""
    lines: list[str] = []
    commitments = assessment.of(Commitment)
    about = {fact.subject: commitments[fact.evidence[0]] for fact in assessment.facts if fact.code == "disclosed"}
    newest = {view.subject: view.value["newest"] for view in assessment.views if view.code == "superseded"}
    for disclosure, shown in sorted(assessment.shown.items()):
        lines.append(bold(f"Entries shown by disclosure {short(disclosure)}"))
        lines.append(f"  of {heading(about[disclosure], pins)}")
        if disclosure in newest:
            lines.append(f"  SUPERSEDED: version {newest[disclosure]} is here too, and may no longer contain them")
        for item in shown:
            lines += [f"  {clean(name)}: {clean(_value(value))}" for name, value in sorted(item.entry.items())]
            lines += ["  (restricted fields are withheld)", ""] if item.held_back else [""]
    return lines


def _value(value: object) -> str:
    import json

    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def contradictions(found: Iterable[Contradiction], pins: Pins) -> list[str]:
    """Return each contradiction as a line: who, what, and on which evidence."""
    english = wording.load()
    lines = []
    for one in found:
        code = f"{one.code}: {one.why}" if one.why else one.code
        witnesses = english.witnesses(one)
        proof = ", ".join(map(short, one.evidence)) + (f"; {witnesses}" if witnesses else "")
        lines.append(f"  {english.contradiction(one, pins.shown)} [{code}]: evidence {proof}")
    return lines

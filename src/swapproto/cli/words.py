"""Statements and assessments in words. Every verb that tells a verdict tells it from here."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime

from ..assessment import Assessment, Claim, Contradiction
from ..statements import Commitment, Reveal, Signed
from .pins import Pins
from .terminal import bold, clean

_ROLES = {"offer": "we will release", "request": "we ask for", "report": "we hold"}

_FACTS: dict[str, Callable[[Claim, Pins], str]] = {
    "signed": lambda c, p: f"signed by {_who(c, p)}",
    "knew": lambda c, p: f"its signer knew statement {short(c.evidence[1])} when signing",
    "committed": lambda c, p: (
        "its envelope is here, and can open to the committed list or to nothing; whether it opens, opening shows"
    ),
    "reissued": lambda c, p: "the same list was sealed more than once; this is no fault",
    "chained": lambda c, p: f"it follows the version before it, {short(c.evidence[1])}",
    "released": lambda c, p: (
        f"{_who(c, p)} handed over the key, to everyone"
        if c.value["to"] is None
        else f"{_who(c, p)} signed a key over to {_reader(c, p)}; whether it opens, only that reader can tell"
    ),
    "opened": lambda c, p: (
        "opened: every entry matches what was committed to"
        + (", and everyone can check that" if c.value["transferable"] else ", as your own key shows to you")
    ),
    "count-stated": lambda c, p: f"it states {c.value['count']:,} entries",
    "count-proven": lambda c, p: f"it holds {c.value['count']:,} entries" + _distinct(c),
    "disclosed": lambda c, p: f"{c.value['entries']:,} of its entries shown here, and proven to be in it",
}
_VIEWS: dict[str, Callable[[Claim, Pins], str]] = {
    "sealed": lambda c, p: "no key for everyone is among these files; chosen readers may have one",
    "envelope-absent": lambda c, p: "its envelope, with the sealed entries, is not among these files",
    "current-version": lambda c, p: f"version {c.value['version']} is the latest among these files",
    "gap": lambda c, p: f"version {c.value['version']}, which it follows, is not among these files",
    "superseded": lambda c, p: (
        f"the shown entries are of version {c.value['version']}; version {c.value['newest']} "
        "is here too, and may no longer hold them"
    ),
    "disclosure-age": lambda c, p: (
        f"the shown entries are of version {c.value['version']}; a later version may exist, and may no longer hold them"
    ),
    "card-expired": lambda c, p: f"the card of {_who(c, p)} was valid until {when(c.value['not_after'])}",
    "wrap-failed": lambda c, p: "the key that was wrapped for you does not open it. Only you can see that",
}
_FAULTS = {
    "fork": "signed two different lists as the same version of one list",
    "slot-fork": "signed two different lists in the same role of one exchange",
    "bad-chain": "signed a version that names something else as the version before it",
    "wrong-key": "published a key that is not the committed one",
    "wrong-content": "sealed something other than the list that it committed to",
}
_UNPROVEN = {
    "true-not-proven": "that any entry is true",
    "complete-not-proven": "that the list is complete: it says nothing of who is not on it",
    "only-not-proven": "that it is the only list: the signer may have signed others",
    "time-not-proven": "when it was signed: the time it states is the signer's own word",
    "receipt-not-proven": "that it was sent to anyone, or received",
    "presenter-not-proven": "who disclosed these entries",
}


def when(seconds: int) -> str:
    """A time in UTC, to the second."""
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%d %H:%M:%S UTC")


def short(identifier: bytes) -> str:
    """The beginning of an id, for people to tell statements apart."""
    return identifier.hex()[:12]


def _who(claim: Claim, pins: Pins) -> str:
    return clean(pins.name(claim.by))


def _reader(claim: Claim, pins: Pins) -> str:
    return clean(pins.name(claim.value["to"]))


def _distinct(claim: Claim) -> str:
    distinct = claim.value["distinct_keys"]
    return "" if distinct is None else f", with {distinct:,} distinct primary keys"


def heading(commitment: Signed[Commitment], pins: Pins) -> str:
    """One line that says which commitment is meant."""
    slot = commitment.body.slot
    name = clean(pins.name(commitment.kid))
    return f"List {slot.list_id.hex()}, version {slot.version}, {role_in_words(slot.role)}, by {name}"


def role_in_words(word: str) -> str:
    """A role, with what its signer says of the list by it."""
    return f"{word} ({_ROLES[word]})" if word in _ROLES else word


def report(assessment: Assessment, pins: Pins, required: Iterable[str] = ()) -> list[str]:
    """The whole verdict, line by line: facts, contradictions, views, rejected, ignored, not proven."""
    lines: list[str] = []
    cards = {party.card_id for party in assessment.trust.parties.values()}
    implied = {(i, reveal.body.commitment) for i, reveal in assessment.of(Reveal).items()}
    implied |= {(i, c.body.slot.previous or b"") for i, c in assessment.of(Commitment).items()}
    facts = [c for c in assessment.facts if c.subject not in cards and not (c.code == "knew" and c.evidence in implied)]
    proven, so_far = _by_subject(facts), _by_subject(assessment.views)
    about: defaultdict[bytes, list[bytes]] = defaultdict(list)
    for disclosure in {(c.evidence[0], c.subject) for c in facts if c.code == "disclosed"}:
        about[disclosure[0]].append(disclosure[1])
    for reveal in assessment.of(Reveal).values():
        about[reveal.body.commitment].append(reveal.id)
    told: set[bytes] = set()
    commitments = sorted(
        assessment.of(Commitment).values(), key=lambda c: (c.body.slot.list_id, c.body.slot.version, c.id)
    )
    for commitment in commitments:
        subjects = {commitment.id, *about[commitment.id]}
        told |= subjects
        lines += [bold(heading(commitment, pins)), f"  commitment {commitment.id.hex()}"]
        lines += [f"  it says it was signed on {when(commitment.iat)}"]
        lines += [f"  proven   {text}" for text in _told(proven, subjects, _FACTS, pins)]
        lines += [f"  so far   {text}" for text in _told(so_far, subjects, _VIEWS, pins)]
        lines.append("")
    rest = {*proven, *so_far} - told
    if others := _told(proven, rest, _FACTS, pins) + _told(so_far, rest, _VIEWS, pins):
        lines += [bold("Other statements"), *(f"  {text}" for text in others), ""]
    if assessment.contradictions:
        lines += [bold("CONTRADICTIONS, proven for ever"), *faults(assessment.contradictions, pins), ""]
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
    lines += [f"  {_UNPROVEN[code]}" for code in assessment.not_proven]
    return lines


def _by_subject(claims: Iterable[Claim]) -> dict[bytes, list[Claim]]:
    """Looked up, not searched: there can be ten thousand subjects, and hundreds of thousands of claims."""
    found: defaultdict[bytes, list[Claim]] = defaultdict(list)
    for claim in claims:
        found[claim.subject].append(claim)
    return dict(found)


def _told(
    claims: Mapping[bytes, list[Claim]],
    about: set[bytes],
    words: dict[str, Callable[[Claim, Pins], str]],
    pins: Pins,
) -> list[str]:
    found = sorted((claim for subject in about for claim in claims.get(subject, ())), key=lambda claim: claim.order)
    return list(dict.fromkeys(words[claim.code](claim, pins) for claim in found))


def entries(assessment: Assessment) -> list[str]:
    """The entries that disclosures show and prove, field by field, for a reader who asks to see them."""
    lines: list[str] = []
    for disclosure, shown in sorted(assessment.shown.items()):
        lines.append(bold(f"Entries shown by disclosure {short(disclosure)}"))
        for item in shown:
            lines += [f"  {clean(name)}: {clean(_value(value))}" for name, value in sorted(item.entry.items())]
            lines += ["  (restricted fields are held back)", ""] if item.held_back else [""]
    return lines


def _value(value: object) -> str:
    import json

    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def faults(contradictions: Iterable[Contradiction], pins: Pins) -> list[str]:
    """Each contradiction in a line: who, what, on which evidence."""
    lines = []
    for fault in contradictions:
        proof = ", ".join(map(short, fault.evidence))
        mine = "" if fault.transferable else "; proven to you only, since the key is not public"
        why = f" [{fault.code}: {fault.why}]" if fault.why else f" [{fault.code}]"
        lines.append(f"  {clean(pins.name(fault.culprit))} {_FAULTS[fault.code]}{why}: evidence {proof}{mine}")
    return lines


VERDICTS = {
    0: "VERIFIED: everything here verifies against {cards}.",
    1: "FAILED: something here is altered, forged or does not match. See Rejected.",
    2: "NOTHING TO VERIFY: these are no .swap files. (A table is committed with swapproto commit.)",
    3: "NOT COMPLETE: valid so far, but a signer is not pinned, or something required is not proven.",
    4: "CONTRADICTION: a fault of a party that you pinned is proven.",
}

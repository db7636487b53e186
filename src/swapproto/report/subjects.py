"""What is about what: the artefacts about each list, and the statements of each exchange."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set

from ..assessment import Assessment, Claim, Exchange, Standing
from ..statements import Accept, Body, Receipt, Reveal, Review, Signed, Terms, Withdraw
from ..statements.kinds import kind_of as kind_with

_BY_CLOCKS = frozenset(
    {"existed-by", "accept-in-time", "commit-in-time", "delivered-in-time", "reveal-in-time", "review-in-time"}
)


def subjects_of(standing: Standing) -> Set[bytes]:
    """Return the ids of what is said of an exchange itself: its terms, accepts of them, and withdrawals of either."""
    exchange = standing.exchange
    found = {exchange.id, *(accept.id for accept in exchange.accepts)}
    return found | {w.id for w, target in exchange.withdrawals if isinstance(target.body, Terms | Accept)}


def members(exchange: Exchange) -> Set[bytes]:
    """Return the ids of all statements of an exchange."""
    found = {exchange.id, *(accept.id for accept in exchange.accepts), *(c.id for c in exchange.commitments)}
    for pairs in (exchange.reveals, exchange.receipts, exchange.reviews, exchange.withdrawals):
        found |= {statement.id for statement, _ in pairs}
    return found


def kinds(assessment: Assessment) -> Mapping[bytes, str]:
    """Return what each thing is that a claim or its evidence can name, as ``kinds`` of the sentences has words for it.

    Whatever else they name is a sealed list.
    """
    found = defaultdict[bytes, str](lambda: "envelope")
    found |= dict.fromkeys((standing.exchange.id for standing in assessment.exchanges), "terms")
    found |= {party.card_id: "card" for party in assessment.trust.parties.values()}
    found |= dict.fromkeys(assessment.shown, "disclosure")
    found |= dict.fromkeys(assessment.stamps, "stamp")
    return found | {i: kind_of(statement) for i, statement in assessment.statements.items()}


def kind_of(statement: Signed[Body]) -> str:
    """Return the name of a statement's kind."""
    return kind_with(type(statement.body)).name


def by_subject(claims: Iterable[Claim]) -> Mapping[bytes, list[Claim]]:
    """Return claims by what they are about."""
    # an index, since there can be ten thousand subjects and hundreds of thousands of claims
    found: defaultdict[bytes, list[Claim]] = defaultdict(list)
    for claim in claims:
        found[claim.subject].append(claim)
    return dict(found)


def firm(assessment: Assessment) -> list[Claim]:
    """Return the facts and views, without what is shown of times by stamps that are doubtful, or ahead of now."""
    claims = [*assessment.facts, *assessment.views]
    weak = {view.subject for view in assessment.views if view.code in ("stamp-doubtful", "stamp-ahead")}
    undone = {
        (fact.subject, fact.value["clock"])
        for fact in assessment.facts
        if fact.code == "existed-by" and not weak.isdisjoint(fact.evidence)
    }
    if not undone:
        return claims
    terms = {standing.exchange.id for standing in assessment.exchanges}
    return [
        claim
        for claim in claims
        if claim.code not in _BY_CLOCKS or undone.isdisjoint((i, claim.value["clock"]) for i in _timed(claim, terms))
    ]


def _timed(claim: Claim, terms: Set[bytes]) -> Set[bytes]:
    """Return the statements whose times show a claim: of a delivery its receipts, else the one that it is about."""
    return {*claim.evidence} - {claim.subject} - terms if claim.code == "delivered-in-time" else {claim.subject}


def by_code(claims: Mapping[bytes, Sequence[Claim]], subjects: Iterable[bytes]) -> Mapping[str, Sequence[Claim]]:
    """Return the claims about some artefacts by their codes."""
    found: defaultdict[str, list[Claim]] = defaultdict(list)
    for claim in (claim for subject in subjects for claim in claims.get(subject, ())):
        found[claim.code].append(claim)
    return found


def artefacts_about(assessment: Assessment) -> defaultdict[bytes, list[bytes]]:
    """Return by commitment id the ids of the disclosures, reveals, receipts, reviews and withdrawals about it.

    With them are the stamps of the commitment and of these.
    """
    about: defaultdict[bytes, list[bytes]] = defaultdict(list)
    for commitment_id, disclosure_id in {(c.evidence[1], c.subject) for c in assessment.facts if c.code == "disclosed"}:
        about[commitment_id].append(disclosure_id)
    subject: dict[bytes, bytes] = {}
    for identifier, statement in assessment.statements.items():
        match statement.body:
            case Reveal(commitment=target) | Receipt(commitment=target) | Review(commitment=target):
                subject[identifier] = target
            case Withdraw(target=target):
                subject[identifier] = target
    for identifier, commitment in subject.items():
        about[commitment].append(identifier)
    for stamp, stamped in assessment.stamps.items():
        about[subject.get(stamped, stamped)].append(stamp)
    return about

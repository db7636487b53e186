"""Rules about reviews, withdrawals and revocations: what people say of lists, and take back. Spec 17.6, 17.7, 17.9."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from ...statements import Accept, Body, Commitment, Review, Revoke, Terms, Withdraw
from ..case import Case
from ..claims import Claim, Contradiction
from ..exchanges import exchange_of
from ..past import Past, between

_KINDS: Mapping[type[Body], str] = {Terms: "terms", Accept: "accept", Commitment: "commitment"}


def reviewed(case: Case) -> Iterator[Claim]:
    """Yield what others than its committer say of a list."""
    for review, commitment in case.evidence.about(Review):
        if review.kid != commitment.kid:
            value = {"verdict": review.body.verdict}
            yield Claim("reviewed", review.id, review.kid, (review.id, commitment.id), value)


def withdrawn(case: Case) -> Iterator[Claim]:
    """Yield each withdrawal, who is shown to know it, and who of the exchange is not."""
    evidence, pairs = case.evidence, case.evidence.withdrawals()
    past = Past(evidence, (withdraw.id for withdraw, _ in pairs))
    of_exchange = _grouped(past, ((exchange_of(target, evidence), withdraw.id) for withdraw, target in pairs))
    own = _grouped(past, ((withdraw.kid, withdraw.id) for withdraw, _ in pairs))
    known: defaultdict[bytes, int] = defaultdict(int)
    signers: defaultdict[object, set[bytes]] = defaultdict(set)
    for statement in evidence.statements.values() if pairs else ():
        if evidence.is_misplaced(statement.id):
            continue
        known[statement.kid] |= past.of(statement.id)
        x = exchange_of(statement, evidence)
        signers[x].add(statement.kid)
        others = 0 if x is None else past.of(statement.id) & of_exchange[x] & ~own[statement.kid]
        if others:
            yield Claim.of("knew-withdrawal", statement.id, statement.kid, past.ids(others & -others))
    for withdraw, target in pairs:
        proof, kind = (target.id,), _KINDS[type(target.body)]
        yield Claim.of("withdrew", withdraw.id, withdraw.kid, proof, kind=kind)
        x, bit = exchange_of(target, evidence), past.bits([withdraw.id])
        unknown = sorted(k for k in _named(case, x) & signers[x] if k != withdraw.kid and not known[k] & bit)
        yield Claim.of("withdrawn", withdraw.id, withdraw.kid, proof, kind=kind, unknown_to=unknown)


def after_withdrawal(case: Case) -> Iterator[Contradiction]:
    """Yield who accepted or committed in an exchange after their own withdrawal from it, as they knew themselves."""
    evidence = case.evidence
    own = [(withdraw, target) for withdraw, target in evidence.withdrawals() if isinstance(target.body, Accept)]
    past = Past(evidence, (withdraw.id for withdraw, _ in own))
    theirs = _grouped(past, (((w.kid, exchange_of(target, evidence)), w.id) for w, target in own))
    acts: defaultdict[tuple[bytes, bytes | None], list[bytes]] = defaultdict(list)
    before: defaultdict[tuple[bytes, bytes | None], int] = defaultdict(int)
    for statement in evidence.statements.values() if own else ():
        x = exchange_of(statement, evidence)
        if isinstance(statement.body, Accept | Commitment):
            bits = past.of(statement.id) & theirs[statement.kid, x]
            if bits:
                acts[statement.kid, x].append(statement.id)
                before[statement.kid, x] |= bits
    for (kid, x), found in acts.items():
        accepts = {evidence.of(Withdraw)[identifier].body.target for identifier in past.ids(before[kid, x])}
        proof = between(past, before[kid, x], found, evidence) | accepts
        yield Contradiction.of("after-withdrawal", kid, proof)


def revoked(case: Case) -> Iterator[Claim]:
    """Yield each revocation of a key, and what the key signed by its own word after that."""
    since: dict[bytes, tuple[int, bytes]] = {}
    for revoke in case.evidence.of(Revoke).values():
        yield Claim.of("revoked", revoke.id, revoke.kid, since=revoke.body.since)
        since[revoke.kid] = min(since.get(revoke.kid, (revoke.body.since, revoke.id)), (revoke.body.since, revoke.id))
    for statement in case.evidence.statements.values() if since else ():
        if statement.kid not in since or case.evidence.is_misplaced(statement.id):
            continue
        if not isinstance(statement.body, Revoke):
            moment, identifier = since[statement.kid]
            if statement.iat >= moment:
                yield Claim.of("after-revocation", statement.id, statement.kid, (identifier,), since=moment)


def _grouped(past: Past, marked: Iterable[tuple[object, bytes]]) -> defaultdict[object, int]:
    """Return which marked statements belong to each key, as numbers."""
    found: defaultdict[object, int] = defaultdict(int)
    for key, identifier in marked:
        found[key] |= past.bits([identifier])
    return found


def _named(case: Case, exchange: bytes | None) -> set[bytes]:
    """Return the kids of the parties and mediators of an exchange."""
    terms = case.evidence.find(Terms, exchange)
    return set() if terms is None else {*terms.body.parties, *terms.body.mediators}

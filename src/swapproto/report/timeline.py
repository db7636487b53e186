"""The timeline of an exchange: who did what, when by their own word, and between which times it is proven."""

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping
from typing import Any, Literal, NamedTuple

from ..assessment import Assessment, Exchange, Standing
from ..statements import Body, Commitment, Reveal, Signed, Terms

Step = Literal["proposed", "accepted", "committed", "acknowledged", "handed-over", "reviewed", "withdrawn"]


class Event(NamedTuple):
    """Something that was done. Its words are ``report.steps`` and ``report.events`` under its step."""

    step: Step
    #: When its signer says that it was done, in seconds since 1970.
    time: int
    by: bytes
    #: The ids of the statements that say so.
    ids: tuple[bytes, ...]
    value: Mapping[str, Any]


def events(standing: Standing, assessment: Assessment, reader: bytes | None = None) -> list[Event]:
    """Return what happened in one exchange, step by step, each in order of the times that signers state.

    ``reader`` is the kid of whoever reads it, if they are named.
    """
    exchange, terms = standing.exchange, standing.exchange.terms
    off_terms, released = (
        {f.subject for f in assessment.facts if f.code == code} for code in ("off-terms", "released")
    )
    found: list[Event] = []
    if terms is not None:
        found.append(Event("proposed", terms.iat, terms.kid, (terms.id,), {"by": terms.kid}))
    for kid, group in exchange.accepted.items():
        first = min(group, key=lambda a: (a.iat, a.id))
        as_mediator = terms is not None and kid in terms.body.mediators
        ids = tuple(accept.id for accept in group)
        found.append(Event("accepted", first.iat, kid, ids, {"by": kid, "as_mediator": as_mediator}))
    found += (committed(c, off_terms) for c in exchange.commitments)
    furthest = {(r.kid, c.id): (r, c) for r, c in sorted(exchange.receipts, key=lambda pair: pair[0].iat)}
    for receipt, commitment in furthest.values():
        value = {"by": receipt.kid, "stage": receipt.body.stage, **_whose(commitment, reader)}
        found.append(Event("acknowledged", receipt.iat, receipt.kid, (receipt.id,), value))
    found += handed_over(exchange.reveals, released, exchange, reader)
    for review, commitment in exchange.reviews:
        value = {"by": review.kid, "verdict": review.body.verdict, **_whose(commitment, reader)}
        found.append(Event("reviewed", review.iat, review.kid, (review.id,), value))
    for withdraw, target in exchange.withdrawals:
        value = {"by": withdraw.kid, "reason": withdraw.body.reason, **_taken_back(target.body, withdraw.kid, reader)}
        found.append(Event("withdrawn", withdraw.iat, withdraw.kid, (withdraw.id,), value))
    return found


def committed(commitment: Signed[Commitment], off_terms: Container[bytes] = ()) -> Event:
    """Return that a list was committed to."""
    place = commitment.body.place
    value = {"by": commitment.kid, "role": place.role, "version": place.version, "count": commitment.body.count}
    value["off_terms"] = commitment.id in off_terms
    return Event("committed", commitment.iat, commitment.kid, (commitment.id,), value)


def handed_over(
    reveals: Iterable[tuple[Signed[Reveal], Signed[Commitment]]],
    released: Container[bytes],
    exchange: Exchange | None = None,
    reader: bytes | None = None,
) -> Iterator[Event]:
    """Yield who handed over the key of which list, and to whom. ``released`` are the ids of what counts as that."""
    owners = {} if exchange is None else {accept.id: accept.kid for accept in exchange.accepts}
    found: defaultdict[tuple[bytes, bytes], list[Signed[Reveal]]] = defaultdict(list)
    lists: dict[bytes, Signed[Commitment]] = {}
    for reveal, commitment in reveals:
        if reveal.id in released:
            found[reveal.kid, commitment.id].append(reveal)
            lists[commitment.id] = commitment
    for (kid, commitment_id), group in found.items():
        readers = {owners.get(r.body.wrap[0], r.body.wrap[0]): None for r in group if r.body.wrap is not None}
        to = None if any(r.body.cek is not None for r in group) else list(readers)
        value = {"by": kid, "to": to, **_whose(lists[commitment_id], reader)}
        yield Event("handed-over", max(r.iat for r in group), kid, tuple(r.id for r in group), value)


def _whose(commitment: Signed[Commitment], reader: bytes | None) -> Mapping[str, Any]:
    place = commitment.body.place
    return {"owner": commitment.kid, "own": commitment.kid == reader, "role": place.role, "version": place.version}


def _taken_back(body: Body, kid: bytes, reader: bytes | None) -> Mapping[str, Any]:
    value: dict[str, Any] = {"own": kid == reader, "kind": "terms" if isinstance(body, Terms) else "accept"}
    if isinstance(body, Commitment):
        value |= {"kind": "commitment", "role": body.place.role, "version": body.place.version}
    return value

"""What files show of one list, as cells: when it was there, who has it and its key, and whether it opens."""

from collections.abc import Iterable, Mapping, Sequence, Set
from typing import NamedTuple

from ..assessment import Claim, Contradiction, Exchange
from ..statements import Commitment, Review, Signed
from .cells import ABSENT, Cell
from .subjects import by_code

FORKS = frozenset({"fork", "slot-fork", "bad-chain"})
_ACKNOWLEDGED = ("ack-opened", "ack-received", "ack-unopenable")


class Shown(NamedTuple):
    """What is shown of one list: facts and views of its commitment and of what is about it, and its owner's faults."""

    commitment: Signed[Commitment]
    claims: Mapping[str, Sequence[Claim]]
    faults: Set[str]

    @classmethod
    def of(
        cls,
        commitment: Signed[Commitment],
        claims: Mapping[bytes, Sequence[Claim]],
        about: Iterable[bytes],
        contradictions: Iterable[Contradiction],
    ) -> "Shown":
        """Return what these claims, by subject, and contradictions say of a list; ``about`` are the ids about it."""
        subjects = {commitment.id, *about}
        faults = {
            one.code
            for one in contradictions
            if one.culprit == commitment.kid and not subjects.isdisjoint(one.evidence)
        }
        return cls(commitment, by_code(claims, subjects), faults)

    def claims_of(self, *codes: str) -> list[Claim]:
        """Return the claims that have one of these codes."""
        return [claim for code in codes for claim in self.claims.get(code, ())]

    def by(self, *codes: str) -> list[bytes]:
        """Return the kids of those whom the claims with these codes rest on, each once."""
        return list(dict.fromkeys(claim.by for claim in self.claims_of(*codes)))


def existed(shown: Shown, due: int | None = None) -> Cell:
    """Return since when the list is fixed: the best proof of time, or its signer's word. It was due by ``due``."""
    own = [c for c in shown.claims_of("existed-by") if c.subject == shown.commitment.id and c.value["direct"]]
    if not own:
        return Cell("claimed", "existed-claimed", {"time": shown.commitment.iat})
    best = min(own, key=lambda claim: (claim.value["clock"] != "pinned", claim.value["time"]))
    clock, time = best.value["clock"], best.value["time"]
    met = any(claim.value["clock"] == clock for claim in shown.claims_of("commit-in-time"))
    in_time = met and due is not None and time <= due
    return Cell("proven", "existed-proven", {"time": time, "clock": clock, "in_time": in_time})


def acknowledged(shown: Shown) -> Cell:
    """Return who acknowledged the list, in whatever words."""
    if not (by := shown.by(*_ACKNOWLEDGED)):
        return ABSENT
    return Cell("proven", "acknowledged", {"by": by, "in_time": _clock(shown, "delivered-in-time")})


def fixed(shown: Shown) -> Cell:
    """Return whether its owner signed something else in its place."""
    return contradicted(shown.faults & FORKS) or Cell("absent", "no-other-version")


def handed_over(shown: Shown, exchange: Exchange | None = None) -> Cell:
    """Return whether the key of the list was handed over or published: proven if the list is opened, or if each of
    its readers in the exchange says that they opened it. A key that was wrapped for a reader can be any."""
    if premature := contradicted(shown.faults & {"premature"}):
        return premature
    counted = shown.claims_of("in-turn", "published")
    released = [
        c for c in shown.claims_of("released") if not counted or any(c.subject == one.subject for one in counted)
    ]
    if not counted and not (shown.claims_of("not-shown-in-turn") and released):
        return ABSENT
    in_time = _clock(shown, "reveal-in-time") if counted else None
    value = {"by": [*dict.fromkeys(c.by for c in released)], "to": _to(released, exchange), "in_time": in_time}
    readers = _readers(shown.commitment.kid, exchange)
    if counted and (shown.claims_of("opened") or (readers and readers <= {*shown.by("ack-opened")})):
        return Cell("proven", "handed-over-proven", {"in_time": in_time})
    if not counted or shown.claims_of("ack-opened"):
        return Cell("claimed", "handed-over-claimed", value)
    return Cell("claimed", "handed-over-unopened" if shown.claims_of("in-turn") else "published-unopened", value)


def revealed(shown: Shown, exchange: Exchange | None = None) -> Cell:
    """Return the same, and of a list whose key was signed over outside of any turn, to whom: as to a mediator, or to
    the key on a reader's card. Whether a key opens the list only its reader can find out."""
    cell, released = handed_over(shown, exchange), shown.claims_of("released")
    if cell != ABSENT or not released:
        return cell
    by, to = shown.by("released"), _to(released, exchange)
    if to is not None:
        return Cell("claimed", "signed-over", {"by": by, "to": to})
    if shown.claims_of("opened"):
        return Cell("proven", "handed-over-proven", {"in_time": None})
    return Cell("claimed", "published-unopened", {"by": by, "to": None, "in_time": None})


def _to(released: Iterable[Claim], exchange: Exchange | None) -> list[bytes] | None:
    """Return the kids of those whom a key was signed over to, or None for everyone."""
    accepts = {} if exchange is None else {accept.id: accept.kid for accept in exchange.accepts}
    to = list(dict.fromkeys(accepts.get(one.value["to"], one.value["to"]) for one in released))
    return None if None in to else to


def _readers(owner: bytes, exchange: Exchange | None) -> Set[bytes]:
    """Return the kids of the parties that a list is for."""
    return frozenset() if exchange is None or exchange.terms is None else {*exchange.terms.body.parties} - {owner}


def matches(shown: Shown) -> Cell:
    """Return whether every entry is what was committed to."""
    if shown.claims_of("opened"):
        return Cell("proven", "proven")
    if fault := contradicted(shown.faults & {"wrong-content"}):
        return fault
    by = shown.by("ack-opened")
    return Cell("claimed", "claimed-by", {"by": by}) if by else ABSENT


def opened(shown: Shown) -> Cell:
    """Return who opened the list: shown, or said by them."""
    if by := shown.by("opened-by"):
        return Cell("proven", "proven-by", {"by": by})
    by = shown.by("ack-opened")
    if by:
        return Cell("claimed", "claimed-by", {"by": by})
    by = shown.by("ack-unopenable")
    return Cell("absent", "unopenable", {"by": by}) if by else ABSENT


def counted(shown: Shown) -> Cell:
    """Return how many entries the list has, and how many different primary keys."""
    for claim in shown.claims_of("count-proven"):
        value = {"count": claim.value["count"], "distinct_keys": claim.value["distinct_keys"]}
        return Cell("proven", "count-proven", value)
    return Cell("claimed", "count-claimed", {"count": shown.commitment.body.count})


def contested(shown: Shown, reviews: Iterable[Signed[Review]]) -> Cell:
    """Return who contests the list, by the latest of the reviews of each reader."""
    latest: dict[bytes, Signed[Review]] = {}
    for review in sorted(reviews, key=lambda one: (one.iat, one.id)):
        if review.body.commitment == shown.commitment.id and review.kid != shown.commitment.kid:
            latest[review.kid] = review
    by = [kid for kid, review in latest.items() if review.body.verdict == "contested"]
    if by:
        return Cell("proven", "contested", {"by": by})
    return Cell("proven", "agreed", {"by": list(latest)}) if latest else Cell("absent", "no-review")


def contradicted(faults: Set[str]) -> Cell | None:
    """Return the cell that names faults, if there are any."""
    return Cell("contradicted", "contradicted", {"faults": sorted(faults)}) if faults else None


def _clock(shown: Shown, code: str) -> str | None:
    """Return by whose clocks a step is shown to be in time, if it is."""
    clocks = {claim.value["clock"] for claim in shown.claims_of(code)}
    return ("pinned" if "pinned" in clocks else "agreed") if clocks else None

"""The story of an exchange in a few lines: who did what, as they state it, and whose move it is."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from ..assessment import Assessment, Awaited, Standing
from ..counting import count_of
from ..statements import Commitment, Signed, Terms
from ..wording import load, short, when
from .exchanging import names
from .pins import Pins
from .terminal import bold
from .terms_shown import quoted, title_of

MOVES = {
    "accept": "accept",
    "commit": "commit",
    "acknowledge": "acknowledge",
    "deposit": "seal their list to a mediator",
    "open": "open and say so",
    "reveal": "hand over",
    "review": "review",
    "amend": "amend their list",
}
_HEADER = ("due", "exchange", "title", "state", "whose move", "since, as signers state it")
_MAX_TITLE = 40
_STAGES = {"received": "received", "opened": "opened", "unopenable": "does not open for them"}

Event = tuple[int, str]
"""When its signer says that something was done, and what."""


def due_of(standing: Standing) -> int | None:
    """Return the earliest time by which a move is due, or None."""
    return min((move.due for move in standing.awaiting if move.due is not None), default=None)


def overview(standings: Sequence[Standing], pins: Pins, now: int) -> Iterator[str]:
    """Yield a line for each exchange, the one that is due first at the top."""
    ordered = sorted(standings, key=lambda s: (due_of(s) is None, due_of(s) or 0, s.exchange.id))
    rows = [_HEADER, *(_row(standing, pins, now) for standing in ordered)]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        yield "  ".join(text.ljust(width) for text, width in zip(row, widths, strict=True)).rstrip()


def _row(standing: Standing, pins: Pins, now: int) -> tuple[str, ...]:
    due, title = due_of(standing), title_of(standing)
    since = max((move.since for move in standing.awaiting if move.since is not None), default=None)
    return (
        "-" if due is None else _due(due, now),
        short(standing.exchange.id),
        title if len(title) <= _MAX_TITLE else f"{title[: _MAX_TITLE - 4]}...'",
        standing.state,
        "; ".join(f"{who} to {what}" for who, what in _moves(standing.awaiting, pins)) or "nobody",
        "-" if since is None else when(since),
    )


def _due(due: int, now: int) -> str:
    return when(due) + (" (passed)" if due < now else "")


def _moves(awaiting: Sequence[Awaited], pins: Pins) -> Iterator[tuple[str, str]]:
    """Yield who is to do what, those together who are to do the same."""
    by: defaultdict[str, dict[bytes, None]] = defaultdict(dict)
    for move in awaiting:
        by[move.what][move.by] = None
    for what, kids in by.items():
        yield names(kids, pins), MOVES[what]


def story(standing: Standing, assessment: Assessment, pins: Pins) -> Iterator[str]:
    """Yield what happened in one exchange, and whose move it is."""
    yield bold(f"Exchange {short(standing.exchange.id)}, {title_of(standing)}: {standing.state}")
    for view in assessment.views:
        if view.subject == standing.exchange.id and view.code in ("state", "party-not-pinned"):
            yield f"  {load().claim(view, pins.shown)}"
    for label, events in _chapters(standing, pins):
        for number, (time, text) in enumerate(sorted(events)):
            yield f"  {'' if number else label:<12} {when(time)}  {text}"
    yield "  These times are those that the signers state."
    if not standing.awaiting:
        yield "  It is nobody's move."
    for (by, what), moves in _by_mover(standing.awaiting).items():
        yield f"  {'whose move':<12} {pins.shown(by)}, to {MOVES[what]}{_times(moves, assessment.now)}"


def _by_mover(awaiting: Sequence[Awaited]) -> dict[tuple[bytes, str], list[Awaited]]:
    found: defaultdict[tuple[bytes, str], list[Awaited]] = defaultdict(list)
    for move in awaiting:
        found[move.by, move.what].append(move)
    return dict(found)


def _times(moves: Sequence[Awaited], now: int) -> str:
    since = max((move.since for move in moves if move.since is not None), default=None)
    due = min((move.due for move in moves if move.due is not None), default=None)
    text = "" if since is None else f", since {when(since)} as signers state it"
    return text + ("; no deadline" if due is None else f"; due {_due(due, now)}")


def _chapters(standing: Standing, pins: Pins) -> Iterator[tuple[str, list[Event]]]:
    """Yield what was done, kind by kind, each with when its signer says so."""
    exchange, terms = standing.exchange, standing.exchange.terms
    if terms is not None:
        yield "proposed", [(terms.iat, f"by {pins.shown(terms.kid)}")]
    accepts = ((min(a.iat for a in group), kid) for kid, group in exchange.accepted.items())
    yield "accepted", [(iat, f"by {pins.shown(kid)}{_as_mediator(kid, terms)}") for iat, kid in accepts]
    yield "committed", [(c.iat, f"by {pins.shown(c.kid)}: {_what(c, standing)}") for c in exchange.commitments]
    receipts = [(r, c, f"of {_whose(c, pins)}: {_STAGES[r.body.stage]}") for r, c in exchange.receipts]
    furthest = {(r.kid, c.id): (r, text) for r, c, text in sorted(receipts, key=lambda one: one[0].iat)}
    yield "acknowledged", [(r.iat, f"by {pins.shown(r.kid)}, {text}") for r, text in furthest.values()]
    handed: defaultdict[tuple[bytes, bytes], list[int]] = defaultdict(list)
    whose = {c.id: _whose(c, pins) for c in exchange.commitments}
    for reveal, commitment in exchange.reveals:
        handed[reveal.kid, commitment.id].append(reveal.iat)
    yield "handed over", [(max(iats), f"by {pins.shown(kid)}: {whose[i]}") for (kid, i), iats in handed.items()]
    yield (
        "reviewed",
        [(r.iat, f"by {pins.shown(r.kid)}, {_whose(c, pins)}: {r.body.verdict}") for r, c in exchange.reviews],
    )
    yield (
        "withdrawn",
        [
            (w.iat, f"by {pins.shown(w.kid)}: {_taken_back(target.body, pins)}{_reason(w.body.reason)}")
            for w, target in exchange.withdrawals
        ],
    )


def _as_mediator(kid: bytes, terms: Signed[Terms] | None) -> str:
    return ", as a mediator" if terms is not None and kid in terms.body.mediators else ""


def _what(commitment: Signed[Commitment], standing: Standing) -> str:
    place = commitment.body.place
    entries = count_of(commitment.body.count, "entry", "entries")
    fits = "" if standing.exchange.slot_of(commitment) is not None else "; it fits no list of these terms"
    return f"{place.role}, version {place.version}, {entries}{fits}"


def _whose(commitment: Signed[Commitment], pins: Pins) -> str:
    place = commitment.body.place
    return f"the {place.role} of {pins.shown(commitment.kid)}, version {place.version}"


def _taken_back(body: object, pins: Pins) -> str:
    if isinstance(body, Terms):
        return "the terms"
    return f"their {body.place.role}, version {body.place.version}" if isinstance(body, Commitment) else "their accept"


def _reason(reason: str | None) -> str:
    return "" if reason is None else f", {quoted(reason)}"

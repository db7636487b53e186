"""The story of an exchange in a few lines: who did what, as they state it, and whose move it is."""

from collections import defaultdict
from collections.abc import Container, Iterator, Sequence

from ..assessment import Assessment, Awaited, Exchange, Standing
from ..counting import count_of
from ..statements import Body, Commitment, Reveal, Signed, Terms, Withdraw
from ..wording import load, short, when
from .pins import Pins
from .terminal import bold
from .terms_shown import quoted, title_of

_MOVES = {
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
    due = due_of(standing)
    since = max((move.since for move in standing.awaiting if move.since is not None), default=None)
    return (
        "-" if due is None else _due(due, now),
        short(standing.exchange.id),
        title_of(standing, _MAX_TITLE),
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
        yield pins.together(kids), _MOVES[what]


def story(standing: Standing, assessment: Assessment, pins: Pins) -> Iterator[str]:
    """Yield what happened in one exchange, and whose move it is."""
    yield bold(f"Exchange {short(standing.exchange.id)}, {title_of(standing)}: {standing.state}")
    for view in assessment.views:
        if view.subject == standing.exchange.id and view.code in ("state", "party-not-pinned"):
            yield f"  {load().claim(view, pins.shown)}"
    for label, events in _chapters(standing, assessment, pins):
        for number, (time, text) in enumerate(sorted(events)):
            yield f"  {'' if number else label:<12} {when(time)}  {text}"
    yield "  These times are those that the signers state."
    if not standing.awaiting:
        yield "  It is nobody's move."
    for (by, what), moves in _by_mover(standing.awaiting).items():
        yield f"  {'whose move':<12} {pins.shown(by)}, {_to(what, by, pins)}{_times(moves, assessment.now)}"


def _to(what: str, by: bytes, pins: Pins) -> str:
    return "to " + (_MOVES[what].replace("their", "your") if pins.shown(by) == "you" else _MOVES[what])


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


def _chapters(standing: Standing, assessment: Assessment, pins: Pins) -> Iterator[tuple[str, list[Event]]]:
    """Yield what was done, kind by kind, each with when its signer says so."""
    exchange, terms = standing.exchange, standing.exchange.terms
    off_terms, released = (
        {f.subject for f in assessment.facts if f.code == code} for code in ("off-terms", "released")
    )
    if terms is not None:
        yield "proposed", [(terms.iat, f"by {pins.shown(terms.kid)}")]
    accepts = ((min(a.iat for a in group), kid) for kid, group in exchange.accepted.items())
    yield "accepted", [(iat, f"by {pins.shown(kid)}{_as_mediator(kid, terms)}") for iat, kid in accepts]
    yield "committed", [(c.iat, f"by {pins.shown(c.kid)}: {_what(c, off_terms)}") for c in exchange.commitments]
    furthest = {(r.kid, c.id): (r, c) for r, c in sorted(exchange.receipts, key=lambda pair: pair[0].iat)}
    receipts = ((r, f"{_whose(c, pins)}: {_STAGES[r.body.stage]}") for r, c in furthest.values())
    yield "acknowledged", [(r.iat, f"by {pins.shown(r.kid)}, {text}") for r, text in receipts]
    yield "handed over", list(_handed_over(exchange, released, pins))
    reviews = ((r, f"{_whose(c, pins)}: {r.body.verdict}") for r, c in exchange.reviews)
    yield "reviewed", [(r.iat, f"by {pins.shown(r.kid)}, {text}") for r, text in reviews]
    withdrawn = ((w, f"{_taken_back(target.body, w.kid, pins)}{_reason(w.body)}") for w, target in exchange.withdrawals)
    yield "withdrawn", [(w.iat, f"by {pins.shown(w.kid)}: {text}") for w, text in withdrawn]


def _handed_over(exchange: Exchange, released: Container[bytes], pins: Pins) -> Iterator[Event]:
    """Yield who handed over the key of which list, and to whom."""
    owners = {accept.id: accept.kid for accept in exchange.accepts}
    found: defaultdict[tuple[bytes, str], list[Signed[Reveal]]] = defaultdict(list)
    for reveal, commitment in exchange.reveals:
        if reveal.id in released:
            found[reveal.kid, _whose(commitment, pins)].append(reveal)
    for (kid, what), reveals in found.items():
        readers = {owners.get(r.body.wrap[0], r.body.wrap[0]): None for r in reveals if r.body.wrap is not None}
        whom = "everyone" if any(r.body.cek is not None for r in reveals) else pins.together(readers)
        yield max(r.iat for r in reveals), f"by {pins.shown(kid)}, {what}: to {whom}"


def _as_mediator(kid: bytes, terms: Signed[Terms] | None) -> str:
    return ", as a mediator" if terms is not None and kid in terms.body.mediators else ""


def _what(commitment: Signed[Commitment], off_terms: Container[bytes]) -> str:
    place = commitment.body.place
    entries = count_of(commitment.body.count, "entry", "entries")
    fits = "; it fits no list of these terms" if commitment.id in off_terms else ""
    return f"{place.role}, version {place.version}, {entries}{fits}"


def _whose(commitment: Signed[Commitment], pins: Pins) -> str:
    place, name = commitment.body.place, pins.shown(commitment.kid)
    whose = f"your {place.role}" if name == "you" else f"the {place.role} of {name}"
    return f"{whose}, version {place.version}"


def _taken_back(body: Body, kid: bytes, pins: Pins) -> str:
    own = "your" if pins.shown(kid) == "you" else "their"
    if isinstance(body, Terms):
        return f"{own} terms"
    return f"{own} {body.place.role}, version {body.place.version}" if isinstance(body, Commitment) else f"{own} accept"


def _reason(body: Withdraw) -> str:
    return "" if body.reason is None else f", {quoted(body.reason)}"

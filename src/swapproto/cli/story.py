"""The story of an exchange in a few lines: who did what, as they state it, and whose move it is."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from ..assessment import Assessment, Standing
from ..report.moves import Awaiting, awaiting, earliest_due, latest_since, together
from ..report.timeline import events
from ..wording import load, short, when
from .pins import Pins
from .terminal import aligned, bold, clean
from .terms_shown import title_of

_HEADER = ("due", "exchange", "title", "state", "whose move", "since, as signers state it")
_MAX_TITLE = 40


def overview(standings: Sequence[Standing], pins: Pins, now: int) -> Iterator[str]:
    """Yield a line for each exchange, the one that is due first at the top."""
    due = {standing.exchange.id: earliest_due(standing.awaiting) for standing in standings}
    ordered = sorted(standings, key=lambda s: (due[s.exchange.id] is None, due[s.exchange.id] or 0, s.exchange.id))
    yield from aligned([_HEADER, *(_row(standing, pins, now) for standing in ordered)])


def _row(standing: Standing, pins: Pins, now: int) -> tuple[str, ...]:
    due, since = earliest_due(standing.awaiting), latest_since(standing.awaiting)
    words = load()
    moves = (
        f"{pins.together(kids)} to {words.report(f'moves.{what}', own=False)}"
        for what, kids in together(standing).items()
    )
    return (
        "-" if due is None else _due(due, now),
        short(standing.exchange.id),
        title_of(standing, _MAX_TITLE),
        standing.state,
        "; ".join(moves) or "nobody",
        "-" if since is None else when(since),
    )


def _due(due: int, now: int) -> str:
    return when(due) + (" (passed)" if due < now else "")


def story(standing: Standing, assessment: Assessment, pins: Pins) -> Iterator[str]:
    """Yield what happened in one exchange, and whose move it is."""
    words = load()
    yield bold(f"Exchange {short(standing.exchange.id)}, {title_of(standing)}: {standing.state}")
    for view in assessment.views:
        if view.subject == standing.exchange.id and view.code in ("state", "party-not-pinned"):
            yield f"  {words.claim(view, pins.shown)}"
    for step, group in groupby(events(standing, assessment, pins.reader), key=lambda event: event.step):
        told = sorted((e.time, clean(words.report(f"events.{step}", pins.shown, **e.value))) for e in group)
        for number, (time, text) in enumerate(told):
            yield f"  {'' if number else words.report(f'steps.{step}'):<12} {when(time)}  {text}"
    yield "  These times are those that the signers state."
    if not standing.awaiting:
        yield "  It is nobody's move."
    for move in awaiting(standing):
        to = words.report(f"moves.{move.what}", own=move.by == pins.reader)
        yield f"  {'whose move':<12} {pins.shown(move.by)}, to {to}{_times(move, assessment.now)}"


def _times(move: Awaiting, now: int) -> str:
    text = "" if move.since is None else f", since {when(move.since)} as signers state it"
    return text + ("; no deadline" if move.due is None else f"; due {_due(move.due, now)}")

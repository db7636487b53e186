"""The story of an exchange in a few lines: who did what, as they state it, and whose move it is."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

from ...assessment import Assessment, Standing
from ...report.moves import Awaiting, How, awaiting, due_of, is_over, is_past_all, latest_since, together
from ...report.timeline import events
from ...wording import Wording, short, when
from ..pinning.pins import Pins
from ..screen import layout
from ..screen.terminal import bold, clean
from ..terms.terms_shown import title_of

_HEADER = ("due", "exchange", "title", "state", "move", "since")
_MAX_TITLE, _WIDTH = 40, 12


def overview(standings: Sequence[Standing], pins: Pins, now: int) -> Iterator[str]:
    """Yield a line for each exchange, the one that is due first at the top."""
    due = {standing.exchange.id: due_of(standing, standing.awaiting, now)[0] for standing in standings}
    ordered = sorted(standings, key=lambda s: (due[s.exchange.id] is None, due[s.exchange.id] or 0, s.exchange.id))
    heads = [pins.words.label(f"{head}-head") for head in _HEADER]
    yield from layout.aligned([heads, *(_row(standing, pins, now) for standing in ordered)])


def _row(standing: Standing, pins: Pins, now: int) -> tuple[str, ...]:
    due, how = due_of(standing, standing.awaiting, now)
    since = latest_since(standing.awaiting)
    words = pins.words
    moves = (
        words.label("who-does", who=pins.together(kids), move=words.report(f"moves.{what}", own=False))
        for what, kids in together(standing).items()
    )
    return (
        "-" if due is None else _due(due, words, how),
        short(standing.exchange.id),
        title_of(standing, _MAX_TITLE, words),
        words.label("state", state=standing.state),
        "; ".join(moves) or ("-" if standing.state == "no-terms" else words.label("nobody")),
        "-" if since is None else words.isolated(when(since)),
    )


def _due(due: int, words: Wording, how: How) -> str:
    return words.isolated(when(due)) if how == "due" else words.label(how, due=due)


def story(standing: Standing, assessment: Assessment, pins: Pins) -> Iterator[str]:
    """Yield what happened in one exchange, and whose move it is."""
    words = pins.words
    exchange = words.label("exchange", id=short(standing.exchange.id), title=title_of(standing, words=words))
    state = words.label("state", state=standing.state)
    yield bold(words.label("where-it-stands", "console", exchange=exchange, state=state))
    for view in assessment.views:
        if view.subject == standing.exchange.id and view.code in ("state", "party-not-pinned"):
            yield f"  {words.claim(view, pins.shown)}"
    happened, whose = events(standing, assessment, pins.reader), words.label("move-head")
    steps = {event.step: words.report(f"steps.{event.step}") for event in happened}
    columns = max(_WIDTH, *map(layout.width, (whose, *steps.values())))
    for step, group in groupby(happened, key=lambda event: event.step):
        told = sorted(
            (event.time, words.report(f"events.{step}", pins.shown, **_cleaned(event.value))) for event in group
        )
        for number, (time, text) in enumerate(told):
            yield f"  {layout.padded('' if number else steps[step], columns)} {words.isolated(when(time))}  {text}"
    yield f"  {words.label('times-stated')}"
    if standing.state == "no-terms":
        yield f"  {words.report('move.unknown', here=standing.exchange.terms is not None)}"
    elif not standing.awaiting:
        yield f"  {words.report('move.nobody')}"
    for move in awaiting(standing, assessment.now):
        yield f"  {layout.padded(whose, columns)} {_awaited(move, pins)}"
    if is_over(standing, assessment.now):
        yield f"  {words.report('move.over')}"
    if is_past_all(standing, assessment.now):
        yield f"  {words.label('all-passed', 'console')}"


def _cleaned(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: clean(value) if isinstance(value, str) else value for name, value in values.items()}


def _awaited(move: Awaiting, pins: Pins) -> str:
    words = pins.words
    to = words.report(f"moves.{move.what}", own=move.by == pins.reader)
    due = None if move.due is None else _due(move.due, words, move.how)
    times = {"since": move.since, "due": due}
    return words.label("awaited", who=words.isolated(pins.shown(move.by)), move=to, **times)

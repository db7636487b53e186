"""The picture of a timeline: a row for each event, in order of the times that signers state.

One step to the right is the next later time, whatever lies between: hours and years are equally wide. What is proven is
a bar from when it was not made yet to when it existed, dashed where that is by clocks that the parties agreed on. What
is stated is a ring, and an arrow leads from what a signer knew to what they signed then.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from ..assessment import Assessment
from .subjects import firm
from .timeline import Event

ROWS = 60
"""The most rows of a picture."""
_LABELS, _PLOT, _TIMES, _HEIGHT, _TOP = 260, 340, 155, 26, 14
WIDTH = _LABELS + _PLOT + _TIMES


class Bounds(NamedTuple):
    """Between which times something was signed, in seconds since 1970, as far as it is proven."""

    not_before: int | None
    existed_by: int | None
    #: By whose clocks it existed then, ``pinned`` or ``agreed``; or None.
    clock: str | None = None


class Mark(NamedTuple):
    """One row of a picture: where its ring stands, and from where to where its bar reaches, if it has one."""

    number: int
    event: Event
    y: int
    x: float
    #: Where the bar begins and ends; it begins at the left edge where only its end is proven, and the reverse.
    bar: tuple[float, float] | None
    bounds: Bounds


class Arrow(NamedTuple):
    """From what was known to what was signed then, as the path of an SVG."""

    path: str
    before: int
    after: int


class Picture(NamedTuple):
    """Rows and arrows, and how large all is."""

    marks: Sequence[Mark]
    arrows: Sequence[Arrow]
    width: int
    height: int
    left: int
    right: int
    left_out: int


def bounds(assessment: Assessment) -> Mapping[bytes, Bounds]:
    """Return between which times each statement was signed; clocks that the reader pinned count before others."""
    after: dict[bytes, int] = {}
    by: dict[bytes, tuple[bool, int]] = {}
    for fact in firm(assessment):
        if fact.code == "not-before":
            after[fact.subject] = max(fact.value["time"], after.get(fact.subject, 0))
        elif fact.code == "existed-by":
            one = fact.value["clock"] != "pinned", fact.value["time"]
            by[fact.subject] = min(one, by.get(fact.subject, one))
    found = {i: Bounds(time, None) for i, time in after.items()}
    for i, (is_agreed, time) in by.items():
        found[i] = Bounds(after.get(i), time, "agreed" if is_agreed else "pinned")
    return found


class History:
    """Which of some events come before which: whoever signed the later one knew what the earlier one says."""

    def __init__(self, events: Sequence[Event], assessment: Assessment) -> None:
        place = {identifier: number for number, event in enumerate(events) for identifier in event.ids}
        self._direct: list[set[int]] = []
        for number, event in enumerate(events):
            named = (other for i in event.ids for other in assessment.statements[i].body.mentions)
            self._direct.append({place[other] for other in named if other in place} - {number})
        self._before: dict[int, int] = {}  # the places of all that comes before an event, as the bits of a number
        for number in range(len(events)):
            self._find(number)

    def _find(self, number: int) -> None:
        stack, entered = [number], {number}
        while stack:
            waiting = [one for one in self._direct[stack[-1]] if one not in self._before and one not in entered]
            if waiting:
                stack.append(waiting[0])
                entered.add(waiting[0])
                continue
            top, bits = stack.pop(), 0
            for one in self._direct[top]:
                bits |= 1 << one | self._before.get(one, 0)
            self._before[top] = bits

    def depth(self, number: int) -> int:
        """Return how many events come before one."""
        return self._before[number].bit_count()

    def last_before(self, number: int) -> list[int]:
        """Return the places of the events that come before one, without those that come before another of them."""
        its = self._direct[number]
        return sorted(one for one in its if not any(self._before[other] >> one & 1 for other in its if other != one))


def ordered(events: Sequence[Event], assessment: Assessment) -> list[Event]:
    """Return events in the order of the times that signers state and, where these are equal, of what they knew."""
    history = History(events, assessment)
    order = sorted(range(len(events)), key=lambda n: (events[n].time, history.depth(n), events[n].ids))
    return [events[number] for number in order]


def draw(events: Sequence[Event], assessment: Assessment, proven: Mapping[bytes, Bounds]) -> Picture:
    """Return the picture of events, which are in order of their times, by what :func:`bounds` found."""
    shown = events[:ROWS]
    its = [joined(event, proven) for event in shown]
    times = sorted(
        {t for e, b in zip(shown, its, strict=True) for t in (e.time, b.not_before, b.existed_by) if t is not None}
    )
    left, right = _LABELS, _LABELS + _PLOT
    step = (_PLOT - 40) / max(1, len(times) - 1)
    x = {time: round(left + 20 + number * step, 1) for number, time in enumerate(times)}
    marks = []
    for number, (event, one) in enumerate(zip(shown, its, strict=True)):
        bar = None
        if one != Bounds(None, None):
            begin = float(left) if one.not_before is None else x[one.not_before]
            bar = begin, float(right) if one.existed_by is None else x[one.existed_by]
        marks.append(Mark(number + 1, event, _TOP + number * _HEIGHT + _HEIGHT // 2, x[event.time], bar, one))
    history = History(shown, assessment)
    arrows = [
        Arrow(_path(marks[before], mark), before + 1, mark.number)
        for mark in marks
        for before in history.last_before(mark.number - 1)
    ]
    height = 2 * _TOP + len(marks) * _HEIGHT
    return Picture(marks, arrows, WIDTH, height, left, right, len(events) - len(shown))


def joined(event: Event, proven: Mapping[bytes, Bounds]) -> Bounds:
    """Return what is proven of all statements of an event together."""
    its = [proven.get(i, Bounds(None, None)) for i in event.ids]
    after = [one.not_before for one in its if one.not_before is not None]
    by = [one.existed_by for one in its if one.existed_by is not None]
    if len(by) < len(its):
        return Bounds(max(after, default=None), None)
    clock = "agreed" if any(one.clock == "agreed" for one in its) else "pinned"
    return Bounds(max(after, default=None), max(by), clock)


def _path(before: Mark, after: Mark) -> str:
    """Return a curve from one ring to another, which ends a little beside it, and passes beside those between."""
    down = 1 if after.y > before.y else -1
    begin, end = before.y + 6 * down, after.y - 8 * down
    if before.x == after.x and abs(after.y - before.y) > _HEIGHT:
        aside = before.x + 22
        return f"M{before.x + 5} {before.y} C{aside} {before.y} {aside} {after.y} {after.x + 8} {after.y}"
    bend = max(8, abs(end - begin) / 2) * down
    return f"M{before.x} {begin} C{before.x} {begin + bend} {after.x} {end - bend} {after.x} {end}"

"""The search: every transcript that participants can reach, each looked at once, the shortest first."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from . import properties
from .participants import Desk, Mallory, Move, views
from .properties import Case, Reached
from .rules import Rules
from .statements import Shown, Transcript
from .states import State, state

CHECKS = (
    properties.no_dead_end,
    properties.no_secret_leak,
    properties.no_honest_culprit,
    properties.every_fault_named,
    properties.nothing_unproven,
    properties.one_state,
)


MOST_MOVES = 100
"""More moves by the tools than any exchange here needs: they go round in a circle."""


class Found(NamedTuple):
    """What a search found: how large it was, and the first violation with the moves that lead to it."""

    states: int
    transitions: int
    violation: str = ""
    trace: tuple[Move, ...] = ()

    def words(self) -> str:
        """Return the violation, and the moves that lead to it."""
        lines = [f"{move.by} signs {'; '.join(each.id for each in move.statements)}" for move in self.trace]
        return "\n    ".join([self.violation, *(line.replace("the envelope of ", "envelope: ") for line in lines)])


def moves(transcript: Transcript, case: Case, rules: Rules) -> Iterator[Move]:
    """Yield every move of every participant, whatever of the transcript has reached them."""
    shown = Shown(transcript)
    for who in case.honest:
        for view in views(who, shown):
            desk = Desk(who, view, rules)
            yield from desk.moves()
            if desk.slots:
                yield from desk.may(case.rights)
    if case.hostile:
        for view in views(case.hostile, shown):
            yield from Mallory(case.hostile, view, rules).moves()
        if sum(bool(each.fault) for each in transcript) < case.faults:
            yield from Mallory(case.hostile, shown, rules).faults()


class Search:
    """A search of what one configuration can reach under some rules."""

    def __init__(self, case: Case, rules: Rules) -> None:
        self.case = case
        self.rules = rules
        start: Transcript = frozenset({case.terms})
        for _ in range(case.begun):
            start = self.step(start, "") or start
        self.came: dict[Transcript, tuple[Transcript, Move] | None] = {start: None}
        self.rests: dict[tuple[Transcript, str], State] = {}
        self.transitions = 0

    def run(self) -> Found:
        """Search until everything was reached, or a property does not hold."""
        ahead = list(self.came)
        while ahead:
            layer: list[Transcript] = []
            for transcript in ahead:
                came = self.came[transcript]
                reached = Reached(transcript, came[0] if came else transcript, self.case, self.rules, self.rest)
                violation = next((each for check in CHECKS for each in check(reached)), "")
                if violation:
                    return Found(len(self.came), self.transitions, violation, self.trace(transcript))
                layer.extend(self.go_on(transcript))
            ahead = layer
        return Found(len(self.came), self.transitions)

    def go_on(self, transcript: Transcript) -> Iterator[Transcript]:
        """Yield the transcripts that one move leads to, and nothing led to before."""
        for move in moves(transcript, self.case, self.rules):
            after = transcript.union(move.statements)
            self.transitions += after != transcript
            if after not in self.came:
                self.came[after] = transcript, move
                yield after

    def rest(self, transcript: Transcript, silent: str) -> State:
        """Return the state in which all but one end who act by the tools and hold everything."""
        passed: list[Transcript] = []
        while (transcript, silent) not in self.rests:
            passed.append(transcript)
            if len(passed) > MOST_MOVES:
                return State("endless", frozenset({"everybody"}))
            onward = self.step(transcript, silent)
            if onward is None:
                end = state(Shown(transcript), self.rules)
                self.rests[transcript, silent] = end or State("no row", frozenset())
            else:
                transcript = onward
        self.rests.update({(each, silent): self.rests[transcript, silent] for each in passed})
        return self.rests[transcript, silent]

    def step(self, transcript: Transcript, silent: str) -> Transcript | None:
        """Return the transcript after the first move by the tools that says anything new."""
        shown = Shown(transcript)
        for who in self.case.everybody:
            for move in Desk(who, shown, self.rules).moves() if who != silent else ():
                if not transcript.issuperset(move.statements):
                    return transcript.union(move.statements)
        return None

    def trace(self, transcript: Transcript) -> tuple[Move, ...]:
        """Return the moves that led to a transcript."""
        found: list[Move] = []
        while step := self.came[transcript]:
            transcript, move = step
            found.append(move)
        return tuple(reversed(found))

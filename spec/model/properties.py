"""Properties: what has to hold in every reachable state. Each yields what is wrong with one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from .rules import CODES, Fact, Fault, Rules, accepted, covers, facts, faults, opened_by_seed, published, seeds
from .statements import Commitment, Reveal, Shown, Statement, Terms, Transcript, named
from .states import State, state

Rest = Callable[[Transcript, str], State]
"""The state in which all but one end who act by the tools from a transcript on."""


class Case(NamedTuple):
    """A configuration: the terms, who is hostile, which rights honest parties use, and how many faults there are.

    A search begins after the first `begun` moves by the tools, where it would be too long otherwise.
    """

    name: str
    terms: Terms
    hostile: str = ""
    rights: tuple[str, ...] = ()
    faults: int = 0
    begun: int = 0

    @property
    def everybody(self) -> tuple[str, ...]:
        """Return every participant."""
        return self.terms.mediators + self.terms.parties

    @property
    def honest(self) -> tuple[str, ...]:
        """Return every participant but the hostile one."""
        return tuple(kid for kid in self.everybody if kid != self.hostile)


class Reached:
    """A reachable transcript, with what the rules say of it, each computed once."""

    def __init__(self, transcript: Transcript, before: Transcript, case: Case, rules: Rules, rest: Rest) -> None:
        self.transcript = transcript
        self.before = before
        self.case = case
        self.rules = rules
        self.shown = Shown(transcript)
        self.faults = faults(self.shown, rules)
        self.state = state(self.shown, rules)
        self.rest = rest


def said(shown: Shown, rules: Rules) -> set[Fact | Fault]:
    """Return the facts and contradictions of a transcript."""
    return {*facts(shown, rules), *faults(shown, rules)}


def no_dead_end(reached: Reached) -> Iterator[str]:
    """Check that the honest can go on until the exchange has ended, or waits for the silent one alone. S5, states."""
    hostile = reached.case.hostile
    for silent in [hostile] if hostile else ["", *reached.case.honest]:
        end = reached.rest(reached.transcript, silent)
        if not end.awaited <= {silent}:
            yield f"{silent or 'nobody'} is silent, and the others end in {end.name} without a move"
        elif not end.awaited and end.name not in FINAL:
            yield f"{end.name} awaits nobody"
        elif end.awaited and silent in reached.case.terms.mediators and len(reached.case.terms.mediators) > 1:
            yield f"{silent} is silent, and the other mediator does not suffice: {end.name}"
    lied = any(each.fault == "false-opened" for each in reached.transcript)
    end = reached.rest(reached.transcript, "")
    if end.awaited and not lied:
        yield f"all act by the tools from here on, and end in {end.name}, where {', '.join(end.awaited)} have no move"


FINAL = ("settled", "withdrawn", "spoiled")


def no_secret_leak(reached: Reached) -> Iterator[str]:
    """Check that who opens an honest list before it is due is named, or not shown to be right. M1, M3, S1."""
    for commitment in reached.shown.commitments.values():
        if commitment.by == reached.case.hostile or commitment.role == "review" or is_due(reached):
            continue
        for opener in openers(commitment, reached):
            own = opener.by == commitment.by and isinstance(opener, Reveal) and not opener.given
            blamed = any(each.culprit == opener.by and each.subject == opener.id for each in reached.faults)
            relied = opener.given if isinstance(opener, Reveal) else named(opener)
            lied = any(id in relied and each.fault == "false-opened" for id, each in reached.shown.receipts.items())
            missing = not set(relied) <= reached.shown.ids.keys()
            unbound = opener.by not in accepted(reached.shown)
            if not own and (opener.by != reached.case.hostile or not (blamed or missing or unbound or lied)):
                yield f"{opener.id} opens {commitment.id} before it is due, and nothing names {opener.by}"


def is_due(reached: Reached) -> bool:
    """Return whether every slot is filled and, in release 2, a mediator opened a list of each."""
    terms, shown = reached.case.terms, reached.shown
    opened = [each for each in shown.receipts.values() if each.stage == "opened" and not each.fault]
    for slot in terms.slots:
        lists = {each.id for each in shown.commitments.values() if covers(each, slot, shown)}
        if not lists or (terms.release == 2 and not any(o.of in lists and o.by in terms.mediators for o in opened)):
            return False
    return True


def openers(commitment: Commitment, reached: Reached) -> Iterator[Statement]:
    """Yield the statements that let someone other than a chosen mediator read a list."""
    shown, rules = reached.shown, reached.rules
    yield from (each for each in shown.reveals.values() if each.of == commitment.id and each.good)
    for receipt, accept in seeds(shown):
        for opened, source in opened_by_seed(accept, shown, rules):
            if opened == commitment and shown.ids[source].by == commitment.by:
                yield receipt


def no_honest_culprit(reached: Reached) -> Iterator[str]:
    """Check that no contradiction names an honest participant. M2, M3, M5, M8."""
    for fault in reached.faults:
        if fault.culprit in reached.case.honest:
            yield f"{fault.code} names {fault.culprit}, who is honest"


def every_fault_named(reached: Reached) -> Iterator[str]:
    """Check that each hostile act in the table of contradictions yields its contradiction. M2 to M5, M8."""
    shown = reached.shown
    public = published(shown, reached.rules)
    complaints = {receipt.source: receipt.id for receipt, _ in seeds(shown)}
    found = {(each.code, each.subject) for each in reached.faults}
    for each in shown.all:
        due = {
            "false-opened": getattr(each, "of", "") in public,
            "wrong-content": each.id in public,
            "bad-wrap": each.id in complaints,
            "premature": each.by in accepted(shown),
        }
        if each.fault in CODES and due.get(each.fault, True):
            subjects = {each.id, getattr(each, "list", ""), getattr(each, "role", ""), complaints.get(each.id, "")}
            if not any((each.fault, subject) in found for subject in subjects):
                yield f"nothing shows that {each.id} is {each.fault}"


def nothing_unproven(reached: Reached) -> Iterator[str]:
    """Check that what is said without any one statement, or before the last move, is said with it too. M3, M9."""
    full = said(reached.shown, reached.rules)
    for lesser in (*(reached.transcript - {each} for each in reached.transcript), reached.before):
        for each in sorted(said(Shown(lesser), reached.rules) - full):
            omitted = ", ".join(statement.id for statement in reached.transcript - lesser)
            yield f"{each[0]} of {each[-1]} holds without {omitted}, and not with it"


def one_state(reached: Reached) -> Iterator[str]:
    """Check that a row of the state table fits, and that `settled` is said only of lists that their readers opened."""
    if not reached.state:
        yield "no row of the state table fits"
    elif reached.state.name == "settled":
        shown = reached.shown
        public = published(shown, reached.rules)
        opened = {(each.of, each.by) for each in shown.receipts.values() if each.stage == "opened"}
        for slot in reached.case.terms.slots:
            for kid in reached.case.terms.parties:
                lists = [each.id for each in shown.commitments.values() if (each.by, each.role) == tuple(slot)]
                if kid != slot.kid and not any(id in public or (id, kid) in opened for id in lists):
                    yield f"settled, and {kid} did not open {slot.kid}'s {slot.role}"

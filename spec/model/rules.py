"""The rules of the exchange: keys, facts and contradictions of a transcript. A mutant replaces one of `Rules`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple

from .statements import Accept, Commitment, Receipt, Reveal, Shown, Slot, Statement, Terms, Wrap, X, past

if TYPE_CHECKING:
    from .states import Row


CODES = (
    "fork",
    "slot-fork",
    "premature",
    "wrong-key",
    "wrong-content",
    "bad-wrap",
    "false-complaint",
    "false-opened",
    "after-withdrawal",
)
"""The contradictions."""


class Fault(NamedTuple):
    """A contradiction: a code, its culprit, and the statement that it is about."""

    code: str
    culprit: str
    subject: str


class Fact(NamedTuple):
    """A fact: a code and its subject."""

    code: str
    subject: str


class Rules(NamedTuple):
    """The rules of EXCHANGE.md of which a mutant replaces one, each with its number there."""

    same_key: Callable[[Accept, Accept], bool]  # M1
    void: Callable[[Accept, str], bool]  # M1
    rerun: Callable[[Receipt, Shown, Rules], Fault | None]  # M2
    for_nothing: Callable[[Receipt], Fault | None]  # M2
    owners_right: Callable[[Reveal, Commitment], bool]  # M3
    used: Callable[[Reveal], set[str]]  # M3
    covers: Callable[[Commitment, Slot, Shown], bool]  # M3
    counts: Callable[[Reveal], bool]  # M4
    one_list: Callable[[Commitment, Terms], bool]  # M5
    binds: Callable[[Statement], bool]  # M8
    agreed: Callable[[Shown], bool]  # M9
    rows: tuple[Row, ...]  # the state table


def spent(accept: Accept, shown: Shown) -> bool:
    """Return whether the accept's seed was given away: M1."""
    return any(
        receipt.accept == accept.id and receipt.by == accept.by and receipt.right is not None
        for receipt in shown.receipts.values()
    )


def key_for(maker: str, reader: str, shown: Shown, rules: Rules) -> Accept | None:
    """Return the accept that a maker seals under: the reader's highest unspent one for them. M1."""
    accepts = [
        accept
        for accept in shown.accepts.values()
        if accept.by == reader and not rules.void(accept, maker) and not spent(accept, shown)
    ]
    return max(accepts, key=lambda accept: accept.number, default=None)


def sealed(source: str, shown: Shown) -> tuple[str, Commitment, tuple[Wrap, ...]] | None:
    """Return who made a source's wraps, the commitment that they are for, and the wraps, if all is presented."""
    if commitment := shown.commitments.get(source):
        envelope = shown.envelopes.get(commitment.envelope)
        return (commitment.by, commitment, envelope.wraps) if envelope else None
    reveal = shown.reveals.get(source)
    if reveal and (commitment := shown.commitments.get(reveal.of)):
        return reveal.by, commitment, (Wrap(reveal.to, reveal.good),) if reveal.to else ()
    return None


def sound(commitment: Commitment, shown: Shown) -> bool | None:
    """Return whether the envelope opens to the committed list, or None where it is not presented."""
    envelope = shown.envelopes.get(commitment.envelope)
    return envelope.sound if envelope else None


def rerun(receipt: Receipt, shown: Shown, rules: Rules) -> Fault | None:
    """Run a complaint with a public seed again: M2."""
    accept = shown.accepts.get(receipt.accept)
    if not accept or accept.by != receipt.by or receipt.right is None:
        return None
    if not receipt.right:
        return Fault("false-complaint", receipt.by, receipt.id)
    found = sealed(receipt.source, shown)
    if not found:
        return None
    maker, commitment, wraps = found
    wrap = next((wrap for wrap in wraps if wrap.accept == accept.id), None)
    if not wrap or rules.void(accept, maker):
        return rules.for_nothing(receipt)
    if not wrap.good:
        return Fault("bad-wrap", maker, receipt.id)
    match sound(commitment, shown):
        case True:
            return Fault("false-complaint", receipt.by, receipt.id)
        case False:
            return Fault("wrong-content", commitment.by, commitment.id)
    return None


def seeds(shown: Shown) -> Iterator[tuple[Receipt, Accept]]:
    """Yield the complaints that give away the seed of an accept, with the accept."""
    for receipt in shown.receipts.values():
        accept = shown.accepts.get(receipt.accept)
        if accept and accept.by == receipt.by and receipt.right:
            yield receipt, accept


def opened_by_seed(accept: Accept, shown: Shown, rules: Rules) -> Iterator[tuple[Commitment, str]]:
    """Yield each commitment, and the source, whose key an accept's seed gives to everyone."""
    for source in (*shown.commitments, *shown.reveals):
        found = sealed(source, shown)
        if not found:
            continue
        _, commitment, wraps = found
        keys = [shown.accepts[wrap.accept] for wrap in wraps if wrap.good and wrap.accept in shown.accepts]
        if any(rules.same_key(accept, key) for key in keys):
            yield commitment, source


def published(shown: Shown, rules: Rules) -> set[str]:
    """Return the commitments whose key everybody has; keys from complaints count as published."""
    revealed = {reveal.of for reveal in shown.reveals.values() if not reveal.to and reveal.good}
    complained = {commitment.id for _, accept in seeds(shown) for commitment, _ in opened_by_seed(accept, shown, rules)}
    return (revealed | complained) & shown.commitments.keys()


def covers(commitment: Commitment, slot: Slot, shown: Shown) -> bool:
    """Return whether a commitment covers a slot: only these statements count, nothing else that is presented: M3."""
    return (commitment.exchange, commitment.by, commitment.role, commitment.fits) == (X, slot.kid, slot.role, True)


def covered(reveal: Reveal, used: set[str], shown: Shown, rules: Rules) -> bool:
    """Return whether the statements that a reveal used cover every slot: M3."""
    terms = shown.terms
    opened = {
        receipt.of
        for id in used
        if (receipt := shown.receipts.get(id))
        and receipt.stage == "opened"
        and terms
        and receipt.by in (terms.mediators if reveal.by not in terms.mediators else (reveal.by,))
    }
    return terms is not None and all(
        any(
            (commitment := shown.commitments.get(id))
            and rules.covers(commitment, slot, shown)
            and (terms.release == 1 or id in opened)
            for id in used
        )
        for slot in terms.slots
    )


def in_turn(reveal: Reveal, shown: Shown, rules: Rules) -> bool:
    """Return whether all that a reveal relied on is presented and covers every slot: S1."""
    used = {reveal.of, *reveal.given}
    return used <= shown.ids.keys() and covered(reveal, used, shown, rules)


def premature(reveal: Reveal, shown: Shown, rules: Rules) -> bool:
    """Return whether a reveal shows in itself that it was not due: M3, M4."""
    commitment = shown.commitments.get(reveal.of)
    if not shown.terms or not commitment or commitment.exchange != X or not rules.counts(reveal):
        return False
    if reveal.by not in accepted(shown) or rules.owners_right(reveal, commitment):
        return False
    used = rules.used(reveal)
    if len(used) < len(shown.terms.slots) * shown.terms.release:
        return True
    return used <= shown.ids.keys() and not covered(reveal, used, shown, rules)


def accepted(shown: Shown) -> set[str]:
    """Return the kids who have signed an accept, ever."""
    return {accept.by for accept in shown.accepts.values()}


def agreed(shown: Shown) -> bool:
    """Return whether each party of a slot has signed an accept, ever: M9."""
    return shown.terms is not None and set(shown.terms.parties) <= accepted(shown)


def withdrawn(shown: Shown) -> set[str]:
    """Return the kids who withdrew an accept; withdrawing one withdraws from x."""
    return {each.by for each in shown.withdrawals.values() if each.target in shown.accepts}


def faults(shown: Shown, rules: Rules) -> set[Fault]:
    """Return the contradictions of a transcript, by the table in EXCHANGE.md 4."""
    public = published(shown, rules)
    found = {
        Fault("premature", reveal.by, reveal.id) for reveal in shown.reveals.values() if premature(reveal, shown, rules)
    }
    for reveal in shown.reveals.values():
        if not reveal.to and not reveal.good and reveal.of in shown.commitments:
            found.add(Fault("wrong-key", reveal.by, reveal.id))
    for receipt in shown.receipts.values():
        if receipt.stage == "unopenable" and (fault := rules.rerun(receipt, shown, rules)):
            found.add(fault)
        elif receipt.stage == "opened" and receipt.of in public and not vouches(receipt, shown):
            found.add(Fault("false-opened", receipt.by, receipt.id))
    for id in public:
        if sound(shown.commitments[id], shown) is False:
            found.add(Fault("wrong-content", shown.commitments[id].by, id))
    found |= forks(shown, rules)
    for act in shown.all if shown.withdrawals else ():
        own = past(act, shown) & shown.withdrawals.keys() if rules.binds(act) else set()
        if any(shown.withdrawals[id].by == act.by and shown.withdrawals[id].target in shown.accepts for id in own):
            found.add(Fault("after-withdrawal", act.by, act.id))
    return found


def vouches(receipt: Receipt, shown: Shown) -> bool:
    """Return whether `opened` agrees with a published key: the tag is right, and the content is not wrong. S2."""
    return receipt.right is True and sound(shown.commitments[receipt.of], shown) is not False


def forks(shown: Shown, rules: Rules) -> set[Fault]:
    """Return two lists in one place: one version of a list, or version 1 in a slot: M5."""
    found: set[Fault] = set()
    for one, other in combinations(shown.commitments.values(), 2):
        if one.by != other.by or one.version != other.version:
            continue
        if one.list == other.list:
            found.add(Fault("fork", one.by, one.list))
        place = (one.role, one.exchange)
        in_slot = shown.terms and rules.one_list(one, shown.terms)
        if in_slot and one.list != other.list and place == (other.role, other.exchange) and one.version == 1:
            found.add(Fault("slot-fork", one.by, one.role))
    return found


def relied_on(reveal: Reveal, shown: Shown) -> set[str]:
    """Return the commitments that a reveal in turn by, or of the list of, another kid names: M9."""
    owner = shown.commitments[reveal.of].by
    named = [shown.commitments[id] for id in reveal.given if id in shown.commitments]
    return {each.id for each in named if each.by != reveal.by or each.by != owner}


def facts(shown: Shown, rules: Rules) -> set[Fact]:
    """Return the facts of a transcript, by the table in EXCHANGE.md 4, without those of time and of reviews."""
    found = {Fact("accepted", kid) for kid in accepted(shown)}
    if rules.agreed(shown):
        found.add(Fact("agreed", X))
    public = published(shown, rules)
    opened = {id for id in public if sound(shown.commitments[id], shown)}
    found |= {Fact("opened", id) for id in opened}
    found |= {Fact("withdrew", id) for id, each in shown.withdrawals.items() if each.target in shown.accepts}
    for commitment in shown.commitments.values():
        if shown.terms and commitment.exchange == X:
            if not any(covers(commitment, slot, shown) for slot in shown.terms.slots):
                found.add(Fact("off-terms", commitment.id))
            elif commitment.envelope in shown.envelopes:
                found.add(Fact("slot-filled", commitment.id))
    for receipt in shown.receipts.values():
        if receipt.of in shown.commitments and (receipt.stage == "opened" or receipt.source in shown.ids):
            found.add(Fact(f"ack-{receipt.stage}", receipt.id))
            if receipt.stage == "opened" and receipt.right and receipt.of in public:
                found.add(Fact("opened-by", receipt.id))
    for reveal in shown.reveals.values():
        if in_turn(reveal, shown, rules):
            relied = relied_on(reveal, shown)
            found |= {Fact("in-turn", reveal.id)} | {Fact("relied-on", id) for id in relied}
            if {reveal.of, *relied} <= opened:
                found.add(Fact("reciprocated", reveal.id))
    return found

"""The terms that a list is made under, and the slot that it fills."""

from collections.abc import Sequence
from typing import NamedTuple

from ...assessment import Standing
from ...counting import count_of
from ...statements import Accept, Party, Signed, Slot
from ...wording import load
from ..pinning.pins import Pins
from ..screen.terminal import note
from ..terms import terms_shown, terms_warnings
from ..terms.drafts import Draft
from . import exchanging


class UnderTerms(NamedTuple):
    """Where an exchange stands, and one's own slot in it."""

    standing: Standing
    slot: Slot

    def refuse_readers(self, readers: Sequence[Party], pins: Pins, draft: Draft) -> None:
        """Raise for a reader who is a party or a mediator of the terms: they read it in turn, or by their accept."""
        terms = self.standing.exchange.terms
        named = () if terms is None else (*terms.body.parties, *terms.body.mediators)
        early = ", ".join(pins.shown(party.kid) for party in readers if party.kid in named)
        if early:
            why = f"--to {early}: they are named in the terms, and the list goes to them in turn, or by their accept"
            raise exchanging.premature(why, self.standing, pins, [*draft.exchange, draft.output], draft.key.path)

    def tell_missing(self, accepts: Sequence[Signed[Accept]], pins: Pins) -> None:
        """Note who has not accepted yet, and who will have to be handed the list later."""
        exchange, terms = self.standing.exchange, self.standing.exchange.terms
        if terms is None:
            return
        if waiting := [kid for kid in terms.body.parties if kid not in exchange.accepted]:
            note(
                f"{pins.together(waiting)} {'has' if len(waiting) == 1 else 'have'} not accepted these terms yet, as "
                "far as these files show: until they do, your list binds you alone"
            )
        if terms.body.release == 2:
            there = {accept.kid for accept in accepts}
            if late := [kid for kid in terms.body.mediators if kid not in there]:
                note(
                    f"the list is not sealed to {pins.together(late)}: no accept of theirs is here. When it is, hand "
                    "it to them with reveal --deposit"
                )

    def passed(self, now: int) -> list[str]:
        """Return a warning of the deadlines that have passed; that to accept only while somebody has not."""
        terms = self.standing.exchange.terms
        deadlines = {} if terms is None else terms.body.deadlines._asdict()
        if self.standing.state != "proposed":
            deadlines.pop("accept", None)
        return terms_warnings.of_time(deadlines, now)

    def lines(self, pins: Pins) -> list[str]:
        """Return what a confirmation says of the exchange and the slot."""
        count = "any number of entries" if self.slot.count is None else count_of(self.slot.count, "entry", "entries")
        return [
            f"  exchange  {terms_shown.titled(self.standing)}",
            f"  slot      {load().role(self.slot.role)}, {count}, owed by {pins.shown(self.slot.kid)}",
        ]

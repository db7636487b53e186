"""Exchanges that the library makes step by step, for the verbs that read them, with keys and pins on a desk."""

import os
from collections.abc import Sequence
from pathlib import Path

from swapproto import Commitment, Field, Identity, KeyFile, List, Schema, Signed
from swapproto.desk import Desk as Party
from swapproto.ledger import InMemory, Ledger
from swapproto.statements import Deadlines, Slot, Terms, Text
from tests.cli.desk import Desk

T = 1_800_000_000  # 2027-01-15 08:00:00 UTC
DEADLINES = Deadlines(T + 100_000, T + 200_000, T + 300_000, T + 400_000)
DAYS = "2027-01-15", "2027-01-16"
IDENTITIES = {name: Identity.generate(name, iat=0) for name in ("North", "South", "Mediator")}
KIDS = {name: identity.party.kid for name, identity in IDENTITIES.items()}


class Exchange:
    """One exchange: each step signs statements and adds their file."""

    def __init__(
        self,
        release: int = 1,
        *,
        title: Text = "Winter lists",
        deadlines: Deadlines = DEADLINES,
        mediated: bool = False,
        start: int = T,
    ) -> None:
        self._now = start
        pins = [identity.party for identity in IDENTITIES.values()]
        self.parties = {
            name: Party(identity, Ledger(InMemory(), identity.party.kid), clock=self._tick, pinned=pins)
            for name, identity in IDENTITIES.items()
        }
        self.files: list[bytes] = []
        mediators = (KIDS["Mediator"],) if release == 2 or mediated else ()
        slots = (Slot(KIDS["North"], "offer", 2), Slot(KIDS["South"], "request"))
        self.terms = Terms(bytes(16), title, slots, mediators, deadlines=deadlines, delivery=True, release=release)

    def _tick(self) -> int:
        self._now += 10
        return self._now

    def propose(self) -> "Exchange":
        self.files.append(self.parties["North"].propose_terms(self.terms))
        return self

    def agree(self) -> "Exchange":
        self.propose()
        for name in ("South", "Mediator") if self.terms.mediators else ("South",):
            self.files.append(self.parties[name].accept(*self.files))
        return self

    def commit(self, name: str = "North", rows: str = "ab", after: Signed[Commitment] | None = None) -> "Exchange":
        party, role = self.parties[name], "offer" if name == "North" else "request"
        content = List.of(f"list of {name}", Schema([Field("id")], ["id"]), [{"id": row} for row in rows])
        self.files.append(party.commit(party.propose(content, role, under=self.files, after=after)))
        return self

    def acknowledge(self, *names: str) -> "Exchange":
        for name in names:
            self.files.append(self.parties[name].acknowledge(*self.files))
        return self

    def reveal(self, *names: str) -> "Exchange":
        for name in names:
            self.files.append(self.parties[name].reveal_due(*self.files))
        return self

    def receive(self) -> "Exchange":
        """Take every step up to the point where both have opened the other's list. Release 1."""
        self.agree().commit("North").commit("South", "cde").acknowledge("South", "North")
        return self.reveal("North", "South").acknowledge("South", "North")

    def commitment(self, name: str) -> Signed[Commitment]:
        found = self.parties[name].assess(*self.files).of(Commitment).values()
        return max((c for c in found if c.kid == KIDS[name]), key=lambda c: c.body.place.version)

    def review(self, name: str, of: str, verdict: str) -> "Exchange":
        commitment = self.commitment(of)
        self.files.append(self.parties[name].review(*self.files, commitment=commitment, verdict=verdict))  # type: ignore[arg-type]
        return self

    def write(self, desk: Desk, name: str = "exchange.swap") -> str:
        """Write all files as one."""
        desk.write(name, b"".join(self.files))
        return name


def pin(desk: Desk, names: Sequence[str] = tuple(IDENTITIES)) -> None:
    """Put the key files and cards of these on a desk, and pin the cards."""
    for name in names:
        identity = IDENTITIES[name]
        desk.secret(f"{name}.swapkey", KeyFile.lock(identity, None).encode())
        desk.write(f"{name}.swap", identity.party.card)
        trust = Path(os.environ["SWAPPROTO_TRUST"])
        trust.mkdir(exist_ok=True)
        (trust / f"{name}.swap").write_bytes(identity.party.card)

"""An exchange on a user's desk: its terms and accepts, as files that the commands take."""

import time
from collections.abc import Callable

from swapproto import Identity, Party
from swapproto.cli.journal import BesideKey
from swapproto.cli.keyfiles import read
from swapproto.cli.table import read_profile
from swapproto.desk import Desk as Party_
from swapproto.ledger import Ledger
from swapproto.statements import Clock, Deadlines, Slot, Terms
from tests.cli.desk import Desk

ONE, TWO = "id,name\n1,Olha Вишневська\n", "id,name\n7,Petro Lelko\n8,Ганна Дзвінка\n"
PARTIES, MEDIATORS = ("North", "South"), ("Heron", "Wren")


def identity(name: str) -> Identity:
    """Return the keys of a party, from the key file that is in the folder."""
    return read(f"{name}.swapkey").unlock()


def at_desk(name: str, *others: str) -> Party_:
    """Return a party at work with their own key file and its journal, who has pinned all the others."""
    me = identity(name)
    pinned: list[Party] = [identity(other).party for other in others]
    ledger = Ledger(BesideKey(f"{name}.swapkey"), me.party.kid)
    clock: Callable[[], int] = lambda: int(time.time())  # noqa: E731
    return Party_(me, ledger, clock=clock, pinned=pinned)


class OnDesk:
    """An exchange between North, who owes one entry, and South, with mediators where release is 2."""

    def __init__(
        self,
        desk: Desk,
        release: int = 1,
        *,
        review: bool = False,
        accepted: tuple[str, ...] = (),
        schema: str | None = None,
        role: str = "offer",
        clocks: tuple[Clock, ...] = (),
    ) -> None:
        self.desk = desk
        self.names = PARTIES if release == 1 else (*PARTIES, *MEDIATORS)
        for name in self.names:
            desk.party(name)
        kids = {name: identity(name).party.kid for name in self.names}
        mediators = tuple(sorted(kids[name] for name in self.names[2:]))
        later = int(time.time()) + 86_400
        self.terms = Terms(
            bytes(16),
            "One for two",
            (Slot(kids["North"], role, 1), Slot(kids["South"], "request", None)),
            mediators,
            schema=None if schema is None else read_profile(schema).schema.digest,
            deadlines=Deadlines(later, later, later, later if review else None),
            release=release,
            clocks=clocks,
            quorum=1 if clocks else None,
        )
        self.files: list[str] = []
        self.propose("terms.swap")
        for name in accepted or self.names[1:]:
            self.accept(name)

    def keep(self, name: str, data: bytes) -> None:
        """Write a file, and count it among those of the exchange."""
        self.desk.write(name, data)
        self.files.append(name)

    def propose(self, name: str) -> None:
        """Let North propose the terms, under a fresh nonce."""
        self.keep(name, at_desk("North", *self.names).propose_terms(self.terms))

    def id(self) -> str:
        """Return the beginning of the id of the only exchange in the files."""
        (standing,) = at_desk("North", *self.names).assess(*self.data()).exchanges
        return standing.exchange.id.hex()[:12]

    def data(self) -> list[bytes]:
        return [self.desk.read(name) for name in self.files]

    def accept(self, name: str) -> None:
        self.keep(f"accept-{name}.swap", at_desk(name, *self.names).accept(*self.data()))

    def commit(self, name: str, *words: object, table: str | None = None, file: str = "", expect: int = 0) -> str:
        """Commit under the terms, and return what was said."""
        self.desk.write(f"{name}-list.csv", table or (ONE if name == "North" else TWO))
        out = file or f"list-{name}.swap"
        terms = [word for one in self.files for word in ("--exchange", one)]
        key = ("-k", f"{name}.swapkey", "--yes", "-o", out)
        result = self.desk.run("commit", f"{name}-list.csv", *key, *terms, *words, expect=expect)
        if expect == 0:
            self.files.append(out)
        return result.err

    def run(self, verb: str, name: str, *words: object, expect: int = 0) -> str:
        """Run a verb on all files with a party's key, keep what it writes, and return what it said."""
        out = f"{verb}-{name}-{len(self.files)}.swap"
        result = self.desk.run(verb, *self.files, "-k", f"{name}.swapkey", "--yes", "-o", out, *words, expect=expect)
        if out in self.desk.names():
            self.files.append(out)
        return result.err

    def state(self, name: str = "North") -> str:
        """Return where the exchange stands, as one of its parties sees it."""
        (standing,) = at_desk(name, *self.names).assess(*self.data()).exchanges
        return standing.state

"""Made-up exchanges: parties at their desks, and the files that pass between them."""

from typing import Any

from ..assessment import Assessment, Standing, assess
from ..desk import Desk
from ..keys import Identity
from ..ledger import InMemory, Ledger
from ..lists import Field, List, Schema
from ..statements import Body, Commitment, Party, Signed, Slot, Terms, prepare, read_statement
from ..transcript import Transcript
from ..trust import Trust
from .made import IAT, party

NORTH, SOUTH, EAST, MIRA, OTTO = map(party, ("North", "South", "East", "Mira", "Otto"))
EVERYONE = (NORTH, SOUTH, EAST, MIRA, OTTO)
"""Three parties, and two who can be their mediators."""
START = IAT
"""When exchanges begin, in seconds."""
SCHEMA = Schema((Field("id"),), primary_key=("id",))


def kid(who: Identity) -> bytes:
    """Return the kid of a party."""
    return who.party.kid


def ids(*names: str, label: str = "a list") -> List:
    """Return a list of entries with these ids."""
    return List.of(label, SCHEMA, [{"id": name} for name in names])


class Hall:
    """Where an exchange takes place: everybody has a desk, a clock goes on, and every file is seen by all."""

    def __init__(self, *people: Identity) -> None:
        """Give these people desks, and everybody's cards; without any, those of ``EVERYONE``."""
        #: The time, in seconds.
        self.now: int = START
        #: All files that were made, in their order.
        self.files: list[bytes] = []
        #: The cards that everybody has pinned.
        self.pinned: list[Party] = [who.party for who in people or EVERYONE]
        self._desks = {
            kid(who): Desk(who, Ledger(InMemory(), kid(who)), clock=self.tick, pinned=self.pinned)
            for who in people or EVERYONE
        }

    def tick(self) -> int:
        """Let ten seconds pass, and return the time."""
        self.now += 10
        return self.now

    def desk(self, who: Identity) -> Desk:
        """Return somebody's desk."""
        return self._desks[kid(who)]

    def add(self, file: bytes) -> bytes:
        """Let everybody see a file, and return it."""
        self.files.append(file)
        return file

    def assess(self, *files: bytes) -> Assessment:
        """Return what these files, or all of them, prove to somebody without a key."""
        transcript = Transcript.union(Transcript.read(file) for file in files or self.files)
        return assess(transcript, Trust.of(*self.pinned), now=self.now)

    def standing(self, *files: bytes) -> Standing:
        """Return where the exchange of these files, or of all of them, stands."""
        (standing,) = self.assess(*files).exchanges
        return standing

    def state(self, *files: bytes) -> str:
        """Return the state of the exchange."""
        return self.standing(*files).state

    def moves(self, *files: bytes) -> set[tuple[str, str]]:
        """Return who is awaited, by their own names, and to do what."""
        names = {party.kid: party.name for party in self.pinned}
        return {(names[move.by], move.what) for move in self.standing(*files).awaiting}

    def commitment(self, who: Identity, version: int = 1) -> Signed[Commitment]:
        """Return somebody's commitment to this version of their list."""
        found = self.assess().of(Commitment).values()
        return next(c for c in found if c.kid == kid(who) and c.body.place.version == version)

    # --- the steps of an exchange

    def propose(self, who: Identity, terms: Terms) -> bytes:
        """Let somebody propose terms."""
        return self.add(self.desk(who).propose_terms(terms, *self.files))

    def accept(self, *people: Identity) -> None:
        """Let these people accept, one after the other."""
        for who in people:
            self.add(self.desk(who).accept(*self.files))

    def agree(self, terms: Terms, proposer: Identity, *others: Identity) -> None:
        """Let somebody propose terms, and the others accept them."""
        self.propose(proposer, terms)
        self.accept(*others)

    def commit(self, who: Identity, content: List, role: str = "offer", **how: Any) -> Signed[Commitment]:
        """Let somebody commit to a list under the terms. Return the commitment."""
        desk = self.desk(who)
        file = self.add(desk.commit(desk.propose(content, role, under=self.files, **how)))
        (commitment,) = statements_of(file, who, Commitment)
        return commitment

    def acknowledge(self, *people: Identity) -> None:
        """Let these people acknowledge all lists of others."""
        for who in people:
            self.add(self.desk(who).acknowledge(*self.files))

    def reveal(self, *people: Identity) -> None:
        """Let these people make every reveal that is due from them."""
        for who in people:
            self.add(self.desk(who).reveal_due(*self.files))


def terms(*slots: Slot, **fields: Any) -> Terms:
    """Return terms by which North and South owe an offer each, unless other ``slots`` are given."""
    owed = slots or (Slot(kid(NORTH), "offer"), Slot(kid(SOUTH), "offer"))
    mediators = tuple(sorted(fields.pop("mediators", ())))
    return Terms(bytes(16), fields.pop("title", "a made-up exchange"), owed, mediators, **fields)


def statements_of(file: bytes, who: Identity, body: type[Any]) -> list[Signed[Any]]:
    """Return the statements with this body that somebody signed, in a file, in order of their ids."""
    found = Transcript.read(file).statements.values()
    kinds = [one for one in found if one.kid == kid(who) and one.kind == body.__name__.lower()]
    return sorted((read_statement(one.raw, who.party.verify_key, body) for one in kinds), key=lambda one: one.id)


def signed(who: Identity, body: Body, subject: bytes, iat: int = START) -> bytes:
    """Return any statement, signed without asking whether it should be."""
    return prepare(body, who.party.verify_key, subject=subject, iat=iat).sign(who)

"""Exchanges for tests: parties at their desks, and the files that pass between them."""

from typing import Any

from swapproto import Assessment, Commitment, Desk, Field, Identity, List, Schema, Signed, Transcript, Trust, assess
from swapproto.assessment import Standing
from swapproto.ledger import InMemory, Ledger
from swapproto.statements import Body, Slot, Terms, prepare, read_statement

NORTH, SOUTH, EAST, MIRA, OTTO = (
    Identity.from_seed(bytes([n]) * 32, name, iat=0)
    for n, name in enumerate(("North", "South", "East", "Mira", "Otto"), 101)
)
EVERYONE = (NORTH, SOUTH, EAST, MIRA, OTTO)
START = 1_800_000_000
SCHEMA = Schema([Field("id")], ["id"])


def kid(who: Identity) -> bytes:
    return who.party.kid


def ids(*names: str, label: str = "a list") -> List:
    """A list of these ids."""
    return List.of(label, SCHEMA, [{"id": name} for name in names])


class Hall:
    """Where an exchange takes place: everybody has a desk, and every file is seen by all, unless a test says else."""

    def __init__(self, *people: Identity) -> None:
        self.now = START
        self.files: list[bytes] = []
        people = people or EVERYONE
        cards = [who.party for who in people]
        self.desks = {
            kid(who): Desk(who, Ledger(InMemory(), kid(who)), clock=self.tick, pinned=cards) for who in people
        }
        self.pinned = cards

    def tick(self) -> int:
        self.now += 10
        return self.now

    def desk(self, who: Identity) -> Desk:
        return self.desks[kid(who)]

    def add(self, file: bytes) -> bytes:
        self.files.append(file)
        return file

    def assess(self, *files: bytes, openings: Any = None) -> Assessment:
        """What files, or all of them, prove to everybody who has no key."""
        transcript = Transcript.union(Transcript.read(file) for file in files or self.files)
        return assess(transcript, Trust.of(*self.pinned), openings=openings, now=self.now)

    def standing(self, *files: bytes) -> Standing:
        (standing,) = self.assess(*files).exchanges
        return standing

    def state(self, *files: bytes) -> str:
        return self.standing(*files).state

    def moves(self, *files: bytes) -> set[tuple[str, str]]:
        """Who is awaited to do what."""
        names = {kid(who): who.party.name for who in EVERYONE}
        return {(names[move.by], move.what) for move in self.standing(*files).awaiting}

    def commitment(self, who: Identity, version: int = 1) -> Signed[Commitment]:
        found = self.assess().of(Commitment).values()
        return next(c for c in found if c.kid == kid(who) and c.body.place.version == version)

    # --- the steps of an exchange

    def propose(self, who: Identity, terms: Terms) -> bytes:
        return self.add(self.desk(who).propose_terms(terms, *self.files))

    def accept(self, *people: Identity) -> None:
        for who in people:
            self.add(self.desk(who).accept(*self.files))

    def commit(self, who: Identity, content: List, role: str = "offer", **how: Any) -> Signed[Commitment]:
        desk = self.desk(who)
        file = self.add(desk.commit(desk.propose(content, role, under=self.files, **how)))
        return statements_of(file, who, Commitment)[0]

    def acknowledge(self, *people: Identity) -> None:
        for who in people:
            self.add(self.desk(who).acknowledge(*self.files))

    def reveal(self, *people: Identity) -> None:
        for who in people:
            self.add(self.desk(who).reveal_due(*self.files))

    def agree(self, terms: Terms, proposer: Identity, *others: Identity) -> None:
        self.propose(proposer, terms)
        self.accept(*others)


def terms(*slots: Slot, **fields: Any) -> Terms:
    """Terms for North's and South's offers, unless a test says other slots."""
    fields.setdefault("mediators", ())
    mediators = tuple(sorted(fields.pop("mediators")))
    title = fields.pop("title", "a made-up exchange")
    owed = slots or (Slot(kid(NORTH), "offer"), Slot(kid(SOUTH), "offer"))
    return Terms(bytes(16), title, owed, mediators, **fields)


def released_by_parties(**fields: Any) -> Hall:
    """Everything under release 1, until both have opened."""
    hall = Hall()
    hall.agree(terms(**fields), NORTH, SOUTH)
    hall.commit(NORTH, ids("a", "b"))
    hall.commit(SOUTH, ids("c"))
    hall.reveal(NORTH, SOUTH)
    hall.acknowledge(NORTH, SOUTH)
    return hall


def released_by_a_mediator(**fields: Any) -> Hall:
    """Everything under release 2, until both have opened."""
    hall = Hall()
    hall.agree(terms(mediators=[kid(MIRA)], release=2, **fields), NORTH, SOUTH, MIRA)
    hall.commit(NORTH, ids("a", "b"))
    hall.commit(SOUTH, ids("c"))
    hall.acknowledge(MIRA)
    hall.reveal(MIRA)
    hall.acknowledge(NORTH, SOUTH)
    return hall


def statements_of(file: bytes, who: Identity, body: type[Any]) -> list[Signed[Any]]:
    """The statements with this body that somebody signed, in a file."""
    found = Transcript.read(file).statements.values()
    kinds = [one for one in found if one.kid == kid(who) and one.kind == body.__name__.lower()]
    return sorted((read_statement(one.raw, who.party.verify_key, body) for one in kinds), key=lambda one: one.id)


def signed(who: Identity, body: Body, subject: bytes, iat: int = START) -> bytes:
    """Any statement, signed without asking whether it should be."""
    return prepare(body, who.party.verify_key, subject=subject, iat=iat).sign(who)


def codes(assessment: Assessment) -> set[tuple[str, bytes]]:
    """The contradictions, each with its culprit."""
    return {(str(one.code), one.culprit) for one in assessment.contradictions}


def facts(assessment: Assessment) -> set[tuple[Any, ...]]:
    """The facts as far as no addition changes them."""
    return {(one.code, one.subject, one.by) for one in assessment.facts}

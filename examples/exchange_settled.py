"""A whole exchange through a mediator, from terms to reviews, in a dozen lines of `Desk`.

North and South each owe a list of two people. The terms name two mediators, and release 2: a mediator opens both lists
and then hands both over, so that neither side has to go first. One of the mediators never answers, which stops nothing.
Everybody verifies the same files, and sees whose move it is.

It does NOT prove that an entry is true, or that a list is complete. It does not force the mediator to move: they could
have opened both lists and stopped, or shown them to others by telephone. The times are the signers' own words.
"""

from swapproto import (
    Assessment,
    Commitment,
    Deadlines,
    Desk,
    Field,
    Identity,
    List,
    Requirement,
    Schema,
    Slot,
    Terms,
    Transcript,
    Trust,
    assess,
)
from swapproto.ledger import InMemory, Ledger

PEOPLE = Schema(fields=(Field("id"), Field("name")), primary_key=("id",))
HOUR, DAY = 3600, 86_400


class Calendar:
    """The time, which this program sets itself: an hour passes with each statement."""

    def __init__(self, now: int) -> None:
        self.now = now

    def __call__(self) -> int:
        self.now += HOUR
        return self.now


def people(label: str, names: dict[str, str]) -> List:
    return List.of(label, PEOPLE, [{"id": key, "name": name} for key, name in names.items()])


def where(found: Assessment) -> str:
    """Say where the only exchange of these files stands, and whose move it is."""
    (standing,) = found.exchanges
    names = {kid: party.name for kid, party in found.trust.parties.items()}
    moves = sorted({f"{names[move.by]} to {move.what}" for move in standing.awaiting})
    return f"{standing.state}; {', '.join(moves) or 'nobody has a move'}"


def main() -> None:
    calendar = Calendar(1_800_000_000)
    keys = [Identity.generate(name, iat=calendar.now) for name in ("North", "South", "Maulne Office", "Quay Office")]
    cards = [identity.party for identity in keys]  # each compared the sixty digits of the others
    north, south, maulne, _ = (Desk(i, Ledger(InMemory(), i.party.kid), clock=calendar, pinned=cards) for i in keys)
    one, other, *mediators = (party.kid for party in cards)
    files: list[bytes] = []

    def tell(what: str) -> None:
        found = assess(Transcript.union(map(Transcript.read, files)), Trust.of(*cards), now=calendar.now)
        print(f"{what}: {where(found)}")

    terms = Terms(
        nonce=bytes(16),  # a desk puts a fresh one here
        title="Two for two",
        slots=(Slot(one, "offer", count=2), Slot(other, "offer", count=2)),
        mediators=sorted(mediators),
        schema=PEOPLE.digest,
        deadlines=Deadlines(*(calendar.now + days * DAY for days in (2, 4, 6, 8))),
        release=2,
    )
    files.append(north.propose_terms(terms))  # with North's own accepts
    tell("proposed")
    files.append(south.accept(*files))
    files.append(maulne.accept(*files))  # the Quay Office never answers
    tell("accepted")
    ours = people("ours", {"N1": "Runa Velk", "N2": "Jorun Haal"})
    files.append(north.commit(north.propose(ours, "offer", under=files)))
    theirs = people("theirs", {"S1": "Ossian Tarn", "S2": "Mirle Dovik"})
    files.append(south.commit(south.propose(theirs, "offer", under=files)))
    tell("committed")
    files.append(maulne.acknowledge(*files))  # opened, both
    tell("opened by the mediator")
    files.append(maulne.reveal_due(*files))  # each list to the other side
    tell("handed over")
    for desk in (north, south):
        files.append(desk.acknowledge(*files))
        (commitment,) = (c for c in desk.assess(*files).of(Commitment).values() if c.kid != desk.me.party.kid)
        files.append(desk.review(*files, commitment=commitment, verdict="agreed"))
    tell("opened and reviewed")

    found = south.assess(*files)
    (kid,) = {commitment.kid for commitment in found.of(Commitment).values()} - {other}
    (read,) = (o for i, o in found.opened.items() if found.of(Commitment)[i].kid == kid)
    print(f"South reads: {', '.join(entry['name'] for entry in read.list)}")
    reciprocated = [fact for fact in found.facts if fact.code == "reciprocated"]
    assert len(reciprocated) == 2
    assert not any(fact.value["transferable"] for fact in reciprocated)
    print(f"proven to South: {len(reciprocated)} lists were handed over for each other, and both match")

    public = assess(Transcript.union(map(Transcript.read, files)), Trust.of(*cards), now=calendar.now)
    assert not public.opened, "a stranger opens nothing"
    required = [Requirement("agreed"), Requirement("slot-filled"), Requirement("ack-opened"), Requirement("reviewed")]
    assert public.missing(required) == []
    assert not public.contradictions
    print(f"proven to everybody: agreed, filled, opened, reviewed; exit code {public.exit_code(required)}")
    print(f"not proven: {', '.join(public.not_proven)}")


if __name__ == "__main__":
    main()

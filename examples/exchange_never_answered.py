"""Terms that nobody accepted: what a list that was committed "in good faith" proves, and what it does not.

North proposes an exchange, commits to its list the same day, and hears nothing. Four weeks later North publishes the
list. A stranger with the sixty digits of North and South can check that the list was fixed before it was published,
and that it was not changed since.

It does NOT prove that South ever got the terms, that South refused, or that South was silent: it shows what is in these
files. The end of the program adds one more file, and what looked like silence is gone. Nor does it prove when anything
was signed: only North says so. And it does not prove that an entry is true.
"""

from swapproto import (
    Assessment,
    Commitment,
    Deadlines,
    Desk,
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

HOUR, DAY = 3600, 86_400
SHOWN = {"committed", "opened", "published", "agreed", "slot-filled", "ack-received"}


class Calendar:
    """The time, which this program sets itself."""

    def __init__(self, now: int) -> None:
        self.now = now

    def __call__(self) -> int:
        return self.now


def verdict(files: list[bytes], trust: Trust, now: int) -> Assessment:
    """Verify files as a stranger does, and print what they prove and what they only show so far."""
    found = assess(Transcript.union(map(Transcript.read, files)), trust, now=now)
    (standing,) = found.exchanges
    print(f"  proven: {', '.join(sorted({fact.code for fact in found.facts} & SHOWN))}")
    awaited = {trust.parties[move.by].name for move in standing.awaiting}
    overdue = {trust.parties[move.by].name for move in standing.awaiting if standing.is_overdue(move, now)}
    print(f"  so far: {standing.state}; awaited in these files: {', '.join(sorted(awaited))}", end="")
    print(f"; overdue: {', '.join(sorted(overdue)) or 'nobody, since nobody owes an answer to a proposal'}")
    return found


def main() -> None:
    calendar = Calendar(1_800_000_000)
    keys = [Identity.generate(name, iat=calendar.now) for name in ("North", "South")]
    cards = [identity.party for identity in keys]
    trust = Trust.of(*cards)
    north, south = (Desk(i, Ledger(InMemory(), i.party.kid), clock=calendar, pinned=cards) for i in keys)

    terms = Terms(
        nonce=bytes(16),  # a desk puts a fresh one here
        title="1000 for 1000",
        slots=tuple(Slot(party.kid, "offer") for party in cards),
        deadlines=Deadlines(accept=calendar.now + 7 * DAY, commit=calendar.now + 14 * DAY),
    )
    files = [north.propose_terms(terms)]
    calendar.now += HOUR
    people = List.of("people", Schema.of_texts(["name"]), [{"name": "Runa Velk"}, {"name": "Jorun Haal"}])
    files.append(north.commit(north.propose(people, "offer", under=files)))
    (commitment,) = north.assess(*files).of(Commitment).values()
    elsewhere = list(files)  # South has these, too; or has not

    calendar.now += 28 * DAY
    print("four weeks later:")
    found = verdict(files, trust, calendar.now)
    assert found.exit_code() == 0, "waiting is nobody's fault"
    assert not found.contradictions
    assert {"receipt-not-proven", "refusal-not-proven", "time-not-proven"} <= set(found.not_proven)
    unmet = found.exit_code([Requirement("agreed")])
    print(f"  no fault is proven; as an agreement it has exit code {unmet}: not complete")
    assert unmet == 3

    files.append(north.reveal(*files, commitment=commitment, reader=None))
    print("North publishes its list, which it may do at any time:")
    found = verdict(files, trust, calendar.now)
    assert found.exit_code([Requirement("opened", by=commitment.kid)]) == 0
    print(f"  as committed to: {', '.join(entry['name'] for entry in found.opened[commitment.id].list)}")
    print(f"  not proven: {', '.join(found.not_proven)}")

    calendar.now -= 27 * DAY  # what South says that it sent on the second day
    answer = [south.accept(*elsewhere), south.acknowledge(*elsewhere)]
    calendar.now += 27 * DAY
    print("and with a file that South hands in:")
    before = {(fact.code, fact.subject) for fact in found.facts}
    found = verdict(files + answer, trust, calendar.now)
    assert before <= {(fact.code, fact.subject) for fact in found.facts}, "no file takes a fact away"
    assert "receipt-not-proven" not in found.not_proven
    assert found.exit_code([Requirement("agreed")]) == 0
    print("  whether North ever got it, no file can show")


if __name__ == "__main__":
    main()

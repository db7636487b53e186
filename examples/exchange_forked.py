"""Two different lists for one slot: shown to two readers, each looks right, and together they convict their signer.

North owes one list by the terms. It commits to one list before South and to another before the mediator. Neither of
them can see it alone. As soon as one person has both commitments, it is a proven fault, for ever, although neither list
is opened. Revoking the key "since last year" does not help North.

It does NOT prove which of the two lists is the true one, or that North meant it. It proves nothing about South. And
while nobody has both commitments, nobody sees it: compare what you were sent with what others were sent.
"""

from swapproto import (
    Assessment,
    Desk,
    Field,
    Identity,
    InputError,
    List,
    Place,
    Schema,
    Slot,
    Terms,
    Transcript,
    Trust,
    assess,
    seal,
)
from swapproto.ledger import InMemory, Ledger

NOW = 1_800_000_000
PEOPLE = Schema(fields=(Field("id"), Field("name")), primary_key=("id",))
SHORT = List.of("people", PEOPLE, [{"id": "1", "name": "Runa Velk"}])
LONG = List.of("people", PEOPLE, [{"id": "1", "name": "Runa Velk"}, {"id": "2", "name": "Jorun Haal"}])


def commit_without_a_ledger(keys: Identity, exchange: bytes, content: List) -> bytes:
    """Commit as a program does that does not look up what its key has signed, or does not want to."""
    place = Place.first("offer", exchange=exchange)
    sealed = seal(content, author=keys.party, local_secret=keys.local_secret, place=place, iat=NOW)
    return sealed.sign(keys) + sealed.envelope


def verdict(files: list[bytes], trust: Trust) -> Assessment:
    return assess(Transcript.union(map(Transcript.read, files)), trust, now=NOW)


def main() -> None:
    keys = [Identity.generate(name, iat=NOW) for name in ("North", "South", "Maulne Office")]
    cards = [identity.party for identity in keys]
    trust = Trust.of(*cards)
    north, south, maulne = (Desk(i, Ledger(InMemory(), i.party.kid), clock=lambda: NOW, pinned=cards) for i in keys)

    slots = tuple(Slot(party.kid, "offer") for party in cards[:2])
    mediators = [cards[2].kid]
    terms = Terms(nonce=bytes(16), title="One list each", slots=slots, mediators=mediators, release=2)
    files = [north.propose_terms(terms)]
    files.append(south.accept(*files))
    files.append(maulne.accept(*files))
    (standing,) = south.assess(*files).exchanges
    exchange = standing.exchange.id

    to_south = commit_without_a_ledger(keys[0], exchange, SHORT)
    to_the_mediator = commit_without_a_ledger(keys[0], exchange, LONG)
    for who, file in (("South", to_south), ("the mediator", to_the_mediator)):
        found = verdict([*files, file], trust)
        assert not found.contradictions
        print(f"{who}, alone: exit code {found.exit_code()}, {len(found.contradictions)} contradictions")

    found = verdict([*files, to_south, to_the_mediator], trust)
    (fault,) = found.contradictions
    assert (fault.code, fault.culprit, fault.transferable) == ("slot-fork", cards[0].kid, True)
    assert not found.opened
    print(
        f"both: {fault.code} by {trust.parties[fault.culprit].name}, exit code {found.exit_code()}; no list is opened"
    )

    revoked = north.revoke(since=NOW - 365 * 86_400)
    found = verdict([*files, to_south, to_the_mediator, revoked], trust)
    assert found.contradictions == (fault,), "a revocation takes nothing away"
    print(f"with North's key revoked since last year: {found.contradictions[0].code}, as before")

    south.commit(south.propose(SHORT, "offer", under=files))
    try:
        south.propose(LONG, "offer", under=files)
    except InputError as error:
        print(f"a desk with a ledger refuses a second list: {error.code}")


if __name__ == "__main__":
    main()

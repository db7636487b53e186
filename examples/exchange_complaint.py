"""Something else is revealed: South hands over the key of another list, and North complains.

Only North can try the key that was wrapped for North. To show the fault to others, North signs a complaint that gives
the seed of one exchange key away: to the mediator first, then to everybody. Whoever has the seed runs the complaint
again, and finds who is at fault: whoever wrapped the key, or whoever complains of one that opens.

The seed opens what South wrapped for North under this one accept, and nothing else: not North's own list, and nothing
that others sealed to North. North signs the next accept with the complaint, and South can hand the list over again.

It does NOT prove that South meant it: it can have been a mistake. It does not make South hand the list over. And if
North had complained of a key that opens, the list would be public, with North as the proven culprit.
"""

from collections.abc import Iterable

from swapproto import (
    Accept,
    Assessment,
    Commitment,
    Desk,
    Identity,
    List,
    Schema,
    Signed,
    Slot,
    Terms,
    Transcript,
    Trust,
    assess,
    prepare_reveal,
    seal,
)
from swapproto.ledger import InMemory, Ledger

NOW = 1_800_000_000
NAMES = Schema.of_texts(["name"])
SHOWN = {"bad-wrap", "complaint-open", "opened", "reciprocated"}


def reveal_something_else(
    keys: Identity,
    commitment: Signed[Commitment],
    reader: Signed[Accept],
    given: Iterable[bytes],
    seen: Iterable[bytes],
) -> bytes:
    """Sign a reveal with the key of another list of as many entries. A desk does not do this."""
    other = List.of("other people", NAMES, [{"name": "Nobody at all"}] * commitment.body.count)
    place = commitment.body.place
    sealed = seal(other, author=keys.party, local_secret=keys.local_secret, place=place, iat=NOW)
    pretended = commitment._replace(body=commitment.body._replace(key=sealed.commitment.key))
    unsigned = prepare_reveal(
        pretended,
        sealed.opened.cek,
        revealer=keys.party,
        reader=reader,
        iat=NOW,
        given=sorted(given),
        seen=sorted(seen),
    )
    return unsigned.sign(keys)


def summary(found: Assessment) -> str:
    """Summarise in one line what these files prove to one reader."""
    faults = {f"{c.code} by {found.trust.parties[c.culprit].name}" for c in found.contradictions}
    others = {claim.code for claim in (*found.facts, *found.views)} & (SHOWN - {"bad-wrap"})
    (standing,) = found.exchanges
    return f"{standing.state}; {', '.join(sorted(faults | others)) or 'nothing to see'}; exit code {found.exit_code()}"


def main() -> None:
    keys = [Identity.generate(name, iat=NOW) for name in ("North", "South", "Maulne Office")]
    cards = [identity.party for identity in keys]
    trust = Trust.of(*cards)
    north, south, maulne = (Desk(i, Ledger(InMemory(), i.party.kid), clock=lambda: NOW, pinned=cards) for i in keys)

    def everybody(files: list[bytes]) -> Assessment:
        return assess(Transcript.union(map(Transcript.read, files)), trust, now=NOW)

    slots = tuple(Slot(party.kid, "offer") for party in cards[:2])
    files = [north.propose_terms(Terms(nonce=bytes(16), title="One each", slots=slots, mediators=[cards[2].kid]))]
    files.append(south.accept(*files))
    files.append(maulne.accept(*files))
    for desk, name in ((north, "Runa Velk"), (south, "Ossian Tarn")):
        files.append(desk.commit(desk.propose(List.of("people", NAMES, [{"name": name}]), "offer", under=files)))

    lists = {commitment.kid: commitment for commitment in north.assess(*files).of(Commitment).values()}
    ours, theirs = (lists[party.kid] for party in cards[:2])
    (standing,) = south.assess(*files).exchanges
    accept = standing.exchange.key_for(theirs.kid, ours.kid)
    assert accept is not None
    files.append(reveal_something_else(keys[1], theirs, accept, given=[ours.id], seen=[theirs.id]))
    files.append(north.reveal_due(*files))
    assert theirs.id not in north.assess(*files).opened
    print(f"everybody, before the complaint: {summary(everybody(files))}")

    in_private = north.complain(*files, commitment=theirs, mediator=cards[2])
    files.append(in_private)
    print(f"everybody, after a complaint to the mediator: {summary(everybody(files))}")
    found = maulne.assess(*files)
    (fault,) = found.contradictions
    assert (fault.code, fault.culprit, fault.transferable) == ("bad-wrap", theirs.kid, False)
    print(f"the mediator: {summary(found)}")

    files.append(north.complain(*files, commitment=theirs))
    found = everybody(files)
    (fault,) = found.contradictions
    assert (fault.code, fault.culprit, fault.transferable) == ("bad-wrap", theirs.kid, True)
    assert not found.opened, "the seed opens neither list"
    print(f"everybody, after a public complaint: {summary(found)}")

    files.append(south.reveal_due(*files))  # to North's next accept
    files.append(north.acknowledge(*files))
    files.append(south.acknowledge(*files))
    found = north.assess(*files)
    assert [entry["name"] for entry in found.opened[theirs.id].list] == ["Ossian Tarn"]
    assert not everybody(files).opened, "the new key is North's alone"
    print(f"North, once South has handed it over again: {summary(found)}")


if __name__ == "__main__":
    main()

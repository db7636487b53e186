"""A sealed-bid tender: everyone commits before closing, reveals after it, and nobody can change a price in between.

The office proposes terms: who may bid, and until when. Each bidder accepts them, and submits a commitment and
an envelope that only the bidder can open. After closing the bidders publish their keys. Opening the bids needs no
secret, and everyone can check the result.

A second, different bid under the same terms is a contradiction that artefacts prove, whatever its list id. So is a
published key that is not the committed one.

It does NOT prove that a bid arrived before closing: here the office relies on its own record of what it had by then. It
does not force anyone to reveal: a bid may stay sealed. And it does not stop bidders from agreeing on prices.
"""

import time

from swapproto import (
    Assessment,
    Commitment,
    Deadlines,
    Desk,
    Field,
    Identity,
    List,
    Place,
    Requirement,
    Schema,
    Slot,
    Terms,
    Transcript,
    Trust,
    assess,
    seal,
)
from swapproto.ledger import InMemory, Ledger

ITEMS = {"scaffold", "paint"}
BID = Schema(fields=(Field("item"), Field("cents", "integer")), primary_key=("item",))


def bid(cents: dict[str, int]) -> List:
    return List.of("Bid", BID, [{"item": item, "cents": price} for item, price in cents.items()])


def tender(office: Identity, bidders: list[Identity]) -> Terms:
    """Return the terms of the tender. The office is named as a mediator, so that it can propose them."""
    return Terms(
        nonce=bytes(16),  # a desk puts a fresh one here
        title="Tender 12: repainting of the lighthouse",
        slots=[Slot(bidder.party.kid, "bid", len(ITEMS)) for bidder in bidders],
        mediators=[office.party.kid],
        schema=BID.digest,
        deadlines=Deadlines(commit=int(time.time()) + 3600),
        conditions=["The lowest total in cents wins."],
    )


def totals(found: Assessment, on_time: set[bytes]) -> dict[bytes, int]:
    """Return the total of each valid bid, by kid: on time, by the terms, opened, its bidder not at fault."""
    at_fault = {contradiction.culprit for contradiction in found.contradictions}
    by_terms = {fact.subject for fact in found.facts if fact.code == "slot-filled"}
    sums = {}
    for commitment_id, opened in found.opened.items():
        commitment = found.of(Commitment)[commitment_id]
        valid = commitment_id in by_terms & on_time and commitment.body.place.version == 1
        if valid and commitment.kid not in at_fault and is_complete(opened.list):
            sums[commitment.kid] = sum(entry["cents"] for entry in opened.list)
    return sums


def is_complete(bid: List) -> bool:
    """Return whether a bid has each item once, with a price. A proven list is still only what its signer wrote."""
    prices = {entry["item"]: entry["cents"] for entry in bid}
    return prices.keys() == ITEMS and all(price is not None and price > 0 for price in prices.values())


def main() -> None:
    keys = [Identity.generate(name, iat=int(time.time())) for name in ("Office", "North Painters", "South Painters")]
    cards = [identity.party for identity in keys]  # each compared the sixty digits of the others
    trust = Trust.of(*cards)
    office, north, south = (
        Desk(i, Ledger(InMemory(), i.party.kid), clock=lambda: int(time.time()), pinned=cards) for i in keys
    )

    box = [office.propose_terms(tender(keys[0], keys[1:]))]
    for bidder, cents in (
        (north, {"scaffold": 410_000, "paint": 730_000}),
        (south, {"scaffold": 395_000, "paint": 770_000}),
    ):
        box.append(bidder.accept(*box))
        box.append(bidder.commit(bidder.propose(bid(cents), "bid", under=box)))
    at_closing = office.assess(*box)
    on_time = {fact.subject for fact in at_closing.facts if fact.code == "committed"}
    sealed = sum(view.code == "sealed" for view in at_closing.views)
    print(f"at closing: {len(on_time)} bids, {sealed} sealed, {len(at_closing.opened)} opened")

    commitments = at_closing.of(Commitment).values()
    for bidder in (north, south):
        (own,) = (commitment for commitment in commitments if commitment.kid == bidder.me.party.kid)
        box.append(bidder.reveal(*box, commitment=own, reader=None))
    found = assess(Transcript.union(map(Transcript.read, box)), trust, now=int(time.time()))
    sums = totals(found, on_time)
    for kid, total in sorted(sums.items(), key=lambda item: item[1]):
        print(f"  {trust.parties[kid].name}: {total / 100:.2f}")
    lowest = trust.parties[min(sums, key=sums.__getitem__)].name
    print(f"lowest: {lowest}; exit code {found.exit_code(require=[Requirement('opened')])}")

    (standing,) = found.exchanges
    late_bid = seal(  # a desk would refuse to: its ledger has the first one
        bid({"scaffold": 395_000, "paint": 740_000}),
        author=keys[2].party,
        local_secret=keys[2].local_secret,
        place=Place.first("bid", exchange=standing.exchange.id),
        iat=int(time.time()),
    )
    box.append(late_bid.sign(keys[2]) + late_bid.envelope)
    found = assess(Transcript.union(map(Transcript.read, box)), trust, now=int(time.time()))
    for contradiction in found.contradictions:
        culprit = trust.parties[contradiction.culprit].name
        print(f"a late, lower bid: {contradiction.code} by {culprit}; exit code {found.exit_code()}")
    print(f"what counts now: {', '.join(trust.parties[kid].name for kid in totals(found, on_time))}")


if __name__ == "__main__":
    main()

"""A sealed-bid tender: everyone commits before closing, reveals after it, and nobody can change a price in between.

Each bidder commits under the tender's id, and submits a commitment and an envelope that only the bidder can open. After
closing the bidders publish their keys. Opening the bids needs no secret, and everyone can check the result.

A second, different bid under the same tender and role is a contradiction that two artefacts prove, whatever its list
id. So is a published key that is not the committed one.

It does NOT prove that a bid arrived before closing: here the office relies on its own record of what it had by then. It
does not force anyone to reveal: a bid may stay sealed. And it does not stop bidders from agreeing on prices.
"""

import time
from hashlib import sha256

from swapproto import (
    Assessment,
    Commitment,
    Field,
    Identity,
    List,
    Place,
    Requirement,
    Schema,
    Transcript,
    Trust,
    assess,
    obtain_key,
    prepare_reveal,
    read_statement,
    seal,
)

NOTICE = b"Tender 12: repainting of the lighthouse. Closing: 1 March, noon. Lowest total in cents wins."
TENDER = sha256(NOTICE).digest()
ITEMS = {"scaffold", "paint"}
BID = Schema(fields=(Field("item"), Field("cents", "integer")), primary_key=("item",))


def commit(bidder: Identity, cents: dict[str, int]) -> tuple[bytes, bytes]:
    """Seal a bid. Return the commitment, and the envelope that only the bidder can open."""
    sealed = seal(
        List.of("Bid", BID, [{"item": item, "cents": price} for item, price in cents.items()]),
        author=bidder.party,
        local_secret=bidder.local_secret,
        place=Place.first("bid", exchange=TENDER),
        iat=int(time.time()),
    )
    return sealed.sign(bidder), sealed.envelope


def reveal(bidder: Identity, signed: bytes, envelope: bytes) -> bytes:
    """Publish the bid's key to everyone."""
    commitment = read_statement(signed, bidder.party.verify_key, Commitment)
    cek = obtain_key(commitment, envelope, bidder.party.kid, bidder)
    unsigned = prepare_reveal(commitment, cek, revealer=bidder.party, reader=None, iat=int(time.time()))
    return unsigned.finish(bidder.sign(unsigned.to_be_signed))


def totals(found: Assessment, on_time: set[bytes]) -> dict[bytes, int]:
    """Return the total of each valid bid, by kid: on time, for this tender, opened, its bidder not at fault."""
    at_fault = {contradiction.culprit for contradiction in found.contradictions}
    commitments, sums = found.of(Commitment), {}
    for commitment_id, opened in found.opened.items():
        commitment = commitments[commitment_id]
        place = commitment.body.place
        for_this_tender = (place.exchange, place.role, place.version) == (TENDER, "bid", 1)
        if for_this_tender and commitment_id in on_time and commitment.kid not in at_fault and is_complete(opened.list):
            sums[commitment.kid] = sum(entry["cents"] for entry in opened.list)
    return sums


def is_complete(bid: List) -> bool:
    """Return whether a bid has each item once, with a price. A proven list is still only what its signer wrote."""
    if bid.schema != BID or len(bid) != len(ITEMS):
        return False
    prices = {entry["item"]: entry["cents"] for entry in bid}
    return prices.keys() == ITEMS and all(price is not None and price > 0 for price in prices.values())


def main() -> None:
    north = Identity.generate("North Painters", iat=int(time.time()))
    south = Identity.generate("South Painters", iat=int(time.time()))
    trust = Trust.of(north.party, south.party)  # the office compared the sixty digits

    north_bid = commit(north, {"scaffold": 410_000, "paint": 730_000})
    south_bid = commit(south, {"scaffold": 395_000, "paint": 770_000})
    box = Transcript.read(b"".join((*north_bid, *south_bid)), "the box")
    at_closing = assess(box, trust, now=int(time.time()))
    on_time = {fact.subject for fact in at_closing.facts if fact.code == "committed"}
    sealed = sum(view.code == "sealed" for view in at_closing.views)
    print(f"at closing: {len(on_time)} bids, {sealed} sealed, {len(at_closing.opened)} opened")

    box |= Transcript.read(reveal(north, *north_bid) + reveal(south, *south_bid), "after closing")
    found = assess(box, trust, now=int(time.time()))
    sums = totals(found, on_time)
    for kid, total in sorted(sums.items(), key=lambda bid: bid[1]):
        print(f"  {trust.parties[kid].name}: {total / 100:.2f}")
    lowest = trust.parties[min(sums, key=sums.__getitem__)].name
    print(f"lowest: {lowest}; exit code {found.exit_code(require=[Requirement('opened')])}")

    late_bid = commit(south, {"scaffold": 395_000, "paint": 740_000})
    late = box | Transcript.read(b"".join(late_bid) + reveal(south, *late_bid), "late")
    found = assess(late, trust, now=int(time.time()))
    for contradiction in found.contradictions:
        culprit = trust.parties[contradiction.culprit].name
        print(f"a late, lower bid: {contradiction.code} by {culprit}; exit code {found.exit_code()}")
    print(f"what counts now: {', '.join(trust.parties[kid].name for kid in totals(found, on_time))}")


if __name__ == "__main__":
    main()

"""Cases of 12.8: what the wraps for a reader give them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from spec import reference as r
from spec.cases.deals import EAST, OTTER, Deal, cards, complaint, receipt, release, wrapped
from spec.cases.making import HERON, NORTH, SOUTH, AcceptKey, Cases, Made, Party, Reader, statement_id

BAD_WRAP = bytes(1168)
STEPS = {"misplaced": 1, "public": 1, "receipt": 1, "fails": 3, "wrong-key": 3, "other-seed": 3}


class Finding:
    """Add a case of `find-openings`, with what is found.

    It cites step 1 of 12.8 if a wrap for the reader is in nothing that counts, and step 3 if one does not open.
    """

    def __init__(self, c: Cases) -> None:
        self.c = c

    def __call__(
        self,
        name: str,
        about: str,
        files: list[bytes],
        reader: Party,
        found: Mapping[bytes, bytes | None],
        pinned: tuple[Party, ...] | None = None,
        step: int = 2,
    ) -> None:
        given: Any = {"files": files, "pinned": cards(files, pinned), "seed": reader.seed}
        openings = self.c.add("find-openings", name, about, f"12.8, step {step}", **given)["openings"]
        due = {(one if len(one) == 32 else statement_id(one)).hex(): key and key.hex() for one, key in found.items()}
        if openings != due:
            raise SystemExit(f"find-openings/{name}: {openings}, not {due}")


def envelope_cases(c: Cases) -> None:
    find = Finding(c)
    deal = Deal(c, "openings")
    key, other = deal.key(SOUTH, NORTH), deal.key(SOUTH, NORTH, number=1)
    base = [deal.terms, deal.accept(NORTH, SOUTH), key.statement, other.statement]
    carded = deal.list(NORTH, "to a card", (SOUTH,))
    for name, about, reader, found in (
        ("card", "A list that is sealed to the reader's card.", SOUTH, {carded.id: carded.cek}),
        ("author", "Its author is one of its readers.", NORTH, {carded.id: carded.cek}),
        ("nobody", "Nothing is sealed to somebody else.", EAST, {}),
    ):
        find(name, about, [*base, *carded.files], reader, found)
    find("without-envelope", "Its envelope is not present.", [*base, carded.statement], SOUTH, {}, step=1)
    find(
        "stranger",
        "The reader is not pinned: their card's key opens it all the same.",
        [*base, *carded.files],
        SOUTH,
        {carded.id: carded.cek},
        pinned=(NORTH,),
    )
    sealed = deal.list(NORTH, "to an accept", (other,))
    find("accept", "A list that is sealed to an accept.", [*base, *sealed.files], SOUTH, {sealed.id: sealed.cek})
    find("accept-absent", "The accept is not present.", [*base[:3], *sealed.files], SOUTH, {})
    find("accept-of-another", "An accept of somebody else is none of the reader's.", [*base, *sealed.files], EAST, {})
    find(
        "accept-not-pinned",
        "The reader is not pinned: their accept is not present.",
        [*base, *sealed.files],
        SOUTH,
        {},
        pinned=(NORTH,),
    )
    strange = AcceptKey(SOUTH, deal.x, NORTH, seed=bytes(32))
    unknown = deal.list(NORTH, "to a strange key", (strange,))
    find(
        "accept-other-key",
        "An accept with a key that does not follow from the reader's seed: the wrap does not open.",
        [*base, strange.statement, *unknown.files],
        SOUTH,
        {unknown.id: None},
        step=3,
    )
    elsewhere = Deal(c, "openings: elsewhere")
    for name, about, void in (
        ("maker", "A wrap under an accept for another maker is void.", deal.key(SOUTH, EAST)),
        ("exchange", "A wrap under an accept of another exchange is void.", elsewhere.key(SOUTH, NORTH)),
    ):
        made = deal.list(NORTH, f"void {name}", (void,))
        files = [*base, elsewhere.terms, void.statement, *made.files]
        find(f"void-{name}", about, files, SOUTH, {}, pinned=(NORTH, SOUTH))


def failing_cases(c: Cases) -> None:
    find = Finding(c)
    deal = Deal(c, "openings: failing")
    key = deal.key(SOUTH, NORTH)
    base = [deal.terms, deal.accept(NORTH, SOUTH), key.statement]
    wrong = deal.list(NORTH, "wrong", (SOUTH,), wrapped=bytes(32))
    find("wrong-key", "A wrap that opens to another key.", [*base, *wrong.files], SOUTH, {wrong.id: None}, step=3)
    for name, about, spoiled, opens in (
        ("card-fails", "The wrap for the card does not open, and that for the accept does.", [SOUTH.kid], True),
        ("accept-fails", "The wrap for the card opens, and that for the accept does not.", [key.kid], True),
        ("both-fail", "Neither opens.", [SOUTH.kid, key.kid], False),
    ):
        made = garbled(deal.list(NORTH, name, (SOUTH, key)), *spoiled)
        find(name, about, [*base, *made.files], SOUTH, {made.id: made.cek if opens else None}, step=3)


def garbled(made: Made, *key_ids: bytes) -> Made:
    """Return the list with wraps for these key ids that do not open."""
    ciphertext, wraps = r.read_envelope(made.envelope)
    envelope = r.envelope_of(ciphertext, {**wraps, **dict.fromkeys(key_ids, BAD_WRAP)})
    body = {**made.body, "envelope": r.H(envelope)}
    statement = made.author.sign("commitment", made.sub, 1815000000, r.cbor(body))
    return made._replace(statement=statement, id=statement_id(statement), body=body, envelope=envelope)


def reveal_cases(c: Cases) -> None:
    find = Finding(c)
    deal = Deal(c, "openings: reveals", mediators=[HERON.kid], release=2)
    by_north, by_heron = deal.key(SOUTH, NORTH), deal.key(SOUTH, HERON)
    made = deal.list(NORTH)
    base = [deal.terms, deal.accept(NORTH, SOUTH), by_north.statement, by_heron.statement, made.statement]
    to_card = release(made, NORTH, wrap=wrapped(c, made, NORTH, SOUTH))
    to_accept = release(made, HERON, wrap=wrapped(c, made, HERON, by_heron))
    void = release(made, HERON, wrap=wrapped(c, made, HERON, by_north))
    bad, wrong = (
        release(made, NORTH, wrap=wrap)
        for wrap in ([SOUTH.kid, BAD_WRAP], wrapped(c, made, NORTH, SOUTH, bytes(32), ", wrong"))
    )
    aside = release(made, NORTH, wrap=wrapped(c, made, NORTH, SOUTH, name=", aside"), sub="00" * 16)
    for name, about, reveal, found in (
        ("card", "A reveal to the reader's card; the envelope need not be present.", to_card, {to_card: made.cek}),
        ("accept", "A mediator's reveal to an accept for them.", to_accept, {to_accept: made.cek}),
        ("void", "A mediator's reveal to an accept for the committer is void.", void, {}),
        ("fails", "A reveal that does not open.", bad, {bad: None}),
        ("wrong-key", "A reveal to the reader with another key.", wrong, {wrong: None}),
        ("misplaced", "A reveal that is rejected for its subject.", aside, {}),
        ("public", "A reveal to everyone is no wrap.", release(made, NORTH), {}),
    ):
        find(f"reveal-{name}", about, [*base, reveal], SOUTH, found, step=STEPS.get(name, 2))
    find("reveal-to-another", "A reveal to another reader.", [*base, to_card, to_accept], EAST, {})
    find("reveal-alone", "Its list is not present.", [*base[:4], to_card], SOUTH, {}, step=1)


def complaint_cases(c: Cases) -> None:
    find = Finding(c)
    deal = Deal(c, "openings: complaints", mediators=sorted([HERON.kid, OTTER.kid]), release=2)
    made, key = deal.list(NORTH), deal.key(SOUTH, NORTH)
    for_south, for_north = deal.key(HERON, SOUTH), deal.key(HERON, NORTH)
    base = [deal.terms, deal.accept(NORTH, SOUTH), key.statement, for_south.statement, for_north.statement]
    base.append(made.statement)

    def give(reader: Reader, seed: bytes = key.seed, name: str = "", sub: str = made.sub) -> bytes:
        extra = r.complaint_extra(made.id, SOUTH.kid, key.kid, reader.kid)
        wrap = [reader.kid, c.wrap(f"openings: a seed{name}", reader, extra, seed)]
        return complaint(made._replace(sub=sub), key, seed=None, wrap=wrap)

    to_card, to_accept, void = give(HERON), give(for_south), give(for_north)
    other = give(HERON, bytes(32), ", another")
    aside = give(HERON, name=", aside", sub="00" * 16)
    bad = complaint(made, key, seed=None, wrap=[HERON.kid, BAD_WRAP])
    public = complaint(made, key)
    for name, about, one, found in (
        ("card", "A complaint that gives its seed to a mediator's card.", to_card, {to_card: key.seed}),
        ("accept", "To an accept of the mediator for the complainer.", to_accept, {to_accept: key.seed}),
        ("void", "To an accept of the mediator for the committer: it is void.", void, {}),
        ("other-seed", "Whether the seed is that of the accept is not asked here.", other, {other: bytes(32)}),
        ("fails", "A complaint whose wrap does not open.", bad, {bad: None}),
        ("misplaced", "A complaint that is rejected for its subject.", aside, {}),
        ("public", "A complaint that gives its seed to everyone has no wrap.", public, {}),
        ("receipt", "A receipt that is no complaint has none either.", receipt(made, SOUTH), {}),
    ):
        find(f"complaint-{name}", about, [*base, one], HERON, found, step=STEPS.get(name, 2))
    find("complaint-to-another", "Complaints to another mediator.", [*base, to_card, to_accept], OTTER, {})
    find("complaint-alone", "Its list is not present.", [*base[:5], to_card], HERON, {}, step=1)


GROUPS = (envelope_cases, failing_cases, reveal_cases, complaint_cases)

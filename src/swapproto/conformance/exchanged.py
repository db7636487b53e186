"""The artefacts of one exchange in which South, East and Otto do what is forbidden, and North and Mira do not."""

from collections.abc import Sequence
from functools import cache
from typing import Any

from ..envelope import Envelope, seal
from ..keys import ExchangeKey, Identity
from ..release import opened_tag, prepare_reveal
from ..statements import (
    Accept,
    Commitment,
    Deadlines,
    Place,
    Receipt,
    Reveal,
    Review,
    Revoke,
    Signed,
    Slot,
    Withdraw,
    new_nonce,
)
from ..statements.commitment import REVIEW_ROLE
from ..testing.exchanges import EAST, MIRA, NORTH, OTTO, SOUTH, START, Hall, ids, kid, signed, statements_of, terms
from ..transcript import Transcript
from .generated import garbage

HONEST = (NORTH, MIRA)
CHEATS = (SOUTH, EAST, OTTO)


@cache
def hall() -> Hall:
    """Return an exchange under release 2 that an honest mediator carries through."""
    found = Hall()
    owed = tuple(Slot(kid(who), "offer", count) for who, count in ((NORTH, 2), (SOUTH, None), (EAST, None)))
    deadlines = Deadlines(START + 100, START + 200, START + 300, START + 400)
    agreed = terms(*owed, mediators=map(kid, (MIRA, OTTO)), release=2, deadlines=deadlines, delivery=True)
    found.agree(agreed, NORTH, SOUTH, EAST, MIRA, OTTO)
    found.commit(NORTH, ids("a", "b"))
    found.commit(SOUTH, ids("c"))
    found.commit(EAST, ids("d"))
    found.acknowledge(SOUTH, MIRA)
    found.reveal(MIRA)
    found.acknowledge(NORTH, SOUTH)
    mine = found.commitment(NORTH)
    found.add(found.desk(SOUTH).review(*found.files, commitment=mine, verdict="contested"))
    found.add(found.desk(EAST).review(*found.files, commitment=mine, verdict="agreed"))
    return found


@cache
def pool() -> Sequence[bytes]:
    """Return every statement and envelope of it, each alone, with the forbidden ones after the others."""
    return [piece for file in (*hall().files, *_Forbidden(hall()).files()) for piece in _pieces(file)]


def _pieces(file: bytes) -> list[bytes]:
    """Return the artefacts of a file but the cards, each alone."""
    read = Transcript.read(file)
    statements = [statement.raw for statement in read.statements.values() if statement.kind != "card"]
    return [*statements, *(envelope.raw for envelope in read.envelopes.values())]


class _Forbidden:
    """What programs refuse to sign, and keys sign all the same."""

    def __init__(self, hall: Hall) -> None:
        self._exchange = hall.standing().exchange
        self._x = self._exchange.id
        self._opened = hall.desk(MIRA).assess(*hall.files).opened
        self._mine, self._theirs = hall.commitment(NORTH), hall.commitment(SOUTH)
        self._accept = statements_of(hall.files[1], SOUTH, Accept)[0]

    def files(self) -> list[bytes]:
        """Return the forbidden artefacts, in files."""
        return [*self._lists(), *self._reveals(), *self._receipts(), *self._withdrawals()]

    def _lists(self) -> list[bytes]:
        first, x = Place.first("offer", exchange=self._x), self._x
        sound = seal(ids("k"), author=SOUTH.party, local_secret=SOUTH.local_secret, place=first, iat=START)
        other = Envelope.read(garbage(sound.envelope))
        spoiled = signed(SOUTH, sound.commitment._replace(envelope=other.digest), x)
        broken = statements_of(spoiled, SOUTH, Commitment)[0]
        return [
            self._sealed(SOUTH, "e", Place.first("offer", exchange=x)),
            self._sealed(SOUTH, "f", self._theirs.body.place),
            self._sealed(EAST, "g", Place.first("report", exchange=x)),
            self._sealed(EAST, "h", Place(REVIEW_ROLE, bytes(16), exchange=x, answers=self._mine.id)),
            spoiled + other.raw,
            signed(SOUTH, Reveal(new_nonce(), broken.id, cek=sound.opened.cek), x),
        ]

    def _sealed(self, who: Identity, name: str, place: Place, seen: Sequence[bytes] = ()) -> bytes:
        made = seal(ids(name), author=who.party, local_secret=who.local_secret, place=place, iat=START, seen=seen)
        return made.sign(who) + made.envelope

    def _reveals(self) -> list[bytes]:
        mine, theirs, cek = self._mine, self._theirs, self._opened[self._mine.id].cek
        key_id = self._accept_for(SOUTH, NORTH).id
        bad_wrap = signed(SOUTH, Reveal(new_nonce(), theirs.id, wrap=(key_id, bytes(1168))), self._x)
        return [
            self._reveal(OTTO, mine),
            self._reveal(SOUTH, mine, [theirs.id]),
            self._reveal(EAST, mine, [bytes([n]) * 32 for n in range(6)]),
            signed(EAST, Reveal(new_nonce(), mine.id, cek=cek), b"\5" * 32),
            signed(OTTO, Reveal(new_nonce(), mine.id, cek=bytes(32)), self._x),
            self._reveal(SOUTH, theirs),
            bad_wrap,
            self._complaint(NORTH, SOUTH, statements_of(bad_wrap, SOUTH, Reveal)[0].id, theirs),
        ]

    def _reveal(self, who: Identity, commitment: Signed[Commitment], given: Sequence[bytes] = ()) -> bytes:
        cek = self._opened[commitment.id].cek
        return prepare_reveal(commitment, cek, revealer=who.party, reader=None, iat=START, given=sorted(given)).sign(
            who
        )

    def _receipts(self) -> list[bytes]:
        mine, theirs = self._mine, self._theirs
        right = opened_tag(self._opened[theirs.id].cek, theirs.id, kid(OTTO))
        return [
            self._complaint(OTTO, NORTH, mine.id, mine),
            self._complaint(OTTO, SOUTH, theirs.id, theirs, seed=bytes(32)),
            self._complaint(EAST, NORTH, mine.id, mine),
            self._receipt(OTTO, mine, "opened", tag=bytes(32)),
            self._receipt(OTTO, theirs, "opened", tag=right),
            signed(OTTO, Receipt(new_nonce(), mine.id, mine.body.envelope, "received"), b"\5" * 32),
            self._receipt(NORTH, theirs, "received"),
        ]

    def _receipt(self, who: Identity, commitment: Signed[Commitment], stage: Any, **fields: Any) -> bytes:
        return signed(who, Receipt(new_nonce(), commitment.id, commitment.body.envelope, stage, **fields), self._x)

    def _complaint(
        self, who: Identity, maker: Identity, source: bytes, commitment: Signed[Commitment], seed: bytes | None = None
    ) -> bytes:
        accept = self._accept_for(maker, who)
        right = ExchangeKey(who.local_secret, self._x, kid(maker), accept.body.number).seed
        return self._receipt(who, commitment, "unopenable", source=source, key=accept.id, seed=seed or right)

    def _accept_for(self, maker: Identity, reader: Identity) -> Signed[Accept]:
        return next(a for a in self._exchange.accepted[kid(reader)] if a.body.maker == kid(maker))

    def _withdrawals(self) -> list[bytes]:
        x, mine = self._x, self._mine
        withdrawal = signed(SOUTH, Withdraw(new_nonce(), self._accept.id), x)
        withdrawn = statements_of(withdrawal, SOUTH, Withdraw)[0]
        between = signed(SOUTH, Review(new_nonce(), mine.id, "agreed", seen=[withdrawn.id]), x)
        after = statements_of(between, SOUTH, Review)[0]
        return [
            withdrawal,
            between,
            self._sealed(SOUTH, "i", Place.first("request", exchange=x), seen=[after.id]),
            signed(EAST, Review(new_nonce(), mine.id, "agreed", seen=[withdrawn.id]), x),
            signed(EAST, Withdraw(new_nonce(), self._accept.id), x),
            signed(SOUTH, Revoke(new_nonce(), START), kid(SOUTH)),
        ]

"""The artefacts of one exchange in which South, East and Otto do what is forbidden, and the others do not."""

from collections.abc import Sequence
from functools import cache
from typing import Any

from swapproto import Place, Receipt, Reveal, Review, Revoke, Transcript, Withdraw, prepare_reveal, seal
from swapproto.keys import ExchangeKey
from swapproto.release import opened_tag
from swapproto.statements import Accept, Deadlines, Slot, new_nonce
from tests.exchanges import EAST, MIRA, NORTH, OTTO, SOUTH, START, Hall, ids, kid, signed, statements_of, terms
from tests.making import committed_to_plaintext

HONEST = (NORTH, MIRA)
CHEATS = (SOUTH, EAST, OTTO)


@cache
def hall() -> Hall:
    """An exchange under release 2 that an honest mediator carries through, while others cheat."""
    found = Hall()
    owed = tuple(Slot(kid(who), "offer", count) for who, count in ((NORTH, 2), (SOUTH, None), (EAST, None)))
    deadlines = Deadlines(START + 100, START + 200, START + 300, START + 400)
    found.agree(
        terms(*owed, mediators=map(kid, (MIRA, OTTO)), release=2, deadlines=deadlines, delivery=True),
        NORTH,
        *(SOUTH, EAST, MIRA, OTTO),
    )
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
    """Every statement and envelope of it, each a file, with the forbidden ones after the others."""
    here = hall()
    standing = here.standing()
    x = standing.exchange.id
    mine, theirs = here.commitment(NORTH), here.commitment(SOUTH)
    opened = here.desk(MIRA).assess(*here.files).opened
    key_of = standing.exchange.key_for

    def sealed(who: Any, names: str, place: Place, **how: Any) -> bytes:
        made = seal(ids(*names), author=who.party, local_secret=who.local_secret, place=place, iat=START, **how)
        return made.sign(who) + made.envelope

    def receipt(who: Any, commitment: Any, stage: Any, subject: bytes = x, **fields: Any) -> bytes:
        body = Receipt(new_nonce(), commitment.id, commitment.body.envelope, stage, **fields)
        return signed(who, body, subject)

    def reveal(who: Any, commitment: Any, reader: Any = None, given: Any = ()) -> bytes:
        cek = opened[commitment.id].cek
        made = prepare_reveal(commitment, cek, revealer=who.party, reader=reader, iat=START, given=sorted(given))
        return made.sign(who)

    def complaint(who: Any, maker: Any, source: bytes, commitment: Any, seed: bytes | None = None) -> bytes:
        accept = key_of(kid(maker), kid(who))
        assert accept is not None
        right = ExchangeKey(who.local_secret, x, kid(maker), accept.body.number).seed
        return receipt(who, commitment, "unopenable", source=source, key=accept.id, seed=seed or right)

    bad = Reveal(new_nonce(), theirs.id, wrap=(key_of(kid(SOUTH), kid(NORTH)).id, bytes(1168)))  # type: ignore[union-attr]
    bad_wrap = signed(SOUTH, bad, x)
    garbage = committed_to_plaintext(SOUTH, b"\xff" * 80, place=Place.first("offer", exchange=x))
    accept = statements_of(here.files[1], SOUTH, Accept)[0]
    withdrawal = signed(SOUTH, Withdraw(new_nonce(), accept.id), x)
    withdrawn = statements_of(withdrawal, SOUTH, Withdraw)[0]
    between = signed(SOUTH, Review(new_nonce(), mine.id, "agreed", seen=[withdrawn.id]), x)
    after = statements_of(between, SOUTH, Review)[0]
    forbidden = [
        sealed(SOUTH, "e", Place.first("offer", exchange=x)),
        sealed(SOUTH, "f", theirs.body.place),
        sealed(EAST, "g", Place.first("report", exchange=x)),
        sealed(EAST, "h", Place("review", bytes(16), exchange=x, answers=mine.id)),
        sealed(SOUTH, "i", Place.first("request", exchange=x), seen=[after.id]),
        garbage.both,
        signed(SOUTH, Reveal(new_nonce(), garbage.id, cek=garbage.cek), x),
        reveal(OTTO, mine),
        reveal(SOUTH, mine, given=[theirs.id]),
        reveal(EAST, mine, given=[bytes([n]) * 32 for n in range(6)]),
        signed(EAST, Reveal(new_nonce(), mine.id, cek=opened[mine.id].cek), b"\5" * 32),
        signed(OTTO, Reveal(new_nonce(), mine.id, cek=bytes(32)), x),
        reveal(SOUTH, theirs),
        bad_wrap,
        complaint(NORTH, SOUTH, statements_of(bad_wrap, SOUTH, Reveal)[0].id, theirs),
        complaint(OTTO, NORTH, mine.id, mine),
        complaint(OTTO, SOUTH, theirs.id, theirs, seed=bytes(32)),
        complaint(EAST, NORTH, mine.id, mine),
        receipt(OTTO, mine, "opened", tag=bytes(32)),
        receipt(OTTO, theirs, "opened", tag=opened_tag(opened[theirs.id].cek, theirs.id, kid(OTTO))),
        receipt(OTTO, mine, "received", subject=b"\5" * 32),
        receipt(NORTH, theirs, "received"),
        withdrawal,
        between,
        signed(EAST, Review(new_nonce(), mine.id, "agreed", seen=[withdrawn.id]), x),
        signed(EAST, Withdraw(new_nonce(), accept.id), x),
        signed(SOUTH, Revoke(new_nonce(), START), kid(SOUTH)),
    ]
    return [piece for file in (*here.files, *forbidden) for piece in pieces(file)]


def pieces(file: bytes) -> list[bytes]:
    """The artefacts of a file but the cards, each alone."""
    read = Transcript.read(file)
    statements = [statement.raw for statement in read.statements.values() if statement.kind != "card"]
    return [*statements, *(envelope.raw for envelope in read.envelopes.values())]

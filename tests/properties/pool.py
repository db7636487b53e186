"""Artefacts of every kind, among them forgeries with sound signatures, for the properties of assessments."""

from collections.abc import Sequence
from functools import cache

from swapproto import Place, disclose, unseal
from swapproto.statements import Slot, Terms, prepare
from tests.making import (
    GUARDED,
    HERON,
    IAT,
    NORTH,
    SOUTH,
    STRANGER,
    Made,
    committed_to_plaintext,
    make,
    people,
    publish,
    reveal,
    sign,
)


@cache
def pool() -> Sequence[bytes]:
    """Artefacts of every kind by honest parties, cheats and strangers, each a file."""
    owed = (Slot(NORTH.party.kid, "offer"), Slot(SOUTH.party.kid, "offer"))
    body = Terms(bytes(16), "made up", owed)
    terms = prepare(body, NORTH.party.verify_key, subject=NORTH.party.kid, iat=IAT)
    exchange = terms.id
    first = make(NORTH, people(4, schema=GUARDED), readers=[SOUTH], place=Place.first("offer", exchange=exchange))
    second = make(NORTH, people(5, schema=GUARDED), place=Place.after(first.signed))
    third = make(NORTH, people(2), place=Place.after(second.signed))
    answer = make(SOUTH, people(3), place=Place.first("offer", exchange=exchange, answers=first.id))
    again = make(SOUTH, people(3), place=answer.signed.body.place, readers=[HERON])
    forked = make(SOUTH, people(2), place=answer.signed.body.place)
    beside = make(SOUTH, people(1), place=Place.first("offer", exchange=exchange))
    broken = make(SOUTH, people(1), place=Place.after(first.signed))
    garbage = committed_to_plaintext(SOUTH, b"\xff" * 80, count=1)
    strange = make(STRANGER)
    opened, opened2 = unseal(first.signed, first.envelope, first.cek), unseal(third.signed, third.envelope, third.cek)
    made: list[Made] = [first, second, third, answer, again, forked, beside, broken, garbage, strange]
    return [
        *(each.commitment for each in made),
        *(each.envelope for each in made),
        *(identity.party.card for identity in (NORTH, SOUTH, STRANGER)),
        terms.sign(NORTH),
        reveal(first),
        reveal(first, by=SOUTH),
        reveal(second, to=HERON),
        reveal(third),
        reveal(third, by=SOUTH),
        reveal(answer),
        reveal(garbage),
        publish(NORTH, garbage, garbage.cek),
        reveal(strange),
        publish(SOUTH, first, b"\1" * 32),
        publish(NORTH, second, second.cek, subject=b"\4" * 32),
        disclose(opened, [0, 2]),
        disclose(opened, [1], restricted=True),
        disclose(opened2, [0, 1]),
        sign(NORTH, "commitment", {"seen": []}, bytes(16)),
        b"\x00",
        b"\xff\xff",
        b"\xd2\x84",
    ]

"""Attacks on evidence of time, each by its name."""

from typing import Any

import pytest

from spec.cases.clocks import CANDLE, ROOT, SUNDIAL, Certified, Making, renewal, stamp, stamp_of, token
from spec.cases.making import Party as SignerOfVectors
from spec.cases.transcripts import variant
from swapproto import Assessment, ExchangeKey, Requirement, Transcript, Trust, assess
from swapproto.stamps.certificates import Certificate
from swapproto.stamps.clocks import Clocks, Operator
from swapproto.statements import Accept, Clock, Commitment, Deadlines, Withdraw
from swapproto.statements.bodies import new_nonce
from tests.exchanges import NORTH, SOUTH, START, Hall, ids, kid, signed, statements_of, terms

SUN = Operator("Sundial", (Certificate.read(ROOT.raw),), 1)
WAX = Operator("Candle", (Certificate.read(CANDLE.raw),), 1)


def agreed(*clocks: Certified, quorum: int = 1) -> dict[str, Any]:
    named = [Clock(f"Clock {i}", (Certificate.read(one.raw).digest,), 1) for i, one in enumerate(clocks)]
    return {"clocks": named, "quorum": quorum}


def played(**fields: Any) -> Hall:
    hall = Hall()
    hall.agree(terms(**fields), NORTH, SOUTH)
    hall.commit(NORTH, ids("a"))
    hall.commit(SOUTH, ids("b"))
    return hall


def seen(hall: Hall, *more: bytes, operators: tuple[Operator, ...] = (SUN, WAX), **how: Any) -> Assessment:
    trust = Trust.of(*hall.pinned)._replace(clocks=Clocks(operators), quorum=how.pop("quorum", 1))
    transcript = Transcript.union(map(Transcript.read, [*hall.files, *more]))
    return assess(transcript, trust, now=how.pop("now", START + 500))


def times(found: Assessment, subject: bytes, **value: Any) -> list[int]:
    facts = [one for one in found.facts if (one.code, one.subject) == ("existed-by", subject)]
    return [one.value["time"] for one in facts if all(one.value[key] == its for key, its in value.items())]


def codes(found: Assessment) -> set[str]:
    return {one.code for one in (*found.facts, *found.views)}


def test_a_signature_variant_does_not_hide_a_stamp() -> None:
    """A signer can make another valid signature of their statement, and present that one alone or first."""
    hall = played()
    commitment = hall.commitment(NORTH)
    other = variant(SignerOfVectors("North", seed=NORTH.seed), commitment.raw)
    good = stamp(SUNDIAL, commitment.raw, START + 40)
    for more in ([good, other], [other, good]):
        assert times(seen(hall, *more), commitment.id, direct=True) == [START + 41]
    alone = Hall()
    alone.files = [other]
    found = seen(alone, good)
    assert times(found, commitment.id) == []
    assert "stamp-unmatched" in codes(found)


def test_one_token_does_not_count_twice_whatever_lies_around_it() -> None:
    """Certificates in a token are not signed: with other ones it is another file and the same stamp."""
    hall = played()
    raw = hall.commitment(NORTH).raw
    one = stamp(SUNDIAL, raw, START + 40)
    same = stamp(SUNDIAL, raw, START + 40, Making(bag=(SUNDIAL.raw, ROOT.raw)))
    assert one != same
    found = seen(hall, one, same, quorum=2)
    assert times(found, hall.commitment(NORTH).id, clock="pinned") == []


def test_a_cross_signed_root_fills_no_quorum_alone() -> None:
    """A token whose chain reaches the roots of two operators is of the first of them."""
    hall = played()
    both = (SUN, Operator("Moondial", SUN.certificates, 1))
    found = seen(hall, stamp(SUNDIAL, hall.commitment(NORTH).raw, START + 40), operators=both, quorum=2)
    assert "existed-by" not in codes(found)


def test_a_statement_that_was_named_before_it_was_signed_has_no_time_of_its_own() -> None:
    """Whoever guesses a statement whole can name its id in one of theirs, and have that stamped."""
    hall = played()
    accept = statements_of(hall.files[1], SOUTH, Accept)[0]
    withdrawal = signed(SOUTH, Withdraw(bytes(16), accept.id), accept.body.exchange, START + 300)
    guessed = statements_of(withdrawal, SOUTH, Withdraw)[0].id
    naming = signed(NORTH, Withdraw(new_nonce(), accept.id, seen=(guessed,)), accept.body.exchange, START + 60)
    found = seen(hall, withdrawal, naming, stamp(SUNDIAL, naming, START + 60))
    assert times(found, guessed, direct=True) == []
    assert times(found, guessed, direct=False) == [START + 61]


def test_clocks_of_the_parties_own_choice_convince_nobody_else() -> None:
    """Two parties agree on a clock of theirs, and let it say what they like."""
    hall = played(**agreed(CANDLE))
    lists = hall.assess().of(Commitment).values()
    stamps = [stamp(CANDLE, one.raw, START - 100_000) for one in lists]
    found = seen(hall, *stamps, operators=())
    assert {one.value["clock"] for one in found.facts if one.code == "existed-by"} == {"agreed"}
    assert "time-not-proven" in found.not_proven
    assert found.exit_code([Requirement("existed-by")]) == 3
    assert found.exit_code() == 0


def test_a_list_that_is_stamped_in_secret_obliges_nobody() -> None:
    """It was there in time; that it was delivered in time is another fact, and the deadline of that is not met."""
    due = Deadlines(commit=START + 100)
    hall = played(**agreed(SUNDIAL), deadlines=due, delivery=True, grace=50)
    lists = [hall.commitment(NORTH), hall.commitment(SOUTH)]
    found = seen(hall, *(stamp(SUNDIAL, one.raw, one.iat) for one in lists))
    assert "commit-in-time" in codes(found)
    assert "delivered-in-time" not in codes(found)
    missed = {(view.by, view.value["what"]) for view in found.views if view.code == "not-met"}
    assert missed == {(kid(NORTH), "acknowledge"), (kid(SOUTH), "acknowledge")}


def test_whoever_accepts_late_makes_nobody_overdue() -> None:
    """Terms expire on Friday; South accepts on Monday, and says that North owes a list."""
    hall = Hall()
    due = Deadlines(accept=START + 15, commit=START + 100)
    hall.propose(NORTH, terms(**agreed(SUNDIAL), deadlines=due))
    accepts = statements_of(hall.files[0], NORTH, Accept)
    body = accepts[0].body
    key = ExchangeKey(SOUTH.local_secret, body.exchange, kid(NORTH), 0)
    late = Accept(new_nonce(), body.exchange, kid(NORTH), 0, key.encrypt_key)
    hall.add(signed(SOUTH, late, body.exchange, START + 10))
    found = seen(hall, stamp(SUNDIAL, accepts[0].raw, START + 10), stamp(SUNDIAL, hall.files[-1], START + 300))
    assert "agreed" in codes(found)
    overdue = {view.by for view in found.views if view.code == "overdue"}
    assert kid(NORTH) not in overdue
    assert {view.by for view in found.views if view.code == "accept-late"} == {kid(NORTH)}


@pytest.mark.parametrize(
    "junk",
    [
        Making(digest="sha1"),
        Making(hashed=bytes(32)),
        Making(bag=()),
        Making(signature=lambda signature: bytes(len(signature))),
        Making(version=2),
    ],
)
def test_junk_stamps_take_nothing_away(junk: Making) -> None:
    """Anybody can add a stamp to anybody's file: bad ones beside a good one change no fact."""
    hall = played()
    raw = hall.commitment(NORTH).raw
    good = stamp(SUNDIAL, raw, START + 40)
    bad = stamp(SUNDIAL, raw, START, junk)
    assert seen(hall, bad, good).facts == seen(hall, good).facts


def test_a_stamp_by_a_stranger_is_no_failure() -> None:
    hall = played()
    found = seen(hall, stamp(SUNDIAL, hall.commitment(NORTH).raw, START + 40), operators=())
    assert found.exit_code() == 0
    assert [one.code for one in found.ignored] == ["token-untrusted"]


def test_a_renewal_of_something_else_is_refused() -> None:
    """A stamp of a stamp is over its bytes: a token for anything else lifts no other token's time."""
    hall = played()
    raw = hall.commitment(NORTH).raw
    first = stamp(SUNDIAL, raw, START + 40)
    other = stamp(SUNDIAL, hall.commitment(SOUTH).raw, START + 40)
    lifted = stamp_of(Transcript.read(first).stamps.popitem()[0], token(CANDLE, other, START + 90))
    found = seen(hall, first, lifted)
    assert [one.code for one in found.rejected] == ["token-imprint"]
    assert times(seen(hall, first, renewal(CANDLE, first, START + 90), quorum=2), hall.commitment(NORTH).id)

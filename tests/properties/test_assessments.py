"""What a transcript proves depends on what is in it, and on nothing else; and more in it proves no less."""

from collections.abc import Sequence
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from swapproto import Assessment, Transcript, assess
from swapproto.wire.armor import armor
from tests.making import HERON, NORTH, NOW, SOUTH, pins
from tests.properties.pool import pool

MOST = 49
CHOICES = st.sets(st.integers(0, MOST)) | st.sets(st.integers(0, MOST), min_size=25)


def seen(files: Sequence[bytes], *, alone: bool = True) -> Assessment:
    parts = files if alone else [b"".join(files)]
    return assess(Transcript.union(map(Transcript.read, parts)), pins(NORTH, SOUTH, HERON), now=NOW)


def chosen(places: set[int]) -> list[bytes]:
    return [pool()[place] for place in sorted(places) if place < len(pool())]


def verdict(found: Assessment) -> tuple[Any, ...]:
    """All that is said, but not in which file and where a bad piece was."""
    return (
        found.facts,
        found.contradictions,
        found.views,
        found.not_proven,
        found.ignored,
        sorted((piece.code, piece.message, piece.id) for piece in found.rejected),
        found.statements,
        {key: opened.list for key, opened in found.opened.items()},
        found.shown,
        found.exit_code(),
    )


def test_the_pool_holds_every_fact_contradiction_and_error_that_the_laws_are_about() -> None:
    found = seen(pool())
    assert {fact.code for fact in found.facts} == {
        *("signed", "knew", "committed", "reissued", "chained", "released", "opened"),
        *("count-stated", "count-proven", "disclosed", "answered", "published", "proposed", "slot-filled"),
    }
    assert {fault.code for fault in found.contradictions} == {
        *("fork", "slot-fork", "bad-chain", "wrong-key", "wrong-content"),
    }
    assert found.rejected
    assert found.ignored
    assert len(pool()) <= MOST


@given(CHOICES, st.randoms(use_true_random=False))
def test_order_and_duplicates_make_no_difference(places: set[int], random: Any) -> None:
    files = chosen(places)
    shuffled = [*files, *random.sample(files, len(files) // 2)]
    random.shuffle(shuffled)
    assert verdict(seen(shuffled)) == verdict(seen(files))


@given(CHOICES.map(lambda places: {place for place in places if place < len(pool()) - 3}), st.integers(0, 40))
def test_how_artefacts_are_put_into_files_makes_no_difference(places: set[int], cut: int) -> None:
    files = chosen(places)  # without the pieces that end the framing of what follows
    parts = [b"".join(files[:cut]), b"".join(files[cut:])]
    whole = [Transcript.union(map(Transcript.read, files)).encode()]
    assert verdict(seen(parts)) == verdict(seen(files)) == verdict(seen(files, alone=False))
    readable = seen(whole)
    assert readable.facts == seen(files).facts
    assert readable.contradictions == seen(files).contradictions


def _still(before: Assessment, after: Assessment) -> list[str]:
    """What was proven before and is proven no longer, not even as part of something stronger."""
    facts: dict[tuple[str, bytes, bytes], list[Any]] = {}
    for fact in after.facts:
        facts.setdefault((fact.code, fact.subject, fact.by), []).append(fact)
    lost: list[str] = []
    for fact in before.facts:
        now = facts.get((fact.code, fact.subject, fact.by), [])
        same = [
            other
            for other in now
            # one list sealed again is proven by any other; one opening by any reveal, and for all rather than for one
            if fact.code == "reissued"
            or (fact.code in ("opened", "count-proven") and set(fact.evidence) <= set(other.evidence))
            or other.evidence == fact.evidence
        ]
        stronger = [
            other
            for other in same
            if other.value == fact.value or (fact.code == "opened" and other.value["transferable"])
        ]
        lost += [] if stronger else [fact.code]
    for fault in before.contradictions:
        matching = [
            other
            for other in after.contradictions
            if (other.code, other.culprit, other.why) == (fault.code, fault.culprit, fault.why)
            and (other.transferable or not fault.transferable)
            and set(other.evidence) >= set(fault.evidence)
        ]
        lost += [] if matching else [fault.code]
    return lost


@given(CHOICES, CHOICES)
def test_whatever_is_added_takes_back_no_fact_and_no_contradiction(places: set[int], more: set[int]) -> None:
    before, after = seen(chosen(places)), seen(chosen(places | more))
    assert _still(before, after) == []
    assert after.exit_code() == 4 or not before.contradictions
    answered = {"refusal-not-proven"}  # whoever has answered is awaited no longer
    assert set(before.not_proven) - answered <= set(after.not_proven)


HEADS = st.sampled_from([0x01, 0x58, 0x59, 0x5B, 0x80, 0x81, 0x9A, 0x9F, 0xA1, 0xD2, 0xD8, 0xDA, 0xF9, 0xFF])
REPEATED = [b"\x00", b"\x80", b"\x81", b"-", b"-----BEGIN SWAPPROTO-----\n", b"-----END SWAPPROTO-----", b"QUJD\n"]
PIECE_OF_ONE = st.tuples(st.integers(0, MOST), st.integers(0, 4000), st.integers(0, 4000))


@st.composite
def junk(draw: st.DrawFn) -> bytes:
    """Bytes, heads, parts of artefacts, and beginnings of artefacts that claim what comes after them."""
    found = b""
    for kind in draw(st.lists(st.integers(0, 4), max_size=4)):
        if kind == 0:
            found += draw(st.binary(max_size=40))
        elif kind == 1:
            found += bytes(draw(st.lists(HEADS, max_size=20)))
        elif kind == 2:
            found += draw(st.sampled_from(REPEATED)) * draw(st.integers(0, 20_000) | st.just(1))
        else:
            place, cut, length = draw(PIECE_OF_ONE)
            one = pool()[place % len(pool())]
            found += one[:cut] if kind == 3 else one[-cut:]
            found += draw(st.just(b"") | st.just(b"\x59" + length.to_bytes(2, "big")))
    return found


@given(CHOICES, st.lists(junk(), min_size=1, max_size=4), st.booleans(), st.randoms(use_true_random=False))
def test_junk_takes_back_no_fact_and_no_contradiction_wherever_it_stands(
    places: set[int], more: list[bytes], armored: bool, random: Any
) -> None:
    files = chosen({place for place in places if place < len(pool()) - 3})
    mixed = [*(armor(file).encode() if armored else file for file in files), *more]
    random.shuffle(mixed)
    before = seen(files)
    for alone in (True, False):
        after = seen(mixed, alone=alone)
        assert _still(before, after) == []
        assert after.exit_code() == 4 or not before.contradictions


@given(CHOICES, st.lists(junk(), min_size=2, max_size=4))
def test_two_files_prove_the_same_in_either_order(places: set[int], more: list[bytes]) -> None:
    files = [*chosen(places), *more]
    apart = seen(files)
    for order in (files, files[::-1]):
        joined = seen(order, alone=False)
        assert _still(apart, joined) == []


@given(CHOICES)
def test_nobody_is_blamed_for_what_others_made_or_altered(places: set[int]) -> None:
    found = seen(chosen(places))
    assert {fault.culprit for fault in found.contradictions} <= {SOUTH.party.kid}
    assert all(fact.by in found.trust.parties for fact in found.facts)


@given(CHOICES)
def test_every_piece_is_used_rejected_or_ignored(places: set[int]) -> None:
    found = seen(chosen(places))
    used = {i for fact in found.facts for i in fact.evidence}
    transcript = Transcript.union(map(Transcript.read, chosen(places)))
    accounted = used | {piece.id for piece in found.rejected} | {ignored.id for ignored in found.ignored}
    for digest, statement in transcript.statements.items():
        assert accounted & {digest, statement.id}
    assert {*transcript.envelopes, *transcript.disclosures} <= accounted

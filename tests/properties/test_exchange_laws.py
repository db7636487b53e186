"""Of an exchange in which many cheat: more artefacts prove no less, and nobody honest is ever blamed."""

from collections.abc import Sequence
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from swapproto import Assessment, Transcript, Trust, assess, open_wraps
from swapproto.assessment import conclude, gather
from swapproto.conformance.exchanged import CHEATS, HONEST, hall, pool
from swapproto.statements import Accept, Receipt, Reveal
from tests.exchanges import START, kid

MOST = 90
CHOICES = st.sets(st.integers(0, MOST)) | st.sets(st.integers(0, MOST)).map(lambda few: set(range(MOST)) - few)


def seen(files: Sequence[bytes]) -> Assessment:
    transcript = Transcript.union(map(Transcript.read, files))
    return assess(transcript, Trust.of(*hall().pinned), now=START + 250)


def chosen(places: set[int]) -> list[bytes]:
    return [pool()[place] for place in sorted(places) if place < len(pool())]


def facts(found: Assessment) -> set[tuple[Any, ...]]:
    return {(one.code, one.subject, one.by) for one in found.facts}


def faults(found: Assessment) -> dict[tuple[Any, ...], set[bytes]]:
    """Return the evidence of each contradiction, but for what names one statement of many that would do."""
    replaceable = {"premature": set(found.of(Accept)), "false-opened": {*found.of(Reveal), *complaints(found)}}
    proof: dict[tuple[Any, ...], set[bytes]] = {}
    for one in found.contradictions:
        kept = set(one.evidence) - replaceable.get(one.code, set())
        proof.setdefault((one.code, one.culprit), set()).update(kept)
    return proof


def complaints(found: Assessment) -> set[bytes]:
    return {receipt.id for receipt in found.of(Receipt).values() if receipt.body.stage == "unopenable"}


def test_the_pool_holds_every_fact_and_contradiction_of_an_exchange() -> None:
    found = seen(pool())
    assert {one.code for one in found.facts} >= {
        *("proposed", "accepted", "agreed", "off-terms", "slot-filled", "count-agreed", "ack-received", "ack-opened"),
        *("ack-unopenable", "opened-by", "in-turn", "published", "relied-on", "reviewed", "withdrew", "revoked"),
        *("knew-withdrawal", "bad-wrap-proven"),
    }
    assert {one.code for one in found.contradictions} == {
        *("fork", "slot-fork", "premature", "wrong-key", "wrong-content", "bad-wrap", "false-complaint"),
        *("false-opened", "after-withdrawal"),
    }
    assert len(pool()) <= MOST


@given(CHOICES, CHOICES)
def test_whatever_is_added_takes_back_no_fact_and_no_contradiction(places: set[int], more: set[int]) -> None:
    before, after = seen(chosen(places)), seen(chosen(places | more))
    assert facts(before) <= facts(after)
    later = faults(after)
    assert all(proof <= later.get(fault, set()) for fault, proof in faults(before).items())


@given(CHOICES)
def test_no_honest_party_is_at_fault_whatever_is_missing(places: set[int]) -> None:
    found = seen(chosen(places))
    assert {one.culprit for one in found.contradictions} <= set(map(kid, CHEATS))


@given(CHOICES)
def test_no_honest_party_is_at_fault_for_a_reader_with_a_key(places: set[int]) -> None:
    transcript = Transcript.union(map(Transcript.read, chosen(places)))
    evidence = gather(transcript, Trust.of(*hall().pinned))
    for who in (*HONEST, *CHEATS):
        openings = open_wraps(evidence, kid(who), who, who.local_secret)
        found = conclude(evidence, openings=openings, now=START)
        assert {one.culprit for one in found.contradictions} <= set(map(kid, CHEATS))


@given(CHOICES, st.randoms(use_true_random=False))
def test_order_and_duplicates_make_no_difference(places: set[int], random: Any) -> None:
    files = chosen(places)
    shuffled = [*files, *random.sample(files, len(files) // 2)]
    random.shuffle(shuffled)
    one, other = seen(files), seen(shuffled)
    assert (one.facts, one.contradictions, one.views, one.not_proven) == (
        other.facts,
        other.contradictions,
        other.views,
        other.not_proven,
    )
    assert [(s.state, s.awaiting) for s in one.exchanges] == [(s.state, s.awaiting) for s in other.exchanges]


@given(CHOICES)
def test_every_exchange_has_one_state_and_unless_it_ended_a_next_move(places: set[int]) -> None:
    for standing in seen(chosen(places)).exchanges:
        ended = standing.state in ("no-terms", "replaced", "withdrawn", "settled")
        assert bool(standing.awaiting) is not ended

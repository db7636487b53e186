"""Of stamps by clocks of which some lie: no interval is wrong if fewer than the quorum do, and all only get tighter."""

from collections.abc import Sequence
from functools import cache
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from spec.cases.clocks import Making, renewal, stamp
from swapproto import Assessment, Transcript, Trust, assess
from swapproto.stamps.clocks import Clocks
from swapproto.statements import Deadlines
from tests.clocks import AUTHORITIES, QUORUM, agreed_clocks, clocks
from tests.exchanges import MIRA, NORTH, SOUTH, START, Hall, ids, terms


@cache
def hall() -> Hall:
    """An exchange whose terms agree on three clocks, of which two have to agree."""
    due = Deadlines(accept=START + 60, commit=START + 150, reveal=START + 260, review=START + 400)
    played = Hall()
    fields: dict[str, Any] = {
        "deadlines": due,
        "clocks": agreed_clocks(),
        "quorum": QUORUM,
        "delivery": True,
        "grace": 20,
    }
    played.agree(terms(**fields), NORTH, SOUTH)
    played.commit(NORTH, ids("a", "b"))
    played.commit(SOUTH, ids("c"))
    played.acknowledge(NORTH, SOUTH, MIRA)
    played.reveal(NORTH, SOUTH)
    played.acknowledge(NORTH, SOUTH)
    return played


@cache
def statements() -> Sequence[tuple[bytes, bytes, int]]:
    """The bytes and ids of the statements of the exchange, and when each was really made."""
    found = Transcript.union(map(Transcript.read, hall().files)).statements.values()
    return sorted((one.raw, one.id, one.iat) for one in found if one.kind != "card")


def seen(files: Sequence[bytes], **trust: Any) -> Assessment:
    transcript = Transcript.union(map(Transcript.read, files))
    trusted = Trust.of(*hall().pinned)._replace(**{"clocks": clocks(), "quorum": QUORUM, **trust})
    return assess(transcript, trusted, now=START + 1000)


@st.composite
def stamped(draw: st.DrawFn, liars: int) -> list[bytes]:
    """Return stamps: those of honest clocks tell at least when a statement was made, those of the liars anything."""
    lying = draw(st.sets(st.sampled_from(sorted(AUTHORITIES)), min_size=liars, max_size=liars))
    found: list[bytes] = []
    for name in draw(st.lists(st.sampled_from(sorted(AUTHORITIES)), max_size=8)):
        raw, _, made = draw(st.sampled_from(statements()))
        lie = st.integers(START - 10_000, START + 10_000)
        time = draw(lie) if name in lying else made + draw(st.integers(0, 300))
        tsa, how = AUTHORITIES[name][0], Making(fraction=draw(st.sampled_from(("", ".25"))))
        found.append(stamp(tsa, raw, time, how))
        if draw(st.booleans()):
            other = draw(st.sampled_from(sorted(AUTHORITIES)))
            later = draw(lie) if other in lying else (START - 20_000 if name in lying else time) + 10
            # an honest clock stamps a lie when it sees it: not before what the liar stamped was made
            later = max(later, made) if other not in lying else later
            found.append(renewal(AUTHORITIES[other][0], found[-1], later))
    return found


def made_at(found: Assessment) -> dict[bytes, int]:
    return {identifier: made for _, identifier, made in statements() if identifier in found.statements}


@given(stamped(QUORUM - 1))
def test_no_time_is_too_early_if_fewer_clocks_lie_than_have_to_agree(stamps: list[bytes]) -> None:
    found = seen([*hall().files, *stamps])
    made = made_at(found)
    times = [one for one in found.facts if one.code == "existed-by" and one.subject in made]
    assert all(one.value["time"] >= made[one.subject] for one in times)
    due = {"accept-in-time": START + 60, "commit-in-time": START + 150, "reveal-in-time": START + 260}
    assert all(made[one.subject] <= due[one.code] for one in found.facts if one.code in due)
    assert not found.contradictions


def test_a_quorum_of_liars_makes_a_time_too_early() -> None:
    raw, identifier, made = statements()[0]
    lies = [stamp(AUTHORITIES[name][0], raw, made - 500) for name in ("Candle", "Sundial")]
    (time,) = {
        one.value["time"]
        for one in seen([*hall().files, *lies]).facts
        if one.code == "existed-by" and one.subject == identifier and one.value["clock"] == "pinned"
    }
    assert time < made


@given(stamped(0), stamped(1), st.randoms(use_true_random=False))
def test_what_is_added_only_tightens_times(some: list[bytes], more: list[bytes], random: Any) -> None:
    files = [*hall().files, *some]
    kept = [file for file in files if random.random() < 0.8]
    whole = [*files, *more]
    random.shuffle(whole)
    before, after = seen(kept), seen(whole)
    for fact in before.facts:
        same = [one for one in after.facts if (one.code, one.subject) == (fact.code, fact.subject)]
        if fact.code == "existed-by":
            clock = [one for one in same if one.value["clock"] == fact.value["clock"]]
            direct = [one for one in clock if one.value["direct"] or not fact.value["direct"]]
            assert min(one.value["time"] for one in direct) <= fact.value["time"]
        elif fact.code.endswith("-in-time"):
            assert fact.value["clock"] in {one.value["clock"] for one in same}
        else:
            assert same


@given(stamped(1), st.randoms(use_true_random=False))
def test_order_and_duplicates_make_no_difference(stamps: list[bytes], random: Any) -> None:
    files = [*hall().files, *stamps]
    mixed = [*files, *random.sample(files, 3)]
    random.shuffle(mixed)
    one, other = seen(files), seen(mixed)
    assert (one.facts, one.views, one.contradictions) == (other.facts, other.views, other.contradictions)
    assert {i.id for i in one.ignored} == {i.id for i in other.ignored}


@given(stamped(1))
def test_stamps_by_nobody_who_is_trusted_change_nothing_but_what_is_ignored(stamps: list[bytes]) -> None:
    files = [file for file in hall().files if file != hall().files[0]]  # without the terms nobody agreed on a clock
    bare, found = seen(files, clocks=Clocks()), seen([*files, *stamps], clocks=Clocks())
    assert (bare.facts, bare.views, bare.not_proven) == (found.facts, found.views, found.not_proven)
    assert bare.exit_code() == found.exit_code()


def test_the_exchange_meets_its_deadlines_by_true_clocks() -> None:
    pairs = [(AUTHORITIES[name][0], raw, made) for raw, _, made in statements() for name in ("Candle", "Hourglass")]
    found = seen([*hall().files, *(stamp(tsa, raw, made) for tsa, raw, made in pairs)])
    codes = {one.code for one in found.facts}
    assert {"accept-in-time", "commit-in-time", "delivered-in-time", "reveal-in-time"} <= codes
    assert "time-not-proven" not in found.not_proven

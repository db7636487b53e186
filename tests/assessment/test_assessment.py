"""What a transcript proves. The vectors hold every rule; here is what the code adds to them. Spec 12."""

from typing import Any

import pytest

from swapproto import InputError, Place, Requirement, Transcript, Trust, assess, disclose, unseal
from tests.making import (
    GUARDED,
    HERON,
    NORTH,
    NOW,
    SOUTH,
    STRANGER,
    assessed,
    culprits,
    fact_codes,
    make,
    people,
    pins,
    publish,
    reveal,
)

FIRST = make(NORTH, people(5), readers=[SOUTH])
SECOND = make(NORTH, people(6), place=Place.after(FIRST.signed))
OPENED = unseal(FIRST.signed, FIRST.envelope, FIRST.cek)
SHOWN = disclose(OPENED, [1])
ALL = FIRST.both + SECOND.both + reveal(FIRST, by=SOUTH) + SHOWN + NORTH.party.card


@pytest.mark.parametrize("now", [float("nan"), 1_767_225_600_000, None, "x", True])
def test_a_verdict_is_of_a_time(now: Any) -> None:
    with pytest.raises(InputError, match="is no time"):
        assess(Transcript(), pins(), now=now)


def test_a_fact_names_its_evidence() -> None:
    found = assessed(ALL, NORTH, SOUTH)
    assert found.exit_code() == 0
    opened = next(fact for fact in found.facts if fact.code == "opened")
    assert opened.by == NORTH.party.kid
    assert FIRST.id in opened.evidence
    assert FIRST.signed.body.envelope in opened.evidence
    assert opened.value["transferable"] is True
    stated = next(fact for fact in found.facts if fact.code == "count-proven")
    assert (stated.value["count"], stated.value["distinct_keys"]) == (5, 5)
    assert list(found.opened[FIRST.id].list) == list(people(5))


@pytest.mark.parametrize("require", [["opened"], [None], "opened"])
def test_what_is_no_requirement_is_refused_in_words(require: Any) -> None:
    with pytest.raises(InputError, match="is a Requirement"):
        assessed(ALL, NORTH, SOUTH).exit_code(require)


def test_adding_artefacts_removes_no_fact() -> None:
    pieces = [FIRST.commitment, FIRST.envelope, SECOND.both, reveal(FIRST, by=SOUTH), SHOWN]
    before: set[tuple[str, bytes]] = set()
    for count in range(1, len(pieces) + 1):
        found = assessed(b"".join(pieces[:count]), NORTH, SOUTH)
        facts: set[tuple[str, bytes]] = {(fact.code, fact.subject) for fact in found.facts}
        assert before <= facts
        before = facts


def test_views_end_when_more_is_known_and_are_no_facts() -> None:
    found = assessed(FIRST.commitment, NORTH)
    views = {view.code for view in found.views}
    assert views == {"sealed", "envelope-absent", "current-version", "unanswered"}
    assert fact_codes(found) == {"signed", "count-stated"}
    later = assessed(ALL, NORTH, SOUTH)
    assert {view.code for view in later.views if view.subject == FIRST.id} == {"unanswered"}
    assert "superseded" in {view.code for view in later.views}
    assert "presenter-not-proven" in later.not_proven


def test_a_private_opening_proves_nothing_to_others() -> None:
    found = assessed(FIRST.both, NORTH, openings={FIRST.id: FIRST.cek})
    opened = next(fact for fact in found.facts if fact.code == "opened")
    assert opened.value["transferable"] is False
    assert "sealed" in {view.code for view in found.views}
    wrong = assessed(FIRST.both, NORTH, openings={FIRST.id: bytes(32)})
    assert "wrap-failed" in {view.code for view in wrong.views}
    assert not wrong.contradictions


def test_a_requirement_that_nothing_proves_is_not_met() -> None:
    found = assessed(FIRST.both + reveal(FIRST, by=SOUTH) + SHOWN, NORTH, SOUTH)
    assert found.exit_code([Requirement("opened"), Requirement("disclosed")]) == 0
    met, unmet = Requirement("opened"), Requirement("reissued")
    assert found.missing([unmet, met, unmet]) == [unmet]
    assert found.exit_code([Requirement("reissued")]) == 3
    assert assessed(ALL, NORTH, SOUTH).missing([met]) == [met], "the latest version is sealed"


def test_the_gravest_exit_code_is_given() -> None:
    fork = make(NORTH, people(5, word="other"), place=FIRST.signed.body.place)
    assert assessed(b"Hello", NORTH).exit_code() == 2
    assert assessed(b"", NORTH).exit_code() == 2
    assert assessed(FIRST.both + fork.both + b"\x01", NORTH).exit_code() == 4
    assert assessed(FIRST.both + b"\x01", NORTH).exit_code() == 1
    assert assessed(FIRST.both + make(STRANGER).commitment, NORTH).exit_code() == 3
    assert assessed(FIRST.both + STRANGER.party.card, NORTH).exit_code() == 0
    assert assessed(STRANGER.party.card, NORTH).exit_code() == 3
    assert assessed(NORTH.party.card, NORTH).exit_code() == 3
    assert assessed(FIRST.both, HERON).exit_code() == 3


def test_a_wrong_key_convicts_the_revealer() -> None:
    wrong = publish(SOUTH, FIRST, bytes(32))
    found = assessed(FIRST.both + wrong, NORTH, SOUTH)
    assert culprits(found) == [("wrong-key", SOUTH.party.kid)]
    assert found.exit_code() == 4
    assert not culprits(assessed(FIRST.both + wrong, NORTH)), "a stranger's fault is no verdict"


def test_claims_do_not_depend_on_the_order_of_files_and_pins() -> None:
    pieces = [NORTH.party.card, FIRST.commitment, FIRST.envelope, SECOND.both, reveal(FIRST), SHOWN, b"\x01"]
    one = assessed(pieces, NORTH, SOUTH)
    two = assessed(pieces[::-1] + pieces[:3], SOUTH, NORTH)
    for name in ("facts", "views", "contradictions", "not_proven"):
        assert getattr(one, name) == getattr(two, name)
    assert [r.code for r in one.rejected] == [r.code for r in two.rejected]
    assert one.exit_code() == two.exit_code() == 1


def test_an_expired_card_is_a_view_and_takes_no_fact_away() -> None:
    party = NORTH.party._replace(not_after=NOW - 1)
    found = assess(Transcript.read(FIRST.both), Trust.of(party), now=NOW)
    assert [view.subject for view in found.views if view.code == "card-expired"] == [party.card_id]
    assert {"signed", "committed"} <= fact_codes(found)
    assert not [
        view
        for view in assess(Transcript.read(FIRST.both), Trust.of(party), now=NOW - 1).views
        if view.code == "card-expired"
    ]


def test_a_disclosure_without_its_commitment_proves_nothing() -> None:
    found = assessed(SHOWN + SECOND.both, NORTH)
    assert [ignored.code for ignored in found.ignored] == ["commitment-missing"]
    assert "disclosed" not in fact_codes(found)
    assert found.exit_code() == 3


def test_shown_entries_are_those_of_the_list() -> None:
    made = make(NORTH, people(4, schema=GUARDED))
    opened = unseal(made.signed, made.envelope, made.cek)
    found = assessed(made.commitment + disclose(opened, [0, 3]), NORTH)
    (shown,) = found.shown.values()
    assert {entry.entry["id"] for entry in shown} == {"person id 0", "person id 3"}
    assert all(entry.held_back for entry in shown)


def test_nothing_is_proven_about_truth_completeness_and_time() -> None:
    always = {
        "true-not-proven",
        "complete-not-proven",
        "only-not-proven",
        "time-not-proven",
        "receipt-not-proven",
    }
    assert set(assess(Transcript(), pins(), now=0).not_proven) == always
    more = {"presenter-not-proven", "refusal-not-proven"}
    assert set(assessed(ALL, NORTH, SOUTH).not_proven) == {*always, *more}


@pytest.mark.parametrize("wrong", [{}, {NORTH.party.kid: NORTH.party}, [NORTH.party], None])
def test_a_trust_of_another_type_is_an_error_that_says_what_to_do(wrong: Any) -> None:
    with pytest.raises(InputError, match=r"Trust\.of"):
        assess(Transcript.read(ALL), wrong, now=NOW)

"""The model of the exchange: its rules hold in every state of the smallest cases, and an undone rule is noticed."""

import pytest

from spec.model.cases import SMALL, WITNESS
from spec.model.explore import Search
from spec.model.properties import Case
from spec.model.undone import RULES, UNDONE


@pytest.mark.parametrize("case", SMALL, ids=lambda case: case.name)
def test_the_rules_hold_in_every_state_of_a_small_exchange(case: Case) -> None:
    found = Search(case, RULES).run()
    assert found.states > 50
    assert found.transitions >= found.states - 1
    assert found.words() == ""


def test_every_undone_rule_has_the_case_that_shows_it() -> None:
    assert UNDONE.keys() == WITNESS.keys()


@pytest.mark.parametrize("name", UNDONE)
def test_the_counter_example_of_an_undone_rule_is_found(name: str) -> None:
    assert Search(WITNESS[name], UNDONE[name]).run().violation

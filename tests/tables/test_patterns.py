"""Patterns of spec 6.1: the same as a backtracking engine finds, in time that no text makes longer."""

import re
from contextlib import suppress

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from swapproto.tables.patterns import TEXT_LIMIT, Pattern
from tests.budget import cpu_budget

ATOMS = st.sampled_from(
    ["a", "b", ".", "[ab]", "[^a]", "[a-c]", r"\.", "[b-]", "[-a]", "[^-]", r"\n", r"[\]a]", "[^^]", "ї", "[а-яї]"]
)
TIMES = st.sampled_from(["", "", "", "?", "*", "+", "{2}", "{1,3}", "{0,2}", "{1,}", "{0}"])
BRANCH = st.lists(st.tuples(ATOMS, TIMES).map("".join), min_size=1, max_size=4).map("".join)
PATTERNS = st.lists(BRANCH, min_size=1, max_size=3).map("|".join)


@given(PATTERNS, st.text("abc.-^\n]їя😀", max_size=6))
@example("a*a*a", "aaa")
@example("[^a]", "\n")
@example("b{0}", "")
def test_a_pattern_matches_as_a_regular_expression_does(pattern: str, text: str) -> None:
    other = re.sub(r"(\\.)|\.", lambda found: found[1] or r"[^\n\r]", pattern)
    assert Pattern(pattern).matches(text) == bool(re.fullmatch(other, text))


@pytest.mark.parametrize(
    "pattern",
    [
        *(
            "",
            "|",
            "a|",
            "|a",
            "a||b",
            "^a",
            "a$",
            "(a)",
            "a**",
            "a+?",
            "a++",
            "*",
            "{2}",
            "a{,3}",
            "a{3,2}",
            "a{1000}",
        ),
        *("a{", "}", "[a", "]", "[]", "[^]", "[b-a]", "[a-b-c]", "[[:alpha:]]", "\\", r"\d", r"\p{L}", r"\1", r"[\d]"),
        *("(a*)*", "(?i)a", "a{١}", "[a[b]]", r"\$", r"\u0041"),
    ],
)
def test_what_is_not_a_pattern_is_refused(pattern: str) -> None:
    with pytest.raises(ValueError, match=r"character|missing|between"):
        Pattern(pattern)


def test_no_text_makes_matching_slow() -> None:
    text = "a" * TEXT_LIMIT
    with cpu_budget(5):
        assert not Pattern(".*" * 127 + "x").matches(text)
        assert Pattern("a{0,999}" * 31).matches(text)
    assert Pattern("a*").matches(text)
    assert not Pattern("a*").matches(text + "a")


@given(st.text(max_size=40) | st.text("[]^-\\{},09|.*+?()ab", max_size=40))
def test_any_text_is_a_pattern_or_a_value_error(text: str) -> None:
    with suppress(ValueError):
        Pattern(text).matches("ab")

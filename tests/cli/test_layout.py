"""The layout: lines are broken between words at the width of a window, and what others wrote forges no line."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from swapproto.cli.screen.layout import MARGIN, fitted, paragraph
from tests.budget import cpu_budget


@given(st.text(st.sampled_from("ab  \u0456\u4e2d\n-"), max_size=200), st.integers(10, 60))
def test_only_spaces_and_line_ends_are_changed(text: str, columns: int) -> None:
    assert "".join(fitted(text, columns).split()) == "".join(text.split())


@given(st.lists(st.text(st.sampled_from("ab\u0456"), min_size=1, max_size=9), max_size=40), st.integers(20, 60))
def test_lines_fit_where_words_do(words: list[str], columns: int) -> None:
    assert all(len(line) <= columns for line in fitted(" ".join(words), columns).split("\n"))


def test_short_lines_and_unknown_windows_change_nothing() -> None:
    text = "  entries   4  \n\n  x"
    assert fitted(text, 40) == text
    assert fitted("a " * 200, None) == "a " * 200


def test_what_follows_a_key_stays_below_it() -> None:
    assert fitted("  proven   it is one two three four", 24) == "  proven   it is one two\n           three four"
    assert fitted("error: one two three four", 14) == "error: one two\n  three four"


def test_a_command_stays_in_one_line() -> None:
    line = "Later: swapproto reveal list.swap -k North.swapkey --to CARD.swap"
    assert fitted(line, 30) == "Later:\n  swapproto reveal list.swap -k North.swapkey --to CARD.swap"


def test_each_line_of_a_text_by_others_keeps_its_margin() -> None:
    """A value would else show, in a narrow window, as a sentence of the verdict."""
    lines = fitted(MARGIN + "note: 1 2 3 proven   signed by everyone", 24).split("\n")
    assert len(lines) > 1
    assert all(line.startswith(MARGIN) for line in lines)


def test_wide_letters_take_two_columns_and_colours_none() -> None:
    assert fitted("\u4e2d\u4e2d \u4e2d\u4e2d", 8) == "\u4e2d\u4e2d\n  \u4e2d\u4e2d"
    assert fitted("\x1b[1mone two\x1b[0m", 7) == "\x1b[1mone two\x1b[0m"


@pytest.mark.parametrize(
    "text", ["a " * 500_000, "a  " * 300_000, " " * 1_000_000, "a" * 1_000_000, "swapproto a" * 90_000]
)
def test_a_long_line_takes_time_by_its_length(text: str) -> None:
    with cpu_budget(5):
        fitted(text, 40)


def test_a_paragraph_is_filled_anew_for_a_narrow_window() -> None:
    text = "one two three four five\nsix seven " * 9
    lines = paragraph(text, 24).split("\n")
    assert all(15 < len(line) <= 24 for line in lines[:-1])
    assert not any(line.startswith(" ") for line in lines)
    assert paragraph(text, 100) == paragraph(text, None) == text

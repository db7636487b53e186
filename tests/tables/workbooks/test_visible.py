"""Texts made visible: what cannot be seen has a name, and homoglyphs a label."""

import pytest

from swapproto.tables.workbooks.visible import in_a_cell, visible
from tests.tables.workbooks.making import PLAIN


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\nb", "a\nb"),
        ("\na ", "<U+000A>a<U+0020>"),
        ("a  b", "a <U+0020>b"),
        ("a\xa0b\u202e", "a<U+00A0>b<U+202E>"),
        ("и\u0306", "и<U+0306>"),
        ("й é اَب", "й é اَب"),
        ("\ud800", "<U+D800>"),
        ("\ufffe", "<U+FFFE>"),
    ],
)
def test_what_cannot_be_seen_is_made_visible(text: str, shown: str) -> None:
    assert visible(text) == shown


def test_letters_of_another_script_are_labelled() -> None:
    assert in_a_cell(f"UA-{PLAIN} x") == f"UA-{PLAIN} x"
    assert in_a_cell("\u0421amp") == "<Cyrillic \u0421>amp"

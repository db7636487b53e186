"""Review lists: a list that says something twice, or of nothing, is none."""

import pytest

from swapproto import InputError, List, reviews
from swapproto.lists import Field, Schema

LEAF = "ab" * 32


def listed(*rows: tuple[str | None, str | None, str | None]) -> List:
    """Return a review list as a hostile reviewer can seal it: readers check no constraints."""
    bare = Schema([Field("leaf"), Field("verdict"), Field("reason")])
    made = List.of("review", bare, [dict(zip(("leaf", "verdict", "reason"), row, strict=True)) for row in rows])
    return List(made.label, reviews.SCHEMA, made.public)


@pytest.mark.parametrize(
    "rows",
    [
        [(LEAF, "contested", None), (LEAF, "agreed", None)],
        [(None, "agreed", None)],
        [("AB" * 32, "agreed", None)],
        [(LEAF, "perhaps", None)],
        [(LEAF, None, None)],
        [(LEAF, "contested", "x" * 65)],
    ],
)
def test_what_is_no_review_is_refused(rows: list[tuple[str | None, str | None, str | None]]) -> None:
    with pytest.raises(InputError):
        reviews.read(listed(*rows))


def test_a_review_list_is_read_as_it_was_made() -> None:
    found = reviews.read(listed((LEAF, "contested", "a wrong date")))
    assert found == {LEAF: reviews.Opinion("contested", "a wrong date")}


def test_a_reason_is_in_no_repr() -> None:
    assert "secret" not in repr(reviews.Opinion("contested", "secret"))

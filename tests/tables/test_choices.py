"""What closed values are called: every one of every profile, in every language of its fields."""

import pytest

from swapproto.tables import choices, profiles, titles

CLOSED = [
    (name, field.name, value)
    for name in profiles.names()
    for field in profiles.load(name).schema.fields
    for value in field.constraints.enum
]


@pytest.mark.parametrize("language", titles.LANGUAGES)
def test_every_closed_value_has_a_title_in_every_language(language: str) -> None:
    assert len(CLOSED) > 700
    called = {(field, value): choices.title(field, value, language) for _, field, value in CLOSED}
    assert [key for key, title in called.items() if not title] == []
    for field in {field for field, _ in called}:
        own = [title for (other, _), title in called.items() if other == field]
        assert len(own) == len(set(own)), field  # two values never look the same


def test_a_value_is_called_something_only_where_a_profile_closes_it() -> None:
    assert choices.title("status", "civilian", "uk") == "цивільна особа"
    assert choices.title("nationality", "UKR", "ar") == "أوكرانيا"
    for field, value, language in (
        ("status", "other", "uk"),
        ("rank", "civilian", "uk"),
        ("rank", "UKR", "uk"),
        ("nationality", "ukr", "uk"),
        ("nationality", "UKR", "no such language"),
        ("nationality", "UKR", "xx"),
        ("status", "civilian", "de"),
    ):
        assert choices.title(field, value, language) is None

"""Plural categories by the rules of CLDR: which form of a noun a number takes in a language."""

from collections.abc import Callable
from functools import cache


@cache
def rule(language: str) -> Callable[[int], str]:
    """Return the rule of a language: it returns ``zero``, ``one``, ``two``, ``few``, ``many`` or ``other``."""
    from babel import Locale  # takes a quarter of the time of a small verification, and English needs no rule

    return Locale.parse(language).plural_form

"""The characters that a name may hold, and those that hide or reorder text. Spec 4.4."""

import re

__all__ = ["HIDING", "WIDE_SPACE", "is_visible"]

HIDING = re.compile(
    "[\x00-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb"
    "\ud800-\udfff\U000e0000-\U000e007f]"
)
"""Characters that hide, reorder or break what people see."""
WIDE_SPACE = re.compile("[\xa0\u1680\u2000-\u200a\u202f\u205f\u2800\u3000]")
"""Spaces that look like U+0020 and are not."""


def is_visible(text: str, limit: int) -> bool:
    """Return whether ``text`` is 1 to ``limit`` bytes with no control, invisible or reordering character.

    Only single U+0020 spaces are allowed, and none at either end, so that two texts never differ in what nobody sees.
    """
    fits = 0 < len(text.encode(errors="surrogatepass")) <= limit
    return (
        fits
        and text == text.strip(" ")
        and not HIDING.search(text)
        and not WIDE_SPACE.search(text)
        and "  " not in text
    )

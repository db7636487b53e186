"""What a page says of itself that it is, for whoever reads the data in it. Anybody can say so."""

import re

LETTER = '<meta name="generator" content="swapproto letter">'
_COMMAND = re.compile(r"swapproto[\s>]+verify[\s>]+LETTER\.html")
"""What stands in the text of letters in every language."""
_CODES = ("ascii", "utf-16-le", "utf-16-be")
_HEAD = 4096
"""In how many bytes of a page its mark is."""


def is_letter(data: bytes) -> bool:
    """Return whether a file says of itself that it is a letter."""
    return any(LETTER.encode(code) in data[:_HEAD] for code in _CODES)


def is_text_of_letter(text: str) -> bool:
    """Return whether a text was copied from a letter: the words of one, perhaps quoted, without its data."""
    return _COMMAND.search(text) is not None

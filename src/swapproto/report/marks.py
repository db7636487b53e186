"""What a page says of itself that it is, for whoever reads the data in it. Anybody can say so."""

LETTER = '<meta name="generator" content="swapproto letter">'
_CODES = ("ascii", "utf-16-le", "utf-16-be")
_HEAD = 4096
"""In how many bytes of a page its mark is."""


def is_letter(data: bytes) -> bool:
    """Return whether a file says of itself that it is a letter."""
    return any(LETTER.encode(code) in data[:_HEAD] for code in _CODES)

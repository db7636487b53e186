"""Armored text: artefacts in base64 between two lines, for mail and messengers. Spec 3.3."""

import base64
import binascii
import re
from collections.abc import Iterator

from ..errors import FormatError

LINE = 64
_SPACE = " \t\r\v\f"
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_BINARY = re.compile(b"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
"""Bytes that no letter has, and that every statement and envelope has."""


def armor(data: bytes, label: str = "SWAPPROTO") -> str:
    """Return ``data`` as one block of text lines.

    >>> print(armor(b"abc"), end="")
    -----BEGIN SWAPPROTO-----
    YWJj
    -----END SWAPPROTO-----
    """
    text = base64.b64encode(data).decode()
    lines = [text[i : i + LINE] for i in range(0, len(text), LINE)]
    return "\n".join([f"-----BEGIN {label}-----", *lines, f"-----END {label}-----", ""])


def dearmor(text: str, label: str = "SWAPPROTO") -> bytes:
    """Return the bytes of all blocks in ``text``, joined. Quote marks and white space around lines are allowed.

    Raise :class:`FormatError` ``armor-malformed``.
    """
    return b"".join(blocks(text, label))


def blocks(text: str, label: str = "SWAPPROTO") -> list[bytes]:
    """Return the bytes of each block in ``text``, at least one. Raise as :func:`dearmor`."""
    found = list(_blocks(text, *_marks(label)))
    if not found:
        raise FormatError("armor-malformed", f"there is no line -----BEGIN {label}----- in this text")
    return [*map(_decode, found)]  # step 2


def mentions_block(text: str, label: str = "SWAPPROTO") -> bool:
    """Return whether a line of ``text`` begins or ends a block."""
    return not set(_marks(label)).isdisjoint(map(_bare, _lines(text)))


def is_text(data: bytes) -> bool:
    """Return whether a file is text rather than artefacts. Spec 3.2, step 1."""
    if data[:1] in (b"\t", b"\n", b"\r") or b" " <= data[:1] <= b"~" or data.startswith((b"\xef\xbb\xbf", *_UTF_16)):
        return True
    return b"-----BEGIN SWAPPROTO-----" in data and _BINARY.search(data) is None


def text_of(data: bytes) -> str:
    """Return a file that is text. What surrounds the blocks may be in any encoding that has ASCII, or in UTF-16."""
    return data.decode("utf-16" if data.startswith(_UTF_16) else "utf-8", errors="replace")


def _marks(label: str) -> tuple[str, str]:
    return f"-----BEGIN {label}-----", f"-----END {label}-----"


def _lines(text: str) -> list[str]:
    return text.removeprefix("\ufeff").split("\n")


def _bare(line: str) -> str:
    return line.strip(_SPACE).lstrip(">" + _SPACE)  # step 1: mail programs quote and indent


def _blocks(text: str, begin: str, end: str) -> Iterator[str]:
    inside: list[str] | None = None
    for line in map(_bare, _lines(text)):
        if line == begin and inside is None:
            inside = []
        elif line == end and inside is not None:
            yield "".join(inside)
            inside = None
        elif line in (begin, end):
            raise FormatError("armor-malformed", f"the line {line} is in the wrong place")
        elif inside is not None:
            inside.append(line)
    if inside is not None:
        raise FormatError("armor-malformed", f"the line {end} is missing: the text is cut off")


def _decode(text: str) -> bytes:
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise FormatError("armor-malformed", "the text between begin and end is not base64") from None
    if base64.b64encode(data).decode() != text:
        raise FormatError("armor-malformed", "the base64 has wrong padding or stray bits")
    return data

"""Armored text: artefacts in base64 between two lines, for mail and messengers. Spec 3.3."""

import base64
import binascii
import io
import re
from collections.abc import Iterable, Iterator

from ..errors import FormatError

LINE = 64
KEY_LABEL = "SWAPPROTO KEY"
"""What the lines around a key file say, which is never read with artefacts. Spec 4.5."""
_SPACE = " \t\r\v\f"
_UTF_8_MARK = b"\xef\xbb\xbf"
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_UTF_16_CODES = ("utf-16-le", "utf-16-be")
_WHITE = _SPACE.encode()
_QUOTES = b">" + _WHITE
_MARK = re.compile(rb"-----(BEGIN|END) SWAPPROTO-----")
_REST = re.compile(rb"[ \t\r\v\f]*(?:\n|\Z)")  # of a line


_SLICE = LINE // 4 * 3 * 2**10  # bytes
_MARKS_OF_LINES = re.compile(
    r"-----BEGIN SWAPPROTO-----[ \t\r\v\f]*$|^[> \t\r\v\f]*-----END SWAPPROTO-----", re.MULTILINE
)


def armor(data: bytes, label: str = "SWAPPROTO") -> str:
    """Return ``data`` as one block of text lines.

    >>> print(armor(b"abc"), end="")
    -----BEGIN SWAPPROTO-----
    YWJj
    -----END SWAPPROTO-----
    """
    return "".join(armored([data], label))


def armored(parts: Iterable[bytes], label: str = "SWAPPROTO") -> Iterator[str]:
    """Yield the block of :func:`armor` for parts that are joined, some lines at a time."""
    yield f"-----BEGIN {label}-----\n"
    rest = b""
    for part in parts:
        data = rest + part if rest else part
        whole = len(data) - len(data) % (LINE // 4 * 3)
        for start in range(0, whole, _SLICE):
            yield _in_lines(data[start : min(whole, start + _SLICE)])
        rest = data[whole:]
    yield f"{_in_lines(rest)}-----END {label}-----\n"


def _in_lines(data: bytes) -> str:
    starts = range(0, len(data), LINE // 4 * 3)
    return b"".join(binascii.b2a_base64(data[at : at + LINE // 4 * 3]) for at in starts).decode()  # with line ends


def marks(text: str) -> list[str]:
    """Return the marks that can begin or end a block in whole lines of a text: at the end of one, or at its start."""
    return [mark.strip(f">{_SPACE}") for mark in _MARKS_OF_LINES.findall(text)]


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
    return re.search(rf"(?m)^[\ufeff> \t\r\v\f]*-----(BEGIN|END) {label}-----[ \t\r\v\f]*$", text) is not None


def found_blocks(data: bytes) -> tuple[bytes, FormatError | None]:
    """Return the joined contents of the sound blocks in a file, and what is wrong with another block, or with the file.

    What stands before a begin line or after an end line, even on that line, hides no block. But what is no block then
    is a sentence about one, and no error. Spec 3.2, step 4.
    """
    contents, wrong = _found_blocks(data)
    for mark, reading in _readings(data):
        found, error = _found_blocks(reading)
        known = set(contents)
        contents += [content for content in found if content not in known]
        wrong = wrong or (error if mark is not None and data.startswith(mark) else None)
    if not contents and wrong is None:
        wrong = FormatError("armor-malformed", "there is no line -----BEGIN SWAPPROTO----- in this text")
        if f"\n-----BEGIN {KEY_LABEL}-----".encode() in b"\n" + data:
            message = "this is a key file, which contains a secret: keep it to yourself"
            wrong = FormatError("armor-malformed", message)
    return b"".join(contents), wrong


def _readings(data: bytes) -> Iterator[tuple[bytes | None, bytes]]:
    """Yield what is decoded from UTF-16, where it can have a block, and the byte order mark that tells this reading.

    A text in UTF-16 can stand behind another one, and so begin at any byte.
    """
    for code, mark in zip(_UTF_16_CODES, _UTF_16, strict=True):
        if any(words.encode(code) in data for words in ("-BEGIN SWAPPROTO-", "-END SWAPPROTO-")):
            for start in (0, 1):
                units = data[start : len(data) - (len(data) - start) % 2]
                yield (None if start else mark), units.decode(code, errors="replace").encode()


def _found_blocks(data: bytes) -> tuple[list[bytes], FormatError | None]:
    data = data.removeprefix(_UTF_8_MARK)
    contents: list[bytes] = []
    wrong: FormatError | None = None
    start, alone, before = -1, False, 0  # where the contents of an open block start, and where the last mark ended
    for mark in _MARK.finditer(data):
        line = data.rfind(b"\n", before, mark.start()) + 1 or before
        first = not data[line : mark.start()].strip(_QUOTES) and (line != before or data[line - 1 : line] in b"\n")
        last = _REST.match(data, mark.end())
        before = mark.end()
        if mark[1] == b"BEGIN" and last:
            wrong = _unpaired() if start >= 0 and alone else wrong
            start, alone = last.end(), first
        elif mark[1] == b"END" and first and start >= 0:
            try:
                contents.append(_from_base64(_joined(data[start:line])))
            except FormatError as error:
                wrong = error if alone or last else wrong
            start = -1
        elif mark[1] == b"END" and first and last:
            wrong = _unpaired()
    if start >= 0 and alone:
        wrong = FormatError("armor-malformed", "the line -----END SWAPPROTO----- is missing: the text is cut off")
    return contents, wrong


def _joined(lines: bytes) -> bytearray:
    joined = bytearray()
    for line in io.BytesIO(lines):
        joined += line.strip(_WHITE + b"\n").lstrip(_QUOTES)
    return joined


def _unpaired() -> FormatError:
    return FormatError("armor-malformed", "a begin line without its end line, or the reverse")


def is_text(data: bytes) -> bool:
    """Return whether bytes that are no artefact are text, in which there may be armor. Spec 3.2, step 4."""
    if data[:1] in (b"\t", b"\n", b"\r") or b" " <= data[:1] <= b"~" or data.startswith((_UTF_8_MARK, *_UTF_16)):
        return True
    return any("-----BEGIN SWAPPROTO-----".encode(code) in data for code in ("ascii", *_UTF_16_CODES))


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
    return _from_base64(text.encode("utf-8", errors="replace"))


def _from_base64(text: bytes | bytearray) -> bytes:
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise FormatError("armor-malformed", "the text between begin and end is not base64") from None
    if base64.b64encode(data) != text:
        raise FormatError("armor-malformed", "the base64 has wrong padding or stray bits")
    return data

"""DER (X.690), read strictly: the encoding of tokens and certificates. Spec 18.2.

:func:`whole` checks every element in one pass, without recursion; then :class:`Fields` takes elements in their order.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from ..errors import FormatError

BOOLEAN, INTEGER, BITS, OCTETS, NULL, OID, ENUMERATED, UTF8 = 0x01, 0x02, 0x03, 0x04, 0x05, 0x06, 0x0A, 0x0C
UTC_TIME, TIME, UNIVERSAL, BMP = 0x17, 0x18, 0x1C, 0x1E
SEQUENCE, SET = 0x30, 0x31
PRIMITIVE, CONSTRUCTED = 0x80, 0xA0
"""Tags of the context, to which their number is added."""
_ARCS = re.compile(rb"(?:(?:[\x81-\xff][\x80-\xff]*)?[\x00-\x7f])+")
_CONSTRUCTED_BIT, _CLASS_BITS, _NUMBER_BITS = 0x20, 0xC0, 0x1F


def malformed(what: str) -> FormatError:
    """Return the error for a token, or a certificate, that has not the form that it has to have."""
    return FormatError("token-malformed", f"{what}: the time stamp is damaged, or of a kind that cannot be read here")


class Element(NamedTuple):
    """One element of ``data``: its tag, where it starts, where its content starts, and where both end."""

    tag: int
    data: bytes
    start: int
    inner: int
    end: int

    @property
    def raw(self) -> bytes:
        """The element with its tag and length."""
        return self.data[self.start : self.end]

    @property
    def content(self) -> bytes:
        """The element without its tag and length."""
        return self.data[self.inner : self.end]

    def members(self) -> Iterator["Element"]:
        """Yield the elements directly within this one."""
        pos = self.inner
        while pos < self.end:
            member = _read(self.data, pos, self.end)
            yield member
            pos = member.end

    def only(self, tag: int) -> "Element":
        """Return the one element within this one. Raise ``token-malformed`` unless it is alone and has this tag."""
        members = list(self.members())
        if [member.tag for member in members] != [tag]:
            raise malformed(f"something else than one {tag:02x} at byte {self.inner}")
        return members[0]

    def integer(self) -> int:
        """Return the value of an INTEGER, which has to be in shortest form."""
        content = self.content
        _check_integer(content)
        return int.from_bytes(content, "big", signed=True)


class Fields:
    """The elements within a SEQUENCE, taken in their order. Raise ``token-malformed`` if it is none."""

    def __init__(self, element: Element) -> None:
        if element.tag != SEQUENCE:
            raise malformed(f"something else than {SEQUENCE:02x} at byte {element.start}")
        self._members = element.members()
        self._next = next(self._members, None)

    def has(self, *tags: int) -> bool:
        """Return whether the next element has one of these tags."""
        return self._next is not None and self._next.tag in tags

    def take(self, *tags: int) -> Element:
        """Return the next element. Raise ``token-malformed`` unless it has one of these tags."""
        found = self._next
        if found is None or found.tag not in tags:
            raise malformed(
                f"something else than {tags[0]:02x} at byte {found.start}" if found else "a part is missing"
            )
        self._next = next(self._members, None)
        return found

    def take_if(self, tag: int) -> Element | None:
        """Return the next element if it has this tag."""
        return self.take(tag) if self.has(tag) else None

    def any(self) -> Element | None:
        """Return the next element whatever its tag is, or None if none is left."""
        return self.take(self._next.tag) if self._next else None

    def end(self) -> None:
        """Raise ``token-malformed`` if an element is left."""
        if self._next is not None:
            raise malformed(f"something that does not belong there, at byte {self._next.start}")


def whole(data: bytes, tag: int = SEQUENCE) -> Element:
    """Return the one element that ``data`` is, everything in it checked. Raise ``token-malformed``.

    Time is linear in the data, and memory in its depth.
    """
    element = outer(data, tag)
    ends, pos = [element.end], element.start
    while ends:
        if pos == ends[-1]:
            ends.pop()
            continue
        inner = _read(data, pos, ends[-1])
        if inner.tag & _CONSTRUCTED_BIT:
            ends.append(inner.end)
            pos = inner.inner
        else:
            if check := _CHECKS.get(inner.tag):
                check(inner.content)
            pos = inner.end
    return element


def write(tag: int, *parts: bytes) -> bytes:
    """Return an element with this tag and the parts as its content."""
    content = b"".join(parts)
    size = len(content)
    if size < 0x80:
        return bytes([tag, size]) + content
    length = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes([tag, 0x80 + len(length)]) + length + content


def write_integer(value: int) -> bytes:
    """Return an INTEGER that is not negative."""
    return write(INTEGER, value.to_bytes(value.bit_length() // 8 + 1, "big"))


def outer(data: bytes, tag: int = SEQUENCE) -> Element:
    """Return the one element that ``data`` is; what is in it is not checked. Raise ``token-malformed``."""
    element = _read(data, 0, len(data))
    if element.tag != tag or element.end != len(data):
        raise malformed("it is not one whole DER structure")
    return element


def _read(data: bytes, start: int, stop: int) -> Element:
    if start + 2 > stop:
        raise malformed(f"cut short at byte {start}")
    tag, length = data[start], data[start + 1]
    inner = start + 2
    if length >= 0x80:
        inner += length & 0x7F
        length = int.from_bytes(data[start + 2 : inner], "big") if inner <= min(stop, start + 6) else -1
        if length < 0x80 or not data[start + 2]:
            raise malformed(f"a length that is not in DER, at byte {start}")
    if tag & _NUMBER_BITS == _NUMBER_BITS or not tag & ~_CONSTRUCTED_BIT:
        raise malformed(f"a tag that is not in DER, at byte {start}")
    if not tag & _CLASS_BITS and (tag & _CONSTRUCTED_BIT != 0) != (tag | _CONSTRUCTED_BIT in (SEQUENCE, SET)):
        raise malformed(f"a string in parts, or a sequence without, at byte {start}")
    end = inner + length
    if end > stop:
        raise malformed(f"cut short at byte {start}")
    return Element(tag, data, start, inner, end)


def _check_integer(content: bytes) -> None:
    if not content or (len(content) > 1 and content[:1] in b"\x00\xff" and (content[0] ^ content[1]) < 0x80):
        raise malformed("a number that is not in DER")


def _check_boolean(content: bytes) -> None:
    if content not in (b"\x00", b"\xff"):
        raise malformed("a truth value that is not in DER")


def _check_null(content: bytes) -> None:
    if content:
        raise malformed("a NULL that is not empty")


def _check_oid(content: bytes) -> None:
    if not _ARCS.fullmatch(content):
        raise malformed("an object identifier that is not in DER")


def _check_bits(content: bytes) -> None:
    unused = content[0] if content else 8
    if unused > 7 or (unused and (len(content) == 1 or content[-1] & ((1 << unused) - 1))):
        raise malformed("a bit string that is not in DER")


def _check_utf8(content: bytes) -> None:
    try:
        content.decode()
    except UnicodeDecodeError:
        raise malformed("a text that is not UTF-8") from None


def _check_bmp(content: bytes) -> None:
    try:
        content.decode("utf-16-be")
    except UnicodeDecodeError:
        raise malformed("a text that is not UTF-16") from None


def _check_universal(content: bytes) -> None:
    try:
        content.decode("utf-32-be")
    except UnicodeDecodeError:
        raise malformed("a text that is not UTF-32") from None


_CHECKS = {
    BOOLEAN: _check_boolean,
    INTEGER: _check_integer,
    ENUMERATED: _check_integer,
    BITS: _check_bits,
    NULL: _check_null,
    OID: _check_oid,
    UTF8: _check_utf8,
    BMP: _check_bmp,
    UNIVERSAL: _check_universal,
}

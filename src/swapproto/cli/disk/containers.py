"""Mail and archives: takes them apart, to a limited size and number of parts, and says what is left out and why."""

import io
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from email.message import Message
    from zipfile import ZipFile, ZipInfo

_MAX_UNPACKED, _FREE, _MAX_RATIO = 2**28, 2**18, 6  # artefacts are packed 1 to 3 to 1, since most of them is random
_MAX_PARTS = 10_000
_MAX_MULTIPARTS, _MAX_BOUNDARIES, _MAX_HEADER = 16, 10_000, 2**12
_FREE_LINES, _BYTES_PER_LINE = 10_000, 16
_MAIL_HEAD = 2**16
_ZIP, _ZIP_END = b"PK\x03\x04", b"PK\x05\x06"
_MAIL = re.compile(rb"(?:From [^\n]*\n)?[A-Za-z][A-Za-z0-9-]*:[ \t\r\n]")
_MIME = re.compile(rb"(?im)^(?:content-type|content-transfer-encoding|mime-version):")
_NEXT_MAIL = re.compile(rb"(?m)^From [^\n]*\n")  # in a mailbox
_MULTIPART = re.compile(rb"(?i)boundary\*?[0-9]*\*?=")
_BOUNDARY = re.compile(rb"(?m)^--")
_PARAMETERS = re.compile(rb"(?im)^content-[a-z-]+:[^\n]*(?:\n[ \t][^\n]*)*")
_SYSTEM = frozenset(
    {
        *("thumbs.db", "ehthumbs.db", "desktop.ini", "__macosx", ".ds_store", ".localized", ".directory"),
        *(".spotlight-v100", ".trashes", ".fseventsd", ".temporaryitems", ".apdisk"),
    }
)


class Part(NamedTuple):
    """A part of mail or of an archive. ``title`` is None for what is only a letter's text.

    ``content`` is None for a part that was not unpacked, and ``why`` says why not.
    """

    title: str | None
    content: bytes | None
    why: str = ""


class Budget:
    """How much may still be unpacked from a file, at any depth: not much more than its size."""

    def __init__(self, size: int) -> None:
        self._left = min(_MAX_UNPACKED, _FREE + _MAX_RATIO * size)

    def take(self, size: int) -> bool:
        """Return whether so many bytes may be unpacked, and count them if so."""
        if size > self._left:
            return False
        self._left -= size
        return True


def is_note(name: str) -> bool:
    """Return whether a file is a note of another system, as ``._list.swap`` and ``Thumbs.db``, and nobody's letter."""
    return name.startswith("._") or name.lower() in _SYSTEM


def parts_of(data: bytes, budget: Budget) -> Iterator[Part] | None:
    """Return the parts of mail or of an archive, or None for a file that is neither."""
    if data.startswith(_ZIP):
        return _unzipped(data, budget)
    if _MAIL.match(data) and _MIME.search(data[:_MAIL_HEAD]):
        return _mailed(data, budget)
    return None


def _mailed(data: bytes, budget: Budget) -> Iterator[Part]:
    import email  # here, and below: most commands read neither mail nor archives

    # the parser ends lines at a lone carriage return, too: what is bounded has to be what it reads
    lines = data.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    if not _is_bounded(lines):
        yield Part(None, None, "mail with more parts, lines or parameters than mail programs write")
        return
    number = 0
    try:
        for letter in _letters(lines):
            for part in email.message_from_bytes(letter).walk():
                number += 1
                if number > _MAX_PARTS:
                    yield Part(None, None, f"after its first {_MAX_PARTS:,} parts")
                    return
                content = _content(part)
                if content is None:
                    continue
                title = part.get_filename()
                if budget.take(len(content)):
                    yield Part(title, content)
                else:
                    yield Part(title or f"part {number}", None, "too large when unpacked")
    except (ValueError, LookupError, AttributeError, TypeError, RecursionError):  # of mail that is malformed
        yield Part(None, None, "mail that cannot be taken apart")


def _letters(data: bytes) -> Iterator[bytes]:
    """Yield the letters of a mailbox, or the one that there is."""
    starts = [found.start() for found in _NEXT_MAIL.finditer(data)] if data.startswith(b"From ") else [0]
    for start, end in zip(starts, [*starts[1:], len(data)], strict=True):
        yield data[start:end]


def _content(part: "Message") -> bytes | None:
    """Return what a part carries, decoded, or None if it consists of parts of its own."""
    if (
        part.get_content_type() == "message/rfc822"
        and str(part.get("content-transfer-encoding", "")).lower() == "base64"
    ):
        import binascii

        inner = part.get_payload(0)
        try:
            return binascii.a2b_base64(str(inner.get_payload()))  # type: ignore[union-attr]
        except binascii.Error:
            return None
    if part.is_multipart():
        return None
    content = part.get_payload(decode=True)
    return content if isinstance(content, bytes) else None


def _is_bounded(data: bytes) -> bool:
    """Return whether mail can be taken apart in time and memory in proportion to its size."""
    return (
        len(_MULTIPART.findall(data)) <= _MAX_MULTIPARTS  # each line is compared with every boundary around it
        and len(_BOUNDARY.findall(data)) <= _MAX_BOUNDARIES
        and data.count(b"\n") <= _FREE_LINES + len(data) // _BYTES_PER_LINE
        and all(found.end() - found.start() <= _MAX_HEADER for found in _PARAMETERS.finditer(data))
    )


def _unzipped(data: bytes, budget: Budget) -> Iterator[Part]:
    import zipfile
    import zlib

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
            if len(members) > _MAX_PARTS:
                yield Part(None, None, f"an archive of more than {_MAX_PARTS:,} files")
                return
            if _has_more(data, members):
                yield Part(None, None, "bytes that belong to no file of this archive")
            # artefacts can hardly be packed: what unpacks to much more takes no room from them
            for member in sorted(members, key=lambda one: one.file_size // max(1, one.compress_size)):
                yield from _member(archive, member, budget)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, OSError, ValueError, EOFError):
        yield Part(None, None, "an archive that is damaged")


def _member(archive: "ZipFile", member: "ZipInfo", budget: Budget) -> Iterator[Part]:
    if (member.is_dir() and not member.file_size) or any(map(is_note, member.filename.split("/"))):
        return
    if member.flag_bits & 1:
        yield Part(member.filename, None, "encrypted")
    elif not budget.take(member.file_size):
        yield Part(member.filename, None, "too large when unpacked")
    else:
        with archive.open(member) as stream:  # reads no more than the size that was checked
            yield Part(member.filename, stream.read(member.file_size))


def _has_more(data: bytes, members: "list[ZipInfo]") -> bool:
    """Return whether bytes stand before or behind an archive, as where two were joined."""
    end = data.rfind(_ZIP_END)
    comment = int.from_bytes(data[end + 20 : end + 22], "little")
    before = min((member.header_offset for member in members), default=0)
    return before > 0 or end + 22 + comment != len(data)

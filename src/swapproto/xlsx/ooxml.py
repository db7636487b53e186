"""The parts of an XLSX file: its ZIP file is inflated within limits, and its XML is parsed piece by piece.

Memory is bounded whatever the file contains. What the parts mean is for :mod:`.workbook`.
"""

import io
import posixpath
import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from typing import BinaryIO, NoReturn
from xml.parsers import expat  # a document type is refused where it begins, and entities with it

from ..errors import InputError

INFLATED_LIMIT = 2**30
"""Bytes that all parts together may inflate to."""
SMALL_LIMIT = 2**24
"""Bytes of a part that is not a sheet."""

_FILE_LIMIT = 2**28
_MEMBERS = 10_000
_DIRECTORY_LIMIT = 2**21
_LOCATOR, _LARGE_END = 20, 56  # bytes
_RATIO, _RATIO_FROM = 64, 2**22  # lists of persons are packed 7 to 12 to 1; a sheet of one word in all cells, 20 to 1
_ELEMENTS, _ELEMENTS_PER_BYTE = 2**16, 1  # lists of persons have 0.6 for each byte at most; of 0 and 1 alone, 0.9
_CHUNK = 2**16
_TOKEN_LIMIT = 2**20  # a tag, with its attributes, or a comment
_DEPTH = 64
_DISTINCT_NAMES = 20_000  # of elements and attributes, each of which the parser remembers

RESAVE = "open it in a spreadsheet program and save it as .xlsx"
_UNLOCK = "it is password-protected: open it in a spreadsheet program, remove the password, and save it"
_MACROS = "it has macros: save it as an ordinary .xlsx workbook, without them"
_NOT_XLSX = "it is not an XLSX file whatever its name says: if it is a CSV file, let its name end in .csv"
_OTHER_KINDS = {  # by a content type
    "application/vnd.ms-excel.sheet.binary": f"it is a binary workbook (.xlsb): {RESAVE}",
    "macroenabled": _MACROS,
    "vbaproject": _MACROS,
    "wordprocessingml.document.main": "it is a text document: copy its table into a spreadsheet, and save that",
    "presentationml.presentation.main": "it is a presentation: copy its table into a spreadsheet, and save that",
}
_ZIP_ERRORS = (zipfile.BadZipFile, zlib.error, struct.error, ValueError, EOFError, NotImplementedError, OverflowError)


class Handler:
    """The events of a part's XML, all ignored here. Names are without their prefix."""

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """Handle the start of an element."""

    def end(self, name: str) -> None:
        """Handle the end of an element."""

    def text(self, text: str) -> None:
        """Handle some of the text in an element."""


def damaged(what: str) -> InputError:
    """Return the error for a file that no spreadsheet program writes."""
    return InputError("table", f"the file is damaged ({what}): {RESAVE}")


class Package:
    """An XLSX file in memory, still compressed. ``workbook`` is the name of its main part.

    Raises :class:`InputError` ``table`` if it is not an XLSX file, or is locked, has macros or exceeds a limit.
    """

    def __init__(self, stream: BinaryIO) -> None:
        data = _read(stream)
        _check_outside(data)
        self.size: int = len(data)
        """The bytes of the file."""
        self._left = INFLATED_LIMIT
        self._elements = _ELEMENTS + _ELEMENTS_PER_BYTE * len(data)
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except _ZIP_ERRORS:
            raise damaged("not a whole ZIP file") from None
        self._check_members()
        self._names = {name.lower(): name for name in self._zip.namelist()}  # ECMA-376 part 2, 6.2.2.3
        self._check_kind()
        main = [target for _, kind, target in self._relationships("") if kind == "officeDocument"]
        if len(main) != 1:
            raise damaged("no workbook in it")
        self.workbook: str = main[0]

    def related(self) -> Mapping[str, tuple[str, str]]:
        """Return the kind and the name of each part that the workbook refers to, by id."""
        return {id_: (kind, target) for id_, kind, target in self._relationships(self.workbook)}

    def has_comments(self, part: str) -> bool:
        """Return whether a sheet has comments."""
        if _index_of(part).lower() not in self._names:
            return False
        return any(kind in ("comments", "threadedComment") for _, kind, _ in self._relationships(part))

    def read(self, name: str, handler: Handler, limit: int = SMALL_LIMIT) -> None:
        """Parse a whole part. Raise as :meth:`pieces`."""
        for _ in self.pieces(name, handler, limit):
            pass

    def pieces(self, name: str, handler: Handler, limit: int = INFLATED_LIMIT) -> Iterator[None]:
        """Parse a part, and yield after every 64 KiB of it.

        Raise :class:`InputError` ``table`` for XML that is not well-formed, has a document type, or could exhaust
        memory: over ``limit`` bytes, deeply nested, with long tags, or with very many names.
        """
        parser = _parser(handler)
        seen = 0
        for chunk in self._inflated(name, limit):
            seen += len(chunk)
            self._elements -= chunk.count(b"<") - chunk.count(b"</")
            if self._elements < 0:
                raise InputError("table", "it has too many cells for its size, as no list does: save its table as CSV")
            try:
                parser.Parse(chunk, False)
            except (expat.ExpatError, ValueError, LookupError):
                raise damaged(f"{posixpath.basename(name)}, line {parser.CurrentLineNumber:,}") from None
            if seen - parser.CurrentByteIndex > _TOKEN_LIMIT or len(parser.intern) > _DISTINCT_NAMES:
                raise damaged(f"{posixpath.basename(name)} is not what a spreadsheet program writes")
            yield
        try:
            parser.Parse(b"", True)
        except (expat.ExpatError, ValueError, LookupError):
            raise damaged(f"{posixpath.basename(name)} ends too early") from None
        yield

    def _inflated(self, name: str, limit: int) -> Iterator[bytes]:
        try:
            info = self._zip.getinfo(self._names[name.lower()])
        except KeyError:
            raise damaged(f"{posixpath.basename(name)} is missing") from None
        size = 0
        try:
            with self._zip.open(info) as part:
                while chunk := part.read(_CHUNK):
                    size += len(chunk)
                    self._left -= len(chunk)
                    if size > limit or self._left < 0:
                        raise InputError("table", "the file is too large when unpacked: save its table as CSV")
                    if size > max(_RATIO_FROM, _RATIO * info.compress_size):
                        raise InputError("table", f"the file unpacks to over {_RATIO} times its size, as no table does")
                    yield chunk
        except _ZIP_ERRORS:
            raise damaged(f"{posixpath.basename(name)} cannot be unpacked") from None

    def _check_members(self) -> None:
        members = self._zip.infolist()
        if any(member.flag_bits & 1 for member in members):
            raise InputError("table", _UNLOCK)
        if len({member.filename.lower() for member in members}) < len(members):
            raise damaged("two parts have one name")
        if any(member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for member in members):
            raise damaged("packed in an unusual way")

    def _check_kind(self) -> None:
        names = self._names
        if "mimetype" in names:
            raise InputError("table", f"it is an OpenDocument file (.ods, .odt): {RESAVE}")
        if "[content_types].xml" not in names:
            raise InputError("table", f"it is a ZIP file, and not an XLSX file, whatever its name says: {RESAVE}")
        contents = _Contents()
        self.read("[Content_Types].xml", contents)
        for mark, what in _OTHER_KINDS.items():
            if any(mark in kind for kind in contents.kinds):
                raise InputError("table", what)

    def _relationships(self, source: str) -> list[tuple[str, str, str]]:
        folder = posixpath.dirname(source)
        found = _Relationships()
        self.read(_index_of(source), found)
        return [
            (id_, kind, posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/"))
            for id_, kind, target in found.found
        ]


def _index_of(part: str) -> str:
    """Return the name of the part with the relationships of ``part``."""
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


class _Contents(Handler):
    def __init__(self) -> None:
        self.kinds: set[str] = set()

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        if name in ("Override", "Default"):
            self.kinds.add(attributes.get("ContentType", "").lower())


class _Relationships(Handler):
    def __init__(self) -> None:
        self.found: list[tuple[str, str, str]] = []

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "Relationship" and attributes.get("TargetMode") != "External":
            kind = attributes.get("Type", "").rpartition("/")[2]
            self.found.append((attributes.get("Id", ""), kind, attributes.get("Target", "")))


def _read(stream: BinaryIO) -> bytes:
    parts = []
    size = 0
    while part := stream.read(2**20):
        size += len(part)
        if size > _FILE_LIMIT:
            raise InputError("table", f"the file is larger than {_FILE_LIMIT:,} bytes: save its table as CSV")
        parts.append(part)
    return b"".join(parts)


def _check_outside(data: bytes) -> None:
    """Refuse a file that is not a ZIP file, or whose directory is too large, before zipfile reads it."""
    if not data:
        raise InputError("table", "the file is empty")
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        locked = "EncryptedPackage".encode("utf-16-le") in data
        raise InputError("table", _UNLOCK if locked else f"it is an old Excel or Word file (.xls, .doc): {RESAVE}")
    if not data.startswith(b"PK\x03\x04"):
        what = other_kind(data[:1024])
        raise InputError("table", f"{what}: {RESAVE}" if what else _NOT_XLSX)
    at = data.rfind(b"PK\x05\x06", max(0, len(data) - 2**16 - 22))
    if at < 0 or len(data) < at + 22:
        raise damaged("cut short")
    members, size = struct.unpack_from("<HI", data, at + 10)
    large = at - _LOCATOR - _LARGE_END  # if the file is ZIP64
    if large > 0 and data.startswith(b"PK\x06\x07", at - _LOCATOR) and data.startswith(b"PK\x06\x06", large):
        members, size = struct.unpack_from("<QQ", data, large + 32)
    if members > _MEMBERS or size > _DIRECTORY_LIMIT:
        raise damaged("more parts than a workbook has")


_OTHER_FILES = {  # in lower case
    b"%pdf": "it is a PDF file whatever its name says",
    b"{\\rtf": "it is a text processor's file (RTF) whatever its name says",
    b"\x1f\x8b": "it is compressed (gzip), whatever its name says",
    **dict.fromkeys(
        (b"<!doctype", b"<html", b"<?xml", b"<head", b"<meta", b"<table", b"<body", b"<!--", b"mime-version:"),
        "it is a web page or XML file whatever its name says",
    ),
}


def other_kind(beginning: bytes) -> str | None:
    """Return what a file is that is neither a text with a table nor a workbook, by its first bytes; else None."""
    start = beginning.removeprefix(b"\xef\xbb\xbf")
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        start = start[2:].replace(b"\0", b"")  # UTF-16
    start = start.lstrip().lower()
    return next((what for magic, what in _OTHER_FILES.items() if start.startswith(magic)), None)


def _parser(handler: Handler) -> expat.XMLParserType:
    """Return a parser with its events."""
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.buffer_size = _CHUNK
    parser.StartDoctypeDeclHandler = _refuse_document_type
    parser.CharacterDataHandler = handler.text
    prefix = ""
    depth = 0
    handle_start, handle_end = handler.start, handler.end

    def local(name: str) -> str:
        """Return a name without the root's prefix. A name with another prefix keeps a colon, and so matches nothing."""
        return name.removeprefix(prefix) if name.startswith(prefix) else f":{name}"

    def root(name: str, attributes: Mapping[str, str]) -> None:
        nonlocal prefix
        before, colon, _ = name.rpartition(":")
        prefix = before + colon
        parser.StartElementHandler = start
        start(name, attributes)

    def start(name: str, attributes: Mapping[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > _DEPTH:
            raise damaged("nested too deep")
        handle_start(local(name) if prefix else name, attributes)

    def end(name: str) -> None:
        nonlocal depth
        depth -= 1
        handle_end(local(name) if prefix else name)

    parser.StartElementHandler = root
    parser.EndElementHandler = end
    return parser


def _refuse_document_type(*_: object) -> NoReturn:
    raise InputError("table", f"the file has a document type (DTD), which no spreadsheet program writes: {RESAVE}")

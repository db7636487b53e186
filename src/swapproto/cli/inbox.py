"""Inbox: finds the artefacts in whatever people send, by its content: folders, mail, archives.

What is not read is named with the reason. Mail and archives are read to a limited depth, number and size.
"""

import io
import os
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from typing import NamedTuple

from ..errors import InputError, SwapError
from ..transcript import FILE_LIMIT, Transcript, kind_of
from ..wire.armor import is_text, mentions_block, text_of
from ..wire.framing import Piece, beginnings
from . import files
from .terminal import clean, note

_MAX_FILES, _MAX_DEPTH, _MAX_NAMED = 10_000, 3, 5
_MAX_UNPACKED, _FREE, _MAX_RATIO = 2**28, 2**18, 6  # artefacts are packed 1 to 3 to 1, since most of them is random
_MAX_MULTIPARTS, _MAX_BOUNDARIES, _MAX_HEADER = 16, 10_000, 2**12
_FREE_LINES, _BYTES_PER_LINE = 10_000, 16
_SYSTEM = frozenset({"thumbs.db", "desktop.ini", "__macosx"})  # notes of other systems; others begin with a dot
_OTHER_KIND = "not of this kind"
_ZIP = b"PK\x03\x04"
_MAIL = re.compile(rb"(?:From [^\n]*\n)?[A-Za-z][A-Za-z0-9-]*:[ \t\r\n]")
_MIME = re.compile(rb"(?im)^(?:content-type|content-transfer-encoding|mime-version):")
_MAIL_HEAD = 2**16
_MULTIPART = re.compile(rb"(?i)boundary\*?[0-9]*\*?=")
_BOUNDARY = re.compile(rb"(?m)^--")
_PARAMETERS = re.compile(rb"(?im)^content-[a-z-]+:[^\n]*(?:\n[ \t][^\n]*)*")


class File(NamedTuple):
    """A file, or a part of mail or of an archive, that holds artefacts."""

    name: str
    data: bytes


class NotRead(NamedTuple):
    """A file that was not read, and why."""

    name: str
    why: str


Found = File | NotRead


class _Unpacking:
    """How much may still be unpacked from a file, at any depth: not much more than its size."""

    def __init__(self, size: int) -> None:
        self.left = min(_MAX_UNPACKED, _FREE + _MAX_RATIO * size)

    def take(self, size: int) -> bool:
        """Return whether so many bytes may be unpacked, and count them if so."""
        if size > self.left:
            return False
        self.left -= size
        return True


class Loaded(NamedTuple):
    """What was read: the artefacts, the files by name, and what was not read."""

    transcript: Transcript
    inputs: dict[str, bytes]
    not_read: list[NotRead]


def load(paths: Iterable[str], *, quiet: bool = False) -> Loaded:
    """Return the union of what is in files and folders. Raise :class:`InputError` ``file``.

    What was not read is noted, unless ``quiet``: then the caller reports it.
    """
    inputs: dict[str, bytes] = {}
    not_read: dict[str, NotRead] = {}
    seen: set[str] = set()
    for path in paths:
        if path in seen:  # standard input can be read only once
            continue
        seen.add(path)
        found = list(read(path))
        for one in found:
            if isinstance(one, File):
                inputs[_free_name(one, inputs)] = one.data
        not_read |= {one.name: one for one in found if isinstance(one, NotRead)}
        if os.path.isdir(path) and not any(isinstance(one, File) for one in found):
            others = f"; not read: {listed(found)}" if found else ""
            raise InputError("file", f"{path}: there is no .swap file and no armored text in this folder{others}")
    if not_read and not quiet:
        note(f"not read: {listed(list(not_read.values()))}")
    return Loaded(
        Transcript.union(Transcript.read(data, name) for name, data in inputs.items()), inputs, list(not_read.values())
    )


def _free_name(found: File, inputs: dict[str, bytes]) -> str:
    """Return the name of a file, with a number if another one has it: two parts of one mail can have one name."""
    name, number = found.name, 1
    while inputs.get(name, found.data) != found.data:
        number += 1
        name = f"{found.name} ({number})"
    return name


def listed(found: Sequence[Found]) -> str:
    """Return in one line what was not read, and why."""
    texts = [clean(f"{one.name} ({one.why})") for one in found[:_MAX_NAMED] if isinstance(one, NotRead)]
    more = f" and {len(found) - _MAX_NAMED} more" if len(found) > _MAX_NAMED else ""
    return ", ".join(texts) + more


def read(path: str) -> Iterator[Found]:
    """Return what is in a file or folder. Raise :class:`InputError` ``file`` for a file that cannot be opened.

    A file is read if it holds artefacts, or is called .swap: then its reader says what is wrong with it.
    """
    if os.path.isdir(path):
        yield from _folder(path)
    else:
        yield from _contents(path, files.read_bytes(path))


def _folder(folder: str) -> Iterator[Found]:
    size = 0
    for number, path in enumerate(_walk(folder)):
        why = _unreadable(path)
        if why is None and (number >= _MAX_FILES or size > FILE_LIMIT):
            why = f"the folder has more than {_MAX_FILES:,} files, or more than 1 GiB"
        if why is not None:
            yield NotRead(path, why)
            continue
        try:
            data = files.read_bytes(path)
        except InputError as error:
            yield NotRead(path, str(error).removeprefix(f"{path}: "))
            continue
        size += len(data)
        yield from _contents(path, data)


def _walk(folder: str) -> Iterator[str]:
    """Return the paths in a folder and its subfolders, in order, without the notes of other systems."""
    for name in files.names_in(folder):
        path = os.path.join(folder, name)
        if _is_note(name):
            continue
        if os.path.isdir(path) and not os.path.islink(path):
            try:
                yield from _walk(path)
            except InputError:
                yield path
        else:
            yield path


def _is_note(name: str) -> bool:
    return name.startswith(".") or name.lower() in _SYSTEM


def _unreadable(path: str) -> str | None:
    if os.path.islink(path) and not os.path.exists(path):
        return "a link that leads nowhere"
    if os.path.isdir(path):
        return "a link to a folder" if os.path.islink(path) else "a folder that cannot be read"
    return None if os.path.isfile(path) else "not a regular file"


def _contents(name: str, data: bytes, depth: int = 0, unpacking: _Unpacking | None = None) -> Iterator[Found]:
    """Return the parts of a file that hold artefacts, or why there are none."""
    unpacking = unpacking or _Unpacking(len(data))
    if depth > _MAX_DEPTH:
        yield NotRead(name, "mail or archives too deep within each other")
        return
    if data.startswith(_ZIP):
        parts = list(_unzipped(name, data, depth, unpacking))
    elif _MAIL.match(data) and _MIME.search(data[:_MAIL_HEAD]):
        parts = list(_mailed(name, data, depth, unpacking))
    else:
        parts = []
    if any(isinstance(part, File) for part in parts):
        yield from parts
    elif _is_ours(name, data):
        yield File(name, data)
    else:
        told = [part for part in parts if isinstance(part, NotRead) and part.why != _OTHER_KIND]
        yield from told or [NotRead(name, _why_not(data))]


def _is_ours(name: str, data: bytes) -> bool:
    if (name.lower().endswith(".swap") and data) or beginnings(data):
        return True
    if is_text(data):
        return mentions_block(text_of(data))
    with suppress(SwapError):
        kind_of(Piece(0, data, begins=True))
        return True
    return False


def _why_not(data: bytes) -> str:
    if not data:
        return "empty"
    if is_text(data) and mentions_block(text_of(data), "SWAPPROTO KEY"):
        return "a key file, which contains a secret: keep it to yourself"
    return _OTHER_KIND


def _mailed(name: str, data: bytes, depth: int, unpacking: _Unpacking) -> Iterator[Found]:
    import email  # here, and below: most commands read neither mail nor archives

    if not _is_bounded(data):
        yield NotRead(name, "mail with more parts, lines or parameters than mail programs write")
        return
    try:
        for number, part in enumerate(email.message_from_bytes(data).walk(), 1):
            if part.is_multipart():
                continue
            content = part.get_payload(decode=True)
            title = part.get_filename()
            if number > _MAX_FILES:
                yield NotRead(name, f"after its first {_MAX_FILES:,} parts")
                return
            if not isinstance(content, bytes):
                continue
            part_name = f"{name}: {title or f'part {number}'}"
            if not unpacking.take(len(content)):
                yield NotRead(part_name, "too large when unpacked")
                continue
            for found in _contents(part_name, content, depth + 1, unpacking):
                if title is not None or isinstance(found, File):  # what the letter says is nothing to name
                    yield found
    except (ValueError, LookupError, AttributeError, TypeError, RecursionError):  # of mail that is malformed
        yield NotRead(name, "mail that cannot be taken apart")


def _is_bounded(data: bytes) -> bool:
    """Return whether mail can be taken apart in time and memory in proportion to its size."""
    return (
        len(_MULTIPART.findall(data)) <= _MAX_MULTIPARTS  # each line is compared with every boundary around it
        and len(_BOUNDARY.findall(data)) <= _MAX_BOUNDARIES
        and data.count(b"\n") <= _FREE_LINES + len(data) // _BYTES_PER_LINE
        and all(found.end() - found.start() <= _MAX_HEADER for found in _PARAMETERS.finditer(data))
    )


def _unzipped(name: str, data: bytes, depth: int, unpacking: _Unpacking) -> Iterator[Found]:
    import zipfile
    import zlib

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = [m for m in archive.infolist() if not m.is_dir()]
            if len(members) > _MAX_FILES:
                yield NotRead(name, f"an archive of more than {_MAX_FILES:,} files")
                return
            for member in members:
                if any(map(_is_note, member.filename.split("/"))):
                    continue
                title = f"{name}: {member.filename}"
                if member.flag_bits & 1:
                    yield NotRead(title, "encrypted")
                    continue
                if not unpacking.take(member.file_size):
                    yield NotRead(title, "too large when unpacked")
                    continue
                with archive.open(member) as stream:  # reads no more than the size that was checked
                    yield from _contents(title, stream.read(member.file_size), depth + 1, unpacking)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, OSError, ValueError, EOFError):
        yield NotRead(name, "an archive that is damaged")

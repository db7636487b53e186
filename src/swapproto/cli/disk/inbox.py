"""Inbox: finds the artefacts in whatever people send, by its content: folders, mail, archives.

What is not read is named with the reason. Mail and archives are read to a limited depth, number and size.
"""

import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from typing import NamedTuple

from ...errors import InputError, SwapError
from ...report.marks import is_letter, is_text_of_letter
from ...transcript import FILE_LIMIT, Transcript, kind_of
from ...wire.armor import KEY_LABEL, is_text, mentions_block, text_of
from ...wire.framing import Piece, beginnings
from ..screen.terminal import clean, note
from . import files
from .containers import Budget, Part, is_note, parts_of

_MAX_FILES, _MAX_DEPTH, _MAX_NAMED = 10_000, 3, 5
_MAX_TEXT = 1 << 20
_OTHER_KIND = "not of this kind"
_SCHEMA = "a schema, which signs nothing"


class File(NamedTuple):
    """A file, or a part of mail or of an archive, that holds artefacts."""

    name: str
    data: bytes


class NotRead(NamedTuple):
    """A file that was not read, and why."""

    name: str
    why: str


Found = File | NotRead


class Loaded(NamedTuple):
    """What was read: the artefacts, the files by name, and what was not read."""

    transcript: Transcript
    inputs: dict[str, bytes]
    not_read: list[NotRead]


def load(paths: Iterable[str], *, beside: Sequence[str] = (), quiet: bool = False) -> Loaded:
    """Return the union of what is in files and folders. Raise :class:`InputError` ``file``.

    The folders ``beside`` them are read, too, and can hold nothing. What was not read is noted, unless ``quiet``: then
    the caller reports it.
    """
    inputs: dict[str, bytes] = {}
    numbers: dict[str, int] = {}
    not_read: list[NotRead] = []
    seen: set[str] = set()
    for path in (*paths, *filter(os.path.isdir, beside)):
        if path in seen:  # standard input can be read only once
            continue
        seen.add(path)
        found = list(read(path))
        for one in found:
            if isinstance(one, File):
                inputs[_free_name(one, inputs, numbers)] = one.data
        not_read += [one for one in found if isinstance(one, NotRead)]
        if os.path.isdir(path) and path not in beside and not any(isinstance(one, File) for one in found):
            others = f"; not read: {listed(found)}" if found else ""
            raise InputError("file", f"{path}: there is no .swap file and no armored text in this folder{others}")
    if (surprising := unexpected(not_read)) and not quiet:
        note(f"not read: {listed(surprising)}")
    return Loaded(Transcript.union(Transcript.read(data, name) for name, data in inputs.items()), inputs, not_read)


def unexpected(not_read: Iterable[NotRead]) -> list[NotRead]:
    """Return what was not read, without the schemas that ``propose`` writes beside terms: they belong there."""
    return [one for one in not_read if one.why != _SCHEMA]


def _free_name(found: File, inputs: dict[str, bytes], numbers: dict[str, int]) -> str:
    """Return the name of a file, with a number if another one has it: two parts of one mail can have one name.

    ``numbers`` are those that were given, by name, so that thousands of one name take no longer than others.
    """
    if inputs.get(found.name, found.data) == found.data:
        return found.name
    while True:
        numbers[found.name] = number = numbers.get(found.name, 1) + 1
        if (name := f"{found.name} ({number})") not in inputs:
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
        if is_note(name):
            continue
        if os.path.isdir(path) and not os.path.islink(path):
            try:
                yield from _walk(path)
            except InputError:
                yield path
        else:
            yield path


def _unreadable(path: str) -> str | None:
    if os.path.islink(path) and not os.path.exists(path):
        return "a link that leads nowhere"
    if os.path.isdir(path):
        return "a link to a folder" if os.path.islink(path) else "a folder that cannot be read"
    return None if os.path.isfile(path) else "not a regular file"


def _contents(name: str, data: bytes, depth: int = 0, budget: Budget | None = None) -> Iterator[Found]:
    """Return the parts of a file that hold artefacts, or why there are none."""
    budget = budget or Budget(len(data))
    if depth > _MAX_DEPTH:
        yield NotRead(name, "mail or archives too deep within each other")
        return
    parts = parts_of(data, budget)
    if parts is None:
        yield File(name, data) if _is_ours(name, data) else NotRead(name, _why_not(name, data))
        return
    found = list(_within(name, parts, depth, budget))
    held = Transcript.union(Transcript.read(one.data) for one in found if isinstance(one, File))
    rest = Transcript.read(data)  # what stands in it, but not in its parts, is read as well
    if set(rest.places) - set(held.places):
        found.append(File(f"{name}: outside of its parts", rest.armored().encode()))
    if any(isinstance(one, File) for one in found):
        yield from found
    else:
        told = [one for one in found if isinstance(one, NotRead) and one.why != _OTHER_KIND]
        yield from told or [NotRead(name, _why_not(name, data))]


def _within(name: str, parts: Iterable[Part], depth: int, budget: Budget) -> Iterator[Found]:
    for number, part in enumerate(parts, 1):
        part_name = f"{name}: {part.title or f'part {number}'}"
        if part.content is None:
            yield NotRead(name if part.title is None else part_name, part.why)
            continue
        for found in _contents(part_name, part.content, depth + 1, budget):
            if part.title is not None or isinstance(found, File):  # what the letter says is nothing to name
                yield found


def _is_ours(name: str, data: bytes) -> bool:
    if (name.lower().endswith(".swap") and data) or beginnings(data):
        return True
    if is_text(data):
        return mentions_block(text_of(data))
    with suppress(SwapError):
        kind_of(Piece(0, data, begins=True))
        return True
    return False


def _why_not(name: str, data: bytes) -> str:
    if not data:
        return "empty"
    if is_text(data) and mentions_block(text_of(data), KEY_LABEL):
        return "a key file, which contains a secret: keep it to yourself"
    if is_letter(data) or is_text_of_letter(text_of(data[:_MAX_TEXT])):
        return "a letter without its data: ask for the file itself, as an attachment"
    return _SCHEMA if name.endswith(".schema.json") else _OTHER_KIND

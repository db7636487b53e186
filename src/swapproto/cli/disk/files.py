"""Files that are read, with limits. Each can have several names, and a stream can be read once.

Paths are plain strings, because importing ``pathlib`` takes as long as verifying a short file.
"""

import errno
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import BinaryIO

from ...errors import InputError, SwapError
from ...transcript import FILE_LIMIT
from ..screen import terminal

DESCRIPTORS = ("/dev/stdin", "/dev/stdout", "/dev/stderr", "/dev/fd/", "/proc/")
Identity = tuple[int, int] | str | int


def read_bytes(path: str, limit: int = FILE_LIMIT) -> bytes:
    """Return a file's bytes, or those of standard input for ``-``. Raise :class:`InputError` ``file``."""
    with open_input(path) as stream:
        data = stream.read(limit + 1)
    if len(data) > limit:
        raise InputError("file", f"{path}: larger than {limit:,} bytes")
    return data


@contextmanager
def open_input(path: str, *, writable: bool = False) -> Iterator[BinaryIO]:
    """Open a file for reading, or standard input for ``-``. Raise :class:`InputError` ``file``.

    ``writable`` opens it for writing, too, where its mode allows it.
    """
    try:
        if path == "-":
            if sys.stdin is None:
                raise InputError("file", "there is no standard input")
            claim(0)
            yield sys.stdin.buffer
            return
        with open(path, "r+b" if writable and os.access(path, os.W_OK) else "rb") as stream:
            if path.startswith(DESCRIPTORS) or not os.path.isfile(stream.fileno()):
                claim(stream.fileno())
            yield stream
    except OSError as error:
        raise InputError("file", f"{path}: {reason(error)}") from None


@contextmanager
def named(path: str) -> Iterator[None]:
    """Name a file in an error that is raised about what it holds."""
    try:
        yield
    except SwapError as error:
        raise type(error)(error.code, f"{path}: {error}") from None


_claimed: set[Identity] = set()


def claim(descriptor: int) -> None:
    """Take a stream, which can be one input of a command and no more. Raise :class:`InputError` ``usage``.

    A stream can have several names: standard input is also /dev/stdin, and a copy of its descriptor.
    """
    stream = identity(descriptor)
    if stream == identity(os.devnull):
        return
    if stream in _claimed:
        name = "standard input" if stream == identity(0) else "one stream"
        raise InputError("usage", f"{name} cannot be two inputs of one command: give one of them as a file")
    _claimed.add(stream)


def start() -> None:
    """Begin a command: what one before it in this process took and noted is forgotten."""
    _claimed.clear()
    terminal.forget_notes()


def swap_files(folder: str) -> list[str]:
    """Return the paths of the .swap files in a folder. See :func:`files_ending`."""
    return files_ending(folder, ".swap")


def files_ending(folder: str, *endings: str) -> list[str]:
    """Return the paths of the files in a folder whose names end so, sorted, with links that lead nowhere. Raise
    ``file``.

    Names in capitals count. Names that begin with a dot do not: other systems keep notes of their own in such files.
    """
    names = (name for name in names_in(folder) if name.lower().endswith(endings) and not name.startswith("."))
    return [path for path in (os.path.join(folder, name) for name in names) if not os.path.isdir(path)]


def names_in(folder: str) -> list[str]:
    """Return the names in a folder, sorted. Raise :class:`InputError` ``file``."""
    try:
        return sorted(os.listdir(folder))
    except OSError as error:
        raise InputError("file", f"{folder}: {reason(error)}") from None


def identity(path: str | int) -> Identity:
    """Return what is the same for every name of a file, also for one in other capitals or behind a descriptor."""
    with suppress(OSError, ValueError, OverflowError):
        status = os.stat(path)
        if status.st_ino:
            return status.st_dev, status.st_ino
    return os.path.realpath(path) if isinstance(path, str) else path


def reason(error: OSError) -> str:
    """Return in words why a file could not be used."""
    known = {
        errno.ENOENT: "there is no such file or folder",
        errno.EACCES: "permission denied",
        errno.EISDIR: "is a folder",
        errno.ENOSPC: "the disk is full",
        errno.EROFS: "the disk is read-only",
    }
    return known.get(error.errno or 0, error.strerror or "it cannot be used")

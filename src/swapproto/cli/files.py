"""Files: reads them with limits, and writes them under another name first, so that an interruption loses nothing.

Paths are plain strings, because importing ``pathlib`` takes as long as verifying a short file.
"""

import errno
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from typing import BinaryIO

from ..errors import InputError
from ..transcript import FILE_LIMIT, Transcript

_PRIVATE, _PUBLIC = 0o600, 0o666

Writer = Callable[[BinaryIO], object]


def read_bytes(path: str, limit: int = FILE_LIMIT) -> bytes:
    """Return a file's bytes, or those of standard input for ``-``. Raise :class:`InputError` ``file``."""
    with open_input(path) as stream:
        data = stream.read(limit + 1)
    if len(data) > limit:
        raise InputError("file", f"{path}: larger than {limit:,} bytes")
    return data


@contextmanager
def open_input(path: str) -> Iterator[BinaryIO]:
    """Open a file for reading, or standard input for ``-``. Raise :class:`InputError` ``file``."""
    try:
        if path == "-":
            if sys.stdin is None:
                raise InputError("file", "there is no standard input")
            yield sys.stdin.buffer
            return
        with open(path, "rb") as stream:
            yield stream
    except OSError as error:
        raise InputError("file", f"{path}: {_reason(error)}") from None


def load(paths: Iterable[str]) -> tuple[Transcript, dict[str, bytes]]:
    """Return the union of files and of the .swap files in folders, and what was read, by name. Raise ``file``."""
    inputs: dict[str, bytes] = {}
    for path in paths:
        for name in _expand(path):
            if name not in inputs:  # standard input can be read only once
                inputs[name] = read_bytes(name)
    return Transcript.union(Transcript.read(data, name) for name, data in inputs.items()), inputs


def _expand(path: str) -> list[str]:
    if not os.path.isdir(path):
        return [path]
    found = swap_files(path)
    if not found:
        raise InputError("file", f"{path}: there is no .swap file in this folder")
    return found


def swap_files(folder: str) -> list[str]:
    """Return the paths of the .swap files in a folder, sorted. Raise :class:`InputError` ``file``."""
    try:
        names = sorted(name for name in os.listdir(folder) if name.endswith(".swap"))
    except OSError as error:
        raise InputError("file", f"{folder}: {_reason(error)}") from None
    return [path for path in (os.path.join(folder, name) for name in names) if os.path.isfile(path)]


def check_outputs(*paths: str | None, force: bool, spare: Iterable[str | None] = ()) -> None:
    """Raise for an output that cannot be written, or that would overwrite something, before any work is done.

    ``force`` allows to overwrite a file, but none that ``spare`` names.
    """
    outputs = [path for path in paths if path is not None]
    spared = [os.path.realpath(path) for path in spare if path not in (None, "-")]
    for path in outputs:
        if path == "-":
            continue
        if os.path.isdir(path):
            raise InputError("file", f"{path}: this is a folder; give the name of a file")
        if os.path.lexists(path):
            if os.path.realpath(path) in spared:
                raise InputError("file", f"{path}: this command reads this file; choose another name for its output")
            if not force:
                raise InputError("file", f"{path}: exists already; choose another name, or overwrite it with --force")
            if os.path.exists(path) and not os.path.isfile(path):
                raise InputError("file", f"{path}: this is not a regular file; for standard output use -")
        folder = os.path.dirname(path) or "."
        if not os.path.isdir(folder):
            raise InputError("file", f"{path}: there is no folder {folder}")
        if not os.access(folder, os.W_OK):
            raise InputError("file", f"{path}: the folder {folder} cannot be written to")
    if len({path if path == "-" else os.path.realpath(path) for path in outputs}) < len(outputs):
        raise InputError("usage", f"{outputs[0]}: two outputs cannot be the same file")


def write(path: str, data: bytes | Writer, *, force: bool, private: bool = False) -> None:
    """Write a file whole or not at all, or to standard output for ``-``. ``private``: only its owner can read it.

    Raise :class:`InputError` ``file``; a file that was there before is then unchanged.
    """
    writer: Writer = (lambda stream: stream.write(data)) if isinstance(data, bytes) else data
    if path == "-":
        if sys.stdout is None:
            raise InputError("file", "there is no standard output")
        writer(sys.stdout.buffer)
        sys.stdout.buffer.flush()
        return
    check_outputs(path, force=force)
    folder, name = os.path.split(path)
    aside = os.path.join(folder, f".{name}.{os.urandom(4).hex()}.tmp")
    try:
        with open(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _BINARY, _mode(private)), "wb") as stream:
            writer(stream)
            stream.flush()
            os.fsync(stream.fileno())
        os.replace(aside, path)
        _sync_folder(folder or ".")
    except OSError as error:
        raise InputError("file", f"{path}: not written: {_reason(error)}") from None
    finally:
        with suppress(OSError):
            os.unlink(aside)


def append_private(path: str, line: bytes) -> None:
    """Add a line to a file that only its owner can read, and sync it: whole or not at all. Raise ``file``."""
    try:
        with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND | _BINARY, _PRIVATE), "ab", 0) as stream:
            before = os.fstat(stream.fileno()).st_size
            try:
                if stream.write(line) != len(line):
                    raise OSError(errno.ENOSPC, "")
                os.fsync(stream.fileno())
            except OSError:
                os.truncate(stream.fileno(), before)
                raise
    except OSError as error:
        raise InputError("file", f"{path}: not written: {_reason(error)}") from None


_BINARY = getattr(os, "O_BINARY", 0)  # Windows would translate line ends


def _mode(private: bool) -> int:
    return _PRIVATE if private else _PUBLIC  # less the umask


def _sync_folder(folder: str) -> None:
    if sys.platform == "win32":
        return  # folders cannot be opened there; the file system itself journals a rename
    with suppress(OSError):  # not every file system lets folders be opened or synced
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _reason(error: OSError) -> str:
    known = {
        errno.ENOENT: "there is no such file or folder",
        errno.EACCES: "permission denied",
        errno.EISDIR: "is a folder",
        errno.ENOSPC: "the disk is full",
        errno.EROFS: "the disk is read-only",
    }
    return known.get(error.errno or 0, error.strerror or "it cannot be used")

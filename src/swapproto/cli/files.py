"""Files: read with limits, written aside, synced and renamed, so that an interruption loses nothing."""

import errno
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from ..errors import InputError
from ..transcript import FILE_LIMIT, Transcript

_PRIVATE, _PUBLIC = 0o600, 0o666

Writer = Callable[[BinaryIO], object]


def read_bytes(path: str, limit: int = FILE_LIMIT) -> bytes:
    """A file's bytes, or those of standard input for ``-``. Raises :class:`InputError` ``file``."""
    with open_input(path) as stream:
        data = stream.read(limit + 1)
    if len(data) > limit:
        raise InputError("file", f"{path}: larger than {limit:,} bytes")
    return data


@contextmanager
def open_input(path: str) -> Iterator[BinaryIO]:
    """A file, or standard input for ``-``, open for reading. Raises :class:`InputError` ``file``."""
    if path == "-":
        yield sys.stdin.buffer
        return
    try:
        with open(path, "rb") as stream:
            yield stream
    except OSError as error:
        raise InputError("file", f"{path}: {_reason(error)}") from None


def load(paths: Iterable[str]) -> tuple[Transcript, dict[str, bytes]]:
    """The union of files, and of the .swap files in folders; and what was read, by name. Raises ``file``."""
    inputs: dict[str, bytes] = {}
    for path in paths:
        for name in _expand(path):
            inputs[name] = read_bytes(name)
    return Transcript.union(Transcript.read(data, name) for name, data in inputs.items()), inputs


def _expand(path: str) -> list[str]:
    if not os.path.isdir(path):
        return [path]
    found = sorted(str(file) for file in Path(path).glob("*.swap") if file.is_file())
    if not found:
        raise InputError("file", f"{path}: there is no .swap file in this folder")
    return found


def refuse_existing(*paths: str | None, force: bool) -> None:
    """Before any work or passphrase: outputs that are there already are an error, unless ``force``."""
    for path in paths:
        if path not in (None, "-") and not force and os.path.lexists(path):
            raise InputError("file", f"{path}: is there already; choose another name, or overwrite with --force")


def write(path: str, data: bytes | Writer, *, force: bool, private: bool = False) -> None:
    """Write a file whole or not at all; to standard output for ``-``. ``private``: only its owner reads it.

    Raises :class:`InputError` ``file``; what was there before is then still there.
    """
    writer: Writer = (lambda stream: stream.write(data)) if isinstance(data, bytes) else data
    if path == "-":
        writer(sys.stdout.buffer)
        sys.stdout.buffer.flush()
        return
    refuse_existing(path, force=force)
    target = Path(path)
    aside = target.with_name(f".{target.name}.{os.getpid()}.tmp")
    try:
        with open(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _BINARY, _mode(private)), "wb") as stream:
            writer(stream)
            stream.flush()
            os.fsync(stream.fileno())
        os.replace(aside, target)
        _sync_folder(target.parent)
    except OSError as error:
        raise InputError("file", f"{path}: not written: {_reason(error)}") from None
    finally:
        with suppress(OSError):
            os.unlink(aside)


def append_private(path: Path, line: bytes) -> None:
    """Add a line to a file that only its owner reads, and see it safely stored. Raises ``file``."""
    try:
        with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND | _BINARY, _PRIVATE), "ab") as stream:
            stream.write(line)
            stream.flush()
            os.fsync(stream.fileno())
    except OSError as error:
        raise InputError("file", f"{path}: not written: {_reason(error)}") from None


_BINARY = getattr(os, "O_BINARY", 0)  # Windows would translate line ends


def _mode(private: bool) -> int:
    return _PRIVATE if private else _PUBLIC  # less the umask


def _sync_folder(folder: Path) -> None:
    if sys.platform == "win32":
        return  # folders cannot be opened there; a rename is journalled by the file system
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

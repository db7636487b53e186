"""Files that are written: under another name first, so that an interruption loses nothing."""

import errno
import io
import os
import stat
import sys
from collections.abc import Callable
from contextlib import suppress
from typing import BinaryIO

from ...errors import InputError
from ...ledger.in_file import lock
from ..screen.terminal import clean, note, note_once, out
from .destinations import NOT_ON_TERMINAL, check_paths
from .files import reason

_PRIVATE, _PUBLIC, _OTHERS = 0o600, 0o666, 0o077
_ASIDE = ".swapproto."
_NOT_SUPPORTED = (errno.EINVAL, errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP)
_BINARY = getattr(os, "O_BINARY", 0)  # Windows would translate line ends

Writer = Callable[[BinaryIO], object]


def write(path: str, data: bytes | Writer, *, force: bool, private: bool = False) -> None:
    """Write a file whole or not at all, or to standard output for ``-``. ``private``: only its owner can read it.

    Raise :class:`InputError` ``file``; a file that was there before is then unchanged.
    """
    writer: Writer = (lambda stream: stream.write(data)) if isinstance(data, bytes) else data
    if path == "-":
        if sys.stdout is None:
            raise InputError("file", "there is no standard output")
        if sys.stdout.isatty():
            _show(writer)
        else:
            writer(sys.stdout.buffer)
            sys.stdout.buffer.flush()
        return
    check_paths(path, force=force)
    folder = os.path.dirname(path) or "."
    _clear_leftovers(folder)
    aside, stream = _open_aside(folder, private=private)
    try:
        with stream:
            writer(stream)
            stream.flush()
            _sync(stream.fileno())
            if sys.platform != "win32":  # where the lock has to be held until the file has its name
                _give_name(aside, path, force=force)
        if sys.platform == "win32":  # where only a closed file can be renamed
            _give_name(aside, path, force=force)
        _sync_folder(folder)
    except OSError as error:
        raise InputError("file", f"{path}: not written: {reason(error)}") from None
    finally:
        with suppress(OSError):
            os.unlink(aside)


def shown(path: str) -> str:
    """Return what people are told was written."""
    return "standard output" if path == "-" else clean(path)


def _show(writer: Writer) -> None:
    """Print text on a terminal, cleaned line by line: others wrote it. Raise for what is not text."""
    stream = io.BytesIO()
    writer(stream)
    try:
        text = stream.getvalue().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise InputError("usage", NOT_ON_TERMINAL) from None
    for line in text.removesuffix("\n").split("\n"):
        out("\t".join(map(clean, line.removesuffix("\r").split("\t"))))


def _open_aside(folder: str, *, private: bool) -> tuple[str, BinaryIO]:
    """Open a file under another name, with a lock by which others see that it is in use."""
    while True:
        aside = os.path.join(folder, f"{_ASIDE}{os.urandom(8).hex()}.tmp")
        try:
            descriptor = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _BINARY, _mode(private))
        except OSError as error:
            raise InputError("file", f"{folder}: not written: {reason(error)}") from None
        stream = os.fdopen(descriptor, "wb")
        if private:
            _check_mode(stream.fileno())
        try:
            if sys.platform != "win32":
                lock(stream.fileno())
        except BlockingIOError:
            pass  # another command has taken it for a leftover
        except OSError:
            return aside, stream
        else:
            if sys.platform == "win32" or os.fstat(stream.fileno()).st_nlink:
                return aside, stream
        stream.close()


def _clear_leftovers(folder: str) -> None:
    """Remove what commands of this user that were killed left in a folder, or name it: it can contain names."""
    with suppress(OSError):
        for name in os.listdir(folder):
            if name.startswith(_ASIDE) and name.endswith(".tmp"):
                _clear_leftover(os.path.join(folder, name))


def _clear_leftover(path: str) -> None:
    try:
        status = os.lstat(path)
        if not stat.S_ISREG(status.st_mode) or (sys.platform != "win32" and status.st_uid != os.geteuid()):
            return
        if sys.platform == "win32":
            os.unlink(path)  # which fails while a command writes the file
        else:
            with open(path, "rb") as stream:
                lock(stream.fileno())
                os.unlink(path)
    except (BlockingIOError, FileNotFoundError):
        return
    except OSError:
        note(f"{clean(path)} was left by a command that was killed, or is in use. If no command runs, delete it")
    else:
        if status.st_size:
            note(f"{clean(path)}, which a command that was killed had left, was removed")


def has_modes(folder: str) -> bool:
    """Return whether a file in a folder can be one that only its owner can read."""
    path = os.path.join(folder, f"{_ASIDE}{os.urandom(8).hex()}.tmp")
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _PRIVATE)
    except OSError:
        return True
    try:
        return not os.fstat(descriptor).st_mode & _OTHERS
    finally:
        os.close(descriptor)
        with suppress(OSError):  # another command can have taken it for a leftover
            os.unlink(path)


def _check_mode(descriptor: int) -> None:
    if sys.platform != "win32" and os.fstat(descriptor).st_mode & _OTHERS:
        note_once("this file system has no modes: others who use this computer may be able to read what is written")


def _give_name(aside: str, path: str, *, force: bool) -> None:
    """Give a written file its name, unless another command took the name meanwhile."""
    if force:
        os.replace(aside, path)
        return
    try:
        try:
            os.link(aside, path)
            with suppress(OSError):
                os.unlink(aside)  # while the lock is held, or another command takes it for a leftover
        except FileExistsError:
            raise
        except OSError:
            note_once("this file system has no links: a command that is killed can leave an empty file")
            os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL))
            try:
                os.replace(aside, path)
            except OSError:
                os.unlink(path)
                raise
    except FileExistsError:
        raise InputError("file", f"{path}: another command has just written this file; nothing was changed") from None


def append_private(path: str, line: bytes, *, after: int, size: int) -> None:
    """Add a line to a file that only its owner can read, and sync it: whole or not at all.

    ``size`` is what the file had when it was read. What follows its first ``after`` bytes is a line that was cut, and
    is removed. Raise :class:`InputError` ``file``, also if another command has written to the file since then.
    """
    other = InputError("file", f"{path}: another command has just written to this file; nothing was given out")
    try:
        with open(os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND | _BINARY, _PRIVATE), "a+b", 0) as stream:
            if not size:  # of a file that was here, its modes say nothing about the file system
                _check_mode(stream.fileno())
            if os.fstat(stream.fileno()).st_size != size:
                raise other
            try:
                if after != size:
                    os.truncate(stream.fileno(), after)
                if stream.write(line) != len(line):
                    raise OSError(errno.ENOSPC, "")
                _sync(stream.fileno())
            except OSError:
                if os.fstat(stream.fileno()).st_size <= after + len(line):  # without a lock, it can have more
                    os.truncate(stream.fileno(), after)
                raise
            stream.seek(after)
            if stream.read(len(line)) != line:  # without a lock, another command was quicker
                raise other
    except OSError as error:
        raise InputError("file", f"{path}: not written: {reason(error)}") from None


def _mode(private: bool) -> int:
    return _PRIVATE if private else _PUBLIC  # less the umask


def _sync(descriptor: int) -> None:
    """Write a file through to the disk, where its file system can."""
    try:
        os.fsync(descriptor)
    except OSError as error:
        if error.errno not in _NOT_SUPPORTED:
            raise
        note_once("this file system cannot say when a file is on the disk: keep the power on until it is")


def _sync_folder(folder: str) -> None:
    if sys.platform == "win32":
        return  # folders cannot be opened there; the file system itself journals a rename
    with suppress(OSError):  # not every file system lets folders be opened or synced
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
